"""The lab speaks Oracle and nothing else, though what it is made of understands much more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.lab.backend import OraError, QueryOutcome
from app.lab.sql.database import Database
from app.lab.sql.engine import LabSession


@pytest.fixture
def session(tmp_path: Path) -> Iterator[LabSession]:
    made = Database.create(tmp_path / "db", "LAB", (19, 25, 0, 0, 0))
    made.create_user("ADM", "a")
    made.run_script_as("ADM", "create table t (id number, nom varchar2(10), len number);\n")
    opened = made.log_on("ADM", "test")
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("select ifnull(nom, 'x') from t", 904),
        ("select sqlite_version() from dual", 904),
        ("select typeof(id) from t", 904),
        ("select len(nom) from t", 904),
        ("select substring(nom, 1, 2) from t", 904),
        ("select group_concat(nom) from t", 904),
        ("select datetime('now') from dual", 904),
        ("select format('%d', 1) from dual", 904),
        ("select O_RAISE(1, '', '', '', 0, 0) from dual", 904),
        ("insert into t (id) values (last_insert_rowid())", 904),
        ("update t set nom = iif(id = 1, 'a', 'b') where id = 1", 904),
        ("select nom from t limit 1", 933),
        ("update t set nom = 'x' where id = 1 limit 1", 933),
        ("select nom from t where nom glob 'a*'", 920),
        ("select nom from t where nom == 'a'", 936),
        ("select id % 2 from t", 911),
        ("select id & 2 from t", 911),
        ("select nom as 'x' from t", 923),
        ("with recursive q as (select 1 n from dual) select n from q", 905),
        ("select cast(id as text) from t", 902),
    ],
)
def test_what_other_databases_know_is_refused(session: LabSession, sql: str, number: int) -> None:
    with pytest.raises(OraError) as caught:
        session.execute(sql, [], [[]])
    assert caught.value.code == number


@pytest.mark.parametrize(
    "sql",
    [
        "select nvl(nom, 'x'), len, t.len from t where mod(id, 2) = 0",
        "select 'ifnull(x) limit 1' from dual",
        "select nom from t order by id fetch first 1 rows only",
        "with total (n) as (select count(*) from t) select n from total",
        "select cast(id as number(5)), upper(substr(nom, 1, 2)) from t",
    ],
)
def test_what_oracle_knows_is_not(session: LabSession, sql: str) -> None:
    assert isinstance(session.execute(sql, [], [[]]), QueryOutcome)
