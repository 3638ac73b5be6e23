prompt --application/shared_components/globalization/messages
begin
--   Manifest
--     MESSAGES: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_message(
 p_id=>wwv_flow_imp.id(21035308603436039)
,p_name=>'CONTRAT.ENREGISTRE'
,p_message_language=>'fr'
,p_message_text=>unistr('Le contrat %0 est enregistr\00E9.')
,p_version_scn=>1
);
wwv_flow_imp_shared.create_message(
 p_id=>wwv_flow_imp.id(21035308603436392)
,p_name=>'SINISTRE.DECLARE'
,p_message_language=>'fr'
,p_message_text=>unistr('Le sinistre %0 est d\00E9clar\00E9, un accus\00E9 de r\00E9ception part \00E0 l''assur\00E9.')
,p_version_scn=>1
);
wwv_flow_imp_shared.create_message(
 p_id=>wwv_flow_imp.id(21035308603436940)
,p_name=>'POLICE.CHEVAUCHE'
,p_message_language=>'fr'
,p_message_text=>unistr('La p\00E9riode de garantie chevauche celle de la police %0.')
,p_version_scn=>1
);
wwv_flow_imp.component_end;
end;
/
