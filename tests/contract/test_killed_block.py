"""A session that dies in the middle of a block of definitions: the next run ends the same."""

from __future__ import annotations

from contextlib import suppress

import pytest

from app.changelog import parse_changelog, update
from app.errors import OracleError
from tests.changelog.memory import Journal

CHANGES = """--liquibase formatted sql
--changeset k:1
ALTER TABLE CARAVANE_T_K ADD (A NUMBER);
ALTER TABLE CARAVANE_T_K ADD (B NUMBER);
--changeset k:2
COMMENT ON COLUMN CARAVANE_T_K.A IS 'x';
CREATE INDEX CARAVANE_T_I ON CARAVANE_T_K (A);
--changeset k:3
ALTER TABLE CARAVANE_T_K ADD CONSTRAINT CARAVANE_T_C CHECK (B > 0);
"""
CHANGELOG = parse_changelog({"changelog/one.sql": CHANGES.encode()})
TABLES = ("CARAVANE_T_K", "DATABASECHANGELOG", "DATABASECHANGELOGLOCK")
STATEMENTS = [
    *(s.text.partition(" (")[0] for c in CHANGELOG.changesets for s in c.statements),
    "INSERT INTO DATABASECHANGELOG ",
    "SELECT ID FROM DATABASECHANGELOGLOCK",
]


def run(session, journal, resume=None):
    update(session, CHANGELOG, journal, lambda: False, resume, lock_token="r")


@pytest.fixture
def fresh(log_on):
    session = log_on()

    def clean():
        for table in TABLES:
            with suppress(OracleError):
                session.execute(f"DROP TABLE {table}")

    clean()
    session.execute("CREATE TABLE CARAVANE_T_K (ID NUMBER)")
    yield session
    clean()


@pytest.mark.parametrize("after", [False, True], ids=["before", "behind"])
@pytest.mark.parametrize("statement", STATEMENTS)
@pytest.mark.parametrize("times", [1, 2], ids=["once", "twice"])
def test_killed_before_or_behind_a_statement_of_a_block(
    fresh, log_on, faulty, statement, after, times
):
    from app.lab.wire.faults import Fault

    faulty.add(Fault(statement, action="kill", times=times, after=after))
    journal = Journal()
    with pytest.raises(OracleError):
        run(log_on(), journal)
    with suppress(OracleError):
        run(log_on(), journal, dict(journal.state))
    faulty.clear()
    run(log_on(), journal, dict(journal.state) or None)
    rows = fresh.query("select id from databasechangelog order by orderexecuted")
    assert [row[0] for row in rows] == ["1", "2", "3"]
    columns = "select column_name from user_tab_columns where table_name = 'CARAVANE_T_K'"
    assert sorted(row[0] for row in fresh.query(columns)) == ["A", "B", "ID"]
    assert fresh.query("select count(*) from user_indexes where index_name = 'CARAVANE_T_I'") == [
        (1,)
    ]
    assert fresh.query("select locked from databasechangeloglock") == [(0,)]
