prompt --application/shared_components/files/icons_app_icon_32_png
begin
--   Manifest
--     APP STATIC FILES: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;
wwv_flow_imp.g_varchar2_table(1) := '89504E470D0A1A0A0000000D4948445200000020000000200806000000737A7AF4000000944944415478DAED97410EC0200804FD497FD4FFF4F5F46A1BA97565710F1E483C88331163A09859591950D2715ED60AAA80079D9509078F8A50E17F24E8F09E';
wwv_flow_imp.g_varchar2_table(2) := '440AFC4B220DEE49A4C25B129040BDDF5B0F0B64C1DFE740023D11AA40D42D3C04B2E1F559505244096081E887B84BA05182FD112DFF8890C408382C305B02DD8644A22593684A25DA7289C144623493194E59710305C06678EBBDF59A0000000049454E';
wwv_flow_imp.g_varchar2_table(3) := '44AE426082';
wwv_flow_imp_shared.create_app_static_file(
 p_id=>wwv_flow_imp.id(21035344598288196)
,p_file_name=>'icons/app-icon-32.png'
,p_mime_type=>'image/png'
,p_file_charset=>'utf-8'
,p_file_content => wwv_flow_imp.varchar2_to_blob(wwv_flow_imp.g_varchar2_table)
);
wwv_flow_imp.component_end;
end;
/
