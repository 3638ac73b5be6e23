prompt --application/pages/page_00041
begin
--   Manifest
--     PAGE: 00041
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_page.create_page(
 p_id=>41
,p_name=>'Relances'
,p_alias=>'RELANCES'
,p_page_mode=>'MODAL'
,p_step_title=>unistr('Relancer les impay\00E9s')
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_dialog_chained=>'N'
,p_protection_level=>'C'
,p_page_component_map=>'16'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035960944035112)
,p_plug_name=>'Relance'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>4501440665235496320
,p_plug_display_sequence=>10
,p_location=>null
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035960944035334)
,p_plug_name=>'Boutons'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2126429139436695430
,p_plug_display_sequence=>20
,p_plug_display_point=>'REGION_POSITION_03'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035960944035812)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035960944035334)
,p_button_name=>'CANCEL'
,p_button_action=>'DEFINED_BY_DA'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Annuler'
,p_button_position=>'CLOSE'
,p_warn_on_unsaved_changes=>null
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035960944036579)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035960944035334)
,p_button_name=>'ENVOYER'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Envoyer les relances'
,p_button_position=>'NEXT'
,p_confirm_message=>unistr('Envoyer un courriel \00E0 chaque client en retard ?')
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035960944037401)
,p_name=>'P41_ECHU_DEPUIS'
,p_is_required=>true
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035960944035112)
,p_item_default=>'15'
,p_prompt=>unistr('\00C9chu depuis (jours)')
,p_display_as=>'NATIVE_NUMBER_FIELD'
,p_cSize=>30
,p_cMaxlength=>3
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'number_alignment', 'right',
  'virtual_keyboard', 'decimal')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035960944037889)
,p_name=>'P41_ID_AGENCE'
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035960944035112)
,p_prompt=>'Agence'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_AGENCES'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nom d, id_agence r',
'  from table(orassadm.pkg_reference.agences)',
' where active = ''O'''))
,p_lov_display_null=>'YES'
,p_lov_null_text=>'- Toutes -'
,p_cSize=>30
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'case_sensitive', 'N',
  'display_as', 'POPUP',
  'fetch_on_search', 'N',
  'initial_fetch', 'FIRST_ROWSET',
  'manual_entry', 'N',
  'match_type', 'CONTAINS',
  'min_chars', '0')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035960944038849)
,p_name=>'P41_MESSAGE'
,p_is_required=>true
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035960944035112)
,p_item_default=>unistr('Sauf erreur de notre part, la prime de votre contrat n''est pas r\00E9gl\00E9e.')
,p_prompt=>'Texte de la relance'
,p_display_as=>'NATIVE_TEXTAREA'
,p_cSize=>60
,p_cMaxlength=>4000
,p_cHeight=>4
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'auto_height', 'N',
  'character_counter', 'N',
  'resizable', 'Y',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035960944039092)
,p_validation_name=>unistr('D\00E9lai raisonnable')
,p_validation_sequence=>10
,p_validation=>':P41_ECHU_DEPUIS >= 8'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>'Une relance ne part pas avant huit jours de retard.'
,p_when_button_pressed=>wwv_flow_imp.id(21035960944036579)
,p_associated_item=>wwv_flow_imp.id(21035960944037401)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035960944039322)
,p_name=>'Annuler'
,p_event_sequence=>10
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035960944035812)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'click'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035960944040108)
,p_event_id=>wwv_flow_imp.id(21035960944039322)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_DIALOG_CANCEL'
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035960944040596)
,p_process_sequence=>10
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'Envoyer les relances'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'orassadm.pkg_primes.relancer (',
'    p_jours     => :P41_ECHU_DEPUIS,',
'    p_id_agence => :P41_ID_AGENCE,',
'    p_message   => :P41_MESSAGE );'))
,p_process_clob_language=>'PLSQL'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_when_button_id=>wwv_flow_imp.id(21035960944036579)
,p_process_success_message=>unistr('Relances envoy\00E9es.')
,p_internal_uid=>21035960944040596
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035960944040828)
,p_process_sequence=>20
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_CLOSE_WINDOW'
,p_process_name=>'Fermer'
,p_attribute_02=>'Y'
,p_process_when=>'ENVOYER'
,p_process_when_type=>'REQUEST_EQUALS_CONDITION'
,p_internal_uid=>21035960944040828
);
wwv_flow_imp.component_end;
end;
/
