prompt --application/shared_components/user_interface/theme_style
begin
--   Manifest
--     THEME STYLE: 100
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_theme_style(
 p_id=>wwv_flow_imp.id(21035344598289806)
,p_theme_id=>42
,p_name=>'Vita - Orassuit'
,p_css_file_urls=>wwv_flow_string.join(wwv_flow_t_varchar2(
'#THEME_FILES#css/Vita#MIN#.css?v=#APEX_VERSION#',
'#APP_FILES#css/orassuit.css'))
,p_is_public=>true
,p_is_accessible=>false
,p_theme_roller_input_file_urls=>'#THEME_FILES#less/theme/Vita.less'
,p_theme_roller_config=>'{"customCSS":"","vars":{"@g_Accent-BG":"#1f4e79","@g_Link-Base":"#1f4e79"}}'
,p_theme_roller_read_only=>false
);
wwv_flow_imp.component_end;
end;
/
