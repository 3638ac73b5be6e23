prompt --application/shared_components/user_interface/lovs/lov_mode_paiement
begin
--   Manifest
--     LOV_MODE_PAIEMENT
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
 p_id=>wwv_flow_imp.id(21034849567697425)
,p_lov_name=>'LOV_MODE_PAIEMENT'
,p_lov_query=>'.'||wwv_flow_imp.id(21034849567697425)||'.'
,p_location=>'STATIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034849567697649)
,p_lov_disp_sequence=>10
,p_lov_disp_value=>'Virement'
,p_lov_return_value=>'VIR'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034849567698033)
,p_lov_disp_sequence=>20
,p_lov_disp_value=>unistr('Pr\00E9l\00E8vement')
,p_lov_return_value=>'PRE'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034849567698619)
,p_lov_disp_sequence=>30
,p_lov_disp_value=>unistr('Ch\00E8que')
,p_lov_return_value=>'CHQ'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034849567699568)
,p_lov_disp_sequence=>40
,p_lov_disp_value=>unistr('Esp\00E8ces')
,p_lov_return_value=>'ESP'
);
wwv_flow_imp_shared.create_static_lov_data(
 p_id=>wwv_flow_imp.id(21034849567700101)
,p_lov_disp_sequence=>50
,p_lov_disp_value=>'Carte bancaire'
,p_lov_return_value=>'CB'
);
wwv_flow_imp.component_end;
end;
/
