-- The REST services of ORASSADM: what the outside world may ask, and how.
begin
  ords.enable_schema(
    p_enabled             => true,
    p_schema              => 'ORASSADM',
    p_url_mapping_type    => 'BASE_PATH',
    p_url_mapping_pattern => 'orassadm',
    p_auto_rest_auth      => false);
  ords.define_module(
    p_module_name    => 'orassuit.api',
    p_base_path      => '/api/',
    p_items_per_page => 25);
  ords.define_template(
    p_module_name => 'orassuit.api',
    p_pattern     => 'sante');
  ords.define_handler(
    p_module_name => 'orassuit.api',
    p_pattern     => 'sante',
    p_method      => 'GET',
    p_source_type => 'json/item',
    p_source      => 'select pkg_api.etat as etat, pkg_api.version_schema as version, pkg_api.nombre_contrats as contrats from dual');
  ords.define_template(
    p_module_name => 'orassuit.api',
    p_pattern     => 'contrats');
  ords.define_handler(
    p_module_name => 'orassuit.api',
    p_pattern     => 'contrats',
    p_method      => 'GET',
    p_source_type => 'json/collection',
    p_source      => 'select id_contrat, numero, client, agence, produit, date_effet, montant_prime, statut from v_contrats order by id_contrat');
  commit;
end;
/
