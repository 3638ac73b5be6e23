prompt --application/shared_components/logic/application_items/g_devise
begin
--   Manifest
--     APPLICATION ITEM: G_DEVISE
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_flow_item(
 p_id=>wwv_flow_imp.id(21035282027290697)
,p_name=>'G_DEVISE'
,p_protection_level=>'I'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
