"""One cutter: changesets and scripts as statements, each with its place and its tokens."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.sql.cut import Piece, cut_changeset, cut_script, holds_code, inline_code, is_plsql
from app.sql.lexer import tokens
from app.sql.sqlplus import command

BLOCK = "begin\n  if 1 = 1 then\n    null;\n  end if;\nend;"
FUNCTION = "with function f return number is begin return 1; end; select f from dual"


def texts(pieces: list[Piece]) -> list[str]:
    return [f"[{p.tool}] {p.text}" if p.tool else p.text for p in pieces]


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("", []),
        ("-- x\n/* y */\n", []),
        ("/\n/\n;", []),
        ("z 1; b 2", ["z 1", "b 2"]),
        ("z ';' ;\nb", ["z ';'", "b"]),
        (f"{BLOCK}\n/\nz 1;", [BLOCK, "z 1"]),
        (f"{BLOCK}\n / \n{BLOCK}\n/", [BLOCK, BLOCK]),
        ("begin x('\n/\n'); end;\n/", ["begin x('\n/\n'); end;"]),
        ("begin /*\n/\n*/ null; end;\n/", ["begin /*\n/\n*/ null; end;"]),
        ("prompt it's\nz 1;", ["[PROMPT] prompt it's", "z 1"]),
        ("PRO x\nrem y\nRem ----\nz;",
         ["[PROMPT] PRO x", "[REMARK] rem y", "[REMARK] Rem ----",
          "z"]),
        ("set define off\nset role x;\nset transaction read only;",
         ["[SET] set define off", "set role x", "set transaction read only"]),
        ("set\nz;", ["[SET] set", "z"]),
        ("set role x;", ["set role x"]),
        (".\nz 1;", ["[.] .", "z 1"]),
        ("z\n .\n", ["z", "[.] ."]),
        ("@x.sql\n@@y\n!ls\n$dir\n", ["[@] @x.sql", "[@] @@y", "[!] !ls", "[$] $dir"]),
        ("begin\nnull;\n.\ndel 1\n/\n", ["begin\nnull;", "[.] .", "[DEL] del 1"]),
        ("begin\nnull;\nend;\n.\n", ["begin\nnull;\nend;", "[.] ."]),
        ("select 1 from a\n.b;", ["select 1 from a\n.b"]),
        ("  .5;", [".5"]),
        ("append x\nc/a/b\nl 1\ni\nr\nget f\ned\n",
         ["[APPEND] append x", "[CHANGE] c/a/b", "[LIST] l 1", "[INPUT] i", "[RUN] r",
          "[GET] get f", "[EDIT] ed"]),
        ("prompt$x;", ["prompt$x"]),
        ('"SET" x;', ['"SET" x']),
        (f"{FUNCTION}\n/\nz;", [FUNCTION, "z"]),
        (f"{FUNCTION};\n/\nz;", [FUNCTION, "z"]),
        (f"create view v as {FUNCTION}\n/\nz;", [f"create view v as {FUNCTION}", "z"]),
        (f"insert into t {FUNCTION};\n/\nz;", [f"insert into t {FUNCTION}", "z"]),
        ("with function as (select 1 a from b) select a from function; z;",
         ["with function as (select 1 a from b) select a from function", "z"]),
        ("z 'x\n/\nb;", ["z 'x\n/\nb;"]),
        ("z\nGO\nb;", ["z\nGO\nb"]),
    ],
)  # fmt: skip
def test_a_script_is_cut(script: str, expected: list[str]) -> None:
    assert texts(list(cut_script(script))) == expected


@pytest.mark.parametrize(
    ("sql", "split", "delimiter", "expected"),
    [
        ("a; b", True, None, ["a", "b"]),
        ("a\nGO\nb\ngo\n", True, None, ["a", "b"]),
        ('a "GO"\n"GO"\nb', True, None, ['a "GO"\n"GO"\nb']),
        ("a\n'/'\n;\nb", True, None, ["a\n'/'", "b"]),
        ("prompt x; b", True, None, ["prompt x", "b"]),
        ("a; b;;\n/", False, None, ["a; b"]),
        ("a; b", True, "", ["a; b"]),
        (f"{BLOCK}\n/\na;\n/", True, "/", [BLOCK, "a"]),
        (f"{BLOCK}\n/\na;\n/", True, "\\n/", [BLOCK, "a"]),
        ("a / b\n/\nc", True, "/", ["a / b", "c"]),
        ("a @@ b '@@' -- @@\n@@\nc", True, "@@", ["a", "b '@@'", "c"]),
        ("a\ngo\nb go c\nGo\n", True, "GO", ["a", "b go c"]),
        ("a @@ /* @@ */ b @@ c", True, "@@", ["a", "b", "c"]),
        ("@@\na@@@@@@b@@", True, "@@", ["a", "b"]),
        ("'x'@@a 'y' 'z'@@'@@'", True, "@@", ["'x'", "a 'y' 'z'", "'@@'"]),
        ("a x\nx\nb", True, "\\rx", ["a x", "b"]),
        ("a XXXX b", True, "", ["a XXXX b"]),
        ("a;\n-- z", True, None, ["a"]),
        ("begin a; end; b", True, ";", ["begin a", "end", "b"]),
        ("a x\n;x\nb", True, "\\n;x", ["a x", "b"]),
        ("a\n;\nb", True, "\\n;$", ["a", "b"]),
    ],
)
def test_a_changeset_is_cut(
    sql: str, split: bool, delimiter: str | None, expected: list[str]
) -> None:
    assert [p.text for p in cut_changeset(sql, split, delimiter)] == expected


def test_places_and_ends_of_pieces() -> None:
    script = "-- c\n  z 1;\n\nprompt x\n/* y\n*/ begin\n null; end;\n/\n\n\nb"
    found = list(cut_script(script))
    assert [(p.line, p.start, p.ended) for p in found] == [
        (2, 7, True), (4, 13, True), (6, 30, True), (11, 52, False),
    ]  # fmt: skip
    assert [script[p.start : p.start + len(p.text)] == p.text for p in found] == [True] * 4
    delimited = cut_changeset("\na\n@@\n\n b c\n@@", True, "@@")
    assert [(p.line, p.start) for p in delimited] == [(2, 1), (5, 8)]
    assert [[t.text for t in p.tokens] for p in delimited] == [["a"], ["b", "c"]]


@pytest.mark.parametrize(
    ("text", "ended"),
    [
        ("x 1;", [True]), ("x 1", [False]), ("x 1\n/", [True]), ("begin null; end;", [False]),
        ("begin null; end;\n/", [True]), ("x 1;\ny 2", [True, False]),
        ("begin x\n.\n", [False, True]),
    ],
)  # fmt: skip
def test_whether_a_statement_was_ended(text: str, ended: list[bool]) -> None:
    assert [p.ended for p in cut_script(text)] == ended
    whole = cut_changeset(text.replace("\n.\n", ""), False, None)
    assert whole[-1].ended is text.rstrip().endswith(("/", "1;"))


def test_a_piece_has_its_tokens_and_no_tool() -> None:
    (one,) = cut_script("x /* c */ 1;")
    assert [t.text for t in one.tokens] == ["x", "1"] and one.tool == ""


def test_a_line_of_the_tool_may_be_the_last() -> None:
    assert texts(list(cut_script("prompt x"))) == ["[PROMPT] prompt x"]
    assert texts(list(cut_script("x\n.\nprompt y\n"))) == ["x", "[.] .", "[PROMPT] prompt y"]


FRAGMENTS = st.sampled_from(
    ["begin\n", "declare\n", "end;\n", "/\n", " /\n", "null;\n", "'", "q'[", "]'", "--x\n", "/*",
     "*/", "prompt it's\n", "set define off\n", ".\n", ";", "\n", " ", "create or replace ",
     "package p ", "view v as ", "with function f ", "<<x>>", "GO\n", "@@x\n", "\x0b", "\u00a0",
     '"a"', "a.b", "\t", "del 1\n"]
)  # fmt: skip
TEXTS = st.lists(FRAGMENTS, max_size=14).map("".join)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from(["script", None, "/", "@@", "whole"]))
def test_every_piece_is_there_once_with_its_own_tokens(text: str, how: str | None) -> None:
    pieces = (
        list(cut_script(text))
        if how == "script"
        else cut_changeset(text, how != "whole", None if how == "whole" else how)
    )
    end = 0
    for piece in pieces:
        assert piece.start >= end and piece.text
        end = piece.start + len(piece.text)
        assert text[piece.start : end] == piece.text
        assert piece.line == text.count("\n", 0, piece.start) + 1
        assert piece.tool or piece.tokens == tuple(tokens(piece.text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("begin", True),
        ("declare", True),
        ("<<a>> <<b>> begin", True),
        ("<<a>> select", False),
        ("create package p", True),
        ("create or replace editionable package p", True),
        ("create or replace and resolve java source named x", True),
        ("create function if not exists f", True),
        ("create table package", False),
        ('create "package" p', False),
        ('"begin"', False),
        ("with function f", True),
        ("with procedure p", True),
        ("with function as", False),
        ("with function (", False),
        ("with f", False),
        ("select", False),
        ("create", False),
        ("", False),
    ],
)
def test_what_ends_at_a_slash(text: str, expected: bool) -> None:
    assert is_plsql(tokens(text)) is expected


def test_a_function_of_a_query_has_three_words() -> None:
    assert holds_code(tokens("with function f"))
    assert not holds_code(tokens("with function f return"))
    assert not holds_code(tokens("with function"))
    assert inline_code(tokens("with function f"))
    assert inline_code(tokens("insert into t with procedure p"))
    assert not inline_code(tokens("with f as (select 1 from dual) select function from f"))


@pytest.mark.parametrize(
    ("word", "following", "expected"),
    [
        ("EXEC", "", "EXECUTE"), ("EXECU", "", "EXECUTE"), ("EXE", "", ""), ("EXECUTES", "", ""),
        ("SET", "define", "SET"), ("SET", "role", ""), ("SET", "Constraints", ""),
        ("DEL", "", "DEL"), ("A", "", "APPEND"), ("SELECT", "", ""), ("SHO", "", "SHOW"),
        ("LIQUIBASE", "", "LIQUIBASE"), ("DELETE", "", ""), ("COMMENT", "", ""),
        ("ALTER", "", ""), ("INSERT", "", ""),
    ],
)  # fmt: skip
def test_commands_of_the_tool(word: str, following: str, expected: str) -> None:
    assert command(word, following) == expected
