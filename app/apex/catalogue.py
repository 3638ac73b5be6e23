"""What is known of each component type, in one place: a type is one row of ``TYPES``.

Facts are from real exports of APEX 5.0 to 26.1; labels are Page Designer's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from app.apex.model import Language


class Type(Struct, frozen=True):
    """``names``: arguments that name it, best first. ``key``: its natural key within the parent.
    ``parents``: arguments that refer to the parent. ``owners``: procedures that own it by
    position, nearest first."""

    label: str
    names: tuple[str, ...] = ("p_name",)
    key: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()


def _t(
    label: str, names: str = "p_name", key: str = "", parents: str = "", owners: str = ""
) -> Type:
    return Type(label, *(tuple(v.split()) for v in (names, key, parents, owners)))


TYPES: Final[dict[str, Type]] = {
    "create_page": _t("Page", "p_name", "p_id"),
    "create_page_plug": _t("Region", "p_plug_name", "p_plug_name", "p_parent_plug_id"),
    "create_report_region": _t("Region", "p_name", "p_name", "p_parent_plug_id"),
    "create_page_item": _t("Page Item", "p_name", "p_name", "p_item_plug_id"),
    "create_page_button": _t("Button", "p_button_name", "p_button_name", "p_button_plug_id"),
    "create_page_process": _t("Process", "p_process_name", "p_process_name"),
    "create_page_validation": _t("Validation", "p_validation_name", "p_validation_name"),
    "create_page_branch": _t(
        "Branch", "p_branch_name p_branch_action", "p_branch_name p_branch_point p_branch_sequence"
    ),
    "create_page_computation": _t(
        "Computation", "p_computation_item", "p_computation_item p_computation_point"
    ),
    "create_page_da_event": _t("Dynamic Action", "p_name", "p_name"),
    "create_page_da_action": _t(
        "Action", "p_name p_action", "p_event_result p_action_sequence", "p_event_id"
    ),
    "create_page_meta_tag": _t("Meta Tag", "p_meta_tag_name", "p_meta_tag_name"),
    "create_worksheet": _t("Interactive Report", "p_name", "", "p_region_id", "create_page_plug"),
    "create_worksheet_column": _t(
        "Column", "p_db_column_name", "p_db_column_name", "p_worksheet_id", "create_worksheet"
    ),
    "create_worksheet_col_group": _t(
        "Column Group", "p_name", "p_name", "p_worksheet_id", "create_worksheet"
    ),
    "create_worksheet_rpt": _t(
        "Saved Report",
        "p_name p_report_alias",
        "p_report_alias",
        "p_worksheet_id",
        "create_worksheet",
    ),
    "create_worksheet_condition": _t(
        "Report Filter",
        "p_name p_column_name",
        "p_condition_type p_column_name p_operator p_expr",
        "p_report_id p_worksheet_id",
        "create_worksheet_rpt",
    ),
    "create_worksheet_computation": _t(
        "Report Computation",
        "p_column_label p_db_column_name",
        "p_db_column_name",
        "p_report_id",
        "create_worksheet_rpt",
    ),
    "create_worksheet_group_by": _t(
        "Report Group By", "p_group_by_columns", "", "p_report_id", "create_worksheet_rpt"
    ),
    "create_worksheet_pivot": _t(
        "Report Pivot", "p_pivot_columns", "", "p_report_id", "create_worksheet_rpt"
    ),
    "create_worksheet_pivot_agg": _t(
        "Pivot Aggregate", "p_column_name", "p_column_name", "p_pivot_id"
    ),
    "create_worksheet_pivot_sort": _t(
        "Pivot Sort", "p_sort_column_name", "p_sort_column_name", "p_pivot_id"
    ),
    "create_region_column_group": _t(
        "Column Group", "p_heading", "p_heading", "", "create_page_plug"
    ),
    "create_region_column": _t(
        "Column", "p_name", "p_name", "p_parent_column_id", "create_page_plug"
    ),
    "create_interactive_grid": _t("Interactive Grid", "p_internal_uid", "", "", "create_page_plug"),
    "create_ig_report": _t(
        "Grid Report", "p_static_id p_name", "p_static_id", "", "create_interactive_grid"
    ),
    "create_ig_report_view": _t(
        "Grid View", "p_view_type", "p_view_type", "p_report_id", "create_ig_report"
    ),
    "create_ig_report_column": _t(
        "Grid Column", "p_column_id", "p_column_id", "p_view_id", "create_ig_report_view"
    ),
    "create_ig_report_aggregate": _t(
        "Grid Aggregate", "p_function", "p_column_id p_function", "p_view_id"
    ),
    "create_ig_report_highlight": _t("Grid Highlight", "p_name", "p_name", "p_view_id"),
    "create_ig_report_filter": _t(
        "Grid Filter",
        "p_name p_expression",
        "p_type p_column_id p_expression",
        "p_report_id",
        "create_ig_report",
    ),
    "create_report_columns": _t(
        "Column", "p_column_alias", "p_column_alias", "p_region_id", "create_report_region"
    ),
    "create_jet_chart": _t("Chart", "p_chart_type", "", "p_region_id", "create_page_plug"),
    "create_jet_chart_series": _t(
        "Chart Series", "p_name p_seq", "p_name p_seq", "p_chart_id", "create_jet_chart"
    ),
    "create_jet_chart_axis": _t("Chart Axis", "p_axis", "p_axis", "p_chart_id", "create_jet_chart"),
    "create_card": _t("Cards", "p_layout_type", "", "p_region_id", "create_page_plug"),
    "create_card_action": _t(
        "Card Action", "p_label p_action_type", "p_display_sequence", "p_card_id", "create_card"
    ),
    "create_map_region": _t("Map", "p_height", "", "p_region_id", "create_page_plug"),
    "create_map_region_layer": _t(
        "Map Layer", "p_name", "p_name", "p_map_region_id", "create_map_region"
    ),
    "create_component_action": _t(
        "Component Action", "p_label", "p_display_sequence", "p_region_id"
    ),
    "create_comp_menu_entry": _t(
        "Menu Entry", "p_label", "p_display_sequence", "p_component_action_id"
    ),
    "create_search_region_source": _t(
        "Search Source", "p_name", "p_display_sequence", "p_region_id"
    ),
    "create_invokeapi_comp_param": _t(
        "Parameter", "p_name", "p_name", "p_page_process_id", "create_page_process"
    ),
    "create_workflow_comp_param": _t(
        "Parameter",
        "p_name",
        "p_name p_workflow_variable_id",
        "p_page_process_id",
        "create_page_process",
    ),
    "create_flow": _t("Application", "p_name", "p_id"),
    "create_list_of_values": _t("List of Values", "p_lov_name", "p_lov_name"),
    "create_static_lov_data": _t(
        "LOV Entry",
        "p_lov_disp_value",
        "p_lov_disp_sequence p_lov_return_value",
        "p_lov_id",
        "create_list_of_values",
    ),
    "create_list_of_values_cols": _t(
        "LOV Column",
        "p_query_column_name",
        "p_query_column_name",
        "p_lov_id",
        "create_list_of_values",
    ),
    "create_list": _t("List", "p_name", "p_name"),
    "create_list_item": _t(
        "List Entry",
        "p_list_item_link_text",
        "p_list_item_display_sequence p_list_item_link_text",
        "p_parent_list_item_id p_list_id",
        "create_list",
    ),
    "create_menu": _t("Breadcrumb", "p_name", "p_name"),
    "create_menu_option": _t(
        "Breadcrumb Entry", "p_short_name", "p_short_name p_page_id", "p_parent_id", "create_menu"
    ),
    "create_security_scheme": _t("Authorization Scheme", "p_name", "p_name"),
    "create_authentication": _t("Authentication Scheme", "p_name", "p_name"),
    "create_build_option": _t("Build Option", "p_build_option_name", "p_build_option_name"),
    "create_flow_item": _t("Application Item", "p_name", "p_name"),
    "create_flow_process": _t("Application Process", "p_process_name", "p_process_name"),
    "create_flow_computation": _t(
        "Application Computation", "p_computation_item", "p_computation_item"
    ),
    "create_message": _t("Text Message", "p_name", "p_name p_message_language"),
    "create_page_group": _t("Page Group", "p_group_name", "p_group_name"),
    "create_app_static_file": _t("Static File", "p_file_name", "p_file_name"),
    "create_theme": _t("Theme", "p_theme_name", "p_theme_id"),
    "create_template": _t("Page Template", "p_name", "p_name"),
    "create_plug_template": _t(
        "Region Template", "p_page_plug_template_name", "p_page_plug_template_name"
    ),
    "create_button_templates": _t("Button Template", "p_template_name", "p_template_name"),
    "create_field_template": _t("Label Template", "p_template_name", "p_template_name"),
    "create_list_template": _t("List Template", "p_list_template_name", "p_list_template_name"),
    "create_row_template": _t("Report Template", "p_row_template_name", "p_row_template_name"),
    "create_menu_template": _t("Breadcrumb Template", "p_name", "p_name"),
    "create_theme_style": _t("Theme Style", "p_name", "p_name", "", "create_theme"),
    "create_template_opt_group": _t("Template Option Group", "p_name", "p_name p_template_types"),
    "create_template_option": _t("Template Option", "p_name", "p_name p_css_classes"),
    "create_plugin": _t("Plug-in", "p_name", "p_name"),
    "create_plugin_setting": _t("Component Setting", "p_plugin", "p_plugin"),
    "create_acl_role": _t("Role", "p_name", "p_static_id"),
    "create_app_setting": _t("Application Setting", "p_name", "p_name"),
    "create_user_interface": _t("User Interface", "p_theme_id", "p_theme_id"),
}

VOLATILE: Final = frozenset(
    [
        "p_last_updated_by",
        "p_last_upd_yyyymmddhh24miss",
        "p_last_updated_on",
        "p_created_on",
        "p_created_by",
        "p_updated_on",
        "p_updated_by",
        "p_version_scn",
        "p_files_version",
        "p_reference_id",
        "p_page_component_map",
        "p_internal_uid",
        "p_checksum_salt",
    ]
)
# Arguments that name the installation and not the application.
_PLACE: Final = {
    "create_flow": frozenset(
        [
            "p_owner",
            "p_alias",
            "p_default_workspace_id",
            "p_id",
            "p_default_application_id",
            "p_flow_id",
            "p_display_id",
            "p_last_updated_by",
            "p_checksum_salt_last_reset",
            "p_flow_image_prefix",
        ]
    ),
    "create_worksheet_rpt": frozenset({"p_report_alias"}),
}
LISTS: Final = frozenset(
    [
        "p_plug_template_options",
        "p_region_template_options",
        "p_component_template_options",
        "p_item_template_options",
        "p_button_template_options",
        "p_page_template_options",
        "p_template_options",
    ]
)
_LABELS: Final[dict[str, str]] = {
    "p_plug_name": "Title",
    "p_plug_source": "Source · SQL Query",
    "p_plug_display_sequence": "Layout · Sequence",
    "p_plug_template": "Appearance · Template",
    "p_region_template_options": "Appearance · Template Options",
    "p_item_template_options": "Appearance · Template Options",
    "p_prompt": "Label",
    "p_item_sequence": "Layout · Sequence",
    "p_item_plug_id": "Layout · Region",
    "p_display_as": "Type",
    "p_button_image_alt": "Label",
    "p_process_sql_clob": "Source · PL/SQL Code",
    "p_validation": "Validation · Expression",
    "p_error_message": "Error · Error Message",
    "p_help_text": "Help · Help Text",
    "p_field_help": "Help · Help Text",
    "p_column_label": "Heading",
    "p_step_title": "Title",
    "p_name": "Name",
    "p_plug_display_condition_type": "Server-side Condition · Type",
    "p_ajax_items_to_submit": "Source · Page Items to Submit",
    "p_javascript_code_onload": "JavaScript · Execute when Page Loads",
    "p_javascript_code": "JavaScript · Function and Global Variable Declaration",
    "p_inline_css": "CSS · Inline",
    "p_lov": "List of Values · SQL Query",
    "p_item_default": "Default · Value",
    "p_cMaxlength": "Validation · Maximum Length",
    "p_is_required": "Validation · Value Required",
    "p_required_role": "Security · Authorization Scheme",
    "p_flow_version": "Version",
}
_WORDS: Final = {
    "sql": "SQL",
    "css": "CSS",
    "url": "URL",
    "id": "ID",
    "lov": "LOV",
    "html": "HTML",
    "pk": "PK",
    "js": "JavaScript",
}


def type_of(procedure: str) -> Type:
    known = TYPES.get(procedure)
    if known is not None:
        return known
    words = procedure.removeprefix("create_").split("_")
    return Type(" ".join(_WORDS.get(w, w.capitalize()) for w in words))


def name_of(procedure: str, text: Callable[[str], str]) -> str:
    for argument in (*type_of(procedure).names, "p_name", "p_title", "p_label"):
        found = text(argument)
        if found:
            return found.split("\n")[0]
    return ""


def natural_key(procedure: str, text: Callable[[str], str]) -> str:
    return "|".join(text(argument) for argument in type_of(procedure).key)


def parents(procedure: str) -> tuple[str, ...]:
    return type_of(procedure).parents


def implicit_parents(procedure: str) -> tuple[str, ...]:
    return type_of(procedure).owners


def is_volatile(procedure: str, argument: str) -> bool:
    return argument in VOLATILE or argument in _PLACE.get(procedure, ())


def label_of(argument: str) -> str:
    known = _LABELS.get(argument)
    if known is not None:
        return known
    if argument.startswith("p_attributes."):
        return "Settings · " + _words(argument.removeprefix("p_attributes."))
    return _words(argument.removeprefix("p_"))


def _words(name: str) -> str:
    return " ".join(_WORDS.get(w, w.capitalize()) for w in name.split("_"))


def language_of(argument: str, text: str) -> Language:
    if "javascript" in argument:
        return "javascript"
    if "css" in argument and "classes" not in argument:
        return "css"
    start = text.lstrip()[:12].lower()
    if argument in (
        "p_plug_source",
        "p_lov",
        "p_sql_query",
        "p_query",
        "p_lov_query",
    ) and start.startswith(("select", "with")):
        return "sql"
    if (
        start.startswith(("begin", "declare"))
        or "plsql" in argument
        or argument == "p_process_sql_clob"
    ):
        return "plsql"
    if start.startswith(("select", "with ")):
        return "sql"
    return "html" if start.startswith("<") else ""
