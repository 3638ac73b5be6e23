prompt --application/shared_components/files/ventes_css
begin
--   Manifest
--     APP STATIC FILES: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>7000000000000001
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'VENTES'
);
wwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;
wwv_flow_imp.g_varchar2_table(1) := '3A726F6F74207B0A20202D2D626C65753A20233166346537393B0A7D0A2E70726978207B0A2020746578742D616C69676E3A2072696768743B0A7D0A2E737461747574207B0A2020666F6E742D7765696768743A203630303B0A7D0A';
wwv_flow_imp_shared.create_app_static_file(
 p_id=>wwv_flow_imp.id(51000000000000850)
,p_file_name=>'ventes.css'
,p_mime_type=>'text/css'
,p_file_charset=>'utf-8'
,p_file_content => wwv_flow_imp.varchar2_to_blob(wwv_flow_imp.g_varchar2_table)
);
wwv_flow_imp.component_end;
end;
/
