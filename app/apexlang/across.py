"""What one file of an application means for the others while they merge.

Identifiers that one side took away or renamed in a file, and where the other side newly says them
in any other. An identifier is unique within its type alone (a list and a menu may both be
``home``), so a reference counts for the types that its property is seen to name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, Literal

from msgspec import Struct

from app.apex.catalogue.types import type_label
from app.apex.model import Usage
from app.apexlang.catalogue import can_name
from app.apexlang.follow import NO_KINDS, Kinds, Renamed, Renames
from app.apexlang.labels import Tongue, label_of
from app.apexlang.match import matched
from app.apexlang.references import Ident, Idents, idents_of, pages_named, references
from app.apexlang.tree import Component, Document, Path, Value

Side = Literal["ours", "theirs"]
Documents = Mapping[str, Document]
"""The files of one version, by the name that stays while a file is renamed."""

_NO_NAMES: Final[Renames] = {}
_NO_USES: Final[Mapping[Ident, tuple[Usage, ...]]] = {}


class Across(Struct, frozen=True):
    """For one file: ``ours_uses`` are the places in other files where ours newly refers to what
    theirs took away; ``ours_renamed`` are shared components that ours renamed in other files; and
    the other way round. ``kinds`` is what the application's references tell of its properties."""

    ours_uses: Mapping[Ident, tuple[Usage, ...]] = _NO_USES
    theirs_uses: Mapping[Ident, tuple[Usage, ...]] = _NO_USES
    ours_renamed: Renames = _NO_NAMES
    theirs_renamed: Renames = _NO_NAMES
    kinds: Kinds = NO_KINDS

    def uses(self, side: Side, ident: Ident) -> tuple[Usage, ...]:
        return (self.ours_uses if side == "ours" else self.theirs_uses).get(ident, ())


ALONE: Final = Across()
"""A file that nothing is known of but itself."""


class Around:
    """Three versions of an application, by the names of their files. Only files that a side
    changed are looked through, and only where the other side took something away."""

    def __init__(
        self, base: Documents, ours: Documents, theirs: Documents, language: Tongue
    ) -> None:
        self._base = base
        self._language = language
        self._sides: Mapping[Side, Documents] = {"ours": ours, "theirs": theirs}
        self._twins = {side: self._matched(found) for side, found in self._sides.items()}
        gone = {side: self._gone(side) for side in self._sides}
        self._uses: Mapping[Side, Mapping[Ident, tuple[Usage, ...]]] = {
            "ours": self._newly_used("ours", gone["theirs"]),
            "theirs": self._newly_used("theirs", gone["ours"]),
        }
        self._renames = {side: self._renamed(side) for side in self._sides}

    @cached_property
    def _kinds(self) -> Kinds:
        """Looked up where something went or was renamed, and not before."""
        return _kinds_of_references((self._base, *self._sides.values()))

    def of(self, file: str) -> Across:
        """What the other files mean for this one."""
        uses = {side: self._uses_outside(side, file) for side in self._sides}
        names = {
            side: {old: Renamed(new) for where, old, new in self._renames[side] if where != file}
            for side in self._sides
        }
        nothing = not any((*uses.values(), *names.values()))
        kinds = NO_KINDS if nothing else self._kinds
        return Across(uses["ours"], uses["theirs"], names["ours"], names["theirs"], kinds)

    def _uses_outside(self, side: Side, file: str) -> Mapping[Ident, tuple[Usage, ...]]:
        """Only where others say it: what the file itself says, its own merge sees."""
        here = {d.name for d in (self._sides[side].get(file), self._base.get(file)) if d}
        found = {
            ident: tuple(use for use in uses if use.path not in here)
            for ident, uses in self._uses[side].items()
        }
        return {ident: uses for ident, uses in found.items() if uses}

    def _matched(self, found: Documents) -> dict[str, dict[Path, Path]]:
        """Of each file that the side changed: the components of the base, and which they are."""
        return {
            name: matched(known, found[name])
            for name, known in self._base.items()
            if name in found and found[name].source != known.source
        }

    def _gone(self, side: Side) -> frozenset[Ident]:
        """What the side took away that other files can refer to: pages and shared components,
        whole files too. What only moved to another file is there."""
        found = self._sides[side]
        gone: set[Ident] = set()
        for name, known in self._base.items():
            twins = self._twins[side].get(name)
            if name in found and twins is None:
                continue
            gone |= {
                ident
                for path, component in known.components.items()
                if (twins is None or path not in twins) and (ident := _ident(component))
                if known.number is None or component is known.top
            }
        if not gone:
            return frozenset()
        return frozenset(gone - set(_idents(found)))

    def _renamed(self, side: Side) -> tuple[tuple[str, Ident, str], ...]:
        """(file, type and old identifier, the new one) of shared components that the side
        renamed, and nothing of that type has the old one. What a page holds is meant in that page
        alone."""
        found = []
        for name, twins in self._twins[side].items():
            if self._base[name].number is not None:
                continue
            for old, new in twins.items():
                one = self._base[name].components[old].node.ident
                two = self._sides[side][name].components[new].node.ident
                if one and two and one != two:
                    found.append((name, (new[-1][0], one), two))
        if not found:
            return ()
        still = set(_idents(self._sides[side]))
        return tuple(entry for entry in found if entry[1] not in still)

    def _newly_used(self, side: Side, gone: frozenset[Ident]) -> Mapping[Ident, tuple[Usage, ...]]:
        if not gone:
            return _NO_USES
        found: dict[Ident, list[Usage]] = {}
        for name, document in self._sides[side].items():
            known = self._base.get(name)
            if known is not None and known.source == document.source:
                continue
            before = self._said_before(side, name)
            own = idents_of(document.components.values())
            for component in document.components.values():
                for path, value in component.values().items():
                    was = before.get((component.path, path))
                    for ident in self._named(component, path, value, gone, own):
                        if was is None or ident not in self._named(component, path, was, gone, own):
                            use = usage(document, component, path, self._language)
                            found.setdefault(ident, []).append(use)
        return {ident: tuple(uses) for ident, uses in found.items()}

    def _said_before(self, side: Side, name: str) -> Mapping[tuple[Path, str], Value]:
        """The values of the base at their places on this side."""
        known = self._base.get(name)
        if known is None:
            return {}
        twins = self._twins[side].get(name, {})
        return {
            (twins[path], prop): value
            for path, component in known.components.items()
            if path in twins
            for prop, value in component.values().items()
        }

    def _named(
        self,
        component: Component,
        prop: str,
        value: Value,
        gone: frozenset[Ident],
        own: Idents,
    ) -> list[Ident]:
        """What of ``gone`` a value names; ``own`` is what its own file has."""
        pages = (("page", page) for page in pages_named(component, prop, value))
        found = [page for page in pages if page in gone]
        kinds = self._kinds.get(prop)
        return found + [
            (kind, ident)
            for name in references(value)
            if not own.has(prop, name)
            for kind, ident in gone
            if ident == name and can_name(prop, kind, kinds)
        ]


def usage(document: Document, component: Component, prop: str, language: Tongue) -> Usage:
    """A place that refers to something, as the questions of a merge name it."""
    places = (component.path[: n + 1] for n in range(len(component.path)))
    known = [document.components[place] for place in places]
    if document.number is not None:
        known = known[1:]
    words = [f"{type_label(c.type, language)} {c.name}" for c in known]
    label = " › ".join((*words, label_of(prop, language)))
    title = document.title if document.number is not None else ""
    return Usage(
        document.name, document.number, title, component.key, (), prop, label,
        component.values()[prop].text.partition("\n")[0],
    )  # fmt: skip


def _ident(component: Component) -> Ident | None:
    return (component.type, component.node.ident) if component.node.ident else None


def _idents(found: Documents) -> Iterator[Ident]:
    for document in found.values():
        for component in document.components.values():
            if ident := _ident(component):
                yield ident


def _kinds_of_references(versions: tuple[Documents, ...]) -> Kinds:
    """Property -> the types of what it refers to, where an identifier tells it by itself."""
    kinds: dict[str, set[str]] = {}
    for found in versions:
        types: dict[str, set[str]] = {}
        for kind, ident in _idents(found):
            types.setdefault(ident, set()).add(kind)
        for document in found.values():
            for component in document.components.values():
                for prop, value in component.values().items():
                    for name in references(value):
                        named = types.get(name, set())
                        if len(named) == 1:
                            kinds.setdefault(prop, set()).update(named)
    return {prop: frozenset(named) for prop, named in kinds.items()}
