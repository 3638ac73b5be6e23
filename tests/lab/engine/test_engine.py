"""The lab's SQL side, without a wire: Oracle's rules, refusals, and what survives a restart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from app.lab.backend import Bind, DdlOutcome, DmlOutcome, OraError, OraType, QueryOutcome
from app.lab.sql.database import Database
from app.lab.sql.engine import LabSession

SETUP = """
create table agences (id number(6) constraint agences_pk primary key,
  nom varchar2(10 char) not null, ouverte date default sysdate,
  taux number(5,2) constraint taux_ck check (taux between 0 and 100));
create table contrats (id number, agence number(6) constraint agence_fk references agences (id),
  montant number(10,2), constraint contrats_pk primary key (id));
insert into agences (id, nom, taux) values (1, 'Rabat', 12.5);
insert into agences (id, nom, taux) values (2, 'Fès', null);
insert into contrats values (10, 1, 100.5);
insert into contrats values (11, 1, 50);
create sequence seq start with 5 increment by 2;
create view v_agences as select a.id, a.nom,
  (select count(*) from contrats c where c.agence = a.id) n from agences a;
create or replace package api as
  function total (p_agence in number) return number;
  procedure ajouter (p_id in number, p_montant in number default 1);
end api;
/
create or replace package body api as
  function total (p_agence in number) return number is
    l_total number;
  begin
    select nvl(sum(c.montant), 0) into l_total from contrats c where c.agence = p_agence;
    return l_total;
  end total;
  procedure ajouter (p_id in number, p_montant in number default 1) is
  begin
    insert into contrats (id, agence, montant) values (p_id, 1, p_montant);
  exception
    when dup_val_on_index then
      update contrats c set c.montant = c.montant + p_montant where c.id = p_id;
  end ajouter;
end api;
/
grant execute on api to suit;
grant select on v_agences to suit;
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database.create(tmp_path / "db", "LAB", (23, 6, 0, 24, 10))
    made.create_user("ADM", "a")
    made.create_user("SUIT", "b")
    made.run_script_as("ADM", SETUP)
    return made


@pytest.fixture
def adm(database: Database) -> Iterator[LabSession]:
    session = database.log_on("ADM", "test")
    yield session
    session.close()


@pytest.fixture
def suit(database: Database) -> Iterator[LabSession]:
    session = database.log_on("SUIT", "test")
    yield session
    session.close()


def run(session: LabSession, sql: str, **values: Any) -> Any:
    binds = [Bind(name.upper(), OraType.VARCHAR) for name in values]
    outcome = session.execute(sql, binds, [list(values.values())])
    if isinstance(outcome, QueryOutcome):
        return [tuple(row) for row in outcome.rows]
    return outcome.rowcount if isinstance(outcome, DmlOutcome) else outcome


def code(session: LabSession, sql: str, **values: Any) -> int:
    with pytest.raises(OraError) as caught:
        run(session, sql, **values)
    return caught.value.code


def test_the_error_stack_is_of_the_error_that_is_handled(adm: LabSession) -> None:
    """None behind the handler; the outer one's again behind an inner handler."""
    run(
        adm,
        """
declare
  s0 varchar2(2000); s1 varchar2(2000); s2 varchar2(2000); s3 varchar2(2000);
begin
  begin
    raise no_data_found;
  exception
    when others then
      s0 := dbms_utility.format_error_stack;
      begin
        raise zero_divide;
      exception
        when others then s1 := dbms_utility.format_error_stack;
      end;
      s2 := dbms_utility.format_error_stack;
  end;
  s3 := dbms_utility.format_error_stack;
  insert into agences (id, nom) values (11, substr(s0, 1, 9));
  insert into agences (id, nom) values (12, substr(s1, 1, 9));
  insert into agences (id, nom) values (13, substr(s2, 1, 9));
  insert into agences (id, nom) values (14, nvl(s3, 'none'));
end;""",
    )
    found = run(adm, "select nom from agences where id > 10 order by id")
    assert found == [("ORA-01403",), ("ORA-01476",), ("ORA-01403",), ("none",)]


def test_rights_end_at_the_schema(adm: LabSession, suit: LabSession) -> None:
    assert code(suit, "select * from adm.contrats") == 942
    assert code(suit, "select * from contrats") == 942
    assert run(suit, "select nom, n from adm.v_agences order by id") == [("Rabat", 2), ("Fès", 0)]
    assert code(suit, "delete from adm.v_agences") == 1031
    assert run(suit, "select adm.api.total(1) from dual") == [(150.5,)]
    run(suit, "begin adm.api.ajouter(p_id => 12); commit; end;")
    assert run(adm, "select montant from contrats where id = 12") == [(1,)]
    assert code(suit, "grant select on adm.contrats to suit") == 942
    run(adm, "revoke execute on api from suit")
    assert code(suit, "begin adm.api.ajouter(13); end;") == 6550


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("insert into agences (id, nom) values (1, 'x')", 1),
        ("insert into agences (id) values (3)", 1400),
        ("insert into agences (id, nom) values (3, '')", 1400),
        ("insert into agences (id, nom) values (3, 'much too long')", 12899),
        ("insert into agences (id, nom, taux) values (3, 'x', 101)", 2290),
        ("insert into contrats values (1, 99, 1)", 2291),
        ("delete from agences where id = 1", 2292),
        ("update agences set id = 1234567 where id = 2", 1438),
        ("update agences set taux = 'x' where id = 2", 1722),
        ("insert into agences (id, nope) values (1, 'x')", 904),
        ("alter table agences add (nom date)", 1430),
        ("alter table agences modify (nom varchar2(3))", 1441),
        ("alter table nowhere add (x date)", 942),
        ("alter table agences rename column nope to x", 904),
        ("create index i on agences (nope)", 904),
        ("create table agences (x date)", 955),
        ("create table t (x nonsense)", 902),
        ("comment on column agences.nope is 'x'", 904),
        ("drop sequence nope", 2289),
        ("grant execute on api to nobody", 1917),
        ("flashback table agences to before drop", 3001),
        ("select * from agences connect by level < 3", 3001),
        ("select * from table(api.total(1))", 3001),
    ],
)
def test_oracles_errors_and_no_trace(adm: LabSession, sql: str, number: int) -> None:
    before = run(adm, "select * from agences order by id"), run(adm, "select * from contrats")
    assert code(adm, sql) == number
    after = run(adm, "select * from agences order by id"), run(adm, "select * from contrats")
    assert after == before


def test_a_cancel_is_of_the_call_that_it_came_in(adm: LabSession) -> None:
    adm.begin_call()
    adm.cancel()
    assert code(adm, "begin dbms_session.sleep(30); end;") == 1013
    adm.begin_call()
    assert run(adm, "select 1 from dual") == [(1,)]


def cancelled_all_along(adm: LabSession) -> None:
    """From here on a cancel comes at every few steps of the embedded engine."""
    adm.db.set_progress_handler(lambda: adm.cancel() or 0, 3)


LOOP = """begin for r in (select id from contrats) loop
  update contrats set montant = montant + 1 where id = r.id; end loop; end;"""


@pytest.mark.parametrize("end", ["rollback", "close", "statement", "commit"])
def test_no_cancel_stops_the_end_of_a_transaction_half_way(
    adm: LabSession, database: Database, end: str
) -> None:
    amounts = "select montant from contrats order by id"
    before = run(adm, amounts)
    run(adm, "update contrats set montant = montant + 1")
    run(adm, "delete from contrats where id = 11")
    run(adm, "insert into contrats values (12, 1, 3)")
    if end == "statement":
        steps = iter(range(10**6))
        adm.db.set_progress_handler(lambda: adm.cancel() if next(steps) > 400 else 0, 1)
        assert code(adm, LOOP) == 1013
        adm.db.set_progress_handler(None, 0)
        adm.begin_call()
        assert len(run(adm, amounts)) == 2
        end = "rollback"
    else:
        cancelled_all_along(adm)
    getattr(adm, end)()
    other = database.log_on("ADM", "another")
    seen = run(other, amounts)
    other.close()
    assert seen == before if end != "commit" else len(seen) == 2


def test_ddl_commits_and_dml_rolls_back(adm: LabSession, database: Database) -> None:
    run(adm, "insert into agences (id, nom) values (3, 'Tanger')")
    adm.rollback()
    assert run(adm, "select count(*) from agences") == [(2,)]
    run(adm, "insert into agences (id, nom) values (3, 'Tanger')")
    assert isinstance(
        run(adm, "alter table agences add (canal varchar2(30) default 'WEB')"), DdlOutcome
    )
    adm.rollback()
    other = database.log_on("ADM", "other")
    assert run(other, "select canal from agences where id = 3") == [("WEB",)]
    run(other, "insert into agences (id, nom) values (4, 'Oujda')")
    assert run(other, "select canal from agences where id = 4") == [("WEB",)]
    other.close()


def test_a_table_can_be_widened_renamed_and_constrained(adm: LabSession) -> None:
    run(adm, "alter table agences modify (nom varchar2(40 char))")
    run(adm, "update agences a set a.nom = 'Un nom beaucoup plus long' where a.id = 1")
    run(adm, "alter table agences rename column nom to libelle")
    run(adm, "alter table agences add constraint libelle_uk unique (libelle)")
    assert code(adm, "insert into agences (id, libelle) values (3, 'Fès')") == 1
    assert code(adm, "create unique index other on agences (libelle)") == 1408
    run(adm, "alter table agences disable constraint taux_ck")
    assert run(adm, "update agences set taux = 999 where id = 2") == 1
    columns = run(adm, "select column_name, data_type, char_length from user_tab_columns"
                       " where table_name = 'AGENCES' and column_name = 'LIBELLE'")  # fmt: skip
    assert columns == [("LIBELLE", "VARCHAR2", 40)]


def test_merge_sequences_and_dates(adm: LabSession) -> None:
    merged = run(
        adm,
        "merge into agences a using (select 2 id, 'Fez' nom from dual union all"
        " select 7, 'Agadir' from dual) s on (a.id = s.id)"
        " when matched then update set nom = s.nom"
        " when not matched then insert (id, nom) values (s.id, s.nom)",
    )
    assert merged == 2
    assert run(adm, "select nom from agences where id in (2, 7) order by id") == [
        ("Fez",),
        ("Agadir",),
    ]
    assert run(adm, "select seq.nextval from dual") == [(5,)]
    assert run(adm, "select seq.nextval, seq.currval from dual") == [(7, 7)]
    ((added, month),) = run(
        adm,
        "select date '2024-01-31' + 1, add_months(to_date('31/01/2024','DD/MM/YYYY'), 1) from dual",
    )
    assert (added, month) == (datetime(2024, 2, 1), datetime(2024, 2, 29))


def test_plsql_runs_its_subset_and_refuses_the_rest(adm: LabSession) -> None:
    run(
        adm,
        """declare
             l_n number := 0; l_nom agences.nom%type;
           begin
             for r in (select id, nom from agences order by id) loop
               if r.id = 1 then l_nom := r.nom; elsif r.id > 5 then raise no_data_found;
               else l_n := l_n + r.id; end if;
             end loop;
             execute immediate 'update agences set nom = :1 where id = :2' using l_nom || '!', l_n;
             if sql%rowcount <> 1 then raise_application_error(-20001, 'no'); end if;
           end;""",
    )
    assert run(adm, "select nom from agences where id = 2") == [("Rabat!",)]
    assert code(adm, "begin open c; end;") == 3001
    assert code(adm, "begin nowhere.go(1); end;") == 6550
    before = run(adm, "select count(*) from contrats")
    assert (
        code(
            adm,
            "begin insert into contrats values (20, 1, 1);"
            " insert into contrats values (20, 1, 1); end;",
        )
        == 1
    )
    assert run(adm, "select count(*) from contrats") == before, "a block is all or nothing"


def test_code_is_invalid_when_its_table_changes_and_valid_again(adm: LabSession) -> None:
    run(adm, "alter table contrats rename column montant to prime")
    status = (
        "select status from user_objects where object_name = 'API' and object_type = 'PACKAGE BODY'"
    )
    assert run(adm, status) == [("INVALID",)]
    assert run(adm, "select count(*) from user_errors") == [(0,)], "nobody has compiled it yet"
    assert code(adm, "select api.total(1) from dual") == 4063
    assert run(adm, "select name, type from user_errors where rownum <= 1") == [
        ("API", "PACKAGE BODY")
    ]
    run(adm, "alter table contrats rename column prime to montant")
    run(adm, "begin dbms_utility.compile_schema(schema => user, compile_all => false); end;")
    assert run(adm, status) == [("VALID",)]
    assert run(adm, "select api.total(1) from dual") == [(150.5,)]


def test_everything_survives_a_restart(database: Database, tmp_path: Path) -> None:
    again = Database.open(tmp_path / "db")
    session = again.log_on("ADM", "test")
    assert run(session, "select count(*) from contrats") == [(2,)]
    assert run(session, "select api.total(1) from dual") == [(150.5,)]
    assert code(session, "insert into contrats values (10, 1, 1)") == 1
    session.close()
    assert again.verifier("ADM") == database.verifier("ADM")
    again.lock_user("ADM")
    with pytest.raises(OraError) as caught:
        again.verifier("ADM")
    assert caught.value.code == 28000
