"""Three sides in one id space: base and theirs read as if they came from ours.

A component that the base has keeps ours' id for it; what theirs added is the same as something
that ours added only if the natural key, or the id together with the content, says so; else it gets
an id that nothing in ours uses. The same input gives the same ids each time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final, Protocol

from app.apex import catalogue
from app.apex.export.parse import parse
from app.apex.export.tree import Component, Page
from app.apex.identity.match import (
    SAME,
    Files,
    IdMap,
    Key,
    addresses,
    map_ids,
    moved,
    natural_of,
    similarity,
)

_SAME_CONTENT: Final = 0.5


class Whole(Protocol):
    """An application, where the files given are not all of it."""

    @property
    def ids(self) -> Collection[str]: ...

    @property
    def mentioned(self) -> Collection[str]: ...


def align(base: Files, ours: Files, theirs: Files) -> tuple[dict[str, Page], dict[str, Page]]:
    """Base and theirs with their ids in ours' space. Files are matched by path."""
    if not base:
        ids = map_ids(theirs, ours)
        return {}, _moved(theirs, free(theirs, ours, ours, ids, converts=False))
    onto = settle(base, ours, map_ids(base, ours))
    was = _moved(base, onto)
    ids = map_ids(theirs, was)
    if not onto.is_identity and map_ids(theirs, base).is_identity:
        # One installation's ids: what they name elsewhere is, for theirs, what it is for the base.
        exact = {**onto.exact, **ids.exact}
        ids = IdMap(exact, ids.rules, ids.known, ids.matched, ids.explained)
    if not ids.explained:
        direct = map_ids(theirs, ours)
        if direct.explained:
            ids = IdMap(ids.exact, direct.rules, direct.known, ids.matched, True)
    return was, _moved(theirs, free(theirs, was, ours, ids))


def settle(files: Files, onto: Files, ids: IdMap, wholes: Collection[Whole] = ()) -> IdMap:
    """``ids`` so that no component without counterpart gets an id that ``onto`` uses."""
    return ids if ids.is_identity else free(files, onto, onto, ids, wholes)


def _moved(files: Files, ids: IdMap) -> dict[str, Page]:
    if ids.is_identity:
        return dict(files)
    return {path: _page(page, moved(page, ids)) for path, page in files.items()}


def _page(page: Page, text: str) -> Page:
    return page if text == page.source else parse(text, page.name)


def free(
    theirs: Files,
    known: Files,
    ours: Files,
    ids: IdMap,
    wholes: Collection[Whole] = (),
    converts: bool = True,
) -> IdMap:
    """``ids`` with what theirs added settled: ours' id if ours added the same, else a free one.
    What theirs made of something ``known``, if it ``converts`` such, keeps the id.

    ``wholes`` are what ours and known are a part of, where they are not all.
    """
    # Two calls with one id are about one thing: a script and what is appended to it.
    matched = {identity for _, identity in ids.matched}
    added_here = [
        (path, component)
        for path, page in theirs.items()
        for component in page.mapped
        if component.id not in matched
    ]
    if not added_here:
        return ids
    old = {(c.procedure, c.id) for page in known.values() for c in page.components}
    added = {
        (c.procedure, c.id): c
        for page in ours.values()
        for c in page.mapped
        if (c.procedure, c.id) not in old
    }
    twins = _Twins(ours, theirs, ids, added)
    # By one rule, what ours only refers to is that very component, and may come back.
    one = ids.rules == (SAME,) or (ids.explained and len(ids.rules) == 1)
    used = _ids(known, one) | _ids(ours, one)
    for whole in wholes:
        used.update(whole.ids if one else whole.mentioned)
    exact = dict(ids.exact)
    taken = set(exact.values())
    for path, component in added_here:
        twin = twins.find(path, component)
        if twin and twin not in taken:
            exact[component.id] = twin
            taken.add(twin)
            continue
        wanted = ids(component.id)
        if converts and _is_converted(wanted, known.get(path), ids):
            exact[component.id] = wanted
            continue
        if wanted in used or wanted in taken:
            wanted = _next(wanted, used | taken)
        exact[component.id] = wanted
        taken.add(wanted)
    return IdMap(exact, ids.rules, ids.known, ids.matched, ids.explained)


def _is_converted(identity: str, was: Page | None, ids: IdMap) -> bool:
    """Whether an id is that of a component of the base of which theirs has made another type: the
    old one is not there any more."""
    old = [c.procedure for c in was.mapped if c.id == identity] if was is not None else []
    kept = ids.targets
    return bool(old) and not any((procedure, identity) in kept for procedure in old)


def _ids(files: Files, defined: bool) -> set[str]:
    """The ids of all components, or all that stand anywhere."""
    if defined:
        return {component.id for page in files.values() for component in page.mapped}
    return {identity for page in files.values() for identity in page.ids}


def _next(identity: str, used: set[str]) -> str:
    number = int(identity)
    while str(number) in used:
        number += 1
    return str(number)


def _is_alone(component: Component) -> bool:
    """Whether its parent has one of its kind at most, and so it needs no name: a region's grid."""
    known = catalogue.type_of(component.procedure)
    return known.nest and not known.key and bool(component.parent)


def _place(parent: str, component: Component) -> str:
    """What is one below a parent of that id."""
    return f"{parent}|{component.procedure}|{natural_of(component)}"


def _on_two_pages(one: Component, other: Component) -> bool:
    """Both pages stay, so what stands on them is two things, also where one page was copied."""
    numbers = one.page.number, other.page.number
    return None not in numbers and numbers[0] != numbers[1]


class _Twins:
    """Components that both sides added independently, or that an earlier merge brought over."""

    def __init__(
        self, ours: Files, theirs: Files, ids: IdMap, added: Mapping[Key, Component]
    ) -> None:
        self._ours, self._theirs, self._ids, self._added = ours, theirs, ids, added
        self._by_address: dict[str, dict[str, list[Component]]] = {}
        self._addresses: dict[str, dict[str, str]] = {}

    def find(self, path: str, component: Component) -> str:
        """Ours' id for a component that theirs added; "" if ours has none."""
        if not self._added:
            return ""
        if path in self._ours:
            for place in (self._address(path, component), self._below(component)):
                found = self._mine(path).get(place, [])
                if len(found) == 1:
                    return found[0].id
        other = self._added.get((component.procedure, self._ids(component.id)))
        if other is None or _on_two_pages(component, other):
            return ""
        return other.id if similarity(component, other) >= _SAME_CONTENT else ""

    def _mine(self, path: str) -> dict[str, list[Component]]:
        if path not in self._by_address:
            page = self._ours[path]
            known = addresses(page)
            found: dict[str, list[Component]] = {}
            for component in page.components:
                key = (component.procedure, component.id)
                named = not known[component.key].endswith(":")
                if key in self._added and (named or _is_alone(component)):
                    found.setdefault(known[component.key], []).append(component)
                    parent = page.by_key.get(component.parent)
                    if parent is not None and parent.is_mapped:
                        found.setdefault(_place(parent.id, component), []).append(component)
            self._by_address[path] = found
        return self._by_address[path]

    def _below(self, component: Component) -> str:
        """Its place below a parent that both have, whatever that is called now; "" for others."""
        parent = component.page.by_key.get(component.parent)
        if parent is None or (parent.procedure, parent.id) not in self._ids.matched:
            return ""
        return _place(self._ids(parent.id), component)

    def _address(self, path: str, component: Component) -> str:
        if path not in self._addresses:
            self._addresses[path] = addresses(self._theirs[path])
        return self._addresses[path][component.key]
