"""What is known of the Universal Theme's templates: their slots, and where these stand.

From APEX 24.2 on the theme's templates are not exported and pages name them by plain numbers. The
numbers were counted in public exports of 24.2; those of 26.1 are the same plus a constant.
"""

from __future__ import annotations

from typing import Final

from app.apex.layout.model import Zone

_SINCE_26_1: Final = 1476336957994617

_NUMBERS: Final = {
    # page templates
    4072355960268175073: "standard",
    2526643373347724467: "left side column",
    2526646919027767344: "right side column",
    2526650495349772824: "left and right side columns",
    1998361449248688088: "marquee",
    2979075366320325194: "minimal (no navigation)",
    2101157952850466385: "login",
    2100407606326202693: "modal dialog",
    2121795032473542284: "wizard modal dialog",
    1661186590416509825: "drawer",
    # region templates
    4072358936313175081: "standard",
    2664334895415463485: "collapsible",
    2531463326621247859: "title bar",
    4501440665235496320: "blank with attributes",
    3371237801798025892: "blank with attributes (no grid)",
    2100526641005906379: "interactive report",
    3223171818405608528: "tabs container",
    2126429139436695430: "buttons container",
    2040683448887306517: "alert",
    2674017834225413037: "hero",
    2672673746673652531: "inline dialog",
    1485369341786500999: "inline popup",
    1660973136434625155: "inline drawer",
    2322115667525957943: "content block",
    2072724515482255512: "cards container",
    2867287278109674555: "carousel container",
    2674157997338192145: "login",
    2119049015939707260: "wizard container",
    1555738898046108210: "search results container",
    1675400448429897403: "image",
    1569994581593435632: "item container",
    # label templates
    2318601014859922299: "optional",
    2526760615038828570: "required",
    1609121967514267634: "optional - floating",
    1609122147107268652: "required - floating",
    3031561666792084173: "optional - above",
    3031561932232085882: "required - above",
    2040785906935475274: "hidden",
}

# Slots of a page in the order in which they are drawn: name, zone, and the key of its title where
# no template says another one (texts: messages, section slots). A slot that is not here is drawn
# below everything, under its own name.
PAGE_SLOTS: Final[tuple[tuple[str, Zone, str], ...]] = (
    ("REGION_POSITION_07", "top", "banner"),
    ("AFTER_LOGO", "top", "after_logo"),
    ("BEFORE_NAVIGATION_BAR", "top", "before_navigation_bar"),
    ("AFTER_NAVIGATION_BAR", "top", "after_navigation_bar"),
    ("REGION_POSITION_06", "top", "top_navigation"),
    ("REGION_POSITION_01", "top", "breadcrumb_bar"),
    ("AFTER_HEADER", "top", "after_header"),
    ("REGION_POSITION_02", "left", "left_column"),
    ("REGION_POSITION_08", "center", "full_width_content"),
    ("BODY_1", "center", "body_1"),
    ("BODY_2", "center", "body_2"),
    ("BODY", "center", "body"),
    ("BODY_3", "center", "body_3"),
    ("REGION_POSITION_03", "right", "right_column"),
    ("BEFORE_FOOTER", "bottom", "before_footer"),
    ("REGION_POSITION_05", "bottom", "footer"),
    ("AFTER_FOOTER", "bottom", "after_footer"),
    ("REGION_POSITION_04", "bottom", "dialogs"),
    ("BACKGROUND_IMAGE", "bottom", "background_image"),
)
GRID_SLOTS: Final = frozenset(
    {"REGION_POSITION_08", "BODY_1", "BODY_2", "BODY", "BODY_3", "REGION_POSITION_05",
     "REGION_POSITION_04"}
)  # fmt: skip

_DIALOG: Final[dict[str, tuple[Zone, str]]] = {
    "REGION_POSITION_01": ("top", "dialog_header"),
    "REGION_POSITION_03": ("bottom", "dialog_footer"),
}
_WIZARD: Final[dict[str, tuple[Zone, str]]] = {
    "REGION_POSITION_01": ("top", "wizard_progress"),
    "BODY": ("center", "wizard_body"),
    "REGION_POSITION_03": ("bottom", "wizard_buttons"),
}
_LOGIN: Final[dict[str, tuple[Zone, str]]] = {
    "REGION_POSITION_01": ("top", "body_header"),
    "REGION_POSITION_02": ("bottom", "body_footer"),
}
_MARQUEE: Final[dict[str, tuple[Zone, str]]] = {
    "REGION_POSITION_02": ("top", "master_detail"),
    "REGION_POSITION_03": ("right", "right_column"),
}
# What stands in a region's head (beside or above its title) and below its body, by template; of
# the others it is said by the standard template.
_HEADS: Final = {
    "standard": "COPY EDIT PREVIOUS NEXT ORDER_BY_ITEM UP",
    "buttons container": "PREVIOUS CLOSE DELETE",
    "title bar": "UP PREVIOUS CLOSE DELETE HELP CHANGE EDIT COPY CREATE NEXT SMART_FILTERS",
    "collapsible": "EDIT CLOSE CREATE ORDER_BY_ITEM COPY",
    "inline dialog": "",
    "inline popup": "",
    "inline drawer": "",
    "alert": "",
    "content block": "EDIT CHANGE",
    "hero": "UP",
    "blank with attributes": "PREVIOUS ORDER_BY_ITEM",
    "blank with attributes (no grid)": "PREVIOUS ORDER_BY_ITEM",
    "interactive report": "PREVIOUS ORDER_BY_ITEM",
    "carousel container": "COPY EDIT PREVIOUS NEXT",
    "tabs container": "",
    "wizard container": "PREVIOUS CLOSE",
    "login": "",
    "cards container": "ORDER_BY_ITEM",
    "search results container": "SEARCH_FIELD",
    "item container": "BUTTON_START",
}
_ALWAYS_HEAD: Final = "TOP ABOVE_BOX RIGHT_OF_TITLE LEFT_OF_TITLE RIGHT_OF_IR_SEARCH_BAR"
UNPLACED: Final = "LEGACY_ORPHAN_COMPONENTS"
# A sub region's slot that has no grid: its children are tabs, or lie anywhere.
STACKED: Final = frozenset({"tabs container", "login", "blank with attributes (no grid)"})


def template_name(reference: str, exported: dict[str, str]) -> str:
    """The template's name in lower case: of one that is exported, or of the Universal Theme's by
    its number; "" where it is not known."""
    if reference in exported:
        return exported[reference].lower()
    if not reference.isdigit():
        return ""
    number = int(reference)
    return _NUMBERS.get(number) or _NUMBERS.get(number - _SINCE_26_1, "")


def page_slots(template: str) -> dict[str, tuple[Zone, str]]:
    """Slot name to its zone and title, in the order of drawing."""
    found: dict[str, tuple[Zone, str]] = {name: (zone, title) for name, zone, title in PAGE_SLOTS}
    if "wizard" in template:
        return found | _WIZARD
    if "dialog" in template or "drawer" in template:
        return found | _DIALOG
    if "login" in template:
        return found | _LOGIN
    return found | _MARQUEE if "marquee" in template or "master detail" in template else found


def region_zone(template: str, slot: str) -> Zone:
    """Whether a slot of a region stands above its body or below."""
    if slot == UNPLACED:
        return "outside"
    heads = _HEADS.get(template, _HEADS["standard"])
    return "head" if slot in heads.split() or slot in _ALWAYS_HEAD.split() else "foot"
