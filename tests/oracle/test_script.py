"""Install scripts of SQL*Plus form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import OracleError
from app.oracle.script import run_script, script_blocks

INSTALL = """\
prompt --install
set define off verify off feedback off
whenever sqlerror exit sql.sqlcode rollback

@@application/set_environment.sql
@@application/pages/page_00010.sql
@@application/end_environment.sql
"""
FILES = {
    "install.sql": INSTALL,
    "application/set_environment.sql": """\
prompt --application/set_environment
--------------------------------------
begin
wwv_flow_imp.import_begin (
 p_default_workspace_id=>1
);
end;
/
{blank}
prompt APPLICATION 100 - ORASSUIT
--
-- Application Export:
""".format(blank=" "),
    "application/pages/page_00010.sql": """\
prompt --application/pages/page_00010
begin
--   it's a manifest
wwv_flow_imp_page.create_page(
 p_id=>10
,p_javascript_code=>'a
/
b'
,p_html=>q'[it's
/
]'
/* a
/
comment */
);
end;
/
declare
  s varchar2(10) := '--';
begin
  null;
end;
/
""",
    "application/end_environment.sql": """\
prompt --application/end_environment
begin
wwv_flow_imp.import_end(p_is_component_import=>true);
commit;
end;
/
set verify on feedback on define on
prompt  ...done
commit;
""",
}


def refusal(files, path="install.sql"):
    with pytest.raises(OracleError) as caught:
        list(script_blocks(files, path))
    assert caught.value.code == "oracle.script"
    return caught.value.facts


def test_blocks_come_in_order_with_their_lines():
    blocks = list(script_blocks(FILES))
    assert [(b.path.rpartition("/")[2], b.line) for b in blocks] == [
        ("set_environment.sql", 3),
        ("page_00010.sql", 2),
        ("page_00010.sql", 18),
        ("end_environment.sql", 2),
        ("end_environment.sql", 9),
    ]
    assert blocks[0].text.startswith("begin\nwwv_flow_imp.import_begin")
    assert blocks[0].text.endswith("\nend;")
    assert blocks[2].text.startswith("declare")
    assert blocks[-1].text == "commit"


def test_slash_inside_literals_and_comments_ends_nothing():
    page = list(script_blocks(FILES))[1]
    lines = FILES["application/pages/page_00010.sql"].split("\n")
    assert page.text == "\n".join(lines[1:16])


def test_lines_end_as_windows_writes_them():
    files = {"install.sql": "set define off\r\nbegin\r\n null;\r\nend;\r\n/\r\n"}
    (block,) = script_blocks(files)
    assert block.text == "begin\n null;\nend;"


def test_each_block_is_one_execute(recording):
    assert run_script(recording, FILES) == 5
    assert recording.round_trips == 5
    assert recording.rollbacks == 0


def test_first_error_stops_with_file_and_line_and_rolls_back(recording, ora):
    recording.failures["p_id=>10"] = ora(20001, "ORA-20001: no\nORA-06512: at line 3")
    with pytest.raises(OracleError) as caught:
        run_script(recording, FILES)
    assert caught.value.facts["path"] == "application/pages/page_00010.sql"
    assert caught.value.facts["line"] == 4
    assert (len(recording.sent), recording.rollbacks) == (2, 1)


def test_line_of_a_block_that_does_not_compile(recording, ora):
    recording.failures["import_end"] = ora(
        6550, "ORA-06550: line 2, column 1:\nPLS-00201: identifier 'X' must be declared"
    )
    with pytest.raises(OracleError) as caught:
        run_script(recording, FILES)
    assert caught.value.facts["line"] == 3


def test_error_inside_a_package_names_the_line_that_called_it(recording, ora):
    recording.failures["import_end"] = ora(
        1403, 'ORA-01403: none\nORA-06512: at "APEX.X", line 900\nORA-06512: at line 2'
    )
    with pytest.raises(OracleError) as caught:
        run_script(recording, FILES)
    assert caught.value.facts["line"] == 3


def test_nothing_is_sent_of_a_script_that_cannot_be_read(recording):
    files = {**FILES, "application/end_environment.sql": "drop table contrats;\n"}
    with pytest.raises(OracleError) as caught:
        run_script(recording, files)
    assert recording.sent == []
    assert caught.value.facts["reason"] == "unknown"
    assert caught.value.facts["path"] == "application/end_environment.sql"


def test_missing_include_is_named():
    facts = refusal({"install.sql": "--\n@@application/pages/page_00099.sql\n"})
    assert (facts["line"], facts["reason"]) == (2, "missing")
    assert facts["text"] == "application/pages/page_00099.sql"


def test_a_script_that_is_not_there():
    assert refusal({})["reason"] == "missing"


def test_comments_are_passed_over():
    text = "/* one\n begin\n*/\n-- it's\nbegin\n null;\nend;\n/\n"
    (block,) = script_blocks({"install.sql": text})
    assert (block.line, block.text) == (5, "begin\n null;\nend;")


def test_includes_that_turn_in_a_circle():
    files = {"install.sql": "@@a/b.sql\n", "a/b.sql": "@@c.sql\n", "a/c.sql": "@@b\n"}
    facts = refusal(files)
    assert (facts["path"], facts["reason"]) == ("a/c.sql", "cycle")


@pytest.mark.parametrize("text", ["begin\n null;\nend;\n", "begin\n x := 'a\n/\n", "/* never\n"])
def test_what_never_ends_is_refused(text):
    assert refusal({"install.sql": text})["reason"] == "open"


@pytest.mark.parametrize(
    "text", ["drop table t;", "begin_x", "host rm x", "set role none", "/* c */ drop table t;"]
)
def test_what_is_not_known_is_refused(text):
    assert refusal({"install.sql": text + "\n"})["reason"] == "unknown"


@given(st.lists(st.text(alphabet="ab'\"/-*q[]() \n;", max_size=40), max_size=5))
def test_any_text_in_literals_comes_through_whole(texts):
    literals = ["'" + t.replace("'", "''") + "'" for t in texts]
    bodies = [f"begin\n x({literal});\nend;" for literal in literals]
    script = "".join(body + "\n/\n" for body in bodies)
    assert [b.text for b in script_blocks({"install.sql": script})] == bodies
