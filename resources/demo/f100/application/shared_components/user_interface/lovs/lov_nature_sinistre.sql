prompt --application/shared_components/user_interface/lovs/lov_nature_sinistre
begin
--   Manifest
--     LOV_NATURE_SINISTRE
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
 p_id=>wwv_flow_imp.id(21034872096442133)
,p_lov_name=>'LOV_NATURE_SINISTRE'
,p_lov_query=>'.'||wwv_flow_imp.id(21034872096442133)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096442359)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'Accident de la circulation'
,p_lov_return_value=>'AUTO'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096443293)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>unistr('D\00E9g\00E2t des eaux')
,p_lov_return_value=>'EAUX'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096443636)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>'Incendie'
,p_lov_return_value=>'INCENDIE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096443838)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>'Vol'
,p_lov_return_value=>'VOL'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096444682)
,p_lov_disp_sequence=>50
,p_lov_disp_value=>'Bris de glace'
,p_lov_return_value=>'BRIS'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034872096444915)
,p_lov_disp_sequence=>60
,p_lov_disp_value=>unistr('Responsabilit\00E9 civile')
,p_lov_return_value=>'RC'
);
wwv_flow_imp.component_end;
end;
/
