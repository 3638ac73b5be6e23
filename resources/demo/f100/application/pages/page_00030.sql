prompt --application/pages/page_00030
begin
--   Manifest
--     PAGE: 00030
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
 p_id=>30
,p_name=>'Sinistres'
,p_alias=>'SINISTRES'
,p_step_title=>'Sinistres'
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256358833)
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
,p_page_component_map=>'18'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035744755212341)
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
 p_id=>wwv_flow_imp.id(21035744755212675)
,p_plug_name=>'Recherche'
,p_region_template_options=>'#DEFAULT#:is-expanded:t-Region--scrollBody'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>20
,p_location=>null
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'TEXT',
  'show_line_breaks', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035744755213143)
,p_plug_name=>'Dossiers de sinistre'
,p_region_template_options=>'#DEFAULT#'
,p_component_template_options=>'#DEFAULT#'
,p_plug_template=>2100526641005906379
,p_plug_display_sequence=>30
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select s.id_sinistre,',
'       s.numero,',
'       s.police,',
'       s.assure,',
'       s.nature,',
'       s.date_survenance,',
'       s.date_declaration,',
'       s.lieu,',
'       s.montant_estime,',
'       s.montant_regle,',
'       s.gravite,',
'       s.statut',
'  from table(orassadm.pkg_sinistres.liste(',
'               p_statut => :P30_STATUT,',
'               p_nature => :P30_NATURE )) s',
' where (:P30_SURVENU_DEPUIS is null',
'        or s.date_survenance >= to_date(:P30_SURVENU_DEPUIS, ''DD/MM/YYYY''))'))
,p_lazy_loading=>false
,p_plug_source_type=>'NATIVE_IR'
,p_ajax_items_to_submit=>'P30_STATUT,P30_NATURE,P30_SURVENU_DEPUIS'
,p_prn_content_disposition=>'ATTACHMENT'
,p_prn_units=>'MILLIMETERS'
,p_prn_paper_size=>'A4'
,p_prn_width=>297
,p_prn_height=>210
,p_prn_orientation=>'HORIZONTAL'
,p_prn_page_header=>'Dossiers de sinistre'
);
wwv_flow_imp_page.create_worksheet(
 p_id=>wwv_flow_imp.id(21035744755213578)
,p_name=>'Dossiers de sinistre'
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
,p_detail_link=>'f?p=&APP_ID.:31:&SESSION.::&DEBUG.:RP:P31_ID_SINISTRE:\#ID_SINISTRE#\'
,p_detail_link_text=>'<span role="img" aria-label="Modifier" class="fa fa-edit" title="Modifier"></span>'
,p_owner=>'ADMIN'
,p_internal_uid=>21035744755213578
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755214316)
,p_db_column_name=>'ID_SINISTRE'
,p_display_order=>10
,p_column_identifier=>'A'
,p_column_label=>'Id'
,p_column_type=>'NUMBER'
,p_display_text_as=>'HIDDEN_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755214819)
,p_db_column_name=>'NUMERO'
,p_display_order=>20
,p_column_identifier=>'B'
,p_column_label=>unistr('Num\00E9ro')
,p_column_link=>'f?p=&APP_ID.:31:&SESSION.::&DEBUG.:RP:P31_ID_SINISTRE:\#ID_SINISTRE#\'
,p_column_linktext=>'#NUMERO#'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755215081)
,p_db_column_name=>'POLICE'
,p_display_order=>30
,p_column_identifier=>'C'
,p_column_label=>'Police'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755215574)
,p_db_column_name=>'ASSURE'
,p_display_order=>40
,p_column_identifier=>'D'
,p_column_label=>unistr('Assur\00E9')
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755216510)
,p_db_column_name=>'NATURE'
,p_display_order=>50
,p_column_identifier=>'E'
,p_column_label=>'Nature'
,p_column_type=>'STRING'
,p_display_text_as=>'LOV_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_rpt_named_lov=>wwv_flow_imp.id(21034872096442133)
,p_rpt_show_filter_lov=>'1'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755217044)
,p_db_column_name=>'DATE_SURVENANCE'
,p_display_order=>60
,p_column_identifier=>'F'
,p_column_label=>'Survenu le'
,p_column_type=>'DATE'
,p_heading_alignment=>'LEFT'
,p_format_mask=>'DD/MM/YYYY'
,p_tz_dependent=>'N'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755218025)
,p_db_column_name=>'DATE_DECLARATION'
,p_display_order=>70
,p_column_identifier=>'G'
,p_column_label=>unistr('D\00E9clar\00E9 le')
,p_column_type=>'DATE'
,p_heading_alignment=>'LEFT'
,p_format_mask=>'DD/MM/YYYY'
,p_tz_dependent=>'N'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755218983)
,p_db_column_name=>'LIEU'
,p_display_order=>80
,p_column_identifier=>'H'
,p_column_label=>'Lieu'
,p_column_type=>'STRING'
,p_heading_alignment=>'LEFT'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755219732)
,p_db_column_name=>'MONTANT_ESTIME'
,p_display_order=>90
,p_column_identifier=>'I'
,p_column_label=>'Estimation'
,p_column_type=>'NUMBER'
,p_heading_alignment=>'RIGHT'
,p_column_alignment=>'RIGHT'
,p_format_mask=>'999G999G990D00'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755219953)
,p_db_column_name=>'MONTANT_REGLE'
,p_display_order=>100
,p_column_identifier=>'J'
,p_column_label=>unistr('R\00E9gl\00E9')
,p_column_type=>'NUMBER'
,p_heading_alignment=>'RIGHT'
,p_column_alignment=>'RIGHT'
,p_format_mask=>'999G999G990D00'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755220925)
,p_db_column_name=>'GRAVITE'
,p_display_order=>110
,p_column_identifier=>'K'
,p_column_label=>unistr('Gravit\00E9')
,p_column_type=>'STRING'
,p_display_text_as=>'LOV_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_rpt_named_lov=>wwv_flow_imp.id(21034828861501215)
,p_rpt_show_filter_lov=>'1'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_column(
 p_id=>wwv_flow_imp.id(21035744755221639)
,p_db_column_name=>'STATUT'
,p_display_order=>120
,p_column_identifier=>'L'
,p_column_label=>'Statut'
,p_column_type=>'STRING'
,p_display_text_as=>'LOV_ESCAPE_SC'
,p_heading_alignment=>'LEFT'
,p_rpt_named_lov=>wwv_flow_imp.id(21035145303246797)
,p_rpt_show_filter_lov=>'1'
,p_use_as_row_header=>'N'
);
wwv_flow_imp_page.create_worksheet_rpt(
 p_id=>wwv_flow_imp.id(21035744755222125)
,p_application_user=>'APXWS_DEFAULT'
,p_report_seq=>10
,p_report_alias=>'210357'
,p_status=>'PUBLIC'
,p_is_default=>'Y'
,p_display_rows=>50
,p_report_columns=>'NUMERO:POLICE:ASSURE:NATURE:DATE_SURVENANCE:DATE_DECLARATION:LIEU:MONTANT_ESTIME:MONTANT_REGLE:GRAVITE:STATUT'
,p_sort_column_1=>'DATE_DECLARATION'
,p_sort_direction_1=>'DESC'
);
wwv_flow_imp_page.create_worksheet_condition(
 p_id=>wwv_flow_imp.id(21035744755222841)
,p_report_id=>wwv_flow_imp.id(21035744755222125)
,p_name=>unistr('Dossier refus\00E9')
,p_condition_type=>'HIGHLIGHT'
,p_allow_delete=>'Y'
,p_column_name=>'STATUT'
,p_operator=>'='
,p_expr=>'REFUSE'
,p_condition_sql=>' (case when ("STATUT" = #APXWS_EXPR#) then #APXWS_HL_ID# end) '
,p_condition_display=>'#APXWS_COL_NAME# = ''''REFUSE''''  '
,p_enabled=>'Y'
,p_highlight_sequence=>10
,p_row_bg_color=>'#fbe3e1'
,p_row_font_color=>'#a3261f'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035744755223633)
,p_plug_name=>'Charge par nature'
,p_region_template_options=>'#DEFAULT#:js-showMaximizeButton:t-Region--scrollBody'
,p_component_template_options=>'#DEFAULT#'
,p_escape_on_http_output=>'Y'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>40
,p_location=>null
,p_plug_source_type=>'NATIVE_JET_CHART'
,p_plug_query_num_rows=>15
);
wwv_flow_imp_page.create_jet_chart(
 p_id=>wwv_flow_imp.id(21035744755224211)
,p_region_id=>wwv_flow_imp.id(21035744755223633)
,p_chart_type=>'bar'
,p_height=>'320'
,p_animation_on_display=>'auto'
,p_animation_on_data_change=>'auto'
,p_orientation=>'vertical'
,p_data_cursor=>'auto'
,p_data_cursor_behavior=>'auto'
,p_hide_and_show_behavior=>'withRescale'
,p_hover_behavior=>'dim'
,p_stack=>'off'
,p_connect_nulls=>'Y'
,p_sorting=>'label-asc'
,p_fill_multi_series_gaps=>true
,p_zoom_and_scroll=>'off'
,p_tooltip_rendered=>'Y'
,p_show_series_name=>true
,p_show_group_name=>true
,p_show_value=>true
,p_legend_rendered=>'on'
,p_legend_position=>'auto'
);
wwv_flow_imp_page.create_jet_chart_series(
 p_id=>wwv_flow_imp.id(21035744755224572)
,p_chart_id=>wwv_flow_imp.id(21035744755224211)
,p_seq=>10
,p_name=>unistr('Estim\00E9')
,p_data_source_type=>'SQL'
,p_data_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nature, sum(montant_estime) montant',
'  from table(orassadm.pkg_sinistres.liste)',
' group by nature',
' order by 2 desc'))
,p_items_label_column_name=>'NATURE'
,p_items_value_column_name=>'MONTANT'
,p_color=>'#c8963e'
,p_assigned_to_y2=>'off'
,p_items_label_rendered=>false
);
wwv_flow_imp_page.create_jet_chart_series(
 p_id=>wwv_flow_imp.id(21035744755224823)
,p_chart_id=>wwv_flow_imp.id(21035744755224211)
,p_seq=>20
,p_name=>unistr('R\00E9gl\00E9')
,p_data_source_type=>'SQL'
,p_data_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select nature, sum(montant_regle) montant',
'  from table(orassadm.pkg_sinistres.liste)',
' group by nature',
' order by 2 desc'))
,p_items_label_column_name=>'NATURE'
,p_items_value_column_name=>'MONTANT'
,p_color=>'#1f4e79'
,p_assigned_to_y2=>'off'
,p_items_label_rendered=>false
);
wwv_flow_imp_page.create_jet_chart_axis(
 p_id=>wwv_flow_imp.id(21035744755225102)
,p_chart_id=>wwv_flow_imp.id(21035744755224211)
,p_axis=>'x'
,p_is_rendered=>'on'
,p_title=>'Nature'
,p_format_scaling=>'auto'
,p_scaling=>'linear'
,p_baseline_scaling=>'zero'
,p_major_tick_rendered=>'on'
,p_minor_tick_rendered=>'off'
,p_tick_label_rendered=>'on'
,p_tick_label_rotation=>'auto'
,p_tick_label_position=>'outside'
);
wwv_flow_imp_page.create_jet_chart_axis(
 p_id=>wwv_flow_imp.id(21035744755225720)
,p_chart_id=>wwv_flow_imp.id(21035744755224211)
,p_axis=>'y'
,p_is_rendered=>'on'
,p_title=>'Montant'
,p_format_type=>'decimal'
,p_decimal_places=>0
,p_format_scaling=>'none'
,p_scaling=>'linear'
,p_baseline_scaling=>'zero'
,p_position=>'auto'
,p_major_tick_rendered=>'on'
,p_minor_tick_rendered=>'off'
,p_tick_label_rendered=>'on'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035744755225850)
,p_plug_name=>'Dossiers en retard'
,p_region_template_options=>'#DEFAULT#:t-Alert--horizontal:t-Alert--defaultIcons:t-Alert--warning'
,p_plug_template=>2040683448887306517
,p_plug_display_sequence=>50
,p_location=>null
,p_plug_source=>'&P30_EN_RETARD. dossiers attendent une expertise depuis plus de 30 jours.'
,p_plug_display_condition_type=>'VAL_OF_ITEM_IN_COND_NOT_EQ_COND2'
,p_plug_display_when_condition=>'P30_EN_RETARD'
,p_plug_display_when_cond2=>'0'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'HTML')).to_clob
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035744755226182)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21035744755213143)
,p_button_name=>'DECLARER'
,p_button_action=>'REDIRECT_PAGE'
,p_button_template_options=>'t-Button--iconLeft'
,p_button_template_id=>2082829544945815391
,p_button_is_hot=>'Y'
,p_button_image_alt=>unistr('D\00E9clarer un sinistre')
,p_button_position=>'RIGHT_OF_IR_SEARCH_BAR'
,p_button_redirect_url=>'f?p=&APP_ID.:31:&SESSION.::&DEBUG.:31::'
,p_icon_css_classes=>'fa-bullhorn'
,p_security_scheme=>wwv_flow_imp.id(21035244456562281)
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21035744755227066)
,p_button_sequence=>20
,p_button_plug_id=>wwv_flow_imp.id(21035744755213143)
,p_button_name=>'RESET'
,p_button_action=>'REDIRECT_PAGE'
,p_button_template_options=>'t-Button--iconLeft'
,p_button_template_id=>2082829544945815391
,p_button_image_alt=>unistr('R\00E9initialiser')
,p_button_position=>'RIGHT_OF_IR_SEARCH_BAR'
,p_button_redirect_url=>'f?p=&APP_ID.:&APP_PAGE_ID.:&SESSION.::&DEBUG.:&APP_PAGE_ID.,RR,30::'
,p_icon_css_classes=>'fa-undo-alt'
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035744755227179)
,p_name=>'P30_STATUT'
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035744755212675)
,p_prompt=>'Statut'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_STATUT_SINISTRE'
,p_lov=>'.'||wwv_flow_imp.id(21035145303246797)||'.'
,p_lov_display_null=>'YES'
,p_lov_null_text=>'- Tous -'
,p_cHeight=>1
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_lov_display_extra=>'NO'
,p_help_text=>unistr('Limite la liste aux dossiers dans cet \00E9tat.')
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035744755228102)
,p_name=>'P30_NATURE'
,p_item_sequence=>20
,p_item_plug_id=>wwv_flow_imp.id(21035744755212675)
,p_prompt=>'Nature'
,p_display_as=>'NATIVE_SELECT_LIST'
,p_named_lov=>'LOV_NATURE_SINISTRE'
,p_lov=>'.'||wwv_flow_imp.id(21034872096442133)||'.'
,p_lov_display_null=>'YES'
,p_lov_null_text=>'- Toutes -'
,p_cHeight=>1
,p_begin_on_new_line=>'N'
,p_field_template=>1609121967514267634
,p_item_template_options=>'#DEFAULT#'
,p_lov_display_extra=>'NO'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'page_action_on_selection', 'NONE')).to_clob
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035744755228529)
,p_name=>'P30_SURVENU_DEPUIS'
,p_item_sequence=>30
,p_item_plug_id=>wwv_flow_imp.id(21035744755212675)
,p_prompt=>'Survenu depuis le'
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
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035744755229479)
,p_name=>'P30_EN_RETARD'
,p_item_sequence=>40
,p_item_plug_id=>wwv_flow_imp.id(21035744755212675)
,p_display_as=>'NATIVE_HIDDEN'
,p_item_template_options=>'#DEFAULT#'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'value_protected', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_computation(
 p_id=>wwv_flow_imp.id(21035744755229717)
,p_computation_sequence=>10
,p_computation_item=>'P30_EN_RETARD'
,p_computation_point=>'BEFORE_HEADER'
,p_computation_type=>'FUNCTION_BODY'
,p_computation_language=>'PLSQL'
,p_computation=>wwv_flow_string.join(wwv_flow_t_varchar2(
'declare',
'    l_nombre number;',
'begin',
'    l_nombre := orassadm.pkg_sinistres.en_retard (',
'        p_jours => 30 );',
'    return to_char(l_nombre);',
'end;'))
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035744755230710)
,p_name=>'Filtrer les dossiers'
,p_event_sequence=>10
,p_triggering_element_type=>'ITEM'
,p_triggering_element=>'P30_STATUT,P30_NATURE,P30_SURVENU_DEPUIS'
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'change'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035744755230881)
,p_event_id=>wwv_flow_imp.id(21035744755230710)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035744755213143)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035744755231035)
,p_name=>unistr('Rafra\00EEchir apr\00E8s saisie')
,p_event_sequence=>90
,p_triggering_element_type=>'REGION'
,p_triggering_region_id=>wwv_flow_imp.id(21035744755213143)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035744755232009)
,p_event_id=>wwv_flow_imp.id(21035744755231035)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035744755213143)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21035744755232646)
,p_name=>unistr('Rafra\00EEchir apr\00E8s cr\00E9ation')
,p_event_sequence=>95
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21035744755226182)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21035744755233048)
,p_event_id=>wwv_flow_imp.id(21035744755232646)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21035744755213143)
,p_attribute_01=>'N'
);
wwv_flow_imp.component_end;
end;
/
