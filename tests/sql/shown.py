"""Operations as one line of text, so that a list of statements can be read."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from app.sql.lexer import Token

_LEFT_OUT = ("tokens", "rest")


def shown(value: Any) -> str:
    """``Type(field=value ...)``: what has its default, the tokens and the rest are left out."""
    match value:
        case tuple() if value and isinstance(value[0], Token):
            return "<" + " ".join(t.text for t in value) + ">"
        case tuple() if value and all(isinstance(v, str) for v in value):
            return ".".join(value)
        case tuple():
            return "[" + ", ".join(shown(v) for v in value) + "]"
        case frozenset():
            return "{" + " ".join(sorted(value)) + "}"
        case Struct():
            return f"{type(value).__name__}({' '.join(_fields(value))})"
    return str(value)


def _fields(value: Struct) -> list[str]:
    names = value.__struct_fields__
    defaults = value.__struct_defaults__
    known = dict(zip(names[len(names) - len(defaults) :], defaults, strict=True))
    return [
        f"{name}={shown(getattr(value, name))}"
        for name in names
        if name not in _LEFT_OUT and (name not in known or getattr(value, name) != known[name])
    ]
