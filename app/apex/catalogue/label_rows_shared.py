"""What the builder calls the arguments of shared components and of the application; see
``label_rows`` for the form of a row."""

from __future__ import annotations

from typing import Final

SHARED_ROWS: Final = """
# Application|Application
create_flow.p_name=Name|Nom
p_flow_version=Version|Version
create_flow.p_owner=Parsing Schema|Schéma d'analyse
p_display_id=Application ID|ID d'application
p_application_group=Application Group|Groupe d'applications
p_application_group_name=Application Group Name|Nom du groupe d'applications
p_application_tab_set=Application Tab Set|Jeu d'onglets de l'application
p_flow_status=Status|Statut
p_flow_unavailable_text=Unavailable Message|Message d'indisponibilité
p_flow_image_prefix p_image_prefix p_file_prefix=Static File Prefix|Préfixe des fichiers statiques
p_app_builder_icon_name=Builder Icon|Icône du générateur
p_favicons=Favicon|Favicon
p_logo_type=Logo Type|Type de logo
p_logo_text=Logo Text|Texte du logo
p_logo p_logo_image=Logo Image|Image du logo
p_logo_image_attributes=Logo Attributes|Attributs du logo
p_global_notification=Global Notification|Notification globale
p_compatibility_mode=Compatibility Mode|Mode de compatibilité
p_friendly_url=Friendly URLs|URL conviviales
p_allow_feedback_yn=Allow Feedback|Autoriser les commentaires
p_page_view_logging=Logging|Journalisation
p_populate_roles=Source for Role Schemes|Source des rôles
p_proxy_server=Proxy Server|Serveur proxy
p_no_proxy_domains=No Proxy Domains|Domaines sans proxy
p_email_from=Application Email From Address|Adresse d'expéditeur de l'application
p_documentation_banner=Documentation Banner|Bannière de documentation
p_ui_type_name=User Interface Type|Type d'interface utilisateur
p_print_server_type=Print Server Type|Type de serveur d'impression
p_file_storage=File Storage|Stockage des fichiers
p_tokenize_row_search=Tokenize Row Search|Découper la recherche de ligne en mots
p_session_state_commits=Session State Commits|Validation de l'état de session
p_pass_ecid=Pass ECID|Transmettre l'ECID
p_accessible_read_only=Accessible Read Only|Lecture seule accessible
p_version_scn=SCN|SCN
p_checksum_salt=Checksum Salt|Sel de somme de contrôle
p_checksum_salt_last_reset=Checksum Salt Reset|Réinitialisation du sel
p_accept_old_checksums=Accept Old Checksums|Accepter les anciennes sommes de contrôle
p_bookmark_checksum_function=Bookmark Hash Function|Fonction de hachage des signets
p_substitution_string=Substitution String|Chaîne de substitution
p_auto_install_sup_obj=Install Supporting Objects|Installer les objets associés
p_is_pwa p_pwa_is_installable=Installable|Installable
p_pwa_is_push_enabled=Push Notifications|Notifications push
p_pwa_manifest_description=Manifest Description|Description du manifeste
p_pwa_manifest_display=Display Mode|Mode d'affichage
p_pwa_manifest_orientation=Screen Orientation|Orientation de l'écran
p_pwa_manifest_theme_color=Theme Color|Couleur du thème
p_pwa_manifest_background_color=Background Color|Couleur d'arrière-plan
p_pwa_apple_status_bar_style=iOS Status Bar Style|Style de la barre d'état iOS
# Audit|Audit
p_last_updated_by p_updated_by p_last_upd_by=Updated By|Mis à jour par
p_last_updated_on p_updated_on p_last_upd_yyyymmddhh24miss=Updated On|Mis à jour le
p_created_by=Created By|Créé par
p_created_on=Created On|Créé le
p_reference_id=Subscribed From|Abonné à
p_subscribe_plugin_settings=Subscribe to Settings|S'abonner aux paramètres
p_files_version=Files Version|Version des fichiers
p_page_component_map=Component Map|Carte des composants
# Export|Export
p_release=APEX Release|Version d'APEX
p_version_yyyy_mm_dd=API Version|Version de l'API
p_default_workspace_id=Workspace|Espace de travail
p_default_application_id=Application|Application
p_default_owner=Owner|Propriétaire
p_default_id_offset=ID Offset|Décalage des ID
# Globalization|Globalisation
p_flow_language=Primary Language|Langue principale
p_flow_language_derived_from=Application Language Derived From|Langue de l'application dérivée de
p_direction_right_to_left=Document Direction|Sens du document
p_date_format=Date Format|Format de date
p_date_time_format=Date Time Format|Format de date et heure
p_timestamp_format=Timestamp Format|Format d'horodatage
p_timestamp_tz_format=Timestamp Time Zone Format|Format d'horodatage avec fuseau horaire
p_nls_sort=Character Value Comparison|Comparaison des caractères
p_nls_comp=Character Value Comparison Behavior|Comportement de la comparaison
p_csv_encoding=Automatic CSV Encoding|Codage CSV automatique
p_auto_time_zone=Automatic Time Zone|Fuseau horaire automatique
p_exact_substitutions_only=Exact Substitutions|Substitutions exactes
# Security|Sécurité
p_authentication_id p_authentication=Authentication Scheme|Modèle d'authentification
p_authorize_public_pages_yn=Run on Public Pages|Exécuter sur les pages publiques
p_authorize_batch_job=Authorize Batch Jobs|Autoriser les travaux par lots
p_browser_frame p_dialog_browser_frame=Embed in Frames|Incorporer dans des cadres
p_public_user=Public User|Utilisateur public
p_login_url=Login URL|URL de connexion
p_logout_url=Logout URL|URL de déconnexion
p_home_url=Home URL|URL d'accueil
p_max_session_length_sec=Maximum Session Length in Seconds|Durée maximale de session (secondes)
p_max_session_idle_sec=Maximum Session Idle Time in Seconds|Durée maximale d'inactivité (secondes)
p_session_timeout_warning_sec=Session Timeout Warning in Seconds|Avertissement d'expiration (secondes)
p_on_max_session_timeout_url=Session Timeout URL|URL d'expiration de session
p_on_max_idle_timeout_url=Idle Timeout URL|URL d'expiration pour inactivité
p_page_protection_enabled_y_n=Session State Protection|Protection de l'état de session
p_runtime_api_usage=Runtime API Usage|Utilisation de l'API à l'exécution
p_vpd=Initialization PL/SQL Code|Code PL/SQL d'initialisation
p_vpd_teardown_code=Cleanup PL/SQL Code|Code PL/SQL de nettoyage
p_http_response_headers=HTTP Response Headers|En-têtes de réponse HTTP
# User Interface|Interface utilisateur
p_theme_id=Theme|Thème
p_theme_style_by_user_pref=End User Theme Style|Style de thème au choix de l'utilisateur
p_global_page_id=Global Page|Page globale
p_use_auto_detect=Auto Detect|Détection automatique
p_built_with_love=Built with Love|« Built with Love »
p_nav_bar_type=Navigation Bar Implementation|Implémentation de la barre de navigation
p_nav_bar_list_id=Navigation Bar List|Liste de la barre de navigation
p_nav_bar_list_template_id=Navigation Bar List Template|Modèle de liste de la barre de navigation
p_nav_bar_template_options=Navigation Bar Template Options|Options de modèle de la barre de navigation
p_include_legacy_javascript=Include Legacy JavaScript|Inclure l'ancien JavaScript
p_include_jquery_migrate=Include jQuery Migrate|Inclure jQuery Migrate
# Entry|Entrée
p_list_item_display_sequence p_lov_disp_sequence p_icon_sequence=Sequence|Séquence
p_list_item_link_text p_icon_subtext=List Entry Label|Libellé de l'entrée de liste
p_list_item_icon p_icon_image=Image/Class|Image/Classe
p_list_item_icon_attributes p_list_item_icon_attr=Image Attributes|Attributs d'image
p_list_item_icon_alt_attribute=Alternative Text|Texte de remplacement
p_list_item_icon_exp=Image Expression|Expression d'image
p_parent_list_item_id p_parent_id=Parent Entry|Entrée parent
p_list_item_current_type=Current List Entry Type|Type d'entrée de liste courante
p_list_item_current_for_pages=Current for Pages|Courante pour les pages
p_list_item_current_language=Current Condition Language|Langage de la condition
p_sub_list_id p_sub_list_item_id=Sub List|Sous-liste
p_lov_disp_value p_display_value=Display Value|Valeur affichée
p_lov_return_value p_return_value=Return Value|Valeur renvoyée
p_lov_template=Template|Modèle
p_lov_data_comment=Comments|Commentaires
p_short_name=Short Name|Nom court
p_long_name=Long Name|Nom long
p_cell_colspan=Cell Column Span|Étendue de la cellule
p_begins_on_new_line=Begins on New Line|Commence sur une nouvelle ligne
p_icon_height=Height|Hauteur
p_icon_width=Width|Largeur
p_icon_height2=Height 2|Hauteur 2
p_icon_width2=Width 2|Largeur 2
p_icon_bar_disp_cond=Condition|Condition
p_icon_bar_disp_cond_type=Condition Type|Type de condition
p_nav_entry_is_feedback_yn=Feedback Entry|Entrée de commentaires
p_translate_list_text_y_n=Translate|Traduire
# Target|Cible
p_list_item_link_target p_icon_target p_tab_target=Target|Cible
p_list_countclicks_y_n=Count Clicks|Compter les clics
p_list_countclicks_cat=Count Clicks Category|Catégorie de comptage
p_also_current_for_pages=Also Current for Pages|Courant aussi pour les pages
# Conditions|Conditions
p_list_item_disp_cond_type=Type|Type
p_list_item_disp_condition p_list_item_disp_cond=Expression 1|Expression 1
p_list_item_disp_condition2 p_list_item_disp_cond2=Expression 2|Expression 2
# List|Liste
p_list_type=Type|Type
p_list_query=SQL Query|Requête SQL
p_list_language=Language|Langage
p_list_status=Status|Statut
# List of Values|Liste de valeurs
p_lov_name=Name|Nom
p_return_column_name=Return Column|Colonne renvoyée
p_display_column_name=Display Column|Colonne affichée
p_icon_column_name=Icon Column|Colonne d'icône
p_group_sort=Group Sort|Tri du groupe
p_oracle_text_column_name=Oracle Text Column|Colonne Oracle Text
p_is_searchable=Searchable|Recherche possible
p_searchable_columns=Searchable Columns|Colonnes de recherche
p_description_column_name=Description Column|Colonne de description
p_search_type=Search Type|Type de recherche
# Tab|Onglet
p_tab_sequence=Sequence|Séquence
p_tab_name=Name|Nom
p_tab_text=Label|Libellé
p_tab_step=Page|Page
p_current_on_tabset=Current for Tab Set|Courant pour le jeu d'onglets
p_tab_also_current_for_pages=Also Current for Pages|Courant aussi pour les pages
p_tab_parent_tabset=Parent Tab Set|Jeu d'onglets parent
# Page Group|Groupe de pages
p_group_name=Name|Nom
p_group_desc=Description|Description
# Role|Rôle
p_description p_descr=Description|Description
# Static File|Fichier statique
p_file_name=File Name|Nom de fichier
p_mime_type=MIME Type|Type MIME
p_file_charset=Character Set|Jeu de caractères
p_file_content=Content|Contenu
# Authorization Scheme|Modèle d'autorisation
p_scheme_type=Scheme Type|Type de modèle
p_caching=Evaluation Point|Point d'évaluation
create_security_scheme.p_scheme=Scheme|Modèle
# Authentication Scheme|Modèle d'authentification
create_authentication.p_scheme_type=Scheme Type|Type de modèle
p_invalid_session_type=Invalid Session|Session non valide
p_invalid_session_url=Invalid Session URL|URL de session non valide
p_cookie_name=Cookie Name|Nom du cookie
p_cookie_path=Cookie Path|Chemin du cookie
p_cookie_domain=Cookie Domain|Domaine du cookie
p_use_secure_cookie_yn=Secure|Sécurisé
p_ras_mode=Real Application Security|Real Application Security
p_post_auth_process=Post-Authentication Procedure Name|Procédure après authentification
p_pre_auth_process=Pre-Authentication Procedure Name|Procédure avant authentification
p_verification_function=Sentry Function|Fonction de contrôle de session
p_session_sentry_function=Sentry Function|Fonction de contrôle de session
p_auth_function=Authentication Function|Fonction d'authentification
p_switch_in_session_yn=Switch in Session|Changement dans la session
# Credential|Informations d'identification
p_authentication_type=Authentication Type|Type d'authentification
p_prompt_on_install=Prompt on Install|Demander à l'installation
p_valid_for_urls=Valid for URLs|Valide pour les URL
p_credential_id=Credentials|Informations d'identification
p_server_type=Server Type|Type de serveur
p_base_url=Base URL|URL de base
p_https_host=HTTPS Host|Hôte HTTPS
# Build Option|Option de construction
p_build_option_name=Name|Nom
p_build_option_status=Status|Statut
p_default_on_export=Default on Export|Valeur par défaut à l'export
p_on_upgrade_keep_status=On Upgrade Keep Status|Conserver le statut à la mise à niveau
p_build_option_comment=Comments|Commentaires
p_feature_identifier=Feature Identifier|Identificateur de fonctionnalité
# Application Setting|Paramètre d'application
p_valid_values=Valid Values|Valeurs valides
p_on_upgrade_keep_value=On Upgrade Keep Value|Conserver la valeur à la mise à niveau
# Shortcut|Raccourci
p_shortcut_name=Name|Nom
p_shortcut_type=Type|Type
p_shortcut=Shortcut|Raccourci
p_shortcut_language=Language|Langage
# Text Message|Message
p_message_language=Language|Langue
p_message_text=Text|Texte
p_is_js_message=Used in JavaScript|Utilisé dans JavaScript
"""
