"""Where the two exports of one application do not say the same, as a difference for people."""

from __future__ import annotations

from typing import Literal

from app.apex import Application as SqlApplication
from app.apex.model import ApplicationDiff, ComponentChange, FileDiff, PageDiff, Status
from app.apexlang.application import Application
from app.apexlang.diff import change, property_change
from app.apexlang.forms.compare import Told, compare_forms
from app.apexlang.labels import Tongue
from app.apexlang.tree import Component, Document, Value


def differ(
    sql: SqlApplication, language: Application, sql_is_old: bool, tongue: Tongue = "en"
) -> ApplicationDiff:
    """From the one form to the other, in APEXlang's terms: properties that say something else, and
    components that the SQL export has not. ``noise`` counts what was not compared: the properties
    and components that no table of ``resources/apexlang`` knows, and calls without a component."""
    found = compare_forms(sql, language)
    changes: dict[str, list[ComponentChange]] = {}
    documents: dict[str, Document] = {}
    told: dict[tuple[str, str], list[Told]] = {}
    noise = len(found.paired.calls) + found.count("unknown")
    for one in found.told:
        if one.verdict == "differs":
            place = one.pair.document.name, one.pair.component.key
            told.setdefault(place, []).append(one)
    for (name, _), properties in told.items():
        pair = properties[0].pair
        documents[name] = pair.document
        changes.setdefault(name, []).append(
            _changed(pair.document, pair.component, properties, sql_is_old, tongue)
        )
    for alone in found.alone:
        if alone.reason != "missing":
            noise += 1
            continue
        documents[alone.document.name] = alone.document
        status = Status.ADDED if sql_is_old else Status.REMOVED
        made = change(alone.component, alone.document.components, status, None, tongue)
        changes.setdefault(alone.document.name, []).append(made)
    files = tuple(_file(documents[name], tuple(made)) for name, made in changes.items())
    order = sorted(files, key=lambda f: (f.kind != "page", f.number or 0, f.path))
    return ApplicationDiff(tuple(order), noise)


def _changed(
    document: Document,
    component: Component,
    told: list[Told],
    sql_is_old: bool,
    tongue: Tongue,
) -> ComponentChange:
    properties = []
    for one in told:
        sides = [Value(one.said) if one.said is not None else None, Value(one.value)]
        old, new = sides if sql_is_old else reversed(sides)
        properties.append(property_change(component.type, one.property, old, new, tongue))
    same = change(component, document.components, Status.CHANGED, component, tongue)
    return ComponentChange(
        same.key, same.procedure, same.type_label, same.name, same.path, Status.CHANGED,
        tuple(properties), same.plugin, same.place,
    )  # fmt: skip


def _file(document: Document, changes: tuple[ComponentChange, ...]) -> FileDiff:
    number = document.number
    difference = PageDiff(document.name, number, document.title, changes)
    kind: Literal["page", "shared"] = "page" if number is not None else "shared"
    return FileDiff(document.name, kind, number, document.title, Status.CHANGED, difference)
