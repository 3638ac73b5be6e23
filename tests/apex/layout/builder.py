"""Pages written in a few words: ``page(region(1, "A"), item(2, "P1_X", 1))``."""

from __future__ import annotations

from app.apex import Page, parse

_FRAME = """prompt --application/pages/page_00001
begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'{release}'
,p_default_workspace_id=>1
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'X'
);
wwv_flow_imp_page.create_page(
 p_id=>1
,p_name=>'One'
{more});
{calls}wwv_flow_imp.component_end;
end;
/
"""


def page(*calls: str, release: str = "24.2.0", **more: object) -> Page:
    """A page of these components; ``more`` are arguments of the page itself."""
    text = _FRAME.format(release=release, more=_rows(more), calls="".join(calls))
    return parse(text, "application/pages/page_00001.sql")


def region(identity: int, name: str, sequence: int = 10, parent: int = 0, **more: object) -> str:
    owner = {"p_parent_plug_id": _Id(parent)} if parent else {}
    facts = {"p_plug_name": name, "p_plug_display_sequence": sequence, **owner, **more}
    return call("create_page_plug", identity, facts)


def item(identity: int, name: str, plug: int = 0, sequence: int = 10, **more: object) -> str:
    owner = {"p_item_plug_id": _Id(plug)} if plug else {}
    facts = {"p_name": name, "p_item_sequence": sequence, **owner,
             "p_display_as": "NATIVE_TEXT_FIELD", **more}  # fmt: skip
    return call("create_page_item", identity, facts)


def button(identity: int, name: str, plug: int = 0, sequence: int = 10, **more: object) -> str:
    owner = {"p_button_plug_id": _Id(plug)} if plug else {}
    facts = {"p_button_name": name, "p_button_sequence": sequence, **owner,
             "p_button_image_alt": name, **more}  # fmt: skip
    return call("create_page_button", identity, facts)


def call(procedure: str, identity: int, facts: dict[str, object]) -> str:
    return f"wwv_flow_imp_page.{procedure}(\n p_id=>wwv_flow_imp.id({identity})\n{_rows(facts)});\n"


class _Id(int):
    """An id of the id space."""


def _rows(facts: dict[str, object]) -> str:
    return "".join(f",{name}=>{_spelt(value)}\n" for name, value in facts.items())


def _spelt(value: object) -> str:
    match value:
        case _Id():
            return f"wwv_flow_imp.id({int(value)})"
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
    return "'" + str(value).replace("'", "''") + "'"
