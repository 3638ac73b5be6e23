"""What a newer release of APEX writes differently, and nobody edited.

The first export after an upgrade gives many components new forms: plug-in attributes by name
where they had numbers, arguments that were defaults before, or are now. That is no edit, and does
not speak against a deletion. What the catalogue of upgrades knows is told by that; the rest is
told from edits by what the page shows itself: the same values under other names, or the same step
at every component that could make it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cached_property
from typing import Final, NamedTuple

from app.apex.catalogue import IN_PAGE, plugin_of
from app.apex.compare.file import properties
from app.apex.compare.lift import unchanged
from app.apex.export.tree import Component
from app.apex.export.values import Value

_NUMBERED: Final = re.compile(r"p_attribute_\d\d")
_UNTOLD: Final = 4  # times that a step is made, if nothing says that the release is another
_NAMED: Final = "p_attributes."


class _Step(NamedTuple):
    """An argument that came or went. ``plugin`` counts where it gives the argument its meaning."""

    procedure: str
    plugin: str
    name: str
    old: Value | None
    new: Value | None


class Upgrade:
    """From a page to the same page as another release exports it; knows nothing of any change if
    the release is the same. Where no file says it (before 20.1), more must speak for another."""

    def __init__(self, old: Mapping[str, Component], new: Mapping[str, Component]) -> None:
        self._old, self._new = old, new

    @cached_property
    def _usual(self) -> frozenset[_Step] | None:
        """What the release did, if it can have done anything; looked for when something differs."""
        sides = (self._old, self._new)
        one, other = (next((c.page for c in side.values()), None) for side in sides)
        if one is not None and other is not None:
            told = bool(one.release or other.release) or one.namespace != other.namespace
            if not told or (one.release, one.namespace) != (other.release, other.namespace):
                return _usual(self._old, self._new, 2 if told else _UNTOLD)
        return None

    def edits(self, was: Component, now: Component) -> set[str]:
        """The properties that differ and that the release does not account for."""
        before, after = properties(was), properties(now)
        names = {n for n in {**before, **after} if before.get(n) != after.get(n)}
        names -= unchanged(was, now, before, after)
        if not names or self._usual is None:
            return names
        names -= _renamed(names, before, after)
        return {n for n in names if _step(now, n, before, after) not in self._usual}


def _usual(
    old: Mapping[str, Component], new: Mapping[str, Component], least: int
) -> frozenset[_Step]:
    """The steps that were made ``least`` times or more, and wherever they could be. A reference to
    another component of the page goes with that, and by no upgrade."""
    made: Counter[_Step] = Counter()
    could: Counter[tuple[str, str, str, Value | None]] = Counter()
    for key, now in new.items():
        was = old.get(key)
        if was is None or was.is_verbatim(now):
            continue
        before, after = properties(was), properties(now)
        names = {n for n in {**before, **after} if (n in before) != (n in after)} - IN_PAGE
        made.update(_step(now, n, before, after) for n in names)
    places: dict[str, set[tuple[str, str, str, Value | None]]] = {}
    for step in made:
        places.setdefault(step.procedure, set()).add(step[:4])
    for key, now in new.items():
        if key in old and now.procedure in places:
            before, plugin = properties(old[key]), plugin_of(now.text)
            could.update(
                place
                for place in places[now.procedure]
                if place[1] in ("", plugin) and before.get(place[2]) == place[3]
            )
    return frozenset(s for s, count in made.items() if count >= least and count == could[s[:4]])


def _step(
    now: Component, name: str, before: Mapping[str, Value], after: Mapping[str, Value]
) -> _Step:
    plugin = plugin_of(now.text) if name.startswith("p_attribute") else ""
    return _Step(now.procedure, plugin, name, before.get(name), after.get(name))


def _renamed(names: set[str], before: Mapping[str, Value], after: Mapping[str, Value]) -> set[str]:
    """Numbered attributes that went and named ones that came, if they have the same values."""
    gone = {n for n in names if _NUMBERED.fullmatch(n) and n not in after}
    come = {n for n in names if n.startswith(_NAMED) and n not in before}
    same = sorted(before[n].text for n in gone) == sorted(after[n].text for n in come)
    return gone | come if gone and same else set()
