"""What nobody reads for sure: texts that nobody understands, or that two tools understand
differently, and code in other languages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec import Struct

from app.sql.lexer import Kind, Token
from app.sql.part import Name, Said
from app.sql.tokens import is_balanced, is_op, is_word, name_at
from app.sql.words import words

_BUFFER = re.compile(r"A(?:P(?:P(?:E(?:ND?)?)?)?)?|C(?:H(?:A(?:N(?:GE?)?)?)?)?|DEL|ED(?:IT?)?|GET|"
                     r"I(?:N(?:P(?:UT?)?)?)?|L(?:I(?:ST?)?)?|R(?:UN?)?|SAV(?:E)?")  # fmt: skip
_VIEW_MODIFIERS = words("OR REPLACE FORCE NOFORCE NO EDITIONABLE NONEDITIONABLE")


class Fault(Struct, frozen=True):
    """Why a text cannot be read. ``what``: ``empty``, ``parentheses``, or what the lexer says of
    an odd token (``character``, ``open_string``); ``text`` is that token's."""

    what: str
    at: int = 0
    text: str = ""


def fault(found: Sequence[Token]) -> Fault | None:
    """What makes the whole unreadable."""
    if not found:
        return Fault("empty")
    odd = next((token for token in found if token.kind is Kind.ODD), None)
    if odd is not None:
        return Fault(odd.value, odd.start, odd.text)
    if not is_balanced(found):
        return Fault("parentheses", found[0].start)
    return None


def buffer_command(found: Sequence[Token]) -> Said | None:
    """The begin of a line by which SQL*Plus ends, changes or runs what it has read so far: it would
    run something else than what is written here."""
    lines = [t.line + t.text.count("\n") for t in found]
    code = bool(found) and is_word(found[0], "BEGIN", "DECLARE", "CREATE")
    for i, token in enumerate(found):
        above = lines[i - 1] if i else 0
        below = found[i + 1].line if i + 1 < len(found) else token.line + 1
        alone = is_op(token, ".") and above < token.line < below
        behind_empty = i and not code and token.line > above + 1
        if alone or (behind_empty and _changes_buffer(found, i)):
            return Said(token.start, token.value, token.text, token.line)
    return None


def _changes_buffer(found: Sequence[Token], i: int) -> bool:
    """Whether a line behind an empty one begins like a command on the buffer."""
    token = found[i]
    if token.kind is Kind.NUMBER:
        return True
    if token.kind is not Kind.WORD or not _BUFFER.fullmatch(token.value):
        return False
    following = found[i + 1] if i + 1 < len(found) else None
    if following is None or following.line > token.line:
        return True
    if is_op(following, "/") or following.kind is Kind.NUMBER:
        return True
    return len(token.value) > 2 and following.kind is Kind.WORD


def is_duality_view(found: Sequence[Token]) -> bool:
    """Whether it makes a view of rows as documents, whose body may be GraphQL and not SQL."""
    said = [t.value for t in found[:12] if t.kind is Kind.WORD]
    said = [word for word in said if word not in _VIEW_MODIFIERS]
    whole = not any(is_op(t, ";") or (t.kind is Kind.ODD and t.value != "character") for t in found)
    return said[:5] == ["CREATE", "JSON", "RELATIONAL", "DUALITY", "VIEW"] and whole


class Module(Struct, frozen=True):
    """Code in another language that CREATE MLE MODULE stores; ``name`` is () where none can be
    read. ``javascript``: its language is named, and is that one."""

    name: Name
    javascript: bool


def module(found: Sequence[Token]) -> Module | None:
    """The module that is made here, None where the statement is another one."""
    said = [t.value for t in found[:5] if t.kind is Kind.WORD]
    said = [word for word in said if word not in ("OR", "REPLACE")]
    if said[:3] != ["CREATE", "MLE", "MODULE"]:
        return None
    at = next(i for i, t in enumerate(found) if is_word(t, "MODULE")) + 1
    if [t.value for t in found[at : at + 3]] == ["IF", "NOT", "EXISTS"]:
        at += 3
    name, behind = name_at(found, at)
    return Module(tuple(name), any(is_word(t, "JAVASCRIPT") for t in found[behind : behind + 2]))
