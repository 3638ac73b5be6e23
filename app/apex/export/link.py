"""Who belongs to whom in a file that was read."""

from __future__ import annotations

from app.apex import catalogue
from app.apex.export.tree import Component, Page


def link(page: Page) -> None:
    """Give each component its id, key and parent: explicit, or the nearest owner before it."""
    owners: dict[str, Component] = {}
    by_id: dict[str, Component] = {}
    seen: dict[str, int] = {}
    early: list[Component] = []  # with a reference to what may come later
    single = sum(1 for c in page.components if c.procedure == "create_page") == 1
    for index, component in enumerate(page.components):
        component.index = index
        known = catalogue.type_of(component.procedure)
        own = component.arguments.get("p_id")
        if own is not None and own.value.kind in ("id", "number", "text"):
            component.id = own.value.text
        parent = _referred(component, known, by_id)
        if parent is not None:
            component.nest = known.nest
        else:
            if (
                known.parents
                and component.id
                and any(n in component.arguments for n in known.parents)
            ):
                early.append(component)
            parent = _nearest(component, known, owners) or owners.get("create_page")
        is_page = component.procedure == "create_page"
        component.parent = parent.key if parent is not None and not is_page else ""
        if is_page and single:
            base = component.procedure
        elif component.id:
            base = f"{component.procedure}:{component.id}"
        else:
            natural = catalogue.natural_key(component.procedure, component.text)
            base = f"{component.procedure}:{component.parent}:{natural}"
        count = seen[base] = seen.get(base, 0) + 1
        component.key = base if count == 1 else f"{base}#{count}"
        for number, part in enumerate(component.more, 1):
            part.id, part.key, part.index = component.id, f"{component.key}+{number}", index
        owners[component.procedure] = component
        if own is not None and own.value.kind == "id":
            by_id.setdefault(component.id, component)
    if early:
        _adopt(page, early, by_id)


def _referred(
    component: Component, known: catalogue.Type, by_id: dict[str, Component]
) -> Component | None:
    """The parent that one of its arguments names."""
    for name in known.parents:
        reference = component.arguments.get(name)
        if reference is not None and reference.value.kind == "id":
            target = by_id.get(reference.value.text)
            if target is not None:
                return target
    return None


def _nearest(
    component: Component, known: catalogue.Type, owners: dict[str, Component]
) -> Component | None:
    """The owner by position: the nearest before it."""
    nearest: Component | None = None
    for procedure in known.owners:
        owner = owners.get(procedure)
        if owner is not None and (nearest is None or owner.index > nearest.index):
            nearest = owner
    if nearest is not None:
        component.nest = True
    return nearest


def _adopt(page: Page, early: list[Component], by_id: dict[str, Component]) -> None:
    """Parents that stand behind their children; nobody becomes an ancestor of itself."""
    by_key = {c.key: c for c in page.components}
    for component in early:
        parent = _referred(component, catalogue.type_of(component.procedure), by_id)
        here = parent
        while here is not None and here is not component:
            here = by_key.get(here.parent)
        if parent is not None and here is None:
            component.parent, component.nest = parent.key, False
