prompt --application/shared_components/user_interface/lovs/statuts
begin
--   Manifest
--     STATUTS
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>7000000000000001
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'VENTES'
);
wwv_flow_imp_shared.create_list_of_values(
 p_id=>wwv_flow_imp.id(51000000000000800)
,p_lov_name=>'STATUTS'
,p_lov_query=>'.'||wwv_flow_imp.id(51000000000000800)||'.'
,p_location=>'STATIC'
,p_version_scn=>38911204471903
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(51000000000000801)
,p_lov_disp_sequence=>1
,p_lov_disp_value=>'Ouverte'
,p_lov_return_value=>'O'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(51000000000000802)
,p_lov_disp_sequence=>2
,p_lov_disp_value=>'Close'
,p_lov_return_value=>'C'
);
wwv_flow_imp.component_end;
end;
/
