prompt --application/shared_components/logic/application_processes/exporter_csv
begin
--   Manifest
--     APPLICATION PROCESS: EXPORTER_CSV
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_flow_process(
 p_id=>wwv_flow_imp.id(21035282027292430)
,p_process_sequence=>20
,p_process_point=>'ON_DEMAND'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'EXPORTER_CSV'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'begin',
'    orassadm.pkg_editions.envoyer_csv (',
'        p_table  => apex_application.g_x01,',
'        p_filtre => apex_application.g_x02 );',
'exception',
'    when others then',
unistr('        htp.p(''\00C9dition impossible : '' || sqlerrm);'),
'end;'))
,p_process_clob_language=>'PLSQL'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
