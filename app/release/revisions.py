"""Reading a file or a folder of any git repository at a revision, without a working copy's help.

The bytes are the blobs' own: no attribute or line-end setting touches them.
"""

from __future__ import annotations

import os
from pathlib import Path

from app.errors import ReleaseError
from app.release import program


def git(folder: Path, *words: str, raw: bytes | None = None) -> bytes | None:
    """What git says, or None where it refuses. ReleaseError ``release.no_git`` without one."""
    done = program.run("-C", str(folder), *words, raw=raw)
    return done.stdout if done.returncode == 0 else None


def is_repository(folder: Path) -> bool:
    return git(folder, "rev-parse", "--git-dir") is not None


def _said(folder: Path, *words: str) -> bytes | None:
    """What git says, or None where it refuses, and on a machine without git, where no folder is
    known to be in a repository: the guard judges files all the same."""
    try:
        return git(folder, *words)
    except ReleaseError:
        return None


def place_of(folder: Path) -> str:
    """The path of ``folder`` inside of its repository, with ``/``; its name outside of one, and
    without git."""
    said = _said(folder, "rev-parse", "--show-prefix") or b""
    return os.fsdecode(said).strip("\r\n").strip("/") or folder.resolve().name


def root_of(folder: Path) -> Path | None:
    """The working copy around ``folder``; None outside of one, and without git."""
    said = _said(folder, "rev-parse", "--show-toplevel")
    return Path(os.fsdecode(said).strip("\r\n")) if said and said.strip() else None


def identity(folder: Path) -> str | None:
    """``Name <address>`` of whom git would commit as in ``folder``; None where it knows nobody."""
    said = git(folder, "-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT")
    return said.decode("utf-8", "replace").rpartition(">")[0] + ">" if said else None


def unmerged(folder: Path) -> list[str] | None:
    """The files below ``folder`` that a merge left open, relative to it; None outside of a
    repository."""
    said = git(folder, "diff", "--name-only", "--diff-filter=U", "--relative", "-z")
    if said is None:
        return None
    return sorted({os.fsdecode(name) for name in said.split(b"\0") if name})


def is_merging(folder: Path) -> bool:
    """Whether a merge is under way that is not committed."""
    return git(folder, "rev-parse", "--quiet", "--verify", "MERGE_HEAD") is not None


def read_revision(folder: Path, revision: str) -> bytes | dict[str, bytes] | None:
    """``REV:path/of/file`` gives its bytes; ``REV`` or ``REV:folder`` the files of exports (SQL and
    APEXlang) below it, by path. A path that begins with ``./`` counts from ``folder``, as for git
    itself.
    None where git knows no such thing.
    """
    if revision.startswith("-"):
        return None
    wanted = revision if ":" in revision else f"{revision}^{{}}"
    found = git(folder, "rev-parse", "--verify", "--quiet", wanted)
    if found is None:
        return None
    name = found.decode("ascii").strip()
    if (git(folder, "cat-file", "-t", name) or b"").strip() == b"blob":
        return git(folder, "cat-file", "blob", name) or b""
    listed = git(folder, "ls-tree", "-r", "-z", "--full-tree", name) or b""
    blobs: dict[str, bytes] = {}
    for entry in filter(None, listed.split(b"\0")):
        facts, _, path = entry.partition(b"\t")
        if path.lower().endswith((b".sql", b".apx")) and facts.split()[1] == b"blob":
            blobs[path.decode("utf-8", "surrogateescape")] = facts.split()[2]
    names = b"".join(blob + b"\n" for blob in blobs.values())
    out = git(folder, "cat-file", "--batch", raw=names) or b""
    files: dict[str, bytes] = {}
    at = 0
    for listed_path in blobs:
        end = out.index(b"\n", at)
        size = int(out[at:end].split()[2])
        files[listed_path] = out[end + 1 : end + 1 + size]
        at = end + 2 + size
    return files


def parents(folder: Path, revision: str) -> tuple[str, ...]:
    """The commits that a commit was made from; empty for the first one, or none at all."""
    found = git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    listed = (
        git(folder, "rev-list", "--parents", "-n", "1", found.decode().strip()) if found else b""
    )
    return tuple((listed or b"").decode("ascii").split()[1:])
