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
from app.apex.catalogue.volatile import USUAL, Noise

_VIEWS: Final = "create_ig_report_view"
INTERFACE: Final = "create_user_interface"
"""Until 24.2 a call of its own; what it says is an application's, and since 26.1 said with it."""
_ALIAS: Final = "p_report_alias"


def said(
    call: Call, parts: Iterable[Call], names: Mapping[str, str], noise: Noise = USUAL
) -> dict[str, str]:
    """``names``: what components are called, by their ids; ``noise`` is left out."""
    found = dict(_arguments(call, "", names, noise))
    for part in parts:
        found.update(_arguments(part, head_of(part), names, noise))
    return found


def head_of(part: Call) -> str:
    """What stands before the arguments of a call that belongs to another one."""
    if part.procedure == _VIEWS:
        return f"{part.procedure}/{part.text('p_view_type')}."
    return "" if part.procedure == INTERFACE else f"{part.procedure}."


def _arguments(
    call: Call, head: str, names: Mapping[str, str], noise: Noise
) -> Iterable[tuple[str, str]]:
    for name, argument in call.arguments.items():
        if name == "p_id" or (
            name != _ALIAS and noise.ignores(call.procedure, name, argument.source)
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


Named = Mapping[tuple[str, str], str]
"""(argument, name or number) that refers to something without its id, to its identifier."""


def named(calls: Iterable[Call]) -> Named:
    """The lists of values by their names, and the themes by their numbers."""
    found: dict[tuple[str, str], str] = {}
    for call in calls:
        if call.procedure == "create_list_of_values":
            found["p_named_lov", call.text("p_lov_name")] = call.text("p_static_id")
        elif call.procedure == "create_theme":
            found["p_theme_id", call.text("p_theme_id")] = call.text("p_static_id")
    return found


def resolved(told: dict[str, str], procedure: str, names: Named) -> None:
    """Make references of what refers by a name or a number."""
    for argument in ("p_named_lov", "p_theme_id"):
        text = told.get(argument)
        if text is not None and (argument != "p_theme_id" or procedure == "create_flow"):
            ident = names.get((argument, text))
            if ident:
                told[argument] = f"@{ident}"
