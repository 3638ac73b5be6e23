"""An application as a zip on disk with its SHA-256 beside it, in the form of APEX's own export."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from app import durable

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the zip of the same files is always the same bytes
_ROOT: Final = re.compile(r"f(\d+)/")


def write_archive(path: Path, application_id: int, files: Mapping[str, str]) -> None:
    """The zip and ``<name>.sha256`` beside it; both are on disk, and the zip was read back, when
    this returns. Any APEX can import it (``f<id>/install.sql``). Raises OSError."""
    content = _zipped(f"f{application_id}", files)
    durable.write(path, content)
    digest = hashlib.sha256(content).hexdigest()
    durable.write(path.with_name(f"{path.name}.sha256"), f"{digest}  {path.name}\n")
    if read_archive(path, application_id) != dict(files):
        raise OSError(f"{path}: zip")


def read_archive(path: Path, application_id: int) -> dict[str, str]:
    """The files below ``f<id>/``. Raises OSError where the zip is not the one that was written, or
    is of another application."""
    content = path.read_bytes()
    noted = path.with_name(f"{path.name}.sha256").read_text(encoding="utf-8").split()
    if noted[:1] != [hashlib.sha256(content).hexdigest()]:
        raise OSError(f"{path}: SHA-256")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            files = {e.filename: archive.read(e).decode() for e in archive.infolist()}
    except (zipfile.BadZipFile, ValueError) as error:
        raise OSError(f"{path}: {error}") from error
    roots = {found[1] for name in files if (found := _ROOT.match(name))}
    if roots != {str(application_id)}:
        raise OSError(f"{path}: f{', f'.join(sorted(roots))}")
    return {_ROOT.sub("", name, count=1): text for name, text in files.items()}


def _zipped(root: str, files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    # It stays here: a third of the time counts for more than a tenth of the size.
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(f"{root}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"), compresslevel=1)
    return packed.getvalue()
