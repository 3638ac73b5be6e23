prompt --application/pages/page_groups
begin
--   Manifest
--     PAGE GROUPS: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_page.create_page_group(
 p_id=>wwv_flow_imp.id(21035425256358833)
,p_group_name=>'Gestion'
,p_group_desc=>'Contrats, polices, sinistres et primes'
);
wwv_flow_imp_page.create_page_group(
 p_id=>wwv_flow_imp.id(21035425256359360)
,p_group_name=>'Administration'
,p_group_desc=>unistr('Agences, param\00E8tres et statistiques')
);
wwv_flow_imp.component_end;
end;
/
