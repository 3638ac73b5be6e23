"""Tokens of Oracle SQL and PL/SQL, with their places.

The guard stands on this: quotes, q-quotes, comments, hints and quoted identifiers are told apart
as Oracle does, and what is not plainly SQL becomes an ``ODD`` token, which the guard refuses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct


class Kind(StrEnum):
    WORD = "word"  # unquoted identifier or keyword; ``value`` is in upper case
    QUOTED = "quoted"  # "identifier"; ``value`` without the quotes
    STRING = "string"  # any literal text; ``value`` is the text meant
    NUMBER = "number"
    BIND = "bind"  # :name or :1
    OP = "op"
    COMMENT = "comment"
    HINT = "hint"
    ODD = "odd"  # ``value`` says why: "character", "open_string", "open_comment", ...


class Token(Struct, frozen=True, gc=False):
    """``start`` and ``end`` are offsets in the text; ``line`` and ``column`` are 1-based."""

    kind: Kind
    text: str
    value: str
    start: int
    end: int
    line: int
    column: int


_TOKEN = re.compile(
    r"""
      (?P<space>   [ \t\r\n\f\v]+ )
    | (?P<line>    --[^\n]* )
    | (?P<hint>    /\*\+(?s:.*?)\*/ )
    | (?P<comment> /\*(?s:.*?)\*/ )
    | (?P<open_comment> /\* )
    | (?P<q>       [nN]?[qQ]'(?P<mark>(?s:.)) )
    | (?P<string>  [nN]?'[^']*(?:''[^']*)*' )
    | (?P<open_string> [nN]?' )
    | (?P<quoted>  "[^"\n\0]+" )
    | (?P<bad_identifier> "[^"]*"? )
    | (?P<number>  (?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?(?![\w$\#])
                 | (?<!\.)\d+[kKmMgGtT](?![\w$\#]) )  # a size: 64K
    | (?P<word>    [^\W\d_][\w$\#]*|\$\$?[A-Za-z_][\w$\#]* )
    | (?P<bind>    :\s*(?:[A-Za-z][\w$\#]*|\d+|"[^"\n]*") )
    | (?P<op>      :=|\|\||\*\*|<>|!=|\^=|~=|<=|>=|=>|<<|>>|\.\.|[-+*/=<>(),.;:@%\[\]?|^~{}] )
    | (?P<character> _[\w$\#]*|(?s:.) )
    """,
    re.VERBOSE,
)
_CLOSING = {"[": "]", "(": ")", "{": "}", "<": ">"}
_STRANGE_IN_COMMENT = re.compile("[\r\v\f\x85\u2028\u2029]")


def tokens(text: str, *, comments: bool = False) -> list[Token]:
    """All tokens of ``text``; comments and hints only where asked for. Never raises: what cannot
    be read is a token of kind ``ODD``."""
    if comments:
        return list(tokens_from(text, 0))
    return [t for t in tokens_from(text, 0) if t.kind not in (Kind.COMMENT, Kind.HINT)]


def tokens_from(text: str, start: int) -> Iterator[Token]:
    """The tokens of the text that begins at offset ``start`` of ``text``, one at a time and with
    comments; offsets, lines and columns are counted from there."""
    line, line_start = 1, start
    at, size = start, len(text)
    operand = False
    while at < size:
        match = _TOKEN.match(text, at)
        assert match is not None and match.lastgroup is not None  # the last branch takes anything
        group, end = match.lastgroup, match.end()
        if group != "space":
            kind, end, value = _read(text, group, match)
            if kind is Kind.BIND and operand:  # JSON_OBJECT('key' : 1); no variable follows a text
                kind, end, value = Kind.OP, at + 1, ":"
            if kind not in (Kind.COMMENT, Kind.HINT):
                operand = kind in (Kind.STRING, Kind.QUOTED) or value == ")"
            column = at - line_start + 1
            yield Token(kind, text[at:end], value, at - start, end - start, line, column)
        newlines = text.count("\n", at, end)
        if newlines:
            line += newlines
            line_start = text.rfind("\n", 0, end) + 1
        at = end


def _read(text: str, group: str, match: re.Match[str]) -> tuple[Kind, int, str]:
    """Kind, end and value of the token that ``match`` begins."""
    found, end = match.group(), match.end()
    match group:
        case "op":
            return Kind.OP, end, found
        case "word":
            return _word(found, end)
        case "number":
            return Kind.NUMBER, end, found
        case "string":
            return Kind.STRING, end, found[found.index("'") + 1 : -1].replace("''", "'")
        case "q":
            return _q_string(text, match["mark"], end)
        case "quoted":
            return Kind.QUOTED, end, found[1:-1]
        case "bind":
            return Kind.BIND, end, found[1:].strip().upper()
        case "line":
            return _line_comment(found, end)
        case "comment":
            return Kind.COMMENT, end, ""
        case "hint":
            return Kind.HINT, end, ""
        case "open_comment" | "open_string":
            return Kind.ODD, len(text), group
    return Kind.ODD, end, group


def _line_comment(found: str, end: int) -> tuple[Kind, int, str]:
    if _STRANGE_IN_COMMENT.search(found.removesuffix("\r")):
        return Kind.ODD, end, "line_end_in_comment"
    return (Kind.HINT if found.startswith("--+") else Kind.COMMENT), end, ""


def _q_string(text: str, mark: str, begin: int) -> tuple[Kind, int, str]:
    if mark in " \t\r\n":
        return Kind.ODD, begin, "bad_quote"
    stop = text.find(_CLOSING.get(mark, mark) + "'", begin)
    if stop < 0:
        return Kind.ODD, len(text), "open_string"
    return Kind.STRING, stop + 2, text[begin:stop]


def _word(word: str, end: int) -> tuple[Kind, int, str]:
    """Letters outside ASCII are fine in a name, but a word that only looks like ASCII (full width
    letters, long s, Kelvin sign) is not what it seems."""
    if not word.isascii():
        shown = unicodedata.normalize("NFKC", word).upper()
        if shown.isascii() or not word.isprintable():
            return Kind.ODD, end, "character"
    return Kind.WORD, end, word.upper()
