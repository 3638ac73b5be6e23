"""An APEXlang file as a tree over its source text.

The source is kept as it was read, and every node is a span of whole lines of it: what nobody
changes is written back to the byte. A document is never changed; a merge makes a new text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Final, Literal
from urllib.parse import unquote

from msgspec import Struct

Kind = Literal["component", "group", "property", "object", "trivia"]
Shape = Literal["scalar", "text", "list"]


class Value(Struct, frozen=True, gc=False):
    """What a property says. ``items`` are an array's entries, and ``text`` they joined by line
    ends; ``language`` is the word behind a fence's backticks, which belongs to the property and
    not to its text. A scalar and an array of that one entry are the same value."""

    text: str
    items: tuple[str, ...] | None = None
    language: str = ""

    def _meaning(self) -> tuple[str, ...] | str:
        if self.items is None:
            return self.text
        return self.items[0] if len(self.items) == 1 else self.items

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Value) and self._meaning() == other._meaning()

    def __hash__(self) -> int:
        return hash(self._meaning())

    @property
    def shape(self) -> Shape:
        if self.items is not None:
            return "list"
        return "text" if "\n" in self.text else "scalar"

    @property
    def entries(self) -> tuple[str, ...]:
        """The entries of an array, or the one that a scalar stands for."""
        return self.items if self.items is not None else (self.text,) if self.text else ()


class Node(Struct, frozen=True, gc=False):
    """``start``/``end``: the span of its lines; ``inner`` and ``close``: where what it holds begins
    and where its closing line does (``end`` for a property). ``line`` is 1-based.

    ``name`` is a component's type, a group's or a property's name; ``ident`` a component's
    identifier, decoded, None where it has none.
    """

    kind: Kind
    name: str
    start: int
    end: int
    line: int
    inner: int = -1
    close: int = -1
    ident: str | None = None
    value: Value | None = None
    children: tuple[Node, ...] = ()


class Property(Struct, frozen=True, gc=False):
    """``path``: ``name``, ``group.name``, or ``group.object:name`` inside an object; each of these
    names as ``step`` writes it."""

    path: str
    value: Value
    node: Node


_NO_STEP: Final = re.compile(r"[%.:]")


def step(name: str) -> str:
    """A name in a property's path: a dot and a colon of its own do not separate."""
    return _NO_STEP.sub(lambda m: f"%{ord(m[0]):02X}", name)


def steps(path: str) -> tuple[str, tuple[str, ...]]:
    """The group, "" for none, and the names below it: ``a.b:c`` is a, and b and c."""
    head, *inner = path.split(":")
    group, _, first = head.rpartition(".")
    return group, tuple(unquote(name) for name in (first, *inner))


Path = tuple[tuple[str, str], ...]


class Component(Struct, frozen=True, gc=False):
    """One component with its place. ``path`` is (type, key) from the file down to it, unique in
    its file; the key is the identifier, or what tells it apart where it has none."""

    path: Path
    node: Node
    properties: Mapping[str, Property]

    @property
    def type(self) -> str:
        return self.node.name

    @property
    def parent(self) -> Path:
        return self.path[:-1]

    @property
    def key(self) -> str:
        """The path as one text."""
        return "/".join(f"{kind}:{name}" for kind, name in self.path)

    @property
    def name(self) -> str:
        """What a person calls it."""
        for path in ("name", "title"):
            found = self.properties.get(path)
            if found is not None and found.value.text:
                return found.value.text
        return self.node.ident or self.path[-1][1].strip("~") or self.type

    def values(self) -> dict[str, Value]:
        return {path: one.value for path, one in self.properties.items()}


class Document:
    """One parsed file. ``nodes`` are its top-level nodes, which cover the whole source;
    ``components`` are all of them by their paths, parents first."""

    def __init__(
        self,
        name: str,
        source: str,
        nodes: tuple[Node, ...] = (),
        components: Mapping[Path, Component] = MappingProxyType({}),
    ) -> None:
        self.name, self.source, self.nodes = name, source, nodes
        self.components = components

    @cached_property
    def top(self) -> Component | None:
        """The first component of the file."""
        return next(iter(self.components.values()), None)

    @property
    def number(self) -> int | None:
        """The page number; None for a file that is no page."""
        top = self.top
        if top is None or top.type != "page" or not (top.node.ident or "").isdigit():
            return None
        return int(top.node.ident or "")

    @property
    def title(self) -> str:
        return self.top.name if self.top is not None else self.name

    def text(self, node: Node) -> str:
        return self.source[node.start : node.end]

    def walk(self) -> Iterator[Node]:
        """Every node, in the order of the source."""
        stack = list(reversed(self.nodes))
        while stack:
            node = stack.pop()
            yield node
            stack += reversed(node.children)
