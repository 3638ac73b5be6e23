"""One process at a time: a lock of the operating system, which ends with the process that holds
it, however that ends. Nothing has to be cleaned up after a crash."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

# A reader's look (``is_held``) takes the lock for an instant; who wants it tries that long.
_TRIES: Final = 25
_PAUSE: Final = 0.02

# On Windows a locked byte cannot be read by others, so it lies behind the text.
_BYTE: Final = 1 << 20


@contextmanager
def hold(path: Path) -> Iterator[bool]:
    """Hold the lock of ``path`` for the block; gives False while another holder has it.

    Raises OSError where the file cannot be made.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        held = _patiently(file)
        if held:
            _sign(file)
        yield held


def is_held(path: Path) -> bool:
    """Whether some process (this one included) holds the lock of ``path`` now."""
    try:
        with path.open("r+b") as file:
            return not _try(file)
    except FileNotFoundError:
        return False


def holder(path: Path) -> str:
    """The process id that the last holder wrote; for messages only."""
    try:
        return path.read_text(encoding="ascii", errors="replace").strip() or "?"
    except OSError:
        return "?"


def _patiently(file: IO[bytes]) -> bool:
    pause = threading.Event()
    for _ in range(_TRIES):
        if _try(file):
            return True
        pause.wait(_PAUSE)
    return False


def _sign(file: IO[bytes]) -> None:
    file.truncate(0)
    file.write(f"{os.getpid()}\n".encode("ascii"))
    file.flush()


def _try(file: IO[bytes]) -> bool:
    """Lock the file for this open handle, without waiting."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
