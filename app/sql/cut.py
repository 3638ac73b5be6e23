"""Cuts a text into statements: the one cutter for changelogs, SQL*Plus scripts and APEX exports.

What the guard judges and what is sent are the same pieces. Liquibase cuts PL/SQL at inner
semicolons; here a block is one statement up to the line of ``/``. ``app.changelog.file.lint``
reports every changeset for which the two could differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from app.sql import sqlplus
from app.sql.lexer import Kind, Token, tokens, tokens_from
from app.sql.tokens import is_name, is_op, is_word
from app.sql.verbs import verb_of
from app.sql.words import words

_STORED = words("PACKAGE PROCEDURE FUNCTION TRIGGER TYPE LIBRARY JAVA")
_BEFORE_STORED = words("OR REPLACE EDITIONABLE NONEDITIONABLE AND RESOLVE COMPILE IF NOT EXISTS")
_HEAD = 12  # tokens that can stand before the word that makes a statement PL/SQL
_WORD = re.compile(r"[A-Za-z]+")


class Piece(Struct, frozen=True):
    """One statement, or one line that speaks to SQL*Plus.

    ``text`` begins at offset ``start`` (in line ``line``, 1-based) of what was cut; a statement has
    no terminator, except the last ``;`` of PL/SQL, and keeps its comments. ``tokens`` are those of
    ``text``, with offsets in it and without comments. ``tool`` is the command's full name or sign,
    "" for a statement. ``ended``: its terminator is there.
    """

    text: str
    start: int
    line: int
    tokens: tuple[Token, ...] = ()
    tool: str = ""
    ended: bool = True

    @property
    def verb_phrase(self) -> str:
        """The first words, which name what it does: ``ALTER TABLE``."""
        return verb_of(self.tokens)


class _Rules(Struct, frozen=True):
    """What ends a statement: ``;`` (not inside PL/SQL), and words alone on their line. ``tool``:
    lines of SQL*Plus stand between statements."""

    semicolon: bool = False
    lines: tuple[str, ...] = ()
    tool: bool = False


_BY_DEFAULT = _Rules(semicolon=True, lines=("/", "GO"))
_SCRIPT = _Rules(semicolon=True, lines=("/",), tool=True)
_SLASH = _Rules(lines=("/",))
_WHOLE = _Rules()


def cut_script(text: str) -> Iterator[Piece]:
    """The pieces of a SQL*Plus script, in order; ``text`` has ``\\n`` line ends."""
    return _cut(text, _SCRIPT)


def cut_changeset(sql: str, split: bool, end_delimiter: str | None) -> list[Piece]:
    """The statements of a changeset; ``split`` and ``end_delimiter`` are its attributes
    splitStatements and endDelimiter."""
    if not split or end_delimiter == "":
        return list(_cut(sql, _WHOLE))
    if end_delimiter is None:
        return list(_cut(sql, _BY_DEFAULT))
    delimiter = end_delimiter.replace("\\n", "\n").replace("\\r", "\r")
    if delimiter.strip() == "/":
        return list(_cut(sql, _SLASH))
    found = []
    for begin, end in _spans(sql, delimiter):
        for piece in _cut(sql[begin:end], _WHOLE):
            line = piece.line + sql.count("\n", 0, begin)
            found.append(Piece(piece.text, piece.start + begin, line, piece.tokens))
    return found


def is_plsql(significant: Sequence[Token]) -> bool:
    """Whether a statement that begins with these tokens ends at ``/`` and not at ``;``."""
    at = 0
    while at + 2 < len(significant) and significant[at].value == "<<":
        at += 3
    if at >= len(significant) or significant[at].kind is not Kind.WORD:
        return False
    first = significant[at].value
    if first in ("BEGIN", "DECLARE"):
        return True
    if first != "CREATE":
        return holds_code(significant[at : at + 3])
    for token in significant[at + 1 :]:
        if token.kind is Kind.WORD and token.value in _BEFORE_STORED:
            continue
        return token.kind is Kind.WORD and token.value in _STORED
    return False


def holds_code(found: Sequence[Token]) -> bool:
    """Whether these three tokens begin a function or procedure of a query: WITH FUNCTION F."""
    return (
        len(found) == 3
        and is_word(found[0], "WITH")
        and is_word(found[1], "FUNCTION", "PROCEDURE")
        and is_name(found[2])
        and not is_word(found[2], "AS")
    )


def inline_code(found: Sequence[Token]) -> bool:
    """Whether a query in ``found`` declares a function or procedure of its own."""
    return any(holds_code(found[i : i + 3]) for i in range(len(found) - 2))


def stands_alone(line: str) -> bool:
    """Whether a line that SQL*Plus may take for a part of the one before leaves the rest as it
    stands: nothing begins in it that a later line ends."""
    found = tokens(line, comments=True)
    if any(token.kind is Kind.ODD for token in found):
        return False
    code = [t for t in found if not _is_comment(t)]
    if not code or code[0].value in ("REM", "REMARK", "PROMPT", "SET", "WHENEVER", "SHOW"):
        return True
    return code[-1].text in (";", "/") and code[0].value not in ("BEGIN", "DECLARE", "END")


def _cut(text: str, rules: _Rules) -> Iterator[Piece]:
    at, line = 0, 1
    while True:
        first = next((t for t in tokens_from(text, at) if not _is_comment(t)), None)
        if first is None:
            return
        start, line = at + first.start, line + first.line - 1
        if rules.tool and (command := _command(text, start, first)):
            at = _line_end(text, start)
            yield Piece(text[start:at].rstrip(), start, line, tool=command)
            continue
        piece, at = _statement(text, start, line, rules)
        if piece is not None:
            yield piece
        line += text.count("\n", start, at)


def _is_comment(token: Token) -> bool:
    return token.kind in (Kind.COMMENT, Kind.HINT)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _command(text: str, start: int, first: Token) -> str:
    """The command of SQL*Plus that begins at ``start``, "" if a statement does."""
    sign = text[start]
    if sign in sqlplus.SIGNS and (sign != "." or _alone(text, start, start + 1)):
        return sign
    match = _WORD.match(text, start)
    if match is None or first.value != match.group().upper():
        return ""
    following = text[match.end() : match.end() + 40].split()
    return sqlplus.command(first.value, following[0] if following else "")


def _statement(text: str, start: int, line: int, rules: _Rules) -> tuple[Piece | None, int]:
    """The statement that begins at ``start``, None if nothing is left of it, and where the next
    piece begins."""
    found: list[Token] = []
    held = ended = False
    at = len(text)
    for token in tokens_from(text, start):
        if _is_comment(token):
            continue
        begin, end = start + token.start, start + token.end
        if token.value in rules.lines and token.kind in (Kind.OP, Kind.WORD):
            if _alone(text, begin, end):
                at, ended = end, True
                break
        elif rules.semicolon and not held and is_op(token, ";"):
            at, ended = end, True
            break
        elif rules.tool and is_op(token, ".") and _alone(text, begin, end):
            at = begin
            break
        found.append(token)
        if not held:
            held = (len(found) <= _HEAD and is_plsql(found)) or holds_code(found[-3:])
    return _piece(text, start, line, found, ended), at


def _piece(text: str, start: int, line: int, found: list[Token], ended: bool) -> Piece | None:
    """Without the terminator that Oracle does not take."""
    last = found[-1] if found else None
    if last is not None and last.text == "/" and _alone(text, start + last.start, start + last.end):
        found.pop()
        ended = True
    if not is_plsql(found) or is_word(found[0], "WITH"):
        while found and is_op(found[-1], ";"):
            found.pop()
            ended = True
    if not found:
        return None
    return Piece(text[start : start + found[-1].end], start, line, tuple(found), "", ended)


def _alone(text: str, begin: int, end: int) -> bool:
    """Whether the line holds nothing but what stands between two offsets."""
    before = text[text.rfind("\n", 0, begin) + 1 : begin]
    return not before.strip() and not text[end : _line_end(text, end)].strip()


def _spans(sql: str, delimiter: str) -> Iterator[tuple[int, int]]:
    """Cut at ``delimiter`` where it is not inside a quote or comment; delimiters of letters count
    only alone on their line."""
    word = delimiter.strip()
    alone = "\n" in delimiter or word.isalpha()
    word = word.removesuffix("$")
    hidden = [
        (t.start, t.end)
        for t in tokens(sql, comments=True)
        if t.kind in (Kind.STRING, Kind.QUOTED, Kind.COMMENT, Kind.HINT)
    ]
    begin = at = inside = 0
    while word and (at := sql.lower().find(word.lower(), at)) >= 0:
        while inside < len(hidden) and hidden[inside][1] <= at:
            inside += 1
        covered = inside < len(hidden) and hidden[inside][0] <= at
        end = at + len(word)
        if covered or (alone and not _alone(sql, at, end)):
            at += 1
            continue
        yield begin, at
        begin = at = end
    yield begin, len(sql)
