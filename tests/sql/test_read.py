"""Statements as operations: what they are read as, and that what is not known is odd."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import Struct

from app.sql.lexer import Token, tokens
from app.sql.operations import (
    AddColumns,
    Alter,
    AlterTable,
    Block,
    Create,
    CreateCode,
    ModifyColumns,
    Odd,
    OddClause,
    Operation,
    _Read,
    retypes,
)
from app.sql.read import read_text
from app.sql.verbs import verb_of
from app.sql.words import words
from tests.sql.shown import shown

_LINES = (Path(__file__).parent / "statements.txt").read_text("utf-8").splitlines()
CASES = [
    (line, expected.strip()) for line, expected in pairwise(_LINES) if expected.startswith("    ")
]


@pytest.mark.parametrize(("statement", "expected"), CASES, ids=[c[0][:60] for c in CASES])
def test_a_statement_is_read_as(statement: str, expected: str) -> None:
    assert shown(read_text(statement)) == expected


def _all_tokens(value: Any) -> Iterator[tuple[Token, ...]]:
    """Every run of tokens that the values of an operation hold, but not those of texts in it."""
    if isinstance(value, tuple) and value and isinstance(value[0], Token):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _all_tokens(part)
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            if name != "dynamic":
                yield from _all_tokens(getattr(value, name))


@pytest.mark.parametrize("statement", [c[0] for c in CASES], ids=[c[0][:60] for c in CASES])
def test_everything_read_has_its_place_in_the_text(statement: str) -> None:
    whole = tuple(tokens(statement))
    for run in _all_tokens(read_text(statement)):
        at = whole.index(run[0])
        assert whole[at : at + len(run)] == run
        assert all(statement[t.start : t.end] == t.text for t in run)


@pytest.mark.parametrize("statement", [c[0] for c in CASES], ids=[c[0][:60] for c in CASES])
def test_a_part_begins_behind_the_beginning_of_the_whole(statement: str) -> None:
    operation = read_text(statement)
    assert operation.tokens == tuple(tokens(statement))
    if not isinstance(operation, Odd):
        for value in _parts(operation):
            for name in value.__struct_fields__:
                _inside(getattr(value, name), value.tokens, name)


def _inside(found: Any, whole: tuple[Token, ...], name: str) -> None:
    """What a field holds stands within the tokens of its value, and behind the first of them."""
    if isinstance(found, _Read):
        assert found.tokens and whole[0].start < found.tokens[0].start
        assert found.tokens[-1].end <= whole[-1].end
    elif isinstance(found, tuple) and found and isinstance(found[0], Token):
        assert name == "tokens" or whole[0].start < found[0].start
        assert found[-1].end <= whole[-1].end
    elif isinstance(found, tuple):
        for part in found:
            _inside(part, whole, name)


def _parts(value: Any) -> Iterator[Any]:
    """The operation and all its parts, without those that are read from a text in it."""
    if isinstance(value, _Read):
        yield value
    if isinstance(value, Struct) and not isinstance(value, Token):
        for name in value.__struct_fields__:
            if name != "dynamic":
                yield from _parts(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from _parts(one)


def test_places_of_a_clause_and_its_column() -> None:
    statement = "alter table t add (a number)\n  modify (b not null, c default 1)"
    operation = read_text(statement)
    assert isinstance(operation, AlterTable)
    clause = operation.clauses[1]
    assert isinstance(clause, ModifyColumns)
    column = clause.columns[1]
    assert statement[clause.tokens[0].start : clause.tokens[-1].end] == (
        "modify (b not null, c default 1)"
    )
    assert statement[column.tokens[0].start : column.tokens[-1].end] == "c default 1"
    assert (column.tokens[0].line, column.tokens[0].column) == (2, 23)


@pytest.mark.parametrize(
    ("statement", "rest"),
    [
        ("create view v (a) as select 1 from dual", "( a ) as select 1 from dual"),
        ("create or replace force view v as select 1 from dual", "as select 1 from dual"),
        ("create procedure p is begin null; end;", "is begin null ; end ;"),
        ("create table t (a number) tablespace x", "( a number ) tablespace x"),
        ("create table if not exists t as select 1 from dual", "as select 1 from dual"),
        ("create unique index i on t x (x.a) online", "on t x ( x . a ) online"),
        ("create sequence q start with 1", "start with 1"),
        ("create synonym y for a.b", "for a . b"),
        ("create materialized view log on t with rowid", "with rowid"),
        ("alter view v compile", ""),
        ("alter index i rename to j", "to j"),
        ("alter sequence q increment by 2", "by 2"),
    ],
)
def test_the_rest_of_a_definition_is_there(statement: str, rest: str) -> None:
    operation = read_text(statement)
    assert isinstance(operation, Create | Alter)
    assert operation.rest.shown() == rest


def test_what_is_said_last_of_null_counts() -> None:
    operation = read_text("alter table t modify (a not null, b null, c number, d check (d > 0))")
    assert isinstance(operation, AlterTable)
    (clause,) = operation.clauses
    assert isinstance(clause, ModifyColumns)
    assert [c.nullable for c in clause.columns] == [False, True, None, None]


def test_a_text_in_a_text_in_a_text_is_read_to_a_depth() -> None:
    inner = "update t set a = 1 where b = 2"
    for _ in range(6):
        inner = "begin execute immediate '" + inner.replace("'", "''") + "'; end;"
    operation: Operation = read_text(inner)
    depth = 0
    while isinstance(operation, Block) and operation.body.dynamic:
        (operation,) = operation.body.dynamic
        depth += 1
    assert depth == 3


def test_stored_code_is_read_through_its_texts() -> None:
    operation = read_text(
        "create procedure p is begin execute immediate 'alter table t rename column a to b'; end;"
    )
    assert isinstance(operation, CreateCode)
    assert shown(operation.body.dynamic) == (
        "[AlterTable(name=T clauses=[RenameColumn(old=A new=B)])]"
    )


def test_a_text_that_is_no_statement_is_no_statement() -> None:
    operation = read_text("begin p('Update your profile', 'begin at once', 'insert into'); end;")
    assert isinstance(operation, Block) and operation.body.dynamic == ()


FRAGMENTS = st.sampled_from(
    sorted(
        words(
            """
    alter table t add modify rename enable disable column constraint ( ) , ; . a b c number
    varchar2(10) default on null not primary key unique check (a>0) references p 'x' 1 :b @ create
    or replace index view view as select from dual with function is begin end ; if exists comment
    grant to insert into values update set = where merge using when matched then delete identity
    generated always using index row movement << >> execute immediate || case q'[ /* -- declare
    session lob store partition all
            """
        )
    )
)


@settings(max_examples=400, deadline=None)
@given(st.lists(FRAGMENTS, max_size=25))
def test_reading_never_fails(parts: list[str]) -> None:
    text = " ".join(parts)
    operation = read_text(text)
    assert operation.tokens == tuple(tokens(text))


@pytest.mark.parametrize("statement", [c[0] for c in CASES], ids=[c[0][:60] for c in CASES])
def test_a_statement_with_a_hole_is_read_or_odd(statement: str) -> None:
    """A word that is missing, and all behind it: never a failure, and the text stays whole."""
    for token in tokens(statement):
        for text in (statement[: token.start] + statement[token.end :], statement[: token.start]):
            operation = read_text(text)
            assert operation.tokens == tuple(tokens(text))
            assert operation.mentions is not None and operation.operands is not None


def test_what_stands_behind_the_word_of_an_unknown_statement() -> None:
    operation = read_text("analyze table t compute statistics")
    assert isinstance(operation, Odd)
    assert (operation.verb, operation.behind.shown()) == ("ANALYZE", "table t compute statistics")


DEFINITIONS = [c[0] for c in CASES if c[0].startswith(("alter table", "comment", "grant"))]


@pytest.mark.parametrize("statement", DEFINITIONS, ids=[s[:60] for s in DEFINITIONS])
def test_a_word_more_makes_a_definition_odd(statement: str) -> None:
    operation = read_text(f"{statement} frobnicate")
    if not isinstance(operation, AlterTable):
        assert isinstance(operation, Odd)
        return
    last = operation.clauses[-1]
    if isinstance(last, AddColumns | ModifyColumns):  # a type and a default may have any name
        column = last.columns[-1]
        assert column.type == "FROBNICATE" or column.default is not None
    else:
        assert isinstance(last, OddClause)


@pytest.mark.parametrize(
    ("statement", "verb"),
    [
        ("alter table t add c number", "ALTER TABLE"),
        ("create or replace force view v as select 1 from dual", "CREATE OR REPLACE VIEW"),
        ("create table if not exists t (a number)", "CREATE TABLE"),
        ("create global temporary table t (a number)", "CREATE GLOBAL TEMPORARY TABLE"),
        ("create unique index i on t (a)", "CREATE UNIQUE INDEX"),
        ("create or replace package body p as end;", "CREATE OR REPLACE PACKAGE BODY"),
        ("create materialized view v as select 1 from dual", "CREATE MATERIALIZED VIEW"),
        ("comment on column a.b is 'x'", "COMMENT ON COLUMN"),
        ("alter index i rebuild", "ALTER INDEX"),
        ("create multivalue index i on t t (t.d.a.number())", "CREATE MULTIVALUE INDEX"),
        ("insert into t values (1)", "INSERT"),
        ("begin null; end;", "BEGIN"),
        ("drop table t", "DROP TABLE"),
        ("<<x>> begin null; end;", "<<"),
        ("", ""),
    ],
)
def test_the_words_that_name_what_a_statement_does(statement: str, verb: str) -> None:
    assert verb_of(tokens(statement)) == verb


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("alter table t modify (a number(9))", True),
        ("alter table t add b number modify (c not null, a number(9))", True),
        ("alter table t modify (a not null)", False),
        ("alter table t add (a number(9))", False),
        ("begin execute immediate 'alter table t modify a number(9)'; end;", True),
        ("create procedure p is begin execute immediate 'alter table t modify a date'; end;", True),
        ("begin execute immediate 'alter table t add a number(9)'; end;", False),
        ("create view v as select 1 from dual", False),
        ("create table t (a number)", False),
    ],
)
def test_what_gives_a_column_another_type(statement: str, expected: bool) -> None:
    assert retypes(read_text(statement)) is expected
