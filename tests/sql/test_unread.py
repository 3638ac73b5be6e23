"""What nobody reads for sure."""

from __future__ import annotations

import pytest

from app.sql.operations import Odd
from app.sql.read import read_text
from app.sql.unread import Fault


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", Fault("empty")),
        (" -- nothing", Fault("empty")),
        ("drop 'x", Fault("open_string", 5, "'x")),
        ("drop é\x01 'x", Fault("character", 6, "\x01")),
        (" x (y", Fault("parentheses", 1)),
        ("x )y(", Fault("parentheses", 0)),
        ("x y)", Fault("parentheses", 0)),
        ("x (y)", None),
    ],
)
def test_the_fault_of_a_text(text: str, fault: Fault | None) -> None:
    operation = read_text(text)
    assert isinstance(operation, Odd)
    assert operation.fault == fault


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("select a\n.\nfrom t", 9),
        ("select a\n.", 9),
        ("select a\n. b from t", None),
        ("select a .\nb from t", None),
        ("select a.b from t", None),
        ("select 'x\ny'\n.\nfrom t", 13),
        ("select 'x\ny' .\nfrom t", None),
        ("begin\n.\nend;", 6),
        ("select a\n\ndel\nfrom t", 10),
        ("select a\n\ndel", 10),
        ("select a\n\ndel x from t", 10),
        ("select a\n\ndel, b from t", None),
        ("select a\ndel\nfrom t", None),
        ("select a\n\nl 5 from t", 10),
        ("select a\n\nl x from t", None),
        ("select a\n\nli x from t", None),
        ("select a\n\nc /x/y/ from t", 10),
        ("select a\n\nc, d from t", None),
        ("select a\n\n5 from t", 10),
        ("select a\n\n'5' from t", None),
        ("select a\n\nfrom t", None),
        ("select a\n\n\n\nedit b from t", 12),
        ("begin\n\ndel\nend;", None),
        ("declare\n\ndel\nbegin null; end;", None),
        ("create table t (a number\n\n,\n\ndel\nnumber)", None),
        ("del\nfrom t", None),
        ("\n\ndel\nfrom t", None),
    ],
)
def test_commands_on_the_buffer(text: str, place: int | None) -> None:
    found = read_text(text).buffer_command
    assert (found and found.at) == place


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("create json relational duality view v as t { a }", True),
        ("create or replace force editionable json relational duality view v as t {a}", True),
        ("create json relational duality view v as t @insert { _id : a }", True),
        ("create json relational duality view v as t; drop table t", False),
        ("create json relational duality view v as 'open", False),
        ("create json duality view v as t", False),
        ("create relational duality view v as t", False),
        ("create json relational duality table v as t", False),
        ("alter json relational duality view v as t", False),
        ("create json relational view v as t", False),
    ],
)
def test_duality_views(text: str, is_one: bool) -> None:
    assert read_text(text).duality_view == is_one


@pytest.mark.parametrize(
    ("text", "module"),
    [
        ("create mle module m language javascript as x = 'y", (("M",), True)),
        ("create or replace mle module o.m language javascript as x", (("O", "M"), True)),
        ("create mle module if not exists m language javascript as x", (("M",), True)),
        ("create mle module m language python as javascript", (("M",), False)),
        ("create mle module if not here", (("IF",), False)),
        ("create mle module 'm' language javascript", ((), False)),
        ("create mle env m", None),
        ("create or replace procedure p is mle module", None),
        ("mle module m language javascript", None),
        ("create module mle m language javascript as x", None),
    ],
)
def test_modules_of_other_languages(text: str, module: tuple[tuple[str, ...], bool] | None) -> None:
    operation = read_text(text)
    found = operation.module if isinstance(operation, Odd) else None
    assert (found and (found.name, found.javascript)) == module
