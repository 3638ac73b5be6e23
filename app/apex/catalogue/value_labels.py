"""What coded values are called in Page Designer; codes without a row are shown as they are."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from app.apex.catalogue.tables import rows

_ANYWHERE: Final = "*"


@cache
def _tables() -> dict[str, dict[str, tuple[str, str]]]:
    """Codes by the arguments (patterns, separated by spaces) in which they occur."""
    found: dict[str, dict[str, tuple[str, str]]] = {}
    for arguments, code, name, nom in rows("values"):
        found.setdefault(arguments, {})[code] = name, nom
    return found


@cache
def _codes(argument: str) -> dict[str, tuple[str, str]]:
    """All codes that may occur in an argument."""
    found: dict[str, tuple[str, str]] = {}
    for arguments, codes in _tables().items():
        if arguments == _ANYWHERE or any(re.fullmatch(p, argument) for p in arguments.split(" ")):
            found.update(codes)
    return found


def value_label(argument: str, code: str | None, french: bool = False) -> str:
    """What a code is called; "" for a value that speaks for itself."""
    known = _codes(argument).get(code) if code is not None else None
    return known[french] if known is not None else ""
