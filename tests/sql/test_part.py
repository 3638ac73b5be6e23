"""What a part of a statement answers for its words and places."""

from __future__ import annotations

import time

import pytest

from app.sql.operations import Alter, AlterTable, CreateCode, OddClause
from app.sql.part import NOTHING, Said
from app.sql.read import read_text


def at(found: Said | None) -> int | None:
    return None if found is None else found.at


def test_where_it_begins() -> None:
    part = read_text("\n  drop table t")
    assert (part.at, part.line, part.first_word, bool(part)) == (3, 2, "DROP", True)
    assert (NOTHING.at, NOTHING.line, NOTHING.first_word, bool(NOTHING)) == (0, 1, "", False)
    assert read_text('"drop" x').first_word == read_text("<<x>> y").first_word == ""


def test_how_it_is_shown() -> None:
    part = read_text("grant  Select on t")
    assert part.shown() == "grant Select on t"
    assert (part.shown(1, 3), part.shown(2)) == ("Select on", "on t")
    assert part.verb_phrase == "GRANT"


def test_the_line_of_a_place() -> None:
    part = read_text("begin\n\nx;\nend;")
    assert [part.line_at(place) for place in (0, 1, 6, 7, 8, 10)] == [1, 3, 3, 3, 3, 4]


def test_its_words() -> None:
    part = read_text('update t set "A" = \'b\', c = c + 1 where d = t."e"')
    assert part.words == ("UPDATE", "T", "SET", "C", "C", "WHERE", "D", "T")
    assert part.names == {"UPDATE", "T", "SET", "A", "C", "WHERE", "D", "e"}
    assert part.vocabulary == ("UPDATE", "T", "SET", "A", "=", "b", ",", "C", "+", "1", "WHERE",
                               "D", ".", "e")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "anywhere", "own", "said"),
    [
        ("alter table t drop x", 14, 14, True),
        ("alter table t.drop x drop y", 14, 21, True),
        ("alter table t.drop", 14, None, True),
        ('alter table "DROP"', None, None, False),
        ("drop table t", 0, None, True),
        ("alter table t 'drop'", None, None, False),
    ],
)
def test_where_a_word_stands(text: str, anywhere: int | None, own: int | None, said: bool) -> None:
    part = read_text(text)
    assert (at(part.find("DROP", "NEVER")), at(part.find_own("DROP")), part.says("DROP")) == (
        anywhere, own, said,
    )  # fmt: skip


def test_where_names_signs_and_binds_stand() -> None:
    part = read_text("x 'public' \"Public\" @ : b @ public")
    assert part.find_name(("PUBLIC",)) == Said(11, "Public", '"Public"', 1)
    assert part.find_name(("NOBODY",)) is None
    assert at(part.find_sign("@", "-")) == 20
    assert part.find_sign(";") is None
    assert part.first_bind == Said(22, "B", ": b", 1)
    assert read_text("x @ 'y'").first_bind is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("select a from t for update", None),
        ("select a from t update t", 16),
        ("select a from t delete", 16),
        ("select a.delete, a.update from t", None),
        ("insert into t select a from t for update of a delete", 46),
        ("delete from t", None),
        ("update t set a = 1", None),
    ],
)
def test_where_rows_are_changed_behind_a_query(text: str, place: int | None) -> None:
    assert at(read_text(text).changes_rows) == place


@pytest.mark.parametrize(
    ("clause", "only"),
    [("cache", True), ("parallel 4", True), ("cache x", False), ("cache 'a'", False)],
)
def test_whether_it_says_nothing_else(clause: str, only: bool) -> None:
    operation = read_text(f"alter table t {clause}")
    assert isinstance(operation, AlterTable)
    (odd,) = operation.clauses
    assert isinstance(odd, OddClause)
    assert odd.only_says(("CACHE", "PARALLEL")) is only


def test_quotes_of_its_texts() -> None:
    part = read_text("select q'[it's]', nQ'{;}', 'q', N'x', q, 'a\\' from dual")
    assert part.q_texts == ("it's", ";")
    assert at(part.backslash_quote) == 41
    assert read_text("select 'a\\b', '\\' || \"\\'\" from dual").backslash_quote is not None
    assert read_text("select 'a\\b', \"\\'\" from dual").backslash_quote is None


def test_what_kind_of_a_statement_it_is() -> None:
    inline = read_text("with function f return number is begin return 1; end; select f from dual")
    assert (inline.is_plsql, inline.inline_code, inline.inline_names) == (True, True, {"F"})
    plain = read_text("select 1 from dual")
    assert (plain.is_plsql, plain.inline_code, plain.inline_names) == (False, False, frozenset())
    assert read_text("begin null; end;").is_plsql


def test_whether_it_restricts() -> None:
    operation = read_text("update t set a = 1 where b = v")
    where = getattr(operation, "where", NOTHING)
    assert where.restricts() is where.restricts(("V",)) is True
    assert where.restricts(("B", "V")) is False


@pytest.mark.parametrize(
    ("text", "about", "command"),
    [
        ("create or replace view v as select 1 from dual", "VIEW", ""),
        ("create materialized zonemap z", "MATERIALIZED ZONEMAP", ""),
        ("alter database x", "DATABASE X", ""),
        ("alter", "", ""),
        ("set role x", "ROLE", ""),
        ("set echo off", "ECHO", "SET"),
        ("prompt", "", "PROMPT"),
        ("alter 'x' user", "USER", ""),
    ],
)
def test_what_it_is_about(text: str, about: str, command: str) -> None:
    operation = read_text(text)
    assert (operation.about, operation.sqlplus_command) == (about, command)


def test_the_rest_of_an_alter_is_a_part() -> None:
    operation = read_text("alter sequence q increment by 2 nocache")
    assert isinstance(operation, Alter)
    assert operation.rest.words == ("BY", "NOCACHE")


def seconds(calls: int) -> float:
    body = "x := f(a => 1, b => y);\n" * calls
    code = read_text(f"create procedure p is x number; begin\n{body}end;")
    assert isinstance(code, CreateCode)
    begin = time.process_time()
    assert len([one for one in code.body.alone if one.name == ("Y",)]) == calls
    return time.process_time() - begin


def test_the_time_for_named_arguments_grows_with_them_and_not_with_their_square() -> None:
    assert seconds(800) < 24 * max(seconds(100), 0.005)  # 64 times, if it were the square
