"""Places among siblings: who was moved, and who was only pushed along.

Inserting one item renumbers all that follow it. They stand where they stood; what was moved is
the smallest set of siblings without which the others keep their order.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping

from app.apex.catalogue import SEQUENCES
from app.apex.export.tree import Component


def reordered(old: Mapping[str, Component], new: Mapping[str, Component]) -> frozenset[str]:
    """Keys of the components that stand at another place among the same siblings.

    Siblings are those of one type below one parent on both sides, in the order of their sequence
    numbers; equal numbers stand in file order.
    """
    groups: dict[tuple[str, str], list[Component]] = {}
    for key, component in new.items():
        was = old.get(key)
        if was is not None and was.parent == component.parent:
            groups.setdefault((component.parent, component.procedure), []).append(component)
    found: set[str] = set()
    for siblings in groups.values():
        if len(siblings) < 2 or all(_place(old[c.key]) == _place(c) for c in siblings):
            continue
        before = sorted((old[c.key] for c in siblings), key=lambda c: (_place(c), c.index))
        rank = {c.key: i for i, c in enumerate(before)}
        now = sorted(siblings, key=lambda c: (_place(c), c.index))
        still = [_place(old[c.key]) == _place(c) for c in now]
        kept = _kept([rank[c.key] for c in now], still)
        found.update(c.key for c in now if rank[c.key] not in kept)
    return frozenset(found)


def _place(component: Component) -> float:
    for name, argument in component.arguments.items():
        if name in SEQUENCES:
            try:
                return float(argument.value.text)
            except ValueError:
                return 0.0
    return 0.0


def _kept(ranks: list[int], still: list[bool]) -> frozenset[int]:
    """The ranks that keep their order: all whose number is ``still`` the same (they are in order
    among themselves), and of the others as many as fit between them."""
    highest, lowest = -1, len(ranks)
    below: list[int] = []
    for rank, is_still in zip(ranks, still, strict=True):
        below.append(highest)
        highest = max(highest, rank) if is_still else highest
    fitting: list[int] = []
    for rank, is_still, least in zip(
        reversed(ranks), reversed(still), reversed(below), strict=True
    ):
        if is_still or least < rank < lowest:
            fitting.append(rank)
        lowest = min(lowest, rank) if is_still else lowest
    return longest(reversed(fitting))


def longest(ranks: Iterable[int]) -> frozenset[int]:
    """The longest increasing subsequence: those that kept their order."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    for rank in ranks:
        at = bisect_left(ends, rank)
        before[rank] = ends[at - 1] if at else None
        ends[at : at + 1] = [rank]
    found: set[int] = set()
    here: int | None = ends[-1] if ends else None
    while here is not None:
        found.add(here)
        here = before[here]
    return frozenset(found)
