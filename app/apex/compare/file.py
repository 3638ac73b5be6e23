"""Differences by meaning: per component, per property, and nothing that is noise."""

from __future__ import annotations

from app.apex import catalogue
from app.apex.catalogue.spoken import named, path_in
from app.apex.catalogue.value_labels import value_label
from app.apex.catalogue.volatile import USUAL, Noise
from app.apex.compare.lift import unchanged
from app.apex.compare.names import NO_NAMES, Names
from app.apex.export.parse import parse
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.identity.match import map_ids, moved
from app.apex.identity.order import reordered
from app.apex.model import ComponentChange, PageDiff, PropertyChange, Status, ValueShape


def properties(component: Component, rules: Noise = USUAL) -> dict[str, Value]:
    """All properties that count, plug-in attributes one by one as ``p_attributes.NAME``.

    A component's id is identity and no property; a page's number is one.
    """
    found: dict[str, Value] = {}
    procedure = component.procedure
    for name, argument in component.arguments.items():
        if rules.ignores(procedure, name) and rules.ignores(procedure, name, argument.source):
            continue
        value = argument.value
        if name == "p_id" and (value.kind == "id" or procedure != "create_page"):
            continue
        if value.kind == "attributes":
            for attribute, item in value.items:
                if not rules.ignores(procedure, f"{name}.{attribute}"):
                    found[f"{name}.{attribute}"] = item
        else:
            found[name] = value
    return found


def noise(old: Component, new: Component, rules: Noise = USUAL) -> int:
    """How many arguments differ without counting."""
    return sum(
        1
        for name in {*old.arguments, *new.arguments}
        if all(
            rules.ignores(new.procedure, name, c.arguments[name].source)
            for c in (old, new)
            if name in c.arguments
        )
        and (name not in old.arguments or name not in new.arguments
             or old.arguments[name].value != new.arguments[name].value)
    )  # fmt: skip


def shape_of(name: str, value: Value) -> ValueShape:
    """How a value is shown and merged."""
    if value.kind == "id":
        return "reference"
    if catalogue.separator_of(name):
        return "list"
    return "text" if "\n" in value.text and value.kind in ("text", "bytes", "clob") else "scalar"


def shown(value: Value | None, names: Names) -> str | None:
    """A value as a person reads it; a reference by the name of what it refers to, if known."""
    if value is None:
        return None
    if value.kind == "id":
        return names.get(value.text, value.text)
    return value.text


def hint_of(component: Component, argument: str) -> str:
    """What tells the language of a text beside its argument's name: what the other arguments say
    of it, and a file's name and MIME type."""
    if catalogue.is_javascript(argument, component.text, component.arguments):
        return "javascript"
    return component.text("p_mime_type") or component.text("p_file_name")


def property_change(
    component: Component,
    name: str,
    old: Value | None,
    new: Value | None,
    names: Names = NO_NAMES,
) -> PropertyChange:
    """The difference of one property. Two references of one name are told apart by their ids."""
    one = new if new is not None else old
    assert one is not None
    before, after = shown(old, names), shown(new, names)
    if before == after and old is not None and new is not None and old != new:
        before, after = f"{before} ({old.text})", f"{after} ({new.text})"
    longer = max((v for v in (old, new) if v is not None), key=lambda v: v.text.count("\n"))
    return PropertyChange(
        name,
        catalogue.label_of(name, component.procedure, catalogue.plugin_of(component.text)),
        before,
        after,
        shape_of(name, longer),
        catalogue.language_of(name, one.text, hint_of(component, name)),
        value_label(name, before),
        value_label(name, after),
    )


def changed(
    old: Component, new: Component, names: Names = NO_NAMES, rules: Noise = USUAL
) -> tuple[PropertyChange, ...]:
    """The properties that differ, in the order of the new side."""
    if old.is_verbatim(new):
        return ()
    before, after = properties(old, rules), properties(new, rules)
    same = set() if rules.keeps_all else unchanged(old, new, before, after)
    return tuple(
        property_change(new, name, before.get(name), after.get(name), names)
        for name in {**after, **before}
        if before.get(name) != after.get(name) and name not in same
    )


def is_changed(old: Component, new: Component) -> bool:
    """Whether anything that counts differs, the place in the tree too, and not by an upgrade."""
    if old.parent != new.parent:
        return True
    if old.is_verbatim(new):
        return False
    before, after = properties(old), properties(new)
    if before == after:
        return False
    differ = {n for n in {**before, **after} if before.get(n) != after.get(n)}
    return not differ <= unchanged(old, new, before, after)


def by_upgrade(old: Component, new: Component, rules: Noise = USUAL) -> int:
    """How many properties differ that an upgrade of APEX alone writes differently, and that are
    not told as changes."""
    if rules.keeps_all or old.page.release == new.page.release:
        return 0
    return len(unchanged(old, new, properties(old, rules), properties(new, rules)))


def place_of(component: Component) -> tuple[tuple[str, str], ...]:
    """Procedures and names from the page down to the component."""
    found: list[tuple[str, str]] = []
    here: Component | None = component
    seen: set[str] = set()
    while here is not None and here.key not in seen:
        seen.add(here.key)
        found.append((here.procedure, here.name))
        here = here.page.by_key.get(here.parent)
    return tuple(reversed(found))


def path_of(component: Component) -> tuple[str, ...]:
    """Types and names from the page down to the component."""
    return path_in(place_of(component))


def change(
    component: Component, status: Status, props: tuple[PropertyChange, ...] = ()
) -> ComponentChange:
    """What happened to one component."""
    place = place_of(component)
    return ComponentChange(
        component.key,
        component.procedure,
        catalogue.type_label(component.procedure),
        named(display_name(component)),
        path_in(place),
        status,
        props,
        catalogue.plugin_of(component.text),
        place,
    )


def display_name(component: Component) -> str:
    """Its name; where its name is a reference (a grid's column), what that refers to."""
    known = catalogue.type_of(component.procedure)
    if not known.names and known.key:
        found = component.page.names.get(component.text(known.key[0]))
        if found:
            return found
    return component.name


def added(component: Component, names: Names = NO_NAMES, rules: Noise = USUAL) -> ComponentChange:
    """A component that is new, with all its properties."""
    props = tuple(
        property_change(component, n, None, v, names)
        for n, v in properties(component, rules).items()
    )
    return change(component, Status.ADDED, props)


def removed(component: Component, names: Names = NO_NAMES, rules: Noise = USUAL) -> ComponentChange:
    """A component that is gone, with all that it had."""
    props = tuple(
        property_change(component, n, v, None, names)
        for n, v in properties(component, rules).items()
    )
    return change(component, Status.REMOVED, props)


def diff_file(old: Page, new: Page, rules: Noise = USUAL) -> PageDiff:
    """What ``app.apex.diff`` says of a file that is one part of an export."""
    ids = map_ids({"": new}, {"": old})
    if not ids.is_identity:
        new = parse(moved(new, ids), new.name)
    return compare(old, new, rules=rules)


def compare(
    old: Page | None, new: Page | None, names: Names | None = None, rules: Noise = USUAL
) -> PageDiff:
    """Differences of two versions in one id space; None is a side that has no such file.

    ``names`` tells what ids of other files are called, ``rules`` what does not count.
    """
    page = new if new is not None else old
    assert page is not None
    before = old.by_key if old is not None else {}
    after = new.by_key if new is not None else {}
    known: Names = names if names is not None else {
        **(old.names if old is not None else {}), **(new.names if new is not None else {})
    }  # fmt: skip
    found: list[ComponentChange] = []
    ignored = 0
    moved_among = reordered(before, after)
    for key, component in after.items():
        was = before.get(key)
        if was is None:
            found.append(added(component, known, rules))
            continue
        props = changed(was, component, known, rules)
        if was.source != component.source:
            ignored += noise(was, component, rules) + by_upgrade(was, component, rules)
        if props or was.parent != component.parent:
            status = status_of(was, component)
            if status is Status.CHANGED and key in moved_among:
                status = Status.MOVED
            found.append(change(component, status, props))
    found += [removed(c, known, rules) for key, c in before.items() if key not in after]
    return PageDiff(page.name, page.number, page.title, tuple(found), ignored)


def is_same(old: Page, new: Page) -> bool:
    """Whether ``compare`` finds no difference."""
    before, after = old.by_key, new.by_key
    return before.keys() == after.keys() and not any(
        is_changed(before[key], component) for key, component in after.items()
    )


def status_of(old: Component, new: Component) -> Status:
    """What happened to a component that both sides have and that differs."""
    if old.parent != new.parent:
        return Status.MOVED
    if catalogue.name_of(old.procedure, old.text) != catalogue.name_of(new.procedure, new.text):
        return Status.RENAMED
    return Status.CHANGED
