"""What a changelog changes on purpose, and what two fingerprints show as lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from msgspec.structs import replace

from app.changelog import parse_changelog
from app.oracle import TableDigest
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
    columns = fingerprint.columns_before({"T": types}, found)
    assert columns == {"T": ("D", "F")}


# -- comparing ---------------------------------------------------------------------------------


def table(name: str = "T", rows: int = 5, digest: str = "1-2", **columns: str) -> TableDigest:
    types = {"A": "NUMBER(8)", "B": "VARCHAR2(30 BYTE)"} | columns
    return TableDigest(name, rows, types, ("A", "B"), digest)


def taken(*tables: TableDigest, known: set[str] | None = None) -> Fingerprint:
    return fingerprint.make(WHEN, tables, known)


def lost(before: Fingerprint, after: Fingerprint, sql: str = "") -> list[str]:
    aim = read(sql) if sql else Purpose()
    return [p.code for p in fingerprint.losses(before, after, aim)]


def test_the_same_is_intact() -> None:
    assert lost(taken(table()), taken(table())) == []
    assert taken(table()).digest == taken(table()).digest


def test_order_of_tables_does_not_matter() -> None:
    one, two = table("A"), table("B")
    assert taken(one, two) == taken(two, one)


@pytest.mark.parametrize(
    ("after", "code"),
    [
        (taken(), "data.table_gone"),
        (taken(table(rows=4)), "data.rows_lost"),
        (taken(table(digest="1-3")), "data.content_changed"),
        (taken(table(A="NUMBER(6)")), "data.type_narrowed"),
        (taken(table(B="VARCHAR2(29 BYTE)")), "data.type_narrowed"),
        (taken(table(B="NUMBER")), "data.type_narrowed"),
    ],
)
def test_every_loss_has_its_name(after: Fingerprint, code: str) -> None:
    assert lost(taken(table()), after) == [code]
    assert taken(table()).digest != after.digest or code == "data.type_narrowed"


def test_a_column_that_is_gone() -> None:
    digest = table()
    short = TableDigest("T", 5, {"A": "NUMBER(8)"}, ("A",), "9-9")
    assert lost(taken(digest), taken(short)) == ["data.column_gone", "data.content_changed"]


def test_more_is_no_loss() -> None:
    after = taken(table(rows=6, digest="7-7", C="DATE"), table("NEW"), known={"T"})
    assert lost(taken(table()), after) == []
    assert fingerprint.new_columns(taken(table()), after) == ("NEW.A", "NEW.B", "T.C")


def test_wider_is_no_loss() -> None:
    after = taken(table(A="NUMBER(10)", B="VARCHAR2(30 CHAR)"))
    assert lost(taken(table()), after) == []


def test_a_new_table_does_not_change_the_digest() -> None:
    before = taken(table())
    assert taken(table(), table("NEW"), known={"T"}).digest == before.digest
    columns = {"T": ["A", "B", "C"], "NEW": ["X"]}
    assert fingerprint.columns_after(columns, before) == {"T": ("A", "B"), "NEW": ("X",)}


def test_a_rename_of_the_release_is_no_loss_and_another_one_is() -> None:
    before = taken(TableDigest("T", 5, {"A": "DATE", "B": "DATE"}, ("B",), "1"))
    after = taken(TableDigest("T", 5, {"Z": "DATE", "B": "DATE"}, ("B",), "1"))
    assert lost(before, after) == ["data.column_gone"]
    assert lost(before, after, "ALTER TABLE T RENAME COLUMN A TO Z;") == []


def test_remarks_name_what_the_release_did_itself() -> None:
    before, after = taken(table()), taken(table(rows=7, digest="x"))
    aim = read("UPDATE T SET B = 1 WHERE A = 2;\nINSERT INTO T VALUES (1);")
    assert [(p.code, p.facts) for p in fingerprint.remarks(before, after, aim)] == [
        ("data.rows_added_by_release", {"table": "T", "more": 2}),
        ("data.written_by_release", {"table": "T", "columns": "B"}),
    ]
    assert [p.code for p in fingerprint.remarks(before, after, Purpose())] == ["data.rows_more"]


def test_taking_later_changes_nothing_but_the_time() -> None:
    later = replace(taken(table()), taken_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert later.digest == taken(table()).digest


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
