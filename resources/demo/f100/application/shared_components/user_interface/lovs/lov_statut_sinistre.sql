prompt --application/shared_components/user_interface/lovs/lov_statut_sinistre
begin
--   Manifest
--     LOV_STATUT_SINISTRE
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
 p_id=>wwv_flow_imp.id(21035145303246797)
,p_lov_name=>'LOV_STATUT_SINISTRE'
,p_lov_query=>'.'||wwv_flow_imp.id(21035145303246797)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035145303247687)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>unistr('D\00E9clar\00E9')
,p_lov_return_value=>'DECLARE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035145303248400)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>'En expertise'
,p_lov_return_value=>'EXPERTISE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035145303248811)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>unistr('Accept\00E9')
,p_lov_return_value=>'ACCEPTE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035145303249506)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>unistr('R\00E9gl\00E9')
,p_lov_return_value=>'REGLE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035145303249943)
,p_lov_disp_sequence=>50
,p_lov_disp_value=>unistr('Refus\00E9')
,p_lov_return_value=>'REFUSE'
);
wwv_flow_imp.component_end;
end;
/
