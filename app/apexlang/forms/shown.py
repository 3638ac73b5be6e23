"""Differences and conflicts of SQL exports as APEXlang says them.

What is compared, decided and written stays the SQL export: keys, paths of files and names of
arguments are its own. What people read is APEXlang's: type and identifier of a component, the
property, and its value as APEXlang writes it. Where no word is known the SQL word is shown, and
said to be one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec.structs import replace

from app.apex.catalogue.spoken import COLON, listing, path_in
from app.apex.catalogue.types import type_label
from app.apex.model import (
    ApplicationDiff,
    ComponentChange,
    Conflict,
    Listed,
    PageDiff,
    PropertyChange,
    Status,
    Take,
)
from app.apexlang.diff import property_change, property_label
from app.apexlang.forms.words import Named, Place, Words, ident_of
from app.apexlang.labels import Tongue
from app.apexlang.tree import Value

_WHOLE: Final = (Status.ADDED, Status.REMOVED)


def in_apexlang(found: ApplicationDiff, words: Words, tongue: Tongue = "en") -> ApplicationDiff:
    """The same difference, in APEXlang's words; ``found`` says it in ``tongue``."""
    files = tuple(
        replace(file, diff=page_in_apexlang(file.path, file.diff, words, tongue))
        for file in found.files
    )
    return replace(found, files=files)


def page_in_apexlang(path: str, found: PageDiff, words: Words, tongue: Tongue) -> PageDiff:
    """``in_apexlang`` for one file. What APEXlang says in one component (a region and its report)
    is told once."""
    named = {c.key: words.component(path, c.key, c.place) for c in found.changes}
    whole = {c.key: c.status for c in found.changes if c.status in _WHOLE}
    made: dict[str, ComponentChange] = {}
    for change in found.changes:
        one = named[change.key]
        if one is None:
            made[change.key] = _unknown(path, change, words, tongue)
            continue
        owner = one.pair.call.key
        if one.part and whole.get(owner) is change.status:
            continue  # told with the component that it is a part of
        told = _change(path, change, one, words, tongue)
        known = made.get(owner)
        if known is None:
            made[owner] = told
        else:
            status = known.status if one.part else told.status
            properties = (*known.properties, *told.properties)
            made[owner] = replace(known, status=status, properties=properties)
    return replace(found, changes=tuple(made.values()))


def _change(
    path: str, change: ComponentChange, named: Named, words: Words, tongue: Tongue
) -> ComponentChange:
    component = named.component
    if change.status in _WHOLE and not named.part:
        gone = change.status is Status.REMOVED
        properties: Sequence[PropertyChange] = [
            property_change(
                component.type, prop, value if gone else None, None if gone else value, tongue
            )
            for prop, value in component.values().items()
        ]
    else:
        properties = [_property(path, change, p, named, words, tongue) for p in change.properties]
    return ComponentChange(
        named.pair.call.key,
        component.type,
        type_label(component.type, tongue),
        ident_of(component),
        path_in(named.place, tongue),
        Status.CHANGED if named.part else change.status,
        tuple(properties),
        change.plugin,
        named.place,
    )


def _property(
    path: str,
    change: ComponentChange,
    told: PropertyChange,
    named: Named,
    words: Words,
    tongue: Tongue,
) -> PropertyChange:
    prop = words.property(path, change.key, told.name, change.place)
    if prop is None:
        return _as_sql(told, tongue)
    sides: list[Value | None] = []
    for text in (told.old, told.new):
        if text is None:
            sides.append(None)
            continue
        wording = words.value(path, change.key, told.name, prop, text, change.place)
        if not wording.known:
            return _as_sql(told, tongue)
        sides.append(wording.value)
    old, new = sides
    if old == new:  # APEXlang does not tell the two apart
        return _as_sql(told, tongue)
    return replace(property_change(named.component.type, prop, old, new, tongue), name=told.name)


def _unknown(path: str, change: ComponentChange, words: Words, tongue: Tongue) -> ComponentChange:
    place = _place(path, change.place, words)
    properties = tuple(_as_sql(p, tongue) for p in change.properties)
    return replace(change, place=place, path=path_in(place, tongue), properties=properties)


def _place(path: str, place: Place, words: Words) -> Place:
    """As far as the components above are known, in APEXlang's words."""
    for depth in range(len(place) - 1, 0, -1):
        named = words.component(path, "", place[:depth])
        if named is not None:
            return (*named.place, *place[depth:])
    return place


def _as_sql(told: PropertyChange, tongue: Tongue) -> PropertyChange:
    return replace(told, label=sql_word(told.label, told.name, tongue))


def sql_word(label: str, argument: str, tongue: Tongue) -> str:
    """A label that says that it stands for an argument of the SQL export, and for which."""
    colon = "\N{NO-BREAK SPACE}:" if tongue == "fr" else ":"
    return f"{label} (SQL{colon} {argument})"


def conflict_in_apexlang(conflict: Conflict, words: Words, tongue: Tongue = "en") -> Conflict:
    """The same conflict, with its key, its property and its choices, in APEXlang's words. A result
    is not typed where APEXlang has another word for it than the SQL export that it goes to; a whole
    component is listed as APEXlang has it, where a version has it just so."""
    path, key, place = conflict.path, conflict.component, conflict.place
    named = words.component(path, key, place)
    if named is None:
        if not conflict.property:
            return conflict
        return replace(conflict, label=sql_word(conflict.label, conflict.property, tongue))
    conflict = replace(
        conflict,
        type_label=type_label(named.component.type, tongue),
        component_name=ident_of(named.component),
        component_path=path_in(named.place, tongue),
    )
    if not conflict.property:
        sides = [_listing(path, side, words, tongue) for side in conflict.listed]
        if not sides:
            return conflict
        return replace(conflict, base=sides[0], ours=sides[1], theirs=sides[2])
    prop = words.property(path, key, conflict.property, place)
    if prop is None:
        return replace(conflict, label=sql_word(conflict.label, conflict.property, tongue))
    in_sql = replace(conflict, label=sql_word(conflict.label, conflict.property, tongue))
    conflict = replace(conflict, label=property_label(prop, tongue))
    if conflict.shape == "list":
        return conflict  # its entries are the same words, and can be typed
    texts: list[str | None] = []
    for text in (conflict.base, conflict.ours, conflict.theirs, conflict.merged):
        if text is None:
            texts.append(None)
            continue
        wording = words.value(path, key, conflict.property, prop, text, place)
        if not wording.known:
            return in_sql
        texts.append(wording.value.text if wording.value is not None else None)
    was = (conflict.base, conflict.ours, conflict.theirs, conflict.merged)
    if len(set(texts)) < len(set(was)):  # APEXlang does not tell two of them apart
        return in_sql
    choices = conflict.choices
    if tuple(texts) != was or not words.typed(path, key, conflict.property, prop, place):
        choices = tuple(take for take in choices if take is not Take.EDITED)
    base, ours, theirs, merged = texts
    return replace(conflict, base=base, ours=ours, theirs=theirs, merged=merged, choices=choices)


def _listing(path: str, side: Sequence[Listed] | None, words: Words, tongue: Tongue) -> str | None:
    """Components of one side, each with its properties; a part of one that is told stands in it."""
    if side is None:
        return None
    told: set[str] = set()
    texts: list[str] = []
    for one in side:
        named = words.like(path, one)
        if named is None:
            texts.append(listing([one], tongue))
            continue
        owner = named.pair.call.key
        if owner in told:
            continue
        told.add(owner)
        texts.append(f"{type_label(named.component.type, tongue)} {ident_of(named.component)}")
        texts += [
            f"  {property_label(prop, tongue)}{COLON[tongue]}"
            + value.text.replace("\n", "\n      ")
            for prop, value in named.component.values().items()
        ]
    return "\n".join(texts)
