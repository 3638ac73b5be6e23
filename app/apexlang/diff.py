"""Differences of two APEXlang files by meaning: per component, per property.

Order, blank lines, comments, a fence's language and whether the default group is written are no
differences, and neither is an array of one entry that is written as a scalar.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.apex.catalogue.spoken import path_in
from app.apex.catalogue.types import type_label
from app.apex.model import ComponentChange, PageDiff, PropertyChange, Status, ValueShape
from app.apexlang.labels import Tongue, label_of, language_of
from app.apexlang.match import matched
from app.apexlang.tree import Component, Document, Path, Value

IDENTIFIER = "@identifier"


def compare(old: Document | None, new: Document | None, language: Tongue = "en") -> PageDiff:
    """The differences, in the order of the new side; None is a side that has no such file."""
    document = new if new is not None else old
    assert document is not None
    before = old.components if old is not None else {}
    after = new.components if new is not None else {}
    twins = matched(old, new) if old is not None and new is not None else {}
    sources = {theirs: ours for ours, theirs in twins.items()}
    found: list[ComponentChange] = []
    for path, component in after.items():
        was = before.get(sources.get(path, ()))
        if was is None:
            found.append(change(component, after, Status.ADDED, None, language))
            continue
        made = change(component, after, Status.CHANGED, was, language)
        if made.properties:
            found.append(made)
    found += [
        change(component, before, Status.REMOVED, None, language)
        for path, component in before.items()
        if path not in twins
    ]
    return PageDiff(document.name, document.number, document.title, tuple(found))


def change(
    component: Component,
    side: Mapping[Path, Component],
    status: Status,
    was: Component | None,
    language: Tongue,
) -> ComponentChange:
    """What happened to one component of ``side``; ``was`` is its other version."""
    if was is not None:
        properties = _changed(was, component, language)
        if any(p.name == IDENTIFIER for p in properties):
            status = Status.RENAMED
    else:
        removed = status is Status.REMOVED
        properties = tuple(
            property_change(
                component.type,
                path,
                value if removed else None,
                None if removed else value,
                language,
            )
            for path, value in component.values().items()
        )
    above = [component.path[: n + 1] for n in range(len(component.path))]
    place = tuple((side[p].type, side[p].name) for p in above if p in side)
    return ComponentChange(
        component.key,
        component.type,
        type_label(component.type, language),
        component.name,
        path_in(place, language),
        status,
        properties,
        place=place,
    )


def _changed(old: Component, new: Component, language: Tongue) -> tuple[PropertyChange, ...]:
    before, after = old.values(), new.values()
    if old.path[-1] != new.path[-1] and (old.node.ident or new.node.ident):
        before = {IDENTIFIER: Value(old.node.ident or ""), **before}
        after = {IDENTIFIER: Value(new.node.ident or ""), **after}
    return tuple(
        property_change(new.type, path, before.get(path), after.get(path), language)
        for path in {**after, **before}
        if before.get(path) != after.get(path)
    )


def property_change(
    component: str, path: str, old: Value | None, new: Value | None, language: Tongue = "en"
) -> PropertyChange:
    """``component`` is the type whose property it is."""
    one = new if new is not None else old
    assert one is not None
    longer = max((v for v in (old, new) if v is not None), key=lambda v: v.text.count("\n"))
    return PropertyChange(
        path,
        property_label(path, language),
        old.text if old is not None else None,
        new.text if new is not None else None,
        shape_of(longer),
        language_of(one, component, path),
    )


def property_label(path: str, language: Tongue) -> str:
    """What a property is called; the identifier is one."""
    if path == IDENTIFIER:
        return "Identification · Identifiant" if language == "fr" else "Identification · Identifier"
    return label_of(path, language)


def shape_of(value: Value) -> ValueShape:
    """How a value is shown."""
    if value.items is not None:
        return "list"
    if "\n" in value.text:
        return "text"
    return "reference" if value.text.startswith(("@", "!@")) else "scalar"
