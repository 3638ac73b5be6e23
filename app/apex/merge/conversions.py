"""What one side made another type of, and the other edited as what it was.

A classic report becomes an interactive one: the same id, another procedure, other things below it.
By its key that is a deletion and something new; it is one component, and one question: converted
here, edited there. Either answer is whole: the region of one side with all that is written below
it, and nothing of the other's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, NamedTuple

from app.apex.compare.file import change
from app.apex.compare.upgrades import Upgrade
from app.apex.export.tree import Component
from app.apex.merge.contents import content_of, kinds_of
from app.apex.merge.context import Components, Context, unit
from app.apex.merge.deletions import is_edited, new_users
from app.apex.model import ConflictKind, Status, Take

_Side = Literal["ours", "theirs"]


class _Form(NamedTuple):
    """A component as one side has it; None where it is gone."""

    top: Component | None
    converted: bool

    @property
    def nest(self) -> tuple[Component, ...]:
        """It, and what is written below it."""
        return tuple(unit(self.top)) if self.top is not None else ()


def settle_conversions(context: Context) -> None:
    """Ask about, or take, each conversion of one side."""
    by_id = [_new_by_id(context, side) for side in (context.ours, context.theirs)]
    for key, was in context.base.items():
        if key in context.ours and key in context.theirs and key not in was.page.children:
            continue  # nothing stands below it
        ours, theirs = (
            _form(context, was, side, known)
            for side, known in zip((context.ours, context.theirs), by_id, strict=True)
        )
        if ours.converted or theirs.converted:
            _settle(context, was, ours, theirs)


def _new_by_id(context: Context, side: Components) -> Mapping[str, Component]:
    return {c.id: c for k, c in side.items() if k not in context.base and c.is_mapped}


def _form(
    context: Context, was: Component, side: Components, new: Mapping[str, Component]
) -> _Form:
    now = side.get(was.key)
    if now is None:
        other = new.get(was.id) if new and was.is_mapped else None
        return _Form(other, other is not None)
    before = kinds_of(content_of(was))
    return _Form(now, bool(before) and before != kinds_of(content_of(now)))


def _settle(context: Context, was: Component, ours: _Form, theirs: _Form) -> None:
    same = bool(ours.nest) and bool(theirs.nest) and ours.nest[0].key == theirs.nest[0].key
    if same and ((ours.converted and theirs.converted) or was.key not in context.ours):
        return  # one type on both sides, or two contents of one: they are looked at later
    sides: list[tuple[_Side, _Form, _Form]] = [("ours", ours, theirs), ("theirs", theirs, ours)]
    winner: Take | None = None
    for side, form, other in sides:
        if form.converted and not other.converted and not _is_edited(context, side, form, other):
            winner = Take.OURS if side == "ours" else Take.THEIRS
    if same and winner is not None:
        return  # what went below it is a deletion that nobody minds
    if winner is not None and context.whole_by_itself(
        was, ours.nest or None, theirs.nest or None, winner
    ):
        winner = Take.OURS if winner is Take.THEIRS else Take.THEIRS
        _apply(context, ours, theirs, winner, same, True)
        return
    asked = winner is None
    if winner is None:
        winner = context.structural(
            _kind(ours, theirs), was, ours.nest or None, theirs.nest or None
        )
    else:
        side = "ours" if winner is Take.OURS else "theirs"
        context.note(side, change((ours if side == "ours" else theirs).nest[0], Status.CHANGED))
    _apply(context, ours, theirs, winner, same, asked)


def _is_edited(context: Context, side: _Side, form: _Form, other: _Form) -> bool:
    """Whether the other side changed what ``side`` made another type of: in itself, below it, or by
    new references to what is not there any more."""
    if not other.nest:
        return True  # deleted
    there = context.theirs if side == "ours" else context.ours
    upgrade = Upgrade(context.base, there)
    kept = {c.key for c in form.nest}
    old = [c for c in other.nest if other.nest[0].key not in kept or c.key not in kept]
    if any(c.key in context.named for c in old):
        return True
    if any(c.key not in context.base or is_edited(context.base[c.key], c, upgrade) for c in old):
        return True
    lost = [c for c in other.nest if c.key not in kept and c.id != form.nest[0].id]
    return bool(new_users(context, lost, there))


def _kind(ours: _Form, theirs: _Form) -> ConflictKind:
    if not theirs.nest:
        return ConflictKind.EDIT_DELETE
    if not ours.nest:
        return ConflictKind.DELETE_EDIT
    if ours.converted and theirs.converted:
        return ConflictKind.PROPERTY
    return ConflictKind.CONVERT_EDIT if ours.converted else ConflictKind.EDIT_CONVERT


def _apply(
    context: Context, ours: _Form, theirs: _Form, winner: Take | None, same: bool, asked: bool
) -> None:
    """One side's component and what is below it, whole; ours' while it is open. Of ``same``, what
    both have is merged, and its type goes with the answer."""
    mine, other = ({c.key: c for c in form.nest} for form in (ours, theirs))
    both = mine.keys() & other.keys() if same else set()
    context.settled |= (mine.keys() | other.keys() | _below(context, ours, theirs)) - both
    if same and asked:
        context.kinds[ours.nest[0].key] = winner
    if winner is Take.THEIRS:
        context.gone |= mine.keys() - both
        context.new.update({key: {} for key in other if key not in both})
    else:
        context.dropped |= other.keys() - both
    if not asked:
        return
    loser, kept = (mine, other) if winner is Take.THEIRS else (other, mine)
    ids = {c.id for c in kept.values()}
    by: _Side = "theirs" if winner is Take.THEIRS else "ours"
    for key, component in loser.items():
        if key not in kept and component.is_mapped and component.id not in ids:
            context.banned[component.id] = by


def _below(context: Context, *forms: _Form) -> set[str]:
    """What the base has below it: gone on one side, it is no deletion of its own."""
    ids = {form.nest[0].id for form in forms if form.nest}
    return {
        component.key
        for was in context.base.values()
        if was.is_mapped and was.id in ids
        for component in unit(was)
    }
