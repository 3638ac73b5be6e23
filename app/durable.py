"""Writing a file that must survive: there is a whole old one or a whole new one, never a part.

A kill, a full disk or a lost drive at any instant leaves what was there, or what was written. All
files that the program keeps go through here; a test holds the rest of ``app`` to it. What is only
appended to (logs) and what is locked (leases) have rules of their own.
"""

from __future__ import annotations

import errno
import os
import stat
import time
from contextlib import suppress
from pathlib import Path
from typing import Final

_WINDOWS: Final = os.name == "nt"

# Windows refuses to replace a file while a virus scanner or an editor has it open: for a moment.
_TRIES: Final = 20
_PAUSE: Final = 0.05  # seconds


def write(path: Path, content: bytes | str, *, flush: bool = True, private: bool = False) -> None:
    """Replace ``path`` (or what it links to) by ``content``; text is written as UTF-8.

    It is on disk when this returns, its name too. ``flush`` False: whole or not at all, but left
    to the system to write down; for what can be made again. ``private``: nobody else may read it.
    The folder is made where it is missing. Raises OSError; then the old file is as it was.
    """
    raw = content.encode("utf-8") if isinstance(content, str) else content
    target = Path(os.path.realpath(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    mode = _mode(target)
    if mode is not None and not stat.S_ISREG(mode):  # a terminal, a pipe: nothing to replace
        with target.open("wb") as out:
            out.write(raw)
        return
    part = target.with_name(f".{os.urandom(8).hex()}.part")
    try:
        _write(part, raw, 0o600 if private else 0o666, flush)
        if mode is not None and not private:
            part.chmod(stat.S_IMODE(mode))
        replace(part, target)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            part.unlink(missing_ok=True)
        raise
    if flush:
        _flush_folder(target.parent)


def _mode(path: Path) -> int | None:
    try:
        return path.stat().st_mode
    except FileNotFoundError:
        return None


def _write(path: Path, raw: bytes, mode: int, flush: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags, mode), "wb") as out:
        out.write(raw)
        out.flush()
        if flush:
            os.fsync(out.fileno())


def replace(part: Path, target: Path) -> None:
    """Give what is whole its name: a file in place of another, or a new folder. Raises OSError.

    Windows: a read-only file is made writable first, and one that is open, in a folder too, is
    asked again."""
    for attempt in range(_TRIES):
        try:
            part.replace(target)
        except PermissionError:
            if not _WINDOWS or attempt == _TRIES - 1:
                raise
            if target.exists() and not os.access(target, os.W_OK):
                target.chmod(stat.S_IWRITE | stat.S_IREAD)
            time.sleep(_PAUSE)
        else:
            return


def _flush_folder(folder: Path) -> None:
    """The new name is on disk, too, where the system has such a thing."""
    if _WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # not every network drive can
            raise
    finally:
        os.close(handle)
