"""Whether a column's new data type holds every value of the old one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from app.sql.lexer import Kind, Token
from app.sql.tokens import is_name
from app.sql.words import words

_TYPE = re.compile(
    r"(?P<name>[A-Z][A-Z0-9_ ]*?)\s*"
    r"(?:\(\s*(?P<first>\d+|\*)\s*(?P<unit>BYTE|CHAR)?\s*(?:,\s*(?P<second>-?\d+)\s*)?\))?"
    r"(?P<rest>\s+(?:WITH|TO)\b.*)?"
)
_MODIFIERS = words(
    "WITH LOCAL TIME ZONE RAW PRECISION CHARACTER CHAR VARYING TO DAY YEAR MONTH SECOND"
)
_NUMBER_WIDTH = 38


class _Type(Struct, frozen=True):
    name: str
    first: int | None
    unit: str
    second: int | None
    rest: str


def type_at(found: Sequence[Token], at: int) -> tuple[str, int]:
    """The data type that begins at index ``at``, as one text (``VARCHAR2(60 CHAR)``), and the index
    behind it."""
    text, at = found[at].value, at + 1
    while at < len(found):
        token = found[at]
        if token.kind is Kind.WORD and token.value in _MODIFIERS:
            text, at = f"{text} {token.value}", at + 1
        elif token.text == "." and at + 1 < len(found) and is_name(found[at + 1]):
            text, at = f"{text}.{found[at + 1].value}", at + 2
        elif token.text == "(" and (")" not in text or text.endswith(" TO SECOND")):
            inner, at = _size_text(found, at)
            text += inner
        else:
            break
    return text, at


def _size_text(found: Sequence[Token], at: int) -> tuple[str, int]:
    """``(60 CHAR)`` or ``(10,2)`` from its opening parenthesis on."""
    inner = []
    while at + 1 < len(found) and found[at + 1].text != ")":
        at += 1
        inner.append(found[at].value or found[at].text)
    text = " ".join(inner).replace("- ", "-")
    return "(" + text.replace(" ,", ",").replace(", ", ",") + ")", at + 2


def is_widening(old: str, new: str) -> bool:
    """Whether every value of type ``old`` fits type ``new`` unchanged; false when in doubt."""
    was, will = _parse(old), _parse(new)
    if was is None or will is None:
        return False
    if was == will:
        return True
    pair = (was.name, will.name)
    if pair in (("VARCHAR2", "VARCHAR2"), ("CHAR", "CHAR"), ("CHAR", "VARCHAR2")):
        return _size(was) <= _size(will) and (will.unit == "CHAR" or was.unit == will.unit)
    if pair in (("NVARCHAR2", "NVARCHAR2"), ("NCHAR", "NCHAR"), ("NCHAR", "NVARCHAR2"),
                ("RAW", "RAW")):  # fmt: skip
        return _size(was) <= _size(will)
    if pair == ("NUMBER", "NUMBER"):
        return _wider_number(was, will)
    if was.name == "DATE":
        return will.name == "TIMESTAMP" and not will.rest
    if pair == ("TIMESTAMP", "TIMESTAMP"):
        return was.rest == will.rest and _default(was.first, 6) <= _default(will.first, 6)
    return False


def _parse(text: str) -> _Type | None:
    match = _TYPE.fullmatch(" ".join(text.upper().split()))
    if match is None:
        return None
    name = {"VARCHAR": "VARCHAR2", "DEC": "NUMBER", "DECIMAL": "NUMBER", "NUMERIC": "NUMBER"}.get(
        match["name"], match["name"]
    )
    if name in ("INTEGER", "INT", "SMALLINT"):
        return _Type("NUMBER", _NUMBER_WIDTH, "", 0, "")
    first, second = match["first"], match["second"]
    width = None if first is None else _NUMBER_WIDTH if first == "*" else int(first)
    scale = None if second is None else int(second)
    unit = match["unit"] or "BYTE"
    return _Type(name, width, unit, scale, (match["rest"] or "").strip())


def _size(kind: _Type) -> int:
    return _default(kind.first, 1)


def _default(value: int | None, default: int) -> int:
    return default if value is None else value


def _wider_number(was: _Type, will: _Type) -> bool:
    if will.first is None:
        return True
    if was.first is None:
        return False
    old_scale, new_scale = was.second or 0, will.second or 0
    return new_scale >= old_scale and will.first - new_scale >= was.first - old_scale
