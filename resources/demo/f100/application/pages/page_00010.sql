prompt --application/pages/page_00010
begin
--   Manifest
--     PAGE: 00010
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
 p_id=>10
,p_name=>'Contrats'
,p_alias=>'CONTRATS'
,p_step_title=>'Contrats'
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
,p_help_text=>'La liste des contrats du portefeuille. Les filtres du haut limitent la liste, un clic sur le crayon ouvre le contrat.'
,p_page_component_map=>'18'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035548578030456)
,p_plug_name=>'Fil d''Ariane'
,p_region_template_options=>'#DEFAULT#:t-BreadcrumbRegion--useBreadcrumbTitle'
,p_component_template_options=>'#DEFAULT#'
,p_plug_template=>2531463326621247859
,p_plug_display_sequence=>10
,p_plug_display_point=>'REGION_POSITION_01'
,p_menu_id=>wwv_flow_imp.id(21035308603431421)
,p_plug_source_type=>'NATIVE_BREADCRUMB'
,p_menu_template_id=>4072363345357175094
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035548578031352)
,p_plug_name=>'Filtres'
,p_region_template_options=>'#DEFAULT#:is-expanded:t-Region--removeHeader js-removeLandmark:t-Region--noPadding'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>20
,p_location=>null
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035548578032242)
,p_plug_name=>'Contrats'
,p_region_template_options=>'#DEFAULT#'
,p_component_template_options=>'#DEFAULT#'
,p_plug_template=>2100526641005906379
,p_plug_display_sequence=>30
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select c.id_contrat,',
'       c.numero,',
'       c.client,',
'       c.agence,',
'       c.produit,',
'       c.date_effet,',
'       c.date_echeance,',
'       c.montant_prime,',
'       c.fractionnement,',
'       c.statut,',
'       c.id_agence',
'  from table(orassadm.pkg_contrats.liste(',
'               p_statut => :P10_STATUT )) c',
' where (:P10_AGENCE is null or c.id_agence = :P10_AGENCE)',
'   and (:P10_EFFET_DEPUIS is null',
'        or c.date_effet >= to_date(:P10_EFFET_DEPUIS, ''DD/MM/YYYY''))'))
,p_lazy_loading=>false
,p_plug_source_type=>'NATIVE_IR'
,p_ajax_items_to_submit=>'P10_STATUT,P10_AGENCE,P10_EFFET_DEPUIS'
,p_prn_content_disposition=>'ATTACHMENT'
,p_prn_units=>'MILLIMETERS'
,p_prn_paper_size=>'A4'
,p_prn_width=>297
,p_prn_height=>210
,p_prn_orientation=>'HORIZONTAL'
,p_prn_page_header=>'Contrats'
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id(21035548578033216)
,p_name=>'Contrats'
,p_max_row_count_message=>unistr('Cet \00E9tat est limit\00E9 \00E0 #MAX_ROW_COUNT# lignes, ajoutez un filtre.')
,p_no_data_found_message=>unistr('Aucune donn\00E9e.')
,p_allow_save_rpt_public=>'N'
,p_pagination_type=>'ROWS_X_TO_Y'
,p_pagination_display_pos=>'BOTTOM_RIGHT'
,p_report_list_mode=>'TABS'
,p_lazy_loading=>false
,p_show_detail_link=>'C'
,p_show_notify=>'Y'
,p_download_formats=>'CSV:HTML:XLSX:PDF'
,p_enable_mail_download=>'Y'
,p_detail_link=>'f?p=&APP_ID.:11:&SESSION.::&DEBUG.:RP:P11_ID_CONTRAT:\#ID_CONTRAT#\'
,p_detail_link_text=>'<span role="img" aria-label="Modifier" class="fa fa-edit" title="Modifier"></span>'
,p_owner=>'ADMIN'
,p_internal_uid=>21035548578033216
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578033371)
,p_db_column_name=>'ID_CONTRAT'
,p_display_order=>10
,p_column_identifier=>'A'
,p_column_label=>'Id'
,p_column_type=>'NUMBER'
,p_display_text_as=>'HIDDEN_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578033886)
,p_db_column_name=>'NUMERO'
,p_display_order=>20
,p_column_identifier=>'B'
,p_column_label=>unistr('Num\00E9ro')
,p_column_link=>'f?p=&APP_ID.:11:&SESSION.::&DEBUG.:RP:P11_ID_CONTRAT:\#ID_CONTRAT#\'
,p_column_linktext=>'#NUMERO#'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578034101)
,p_db_column_name=>'CLIENT'
,p_display_order=>30
,p_column_identifier=>'C'
,p_column_label=>'Client'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578035070)
,p_db_column_name=>'AGENCE'
,p_display_order=>40
,p_column_identifier=>'D'
,p_column_label=>'Agence'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578035516)
,p_db_column_name=>'PRODUIT'
,p_display_order=>50
,p_column_identifier=>'E'
,p_column_label=>'Produit'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578036219)
,p_db_column_name=>'DATE_EFFET'
,p_display_order=>60
,p_column_identifier=>'F'
,p_column_label=>'Date d''effet'
,p_column_type=>'DATE'
,p_heading_alignment=>'LEFT'
,p_format_mask=>'DD/MM/YYYY'
,p_tz_dependent=>'N'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578036638)
,p_db_column_name=>'DATE_ECHEANCE'
,p_display_order=>70
,p_column_identifier=>'G'
,p_column_label=>unistr('\00C9ch\00E9ance')
,p_column_type=>'DATE'
,p_heading_alignment=>'LEFT'
,p_format_mask=>'DD/MM/YYYY'
,p_tz_dependent=>'N'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578037272)
,p_db_column_name=>'MONTANT_PRIME'
,p_display_order=>80
,p_column_identifier=>'H'
,p_column_label=>'Prime annuelle'
,p_column_type=>'NUMBER'
,p_heading_alignment=>'RIGHT'
,p_column_alignment=>'RIGHT'
,p_format_mask=>'999G999G990D00'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578038120)
,p_db_column_name=>'FRACTIONNEMENT'
,p_display_order=>90
,p_column_identifier=>'I'
,p_column_label=>'Fractionnement'
,p_column_type=>'STRING'
,p_display_text_as=>'LOV_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_rpt_named_lov=>wwv_flow_imp.id(21034808091082894)
,p_rpt_show_filter_lov=>'1'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578038224)
,p_db_column_name=>'STATUT'
,p_display_order=>100
,p_column_identifier=>'J'
,p_column_label=>'Statut'
,p_column_type=>'STRING'
,p_display_text_as=>'LOV_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_rpt_named_lov=>wwv_flow_imp.id(21035072238067178)
,p_rpt_show_filter_lov=>'1'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035548578038963)
,p_db_column_name=>'ID_AGENCE'
,p_display_order=>110
,p_column_identifier=>'K'
,p_column_label=>'Id Agence'
,p_column_type=>'NUMBER'
,p_display_text_as=>'HIDDEN_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_rpt(
 p_id=>wwv_flow_imp.id(21035548578039097)
,p_application_user=>'APXWS_DEFAULT'
,p_report_seq=>10
,p_report_alias=>'210355'
,p_status=>'PUBLIC'
,p_is_default=>'Y'
,p_display_rows=>50
,p_report_columns=>'NUMERO:CLIENT:AGENCE:PRODUIT:DATE_EFFET:DATE_ECHEANCE:MONTANT_PRIME:FRACTIONNEMENT:STATUT'
,p_sort_column_1=>'DATE_EFFET'
,p_sort_direction_1=>'DESC'
);
wwv_flow_imp_page.create_worksheet_condition(
 p_id=>wwv_flow_imp.id(21035548578039271)
,p_report_id=>wwv_flow_imp.id(21035548578039097)
,p_name=>unistr('Contrat r\00E9sili\00E9')
,p_condition_type=>'HIGHLIGHT'
,p_allow_delete=>'Y'
,p_column_name=>'STATUT'
,p_operator=>'='
,p_expr=>'RESILIE'
,p_condition_sql=>' (case when ("STATUT" = #APXWS_EXPR#) then #APXWS_HL_ID# end) '
,p_condition_display=>'#APXWS_COL_NAME# = ''''RESILIE''''  '
,p_enabled=>'Y'
,p_highlight_sequence=>10
,p_row_bg_color=>'#fbe3e1'
,p_row_font_color=>'#a3261f'
);
wwv_flow_imp_page.create_worksheet_condition(
 p_id=>wwv_flow_imp.id(21035548578039781)
,p_report_id=>wwv_flow_imp.id(21035548578039097)
,p_name=>'Contrat suspendu'
,p_condition_type=>'HIGHLIGHT'
,p_allow_delete=>'Y'
,p_column_name=>'STATUT'
,p_operator=>'='
,p_expr=>'SUSPENDU'
,p_condition_sql=>' (case when ("STATUT" = #APXWS_EXPR#) then #APXWS_HL_ID# end) '
,p_condition_display=>'#APXWS_COL_NAME# = ''''SUSPENDU''''  '
,p_enabled=>'Y'
,p_highlight_sequence=>20
,p_row_bg_color=>'#fdf3d8'
,p_row_font_color=>'#6b4e00'
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035548578040517)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035548578032242)
,p_button_name=>'RESET'
,p_button_action=>'REDIRECT_PAGE'
,p_button_template_options=>'t-Button--iconLeft:t-Button--gapRight'
,p_button_template_id=>2082829544945815391
,p_button_image_alt=>unistr('R\00E9initialiser')
,p_button_position=>'RIGHT_OF_IR_SEARCH_BAR'
,p_button_alignment=>'RIGHT'
,p_button_redirect_url=>'f?p=&APP_ID.:&APP_PAGE_ID.:&SESSION.::&DEBUG.:&APP_PAGE_ID.,RR,10::'
,p_icon_css_classes=>'fa-undo-alt'
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035548578040640)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035548578032242)
,p_button_name=>'CREER'
,p_button_action=>'REDIRECT_PAGE'
,p_button_template_options=>'t-Button--iconLeft'
,p_button_template_id=>2082829544945815391
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Nouveau contrat'
,p_button_position=>'RIGHT_OF_IR_SEARCH_BAR'
,p_button_redirect_url=>'f?p=&APP_ID.:11:&SESSION.::&DEBUG.:11::'
,p_icon_css_classes=>'fa-plus'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035548578041549)
,p_button_sequence=>30
,p_button_plug_id=>wwv_flow_imp.id(21035548578031352)
,p_button_name=>'RECHERCHER'
,p_button_action=>'DEFINED_BY_DA'
,p_button_template_options=>'#DEFAULT#'
,p_button_template_id=>4072362960822175091
,p_button_image_alt=>'Rechercher'
,p_button_position=>'EDIT'
,p_warn_on_unsaved_changes=>null
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035548578042138)
,p_name=>'P10_AGENCE'
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035548578031352)
,p_item_default=>'G_AGENCE'
,p_item_default_type=>'ITEM'
,p_prompt=>'Agence'
,p_display_as=>'NATIVE_POPUP_LOV'
,p_named_lov=>'LOV_AGENCES'
,p_lov=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nom d, id_agence r',
'  from table(orassadm.pkg_reference.agences)',
' where active = ''O'''))
,p_lov_display_null=>'YES'
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
 p_id=>wwv_flow_imp.id(21035548578042391)
,p_name=>'P10_STATUT'
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035548578031352)
,p_prompt=>'Statut'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_STATUT_CONTRAT'
,p_lov=>'.'||wwv_flow_imp.id(21035072238067178)||'.'
,p_lov_display_null=>'YES'
,p_lov_null_text=>'- Tous -'
,p_cHeight=>1
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035548578042688)
,p_name=>'P10_EFFET_DEPUIS'
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035548578031352)
,p_prompt=>'Effet depuis le'
,p_format_mask=>'DD/MM/YYYY'
,p_display_as=>'NATIVE_DATE_PICKER_APEX'
,p_cSize=>30
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'display_as', 'POPUP',
  'max_date', 'NONE',
  'min_date', 'NONE',
  'multiple_months', 'N',
  'show_time', 'N',
  'use_defaults', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_computation(
 p_id=>wwv_flow_imp.id(21035548578049258)
,p_computation_sequence=>10
,p_computation_item=>'P10_STATUT'
,p_computation_point=>'BEFORE_HEADER'
,p_computation_type=>'STATIC_ASSIGNMENT'
,p_computation=>'ACTIF'
,p_compute_when=>'P10_STATUT'
,p_compute_when_type=>'ITEM_IS_NULL'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035548578043468)
,p_name=>'Filtrer la liste'
,p_event_sequence=>10
,p_triggering_element_type=>'ITEM'
,p_triggering_element=>'P10_AGENCE,P10_STATUT,P10_EFFET_DEPUIS'
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'change'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035548578044096)
,p_event_id=>wwv_flow_imp.id(21035548578043468)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035548578032242)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035548578044274)
,p_name=>'Rechercher'
,p_event_sequence=>20
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035548578041549)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'click'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035548578045068)
,p_event_id=>wwv_flow_imp.id(21035548578044274)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035548578032242)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035548578045972)
,p_name=>unistr('Rafra\00EEchir apr\00E8s saisie')
,p_event_sequence=>90
,p_triggering_element_type=>'REGION'
,p_triggering_region_id=>wwv_flow_imp.id(21035548578032242)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035548578046894)
,p_event_id=>wwv_flow_imp.id(21035548578045972)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035548578032242)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035548578047860)
,p_name=>unistr('Rafra\00EEchir apr\00E8s cr\00E9ation')
,p_event_sequence=>95
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035548578040640)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035548578048531)
,p_event_id=>wwv_flow_imp.id(21035548578047860)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035548578032242)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_process(
 p_id=>wwv_flow_imp.id(21035548578049967)
,p_process_sequence=>10
,p_process_point=>'ON_SUBMIT_BEFORE_COMPUTATION'
,p_process_type=>'NATIVE_SESSION_STATE'
,p_process_name=>'Vider le cache des filtres'
,p_attribute_01=>'CLEAR_CACHE_FOR_PAGES'
,p_attribute_04=>'10'
,p_process_when=>'RESET'
,p_process_when_type=>'REQUEST_EQUALS_CONDITION'
,p_internal_uid=>21035548578049967
);
wwv_flow_imp.component_end;
end;
/
