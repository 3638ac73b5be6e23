"""The shape of the queries that measure tables; their values are tested on the lab (contract)."""

from __future__ import annotations

import re
from typing import Any

import pytest

from app.oracle.expressions import hash_of, text_of
from app.oracle.measure import TableShape, Wanted, comparable, measure
from app.proof.sketch import PARTS


def depth(sql: str) -> int:
    deepest = level = 0
    for character in sql:
        level += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, level)
    assert level == 0
    return deepest


def wanted(tables: dict[str, dict[str, str]], part: int = 32) -> dict[str, Wanted]:
    shapes = {t: TableShape(columns, tuple(columns)[:1]) for t, columns in tables.items()}
    return {t: Wanted(shape, comparable(shape), part) for t, shape in shapes.items()}


def test_many_tables_are_one_query(recording: Any) -> None:
    found = measure(recording, wanted({f"T{i:02}": {"ID": "NUMBER"} for i in range(40)}))
    assert [m.sketch.rows for m in found] == [0] * 40
    assert len(recording.sent) == 1


def test_large_schemas_are_a_few_queries(recording: Any) -> None:
    columns = {f"COLONNE_{i:03}": "VARCHAR2(30 BYTE)" for i in range(60)}
    measure(recording, wanted({f"T{i:03}": columns for i in range(60)}))
    assert 3 < len(recording.sent) < 60
    assert all(len(sql) < 100_000 for sql in recording.statements)


def test_nesting_is_bounded_however_wide_the_table(recording: Any) -> None:
    measure(recording, wanted({"LARGE": {f"C{i:04}": "NUMBER" for i in range(900)}}))
    assert depth(recording.statements[0]) < 20


def test_no_text_of_a_row_is_longer_than_sql_allows() -> None:
    """Every text that is hashed is one whose widest values fit into 4000 bytes."""
    texts = [text_of(f"C{i}", "VARCHAR2(100 CHAR)") for i in range(50)]
    widths = {t.width for t in texts if t is not None}
    assert widths == {406}
    groups = hash_of([t for t in texts if t is not None]).count("standard_hash(")
    assert groups == 50 // 9 + 1 + 1  # nine of them fit, and the six hashes are one


def test_rows_of_a_table_without_a_key_are_counted_by_their_hashes(recording: Any) -> None:
    measure(recording, {"T": Wanted(TableShape({"A": "NUMBER"}), ("A",))})
    assert "'E'||substr(h,1,14) k" in recording.statements[0]


def test_cells_become_a_sketch(recording: Any) -> None:
    rows = [("T", 0, 2, 1, 5, 0, 7, 3, 9), ("T", 40, 2, 1, 5, 0, 7, 3, 9)]
    recording.answers["standard_hash"] = rows
    (found,) = measure(recording, wanted({"T": {"ID": "NUMBER"}}))
    assert found.sketch.cells[0] == [2, (1 << 28) + 5, 7, (3 << 28) + 9]
    assert found.sketch.cells[40] == found.sketch.cells[0]
    assert len(found.sketch.cells) == 32 * PARTS
    assert found.sketch.rows == 2


def test_when_time_is_up_rows_are_counted(recording: Any) -> None:
    recording.answers["count(*), 0, 0"] = [("T", 0, 5, 0, 0, 0, 0, 0, 0)]
    (found,) = measure(recording, wanted({"T": {"ID": "NUMBER"}}), in_time=lambda: False)
    assert (found.sketch.rows, found.contents) == (5, False)
    assert "standard_hash" not in recording.statements[0]


def test_names_that_need_quotes(recording: Any) -> None:
    measure(recording, wanted({"it's Odd": {"Mixed Case": "NUMBER"}}))
    assert 'from "it\'s Odd"' in recording.statements[0]
    assert "'it''s Odd'" in recording.statements[0]


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("NUMBER(10,2)", "'TM9','NLS_NUMERIC_CHARACTERS=''.,'''"),
        ("DATE", "SYYYY-MM-DD HH24:MI:SS','NLS_CALENDAR=GREGORIAN'"),
        ("TIMESTAMP(6)", ".FF9'"),
        ("TIMESTAMP(6) WITH TIME ZONE", "TZH:TZM TZR"),
        ("TIMESTAMP(6) WITH LOCAL TIME ZONE", "sys_extract_utc"),
        ("RAW(16)", "rawtohex"),
        ("RAW(2000)", "standard_hash"),
        ("CLOB", "dbms_lob.getlength"),
        ("BLOB", "rawtohex(dbms_lob.substr"),
        ("CHAR(3 BYTE)", "rtrim"),
        ("VARCHAR2(4000 CHAR)", "standard_hash"),
        ("NVARCHAR2(30)", "standard_hash"),
        ("BINARY_DOUBLE", "standard_hash"),
        ("INTERVAL DAY(2) TO SECOND(6)", "standard_hash"),
        ("ROWID", "rowidtochar"),
    ],
)
def test_expressions(kind: str, part: str) -> None:
    text = text_of("C", kind)
    assert text is not None and part in text.sql
    assert re.match(r"(nvl2\(|case when )\"C\"", text.sql), "NULL has a text of its own"
    assert text.sql.endswith("||'|'")


@pytest.mark.parametrize(
    "kind", ["LONG", "LONG RAW", "BFILE", "XMLTYPE", "JSON", "SDO_GEOMETRY", "UROWID(4000)"]
)
def test_no_expression(kind: str) -> None:
    assert text_of("C", kind) is None


def test_how_deep_a_lob_is_read() -> None:
    full, ends, length = (text_of("C", "CLOB", how) for how in ("full", "ends", "length"))
    assert full is not None and "16000000" in full.sql
    assert ends is not None and "5400" in ends.sql
    assert length is not None and "dbms_lob.substr" not in length.sql


def test_what_oracle_computes_and_what_has_no_text_is_not_compared() -> None:
    shape = TableShape({"B": "LONG", "A": "NUMBER", "V": "NUMBER"}, (), frozenset({"V"}))
    assert comparable(shape) == ("A",)
