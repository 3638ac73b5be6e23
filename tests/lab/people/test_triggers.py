"""Triggers fire: rows and statements, before and after, their rows, their order, their refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

People = Callable[..., Any]


@pytest.fixture
def anne(person: People) -> Any:
    return person()


def notes(person: Any) -> list[str]:
    return [t for (t,) in person.rows("select texte from notes order by rowid")]


def test_a_before_row_trigger_fills_the_new_row(anne: Any) -> None:
    anne.run("create sequence s")
    anne.run("""create or replace trigger agences_bi before insert or update on agences
      for each row begin
        if inserting and :new.id is null then select s.nextval + 100 into :new.id from dual; end if;
        :new.nom := upper(:new.nom);
      end;""")
    anne.run("insert into agences (nom) values ('sale')")
    anne.run("insert into agences (id, nom) select id + 50, nom from agences where id = 1")
    anne.run("update agences set nom = 'Meknes' where id = 2")
    assert anne.rows("select id, nom from agences order by id") == [
        (1, "Rabat"), (2, "MEKNES"), (3, "Oujda"), (51, "RABAT"), (101, "SALE"),
    ]  # fmt: skip


def test_an_audit_trigger_writes_old_and_new(anne: Any) -> None:
    anne.run("""create or replace trigger contrats_aud after insert or update or delete on contrats
      referencing old as o new as n for each row
      when (n.montant > 60 or o.montant > 60)
      declare what varchar2(1);
      begin
        if inserting then what := 'I'; elsif deleting then what := 'D'; else what := 'U'; end if;
        insert into notes values (
          what || ' ' || nvl(to_char(:o.montant), '-') || ' ' || nvl(to_char(:n.montant), '-'));
      end;""")
    anne.run("insert into contrats values (20, 1, 61, 'X')")
    anne.run("update contrats set montant = montant + 1 where agence = 1")
    anne.run("delete from contrats where id in (11, 12)")
    assert notes(anne) == ["I - 61", "U 100 101", "U 61 62", "D 75 -"]
    anne.rollback()
    assert notes(anne) == []


def test_the_order_in_which_triggers_fire(anne: Any) -> None:
    for timing in ("before", "after"):
        for row in ("", "for each row"):
            anne.run(f"create trigger t_{timing}_{len(row)} {timing} update of montant on contrats"
                     f" {row} begin insert into notes values ('{timing} {row}'); end;")  # fmt: skip
    anne.run("update contrats set etat = 'X'")
    assert notes(anne) == []
    anne.run("update contrats set montant = 0 where agence = 1")
    row = ["before for each row", "after for each row"]
    assert notes(anne) == ["before ", *row, *row, "after "]
    anne.rollback()
    anne.run("update contrats set montant = 0 where id = 999")
    assert notes(anne) == ["before ", "after "]


def test_updating_tells_the_columns(anne: Any) -> None:
    anne.run("""create trigger t after update on contrats begin
      if updating('MONTANT') then insert into notes values ('montant'); end if;
      if updating('ETAT') then insert into notes values ('etat'); end if; end;""")
    anne.run("update contrats set etat = 'X' where id = 10")
    assert notes(anne) == ["etat"]


def test_a_trigger_that_raises_undoes_the_statement(anne: Any) -> None:
    anne.run("""create trigger t before delete on contrats for each row begin
      insert into notes values ('tried');
      if :old.etat = 'ECHU' then raise_application_error(-20005, 'kept'); end if; end;""")
    anne.run("insert into notes values ('mine')")
    assert anne.error("delete from contrats") == "ORA-20005"
    assert notes(anne) == ["mine"]
    assert anne.one("select count(*) from contrats") == 3


def test_an_autonomous_trigger_keeps_what_it_committed(anne: Any, person: People) -> None:
    anne.run("""create trigger t before delete on contrats for each row
      declare pragma autonomous_transaction; n number; begin
        select count(*) into n from contrats where etat = 'GELE';
        insert into notes values ('delete ' || :old.id || ' ' || n); commit; end;""")
    anne.run("update contrats set etat = 'GELE' where id = 10")
    anne.run("delete from contrats where id = 11")
    anne.rollback()
    assert notes(person()) == ["delete 11 0"]
    anne.run("""create or replace trigger t before delete on contrats for each row
      declare pragma autonomous_transaction; begin insert into notes values ('open'); end;""")
    assert anne.error("delete from contrats where id = 11") == "ORA-06519"
    anne.run("""create or replace trigger t after delete on contrats begin commit; end;""")
    assert anne.error("delete from contrats where id = 11") == "ORA-04092"
    assert anne.one("select count(*) from contrats") == 3


def test_an_autonomous_trigger_that_wants_our_row_is_a_deadlock(anne: Any) -> None:
    anne.run("""create trigger t after update on contrats for each row
      declare pragma autonomous_transaction; begin
        update agences set n = 1 where id = 1; commit; end;""")
    anne.run("update agences set n = 5 where id = 1")
    assert anne.error("update contrats set montant = 1 where id = 10") == "ORA-00060"
    anne.rollback()
    assert anne.run("update contrats set montant = 1 where id = 10") == 1


def test_a_mutating_table(anne: Any) -> None:
    anne.run("""create trigger t after update on contrats for each row declare n number; begin
      select count(*) into n from contrats; end;""")
    assert anne.error("update contrats set montant = 1 where id = 10") == "ORA-04091"
    anne.run("""create or replace trigger t before insert on contrats for each row
      declare n number; begin select count(*) into n from contrats; :new.montant := n; end;""")
    assert anne.run("insert into contrats values (20, 1, 0, null)") == 1
    assert anne.one("select montant from contrats where id = 20") == 3
    assert anne.error("insert into contrats select id + 50, 1, 0, null from agences") == "ORA-04091"


def test_an_invalid_trigger_stops_the_statement(anne: Any) -> None:
    anne.run("create trigger t before insert on agences for each row begin :new.nope := 1; end;")
    assert anne.rows("select line, text from user_errors where name = 'T'") == [
        (1, "PLS-00049: bad bind variable 'NEW.NOPE'")
    ]
    assert anne.one("select status from user_objects where object_name = 'T'") == "INVALID"
    assert anne.error("insert into agences (id) values (9)") == "ORA-04098"
    anne.run("alter trigger t disable")
    assert anne.run("insert into agences (id) values (9)") == 1
    anne.run("alter table agences enable all triggers")
    assert anne.error("insert into agences (id) values (10)") == "ORA-04098"
    anne.run("drop trigger t")
    assert anne.run("insert into agences (id) values (10)") == 1


def test_instead_of_triggers_make_a_view_writable(anne: Any) -> None:
    anne.run("create view v as select id, nom, n * 10 dix from agences")
    assert anne.error("update v set nom = 'x'") == "ORA-03001"
    anne.run("""create trigger v_t instead of insert or update or delete on v begin
      if inserting then insert into agences (id, nom, n) values (:new.id, :new.nom, :new.dix / 10);
      elsif updating then update agences set nom = :new.nom where id = :old.id;
      else delete from agences where id = :old.id; end if; end;""")
    assert anne.run("insert into v values (9, 'Taza', 40)") == 1
    assert anne.run("update v set nom = nom || '!' where dix = 40") == 1
    assert anne.run("delete from v where id = 3") == 1
    assert anne.rows("select * from v where id > 2") == [(9, "Taza!", 40)]


def test_what_a_trigger_changed_is_returned_and_counted(anne: Any) -> None:
    anne.run("create trigger t before insert or update on agences for each row begin"
             " :new.n := nvl(:new.n, 0) + 7; end;")  # fmt: skip
    out = anne.cursor.var(int)
    anne.cursor.execute("update agences set nom = 'x' where id < 3 returning n into :1", [out])
    assert (anne.cursor.rowcount, out.getvalue()) == (2, [7, 7])
    anne.cursor.execute("insert into agences (id) values (9) returning n into :1", [out])
    assert out.getvalue() == [7]
    rows = [(i, str(i)) for i in range(20, 40)]
    anne.cursor.executemany("insert into agences (id, nom) values (:1, :2)", rows)
    assert anne.one("select sum(n) from agences where id >= 20") == 140


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("after update on contrats begin dbms_output.put_line(:new.id); end;", "ORA-04082"),
        ("after update on contrats for each row begin :new.id := 1; end;", "ORA-04084"),
        ("before update on contrats for each row begin :old.id := 1; end;", "ORA-04085"),
        ("before update on nowhere begin null; end;", "ORA-00942"),
        ("instead of insert on contrats begin null; end;", "ORA-25002"),
        ("for insert on contrats compound trigger end;", "ORA-03001"),
        ("after create on schema begin null; end;", "ORA-03001"),
    ],
)
def test_what_cannot_be_a_trigger(anne: Any, source: str, code: str) -> None:
    assert anne.error(f"create trigger t {source}") == code


def test_merge_fires_triggers(anne: Any) -> None:
    anne.run("""create trigger t after insert or update on agences for each row
      declare what varchar2(1) := 'U'; begin
        if inserting then what := 'I'; end if;
        insert into notes values (what || :new.id); end;""")
    anne.run("merge into agences a using (select 3 id from dual union all select 4 from dual) s"
             " on (a.id = s.id) when matched then update set a.n = 1"
             " when not matched then insert (id, nom) values (s.id, 'x')")  # fmt: skip
    assert notes(anne) == ["U3", "I4"]
