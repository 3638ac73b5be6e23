prompt --application/shared_components/navigation/lists/raccourcis
begin
--   Manifest
--     LIST: Raccourcis
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_list(
 p_id=>wwv_flow_imp.id(21035308603428702)
,p_name=>'Raccourcis'
,p_list_status=>'PUBLIC'
,p_version_scn=>1
);
wwv_flow_imp_shared.create_list_item(
 p_id=>wwv_flow_imp.id(21035308603429605)
,p_list_item_display_sequence=>10
,p_list_item_link_text=>'Nouveau contrat'
,p_list_item_link_target=>'f?p=&APP_ID.:11:&APP_SESSION.::&DEBUG.:11::'
,p_list_item_icon=>'fa-plus-square-o'
,p_list_text_01=>'Ouvrir un contrat pour un client existant'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
,p_list_item_current_type=>'TARGET_PAGE'
);
wwv_flow_imp_shared.create_list_item(
 p_id=>wwv_flow_imp.id(21035308603430457)
,p_list_item_display_sequence=>20
,p_list_item_link_text=>unistr('D\00E9clarer un sinistre')
,p_list_item_link_target=>'f?p=&APP_ID.:31:&APP_SESSION.::&DEBUG.:31::'
,p_list_item_icon=>'fa-bullhorn'
,p_list_text_01=>unistr('Enregistrer la d\00E9claration d''un assur\00E9')
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
,p_list_item_current_type=>'TARGET_PAGE'
);
wwv_flow_imp_shared.create_list_item(
 p_id=>wwv_flow_imp.id(21035308603430855)
,p_list_item_display_sequence=>30
,p_list_item_link_text=>unistr('Primes impay\00E9es')
,p_list_item_link_target=>'f?p=&APP_ID.:40:&APP_SESSION.::&DEBUG.:RP,40:P40_PAYE:N'
,p_list_item_icon=>'fa-clock-o'
,p_list_text_01=>unistr('\00C9ch\00E9ances d\00E9pass\00E9es et relances')
,p_list_item_current_type=>'TARGET_PAGE'
);
wwv_flow_imp.component_end;
end;
/
