"""Passwords are taken out of texts: those that are known, and what stands where one usually does.

A known one is found as it is and as it is written elsewhere: escaped in JSON (also in JSON that is
in JSON) or in Python, with doubled quotes in SQL, percent-encoded in an address, in HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from html.entities import codepoint2name
from itertools import groupby
from typing import Final

MASK: Final = "•••"
_SHORT: Final = 4  # letters
# JSON in JSON in JSON writes eight backslashes for one.
_SLASHES: Final = r"\\{0,8}"
_SOME_SLASHES: Final = r"\\{1,8}"
_PLAIN: Final = re.compile(r"[A-Za-z0-9_.~-]+")  # written so everywhere
_LETTERS: Final = {"\n": "n", "\r": "r", "\t": "t", "\b": "b", "\f": "f"}


class Masks:
    """The passwords that are known. Any thread may add one while others mask."""

    def __init__(self, secrets: Iterable[str] = (), short_as_words: bool = False) -> None:
        """``short_as_words``: one of less than four letters is masked where it stands as a word.
        Elsewhere that would leave nothing to read, and the missing letters would tell it."""
        self._words = short_as_words
        self._known: tuple[tuple[str, str, re.Pattern[str]], ...] = ()
        for secret in secrets:
            self.add(secret)

    def add(self, secret: str) -> None:
        if not secret or any(secret == known for known, _, _ in self._known):
            return
        anchor = max(_PLAIN.findall(secret), key=len, default="")
        whole = self._words and len(secret) < _SHORT
        pattern = re.compile(_as_word(secret) if whole else _spellings(secret))
        # Longest first, so that a secret inside another one leaves no rest of it.
        both = (*self._known, (secret, anchor, pattern))
        self._known = tuple(sorted(both, key=lambda known: len(known[0]), reverse=True))

    def masked(self, text: str) -> str:
        """``text`` without any of them."""
        for _, anchor, pattern in self._known:
            if anchor in text:  # a pattern takes a hundred times as long
                text = pattern.sub(MASK, text)
        return text


def _spellings(secret: str) -> str:
    """A pattern of all ways to write it. What can be written in several ways and comes several
    times is one repetition: two beside each other would try each division of a long text."""
    made = []
    for letter, run in groupby(secret):
        times = len(list(run))
        if letter == "\\":
            made.append(rf"(?:(?:{_encoded(letter)}){{{times}}}|\\{{{times},{8 * times}}})")
        elif letter in "\"'":
            either = f"{_encoded(letter)}|{_SLASHES}{letter}"
            made.append(f"(?:{either}){{{times},{2 * times}}}?")
        elif _PLAIN.fullmatch(letter):
            made.append(re.escape(letter * times))
        else:
            either = f"{_encoded(letter)}|{_SLASHES}{re.escape(letter)}"
            made.append(f"(?:{either}){{{times}}}")
    return "".join(made)


def _encoded(letter: str) -> str:
    """As JSON, Python, an address and HTML write it by its number, or by a name."""
    number = ord(letter)
    units = letter.encode("utf-16-be", "surrogatepass").hex()
    ways = [
        "".join(f"{_SOME_SLASHES}u{units[at : at + 4]}" for at in range(0, len(units), 4)),
        f"{_SOME_SLASHES}U{number:08x}",
        "".join(f"%(?:25){{0,2}}{b:02x}" for b in letter.encode("utf-8", "surrogatepass")),
        f"&#0*{number};",
        f"&#x0*{number:x};",
    ]
    if number < 256:
        ways += [f"{_SOME_SLASHES}x{number:02x}", f"%{number:02x}"]
    named = {39: "apos"}.get(number) or codepoint2name.get(number)
    ways += [f"&{named};"] if named else []
    ways += [_SOME_SLASHES + _LETTERS[letter]] if letter in _LETTERS else []
    ways += [r"\+"] if letter == " " else []
    return f"(?i:{'|'.join(ways)})"


def _as_word(secret: str) -> str:
    before = r"(?:(?<!\w)|(?<=\\[nrt])|(?<=%[0-9A-Fa-f]{2}))" if secret[0].isalnum() else ""
    return before + _spellings(secret) + (r"(?!\w)" if secret[-1].isalnum() else "")


# -- passwords that nobody told us, where they usually stand -------------------------------
# What is looked for ahead of a password has a longest length: a log of megabytes is one line, too.

_BLANK: Final = r"(?:\s|\\{1,8}[nrt])"
_SPACE: Final = rf"{_BLANK}{{0,40}}"
_GAP: Final = rf"{_BLANK}{{1,40}}"
# A text in quotes ends with the same quote behind as many backslashes, or with its line.
_QUOTED: Final = r"(?P<q>\\{0,8}[\"'])(?:(?P=q)(?P=q)|(?<=\\)(?P=q)|(?!(?P=q))[^\r\n])*(?:(?P=q)|$)"
_BARE: Final = r"(?:(?!\\{0,8}[\"'](?:[\s,:;)}\]]|$))\S)+"
_VALUE: Final = rf"(?:{_QUOTED}|{_BARE})"
_IDENTIFIED: Final = rf"\bidentified{_GAP}by{_GAP}(?:values{_SPACE}(?=\\{{0,8}}[\"']))?"
_KEY: Final = (
    r"(?:password|passwd|passwort|kennwort|mot_de_passe|pwd|passphrase|secret|token"
    r"|credential|api_?key)\w{0,40}"
)
_NAMED: Final = r"\\{0,8}\"[^\"\r\n]{1,200}\""
_USER: Final = rf"(?:{_NAMED}|[A-Za-z][\w$#]{{0,130}})(?:\[[^\]\s]{{0,130}}\])?"
_DOORS: Final = r"(?:conn|conne|connec|connect|sqlplus|sqlcl|sqlldr|rman|expdp|impdp|exp|imp|sql)"


def _place(before: str, value: str) -> re.Pattern[str]:
    return re.compile(f"(?P<before>{before}){value}", re.IGNORECASE | re.MULTILINE)


# In this order: what a place leaves is read by the next one.
_IN_STATEMENTS: Final = (
    _place(_IDENTIFIED, _VALUE),
    _place(rf"{_IDENTIFIED}{MASK}{_GAP}replace{_GAP}", _VALUE),
)
_IN_TEXTS: Final = (
    _place(r"://[^\s/@:\"'<>]{0,200}:(?!\d+(?:[/\s]|$))", r"[^\s\"'<>]{0,200}(?=@)"),
    _place(r"://", r"[^\s/\"'<>]{1,9000}(?=@)"),
    _place(
        r"\b(?:(?:proxy-)?authorization|(?:set-)?cookie|x-api-key)\\{0,8}[\"']?\s*[:=,]\s*",
        rf"(?:{_QUOTED}|[^\r\n]+)",
    ),
    _place(rf"\bbearer{_GAP}", _BARE),
    _place(rf"\bbasic{_GAP}", r"(?-i:(?=[a-z]{0,99}[A-Z0-9+/=]))[A-Za-z0-9+/=]{6,}"),
    _place(rf"{_KEY}(?:\\{{0,8}}[\"'])?\]?{_SPACE}(?:=>|:=|[=:]){_SPACE}", _VALUE),
    _place(rf"<[\w:.-]{{0,40}}{_KEY}>", r"[^<]+"),
    _place(rf"(?<!\S)--?[\w-]{{0,40}}{_KEY}{_GAP}", _VALUE),
    _place(rf"\b{_DOORS}(?:{_GAP}-\S{{1,40}}){{0,8}}{_GAP}{_USER}/", _VALUE),
    _place(rf"(?<![\w/.:@-]){_USER}/", rf"(?:{_NAMED}|[^\s\"'/]{{1,200}})(?=@[\w(/])"),
)


def in_statement(sql: str) -> str:
    """A statement without what it identifies somebody by."""
    for pattern in _IN_STATEMENTS:
        sql = pattern.sub(rf"\g<before>{MASK}", sql)
    return sql


def in_text(text: str) -> str:
    """Any text without what stands where a password usually does: more is masked than must be."""
    text = in_statement(text)
    for pattern in _IN_TEXTS:
        text = pattern.sub(rf"\g<before>{MASK}", text)
    return text
