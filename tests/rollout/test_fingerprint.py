"""What a changelog changes on purpose, and what two fingerprints show as lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from app.changelog import parse_changelog
from app.oracle import TableMeasure, TableShape
from app.proof.sketch import Sketch
from app.proof.verdict import judge
from app.rollout import fingerprint, purpose
from app.rollout.model import Fingerprint
from app.rollout.purpose import Purpose

WHEN = datetime(2026, 11, 23, tzinfo=UTC)


def read(sql: str, *, plsql: bool = False) -> Purpose:
    how = " splitStatements:false" if plsql else ""
    text = f"--liquibase formatted sql\n--changeset k:1{how}\n{sql}\n"
    changelog = parse_changelog({"c.sql": text.encode()})
    keys = [c.key for c in changelog.changesets]
    return purpose.read(changelog, keys, keys)


@pytest.mark.parametrize(
    ("sql", "assigned"),
    [
        ("UPDATE t SET a = 1 WHERE b = 2", {"T": {"A"}}),
        ("update orassadm.t x set x.a = 1, x.b = 2 where x.c = 3", {"T": {"A", "B"}}),
        (
            "UPDATE t SET a = (SELECT max(x), 1 FROM u WHERE u.d = 4), b = 2 WHERE c = 3",
            {"T": {"A", "B"}},
        ),
        ("UPDATE t SET (a, b) = (SELECT c, d FROM u) WHERE e = 1", {"T": {"A", "B"}}),
        ('UPDATE "Mixed" SET "lower" = 1 WHERE b = 2', {"Mixed": {"lower"}}),
        ("UPDATE t PARTITION (p1) x SET a = 1 WHERE b = 2", {"T": {"A"}}),
        ("UPDATE t SET a = 'SET b = 1, c = 2' WHERE d = 1 RETURNING e", {"T": {"A"}}),
        ("UPDATE t SET a = CASE WHEN b = 1 THEN 2 END, c = 3 WHERE d = 1", {"T": {"A", "C"}}),
        ("UPDATE t SET a = (CASE b WHEN 1 THEN 2 END), c = 3 WHERE d = 1", {"T": {"A", "C"}}),
        ("INSERT INTO t (a, b) VALUES (1, 2)", {}),
        ("SELECT a FROM t WHERE a = 1", {}),
        ("COMMENT ON COLUMN t.a IS 'UPDATE t SET b = 1'", {}),
        ("CREATE VIEW v AS SELECT 'UPDATE t SET b = 1' x FROM t", {}),
    ],
)
def test_assigned_columns(sql: str, assigned: dict[str, set[str]]) -> None:
    assert read(sql + ";").assigned == assigned


MERGE = """MERGE INTO t d USING (SELECT id, n FROM u WHERE n = 1) s ON (d.id = s.id)
WHEN MATCHED THEN UPDATE SET d.a = s.n, d.b = 2 WHERE d.c = 1
WHEN NOT MATCHED THEN INSERT (id, e) VALUES (s.id, 1);"""


def test_merge_assigns_what_it_says_and_grows() -> None:
    found = read(MERGE)
    assert found.assigned == {"T": {"A", "B"}}
    assert found.growing == {"T"}


def test_a_merge_that_only_updates_does_not_grow() -> None:
    assert read(MERGE.rpartition("WHEN NOT")[0] + ";").growing == frozenset()


@pytest.mark.parametrize(
    ("sql", "growing"),
    [
        ("INSERT INTO orassadm.t VALUES (1);", {"T"}),
        ("INSERT ALL INTO t VALUES (1) INTO u VALUES (2) SELECT 1 FROM dual;", {"T", "U"}),
        ("UPDATE t SET a = 1 WHERE b = 2;", set()),
    ],
)
def test_growing_tables(sql: str, growing: set[str]) -> None:
    assert read(sql).growing == growing


def test_blocks_and_their_dynamic_sql_are_read() -> None:
    found = read(
        """DECLARE n NUMBER; BEGIN
        SELECT count(*) INTO n FROM w;
        UPDATE t SET a = 1 WHERE b = 2;
        INSERT INTO u (x) VALUES (1);
        EXECUTE IMMEDIATE 'UPDATE v SET c = ''x'' WHERE d = 1';
        END;""",
        plsql=True,
    )
    assert found.assigned == {"T": {"A"}, "V": {"C"}}
    assert found.growing == {"U"}


CODE = """CREATE OR REPLACE PROCEDURE fill IS BEGIN
  UPDATE t SET a = 1 WHERE b = 2; fill; END;
"""


def test_stored_code_counts_only_where_it_is_called() -> None:
    assert read(CODE, plsql=True).assigned == {}
    text = f"--liquibase formatted sql\n--changeset k:1 splitStatements:false\n{CODE}\n"
    text += "--changeset k:2 splitStatements:false\nBEGIN fill; END;\n"
    changelog = parse_changelog({"c.sql": text.encode()})
    keys = [c.key for c in changelog.changesets]
    assert purpose.read(changelog, keys, keys).assigned == {"T": {"A"}}
    assert purpose.read(changelog, keys[:1], keys).assigned == {}


def test_renamed_and_retyped_columns() -> None:
    found = read(
        "ALTER TABLE t RENAME COLUMN a TO b;\n"
        "ALTER TABLE t MODIFY (c TIMESTAMP(6), d DEFAULT 'MODIFY e' NOT NULL, f VARCHAR2(60));"
    )
    assert found.renamed == {"T": {"A": "B"}}
    assert found.retyped == {"T": {"C": "TIMESTAMP", "F": "VARCHAR2"}}
    types = {"A": "NUMBER", "C": "DATE", "D": "DATE", "F": "VARCHAR2(30 BYTE)"}
    assert found.unproven("T", types) == {"A", "C"}
    columns = fingerprint.columns_before({"T": list(types)}, {"T": TableShape(types)}, found)
    assert columns == {"T": ("D", "F")}


# -- two looks ---------------------------------------------------------------------------------


def look(
    name: str = "T", rows: Sequence[int] = (1, 2, 3, 4, 5), hashed: str = "AB"
) -> TableMeasure:
    return TableMeasure(name, Sketch.of((k, k + 7) for k in rows), tuple(hashed))


def shapes(*names: str, **columns: str) -> dict[str, TableShape]:
    types = {"A": "NUMBER(8)", "B": "VARCHAR2(30 BYTE)"} | columns
    return {name: TableShape(dict(types), ("A",)) for name in names}


def taken(
    *measures: TableMeasure, earlier: Fingerprint | None = None, **columns: str
) -> Fingerprint:
    known = shapes(*(m.table for m in measures), **columns)
    return fingerprint.make(WHEN, measures, known, (), earlier)


def said(before: Fingerprint, after: Fingerprint, sql: str = "") -> list[str]:
    aim = read(sql) if sql else Purpose()
    return [r.code for c in fingerprint.cases(before, after, aim, {}) for r in judge(c).reasons]


def test_the_same_is_the_same_in_any_order() -> None:
    one, two = look("A"), look("B")
    assert taken(one, two) == taken(two, one)
    assert said(taken(one, two), taken(two, one)) == []


@pytest.mark.parametrize(
    ("after", "codes"),
    [
        (taken(), ["data.table_gone"]),
        (taken(look(rows=(1, 2, 3, 4))), ["data.missing"]),
        (taken(look(rows=(1, 2, 3, 4, 6, 7))), ["data.rows_came", "data.missing"]),
        (taken(look(), A="NUMBER(6)"), ["data.type_narrowed"]),
        (taken(look(), A="NUMBER(10)", B="VARCHAR2(30 CHAR)"), []),
        (taken(look(), look("NEW"), C="DATE"), []),
    ],
)
def test_what_differs_has_its_name(after: Fingerprint, codes: list[str]) -> None:
    assert said(taken(look()), after) == codes


def test_a_column_that_is_gone_and_one_that_the_release_renamed() -> None:
    before = taken(look(hashed="B"))
    short = {"T": TableShape({"Z": "NUMBER(8)", "B": "VARCHAR2(30 BYTE)"}, ("B",))}
    after = fingerprint.make(WHEN, [look(hashed="B")], short)
    assert said(before, after) == ["data.column_gone", "data.columns_unread"]
    assert said(before, after, "ALTER TABLE T RENAME COLUMN A TO Z;") == []


def test_a_new_table_does_not_change_the_digest() -> None:
    before = taken(look())
    after = taken(look(), look("NEW"), earlier=before, C="DATE")
    assert after.digest == before.digest
    assert fingerprint.new_columns(before, after) == ("NEW.A", "NEW.B", "NEW.C", "T.C")
    columns = {"T": ["A", "B", "C"], "NEW": ["X"]}
    assert fingerprint.columns_after(columns, before) == {"T": ("A", "B"), "NEW": ("X",)}


def test_the_journal_keeps_cells_where_they_are_worth_most() -> None:
    """Of 300 tables: all cells where the release writes, some of the large ones, and of each table
    what says whether anything changed."""
    many = [look(f"T{n:03}", range(1, n + 2)) for n in range(300)]
    kept = fingerprint.make(WHEN, many, shapes(*(m.table for m in many)), {"T005"})
    part = {t.table: Sketch.unpacked(t.sketch).part for t in kept.tables}
    assert part["T005"] == 32
    assert {part["T299"], part["T298"]} == {8}
    assert part["T006"] == 1
    assert sum(len(t.sketch) for t in kept.tables) < 90_000
    less = look("T006", (1, 2, 3, 4, 5, 6))
    after = fingerprint.make(WHEN, [less], shapes("T006"), (), kept)
    (found,) = [c for c in fingerprint.cases(kept, after, Purpose(), {}) if c.table == "T006"]
    assert judge(found).reasons[0].facts == {"table": "T006", "count": 1, "keys": "7"}


def test_what_an_older_caravane_measured_is_compared_by_its_rows() -> None:
    old = replace(taken(look()), tables=tuple(
        replace(t, sketch="", key=(), digest="1-2") for t in taken(look()).tables
    ))  # fmt: skip
    assert said(old, taken(look(rows=(1, 2, 3)))) == ["data.rows_fewer", "data.not_compared"]
    assert said(old, taken(look())) == ["data.not_compared"]
    assert fingerprint.unpacked(old.objects) == {}


def test_only_what_is_announced_or_new_is_on_purpose() -> None:
    changelog = parse_changelog(
        {
            "changelog/a.sql": (
                b"--liquibase formatted sql\n"
                b"--changeset k:0\nCREATE TABLE OLD (A NUMBER, B NUMBER, C NUMBER);\n"
                b"--changeset k:1\nALTER TABLE OLD ADD (NEU NUMBER);\n"
                b"CREATE TABLE FRESH (A NUMBER);\n"
                b"--changeset k:2\nUPDATE OLD SET A = 1, NEU = 2 WHERE B = 3;\n"
                b"UPDATE FRESH SET A = 1;\n"
                b"--changeset k:3\nUPDATE OLD SET B = 1 WHERE B = 3;\n"
            )
        }
    )
    _, add, fill, change = (c.key for c in changelog.changesets)
    ran = [add, fill, change]
    found = purpose.read(changelog, ran, [change]).assigned
    assert found == {"OLD": {"NEU", "B"}, "FRESH": {"A"}}
    assert purpose.read(changelog, [fill, change], [change]).assigned == {"OLD": {"B"}}
    # the rollout that added them did not come to its end: they are new all the same
    assert purpose.read(changelog, [fill, change], [change], [add]).assigned == found
    assert purpose.read(changelog, ran, [fill, change]).assigned["OLD"] == {"A", "NEU", "B"}


def test_a_column_that_is_computed_another_way_is_on_purpose_where_it_is_announced() -> None:
    text = b"--liquibase formatted sql\n--changeset k:1\nALTER TABLE T MODIFY (V AS (A + 1));\n"
    changelog = parse_changelog({"changelog/a.sql": text})
    keys = [c.key for c in changelog.changesets]
    assert purpose.read(changelog, keys, keys).assigned == {"T": {"V"}}
    assert purpose.read(changelog, keys, ()).assigned == {}


def test_code_that_an_earlier_release_stored_is_followed_where_it_is_called() -> None:
    body = "CREATE OR REPLACE PROCEDURE P AS BEGIN UPDATE T SET {} = 1 WHERE A = 2; END;\n"
    call = "BEGIN P; END;\n"
    texts = (body.format("A"), body.format("B"), call, call)
    head = "--changeset k:{} splitStatements:false\n"
    whole = "".join(head.format(n) + text for n, text in enumerate(texts))
    changelog = parse_changelog({"changelog/a.sql": f"--liquibase formatted sql\n{whole}".encode()})
    _, _, first, second = (c.key for c in changelog.changesets)
    assert purpose.read(changelog, [second], [second]).assigned == {"T": {"B"}}
    assert purpose.read(changelog, [first, second], [second]).assigned == {"T": {"B"}}
    assert purpose.read(changelog, [first], []).assigned == {}
