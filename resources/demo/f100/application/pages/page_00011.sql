prompt --application/pages/page_00011
begin
--   Manifest
--     PAGE: 00011
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
 p_id=>11
,p_name=>'Contrat'
,p_alias=>'CONTRAT'
,p_page_mode=>'MODAL'
,p_step_title=>'Contrat'
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_dialog_chained=>'N'
,p_protection_level=>'C'
,p_page_component_map=>'16'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035600505771173)
,p_plug_name=>'Contrat'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>4501440665235496320
,p_plug_display_sequence=>10
,p_query_type=>'SQL'
,p_is_editable=>true
,p_edit_operations=>'i:u:d'
,p_lost_update_check_type=>'VALUES'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select *',
'  from table(orassadm.pkg_contrats.un_contrat(',
'               p_id_contrat => :P11_ID_CONTRAT ))'))
,p_plug_source_type=>'NATIVE_FORM'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035600505772035)
,p_plug_name=>'Parties au contrat'
,p_parent_plug_id=>wwv_flow_imp.id(21035600505771173)
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
 p_id=>wwv_flow_imp.id(21035600505772303)
,p_plug_name=>'Garanties et prime'
,p_parent_plug_id=>wwv_flow_imp.id(21035600505771173)
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
 p_id=>wwv_flow_imp.id(21035600505773191)
,p_plug_name=>'Suivi'
,p_parent_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_region_template_options=>'#DEFAULT#:is-collapsed:t-Region--scrollBody'
,p_plug_template=>2664334895415463485
,p_plug_display_sequence=>40
,p_plug_display_point=>'SUB_REGIONS'
,p_location=>null
,p_plug_display_condition_type=>'ITEM_IS_NOT_NULL'
,p_plug_display_when_condition=>'P11_ID_CONTRAT'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035600505773470)
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
 p_id=>wwv_flow_imp.id(21035600505774314)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035600505773470)
,p_button_name=>'CANCEL'
,p_button_action=>'DEFINED_BY_DA'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Annuler'
,p_button_position=>'CLOSE'
,p_warn_on_unsaved_changes=>null
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035600505774540)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035600505773470)
,p_button_name=>'DELETE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Supprimer'
,p_button_position=>'DELETE'
,p_button_execute_validations=>'N'
,p_confirm_message=>'&APP_TEXT$DELETE_MSG!RAW.'
,p_confirm_style=>'danger'
,p_button_condition=>'P11_ID_CONTRAT'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'DELETE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035600505774817)
,p_button_sequence=>30
,p_button_plug_id=>wwv_flow_imp.id(21035600505773470)
,p_button_name=>'SAVE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Enregistrer'
,p_button_position=>'NEXT'
,p_button_condition=>'P11_ID_CONTRAT'
,p_button_condition_type=>'ITEM_IS_NOT_NULL'
,p_database_action=>'UPDATE'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035600505775388)
,p_button_sequence=>40
,p_button_plug_id=>wwv_flow_imp.id(21035600505773470)
,p_button_name=>'CREATE'
,p_button_action=>'SUBMIT'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_is_hot=>'Y'
,p_button_image_alt=>unistr('Cr\00E9er')
,p_button_position=>'NEXT'
,p_button_condition=>'P11_ID_CONTRAT'
,p_button_condition_type=>'ITEM_IS_NULL'
,p_database_action=>'INSERT'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505775703)
,p_name=>'P11_ID_CONTRAT'
,p_source_data_type=>'NUMBER'
,p_is_primary_key=>true
,p_is_query_only=>true
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_use_cache_before_default=>'NO'
,p_prompt=>'Id'
,p_source=>'ID_CONTRAT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_HIDDEN'
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_protection_level=>'S'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'value_protected', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505775933)
,p_name=>'P11_NUMERO'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035600505772035)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>unistr('Num\00E9ro de contrat')
,p_placeholder=>'CT-2024-000001'
,p_source=>'NUMERO'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXT_FIELD'
,p_cSize=>30
,p_cMaxlength=>20
,p_field_template=>1609122147107268652
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_help_text=>unistr('Le num\00E9ro est attribu\00E9 par le si\00E8ge ; il figure sur toutes les pi\00E8ces.')
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'disabled', 'N',
  'submit_when_enter_pressed', 'N',
  'subtype', 'TEXT',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505776433)
,p_name=>'P11_ID_CLIENT'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035600505772035)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Client'
,p_source=>'ID_CLIENT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_CLIENTS'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nom || '' '' || prenom || '' ('' || numero || '')'' d,',
'       id_client r',
'  from table(orassadm.pkg_clients.liste)'))
,p_lov_display_null=>'YES'
,p_cSize=>30
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
 p_id=>wwv_flow_imp.id(21035600505776970)
,p_name=>'P11_ID_AGENCE'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>40
,p_item_plug_id=>wwv_flow_imp.id(21035600505772035)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Agence'
,p_source=>'ID_AGENCE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_AGENCES'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nom d, id_agence r',
'  from table(orassadm.pkg_reference.agences)',
' where active = ''O'''))
,p_lov_display_null=>'YES'
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
 p_id=>wwv_flow_imp.id(21035600505777161)
,p_name=>'P11_ID_PRODUIT'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>50
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Produit'
,p_source=>'ID_PRODUIT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_PRODUITS'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select libelle d, id_produit r',
'  from table(orassadm.pkg_reference.produits)'))
,p_cSize=>30
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
 p_id=>wwv_flow_imp.id(21035600505777563)
,p_name=>'P11_DATE_EFFET'
,p_source_data_type=>'DATE'
,p_is_required=>true
,p_item_sequence=>60
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Date d''effet'
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_EFFET'
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
 p_id=>wwv_flow_imp.id(21035600505778393)
,p_name=>'P11_DATE_ECHEANCE'
,p_source_data_type=>'DATE'
,p_item_sequence=>70
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>unistr('\00C9ch\00E9ance')
,p_format_mask=>'DD/MM/YYYY'
,p_source=>'DATE_ECHEANCE'
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
 p_id=>wwv_flow_imp.id(21035600505779220)
,p_name=>'P11_MONTANT_PRIME'
,p_source_data_type=>'NUMBER'
,p_is_required=>true
,p_item_sequence=>80
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Prime annuelle'
,p_format_mask=>'999G999G990D00'
,p_source=>'MONTANT_PRIME'
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
 p_id=>wwv_flow_imp.id(21035600505779837)
,p_name=>'P11_FRACTIONNEMENT'
,p_source_data_type=>'VARCHAR2'
,p_item_sequence=>90
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_item_default=>'A'
,p_prompt=>'Fractionnement'
,p_source=>'FRACTIONNEMENT'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_FRACTIONNEMENT'
,p_lov=>'.'||wwv_flow_imp.id(21034808091082894)||'.'
,p_cHeight=>1
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505780748)
,p_name=>'P11_STATUT'
,p_source_data_type=>'VARCHAR2'
,p_is_required=>true
,p_item_sequence=>100
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
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
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505781650)
,p_name=>'P11_COMMENTAIRE'
,p_source_data_type=>'VARCHAR2'
,p_item_sequence=>110
,p_item_plug_id=>wwv_flow_imp.id(21035600505772303)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>'Commentaire'
,p_source=>'COMMENTAIRE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_TEXTAREA'
,p_cSize=>60
,p_cMaxlength=>4000
,p_cHeight=>4
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'auto_height', 'N',
  'character_counter', 'N',
  'resizable', 'Y',
  'trim_spaces', 'BOTH')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505782264)
,p_name=>'P11_CREE_LE'
,p_source_data_type=>'DATE'
,p_is_query_only=>true
,p_item_sequence=>120
,p_item_plug_id=>wwv_flow_imp.id(21035600505773191)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>unistr('Cr\00E9\00E9 le')
,p_format_mask=>'DD/MM/YYYY HH24:MI'
,p_source=>'CREE_LE'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_DISPLAY_ONLY'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'based_on', 'VALUE',
  'format', 'PLAIN',
  'send_on_page_submit', 'Y',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035600505782889)
,p_name=>'P11_CREE_PAR'
,p_source_data_type=>'VARCHAR2'
,p_is_query_only=>true
,p_item_sequence=>130
,p_item_plug_id=>wwv_flow_imp.id(21035600505773191)
,p_item_source_plug_id=>wwv_flow_imp.id(21035600505771173)
,p_prompt=>unistr('Cr\00E9\00E9 par')
,p_source=>'CREE_PAR'
,p_source_type=>'REGION_SOURCE_COLUMN'
,p_display_as=>'NATIVE_DISPLAY_ONLY'
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_is_persistent=>'N'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'based_on', 'VALUE',
  'format', 'PLAIN',
  'send_on_page_submit', 'Y',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035600505783302)
,p_validation_name=>unistr('L''\00E9ch\00E9ance suit la date d''effet')
,p_validation_sequence=>10
,p_validation=>'to_date(:P11_DATE_ECHEANCE, ''DD/MM/YYYY'') > to_date(:P11_DATE_EFFET, ''DD/MM/YYYY'')'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>unistr('L''\00E9ch\00E9ance doit \00EAtre post\00E9rieure \00E0 la date d''effet.')
,p_associated_item=>wwv_flow_imp.id(21035600505778393)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035600505784222)
,p_validation_name=>'La prime est positive'
,p_validation_sequence=>20
,p_validation=>':P11_MONTANT_PRIME > 0'
,p_validation2=>'PLSQL'
,p_validation_type=>'EXPRESSION'
,p_error_message=>unistr('La prime annuelle doit \00EAtre sup\00E9rieure \00E0 z\00E9ro.')
,p_associated_item=>wwv_flow_imp.id(21035600505779220)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_validation(
 p_id=>wwv_flow_imp.id(21035600505784924)
,p_validation_name=>unistr('Num\00E9ro d\00E9j\00E0 utilis\00E9')
,p_validation_sequence=>30
,p_validation=>wwv_flow_string.join(wwv_flow_t_varchar2(
'return orassadm.pkg_contrats.controle_numero (',
'    p_numero     => :P11_NUMERO,',
'    p_id_contrat => :P11_ID_CONTRAT );'))
,p_validation2=>'PLSQL'
,p_validation_type=>'FUNC_BODY_RETURNING_ERR_TEXT'
,p_when_button_pressed=>wwv_flow_imp.id(21035600505775388)
,p_associated_item=>wwv_flow_imp.id(21035600505775933)
,p_error_display_location=>'INLINE_WITH_FIELD_AND_NOTIFICATION'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035600505785899)
,p_name=>'Proposer la prime'
,p_event_sequence=>20
,p_triggering_element_type=>'ITEM'
,p_triggering_element=>'P11_ID_PRODUIT'
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'change'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035600505786122)
,p_event_id=>wwv_flow_imp.id(21035600505785899)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_name=>'Prime du tarif'
,p_action=>'NATIVE_SET_VALUE'
,p_affected_elements_type=>'ITEM'
,p_affected_elements=>'P11_MONTANT_PRIME'
,p_attribute_01=>'FUNCTION_BODY'
,p_attribute_03=>wwv_flow_string.join(wwv_flow_t_varchar2(
'return orassadm.pkg_tarifs.prime (',
'    p_id_produit => :P11_ID_PRODUIT );'))
,p_attribute_05=>'PLSQL'
,p_attribute_07=>'P11_ID_PRODUIT'
,p_attribute_08=>'N'
,p_attribute_09=>'N'
,p_wait_for_result=>'Y'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035600505786803)
,p_name=>'Annuler la saisie'
,p_event_sequence=>10
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035600505774314)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'click'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035600505787360)
,p_event_id=>wwv_flow_imp.id(21035600505786803)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_DIALOG_CANCEL'
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035600505787906)
,p_process_sequence=>10
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_PLSQL'
,p_process_name=>'Enregistrer le contrat'
,p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(
'orassadm.pkg_contrats.enregistrer (',
'    p_action         => :REQUEST,',
'    p_id_contrat     => :P11_ID_CONTRAT,',
'    p_numero         => :P11_NUMERO,',
'    p_id_client      => :P11_ID_CLIENT,',
'    p_id_agence      => :P11_ID_AGENCE,',
'    p_id_produit     => :P11_ID_PRODUIT,',
'    p_date_effet     => to_date(:P11_DATE_EFFET, ''DD/MM/YYYY''),',
'    p_date_echeance  => to_date(:P11_DATE_ECHEANCE, ''DD/MM/YYYY''),',
'    p_montant_prime  => :P11_MONTANT_PRIME,',
'    p_fractionnement => :P11_FRACTIONNEMENT,',
'    p_statut         => :P11_STATUT,',
'    p_commentaire    => :P11_COMMENTAIRE );'))
,p_process_clob_language=>'PLSQL'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_success_message=>unistr('Contrat enregistr\00E9.')
,p_internal_uid=>21035600505787906
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035600505788549)
,p_process_sequence=>50
,p_process_point=>'AFTER_SUBMIT'
,p_process_type=>'NATIVE_CLOSE_WINDOW'
,p_process_name=>unistr('Fermer la bo\00EEte de dialogue')
,p_attribute_02=>'N'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_process_when=>'CREATE,SAVE,DELETE'
,p_process_when_type=>'REQUEST_IN_CONDITION'
,p_internal_uid=>21035600505788549
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035600505789237)
,p_process_sequence=>10
,p_process_point=>'BEFORE_HEADER'
,p_region_id=>wwv_flow_imp.id(21035600505771173)
,p_process_type=>'NATIVE_FORM_INIT'
,p_process_name=>'Initialiser le contrat'
,p_error_display_location=>'INLINE_IN_NOTIFICATION'
,p_internal_uid=>21035600505789237
);
wwv_flow_imp.component_end;
end;
/
