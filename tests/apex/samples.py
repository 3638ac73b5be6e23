"""The sample files of this folder, written by hand in the forms of real exports."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from app.apex import Page, parse

FILES = Path(__file__).parent / "files"
PAGES = ("page_24_2.sql", "page_20_2.sql", "page_5_1.sql", "page_4_2.sql")
ALL = (*PAGES, "lov_24_2.sql", "static_24_2.sql")
PAGE_PATH = "application/pages/page_00010.sql"
LOV_PATH = "application/shared_components/user_interface/lovs/statuts.sql"
CSS_PATH = "application/shared_components/files/ventes_css.sql"
CREATE_PATH = "application/create_application.sql"
SCHEME_PATH = "application/shared_components/security/authorizations/admin.sql"

_ID = re.compile(r"(wwv_flow_(?:imp|api)\.id\()(\d+)|(\d{17})(?=\s*\+\s*wwv_flow_api)")
_CALL = re.compile(r"^wwv_\S+\(\n.*?^\);\n", re.DOTALL | re.MULTILINE)


def text(name: str = "page_24_2.sql") -> str:
    return (FILES / name).read_text(encoding="utf-8")


def page(source: str | None = None, name: str = PAGE_PATH) -> Page:
    return parse(source if source is not None else text(), name)


def replaced(source: str, *pairs: tuple[str, str]) -> str:
    """The text with each piece replaced; each must be there exactly once."""
    for old, new in pairs:
        assert source.count(old) == 1, (source.count(old), old)
        source = source.replace(old, new)
    return source


def edited(*pairs: tuple[str, str], source: str | None = None) -> Page:
    """The 24.2 page with pieces replaced."""
    return page(replaced(source if source is not None else text(), *pairs))


def _only(call: str, source: str) -> re.Match[str]:
    found = [m for m in _CALL.finditer(source) if call in m[0]]
    assert len(found) == 1, (len(found), call)
    return found[0]


def without(*calls: str, source: str | None = None) -> str:
    """The text without the calls that contain these pieces; each must name one call."""
    source = source if source is not None else text()
    for call in calls:
        found = _only(call, source)
        source = source[: found.start()] + source[found.end() :]
    return source


def added(after: str, call: str, source: str | None = None) -> str:
    """The text with ``call`` behind the one call that contains ``after``."""
    source = source if source is not None else text()
    found = _only(after, source)
    return source[: found.end()] + call + source[found.end() :]


def renumbered(source: str, rule: Callable[[int], int]) -> str:
    """The text with every component id changed, as an import elsewhere would have done."""

    def one(match: re.Match[str]) -> str:
        return match[1] + str(rule(int(match[2]))) if match[1] else str(rule(int(match[3])))

    return _ID.sub(one, source)


def elsewhere(source: str) -> str:
    """The text with the header of another installation."""
    for old, new in (
        ("p_default_workspace_id=>7000000000000001", "p_default_workspace_id=>8800000000000002"),
        ("p_default_application_id=>100", "p_default_application_id=>230"),
        ("p_default_id_offset=>0", "p_default_id_offset=>9900000000000000"),
        ("p_default_owner=>'VENTES'", "p_default_owner=>'AUTRE'"),
    ):
        source = source.replace(old, new)
    return source


def item(identity: int, name: str, sequence: int = 90, region: int = 51000000000000100) -> str:
    """A page item as an export writes it."""
    return (
        "wwv_flow_imp_page.create_page_item(\n"
        f" p_id=>wwv_flow_imp.id({identity})\n"
        f",p_name=>'{name}'\n"
        f",p_item_sequence=>{sequence}\n"
        f",p_item_plug_id=>wwv_flow_imp.id({region})\n"
        f",p_prompt=>'{name.title()}'\n"
        ",p_display_as=>'NATIVE_TEXT_FIELD'\n"
        ");\n"
    )


_HEADER = text("lov_24_2.sql").split("wwv_flow_imp.component_begin")[1].split(");\n")[0]

FLOW = f"""prompt --application/create_application
begin
--   Manifest
--     FLOW: 100
--   Manifest End
wwv_flow_imp.component_begin{_HEADER});
wwv_imp_workspace.create_flow(
 p_id=>wwv_flow.g_flow_id
,p_owner=>nvl(wwv_flow_application_install.get_schema,'VENTES')
,p_name=>nvl(wwv_flow_application_install.get_application_name,'Ventes')
,p_alias=>nvl(wwv_flow_application_install.get_application_alias,'VENTES')
,p_page_view_logging=>'YES'
,p_checksum_salt=>'5A1C0D3F'
,p_flow_image_prefix => nvl(wwv_flow_application_install.get_image_prefix,'')
,p_authentication_id=>wwv_flow_imp.id(51000000000000950)
,p_flow_version=>'1'
,p_flow_status=>'AVAILABLE_W_EDIT_LINK'
,p_version_scn=>38911204471903
);
wwv_flow_imp.component_end;
end;
/
"""

SCHEME = f"""prompt --application/shared_components/security/authorizations/admin
begin
--   Manifest
--     SECURITY SCHEME: admin
--   Manifest End
wwv_flow_imp.component_begin{_HEADER});
wwv_flow_imp_shared.create_security_scheme(
 p_id=>wwv_flow_imp.id(51000000000000900)
,p_name=>'admin'
,p_scheme_type=>'NATIVE_FUNCTION_BODY'
,p_attribute_01=>'return droits.est_admin;'
,p_error_message=>'Reserve'
);
wwv_flow_imp.component_end;
end;
/
"""

INSTALL = f"""prompt --install
@@application/set_environment.sql
@@{CREATE_PATH}
@@{SCHEME_PATH}
@@{CSS_PATH}
@@{LOV_PATH}
@@{PAGE_PATH}
@@application/end_environment.sql
"""


def application() -> dict[str, str]:
    """A small whole application."""
    return {
        "install.sql": INSTALL,
        "application/set_environment.sql": "set define off verify off feedback off\n",
        CREATE_PATH: FLOW,
        SCHEME_PATH: SCHEME,
        CSS_PATH: text("static_24_2.sql"),
        LOV_PATH: text("lov_24_2.sql"),
        PAGE_PATH: text(),
        "application/end_environment.sql": "set verify on feedback on define on\nprompt  ...done\n",
    }


def copy_of(files: dict[str, str], rule: Callable[[int], int]) -> dict[str, str]:
    """The application as it is exported from another installation."""
    moved = {path: elsewhere(renumbered(source, rule)) for path, source in files.items()}
    flow = moved[CREATE_PATH].replace("get_schema,'VENTES'", "get_schema,'AUTRE'")
    flow = flow.replace("get_application_alias,'VENTES'", "get_application_alias,'AUTRE'")
    return moved | {CREATE_PATH: flow.replace("FLOW: 100", "FLOW: 230")}


def lov(name: str, identity: int) -> tuple[str, str]:
    """Path and text of another shared list of values."""
    path = f"application/shared_components/user_interface/lovs/{name.lower()}.sql"
    source = text("lov_24_2.sql").replace("'STATUTS'", f"'{name}'")
    for last in range(3):
        source = source.replace(f"5100000000000080{last}", str(identity + last))
    return path, source.replace(LOV_PATH.removesuffix(".sql"), path.removesuffix(".sql"))
