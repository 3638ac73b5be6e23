prompt --application/pages/page_00005
begin
--   Manifest
--     PAGE: 00005
--   Manifest End
wwv_flow_api.component_begin (
 p_version_yyyy_mm_dd=>'2020.10.01'
,p_release=>'20.2.0.00.20'
,p_default_workspace_id=>1800000000000001
,p_default_application_id=>205
,p_default_id_offset=>33000000000000000
,p_default_owner=>'STOCK'
);
wwv_flow_api.create_page(
 p_id=>5
,p_user_interface_id=>wwv_flow_api.id(33000000000000007)
,p_name=>'Stock'
,p_step_title=>'Stock'
,p_autocomplete_on_off=>'OFF'
,p_page_template_options=>'#DEFAULT#'
,p_last_updated_by=>'SARA'
,p_last_upd_yyyymmddhh24miss=>'20210412093000'
);
wwv_flow_api.create_report_region(
 p_id=>wwv_flow_api.id(33000000000000100)
,p_name=>'Articles'
,p_template=>wwv_flow_api.id(33000000000000008)
,p_display_sequence=>10
,p_source_type=>'NATIVE_SQL_REPORT'
,p_query_type=>'SQL'
,p_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select id, libelle, quantite',
'  from articles'))
,p_ajax_enabled=>'Y'
,p_query_row_template=>wwv_flow_api.id(33000000000000009)
);
wwv_flow_api.create_report_columns(
 p_id=>wwv_flow_api.id(33000000000000101)
,p_query_column_id=>1
,p_column_alias=>'ID'
,p_column_display_sequence=>1
,p_column_heading=>'Id'
,p_hidden_column=>'Y'
);
wwv_flow_api.create_report_columns(
 p_id=>wwv_flow_api.id(33000000000000102)
,p_query_column_id=>2
,p_column_alias=>'LIBELLE'
,p_column_display_sequence=>2
,p_column_heading=>unistr('Libell\00E9')
);
wwv_flow_api.create_page_plug(
 p_id=>wwv_flow_api.id(33000000000000200)
,p_plug_name=>'Mouvements'
,p_parent_plug_id=>wwv_flow_api.id(33000000000000100)
,p_plug_template=>wwv_flow_api.id(33000000000000008)
,p_plug_display_sequence=>20
,p_plug_source_type=>'NATIVE_JET_CHART'
);
wwv_flow_api.create_jet_chart(
 p_id=>wwv_flow_api.id(33000000000000210)
,p_region_id=>wwv_flow_api.id(33000000000000200)
,p_chart_type=>'bar'
,p_height=>'400'
);
wwv_flow_api.create_jet_chart_series(
 p_id=>wwv_flow_api.id(33000000000000220)
,p_chart_id=>wwv_flow_api.id(33000000000000210)
,p_seq=>10
,p_name=>'Entrees'
,p_data_source_type=>'SQL'
,p_data_source=>'select mois, entrees from mouvements'
,p_items_value_column_name=>'ENTREES'
,p_items_label_column_name=>'MOIS'
);
wwv_flow_api.component_end;
end;
/
