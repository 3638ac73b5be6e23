"""Names of arguments of facets, suggestions, quick picks and synchronisation; see ``label_rows``."""

from __future__ import annotations

from typing import Final

FACET_ROWS: Final = """
# Settings|Paramètres
p_fc_actions_filter=Actions Menu: Filter|Menu Actions : filtre
p_fc_filter_values=Filter Values|Filtrer les valeurs
p_fc_collapsible=Collapsible|Réductible
p_fc_initial_collapsed=Initially Collapsed|Réduite au départ
p_fc_toggleable=Toggleable|Activable
p_icon_view_custom=Custom Icon View|Vue en icônes personnalisée
p_icon_view_icon_column=Icon Column|Colonne d'icône
p_icon_view_link_target=Icon View Link|Lien de la vue en icônes
p_chart_stack=Stack|Empiler
p_translation_method=Translation Method|Méthode de traduction
# Label|Libellé
p_fc_show_label=Show Label|Afficher le libellé
# Facet Counts|Décomptes de la facette
p_fc_compute_counts=Compute Counts|Calculer les décomptes
p_fc_show_counts=Show Counts|Afficher les décomptes
p_fc_zero_count_entries=Zero Count Entries|Entrées sans résultat
p_fc_sort_by_top_counts=Sort by Top Counts|Trier par décompte
p_fc_show_more_count=Show More Count|Nombre avant « Afficher plus »
p_fc_show_selected_first=Display Selected First|Sélection affichée d'abord
# Chart|Graphique
p_fc_show_chart=Show Chart|Afficher le graphique
p_fc_initial_chart=Initially Displayed|Affiché au départ
p_axis_label=Label Axis|Axe des libellés
p_axis_value=Value Axis|Axe des valeurs
p_title_font_size=Title Font Size|Taille de police du titre
# Suggestions|Suggestions
p_suggestions_type=Type|Type
# Quick Picks|Choix rapides
p_quick_pick_label_01=Label 1|Libellé 1
p_quick_pick_label_02=Label 2|Libellé 2
p_quick_pick_label_03=Label 3|Libellé 3
p_quick_pick_label_04=Label 4|Libellé 4
p_quick_pick_label_05=Label 5|Libellé 5
p_quick_pick_label_06=Label 6|Libellé 6
p_quick_pick_label_07=Label 7|Libellé 7
p_quick_pick_label_08=Label 8|Libellé 8
p_quick_pick_label_09=Label 9|Libellé 9
p_quick_pick_label_10=Label 10|Libellé 10
p_quick_pick_value_01=Value 1|Valeur 1
p_quick_pick_value_02=Value 2|Valeur 2
p_quick_pick_value_03=Value 3|Valeur 3
p_quick_pick_value_04=Value 4|Valeur 4
p_quick_pick_value_05=Value 5|Valeur 5
p_quick_pick_value_06=Value 6|Valeur 6
p_quick_pick_value_07=Value 7|Valeur 7
p_quick_pick_value_08=Value 8|Valeur 8
p_quick_pick_value_09=Value 9|Valeur 9
p_quick_pick_value_10=Value 10|Valeur 10
# Security|Sécurité
p_authorization_id=Authorization Scheme|Modèle d'autorisation
# Appearance|Apparence
p_action_css_classes=Action CSS Classes|Classes CSS des actions
p_component_css_classes=CSS Classes|Classes CSS
p_report_column_width=Column Width|Largeur de colonne
p_report_total_text_format=Total Text Format|Format du texte de total
p_display_sum=Display Sum|Afficher la somme
p_show_as_disabled=Show as Disabled|Afficher désactivé
# Source|Source
p_app_item_id=Application Item|Élément d'application
p_app_process_id=Application Process|Processus d'application
p_has_time_zone=Has Time Zone|Avec fuseau horaire
p_layer_source=Layer Source|Source de la couche
p_computation_expr=Computation Expression|Expression du calcul
p_oracle_text_function=Oracle Text Function|Fonction Oracle Text
p_oratext_index_column_name=Oracle Text Index Column|Colonne de l'index Oracle Text
p_return_max_results=Maximum Results|Nombre maximal de résultats
p_return_key_into_item1=Return Key Into|Clé renvoyée dans
p_use_raw_json_selectors=Use Raw JSON Selectors|Sélecteurs JSON bruts
p_vector_provider_id=Vector Provider|Fournisseur de vecteurs
p_vector_search_type=Vector Search Type|Type de recherche vectorielle
p_vector_distance_metric=Distance Metric|Mesure de distance
# Data Loading|Chargement de données
p_column_names_lov_id=Column Name Aliases|Alias des noms de colonnes
p_commit_interval=Commit Interval|Intervalle de validation
p_csv_enclosed=Enclosed By|Délimiteur
p_decimal_char=Decimal Character|Séparateur décimal
p_default_xlsx_sheet_name=Sheet Name|Nom de la feuille
p_encoding=Encoding|Encodage
p_error_handling=Error Handling|Traitement des erreurs
p_has_header_row=First Row is Header|La première ligne est un en-tête
p_loading_method=Loading Method|Méthode de chargement
p_target_type=Target Type|Type de cible
p_rule_name=Rule Name|Nom de la règle
p_rule_sequence=Rule Sequence|Ordre de la règle
p_rule_type=Rule Type|Type de règle
p_expression1=Expression 1|Expression 1
p_expression2=Expression 2|Expression 2
# Synchronization|Synchronisation
p_sync_is_active=Active|Active
p_sync_type=Type|Type
p_sync_table_name=Table|Table
p_sync_interval=Interval|Intervalle
p_sync_max_http_requests=Maximum HTTP Requests|Nombre maximal de requêtes HTTP
# REST Data Source|Source de données REST
p_catalog_internal_name=Catalog|Catalogue
p_catalog_service_name=Catalog Service|Service du catalogue
p_catalog_service_version=Catalog Service Version|Version du service du catalogue
p_force_error_for_http_404=Raise Error on HTTP 404|Erreur pour HTTP 404
p_legacy_ords_fixed_page_size=Fixed Page Size|Taille de page fixe
p_ords_timezone=Time Zone|Fuseau horaire
# Application|Application
p_available_clientside=Available on the Client|Disponible côté client
p_copyright_banner=Copyright Banner|Mention de copyright
p_pwa_manifest_icon_url=PWA Icon URL|URL de l'icône PWA
p_pwa_push_credential_id=Push Credential|Identifiant d'accès push
p_screenshot_url=Screenshot URL|URL de la capture d'écran
p_message_id=Message|Message
p_version_number=Version|Version
p_version_scn_master=Master SCN|SCN du maître
# Server-side Condition|Condition côté serveur
p_condition=Expression 1|Expression 1
p_condition2=Expression 2|Expression 2
p_icon_bar_flow_cond_instr=Navigation Bar Condition|Condition de la barre de navigation
# Printing|Impression
p_prn_width_units=Width Units|Unité de largeur
# Header and Footer|En-tête et pied de page
p_header=Header Text|Texte d'en-tête
"""
