"""Releases in Git: the only room that imports git."""

from app.release.git import Repository, author_of, init, init_bare, join_remote, masked, set_author
from app.release.git import use_git as check_git
from app.release.model import Manifest, ManifestFile, Release, ReleaseBundle
from app.release.program import choose as choose_git
from app.release.program import version as git_version
from app.release.publish import bundle, draft_manifest, publish, releases, tag_of

__all__ = [
    "Manifest",
    "ManifestFile",
    "Release",
    "ReleaseBundle",
    "Repository",
    "author_of",
    "bundle",
    "check_git",
    "choose_git",
    "draft_manifest",
    "git_version",
    "init",
    "init_bare",
    "join_remote",
    "masked",
    "publish",
    "releases",
    "set_author",
    "tag_of",
]
