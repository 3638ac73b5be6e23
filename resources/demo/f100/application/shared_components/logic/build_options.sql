prompt --application/shared_components/logic/build_options
begin
--   Manifest
--     BUILD OPTIONS: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_build_option(
 p_id=>wwv_flow_imp.id(21034567890125292)
,p_build_option_name=>'Commented Out'
,p_build_option_status=>'EXCLUDE'
,p_version_scn=>1
,p_build_option_comment=>unistr('Composants mis de c\00F4t\00E9.')
);
wwv_flow_imp_shared.create_build_option(
 p_id=>wwv_flow_imp.id(21034567890126104)
,p_build_option_name=>'Services REST'
,p_build_option_status=>'INCLUDE'
,p_version_scn=>1
,p_build_option_comment=>unistr('Affiche l''\00E9tat des services REST d''ORASSADM.')
);
wwv_flow_imp_shared.create_build_option(
 p_id=>wwv_flow_imp.id(21034567890126768)
,p_build_option_name=>unistr('Statistiques d\00E9taill\00E9es')
,p_build_option_status=>'INCLUDE'
,p_version_scn=>1
,p_build_option_comment=>unistr('Graphiques d\00E9taill\00E9s de la page 70.')
);
wwv_flow_imp.component_end;
end;
/
