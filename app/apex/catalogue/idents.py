"""The static id that APEX gives, from 26.1 on, to what had none when it imports an older export.

It is the component's name in small letters, with hyphens and without a number at its end, and of
two that would be the same the second gets ``-2``: so it is in 13 521 of 13 583 components of 28
public applications that were exported by both releases. What is not so may be somebody's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Final

from app.apex.catalogue.types import name_of

Texts = Callable[[str], str]
"""Gives an argument's decoded text, "" where it is left out."""

_WORDS: Final = re.compile("[a-z0-9]+")
_CALLED: Final = {
    "create_worksheet_condition": "ir-condition",
    "create_worksheet_pivot_agg": "ir-pivot-agg",
    "create_card_action": "action",
}
_NAMELESS: Final = {"create_static_lov_data": "lov_data", "create_component_action": "action"}


def static_id(procedure: str, text: Texts) -> str:
    """The id of the first one of that name."""
    return _of_name(_name(procedure, text), procedure)


def is_made(procedure: str, text: Texts, ident: str) -> bool:
    """Whether ``ident`` may be the one that the upgrade made. What it makes of letters with accents
    no public application shows: without them, or without the letter."""
    name = _name(procedure, text)
    plain = unicodedata.normalize("NFKD", name)
    spelled = ("".join(c for c in t if c.isascii()) for t in (name, plain))
    known = {static_id(procedure, text), *(_of_name(one, procedure) for one in spelled)}
    return ident in known or re.sub(r"-\d+$", "", ident) in known


def _name(procedure: str, text: Texts) -> str:
    return _CALLED.get(procedure) or name_of(procedure, text)


def _of_name(name: str, procedure: str) -> str:
    said = "-".join(_WORDS.findall(name.lower())).rstrip("0123456789-")
    return said or _NAMELESS.get(procedure, procedure.removeprefix("create_"))
