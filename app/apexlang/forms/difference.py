"""Where the two exports of one application do not say the same, as a difference for people."""

from __future__ import annotations

import re
from typing import Final, Literal

from app.apex import Application as SqlApplication
from app.apex import Component as Call
from app.apex import spoken
from app.apex.catalogue import label_of, language_of, plugin_of
from app.apex.compare.file import added, removed
from app.apex.model import (
    ApplicationDiff,
    ComponentChange,
    FileDiff,
    PageDiff,
    PropertyChange,
    Status,
)
from app.apexlang.application import Application
from app.apexlang.diff import change, property_change
from app.apexlang.forms.compare import Compared, Told, compare_forms
from app.apexlang.forms.shown import sql_word
from app.apexlang.forms.types import of_procedure
from app.apexlang.labels import Tongue
from app.apexlang.tree import Document, Value

_UNWRITTEN: Final = frozenset(
    {
        "create_plugin_act_position", "create_plugin_attr_group", "create_template_option",
        "create_web_source_comp_param",
    }
)  # fmt: skip
"""Components that real exports in APEXlang leave out here and there."""


def differ(
    sql: SqlApplication, language: Application, sql_is_old: bool, tongue: Tongue = "en"
) -> ApplicationDiff:
    """From the one form to the other, in APEXlang's terms: properties that say something else or
    that only the SQL export has, and components that one of them has not. ``noise`` counts what was
    not compared: the properties and components that no table of ``resources/apexlang`` knows, and
    calls that are no components."""
    found = compare_forms(sql, language)
    changes: dict[str, list[ComponentChange]] = {}
    documents: dict[str, Document] = {}
    told: dict[tuple[str, str], list[Told]] = {}
    known, others = _components(found)
    noise = others + found.count("unknown")
    for one in (*found.told, *found.unsaid):
        if one.verdict == "differs":
            place = one.pair.document.name, one.pair.component.key
            told.setdefault(place, []).append(one)
    for (name, _), properties in told.items():
        document = documents[name] = properties[0].pair.document
        changes.setdefault(name, []).append(
            _changed(document, properties, found.unsaid, sql_is_old, tongue)
        )
    for one_side in found.alone:
        if one_side.reason != "missing":
            noise += 1
            continue
        documents[one_side.document.name] = one_side.document
        status = Status.ADDED if sql_is_old else Status.REMOVED
        made = change(one_side.component, one_side.document.components, status, None, tongue)
        changes.setdefault(one_side.document.name, []).append(made)
    pages: dict[int | None, str] = {
        d.number: name for name, d in language.documents.items() if d.number is not None
    }
    alone = _in_sql_alone(sql, known, sql_is_old, tongue)
    for file in alone:
        page = pages.get(file.number)
        if page is not None:
            documents[page] = language.documents[page]
            changes.setdefault(page, []).extend(file.diff.changes)
    files = tuple(_file(documents[name], tuple(made)) for name, made in changes.items())
    files += tuple(f for f in alone if f.number not in pages)
    order = sorted(files, key=lambda f: (f.kind != "page", f.number or 0, f.path))
    return ApplicationDiff(tuple(order), noise)


def _components(found: Compared) -> tuple[dict[str, list[Call]], int]:
    """The calls that APEXlang has no component for and would have one of, by their file; and how
    many others there are."""
    known: dict[str, list[Call]] = {}
    for path, call in found.paired.calls:
        if call.procedure in of_procedure() and call.procedure not in _UNWRITTEN:
            known.setdefault(path, []).append(call)
    return known, len(found.paired.calls) - sum(map(len, known.values()))


def _in_sql_alone(
    sql: SqlApplication, calls: dict[str, list[Call]], sql_is_old: bool, tongue: Tongue
) -> tuple[FileDiff, ...]:
    """Their files, in the words of the SQL export."""
    made = removed if sql_is_old else added
    whole = Status.REMOVED if sql_is_old else Status.ADDED
    files = []
    for path, here in calls.items():
        page = sql.parsed[path]
        kind: Literal["page", "shared"] = "page" if page.number is not None else "shared"
        difference = PageDiff(
            path, page.number, page.title, tuple(made(c, sql.names) for c in here)
        )
        gone = page.page_component in here
        status = whole if gone else Status.CHANGED
        files.append(FileDiff(path, kind, page.number, page.title, status, difference))
    return spoken(ApplicationDiff(tuple(files), 0), tongue).files


def _changed(
    document: Document,
    told: list[Told],
    unsaid: tuple[Told, ...],
    sql_is_old: bool,
    tongue: Tongue,
) -> ComponentChange:
    component = told[0].pair.component
    properties = []
    for one in told:
        if one in unsaid:
            properties.append(_unsaid(one, sql_is_old, tongue))
            continue
        sides = [Value(one.said) if one.said is not None else None, Value(one.value)]
        old, new = sides if sql_is_old else reversed(sides)
        properties.append(property_change(component.type, one.property, old, new, tongue))
    same = change(component, document.components, Status.CHANGED, component, tongue)
    return ComponentChange(
        same.key, same.procedure, same.type_label, same.name, same.path, Status.CHANGED,
        tuple(properties), same.plugin, same.place,
    )  # fmt: skip


def _unsaid(one: Told, sql_is_old: bool, tongue: Tongue) -> PropertyChange:
    """What the SQL export alone says, in its words."""
    own = one.argument if one.argument in one.pair.call.arguments else ""
    name = own or re.sub(r"create_\w+(?:/\w+)?\.", "", one.argument)
    call = one.pair.call
    label = sql_word(label_of(name, call.procedure, plugin_of(call.text), tongue), name, tongue)
    old, new = (one.said, None) if sql_is_old else (None, one.said)
    shape: Literal["text", "scalar"] = "text" if "\n" in (one.said or "") else "scalar"
    return PropertyChange(name, label, old, new, shape, language_of(name, one.said or ""))


def _file(document: Document, changes: tuple[ComponentChange, ...]) -> FileDiff:
    number = document.number
    difference = PageDiff(document.name, number, document.title, changes)
    kind: Literal["page", "shared"] = "page" if number is not None else "shared"
    return FileDiff(document.name, kind, number, document.title, Status.CHANGED, difference)
