"""The shape of the digest queries; their values are tested on the lab (tests/contract)."""

from __future__ import annotations

import re

import pytest

from app.oracle import table_fingerprints
from app.oracle.fingerprint import expression


def described(tables):
    return [
        (table, column, kind, 22, None, None, 10, "C")
        for table, columns in tables.items()
        for column, kind in columns.items()
    ]


def depth(sql):
    deepest = level = 0
    for character in sql:
        level += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, level)
    assert level == 0
    return deepest


class Digests:
    """Answers any digest query with one row for each table in it."""

    def __init__(self, recording, tables):
        self.recording = recording
        recording.answers["user_tab_columns"] = described(tables)
        answer = recording._send

        def send(sql, binds):
            found = answer(sql, binds)
            if found is None:
                names = re.findall(r"select '([^']*(?:''[^']*)*)', count", sql)
                return [(n.replace("''", "'"), 3, 10, None) for n in names]
            return found

        recording._send = send


def test_many_tables_are_one_query(recording):
    Digests(recording, {f"T{i:02}": {"ID": "NUMBER", "NOM": "VARCHAR2"} for i in range(40)})
    digests = table_fingerprints(recording)
    assert len(digests) == 40
    assert len(recording.sent) == 2  # the dictionary, and the tables
    assert digests[0].hashed == ("ID", "NOM")
    assert (digests[0].rows, digests[0].digest) == (3, "10-0")


def test_large_schemas_are_a_few_queries(recording):
    columns = {f"COLONNE_{i:03}": "VARCHAR2" for i in range(60)}
    Digests(recording, {f"T{i:03}": columns for i in range(60)})
    assert len(table_fingerprints(recording)) == 60
    assert 3 < len(recording.sent) < 60
    assert all(len(sql) < 100_000 for sql in recording.statements)


def test_nesting_is_bounded_however_wide_the_table(recording):
    Digests(recording, {"LARGE": {f"C{i:04}": "NUMBER" for i in range(900)}})
    table_fingerprints(recording)
    assert depth(recording.statements[1]) < 60


def test_types_without_a_stable_text_are_named_as_not_hashed(recording):
    Digests(recording, {"T": {"A": "NUMBER", "B": "LONG", "C": "XMLTYPE", "D": "SDO_GEOMETRY"}})
    (digest,) = table_fingerprints(recording)
    assert digest.hashed == ("A",)
    assert set(digest.columns) == {"A", "B", "C", "D"}


def test_only_the_columns_that_were_there_before(recording):
    tables = {"CONTRATS": {"ID": "NUMBER", "CANAL_VENTE": "VARCHAR2"}, "NEW": {"X": "NUMBER"}}
    Digests(recording, tables)
    before = {"CONTRATS": ("ID", "GONE"), "DROPPED": ("ID",)}
    (digest,) = table_fingerprints(recording, before)
    assert digest.table == "CONTRATS"
    assert digest.hashed == ("ID",)  # GONE is gone, and the comparison sees it
    assert "CANAL_VENTE" in digest.columns
    assert "CANAL_VENTE" not in recording.statements[1]


def test_a_table_without_hashable_columns_is_still_counted(recording):
    Digests(recording, {"T": {"B": "LONG"}})
    (digest,) = table_fingerprints(recording)
    assert (digest.rows, digest.hashed) == (3, ())


def test_names_that_need_quotes(recording):
    Digests(recording, {"it's Odd": {"Mixed Case": "NUMBER"}})
    (digest,) = table_fingerprints(recording)
    assert digest.table == "it's Odd"
    assert 'from "it\'s Odd"' in recording.statements[1]


def test_an_empty_schema_asks_nothing_more(recording):
    assert table_fingerprints(recording) == ()
    assert len(recording.sent) == 1


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("NUMBER(10,2)", "'TM9'"),
        ("DATE", "YYYY-MM-DD HH24:MI:SS"),
        ("TIMESTAMP(6)", ".FF9'"),
        ("TIMESTAMP(6) WITH TIME ZONE", "TZH:TZM"),
        ("TIMESTAMP(6) WITH LOCAL TIME ZONE", "sys_extract_utc"),
        ("RAW(16)", "rawtohex"),
        ("CLOB", "dbms_lob.getlength"),
        ("BLOB", "rawtohex(dbms_lob.substr"),
        ("CHAR(3 BYTE)", "rtrim"),
    ],
)
def test_expressions(kind, part):
    sql = expression("C", kind)
    assert sql is not None and part in sql and sql.startswith("nvl(")


@pytest.mark.parametrize("kind", ["LONG", "LONG RAW", "BFILE", "XMLTYPE", "JSON", "ROWID"])
def test_no_expression(kind):
    assert expression("C", kind) is None
