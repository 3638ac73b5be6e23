prompt --application/shared_components/user_interface/lovs/lov_fractionnement
begin
--   Manifest
--     LOV_FRACTIONNEMENT
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
 p_id=>wwv_flow_imp.id(21034808091082894)
,p_lov_name=>'LOV_FRACTIONNEMENT'
,p_lov_query=>'.'||wwv_flow_imp.id(21034808091082894)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034808091083441)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'Annuel'
,p_lov_return_value=>'A'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034808091084179)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>'Semestriel'
,p_lov_return_value=>'S'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034808091084384)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>'Trimestriel'
,p_lov_return_value=>'T'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034808091084718)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>'Mensuel'
,p_lov_return_value=>'M'
);
wwv_flow_imp.component_end;
end;
/
