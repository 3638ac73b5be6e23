prompt --application/shared_components/security/app_access_control/administrateur
begin
--   Manifest
--     ACL ROLE: Administrateur
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
 p_id=>wwv_flow_imp.id(21035244456563397)
,p_static_id=>'ADMINISTRATEUR'
,p_name=>'Administrateur'
,p_description=>unistr('Param\00E8tre l''application et g\00E8re les utilisateurs.')
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
