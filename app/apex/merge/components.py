"""The three-way merge of one file's components. "Ours" is the canvas: its ids and text stay.

Order of work: who deleted what, what theirs added, what regions hold, then property by property; a
ring of parents becomes a conflict; last, the text. Nothing is guessed: what is neither one-sided
nor mergeable is a conflict whose key stays the same however often the merge is made.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from app.apex import catalogue
from app.apex.catalogue.steps import is_newer
from app.apex.compare.file import added, change, is_changed, properties, property_change, status_of
from app.apex.compare.lift import brought, is_nameless, lifted
from app.apex.export.draft import Draft
from app.apex.export.edit import Changes
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.merge.contents import TELLING, goes_with_type, settle_contents, settle_type
from app.apex.merge.context import Context, Side, Three, subtree, unit
from app.apex.merge.conversions import settle_conversions
from app.apex.merge.deletions import deletions, drop_banned
from app.apex.merge.doubles import can_double
from app.apex.merge.properties import Merged, choices, merge_values
from app.apex.merge.sequences import settled
from app.apex.model import ConflictKind, Status, Take

# By side: properties with what each was before and is after.
Taken = dict[Side, list[tuple[str, Value | None, Value | None]]]
_UNCHANGED: Final[Changes] = {}
_WINNERS: Final[dict[Side, Take]] = {
    "ours": Take.OURS, "theirs": Take.THEIRS, "both": Take.BOTH,
}  # fmt: skip


def merge_components(context: Context) -> None:
    """Fill the context: conflicts, what was merged, and what changes in ours."""
    settle_conversions(context)
    deletions(context, "theirs")
    deletions(context, "ours")
    for key in context.theirs:
        if key not in context.ours and key not in context.base and key not in context.dropped:
            context.new.setdefault(key, {})
    if context.watched:
        _additions(context)
    settle_contents(context)
    for key, component in context.theirs.items():
        if key in context.new and key not in context.base:
            context.note("theirs", added(component, context.names))
    for key, mine in context.ours.items():
        other = context.theirs.get(key)
        if key in context.gone or key in context.settled:
            continue
        if other is not None:
            _component(context, context.base.get(key), mine, other)
        elif key not in context.base:
            context.note("ours", added(mine, context.names))
    _rings(context)
    drop_banned(context)
    for key in context.new:
        _bring(context, key)


def _bring(context: Context, key: str) -> None:
    """A component of theirs that comes, in the words of ours' release where that is newer."""
    other, was, changes = context.theirs[key], context.base.get(key), context.new[key]
    before = properties(other)
    values = dict(before)
    given = was is not None and is_newer(was.page.release, other.page.release)
    for name, value in changes.items() if not given else ():
        if value is None:
            values.pop(name, None)
        else:
            values[name] = value
    after = brought(other, values, context.release)
    words = {n: after.get(n) for n in {**before, **after} if before.get(n) != after.get(n)}
    # A base that was upgraded already gave its values in the newer words.
    context.new[key] = {**words, **changes} if given else {**changes, **words}


def _additions(context: Context) -> None:
    """What one side alone added comes, or stays, unless somebody overruled that: then it goes with
    all that was added below it. What refers to it is left to the check of the result."""
    for key, component in context.theirs.items():
        if key not in context.new or key in context.base or key in context.settled:
            continue
        nest = [c for c in subtree(component, context.theirs) if c.key in context.new]
        if context.whole_by_itself(component, None, nest, Take.THEIRS):
            for gone in nest:
                del context.new[gone.key]
                context.dropped.add(gone.key)
    for key, component in context.ours.items():
        known = key in context.base or key in context.theirs
        if known or key in context.settled or key in context.gone:
            continue
        nest = [
            c
            for c in subtree(component, context.ours)
            if c.key not in context.base and c.key not in context.theirs
        ]
        if context.whole_by_itself(component, nest, None, Take.OURS):
            context.gone |= {c.key for c in nest}


def _component(context: Context, was: Component | None, mine: Component, other: Component) -> None:
    """A component that both have."""
    if mine.parent != other.parent and mine.nest and other.nest:
        _positional_parent(context, was, mine, other)
    if was is not None and _untouched(was, mine, other):
        return
    old = properties(was) if was is not None else {}
    left, right = properties(mine), properties(other)
    old, right = lifted(was, mine, other, (old, left, right))
    settle_type(context, mine, (old, left, right))
    typed = {n for n in TELLING if left.get(n) != right.get(n)}
    taken: Taken = {}
    for name in {**left, **right, **old}:
        b, o, t = old.get(name), left.get(name), right.get(name)
        if b == o == t:
            continue
        if mine.key in context.kinds and goes_with_type(name):
            if context.kinds[mine.key] is Take.THEIRS and t != o:
                context.set(mine.key, name, t)
            continue
        merged = merge_values(name, b, o, t)
        if was is None and None in (o, t) and mine.page.release == other.page.release:
            merged = Merged(conflict=True)  # no argument is a value too: the release's default
        if t != b and is_nameless(name, mine, other, left):
            _nameless(context, mine, name, (b, o, t))
            continue
        uses = context.named.get(mine.key, {}).get(name, ())
        lost = bool(uses) and not merged.conflict
        if lost and all(use.follows for use in uses):
            merged = replace(merged, both=t if o == b else o)
        if merged.conflict or lost:
            found = context.property_conflict(
                ConflictKind.REFERENCE if lost else _kind(was, mine, name),
                mine,
                name,
                (b, o, t),
                _offered(was, mine, merged, o, t),
                merged,
                _by_order(context, mine, name),
                uses,
                ("ours" if o == b else "theirs") if lost else "",
            )
            if found is not None and found.value != o:
                context.set(mine.key, name, found.value)
            continue
        side = _side(merged, o, t)
        if context.watched and o != t and (name in typed or not (typed and goes_with_type(name))):
            own = _taken_instead(context, mine, name, (b, o, t), merged, side)
            if own is not None:
                if own.value != o:
                    context.set(mine.key, name, own.value)
                continue
        taken.setdefault(side, []).append((name, o if side == "theirs" else b, merged.value))
        if merged.value != o:
            context.set(mine.key, name, merged.value)
    _note(context, was, mine, other, taken)


def _nameless(context: Context, mine: Component, name: str, values: Three) -> None:
    """An attribute that has no place in ours is never written beside those that have: it is told,
    and ours is what can be taken."""
    context.property_conflict(
        ConflictKind.NAMELESS, mine, name, values, (Take.OURS,), Merged(conflict=True)
    )


def _untouched(was: Component, mine: Component, other: Component) -> bool:
    """Whether nobody changed it. Two sides that were upgraded alike since the base are the same but
    for what somebody put back as it was before."""
    if is_changed(was, other) or is_changed(was, mine):
        return False
    alike = mine.page.release == other.page.release != was.page.release
    return not (alike and is_changed(mine, other))


def _taken_instead(
    context: Context, mine: Component, name: str, values: Three, merged: Merged, side: Side
) -> Merged | None:
    """What somebody took instead of what a property merges to; None where nobody did."""
    base, ours, theirs = values
    offered = choices(base not in (None, ours, theirs), Merged(), ours, theirs)
    return context.by_itself(mine, name, values, offered, merged, _WINNERS[side])


def _note(
    context: Context, was: Component | None, mine: Component, other: Component, taken: Taken
) -> None:
    """Tell what was merged without asking, by the side that brought it."""
    for side, listed in taken.items():
        props = tuple(
            property_change(mine, name, before, after, context.names)
            for name, before, after in listed
            if before != after
        )
        if props:
            newer = other if side == "theirs" else mine
            status = Status.ADDED if was is None else status_of(was, newer)
            context.note(side, change(mine, status, props))


def _by_order(context: Context, mine: Component, name: str) -> Take | None:
    """The side that has a sequence number right, where the order of the siblings is no conflict."""
    if name not in catalogue.SEQUENCES:
        return None
    group = mine.procedure, mine.parent
    if group not in context.sequences:
        context.sequences[group] = settled(mine, context.base, context.ours, context.theirs)
    return context.sequences[group].get(mine.key)


def _offered(
    was: Component | None, mine: Component, merged: Merged, ours: Value | None, theirs: Value | None
) -> tuple[Take, ...]:
    """Of what both sides added, both means two components, and never two values in one."""
    found = choices(was is not None, merged, ours, theirs)
    if was is not None or not can_double(mine):
        return found
    return (*(t for t in found if t is not Take.BOTH), Take.BOTH)


def _kind(was: Component | None, mine: Component, name: str) -> ConflictKind:
    if was is None:
        return ConflictKind.ADD_ADD
    parent = catalogue.is_parent(mine.procedure, name)
    return ConflictKind.PARENT if parent else ConflictKind.PROPERTY


def _side(merged: Merged, ours: Value | None, theirs: Value | None) -> Side:
    if ours == theirs or (merged.value != ours and merged.value != theirs):
        return "both"
    return "theirs" if merged.value == theirs else "ours"


def _positional_parent(
    context: Context, was: Component | None, mine: Component, other: Component
) -> None:
    """Who owns it by position differs: the side that moved it wins; both is a conflict."""
    if was is not None and was.parent == other.parent:
        return
    if was is not None and was.parent == mine.parent:
        if context.whole_by_itself(mine, [mine], [other], Take.THEIRS):
            return
        context.moves.add(mine.key)
        context.note("theirs", change(mine, Status.MOVED))
    elif context.structural(ConflictKind.PARENT, mine, [mine], [other]) is Take.THEIRS:
        context.moves.add(mine.key)


# -- rings of parents ----------------------------------------------------------------------


def _rings(context: Context) -> None:
    """Ours moved A below C, theirs C below A: each is fine alone, together they hang in the air.
    Then theirs' move is a conflict, and only ours' place can be taken for it."""
    moved = [
        (key, name)
        for key, changes in context.changes.items()
        for name in changes
        if catalogue.is_parent(context.ours[key].procedure, name)
    ]
    by_id = {c.id: c for c in context.ours.values() if c.is_mapped}
    for key, name in moved:
        if not _in_ring(context, by_id, key):
            continue
        mine, other = context.ours[key], context.theirs[key]
        was = context.base.get(key)
        values = tuple(
            properties(c).get(name) if c is not None else None for c in (was, mine, other)
        )
        del context.changes[key][name]
        base, ours, theirs = values
        context.property_conflict(
            ConflictKind.PARENT, mine, name, (base, ours, theirs), (Take.OURS,), Merged(ours)
        )


def _in_ring(context: Context, by_id: dict[str, Component], key: str) -> bool:
    seen: set[str] = set()
    here: Component | None = context.ours[key]
    while here is not None and here.key not in seen:
        seen.add(here.key)
        values = {**properties(here), **context.changes.get(here.key, {})}
        above = [values.get(n) for n in catalogue.type_of(here.procedure).parents]
        here = next((by_id[v.text] for v in above if v is not None and v.text in by_id), None)
        if here is not None and here.key == key:
            return True
    return False


# -- the text ------------------------------------------------------------------------------


def merged_text(context: Context, ours: Page, theirs: Page) -> str:
    """Ours with what the merge found."""
    draft = Draft(ours, theirs)
    moving: set[str] = set()
    for key in context.moves:
        moving |= {c.key for c in _nest(ours.by_key[key], context) if c.key not in context.gone}
    for key, mine in ours.by_key.items():
        if key in context.gone:
            draft.remove(mine)
        elif key not in moving:
            draft.change(mine, context.changes.get(key, _UNCHANGED), context.theirs.get(key))
    for key in context.moves:
        nest = [c for c in _nest(ours.by_key[key], context) if c.key in moving]
        draft.move(
            [(c, context.changes.get(c.key, _UNCHANGED), context.theirs.get(c.key)) for c in nest],
            theirs.by_key[key],
        )
    done: set[str] = set()
    for key in sorted(context.new, key=lambda k: theirs.by_key[k].index):
        if key in done:
            continue
        nest = [c for c in unit(theirs.by_key[key]) if c.key in context.new]
        done |= {c.key for c in nest}
        draft.insert([(c, context.new[c.key]) for c in nest])
    return draft.text()


def _nest(top: Component, context: Context) -> list[Component]:
    return [c for c in unit(top) if c.key in context.ours]
