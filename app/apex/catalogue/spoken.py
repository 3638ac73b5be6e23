"""Differences and conflicts in another language: the same values under other labels.

Everything is compared and merged once, in English; what a person is shown says it in theirs. All
that is needed for that stands in the values: procedures, arguments, plug-ins and codes.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from msgspec.structs import replace

from app.apex.catalogue.labels import Tongue, label_of
from app.apex.catalogue.types import type_label
from app.apex.catalogue.value_labels import value_label
from app.apex.model import (
    ApplicationDiff,
    ComponentChange,
    Conflict,
    Issue,
    Listed,
    PageDiff,
    PropertyChange,
    Usage,
)

COLON: Final[dict[Tongue, str]] = {"en": ": ", "fr": "\N{NO-BREAK SPACE}: "}
"""Between a label and its value."""


def path_in(place: tuple[tuple[str, str], ...], language: Tongue = "en") -> tuple[str, ...]:
    """Types and names of a place, as a person reads them."""
    return tuple(
        f"{type_label(procedure, language)} {named(name, language)}".strip()
        for procedure, name in place
    )


def named(name: str, language: Tongue = "en") -> str:
    """A component's name; where that is a plug-in of APEX's own, what Page Designer calls it."""
    return (value_label("", name, language == "fr") or name) if name.startswith("NATIVE_") else name


def spoken(difference: ApplicationDiff, language: Tongue) -> ApplicationDiff:
    """The same difference with labels, paths and values in ``language``."""
    files = tuple(replace(f, diff=spoken_page(f.diff, language)) for f in difference.files)
    return replace(difference, files=files)


def spoken_page(difference: PageDiff, language: Tongue) -> PageDiff:
    """``spoken`` for one file."""
    changes = tuple(spoken_change(c, language) for c in difference.changes)
    return replace(difference, changes=changes)


def spoken_change(change: ComponentChange, language: Tongue) -> ComponentChange:
    """``spoken`` for one component."""
    return replace(
        change,
        type_label=type_label(change.procedure, language),
        name=_name(change, language),
        path=path_in(change.place, language) or change.path,
        properties=tuple(_property(change, p, language) for p in change.properties),
    )


def _name(change: ComponentChange, language: Tongue) -> str:
    own = change.place[-1][1] if change.place else ""
    return named(own, language) if own.startswith("NATIVE_") else change.name


def _property(change: ComponentChange, prop: PropertyChange, language: Tongue) -> PropertyChange:
    return replace(
        prop,
        label=label_of(prop.name, change.procedure, change.plugin, language),
        old_label=value_label(prop.name, prop.old, language == "fr"),
        new_label=value_label(prop.name, prop.new, language == "fr"),
    )


def listing(components: Iterable[Listed], language: Tongue = "en") -> str:
    """Components as a person reads them: types, names, and their properties."""
    lines: list[str] = []
    for component in components:
        indent = ""
        if component.name is not None:
            lines.append(f"{type_label(component.procedure, language)} {component.name}")
            indent = "  "
        for argument, text in component.properties:
            label = label_of(argument, component.procedure, component.plugin, language)
            value = value_label(argument, text, language == "fr") or named(text, language)
            value = value.replace("\n", f"\n{indent}    ")
            lines.append(f"{indent}{label}{COLON[language]}{value}")
    return "\n".join(lines)


def spoken_conflict(conflict: Conflict, language: Tongue) -> Conflict:
    """``spoken`` for a conflict."""
    if conflict.listed:
        texts = [listing(side, language) if side is not None else None for side in conflict.listed]
        conflict = replace(conflict, base=texts[0], ours=texts[1], theirs=texts[2])
    uses = tuple(
        replace(u, label=label_of(u.property, u.place[-1][0], u.plugin, language)) if u.place else u
        for u in conflict.uses
    )
    conflict = replace(conflict, uses=uses)
    if not conflict.place:
        return conflict
    procedure = conflict.place[-1][0]
    label = conflict.label
    if conflict.property:
        label = label_of(conflict.property, procedure, conflict.plugin, language)
    return replace(
        conflict,
        type_label=type_label(procedure, language),
        component_path=path_in(conflict.place, language),
        label=label,
    )


def use_line(use: Usage, language: Tongue) -> str:
    """Where something is used, in one line: page, component, property, and the words around it."""
    place = use.place
    page: tuple[str, ...] = ()
    if use.page is not None:
        page = (f"Page {use.page} {use.title}".strip(),)
        place = place[1:] if place and place[0][0] == "create_page" else place
    where = " › ".join((*page, *path_in(place, language), use.label))
    return f"{where}{COLON[language]}{use.text}" if use.text else where


def spoken_issue(issue: Issue, language: Tongue) -> Issue:
    """``spoken`` for a finding of the integrity report."""
    procedure, argument = issue.facts.get("procedure", ""), issue.facts.get("argument", "")
    said = dict(issue.facts)
    if procedure:
        said["type"] = type_label(procedure, language)
    if argument:
        said["property"] = label_of(argument, procedure, "", language)
    return replace(issue, facts=said)
