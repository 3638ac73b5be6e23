"""Tokens of an export's PL/SQL: strict, fast, and never backtracking over a whole file.

A token is ``(kind, start, end)`` over the text; blanks and comments are passed over by the parser,
which keeps source spans, so nothing of the text is lost.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from app.errors import ParseError

_TOKEN: Final = re.compile(
    r"(?P<space>[ \t\r\n\f\v\xa0]+|--[^\n]*|/\*(?:[^*]|\*(?!/))*\*/)"
    r"|(?P<string>'[^']*'(?:'[^']*')*)"
    r"|(?P<quoted>[nN]?[qQ]'(?:\[(?:[^\]]|\](?!'))*\]'|\{(?:[^}]|\}(?!'))*\}'"
    r"|<(?:[^>]|>(?!'))*>'|\((?:[^)]|\)(?!'))*\)'"
    r"|(?P<mark>[^\s\[{<(])(?:(?!(?P=mark)').)*(?P=mark)'))"
    r"|(?P<word>[A-Za-z_][\w$#]*(?:\.[A-Za-z_][\w$#]*)*)"
    r"|(?P<number>\d+(?:\.\d+)?|\.\d+)"
    r"|(?P<op>=>|:=|\|\||[(),;+\-*/=<>.%:])",
    re.DOTALL,
)
_CONFLICT: Final = re.compile(r"^(<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


class Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def broken(code: str, name: str, text: str, offset: int, **facts: str) -> ParseError:
    line, column = line_column(text, offset)
    return ParseError(code, path=name, line=line, column=column, **facts)


def check_markers(text: str, name: str) -> None:
    """A botched line merge is named as what it is."""
    found = _CONFLICT.search(text)
    if found is not None and text.count("\n<<<<<<<") + text.startswith("<<<<<<<"):
        raise broken("export.conflict_markers", name, text, found.start())


def tokens(text: str, start: int, end: int, name: str) -> list[Token]:
    """All tokens but blanks and comments in ``text[start:end]``."""
    found: list[Token] = []
    at = start
    match = _TOKEN.match
    while at < end:
        hit = match(text, at, end)
        if hit is None:
            if text[at] == "'" or text[at : at + 2].lower() in ("q'", "n'"):
                raise broken("export.truncated", name, text, at, expected="'")
            raise broken("export.syntax", name, text, at, expected="token", found=text[at])
        kind = hit.lastgroup or ""
        if kind == "mark":
            kind = "quoted"
        after = hit.end()
        if kind != "space":
            found.append(Token(kind, hit[0], at, after))
        at = after
    return found
