prompt --application/shared_components/logic/application_computations/g_exercice
begin
--   Manifest
--     APPLICATION COMPUTATION: G_EXERCICE
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_flow_computation(
 p_id=>wwv_flow_imp.id(21035282027293289)
,p_computation_sequence=>10
,p_computation_item=>'G_EXERCICE'
,p_computation_point=>'ON_NEW_INSTANCE'
,p_computation_type=>'EXPRESSION'
,p_computation_language=>'PLSQL'
,p_computation_processed=>'REPLACE_EXISTING'
,p_computation=>'to_char(sysdate, ''YYYY'')'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
