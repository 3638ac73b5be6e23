"""Coordinates for a layout: boxes in units (about a pixel at 100 %), nothing overlaps.

Widths come from the twelve columns, heights from what is inside. ``floors`` gives boxes a least
height: two versions of a page are drawn with equal heights of what both have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from msgspec import Struct

from app.apex.layout.grid import width_of
from app.apex.layout.model import Area, Cell, Kind, Node, Row, Trait

WIDTH: Final = 1200
_HEAD = 26  # a title bar
_LINE = 30  # an item
_TEXT_LINE = 22
_ABOVE = 15  # a label over its field
_BUTTON = 24
_CHIP = 20
_GAP = 8
_PAD = 10
_SLOT = 16  # the name of a slot
_SIDE = 260  # a side column
_LETTER = 6.6
_SIGN = 40  # room for a state's sign and its number, before the text
_STUB = 15


class Detail(Struct, frozen=True):
    """How much is drawn. ``width`` is that of the page in units; ``folded``: keys of regions of
    which only the title bar is drawn."""

    width: float = WIDTH
    columns: bool = True
    hidden: bool = True
    logic: bool = True
    folded: frozenset[str] = frozenset()


class Box(Struct, frozen=True, gc=False):
    """One rectangle. ``depth`` is how many boxes it lies in; boxes come parents first. ``label``
    is the width of an item's label, 0 where it stands above; ``inside`` counts what a folded region
    holds. Kind "slot" is the frame of a slot, "stub" the old place of what has gone from there."""

    key: str
    kind: Kind | str
    x: float
    y: float
    width: float
    height: float
    title: str
    depth: int
    procedure: str = ""
    plugin: str = ""
    traits: frozenset[Trait] = frozenset()
    note: str = ""
    label: float = 0
    inside: int = 0

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


class Drawing(Struct, frozen=True):
    """Every node of the layout that is not folded away has its box; parents come first."""

    boxes: tuple[Box, ...]
    width: float
    height: float


class Stub(Struct, frozen=True, gc=False):
    """A line for what stood here once. ``after`` is the sibling that it followed, "" for none."""

    key: str
    title: str
    parent: str
    slot: str
    after: str


def measure(
    page: Node,
    detail: Detail | None = None,
    *,
    floors: Mapping[str, float] | None = None,
    stubs: Sequence[Stub] = (),
) -> Drawing:
    """The boxes of a page that ``place`` made."""
    detail = detail or Detail()
    measuring = _Measuring(detail, floors or {}, stubs)
    height = measuring.page(page)
    return Drawing(tuple(measuring.boxes), detail.width, height)


class _Measuring:
    def __init__(self, detail: Detail, floors: Mapping[str, float], stubs: Sequence[Stub]) -> None:
        self.detail, self.floors, self.width = detail, floors, detail.width
        self.boxes: list[Box] = []
        self.stubs: dict[tuple[str, str], list[Stub]] = {}
        for stub in stubs:
            self.stubs.setdefault((stub.parent, stub.slot), []).append(stub)
        self.drawn: set[str] = set()

    # -- the page ------------------------------------------------------------------------------

    def page(self, node: Node) -> float:
        place = self._open(node, 0, 0, self.width, 0)
        y = float(_HEAD + _GAP)
        areas = [a for a in node.areas if self._wanted(a)]
        for zone in ("top", "middle", "bottom", "outside"):
            if zone == "middle":
                y = self._columns(areas, y)
                continue
            for area in areas:
                if area.zone == zone:
                    y = self._slot(area, _PAD, y, self.width - 2 * _PAD, "") + _GAP
        for stub in [s for left in self.stubs.values() for s in left if s.key not in self.drawn]:
            y = self._stub(stub, _PAD, y, self.width - 2 * _PAD, 1) + 2
        return self._close(place, y)

    def _columns(self, areas: Sequence[Area], y: float) -> float:
        """Left column, middle, right column: side by side."""
        sides = {zone: [a for a in areas if a.zone == zone] for zone in ("left", "center", "right")}
        side = min(_SIDE, self.width * 0.28)
        left = side + _GAP if sides["left"] else 0
        right = side + _GAP if sides["right"] else 0
        inner = self.width - 2 * _PAD
        frames = {
            "left": (_PAD, side),
            "center": (_PAD + left, inner - left - right),
            "right": (self.width - _PAD - side, side),
        }
        bottom = y
        for zone, found in sides.items():
            x, width = frames[zone]
            here = y
            for area in found:
                here = self._slot(area, x, here, width, "") + _GAP
            bottom = max(bottom, here)
        return bottom

    def _slot(self, area: Area, x: float, y: float, width: float, parent: str) -> float:
        """A slot of the page with its frame and its name; the y below it."""
        index = len(self.boxes)
        key = f"slot:{area.name}"
        strip = area.name if area.form == "chips" else ""
        title = area.title or area.name
        self.boxes.append(Box(key, "slot", x, y, width, 0, title, 1))
        inner = self._area(area, x + _PAD, y + _SLOT + 4, width - 2 * _PAD, 2, parent)
        height = max(inner - y + _PAD / 2, self.floors.get(key, 0), _SLOT + _PAD)
        self.boxes[index] = Box(key, "slot", x, y, width, height, title, 1, strip)
        return y + height

    def _wanted(self, area: Area) -> bool:
        kinds = {node.kind for node in area.plain}
        return (
            (self.detail.columns or kinds != {"column"})
            and (self.detail.hidden or kinds != {"hidden"})
            and (self.detail.logic or kinds != {"logic"})
        )

    # -- areas ---------------------------------------------------------------------------------

    def _area(self, area: Area, x: float, y: float, width: float, depth: int, parent: str) -> float:
        """What stands in a slot, from ``y`` on; the y below it, without a gap."""
        stubs = self.stubs.get((parent, area.name), [])
        y = self._stubs_after("", stubs, x, y, width, depth)
        if area.form == "grid":
            for row in area.rows:
                y = self._row(row, x, y, width, depth) + _GAP
                for cell in row.cells:
                    for node in cell.nodes:
                        y = self._stubs_after(node.key, stubs, x, y, width, depth)
            return y - _GAP if area.rows else y
        if area.form == "stack":
            for node in area.plain:
                y = self._node(node, x, y, width, depth) + _GAP
                y = self._stubs_after(node.key, stubs, x, y, width, depth)
            return y - _GAP if area.plain else y
        y = self._flow(area.plain, x, y, width, depth)
        for node in area.plain:
            y = self._stubs_after(node.key, stubs, x, y, width, depth)
        return y

    def _areas(
        self, areas: Sequence[Area], x: float, y: float, width: float, depth: int, parent: str
    ) -> float:
        """One area, or several whose boxes flow on one line."""
        if len(areas) == 1:
            return self._area(areas[0], x, y, width, depth, parent)
        nodes = [node for area in areas for node in area.plain]
        y = self._flow(nodes, x, y, width, depth)
        for area in areas:
            stubs = self.stubs.get((parent, area.name), [])
            for key in ("", *(node.key for node in area.plain)):
                y = self._stubs_after(key, stubs, x, y, width, depth)
        return y

    def _row(self, row: Row, x: float, y: float, width: float, depth: int) -> float:
        columns = width_of(row)
        gap = min(_GAP, width / columns / 4)
        unit = (width + gap) / columns
        bottom = y
        for cell in row.cells:
            left = x + (cell.column - 1) * unit
            bottom = max(bottom, self._cell(cell, left, y, cell.span * unit - gap, depth))
        return bottom

    def _cell(self, cell: Cell, x: float, y: float, width: float, depth: int) -> float:
        for node in cell.nodes:
            y = self._node(node, x, y, width, depth) + _GAP
        return y - _GAP

    def _flow(self, nodes: Sequence[Node], x: float, y: float, width: float, depth: int) -> float:
        """Boxes as wide as their text, one beside the other, in as many lines as it takes."""
        at, tallest = x, 0.0
        for node in nodes:
            least = _SIGN + len(node.title) * _LETTER + 12
            wide = min(max(least, 120 if node.kind == "item" else 56), width)
            if at > x and at + wide > x + width:
                at, y, tallest = x, y + tallest + 4, 0.0
            if node.kind == "region":
                below = self._node(node, at, y, wide, depth)
            else:
                below = self._leaf(node, at, y, wide, depth)
            tallest = max(tallest, below - y)
            at += wide + 6
        return y + tallest

    # -- one component -------------------------------------------------------------------------

    def _node(self, node: Node, x: float, y: float, width: float, depth: int) -> float:
        if node.kind != "region":
            if node.kind == "button":
                width = min(width, max(_SIGN + len(node.title) * _LETTER + 12, 56))
            return self._leaf(node, x, y, width, depth)
        place = self._open(node, x, y, width, depth)
        if node.key in self.detail.folded:
            return self._close(place, y + _HEAD, inside=sum(1 for _ in node.walk()) - 1)
        here = y + _HEAD + 4
        pad = min(_PAD, width / 8)
        for areas in _together([a for a in node.areas if self._wanted(a)]):
            here = self._areas(areas, x + pad, here, width - 2 * pad, depth + 1, node.key) + 6
        for (parent, _), left in self.stubs.items():
            if parent == node.key:  # of slots that are empty now
                for stub in left:
                    if stub.key not in self.drawn:
                        here = self._stub(stub, x + pad, here, width - 2 * pad, depth + 1) + 2
        return self._close(place, max(here, y + _HEAD + 4))

    def _leaf(self, node: Node, x: float, y: float, width: float, depth: int) -> float:
        label = 0.0
        match node.kind:
            case "item":
                above = node.label_span == 0
                height = float(_LINE + (node.lines - 1) * _TEXT_LINE + (_ABOVE if above else 0))
                label = width * min(node.label_span, 10) / 12
            case "button":
                height = float(_BUTTON)
            case _:
                height = float(_CHIP)
        height = max(height, self.floors.get(node.key, 0))
        self.boxes.append(
            Box(node.key, node.kind, x, y, width, height, node.title, depth,
                node.procedure, node.plugin, node.traits, node.note, label)
        )  # fmt: skip
        return y + height

    def _open(self, node: Node, x: float, y: float, width: float, depth: int) -> int:
        self.boxes.append(
            Box(node.key, node.kind, x, y, width, 0, node.title, depth,
                node.procedure, node.plugin, node.traits)
        )  # fmt: skip
        return len(self.boxes) - 1

    def _close(self, place: int, bottom: float, *, inside: int = 0) -> float:
        box = self.boxes[place]
        height = max(bottom - box.y, self.floors.get(box.key, 0))
        self.boxes[place] = Box(
            box.key, box.kind, box.x, box.y, box.width, height, box.title, box.depth,
            box.procedure, box.plugin, box.traits, box.note, 0, inside,
        )  # fmt: skip
        return box.y + height

    # -- stubs ---------------------------------------------------------------------------------

    def _stubs_after(
        self, key: str, stubs: Sequence[Stub], x: float, y: float, width: float, depth: int
    ) -> float:
        for stub in stubs:
            if stub.after == key and stub.key not in self.drawn:
                y = self._stub(stub, x, y, width, depth) + 4
                y = self._stubs_after(stub.key, stubs, x, y, width, depth)
        return y

    def _stub(self, stub: Stub, x: float, y: float, width: float, depth: int) -> float:
        self.drawn.add(stub.key)
        self.boxes.append(Box(f"stub:{stub.key}", "stub", x, y, width, _STUB, stub.title, depth))
        return y + _STUB


def _together(areas: Sequence[Area]) -> Iterator[list[Area]]:
    """Areas that follow each other on one side of the body and flow share a line."""
    line: list[Area] = []
    for area in areas:
        joins = area.form == "flow" and area.zone in ("head", "foot")
        if line and joins and line[-1].zone == area.zone:
            line.append(area)
            continue
        if line:
            yield line
        line = [area]
        if not joins:
            yield line
            line = []
    if line:
        yield line


def heights(drawing: Drawing) -> Iterator[tuple[str, float]]:
    """Key and height of each box that both of two drawings may have."""
    for box in drawing.boxes:
        if box.kind != "stub":
            yield box.key, box.height
