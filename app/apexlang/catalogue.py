"""What Oracle's grammar says of the properties of APEXlang.

``build/apexlang_catalogue.py`` writes ``resources/apexlang/properties.tsv``. What it has not
(settings of plug-ins, later releases) is taken as it is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from functools import cache
from importlib import resources
from typing import Final

from msgspec import Struct

from app.apex.model import Language

_LINKS: Final = frozenset({"link", "link_in_app", "link_branch"})
_NOTHING: Final[frozenset[str]] = frozenset()
_CALLED_OTHERWISE: Final[Mapping[str, str]] = {
    "authorizationScheme": "authorization",
    "formRegion": "region",
    "editableRegion": "region",
    "filteredRegion": "region",
    "masterRegion": "region",
    "parentRegion": "region",
    "whenButtonPressed": "button",
}
"""Properties that the grammar calls otherwise than the one type that they refer to."""


class Known(Struct, frozen=True, gc=False):
    """``values``: string, text, enum, boolean, number, reference, array, value or datetime;
    ``asks``: what Page Designer asks for (``page``, ``item``, ``plsql``, ``component``, ...)."""

    values: frozenset[str] = _NOTHING
    asks: frozenset[str] = _NOTHING


UNKNOWN: Final = Known()


def known(component: str, prop: str) -> Known:
    """What is known of a property (``group.name``) of a type of component."""
    return _table().get((component, prop), UNKNOWN)


def is_array(component: str, prop: str) -> bool:
    """Whether the property is a set of values, also where it is written as one."""
    return known(component, prop).values == {"array"}


def type_named(prop: str) -> str:
    """The type of component that a property refers to: ``lov.lov`` says its own, as every property
    that is called like a type does. "" where that is not known."""
    last = prop.replace(":", ".").rpartition(".")[2]
    return last if last in _types() else _CALLED_OTHERWISE.get(last, "")


def can_name(prop: str, component: str, seen: Set[str] | None = None) -> bool:
    """Whether a property may refer to a type of component; ``seen`` are the types that it is seen
    to refer to, which count where its own name tells none."""
    told = type_named(prop)
    return told == component if told else seen is None or component in seen


def leads_to_page(component: str, prop: str) -> bool:
    """Whether the property holds the number of a page, or is that of a link's target."""
    head, _, inner = prop.partition(":")
    asks = known(component, head).asks
    return "page" in asks if not inner else inner == "page" and bool(asks & _LINKS)


def code_of(component: str, prop: str) -> Language:
    """In which language Page Designer takes the property's text; "" where that is none or depends
    on another property."""
    found = {language for word in known(component, prop).asks if (language := _code(word))}
    return found.pop() if len(found) == 1 else ""


def _code(word: str) -> Language:
    if word.startswith("plsql"):
        return "plsql"
    if word.startswith(("mle_javascript", "javascript")):
        return "javascript"
    if word.startswith("sql") or word in ("where_clause", "order_by_clause"):
        return "sql"
    return "html" if word == "html" else "css" if word == "css" else ""


@cache
def _types() -> frozenset[str]:
    return frozenset(component for component, _ in _table())


@cache
def _table() -> Mapping[tuple[str, str], Known]:
    file = resources.files("resources").joinpath("apexlang", "properties.tsv")
    rows = (line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:])
    return {
        (component, prop): Known(frozenset(values.split()), frozenset(asks.split()))
        for component, prop, values, asks in rows
    }
