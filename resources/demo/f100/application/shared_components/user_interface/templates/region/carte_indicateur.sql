prompt --application/shared_components/user_interface/templates/region/carte_indicateur
begin
--   Manifest
--     REGION TEMPLATE: CARTE_INDICATEUR
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
wwv_flow_imp_shared.create_plug_template(
 p_id=>wwv_flow_imp.id(21035344598290353)
,p_layout=>'TABLE'
,p_template=>wwv_flow_string.join(wwv_flow_t_varchar2(
'<section class="carte-indicateur #REGION_CSS_CLASSES#" id="#REGION_STATIC_ID#" #REGION_ATTRIBUTES#>',
'  <h2 class="carte-titre" id="#REGION_STATIC_ID#_heading">#TITLE#</h2>',
'  <div class="carte-corps">#BODY##SUB_REGIONS#</div>',
'  <div class="carte-actions">#CLOSE##EDIT##CHANGE##NEXT#</div>',
'</section>'))
,p_page_plug_template_name=>'Carte indicateur'
,p_internal_name=>'CARTE_INDICATEUR'
,p_theme_id=>42
,p_theme_class_id=>21
,p_default_label_alignment=>'RIGHT'
,p_default_field_alignment=>'LEFT'
,p_translate_this_template=>'N'
);
wwv_flow_imp_shared.create_plug_tmpl_display_point(
 p_id=>wwv_flow_imp.id(21035344598290975)
,p_plug_template_id=>wwv_flow_imp.id(21035344598290353)
,p_name=>unistr('Corps de la r\00E9gion')
,p_placeholder=>'BODY'
,p_has_grid_support=>true
,p_has_region_support=>true
,p_has_item_support=>true
,p_has_button_support=>true
,p_glv_new_row=>true
);
wwv_flow_imp_shared.create_plug_tmpl_display_point(
 p_id=>wwv_flow_imp.id(21035344598291554)
,p_plug_template_id=>wwv_flow_imp.id(21035344598290353)
,p_name=>unistr('Sous-r\00E9gions')
,p_placeholder=>'SUB_REGIONS'
,p_has_grid_support=>true
,p_has_region_support=>true
,p_has_item_support=>false
,p_has_button_support=>false
,p_glv_new_row=>true
);
wwv_flow_imp.component_end;
end;
/
