"""A merge that is not in MAIN yet, on disk: whose work, and what was decided so far.

It is written as decisions are taken and goes when MAIN has the merge, so a closed window, a kill or
a restart loses none of them. The conflicts themselves are not kept: they are found again in what
the copies hold then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from app import durable
from app.apex.model import Decision
from app.errors import MergeError
from app.services.workplace import Workplace

FILE: Final = "merge.json"


class Unwritten(Struct, frozen=True):
    """``developers`` in the order of the merge; ``typed`` are results by a conflict's key that were
    written by hand and not taken."""

    developers: tuple[str, ...]
    decisions: tuple[Decision, ...] = ()
    typed: dict[str, str] = {}


def keep(place: Workplace, merge: Unwritten) -> None:
    """On disk when this returns; MergeError ``merge.unkept``, and then what was kept stays."""
    path = _path(place)
    try:
        durable.write(path, msgspec.json.encode(merge))
    except OSError as error:
        raise MergeError("merge.unkept", path=str(path), detail=str(error)) from error


def kept(place: Workplace) -> Unwritten | None:
    """What was begun and is not in MAIN; MergeError ``merge.kept_damaged`` where the file is not
    what this program writes."""
    path = _path(place)
    try:
        return msgspec.json.decode(path.read_bytes(), type=Unwritten)
    except FileNotFoundError:
        return None
    except (OSError, msgspec.MsgspecError) as error:
        raise MergeError("merge.kept_damaged", path=str(path), detail=str(error)) from error


def drop(place: Workplace) -> None:
    """MAIN has it, or the user gave it up."""
    _path(place).unlink(missing_ok=True)


def _path(place: Workplace) -> Path:
    return place.home / FILE
