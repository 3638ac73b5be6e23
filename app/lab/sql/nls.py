"""What a session has been told of languages and formats: its NLS parameters.

Only what the lab obeys can be set; another language, territory or comparison is refused, because
its names and its order are not known here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.lab.backend import OraError

# territory: date format, timestamp format, decimal character and group separator
_TERRITORIES: Final = {
    "AMERICA": ("DD-MON-RR", "DD-MON-RR HH.MI.SSXFF AM", ".,"),
    "FRANCE": ("DD/MM/RR", "DD/MM/RR HH24:MI:SSXFF", ", "),
}
_ENGLISH: Final = [
    "JANUARY",
    "FEBRUARY",
    "MARCH",
    "APRIL",
    "MAY",
    "JUNE",
    "JULY",
    "AUGUST",
    "SEPTEMBER",
    "OCTOBER",
    "NOVEMBER",
    "DECEMBER",
]
_FRENCH: Final = [
    "JANVIER",
    "FÉVRIER",
    "MARS",
    "AVRIL",
    "MAI",
    "JUIN",
    "JUILLET",
    "AOÛT",
    "SEPTEMBRE",
    "OCTOBRE",
    "NOVEMBRE",
    "DÉCEMBRE",
]
MONTHS: Final = {"AMERICAN": _ENGLISH, "FRENCH": _FRENCH}
SHORT_MONTHS: Final = {
    "AMERICAN": [m[:3] for m in _ENGLISH],
    "FRENCH": [
        "JANV.",
        "FÉVR.",
        "MARS",
        "AVR.",
        "MAI",
        "JUIN",
        "JUIL.",
        "AOÛT",
        "SEPT.",
        "OCT.",
        "NOV.",
        "DÉC.",
    ],
}
DAYS: Final = {
    "AMERICAN": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY"],
    "FRENCH": ["LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE"],
}
SHORT_DAYS: Final = {
    "AMERICAN": ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN"],
    "FRENCH": ["LUN.", "MAR.", "MER.", "JEU.", "VEN.", "SAM.", "DIM."],
}
_ONLY: Final = {
    "NLS_COMP": ("BINARY",),
    "NLS_SORT": ("BINARY",),
    "NLS_CALENDAR": ("GREGORIAN",),
    "NLS_LENGTH_SEMANTICS": ("BYTE", "CHAR"),
    "NLS_NCHAR_CONV_EXCP": ("FALSE",),
}
_TEXTS: Final = (
    "NLS_DATE_FORMAT", "NLS_TIMESTAMP_FORMAT", "NLS_TIMESTAMP_TZ_FORMAT", "NLS_TIME_FORMAT",
    "NLS_TIME_TZ_FORMAT", "NLS_CURRENCY", "NLS_ISO_CURRENCY", "NLS_DUAL_CURRENCY",
)  # fmt: skip


def _defaults() -> dict[str, str]:
    return {
        "NLS_LANGUAGE": "AMERICAN", "NLS_TERRITORY": "AMERICA", "NLS_CURRENCY": "$",
        "NLS_ISO_CURRENCY": "AMERICA", "NLS_NUMERIC_CHARACTERS": ".,",
        "NLS_CALENDAR": "GREGORIAN", "NLS_DATE_FORMAT": "DD-MON-RR",
        "NLS_DATE_LANGUAGE": "AMERICAN", "NLS_SORT": "BINARY", "NLS_TIME_FORMAT": "HH.MI.SSXFF AM",
        "NLS_TIMESTAMP_FORMAT": "DD-MON-RR HH.MI.SSXFF AM",
        "NLS_TIME_TZ_FORMAT": "HH.MI.SSXFF AM TZR",
        "NLS_TIMESTAMP_TZ_FORMAT": "DD-MON-RR HH.MI.SSXFF AM TZR", "NLS_DUAL_CURRENCY": "$",
        "NLS_COMP": "BINARY", "NLS_LENGTH_SEMANTICS": "BYTE", "NLS_NCHAR_CONV_EXCP": "FALSE",
    }  # fmt: skip


@dataclass
class Nls:
    """The parameters of one session, by their names; Oracle's defaults of an American territory."""

    values: dict[str, str] = field(default_factory=_defaults)
    told: dict[str, Nls] = field(default_factory=dict, repr=False, compare=False)
    """These parameters with the words of a function's call, until one of them is set."""

    @property
    def date_format(self) -> str:
        return self.values["NLS_DATE_FORMAT"]

    @property
    def timestamp_format(self) -> str:
        return self.values["NLS_TIMESTAMP_FORMAT"]

    @property
    def decimal(self) -> str:
        return self.values["NLS_NUMERIC_CHARACTERS"][0]

    @property
    def group(self) -> str:
        return self.values["NLS_NUMERIC_CHARACTERS"][1]

    @property
    def language(self) -> str:
        return self.values["NLS_DATE_LANGUAGE"]

    @property
    def chars(self) -> bool:
        """Whether VARCHAR2(n) without a word counts characters."""
        return self.values["NLS_LENGTH_SEMANTICS"] == "CHAR"

    def set(self, name: str, value: str) -> None:
        """``ALTER SESSION SET name = value``; ORA-12705 or ORA-02248 as Oracle, ORA-03001 for a
        language, territory or order that the lab does not know."""
        self.told.clear()
        name, word = name.upper(), value.upper()
        if name not in self.values:
            raise OraError(2248, "invalid option for ALTER SESSION")
        if name in ("NLS_LANGUAGE", "NLS_DATE_LANGUAGE"):
            word = "AMERICAN" if word == "ENGLISH" else word
            if word not in MONTHS:
                raise _unknown(name, value)
            self.values["NLS_DATE_LANGUAGE"] = word
            self.values[name] = word
        elif name == "NLS_TERRITORY":
            if word not in _TERRITORIES:
                raise _unknown(name, value)
            date, stamp, numeric = _TERRITORIES[word]
            self.values.update(
                NLS_TERRITORY=word, NLS_DATE_FORMAT=date, NLS_TIMESTAMP_FORMAT=stamp,
                NLS_NUMERIC_CHARACTERS=numeric, NLS_ISO_CURRENCY=word,
            )  # fmt: skip
        elif name == "NLS_NUMERIC_CHARACTERS":
            if len(value) != 2 or value[0] == value[1] or set(value) & set("+-<>0123456789"):
                raise OraError(
                    12705, "Cannot access NLS data files or invalid environment specified"
                )
            self.values[name] = value
        elif name in _TEXTS:
            self.values[name] = value
        elif word in _ONLY.get(name, ()):
            self.values[name] = word
        else:
            raise _unknown(name, value)


def _unknown(name: str, value: str) -> OraError:
    return OraError(3001, f"unimplemented feature: {name} = {value} (lab, not Oracle)")
