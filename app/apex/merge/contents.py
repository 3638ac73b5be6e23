"""What a region holds: a report, a grid, a chart. It is one kind, and follows from the type.

One side makes a report of a region, the other a grid: the types collide as one property does, but
what is written below the region does not collide at all. So the decision on the type takes one
side's content with it, and leaves out the other's.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from app.apex import catalogue
from app.apex.catalogue.component_types import KINDS
from app.apex.catalogue.spoken import named
from app.apex.compare.file import properties
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.merge.context import Components, Context, listing, subtree
from app.apex.merge.doubles import can_double
from app.apex.model import Take

TYPES: Final = ("p_plug_source_type", "p_source_type")
# Grids, cards and others have these (in 4.x, a tabular form's columns are there twice): they belong
# to a content and do not tell which.
_SHARED: Final = frozenset(
    {"create_region_column", "create_region_column_group", "create_region_rpt_cols"}
)


def settle_contents(context: Context) -> None:
    """Ask once about each region that would hold what no side made of it."""
    asked = {c.component for c in context.conflicts if c.taken is None}
    for key, mine in context.ours.items():
        other = context.theirs.get(key)
        if other is None or key in context.gone:
            continue
        left, right = _content(mine), _content(other)
        if not (left or right) or not _collide(context, mine, other, left, right):
            continue
        # What is still to be decided below the region may settle this too.
        if asked.isdisjoint(c.key for c in (*_nest(left), *_nest(right))):
            _ask(context, mine, other, left, right)


def type_name(component: Component) -> str:
    """The argument that says what kind of region it is."""
    return next((name for name in TYPES if name in component.arguments), TYPES[0])


def other_kinds(ours: Page, theirs: Page) -> list[frozenset[str]]:
    """The regions that hold another kind in one page than in the other: keys of each and of all
    that is written below it, on both sides."""
    found: list[frozenset[str]] = []
    for key, mine in ours.by_key.items():
        other = theirs.by_key.get(key)
        if other is not None and _kinds(_content(mine)) != _kinds(_content(other)):
            below = [c for r in (mine, other) for c in r.page.children.get(key, ()) if c.nest]
            found.append(frozenset({key, *(c.key for c in _nest(below))}))
    return found


def _content(region: Component) -> list[Component]:
    """What a region holds, without what is below that."""
    below = region.page.children.get(region.key, ())
    return [c for c in below if c.procedure in KINDS or c.procedure in _SHARED]


def _nest(content: Iterable[Component]) -> list[Component]:
    return [c for top in content for c in subtree(top, top.page.by_key)]


def _kinds(content: Iterable[Component]) -> set[str]:
    return {c.procedure for c in content} & KINDS


def _collide(
    context: Context,
    mine: Component,
    other: Component,
    left: list[Component],
    right: list[Component],
) -> bool:
    ours, theirs = _kinds(left), _kinds(right)
    stays = [c for c in left if c.key not in context.gone]
    stays += [c for c in right if c.key in context.new]
    after = _kinds(stays)
    if len(after) > 1 and not (after <= ours or after <= theirs):
        return True
    was = context.base.get(mine.key)
    types = [c.text(type_name(c)) if c is not None else None for c in (was, mine, other)]
    return ours != theirs and len(set(types)) == 3


def _ask(
    context: Context,
    mine: Component,
    other: Component,
    left: list[Component],
    right: list[Component],
) -> None:
    was = context.base.get(mine.key)
    sides = ((was, _content(was) if was is not None else []), (mine, left), (other, right))
    base, ours, theirs = (_told(context, region, content) for region, content in sides)
    more = (Take.BOTH,) if was is None and can_double(mine) else ()
    taken = context.content_conflict(mine, type_name(mine), (base, ours, theirs), more)
    context.kinds[mine.key] = taken
    if taken is Take.OURS:
        for component in _alone(right, context.ours):
            context.new.pop(component.key, None)
            context.dropped.add(component.key)
            _ban(context, component, "ours")
        for component in _alone(left, context.theirs):
            context.gone.discard(component.key)
            context.banned.pop(component.id, None)
    elif taken is Take.THEIRS:
        for component in _alone(left, context.theirs):
            context.gone.add(component.key)
            _ban(context, component, "theirs")
        for component in _alone(right, context.ours):
            context.dropped.discard(component.key)
            context.new.setdefault(component.key, {})
            context.banned.pop(component.id, None)


def _alone(content: Iterable[Component], other: Components) -> list[Component]:
    """What one side's content has and the other side has not."""
    return [c for c in _nest(content) if c.key not in other]


def _ban(context: Context, component: Component, by: str) -> None:
    if component.is_mapped:
        context.banned[component.id] = "ours" if by == "ours" else "theirs"


def _told(context: Context, region: Component | None, content: list[Component]) -> str | None:
    """The type, and what stands below the region with it."""
    if region is None:
        return None
    name = type_name(region)
    value: Value | None = properties(region).get(name)
    head = f"{catalogue.label_of(name)}: {named(value.text) if value is not None else '-'}"
    return "\n".join(filter(None, (head, listing(_nest(content), context.names))))
