"""The component types of shared components and of the application itself; see
``component_types`` for what a row says."""

from __future__ import annotations

from typing import Final

from app.apex.catalogue.component_types import Type, row

_PLUGIN = "create_plugin"
_TEMPLATE = "p_template_name p_name"

SHARED_TYPES: Final[dict[str, Type]] = {
    "create_flow": row("Application", "Application"),
    "create_user_interface": row("User Interface", "Interface utilisateur", "p_id"),
    "create_list": row("List", "Liste", "p_name", "p_name"),
    "create_list_item": row(
        "List Entry", "Entrée de liste", "p_list_item_link_text",
        "p_list_item_link_text p_list_item_display_sequence", "p_parent_list_item_id p_list_id",
        "create_list", True,
    ),
    "create_app_static_file": row("Static File", "Fichier statique", "p_file_name", "p_file_name"),
    "create_plugin_setting": row(
        "Component Setting", "Réglage de composant", "p_plugin", "p_plugin_type p_plugin"
    ),
    "create_security_scheme": row("Authorization Scheme", "Modèle d'autorisation", key="p_name"),
    "create_acl_role": row("Role", "Rôle", "p_name p_static_id", "p_static_id p_name"),
    "create_icon_bar_item": row(
        "Navigation Bar Entry", "Entrée de la barre de navigation", "p_icon_subtext",
        "p_icon_sequence",
    ),
    "create_flow_process": row(
        "Application Process", "Processus d'application", "p_process_name", "p_process_name"
    ),
    "create_flow_item": row("Application Item", "Élément d'application", key="p_name"),
    "create_flow_computation": row(
        "Application Computation", "Calcul d'application", "p_computation_item",
        "p_computation_item p_computation_point p_computation_sequence",
    ),
    "create_app_setting": row("Application Setting", "Paramètre d'application", key="p_name"),
    "create_tab": row("Tab", "Onglet", "p_tab_name", "p_tab_set p_tab_name"),
    "create_toplevel_tab": row("Parent Tab", "Onglet parent", "p_tab_name", "p_tab_name"),
    "create_list_of_values": row(
        "List of Values", "Liste de valeurs", "p_lov_name", "p_lov_name"
    ),
    "create_static_lov_data": row(
        "LOV Entry", "Entrée de liste de valeurs", "p_lov_disp_value",
        "p_lov_return_value p_lov_disp_sequence", "p_lov_id", "create_list_of_values", True,
    ),
    "create_list_of_values_cols": row(
        "LOV Column", "Colonne de liste de valeurs", "p_query_column_name",
        "p_query_column_name", "p_lov_id", "create_list_of_values", True,
    ),
    "create_page_group": row("Page Group", "Groupe de pages", "p_group_name", "p_group_name"),
    "create_menu": row("Breadcrumb", "Fil d'Ariane", key="p_name"),
    "create_menu_option": row(
        "Breadcrumb Entry", "Entrée du fil d'Ariane", "p_short_name p_long_name",
        "p_short_name p_page_id", "p_parent_id p_menu_id", "create_menu",
    ),
    "create_template": row("Page Template", "Modèle de page", "p_name", "p_name p_theme_id"),
    "create_page_tmpl_display_point": row(
        "Display Point", "Point d'affichage", "p_name", "p_placeholder p_name",
        "p_page_template_id", "create_template", True,
    ),
    "create_button_templates": row(
        "Button Template", "Modèle de bouton", _TEMPLATE, "p_template_name p_theme_id"
    ),
    "create_plug_template": row(
        "Region Template", "Modèle de région", "p_page_plug_template_name",
        "p_page_plug_template_name p_theme_id",
    ),
    "create_plug_tmpl_display_point": row(
        "Display Point", "Point d'affichage", "p_name", "p_placeholder p_name",
        "p_plug_template_id", "create_plug_template", True,
    ),
    "create_list_template": row(
        "List Template", "Modèle de liste", "p_list_template_name",
        "p_list_template_name p_theme_id",
    ),
    "create_row_template": row(
        "Report Template", "Modèle d'état", "p_row_template_name", "p_row_template_name p_theme_id"
    ),
    "create_row_template_patch": row(
        "Report Template Patch", "Complément de modèle d'état", "p_id", "", "p_id",
        "create_row_template", True,
    ),
    "create_field_template": row(
        "Label Template", "Modèle de libellé", _TEMPLATE, "p_template_name p_theme_id"
    ),
    "create_menu_template": row(
        "Breadcrumb Template", "Modèle de fil d'Ariane", key="p_name p_theme_id"
    ),
    "create_popup_lov_template": row(
        "Popup LOV Template", "Modèle de liste contextuelle", "p_page_name p_theme_id", "p_theme_id"
    ),
    "create_calendar_template": row(
        "Calendar Template", "Modèle de calendrier", "p_cal_template_name",
        "p_cal_template_name p_theme_id",
    ),
    "create_theme": row("Theme", "Thème", "p_theme_name", "p_theme_id"),
    "create_theme_style": row(
        "Theme Style", "Style de thème", "p_name", "p_name p_theme_id", "", "create_theme"
    ),
    "create_theme_file": row(
        "Theme File", "Fichier de thème", "p_file_name", "p_file_name p_theme_id"
    ),
    "create_template_opt_group": row(
        "Template Option Group", "Groupe d'options de modèle", "p_display_name p_name",
        "p_name p_template_types p_theme_id",
    ),
    "create_template_option": row(
        "Template Option", "Option de modèle", "p_display_name p_name",
        "p_name p_css_classes p_template_types p_page_template_id p_region_template_id "
        "p_report_template_id p_breadcrumb_template_id p_list_template_id p_field_template_id "
        "p_button_template_id",
    ),
    "create_translation": row(
        "Translation", "Traduction", "p_translate_from_text", "p_translate_to_lang_code p_page_id"
    ),
    "create_message": row(
        "Text Message", "Message", "p_name", "p_name p_message_language"
    ),
    "create_dynamic_translation": row(
        "Dynamic Translation", "Traduction dynamique", "p_from_text",
        "p_language p_from_text",
    ),
    "create_language_map": row(
        "Language Mapping", "Correspondance de langue", "p_translation_flow_language_cd",
        "p_translation_flow_language_cd",
    ),
    "create_build_option": row(
        "Build Option", "Option de construction", "p_build_option_name", "p_build_option_name"
    ),
    "create_shortcut": row("Shortcut", "Raccourci", "p_shortcut_name", "p_shortcut_name"),
    "create_authentication": row(
        "Authentication Scheme", "Modèle d'authentification", key="p_name"
    ),
    "create_plugin": row("Plug-in", "Plug-in", "p_display_name p_name", "p_plugin_type p_name"),
    "create_plugin_attr_group": row(
        "Plug-in Attribute Group", "Groupe d'attributs", "p_title", "p_title", "p_plugin_id",
        _PLUGIN, True,
    ),
    "create_plugin_attribute": row(
        "Plug-in Attribute", "Attribut de plug-in", "p_prompt",
        "p_attribute_scope p_static_id p_attribute_sequence", "p_plugin_id", _PLUGIN, True,
    ),
    "create_plugin_attr_value": row(
        "Plug-in Attribute Value", "Valeur d'attribut", "p_display_value",
        "p_return_value p_display_sequence", "p_plugin_attribute_id", "create_plugin_attribute",
        True,
    ),
    "create_plugin_std_attribute": row(
        "Standard Attribute", "Attribut standard", "p_name", "p_name", "p_plugin_id", _PLUGIN, True
    ),
    "create_plugin_event": row(
        "Plug-in Event", "Événement de plug-in", "p_display_name p_name", "p_name", "p_plugin_id",
        _PLUGIN, True,
    ),
    "create_plugin_file": row(
        "Plug-in File", "Fichier de plug-in", "p_file_name", "p_file_name", "p_plugin_id",
        _PLUGIN, True,
    ),
    "create_plugin_act_template": row(
        "Action Template", "Modèle d'action", "p_name", "p_name p_type", "p_plugin_id", _PLUGIN,
        True,
    ),
    "create_plugin_act_position": row(
        "Action Position", "Position d'action", "p_name", "p_name p_type", "p_plugin_id", _PLUGIN,
        True,
    ),
    "create_plugin_slot": row("Slot", "Emplacement", "p_name", "p_name", "p_plugin_id", _PLUGIN),
    "create_load_table": row("Data Load", "Chargement de données", key="p_name"),
    "create_load_table_lookup": row(
        "Table Lookup", "Recherche dans une table", "p_load_column_name", "p_load_column_name",
        "p_load_table_id", "create_load_table", True,
    ),
    "create_load_table_rule": row(
        "Transformation Rule", "Règle de transformation", "p_load_rule_name", "p_load_rule_name",
        "p_load_table_id", "create_load_table", True,
    ),
    "create_data_profile": row("Data Profile", "Profil de données", key="p_name"),
    "create_data_profile_col": row(
        "Data Profile Column", "Colonne de profil", "p_name", "p_name", "p_data_profile_id",
        "create_data_profile", True,
    ),
    "create_web_source_module": row("REST Data Source", "Source de données REST", key="p_name"),
    "create_web_source_operation": row(
        "REST Operation", "Opération REST", "p_operation p_database_operation",
        "p_operation p_database_operation p_url_pattern", "p_web_src_module_id",
        "create_web_source_module", True,
    ),
    "create_web_source_param": row(
        "REST Parameter", "Paramètre REST", "p_name", "p_name p_param_type",
        "p_web_src_operation_id p_web_src_module_id", "create_web_source_module", True,
    ),
    "create_web_service": row("Web Service", "Service Web", key="p_name"),
    "create_ws_operations": row(
        "Web Service Operation", "Opération de service Web", "p_name", "p_name", "p_ws_id",
        "create_web_service", True,
    ),
    "create_ws_parameters": row(
        "Web Service Parameter", "Paramètre de service Web", "p_name", "p_name p_type_is_xsd",
        "p_ws_opers_id", "create_ws_operations", True,
    ),
    "create_credential": row("Credential", "Informations d'identification", key="p_static_id"),
    "create_remote_server": row("Remote Server", "Serveur distant", key="p_static_id p_name"),
    "create_search_config": row(
        "Search Configuration", "Configuration de recherche", "p_label p_static_id", "p_static_id"
    ),
    "create_task_def": row("Task Definition", "Définition de tâche", key="p_static_id p_name"),
    "create_task_def_action": row(
        "Task Action", "Action de tâche", "p_name", "p_name p_execution_sequence", "p_task_def_id",
        "create_task_def", True,
    ),
    "create_task_def_param": row(
        "Task Parameter", "Paramètre de tâche", "p_label p_static_id", "p_static_id",
        "p_task_def_id", "create_task_def", True,
    ),
    "create_task_def_participant": row(
        "Task Participant", "Participant de tâche", "p_participant_type p_value",
        "p_participant_type p_identity_type p_value", "p_task_def_id", "create_task_def", True,
    ),
    "create_workflow": row("Workflow", "Workflow", key="p_static_id p_name"),
    "create_workflow_version": row(
        "Workflow Version", "Version de workflow", "p_version", "p_version", "p_workflow_id",
        "create_workflow", True,
    ),
    "create_workflow_activity": row(
        "Workflow Activity", "Activité de workflow", "p_name", "p_static_id p_name",
        "p_workflow_version_id", "create_workflow_version", True,
    ),
    "create_workflow_transition": row(
        "Workflow Transition", "Transition de workflow", "p_name", "p_static_id p_name",
        "p_from_activity_id", "create_workflow_activity", True,
    ),
    "create_workflow_variable": row(
        "Workflow Variable", "Variable de workflow", "p_label p_static_id",
        "p_static_id p_direction", "p_workflow_version_id p_workflow_id", "create_workflow_version",
        True,
    ),
    "create_workflow_participant": row(
        "Workflow Participant", "Participant de workflow", "p_name p_value",
        "p_participant_type p_value", "p_workflow_version_id", "create_workflow_version", True,
    ),
    "create_automation": row("Automation", "Automatisation", key="p_static_id p_name"),
    "create_automation_action": row(
        "Automation Action", "Action d'automatisation", "p_name", "p_name p_execution_sequence",
        "p_automation_id", "create_automation", True,
    ),
    "create_email_template": row(
        "Email Template", "Modèle d'e-mail", "p_name", "p_static_id p_name"
    ),
    "create_report_layout": row(
        "Report Layout", "Mise en page d'état", "p_report_layout_name", "p_report_layout_name"
    ),
    "create_shared_query": row("Report Query", "Requête d'état", key="p_name"),
    "create_shared_query_stmnt": row(
        "Report Query Statement", "Instruction de la requête d'état", "p_data_loop_name",
        "p_data_loop_name", "p_shared_query_id", "create_shared_query", True,
    ),
    "create_ai_agent": row("AI Agent", "Agent IA", key="p_static_id p_name"),
    "create_ai_agent_tool": row(
        "AI Agent Tool", "Outil d'agent IA", "p_name", "p_name", "p_ai_agent_id",
        "create_ai_agent", True,
    ),
    "create_pwa_shortcut": row("App Shortcut", "Raccourci d'application", key="p_name"),
    "create_pwa_screenshot": row("App Screenshot", "Capture d'écran", "p_label p_screenshot_url"),
    "create_component_group": row("Component Group", "Groupe de composants", key="p_name"),
    "create_comp_grp_component": row(
        "Grouped Component", "Composant du groupe", "", "p_component_id", "p_component_group_id",
        "create_component_group", True,
    ),
    "create_install": row("Supporting Objects", "Objets associés", "p_id"),
    "create_install_script": row(
        "Installation Script", "Script d'installation", "p_name", "p_name p_script_type"
    ),
    "append_to_install_script": row(  # where the file does not have what it goes on with
        "Installation Script Part", "Partie du script d'installation", "p_id", "", "p_id",
        "create_install_script", True,
    ),
    "create_install_object": row(
        "Installation Object", "Objet d'installation", "p_object_name",
        "p_object_owner p_object_type p_object_name", "p_script_id", "create_install_script", True,
    ),
    "create_install_check": row("Installation Check", "Contrôle d'installation", key="p_name"),
    "create_install_build_option": row(
        "Installation Build Option", "Option de construction à l'installation", "",
        "p_build_opt_id",
    ),
    "create_app_comments": row("Application Comment", "Commentaire d'application", "p_id"),
}  # fmt: skip

# Calls that go on with a text that another call began, under the same id: APEX cuts it by size.
APPENDED: Final = {"append_to_install_script": "create_install_script"}
