"""The dictionary and the fingerprint, on tables of our own making."""

from __future__ import annotations

import pytest
from msgspec import Struct

from app.oracle import (
    first_look,
    invalid_objects,
    object_grants,
    recompile,
)
from app.oracle.inventory import schema
from app.oracle.measure import TableMeasure, Wanted, comparable, measure

COLUMNS = (
    "id number(10) not null, nom varchar2(30 char), code char(3), prime number(12,2),"
    " debut date, vu timestamp(6), note clob, photo blob, cle raw(16)"
)
ROWS = [
    (1, "Amina", "CAS", 1200.5, "2024-01-31 08:00:00", "a note", b"\x00\x01", b"k1"),
    (2, "Élodie", "LYO", 0.05, "1999-12-31 23:59:59", "x" * 9000, b"z" * 5000, b"k2"),
    (3, None, None, None, None, None, None, None),
]
INSERT = (
    "insert into {} (id, nom, code, prime, debut, vu, note, photo, cle) values (:id, :nom, :code,"
    " :prime, to_date(:debut, 'YYYY-MM-DD HH24:MI:SS'),"
    " to_timestamp(:vu, 'YYYY-MM-DD HH24:MI:SS'), :note, :photo, :cle)"
)
NAMES = ("id", "nom", "code", "prime", "debut", "note", "photo", "cle")


def fill(session, table, rows):
    for row in rows:
        values = dict(zip(NAMES, row, strict=True))
        session.execute(INSERT.format(table), **values, vu=values["debut"])
    session.commit()


def look(session, table, columns=None) -> TableMeasure:
    shape = schema(session).tables[table]
    (found,) = measure(session, {table: Wanted(shape, columns or comparable(shape))})
    return found


class Digest(Struct, frozen=True):
    rows: int
    hashed: tuple[str, ...]
    digest: str
    columns: dict[str, str]


def digest(session, table, columns=None):
    found = look(session, table, columns)
    sketch = found.sketch
    return Digest(sketch.rows, found.compared, sketch.digest, schema(session).tables[table].columns)


@pytest.fixture
def filled(session, table):
    name = table("FP", COLUMNS)
    fill(session, name, ROWS)
    return name


class TestDictionary:
    def test_columns_with_their_types(self, session, filled):
        assert schema(session).tables[filled].columns == {
            "ID": "NUMBER(10)",
            "NOM": "VARCHAR2(30 CHAR)",
            "CODE": "CHAR(3 BYTE)",
            "PRIME": "NUMBER(12,2)",
            "DEBUT": "DATE",
            "VU": "TIMESTAMP(6)",
            "NOTE": "CLOB",
            "PHOTO": "BLOB",
            "CLE": "RAW(16)",
        }

    def test_privileges(self, session):
        assert "CREATE SESSION" in first_look(session).privileges

    def test_grants_can_be_read(self, session):
        assert all(grant.privilege for grant in object_grants(session))

    def test_invalid_objects_tell_why(self, session):
        session.execute(
            "create or replace procedure caravane_t_proc as\n"
            "begin\n  delete from caravane_t_nowhere;\nend;"
        )
        try:
            recompile(session)  # does not help, and does not raise
            (found,) = [o for o in invalid_objects(session) if o.name == "CARAVANE_T_PROC"]
            assert found.type == "PROCEDURE"
            assert "ORA-00942" in found.first_error
            assert found.line == 3
        finally:
            session.execute("drop procedure caravane_t_proc")
        assert not [o for o in invalid_objects(session) if o.name == "CARAVANE_T_PROC"]


class TestFingerprint:
    def test_all_types_are_hashed(self, session, filled):
        found = digest(session, filled)
        assert found.rows == 3
        assert found.hashed == tuple(sorted(found.columns))
        assert found.digest != "0-0"

    def test_same_content_same_digest(self, session, filled, table):
        again = table("FP2", COLUMNS)
        fill(session, again, ROWS[::-1])
        assert digest(session, again).digest == digest(session, filled).digest

    def test_another_session_sees_the_same(self, session, filled, log_on):
        assert digest(log_on(), filled) == digest(session, filled)

    @pytest.mark.parametrize(
        "change",
        [
            "nom = 'amina' where id = 1",
            "nom = null where id = 1",
            "code = 'CAT' where id = 1",
            "prime = 1200.51 where id = 1",
            "prime = 0 where id = 3",
            "debut = debut + 1 where id = 1",
            "note = 'a nota' where id = 1",
            "photo = hextoraw('0002') where id = 1",
            "cle = hextoraw('AB') where id = 1",
            "id = 4 where id = 3",
        ],
    )
    def test_each_change_is_seen(self, session, filled, change):
        before = digest(session, filled)
        assert session.execute(f"update {filled} set {change}").rowcount == 1
        after = digest(session, filled)
        session.rollback()
        assert after.digest != before.digest
        assert after.rows == before.rows
        assert digest(session, filled) == before

    def test_end_of_a_long_text_counts(self, session, filled):
        before = digest(session, filled)
        session.execute(f"update {filled} set note = :n where id = 2", n="x" * 8999 + "y")
        after = digest(session, filled)
        session.rollback()
        assert after.digest != before.digest

    def test_values_that_change_places_are_seen(self, session, table):
        name = table("SWAP", "a varchar2(10), b varchar2(10)")
        session.execute(f"insert into {name} values ('x', 'y')")
        before = digest(session, name)
        session.execute(f"update {name} set a = 'y', b = 'x'")
        assert digest(session, name).digest != before.digest

    def test_rows_that_exchange_values_are_seen(self, session, table):
        name = table("CROSS", "id number, v varchar2(10)")
        session.execute(f"insert into {name} values (1, 'x')")
        session.execute(f"insert into {name} values (2, 'y')")
        before = digest(session, name)
        session.execute(f"update {name} set v = 'y' where id = 1")
        session.execute(f"update {name} set v = 'x' where id = 2")
        assert digest(session, name).digest != before.digest

    def test_a_new_column_leaves_the_old_ones_equal(self, session, filled):
        before = digest(session, filled)
        session.execute(f"alter table {filled} add canal_vente varchar2(30)")
        after = digest(session, filled, before.hashed)
        assert after.digest == before.digest
        assert "CANAL_VENTE" in after.columns
        session.execute(f"update {filled} set canal_vente = 'WEB'")
        session.commit()
        assert digest(session, filled, before.hashed).digest == before.digest
        assert digest(session, filled).digest != before.digest

    def test_a_wider_column_holds_the_same(self, session, filled):
        before = digest(session, filled)
        session.execute(f"alter table {filled} modify nom varchar2(60 char)")
        after = digest(session, filled)
        assert after.digest == before.digest
        assert after.columns["NOM"] == "VARCHAR2(60 CHAR)"

    def test_a_lost_row_is_seen(self, session, filled):
        before = digest(session, filled)
        session.execute(f"delete from {filled} where id = 2")
        after = digest(session, filled)
        session.rollback()
        assert (after.rows, after.digest == before.digest) == (2, False)

    def test_an_empty_table(self, session, table):
        name = table("EMPTY", COLUMNS)
        found = digest(session, name)
        assert (found.rows, found.digest) == (0, "0-0")

    def test_wide_tables(self, session, table):
        name = table("WIDE", ", ".join(f"c{i:02} number" for i in range(40)))
        session.execute(f"insert into {name} (c00, c39) values (1, 2)")
        before = digest(session, name)
        session.execute(f"update {name} set c00 = 2, c39 = 1")
        assert digest(session, name).digest != before.digest


def test_a_materialized_view_is_no_table_of_its_own(session, table):
    name = table("MV", "id number primary key")
    session.execute(f"create materialized view {name}_M as select id from {name}")
    try:
        found = schema(session)
        assert name in found.tables
        assert f"{name}_M" not in found.tables
        assert f"{name}_M" in found.others
        session.execute(f"insert into {name} values (1)")
        session.commit()
        recompile(session)
        assert not [o for o in invalid_objects(session) if o.name == f"{name}_M"]
    finally:
        session.execute(f"drop materialized view {name}_M")
