"""What was merged into MAIN from here: one line for each merge, kept for the history.

A line is added once MAIN is what was merged. It is a note beside the proof (the backup, the export
that was compared), so a disk that does not take it is logged and stops nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from app import durable
from app.services.workplace import Workplace

FILE: Final = "merges.jsonl"
log = logging.getLogger(__name__)


class Merged(Struct, frozen=True):
    """One merge. ``decided`` conflicts and ``overruled`` automatic decisions are counted;
    ``backup`` is the zip of MAIN as it was before."""

    at: datetime
    by: str
    developers: tuple[str, ...]
    pages: tuple[int, ...]
    files: int
    base: str
    backup: str
    decided: int = 0
    overruled: int = 0


def note(place: Workplace, merged: Merged) -> None:
    """Add a merge; on disk when this returns."""
    path = place.home / FILE
    try:
        before = path.read_bytes() if path.exists() else b""
        if before and not before.endswith(b"\n"):  # of an older version, torn by a crash
            before += b"\n"
        durable.write(path, before + msgspec.json.encode(merged) + b"\n")
    except OSError as error:
        log.warning("the merge is not noted for the history: %s", error)


def known(place: Workplace) -> tuple[Merged, ...]:
    """All merges, the oldest first. A line that a crash left half is none."""
    try:
        lines = (place.home / FILE).read_bytes().splitlines()
    except FileNotFoundError:
        return ()
    found = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(msgspec.json.decode(line, type=Merged))
        except msgspec.MsgspecError as error:
            log.warning("line %d of %s is no merge: %s", number, FILE, error)
    return tuple(found)
