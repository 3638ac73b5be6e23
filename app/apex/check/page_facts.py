"""What one export file offers to others and needs from them, for the integrity report.

Read once per file, what is asked for, and kept as long as the file lives. What a file needs and has
itself is not listed, so that an application is checked by putting its files' lists together.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from app.apex import catalogue
from app.apex.catalogue.component_types import KINDS
from app.apex.export.tree import Argument, Component, Page
from app.apex.identity.match import ids_in

Offer = tuple[str, str]  # kind and name: ("page", "20"), ("lov", "STATUTS"), ("item", "P10_ID")


class Need(NamedTuple):
    """``component`` needs something: ``kind`` and ``name`` as in an Offer; ``code`` is the finding
    if it is nowhere. ``inside``: it can only be in the same page, or in the global page."""

    component: Component
    argument: str
    code: str
    kind: str
    name: str
    inside: bool


class Place(NamedTuple):
    """What only one component may have: two with the same ``key`` are the finding ``code``."""

    component: Component
    code: str
    key: tuple[str, ...]
    name: str


def facts_of(page: Page) -> PageFacts:
    """The facts of a file; the same value as long as the file lives."""
    found: PageFacts | None = page.told.get("facts")
    if found is None:
        found = page.told["facts"] = PageFacts(page)
    return found


# -- what is looked at ---------------------------------------------------------------------

_ITEM: Final = "create_page_item"
# Two searches by a literal are much quicker than one that ignores case.
_IDS: Final = tuple(
    re.compile(rf"{start}\(\s*(\d+)") for start in (r"\.id", r"\.ID", "to_char", "TO_CHAR")
)
# The usual spelling of an item's name: P, its page's number, an underscore.
_PREFIX: Final = re.compile(r"P(\d+)_", re.IGNORECASE)
_ITEM_NAME: Final = re.compile(r"[A-Z][\w$#]*", re.IGNORECASE)

# References whose target has a name of its own among the findings, by the argument's name.
_NAMED: Final = (
    ("merge.unknown_template", re.compile(r"template(_id)?$|_nav_list_temp$")),
    ("merge.unknown_lov", re.compile(r"lov(_id|_query)?$")),
    ("merge.unknown_authorization", re.compile(r"(security|auth|authorization)_scheme$|_role$")),
    ("merge.unknown_build_option", re.compile(r"required_patch$|build_opt(ion)?_id$")),
    ("merge.unknown_list", re.compile(r"_list_id$")),
    ("merge.no_button", re.compile(r"when_button(_id|_pressed)$")),
    ("merge.no_trigger", re.compile(r"p_triggering_")),
    ("merge.no_affected", re.compile(r"p_affected_")),
)
# A target in the own application: a number or an alias. Substitutions are for the run time.
_LINK: Final = re.compile(r"F\?P=&(?:APP_ID|FLOW_ID|APP_ALIAS)\.:(\d+|[A-Z][\w-]*)(?=[:'&]|$)")
_LINKS: Final = frozenset(
    {
        "p_branch_action",
        "p_button_redirect_url",
        "p_column_link",
        "p_detail_link",
        "p_home_url",
        "p_link",
        "p_link_target",
        "p_list_item_link_target",
        "p_login_url",
    }
)
_BY_NAME: Final = _LINKS | {"p_named_lov", "p_triggering_element", "p_affected_elements"}
# The reference that each kind of triggering or affected element needs.
_ELEMENT: Final[Mapping[tuple[str, str], str]] = {
    ("create_page_da_event", "BUTTON"): "p_triggering_button_id",
    ("create_page_da_event", "REGION"): "p_triggering_region_id",
    ("create_page_da_action", "BUTTON"): "p_affected_button_id",
    ("create_page_da_action", "REGION"): "p_affected_region_id",
}
# Types whose natural key is their name, and is theirs alone: in the application, or its parent.
_NAMES: Final = frozenset(
    {
        "create_app_setting",
        "create_app_static_file",
        "create_authentication",
        "create_build_option",
        "create_flow_item",
        "create_list",
        "create_list_of_values",
        "create_plugin",
        "create_region_column",
        "create_report_columns",
        "create_security_scheme",
        "create_worksheet_column",
    }
)
# Sequence numbers, and what divides siblings before they count.
_SEQUENCES: Final = (
    "p_plug_display_sequence",
    "p_item_sequence",
    "p_button_sequence",
    "p_process_sequence",
    "p_validation_sequence",
    "p_event_sequence",
    "p_action_sequence",
    "p_branch_sequence",
    "p_computation_sequence",
    "p_display_order",
    "p_display_sequence",
    "p_list_item_display_sequence",
    "p_lov_disp_sequence",
)
_ORDERED: Final = frozenset({"create_list_item", "create_static_lov_data"})
_POINTS: Final = (
    "p_plug_display_point",
    "p_plug_display_column",
    "p_item_display_point",
    "p_button_position",
    "p_process_point",
    "p_branch_point",
    "p_event_result",
    "p_computation_point",
    "p_computation_item",
)


class PageFacts:
    """The facts of one file, each read when it is asked for: of a side that a merge only compares
    with, most are never asked."""

    def __init__(self, page: Page) -> None:
        self._page, self._number = page, page.number
        self._here = page_key(page)
        self._items = page.items

    @cached_property
    def ids(self) -> frozenset[str]:
        """The ids of its components."""
        return frozenset(c.id for c in self._page.mapped)

    @cached_property
    def offers(self) -> frozenset[Offer]:
        """What others may use by its name."""
        return frozenset(self._offers())

    @cached_property
    def needs(self) -> tuple[Need, ...]:
        """What it uses and has not itself."""
        named = (need for c in self._page.components for need in self._named(c))
        return (*self._referred(), *named)

    @cached_property
    def odd(self) -> tuple[Need, ...]:
        """What is wrong whatever the other files say, as a need of nothing."""
        return tuple(need for c in self._page.components for need in self._odd(c))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        """What only one component may have."""
        return tuple(place for c in self._page.components for place in self._places(c))

    @cached_property
    def keys(self) -> frozenset[tuple[str, ...]]:
        """Those of its places."""
        return frozenset(place.key for place in self.places)

    @cached_property
    def doubled(self) -> frozenset[tuple[str, ...]]:
        """The keys that are there twice."""
        if len(self.keys) == len(self.places):
            return frozenset()
        counts = Counter(place.key for place in self.places)
        return frozenset(key for key, count in counts.items() if count > 1)

    @cached_property
    def _columns(self) -> set[str]:
        return {
            c.name.upper()
            for c in self._page.components
            if c.procedure in ("create_region_column", "create_worksheet_column")
        }

    def _offers(self) -> Iterator[Offer]:
        page = self._page
        if self._number is not None:
            yield "page", str(self._number)
            top = page.page_component
            if top is not None and top.text("p_alias"):
                yield "page", top.text("p_alias").upper()
            for name in self._items:
                yield "item", name
        for component in page.components:
            if component.procedure == "create_list_of_values":
                yield "lov", component.name.upper()

    # -- needs -----------------------------------------------------------------------------

    def _referred(self) -> Iterator[Need]:
        """What it refers to by id. Few ids are of other files, and only their arguments are
        decoded."""
        source, components = self._page.source, self._page.components
        # A file's bytes refer to nothing, and may be all of the text there is.
        contents = [c.content for c in components if c.content is not None]
        starts, ends = [0, *(end for _, end in contents)], [*(a for a, _ in contents), len(source)]
        far = {
            found.start()
            for start, end in zip(starts, ends, strict=True)
            for ids in _IDS
            for found in ids.finditer(source, start, end)
            if found[1] not in self.ids
        }
        starts = [c.start for c in components]
        used: dict[int, list[int]] = {}
        for at in sorted(far):
            used.setdefault(bisect_right(starts, at) - 1, []).append(at)
        for index, component in enumerate(components):
            if component.locals is not None:
                yield from self._strange(component, component.arguments.values())
            elif index in used:
                listed = list(component.arguments.values())
                rows = [a.start for a in listed]
                hit = dict.fromkeys(bisect_right(rows, at) - 1 for at in used[index])
                yield from self._strange(component, (listed[i] for i in hit if i >= 0))

    def _strange(self, component: Component, arguments: Iterable[Argument]) -> Iterator[Need]:
        for argument in arguments:
            name = argument.name
            for identity in ids_in(argument.value) if name != "p_id" else ():
                if identity not in self.ids:
                    inside = name in catalogue.IN_PAGE and self._number is not None
                    yield Need(component, name, _code(name), "id", identity, inside)

    def _named(self, component: Component) -> Iterator[Need]:
        """What it refers to by name: lists of values, pages, items and columns."""
        for name in component.arguments.keys() & _BY_NAME:
            value = component.arguments[name].value
            text = value.text.upper()
            if value.kind not in ("text", "mixed") or not text:
                continue
            if name == "p_named_lov":
                yield Need(component, name, "merge.unknown_lov", "lov", text, False)
            elif name in _LINKS:
                found = _LINK.match(text)
                if found is not None:
                    yield Need(component, name, "merge.no_page", "page", found[1], False)
            else:
                yield from self._elements(component, name, text)

    def _elements(self, component: Component, argument: str, text: str) -> Iterator[Need]:
        """Items and columns that a dynamic action or one of its actions names."""
        event = argument == "p_triggering_element"
        kind = component.text("p_triggering_element_type" if event else "p_affected_elements_type")
        for element in (e.strip() for e in text.split(",")):
            if not _ITEM_NAME.fullmatch(element):
                continue
            if kind == "ITEM" and element not in self._items:
                own = _PREFIX.match(element)
                inside = own is not None and int(own[1]) == self._number
                yield Need(component, argument, _code(argument), "item", element, inside)
            elif kind == "COLUMN" and element not in self._columns:
                yield Need(component, argument, _code(argument), "column", element, True)

    def _odd(self, component: Component) -> Iterator[Need]:
        """What needs no look at other files: a name with another page's number, an element that is
        to be there and is not named."""
        procedure, number = component.procedure, self._number
        if procedure == _ITEM and number is not None:
            prefix = _PREFIX.match(component.name)
            if prefix is not None and int(prefix[1]) != number:
                yield Need(component, "p_name", "merge.item_page", "", str(number), True)
        kind = "p_triggering_element_type" if "event" in procedure else "p_affected_elements_type"
        wanted = _ELEMENT.get((procedure, component.text(kind)))
        if wanted is not None and wanted not in component.arguments:
            yield Need(component, kind, _code(kind), "", "", True)

    # -- places ----------------------------------------------------------------------------

    def _places(self, component: Component) -> Iterator[Place]:
        procedure, here = component.procedure, self._here
        if procedure == "create_page" and self._number is not None:
            number, alias = str(self._number), component.text("p_alias")
            yield Place(component, "merge.duplicate_page", ("page", number), number)
            if alias:
                yield Place(component, "merge.duplicate_alias", ("alias", alias.upper()), alias)
        elif procedure == _ITEM:
            name = component.name
            yield Place(component, "merge.duplicate_name", (here, _ITEM, name.upper()), name)
            if self._items[name.upper()] is component:  # once for each page
                yield Place(component, "merge.duplicate_item", (_ITEM, name.upper()), name)
        elif procedure in _NAMES:
            name = catalogue.natural_key(procedure, component.text)
            if name:
                scope = (component.parent and here, component.parent, name.upper())
                yield Place(component, "merge.duplicate_name", (procedure, *scope), component.name)
        if procedure in KINDS and component.parent:
            yield from self._content(component)
        letter = component.text("p_column_identifier")
        if letter and procedure == "create_worksheet_column":
            column = (here, procedure, component.parent, "letter", letter)
            yield Place(component, "merge.same_letter", column, letter)
        static = component.text(catalogue.STATIC_IDS.get(procedure, ""))
        if static:
            place = (here, "static", static.upper())
            yield Place(component, "merge.duplicate_static_id", place, static)
        if self._number is not None or procedure in _ORDERED:
            sequence = next((component.text(n) for n in _SEQUENCES if n in component.arguments), "")
            if sequence:
                points = (component.text(n) for n in _POINTS if n in component.arguments)
                siblings = (here, procedure, component.parent, *points, sequence)
                yield Place(component, "merge.same_sequence", siblings, sequence)

    def _content(self, component: Component) -> Iterator[Place]:
        """A region holds one kind of content; of columns and the like, the first stands for all."""
        region = self._page.by_key.get(component.parent)
        siblings = self._page.children.get(component.parent, ())
        first = next(c for c in siblings if c.procedure == component.procedure)
        if region is not None and first is component:
            key = (self._here, "content", region.key)
            yield Place(component, "merge.two_contents", key, region.name)


def _code(argument: str) -> str:
    return next((code for code, named in _NAMED if named.search(argument)), "merge.dangling")


def page_key(page: Page) -> str:
    """What a file is called whatever its path is: a page by its number. Ids of shared components
    are unique without."""
    return str(page.number) if page.number is not None else ""
