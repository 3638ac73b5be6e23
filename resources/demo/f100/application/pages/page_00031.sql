prompt --application/pages/page_00031
begin
--   Manifest
--     PAGE: 00031
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
 p_id=>31
,p_name=>'Sinistre'
,p_alias=>'SINISTRE'
,p_page_mode=>'MODAL'
,p_step_title=>'Sinistre'
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_dialog_chained=>'N'
,p_protection_level=>'C'
,p_page_component_map=>'16'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035817304670758)
,p_plug_name=>unistr('D\00E9claration de sinistre')
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>4501440665235496320
,p_plug_display_sequence=>10
,p_query_type=>'SQL'
,p_is_editable=>true
,p_edit_operations=>'i:u:d'
,p_lost_update_check_type=>'VALUES'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select *',
'  from table(orassadm.pkg_sinistres.un_sinistre(',
'               p_id_sinistre => :P31_ID_SINISTRE ))'))
,p_plug_source_type=>'NATIVE_FORM'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035817304671499)
,p_plug_name=>'Les faits'
,p_parent_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>20
,p_plug_display_point=>'SUB_REGIONS'
,p_location=>null
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035817304672376)
,p_plug_name=>'Instruction du dossier'
,p_parent_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>30
,p_plug_display_point=>'SUB_REGIONS'
,p_location=>null
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035817304672652)
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
 p_id=>wwv_flow_imp.id(21035817304673435)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035817304672652)
,p_button_name=>'CANCEL'
,p_button_action=>'DEFINED_BY_DA'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Annuler'
,p_button_position=>'CLOSE'
,p_warn_on_unsaved_changes=>null
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035817304673750)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035817304672652)
,p_button_name=>'DELETE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Supprimer'
,p_button_position=>'DELETE'
,p_button_execute_validations=>'N'
,p_confirm_message=>'&APP_TEXT$DELETE_MSG!RAW.'
,p_confirm_style=>'danger'
,p_button_condition=>'P31_ID_SINISTRE'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'DELETE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035817304674406)
,p_button_sequence=>30
,p_button_plug_id=>wwv_flow_imp.id(21035817304672652)
,p_button_name=>'SAVE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Enregistrer'
,p_button_position=>'NEXT'
,p_button_condition=>'P31_ID_SINISTRE'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'UPDATE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035817304674966)
,p_button_sequence=>40
,p_button_plug_id=>wwv_flow_imp.id(21035817304672652)
,p_button_name=>'CREATE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>unistr('Cr\00E9er')
,p_button_position=>'NEXT'
,p_button_condition=>'P31_ID_SINISTRE'
,p_button_condition_type=>'ITEM_IS_NULL'
,p_database_action=>'INSERT'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304675272)
,p_name=>'P31_ID_SINISTRE'
,p_source_data_type=>'NUMBER'
,p_is_primary_key=>true
,p_is_query_only=>true
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_use_cache_before_default=>'NO'
,p_prompt=>'Id'
,p_source=>'ID_SINISTRE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_HIDDEN'
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_protection_level=>'S'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'value_protected', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304675971)
,p_name=>'P31_NUMERO'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>unistr('Num\00E9ro de dossier')
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
 p_id=>wwv_flow_imp.id(21035817304676490)
,p_name=>'P31_ID_POLICE'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Police'
,p_source=>'ID_POLICE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_POLICES'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select numero || '' - '' || objet_assure d, id_police r',
'  from table(orassadm.pkg_polices.liste)'))
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
 p_id=>wwv_flow_imp.id(21035817304676850)
,p_name=>'P31_NATURE'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>40
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Nature'
,p_source=>'NATURE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_NATURE_SINISTRE'
,p_lov=>'.'||wwv_flow_imp.id(21034872096442133)||'.'
,p_cHeight=>1
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304677496)
,p_name=>'P31_DATE_SURVENANCE'
,p_source_data_type=>'DATE'
,p_is_required=>true
,p_item_sequence=>50
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Survenu le'
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_SURVENANCE'
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
 p_id=>wwv_flow_imp.id(21035817304678204)
,p_name=>'P31_DATE_DECLARATION'
,p_source_data_type=>'DATE'
,p_item_sequence=>60
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>unistr('D\00E9clar\00E9 le')
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_DECLARATION'
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
 p_id=>wwv_flow_imp.id(21035817304678392)
,p_name=>'P31_LIEU'
,p_source_data_type=>'VARCHAR2'
,p_item_sequence=>70
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Lieu'
,p_source=>'LIEU'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXT_FIELD'
,p_cSize=>30
,p_cMaxlength=>120
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'disabled', 'N',
  'submit_when_enter_pressed', 'N',
  'subtype', 'TEXT',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304679290)
,p_name=>'P31_DESCRIPTION'
,p_source_data_type=>'VARCHAR2'
,p_item_sequence=>80
,p_item_plug_id=>wwv_flow_imp.id(21035817304671499)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Circonstances'
,p_source=>'DESCRIPTION'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXTAREA'
,p_cSize=>60
,p_cMaxlength=>4000
,p_cHeight=>4
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_help_text=>unistr('D\00E9crire les faits tels que l''assur\00E9 les rapporte, sans appr\00E9ciation.')
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'auto_height', 'N',
  'character_counter', 'N',
  'resizable', 'Y',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304679799)
,p_name=>'P31_GRAVITE'
,p_source_data_type=>'NUMBER'
,p_item_sequence=>90
,p_item_plug_id=>wwv_flow_imp.id(21035817304672376)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>unistr('Gravit\00E9')
,p_source=>'GRAVITE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_GRAVITE'
,p_lov=>'.'||wwv_flow_imp.id(21034828861501215)||'.'
,p_cHeight=>1
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304680373)
,p_name=>'P31_EXPERT'
,p_source_data_type=>'VARCHAR2'
,p_item_sequence=>100
,p_item_plug_id=>wwv_flow_imp.id(21035817304672376)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>'Expert'
,p_source=>'EXPERT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXT_FIELD'
,p_cSize=>30
,p_cMaxlength=>80
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'disabled', 'N',
  'submit_when_enter_pressed', 'N',
  'subtype', 'TEXT',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304680988)
,p_name=>'P31_MONTANT_ESTIME'
,p_source_data_type=>'NUMBER'
,p_item_sequence=>110
,p_item_plug_id=>wwv_flow_imp.id(21035817304672376)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>unistr('Montant estim\00E9')
,p_format_mask=>'999G999G990D00'
,p_source=>'MONTANT_ESTIME'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_NUMBER_FIELD'
,p_cSize=>30
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'number_alignment', 'right',
  'virtual_keyboard', 'decimal')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035817304681621)
,p_name=>'P31_MONTANT_REGLE'
,p_source_data_type=>'NUMBER'
,p_item_sequence=>120
,p_item_plug_id=>wwv_flow_imp.id(21035817304672376)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_prompt=>unistr('Montant r\00E9gl\00E9')
,p_format_mask=>'999G999G990D00'
,p_source=>'MONTANT_REGLE'
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
 p_id=>wwv_flow_imp.id(21035817304682573)
,p_name=>'P31_STATUT'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>130
,p_item_plug_id=>wwv_flow_imp.id(21035817304672376)
,p_item_source_plug_id=>wwv_flow_imp.id(21035817304670758)
,p_item_default=>'DECLARE'
,p_prompt=>'Statut'
,p_source=>'STATUT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_STATUT_SINISTRE'
,p_lov=>'.'||wwv_flow_imp.id(21035145303246797)||'.'
,p_cHeight=>1
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035817304683095)
,p_validation_name=>unistr('D\00E9lai de d\00E9claration')
,p_validation_sequence=>10
,p_validation=>wwv_flow_string.join(wwv_flow_t_varchar2(
'return orassadm.pkg_sinistres.controle_delai (',
'    p_survenance  => to_date(:P31_DATE_SURVENANCE, ''DD/MM/YYYY''),',
'    p_declaration => to_date(:P31_DATE_DECLARATION, ''DD/MM/YYYY'') );'))
,p_validation2=>'PLSQL'
,p_validation_type=>'FUNC_BODY_RETURNING_ERR_TEXT'
,p_when_button_pressed=>wwv_flow_imp.id(21035817304674966)
,p_associated_item=>wwv_flow_imp.id(21035817304678204)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035817304684085)
,p_validation_name=>unistr('R\00E8glement dans la limite')
,p_validation_sequence=>20
,p_validation=>'nvl(:P31_MONTANT_REGLE, 0) <= nvl(:P31_MONTANT_ESTIME, 0)'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>unistr('Le montant r\00E9gl\00E9 d\00E9passe l''estimation de l''expert.')
,p_associated_item=>wwv_flow_imp.id(21035817304681621)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035817304684293)
,p_name=>unistr('Vider le r\00E8glement')
,p_event_sequence=>20
,p_triggering_element_type=>'ITEM'
,p_triggering_element=>'P31_STATUT'
,p_condition_element=>'P31_STATUT'
,p_triggering_condition_type=>'EQUALS'
,p_triggering_expression=>'REFUSE'
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'change'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035817304684701)
,p_event_id=>wwv_flow_imp.id(21035817304684293)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_CLEAR'
,p_affected_elements_type=>'ITEM'
,p_affected_elements=>'P31_MONTANT_REGLE'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035817304685548)
,p_name=>'Annuler la saisie'
,p_event_sequence=>10
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035817304673435)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'click'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035817304685856)
,p_event_id=>wwv_flow_imp.id(21035817304685548)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_DIALOG_CANCEL'
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035817304686072)
,p_process_sequence=>10
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'Enregistrer le sinistre'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'orassadm.pkg_sinistres.enregistrer (',
'    p_action           => :REQUEST,',
'    p_id_sinistre      => :P31_ID_SINISTRE,',
'    p_numero           => :P31_NUMERO,',
'    p_id_police        => :P31_ID_POLICE,',
'    p_nature           => :P31_NATURE,',
'    p_date_survenance  => to_date(:P31_DATE_SURVENANCE, ''DD/MM/YYYY''),',
'    p_date_declaration => to_date(:P31_DATE_DECLARATION, ''DD/MM/YYYY''),',
'    p_lieu             => :P31_LIEU,',
'    p_description      => :P31_DESCRIPTION,',
'    p_gravite          => :P31_GRAVITE,',
'    p_expert           => :P31_EXPERT,',
'    p_montant_estime   => :P31_MONTANT_ESTIME,',
'    p_montant_regle    => :P31_MONTANT_REGLE,',
'    p_statut           => :P31_STATUT );'))
,p_process_clob_language=>'PLSQL'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_success_message=>unistr('Dossier enregistr\00E9.')
,p_internal_uid=>21035817304686072
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035817304686740)
,p_process_sequence=>50
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_CLOSE_WINDOW'
,p_process_name=>unistr('Fermer la bo\00EEte de dialogue')
,p_attribute_02=>'N'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_when=>'CREATE,SAVE,DELETE'
,p_process_when_type=>'REQUEST_IN_CONDITION'
,p_internal_uid=>21035817304686740
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035817304687549)
,p_process_sequence=>10
,p_process_point=>'BEFORE_HEADER'
,p_region_id=>wwv_flow_imp.id(21035817304670758)
,p_process_type=>'NATIVE_FORM_INIT'
,p_process_name=>'Initialiser le sinistre'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_internal_uid=>21035817304687549
);
wwv_flow_imp.component_end;
end;
/
