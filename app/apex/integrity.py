"""What a merge may have broken although every part of it was right: references, names, places."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Literal

from app.apex import catalogue
from app.apex.diff import display_name
from app.apex.identity import references
from app.apex.model import Issue
from app.apex.tree import Component, Page

Pages = Mapping[str, Page]
_STATIC: Mapping[str, str] = {
    "create_page_plug": "p_region_name",
    "create_report_region": "p_region_name",
    "create_page_button": "p_button_static_id",
}
_SEQUENCES = ("p_plug_display_sequence", "p_item_sequence", "p_button_sequence",
              "p_process_sequence", "p_validation_sequence", "p_event_sequence",
              "p_action_sequence", "p_display_order", "p_display_sequence")  # fmt: skip


def defined(pages: Iterable[Page]) -> set[str]:
    """The ids that components of these files have."""
    return {c.id for page in pages for c in page.components if c.is_mapped}


def dangling(
    page: Page,
    here: Collection[str],
    sides: Iterable[tuple[Page | None, Collection[str]]],
    names: Mapping[str, str],
) -> list[Issue]:
    """References of a merged file to what the merge lost.

    ``here`` has the ids that the result defines; ``sides`` are the file and the ids of each side.
    A reference that already pointed to nothing where it came from is legal, and no finding.
    """
    known = [(uses(side), ids) for side, ids in sides if side is not None]
    found: list[Issue] = []
    for component in page.components:
        for argument, identity in references(component):
            if identity in here:
                continue
            use = (component.key, argument, identity)
            came_from = [ids for listed, ids in known if use in listed]
            if came_from and all(identity in ids for ids in came_from):
                target = names.get(identity, identity)
                facts = {"property": catalogue.label_of(argument), "target": target}
                found.append(issue("error", "merge.dangling", page, component, facts))
    return found


def uses(page: Page) -> set[tuple[str, str, str]]:
    """(component's key, argument, id) of all references of a file."""
    return {
        (c.key, argument, identity) for c in page.components for argument, identity in references(c)
    }


def aliases(pages: Pages, ours: Pages, theirs: Pages) -> list[Issue]:
    """Page aliases that two pages have now, and had not at one side: APEX refuses the import."""
    before = set(_doubled(ours)) | set(_doubled(theirs))
    return [
        issue("error", "merge.duplicate_alias", users[1].page, users[1], {"name": alias})
        for alias, users in _doubled(pages).items()
        if alias not in before
    ]


def _doubled(pages: Pages) -> dict[str, list[Component]]:
    listed = [(c.text("p_alias"), c) for p in pages.values() if (c := p.page_component) is not None]
    found = _users((alias, c) for alias, c in listed if alias)
    return {alias: users for alias, users in found.items() if len(users) > 1}


def unresolved(page: Page) -> list[Issue]:
    """References of a page to a component of the same page that is not there. They are legal:
    APEX itself leaves them behind."""
    here = defined([page])
    if page.number is None:
        return []
    return [
        issue(
            "notice",
            "export.dangling",
            page,
            component,
            {"property": catalogue.label_of(argument), "target": identity},
        )
        for component in page.components
        for argument, identity in references(component)
        if argument in catalogue.IN_PAGE and identity not in here
    ]


def clashes(page: Page, sides: Iterable[Page | None]) -> list[Issue]:
    """Names and static ids that occur twice now and did not at any side, and equal sequences of
    components that the two sides added to one parent."""
    present = [side for side in sides if side is not None]
    found: list[Issue] = []
    for code, severity, names in (
        ("merge.duplicate_name", "error", _item_names),
        ("merge.duplicate_static_id", "notice", _static_ids),
    ):
        before: set[str] = set()
        for side in present:
            before |= {name for name, users in _users(names(side)).items() if len(users) > 1}
        for name, users in _users(names(page)).items():
            if len(users) > 1 and name not in before:
                level: Literal["error", "notice"] = "error" if severity == "error" else "notice"
                found.append(issue(level, code, page, users[1], {"name": name}))
    return found + _ties(page, present)


def _users(pairs: Iterable[tuple[str, Component]]) -> dict[str, list[Component]]:
    found: dict[str, list[Component]] = {}
    for name, component in pairs:
        found.setdefault(name.upper(), []).append(component)
    return found


def _item_names(page: Page) -> list[tuple[str, Component]]:
    return [(c.text("p_name"), c) for c in page.components if c.procedure == "create_page_item"]


def _static_ids(page: Page) -> list[tuple[str, Component]]:
    found: list[tuple[str, Component]] = []
    for component in page.components:
        text = component.text(_STATIC.get(component.procedure, ""))
        if text:
            found.append((text, component))
    return found


def _ties(page: Page, sides: list[Page]) -> list[Issue]:
    if len(sides) < 2:
        return []
    seen: dict[tuple[str, str, str], Component] = {}
    found: list[Issue] = []
    for component in page.components:
        homes = [side for side in sides if component.key in side.by_key]
        if len(homes) != 1:
            continue
        sequence = next((component.text(n) for n in _SEQUENCES if n in component.arguments), "")
        if not sequence:
            continue
        place = (component.procedure, component.parent, sequence)
        other = seen.setdefault(place, component)
        if other is not component and other.key not in homes[0].by_key:
            facts = {"other": display_name(other), "sequence": sequence}
            found.append(issue("notice", "merge.same_sequence", page, component, facts))
    return found


def issue(
    severity: Literal["error", "notice"],
    code: str,
    page: Page,
    component: Component,
    facts: dict[str, str],
) -> Issue:
    """A finding about one component; ``facts`` fill the sentence of its code."""
    shown = {
        "component": display_name(component),
        "type": catalogue.type_label(component.procedure),
        **facts,
    }
    return Issue(severity, code, page.name, component.key, shown)
