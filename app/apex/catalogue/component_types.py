"""The component types of page files, in the order in which a page file lists them.

To add a type, add one row. A type without a row is shown under its procedure's words, belongs to
the page, and is matched by id, name or similarity; nothing else depends on the row.
"""

from __future__ import annotations

from typing import Final

from msgspec import Struct


class Type(Struct, frozen=True, gc=False):
    """``label`` and ``label_fr``: Page Designer's words. ``names``: the arguments that name it,
    best first. ``key``: its natural key below its parent. ``parents``: arguments that refer to
    the parent, nearest first. ``owners``: procedures that own it by position (5.0 and later write
    no reference there); the nearest before it counts. ``nest``: it is written directly behind its
    parent, and moves with it."""

    label: str
    label_fr: str
    names: tuple[str, ...] = ("p_name",)
    key: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    owners: tuple[str, ...] = ()
    nest: bool = False


def row(
    label: str,
    label_fr: str,
    names: str = "p_name",
    key: str = "",
    parents: str = "",
    owners: str = "",
    nest: bool = False,
) -> Type:
    """A type from words separated by blanks."""
    return Type(label, label_fr, words(names), words(key), words(parents), words(owners), nest)


def words(text: str) -> tuple[str, ...]:
    """The words of a table's cell."""
    return tuple(text.split())


_REGION = "create_page_plug create_report_region"
_IR, _RPT = "create_worksheet", "create_worksheet_rpt"
_PIVOT = "create_worksheet_pivot"
_VIEW, _GRID = "create_ig_report_view", "create_interactive_grid"

PAGE_TYPES: Final[dict[str, Type]] = {
    "create_page": row("Page", "Page"),
    "create_page_plug": row(
        "Region", "Région", "p_plug_name p_region_name", "p_plug_name", "p_parent_plug_id"
    ),
    "create_report_region": row("Region", "Région", key="p_name", parents="p_parent_plug_id"),
    "create_calendar": row(
        "Calendar", "Calendrier", "p_plug_name", "p_plug_name", "p_parent_plug_id"
    ),
    "create_worksheet": row(
        "Interactive Report", "État interactif", "p_name", "", "p_region_id", _REGION, True
    ),
    "create_worksheet_col_group": row(
        "Column Group", "Groupe de colonnes", "p_name", "p_name", "p_worksheet_id", _IR, True
    ),
    "create_worksheet_column": row(
        "Column", "Colonne", "p_db_column_name", "p_db_column_name", "p_worksheet_id", _IR, True
    ),
    "create_worksheet_rpt": row(
        "Saved Report", "État enregistré", "p_name p_report_alias p_application_user",
        "p_application_user p_name", "p_worksheet_id", _IR, True,
    ),
    "create_worksheet_condition": row(
        "Report Condition", "Condition de l'état", "p_name p_column_name p_expr",
        "p_condition_type p_name p_column_name p_operator p_expr", "p_report_id p_worksheet_id",
        _RPT, True,
    ),
    "create_worksheet_computation": row(
        "Report Computation", "Calcul de l'état", "p_column_label p_db_column_name",
        "p_db_column_name", "p_report_id", _RPT, True,
    ),
    "create_worksheet_group_by": row(
        "Group By", "Regroupement", "p_group_by_columns", "p_group_by_columns",
        "p_report_id p_worksheet_id", _RPT, True,
    ),
    "create_worksheet_pivot": row(
        "Pivot", "Tableau croisé", "p_pivot_columns", "p_pivot_columns", "p_report_id", _RPT, True
    ),
    "create_worksheet_pivot_agg": row(
        "Pivot Aggregate", "Agrégat croisé", "p_column_name p_db_column_name",
        "p_function_name p_column_name p_db_column_name", "p_pivot_id", _PIVOT, True,
    ),
    "create_worksheet_pivot_sort": row(
        "Pivot Sort", "Tri croisé", "p_sort_column_name", "p_sort_column_name", "p_pivot_id",
        _PIVOT, True,
    ),
    "create_region_column_group": row(
        "Column Group", "Groupe de colonnes", "p_heading p_name", "p_heading", "",
        "create_page_plug", True,
    ),
    "create_region_column": row(
        # p_parent_column_id is a column of another region: the master's, in a detail grid.
        "Column", "Colonne", "p_name", "p_name", "", "create_page_plug", True,
    ),
    "create_interactive_grid": row(
        "Interactive Grid", "Grille interactive", "", "", "p_region_id", "create_page_plug", True
    ),
    "create_ig_report": row(
        "Grid Report", "État de la grille", "p_name p_static_id", "p_type p_name",
        "p_interactive_grid_id", _GRID, True,
    ),
    "create_ig_report_view": row(
        "Grid View", "Vue de la grille", "p_view_type", "p_view_type", "p_report_id",
        "create_ig_report", True,
    ),
    "create_ig_report_column": row(
        "Grid Column", "Colonne de la vue", "", "p_column_id", "p_view_id", _VIEW, True
    ),
    "create_ig_report_chart_col": row(
        "Grid Chart Column", "Colonne de graphique", "p_column_type", "p_column_type p_column_id",
        "p_view_id", _VIEW, True,
    ),
    "create_ig_report_aggregate": row(
        "Grid Aggregate", "Agrégat de la grille", "p_function", "p_function p_column_id",
        "p_view_id", _VIEW, True,
    ),
    "create_ig_report_highlight": row(
        "Grid Highlight", "Mise en évidence", "p_name", "p_name", "p_view_id", _VIEW, True
    ),
    "create_ig_report_filter": row(
        "Grid Filter", "Filtre de la grille", "p_name p_expression",
        "p_type p_name p_column_id p_operator p_expression", "p_report_id", "create_ig_report",
        True,
    ),
    "create_report_columns": row(
        "Column", "Colonne", "p_column_alias", "p_column_alias", "p_region_id",
        "create_report_region create_page_plug", True,
    ),
    "create_region_rpt_cols": row(
        "Column", "Colonne", "p_query_column_name", "p_query_column_name", "p_plug_id",
        _REGION, True,
    ),
    "create_jet_chart": row("Chart", "Graphique", "", "", "p_region_id", "create_page_plug", True),
    "create_jet_chart_series": row(
        "Chart Series", "Série", "p_name p_seq", "p_name p_seq", "p_chart_id", "create_jet_chart",
        True,
    ),
    "create_jet_chart_axis": row(
        "Chart Axis", "Axe", "p_axis", "p_axis", "p_chart_id", "create_jet_chart", True
    ),
    "create_flash_chart5": row(
        "Chart", "Graphique", "p_chart_name", "", "p_region_id", "create_page_plug", True
    ),
    "create_flash_chart5_series": row(
        "Chart Series", "Série", "p_series_name p_series_seq", "p_series_seq", "p_chart_id",
        "create_flash_chart5", True,
    ),
    "create_card": row("Cards", "Cartes", "", "", "p_region_id", "create_page_plug", True),
    "create_card_action": row(
        "Card Action", "Action de carte", "p_label p_action_type", "p_display_sequence",
        "p_card_id", "create_card", True,
    ),
    "create_map_region": row("Map", "Carte", "", "", "p_region_id", "create_page_plug", True),
    "create_map_region_layer": row(
        "Map Layer", "Couche", "p_name", "p_name", "p_map_region_id", "create_map_region", True
    ),
    "create_jstree": row("Tree", "Arborescence", "p_name", "", "p_region_id", _REGION, True),
    "create_search_region_source": row(
        "Search Source", "Source de recherche", "p_name", "p_display_sequence", "p_region_id",
        "create_page_plug", True,
    ),
    "create_web_source_comp_param": row(
        "REST Parameter", "Paramètre REST", "", "p_web_src_param_id", "p_page_plug_id p_page_id",
        "create_page_plug", True,
    ),
    "create_page_button": row(
        "Button", "Bouton", "p_button_name", "p_button_name", "p_button_plug_id"
    ),
    "create_page_branch": row(
        "Branch", "Branchement", "p_branch_name p_branch_action",
        "p_branch_name p_branch_point p_branch_sequence",
    ),
    "create_page_item": row("Page Item", "Élément de page", "p_name", "p_name", "p_item_plug_id"),
    "create_page_computation": row(
        "Computation", "Calcul", "p_computation_item",
        "p_computation_item p_computation_point p_computation_sequence",
    ),
    "create_page_validation": row(
        "Validation", "Validation", "p_validation_name", "p_validation_name"
    ),
    "create_page_da_event": row("Dynamic Action", "Action dynamique", "p_name", "p_name"),
    "create_page_da_action": row(
        "Action", "Action", "p_name p_action", "p_event_result p_action_sequence", "p_event_id",
        "create_page_da_event", True,
    ),
    "create_page_process": row(
        "Process", "Processus", "p_process_name", "p_process_name", "p_parent_process_id"
    ),
    "create_invokeapi_comp_param": row(
        "Parameter", "Paramètre", "p_name", "p_name", "p_page_process_id", "create_page_process",
        True,
    ),
    "create_workflow_comp_param": row(
        "Parameter", "Paramètre", "p_name", "p_name p_workflow_variable_id", "p_page_process_id",
        "create_page_process", True,
    ),
    "create_task_def_comp_param": row(
        "Parameter", "Paramètre", "p_name", "p_name p_task_def_param_id", "p_page_process_id",
        "create_page_process", True,
    ),
    "create_component_action": row(
        "Component Action", "Action de composant", "p_label", "p_display_sequence", "p_region_id"
    ),
    "create_comp_menu_entry": row(
        "Menu Entry", "Entrée de menu", "p_label", "p_display_sequence", "p_component_action_id",
        "create_component_action", True,
    ),
    "create_page_meta_tag": row(
        "Meta Tag", "Balise méta", "p_meta_tag_name", "p_meta_tag_name"
    ),
}  # fmt: skip

# References that stay inside a page file; for all others the target is elsewhere.
IN_PAGE: Final = frozenset(
    words("""
    p_item_plug_id p_item_source_plug_id p_depending_on_id p_worksheet_id p_view_id p_column_id
    p_parent_column_id p_event_id p_affected_region_id p_affected_button_id p_parent_plug_id
    p_filtered_region_id p_master_region_id p_button_plug_id p_triggering_button_id
    p_triggering_region_id p_process_when_button_id p_region_id p_parent_process_id
    p_branch_when_button_id p_associated_item p_when_button_pressed p_tabular_form_region_id
    p_report_id p_interactive_grid_id p_chart_id p_page_process_id p_card_id p_pivot_id
    p_condition_column_id p_component_action_id p_map_region_id p_page_plug_id p_plug_id
    p_drag_drop_process_id
    """)
)

# What a region holds: one of these kinds.
KINDS: Final = frozenset(
    words("""
    create_worksheet create_interactive_grid create_report_columns create_jet_chart
    create_flash_chart5 create_card create_map_region create_jstree create_search_region_source
    """)
)
