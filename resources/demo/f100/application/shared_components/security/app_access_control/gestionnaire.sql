prompt --application/shared_components/security/app_access_control/gestionnaire
begin
--   Manifest
--     ACL ROLE: Gestionnaire
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_acl_role(
 p_id=>wwv_flow_imp.id(21035244456563912)
,p_static_id=>'GESTIONNAIRE'
,p_name=>'Gestionnaire'
,p_description=>'Saisit les contrats, les polices et les sinistres.'
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
