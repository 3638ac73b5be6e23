"""Names of arguments that come in families: by number, fonts of printing, calendar templates."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from app.apex.catalogue.tables import rows

Label = tuple[str, str]  # English, French

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
    for pattern, english, french in _numbered():
        match = pattern.fullmatch(argument)
        if match is not None:
            number = int(match[1])
            return english.format(number), french.format(number)
    return None


@cache
def _numbered() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    """Arguments that come in numbers: the pattern, and the names with a place for the number."""
    return tuple((re.compile(pattern), name, nom) for pattern, name, nom in rows("families"))
