"""Tables that hold no data of their own are told apart from those that do."""

from __future__ import annotations

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
