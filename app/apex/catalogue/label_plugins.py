"""What the numbered and the named attributes of APEX's own plug-ins mean, English and French.

``# PLUGIN ...`` opens the plug-ins that the rows below it are for: ``01=Label|Libellé`` is
``p_attribute_01``, ``p_argument=...`` is another argument that reads differently there. Below
``# *`` are the named attributes (``p_attributes``) of 22.1 and later, for all plug-ins.
"""

from __future__ import annotations

from typing import Final

PLUGIN_ROWS: Final = """
# NATIVE_IR NATIVE_IG NATIVE_SQL_REPORT NATIVE_CARDS NATIVE_MAP_REGION NATIVE_JSTREE NATIVE_CSS_CALENDAR NATIVE_FORM NATIVE_TMPL_COMPONENT SQL_QUERY UPDATABLE_SQL_QUERY
p_plug_source=Source · SQL Query|Source · Requête SQL
# NATIVE_STATIC NATIVE_HELP_TEXT STATIC_TEXT
p_plug_source=Source · HTML Code|Source · Code HTML
# NATIVE_PLSQL NATIVE_DYNAMIC_CONTENT PLSQL_PROCEDURE
p_plug_source=Source · PL/SQL Code|Source · Code PL/SQL
# NATIVE_URL
p_plug_source=Source · URL|Source · URL
# NATIVE_TEXT_FIELD
01=Submit when Enter pressed|Soumettre en appuyant sur Entrée
02=Disabled|Désactivé
04=Subtype|Sous-type
05=Trim Spaces|Supprimer les espaces
06=Text Case|Casse du texte
# NATIVE_DISPLAY_ONLY
01=Send On Page Submit|Envoyer à la soumission de la page
02=Based On|Basé sur
04=Show Line Breaks|Afficher les sauts de ligne
05=Format|Format
# NATIVE_HIDDEN
01=Value Protected|Valeur protégée
# NATIVE_SINGLE_CHECKBOX
01=Use Defaults|Utiliser les valeurs par défaut
02=Checked Value|Valeur cochée
03=Unchecked Value|Valeur non cochée
# NATIVE_IG_DML NATIVE_FORM_DML
01=Target Type|Type de cible
02=Target Owner|Propriétaire de la cible
03=Target Table|Table cible
04=PL/SQL Code|Code PL/SQL
05=Prevent Lost Updates|Empêcher les mises à jour perdues
06=Lock Row|Verrouiller la ligne
07=PL/SQL Code to Lock Row|Code PL/SQL de verrouillage de la ligne
08=Return Primary Key(s) after Insert|Renvoyer les clés primaires après insertion
# NATIVE_NUMBER_FIELD
01=Minimum Value|Valeur minimale
02=Maximum Value|Valeur maximale
03=Number Alignment|Alignement du nombre
04=Virtual Keyboard|Clavier virtuel
# NATIVE_TEXTAREA
01=Resizable|Redimensionnable
02=Auto-Height|Hauteur automatique
03=Character Counter|Compteur de caractères
04=Trim Spaces|Supprimer les espaces
# NATIVE_SET_VALUE
01=Set Type|Type de définition
02=Value|Valeur
03=SQL Statement|Instruction SQL
04=PL/SQL Expression|Expression PL/SQL
05=JavaScript Expression|Expression JavaScript
06=PL/SQL Function Body|Corps de fonction PL/SQL
07=Items to Submit|Éléments à soumettre
08=Escape Special Characters|Échapper les caractères spéciaux
09=Suppress Change Event|Supprimer l'événement de modification
10=Dialog Return Item|Élément renvoyé par la boîte de dialogue
# NATIVE_DATE_PICKER_APEX NATIVE_DATE_PICKER_JET
02=Display As|Afficher comme
03=Minimum Date|Date minimale
05=Minimum Date Item|Élément de date minimale
06=Maximum Date|Date maximale
12=Appearance and Behavior|Apparence et comportement
13=Days Outside Month|Jours hors du mois
14=Time Increment|Incrément de temps
15=Show On|Afficher sur
# NATIVE_DATE_PICKER
02=Minimum Date|Date minimale
03=Maximum Date|Date maximale
04=Show On|Afficher sur
07=Navigation List for|Liste de navigation pour
# NATIVE_SELECT_LIST
01=Page Action on Selection|Action de page à la sélection
02=Allow Multi Selection|Autoriser la sélection multiple
03=Execute Validations|Exécuter les validations
# NATIVE_ROW_SELECTOR
01=Enable Multi Select|Activer la sélection multiple
02=Hide Control|Masquer le contrôle
03=Show Select All|Afficher Tout sélectionner
# NATIVE_EXECUTE_PLSQL_CODE
01=PL/SQL Code|Code PL/SQL
02=Items to Submit|Éléments à soumettre
03=Items to Return|Éléments à renvoyer
04=Suppress Change Event|Supprimer l'événement de modification
05=Language|Langage
# NATIVE_JAVASCRIPT_CODE
01=Code|Code
# NATIVE_INVOKE_API
01=Type|Type
02=Owner|Propriétaire
03=Package|Package
04=Procedure or Function|Procédure ou fonction
# NATIVE_POPUP_LOV
01=Display As|Afficher comme
02=Initial Fetch|Extraction initiale
06=Minimum Search Characters|Nombre minimal de caractères
08=Width|Largeur
09=Height|Hauteur
# NATIVE_JQM_LIST_VIEW
01=Features|Fonctionnalités
02=Text Column|Colonne de texte
05=Text Formatting|Mise en forme du texte
06=Supplemental Information Column|Colonne d'informations supplémentaires
07=Supplemental Information Formatting|Mise en forme des informations supplémentaires
08=Counter Column|Colonne de compteur
14=List Divider Column|Colonne de séparation
16=Link Target|Cible du lien
# NATIVE_SUBMIT_PAGE
01=Request / Button Name|Demande / Nom du bouton
02=Show Processing|Afficher le traitement
# NATIVE_FILE
01=Storage Type|Type de stockage
09=Purge File at|Purger le fichier à
10=Allow Multiple Files|Autoriser plusieurs fichiers
12=Display As|Afficher comme
15=Maximum File Size|Taille maximale de fichier
# NATIVE_YES_NO
01=Use Defaults|Utiliser les valeurs par défaut
02=On Value|Valeur activée
03=On Label|Libellé activé
04=Off Value|Valeur désactivée
05=Off Label|Libellé désactivé
# NATIVE_HTML_EXPRESSION
01=HTML Expression|Expression HTML
# NATIVE_AUTO_COMPLETE
01=Search|Recherche
10=Use Cache|Utiliser le cache
# NATIVE_RICH_TEXT_EDITOR
02=Toolbar|Barre d'outils
04=Minimum Height|Hauteur minimale
25=Library|Bibliothèque
# NATIVE_CLOSE_WINDOW NATIVE_DIALOG_CLOSE
01=Items to Return|Éléments à renvoyer
02=Show Success Messages|Afficher les messages de succès
# NATIVE_REFRESH
01=Maintain Pagination|Conserver la pagination
# NATIVE_JSTREE
02=Activate Node Link with|Activer le lien du nœud avec
03=Selected Node Page Item|Élément de page du nœud sélectionné
10=Node Label Column|Colonne de libellé du nœud
11=Hierarchy Level Column|Colonne de niveau hiérarchique
12=Icon Column|Colonne d'icône
15=Node Status Column|Colonne de statut du nœud
20=Node Value Column|Colonne de valeur du nœud
22=Tooltip Column|Colonne d'info-bulle
23=Hierarchy|Hiérarchie
24=Link Column|Colonne de lien
# NATIVE_SESSION_STATE
01=Type|Type
02=Excluding|Exclusions
03=Clear Items|Éléments à effacer
04=Pages|Pages
# NATIVE_FORM_PROCESS NATIVE_FORM_FETCH
02=Table Name|Nom de table
03=Primary Key Item|Élément de clé primaire
04=Primary Key Column|Colonne de clé primaire
07=Row Version Column|Colonne de version de ligne
11=Supported Operations|Opérations prises en charge
# NATIVE_DISPLAY_SELECTOR
01=Mode|Mode
02=Include Show All|Inclure Tout afficher
03=Remember Last Selection|Mémoriser la dernière sélection
04=Display Region Icons|Afficher les icônes de région
# NATIVE_CONFIRM NATIVE_ALERT
01=Message|Message
02=Title|Titre
03=Style|Style
04=Icon|Icône
06=Confirm Label|Libellé de confirmation
07=Cancel Label|Libellé d'annulation
# NATIVE_CHECKBOX NATIVE_RADIOGROUP
01=Number of Columns|Nombre de colonnes
# NATIVE_RADIOGROUP
02=Page Action on Selection|Action de page à la sélection
# NATIVE_SHOW
01=Show all page items on the same line|Afficher tous les éléments de la même ligne
# NATIVE_HIDE
01=Hide all page items on the same line|Masquer tous les éléments de la même ligne
# NATIVE_DISABLE
01=Disable all page items on the same line|Désactiver tous les éléments de la même ligne
# NATIVE_ADD_CLASS NATIVE_REMOVE_CLASS
01=Class|Classe
# NATIVE_SET_CSS
01=CSS Property|Propriété CSS
02=Value|Valeur
# NATIVE_CSS_CALENDAR
01=Start Date Column|Colonne de date de début
03=Display Column|Colonne d'affichage
05=View / Edit Link|Lien d'affichage ou de modification
09=Additional Calendar Views|Vues de calendrier supplémentaires
10=Calendar Export|Export du calendrier
14=CSS Class|Classe CSS
16=Supplemental Information|Informations supplémentaires
# NATIVE_PASSWORD
01=Submit when Enter pressed|Soumettre en appuyant sur Entrée
02=Does not save state|Ne pas enregistrer l'état
# NATIVE_TABFORM_UPDATE NATIVE_TABFORM_DELETE
02=Table Name|Nom de table
03=Primary Key Column|Colonne de clé primaire
# NATIVE_USER_PREFERENCES
01=Type|Type
02=Preference Name|Nom de la préférence
03=Page Item|Élément de page
# NATIVE_SELECT_ONE
01=Match Type|Type de correspondance
02=Case-sensitive|Sensible à la casse
04=Fetch on Search|Extraction à la recherche
09=Minimum Search Characters|Nombre minimal de caractères
# *
execute_plsql_code=PL/SQL Code|Code PL/SQL
actions_menu_structure=Actions Menu Structure|Structure du menu Actions
additional_calendar_views=Additional Calendar Views|Vues de calendrier supplémentaires
allow_html=Allow HTML|Autoriser le HTML
allow_multiple_files=Allow Multiple Files|Autoriser plusieurs fichiers
appearance_and_behavior=Appearance and Behavior|Apparence et comportement
appearance_behavior=Appearance and Behavior|Apparence et comportement
auto_height=Auto-Height|Hauteur automatique
background=Background|Arrière-plan
based_on=Based On|Basé sur
case_sensitive=Case-sensitive|Sensible à la casse
character_counter=Character Counter|Compteur de caractères
checked_value=Checked Value|Valeur cochée
counter=Counter|Compteur
data_load_def_id=Data Load Definition|Définition de chargement de données
days_outside_month=Days Outside Month|Jours hors du mois
default_icon=Default Icon|Icône par défaut
disabled=Disabled|Désactivé
display_as=Display As|Afficher comme
display_column=Display Column|Colonne d'affichage
display_region_icons=Display Region Icons|Afficher les icônes de région
display_style=Display Style|Style d'affichage
display_values_as=Display Values As|Afficher les valeurs comme
drag_and_drop=Drag and Drop|Glisser-déposer
enable_multi_select=Enable Multi Select|Activer la sélection multiple
event_sorting=Event Sorting|Tri des événements
execute_validations=Execute Validations|Exécuter les validations
expand_shortcuts=Expand Shortcuts|Développer les raccourcis
fetch_on_search=Fetch on Search|Extraction à la recherche
fetch_on_type=Fetch on Type|Extraction à la saisie
fetch_when=Fetch When|Extraire quand
format=Format|Format
has_time_component=Has Time Component|Comporte une heure
hide_control=Hide Control|Masquer le contrôle
html_expression=HTML Expression|Expression HTML
include_show_all=Include Show All|Inclure Tout afficher
include_slider=Include Slider|Inclure le curseur
initial_fetch=Initial Fetch|Extraction initiale
link_target=Link Target|Cible du lien
list_view_features=Features|Fonctionnalités
manual_entry=Manual Entry|Saisie manuelle
map_preview=Map Preview|Aperçu de la carte
match_mode=Match Mode|Mode de correspondance
match_type=Match Type|Type de correspondance
max_date=Maximum Date|Date maximale
max_value=Maximum Value|Valeur maximale
maximum_events_day=Maximum Events per Day|Nombre maximal d'événements par jour
min_chars=Minimum Search Characters|Nombre minimal de caractères
min_date=Minimum Date|Date minimale
min_value=Minimum Value|Valeur minimale
mode=Mode|Mode
multiple_line_event=Multiple Line Event|Événement sur plusieurs lignes
multiple_months=Multiple Months|Plusieurs mois
number_alignment=Number Alignment|Alignement du nombre
number_of_columns=Number of Columns|Nombre de colonnes
off_value=Off Value|Valeur désactivée
on_value=On Value|Valeur activée
output_as=Output As|Sortie sous forme de
page_action_on_selection=Page Action on Selection|Action de page à la sélection
purge_file_at=Purge File at|Purger le fichier à
rds_mode=Mode|Mode
remember_selection=Remember Last Selection|Mémoriser la dernière sélection
resizable=Resizable|Redimensionnable
send_on_page_submit=Send On Page Submit|Envoyer à la soumission de la page
show=Show|Afficher
show_coordinates=Show Coordinates|Afficher les coordonnées
show_html=Show HTML|Afficher le HTML
show_line_breaks=Show Line Breaks|Afficher les sauts de ligne
show_on=Show On|Afficher sur
show_select_all=Show Select All|Afficher Tout sélectionner
show_time=Show Time|Afficher l'heure
show_tooltip=Show Tooltip|Afficher l'info-bulle
show_weekend=Show Weekend|Afficher le week-end
start_date_column=Start Date Column|Colonne de date de début
end_date_column=End Date Column|Colonne de date de fin
storage_type=Storage Type|Type de stockage
submit_when_enter_pressed=Submit when Enter pressed|Soumettre en appuyant sur Entrée
subtype=Subtype|Sous-type
supplemental_info_column=Supplemental Information Column|Colonne d'informations supplémentaires
text_case=Text Case|Casse du texte
text_column=Text Column|Colonne de texte
text_formatting=Text Formatting|Mise en forme du texte
time_increment=Time Increment|Incrément de temps
tooltip=Tooltip|Info-bulle
trim_spaces=Trim Spaces|Supprimer les espaces
unchecked_value=Unchecked Value|Valeur non cochée
use_defaults=Use Defaults|Utiliser les valeurs par défaut
use_vector_tile_layers=Use Vector Tile Layers|Utiliser les couches vectorielles
value_protected=Value Protected|Valeur protégée
view_edit_link=View / Edit Link|Lien d'affichage ou de modification
virtual_keyboard=Virtual Keyboard|Clavier virtuel
calendar_export=Calendar Export|Export du calendrier
css_class=CSS Class|Classe CSS
supplemental_information=Supplemental Information|Informations supplémentaires
"""
