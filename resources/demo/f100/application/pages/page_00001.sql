prompt --application/pages/page_00001
begin
--   Manifest
--     PAGE: 00001
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
 p_id=>1
,p_name=>'Accueil'
,p_alias=>'ACCUEIL'
,p_step_title=>'Orassuit - Accueil'
,p_autocomplete_on_off=>'OFF'
,p_page_template_options=>'#DEFAULT#'
,p_protection_level=>'C'
,p_page_component_map=>'13'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035521495169660)
,p_plug_name=>'Bienvenue'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2674017834225413037
,p_plug_display_sequence=>10
,p_plug_display_point=>'REGION_POSITION_01'
,p_location=>null
,p_plug_source=>'Bonjour &APP_USER., voici la situation du portefeuille au &P1_DATE_SITUATION.'
,p_region_image=>'#APP_FILES#icons/app-icon-144-rounded.png'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'expand_shortcuts', 'N',
  'output_as', 'HTML')).to_clob
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035521495170457)
,p_plug_name=>'Indicateurs'
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>2072724515482255512
,p_plug_display_sequence=>20
,p_query_type=>'SQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select i.code,',
'       i.libelle,',
'       i.valeur,',
'       i.evolution,',
'       i.icone',
'  from table(orassadm.pkg_statistiques.indicateurs(',
'               p_exercice => :G_EXERCICE )) i',
' order by i.rang'))
,p_lazy_loading=>false
,p_plug_source_type=>'NATIVE_CARDS'
,p_plug_query_num_rows_type=>'SCROLL'
,p_show_total_row_count=>false
);
wwv_flow_imp_page.create_card(
 p_id=>wwv_flow_imp.id(21035521495170905)
,p_region_id=>wwv_flow_imp.id(21035521495170457)
,p_layout_type=>'GRID'
,p_grid_column_count=>4
,p_title_adv_formatting=>false
,p_title_column_name=>'LIBELLE'
,p_sub_title_adv_formatting=>false
,p_sub_title_column_name=>'EVOLUTION'
,p_body_adv_formatting=>false
,p_body_column_name=>'VALEUR'
,p_second_body_adv_formatting=>false
,p_icon_source_type=>'DYNAMIC_CLASS'
,p_icon_class_column_name=>'ICONE'
,p_icon_position=>'START'
,p_media_adv_formatting=>false
,p_pk1_column_name=>'CODE'
);
wwv_flow_imp_page.create_card_action(
 p_id=>wwv_flow_imp.id(21035521495171293)
,p_card_id=>wwv_flow_imp.id(21035521495170905)
,p_action_type=>'FULL_CARD'
,p_display_sequence=>10
,p_link_target_type=>'REDIRECT_PAGE'
,p_link_target=>'f?p=&APP_ID.:70:&SESSION.::&DEBUG.:70:P70_INDICATEUR:&CODE.'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035521495171999)
,p_plug_name=>unistr('Acc\00E8s rapides')
,p_region_template_options=>'#DEFAULT#:t-Region--scrollBody'
,p_component_template_options=>'#DEFAULT#:u-colors'
,p_escape_on_http_output=>'Y'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>30
,p_plug_grid_column_span=>4
,p_list_id=>wwv_flow_imp.id(21035308603428702)
,p_plug_source_type=>'NATIVE_LIST'
,p_list_template_id=>2067994871570597190
,p_plug_query_num_rows=>15
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035521495172802)
,p_plug_name=>unistr('Primes \00E9mises par mois')
,p_region_template_options=>'#DEFAULT#:js-showMaximizeButton:t-Region--scrollBody'
,p_component_template_options=>'#DEFAULT#'
,p_escape_on_http_output=>'Y'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>40
,p_plug_new_grid_row=>false
,p_location=>null
,p_plug_source_type=>'NATIVE_JET_CHART'
,p_plug_query_num_rows=>15
);
wwv_flow_imp_page.create_jet_chart(
 p_id=>wwv_flow_imp.id(21035521495173493)
,p_region_id=>wwv_flow_imp.id(21035521495172802)
,p_chart_type=>'line'
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
,p_legend_rendered=>'off'
,p_legend_position=>'auto'
);
wwv_flow_imp_page.create_jet_chart_series(
 p_id=>wwv_flow_imp.id(21035521495174060)
,p_chart_id=>wwv_flow_imp.id(21035521495173493)
,p_seq=>10
,p_name=>unistr('Primes \00E9mises')
,p_data_source_type=>'SQL'
,p_data_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select mois, montant',
'  from table(orassadm.pkg_statistiques.primes_par_mois(',
'               p_exercice => :G_EXERCICE ))',
' order by mois'))
,p_items_label_column_name=>'MOIS'
,p_items_value_column_name=>'MONTANT'
,p_color=>'#1f4e79'
,p_line_style=>'solid'
,p_line_type=>'auto'
,p_marker_rendered=>'auto'
,p_marker_shape=>'auto'
,p_assigned_to_y2=>'off'
,p_items_label_rendered=>false
);
wwv_flow_imp_page.create_jet_chart_axis(
 p_id=>wwv_flow_imp.id(21035521495174497)
,p_chart_id=>wwv_flow_imp.id(21035521495173493)
,p_axis=>'x'
,p_is_rendered=>'on'
,p_title=>'Mois'
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
 p_id=>wwv_flow_imp.id(21035521495174661)
,p_chart_id=>wwv_flow_imp.id(21035521495173493)
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
 p_id=>wwv_flow_imp.id(21035521495175408)
,p_plug_name=>'Portefeuille par produit'
,p_region_template_options=>'#DEFAULT#:js-showMaximizeButton:t-Region--scrollBody'
,p_component_template_options=>'#DEFAULT#'
,p_escape_on_http_output=>'Y'
,p_plug_template=>4072358936313175081
,p_plug_display_sequence=>50
,p_location=>null
,p_plug_source_type=>'NATIVE_JET_CHART'
,p_plug_query_num_rows=>15
);
wwv_flow_imp_page.create_jet_chart(
 p_id=>wwv_flow_imp.id(21035521495175926)
,p_region_id=>wwv_flow_imp.id(21035521495175408)
,p_chart_type=>'donut'
,p_height=>'320'
,p_animation_on_display=>'auto'
,p_animation_on_data_change=>'auto'
,p_data_cursor=>'auto'
,p_data_cursor_behavior=>'auto'
,p_hide_and_show_behavior=>'withRescale'
,p_hover_behavior=>'dim'
,p_value_format_type=>'decimal'
,p_value_decimal_places=>0
,p_value_format_scaling=>'none'
,p_tooltip_rendered=>'Y'
,p_show_series_name=>true
,p_show_value=>true
,p_legend_rendered=>'on'
,p_legend_position=>'auto'
,p_pie_other_threshold=>0
,p_pie_selection_effect=>'highlight'
);
wwv_flow_imp_page.create_jet_chart_series(
 p_id=>wwv_flow_imp.id(21035521495176156)
,p_chart_id=>wwv_flow_imp.id(21035521495175926)
,p_seq=>10
,p_name=>'Contrats'
,p_data_source_type=>'SQL'
,p_data_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'select produit, nombre',
'  from table(orassadm.pkg_statistiques.contrats_par_produit)'))
,p_items_label_column_name=>'PRODUIT'
,p_items_value_column_name=>'NOMBRE'
,p_items_label_rendered=>true
,p_items_label_position=>'auto'
);
wwv_flow_imp_page.create_page_plug(
 p_id=>wwv_flow_imp.id(21035521495176336)
,p_plug_name=>unistr('\00C9tat des services')
,p_region_template_options=>'#DEFAULT#'
,p_plug_template=>wwv_flow_imp.id(21035344598290353)
,p_plug_display_sequence=>60
,p_plug_new_grid_row=>false
,p_location=>null
,p_function_body_language=>'PLSQL'
,p_plug_source=>wwv_flow_string.join(wwv_flow_t_varchar2(
'declare',
'    l_etat varchar2(30);',
'begin',
'    l_etat := orassadm.pkg_api.etat;',
'    return ''<span class="valeur">'' || apex_escape.html(l_etat) || ''</span>'';',
'end;'))
,p_lazy_loading=>false
,p_plug_source_type=>'NATIVE_DYNAMIC_CONTENT'
,p_required_patch=>wwv_flow_imp.id(21034567890126104)
);
wwv_flow_imp_page.create_page_item(
 p_id=>wwv_flow_imp.id(21035521495176914)
,p_name=>'P1_DATE_SITUATION'
,p_item_sequence=>10
,p_item_plug_id=>wwv_flow_imp.id(21035521495169660)
,p_display_as=>'NATIVE_HIDDEN'
,p_item_template_options=>'#DEFAULT#'
,p_attributes=>wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(
  'value_protected', 'Y')).to_clob
);
wwv_flow_imp_page.create_page_computation(
 p_id=>wwv_flow_imp.id(21035521495177551)
,p_computation_sequence=>10
,p_computation_item=>'P1_DATE_SITUATION'
,p_computation_point=>'BEFORE_HEADER'
,p_computation_type=>'EXPRESSION'
,p_computation_language=>'PLSQL'
,p_computation=>'to_char(sysdate, ''DD/MM/YYYY'')'
);
wwv_flow_imp.component_end;
end;
/
