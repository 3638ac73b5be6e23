"""Deletions in a three-way merge: against edits, and against new references to what went.

A deleted region takes along what belongs to it, so it is judged as a whole: untouched at the other
side, it goes; edited or extended there, it is a conflict; referred to by something new there, by id
or by an item's name in any text, it is a conflict too. Such a conflict can be decided for both: the
deletion goes ahead but for what the other side needs; or for the base: as it was before either.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Literal

from msgspec import Struct

from app.apex import catalogue
from app.apex.compare.file import is_changed, properties, removed
from app.apex.compare.upgrades import Upgrade
from app.apex.export.tree import Component
from app.apex.export.values import Value
from app.apex.identity.match import ids_in, references
from app.apex.merge.context import Components, Context, subtree
from app.apex.merge.stakes import reference
from app.apex.model import ConflictKind, Take, Usage

Deleter = Literal["ours", "theirs"]


class _Group(Struct):
    """One deletion: its topmost component, everything that goes with it, and what became of it.

    ``decided`` is true where a person decided, or has to. ``dependents`` are new on the other side
    and go with what they are about. ``automatic`` is true where nobody has to be asked. ``spared``
    are the keys that stay where the rest is deleted; ``restored`` says that what stays is to be as
    it was in the base."""

    top: Component
    victims: list[Component]
    delete: bool = True
    decided: bool = False
    automatic: bool = False
    dependents: list[Component] = []
    spared: frozenset[str] = frozenset()
    restored: bool = False


def deletions(context: Context, side: Deleter) -> None:
    """Settle what ``side`` deleted."""
    kept, gone = (
        (context.ours, context.theirs) if side == "theirs" else (context.theirs, context.ours)
    )
    deleted = {k for k in kept if k in context.base and k not in gone and k not in context.settled}
    groups = [
        _Group(top, _victims(top, kept, gone))
        for key, top in kept.items()
        if key in deleted and _is_top(top, deleted, kept, gone)
    ]
    if not groups:
        return
    upgrade = Upgrade(context.base, kept)
    for group in groups:
        _judge(context, side, group, kept, upgrade)
    _keep_referred(groups)
    for group in groups:
        _settle(context, side, group)


def _is_top(
    component: Component, deleted: Collection[str], kept: Components, gone: Components
) -> bool:
    """Whether nothing above it was deleted, with which it would go: what is new in between goes
    too, and what the deleter has elsewhere does not."""
    seen = {component.key}
    here = kept.get(component.parent)
    while here is not None and here.key not in seen and here.key not in gone:
        if here.key in deleted:
            return False
        seen.add(here.key)
        here = kept.get(here.parent)
    return True


def _victims(top: Component, kept: Components, gone: Components) -> list[Component]:
    """What goes with a deleted component: not what the deleter moved out of it before, nor what
    the other side has put in there."""
    nest = subtree(top, kept)
    out = {below.key for c in nest if c.key in gone for below in subtree(c, kept)}
    return [c for c in nest if c.key not in out]


def _judge(
    context: Context, side: Deleter, group: _Group, kept: Components, upgrade: Upgrade
) -> None:
    """Whether the deletion stands; what is not decided yet stays."""
    base, victims = context.base, group.victims
    edited = [c for c in victims if c.key not in base or is_edited(base[c.key], c, upgrade)]
    users = {} if edited else new_users(context, victims, kept)
    group.dependents = [c for c in users if c.key not in base and _is_only_about(c, victims)]
    users = {c: uses for c, uses in users.items() if c not in group.dependents}
    named = [c for c in victims if c.key in context.named]
    if not edited and not users and not named:
        group.automatic = True
        group.delete = not context.overruled(group.top, _winner(side))
        return
    needed = [*edited, *_referred(victims, users), *named]
    spared = _spared(victims, needed)
    listed = [use for uses in users.values() for use in uses]
    listed += [use for c in named for uses in context.named[c.key].values() for use in uses]
    uses = tuple(dict.fromkeys(listed))
    only_used = bool(uses) and not edited
    more: tuple[Take, ...] = () if only_used or group.top.key not in base else (Take.BASE,)
    if len(spared) < len(victims):
        more += (Take.BOTH,)
    if only_used:
        kind = ConflictKind.REFERENCE
    else:
        kind = ConflictKind.EDIT_DELETE if side == "theirs" else ConflictKind.DELETE_EDIT
    mine, other = (victims, None) if side == "theirs" else (None, victims)
    taken = context.structural(kind, group.top, mine, other, uses, more)
    group.decided = True
    group.delete = taken in (Take.THEIRS if side == "theirs" else Take.OURS, Take.BOTH)
    group.spared = spared if taken is Take.BOTH else frozenset()
    group.restored = taken is Take.BASE


def _is_only_about(component: Component, victims: list[Component]) -> bool:
    """Whether it is nothing without a victim: its reference is all of its natural key, as that of
    a grid view's entry for a column."""
    key = catalogue.type_of(component.procedure).key
    if len(key) != 1 or key[0] not in component.arguments:
        return False
    value = component.arguments[key[0]].value
    return value.kind == "id" and any(c.id == value.text for c in victims)


def _referred(victims: list[Component], users: Iterable[Component]) -> list[Component]:
    """The victims that these components refer to by id."""
    ids = {identity for user in users for _, identity in references(user)}
    return [c for c in victims if c.id in ids]


def _spared(victims: list[Component], needed: list[Component]) -> frozenset[str]:
    """What must stay if ``needed`` does: what it stands in and what it refers to, and whatever is
    written as one with any of that, such as a report and all its columns."""
    by_key = {c.key: c for c in victims}
    by_id = {c.id: c for c in victims if c.is_mapped}
    nests: dict[str, list[Component]] = {}
    for component in victims:
        if component.nest:
            nests.setdefault(component.parent, []).append(component)
    found: dict[str, Component] = {}
    todo = list(needed)
    while todo:
        component = todo.pop()
        if component.key in found:
            continue
        found[component.key] = component
        above = by_key.get(component.parent)
        todo += [above] if above is not None else []
        todo += nests.get(component.key, [])
        todo += [by_id[i] for _, i in references(component) if i in by_id]
    return frozenset(found)


def is_edited(was: Component, now: Component, upgrade: Upgrade) -> bool:
    """Whether it was changed in more than its place among its siblings, and by a person."""
    if not is_changed(was, now):
        return False
    return was.parent != now.parent or bool(upgrade.edits(was, now) - catalogue.SEQUENCES)


def _keep_referred(groups: list[_Group]) -> None:
    """What is kept keeps what it refers to: a grid's column view keeps its column."""
    owner = {c.id: g for g in groups for c in g.victims if c.is_mapped}
    todo = [g for g in groups if not g.delete]
    while todo:
        for component in todo.pop().victims:
            for _, identity in references(component):
                other = owner.get(identity)
                if other is not None and other.delete and not other.decided:
                    other.delete, other.automatic = False, False
                    todo.append(other)


def _winner(side: Deleter) -> Take:
    return Take.THEIRS if side == "theirs" else Take.OURS


def _settle(context: Context, side: Deleter, group: _Group) -> None:
    if group.automatic:
        mine, other = (group.victims, None) if side == "theirs" else (None, group.victims)
        context.whole_by_itself(group.top, mine, other, _winner(side))
    gone = {c.key for c in group.victims} - group.spared if group.delete else set()
    for component in group.dependents if group.delete else ():
        gone.add(component.key)
        context.note(side, removed(component, context.names))
    if group.delete and not group.decided:
        context.note(side, removed(group.top, context.names))
    elif group.delete:
        context.banned.update({c.id: side for c in group.victims if c.is_mapped and c.key in gone})
    stays = [c for c in group.victims if c.key not in gone]
    if group.restored:
        gone |= {c.key for c in stays if c.key not in context.base}
        stays = [c for c in stays if c.key in context.base]
    if side == "theirs":
        context.gone |= gone
    else:
        context.dropped |= gone
        context.new.update({c.key: {} for c in stays})
    for component in stays if group.restored else ():
        old, now = properties(context.base[component.key]), properties(component)
        back = {n: old.get(n) for n in {**old, **now} if old.get(n) != now.get(n)}
        (context.changes if side == "theirs" else context.new).setdefault(component.key, {}).update(
            back
        )


def new_users(
    context: Context, victims: list[Component], kept: Components
) -> dict[Component, list[Usage]]:
    """Components that began to refer to a victim by id since the base, and where they do."""
    keys = {c.key for c in victims}
    ids = {c.id for c in victims if c.is_mapped}
    found: dict[Component, list[Usage]] = {}
    for component, listed in context.new_references("ours" if kept is context.ours else "theirs"):
        new = [name for name, identity in listed if identity in ids]
        if new and component.key not in keys:
            found[component] = [reference(component.page, component, name) for name in new]
    return found


def drop_banned(context: Context) -> None:
    """Take back references to what a decision removed, so that nothing dangles by it."""
    if not context.banned:
        return
    for key, mine in context.ours.items():
        if key in context.gone:
            continue
        changes = context.changes.get(key, {})
        for name, value in {**properties(mine), **changes}.items():
            side = _banned(context, value)
            if side is None:
                continue
            donor = context.theirs.get(key) if side == "theirs" else mine
            other = properties(donor).get(name) if donor is not None else None
            context.set(key, name, None if _banned(context, other) else other)
    for key, changes in context.new.items():
        for name, value in properties(context.theirs[key]).items():
            if _banned(context, value):
                changes[name] = None


def _banned(context: Context, value: Value | None) -> Deleter | None:
    for identity in ids_in(value) if value is not None else ():
        side = context.banned.get(identity)
        if side is not None:
            return "theirs" if side == "theirs" else "ours"
    return None
