"""The manifest: SHA-256 of every file of a release, and the release's own story, as JSON.

It is part of the tagged commit (``manifest.json``), so the tag vouches for it and it vouches for
the files; a deployment reads only files that the manifest lists, with the digest it lists.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Final

import msgspec

from app.errors import ReleaseError
from app.release.model import Manifest, ManifestFile

FORMAT = 3
"""The form of a release that holds the application in APEXlang, too."""
APPROVED = 2
"""The form of a release with approvals of changes of data, or a changelog other than SQL files."""
PLAIN = 1
"""The form of a release without any of these; older programs read it, too."""
NAME = "manifest.json"
_MANIFEST: Final = msgspec.json.Decoder(Manifest)


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def list_files(files: Mapping[str, bytes]) -> tuple[ManifestFile, ...]:
    return tuple(
        ManifestFile(path=path, size=len(files[path]), sha256=digest(files[path]))
        for path in sorted(files)
    )


def encode(manifest: Manifest) -> bytes:
    """Indented JSON with a final newline, the same bytes for the same manifest."""
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def decode(content: bytes, tag: str) -> Manifest:
    """Raises ReleaseError ``release.manifest_broken`` or ``release.manifest_newer``."""
    try:
        version = msgspec.json.decode(content, type=dict[str, object]).get("format")
        if isinstance(version, int) and version > FORMAT:
            raise ReleaseError("release.manifest_newer", tag=tag, format=version)
        return _MANIFEST.decode(content)
    except msgspec.MsgspecError as error:
        raise ReleaseError("release.manifest_broken", tag=tag, detail=str(error)) from error


def verify(manifest: Manifest, files: Mapping[str, bytes], tag: str) -> None:
    """Every listed file is there with its digest, and no other is; ReleaseError
    ``release.manifest_mismatch`` names the first file that is not as listed."""
    listed = {f.path: f for f in manifest.files}
    for path in sorted(listed.keys() | files.keys()):
        entry, content = listed.get(path), files.get(path)
        if entry is None:
            raise ReleaseError("release.manifest_mismatch", tag=tag, path=path, why="unlisted")
        if content is None:
            raise ReleaseError("release.manifest_mismatch", tag=tag, path=path, why="missing")
        if entry.size != len(content) or entry.sha256 != digest(content):
            raise ReleaseError("release.manifest_mismatch", tag=tag, path=path, why="changed")
