"""What of a changelog stands behind a changeset: the code that it calls and that its writes fire,
and what comes before it and decides what its names, its values and its conditions mean.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from app.changelog.file.reach import EVERYTHING, KEPT, Reach, circumstances, reaches_of
from app.changelog.model import Changelog, Changeset


class CodeBehind:
    """Reads a changelog once, and then answers for each of its changesets."""

    def __init__(self, changelog: Changelog) -> None:
        self._changelog = changelog
        self._places = {c.key: n for n, c in enumerate(changelog.changesets)}
        self._sources: dict[str, dict[str, list[object]]] = {}

    @cached_property
    def _reaches(self) -> list[list[Reach]]:
        """By the place of the changeset."""
        return [list(reaches_of(c, n)) for n, c in enumerate(self._changelog.changesets)]

    def of(self, changeset: Changeset) -> list[str]:
        """The texts of the views, triggers, synonyms and stored code that earlier changesets create
        and that ``changeset`` names, directly or through each other; in their order."""
        place = self._places[changeset.key]
        named = _named(self._reaches[place])
        left = [r for reaches in self._reaches[:place] for r in reaches if r.shown and r.text]
        order, found = {id(r): n for n, r in enumerate(left)}, list[Reach]()
        while fresh := [r for r in left if not named.isdisjoint(r.names)]:
            found += fresh
            left = [r for r in left if named.isdisjoint(r.names)]
            named.update(*(r.words for r in fresh))
        return [r.text for r in sorted(found, key=lambda r: order[id(r)])]

    def sources(self, changeset: Changeset) -> dict[str, list[object]]:
        """By the key of each earlier changeset that has to do with what ``changeset`` reads or
        writes: when that changeset runs, and the texts of its statements that define, fill or alter
        something of that, directly or through others, or that set something in the session.

        What always runs comes behind everything, the second time."""
        if changeset.key not in self._sources:
            self._sources[changeset.key] = self._read(changeset, frozenset())
        return self._sources[changeset.key]

    def reaches_by_itself(self, key: str, changeset: Changeset, others: Collection[str]) -> bool:
        """Whether the changeset of that key has to do with ``changeset``, even if there were no
        ``others`` (keys)."""
        return key in self._read(changeset, frozenset(others) - {key})

    def whole(self, key: str) -> list[object]:
        """All of a changeset: when it runs, and the texts of its statements."""
        found = self._changelog.changesets[self._places[key]]
        return [*circumstances(found), [s.text for s in found.statements]]

    def comes_before(self, key: str, changeset: Changeset) -> bool:
        """Whether there is a changeset of that key that ``changeset`` could have to do with."""
        return self._places.get(key, len(self._places)) < self._until(changeset)

    def _until(self, changeset: Changeset) -> int:
        return len(self._places) if changeset.run_always else self._places[changeset.key]

    def _read(self, changeset: Changeset, without: frozenset[str]) -> dict[str, list[object]]:
        place, changesets = self._places[changeset.key], self._changelog.changesets
        others = [
            self._reaches[n]
            for n in range(self._until(changeset))
            if n != place and changesets[n].key not in without
        ]
        sources: dict[str, list[object]] = {}
        for reach in _reaching(self._reaches[place], others):
            found = changesets[reach.place]
            texts = sources.setdefault(found.key, [circumstances(found)])
            texts += [reach.text] if reach.text else []
        return sources


def _named(own: Iterable[Reach]) -> set[str]:
    return {EVERYTHING}.union(*(r.names | r.words for r in own))


def _reaching(own: Sequence[Reach], others: Sequence[Sequence[Reach]]) -> list[Reach]:
    """Those of ``others``, which are given by changeset, that may decide what ``own`` do; in their
    order."""
    heads = {reaches[0].place: reaches[0] for reaches in others}
    left = [reach for reaches in others for reach in reaches]
    order = {id(reach): n for n, reach in enumerate(left)}
    passing = _Passing(left, own)
    named, found = _named(own), list[Reach]()
    while True:
        passed = passing.to(named)
        fresh = [r for r in left if passing.meets(r, named, passed)]
        if not fresh:
            return sorted(found, key=lambda r: order[id(r)])
        found += fresh
        met = {id(r) for r in fresh}
        left = [r for r in left if id(r) not in met]
        said = (r.words | heads[r.place].words for r in fresh)
        named.update(*(words & passing.objects for words in said))


class _Passing:
    """What is written or run where something else is: a table through its views and synonyms,
    through code, and through the triggers and defaults of other tables."""

    def __init__(self, reaches: Sequence[Reach], own: Iterable[Reach]) -> None:
        # Tables, views, code: else a column that two texts say would bring them together.
        self.objects = frozenset([EVERYTHING, *KEPT]).union(
            *(r.names for r in reaches if r.kind != "block"), *(r.tables for r in (*reaches, *own))
        )
        self._runnable = _runnable(reaches)
        self._steps: list[tuple[frozenset[str], frozenset[str]]] = []
        for reach in reaches:
            if reach.kind == "table":
                inner = (reach.inner & self._runnable) | reach.numbers
            else:
                inner = reach.inner & self.objects
            if inner:
                self._steps.append((reach.names, inner))
            if reach.kind == "copy":  # it is written when what it is made of is
                self._steps.append((inner, reach.names))

    def to(self, named: Iterable[str]) -> set[str]:
        """What changes something of ``named`` where it is written or run."""
        found, left = set(named), self._steps
        while fresh := [step for step in left if not found.isdisjoint(step[1])]:
            left = [step for step in left if found.isdisjoint(step[1])]
            found.update(*(names for names, _ in fresh))
        return found

    def meets(self, reach: Reach, named: set[str], passed: set[str]) -> bool:
        """Whether a statement defines something of ``named``, or writes or runs something of
        ``passed``. What nobody writes to or runs, is only there."""
        if not named.isdisjoint(reach.names):
            return True
        if reach.kind in ("code", "trigger", "other"):
            return False
        written = reach.kind in ("", "block") and not passed.isdisjoint(reach.names)
        return written or not (reach.words & self._runnable).isdisjoint(passed)


def _runnable(reaches: Iterable[Reach]) -> frozenset[str]:
    """What runs where it is only named: code, and what stands for it."""
    found = set[str]().union(*(r.names for r in reaches if r.kind == "code"))
    left = [r for r in reaches if r.kind in ("other", "copy")]
    while fresh := [r for r in left if not found.isdisjoint(r.inner)]:
        left = [r for r in left if found.isdisjoint(r.inner)]
        found.update(*(r.names for r in fresh))
    return frozenset(found)
