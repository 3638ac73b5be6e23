"""Cutting the SQL of a changeset into statements, the way Oracle's own tools do.

Liquibase cuts PL/SQL at inner semicolons; here a block is one statement up to the line of ``/``.
``app.changelog.lint`` reports every changeset for which the two could differ.
"""

from __future__ import annotations

import re

from msgspec import Struct

from app.sql.lexer import Kind, Token, tokens
from app.sql.words import words

_STORED = words("PACKAGE PROCEDURE FUNCTION TRIGGER TYPE LIBRARY JAVA")
_BEFORE_STORED = words("OR REPLACE EDITIONABLE NONEDITIONABLE AND RESOLVE COMPILE IF NOT EXISTS")
_SLASH_LINE = re.compile(r"^[ \t]*(?:/|GO)[ \t]*$", re.MULTILINE | re.IGNORECASE)


class Statement(Struct, frozen=True):
    """One statement as it is sent: without terminator, comments kept.

    ``line`` is the line of the file (1-based) where its first token stands, ``number`` its place
    in the changeset (1-based), and the name under which a journal knows it.
    """

    text: str
    line: int
    number: int


def is_plsql(significant: list[Token]) -> bool:
    """Whether a statement that begins with these tokens ends at ``/`` and not at ``;``."""
    at = 0
    while at + 2 < len(significant) and significant[at].value == "<<":
        at += 3
    if at >= len(significant) or significant[at].kind is not Kind.WORD:
        return False
    first = significant[at].value
    if first in ("BEGIN", "DECLARE"):
        return True
    if first == "WITH" and at + 1 < len(significant):
        return significant[at + 1].value in ("FUNCTION", "PROCEDURE")
    if first != "CREATE":
        return False
    for token in significant[at + 1 :]:
        if token.kind is Kind.WORD and token.value in _BEFORE_STORED:
            continue
        return token.kind is Kind.WORD and token.value in _STORED
    return False


def split_statements(
    sql: str, lines: list[int], split: bool, end_delimiter: str | None
) -> tuple[Statement, ...]:
    """The statements of ``sql``; ``lines[i]`` is the file's line of the i-th line of ``sql``.

    ``split`` and ``end_delimiter`` are the attributes splitStatements and endDelimiter.
    """
    if not split or end_delimiter == "":
        pieces = [(0, len(sql))]
    elif end_delimiter is None:
        pieces = _by_default(sql)
    else:
        pieces = _by_delimiter(sql, end_delimiter.replace("\\n", "\n").replace("\\r", "\r"))
    found: list[Statement] = []
    for begin, end in pieces:
        found += _statement(sql, begin, end, lines, len(found) + 1)
    return tuple(found)


def _statement(sql: str, begin: int, end: int, lines: list[int], number: int) -> list[Statement]:
    """The statement between two offsets: nothing for blanks and comments alone, and without the
    terminator that Oracle does not take."""
    part = sql[begin:end]
    significant = tokens(part)
    if not significant:
        return []
    if significant[-1].value == "/" and alone_on_line(part, significant[-1]):
        significant.pop()
    if not is_plsql(significant):
        while significant and significant[-1].value == ";" and significant[-1].kind is Kind.OP:
            significant.pop()
    if not significant:
        return []
    text = part[significant[0].start : significant[-1].end]
    row = sql.count("\n", 0, begin + significant[0].start)
    line = lines[min(row, len(lines) - 1)] if lines else row + 1
    return [Statement(text, line, number)]


def alone_on_line(text: str, token: Token) -> bool:
    before = text.rfind("\n", 0, token.start) + 1
    after = text.find("\n", token.end)
    after = len(text) if after < 0 else after
    return text[before:after].strip() == token.text


def _by_default(sql: str) -> list[tuple[int, int]]:
    """Cut at ``;`` (not inside PL/SQL) and at lines of ``/`` or ``GO``."""
    pieces: list[tuple[int, int]] = []
    begin = 0
    pending: list[Token] = []
    block: bool | None = None
    for token in tokens(sql):
        ends_line = token.value in ("/", "GO") and alone_on_line(sql, token)
        if ends_line and token.kind in (Kind.OP, Kind.WORD):
            pieces.append((begin, token.start))
        elif token.value == ";" and token.kind is Kind.OP and not block:
            pieces.append((begin, token.end))
        else:
            pending.append(token)
            if not block and len(pending) <= 12:
                block = is_plsql(pending)
            continue
        begin, pending, block = token.end, [], None
    pieces.append((begin, len(sql)))
    return pieces


def _by_delimiter(sql: str, delimiter: str) -> list[tuple[int, int]]:
    """Cut at ``delimiter`` where it is not inside a quote or comment; ``/`` and delimiters of
    letters count only alone on their line."""
    word = delimiter.strip()
    alone = word == "/" or "\n" in delimiter or word.isalpha()
    word = word.removesuffix("$")
    hidden = [
        (t.start, t.end)
        for t in tokens(sql, comments=True)
        if t.kind in (Kind.STRING, Kind.QUOTED, Kind.COMMENT, Kind.HINT)
    ]
    pieces: list[tuple[int, int]] = []
    begin = at = inside = 0
    while word and (at := sql.lower().find(word.lower(), at)) >= 0:
        while inside < len(hidden) and hidden[inside][1] <= at:
            inside += 1
        covered = inside < len(hidden) and hidden[inside][0] <= at
        end = at + len(word)
        if covered or (alone and not _line_is(sql, at, end)):
            at += 1
            continue
        pieces.append((begin, at))
        begin = at = end
    pieces.append((begin, len(sql)))
    return pieces


def _line_is(sql: str, at: int, end: int) -> bool:
    before = sql.rfind("\n", 0, at) + 1
    after = sql.find("\n", end)
    after = len(sql) if after < 0 else after
    return not sql[before:at].strip() and not sql[end:after].strip()
