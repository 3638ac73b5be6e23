prompt --application/shared_components/user_interface/lovs/lov_gravite
begin
--   Manifest
--     LOV_GRAVITE
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
 p_id=>wwv_flow_imp.id(21034828861501215)
,p_lov_name=>'LOV_GRAVITE'
,p_lov_query=>'.'||wwv_flow_imp.id(21034828861501215)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034828861501988)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'Mineure'
,p_lov_return_value=>'1'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034828861502093)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>'Moyenne'
,p_lov_return_value=>'2'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034828861502200)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>'Grave'
,p_lov_return_value=>'3'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034828861502549)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>unistr('Tr\00E8s grave')
,p_lov_return_value=>'4'
);
wwv_flow_imp.component_end;
end;
/
