"""Page Designer's names for APEXlang's words: ``region``, ``layout.startNewRow``.

The words are Page Designer's own in camel case, so English needs no table. French is that of the
arguments of the SQL export, where a type, a group or a property has the same English name there.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, Literal

from app.apex.catalogue.tables import ARGUMENT_TABLES, rows
from app.apex.model import Language
from app.apexlang.catalogue import code_of
from app.apexlang.tree import Value, steps

Tongue = Literal["en", "fr"]

_WORD: Final = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_SPELLING: Final = """
    SQL CSS URL URLs ID LOV HTML JavaScript XML JSON REST PWA AI UI API IR CSV PDF HTTP DML RTL ORDS
    OAuth MLE GeoJSON IP
"""
_SPELT: Final = {word.lower(): word for word in _SPELLING.split()} | {"plsql": "PL/SQL"}
_WHOLE: Final = {
    "serverSideCondition": "Server-side Condition",
    "clientSideCondition": "Client-side Condition",
}
_SMALL: Final = frozenset({"and", "or", "of", "to", "in", "for", "on", "the", "as", "by", "with"})
_IDENTITY: Final = "Identification"
_CODE: Final[dict[str, Language]] = {
    "sql": "sql",
    "plsql": "plsql",
    "html": "html",
    "css": "css",
    "javascript-browser": "javascript",
    "javascript-mle": "javascript",
}


def words(name: str) -> str:
    """``sqlQuery`` as ``SQL Query``; a name that is no camel case as it is."""
    if not re.fullmatch(r"[a-z][A-Za-z0-9]*", name):
        return name
    if name in _WHOLE:
        return _WHOLE[name]
    parts = _WORD.findall(name.replace("plSql", "plsql").replace("javaScript", "javascript"))
    return " ".join(
        _SPELT.get(part.lower()) or (part if i and part in _SMALL else part.capitalize())
        for i, part in enumerate(parts)
    )


def label_of(path: str, language: Tongue = "en") -> str:
    """ "Group · Property" of a property's path; what is inside an object follows it."""
    group, (name, *inner) = steps(path)
    parts = [words(group) if group else _IDENTITY, words(name)]
    if language == "fr":
        pair = _pairs().get((parts[0].casefold(), parts[1].casefold()))
        groups, names = _singles()
        parts = (
            list(pair)
            if pair is not None
            else [
                groups.get(parts[0].casefold(), parts[0]),
                names.get(parts[1].casefold(), parts[1]),
            ]
        )
    return " · ".join((*parts, *(words(part) for part in inner if part)))


def language_of(value: Value, component: str, path: str) -> Language:
    """In which language a text is written: the fence says it, else the grammar, else the
    property's name."""
    if value.language in _CODE:
        return _CODE[value.language]
    if known := code_of(component, path):
        return known
    last = steps(path)[1][-1].lower()
    if "plsql" in last:
        return "plsql"
    if "sql" in last:
        return "sql"
    if "javascript" in last:
        return "javascript"
    return "html" if "html" in last else "css" if last in ("inline", "cssinline") else ""


@cache
def _pairs() -> dict[tuple[str, str], tuple[str, str]]:
    """(group, property) in English, in lower case, to French."""
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for table in ARGUMENT_TABLES:
        for _, group, name, groupe, nom in rows(table):
            found.setdefault((group.casefold(), name.casefold()), (groupe, nom))
    return found


@cache
def _singles() -> tuple[dict[str, str], dict[str, str]]:
    groups: dict[str, str] = {}
    names: dict[str, str] = {}
    for (group, name), (groupe, nom) in _pairs().items():
        groups.setdefault(group, groupe)
        names.setdefault(name, nom)
    return groups, names
