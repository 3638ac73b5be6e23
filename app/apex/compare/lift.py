"""An older export's component in the words of a newer release: what an upgrade writes for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from app.apex.catalogue import plugin_of
from app.apex.catalogue.idents import is_made
from app.apex.catalogue.steps import STATIC_ID, Steps, Texts, between, is_newer
from app.apex.export.tree import Component
from app.apex.export.values import Value

Properties = Mapping[str, Value]
_SHARED: Final = "p_named_lov"
_COPY: Final = "p_lov"
"""Beside the name of a shared list of values its copy, which 26.1 leaves out."""
_NUMBERED: Final = re.compile(r"p_attribute_\d\d")
_NAMED: Final = "p_attributes."
_BY_NUMBER: Final = re.compile(r"p_attributes\.attribute_\d\d")


def unchanged(old: Component, new: Component, before: Properties, after: Properties) -> set[str]:
    """The names of properties that differ and are the same after the upgrade from one component's
    release to the other's, in whichever direction."""
    if old.page.release == new.page.release:
        return set()
    steps = between(old.page.release, new.page.release)
    if steps is None:
        return set()
    if is_newer(old.page.release, new.page.release):
        old, new, before, after = new, old, after, before
    plugin = plugin_of(new.text) or plugin_of(old.text)
    names = {n for n in {**before, **after} if before.get(n) != after.get(n)}
    found = {name for name in names if _same(steps, (old, new), plugin, name, before, after)}
    if _SHARED in before and _SHARED in after and _COPY not in after:
        found |= names & {_COPY}
    for name, now in steps.renamed(old.procedure, plugin).items():
        if name in names and text_of(before, name) == text_of(after, now):
            found |= {name, now}
    return found


def _same(
    steps: Steps,
    components: tuple[Component | None, ...],
    plugin: str,
    name: str,
    before: Properties,
    after: Properties,
    surely: bool = False,
) -> bool:
    """Whether a value is the same after the upgrade, or (``surely``) is always written so. A static
    id that comes is so only where it is the one that is made of the name of one of the
    ``components``, which are the same one."""
    old, new = text_of(before, name), text_of(after, name)
    known = [c for c in components if c is not None]
    procedure = known[0].procedure
    made = (
        name == STATIC_ID
        and old is None
        and new is not None
        and any(is_made(procedure, c.text, new) for c in known)
    )
    asked = steps.is_sure if surely else steps.same
    return asked(procedure, plugin, name, old, new, made, _texts(before, after))


def _texts(*sides: Properties) -> tuple[Texts, ...]:
    """What the tables ask of other arguments."""
    return tuple(partial(text_of, side) for side in sides)


def text_of(values: Properties, name: str) -> str | None:
    """A value as the tables have it."""
    found = values.get(name)
    if found is None:
        return None
    return f"id({found.text})" if found.kind == "id" else found.text


def lifted(
    was: Component | None, ours: Component, theirs: Component, values: tuple[Properties, ...]
) -> tuple[dict[str, Value], dict[str, Value]]:
    """Base and theirs in the words of ours' newer release; ``values`` are the properties of base,
    ours and theirs. What the upgrade alone made of the base is no change of ours any more, and what
    theirs changed has the name and the number that ours' release gives it."""
    base, mine, other = dict(values[0]), values[1], dict(values[2])
    if ours.page.release == theirs.page.release:
        return (_behind(was, (ours, theirs), (base, mine, other)) if was else base), other
    if not is_newer(ours.page.release, theirs.page.release):
        return base, other
    steps = between(ours.page.release, theirs.page.release)
    if steps is None:
        return base, other
    procedure, plugin = ours.procedure, plugin_of(ours.text)
    named = {**_by_number(base, mine, other), **steps.renamed(procedure, plugin)}
    for name, now in named.items():
        for side in (base, other):
            if name in side and name not in mine and now not in side:
                side[now] = side.pop(name)
    for side in (base, other):
        if _SHARED in side and _SHARED in mine and _COPY not in mine:
            side.pop(_COPY, None)
    back = between(was.page.release, theirs.page.release) if was is not None else None
    if was is not None and back is not None and is_newer(was.page.release, theirs.page.release):
        _as_base(base, other, back, (was, theirs), plugin)
    known = was is None or is_newer(ours.page.release, was.page.release)
    before, added = dict(base), dict(other)
    for name in {**base, **mine, **other}:
        b, o, t = base.get(name), mine.get(name), other.get(name)
        sides = was, ours, theirs
        spelled = known and b != o and _same(steps, sides, plugin, name, before, mine)
        if was is None:
            if t != o and _same(steps, sides, plugin, name, added, mine):
                _put(other, name, o)
            continue
        if t == b:
            if spelled and not _counts(steps, (procedure, plugin, name), (t, o), before, added):
                _put(other, name, o)
        elif t is not None:
            said = not _NUMBERED.fullmatch(name)
            texts = _texts(values[2], mine)
            _put(other, name, _lifted(steps, (procedure, plugin, name), t, texts, said))
        if spelled:
            _put(base, name, o)
    return base, other


def _by_number(*sides: Properties) -> dict[str, str]:
    """The names of a plug-in's attributes that had numbers, where the newer release calls all that
    ours (the second side) has by them: no static ids were ever given."""
    named = [name for name in sides[1] if name.startswith(_NAMED)]
    if not named or not all(map(_BY_NUMBER.fullmatch, named)):
        return {}
    numbered = {name for side in sides for name in side if _NUMBERED.fullmatch(name)}
    return {name: f"{_NAMED}{name.removeprefix('p_')}" for name in sorted(numbered)}


def is_nameless(name: str, ours: Component, theirs: Component, mine: Properties) -> bool:
    """Whether it is a plug-in's attribute by its number, which theirs' older release has, while
    ours' newer one has them by names: which one it is there nobody knows."""
    return (
        _NUMBERED.fullmatch(name) is not None
        and name not in mine
        and is_newer(ours.page.release, theirs.page.release)
        and any(one.startswith(_NAMED) for one in mine)
    )


def _counts(
    steps: Steps,
    place: tuple[str, str, str],
    values: tuple[Value | None, ...],
    base: Properties,
    theirs: Properties,
) -> bool:
    """Whether a value that the upgrade left out counts in theirs, which changed what decides it."""
    t, o = values
    if t is None or o is not None:
        return False
    was, still = (
        steps.same(*place, text_of({"": t}, ""), None, sides=_texts(side))
        for side in (base, theirs)
    )
    return was and not still


def _behind(
    was: Component, sides: tuple[Component, Component], values: tuple[Properties, ...]
) -> dict[str, Value]:
    """The base in the words of two sides that were both upgraded since. An upgrade writes the same
    on both sides, so where they differ one was edited, and what the upgrade alone wrote is the
    base's. Where it may have written either nothing is said: that is asked."""
    base, mine, other = dict(values[0]), values[1], values[2]
    steps = between(was.page.release, sides[0].page.release)
    if steps is None or not is_newer(sides[0].page.release, was.page.release):
        return base
    procedure, plugin = was.procedure, plugin_of(was.text)
    for name, now in steps.renamed(procedure, plugin).items():
        if name in base and now not in base and name not in mine and name not in other:
            base[now] = base.pop(name)
    if _SHARED in base and any(_SHARED in side and _COPY not in side for side in (mine, other)):
        base.pop(_COPY, None)
    before = dict(base)
    for name in {**before, **mine, **other}:
        b, o, t = before.get(name), mine.get(name), other.get(name)
        wrote = [
            value
            for value, side, kept in ((o, mine, t), (t, other, o))
            if value != b
            and _same(steps, (was, *sides), plugin, name, before, side, surely=kept == b)
        ]
        if wrote and (wrote[0] == wrote[-1] or name == STATIC_ID):
            _put(base, name, wrote[-1])
    return base


def _as_base(
    base: Properties,
    other: dict[str, Value],
    steps: Steps,
    components: tuple[Component, ...],
    plugin: str,
) -> None:
    """Where the base was upgraded already: what theirs has in older words is as the base has it."""
    older = dict(other)
    for name in {**base, **older}:
        b, t = base.get(name), older.get(name)
        if t != b and _same(steps, components, plugin, name, older, base):
            _put(other, name, b)


def brought(component: Component, values: Properties, release: str) -> dict[str, Value]:
    """What an older release's component, with these properties, has where it comes into a file of a
    newer one: under the names and with the numbers of that. What it leaves out is left to it."""
    found = dict(values)
    if not is_newer(release, component.page.release):
        return found
    steps = between(component.page.release, release)
    if steps is None:
        return found
    procedure, plugin = component.procedure, plugin_of(component.text)
    for name, now in steps.renamed(procedure, plugin).items():
        if name in found and now not in found:
            found[now] = found.pop(name)
    lost: set[str] = set()
    for name, value in tuple(found.items()):
        new = _lifted(steps, (procedure, plugin, name), value, _texts(values))
        if new is None and _NUMBERED.fullmatch(name):
            lost.add(value.text)
        _put(found, name, new)
    # An attribute whose only value was ever one: seen as a number that went, and a name that came.
    for name, text in steps.spelled(procedure, plugin).items():
        if name.startswith(_NAMED) and name not in found and text in lost:
            found[name] = Value("text", text)
    return found


def _lifted(
    steps: Steps,
    place: tuple[str, str, str],
    value: Value,
    sides: tuple[Texts, ...],
    said: bool = False,
) -> Value | None:
    if value.kind not in ("text", "number", "boolean"):
        return value
    text = steps.lifted(*place, value.text, sides, said)
    if text is None:
        return None
    return value if text == value.text else Value(value.kind, text)


def _put(values: dict[str, Value], name: str, value: Value | None) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value
