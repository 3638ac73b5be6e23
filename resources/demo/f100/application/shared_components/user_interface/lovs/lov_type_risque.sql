prompt --application/shared_components/user_interface/lovs/lov_type_risque
begin
--   Manifest
--     LOV_TYPE_RISQUE
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
 p_id=>wwv_flow_imp.id(21035158650298564)
,p_lov_name=>'LOV_TYPE_RISQUE'
,p_lov_query=>'.'||wwv_flow_imp.id(21035158650298564)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035158650299355)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'Automobile'
,p_lov_return_value=>'AUTO'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035158650299848)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>'Habitation'
,p_lov_return_value=>'HABITATION'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035158650300581)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>unistr('Sant\00E9')
,p_lov_return_value=>'SANTE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035158650300936)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>'Vie'
,p_lov_return_value=>'VIE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21035158650301597)
,p_lov_disp_sequence=>50
,p_lov_disp_value=>'Transport'
,p_lov_return_value=>'TRANSPORT'
);
wwv_flow_imp.component_end;
end;
/
