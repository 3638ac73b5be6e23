"""What Page Designer calls the attributes of reports, grids and cards; see
``label_rows`` for the form of a row."""

from __future__ import annotations

from typing import Final

REPORT_ROWS: Final = """
# Attributes · Appearance|Attributs · Apparence
p_query_row_template p_menu_template_id p_plug_query_row_template=Template|Modèle
p_list_template_id=List Template|Modèle de liste
p_query_headings_type p_plug_query_headings_type p_query_headings=Heading Type|Type d'en-tête
p_fixed_header=Heading Fixed To|En-tête fixé à
p_fixed_header_max_height=Fixed Heading Height|Hauteur de l'en-tête fixe
p_ajax_enabled=Partial Page Refresh|Actualisation partielle de page
p_row_highlight p_report_attributes=Row Highlight|Mise en évidence de ligne
p_plug_query_format_out=Output Format|Format de sortie
# Attributes · Break Formatting|Attributs · Format des ruptures
p_query_break_cols=Break Columns|Colonnes de rupture
p_break_type_flag=Break Type|Type de rupture
p_break_on=Control Break Columns|Colonnes de rupture
p_break_enabled_on=Enabled Control Breaks|Ruptures activées
p_break_order=Break Sequence|Ordre de rupture
p_break_is_enabled=Break Enabled|Rupture activée
p_break_sort_direction=Break Sort Direction|Sens de tri de la rupture
p_break_sort_nulls=Break Sort Nulls|Tri des NULL de la rupture
p_break_sort_index=Break Sort Index|Rang de tri de la rupture
# Attributes · Pagination|Attributs · Pagination
p_pagination_type=Type|Type
p_pagination_display_position p_pagination_display_pos=Display Position|Position d'affichage
p_query_num_rows p_plug_query_num_rows p_rows_per_page p_display_rows=Number of Rows|Nombre de lignes
p_query_num_rows_type p_plug_query_num_rows_type=Type|Type
p_query_num_rows_item p_plug_query_num_rows_item=Number of Rows Item|Élément du nombre de lignes
p_show_total_row_count=Show Total Row Count|Afficher le nombre total de lignes
p_show_display_row_count=Show Row Count|Afficher le nombre de lignes
p_row_count_max=Maximum Row Count|Nombre maximal de lignes
# Attributes · Messages|Attributs · Messages
p_query_no_data_found p_no_data_found_message p_plug_query_no_data_found=When No Data Found|Lorsqu'aucune donnée n'est trouvée
p_no_data_found_icon_classes=No Data Found Icon Classes|Classes d'icône si aucune donnée
p_max_row_count_message p_query_more_data p_plug_query_more_data=When More Data Found|Lorsque davantage de données sont trouvées
# Attributes · Download|Attributs · Téléchargement
p_download_formats=Formats|Formats
p_download_filename p_plug_query_exp_filename p_exp_filename=File Name|Nom de fichier
p_enable_download=Enable Download|Activer le téléchargement
p_enable_mail_download p_email_from=Enable Email|Activer l'envoi par e-mail
p_csv_output=CSV Export Enabled|Export CSV activé
p_csv_output_link_text=Link Text|Texte du lien
p_csv_output_separator p_plug_query_exp_separator=Separator|Séparateur
p_csv_output_enclosed_by p_plug_query_exp_enclosed_by=Enclosed By|Encadré par
p_prn_output=Printing Enabled|Impression activée
p_supplemental_text=Supplemental Text|Texte supplémentaire
# Attributes · Printing|Attributs · Impression
p_prn_units=Units|Unités
p_prn_paper_size=Paper Size|Format du papier
p_prn_width=Width|Largeur
p_prn_height=Height|Hauteur
p_prn_orientation=Orientation|Orientation
p_prn_content_disposition=View File As|Afficher le fichier comme
p_prn_document_header=Document Header|En-tête du document
p_prn_page_header=Page Header|En-tête de page
p_prn_page_footer=Page Footer|Pied de page
p_prn_header_bg_color=Heading · Background Color|En-tête de colonne · Couleur d'arrière-plan
p_prn_body_bg_color=Columns · Background Color|Colonnes · Couleur d'arrière-plan
p_prn_border_width=Border Width|Largeur de bordure
p_prn_border_color=Border Color|Couleur de bordure
p_prn_output_file_name=File Name|Nom de fichier
p_prn_output_link_text=Link Text|Texte du lien
p_prn_template_id=Report Layout|Mise en page d'état
p_prn_format=Output Format|Format de sortie
p_prn_format_item=Output Format Item|Élément du format de sortie
p_prn_print_server_overwrite=Print Server Overwrite|Remplacement du serveur d'impression
p_print_report p_column_width_print=Print|Imprimer
# Attributes · Link|Attributs · Lien
p_show_detail_link=Link Column|Colonne de lien
p_detail_link=Target|Cible
p_detail_link_text=Link Icon|Icône du lien
p_detail_link_attr=Link Attributes|Attributs de lien
p_detail_link_auth_scheme=Authorization Scheme|Modèle d'autorisation
p_detail_link_condition_type=Condition Type|Type de condition
p_detail_link_cond=Condition Expression 1|Expression 1 de la condition
p_detail_link_cond2=Condition Expression 2|Expression 2 de la condition
p_base_pk1=Unique Column|Colonne unique
p_base_pk2=Unique Column 2|Colonne unique 2
p_base_pk3=Unique Column 3|Colonne unique 3
# Attributes · Toolbar|Attributs · Barre d'outils
p_show_toolbar p_show_search_bar=Show|Afficher
p_toolbar_buttons=Controls|Contrôles
p_show_search_textbox=Search Field|Champ de recherche
p_show_finder_drop_down=Column Finder|Recherche de colonne
p_search_button_label=Search Button Label|Libellé du bouton de recherche
p_show_rows_per_page=Rows per Page|Lignes par page
p_max_rows_per_page=Maximum Rows per Page|Nombre maximal de lignes par page
p_show_reports_select_list p_report_list_mode=Saved Reports List|Liste des états enregistrés
p_show_actions_menu=Actions Menu|Menu Actions
p_actions_menu_icon=Actions Menu Icon|Icône du menu Actions
# Attributes · Actions Menu|Attributs · Menu Actions
p_show_select_columns=Select Columns|Sélectionner des colonnes
p_show_filter=Filter|Filtre
p_show_sort=Sort|Tri
p_show_control_break=Control Break|Rupture
p_show_highlight=Highlight|Mise en évidence
p_show_computation=Compute|Calculer
p_show_aggregate=Aggregate|Agréger
p_show_chart=Chart|Graphique
p_show_group_by=Group By|Regrouper par
p_show_pivot=Pivot|Tableau croisé
p_show_calendar=Calendar|Calendrier
p_show_flashback p_enable_flashback=Flashback|Flashback
p_show_reset=Reset|Réinitialiser
p_show_download=Download|Télécharger
p_show_help=Help|Aide
p_show_notify p_enable_subscriptions=Subscription|Abonnement
p_show_save=Save Report|Enregistrer l'état
p_show_save_public p_enable_save_public_report p_allow_save_rpt_public=Save Public Report|Enregistrer l'état public
p_allow_report_saving=Save Report|Enregistrer l'état
p_allow_report_categories=Report Categories|Catégories d'état
p_show_rows=Rows Per Page|Lignes par page
p_define_chart_view=Define Chart View|Définir la vue graphique
p_allow_exclude_null_values=Exclude Null Values|Exclure les valeurs NULL
p_allow_hide_extra_columns=Hide Extra Columns|Masquer les colonnes supplémentaires
# Attributes · Icon View|Attributs · Vue d'icônes
p_show_icon_view p_icon_view_enabled_yn=Show Icon View|Afficher la vue d'icônes
p_icon_view_use_custom=Custom|Personnalisée
p_icon_view_custom_link=Custom Link|Lien personnalisé
p_icon_view_columns_per_row=Columns per Row|Colonnes par ligne
p_icon_view_link_column=Link Column|Colonne de lien
p_icon_view_img_src_column=Image Source Column|Colonne de source de l'image
p_icon_view_label_column p_icon_view_label_text=Label|Libellé
p_icon_view_icon_type=Icon Type|Type d'icône
p_icon_view_icon_attributes p_icon_view_img_attr_text=Icon Attributes|Attributs d'icône
p_icon_view_alt_text_column p_icon_view_alt_text=Alternative Text|Texte de remplacement
# Attributes · Detail View|Attributs · Vue détaillée
p_show_detail_view p_detail_view_enabled_yn=Show Detail View|Afficher la vue détaillée
p_detail_view_before_rows=Before Rows|Avant les lignes
p_detail_view_for_each_row=For Each Row|Pour chaque ligne
p_detail_view_after_rows=After Rows|Après les lignes
# Attributes · Advanced|Attributs · Avancé
p_folder_id=Folder|Dossier
p_report_id_item=Report ID Item|Élément d'ID d'état
p_status=Status|Statut
p_oracle_text_index_column=Oracle Text Index Column|Colonne d'index Oracle Text
p_view_mode p_default_view=Default View|Vue par défaut
p_sort_asc_image p_query_asc_image=Ascending Image|Image de tri croissant
p_sort_asc_image_attr p_query_asc_image_attr=Ascending Image Attributes|Attributs de l'image de tri croissant
p_sort_desc_image p_query_desc_image=Descending Image|Image de tri décroissant
p_sort_desc_image_attr p_query_desc_image_attr=Descending Image Attributes|Attributs de l'image de tri décroissant
# Enable Users To|Autoriser les utilisateurs à
p_enable_filter p_allow_filtering=Filter|Filtrer
p_enable_hide p_allow_hide=Hide|Masquer
p_enable_sort_group=Sort/Group|Trier/Grouper
p_allow_sorting p_is_sortable p_disable_sort_column=Sort|Trier
p_enable_control_break p_allow_ctrl_breaks=Control Break|Définir des ruptures
p_enable_pivot p_allow_pivot=Pivot|Créer un tableau croisé
p_allow_aggregations=Aggregate|Agréger
p_allow_computations=Compute|Calculer
p_allow_charting=Chart|Créer un graphique
p_allow_group_by=Group By|Regrouper
p_allow_highlighting=Highlight|Mettre en évidence
p_allow_delete=Delete|Supprimer
p_others_may_edit=Others May Edit|Modification par d'autres
p_others_may_view=Others May View|Affichage par d'autres
# Column Filter|Filtre de colonne
p_filter_operators=Operators|Opérateurs
p_filter_is_required=Filter Required|Filtre obligatoire
p_filter_text_case=Text Case|Casse du texte
p_filter_exact_match=Exact Match|Correspondance exacte
p_filter_lov_type p_rpt_show_filter_lov=List of Values Type|Type de liste de valeurs
p_filter_lov_id=List of Values|Liste de valeurs
p_filter_lov_query=SQL Query|Requête SQL
p_filter_date_ranges p_rpt_filter_date_ranges=Date Ranges|Plages de dates
p_rpt_distinct_lov=Distinct Values|Valeurs distinctes
# Export / Printing|Export / Impression
p_include_in_export=Include in Export / Print|Inclure dans l'export / l'impression
p_display_in_default_rpt=Display in Default Report|Afficher dans l'état par défaut
# Heading|En-tête
p_column_label p_column_heading p_heading=Heading|En-tête
p_heading_alignment=Alignment|Alignement
p_label_span=Span|Étendue
# Sorting|Tri
p_default_sort_column_sequence p_default_sort_seq=Default Sequence|Séquence par défaut
p_default_sort_dir p_default_sort_direction p_sort_direction=Direction|Sens
p_sort_order p_sort_seq=Order|Ordre
p_sort_nulls p_sort_null=Sort Nulls|Tri des valeurs NULL
p_default_sort_column_name p_sort_column_name=Sort Column|Colonne de tri
p_group_sort_direction=Group Sort Direction|Sens de tri du groupe
# Column Formatting|Format de colonne
p_column_html_expression p_html_expression=HTML Expression|Expression HTML
p_column_css_style=CSS Style|Style CSS
p_sum_column=Compute Sum|Calculer la somme
p_tz_dependent=Time Zone Dependent|Dépend du fuseau horaire
p_query_col_width=Column Width|Largeur de colonne
# Link|Lien
p_column_link p_link=Target|Cible
p_column_linktext p_link_text=Link Text|Texte du lien
p_link_attributes p_column_link_attr=Link Attributes|Attributs de lien
p_column_link_checksum_type=Checksum Type|Type de somme de contrôle
# Saved Report|État enregistré
p_report_columns=Columns|Colonnes
p_report_seq=Sequence|Séquence
p_report_alias=Alias|Alias
p_report_type=Report Type|Type d'état
p_application_user=User|Utilisateur
p_is_default=Default|Par défaut
p_base_report_id=Base Report|État de base
p_category_id=Category|Catégorie
p_flashback_enabled=Flashback Enabled|Flashback activé
p_flashback_mins_ago=Minutes Ago|Il y a (minutes)
p_calendar_display_column=Calendar Display Column|Colonne affichée du calendrier
p_calendar_date_column=Calendar Date Column|Colonne de date du calendrier
p_sum_columns_on_break=Sum Columns on Break|Somme à la rupture
p_avg_columns_on_break=Average Columns on Break|Moyenne à la rupture
p_max_columns_on_break=Maximum Columns on Break|Maximum à la rupture
p_min_columns_on_break=Minimum Columns on Break|Minimum à la rupture
p_count_columns_on_break=Count Columns on Break|Nombre à la rupture
p_count_distnt_col_on_break=Count Distinct on Break|Nombre de valeurs distinctes à la rupture
p_median_columns_on_break=Median Columns on Break|Médiane à la rupture
p_show_row_number=Show Row Number|Afficher le numéro de ligne
p_settings_area_expanded=Settings Area Expanded|Zone des paramètres développée
p_srv_exclude_null_values=Exclude Null Values|Exclure les valeurs NULL
p_srv_only_display_columns=Only Display Columns|Seulement les colonnes affichées
p_group_by_columns=Group By Columns|Colonnes de regroupement
p_pivot_columns=Pivot Columns|Colonnes du tableau croisé
p_row_columns=Row Columns|Colonnes de ligne
p_chart_orientation=Chart Orientation|Orientation du graphique
p_chart_data_column p_chart_value_column=Chart Value Column|Colonne de valeur du graphique
p_chart_label_column=Chart Label Column|Colonne de libellé du graphique
p_chart_label_title=Chart Label Title|Titre du libellé du graphique
p_chart_value_title=Chart Value Title|Titre de la valeur du graphique
p_chart_aggregate=Chart Aggregate|Agrégat du graphique
p_chart_sorting=Chart Sorting|Tri du graphique
p_chart_3d=3D Chart|Graphique 3D
p_icon_view_columns p_detail_columns=View Columns|Colonnes de la vue
p_grid_edit_mode=Grid Edit Mode|Mode de modification de la grille
# Report Filter|Filtre d'état
p_operator p_condition_operator=Operator|Opérateur
p_expr p_expression p_condition_expression=Expression|Expression
p_expr2=Expression 2|Expression 2
p_time_stamp_filter_type p_expr_type=Expression Type|Type d'expression
p_condition_sql=Condition SQL|SQL de la condition
p_condition_display=Displayed Condition|Condition affichée
p_enabled p_is_enabled=Enabled|Activé
p_is_case_sensitive p_condition_is_case_sensitive=Case-sensitive|Sensible à la casse
p_condition_column_id=Condition Column|Colonne de condition
# Highlight|Mise en évidence
p_highlight_sequence=Sequence|Séquence
p_row_bg_color p_background_color=Row Background Color|Couleur d'arrière-plan de ligne
p_row_font_color p_text_color=Row Text Color|Couleur du texte de ligne
p_column_bg_color=Cell Background Color|Couleur d'arrière-plan de cellule
p_column_font_color=Cell Text Color|Couleur du texte de cellule
p_column_format_mask=Cell Format|Format de cellule
# Aggregation|Agrégation
p_function p_function_name=Function|Fonction
p_show_grand_total=Show Grand Total|Afficher le total général
p_tooltip=Tooltip|Info-bulle
# Parameter|Paramètre
p_direction=Direction|Sens
p_has_default=Has Default|Valeur par défaut présente
p_value=Value|Valeur
p_value_type=Value Type|Type de valeur
p_value_language=Value Language|Langage de la valeur
p_workflow_variable_id=Workflow Variable|Variable de workflow
p_task_def_param_id=Task Parameter|Paramètre de tâche
p_ignore_output=Ignore Output|Ignorer la sortie
# Settings|Paramètres
p_attributes=Settings|Paramètres
p_event_data=Event Data|Données de l'événement
# Title|Titre
p_title_adv_formatting=Advanced Formatting|Mise en forme avancée
p_title_html_expr=HTML Expression|Expression HTML
p_title_column_name=Column|Colonne
p_title_css_classes=CSS Classes|Classes CSS
# Subtitle|Sous-titre
p_sub_title_adv_formatting=Advanced Formatting|Mise en forme avancée
p_sub_title_html_expr=HTML Expression|Expression HTML
p_sub_title_column_name=Column|Colonne
p_sub_title_css_classes=CSS Classes|Classes CSS
# Body|Corps
p_body_adv_formatting=Advanced Formatting|Mise en forme avancée
p_body_html_expr=HTML Expression|Expression HTML
p_body_column_name=Column|Colonne
p_body_css_classes=CSS Classes|Classes CSS
# Secondary Body|Corps secondaire
p_second_body_adv_formatting=Advanced Formatting|Mise en forme avancée
p_second_body_html_expr=HTML Expression|Expression HTML
p_second_body_column_name=Column|Colonne
p_second_body_css_classes=CSS Classes|Classes CSS
# Icon and Badge|Icône et badge
p_icon_source_type=Icon Source|Source de l'icône
p_icon_class_column_name=Icon Column|Colonne d'icône
p_icon_image_url=Image URL|URL de l'image
p_icon_blob_column_name=Image Column|Colonne d'image
p_icon_position=Icon Position|Position de l'icône
p_icon_description=Icon Description|Description de l'icône
p_badge_column_name=Badge Column|Colonne de badge
p_badge_label=Badge Label|Libellé du badge
p_badge_css_classes=Badge CSS Classes|Classes CSS du badge
# Media|Média
p_media_adv_formatting=Advanced Formatting|Mise en forme avancée
p_media_html_expr=HTML Expression|Expression HTML
p_media_source_type=Source|Source
p_media_url=URL|URL
p_media_url_column_name=URL Column|Colonne d'URL
p_media_blob_column_name=BLOB Column|Colonne BLOB
p_media_display_position=Position|Position
p_media_appearance=Appearance|Apparence
p_media_sizing=Sizing|Dimensionnement
p_media_css_classes=CSS Classes|Classes CSS
p_media_description=Image Description|Description de l'image
p_mime_type_column_name=MIME Type Column|Colonne de type MIME
p_last_updated_column_name=Last Updated Column|Colonne de dernière mise à jour
# Card|Carte
p_pk1_column_name=Primary Key Column 1|Colonne de clé primaire 1
p_pk2_column_name=Primary Key Column 2|Colonne de clé primaire 2
"""
