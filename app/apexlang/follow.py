"""References that follow what was renamed: in values alone, never in the text of code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from app.apexlang import edits as editing
from app.apexlang.catalogue import can_name, type_named
from app.apexlang.edits import Edit
from app.apexlang.references import Ident, followed, idents_of
from app.apexlang.tree import Document, Path, Value

Kinds = Mapping[str, frozenset[str]]
"""Property -> the types of what it is seen to refer to."""
NO_KINDS: Final[Kinds] = {}


class Renamed(Struct, frozen=True):
    """A component has the identifier ``new`` now. ``hidden``: another type has the old one still,
    and a property that is not known to mean the renamed type means that."""

    new: str
    hidden: bool = False


Renames = Mapping[Ident, Renamed]
"""By the type of the component, and the identifier that it had."""


def value_of(prop: str, value: Value | None, renames: Renames, kinds: Kinds) -> Value | None:
    """The value with the new names of what the property can refer to."""
    known = kinds.get(prop)
    names = {
        old: to.new
        for (kind, old), to in renames.items()
        if can_name(prop, kind, known) and (type_named(prop) or not to.hidden)
    }
    return followed(value, names)


def following(document: Document, renames: Renames, kinds: Kinds, within: Path = ()) -> list[Edit]:
    """What gives every reference of a document (or below one of its components) its new name."""
    if not renames:
        return []
    found: list[Edit] = []
    for component in document.components.values():
        if component.path[: len(within)] != within:
            continue
        values = component.values()
        wanted = {name: value_of(name, value, renames, kinds) for name, value in values.items()}
        wanted = {name: value for name, value in wanted.items() if value is not values[name]}
        found += editing.property_edits(document, component, wanted, [])
    return found


def without_own(renames: Renames, document: Document) -> Renames:
    """Renames without the names that the document itself has: there it means its own."""
    own = idents_of(document.components.values())
    return {
        (kind, old): Renamed(to.new, to.hidden or old in own.names)
        for (kind, old), to in renames.items()
        if (kind, old) not in own.typed
    }
