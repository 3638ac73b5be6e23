"""Tables that hold no data of their own are told apart from those that do."""

from __future__ import annotations

import pytest

from app.oracle import schema

PLAIN = {"temporary": "N", "nested": "NO", "secondary": "N", "iot": None}
COLUMN = "VARCHAR2~30~~~30~B"


def table(name, **facts):
    told = {**PLAIN, **facts}
    return ("table", name, *(told[k] for k in PLAIN), None, None, None, None)


def test_only_tables_with_rows_of_their_own_are_compared(recording):
    recording.answers["user_tables"] = [
        table("CONTRATS"),
        table("TOTALS"),
        table("LOAD_FILE"),
        table("MLOG$_CONTRATS"),
        table("SCRATCH", temporary="Y"),
        table("LINES_NT", nested="YES"),
        table("DR$IX$I", secondary="Y"),
        ("derived", "TOTALS", "VALID", *[None] * 7),
        ("external", "LOAD_FILE", "ORACLE_LOADER", *[None] * 7),
    ]
    found = schema(recording)
    assert set(found.tables) == {"CONTRATS"}
    assert set(found.others) == {
        "TOTALS", "LOAD_FILE", "MLOG$_CONTRATS", "SCRATCH", "LINES_NT", "DR$IX$I",
    }  # fmt: skip
    assert recording.round_trips == 1


ROW = ("row", "1", "k", "changelog/one.sql", "8:a", "EXECUTED", "1", "77", "20260101000000000000")


@pytest.mark.parametrize("lacks", ["user_policies", "e.text", "ora_hash"])
def test_a_view_that_is_not_there_does_not_take_the_changelog_s_rows_away(recording, ora, lacks):
    recording.failures[lacks] = ora(942, "table or view does not exist")
    recording.answers["databasechangelog l"] = [table("CONTRATS"), ROW]
    found = schema(recording, True)
    assert found.missing and not {"row", "moment"} & set(found.missing)
    assert found.log == (("1", "k", "changelog/one.sql", "8:a", "EXECUTED", 1, "77"),)
    assert set(found.tables) == {"CONTRATS"}


def test_without_the_changelog_s_table_nothing_else_is_missing(recording, ora):
    recording.failures["databasechangelog l"] = ora(942, "table or view does not exist")
    recording.answers["user_tables"] = [table("CONTRATS")]
    found = schema(recording, True)
    assert (found.log, found.missing, set(found.tables)) == (None, (), {"CONTRATS"})
    assert recording.round_trips == 2


def test_rows_of_the_changelog_are_not_asked_for_unless_wanted(recording, ora):
    recording.failures["user_policies"] = ora(942, "table or view does not exist")
    assert schema(recording).log is None
    assert not any("databasechangelog l" in sql for sql in recording.statements)
