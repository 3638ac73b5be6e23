"""What coded values are called in Page Designer, English and French.

``# arguments`` opens the arguments whose codes follow (``*`` for codes that mean the same
everywhere); ``CODE=English|Français``. Codes without a row are shown as they are.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

_VALUES: Final = """
# *
true=Yes|Oui
false=No|Non
Y=Yes|Oui
N=No|Non
NATIVE_IR=Interactive Report|État interactif
NATIVE_IG=Interactive Grid|Grille interactive
NATIVE_SQL_REPORT=Classic Report|État classique
NATIVE_STATIC=Static Content|Contenu statique
NATIVE_FORM=Form|Formulaire
NATIVE_JET_CHART=Chart|Graphique
NATIVE_CARDS=Cards|Cartes
NATIVE_MAP_REGION=Map|Carte
NATIVE_CSS_CALENDAR=Calendar|Calendrier
NATIVE_JSTREE=Tree|Arborescence
NATIVE_LIST=List|Liste
NATIVE_BREADCRUMB=Breadcrumb|Fil d'Ariane
NATIVE_PLSQL=PL/SQL Dynamic Content|Contenu dynamique PL/SQL
NATIVE_DYNAMIC_CONTENT=Dynamic Content|Contenu dynamique
NATIVE_HELP_TEXT=Help Text|Texte d'aide
NATIVE_URL=URL|URL
NATIVE_FACETED_SEARCH=Faceted Search|Recherche à facettes
NATIVE_SMART_FILTERS=Smart Filters|Filtres intelligents
NATIVE_SEARCH_REGION=Search|Recherche
NATIVE_DISPLAY_SELECTOR=Region Display Selector|Sélecteur d'affichage de région
NATIVE_JQM_LIST_VIEW=List View|Vue de liste
NATIVE_TEXT_FIELD=Text Field|Champ de texte
NATIVE_TEXTAREA=Textarea|Zone de texte
NATIVE_NUMBER_FIELD=Number Field|Champ numérique
NATIVE_DISPLAY_ONLY=Display Only|Affichage uniquement
NATIVE_HIDDEN=Hidden|Masqué
NATIVE_PASSWORD=Password|Mot de passe
NATIVE_SELECT_LIST=Select List|Liste de sélection
NATIVE_SELECT_ONE=Select One|Sélection unique
NATIVE_SELECT_MANY=Select Many|Sélection multiple
NATIVE_POPUP_LOV=Popup LOV|Liste de valeurs contextuelle
NATIVE_RADIOGROUP=Radio Group|Groupe de boutons radio
NATIVE_CHECKBOX=Checkbox Group|Groupe de cases à cocher
NATIVE_SINGLE_CHECKBOX=Checkbox|Case à cocher
NATIVE_YES_NO=Switch|Commutateur
NATIVE_SHUTTLE=Shuttle|Navette
NATIVE_DATE_PICKER=Date Picker (Classic)|Sélecteur de date (classique)
NATIVE_DATE_PICKER_JET=Date Picker (JET)|Sélecteur de date (JET)
NATIVE_DATE_PICKER_APEX=Date Picker|Sélecteur de date
NATIVE_FILE=File Browse|Parcourir les fichiers
NATIVE_FILE_UPLOAD=File Upload|Chargement de fichier
NATIVE_IMAGE_UPLOAD=Image Upload|Chargement d'image
NATIVE_DISPLAY_IMAGE=Display Image|Affichage d'image
NATIVE_RICH_TEXT_EDITOR=Rich Text Editor|Éditeur de texte enrichi
NATIVE_AUTO_COMPLETE=Text Field with autocomplete|Champ de texte avec saisie automatique
NATIVE_COLOR_PICKER=Color Picker|Sélecteur de couleur
NATIVE_HTML_EXPRESSION=HTML Expression|Expression HTML
NATIVE_LINK=Link|Lien
NATIVE_ROW_SELECTOR=Row Selector|Sélecteur de ligne
NATIVE_ROW_ACTION=Row Actions Menu|Menu d'actions de ligne
NATIVE_EXECUTE_PLSQL_CODE=Execute Server-side Code|Exécuter du code côté serveur
NATIVE_JAVASCRIPT_CODE=Execute JavaScript Code|Exécuter du code JavaScript
NATIVE_SET_VALUE=Set Value|Définir une valeur
NATIVE_SUBMIT_PAGE=Submit Page|Soumettre la page
NATIVE_REFRESH=Refresh|Actualiser
NATIVE_SHOW=Show|Afficher
NATIVE_HIDE=Hide|Masquer
NATIVE_ENABLE=Enable|Activer
NATIVE_DISABLE=Disable|Désactiver
NATIVE_CLEAR=Clear|Effacer
NATIVE_SET_FOCUS=Set Focus|Placer le focus
NATIVE_ALERT=Alert|Alerte
NATIVE_CONFIRM=Confirm|Confirmer
NATIVE_ADD_CLASS=Add Class|Ajouter une classe
NATIVE_REMOVE_CLASS=Remove Class|Retirer une classe
NATIVE_SET_CSS=Set Style|Définir le style
NATIVE_DIALOG_CLOSE=Close Dialog|Fermer la boîte de dialogue
NATIVE_DIALOG_CANCEL=Cancel Dialog|Annuler la boîte de dialogue
NATIVE_OPEN_REGION=Open Region|Ouvrir la région
NATIVE_CLOSE_REGION=Close Region|Fermer la région
NATIVE_CLOSE_WINDOW=Close Dialog|Fermer la boîte de dialogue
NATIVE_FORM_INIT=Form - Initialization|Formulaire - Initialisation
NATIVE_FORM_DML=Form - Automatic Row Processing (DML)|Formulaire - Traitement automatique des lignes (LMD)
NATIVE_IG_DML=Interactive Grid - Automatic Row Processing (DML)|Grille interactive - Traitement automatique des lignes (LMD)
NATIVE_FORM_FETCH=Form - Automatic Row Fetch|Formulaire - Extraction automatique de ligne
NATIVE_FORM_PROCESS=Form - Automatic Row Processing (legacy)|Formulaire - Traitement automatique de ligne (ancien)
NATIVE_SESSION_STATE=Clear Session State|Effacer l'état de session
NATIVE_INVOKE_API=Invoke API|Appeler une API
NATIVE_SEND_EMAIL=Send E-Mail|Envoyer un e-mail
NATIVE_EXECUTION_CHAIN=Execution Chain|Chaîne d'exécution
NATIVE_DATA_LOADING=Data Loading|Chargement de données
NATIVE_USER_PREFERENCES=User Preferences|Préférences utilisateur
NATIVE_RESET_PAGINATION=Reset Pagination|Réinitialiser la pagination
# p_.*(?:condition|display_when|when|cond|disp_cond)_?(?:cond_)?type
NEVER=Never|Jamais
ALWAYS=Always|Toujours
EXISTS=Rows returned|Lignes renvoyées
NOT_EXISTS=No Rows returned|Aucune ligne renvoyée
EXPRESSION=Expression|Expression
FUNCTION_BODY=Function Body|Corps de fonction
PLSQL_EXPRESSION=PL/SQL Expression|Expression PL/SQL
SQL_EXPRESSION=SQL Expression|Expression SQL
ITEM_IS_NULL=Item is NULL|L'élément est NULL
ITEM_IS_NOT_NULL=Item is NOT NULL|L'élément n'est pas NULL
ITEM_IS_ZERO=Item is zero|L'élément est égal à zéro
ITEM_IS_NOT_ZERO=Item is NOT zero|L'élément n'est pas égal à zéro
ITEM_IS_NULL_OR_ZERO=Item is NULL or zero|L'élément est NULL ou égal à zéro
ITEM_NOT_NULL_OR_ZERO=Item is NOT NULL and NOT zero|L'élément n'est ni NULL ni égal à zéro
VAL_OF_ITEM_IN_COND_EQ_COND2=Item = Value|Élément = valeur
VAL_OF_ITEM_IN_COND_NOT_EQ_COND2=Item != Value|Élément != valeur
VALUE_OF_ITEM_IN_CONDITION_IN_COLON_DELIMITED_LIST=Item is in colon delimited list|L'élément est dans la liste
VALUE_OF_ITEM_IN_CONDITION_NOT_IN_COLON_DELIMITED_LIST=Item is not in colon delimited list|L'élément n'est pas dans la liste
REQUEST_EQUALS_CONDITION=Request = Value|Demande = valeur
REQUEST_NOT_EQUAL_CONDITION=Request != Value|Demande != valeur
REQUEST_IN_CONDITION=Request is contained in Value|La demande est contenue dans la valeur
REQUEST_NOT_IN_CONDITION=Request is not contained in Value|La demande n'est pas contenue dans la valeur
CURRENT_PAGE_EQUALS_CONDITION=Current Page = Page|Page courante = page
CURRENT_PAGE_IN_CONDITION=Current page is in comma delimited list|La page courante est dans la liste
CURRENT_PAGE_NOT_IN_CONDITION=Current page is not in comma delimited list|La page courante n'est pas dans la liste
USER_IS_NOT_PUBLIC_USER=User is Authenticated|L'utilisateur est authentifié
USER_IS_PUBLIC_USER=User is the Public User|L'utilisateur est l'utilisateur public
EQUALS=Item = Value|Élément = valeur
NOT_EQUALS=Item != Value|Élément != valeur
NULL=Item is NULL|L'élément est NULL
NOT_NULL=Item is NOT NULL|L'élément n'est pas NULL
JAVASCRIPT_EXPRESSION=JavaScript expression|Expression JavaScript
# p_process_point p_computation_point p_branch_point
BEFORE_HEADER=Before Header|Avant l'en-tête
AFTER_HEADER=After Header|Après l'en-tête
BEFORE_BOX_BODY=Before Regions|Avant les régions
AFTER_BOX_BODY=After Regions|Après les régions
BEFORE_FOOTER=Before Footer|Avant le pied de page
AFTER_FOOTER=After Footer|Après le pied de page
AFTER_SUBMIT=After Submit|Après la soumission
BEFORE_COMPUTATION=Before Computation|Avant le calcul
BEFORE_VALIDATION=Before Validation|Avant la validation
BEFORE_PROCESSING=Before Processing|Avant le traitement
AFTER_PROCESSING=After Processing|Après le traitement
ON_SUBMIT_BEFORE_COMPUTATION=On Submit - Before Computations and Validations|À la soumission - Avant les calculs et les validations
AFTER_ERROR_HEADER=After Error Header|Après l'en-tête d'erreur
ON_DEMAND=Ajax Callback|Rappel Ajax
ON_NEW_INSTANCE=On New Instance|Nouvelle instance
# p_.*display_point p_.*_position
BODY=Body|Corps
REGION_BODY=Region Body|Corps de la région
BELOW_BOX=Below Region|Sous la région
SUB_REGIONS=Sub Regions|Sous-régions
LEFT_OF_TITLE=Left of Title|À gauche du titre
RIGHT_OF_TITLE=Right of Title|À droite du titre
ABOVE_BOX=Above Region|Au-dessus de la région
ABOVE_CONTENT=Above Content|Au-dessus du contenu
BELOW_CONTENT=Below Content|Sous le contenu
TOP=Top|Haut
BOTTOM=Bottom|Bas
TOP_AND_BOTTOM=Top and Bottom|Haut et bas
RIGHT_OF_IR_SEARCH_BAR=Right of Interactive Report Search Bar|À droite de la barre de recherche
BEFORE_FOOTER=Before Footer|Avant le pied de page
AFTER_HEADER=After Header|Après l'en-tête
CREATE=Create|Créer
CHANGE=Change|Modifier
DELETE=Delete|Supprimer
EDIT=Edit|Modifier
NEXT=Next|Suivant
PREVIOUS=Previous|Précédent
CLOSE=Close|Fermer
HELP=Help|Aide
COPY=Copy|Copier
# p_query_type p_source_type p_location p_data_source_type
TABLE=Table / View|Table / Vue
SQL=SQL Query|Requête SQL
FUNC_BODY_RETURNING_SQL=Function Body returning SQL Query|Corps de fonction renvoyant une requête SQL
LOCAL=Local Database|Base de données locale
REMOTE=REST Enabled SQL|SQL compatible REST
WEB_SOURCE=REST Source|Source REST
REGION_SOURCE=Region Source|Source de région
DB_COLUMN=Database Column|Colonne de base de données
SQL_EXPRESSION=SQL Expression|Expression SQL
STATIC=Static Value|Valeur statique
ITEM=Item|Élément
NONE=None|Aucun
REGION_SOURCE_COLUMN=Column of the Form Region|Colonne de la région de formulaire
QUERY=SQL Query (return single value)|Requête SQL (une valeur)
QUERY_COLON=SQL Query (return colon separated value)|Requête SQL (valeurs séparées par « : »)
PREFERENCE=Preference|Préférence
EXPRESSION=Expression|Expression
FUNCTION_BODY=Function Body|Corps de fonction
# p_computation_type
STATIC_ASSIGNMENT=Static Value|Valeur statique
ITEM_VALUE=Item|Élément
QUERY=SQL Query (return single value)|Requête SQL (une valeur)
QUERY_COLON=SQL Query (return colon separated value)|Requête SQL (valeurs séparées par « : »)
EXPRESSION=Expression|Expression
FUNCTION_BODY=Function Body|Corps de fonction
SET_ITEM_EQUAL_THIS_PREFERENCE=Preference|Préférence
# p_.*_language p_.*_language[12]
PLSQL=PL/SQL|PL/SQL
JAVASCRIPT=JavaScript|JavaScript
# p_.*display_null
YES=Yes|Oui
NO=No|Non
# p_is_persistent
Y=Per Session (Persistent)|Par session (persistant)
N=Per Request (Memory Only)|Par requête (en mémoire)
U=Per User (Persistent)|Par utilisateur (persistant)
# p_bind_type
bind=Static|Statique
live=Dynamic|Dynamique
one=Once|Une fois
# p_triggering_element_type p_affected_elements_type
ITEM=Item(s)|Éléments
BUTTON=Button|Bouton
REGION=Region|Région
COLUMN=Column(s)|Colonnes
JQUERY_SELECTOR=jQuery Selector|Sélecteur jQuery
JAVASCRIPT_EXPRESSION=JavaScript Expression|Expression JavaScript
DOM_OBJECT=DOM Object|Objet DOM
TRIGGERING_ELEMENT=Triggering Element|Élément déclencheur
EVENT_SOURCE=Event Source|Source de l'événement
# p_branch_type
REDIRECT_URL=Page or URL (Redirect)|Page ou URL (redirection)
REDIRECT_PAGE=Page (Redirect)|Page (redirection)
BRANCH_TO_STEP=Page|Page
# p_page_mode
NORMAL=Normal|Normal
MODAL=Modal Dialog|Boîte de dialogue modale
NON_MODAL=Non-Modal Dialog|Boîte de dialogue non modale
# p_protection_level
C=Arguments Must Have Checksum|Les arguments doivent avoir une somme de contrôle
U=No Arguments Allowed|Aucun argument autorisé
D=No URL Access|Aucun accès par URL
S=Checksum Required - Session Level|Somme de contrôle requise - Niveau session
I=Restricted - May not be set from browser|Restreint - Ne peut pas être défini depuis le navigateur
B=Checksum Required - User Level|Somme de contrôle requise - Niveau utilisateur
# p_button_action
SUBMIT=Submit Page|Soumettre la page
REDIRECT_PAGE=Redirect to Page in this Application|Rediriger vers une page de cette application
REDIRECT_APP=Redirect to Page in a different Application|Rediriger vers une page d'une autre application
REDIRECT_URL=Redirect to URL|Rediriger vers une URL
DEFINED_BY_DA=Defined by Dynamic Action|Défini par action dynamique
# p_.*alignment
LEFT=Left|Gauche
CENTER=Center|Centré
RIGHT=Right|Droite
START=Start|Début
END=End|Fin
"""
_ANYWHERE: Final = "*"


@cache
def _tables() -> tuple[tuple[str, dict[str, tuple[str, str]]], ...]:
    found: dict[str, dict[str, tuple[str, str]]] = {}
    heading = _ANYWHERE
    for line in _VALUES.strip().splitlines():
        if line.startswith("# "):
            heading = line[2:]
            continue
        code, _, words = line.partition("=")
        english, _, french = words.partition("|")
        found.setdefault(heading, {})[code] = english, french
    return tuple(found.items())


@cache
def _codes(argument: str) -> dict[str, tuple[str, str]]:
    """All codes that may occur in an argument."""
    found: dict[str, tuple[str, str]] = {}
    for heading, codes in _tables():
        if heading == _ANYWHERE or any(re.fullmatch(p, argument) for p in heading.split()):
            found.update(codes)
    return found


def value_label(argument: str, code: str | None, french: bool = False) -> str:
    """What a code is called; "" for a value that speaks for itself."""
    known = _codes(argument).get(code) if code is not None else None
    return known[french] if known is not None else ""
