prompt --application/shared_components/user_interface/lovs/lov_produits
begin
--   Manifest
--     LOV_PRODUITS
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
 p_id=>wwv_flow_imp.id(21034984739849050)
,p_lov_name=>'LOV_PRODUITS'
,p_lov_query=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select libelle d, id_produit r',
'  from table(orassadm.pkg_reference.produits)'))
,p_source_type=>'SQL'
,p_location=>'LOCAL'
,p_return_column_name=>'R'
,p_display_column_name=>'D'
,p_group_sort_direction=>'ASC'
,p_default_sort_column_name=>'D'
,p_default_sort_direction=>'ASC'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
