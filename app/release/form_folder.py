"""The folder in which a release keeps the application's other form, APEXlang.

A release writes it as a whole. So it is written only where what stands there is what the release
before wrote: a file of somebody's, or an edit, is in no application and would be gone.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from app.errors import ReleaseError
from app.release import manifest as manifests
from app.release.git import Repository
from app.release.model import Manifest, ManifestFile


def manifest_at(repository: Repository, revision: str) -> bytes | None:
    """The manifest at a revision, and no other file of it; None where there is none."""
    tree = repository.repo.commit(repository.resolve(revision)).tree
    with repository.errors("release.unreadable"):
        found = next((blob for blob in tree.blobs if blob.path == manifests.NAME), None)
        return found.data_stream.read() if found is not None else None


def of(manifest: Manifest, usual: str) -> str:
    """The folder of a release's APEXlang: what the settings call it now, or what it was called when
    the release was made."""
    paths = [file.path for file in manifest.files]
    if manifest.format < manifests.FORMAT or any(p.startswith(f"{usual}/") for p in paths):
        return usual
    top = next((p for p in paths if p.endswith("/application.apx")), "")
    return top.rpartition("/")[0] or usual


def held(repository: Repository, folder: str) -> tuple[ManifestFile, ...]:
    """The files below ``folder`` of the release that HEAD is, as its manifest lists them."""
    content = manifest_at(repository, "HEAD") if repository.has_commits() else None
    return _below(content, folder)


def fault(repository: Repository, folder: str) -> ReleaseError | None:
    """``release.folder_taken`` where no release wrote the folder and it holds something, and
    ``release.folder_edited`` where it holds something else than a release wrote: the one before,
    or one that could not be pushed, whose files stay. Line ends that git changed are no edit."""
    root = repository.path
    waiting = root / manifests.NAME
    written = {(f.path, f.sha256) for f in held(repository, folder)}
    if waiting.is_file():
        written |= {(f.path, f.sha256) for f in _below(waiting.read_bytes(), folder)}
    found = sorted(p for p in (root / folder).rglob("*") if p.is_file())
    facts = {"repository": str(root), "folder": folder}
    if not written:
        return ReleaseError("release.folder_taken", **facts) if found else None
    edited = [path for file in found if (path := _edited(root, file, written))]
    if not edited:
        return None
    return ReleaseError("release.folder_edited", **facts, path=edited[0], files=len(edited))


def lost(repository: Repository, folder: str) -> ReleaseError | None:
    """``release.form_lost`` where a release without APEXlang would take the folder away."""
    files = held(repository, folder)
    if not files or not (repository.path / folder).exists():
        return None
    return ReleaseError("release.form_lost", folder=folder, files=len(files))


def _below(content: bytes | None, folder: str) -> tuple[ManifestFile, ...]:
    files = manifests.decode(content, manifests.NAME).files if content is not None else ()
    return tuple(file for file in files if file.path.startswith(f"{folder}/"))


def _edited(root: Path, file: Path, written: Collection[tuple[str, str]]) -> str:
    """The file's path, where no release wrote it so; else ""."""
    path, content = file.relative_to(root).as_posix(), file.read_bytes()
    for one in (content, content.replace(b"\r\n", b"\n")):
        if (path, manifests.digest(one)) in written:
            return ""
    return path
