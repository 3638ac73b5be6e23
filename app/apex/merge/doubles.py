"""Two new components that would become one, kept as two.

What both sides added under one natural key is one component for the merge, with a conflict for
each property that differs. Who decides for both gets the second one beside the first: theirs, with
everything below it, under ids that nothing uses and a name of its own. Texts of theirs that mention
an item by its name are not rewritten: they mean the first one now.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from typing import Final

from app.apex import catalogue
from app.apex.export.edit import Target, rewritten
from app.apex.export.parse import parse
from app.apex.export.tree import Component, Page
from app.apex.export.values import Value
from app.apex.identity.match import IdMap, moved
from app.apex.merge.context import subtree
from app.apex.model import Decision, Take

# Of these a page or a list can have two. A column, or a report below its region, cannot be doubled.
_TYPES: Final = frozenset(
    catalogue.words("""
    create_page_plug create_report_region create_page_button create_page_item create_page_process
    create_page_validation create_page_da_event create_page_da_action create_page_branch
    create_page_computation create_list_item
    """)
)
_STATIC_IDS: Final = ("p_region_name", "p_button_static_id")
_SPOKEN: Final = re.compile(r"[^A-Z0-9_$#]")  # a name for people, not an identifier
_PEOPLE: Final = "{} ({})"
_CODE: Final = "{}_{}"


def can_double(component: Component) -> bool:
    """Whether there can be two: of a type that allows it, and with something to tell them apart."""
    told_apart = bool(_name_of(component)) or _sequence_of(component) is not None
    return component.is_mapped and component.procedure in _TYPES and told_apart


def wanted(
    base: Page | None, ours: Page, theirs: Page, decisions: Mapping[str, Decision]
) -> dict[str, str]:
    """The decisions, by key, for which a component is to be kept twice, and its key."""
    found: dict[str, str] = {}
    for key, decision in decisions.items():
        component = key.split("|")[-2] if key.count("|") >= 2 else ""
        mine = ours.by_key.get(component)
        if decision.take is not Take.BOTH or mine is None or component not in theirs.by_key:
            continue
        if (base is None or component not in base.by_key) and can_double(mine):
            found[key] = component
    return found


def apart(
    theirs: Page, base: Page | None, ours: Page, keys: Iterable[str], used: Container[str]
) -> Page:
    """Theirs with these components, and all that is below them and new, as components of their
    own: fresh ids wherever they are mentioned, and names that ours has not."""
    known = base.by_key if base is not None else {}
    ids: dict[str, str] = {}
    taken = {*ours.ids, *theirs.ids}
    tops = [theirs.by_key[key] for key in dict.fromkeys(keys)]
    for top in tops:
        for component in subtree(top, theirs.by_key):
            if component.key not in known and component.is_mapped:
                fresh = int(component.id) + 1
                while str(fresh) in taken or str(fresh) in used:
                    fresh += 1
                ids[component.id] = str(fresh)
                taken.add(str(fresh))
    page = parse(moved(theirs, IdMap(ids, (), frozenset(), {}, True)), theirs.name)
    edits = []
    for top in tops:
        component = page.components[top.index]
        changes = _distinct(component, (ours, theirs))
        edits.append((component, rewritten(component, changes, None, Target(page))))
    text = page.source
    for component, new in sorted(edits, key=lambda e: -e[0].start):
        text = text[: component.start] + new + text[component.end :]
    return parse(text, page.name)


def _distinct(component: Component, pages: tuple[Page, ...]) -> dict[str, Value | None]:
    """Another name, or another sequence number where it has no name, and another static id."""
    alike = [c for p in pages for c in p.components if c.procedure == component.procedure]
    changes: dict[str, Value | None] = {}
    name, place = _name_of(component), _sequence_of(component)
    if name:
        known = {c.text(name).upper() for c in alike}
        form = _PEOPLE if _SPOKEN.search(component.text(name)) else _CODE
        changes[name] = Value("text", _free(component.text(name), form, known))
    elif place is not None:
        taken = {int(c.text(place)) for c in alike if c.text(place).isdigit()}
        changes[place] = Value("number", str(max(taken) + 10))
    for argument in _STATIC_IDS:
        if component.text(argument):
            known = {c.text(argument).upper() for c in alike}
            changes[argument] = Value("text", _free(component.text(argument), _CODE, known))
    return changes


def _free(name: str, form: str, known: Container[str]) -> str:
    number = 2
    while form.format(name, number).upper() in known:
        number += 1
    return form.format(name, number)


def _name_of(component: Component) -> str:
    """The argument that names it and is part of its natural key; "" if there is none."""
    known = catalogue.type_of(component.procedure)
    if component.procedure == "create_page_computation":
        return ""  # it is called by the item that it is for
    texts = (n for n in known.key if n not in catalogue.SEQUENCES and n in known.names)
    return next(
        (n for n in texts if component.text(n) and component.arguments[n].value.kind == "text"), ""
    )


def _sequence_of(component: Component) -> str | None:
    known = catalogue.type_of(component.procedure)
    return next(
        (n for n in known.key if n in catalogue.SEQUENCES and component.text(n).isdigit()), None
    )
