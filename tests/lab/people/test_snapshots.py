"""Moments: what a transaction sees, flashback queries, versions, row SCN, and their limits."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

import pytest

from app.lab.sql.database import Database

People = Callable[..., Any]
SERIALIZABLE = "set transaction isolation level serializable"


def scn(person: Any) -> int:
    """The SCN of a commit of this person's, as a plain owner learns it."""
    person.run("insert into notes values ('x')")
    person.commit()
    return int(person.one("select max(ora_rowscn) from notes"))


def test_nobody_sees_what_is_not_committed(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("update contrats set montant = 1 where id = 10")
    anne.run("delete from contrats where id = 11")
    anne.run("insert into contrats values (13, 2, 5, 'NEUF')")
    everything = "select id, montant from contrats order by id"
    assert bilal.rows(everything) == [(10, 100), (11, 50), (12, 75)]
    assert anne.rows(everything) == [(10, 1), (12, 75), (13, 5)]
    assert bilal.one("select count(*) from contrats where montant = 1") == 0
    joined = bilal.rows(
        "select a.nom, sum(c.montant) from agences a join contrats c on c.agence = a.id"
        " group by a.nom order by 1"
    )
    assert joined == [("Fès", 75), ("Rabat", 150)]
    anne.commit()
    assert bilal.rows(everything) == [(10, 1), (12, 75), (13, 5)]


def test_a_rollback_brings_every_row_back(person: People) -> None:
    anne = person()
    before = anne.rows("select * from contrats order by id")
    anne.run("update contrats set id = id + 100")
    anne.run("delete from contrats where id > 110")
    anne.run("insert into contrats select id + 50, agence, montant, etat from contrats")
    anne.run("update contrats set montant = null")
    anne.rollback()
    assert anne.rows("select * from contrats order by id") == before
    assert anne.run("insert into contrats values (13, 1, 1, null)") == 1


def test_keys_are_looked_at_when_the_statement_is_over(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("create table pages (id number primary key, titre varchar2(20))")
    for number in range(1, 6):
        anne.run(f"insert into pages values ({number}, 'page {number}')")
    anne.commit()
    before = anne.rows("select id, titre from pages order by id")
    assert anne.run("update pages set id = id + 1") == 5
    assert anne.rows("select id, titre from pages order by id") == [(n + 1, t) for n, t in before]
    assert bilal.rows("select id, titre from pages order by id") == before
    anne.rollback()
    assert anne.rows("select id, titre from pages order by id") == before
    anne.run("update pages set id = 3 - id where id in (1, 2)")
    anne.run("savepoint here")
    anne.run("update pages set id = id - 1 where id > 0")
    anne.run("rollback to here")
    anne.commit()
    assert bilal.rows("select titre from pages where id < 3 order by id") == [
        ("page 2",),
        ("page 1",),
    ]
    assert anne.error("update pages set id = 4 where id in (2, 3)") == "ORA-00001"
    assert anne.one("select count(*) from pages where id = 4") == 1
    anne.run(
        "create trigger pages_nommees before update on pages for each row"
        " begin :new.titre := 'devenue ' || :new.id; end;"
    )
    anne.run("update pages set id = id + 1")
    assert anne.rows("select titre from pages where id = 2") == [("devenue 2",)]
    assert anne.error("update pages set id = 9") == "ORA-00001"


def test_a_virtual_column_is_there_at_every_moment(person: People) -> None:
    anne, bilal = person(), person()
    anne.run("create table prix (id number, ht number, ttc number as (ht * 1.2))")
    anne.run("insert into prix (id, ht) values (1, 100)")
    anne.commit()
    then = int(anne.one("select max(ora_rowscn) from prix"))
    anne.run("update prix set ht = 200")
    assert bilal.rows("select id, ht, ttc from prix") == [(1, 100, 120)]
    anne.commit()
    assert bilal.rows(f"select id, ht, ttc from prix as of scn {then}") == [(1, 100, 120)]
    assert bilal.rows("select id, ht, ttc from prix") == [(1, 200, 240)]
    anne.run("alter table prix add (brut number as (ht + 1))")
    anne.run("update prix set ht = 300")
    assert bilal.rows("select ht, ttc, brut from prix") == [(200, 240, 201)]


def test_a_savepoint_takes_back_what_came_after_it(person: People) -> None:
    anne = person()
    anne.run("update contrats set montant = 1 where id = 10")
    anne.run("savepoint here")
    anne.run("delete from contrats")
    anne.run("insert into notes values ('gone')")
    anne.run("savepoint deeper")
    anne.run("rollback to savepoint here")
    assert anne.one("select count(*) from notes") == 0
    found = anne.rows("select id, montant from contrats order by id")
    assert found == [(10, 1), (11, 50), (12, 75)]
    assert anne.error("rollback to deeper") == "ORA-01086"
    anne.commit()
    assert anne.error("rollback to here") == "ORA-01086"
    assert person().one("select montant from contrats where id = 10") == 1


def test_a_serializable_transaction_sees_its_beginning_and_its_own_work(person: People) -> None:
    anne, bilal = person(), person()
    anne.run(SERIALIZABLE)
    bilal.run("update contrats set montant = 0 where id = 12")
    bilal.run("insert into contrats values (20, 1, 20, 'NEUF')")
    bilal.commit()
    assert anne.one("select sum(montant) from contrats") == 225
    anne.run("update contrats set montant = montant + 1 where id = 10")
    assert anne.one("select sum(montant) from contrats") == 226
    assert anne.one("select count(*) from contrats where id = 20") == 0
    anne.commit()
    assert anne.one("select sum(montant) from contrats") == 100 + 1 + 50 + 20


def test_a_row_that_somebody_changed_since_cannot_be_changed(person: People) -> None:
    """ORA-08177, judged by the row: another row of the same table is nobody's business."""
    anne, bilal = person(), person()
    anne.run(SERIALIZABLE)
    bilal.run("update contrats set montant = 0 where id = 12")
    bilal.commit()
    assert anne.run("update contrats set montant = 7 where id = 11") == 1
    assert anne.error("update contrats set montant = 8 where id = 12") == "ORA-08177"
    assert anne.error("delete from contrats where etat = 'ECHU'") == "ORA-08177"
    assert anne.error("select * from contrats where id = 12 for update") == "ORA-08177"
    anne.rollback()
    assert anne.run("update contrats set montant = 8 where id = 12") == 1


def test_set_transaction_is_the_first_statement(person: People) -> None:
    anne = person()
    anne.run("insert into notes values ('x')")
    assert anne.error(SERIALIZABLE) == "ORA-01453"
    anne.rollback()
    anne.run("set transaction read only")
    assert anne.error("insert into notes values ('y')") == "ORA-01456"
    bilal = person()
    bilal.run("delete from contrats")
    bilal.commit()
    assert anne.one("select count(*) from contrats") == 3
    anne.commit()
    assert anne.one("select count(*) from contrats") == 0


def test_as_of_reads_what_was_committed_then(person: People) -> None:
    anne = person()
    first = scn(anne)
    anne.run("update contrats set montant = montant * 10")
    anne.commit()
    second = scn(anne)
    anne.run("delete from contrats where id = 10")
    anne.commit()
    anne.run("delete from contrats")
    total = "select sum(montant) from contrats as of scn :s"
    assert [anne.one(total, s) for s in (first, second)] == [225, 2250]
    assert anne.one("select sum(montant) from contrats") is None
    joined = "select count(*) from contrats as of scn :s c join agences a on a.id = c.agence"
    assert anne.one(joined, first) == 3
    assert person().one("select count(*) from contrats") == 2
    assert anne.error("select * from contrats as of scn 5000000") == "ORA-08181"


def test_undo_that_is_gone_and_definitions_that_are_younger(
    person: People, database: Database
) -> None:
    anne = person()
    first = scn(anne)
    anne.run("update contrats set montant = 1 where id = 10")
    anne.commit()
    anne.run("alter table contrats add (canal varchar2(10))")
    assert anne.one("select sum(montant) from contrats as of scn :s", first) == 225
    anne.run("alter table contrats modify (etat varchar2(20))")
    assert anne.error("select * from contrats as of scn :s", first) == "ORA-01466"
    second = scn(anne)
    anne.run("update contrats set montant = 2 where id = 10")
    anne.commit()
    assert anne.one("select sum(montant) from contrats as of scn :s", second) == 126
    anne.run("alter table contrats add constraint positif check (montant > 0)")
    assert anne.error("select * from contrats as of scn :s", second) == "ORA-01466"
    third = scn(anne)
    anne.run("update contrats set montant = 3 where id = 10")
    anne.commit()
    database.cut_undo()
    assert anne.error("select * from contrats as of scn :s", third) == "ORA-01555"
    assert anne.one("select count(*) from agences as of scn :s", third) == 3


def test_versions_name_each_change_and_its_transaction(person: People) -> None:
    anne = person()
    first = scn(anne)
    anne.run("insert into contrats values (20, 1, 1, 'NEUF')")
    anne.commit()
    anne.run("update contrats set montant = 2 where id = 20")
    xid = anne.one("select dbms_transaction.local_transaction_id from dual")
    anne.commit()
    anne.run("delete from contrats where id in (20, 11)")
    anne.commit()
    found = anne.rows(
        "select versions_operation, id, montant, versions_xid, versions_startscn, versions_endscn"
        " from contrats versions between scn :a and maxvalue where id in (20, 11)"
        " order by versions_startscn, id", first,
    )  # fmt: skip
    assert [f[:3] for f in found] == [
        ("I", 20, 1), ("U", 20, 2), ("D", 11, 50), ("D", 20, 2), (None, 11, 50),
    ]  # fmt: skip
    usn, slot, sqn = map(int, xid.split("."))
    assert found[1][3] == struct.pack("<HHI", usn, slot, sqn)
    assert found[0][5] == found[1][4] and found[1][5] == found[3][4] == found[4][5]
    assert first < found[0][4] < found[1][4] < found[2][4] == found[3][4]


def test_a_row_that_came_where_one_went_is_another_one(person: People) -> None:
    anne = person()
    first, most = scn(anne), anne.one("select max(id) from contrats")
    anne.run("delete from contrats where id = :a", most)
    anne.run("insert into contrats values (:a, 1, 1, 'NEUF')", most + 1)
    anne.commit()
    found = anne.rows(
        "select versions_operation, id from contrats versions between scn :a and maxvalue"
        " where id >= :b and versions_operation is not null order by id", first, most,
    )  # fmt: skip
    assert found == [("D", most), ("I", most + 1)]


def test_versions_are_silent_across_a_definition(person: People) -> None:
    anne = person()
    first = scn(anne)
    anne.run("update contrats set montant = 2 where id = 10")
    anne.commit()
    counted = (
        "select count(*) from contrats versions between scn :a and maxvalue"
        " where versions_operation = 'U'"
    )
    assert anne.one(counted, first) == 1
    anne.run("alter table contrats add (canal varchar2(10))")
    assert anne.one(counted, first) == 0
    anne.run("update contrats set montant = 3 where id = 10")
    anne.commit()
    assert anne.one(counted, first) == 1
    odd = "select * from contrats versions between scn :a + 1 and 5"
    assert anne.error(odd, first) == "ORA-03001"


def test_a_changelog_row_tells_its_own_transaction(person: People) -> None:
    """The row that a runner inserts in the same transaction gives XID and commit SCN."""
    anne = person()
    first = scn(anne)
    anne.run("update contrats set montant = 2 where id = 10")
    anne.run("insert into notes values ('z:1')")
    anne.commit()
    since = "select versions_xid, versions_startscn from {} versions between scn :a and maxvalue"
    of_log = anne.rows(
        since.format("notes") + " where texte = 'z:1' and versions_operation = 'I'", first
    )
    of_work = anne.rows(since.format("contrats") + " where versions_operation = 'U'", first)
    assert of_log == of_work and len(of_log) == 1 and len(of_log[0][0]) == 8


def test_ora_rowscn_is_never_older_than_the_row(person: People) -> None:
    anne = person()
    for i in range(120):
        anne.run("insert into notes values (:1)", str(i))
    anne.commit()
    seen = "select count(*), max(ora_rowscn) from notes"
    before = anne.rows(seen)
    anne.run("update notes set texte = 'new' where texte = '7'")
    assert person().rows(seen) == before
    anne.commit()
    after = anne.rows(seen)
    assert after[0][0] == before[0][0] and after[0][1] > before[0][1]
    by_row = dict(anne.rows("select texte, n.ora_rowscn from notes n"))
    assert by_row["new"] == by_row["8"] == after[0][1]  # the same block
    assert by_row["119"] == before[0][1]
    anne.run("delete from notes where texte = '119'")
    anne.commit()
    assert anne.rows(seen)[0][0] == 119


def test_a_snapshot_reads_the_row_scn_of_its_time(person: People) -> None:
    anne, bilal = person(), person()
    before = anne.one("select max(ora_rowscn) from contrats")
    anne.run("set transaction read only")
    bilal.run("update contrats set montant = 0")
    bilal.commit()
    assert anne.one("select max(ora_rowscn) from contrats") == before
    assert anne.error("select ora_rowscn from dual") == "ORA-00904"


def test_a_time_is_a_scn(person: People) -> None:
    anne = person()
    first = scn(anne)
    assert anne.one("select timestamp_to_scn(systimestamp) from dual") == first
    anne.run("update contrats set montant = 0")
    anne.commit()
    second = scn(anne)
    assert anne.one("select timestamp_to_scn(scn_to_timestamp(:s)) from dual", first) == first
    assert anne.one("select timestamp_to_scn(systimestamp) from dual") == second


def test_a_transaction_has_a_number_once_it_has_written(person: People) -> None:
    anne = person()
    number = "select dbms_transaction.local_transaction_id from dual"
    assert anne.one(number) is None
    anne.run("insert into notes values ('x')")
    mine = anne.one(number)
    anne.run("insert into notes values ('y')")
    assert mine is not None and anne.one(number) == mine
    anne.commit()
    assert anne.one(number) is None


@pytest.mark.parametrize("level", [SERIALIZABLE, "set transaction read only"])
def test_a_definition_younger_than_the_snapshot_cannot_be_read(person: People, level: str) -> None:
    anne, bilal = person(), person()
    anne.run(level)
    bilal.run("alter table contrats modify (etat varchar2(20))")
    expected = "ORA-08176" if level == SERIALIZABLE else "ORA-01466"
    assert anne.error("select * from contrats") == expected
    assert anne.one("select count(*) from agences") == 3
