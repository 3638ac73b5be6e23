"""The text that an expression of PL/SQL is sure to have, where it is made of constants only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_name, is_op

Constants = Mapping[str, Sequence[Token]]

_MAX_LENGTH = 1_000_000
_DEPTH = 30
_UNISTR = re.compile(r"\\(?:\\|([0-9A-Fa-f]{4}))")


def fold(expression: Sequence[Token], constants: Constants, depth: int = 0) -> str | None:
    """The value of ``expression``; None where it cannot be proved.

    Understands literals, ``||``, CHR, NCHR, CONCAT, UPPER, LOWER, TRIM, REPLACE, TO_CHAR and
    TO_CLOB of one text, and names in ``constants`` (upper-case name -> defining expression).
    """
    if depth > _DEPTH or not expression:
        return None
    parts = cut(expression, "||")
    if len(parts) > 1:
        values = [fold(part, constants, depth + 1) for part in parts]
        if any(value is None for value in values):
            return None
        joined = "".join(value for value in values if value is not None)
        return joined if len(joined) <= _MAX_LENGTH else None
    return _term(expression, constants, depth)


def cut(expression: Sequence[Token], operator: str) -> list[Sequence[Token]]:
    """``expression`` cut at ``operator`` outside of parentheses."""
    parts: list[Sequence[Token]] = []
    begin = 0
    for i, level in enumerate(depths(expression)):
        if level == 0 and is_op(expression[i], operator):
            parts.append(expression[begin:i])
            begin = i + 1
    return [*parts, expression[begin:]]


def _term(term: Sequence[Token], constants: Constants, depth: int) -> str | None:
    first = term[0]
    if len(term) == 1:
        if first.kind is Kind.STRING:
            return first.value
        if first.kind is Kind.NUMBER:
            return first.text if first.text.isdecimal() else None
        if is_name(first) and first.value in constants:
            return fold(constants[first.value], constants, depth + 1)
        return None
    if is_op(first, "(") and is_op(term[-1], ")") and 0 not in depths(term)[1:-1]:
        return fold(term[1:-1], constants, depth + 1)
    called = first.kind is Kind.WORD and is_op(term[1], "(") and is_op(term[-1], ")")
    if called and 0 not in depths(term)[2:-1]:
        return _call(first.value, term[2:-1], constants, depth)
    return None


_ONE_TEXT: dict[str, Callable[[str], str]] = {
    "UPPER": str.upper,
    "LOWER": str.lower,
    "TRIM": lambda s: s.strip(" "),
    "TO_CHAR": str,
    "TO_CLOB": str,
    "TO_NCHAR": str,
    "TO_NCLOB": str,
    "UNISTR": lambda s: _UNISTR.sub(_code_point, s),
}


FOLDED = frozenset((*_ONE_TEXT, "CHR", "NCHR", "CONCAT", "REPLACE"))
"""The functions that ``fold`` believes to know."""


def _code_point(match: re.Match[str]) -> str:
    """One escape of UNISTR: ``\\\\`` or a UTF-16 unit; half a pair becomes a harmless mark."""
    if match.group(1) is None:
        return "\\"
    unit = int(match.group(1), 16)
    return "\ufffd" if 0xD800 <= unit < 0xE000 else chr(unit)


def _call(name: str, inner: Sequence[Token], constants: Constants, depth: int) -> str | None:
    if name in ("CHR", "NCHR"):
        inner = inner[:1]
        code = fold(inner, constants, depth + 1)
        return chr(int(code)) if code and code.isdecimal() and int(code) < 0x110000 else None
    values = [fold(part, constants, depth + 1) for part in cut(inner, ",")]
    known = [value for value in values if value is not None]
    if len(known) != len(values):
        return None
    if name in _ONE_TEXT and len(known) == 1:
        return _ONE_TEXT[name](known[0])
    if name == "CONCAT":
        return "".join(known)
    if name == "REPLACE" and len(known) in (2, 3) and known[1]:
        return known[0].replace(known[1], known[2] if len(known) == 3 else "")
    return None
