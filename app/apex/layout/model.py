"""The values of a layout: what stands in which slot, row and cell. No coordinates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

Kind = Literal["page", "region", "item", "button", "column", "hidden", "logic"]
Form = Literal["grid", "flow", "stack", "chips"]
Zone = Literal["top", "left", "center", "right", "bottom", "outside", "head", "body", "foot"]
Trait = Literal["required", "no_header", "collapsed", "never", "conditional", "facet"]


class Address(Struct, frozen=True, gc=False):
    """Where a component says that it stands, spelt as APEX 21.2 and later spell it, so that an
    upgrade is no move. ``column`` and ``span`` are 0 where they are automatic."""

    parent: str
    slot: str
    new_row: bool = True
    new_cell: bool = True
    column: int = 0
    span: int = 0


class Node(Struct, frozen=True):
    """One component that is drawn.

    ``key`` is its key in the page's tree; ``plugin`` its plug-in (``NATIVE_IR``), which names its
    type. ``note`` is what is seen of it where that is not its title: an item's label, a button's
    name. ``label_span`` is how many twelfths of an item its label takes, 0 where the label stands
    above; ``lines`` its height in lines of text.
    """

    key: str
    kind: Kind
    procedure: str
    title: str
    address: Address
    note: str = ""
    plugin: str = ""
    traits: frozenset[Trait] = frozenset()
    label_span: int = 0
    lines: int = 1
    areas: tuple[Area, ...] = ()

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in reading order."""
        yield self
        for area in self.areas:
            for node in area.nodes():
                yield from node.walk()


class Cell(Struct, frozen=True):
    """Columns ``column`` to ``column + span - 1`` of twelve, 1-based; several nodes are stacked."""

    column: int
    span: int
    nodes: tuple[Node, ...]


class Row(Struct, frozen=True):
    """``overfull``: the cells ask for more than twelve columns, and are drawn narrower."""

    cells: tuple[Cell, ...]
    overfull: bool = False


class Area(Struct, frozen=True):
    """One slot of a page or a region that holds something, or a strip of components that have no
    place (``name`` is then their procedure). ``rows`` is filled for a grid, ``plain`` otherwise."""

    name: str
    title: str
    zone: Zone
    form: Form
    rows: tuple[Row, ...] = ()
    plain: tuple[Node, ...] = ()

    def nodes(self) -> Iterator[Node]:
        for row in self.rows:
            for cell in row.cells:
                yield from cell.nodes
        yield from self.plain
