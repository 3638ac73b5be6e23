"""Sequence numbers that both sides changed: merged as what they are, an order.

Who inserts one item renumbers all that follow it. Two sides that renumbered the same siblings
disagree on every number, and perhaps on no place. Then the conflict is decided for one side, and
can be decided otherwise: for the side with whose numbers each pair stands as the one wants it that
swapped the pair. If no side's numbers give that, if both moved the same component, or if neither
changed more than one number, it stays open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import combinations
from typing import Final

from app.apex.catalogue import SEQUENCES
from app.apex.export.tree import Component
from app.apex.identity.order import reordered
from app.apex.model import Take

Components = Mapping[str, Component]
_MOST: Final = 300  # siblings: each pair of them is looked at


def settled(
    group: Component, base: Components, ours: Components, theirs: Components
) -> dict[str, Take]:
    """The side whose number goes for those siblings of ``group`` that both sides numbered anew and
    differently, by key; empty where that cannot be told. ``group`` is a component of ours. The
    same numbers go if the sides are swapped."""
    sides = [_siblings(group, side.values()) for side in (base, ours, theirs)]
    was, mine, other = sides
    if len(mine) > _MOST or len(other) > _MOST:
        return {}
    both = [k for k in mine if k in was and k in other]
    open_ = [k for k in both if len({_number(side[k]) for side in sides}) == 3]
    ranked = []
    for take, side in ((Take.OURS, mine), (Take.THEIRS, other)):
        listed = [_number(side[k]) for k in sorted(both)]
        changed = sum(1 for k in both if _number(side[k]) != _number(was[k]))
        ranked.append((changed, listed, take))
    ranked.sort(reverse=True)
    if ranked[0][0] < 2 or reordered(was, mine) & reordered(was, other):
        return {}
    for _, _, take in ranked:
        source = mine if take is Take.OURS else other
        numbers = {
            **{k: _number(c) for k, c in other.items() if k not in was},
            **{k: _one_sided(was.get(k), c, other.get(k)) for k, c in mine.items()},
            **{k: _number(source[k]) for k in open_},
        }
        if _fits(numbers, was, mine, other):
            return dict.fromkeys(open_, take)
    return {}


def _siblings(group: Component, side: Iterable[Component]) -> dict[str, Component]:
    return {
        c.key: c
        for c in side
        if c.procedure == group.procedure and c.parent == group.parent and _argument(c)
    }


def _argument(component: Component) -> str:
    found = (n for n in component.arguments if n in SEQUENCES)
    return next((n for n in found if component.text(n).isdigit()), "")


def _number(component: Component) -> int:
    return int(component.text(_argument(component)))


def _one_sided(was: Component | None, mine: Component, other: Component | None) -> int:
    changed = was is None or other is None or _number(was) != _number(mine)
    return _number(mine) if changed or other is None else _number(other)


def _fits(
    numbers: Mapping[str, int], base: Components, ours: Components, theirs: Components
) -> bool:
    """Whether each pair stands as the side has it that swapped it, else as both have it."""
    for left, right in combinations(numbers, 2):
        was, mine, other = (_order(left, right, side) for side in (base, ours, theirs))
        wanted = mine if other == 0 or mine not in (0, was) else other
        if wanted and _sign(numbers[left] - numbers[right]) != wanted:
            return False
    return True


def _order(left: str, right: str, side: Components) -> int:
    """-1 where left stands before right, 1 behind it, 0 where the side does not say."""
    if left not in side or right not in side:
        return 0
    return _sign(_number(side[left]) - _number(side[right]))


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
