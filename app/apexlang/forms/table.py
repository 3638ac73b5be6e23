"""Which argument of a call a property of APEXlang is: ``resources/apexlang/arguments.tsv``.

``build/apexlang_forms.py`` writes it, and says how it knows.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final, Literal

import msgspec
from msgspec import Struct

from app.apexlang.forms.links import target
from app.apexlang.tree import Value

How = Literal["same", "colon", "comma", "lines", "blank", "words", "link"]
Verdict = Literal["same", "differs", "unknown"]
SEPARATORS: Final[Mapping[How, str]] = {"colon": ":", "comma": ",", "lines": "\n", "blank": " "}


class Known(Struct, frozen=True, gc=False):
    """``words``: what a word of APEXlang is in SQL; None is an argument that is left out."""

    argument: str
    how: How
    words: Mapping[str, str | None]

    def says(self, value: Value, text: str | None) -> Verdict:
        """Whether a property's value is what the argument says (None: it has none)."""
        if self.how == "words":
            word = word_of(value)
            if word not in self.words:
                return "unknown"
            return "same" if self.words[word] == text else "differs"
        return "same" if text is not None and how_same(value, text) else "differs"


def word_of(value: Value) -> str:
    return "\n".join(sorted(value.entries)) if value.items is not None else value.text


def how_same(value: Value, text: str) -> How | None:
    """In which way a text of SQL is that value; None where it is not."""
    if value.text.strip() == text.strip():
        return "same"
    entries = set(value.entries)
    for name, separator in SEPARATORS.items():
        if entries and entries == {part.strip() for part in text.split(separator)}:
            return name
    return None


def known(kind: str, procedure: str, prop: str) -> Known | None:
    return _table().get((kind, procedure, prop))


def same_link(wanted: Mapping[str, str], text: str | None) -> bool:
    return text is not None and target(text) == wanted


@cache
def _table() -> Mapping[tuple[str, str, str], Known]:
    file = resources.files("resources").joinpath("apexlang", "arguments.tsv")
    found: dict[tuple[str, str, str], Known] = {}
    for line in file.read_text(encoding="utf-8").splitlines()[1:]:
        kind, procedure, prop, argument, how, words = line.split("\t")
        table: dict[str, str | None] = {}
        for entry in words.split(";") if words else ():
            word, _, told = entry.partition("=")
            table[_plain(word)] = _plain(told[1:]) if told else None
        found[kind, procedure, prop] = Known(argument, msgspec.convert(how, How), table)
    return found


def _plain(text: str) -> str:
    for code, char in (("%3B", ";"), ("%3D", "="), ("%0A", "\n"), ("%09", "\t"), ("%25", "%")):
        text = text.replace(code, char)
    return text
