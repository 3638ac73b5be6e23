"""The guard on the files of an APEX export, supporting objects included."""

from __future__ import annotations

import pytest

from app.changelog import Ruling, guard_script

HEADER = """prompt --application/pages/page_00010
begin
--   Manifest
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
);
"""
FOOTER = "wwv_flow_imp.component_end;\nend;\n/\n"


def page(*calls: str) -> str:
    return HEADER + "\n".join(calls) + "\n" + FOOTER


def refused(text: str) -> list[Ruling]:
    return [r for r in guard_script(text, "f100/x.sql", kind="apex") if not r.allowed]


def script(*lines: str, name: str = "create_install_script", argument: str = "script_clob") -> str:
    quoted = ",\n".join("'" + line.replace("'", "''") + "'" for line in lines)
    return (
        f"wwv_flow_imp_shared.{name}(\n p_id=>wwv_flow_imp.id(1)\n,p_name=>'x'\n"
        f",p_{argument}=>wwv_flow_string.join(wwv_flow_t_varchar2(\n{quoted}))\n);"
    )


def test_a_page_with_code_of_the_application_passes() -> None:
    text = page(
        "wwv_flow_imp_page.create_page(\n p_id=>10\n,p_name=>'Drop zone; DELETE'\n);",
        "wwv_flow_imp_page.create_page_process(\n p_id=>wwv_flow_imp.id(5)\n"
        ",p_process_sql_clob=>wwv_flow_string.join(wwv_flow_t_varchar2(\n"
        "'begin',\n'  delete from t where id = :P10_ID;',\n'end;'))\n);",
    )
    found = guard_script(text, "f100/x.sql", kind="apex")
    assert [(r.rule, r.allowed) for r in found] == [
        ("guard.sqlplus_line", True),
        ("guard.import_block", True),
    ]


def test_the_other_forms_of_an_export_pass() -> None:
    text = (
        "prompt --application/set_environment\nset define off verify off feedback off\n"
        "whenever sqlerror exit sql.sqlcode rollback\n"
        "--------\n-- it's a banner\n"
        "begin\nwwv_flow_imp.import_begin (\n p_release=>'24.2.0'\n);\nend;\n/\n \n"
        "prompt APPLICATION 100 - Gestion d'agences\n"
        "@@application/pages/page_00010.sql\n"
        "begin\nwwv_flow_imp.g_varchar2_table := wwv_flow_imp.empty_varchar2_table;\n"
        "wwv_flow_imp.g_varchar2_table(1) := '2F2A';\nend;\n/\n"
        "begin\nwwv_flow_imp.import_end(p_auto_install_sup_obj => nvl("
        "wwv_flow_application_install.get_auto_install_sup_obj, false)\n);\ncommit;\nend;\n/\n"
        "set verify on feedback on define on\nprompt  ...done\n"
    )
    assert refused(text) == []


@pytest.mark.parametrize(
    "call",
    [
        "wwv_flow_imp.remove_flow(wwv_flow.g_flow_id);",
        "wwv_flow_imp.remove_flow(nvl(wwv_flow_application_install.get_application_id,100));",
        "wwv_flow_imp_page.remove_page (p_flow_id=>wwv_flow.g_flow_id, p_page_id=>10);",
        "wwv_flow_imp.x(p_a=>to_clob('x')||chr(10), p_b=>nvl(wwv_flow_imp.id(1), -1));",
        "declare l wwv_flow_t_varchar2; begin l := wwv_flow_t_varchar2('x'); end;",
        "apex_240200.wwv_flow_imp.x(p_a=>sys.dbms_lob.getlength('x'));",
    ],
)
def test_what_an_export_takes_away_to_replace_it_passes(call: str) -> None:
    assert refused(page(call)) == []


def test_a_cr_alone_begins_no_line() -> None:
    """Here a comment would have swallowed the rest; to the database it is code."""
    text = page("wwv_flow_imp.x(1); --\r'\norassadm.wipe; --'")
    assert refused(text)


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        ("execute immediate 'drop table t';", "not_apex"),
        ("delete from t;", "not_apex"),
        ("insert into t values (1);", "not_apex"),
        ("drop table t;", "not_apex"),
        ("some_package.run;", "not_apex"),
        ("dbms_scheduler.create_job('x', 'PLSQL_BLOCK', 'null;');", "not_apex"),
        ("wwv_flow_imp.x(p_a => dbms_xmlgen.getxml('x'));", "not_apex"),
        ("dbms_sql.parse(c, 'drop table t', 1);", "not_apex"),
        ("wwv_flow_imp.x(p_a => 'open);", "unparsable"),
        ("update t@remote set a = 1;", "not_apex"),
        ("wwv_flow_imp.run@remote;", "database_link"),
        ("wwv_flow_imp.x(p_a => orassadm.pkg.wipe(1));", "not_apex"),
        ("wwv_flow_imp.x(p_a => orassadm.pkg.wipe);", "not_apex"),
        ("wwv_flow_imp.x(p_a => wipe(1));", "not_apex"),
        ("wwv_flow_imp.g_x := wipe;", "not_apex"),
        ("for c in (select wipe(1) from dual) loop null; end loop;", "not_apex"),
        ("select wipe(1) into wwv_flow_imp.g_x from dual;", "not_apex"),
        ("forall i in 1 .. 2 delete from t where a = i;", "not_apex"),
        ("$if true $then delete from t; $end", "not_apex"),
        ("wwv_flow_imp.remove_flow(555);", "not_apex"),
        ("wwv_flow_imp_page.remove_page(p_flow_id=>555, p_page_id=>1);", "not_apex"),
        ("wwv_flow_api.remove_workspace(wwv_flow.g_x);", "not_apex"),
        ("apex_application_install.remove_application(555);", "not_apex"),
        ("wwv_flow_imp_shared.create_install_script(1, 2, 'x', 'drop table t;');", "dynamic_sql"),
        ("end; drop table t; begin", "several_statements"),
    ],
)
def test_only_import_calls_pass(call: str, rule: str) -> None:
    (found,) = refused(page(call))
    assert found.rule == f"guard.{rule}"
    if rule == "not_apex":
        assert found.line == 8


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("host rm -rf x", "sqlplus"),
        ("!ls", "sqlplus"),
        ("connect u/p", "sqlplus"),
        ("@@../../etc/x.sql", "script_call"),
        ("@http://host/x.sql", "script_call"),
        ("@/abs.sql", "script_call"),
        ("start x.sql", "sqlplus"),
        ("set define off; host ls", "sqlplus"),
        ("exec drop_all", "sqlplus"),
        ("drop table t;", "drop"),
        ("alter table t add a number;", "not_apex"),
        ("create or replace procedure p is begin null; end;\n/", "not_apex"),
    ],
)
def test_lines_outside_blocks(line: str, rule: str) -> None:
    (found,) = refused("prompt x\n" + line + "\n")
    assert (found.rule, found.line) == (f"guard.{rule}", 2)


def test_a_supporting_script_is_judged_like_a_changelog() -> None:
    good = page(script("set define off", "create table t (", "  a number", ");", "commit;"))
    found = guard_script(good, "f100/x.sql", kind="apex")
    assert [r.rule for r in found][-1] == "guard.install_script"
    bad = page(script("create table t (a number);", "", "  drop table u;"))
    (only,) = refused(bad)
    assert only.rule == "guard.drop"
    assert bad.split("\n")[only.line - 1] == "'  drop table u;'))"
    assert only.facts["script_line"] == "3"


def test_a_script_that_is_hidden_in_pieces_is_put_together() -> None:
    first = page(script("create table t (a number);", "dr"))
    second = "begin\n" + script("op table u;", name="append_to_install_script") + "\n" + "end;\n/\n"
    (only,) = refused(first + second)
    assert only.rule == "guard.drop"
    assert only.statement == "drop table u"


@pytest.mark.parametrize(
    "argument",
    [
        "'dr'||'op table u;'",
        "unistr('\\0064rop table u;')",
        "wwv_flow_string.join(wwv_flow_t_varchar2(\n'begin',\n"
        "'execute immediate ''dr''||''op table u'';',\n'end;',\n'/'))",
        "to_clob('drop table u;')",
    ],
)
def test_ways_to_hide_a_drop(argument: str) -> None:
    call = f"wwv_flow_imp_shared.create_install_script(\n p_id=>1\n,p_script_clob=>{argument}\n);"
    (only,) = refused(page(call))
    assert only.rule == "guard.drop"


def test_a_script_that_cannot_be_known_is_refused() -> None:
    call = "wwv_flow_imp_shared.create_install_script(p_id=>1\n,p_script_clob=>wwv_flow.g_x\n);"
    (only,) = refused(page(call))
    assert only.rule == "guard.dynamic_sql"


def test_the_script_of_a_removal_is_only_reported() -> None:
    text = page(script("drop table t;", name="create_install", argument="deinstall_script_clob"))
    assert refused(text) == []
    last = guard_script(text, "f100/x.sql", kind="apex")[-1]
    assert (last.rule, last.facts["later"]) == ("guard.stored_code_notice", "guard.drop")
