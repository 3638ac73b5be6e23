"""What an upgrade of APEX writes differently, and nobody edited: ``resources/upgrades``.

A table for each two releases that follow each other, written by ``build/apex_upgrades.py`` from
applications that were exported by both. A row is a step of one argument: ``always`` and ``often``
from one value to another (nothing stands for an argument that is left out), ``gone`` of a value
that was seen (nothing: of any), ``new`` of any text, but of a static id the one that is made of the
name, ``shifted`` by a number (templates of the base theme), ``renamed`` to
another argument. Values are the decoded texts of arguments, None for one that is left out. The
last column, ``where``, names another argument that decides whether the step is made, and for which
of its values it is (``:``) or is not (``!:``): the alignment of a column goes where the column is
hidden, and where it is not it is somebody's.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import Final, NamedTuple

_FILE: Final = re.compile(r"(\d+\.\d+)-(\d+\.\d+)\.tsv")
_RELEASE: Final = re.compile(r"(\d+)\.(\d+)")
STATIC_ID: Final = "p_static_id"
"""Made of a component's name (``app.apex.catalogue.idents``)."""
_MANY: Final = (20, 5)
"""How often, and in how many applications, a value was seen to be left out that is surely so."""
Text = str | None
Texts = Callable[[str], Text]
"""Gives the text of an argument of one component."""


class Where(NamedTuple):
    """What decides whether a step is made: an argument, and for which of its values."""

    argument: str
    values: frozenset[Text]
    within: bool

    def holds(self, sides: tuple[Texts, ...]) -> bool:
        """Whether it is so for the component before or after the step."""
        return any((text(self.argument) in self.values) is self.within for text in sides)


class _Row(NamedTuple):
    procedure: str
    plugin: str
    argument: str
    kind: str
    old: Text
    new: Text
    where: Where | None
    sure: bool  # another argument decides it, or it was seen in many applications


class Steps:
    """From one release to another, which is newer; by the tables of all releases between."""

    def __init__(self, old: str, new: str, rows: Iterator[_Row]) -> None:
        self.old, self.new = old, new
        self._values: dict[tuple[str, str, str, Text, Text], _Row] = {}
        self._forward: dict[tuple[str, str, str, Text], list[_Row]] = {}
        self._came: set[tuple[str, str]] = set()
        self._went: dict[tuple[str, str, Text], Where | None] = {}
        self._shifts: dict[tuple[str, str], int] = {}
        self._renamed: dict[tuple[str, str], dict[str, str]] = {}
        self._spelled: dict[tuple[str, str], dict[str, str]] = {}
        for row in rows:
            self._read(row)

    def _read(self, row: _Row) -> None:
        place = row.procedure, row.argument
        match row.kind:
            case "new":
                self._came.add(place)
            case "gone":
                self._went[(*place, row.old)] = row.where
            case "shifted":
                self._shifts[place] = self._shifts.get(place, 0) + int(row.new or 0)
            case "renamed":
                names = self._renamed.setdefault((row.procedure, row.plugin), {})
                names[row.argument] = row.new or ""
            case _:
                key = row.procedure, row.plugin, row.argument, row.old
                self._values[(*key, row.new)] = row
                if row.argument == STATIC_ID and row.old is None:
                    self._came.add(place)
                if row.kind == "always" and row.old is None and row.new is not None:
                    if row.where is None:
                        spelled = self._spelled.setdefault((row.procedure, row.plugin), {})
                        spelled[row.argument] = row.new
                elif row.old is not None and (row.kind == "always" or row.where is not None):
                    self._forward.setdefault(key, []).append(row)

    def same(
        self,
        procedure: str,
        plugin: str,
        argument: str,
        old: Text,
        new: Text,
        made: bool = False,
        sides: tuple[Texts, ...] = (),
    ) -> bool:
        """Whether the newer release writes ``new`` for what the older one wrote as ``old``.
        ``made``: it is the static id that the upgrade makes of the component's name. ``sides`` are
        the component's arguments before and after, for what other arguments decide."""
        return self._known(procedure, plugin, argument, old, new, made, sides) is not None

    def is_sure(
        self,
        procedure: str,
        plugin: str,
        argument: str,
        old: Text,
        new: Text,
        made: bool = False,
        sides: tuple[Texts, ...] = (),
    ) -> bool:
        """Whether it writes that wherever it meets ``old``, so that what stayed was put back."""
        return self._known(procedure, plugin, argument, old, new, made, sides) is True

    def _known(
        self,
        procedure: str,
        plugin: str,
        argument: str,
        old: Text,
        new: Text,
        made: bool,
        sides: tuple[Texts, ...],
    ) -> bool | None:
        """None for no step; else whether it is always made."""
        if old is None and self.comes(procedure, argument) and (made or argument != STATIC_ID):
            return True
        if new is None and self.goes(procedure, argument, old, sides):
            return True
        for p in ("", plugin):
            row = self._values.get((procedure, p, argument, old, new))
            if row is not None and _holds(row.where, sides):
                return row.kind == "always" or row.where is not None
        if old is not None and new is not None and self._shifted((procedure, argument), old) == new:
            return True
        return None

    def comes(self, procedure: str, argument: str) -> bool:
        """Whether the newer release writes an argument that the older one had not."""
        return (procedure, argument) in self._came

    def goes(
        self, procedure: str, argument: str, text: Text, sides: tuple[Texts, ...] = ()
    ) -> bool:
        """Whether the newer release writes an argument no more that says this."""
        keys = ((procedure, argument, said) for said in (text, None))
        return any(key in self._went and _holds(self._went[key], sides) for key in keys)

    def renamed(self, procedure: str, plugin: str) -> dict[str, str]:
        """Arguments that have another name in the newer release, old to new."""
        return self._renamed.get((procedure, plugin), {})

    def spelled(self, procedure: str, plugin: str) -> dict[str, str]:
        """What the newer release writes wherever the older one had left it out."""
        found = self._spelled.get((procedure, ""), {})
        return {**found, **self._spelled.get((procedure, plugin), {})}

    def lifted(
        self,
        procedure: str,
        plugin: str,
        argument: str,
        old: Text,
        sides: tuple[Texts, ...] = (),
        said: bool = False,
    ) -> Text:
        """What the newer release would write for a value of the older one, as far as known.
        ``said``: somebody gave it, so it is left out only where many applications tell that."""
        for p in ("", plugin):
            for row in self._forward.get((procedure, p, argument, old), ()):
                if _holds(row.where, sides) and (row.sure or not said or row.new is not None):
                    return row.new
        return self._shifted((procedure, argument), old) if old is not None else None

    def _shifted(self, place: tuple[str, str], text: str) -> str:
        by = self._shifts.get(place)
        return str(int(text) + by) if by is not None and text.isdigit() else text


def _holds(where: Where | None, sides: tuple[Texts, ...]) -> bool:
    return where is None or where.holds(sides)


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
            procedure, plugin, argument, kind, before, after, *seen, cell = line.split("\t")
            told = kind in ("always", "often", "gone")
            where = _where(cell)
            many = all(int(n) >= least for n, least in zip(seen, _MANY, strict=True))
            found.append(
                _Row(
                    procedure, plugin, argument, kind,
                    _text(before) if told else None, _text(after) if told else after,
                    where, many or where is not None,
                )
            )  # fmt: skip
    return tuple(found)


def _where(cell: str) -> Where | None:
    if not cell:
        return None
    argument, _, values = cell.partition(":")
    within = not argument.endswith("!")
    return Where(argument.rstrip("!"), frozenset(map(_text, values.split("|"))), within)


def _text(cell: str) -> Text:
    return cell[1:] if cell else None
