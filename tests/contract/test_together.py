"""Statements that go together mean what they mean alone."""

from __future__ import annotations

import pytest

from app.errors import OracleError
from app.oracle import Recompiled, recompiled, schema, schema_of, schema_piece
from app.together import Piece

TABLE = "CARAVANE_T_TOGETHER"


@pytest.fixture
def table(session, log_on):
    session.execute(f"CREATE TABLE {TABLE} (ID NUMBER, TEXT VARCHAR2(40))")
    yield TABLE
    log_on().execute(f"DROP TABLE {TABLE}")


def texts(session, table):
    return [row[0] for row in session.query(f"select text from {table} order by id")]


class TestTogether:
    def test_one_round_trip_and_what_each_did(self, session, table):
        before = session.round_trips
        done = session.together(
            [
                Piece(f"ALTER TABLE {table} ADD (MORE NUMBER)"),
                Piece(
                    f"INSERT INTO {table} (ID, TEXT) VALUES (:p_id, :p_text)",
                    {"p_id": 1, "p_text": "it's ; a : text"},
                ),
                Piece(f"INSERT INTO {table} (ID, TEXT) VALUES (2, :p_text)", {"p_text": None}),
                Piece(f"UPDATE {table} SET MORE = 1", commit=True),
                Piece("BEGIN NULL; END;"),
                Piece(f"COMMENT ON TABLE {table} IS 'l''été'"),
            ]
        )
        assert session.round_trips - before == 1
        assert done.error is None
        assert [r.rowcount for r in done.ran[1:4]] == [1, 1, 2]
        session.rollback()
        assert texts(session, table) == ["it's ; a : text", None]

    def test_the_first_refusal_ends_it_and_has_no_effect(self, session, table):
        done = session.together(
            [
                Piece(f"INSERT INTO {table} (ID) VALUES (1)"),
                Piece(f"CREATE TABLE {table} (ID NUMBER)", place=("c", 2)),
                Piece(f"INSERT INTO {table} (ID) VALUES (3)"),
            ]
        )
        assert len(done.ran) == 1
        assert (done.error.ora, done.error.code) == (955, "oracle.refused")
        assert done.error.facts["detail"].startswith("ORA-00955: ")
        assert done.error.facts["statement"] == f"CREATE TABLE {table} (ID NUMBER)"
        # DDL commits before itself, also where it is refused.
        session.rollback()
        assert len(texts(session, table)) == 1

    def test_refused_data_leaves_the_transaction_open(self, session, table):
        done = session.together(
            [Piece(f"INSERT INTO {table} (ID) VALUES (1)"), Piece("INSERT INTO NO_SUCH VALUES (1)")]
        )
        assert done.error.ora == 942
        assert len(texts(session, table)) == 1
        session.rollback()
        assert texts(session, table) == []

    def test_code_that_does_not_compile_is_there_and_told(self, session):
        done = session.together(
            [
                Piece(
                    "CREATE OR REPLACE PROCEDURE CARAVANE_T_P IS BEGIN NO_SUCH_TABLE_X.Y := ; END;"
                ),
                Piece("BEGIN NULL; END;"),
            ]
        )
        assert [r.compile_warning for r in done.ran] == [True, False]
        session.execute("DROP PROCEDURE CARAVANE_T_P")

    def test_rows_of_a_query_come_with_it(self, session, table):
        count = f"select to_char(count(*))||' '||max(text) x from {table}"
        done = session.together(
            [
                Piece("rollback"),
                Piece("set transaction isolation level serializable"),
                Piece(count, rows=1),
                Piece(f"INSERT INTO {table} (ID, TEXT) VALUES (1, 'a')"),
                Piece(count, rows=1),
                Piece(f"select text x from {table} where 1 = 0", rows=1),
            ]
        )
        assert [r.rows for r in done.ran if r.rows] == [("0 ",), ("1 a",)]
        session.rollback()

    def test_somebody_elses_commit_is_met(self, session, table, log_on):
        session.execute(f"INSERT INTO {table} (ID, TEXT) VALUES (1, 'a')")
        session.commit()
        session.together(
            [
                Piece("rollback"),
                Piece("set transaction isolation level serializable"),
                Piece(f"select text x from {table}", rows=1),
            ]
        )
        other = log_on()
        other.execute(f"UPDATE {table} SET TEXT = 'b'")
        other.commit()
        done = session.together(
            [Piece(f"select text x from {table}", rows=1), Piece(f"UPDATE {table} SET TEXT = 'c'")]
        )
        assert done.ran[0].rows == ("a",)
        assert done.error.ora == 8177
        session.rollback()

    def test_many_rows_come_in_parts_and_too_many_are_refused(self, session, table):
        many = "select rpad('x', 3000, 'y') x from dual connect by level <= 25"
        before = session.round_trips
        done = session.together([Piece(many, rows=4)])
        assert session.round_trips - before == 1
        assert [len(text) for text in done.ran[0].rows] == [3000] * 25
        assert session.together([Piece(many, rows=2)]).error.ora == 6502

    def test_the_time_is_up(self, session, table):
        pieces = [
            Piece(f"INSERT INTO {table} (ID) VALUES (1)", commit=True, rest=True),
            Piece(f"INSERT INTO {table} (ID) VALUES (2)", commit=True, rest=True),
        ]
        done = session.together(pieces, -1.0)
        assert (len(done.ran), done.error) == (1, None)
        assert len(texts(session, table)) == 1

    def test_a_fence_stops_what_may_not_run_any_more(self, session, table):
        fence = Piece(
            f"BEGIN FOR r IN (SELECT ID FROM {table} WHERE ID > :most) LOOP"
            " RAISE_APPLICATION_ERROR(-20991, 'fenced'); END LOOP; END;",
            {"most": 1},
        )
        pieces = [Piece(f"INSERT INTO {table} (ID) VALUES ({n})", commit=True) for n in (1, 2, 3)]
        done = session.together(pieces, fence=fence)
        assert (len(done.ran), done.error.ora) == (2, 20991)
        assert len(texts(session, table)) == 2

    def test_single_values(self, session, table):
        asked = "SELECT COUNT(*) FROM USER_TABLES WHERE TABLE_NAME = :p_name"
        before = session.round_trips
        assert session.scalars([(asked, {"p_name": table}), (asked, {"p_name": "NO"})]) == (1, 0)
        assert session.scalars([]) == ()
        assert session.round_trips - before == 1

    def test_a_lost_line_says_nothing_of_how_far_it_came(self, session, table, faulty):
        from app.lab.wire.faults import Fault

        faulty.add(Fault("VALUES \\(2\\)", action="kill"))
        pieces = [Piece(f"INSERT INTO {table} (ID) VALUES ({n})", commit=True) for n in (1, 2, 3)]
        with pytest.raises(OracleError) as caught:
            session.together(pieces)
        assert caught.value.ora == 28 or caught.value.code == "oracle.lost"

    def test_a_line_is_lost_behind_a_block_that_runs_texts_itself(self, session, table, faulty):
        from app.lab.wire.faults import Fault

        faulty.add(Fault("IMMEDIATE 'INSERT", action="kill"))
        inner = f"EXECUTE IMMEDIATE 'INSERT INTO {table} (ID) VALUES (1)';"
        with pytest.raises(OracleError) as caught:
            session.together([Piece(f"BEGIN {inner} {inner} END;")])
        assert caught.value.ora == 28 or caught.value.code == "oracle.lost"

    def test_rows_come_though_the_same_block_was_refused_before(self, session, table):
        look = Piece(f"select text x from {table}", rows=1)
        refused = session.together([Piece("INSERT INTO CARAVANE_T_NONE VALUES (1)"), look])
        assert (refused.error.ora, refused.ran) == (942, ())
        done = session.together([Piece(f"INSERT INTO {table} VALUES (1, 'a')"), look])
        assert done.error is None
        assert done.ran[1].rows == ("a",)
        session.rollback()

    def test_a_query_of_no_table_is_refused_with_all_of_it(self, session, table):
        pieces = [
            Piece(f"INSERT INTO {table} VALUES (1, 'a')", commit=True),
            Piece("select text x from CARAVANE_T_NONE", rows=1),
        ]
        with pytest.raises(OracleError) as caught:
            session.together(pieces)
        assert caught.value.ora == 6550
        assert "ORA-00942" in caught.value.facts["detail"]
        assert texts(session, table) == []


class TestCompiledAndLookedAt:
    """The last look at a schema comes along with what is compiled."""

    @pytest.fixture
    def broken(self, session, table):
        session.execute(f"CREATE VIEW {table}_V AS SELECT TEXT FROM {table}")
        session.execute(f"ALTER TABLE {table} RENAME COLUMN TEXT TO WORDS")
        session.execute(f"ALTER TABLE {table} ADD (TEXT VARCHAR2(40))")
        yield f"{table}_V"
        session.execute(f"DROP VIEW {table}_V")

    def test_it_is_what_a_look_of_its_own_shows(self, session, broken):
        before = session.round_trips
        done = recompiled(session, (schema_piece(), Piece("SELECT 'x' x FROM DUAL", rows=1)))
        assert session.round_trips - before == 1
        assert [len(texts) > 0 for texts in done.along] == [True, True]
        alone, along = schema(session), schema_of(done.along[0])
        assert (along.tables, along.objects, along.others) == (
            alone.tables,
            alone.objects,
            alone.others,
        )
        assert along.tables[TABLE].columns.keys() == {"ID", "WORDS", "TEXT"}

    def test_what_is_too_large_or_cannot_be_run_is_left_out(self, session, table):
        wide = Piece("SELECT LPAD('x', 4000, 'x') x FROM DUAL CONNECT BY LEVEL < 20", rows=1)
        done = recompiled(session, (Piece("SELECT 'x' x FROM DUAL", rows=1), wide))
        assert done.along == (("x",),)
        nowhere = Piece("SELECT 'x' x FROM NO_SUCH_TABLE", rows=1)
        assert recompiled(session, (nowhere,)) == Recompiled(done.before, done.left)
