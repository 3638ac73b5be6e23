"""What git says while it pushes: how far it is, and the rest, which is what went wrong."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    import git

_SENT = re.compile(rb"^Writing objects:\s+(\d+)%")
_NOISE = re.compile(
    rb"^(Enumerating|Counting|Compressing|Writing) objects|^Delta compression|^Total "
)


def push(git: git.Git, *arguments: str, sent: Callable[[int], None]) -> None:
    """Push all that is named, or nothing of it. Raises GitCommandError with what git said."""
    running = git.push("--atomic", "--porcelain", "--progress", *arguments, as_process=True)
    try:
        running.wait(stderr=heard(running.stderr, sent))
    finally:
        for pipe in (running.stdin, running.stdout, running.stderr):
            if pipe is not None:
                pipe.close()


def heard(stream: IO[bytes], sent: Callable[[int], None]) -> bytes:
    """Read git's standard error to its end; ``sent`` hears each new percentage. Gives the lines
    that are no progress."""
    rest, told, begun = [], -1, b""
    while piece := stream.read(1):
        if piece not in b"\r\n":
            begun += piece
            continue
        found = _SENT.match(begun)
        if found and int(found[1]) > told:
            told = int(found[1])
            sent(told)
        elif begun and not _NOISE.match(begun):
            rest.append(begun)
        begun = b""
    return b"\n".join((*rest, begun)).strip()
