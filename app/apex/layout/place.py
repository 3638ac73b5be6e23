"""What stands where on a page, read from its components' arguments.

Siblings of one slot are one list of regions, items and buttons, sorted by sequence and then by id.
The release decides what an absent argument means: a display point that is left out is the body
since 21.2, when ``REGION_TEMPLATE_X`` became ``X`` too. Nothing is lost: what has a parent that is
not in the file stands on the page, and what has no place in a strip under it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from app.apex.catalogue.types import plugin_of
from app.apex.export.tree import Component, Page
from app.apex.layout import grid, templates
from app.apex.layout.model import Address, Area, Form, Kind, Node, Trait, Zone

REGIONS: Final = frozenset({"create_page_plug", "create_report_region", "create_calendar"})
_COLUMNS: Final = frozenset(
    {"create_worksheet_column", "create_region_column", "create_report_columns"}
)
_KINDS: Final[dict[str, Kind]] = {
    **dict.fromkeys(REGIONS, "region"),
    **dict.fromkeys(_COLUMNS, "column"),
    "create_page_item": "item",
    "create_page_button": "button",
}
# What has no place on the screen, in the order of Page Designer's tree.
_LOGIC: Final = (
    "create_page_computation",
    "create_page_process",
    "create_page_validation",
    "create_page_branch",
    "create_page_da_event",
    "create_page_meta_tag",
)
_TALL: Final = frozenset(
    {"NATIVE_TEXTAREA", "NATIVE_RICH_TEXT_EDITOR", "NATIVE_MARKDOWN_EDITOR", "NATIVE_SHUTTLE",
     "NATIVE_CHECKBOX", "NATIVE_RADIOGROUP", "NATIVE_IMAGE_UPLOAD"}
)  # fmt: skip
_FACETS: Final = ("NATIVE_FACETED_SEARCH", "NATIVE_SMART_FILTERS")
_HIDDEN_COLUMN: Final = {
    "create_worksheet_column": ("p_display_text_as", ("HIDDEN", "HIDDEN_ESCAPE_SC")),
    "create_region_column": ("p_item_type", ("NATIVE_HIDDEN",)),
    "create_report_columns": ("p_hidden_column", ("Y",)),
}
_TAG: Final = re.compile(r"<[^<>]*>")
_NO_TITLE_BAR: Final = ("t-Region--removeHeader", "t-Region--hideHeader", "t-Region--noUI")
_LABEL_SPAN: Final = 2


def place(page: Page, exported: Mapping[str, str] | None = None) -> Node:
    """The page as a tree of what is drawn; ``exported`` names the templates of its application by
    id (``templates_of``). Raises ValueError for a file that makes no page."""
    if page.page_component is None:
        raise ValueError(page.name)
    return _Placing(page, dict(exported or {})).page_node(page.page_component)


def templates_of(pages: Iterable[Page]) -> dict[str, str]:
    """Template id -> name, of an application's files of shared components."""
    return {
        component.id: component.text("p_name") or component.text("p_page_plug_template_name")
        or component.text("p_template_name")
        for page in pages
        for component in page.components
        if component.procedure in ("create_template", "create_plug_template",
                                   "create_field_template")
    }  # fmt: skip


class _Placing:
    def __init__(self, page: Page, exported: dict[str, str]) -> None:
        self.page, self.exported = page, exported
        self.below: dict[str, list[Component]] = {}
        for component in page.components:
            if component.procedure in _KINDS:
                self.below.setdefault(self._parent(component), []).append(component)
        reached = {key for key in self._reach("")}
        for component in page.components:  # a circle of parents is cut at its first
            if component.procedure in _KINDS and component.key not in reached:
                self.below[self._parent(component)].remove(component)
                self.below.setdefault("", []).append(component)
                reached |= {component.key, *self._reach(component.key)}

    def _reach(self, key: str) -> Iterator[str]:
        for component in self.below.get(key, ()):
            yield component.key
            yield from self._reach(component.key)

    def _parent(self, component: Component) -> str:
        """The key of the region that a component stands in; "" for the page."""
        seen: set[str] = set()
        here = component.parent
        while here and here not in seen:
            seen.add(here)
            owner = self.page.by_key.get(here)
            if owner is None:
                return ""
            if owner.procedure in REGIONS:
                return owner.key
            here = owner.parent
        return ""

    # -- the page ------------------------------------------------------------------------------

    def page_node(self, component: Component) -> Node:
        template = templates.template_name(component.text("p_step_template"), self.exported)
        if not template and component.text("p_page_mode") in ("MODAL", "NON_MODAL"):
            template = "modal dialog"
        known = templates.page_slots(template)
        slots: dict[str, list[Component]] = {"BODY": []}
        for child in self.below.get("", ()):
            if _KINDS[child.procedure] != "column":
                slots.setdefault(self.slot(child, ""), []).append(child)
        areas = [
            self._grid_or_stack(name, title, zone, slots[name], name in templates.GRID_SLOTS)
            for name, (zone, title) in known.items()
            if name in slots
        ]
        areas += [
            self._grid_or_stack(name, name, "outside", slots[name], False)
            for name in slots
            if name not in known
        ]
        hidden = [c for c in self.below.get("", ()) if _is_hidden(c)]
        areas += self._chips("hidden", "outside", hidden, "hidden")
        for procedure in _LOGIC:
            found = [c for c in self.page.components if c.procedure == procedure]
            areas += self._chips(procedure, "outside", found, "logic")
        lost = [c for c in self.below.get("", ()) if c.procedure in _COLUMNS]
        areas += self._chips("columns", "outside", lost, "column")
        return Node(
            component.key,
            "page",
            component.procedure,
            component.text("p_name"),
            Address("", ""),
            plugin=template,
            areas=tuple(a for a in areas if a.rows or a.plain or a.name == "BODY"),
        )

    def slot(self, component: Component, parent: str) -> str:
        """The slot's name as 21.2 and later spell it."""
        match component.procedure:
            case "create_page_button":
                found = component.text("p_button_position")
                return found.removeprefix("REGION_TEMPLATE_") or "BODY"
            case "create_page_item":
                return component.text("p_item_display_point") or "BODY"
            case "create_page_plug" | "create_calendar":
                found = component.text("p_plug_display_point")
            case _:
                found = component.text("p_display_point")
        if parent:
            return "SUB_REGIONS" if found in ("", "BODY") else found
        return "BODY" if found == "SUB_REGIONS" else found or "BODY"

    # -- a region ------------------------------------------------------------------------------

    def _region(self, component: Component, slot: str, parent: str) -> Node:
        reference = component.text("p_plug_template") or component.text("p_template")
        template = templates.template_name(reference, self.exported)
        options = component.text("p_region_template_options").split(":")
        traits: set[Trait] = set(_conditions(component, "p_plug_display_condition_type",
                                             "p_display_condition_type"))  # fmt: skip
        if not reference or any(o.split(" ")[0] in _NO_TITLE_BAR for o in options):
            traits.add("no_header")
        if "is-collapsed" in options:
            traits.add("collapsed")
        return Node(
            component.key,
            "region",
            component.procedure,
            _plain(component.name),
            self.address(component, slot, parent),
            plugin=plugin_of(component.text) or ("NATIVE_SQL_REPORT" if component.procedure
                                                 == "create_report_region" else ""),
            traits=frozenset(traits),
            areas=tuple(self._region_areas(component, template)),
        )  # fmt: skip

    def _region_areas(self, component: Component, template: str) -> list[Area]:
        children = self.below.get(component.key, [])
        slots: dict[str, list[Component]] = {}
        for child in children:
            if child.procedure not in _COLUMNS:
                slots.setdefault(self.slot(child, component.key), []).append(child)
        plugin = plugin_of(component.text)
        body = slots.pop("BODY", [])
        sub = slots.pop("SUB_REGIONS", [])
        heads: list[Area] = []
        feet: list[Area] = []
        outside: list[Area] = []
        for name in sorted(slots):
            zone = templates.region_zone(template, name)
            form: Form = "stack" if any(c.procedure in REGIONS for c in slots[name]) else "flow"
            area = self._plain(name, name, zone, form, slots[name], component.key)
            {"head": heads, "foot": feet}.get(zone, outside).append(area)
        columns = [c for c in children if c.procedure in _COLUMNS]
        columns.sort(key=_order)
        shown = [c for c in columns if not _is_hidden_column(c)]
        content = self._chips("columns", "body", shown, "column", sort=False)
        items = self._body(body, plugin, component.key)
        placement = component.text("p_plug_item_display_point") or component.text(
            "p_item_display_point"
        )
        middle = [*content, *items] if placement == "BELOW" else [*items, *content]
        if sub:
            gridded = template not in templates.STACKED
            middle.append(self._grid_or_stack("SUB_REGIONS", "", "body", sub, gridded,
                                              component.key))  # fmt: skip
        hidden = [c for c in children if _is_hidden(c)]
        unseen = [c for c in columns if _is_hidden_column(c)]
        chips = self._chips("hidden", "body", [*hidden, *unseen], "hidden", sort=False)
        return [*heads, *middle, *feet, *outside, *chips]

    def _body(self, found: list[Component], plugin: str, parent: str) -> list[Area]:
        visible = [c for c in found if not _is_hidden(c)]
        if not visible:
            return []
        if plugin in _FACETS:
            form: Form = "stack" if plugin == _FACETS[0] else "flow"
            return [self._plain("BODY", "", "body", form, visible, parent)]
        return [self._grid_or_stack("BODY", "", "body", visible, True, parent)]

    # -- areas ---------------------------------------------------------------------------------

    def _grid_or_stack(
        self,
        name: str,
        title: str,
        zone: Zone,
        found: list[Component],
        gridded: bool,
        parent: str = "",
    ) -> Area:
        if not gridded:
            return self._plain(name, title, zone, "stack", found, parent)
        nodes = self._nodes(found, name, parent)
        return Area(name, title, zone, "grid", rows=grid.rows(nodes))

    def _plain(
        self, name: str, title: str, zone: Zone, form: Form, found: list[Component], parent: str
    ) -> Area:
        return Area(name, title, zone, form, plain=tuple(self._nodes(found, name, parent)))

    def _nodes(self, found: list[Component], slot: str, parent: str) -> list[Node]:
        visible = sorted((c for c in found if not _is_hidden(c)), key=_order)
        return [self._node(c, slot, parent) for c in visible]

    def _chips(
        self,
        name: str,
        zone: Zone,
        found: list[Component],
        kind: Kind,
        *,
        sort: bool = True,
    ) -> list[Area]:
        """A strip of small boxes; none for nothing."""
        if not found:
            return []
        ordered = sorted(found, key=_order) if sort else found
        nodes = [
            Node(c.key, kind, c.procedure, _chip_title(c), Address(self._parent(c), name))
            for c in ordered
        ]
        return [Area(name, "", zone, "chips", plain=tuple(nodes))]

    # -- one component -------------------------------------------------------------------------

    def _node(self, component: Component, slot: str, parent: str) -> Node:
        match _KINDS[component.procedure]:
            case "region":
                return self._region(component, slot, parent)
            case "button":
                return self._button(component, slot, parent)
        return self._item(component, slot, parent)

    def _button(self, component: Component, slot: str, parent: str) -> Node:
        return Node(
            component.key,
            "button",
            component.procedure,
            _plain(component.text("p_button_image_alt")) or component.text("p_button_name"),
            self.address(component, slot, parent),
            note=component.text("p_button_name"),
            traits=_conditions(component, "p_button_condition_type"),
        )

    def _item(self, component: Component, slot: str, parent: str) -> Node:
        plugin = component.text("p_display_as")
        template = templates.template_name(component.text("p_field_template"), self.exported)
        traits = set(_conditions(component, "p_display_when_type"))
        if "required" in template or component.text("p_is_required") in ("true", "Y"):
            traits.add("required")
        if any(name.startswith("p_fc_") for name in component.arguments):
            traits.add("facet")
        span = component.text("p_grid_label_column_span")
        above = "above" in template or "floating" in template or "hidden" in template
        height = component.text("p_cheight")
        tall = plugin in _TALL and (not height.isdigit() or int(height) > 1)
        return Node(
            component.key,
            "item",
            component.procedure,
            component.name,
            self.address(component, slot, parent),
            note=_plain(component.text("p_prompt")),
            plugin=plugin,
            traits=frozenset(traits),
            label_span=0 if above else int(span) if span.isdigit() else _LABEL_SPAN,
            lines=2 if tall else 1,
        )

    def address(self, component: Component, slot: str, parent: str) -> Address:
        """Where it says that it stands; absent arguments have the meaning of its kind."""
        text = component.text
        match component.procedure:
            case "create_page_item":
                new_row = not _is_no(text("p_begin_on_new_line"))
                new_cell = not _is_no(text("p_begin_on_new_field"))
                names = ("p_grid_column", "p_colspan")
            case "create_page_button":
                new_row = _is_yes(text("p_grid_new_row"))
                new_cell = not _is_no(text("p_grid_new_column"))
                names = ("p_grid_column", "p_grid_column_span")
            case procedure:
                head = "p_" if procedure == "create_report_region" else "p_plug_"
                new_row = not _is_no(text(f"{head}new_grid_row"))
                new_cell = not _is_no(text(f"{head}new_grid_column"))
                names = (f"{head}display_column", f"{head}grid_column_span")
        column, span = (_number(text(name)) for name in names)
        return Address(parent, slot, new_row, new_cell, column, span)


def _is_hidden(component: Component) -> bool:
    return component.text("p_display_as") == "NATIVE_HIDDEN"


def _is_hidden_column(component: Component) -> bool:
    name, values = _HIDDEN_COLUMN[component.procedure]
    return component.text(name) in values


def _is_no(text: str) -> bool:
    return text.upper() in ("N", "NO", "FALSE")


def _is_yes(text: str) -> bool:
    return text.upper() in ("Y", "YES", "TRUE")


def _number(text: str) -> int:
    return int(text) if text.isdigit() and 1 <= int(text) <= grid.COLUMNS else 0


def _order(component: Component) -> tuple[float, str]:
    """By sequence, then by the id as a left-padded text, as Page Designer sorts."""
    for name in ("p_plug_display_sequence", "p_display_sequence", "p_item_sequence",
                 "p_button_sequence", "p_display_order", "p_column_display_sequence",
                 "p_process_sequence", "p_computation_sequence", "p_validation_sequence",
                 "p_branch_sequence", "p_event_sequence"):  # fmt: skip
        text = component.text(name)
        if text:
            try:
                return float(text), component.id.rjust(40)
            except ValueError:
                break
    return float("inf"), component.id.rjust(40)


def _conditions(component: Component, *names: str) -> frozenset[Trait]:
    kinds = {component.text(name) for name in names} - {""}
    if "NEVER" in kinds:
        return frozenset({"never"})
    return frozenset({"conditional"}) if kinds else frozenset()


def _plain(text: str) -> str:
    """A label without its markup."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split())


def _chip_title(component: Component) -> str:
    heading = (
        component.text("p_column_label")
        or component.text("p_heading")
        or component.text("p_column_heading")
    )
    return _plain(heading) or component.name
