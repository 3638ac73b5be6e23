"""The lexis of an export's PL/SQL: strict, driven by regular expressions that do not backtrack.

Invariant: every character of a block belongs to exactly one token, blank or comment; whatever
fits none of them is an error with its place. Runs of characters are possessive, and each turn of a
repeated group begins with what nothing before it can be, so that broken input of any size costs
linear time. Groups are not repeated possessively: Python 3.11.0 to 3.11.4 (Debian 12 has 3.11.2)
match those wrongly, CPython issue 106052.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from app.errors import ParseError

BOM: Final = "\ufeff"

_STRING: Final = r"[nN]?'[^']*+'(?:'[^']*+')*"
_MARKED: Final = (
    r"'(?:\[[^\]]*+(?:\](?!')[^\]]*+)*\]'|\{[^}]*+(?:\}(?!')[^}]*+)*\}'"
    r"|<[^>]*+(?:>(?!')[^>]*+)*>'|\([^)]*+(?:\)(?!')[^)]*+)*\)'"
    r"|(?P<mark>[^\s\[{<(]).*?(?P=mark)')"
)
QUOTED: Final = rf"[nN]?[qQ]{_MARKED}"
COMMENT: Final = r"--[^\n]*+|/\*[^*]*+(?:\*(?!/)[^*]*+)*\*/"
_BLANK: Final = rf"[ \t\r\n\f\v\xa0]++|{COMMENT}"
_WORD: Final = r"[A-Za-z_][\w$#]*+(?:\.[A-Za-z_][\w$#]*+)*"

SPACE: Final = re.compile(rf"(?:{_BLANK})*")
TOKEN: Final = re.compile(
    rf"(?P<space>{_BLANK})|(?P<quoted>{QUOTED})|(?P<string>{_STRING})|(?P<word>{_WORD})"
    r"|(?P<number>\d++(?:\.\d++)?|\.\d++)"
    r"|(?P<op>=>|:=|\|\||<>|<=|>=|!=|[(),;+\-*/=<>.%:@])",
    re.DOTALL,
)
_OPENS_BLOCK: Final = re.compile(r"[ \t]*+(?:begin|declare)\b(?![ \t]*+[.=(])", re.IGNORECASE)
# What can hide a slash line, and the slash line itself. One of these signs begins each: a search
# for a sign is ten times quicker than one that tries all forms at each place.
_BLOCK_SCAN: Final = re.compile(
    r"['/\-nNqQ](?:(?<=')[^']*+'|(?<=-)-[^\n]*+|(?<=/)\*[^*]*+(?:\*(?!/)[^*]*+)*\*/"
    r"|(?P<slash>(?<=^/)[ \t]*+\r?$)"
    rf"|(?:(?<=(?<![\w$#])[qQ])|(?<=(?<![\w$#])[nN])[qQ]){_MARKED})",
    re.DOTALL | re.MULTILINE,
)
_SLASH_LINE: Final = re.compile(r"^/[ \t]*+\r?$", re.MULTILINE)
_MARKER: Final = re.compile(r"^(?:<{7,}|>{7,}|\|{7,})(?: |\r?$)", re.MULTILINE)


class Token(NamedTuple):
    """``kind`` is string, quoted (a q-quote), word (dotted names are one word), number or op."""

    kind: str
    text: str
    start: int
    end: int


class Block(Struct, frozen=True, gc=False):
    """A piece of a SQL*Plus script.

    ``plsql``: ``text`` is one anonymous block from ``begin`` or ``declare`` to its last ``;``,
    without the line of ``/`` that ran it. ``sqlplus``: ``text`` is one line that is not blank,
    without its line end (``prompt``, ``set``, ``@@file``, a comment, ``commit;``).
    ``line`` is the first line's number, from 1.
    """

    kind: Literal["plsql", "sqlplus"]
    text: str
    line: int


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of an offset, both from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def broken(code: str, name: str, text: str, offset: int, **facts: str) -> ParseError:
    """The error ``code`` at a place of the file ``name``."""
    line, column = line_column(text, min(offset, len(text)))
    facts.setdefault("expected", "")
    return ParseError(code, path=name, line=line, column=column, **facts)


def check_markers(text: str, name: str) -> None:
    """Raise ``export.conflict_markers`` for what a botched line merge leaves behind."""
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return
    found = _MARKER.search(text)
    if found is not None:
        raise broken("export.conflict_markers", name, text, found.start(), found=found[0].strip())


def opens_block(text: str, offset: int) -> bool:
    """Whether the physical line at ``offset`` begins a PL/SQL block."""
    return _OPENS_BLOCK.match(text, offset) is not None


def tokens(text: str, start: int, end: int, name: str) -> list[Token]:
    """All tokens but blanks and comments in ``text[start:end]``.

    Raises ``export.truncated`` for a literal without end, ``export.syntax`` for anything else.
    """
    found: list[Token] = []
    at = start
    match = TOKEN.match
    while at < end:
        hit = match(text, at, end)
        if hit is None:
            raise no_token(text, at, name)
        after = hit.end()
        kind = hit.lastgroup
        if kind != "space":
            found.append(Token("quoted" if kind == "mark" else kind or "", hit[0], at, after))
        at = after
    return found


def is_cut(text: str, offset: int) -> bool:
    """Whether nothing behind the offset ends a block any more: the file was cut off."""
    return _SLASH_LINE.search(text, offset) is None


def no_token(text: str, offset: int, name: str) -> ParseError:
    """The error for an offset where no token begins."""
    rest = text[offset : offset + 3].lower()
    if rest.startswith("/*"):
        return broken("export.truncated", name, text, offset, expected="*/")
    if rest.startswith(("'", "q'", "n'", "nq'")):
        return broken("export.truncated", name, text, offset, expected="'")
    found = text[offset : offset + 1]
    code = "export.truncated" if is_cut(text, offset) else "export.syntax"
    return broken(code, name, text, offset, expected="token", found=found)


def split_blocks(text: str) -> list[Block]:
    """The PL/SQL blocks and the SQL*Plus lines of a script, in their order.

    A block ends at a line that holds only ``/`` outside literals and comments; a block without
    such a line reaches to the end of the text. Nothing is parsed inside a block.
    """
    found: list[Block] = []
    at = len(BOM) if text.startswith(BOM) else 0
    size, line = len(text), 1
    while at < size:
        if opens_block(text, at):
            end, after = block_end(text, at)
            found.append(Block("plsql", text[at:end].strip(), line))
        else:
            end = text.find("\n", at)
            after = size if end < 0 else end + 1
            shown = text[at:after].rstrip("\r\n")
            if shown.strip():
                found.append(Block("sqlplus", shown, line))
        line += text.count("\n", at, after)
        at = after
    return found


def block_end(text: str, start: int) -> tuple[int, int]:
    """Where the block's text ends, and where the line after its slash begins."""
    for hit in _BLOCK_SCAN.finditer(text, start):
        if hit.lastgroup == "slash":
            after = text.find("\n", hit.start())
            return hit.start(), len(text) if after < 0 else after + 1
    return len(text), len(text)
