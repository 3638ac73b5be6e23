"""An older export's component in the words of a newer release: what an upgrade writes for it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.apex.catalogue import plugin_of
from app.apex.catalogue.steps import Steps, between, is_newer
from app.apex.export.tree import Component
from app.apex.export.values import Value

Properties = Mapping[str, Value]
_NUMBERED: Final = re.compile(r"p_attribute_\d\d")


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
    found = {
        name
        for name in names
        if steps.same(old.procedure, plugin, name, text_of(before, name), text_of(after, name))
    }
    for name, now in steps.renamed(old.procedure, plugin).items():
        if name in names and text_of(before, name) == text_of(after, now):
            found |= {name, now}
    return found


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
        return base, other
    if not is_newer(ours.page.release, theirs.page.release):
        return base, other
    steps = between(ours.page.release, theirs.page.release)
    if steps is None:
        return base, other
    procedure, plugin = ours.procedure, plugin_of(ours.text)
    for name, now in steps.renamed(procedure, plugin).items():
        for side in (base, other):
            if name in side and name not in mine and now not in side:
                side[now] = side.pop(name)
    back = between(was.page.release, theirs.page.release) if was is not None else None
    if was is not None and back is not None and is_newer(was.page.release, theirs.page.release):
        _as_base(base, other, back, procedure, plugin)
    known = was is None or is_newer(ours.page.release, was.page.release)
    for name in {**base, **mine, **other}:
        b, o, t = base.get(name), mine.get(name), other.get(name)
        spelled = known and b != o and steps.same(
            procedure, plugin, name, text_of(base, name), text_of(mine, name)
        )  # fmt: skip
        if was is None:
            if t != o and steps.same(
                procedure, plugin, name, text_of(other, name), text_of(mine, name)
            ):
                _put(other, name, o)
            continue
        if t == b:
            if spelled:
                _put(other, name, o)
        elif t is not None:
            _put(other, name, _lifted(steps, procedure, plugin, name, t))
        if spelled:
            _put(base, name, o)
    return base, other


def _as_base(
    base: Properties, other: dict[str, Value], steps: Steps, procedure: str, plugin: str
) -> None:
    """Where the base was upgraded already: what theirs has in older words is as the base has it."""
    for name in {**base, **other}:
        b, t = base.get(name), other.get(name)
        if t != b and steps.same(
            procedure, plugin, name, text_of(other, name), text_of(base, name)
        ):
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
        new = _lifted(steps, procedure, plugin, name, value)
        if new is None and _NUMBERED.fullmatch(name):
            lost.add(value.text)
        _put(found, name, new)
    # An attribute whose only value was ever one: seen as a number that went, and a name that came.
    for name, text in steps.spelled(procedure, plugin).items():
        if name.startswith("p_attributes.") and name not in found and text in lost:
            found[name] = Value("text", text)
    return found


def _lifted(steps: Steps, procedure: str, plugin: str, name: str, value: Value) -> Value | None:
    if value.kind not in ("text", "number", "boolean"):
        return value
    text = steps.lifted(procedure, plugin, name, value.text)
    if text is None:
        return None
    return value if text == value.text else Value(value.kind, text)


def _put(values: dict[str, Value], name: str, value: Value | None) -> None:
    if value is None:
        values.pop(name, None)
    else:
        values[name] = value
