"""Many sessions at once: rows and tables that are locked, waits, refusals, circles."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.lab.sql.database import Database

People = Callable[..., Any]


def test_open_transactions_stand_side_by_side(person: People) -> None:
    """In different tables of one database, and in different rows of one table."""
    anne, bilal, carla = person(), person(), person()
    assert anne.run("update contrats set montant = 1 where id = 10") == 1
    assert bilal.run("update contrats set montant = 2 where id = 11") == 1
    assert carla.run("update agences set n = 3 where id = 3") == 1
    bilal.commit()
    everything = "select id, montant from contrats order by id"
    assert anne.rows(everything) == [(10, 1), (11, 2), (12, 75)]
    anne.rollback()
    carla.commit()
    assert anne.rows(everything) == [(10, 100), (11, 2), (12, 75)]
    assert anne.one("select n from agences where id = 3") == 3


@pytest.mark.parametrize(
    ("end", "expected"), [("commit", 6), ("rollback", 105)], ids=["committed", "rolled back"]
)
def test_a_row_is_waited_for_and_read_again(person: People, end: str, expected: int) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 1 where id = 10")
    waiting = bilal.later("update contrats set montant = montant + 5 where id = 10")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == 1
    bilal.commit()
    assert anne.one("select montant from contrats where id = 10") == expected


def test_only_a_row_that_is_meant_is_waited_for(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set etat = 'GELE' where id = 10")
    assert bilal.run("update contrats set montant = 0 where etat = 'GELE'") == 0
    assert bilal.run("update contrats set montant = 0 where etat = 'ECHU'") == 1
    waiting = bilal.later("delete from contrats where etat = 'ACTIF'")
    assert waiting.waits()
    anne.commit()
    assert waiting.end() == 1  # row 10 is not ACTIF any more


def test_a_wait_can_be_cancelled(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("delete from contrats where id = 10")
    waiting = bilal.later("update contrats set montant = 5")
    assert waiting.waits()
    bilal.connection.cancel()
    assert waiting.end() == "ORA-01013"


def test_for_update_locks_and_its_forms_of_waiting(person: People) -> None:
    anne, bilal = person(), person()
    assert anne.rows("select id from contrats where id = 10 for update") == [(10,)]
    locked = "select id from contrats where agence = 1 order by id for update"
    assert bilal.error(f"{locked} nowait") == "ORA-00054"
    assert bilal.error(f"{locked} wait 1") == "ORA-30006"
    assert bilal.rows(f"{locked} skip locked") == [(11,)]
    assert bilal.rows("select id from contrats where id = 12 for update nowait") == [(12,)]
    waiting = bilal.later("delete from contrats where id = 10")
    assert waiting.waits()
    anne.commit()
    assert waiting.end() == 1
    assert anne.error("select distinct agence from contrats for update") == "ORA-02014"


def test_for_update_of_a_join_locks_the_table_that_it_names(person: People) -> None:
    anne, bilal = person(), person()
    anne.rows("select c.id from contrats c join agences a on a.id = c.agence"
              " where a.id = 1 for update of c.montant")  # fmt: skip
    assert bilal.run("update agences set n = 1 where id = 1") == 1
    assert bilal.error("select 1 from contrats where id = 10 for update nowait") == "ORA-00054"
    assert bilal.rows("select id from contrats where id = 12 for update nowait") == [(12,)]


def test_a_lock_changes_nothing_for_readers_and_writers_of_snapshots(person: People) -> None:
    anne, bilal = person(), person()
    bilal.run("set transaction isolation level serializable")
    anne.rows("select id from contrats for update")
    assert bilal.one("select count(*) from contrats") == 3
    anne.commit()
    assert bilal.run("update contrats set montant = 1 where id = 10") == 1


def test_two_who_wait_for_each_other(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 1 where id = 10")
    bilal.run("update contrats set montant = 2 where id = 11")
    waiting = anne.later("update contrats set montant = 1 where id = 11")
    assert waiting.waits()
    assert bilal.error("update contrats set montant = 2 where id = 10") == "ORA-00060"
    assert bilal.one("select montant from contrats where id = 11") == 2  # only the statement fell
    bilal.rollback()
    assert waiting.end() == 1
    anne.commit()
    assert bilal.rows("select montant from contrats where id in (10, 11)") == [(1,), (1,)]


def test_ddl_wants_the_table_for_itself(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 1 where id = 10")
    for statement in (
        "alter table contrats add (x number)", "drop table contrats", "truncate table contrats",
        "create index i_x on contrats (etat)", "alter table contrats rename to c",
    ):  # fmt: skip
        assert bilal.error(statement) == "ORA-00054", statement
    bilal.run("alter table agences add (x number)")
    bilal.run("alter session set ddl_lock_timeout = 1")
    assert bilal.error("alter table contrats add (x number)") == "ORA-00054"
    bilal.run("alter session set ddl_lock_timeout = 20")
    waiting = bilal.later("alter table contrats add (x number)")
    assert waiting.waits()
    anne.commit()
    waiting.end()
    assert anne.one("select count(*) from contrats where x is null and montant = 1") == 1


def test_a_failed_ddl_has_committed_before(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 1 where id = 10")
    bilal.run("insert into notes values ('mine')")
    assert bilal.error("alter table contrats add (x number)") == "ORA-00054"
    bilal.rollback()
    assert anne.one("select count(*) from notes") == 1


def test_lock_table(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("lock table contrats in exclusive mode")
    assert bilal.one("select count(*) from contrats") == 3
    assert bilal.error("lock table contrats in row share mode nowait") == "ORA-00054"
    waiting = bilal.later("insert into contrats values (13, 1, 1, null)")
    assert waiting.waits()
    anne.rollback()
    assert waiting.end() == 1
    assert anne.error("lock table contrats in share row exclusive mode nowait") == "ORA-00054"
    anne.run("lock table contrats in row exclusive mode nowait")


@pytest.mark.parametrize(("end", "expected"), [("commit", "ORA-00001"), ("rollback", 1)])
def test_a_key_that_somebody_is_inserting(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("insert into agences (id, nom) values (7, 'a')")
    assert bilal.error("insert into agences (id, nom) values (1, 'b')") == "ORA-00001"
    waiting = bilal.later("insert into agences (id, nom) values (7, 'b')")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected


@pytest.mark.parametrize(("end", "expected"), [("commit", 1), ("rollback", "ORA-00001")])
def test_a_key_that_somebody_is_giving_up(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("delete from agences where id = 3")
    assert bilal.run("insert into agences (id, nom) values (8, 'b')") == 1
    waiting = bilal.later("insert into agences (id, nom) values (3, 'b')")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected
    bilal.commit()
    assert person().one("select count(*) from agences where id in (3, 8)") == 2


@pytest.mark.parametrize(("end", "expected"), [("commit", 1), ("rollback", "ORA-02291")])
def test_a_parent_that_somebody_is_inserting(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("insert into agences (id, nom) values (7, 'a')")
    waiting = bilal.later("insert into contrats values (20, 7, 1, null)")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected


@pytest.mark.parametrize(("end", "expected"), [("commit", "ORA-02291"), ("rollback", 1)])
def test_a_parent_that_somebody_is_deleting(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("delete from agences where id = 3")
    waiting = bilal.later("insert into contrats values (20, 3, 1, null)")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected


@pytest.mark.parametrize(("end", "expected"), [("commit", "ORA-02292"), ("rollback", 1)])
def test_a_child_that_somebody_is_inserting(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("insert into contrats values (20, 3, 1, null)")
    waiting = bilal.later("delete from agences where id = 3")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected


@pytest.mark.parametrize(("end", "expected"), [("commit", 1), ("rollback", "ORA-02292")])
def test_a_child_that_somebody_is_deleting(person: People, end: str, expected: Any) -> None:
    anne, bilal = person(), person()
    anne.run("delete from contrats where id = 12")
    waiting = bilal.later("delete from agences where id = 2")
    assert waiting.waits()
    getattr(anne, end)()
    assert waiting.end() == expected


def test_new_rows_never_take_the_place_of_rows_that_may_come_back(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("delete from contrats where id = 12")  # the newest row of the table
    bilal.run("insert into contrats values (30, 1, 1, null)")
    bilal.run("insert into contrats (id, agence) select id + 100, id from agences")
    anne.rollback()
    bilal.commit()
    assert [i for (i,) in anne.rows("select id from contrats order by id")] == [
        10, 11, 12, 30, 101, 102, 103,
    ]  # fmt: skip


def test_an_array_is_executed_beside_others(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 9 where id = 12")
    rows = [(i, 1, i, "NEUF") for i in range(100, 300)]
    bilal.cursor.executemany("insert into contrats values (:1, :2, :3, :4)", rows)
    assert bilal.cursor.rowcount == 200
    anne.rollback()
    bilal.rollback()
    assert anne.one("select sum(montant) from contrats") == 225


def test_what_a_killed_process_left_open_is_rolled_back(
    person: People, database: Database, tmp_path: Any
) -> None:
    """The file as a kill leaves it: the next who opens it finds committed rows only."""
    anne = person()
    anne.run("update contrats set montant = 0")
    anne.run("insert into notes values ('never')")
    copy = tmp_path / "copy"
    copy.mkdir()
    for file in database.path.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    again = Database.open(copy).log_on("ADM", "test")
    try:
        assert list(again.query("select sum(montant) from contrats", {}).rows) == [(225,)]
        assert list(again.query("select count(*) from notes", {}).rows) == [(0,)]
    finally:
        again.close()
