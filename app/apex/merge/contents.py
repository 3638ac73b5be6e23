"""What a region holds: a report, a grid, a chart. It is one kind, and follows from the type.

One side makes a report of a region, the other a grid: the types collide as one property does, but
what is written below the region does not collide at all. So the decision on the type takes one
side's content with it, and leaves out the other's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.apex import catalogue
from app.apex.catalogue.component_types import KINDS
from app.apex.compare.file import properties, shown
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.merge.context import Components, Context, subtree
from app.apex.merge.doubles import can_double
from app.apex.merge.properties import Merged
from app.apex.model import ConflictKind, Listed, Take

Values = Mapping[str, Value]
TYPES: Final = ("p_plug_source_type", "p_source_type")
# What says of which type a component is: its attributes go with it.
TELLING: Final = tuple(dict.fromkeys((*TYPES, *catalogue.PLUGINS)))
_ATTRIBUTES: Final = ("p_attribute_", "p_attributes.")
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
        if other is None or key in context.gone or key in context.kinds:
            continue
        left, right = content_of(mine), content_of(other)
        if not (left or right):
            continue
        winner = _other_kind(context, mine, left, right)
        if winner is None and not _collide(context, mine, other, left, right):
            continue
        # What is still to be decided below the region may settle this too.
        if asked.isdisjoint(c.key for c in (*_nest(left), *_nest(right))):
            _ask(context, mine, other, left, right, winner)


def _other_kind(
    context: Context, mine: Component, left: list[Component], right: list[Component]
) -> Take | None:
    """The side that alone gave a region content of another kind, where somebody overruled that."""
    was = context.base.get(mine.key)
    before = kinds_of(content_of(was)) if was is not None else None
    ours, theirs = kinds_of(left), kinds_of(right)
    if before is None or ours == theirs or before not in (ours, theirs):
        return None
    winner = Take.THEIRS if before == ours else Take.OURS
    return winner if context.overruled(mine, winner, type_name(mine)) else None


def goes_with_type(name: str) -> bool:
    """Whether a property says what type a component is of, or means nothing without that."""
    return name in TELLING or name.startswith(_ATTRIBUTES)


def settle_type(context: Context, mine: Component, values: tuple[Values, Values, Values]) -> None:
    """Ask once about a component to which one side gave another type, while the other changed
    attributes of the old one."""
    base, ours, theirs = values
    names = [
        n for n in catalogue.PLUGINS if n in base and (ours.get(n), theirs.get(n)) != (None,) * 2
    ]
    changed = [
        (n, ours.get(n) != base[n], theirs.get(n) != base[n])
        for n in names
        if ours.get(n) != theirs.get(n)
    ]
    if mine.key in context.kinds or not changed or _type_overruled(context, mine, values):
        return
    name, by_ours, by_theirs = changed[0]
    editor, other = (theirs, ours) if by_ours else (ours, theirs)
    edited = any(
        n.startswith(_ATTRIBUTES) and editor.get(n) not in (base.get(n), other.get(n))
        for n in {**base, **editor}
    )
    if (by_ours and by_theirs) or not edited:
        return
    kind = ConflictKind.CONVERT_EDIT if by_ours else ConflictKind.EDIT_CONVERT
    listed = [(_typed(context, mine, side),) for side in values]
    context.kinds[mine.key] = context.content_conflict(mine, name, listed, kind=kind)


def _type_overruled(
    context: Context, mine: Component, values: tuple[Values, Values, Values]
) -> bool:
    """Whether somebody overruled the type that one side gave it: then the attributes go with it."""
    for name in TELLING:
        base, ours, theirs = (side.get(name) for side in values)
        if ours == theirs or base not in (ours, theirs):
            continue
        winner = Take.THEIRS if base == ours else Take.OURS
        if context.overruled(mine, winner, name):
            three = base, ours, theirs
            offered = (Take.OURS, Take.THEIRS)
            context.by_itself(mine, name, three, offered, Merged(), winner)
            context.kinds[mine.key] = Take.OURS if winner is Take.THEIRS else Take.THEIRS
            return True
    return False


def _typed(context: Context, component: Component, side: Values) -> Listed:
    """The type and its attributes."""
    plugin = catalogue.plugin_of(lambda name: side[name].text if name in side else "")
    told = tuple(
        (name, shown(value, context.names) or "")
        for name, value in side.items()
        if goes_with_type(name)
    )
    return Listed(component.procedure, None, told, plugin)


def type_name(component: Component) -> str:
    """The argument that says what kind of region it is."""
    return next((name for name in TYPES if name in component.arguments), TYPES[0])


def other_kinds(ours: Page, theirs: Page) -> list[frozenset[str]]:
    """The regions that hold another kind in one page than in the other: keys of each and of all
    that is written below it, on both sides."""
    found: list[frozenset[str]] = []
    for key, mine in ours.by_key.items():
        other = theirs.by_key.get(key)
        if other is not None and kinds_of(content_of(mine)) != kinds_of(content_of(other)):
            below = [c for r in (mine, other) for c in r.page.children.get(key, ()) if c.nest]
            found.append(frozenset({key, *(c.key for c in _nest(below))}))
    return found


def content_of(region: Component) -> list[Component]:
    """What a region holds, without what is below that."""
    below = region.page.children.get(region.key, ())
    return [c for c in below if c.procedure in KINDS or c.procedure in _SHARED]


def _nest(content: Iterable[Component]) -> list[Component]:
    return [c for top in content for c in subtree(top, top.page.by_key)]


def kinds_of(content: Iterable[Component]) -> set[str]:
    """Which kinds of content these are."""
    return {c.procedure for c in content} & KINDS


def _collide(
    context: Context,
    mine: Component,
    other: Component,
    left: list[Component],
    right: list[Component],
) -> bool:
    ours, theirs = kinds_of(left), kinds_of(right)
    stays = [c for c in left if c.key not in context.gone]
    stays += [c for c in right if c.key in context.new]
    after = kinds_of(stays)
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
    winner: Take | None,
) -> None:
    was = context.base.get(mine.key)
    sides = ((was, content_of(was) if was is not None else []), (mine, left), (other, right))
    listed = [_told(context, region, content) for region, content in sides]
    more = (Take.BOTH,) if was is None and can_double(mine) else ()
    taken = context.content_conflict(mine, type_name(mine), listed, more, winner=winner)
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


def _told(
    context: Context, region: Component | None, content: list[Component]
) -> tuple[Listed, ...] | None:
    """The type, and what stands below the region with it."""
    if region is None:
        return None
    name = type_name(region)
    value: Value | None = properties(region).get(name)
    head = Listed(region.procedure, None, ((name, value.text if value is not None else "-"),))
    return (head, *context.listed(_nest(content)))
