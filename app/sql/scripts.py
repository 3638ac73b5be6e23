"""SQL scripts as SQL*Plus reads them: statements, PL/SQL blocks and lines of the tool itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from app.sql.cut import alone_on_line, is_plsql
from app.sql.lexer import Kind, Token, tokens_from
from app.sql.words import words

_TOOL_WORDS = words(
    """
    PROMPT REM REMARK SET WHENEVER HOST CONNECT CONN DISCONNECT START SPOOL COPY EXEC EXECUTE GET
    RUN SAVE STORE EDIT PASSWORD STARTUP SHUTDOWN RECOVER EXIT QUIT DEFINE UNDEFINE ACCEPT PAUSE
    SHOW VARIABLE PRINT COLUMN BREAK COMPUTE TTITLE BTITLE TIMING DESC DESCRIBE CLEAR
    """
)
_SQL_SET = words("TRANSACTION ROLE CONSTRAINT CONSTRAINTS")
_WORD = re.compile(r"[A-Za-z]+")


class Piece(Struct, frozen=True):
    """``text`` begins at offset ``start``; ``is_line`` marks a line of SQL*Plus. A statement has
    no terminator, except the last ``;`` of a PL/SQL block."""

    text: str
    start: int
    is_line: bool


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a script, in order; ``text`` has ``\\n`` line ends."""
    at = 0
    while True:
        first = next((t for t in tokens_from(text, at) if not _is_comment(t)), None)
        if first is None:
            return
        if first.text == "/" and alone_on_line(text, first):
            at = first.end
        elif _is_line(text, first):
            end = text.find("\n", first.start)
            at = len(text) if end < 0 else end
            yield Piece(text[first.start : at].rstrip(), first.start, True)
        else:
            end, at = _statement_end(text, first.start)
            if end > first.start:
                yield Piece(text[first.start : end], first.start, False)


def _is_comment(token: Token) -> bool:
    return token.kind in (Kind.COMMENT, Kind.HINT)


def _is_line(text: str, first: Token) -> bool:
    if first.text in ("@", "!", "$"):
        return True
    match = _WORD.match(text, first.start)
    word = match.group().upper() if match else ""
    if word == "SET":
        following = text[first.end : first.end + 40].split()
        return not (following and following[0].upper() in _SQL_SET)
    return word in _TOOL_WORDS and first.value == word


def _statement_end(text: str, start: int) -> tuple[int, int]:
    """Where the statement's text ends, and where the next piece begins."""
    seen: list[Token] = []
    block = False
    last = start
    for token in tokens_from(text, start):
        if _is_comment(token):
            continue
        if token.text == "/" and alone_on_line(text, token):
            return last, token.end
        if token.text == ";" and not block:
            return last, token.end
        last = token.end
        if not block and len(seen) < 12:
            seen.append(token)
            block = is_plsql(seen)
    return last, len(text)
