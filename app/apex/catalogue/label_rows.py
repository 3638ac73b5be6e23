"""What Page Designer calls the arguments of page components, in English and French.

``# Group|Groupe`` opens a group of Page Designer; below it ``arguments=Property|Propriété``. An
argument that means something else in one type is written ``create_type.p_argument``. To name a new
argument, add one row; ``labels`` reads the table.
"""

from __future__ import annotations

from typing import Final

PAGE_ROWS: Final = """
# Identification|Identification
p_id p_flow_step_id p_page_id=Number|Numéro
p_name p_title p_button_name p_plug_name p_process_name p_validation_name p_branch_name=Name|Nom
create_page_meta_tag.p_meta_tag_name p_chart_name p_series_name p_map_layer_name=Name|Nom
p_step_title=Title|Titre
p_label=Label|Libellé
p_alias=Alias|Alias
p_group_id p_page_group_id=Page Group|Groupe de pages
p_user_interface_id=User Interface|Interface utilisateur
p_plug_source_type p_display_as p_item_type p_process_type p_type p_display_text_as=Type|Type
p_display_type=Type|Type
p_computation_item=Item Name|Nom de l'élément
p_db_column_name p_column_alias p_column_name p_query_column_name=Column Name|Nom de colonne
create_page_da_action.p_action=Action|Action
p_is_visible=Visible|Visible
p_hidden_column=Hidden Column|Colonne masquée
p_column_type=Data Type|Type de données
p_column_identifier=Column Identifier|Identificateur de colonne
p_meta_tag_name p_meta_name=Meta Tag Name|Nom de la balise méta
p_meta_tag_value=Meta Tag Value|Valeur de la balise méta
p_menu_entry_type=Menu Entry Type|Type d'entrée de menu
p_view_type=View Type|Type de vue
p_view_id=View|Vue
p_column_id=Column|Colonne
p_region_id p_plug_id p_page_plug_id=Region|Région
p_report_id=Report|État
p_worksheet_id=Interactive Report|État interactif
p_interactive_grid_id=Interactive Grid|Grille interactive
p_chart_id=Chart|Graphique
p_card_id=Cards|Cartes
p_map_region_id=Map|Carte
p_pivot_id=Pivot|Tableau croisé
p_component_action_id=Component Action|Action de composant
p_event_id=Dynamic Action|Action dynamique
p_page_process_id p_parent_process_id=Process|Processus
p_query_column_id=Query Column Number|Numéro de colonne de la requête
p_form_element_id=Form Element|Élément de formulaire
p_parent_column_id=Parent Column|Colonne parent
p_sync_form_label=Synchronize Form Label|Synchroniser le libellé de formulaire
p_report_label=Report Heading|En-tête d'état
p_use_as_row_header=Row Header|En-tête de ligne
p_tab_set=Tab Set|Jeu d'onglets
p_flow_id=Application|Application
p_session_id=Session|Session
# Layout|Mise en page
p_plug_display_sequence p_item_sequence p_button_sequence p_display_order=Sequence|Séquence
p_column_display_sequence p_display_sequence p_display_seq p_column_sequence=Sequence|Séquence
p_parent_plug_id=Parent Region|Région parent
p_item_plug_id p_button_plug_id=Region|Région
p_plug_display_point p_item_display_point p_button_position p_display_point=Slot|Emplacement
p_position=Position|Position
p_plug_item_display_point=Item Display Point|Point d'affichage des éléments
p_plug_display_column p_grid_column p_display_column=Column|Colonne
p_plug_grid_column_span p_grid_column_span p_colspan=Column Span|Nombre de colonnes occupées
p_rowspan=Row Span|Nombre de lignes occupées
p_plug_new_grid_row p_grid_new_row p_begin_on_new_line=Start New Row|Commencer une nouvelle ligne
p_new_grid_row=Start New Row|Commencer une nouvelle ligne
p_plug_new_grid_column p_grid_new_column p_begin_on_new_field=New Column|Nouvelle colonne
p_new_grid_column=New Column|Nouvelle colonne
p_plug_new_grid p_grid_new_grid p_new_grid=Start New Layout|Commencer une nouvelle mise en page
p_plug_grid_column_css_classes p_grid_column_css_classes=Column CSS Classes|Classes CSS de colonne
p_column_css_classes=Column CSS Classes|Classes CSS de colonne
p_plug_grid_row_css_classes p_grid_row_css_classes=Row CSS Classes|Classes CSS de ligne
p_grid_column_attributes p_plug_column_attributes=Column Attributes|Attributs de colonne
p_plug_column_width p_column_width=Column Width|Largeur de colonne
p_grid_label_column_span=Label Column Span|Nombre de colonnes occupées par le libellé
p_column_alignment p_value_alignment=Column Alignment|Alignement de la colonne
p_button_alignment p_field_alignment=Alignment|Alignement
p_is_group=Group|Groupe
p_use_group_for=Use Group For|Utiliser le groupe pour
p_stretch=Stretch|Étirer
p_stretch_columns=Stretch Columns|Étirer les colonnes
p_item_width p_width=Width|Largeur
p_height=Height|Hauteur
p_is_frozen=Frozen|Figée
# Appearance|Apparence
p_page_mode=Page Mode|Mode de page
p_step_template=Page Template|Modèle de page
p_step_sub_title=Subtitle|Sous-titre
p_step_sub_title_type=Subtitle Type|Type de sous-titre
p_plug_template p_field_template=Template|Modèle
p_template=Template|Modèle
p_page_template_options p_region_template_options p_plug_template_options=Template Options|Options de modèle
p_item_template_options p_button_template_options=Template Options|Options de modèle
p_component_template_options=Component Template Options|Options de modèle du composant
p_page_css_classes p_region_css_classes p_item_css_classes=CSS Classes|Classes CSS
p_button_css_classes p_region_sub_css_classes p_value_css_classes=CSS Classes|Classes CSS
p_css_classes p_card_css_classes=CSS Classes|Classes CSS
p_column_css_class=Column CSS Classes|Classes CSS de colonne
p_icon_css_classes p_item_icon_css_classes=Icon|Icône
p_format_mask p_column_format=Format Mask|Masque de format
p_placeholder p_item_placeholder=Value Placeholder|Texte indicatif
p_csize=Width|Largeur
p_cheight=Height|Hauteur
p_cattributes p_item_attributes=Element Attributes|Attributs de l'élément
p_cattributes_element=Element Container Attributes|Attributs du conteneur
p_button_template_id=Button Template|Modèle de bouton
p_button_is_hot p_is_hot=Hot|Mis en avant
p_button_image p_region_image=Image|Image
p_region_image_attr p_button_image_attributes=Image Attributes|Attributs d'image
p_layout_type=Layout|Disposition
p_grid_column_count=Grid Columns|Colonnes de la grille
p_overwrite_navigation_list=Override Navigation List|Remplacer la liste de navigation
p_nav_list_template_options=Navigation List Template Options|Options de modèle de la liste de navigation
p_navigation_list_id=Navigation List|Liste de navigation
p_navigation_list_position=Navigation List Position|Position de la liste de navigation
p_navigation_list_template_id=Navigation List Template|Modèle de la liste de navigation
p_nav_list_template_id=Navigation List Template|Modèle de la liste de navigation
p_button_display_type=Display Type|Type d'affichage
p_landmark_type=Landmark Type|Type de repère
p_landmark_label=Landmark Label|Libellé du repère
p_show_nulls_as p_query_show_nulls_as p_plug_query_show_nulls_as=Show Null Values as|Afficher les valeurs NULL comme
p_icon_image_alt=Icon Description|Description de l'icône
p_include_apex_css_js_yn=Include Standard JavaScript and CSS|Inclure les fichiers JavaScript et CSS standard
p_pre_element_text=Pre Text|Texte avant
p_post_element_text=Post Text|Texte après
p_column_hit_highlight=Hit Highlight|Mise en évidence du résultat
# Dialog|Boîte de dialogue
p_dialog_width=Width|Largeur
p_dialog_height=Height|Hauteur
p_dialog_max_width=Maximum Width|Largeur maximale
p_dialog_chained=Chained|Enchaînée
p_dialog_resizable=Resizable|Redimensionnable
p_dialog_attributes=Attributes|Attributs
p_dialog_css_classes=CSS Classes|Classes CSS
# JavaScript|JavaScript
p_javascript_file_urls=File URLs|URL de fichier
p_javascript_code=Function and Global Variable Declaration|Déclaration de fonction et de variable globale
p_javascript_code_onload=Execute when Page Loads|Exécuter lorsque la page est chargée
# CSS|CSS
p_css_file_urls=File URLs|URL de fichier
p_inline_css=Inline|Incorporé
# HTML Header|En-tête HTML
p_html_page_header=HTML Header|En-tête HTML
p_html_page_onload=Page HTML Body Attribute|Attribut du corps HTML de la page
# Header and Footer|En-tête et pied de page
p_header_text p_plug_header p_welcome_text=Header Text|Texte d'en-tête
p_footer_text p_plug_footer p_box_footer_text p_footer=Footer Text|Texte de pied de page
p_box_welcome_text=Body Header|En-tête du corps
# Security|Sécurité
p_required_role p_security_scheme p_plug_required_role=Authorization Scheme|Modèle d'autorisation
p_authorization_scheme p_branch_security_scheme=Authorization Scheme|Modèle d'autorisation
p_column_security_scheme p_report_column_required_role=Authorization Scheme|Modèle d'autorisation
p_add_authorization_scheme=Add Authorization Scheme|Modèle d'autorisation pour l'ajout
p_update_authorization_scheme=Update Authorization Scheme|Modèle d'autorisation pour la mise à jour
p_delete_authorization_scheme=Delete Authorization Scheme|Modèle d'autorisation pour la suppression
p_page_is_public_y_n=Authentication|Authentification
p_protection_level=Page Access Protection|Protection de l'accès à la page
create_page_item.p_protection_level=Session State Protection|Protection de l'état de session
p_deep_linking=Deep Linking|Liens profonds
p_autocomplete_on_off=Form Auto Complete|Saisie automatique du formulaire
p_browser_cache=Browser Cache|Cache du navigateur
p_allow_duplicate_submissions=Enable Duplicate Page Submissions|Autoriser les soumissions en double
p_on_dup_submission_goto_url=On Duplicate Submission Go To URL|URL en cas de soumission en double
p_escape_on_http_output p_escape_on_http_input=Escape special characters|Échapper les caractères spéciaux
p_restricted_characters=Restricted Characters|Caractères restreints
p_referrer_policy=Referrer Policy|Politique de référent
p_strip_html p_plug_query_strip_html=Strip HTML|Supprimer le code HTML
# Session Management|Gestion des sessions
p_rejoin_existing_sessions=Rejoin Sessions|Rejoindre les sessions
# Session State|État de session
p_is_persistent p_scope=Storage|Stockage
p_encrypt_session_state_yn=Store value encrypted in session state|Stocker la valeur chiffrée
p_session_state_data_type p_source_data_type=Data Type|Type de données
p_accept_processing=Accept Processing|Traitement de l'acceptation
p_save_state_before_branch_yn=Save State Before Branch|Enregistrer l'état avant le branchement
p_process_is_stateful_y_n=Run Process|Exécuter le processus
# Navigation|Navigation
p_warn_on_unsaved_changes=Warn on Unsaved Changes|Avertir des modifications non enregistrées
p_first_item=Cursor Focus|Focus du curseur
# Configuration|Configuration
p_required_patch p_build_option_id=Build Option|Option de construction
# Comments|Commentaires
p_page_comment p_plug_comment p_item_comment p_button_comment=Comments|Commentaires
p_comment p_comments p_process_comment p_validation_comment=Comments|Commentaires
p_computation_comment p_branch_comment p_column_comment=Comments|Commentaires
p_da_event_comment p_da_action_comment p_tree_comment=Comments|Commentaires
# Help|Aide
p_help_text p_item_help_text p_field_help=Help Text|Texte d'aide
p_inline_help_text=Inline Help Text|Texte d'aide incorporé
# Error|Erreur
p_error_handling_function=Error Handling Function|Fonction de traitement des erreurs
p_error_display_location=Display Location|Emplacement d'affichage
p_process_error_message p_error_message p_computation_error_message=Error Message|Message d'erreur
p_associated_item=Associated Item|Élément associé
p_associated_column=Associated Column|Colonne associée
p_error_notification_text=Notification Text|Texte de notification
# Success Message|Message de succès
p_process_success_message=Success Message|Message de succès
# Source|Source
p_plug_source p_process_sql_clob=Source|Source
create_page_process.p_process_sql_clob p_plsql_code=PL/SQL Code|Code PL/SQL
p_process_clob_language p_source_language p_plug_query_language=Language|Langage
p_function_body_language=Function Body Language|Langage du corps de fonction
p_source p_sql_query p_query=SQL Query|Requête SQL
create_page_item.p_source=Item Source|Source de l'élément
p_query_type p_source_type p_data_source_type=Type|Type
p_data_source=Source|Source
p_query_table p_table_name=Table Name|Nom de table
p_query_owner p_table_owner p_owner=Table Owner|Propriétaire de la table
p_query_where p_where_clause=Where Clause|Clause WHERE
p_query_order_by=Order By Clause|Clause ORDER BY
p_query_order_by_type=Order By Type|Type de tri
p_include_rowid_column=Include ROWID Column|Inclure la colonne ROWID
p_location p_query_location=Location|Emplacement
p_remote_server_id=Remote Server|Serveur distant
p_web_src_module_id=REST Source|Source REST
p_web_src_param_id=REST Parameter|Paramètre REST
p_use_local_sync_table=Use Synchronization Table|Utiliser la table de synchronisation
p_optimizer_hint=Optimizer Hint|Conseil pour l'optimiseur
p_remote_sql_caching=Remote Caching|Cache distant
p_source_post_processing=Post Processing|Post-traitement
p_external_filter_expr=External Filter|Filtre externe
p_external_order_by_expr=External Order By|Tri externe
p_ajax_items_to_submit p_items_to_submit=Page Items to Submit|Éléments de page à soumettre
p_source_expression=Database Column|Colonne de base de données
p_data_type=Data Type|Type de données
p_is_primary_key p_pk_column p_pk_column_name=Primary Key|Clé primaire
p_is_query_only p_query_only=Query Only|Interrogation seulement
p_source_post_computation=Post Calculation Computation|Calcul complémentaire
p_item_source_plug_id=Form Region|Région de formulaire
p_use_cache_before_default=Used|Utilisation
p_list_id=List|Liste
p_menu_id=Breadcrumb|Fil d'Ariane
p_filtered_region_id=Filtered Region|Région filtrée
p_max_row_count p_plug_query_row_count_max=Maximum Rows to Process|Nombre maximal de lignes à traiter
p_query_row_count_max p_query_max_rows=Maximum Rows to Process|Nombre maximal de lignes à traiter
p_derived_column=Derived Column|Colonne dérivée
p_ref_schema=Reference Owner|Propriétaire de référence
p_ref_table_name=Reference Table|Table de référence
p_ref_column_name=Reference Column|Colonne de référence
p_pk_col_source=Primary Key Source|Source de la clé primaire
p_pk_col_source_type=Primary Key Source Type|Type de source de la clé primaire
p_request_source=Request Source|Source de la demande
p_request_source_type=Request Source Type|Type de source de la demande
p_search_config_id=Search Configuration|Configuration de recherche
p_use_as_initial_result=Use as Initial Result|Utiliser comme résultat initial
p_template_component_type=Template Component Type|Type de composant de modèle
p_region_source_type=Source Type|Type de source
p_plug_query_options p_query_options=Query Options|Options de requête
p_rest_enabled=REST Enabled|Accès REST activé
# Master Detail|Maître détail
p_master_region_id=Master Region|Région maître
p_master_column_id p_parent_column_name=Master Column|Colonne maître
# Server-side Condition|Condition côté serveur
p_plug_display_condition_type p_display_condition_type p_display_when_type=Type|Type
p_display_when_cond_type p_button_condition_type p_process_when_type=Type|Type
p_branch_condition_type p_validation_condition_type p_compute_when_type=Type|Type
p_server_condition_type p_condition_type=Type|Type
p_plug_display_when_condition p_display_when_condition p_display_condition=Expression 1|Expression 1
p_display_when p_display_when_cond p_button_condition p_process_when=Expression 1|Expression 1
p_branch_condition p_validation_condition p_compute_when=Expression 1|Expression 1
p_server_condition_expr1 p_condition_expr1=Expression 1|Expression 1
p_plug_display_when_cond2 p_display_when2 p_display_when_cond2=Expression 2|Expression 2
p_display_when_condition2 p_display_condition2 p_button_condition2=Expression 2|Expression 2
p_process_when2 p_branch_condition_text p_validation_condition2=Expression 2|Expression 2
p_compute_when_text p_server_condition_expr2 p_condition_expr2=Expression 2|Expression 2
p_process_when_button_id p_branch_when_button_id p_when_button_pressed=When Button Pressed|Si le bouton est cliqué
p_only_for_changed_rows=Execution Scope|Portée d'exécution
p_exec_cond_for_each_row=Execute For Each Row|Exécuter pour chaque ligne
p_tabular_form_region_id=Editable Region|Région modifiable
# Read Only|Lecture seule
p_read_only_when_type p_plug_read_only_when_type p_readonly_condition_type=Type|Type
p_read_only_when p_plug_read_only_when p_readonly_condition=Expression 1|Expression 1
p_read_only_when2 p_plug_read_only_when2 p_readonly_condition2=Expression 2|Expression 2
p_readonly_for_each_row=Execute For Each Row|Exécuter pour chaque ligne
p_read_only_disp_attr=Display Attributes|Attributs d'affichage
# Server Cache|Cache du serveur
p_plug_caching p_cache_mode p_cache_page_yn=Caching|Mise en cache
p_plug_cache_by_user_yn p_cache_by_user_yn=Cache by User|Cache par utilisateur
p_plug_caching_max_age_in_sec p_cache_timeout_seconds=Timeout|Délai d'expiration
p_plug_cache_when p_cache_when=Cache Condition|Condition de mise en cache
p_plug_cache_depends_on_items=Cache Items|Éléments du cache
# List of Values|Liste de valeurs
p_named_lov p_lov_id p_named_lov_id p_rpt_named_lov=List of Values|Liste de valeurs
p_lov_type=Type|Type
p_lov p_lov_source p_inline_lov p_rpt_lov=Definition|Définition
p_lov_query=SQL Query|Requête SQL
p_lov_language=Language|Langage
p_lov_display_null p_lov_show_nulls=Display Null Value|Afficher la valeur NULL
p_lov_null_text=Null Display Value|Valeur NULL affichée
p_lov_null_value=Null Return Value|Valeur NULL renvoyée
p_lov_display_extra=Display Extra Values|Afficher les valeurs supplémentaires
p_lov_translated=Translated|Traduite
p_lov_sort_direction=Sort|Tri
# Cascading List of Values|Liste de valeurs en cascade
p_lov_cascade_parent_items=Parent Item(s)|Éléments parent
p_ajax_optimize_refresh=Parent Required|Parent obligatoire
# Default|Valeur par défaut
p_item_default=Static Value|Valeur statique
p_default_expression=Value|Valeur
p_item_default_type p_default_type=Type|Type
p_item_default_language p_default_language=Language|Langage
p_duplicate_value=Duplicate Copies Existing Value|La duplication copie la valeur existante
p_column_default=Value|Valeur
p_column_default_type=Type|Type
# Label|Libellé
p_prompt p_button_image_alt=Label|Libellé
p_label_alignment p_label_cell_attr=Alignment|Alignement
# Validation|Validation
p_is_required p_value_required=Value Required|Valeur obligatoire
p_cmaxlength p_max_length=Maximum Length|Longueur maximale
p_validation=Expression|Expression
p_validation2=Expression 2|Expression 2
p_validation_type=Type|Type
p_always_execute=Always Execute|Toujours exécuter
# Multiple Values|Valeurs multiples
p_multi_value_type=Type|Type
p_multi_value_separator=Separator|Séparateur
p_multi_value_trim_space=Trim Space|Supprimer les espaces
# Quick Picks|Sélections rapides
p_show_quick_picks=Show Quick Picks|Afficher les sélections rapides
p_quick_pick_link_attr=Link Attributes|Attributs de lien
# Advanced|Avancé
p_static_id p_region_name p_button_static_id=Static ID|ID statique
p_region_attributes p_tag_attributes p_button_cattributes=Custom Attributes|Attributs personnalisés
p_tag_css_classes=CSS Classes|Classes CSS
p_reload_on_submit=Reload on Submit|Recharger à la soumission
p_bind_type=Event Scope|Portée de l'événement
p_bind_delegate_to_selector=Static Container (jQuery Selector)|Conteneur statique (sélecteur jQuery)
p_include_in_reg_disp_sel_yn=Region Display Selector|Sélecteur d'affichage de région
p_plugin_init_javascript_code p_init_javascript_code=JavaScript Initialization Code|Code JavaScript d'initialisation
p_button_comp_attributes p_item_comp_attributes=Custom Attributes|Attributs personnalisés
p_depending_on_id p_depending_on_attribute_id=Depending on|Dépend de
p_translate_title=Exclude Title from Translation|Exclure le titre de la traduction
p_plug_customized p_customized=Customizable|Personnalisable
p_plug_customized_name p_customized_name=Customized Name|Nom personnalisé
p_ai_enabled=Generative AI|IA générative
p_internal_uid=Internal ID|ID interne
p_media_type=Media Type|Type de média
p_file_urls=File URLs|URL de fichier
# Behavior|Comportement
p_button_action p_action_type p_branch_type=Action|Action
p_button_redirect_url p_branch_action p_link_target=Target|Cible
p_link_target_type=Target Type|Type de cible
p_button_execute_validations=Execute Validations|Exécuter les validations
p_database_action=Database Action|Action de base de données
p_show_processing=Show Processing|Afficher le traitement
p_confirm_enabled=Require Confirmation|Demander une confirmation
# Confirmation|Confirmation
p_confirm_message=Message|Message
p_confirm_style=Style|Style
# Execution|Exécution
p_process_sequence p_validation_sequence p_branch_sequence p_computation_sequence=Sequence|Séquence
p_event_sequence p_action_sequence p_execution_seq=Sequence|Séquence
p_process_point p_branch_point p_computation_point=Point|Point
p_event_result=Event Result|Résultat de l'événement
p_execute_on_page_init=Fire on Initialization|Déclencher à l'initialisation
p_execution_type=Type|Type
p_execution_time=Time|Durée
p_execution_immediate=Immediate|Immédiat
p_stop_execution_on_error=Stop Execution on Error|Arrêter l'exécution en cas d'erreur
p_wait_for_result=Wait For Result|Attendre le résultat
p_runtime_where_clause=Runtime Where Clause|Clause WHERE à l'exécution
# Computation|Calcul
p_computation_type=Type|Type
p_computation_language=Language|Langage
p_computation=Expression|Expression
p_computation_processed=Processed|Traitement
# When|Quand
p_triggering_element_type=Selection Type|Type de sélection
p_triggering_element=Item(s)|Éléments
p_triggering_button_id=Button|Bouton
p_triggering_region_id=Region|Région
p_bind_event_type=Event|Événement
p_bind_event_type_custom=Custom Event|Événement personnalisé
p_bind_event_data=Event Data|Données de l'événement
# Client-side Condition|Condition côté client
p_triggering_condition_type p_client_condition_type=Type|Type
p_triggering_expression p_client_condition_expression=Value|Valeur
p_condition_element p_client_condition_element=Item|Élément
p_condition_element_type p_client_condition_elem_type=Element Type|Type d'élément
# Affected Elements|Éléments affectés
p_affected_elements_type=Selection Type|Type de sélection
p_affected_elements=Item(s)|Éléments
p_affected_region_id=Region|Région
p_affected_button_id=Button|Bouton
# Edit|Modification
p_is_editable=Enabled|Activé
p_edit_operations=Allowed Operations|Opérations autorisées
p_edit_row_operations_column=Allowed Row Operations Column|Colonne des opérations autorisées sur la ligne
p_lost_update_check_type=Lost Update Type|Type de contrôle des mises à jour perdues
p_row_version_column=Row Version Column|Colonne de version de ligne
p_submit_checked_rows=Submit Selected Rows|Soumettre les lignes sélectionnées
p_add_row_if_empty=Add Row If Empty|Ajouter une ligne si vide
p_edit_mode=Edit Mode|Mode de modification
p_lazy_loading=Lazy Loading|Chargement différé
p_requires_filter=Requires Filter|Filtre obligatoire
p_select_first_row=Select First Row|Sélectionner la première ligne
p_fixed_row_height=Fixed Row Height|Hauteur de ligne fixe
p_include_null_option=Include Null Option|Inclure l'option NULL
"""
