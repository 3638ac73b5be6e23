"""References between components: ``@identifier``, a value of its own or an entry of an array;
``!@identifier`` where it is negated (all but those whom an authorization lets in).

Not of this application are those to the base theme (``@/template``) and to a part of a plug-in
(``@a/b``); names without ``@`` (items, pages, columns) are told by no sign.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from app.apex.model import Issue
from app.apexlang.catalogue import leads_to_page, type_named
from app.apexlang.tree import Component, Document, Path, Value

_REFERENCE: Final = re.compile(r"(!?@)([^\s/@]+)\Z")
Ident = tuple[str, str]
"""(type, identifier) of a component."""


class Idents(Struct, frozen=True):
    """What there is to refer to. An identifier is unique within its type alone: a region and a
    list of values may both be ``status``."""

    typed: frozenset[Ident]
    names: frozenset[str]

    def has(self, prop: str, name: str) -> bool:
        """Whether the property can mean one of these; of any type, where the property's own is
        not known."""
        kind = type_named(prop)
        return (kind, name) in self.typed if kind else name in self.names


def idents_of(components: Iterable[Component]) -> Idents:
    typed = frozenset((c.type, c.node.ident) for c in components if c.node.ident)
    return Idents(typed, frozenset(name for _, name in typed))


def references(value: Value) -> tuple[str, ...]:
    """The identifiers that a value names."""
    if "@" not in value.text:  # an array's entries stand in it too
        return ()
    texts = value.items if value.items is not None else (value.text,)
    return tuple(hit[2] for text in texts if (hit := _REFERENCE.fullmatch(text)))


def pages_named(component: Component, prop: str, value: Value) -> tuple[str, ...]:
    """The numbers of the pages of this application that a property leads to."""
    if not leads_to_page(component.type, prop):
        return ()
    target = prop.partition(":")[0]
    if any(f"{target}:{word}" in component.properties for word in ("app", "application")):
        return ()
    return tuple(entry for entry in value.entries if entry.isdecimal())


def lost(document: Document, *known: Idents) -> Iterable[Issue]:
    """References to what is in none of ``known``."""
    for component in document.components.values():
        for name, prop in component.properties.items():
            for ident in references(prop.value):
                if not any(found.has(name, ident) for found in known):
                    facts = {
                        "component": component.name,
                        "property": name,
                        "reference": f"@{ident}",
                    }
                    yield Issue("error", "apexlang.reference", document.name, component.key, facts)


def lost_references(result: Document, sides: Iterable[Document]) -> Iterable[Issue]:
    """References of the result to what one of the versions of this file had, and the result has
    not. What other files have is for those who see the whole application."""
    here = idents_of(result.components.values())
    once = idents_of(c for side in sides for c in side.components.values())
    for issue in lost(result, here):
        if once.has(issue.facts["property"], issue.facts["reference"][1:]):
            yield issue


def twice(result: Document, sides: Iterable[Document]) -> Iterable[Issue]:
    """Components of one type and identifier in one place, that no version of the file had so."""
    before = {key for side in sides for key, number in _places(side).items() if number > 1}
    for (parent, kind, ident), number in _places(result).items():
        if number > 1 and (parent, kind, ident) not in before:
            facts = {"component": f"{kind} {ident}"}
            yield Issue("error", "apexlang.twice", result.name, kind, facts)


def _places(document: Document) -> Counter[tuple[Path, str, str]]:
    return Counter(
        (component.parent, component.type, component.node.ident)
        for component in document.components.values()
        if component.node.ident
    )


def followed(value: Value | None, renamed: Mapping[str, str]) -> Value | None:
    """A value whose references say the new names of what was renamed (old name to new)."""
    if value is None or not renamed:
        return value
    if value.items is not None:
        items = tuple(_named(item, renamed) for item in value.items)
        return Value("\n".join(items), items) if items != value.items else value
    text = _named(value.text, renamed)
    return value if text == value.text else Value(text, None, value.language)


def _named(text: str, renamed: Mapping[str, str]) -> str:
    hit = _REFERENCE.fullmatch(text)
    return f"{hit[1]}{renamed[hit[2]]}" if hit and hit[2] in renamed else text
