"""Pages for tests, written in the real form of several releases."""

from __future__ import annotations

HEAD = """\
prompt --application/pages/page_00010
begin
--   Manifest
--     PAGE: 00010
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>{workspace}
,p_default_application_id=>{application}
,p_default_id_offset=>{offset}
,p_default_owner=>'{owner}'
);
"""
BODY = """\
wwv_flow_imp_page.create_page(
 p_id=>10
,p_name=>'Contrats'
,p_alias=>'CONTRATS'
,p_step_title=>unistr('Contrats sign\\00E9s')
,p_page_component_map=>'18'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id({region})
,p_plug_name=>'Liste'
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>10
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select c.numero,',
'       c.client,',
'       c.statut',
'  from v_contrats c',
' where c.statut = ''ACTIF'''))
,p_plug_source_type=>'NATIVE_IR'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT')).to_clob
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id({worksheet})
,p_max_row_count=>'1000000'
,p_internal_uid=>{worksheet}
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id({column1})
,p_db_column_name=>'NUMERO'
,p_display_order=>10
,p_column_label=>'Num'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id({column2})
,p_db_column_name=>'CLIENT'
,p_display_order=>20
,p_column_label=>'Client'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id({region2})
,p_plug_name=>'Aide'
,p_plug_display_sequence=>20
,p_plug_source=>'<p>L''aide</p>'
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id({item})
,p_name=>'P10_STATUT'
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id({region})
,p_prompt=>'Statut'
,p_security_scheme=>'!'||wwv_flow_imp.id({scheme})
);
"""
TAIL = "wwv_flow_imp.component_end;\nend;\n/\n"

IDS = {
    "region": 100, "worksheet": 110, "column1": 120, "column2": 130, "region2": 140, "item": 150,
    "scheme": 900,
}  # fmt: skip


def page(
    shift: int = 0, application: int = 100, owner: str = "ORASSUIT", extra: str = "", **changes: str
) -> str:
    """The page with all ids shifted; ``changes`` replaces text in it, old to new by keyword
    ``a="old|new"``; ``extra`` stands before the end."""
    ids = {k: v + shift for k, v in IDS.items()}
    head = HEAD.format(
        workspace=7000 + application, application=application, offset=shift, owner=owner
    )
    text = head + BODY.format(**ids) + extra.format(**ids) + TAIL
    for change in changes.values():
        old, new = change.split("|", 1)
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


NEW_ITEM = """\
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id({item}9)
,p_name=>'P10_CANAL'
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id({region})
,p_prompt=>'Canal'
);
"""
APEX_5 = """\
prompt --application/pages/page_00003
begin
wwv_flow_api.create_page(
 p_id=>3
,p_user_interface_id=>wwv_flow_api.id(77)
,p_name=>'Old'
,p_last_updated_by=>'ADMIN'
,p_last_upd_yyyymmddhh24miss=>'20180101120000'
);
wwv_flow_api.create_report_region(
 p_id=>wwv_flow_api.id(78) -- a comment behind an argument
,p_name=>'Report'
,p_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select 1',
'from dual',
''))
);
end;
/
"""
APEX_4 = """\
--application/pages/page_00010
prompt  ...PAGE 10: Old
--

begin
wwv_flow_api.create_page (
  p_flow_id => wwv_flow.g_flow_id,
  p_id => 10,
  p_name => 'Old');
end;
/

declare
  s varchar2(32767) := null;
begin
s:=s||'select 1'||unistr('\\000a')||
'from dual';
wwv_flow_api.create_page_plug (
  p_id=> 4711 + wwv_flow_api.g_id_offset,
  p_flow_id=> wwv_flow.g_flow_id,
  p_plug_name=> 'R',
  p_plug_source=> s);
end;
/
"""
