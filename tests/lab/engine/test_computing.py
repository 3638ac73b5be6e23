"""What the proof's queries lean on: levels, hexadecimal numbers, inner queries kept apart."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app.lab.backend import OraError, QueryOutcome
from app.lab.sql.database import Database
from app.lab.sql.engine import LabSession

MADE = """create table t (id number, c clob, d date);
insert into t values (3, 'abcdefg', to_date('2024-01-02', 'YYYY-MM-DD'));
"""


@pytest.fixture
def adm(tmp_path: Path) -> Iterator[LabSession]:
    made = Database.create(tmp_path / "db", "LAB", (23, 6, 0, 24, 10))
    made.create_user("ADM", "a")
    made.run_script_as("ADM", MADE)
    session = made.log_on("ADM", "test")
    yield session
    session.close()


def one(session: LabSession, sql: str) -> Any:
    outcome = session.execute(sql, [], [[]])
    assert isinstance(outcome, QueryOutcome)
    return next(iter(outcome.rows))[0]


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("(select sum(level) from dual connect by level <= 4)", 10),
        ("(select count(*) from dual connect by level <= 0)", 1),  # the root is always there
        ("(select sum(level) from dual connect by level <= t.id)", 6),
        ("(select sum(to_number(rawtohex(dbms_lob.substr(c, 1, level)), 'XX')) from dual"
         " connect by level <= dbms_lob.getlength(c))", sum(b"abcdefg")),
        ("to_number('fF', 'XXXX')", 255),
        ("to_char(255, 'FM0XXX')", "00FF"),
        ("to_char(255, 'XX')", " FF"),
        ("to_char(256, 'FMXX')", "###"),
        ("lengthb('Fès')", 4),
        ("to_char(d, 'SYYYY-MM-DD')", " 2024-01-02"),
    ],
)  # fmt: skip
def test_values(adm: LabSession, expression: str, value: Any) -> None:
    assert one(adm, f"select {expression} from t") == value


def test_an_inner_query_that_is_not_merged_draws_once(adm: LabSession) -> None:
    apart = "select 1 from (select {} sys_guid() g, 2 n from t) q where q.g = q.g"
    outcome = adm.execute(apart.format("/*+ no_merge */"), [], [[]])
    assert isinstance(outcome, QueryOutcome)
    assert len(list(outcome.rows)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select 1 from t connect by level <= 3",
        "select 1 from dual connect by prior 1 = 1",
        "select 1 from dual start with 1 = 1 connect by level <= 3",
        "select 1 from dual where 1 = 1 connect by level <= 3",
    ],
)
def test_other_hierarchies_are_refused(adm: LabSession, sql: str) -> None:
    with pytest.raises(OraError) as raised:
        adm.execute(sql, [], [[]])
    assert raised.value.code == 3001


def test_what_is_no_hexadecimal_number_is_refused(adm: LabSession) -> None:
    for text, mask in (("G1", "XX"), ("123", "XX")):
        with pytest.raises(OraError) as raised:
            one(adm, f"select to_number('{text}', '{mask}') from dual")
        assert raised.value.code == 1722


BAG = "(select 1 n from dual union all select 1 from dual union all select 2 from dual)"


@pytest.mark.parametrize(
    ("between", "left"),
    [("minus", []), ("minus all", [1]), ("intersect all", [1, 2]), ("intersect", [1, 2])],
)
def test_rows_that_are_there_twice(adm: LabSession, between: str, left: list[int]) -> None:
    once = "select 1 m from dual union all select 2 from dual"
    outcome = adm.execute(f"select n from {BAG} {between} select m from ({once})", [], [[]])
    assert isinstance(outcome, QueryOutcome)
    assert sorted(row[0] for row in outcome.rows) == left


def test_minus_all_came_after_19c(tmp_path: Path) -> None:
    made = Database.create(tmp_path / "old", "LAB", (19, 25, 0, 0, 0))
    made.create_user("ADM", "a")
    session = made.log_on("ADM", "test")
    try:
        with pytest.raises(OraError) as caught:
            session.execute("select 1 from dual minus all select 1 from dual", [], [[]])
        assert caught.value.code == 928
    finally:
        session.close()
