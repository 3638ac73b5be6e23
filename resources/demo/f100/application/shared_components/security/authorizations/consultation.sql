prompt --application/shared_components/security/authorizations/consultation
begin
--   Manifest
--     SECURITY SCHEME: Consultation
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
 p_id=>wwv_flow_imp.id(21035244456562460)
,p_name=>'Consultation'
,p_scheme_type=>'NATIVE_FUNCTION_BODY'
,p_attribute_01=>wwv_flow_string.join(wwv_flow_t_varchar2(
'return orassadm.pkg_securite.peut_consulter (',
'    p_utilisateur => :APP_USER,',
'    p_page        => :APP_PAGE_ID );'))
,p_error_message=>unistr('Vous n''\00EAtes pas autoris\00E9 \00E0 consulter cette application.')
,p_version_scn=>1
,p_caching=>'BY_USER_BY_PAGE_VIEW'
);
wwv_flow_imp.component_end;
end;
/
