prompt --application/pages/page_00021
begin
--   Manifest
--     PAGE: 00021
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
 p_id=>21
,p_name=>'Police'
,p_alias=>'POLICE'
,p_page_mode=>'MODAL'
,p_step_title=>'Police'
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_dialog_chained=>'N'
,p_protection_level=>'C'
,p_page_component_map=>'02'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035699658906899)
,p_plug_name=>'Police'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>4501440665235496320
,p_plug_display_sequence=>10
,p_query_type=>'SQL'
,p_is_editable=>true
,p_edit_operations=>'i:u:d'
,p_lost_update_check_type=>'VALUES'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select *',
'  from table(orassadm.pkg_polices.une_police(',
'               p_id_police => :P21_ID_POLICE ))'))
,p_plug_source_type=>'NATIVE_FORM'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035699658907374)
,p_plug_name=>'Boutons'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2126429139436695430
,p_plug_display_sequence=>90
,p_plug_display_point=>'REGION_POSITION_03'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035699658907559)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035699658907374)
,p_button_name=>'CANCEL'
,p_button_action=>'DEFINED_BY_DA'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Annuler'
,p_button_position=>'CLOSE'
,p_warn_on_unsaved_changes=>null
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035699658907749)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035699658907374)
,p_button_name=>'DELETE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Supprimer'
,p_button_position=>'DELETE'
,p_button_execute_validations=>'N'
,p_confirm_message=>'&APP_TEXT$DELETE_MSG!RAW.'
,p_confirm_style=>'danger'
,p_button_condition=>'P21_ID_POLICE'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'DELETE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035699658908451)
,p_button_sequence=>30
,p_button_plug_id=>wwv_flow_imp.id(21035699658907374)
,p_button_name=>'SAVE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Enregistrer'
,p_button_position=>'NEXT'
,p_button_condition=>'P21_ID_POLICE'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'UPDATE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035699658908601)
,p_button_sequence=>40
,p_button_plug_id=>wwv_flow_imp.id(21035699658907374)
,p_button_name=>'CREATE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>unistr('Cr\00E9er')
,p_button_position=>'NEXT'
,p_button_condition=>'P21_ID_POLICE'
,p_button_condition_type=>'ITEM_IS_NULL'
,p_database_action=>'INSERT'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658908851)
,p_name=>'P21_ID_POLICE'
,p_source_data_type=>'NUMBER'
,p_is_primary_key=>true
,p_is_query_only=>true
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_use_cache_before_default=>'NO'
,p_prompt=>'Id'
,p_source=>'ID_POLICE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_HIDDEN'
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_protection_level=>'S'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'value_protected', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658908964)
,p_name=>'P21_NUMERO'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>unistr('Num\00E9ro de police')
,p_source=>'NUMERO'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXT_FIELD'
,p_cSize=>30
,p_cMaxlength=>20
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'disabled', 'N',
  'submit_when_enter_pressed', 'N',
  'subtype', 'TEXT',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658909615)
,p_name=>'P21_ID_CONTRAT'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>'Contrat'
,p_source=>'ID_CONTRAT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_CONTRATS'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select numero d, id_contrat r',
'  from table(orassadm.pkg_contrats.liste)'))
,p_cSize=>30
,p_begin_on_new_line=>'N'
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
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
 p_id=>wwv_flow_imp.id(21035699658910156)
,p_name=>'P21_TYPE_RISQUE'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>40
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>'Type de risque'
,p_source=>'TYPE_RISQUE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_TYPE_RISQUE'
,p_lov=>'.'||wwv_flow_imp.id(21035158650298564)||'.'
,p_cHeight=>1
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658910778)
,p_name=>'P21_OBJET_ASSURE'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>50
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>unistr('Objet assur\00E9')
,p_source=>'OBJET_ASSURE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXT_FIELD'
,p_cSize=>30
,p_cMaxlength=>200
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'disabled', 'N',
  'submit_when_enter_pressed', 'N',
  'subtype', 'TEXT',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658911439)
,p_name=>'P21_CAPITAL_ASSURE'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>60
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>unistr('Capital assur\00E9')
,p_format_mask=>'999G999G999G990'
,p_source=>'CAPITAL_ASSURE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_NUMBER_FIELD'
,p_cSize=>30
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'number_alignment', 'right',
  'virtual_keyboard', 'decimal')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658911690)
,p_name=>'P21_FRANCHISE'
,p_source_data_type=>'NUMBER'
,p_item_sequence=>70
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>'Franchise'
,p_format_mask=>'999G999G990'
,p_source=>'FRANCHISE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_NUMBER_FIELD'
,p_cSize=>30
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'number_alignment', 'right',
  'virtual_keyboard', 'decimal')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658912533)
,p_name=>'P21_DATE_DEBUT'
,p_source_data_type=>'DATE'
,p_is_required=>true
,p_item_sequence=>80
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>unistr('D\00E9but de garantie')
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_DEBUT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_DATE_PICKER_APEX'
,p_cSize=>30
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'display_as', 'POPUP',
  'max_date', 'NONE',
  'min_date', 'NONE',
  'multiple_months', 'N',
  'show_time', 'N',
  'use_defaults', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658912827)
,p_name=>'P21_DATE_FIN'
,p_source_data_type=>'DATE'
,p_item_sequence=>90
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_prompt=>'Fin de garantie'
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_FIN'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_DATE_PICKER_APEX'
,p_cSize=>30
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'display_as', 'POPUP',
  'max_date', 'NONE',
  'min_date', 'NONE',
  'multiple_months', 'N',
  'show_time', 'N',
  'use_defaults', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035699658913372)
,p_name=>'P21_STATUT'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>100
,p_item_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_source_plug_id=>wwv_flow_imp.id(21035699658906899)
,p_item_default=>'ACTIF'
,p_prompt=>'Statut'
,p_source=>'STATUT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_STATUT_CONTRAT'
,p_lov=>'.'||wwv_flow_imp.id(21035072238067178)||'.'
,p_cHeight=>1
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035699658914063)
,p_validation_name=>unistr('La garantie a une dur\00E9e')
,p_validation_sequence=>10
,p_validation=>'to_date(:P21_DATE_FIN, ''DD/MM/YYYY'') > to_date(:P21_DATE_DEBUT, ''DD/MM/YYYY'')'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>unistr('La fin de garantie doit suivre le d\00E9but.')
,p_associated_item=>wwv_flow_imp.id(21035699658912827)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035699658914467)
,p_validation_name=>unistr('Franchise inf\00E9rieure au capital')
,p_validation_sequence=>20
,p_validation=>':P21_FRANCHISE is null or :P21_FRANCHISE < :P21_CAPITAL_ASSURE'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>unistr('La franchise doit rester inf\00E9rieure au capital assur\00E9.')
,p_associated_item=>wwv_flow_imp.id(21035699658911690)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035699658915018)
,p_name=>'Masquer la franchise'
,p_event_sequence=>20
,p_triggering_element_type=>'ITEM'
,p_triggering_element=>'P21_TYPE_RISQUE'
,p_condition_element=>'P21_TYPE_RISQUE'
,p_triggering_condition_type=>'EQUALS'
,p_triggering_expression=>'VIE'
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'change'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035699658915139)
,p_event_id=>wwv_flow_imp.id(21035699658915018)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'Y'
,p_action=>'NATIVE_HIDE'
,p_affected_elements_type=>'ITEM'
,p_affected_elements=>'P21_FRANCHISE'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035699658916103)
,p_event_id=>wwv_flow_imp.id(21035699658915018)
,p_event_result=>'FALSE'
,p_action_sequence=>20
,p_execute_on_page_init=>'Y'
,p_action=>'NATIVE_SHOW'
,p_affected_elements_type=>'ITEM'
,p_affected_elements=>'P21_FRANCHISE'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035699658916329)
,p_name=>'Annuler la saisie'
,p_event_sequence=>10
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035699658907559)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'click'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035699658916600)
,p_event_id=>wwv_flow_imp.id(21035699658916329)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_DIALOG_CANCEL'
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035699658917141)
,p_process_sequence=>10
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'Enregistrer la police'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'orassadm.pkg_polices.enregistrer (',
'    p_action         => :REQUEST,',
'    p_id_police      => :P21_ID_POLICE,',
'    p_numero         => :P21_NUMERO,',
'    p_id_contrat     => :P21_ID_CONTRAT,',
'    p_type_risque    => :P21_TYPE_RISQUE,',
'    p_objet_assure   => :P21_OBJET_ASSURE,',
'    p_capital_assure => :P21_CAPITAL_ASSURE,',
'    p_franchise      => :P21_FRANCHISE,',
'    p_date_debut     => to_date(:P21_DATE_DEBUT, ''DD/MM/YYYY''),',
'    p_date_fin       => to_date(:P21_DATE_FIN, ''DD/MM/YYYY''),',
'    p_statut         => :P21_STATUT );'))
,p_process_clob_language=>'PLSQL'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_success_message=>unistr('Police enregistr\00E9e.')
,p_internal_uid=>21035699658917141
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035699658917474)
,p_process_sequence=>50
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_CLOSE_WINDOW'
,p_process_name=>unistr('Fermer la bo\00EEte de dialogue')
,p_attribute_02=>'N'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_when=>'CREATE,SAVE,DELETE'
,p_process_when_type=>'REQUEST_IN_CONDITION'
,p_internal_uid=>21035699658917474
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035699658917915)
,p_process_sequence=>10
,p_process_point=>'BEFORE_HEADER'
,p_region_id=>wwv_flow_imp.id(21035699658906899)
,p_process_type=>'NATIVE_FORM_INIT'
,p_process_name=>'Initialiser la police'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_internal_uid=>21035699658917915
);
wwv_flow_imp.component_end;
end;
/
