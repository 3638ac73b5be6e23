"""Two versions of a page as drawings: what was added, removed, changed and moved, and where.

*Moved* is a component with another parent or slot, another row, column or span, or another rank
among the siblings that both sides have. A renumbered sequence with the same order is no move. What
is not drawn itself (a report's settings, the actions of a dynamic action) counts for the box that
it belongs to.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct

from app.apex.export.tree import Page
from app.apex.identity.order import longest
from app.apex.layout.measure import Detail, Drawing, Stub, heights, measure
from app.apex.layout.model import Node
from app.apex.model import PageDiff, Status

_PASSES: Final = 12  # heights settle from the inside out; regions are nested nine deep at most


class Mark(Struct, frozen=True, gc=False):
    """What happened to a box. ``properties`` counts those that differ, in it and in what it stands
    for; ``conflict``: something in it is open in a merge."""

    status: Status
    properties: int = 0
    conflict: bool = False


class Picture(Struct, frozen=True):
    """``before`` or ``after`` is None where that side has no such page. ``together`` is the new
    side with a line at the old place of what has gone from there. ``marks`` are by box key, and
    ``owners`` tell which box a component that is not drawn counts for."""

    before: Drawing | None
    after: Drawing | None
    together: Drawing
    marks: Mapping[str, Mark]
    owners: Mapping[str, str]


def picture(
    old: Node | None,
    new: Node | None,
    difference: PageDiff,
    pages: Sequence[Page],
    *,
    detail: Detail | None = None,
    conflicts: Collection[str] = (),
) -> Picture:
    """Both sides drawn. ``pages`` are the files that the nodes were made from, in one id space;
    ``difference`` is theirs, and ``conflicts`` are keys of components that are open."""
    newest = new if new is not None else old
    assert newest is not None
    before, after = _nodes(old), _nodes(new)
    owners = _owners(pages, {**before, **after})
    marks = _marks(before, after, difference, owners, conflicts)
    old_drawing, new_drawing = _level(old, new, detail)
    stubs = _stubs(old, before, after, marks) if new is not None else []
    together = measure(newest, detail, stubs=stubs)
    return Picture(old_drawing, new_drawing, together, marks, owners)


def unchanged(sides: Sequence[Node], marks: Mapping[str, Mark]) -> frozenset[str]:
    """The regions in which nothing happened on any side, for ``Detail.folded``: outermost only."""
    touched = {
        node.key
        for side in sides
        for node in side.walk()
        if any(inner.key in marks for inner in node.walk())
    }
    found: set[str] = set()

    def visit(here: Node) -> None:
        if here.kind == "region" and here.key not in touched:
            found.add(here.key)
            return
        for area in here.areas:
            for child in area.nodes():
                visit(child)

    for side in sides:
        visit(side)
    return frozenset(found)


def _nodes(root: Node | None) -> dict[str, Node]:
    return {node.key: node for node in root.walk()} if root is not None else {}


def _owners(pages: Iterable[Page], drawn: Mapping[str, Node]) -> dict[str, str]:
    """Component key -> key of the box it counts for."""
    found: dict[str, str] = {}
    for page in pages:
        root = page.page_component
        for component in page.components:
            seen: set[str] = set()
            here = component.key
            while here not in drawn and here not in seen:
                seen.add(here)
                above = page.by_key.get(here)
                here = above.parent if above is not None else ""
            if here in drawn:
                found[component.key] = here
            elif root is not None:
                found[component.key] = root.key
    return found


def _marks(
    before: Mapping[str, Node],
    after: Mapping[str, Node],
    difference: PageDiff,
    owners: Mapping[str, str],
    conflicts: Collection[str],
) -> dict[str, Mark]:
    moved = _moved(before, after)
    counts: dict[str, int] = {}
    touched: set[str] = set()
    for change in difference.changes:
        box = owners.get(change.key, change.key)
        touched.add(box)
        if change.key == box and change.status in (Status.ADDED, Status.REMOVED):
            continue  # all that it has is new, or gone: a number says nothing
        counts[box] = counts.get(box, 0) + max(len(change.properties), 1)
    open_boxes = {owners.get(key, key) for key in conflicts}
    found: dict[str, Mark] = {}
    for key in {**before, **after}:
        if key not in before:
            status = Status.ADDED
        elif key not in after:
            status = Status.REMOVED
        elif key in moved:
            status = Status.MOVED
        elif key in touched:
            status = Status.CHANGED
        elif key in open_boxes:
            status = Status.SAME
        else:
            continue
        found[key] = Mark(status, counts.get(key, 0), key in open_boxes)
    return found


def _moved(before: Mapping[str, Node], after: Mapping[str, Node]) -> frozenset[str]:
    """The nodes of both sides that stand elsewhere."""
    found = {
        key for key, node in after.items() if key in before and before[key].address != node.address
    }
    old_order = _siblings(before)
    for place, keys in _siblings(after).items():
        ranks = {key: i for i, key in enumerate(old_order.get(place, ()))}
        common = [key for key in keys if key in ranks and key not in found]
        kept = longest(ranks[key] for key in common)
        found |= {key for key in common if ranks[key] not in kept}
    return frozenset(found)


def _siblings(nodes: Mapping[str, Node]) -> dict[tuple[str, str], list[str]]:
    """Keys in their order, by parent and slot. Strips of what has no place are in file order, and
    not compared."""
    found: dict[tuple[str, str], list[str]] = {}
    for key, node in nodes.items():
        if node.kind not in ("page", "logic", "hidden"):
            found.setdefault((node.address.parent, node.address.slot), []).append(key)
    return found


def _level(
    old: Node | None, new: Node | None, detail: Detail | None
) -> tuple[Drawing | None, Drawing | None]:
    """Both drawings, with equal heights of what both have in the same place. (Of what has moved
    there may be none: each of two regions may lie in the other on one side.)"""
    if old is None or new is None:
        return (
            measure(old, detail) if old is not None else None,
            measure(new, detail) if new is not None else None,
        )
    before, after = _nodes(old), _nodes(new)
    moved = {k for k in before.keys() & after.keys() if not _beside(before[k], after[k])}
    floors: dict[str, float] = {}
    one, two = measure(old, detail), measure(new, detail)
    for _ in range(_PASSES):
        first, second = dict(heights(one)), dict(heights(two))
        wanted = {key: max(first[key], second[key]) for key in first.keys() & second.keys() - moved}
        if all(first[key] == second[key] for key in wanted):
            break
        floors |= wanted
        one, two = measure(old, detail, floors=floors), measure(new, detail, floors=floors)
    return one, two


def _beside(old: Node, new: Node) -> bool:
    """Whether both stand in one parent and slot."""
    where = [(n.address.parent, n.address.slot) for n in (old, new)]
    return where[0] == where[1]


def _stubs(
    old: Node | None,
    before: Mapping[str, Node],
    after: Mapping[str, Node],
    marks: Mapping[str, Mark],
) -> list[Stub]:
    """Lines at the old places of what was removed or has moved to another place; of what is inside
    a removed region its region alone."""
    if old is None:
        return []
    found: list[Stub] = []
    for (parent, slot), keys in _siblings(before).items():
        if parent and parent not in after:
            continue
        previous = ""
        for key in keys:
            mark = marks.get(key)
            if mark is not None and mark.status in (Status.REMOVED, Status.MOVED):
                found.append(Stub(key, before[key].title, parent, slot, previous))
            previous = key
    gone = [n for n in before.values() if n.kind in ("logic", "hidden") and n.key not in after]
    for node in gone:
        if not node.address.parent or node.address.parent in after:
            found.append(Stub(node.key, node.title, node.address.parent, node.address.slot, ""))
    return found
