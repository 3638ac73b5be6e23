"""What an upgrade of APEX writes differently, and nobody edited: ``resources/upgrades``.

A table for each two releases that follow each other, written by ``build/apex_upgrades.py`` from
applications that were exported by both. A row is a step of one argument: ``always`` and ``often``
from one value to another (nothing stands for an argument that is left out), ``new`` and ``gone``
whatever the value is, ``shifted`` by a number (templates of the base theme), ``renamed`` to
another argument. Values are the decoded texts of arguments, None for one that is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

_FILE: Final = re.compile(r"(\d+\.\d+)-(\d+\.\d+)\.tsv")
_RELEASE: Final = re.compile(r"(\d+)\.(\d+)")
_STATIC_ID: Final = "p_static_id"
"""Made of a component's name: where it comes, it comes with any text."""
Text = str | None


class _Row(NamedTuple):
    procedure: str
    plugin: str
    argument: str
    kind: str
    old: Text
    new: Text


class Steps:
    """From one release to another, which is newer; by the tables of all releases between."""

    def __init__(self, old: str, new: str, rows: Iterator[_Row]) -> None:
        self.old, self.new = old, new
        self._values: set[tuple[str, str, str, Text, Text]] = set()
        self._forward: dict[tuple[str, str, str, Text], Text] = {}
        self._came: set[tuple[str, str]] = set()
        self._went: set[tuple[str, str]] = set()
        self._shifts: dict[tuple[str, str], int] = {}
        self._renamed: dict[tuple[str, str], dict[str, str]] = {}
        self._spelled: dict[tuple[str, str], dict[str, str]] = {}
        for row in rows:
            place = row.procedure, row.argument
            match row.kind:
                case "new":
                    self._came.add(place)
                case "gone":
                    self._went.add(place)
                case "shifted":
                    self._shifts[place] = self._shifts.get(place, 0) + int(row.new or 0)
                case "renamed":
                    names = self._renamed.setdefault((row.procedure, row.plugin), {})
                    names[row.argument] = row.new or ""
                case _:
                    self._values.add((row.procedure, row.plugin, row.argument, row.old, row.new))
                    if row.argument == _STATIC_ID and row.old is None:
                        self._came.add(place)
                    if row.kind == "always" and row.old is None and row.new is not None:
                        spelled = self._spelled.setdefault((row.procedure, row.plugin), {})
                        spelled[row.argument] = row.new
                    if row.kind == "always" and row.old is not None:
                        key = row.procedure, row.plugin, row.argument, row.old
                        self._forward[key] = row.new

    def same(self, procedure: str, plugin: str, argument: str, old: Text, new: Text) -> bool:
        """Whether the newer release writes ``new`` for what the older one wrote as ``old``."""
        place = procedure, argument
        if old is None and self.comes(procedure, argument):
            return True
        if new is None and place in self._went:
            return True
        if any((procedure, p, argument, old, new) in self._values for p in ("", plugin)):
            return True
        return old is not None and new is not None and self._shifted(place, old) == new

    def comes(self, procedure: str, argument: str) -> bool:
        """Whether the newer release writes an argument, of any text, that the older one had not."""
        return (procedure, argument) in self._came

    def renamed(self, procedure: str, plugin: str) -> dict[str, str]:
        """Arguments that have another name in the newer release, old to new."""
        return self._renamed.get((procedure, plugin), {})

    def spelled(self, procedure: str, plugin: str) -> dict[str, str]:
        """What the newer release writes wherever the older one had left it out."""
        found = self._spelled.get((procedure, ""), {})
        return {**found, **self._spelled.get((procedure, plugin), {})}

    def lifted(self, procedure: str, plugin: str, argument: str, old: Text) -> Text:
        """What the newer release would write for a value of the older one, as far as known."""
        for p in ("", plugin):
            key = procedure, p, argument, old
            if key in self._forward:
                return self._forward[key]
        return self._shifted((procedure, argument), old) if old is not None else None

    def _shifted(self, place: tuple[str, str], text: str) -> str:
        by = self._shifts.get(place)
        return str(int(text) + by) if by is not None and text.isdigit() else text


def between(one: str, other: str) -> Steps | None:
    """The steps from the older to the newer of two releases such as ``24.2.14``; None where they
    are the same, one is not known, or no table says anything of the way between them."""
    first, last = _release(one), _release(other)
    if not first or not last or first == last:
        return None
    return _chain(min(first, last), max(first, last))


def is_newer(one: str, than: str) -> bool:
    """Whether a release is a newer one; patches of one release are the same."""
    first, last = _release(one), _release(than)
    return bool(first and last) and first > last


@lru_cache(maxsize=64)
def _release(text: str) -> tuple[int, ...]:
    found = _RELEASE.match(text)
    return (int(found[1]), int(found[2])) if found else ()


@lru_cache(maxsize=16)
def _chain(first: tuple[int, ...], last: tuple[int, ...]) -> Steps | None:
    tables = [
        (old, new)
        for old, new in sorted(_tables())
        if first <= _release(old) and _release(new) <= last
    ]
    gaps = any(left[1] != right[0] for left, right in pairwise(tables))
    if not tables or gaps:
        return None
    names = [".".join(map(str, release)) for release in (first, last)]
    return Steps(names[0], names[1], (row for table in tables for row in _rows(*table)))


@cache
def _tables() -> tuple[tuple[str, str], ...]:
    names = (file.name for file in resources.files("resources").joinpath("upgrades").iterdir())
    return tuple((hit[1], hit[2]) for name in names if (hit := _FILE.fullmatch(name)))


@cache
def _rows(old: str, new: str) -> tuple[_Row, ...]:
    file = resources.files("resources").joinpath("upgrades", f"{old}-{new}.tsv")
    found = []
    for line in file.read_text(encoding="utf-8").split("\n")[1:]:
        if line:
            procedure, plugin, argument, kind, before, after, *_ = line.split("\t")
            told = kind in ("always", "often")
            found.append(
                _Row(
                    procedure, plugin, argument, kind,
                    _text(before) if told else None, _text(after) if told else after,
                )
            )  # fmt: skip
    return tuple(found)


def _text(cell: str) -> Text:
    return cell[1:] if cell else None
