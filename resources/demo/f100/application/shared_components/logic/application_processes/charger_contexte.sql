prompt --application/shared_components/logic/application_processes/charger_contexte
begin
--   Manifest
--     APPLICATION PROCESS: Charger contexte
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
 p_id=>wwv_flow_imp.id(21035282027291484)
,p_process_sequence=>10
,p_process_point=>'AFTER_LOGIN'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'Charger contexte'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'orassadm.pkg_securite.charger_contexte (',
'    p_utilisateur => :APP_USER,',
'    p_agence      => :G_AGENCE,',
'    p_devise      => :G_DEVISE );',
':G_EXERCICE := to_char(sysdate, ''YYYY'');'))
,p_process_clob_language=>'PLSQL'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
