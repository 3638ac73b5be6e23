"""Operations as one line of text, so that a list of statements can be read."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.sql.operations import Body
from app.sql.part import Part

_LEFT_OUT = ("tokens", "rest", "trailing")


def shown(value: Any) -> str:
    """``Type(field=value ...)``: what has its default, the tokens and the rest are left out."""
    match value:
        case Part() if type(value) is Part:
            return f"<{value.shown()}>" if value else "[]"
        case tuple() if value and all(isinstance(v, str) for v in value):
            return ".".join(value)
        case tuple():
            return "[" + ", ".join(shown(v) for v in value) + "]"
        case frozenset():
            return "{" + " ".join(sorted(value)) + "}"
        case Body():
            return f"Body({' '.join(_fields(value, Body))})"
        case Struct():
            return f"{type(value).__name__}({' '.join(_fields(value, type(value)))})"
    return str(value)


def _fields(value: Struct, kind: type[Struct]) -> list[str]:
    names = kind.__struct_fields__
    defaults = kind.__struct_defaults__
    known = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return [
        f"{name}={shown(getattr(value, name))}"
        for name in names
        if name not in _LEFT_OUT and (name not in known or getattr(value, name) != known[name])
    ]
