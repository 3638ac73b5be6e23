"""Text that runs later, or while APEX installs: handlers of ORDS, conditions of supporting objects,
and code that dynamic SQL creates."""

from __future__ import annotations

import pytest

from app.changelog import Ruling, guard_changelog, guard_script
from tests.changelog.memory import changelog

HANDLER = "ORDS.DEFINE_HANDLER(p_module_name => 'm', p_pattern => 'contrats/:id', p_source => {});"
UNPROVEN = "'begin execute immediate :x; end;'"


def ruling(code: str, before: str = "") -> Ruling:
    attributes = "endDelimiter:/ stripComments:false"
    first = f"--changeset a:0 {attributes}\n{before}\n/\n" if before else ""
    return guard_changelog(changelog(f"{first}--changeset a:1 {attributes}\n{code}\n/\n"))[-1]


@pytest.mark.parametrize(
    "source",
    [
        "'begin delete from t where id = :id; end;'",
        "'begin p.wipe(:id); end;'",
        "'select * from t where id = :id'",
        "q'[begin update t set a = 1; end;]'",
        "'begin null;' || ' end;'",
    ],
)
def test_a_handler_is_stored_code(source: str) -> None:
    found = ruling(f"BEGIN\n  {HANDLER.format(source)}\nEND;")
    assert (found.verdict, found.rule) == ("allowed", "guard.stored_code")
    assert found.facts == {"object": "contrats/:id"}


@pytest.mark.parametrize(
    ("source", "later"),
    [
        ("'begin execute immediate ''drop table t''; end;'", "drop"),
        ("'begin execute immediate :x; end;'", "dynamic_sql"),
        ("'begin insert into t@l values (1); end;'", "database_link"),
        ("source", "dynamic_sql"),
        ("'begin x'", "unparsable"),
        ("'drop table t'", "drop"),
    ],
)
def test_a_handler_that_no_changelog_could_be_is_a_notice(source: str, later: str) -> None:
    found = ruling(f"DECLARE source CLOB; BEGIN\n  {HANDLER.format(source)}\nEND;")
    assert (found.verdict, found.rule) == ("allowed", "guard.stored_code_notice")
    assert found.facts["later"] == f"guard.{later}"
    assert (found.facts["object"], found.facts["later_line"]) == ("contrats/:id", "4")


@pytest.mark.parametrize(
    ("call", "name"),
    [
        ("ORDS.DEFINE_HANDLER('m', 'x', 'GET', ords.source_type_plsql, {})", "x"),
        ("ORDS.DEFINE_SERVICE('m', 'b', 'y', 'GET', ords.source_type_query, {})", "y"),
        ("ORDS.CREATE_SERVICE('m', 'b', 'z', 'GET', 'plsql/block', {})", "z"),
        ("ORDS.DEFINE_HANDLER(p_source => {}, p_pattern => some)", "ORDS.DEFINE_HANDLER"),
    ],
)
def test_the_text_and_its_name_are_found_by_place(call: str, name: str) -> None:
    block = "DECLARE some VARCHAR2(9); BEGIN " + call + "; END;"
    kept = ruling(block.format("'begin delete from t; end;'"))
    assert (kept.rule, kept.facts) == ("guard.stored_code", {"object": name})
    assert ruling(block.format(UNPROVEN)).rule == "guard.stored_code_notice"


def test_the_worst_of_several_handlers_is_told() -> None:
    both = HANDLER.format("'begin delete from t; end;'") + HANDLER.format(UNPROVEN)
    assert ruling(f"BEGIN {both} END;").rule == "guard.stored_code_notice"
    assert ruling(f"BEGIN {both} delete from t; END;").rule == "guard.delete"


def test_what_a_handler_would_create_is_not_there() -> None:
    made = HANDLER.format("'create or replace function f return number is begin return 1; end;'")
    assert ruling("SELECT f FROM dual", f"BEGIN {made} END;").rule == "guard.unknown_call"


def test_a_parameter_and_a_module_hold_no_code() -> None:
    calls = "ORDS.DEFINE_MODULE('m', 'b'); ORDS.DEFINE_PARAMETER('m', 'x', 'GET', 'p', 'q');"
    assert ruling(f"BEGIN {calls} END;").rule == "guard.allowed"


def test_code_that_dynamic_sql_creates_is_a_notice_too() -> None:
    text = "create procedure p is begin execute immediate ''drop table t''; end;"
    found = ruling(f"BEGIN\n  NULL;\n  EXECUTE IMMEDIATE '{text}';\nEND;")
    assert (found.verdict, found.rule) == ("allowed", "guard.stored_code_notice")
    assert (found.facts["later"], found.facts["later_line"]) == ("guard.drop", "5")


# -- APEX exports ----------------------------------------------------------------------------------


def import_block(call: str) -> list[Ruling]:
    text = f"begin\nwwv_flow_imp_shared.{call};\nend;\n/\n"
    return [r for r in guard_script(text, "f100.sql", kind="apex") if not r.allowed]


CHECK = "create_install_check(p_id=>1,p_check_type=>{},p_check_condition=>{})"


@pytest.mark.parametrize(
    ("kind", "condition"),
    [
        ("'EXISTS'", "'select 1 from user_objects where object_name = ''X'';'"),
        ("'NOT_EXISTS'", "'select 1 from t'"),
        ("'EXPRESSION'", "'1 = 1'"),
        ("'PLSQL_EXPRESSION'", "'sysdate > date ''2020-01-01'''"),
        ("'FUNCTION_BODY'", "wwv_flow_string.join(wwv_flow_t_varchar2('begin','null;','end;'))"),
        ("'FUNCTION_BODY'", "'return true'"),
        ("'ITEM_IS_NULL'", "'P1_X'"),
        ("'EXISTS'", "null"),
    ],
)  # fmt: skip
def test_a_check_that_only_reads_passes(kind: str, condition: str) -> None:
    assert import_block(CHECK.format(kind, condition)) == []


@pytest.mark.parametrize(
    ("kind", "condition", "rule"),
    [
        ("'EXISTS'", "'select wipe(1) from dual'", "unknown_call"),
        ("'EXISTS'", "'drop table t'", "drop"),
        ("'EXPRESSION'", "'wipe = 1'", "unknown_call"),
        ("'EXPRESSION'", "'true then delete from t; end if; if true'", "delete"),
        ("'FUNCTION_BODY'", "'delete from t; return true;'", "delete"),
        ("'FUNCTION'", "'begin execute immediate ''drop table t''; end;'", "drop"),
        ("wwv_flow_imp.id(1)", "'delete from t'", "delete"),
        ("'EXISTS'", "wwv_flow_imp.g_x", "dynamic_sql"),
    ],
)
def test_a_check_that_does_more_is_refused(kind: str, condition: str, rule: str) -> None:
    (found,) = import_block(CHECK.format(kind, condition))
    assert (found.verdict, found.rule, found.line) == ("refused", f"guard.{rule}", 2)


def test_the_condition_of_a_script_is_one_too() -> None:
    script = "create_install_script(p_id=>1,p_condition_type=>'NOT_EXISTS',p_condition=>'{}')"
    assert import_block(script.format("select 1 from user_tables")) == []
    (found,) = import_block(script.format("select wipe(1) from dual"))
    assert found.rule == "guard.unknown_call"


VERSION = "create_install(p_id=>1,p_get_version_sql_query=>{})"


@pytest.mark.parametrize(
    "query",
    [
        "'SELECT OBJECT_NAME FROM SYS.USER_OBJECTS WHERE OBJECT_NAME = ''X'''",
        "wwv_flow_string.join(wwv_flow_t_varchar2('select 1','from user_views'))",
        "null",
    ],
)
def test_the_query_for_what_is_there_already_may_read(query: str) -> None:
    assert import_block(VERSION.format(query)) == []


@pytest.mark.parametrize(
    ("call", "rule"),
    [
        (VERSION.format("'select evil(1) from dual'"), "unknown_call"),
        (VERSION.format("'begin evil; end;'"), "unknown_call"),
        (VERSION.format("wwv_flow.g_x"), "dynamic_sql"),
        ("create_install(p_id=>1,p_trigger_install_when_cond=>'EXISTS',"
         "p_trigger_install_when_exp1=>'select evil(1) from dual')", "unknown_call"),
        ("create_install_check(1, 2, 'x', 10, 'EXISTS', 'select evil(1) from dual')",
         "dynamic_sql"),
        ("create_install(1, p_id=>2)", "dynamic_sql"),
        ("create_install_script(1, 2, 'x', 'drop table t;', p_sequence=>10)", "dynamic_sql"),
    ],
)  # fmt: skip
def test_what_an_installation_evaluates_is_known_by_its_name(call: str, rule: str) -> None:
    (found,) = import_block(call)
    assert (found.verdict, found.rule) == ("refused", f"guard.{rule}")


@pytest.mark.parametrize(
    "arguments",
    [
        "p_flow_id=>555 + 0 * wwv_flow.g_flow_id, p_page_id=>1",
        "p_flow_id=>wwv_flow.g_flow_id, p_page_id=>wwv_flow.g_flow_step_id",
        "p_flow_id=>wwv_flow.g_flow_id, p_page_id=>1 + 1",
        "p_flow_id=>nvl(555, wwv_flow.g_flow_id), p_page_id=>1",
        "555, wwv_flow.g_flow_id",
        "p_page_id=>wwv_flow.g_flow_id, p_flow_id=>555",
    ],
)
def test_what_an_export_replaces_is_itself_by_its_name(arguments: str) -> None:
    (found,) = import_block(f"remove_page({arguments})")
    assert found.rule == "guard.not_apex"


@pytest.mark.parametrize(
    "arguments",
    [
        "p_flow_id=>wwv_flow.g_flow_id, p_page_id=>1",
        "wwv_flow.g_flow_id, 1",
        "p_flow_id=>apex_230100.wwv_flow.g_flow_id, p_page_id=>1",
        "nvl(wwv_flow_application_install.get_application_id, 100), 1",
        "wwv_flow_application_install.get_application_id, 1",
    ],
)
def test_what_an_export_replaces_may_be_itself(arguments: str) -> None:
    assert import_block(f"remove_page({arguments})") == []
