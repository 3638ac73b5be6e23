prompt --application/shared_components/security/authorizations/gestionnaire
begin
--   Manifest
--     SECURITY SCHEME: Gestionnaire
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_security_scheme(
 p_id=>wwv_flow_imp.id(21035244456562281)
,p_name=>'Gestionnaire'
,p_scheme_type=>'NATIVE_IS_IN_GROUP'
,p_attribute_01=>'Administrateur,Gestionnaire'
,p_attribute_02=>'A'
,p_error_message=>unistr('Il faut \00EAtre gestionnaire pour modifier un dossier.')
,p_version_scn=>1
,p_caching=>'BY_USER_BY_PAGE_VIEW'
);
wwv_flow_imp.component_end;
end;
/
