"""What was decided of a conflict that git has open, kept in its own folder.

One file for all of a work tree. An entry is that of three versions: another conflict of the same
file does not see it, and the next decision there takes its place.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from app import durable
from app.errors import ReleaseError
from app.release.driver import git

Stages = tuple[bytes, bytes, bytes]
_Value = TypeVar("_Value")
_NAME: Final = "caravane-resolve.json"


class _Entry(msgspec.Struct, frozen=True):
    of: str
    value: msgspec.Raw


def _kept_in(path: Path) -> Path:
    folder = path.resolve().parent
    found = git(folder, "rev-parse", "--git-path", _NAME)
    return folder / os.fsdecode(found).rstrip("\r\n")


def _entries(file: Path) -> dict[str, _Entry]:
    try:
        return msgspec.json.decode(file.read_bytes(), type=dict[str, _Entry])
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        facts = {"path": str(file), "detail": str(error)}
        raise ReleaseError("release.decisions_damaged", **facts) from error


def _id(stages: Stages) -> str:
    return hashlib.sha256(b"".join(hashlib.sha256(s).digest() for s in stages)).hexdigest()


def read(path: Path, stages: Stages, kind: type[_Value]) -> _Value | None:
    """What is kept of this conflict; None for another one, and where nothing is. ReleaseError
    ``release.decisions_damaged`` where the file cannot be read."""
    entry = _entries(_kept_in(path)).get(str(path.resolve()))
    if entry is None or entry.of != _id(stages):
        return None
    try:
        return msgspec.json.decode(entry.value, type=kind)
    except msgspec.MsgspecError:
        return None


def write(path: Path, stages: Stages, value: object) -> None:
    """Keep a value of this conflict."""
    file = _kept_in(path)
    entry = _Entry(_id(stages), msgspec.Raw(msgspec.json.encode(value)))
    durable.write(file, msgspec.json.encode({**_entries(file), str(path.resolve()): entry}))


def by_lines(path: Path, stages: Stages) -> Iterator[str]:
    """What git's own merge leaves of three versions."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("base", "ours", "theirs")]
        for file, content in zip(files, stages, strict=True):
            file.write_bytes(content)
        base, ours, theirs = map(str, files)
        for style in ((), ("--zdiff3",)):
            given = ("merge-file", "-p", *style, ours, base, theirs)
            yield git(path.resolve().parent, *given, failing=True).decode("utf-8", "replace")
