"""What has a component of its own in APEXlang and is told in arguments of another call in SQL: the
columns, sorts, sums and breaks of a saved report, and the substitutions of an application."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from app.apexlang.tree import Value
from app.lab.apex.language.parts import Part

_TOLD: Final = {
    "create_worksheet_rpt": re.compile(
        r"p_report_columns|p_sort_(?:column|direction)_\d|p_sum_columns_on_break"
        r"|p_break_(?:enabled_)?on"
    ),
    "create_flow": re.compile(r"p_substitution_(?:string|value)_\d\d"),
}
_WAYS: Final = {"ASC": "", "DESC": "desc"}
_NULLS: Final = {"": "", "FIRST": "first", "LAST": "last"}


def told_here(procedure: str, argument: str) -> bool:
    """Whether an argument is one that ``below`` reads."""
    found = _TOLD.get(procedure)
    return found is not None and found.fullmatch(argument) is not None


def below(procedure: str, said: Mapping[str, str]) -> tuple[list[Part], list[str]]:
    """The components that stand below a call, and the arguments that have no word."""
    if procedure == "create_flow":
        return list(_substitutions(said)), []
    if procedure != "create_worksheet_rpt":
        return [], []
    columns = [c for c in said.get("p_report_columns", "").split(":") if c]
    found = [
        Part("displayColumn", column, (("sequence", Value(str(number))),))
        for number, column in enumerate(columns, 1)
    ]
    sorts, unknown = _sorts(said)
    breaks = [c for c in said.get("p_break_on", "").split(":") if c not in ("", "0")]
    enabled = [c for c in said.get("p_break_enabled_on", "").split(":") if c not in ("", "0")]
    if breaks != enabled:
        unknown.append("p_break_enabled_on")
    sums = [c for c in said.get("p_sum_columns_on_break", "").split(":") if c]
    found += sorts
    found += [Part("aggregate", None, (("column", Value(column)),)) for column in sums]
    found += [
        Part("controlBreak", None, (("column", Value(c)), ("layout.sequence", Value(str(n)))))
        for n, c in enumerate(breaks, 1)
    ]
    return found, unknown


def _sorts(said: Mapping[str, str]) -> tuple[list[Part], list[str]]:
    found: list[Part] = []
    unknown: list[str] = []
    for number in range(1, 7):
        column = said.get(f"p_sort_column_{number}", "0")
        if column == "0":
            continue
        way, _, nulls = said.get(f"p_sort_direction_{number}", "ASC").partition(" NULLS ")
        made = _sort(column, way, nulls, str(number))
        if made is None:
            unknown.append(f"p_sort_direction_{number}")
        else:
            found.append(made)
    return found, unknown


def _sort(column: str, way: str, nulls: str, sequence: str) -> Part | None:
    """None for a direction that has no word."""
    if way not in _WAYS or nulls not in _NULLS:
        return None
    told = [("column", Value(column))]
    for name, word in (("direction", _WAYS[way]), ("nulls", _NULLS[nulls])):
        if word:
            told.append((f"sort.{name}", Value(word)))
    return Part("sort", None, (*told, ("sort.sequence", Value(sequence))))


def below_grid(columns: Iterable[Mapping[str, str]]) -> tuple[list[Part], list[str]]:
    """The sorts and breaks of a grid's report, which its columns tell."""
    found: list[Part] = []
    unknown: list[str] = []
    for said in columns:
        column = said.get("p_column_id", "")
        if "p_sort_order" in said:
            way, nulls = said.get("p_sort_direction", "ASC"), said.get("p_sort_nulls", "")
            made = _sort(column, way, nulls, said["p_sort_order"])
            found += [made] if made is not None else []
            unknown += ["p_sort_direction"] if made is None else []
        if said.get("p_break_is_enabled") == "true":
            told = ("column", Value(column)), ("layout.sequence", Value(said["p_break_order"]))
            found.append(Part("controlBreak", None, told))
    return found, unknown


def _substitutions(said: Mapping[str, str]) -> Iterator[Part]:
    for number in range(1, 21):
        name = said.get(f"p_substitution_string_{number:02d}")
        value = said.get(f"p_substitution_value_{number:02d}", "")
        if name:
            told = (("value.staticValue", Value(value)),) if value else ()
            yield Part("substitution", name, told)
