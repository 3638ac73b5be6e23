"""What is known of component types and their arguments: one door to the tables behind it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Final

from app.apex.catalogue.apexlang_types import FRENCH
from app.apex.catalogue.component_types import PAGE_TYPES, Type, words
from app.apex.catalogue.labels import Tongue, words_of
from app.apex.catalogue.shared_types import SHARED_TYPES
from app.apex.catalogue.volatile import USUAL

TYPES: Final[dict[str, Type]] = {**PAGE_TYPES, **SHARED_TYPES}
_RANKS: Final = {procedure: rank for rank, procedure in enumerate(TYPES)}

# Texts that are lists, and what separates their elements: they merge as sets.
_OPTIONS: Final = ("template_options",)
_LISTS: Final = {
    "p_ajax_items_to_submit": ",",
    "p_triggering_element": ",",
    "p_affected_elements": ",",
    "p_lov_cascade_parent_items": ",",
    "p_download_formats": ":",
    "p_report_columns": ":",
    "p_edit_operations": ":",
    "p_search_config": ":",
    "p_preset_template_options": ":",
}
_ORDERED: Final = frozenset({"p_report_columns"})
_ATTRIBUTE_LISTS: Final = ("items_to_submit", "items_to_return", "page_items", "submit_items")


# Places among siblings: a change of these alone does not speak against a deletion.
SEQUENCES: Final = frozenset(
    words("""
    p_plug_display_sequence p_item_sequence p_button_sequence p_process_sequence
    p_validation_sequence p_event_sequence p_action_sequence p_branch_sequence
    p_computation_sequence p_display_order p_display_sequence p_display_seq
    p_column_display_sequence p_column_sequence p_list_item_display_sequence p_lov_disp_sequence
    p_seq p_break_sort_index
    """)
)


# Names that are unique in a page, in whatever region the component stands.
UNIQUE: Final = frozenset({"create_page_item"})


# Static ids: unique in a page, and used by code.
STATIC_IDS: Final = {
    "create_page_plug": "p_region_name",
    "create_report_region": "p_region_name",
    "create_page_button": "p_button_static_id",
    "create_worksheet_column": "p_static_id",
    "create_region_column": "p_static_id",
    "create_report_columns": "p_static_id",
}


def type_of(procedure: str) -> Type:
    """The type's row, or one made from the procedure's name."""
    known = TYPES.get(procedure)
    return known if known is not None else _unknown(procedure)


@lru_cache(maxsize=1024)
def _unknown(procedure: str) -> Type:
    words = words_of(procedure)
    return Type(words, _french().get(words.casefold(), words))


@cache
def _french() -> dict[str, str]:
    """English names of types, in lower case, to French."""
    own = {known.label.casefold(): known.label_fr for known in reversed(TYPES.values())}
    return FRENCH | own


def type_label(procedure: str, language: Tongue = "en") -> str:
    """Page Designer's name of a component type."""
    known = type_of(procedure)
    return known.label_fr if language == "fr" else known.label


# Arguments that name the type, built in or a plug-in.
PLUGINS: Final = words(
    "p_plug_source_type p_item_type p_display_as p_process_type p_action p_plugin p_activity_type "
    "p_scheme_type"
)


def plugin_of(text: Callable[[str], str]) -> str:
    """The plug-in that tells what a component's attributes mean; "" if it names none."""
    return next((found for found in map(text, PLUGINS) if found), "")


def name_of(procedure: str, text: Callable[[str], str]) -> str:
    """What a person calls a component; ``text`` gives an argument's decoded text."""
    for argument in (*type_of(procedure).names, "p_name", "p_title", "p_label", "p_static_id"):
        found = text(argument)
        if found:
            return found.partition("\n")[0]
    return ""


def natural_key(procedure: str, text: Callable[[str], str]) -> str:
    """The natural key below the parent; "" where there is none."""
    key = type_of(procedure).key
    found = "|".join(text(argument) for argument in key)
    return found if found.strip("|") else ""


def rank(procedure: str) -> int:
    """The place of a type in a file's canonical order; unknown types come last."""
    return _RANKS.get(procedure, len(_RANKS))


def is_volatile(procedure: str, argument: str) -> bool:
    """Whether a difference in this argument is noise."""
    return USUAL.ignores(procedure, argument)


def is_parent(procedure: str, argument: str) -> bool:
    return argument in type_of(procedure).parents


def separator_of(argument: str) -> str:
    """What separates the elements of a list argument; "" for any other."""
    if argument.endswith(_OPTIONS):
        return ":"
    if argument.startswith("p_attributes."):
        return "," if argument.endswith(_ATTRIBUTE_LISTS) else ""
    return _LISTS.get(argument, "")


def is_ordered(argument: str) -> bool:
    """Whether the order of a list's elements is what people see."""
    return argument in _ORDERED
