"""Files that are the same at two applications but for their ids, found without reading them.

Two exports of an application that was imported elsewhere differ in every file, by ids alone. Where
two texts are equal without their ids, the ids stand in pairs; few rules (the ids are the same,
shifted or mirrored) explain the pairs of all files, or the files are not taken for the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import add, sub
from typing import Final, NamedTuple

from app.apex.export.export_file import ExportFile
from app.apex.identity.match import SAME, Rule, vote

_FEW: Final = 3  # ids: too few to tell a shift from a mirror
_BALLOT: Final = 2000

Sources = Mapping[str, ExportFile]


class Twins(NamedTuple):
    """``same`` are the paths of the files that are equal under ``rules``. No rules: nothing could
    be told."""

    rules: tuple[Rule, ...]
    same: frozenset[str]


NO_TWINS: Final = Twins((), frozenset())


def find_twins(left: Sources, right: Sources) -> Twins:
    """The files of ``left`` that ``right`` has under the same path and in the same words."""
    alike = [
        (file, right[path])
        for path, file in left.items()
        if path in right and (file is right[path] or file.shape == right[path].shape)
    ]
    pairs = [p for a, b in alike for p in zip(a.numbers, b.numbers, strict=True)]
    ballot = pairs[:: len(pairs) // _BALLOT + 1]  # the rules are tried on all files below
    if len({a for a, _ in ballot}) < _FEW:
        return NO_TWINS
    rules, explained = vote(ballot)
    if 2 * sum(a == b for a, b in ballot) >= len(ballot):
        rules = (SAME,)  # what else has moved was made again
    elif not explained:
        return NO_TWINS
    if len(rules) == 1:
        same = frozenset(a.path for a, b in alike if a is b or _obeys(rules[0], a, b))
        return Twins(rules, same)
    return _by_rules(alike, rules)


def _obeys(rule: Rule, left: ExportFile, right: ExportFile) -> bool:
    """Whether all ids of a file move by one rule."""
    moves = sub if rule.sign > 0 else add
    found = set(map(moves, right.numbers, left.numbers))
    return not found or found == {rule.constant}


def _by_rules(alike: list[tuple[ExportFile, ExportFile]], rules: tuple[Rule, ...]) -> Twins:
    """Under several rules each id must have one counterpart in all files, too."""
    exact: dict[int, int] = {}
    back: dict[int, int] = {}
    same: set[str] = set()
    for left, right in alike:
        pairs = set(zip(left.numbers, right.numbers, strict=True))
        if all(
            any(rule.sign * a + rule.constant == b for rule in rules)
            and exact.get(a, b) == b
            and back.get(b, a) == a
            for a, b in pairs
        ):
            same.add(left.path)
            exact.update(pairs)
            back.update((b, a) for a, b in pairs)
    return Twins(rules, frozenset(same))


def exact_ids(left: Sources, right: Sources, twins: Twins) -> dict[str, str]:
    """The ids of the files that are the same, by what stands in their places."""
    found: dict[int, int] = {}
    for path in twins.same:
        found.update(zip(left[path].numbers, right[path].numbers, strict=True))
    return {str(a): str(b) for a, b in found.items()}
