"""Which component is which: by its path of types and identifiers.

APEXlang has no ids; a component's identifier is its static id, made when it is born and kept. The
few types without one are told apart by a property of theirs, by their number among equals only as a
last resort. The application's own identifier is its alias, which may change: it is one of a kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from app.apexlang.tree import Component, Node, Path, Property, step

# For types without an identifier: the properties that together tell one from its siblings.
_NATURAL: Final[dict[str, tuple[tuple[str, ...], ...]]] = {
    "displayColumn": (("column",),),
    "databaseObject": (("type", "name"), ("name",), ("objectName",)),
    "componentSetting": (("type", "name"), ("name",), ("type",)),
    "standardAttributeConfig": (("name",),),
    "sort": (("column",), ("sorting.column",)),
    "controlBreak": (("column",),),
    "aggregate": (("function", "column"), ("column",)),
    "filter": (("column", "name"), ("name",), ("column",)),
    "branch": (("name",), ("behavior.target:page",), ("behavior.pageNumber",)),
    "groupByColumn": (("column",),),
    "groupBySort": (("column",),),
    "groupByAggregate": (("aggregate.function", "aggregate.column"), ("aggregate.column",)),
    "pivotColumn": (("column",),),
    "pivotSort": (("column",),),
    "pivotAggregate": (("aggregate.function", "aggregate.column"), ("aggregate.column",)),
    "pivotRowColumn": (("column",),),
    "connection": (("name", "activity.to"), ("activity.to",), ("name",)),
    "parameter": (("name",),),
}
_ONE_OF_A_KIND: Final = frozenset({"app"})


def components(nodes: Iterable[Node], above: Path = ()) -> Iterator[Component]:
    """All components of these nodes, parents first, each with a path of its own."""
    seen: dict[tuple[str, str], int] = {}
    for node in nodes:
        if node.kind != "component":
            continue
        properties: dict[str, Property] = {}
        _properties(node.children, "", properties)
        key = _key(node, properties)
        count = seen[node.name, key] = seen.get((node.name, key), 0) + 1
        path = (*above, (node.name, key if count == 1 else f"{key}#{count}"))
        yield Component(path, node, properties)
        yield from components(node.children, path)


def naturals(component: Component) -> frozenset[tuple[str, ...]]:
    """All that may tell it from its siblings, where it has no identifier: of a branch with a name
    its name, and the page it leads to."""
    values = component.values()
    return frozenset(
        tuple(part for name in names for part in (name, values[name].text))
        for names in _NATURAL.get(component.type, ())
        if component.node.ident is None and all(name in values for name in names)
    )


def _key(node: Node, properties: dict[str, Property]) -> str:
    if node.name in _ONE_OF_A_KIND:
        return ""
    if node.ident is not None:
        return node.ident
    for names in _NATURAL.get(node.name, ()):
        found = [properties[name].value.text for name in names if name in properties]
        if len(found) == len(names):
            return "~" + "|".join(found)
    return "~"


def _properties(nodes: Iterable[Node], prefix: str, found: dict[str, Property]) -> None:
    """Own properties by their paths: those of groups with the group's name before a dot, those of
    objects with the object's before a colon. The default group may be written or not, and is left
    out."""
    for node in nodes:
        kind = node.kind
        if kind == "property":
            assert node.value is not None
            path = prefix + step(node.name)
            found[path] = Property(path, node.value, node)
        elif kind == "group":
            inner = "" if node.name == "identification" else f"{node.name}."
            _properties(node.children, prefix + inner, found)
        elif kind == "object":
            _properties(node.children, f"{prefix}{step(node.name)}:", found)
