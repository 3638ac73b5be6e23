"""What a call of a SQL export says, argument by argument, in texts that can be compared.

Own arguments by their names, attributes of a plug-in as ``p_attributes.name``, arguments of the
calls that belong to it with the procedure before them (``create_card.p_title_column_name``; views
of a grid with their kind, ``create_ig_report_view/CHART.p_x``). A reference is ``@`` and what
APEXlang calls it, ``#`` and its id where it is not of this application.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from app.apex import Component as Call
from app.apex import Value
from app.apex.catalogue.volatile import USUAL

_VIEWS: Final = "create_ig_report_view"
_ALIAS: Final = "p_report_alias"


def said(call: Call, parts: Iterable[Call], names: Mapping[str, str]) -> dict[str, str]:
    """``names``: what components are called, by their ids."""
    found = dict(_arguments(call, "", names))
    for part in parts:
        head = part.procedure
        if head == _VIEWS:
            head = f"{head}/{part.text('p_view_type')}"
        found.update(_arguments(part, f"{head}.", names))
    return found


def _arguments(call: Call, head: str, names: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    for name, argument in call.arguments.items():
        if name == "p_id" or (
            name != _ALIAS and USUAL.ignores(call.procedure, name, argument.source)
        ):
            continue
        value = argument.value
        if value.kind == "attributes":
            for attribute, item in value.items:
                yield f"{head}{name}.{attribute}", _text(item, names)
        else:
            yield head + name, _text(value, names)


def _text(value: Value, names: Mapping[str, str]) -> str:
    if value.kind != "id":
        return value.text
    known = names.get(value.text)
    return f"@{known}" if known else f"#{value.text}"
