"""Differences by meaning: per component, per property, and nothing that is noise."""

from __future__ import annotations

from app.apex import catalogue
from app.apex.model import ComponentChange, PageDiff, PropertyChange, Status, ValueShape
from app.apex.parse import FRAME
from app.apex.tree import Component, Page
from app.apex.values import Value


def properties(component: Component) -> dict[str, Value]:
    """All properties that count, plug-in attributes one by one. ``p_id`` is identity, not value."""
    found: dict[str, Value] = {}
    for name, argument in component.arguments.items():
        if name == "p_id" and component.procedure != "create_page":
            continue
        if catalogue.is_volatile(component.procedure, name):
            continue
        value = argument.value
        if value.kind == "attributes":
            for key, text in value.items:
                found[f"{name}.{key}"] = Value("text", text)
        else:
            found[name] = value
    return found


def noise(component: Component) -> int:
    return sum(1 for n in component.arguments if catalogue.is_volatile(component.procedure, n))


def shape_of(name: str, value: Value | None) -> ValueShape:
    if name in catalogue.LISTS:
        return "list"
    if value is not None and value.kind == "id":
        return "reference"
    return "text" if value is not None and "\n" in value.text else "scalar"


def property_change(name: str, old: Value | None, new: Value | None) -> PropertyChange:
    shown = new or old
    assert shown is not None
    return PropertyChange(
        name,
        catalogue.label_of(name),
        old.text if old is not None else None,
        new.text if new is not None else None,
        shape_of(name, shown),
        catalogue.language_of(name, shown.text),
    )


def changed(old: Component, new: Component) -> tuple[PropertyChange, ...]:
    before, after = properties(old), properties(new)
    return tuple(
        property_change(name, before.get(name), after.get(name))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    )


def path_of(component: Component) -> tuple[str, ...]:
    names: list[str] = []
    here: Component | None = component
    seen: set[str] = set()
    while here is not None and here.key not in seen:
        seen.add(here.key)
        names.append(f"{catalogue.type_of(here.procedure).label} {here.name}".strip())
        here = here.page.by_key.get(here.parent)
    return tuple(reversed(names))


def change(
    component: Component, status: Status, props: tuple[PropertyChange, ...] = ()
) -> ComponentChange:
    return ComponentChange(
        component.key,
        component.procedure,
        catalogue.type_of(component.procedure).label,
        component.name,
        path_of(component),
        status,
        props,
    )


def components(page: Page) -> dict[str, Component]:
    return {c.key: c for c in page.components if c.procedure not in FRAME}


def diff(old: Page, new: Page) -> PageDiff:
    """Both pages in one id space (``identity.map_ids`` brings them there)."""
    before, after = components(old), components(new)
    found: list[ComponentChange] = []
    ignored = 0
    for key, component in after.items():
        was = before.get(key)
        if was is None:
            found.append(change(component, Status.ADDED))
            continue
        props = changed(was, component)
        if was.source != component.source and not props:
            ignored += 1
        if props:
            found.append(change(component, _status(was, component), props))
    found += [change(c, Status.REMOVED) for k, c in before.items() if k not in after]
    return PageDiff(new.name or old.name, new.number, new.title, tuple(found), ignored)


def _status(old: Component, new: Component) -> Status:
    if old.parent != new.parent:
        return Status.MOVED
    name = next((n for n in catalogue.type_of(old.procedure).names if old.text(n)), "")
    if name and old.text(name) != new.text(name):
        return Status.RENAMED
    return Status.CHANGED
