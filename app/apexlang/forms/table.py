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
            return "same" if text in (word, self.words[word]) else "differs"
        return "same" if text is not None and how_same(value, text) else "differs"

    def written(self, text: str) -> Value | None:
        """What APEXlang writes for a text of SQL, as far as the table alone tells it."""
        if self.how == "words":
            found = [word for word, told in self.words.items() if told == text]
            return Value(found[0]) if len(found) == 1 else None
        if self.how in SEPARATORS:
            parts = tuple(part.strip() for part in text.split(SEPARATORS[self.how]))
            return Value("\n".join(parts), parts)
        return Value(text) if self.how == "same" else None


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


@cache
def arguments_of(kind: str, procedure: str) -> Mapping[str, tuple[tuple[str, Known], ...]]:
    """The arguments that a component of this type and its call say alike, and the properties that
    each may be."""
    found: dict[str, tuple[tuple[str, Known], ...]] = {}
    for (type_, made_by, prop), row in _table().items():
        if (type_, made_by) == (kind, procedure):
            found[row.argument] = (*found.get(row.argument, ()), (prop, row))
    return found


def must_say(kind: str, procedure: str, argument: str, text: str) -> bool:
    """Whether APEXlang says something of an argument with that text, wherever SQL has it."""
    silent = _left_out().get((kind, procedure, argument))
    return silent is not None and text not in silent


@cache
def _left_out() -> Mapping[tuple[str, str, str], frozenset[str]]:
    file = resources.files("resources").joinpath("apexlang", "left_out.tsv")
    found: dict[tuple[str, str, str], frozenset[str]] = {}
    for line in file.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            kind, procedure, argument, values = line.split("\t")
            found[kind, procedure, argument] = frozenset(
                msgspec.json.decode(values, type=list[str])
            )
    return found


def same_link(wanted: Mapping[str, str], text: str | None, branch: bool = False) -> bool:
    return text is not None and target(text, branch) == wanted


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
