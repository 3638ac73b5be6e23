"""Names of arguments that come in families: numbered ones, fonts of printing, calendar templates."""

from __future__ import annotations

import re
from typing import Final

Label = tuple[str, str]  # English, French

# Arguments that come in numbers or in sets: the pattern, and what its groups are in the label.
_FAMILIES: Final = (
    (r"p_substitution_(?:string|prompt)_(\d+)", "Substitutions · String {0}|Substitutions · Chaîne {0}"),
    (r"p_substitution_value_(\d+)", "Substitutions · Value {0}|Substitutions · Valeur {0}"),
    (r"p_prompt_sub_string_(\d+)",
     "Supporting Objects · Prompt for Substitution {0}|Objets associés · Demander la substitution {0}"),
    (r"p_install_prompt_(\d+)",
     "Supporting Objects · Prompt {0}|Objets associés · Texte de la demande {0}"),
    (r"p_a(\d\d)_label", "Template · Attribute {0} Label|Modèle · Libellé de l'attribut {0}"),
    (r"p_list_text_(\d\d)",
     "User Defined Attributes · Attribute {0}|Attributs définis par l'utilisateur · Attribut {0}"),
    (r"p_row_template(\d)", "Template · Column Template {0}|Modèle · Modèle de colonne {0}"),
    (r"p_row_template_condition(\d)", "Template · Condition {0}|Modèle · Condition {0}"),
    (r"p_row_template_display_cond(\d)",
     "Template · Condition Type {0}|Modèle · Type de condition {0}"),
    (r"p_sort_column_0?(\d)", "Saved Report · Sort Column {0}|État enregistré · Colonne de tri {0}"),
    (r"p_sort_direction_0?(\d)", "Saved Report · Sort Direction {0}|État enregistré · Sens de tri {0}"),
    (r"p_function_0?(\d)", "Saved Report · Function {0}|État enregistré · Fonction {0}"),
    (r"p_function_column_0?(\d)",
     "Saved Report · Function Column {0}|État enregistré · Colonne de la fonction {0}"),
    (r"p_function_db_column_name_0?(\d)",
     "Saved Report · Function Result Column {0}|État enregistré · Colonne de résultat {0}"),
    (r"p_function_label_0?(\d)",
     "Saved Report · Function Label {0}|État enregistré · Libellé de la fonction {0}"),
    (r"p_function_format_mask_0?(\d)",
     "Saved Report · Function Format {0}|État enregistré · Format de la fonction {0}"),
    (r"p_function_sum_0?(\d)", "Saved Report · Function Sum {0}|État enregistré · Somme {0}"),
)  # fmt: skip
_PRINTED: Final = {
    "page_header": ("Page Header", "En-tête de page"),
    "page_footer": ("Page Footer", "Pied de page"),
    "header": ("Heading", "En-tête de colonne"),
    "body": ("Columns", "Colonnes"),
}
_PRINTING: Final = {
    "font_color": ("Font Color", "Couleur de police"),
    "font_family": ("Font", "Police"),
    "font_weight": ("Font Weight", "Graisse de police"),
    "font_size": ("Font Size", "Taille de police"),
    "alignment": ("Alignment", "Alignement"),
}
_CALENDARS: Final = {
    "": ("Monthly", "Mensuel"),
    "weekly_": ("Weekly", "Hebdomadaire"),
    "daily_": ("Daily", "Quotidien"),
    "cust_": ("Custom", "Personnalisé"),
    "cust_wk_": ("Custom Week", "Semaine personnalisée"),
    "agenda_": ("Agenda", "Agenda"),
}
_SPANS: Final = {
    "month": ("Month", "Mois"),
    "week": ("Week", "Semaine"),
    "day": ("Day", "Jour"),
    "day_of_week": ("Day of Week", "Jour de la semaine"),
    "today": ("Today", "Aujourd'hui"),
    "weekend": ("Weekend Day", "Jour de week-end"),
    "nonday": ("Non-day", "Jour hors du mois"),
    "hour": ("Hour", "Heure"),
    "time": ("Time", "Heure de la journée"),
    "daily": ("Day View", "Vue du jour"),
    "past_day": ("Past Day", "Jour passé"),
    "today_day": ("Today", "Aujourd'hui"),
    "future_day": ("Future Day", "Jour à venir"),
    "past_entry": ("Past Entry", "Entrée passée"),
    "today_entry": ("Today's Entry", "Entrée du jour"),
    "future_entry": ("Future Entry", "Entrée à venir"),
    "month_data": ("Data", "Données"),
    "month_data_entry": ("Data Entry", "Entrée de données"),
    "": ("Format", "Format"),
}
_MARKS: Final = {
    "title": ("Title", "Titre"),
    "open": ("Opening", "Ouverture"),
    "close": ("Closing", "Fermeture"),
    "": ("Format", "Format"),
}
_PRINT: Final = re.compile(rf"p_prn_({'|'.join(_PRINTED)})_({'|'.join(_PRINTING)})")
_CALENDAR: Final = re.compile(
    rf"p_({'|'.join(sorted(_CALENDARS, key=len, reverse=True))})"
    rf"({'|'.join(sorted(_SPANS, key=len, reverse=True))})"
    rf"_?({'|'.join(_MARKS)})_?format"
)


def family_label(argument: str) -> Label | None:
    """English and French of an argument of a family; None for any other."""
    printed = _PRINT.fullmatch(argument)
    if printed is not None:
        part, what = _PRINTED[printed[1]], _PRINTING[printed[2]]
        return (
            f"Attributes · Printing · {part[0]} · {what[0]}",
            f"Attributs · Impression · {part[1]} · {what[1]}",
        )
    calendar = _CALENDAR.fullmatch(argument)
    if calendar is not None:
        parts = _CALENDARS[calendar[1]], _SPANS[calendar[2].strip("_")], _MARKS[calendar[3]]
        return (
            " · ".join(("Calendar Template", *(p[0] for p in parts))),
            " · ".join(("Modèle de calendrier", *(p[1] for p in parts))),
        )
    for pattern, template in _FAMILIES:
        match = re.fullmatch(pattern, argument)
        if match is not None:
            english, _, french = template.format(int(match[1])).partition("|")
            return english, french
    return None
