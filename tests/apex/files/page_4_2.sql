set define off
set verify off

prompt  APPLICATION 104 - Carnet

--application/pages/page_00002
prompt  ...PAGE 2: Contacts
--

begin

wwv_flow_api.create_page (
  p_flow_id => wwv_flow.g_flow_id
 ,p_id => 2
 ,p_name => 'Contacts'
 ,p_step_title => 'Contacts'
 ,p_last_upd_yyyymmddhh24miss => '20120405100000'
  );
null;

end;
/

declare
  s varchar2(32767) := null;
  l_clob clob;
begin
s:=s||'select id, nom'||unistr('\000a')||
'  from contacts'||unistr('\000a')||
' where nom like :P2_NOM';

wwv_flow_api.create_page_plug (
  p_id=> 61000000000000100 + wwv_flow_api.g_id_offset,
  p_flow_id=> wwv_flow.g_flow_id,
  p_page_id=> 2,
  p_plug_name=> 'Contacts',
  p_plug_template=> 61000000000000008+ wwv_flow_api.g_id_offset,
  p_plug_display_sequence=> 10,
  p_plug_source=> s,
  p_plug_source_type=> 'DYNAMIC_QUERY',
  p_plug_comment=> '');
end;
/
declare
 a1 varchar2(32767) := null;
begin
wwv_flow_api.create_worksheet(
  p_id => 61000000000000110+wwv_flow_api.g_id_offset,
  p_flow_id => wwv_flow.g_flow_id,
  p_page_id => 2,
  p_region_id => 61000000000000100+wwv_flow_api.g_id_offset,
  p_name => 'Contacts');
end;
/
begin
wwv_flow_api.create_worksheet_column(
  p_id => 61000000000000111+wwv_flow_api.g_id_offset,
  p_flow_id => wwv_flow.g_flow_id,
  p_worksheet_id => 61000000000000110+wwv_flow_api.g_id_offset,
  p_db_column_name => 'NOM',
  p_display_order => 1,
  p_column_label => 'Nom');
end;
/
begin
 
declare
  p varchar2(32767) := null;
  l_clob clob;
begin
p:=p||'begin contacts_api.purge; end;';

wwv_flow_api.create_page_process(
  p_id     => 61000000000000300 + wwv_flow_api.g_id_offset,
  p_flow_id=> wwv_flow.g_flow_id,
  p_flow_step_id => 2,
  p_process_sequence=> 10,
  p_process_point=> 'AFTER_SUBMIT',
  p_process_type=> 'PLSQL',
  p_process_name=> 'Purger',
  p_process_sql_clob => p,
  p_process_comment=>'');
end;
null;
 
end;
/

 
