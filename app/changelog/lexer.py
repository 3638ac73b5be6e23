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


_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_NUMBER = re.compile(r"(?:\d+(?:\.(?!\.)\d*)?|\.\d+)(?:[eE][+-]?\d+)?[fFdD]?(?![\w$#])")
_WORD = re.compile(r"[^\W\d_][\w$#]*|\$\$?[A-Za-z_][\w$#]*|_[\w$#]*")
_BIND = re.compile(r":\s*(?:[A-Za-z][\w$#]*|\d+|\"[^\"\n]*\")")
_OP = re.compile(r":=|\|\||\*\*|<>|!=|\^=|~=|<=|>=|=>|<<|>>|\.\.|[-+*/=<>(),.;:@%\[\]?|^~{}]")
_Q_START = re.compile(r"[nN]?[qQ]'(.)", re.DOTALL)
_N_START = re.compile(r"[nN]'")
_CLOSING = {"[": "]", "(": ")", "{": "}", "<": ">"}
_STRANGE_IN_COMMENT = re.compile("[\r\v\f\x85\u2028\u2029]")


def tokens(text: str, *, comments: bool = False) -> list[Token]:
    """All tokens of ``text``; comments and hints only where asked for. Never raises: what cannot
    be read is a token of kind ``ODD``."""
    found = _Scanner(text).run()
    if comments:
        return list(found)
    return [t for t in found if t.kind not in (Kind.COMMENT, Kind.HINT)]


def tokens_from(text: str, start: int) -> Iterator[Token]:
    """The tokens of ``text`` from offset ``start`` on, one at a time and with comments; offsets,
    lines and columns are those of the whole text."""
    return _Scanner(text, start).run()


class _Scanner:
    def __init__(self, text: str, start: int = 0) -> None:
        self.text = text
        self.at = start
        self.line = text.count("\n", 0, start) + 1
        self.line_start = text.rfind("\n", 0, start) + 1
        self.last: Token | None = None

    def run(self) -> Iterator[Token]:
        text, size = self.text, len(self.text)
        while self.at < size:
            if match := _SPACE.match(text, self.at):
                self._move(match.end())
                continue
            self._token(text[self.at])
            if self.last is not None:
                yield self.last

    def _token(self, c: str) -> None:
        text, at = self.text, self.at
        if text.startswith("--", at):
            self._line_comment()
        elif text.startswith("/*", at):
            stop = text.find("*/", at + 2)
            if stop < 0:
                self._add(Kind.ODD, len(text), "open_comment")
            else:
                self._add(Kind.HINT if text.startswith("+", at + 2) else Kind.COMMENT, stop + 2)
        elif match := _Q_START.match(text, at):
            self._q_string(match)
        elif c == "'" or _N_START.match(text, at):
            self._string(at + (1 if c == "'" else 2))
        elif c == '"':
            self._quoted()
        elif match := _NUMBER.match(text, at):
            self._add(Kind.NUMBER, match.end(), match.group())
        elif match := _WORD.match(text, at):
            self._word(match.group(), match.end())
        elif not text.startswith(":=", at) and (match := _BIND.match(text, at)):
            self._add(Kind.BIND, match.end(), match.group()[1:].strip().upper())
        elif match := _OP.match(text, at):
            self._add(Kind.OP, match.end(), match.group())
        else:
            self._add(Kind.ODD, at + 1, "character")

    def _line_comment(self) -> None:
        stop = self.text.find("\n", self.at)
        stop = len(self.text) if stop < 0 else stop
        body = self.text[self.at : stop].removesuffix("\r")
        if _STRANGE_IN_COMMENT.search(body):
            self._add(Kind.ODD, stop, "line_end_in_comment")
        else:
            self._add(Kind.HINT if body.startswith("--+") else Kind.COMMENT, stop)

    def _q_string(self, match: re.Match[str]) -> None:
        opening = match.group(1)
        if opening in " \t\r\n":
            self._add(Kind.ODD, match.end(), "bad_quote")
            return
        stop = self.text.find(_CLOSING.get(opening, opening) + "'", match.end())
        if stop < 0:
            self._add(Kind.ODD, len(self.text), "open_string")
        else:
            self._add(Kind.STRING, stop + 2, self.text[match.end() : stop])

    def _string(self, begin: int) -> None:
        at = begin
        while (stop := self.text.find("'", at)) >= 0:
            if self.text.startswith("''", stop):
                at = stop + 2
                continue
            self._add(Kind.STRING, stop + 1, self.text[begin:stop].replace("''", "'"))
            return
        self._add(Kind.ODD, len(self.text), "open_string")

    def _quoted(self) -> None:
        stop = self.text.find('"', self.at + 1)
        value = self.text[self.at + 1 : stop]
        if stop < 0 or "\n" in value or not value or "\0" in value:
            self._add(Kind.ODD, len(self.text) if stop < 0 else stop + 1, "bad_identifier")
        else:
            self._add(Kind.QUOTED, stop + 1, value)

    def _word(self, word: str, end: int) -> None:
        """Letters outside ASCII are fine in a name, but a word that only looks like ASCII (full
        width letters, long s, Kelvin sign) is not what it seems."""
        if not word.isascii():
            shown = unicodedata.normalize("NFKC", word).upper()
            if shown.isascii() or not word.isprintable():
                self._add(Kind.ODD, end, "character")
                return
        if word.startswith("_"):
            self._add(Kind.ODD, end, "character")
            return
        self._add(Kind.WORD, end, word.upper())

    def _add(self, kind: Kind, end: int, value: str = "") -> None:
        column = self.at - self.line_start + 1
        text = self.text[self.at : end]
        self.last = Token(kind, text, value, self.at, end, self.line, column)
        self._move(end)

    def _move(self, end: int) -> None:
        newlines = self.text.count("\n", self.at, end)
        if newlines:
            self.line += newlines
            self.line_start = self.text.rfind("\n", 0, end) + 1
        self.at = end
