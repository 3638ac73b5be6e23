"""The text that an expression of PL/SQL is sure to have, where it is made of constants only."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_name, is_op, is_word

Constants = Mapping[str, Sequence[Token]]

_MAX_LENGTH = 1_000_000
_DEPTH = 30
_UNISTR = re.compile(r"\\(?:\\|([0-9A-Fa-f]{4}))")


def fold(expression: Sequence[Token], constants: Constants, depth: int = 0) -> str | None:
    """The value of ``expression``; None where it cannot be proved.

    Understands literals, ``||``, CHR, NCHR, CONCAT, UPPER, LOWER, TRIM, REPLACE, TO_CHAR and
    TO_CLOB of one text, and names in ``constants`` (upper-case name -> defining expression). What
    hangs on the database's characters or language (CHR(200), UPPER('é')) is not proved.
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
            plain = first.text.isascii() and first.text.isdecimal()
            return str(int(first.text)) if plain else None  # 007 is written 7
        if is_name(first) and first.value in constants:
            return fold(constants[first.value], constants, depth + 1)
        return None
    if is_op(first, "(") and is_op(term[-1], ")") and 0 not in depths(term)[1:-1]:
        return fold(term[1:-1], constants, depth + 1)
    called = first.kind is Kind.WORD and is_op(term[1], "(") and is_op(term[-1], ")")
    if called and 0 not in depths(term)[2:-1]:
        return _call(first.value, term[2:-1], constants, depth)
    return None


_ONE_TEXT: dict[str, Callable[[str], str | None]] = {
    "UPPER": lambda s: s.upper() if s.isascii() else None,
    "LOWER": lambda s: s.lower() if s.isascii() else None,
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
        using = len(inner) == 3 and is_word(inner[1], "USING")
        code = fold(inner[:1] if using else inner, constants, depth + 1)
        if code is None or not (code.isascii() and code.isdecimal()):
            return None
        limit = 0x80 if name == "CHR" and not using else 0xD800
        return chr(int(code)) if int(code) < limit else None
    values = [fold(part, constants, depth + 1) for part in cut(inner, ",")]
    texts = [value for value in values if value is not None]
    if len(texts) != len(values):
        return None
    if name in _ONE_TEXT and len(texts) == 1:
        return _ONE_TEXT[name](texts[0])
    if name == "CONCAT":
        return "".join(texts)
    if name == "REPLACE" and len(texts) in (2, 3) and texts[1]:
        return texts[0].replace(texts[1], texts[2] if len(texts) == 3 else "")
    return None
