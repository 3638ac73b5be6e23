prompt --application/shared_components/user_interface/lovs/lov_statut_contrat
begin
--   Manifest
--     LOV_STATUT_CONTRAT
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_list_of_values(
 p_id=>wwv_flow_imp.id(21035072238067178)
,p_lov_name=>'LOV_STATUT_CONTRAT'
,p_lov_query=>'.'||wwv_flow_imp.id(21035072238067178)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035072238068055)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'En cours'
,p_lov_return_value=>'ACTIF'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035072238068509)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>'Suspendu'
,p_lov_return_value=>'SUSPENDU'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035072238069176)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>unistr('R\00E9sili\00E9')
,p_lov_return_value=>'RESILIE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035072238069492)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>unistr('\00C9chu')
,p_lov_return_value=>'ECHU'
);
wwv_flow_imp.component_end;
end;
/
