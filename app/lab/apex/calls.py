"""The calls that an export may contain, by package, and what each release calls them.

A component call that is not known here is taken as it is: APEX's own tables are not the lab's to
model. What is no component call does not compile (PLS-00302), as on a real instance, and neither
does a package that the release does not have. Up to 21.2 everything is in ``wwv_flow_api``, and
later releases accept that name still.
"""

from __future__ import annotations

import re
from typing import Final

from app.lab.apex.releases import Release


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONTROL: Final = _names(
    "import_begin import_end component_begin component_end remove_flow remove_page "
    "remove_audit_trail set_version set_security_group_id"
)
_PAGE: Final = _names(
    "create_page create_page_plug create_page_item create_page_button create_page_branch "
    "create_page_computation create_page_validation create_page_process create_page_da_event "
    "create_page_da_action create_page_meta_tag create_page_group create_worksheet "
    "create_worksheet_column create_worksheet_col_group create_worksheet_rpt "
    "create_worksheet_condition create_worksheet_computation create_worksheet_group_by "
    "create_worksheet_pivot create_worksheet_pivot_agg create_worksheet_pivot_sort "
    "create_region_column create_region_column_group create_interactive_grid create_ig_report "
    "create_ig_report_view create_ig_report_column create_ig_report_aggregate "
    "create_ig_report_filter create_ig_report_highlight create_ig_report_chart_col "
    "create_ig_report_compute create_report_region create_report_columns create_region_rpt_cols "
    "set_region_column_width create_jet_chart create_jet_chart_axis create_jet_chart_series "
    "create_card create_card_action create_component_action create_comp_menu_entry "
    "create_map_region create_map_region_layer create_calendar create_jstree "
    "create_flash_chart5 create_flash_chart5_series create_generic_attr "
    "create_search_region_source"
)
_SHARED: Final = _names(
    "create_acl_role create_ai_agent create_app_comments create_app_setting "
    "create_app_static_file create_auth_setup create_authentication create_automation "
    "create_automation_action create_build_option create_button_templates "
    "create_calendar_template create_comp_grp_component create_component_da_action "
    "create_component_group create_data_profile create_data_profile_col "
    "create_dynamic_translation create_email_template create_field_template "
    "create_flow_computation create_flow_item create_flow_process create_icon_bar_item "
    "create_install create_install_build_option create_install_check create_install_object "
    "create_install_script create_language_map create_list create_list_item "
    "create_list_of_values create_list_of_values_cols create_list_template create_load_table "
    "create_load_table_lookup create_load_table_rule create_menu create_menu_option "
    "create_menu_template create_message create_pkg_app_map create_plug_template "
    "create_plug_tmpl_display_point create_plugin create_plugin_act_position "
    "create_plugin_act_template create_plugin_attr_group create_plugin_attr_value "
    "create_plugin_attribute create_plugin_event create_plugin_file create_plugin_setting "
    "create_plugin_std_attribute create_popup_lov_template create_pwa_screenshot "
    "create_pwa_shortcut create_report_layout create_row_template create_row_template_patch "
    "create_search_config create_security_scheme create_shared_query "
    "create_shared_query_stmnt create_shortcut create_static_lov_data create_tab "
    "create_task_def create_task_def_action create_task_def_param "
    "create_task_def_participant create_template create_template_opt_group "
    "create_template_option create_theme create_theme_file create_theme_image "
    "create_theme_style create_toplevel_tab create_translation create_tree "
    "create_user_interface create_web_service create_web_source_module "
    "create_web_source_operation create_web_source_param create_workflow "
    "create_workflow_activity create_workflow_participant create_workflow_transition "
    "create_workflow_variable create_workflow_version create_ws_operations "
    "create_ws_parameters set_plug_template_tab_attr append_to_install_script "
    "create_invokeapi_comp_param create_workflow_comp_param create_web_source_comp_param "
    "create_task_def_comp_param create_page_tmpl_display_point load_page_plug_attributes"
)
_WORKSPACE: Final = _names("create_flow create_credential create_remote_server")
_PACKAGES: Final = {
    "wwv_flow_imp": CONTROL,
    "wwv_flow_imp_page": _PAGE,
    "wwv_flow_imp_shared": _SHARED,
    "wwv_imp_workspace": _WORKSPACE,
}
_COMPONENT: Final = re.compile(r"(?:create|set|append|load|add)_\w+")
_NEW: Final = re.compile(r"wwv_(?:flow_imp|imp)(?:_\w+)?")


def canonical(name: str, release: Release) -> str | None:
    """The name under which ``release`` exports a call, or None where it does not compile there."""
    package, _, procedure = name.rpartition(".")
    old = package == "wwv_flow_api"
    if not old and (not release.has("22.1") or _NEW.fullmatch(package) is None):
        return None
    known = next((p for p, names in _PACKAGES.items() if procedure in names), None)
    if known is None and _COMPONENT.fullmatch(procedure) is None:
        return None
    if not release.has("22.1") or (known is None and old):
        return f"wwv_flow_api.{procedure}"
    if procedure in _WORKSPACE and not release.has("23.1"):
        return f"wwv_flow_imp.{procedure}"
    return f"{known or package}.{procedure}"
