prompt --application/pages/page_00050
begin
--   Manifest
--     PAGE: 00050
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
 p_id=>50
,p_name=>'Agences'
,p_alias=>'AGENCES'
,p_step_title=>unistr('R\00E9seau des agences')
,p_autocomplete_on_off=>'OFF'
,p_group_id=>wwv_flow_imp.id(21035425256359360)
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
,p_page_component_map=>'13'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21036012448855832)
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
wwv_flow_imp_page.create_report_region(
 p_id=>wwv_flow_imp.id(21036012448856640)
,p_name=>'Agences'
,p_template=>4072358936313175081
,p_display_sequence=>20
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_component_template_options=>'#DEFAULT#:t-Report--altRowsDefault:t-Report--rowHighlight'
,p_source_type=>'NATIVE_SQL_REPORT'
,p_query_type=>'SQL'
,p_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select a.id_agence,',
'       a.code,',
'       a.nom,',
'       a.ville,',
'       a.telephone,',
'       a.contrats,',
'       a.active',
'  from table(orassadm.pkg_reference.agences) a',
' order by a.ville, a.nom'))
,p_ajax_enabled=>'Y'
,p_lazy_loading=>false
,p_query_row_template=>2538654340625403440
,p_query_num_rows=>25
,p_query_options=>'DERIVED_REPORT_COLUMNS'
,p_query_no_data_found=>'Aucune agence.'
,p_csv_output=>'Y'
,p_prn_output=>'N'
,p_sort_null=>'L'
,p_plug_query_strip_html=>'N'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448857202)
,p_query_column_id=>1
,p_column_alias=>'ID_AGENCE'
,p_column_display_sequence=>10
,p_column_heading=>'Id'
,p_heading_alignment=>'LEFT'
,p_hidden_column=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448858182)
,p_query_column_id=>2
,p_column_alias=>'CODE'
,p_column_display_sequence=>20
,p_column_heading=>'Code'
,p_column_link=>'f?p=&APP_ID.:51:&SESSION.::&DEBUG.:51:P51_ID_AGENCE:#ID_AGENCE#'
,p_column_linktext=>'#CODE#'
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448858581)
,p_query_column_id=>3
,p_column_alias=>'NOM'
,p_column_display_sequence=>30
,p_column_heading=>'Nom'
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448858778)
,p_query_column_id=>4
,p_column_alias=>'VILLE'
,p_column_display_sequence=>40
,p_column_heading=>'Ville'
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448858903)
,p_query_column_id=>5
,p_column_alias=>'TELEPHONE'
,p_column_display_sequence=>50
,p_column_heading=>unistr('T\00E9l\00E9phone')
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448859491)
,p_query_column_id=>6
,p_column_alias=>'CONTRATS'
,p_column_display_sequence=>60
,p_column_heading=>'Contrats'
,p_column_alignment=>'RIGHT'
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_report_columns(
 p_id=>wwv_flow_imp.id(21036012448859917)
,p_query_column_id=>7
,p_column_alias=>'ACTIVE'
,p_column_display_sequence=>70
,p_column_heading=>'Active'
,p_heading_alignment=>'LEFT'
,p_disable_sort_column=>'N'
,p_display_as=>'TEXT_FROM_LOV_ESC'
,p_named_lov=>wwv_flow_imp.id(21034906114418593)
,p_derived_column=>'N'
,p_include_in_export=>'Y'
);
wwv_flow_imp_page.create_page_button(
 p_id=>wwv_flow_imp.id(21036012448860076)
,p_button_sequence=>10
,p_button_plug_id=>wwv_flow_imp.id(21036012448856640)
,p_button_name=>'CREER'
,p_button_action=>'REDIRECT_PAGE'
,p_button_template_options=>'t-Button--iconLeft'
,p_button_template_id=>2082829544945815391
,p_button_is_hot=>'Y'
,p_button_image_alt=>'Nouvelle agence'
,p_button_position=>'RIGHT_OF_TITLE'
,p_button_redirect_url=>'f?p=&APP_ID.:51:&SESSION.::&DEBUG.:51::'
,p_icon_css_classes=>'fa-plus'
,p_security_scheme=>wwv_flow_imp.id(21035244456561541)
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21036012448860921)
,p_name=>unistr('Rafra\00EEchir apr\00E8s saisie')
,p_event_sequence=>90
,p_triggering_element_type=>'REGION'
,p_triggering_region_id=>wwv_flow_imp.id(21036012448856640)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21036012448861848)
,p_event_id=>wwv_flow_imp.id(21036012448860921)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21036012448856640)
,p_attribute_01=>'N'
);
wwv_flow_imp_page.create_page_da_event(
 p_id=>wwv_flow_imp.id(21036012448862485)
,p_name=>unistr('Rafra\00EEchir apr\00E8s cr\00E9ation')
,p_event_sequence=>95
,p_triggering_element_type=>'BUTTON'
,p_triggering_button_id=>wwv_flow_imp.id(21036012448860076)
,p_bind_type=>'bind'
,p_execution_type=>'IMMEDIATE'
,p_bind_event_type=>'apexafterclosedialog'
);
wwv_flow_imp_page.create_page_da_action(
 p_id=>wwv_flow_imp.id(21036012448862609)
,p_event_id=>wwv_flow_imp.id(21036012448862485)
,p_event_result=>'TRUE'
,p_action_sequence=>10
,p_execute_on_page_init=>'N'
,p_action=>'NATIVE_REFRESH'
,p_affected_elements_type=>'REGION'
,p_affected_region_id=>wwv_flow_imp.id(21036012448856640)
,p_attribute_01=>'N'
);
wwv_flow_imp.component_end;
end;
/
