"""``--take`` and ``--decide``: how a conflict is decided on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable

from msgspec.structs import replace

from app.cli import output
from app.services import messages
from app.services.merge import choices
from app.services.model import Conflict, Take

_SIDES = (Take.OURS, Take.THEIRS, Take.BASE, Take.BOTH)


def add_to(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--take",
        type=one_of(Take.OURS, Take.THEIRS, Take.BASE),
        metavar="SIDE",
        help="decide whatever is open for ours, theirs or base",
    )
    parser.add_argument(
        "--decide",
        action="append",
        default=[],
        type=_decision,
        metavar="KEY=SIDE",
        help="decide one conflict (repeatable); SIDE is ours, theirs, base or both",
    )
    parser.add_argument(
        "--automatic",
        action="store_true",
        help="list what merges by itself, with the keys by which --decide overrules it",
    )


def decidable(conflicts: Iterable[Conflict]) -> list[Conflict]:
    """As a script is told them: with the choices that ``--decide`` takes. A text of one's own is
    for the window."""
    return [replace(c, choices=tuple(t for t in c.choices if t in _SIDES)) for c in conflicts]


def tell(automatic: Iterable[Conflict], language: messages.Lang) -> None:
    """What merges by itself, or was overruled: what, whose, and the key."""
    words = messages.words("automatic", language)
    colon = messages.words("difference", language)["colon"]
    for c in automatic:
        where = " · ".join(filter(None, (*c.component_path[:1], c.type_label, c.component_name)))
        where = " · ".join(filter(None, (where, c.label)))
        taken = c.taken or c.winner
        side = {Take.OURS: c.ours_name, Take.THEIRS: c.theirs_name}.get(taken or Take.BOTH, "")
        value = words["overruled" if c.taken is not None else "by_itself"].format(
            side=side or words[taken or "both"]
        )
        output.note(f"= {where}{colon}{value}  [{c.key}]")


def tell_instead(conflicts: Iterable[Conflict], side: Take | None, language: messages.Lang) -> None:
    """What ``--take`` decided for another side, because the one it names is not to be had there."""
    words = messages.words("automatic", language)
    for c in choices.instead(conflicts, side):
        where = " · ".join(filter(None, (c.type_label, c.component_name, c.label)))
        asked, taken = (words[one or "both"] for one in (side, c.taken))
        output.note(words["instead"].format(where=where, asked=asked, taken=taken, key=c.key))


def one_of(*sides: Take) -> Callable[[str], Take]:
    """The type of an argument that is one of these sides, with an error that names them."""

    def side(text: str) -> Take:
        if text not in sides:
            raise argparse.ArgumentTypeError(f"{text!r} is none of {', '.join(sides)}")
        return Take(text)

    return side


def of(arguments: argparse.Namespace) -> dict[str, Take]:
    """What ``--decide`` says, by the key of the conflict."""
    return dict(arguments.decide)


def _decision(text: str) -> tuple[str, Take]:
    key, _, side = text.rpartition("=")
    if not key or side not in _SIDES:
        sides = ", ".join(_SIDES)
        raise argparse.ArgumentTypeError(f"{text!r} is not KEY=SIDE, with a SIDE of {sides}")
    return key, Take(side)
