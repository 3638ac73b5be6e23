prompt --application/shared_components/logic/application_settings
begin
--   Manifest
--     APPLICATION SETTINGS: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_app_setting(
 p_id=>wwv_flow_imp.id(21035282027293606)
,p_name=>'DELAI_DECLARATION'
,p_value=>'5'
,p_is_required=>'Y'
,p_on_upgrade_keep_value=>true
,p_comments=>unistr('Jours ouvr\00E9s accord\00E9s \00E0 l''assur\00E9 pour d\00E9clarer un sinistre.')
,p_version_scn=>1
);
wwv_flow_imp_shared.create_app_setting(
 p_id=>wwv_flow_imp.id(21035282027294223)
,p_name=>'PORTEE_ACCES'
,p_value=>'ACL_ONLY'
,p_is_required=>'N'
,p_valid_values=>'ACL_ONLY, ALL_USERS'
,p_on_upgrade_keep_value=>true
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
