"""Backups of MAIN: a zip of the export beside its SHA-256, on disk before anything is written."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from app import durable
from app.errors import SourceError


class Backup(Struct, frozen=True):
    """One backup of MAIN. ``size`` is in bytes."""

    path: Path
    made_at: datetime
    size: int


def known(folder: Path) -> tuple[Backup, ...]:
    """All backups in a folder, the newest first."""
    found = []
    for path in folder.glob("*.zip"):
        facts = path.stat()
        made_at = datetime.fromtimestamp(facts.st_mtime, UTC)
        found.append(Backup(path, made_at, facts.st_size))
    return tuple(sorted(found, key=lambda b: b.made_at, reverse=True))


def write(path: Path, files: Mapping[str, str]) -> Path:
    """Write and flush to disk; read back and compare. OSError reaches the caller as
    SourceError ``backup.failed``: without a backup nothing may be written."""
    try:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text.encode("utf-8"))
        durable.write(path, packed.getvalue())
        digest = hashlib.sha256(packed.getvalue()).hexdigest()
        durable.write(_digest_file(path), f"{digest}  {path.name}\n")
    except OSError as error:
        raise SourceError("backup.failed", path=str(path), detail=str(error)) from error
    if read(path) != dict(files):
        raise SourceError("backup.failed", path=str(path), detail="read back differently")
    return path


def read(path: Path) -> dict[str, str]:
    """The files of a backup; SourceError ``backup.missing`` or ``backup.damaged``."""
    try:
        content = path.read_bytes()
        listed = _digest_file(path).read_text(encoding="ascii").split()[0]
    except (OSError, IndexError, UnicodeDecodeError) as error:
        raise SourceError("backup.missing", path=str(path), detail=str(error)) from error
    if hashlib.sha256(content).hexdigest() != listed:
        raise SourceError("backup.damaged", path=str(path))
    with zipfile.ZipFile(path) as archive:
        return {i.filename: archive.read(i).decode("utf-8") for i in archive.infolist()}


def _digest_file(path: Path) -> Path:
    return path.with_name(path.name + ".sha256")
