"""One block that proves a change before it commits, as the proof of a rollout needs it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import oracledb
import pytest

People = Callable[..., Any]
CELLS = """
  l_cells := null;
  for c in (
    select p.i*32 + mod(trunc(chk/power(1048576,p.i)),32) cell, count(*) n, sum(k) ks,
           sum(h) hs, sum(chk) cs
      from (select k, h, to_number(substr(rawtohex(standard_hash(k||':'||h,'MD5')),1,10),
                   'XXXXXXXXXX') chk
              from (select id k, to_number(substr(rawtohex(standard_hash(
                       nvl2(montant, standard_hash(to_char(montant),'MD5'), hextoraw('00'))
                       || nvl2(etat, standard_hash(etat,'MD5'), hextoraw('00')),'MD5')),1,10),
                       'XXXXXXXXXX') h from contrats))
     cross join (select 0 i from dual union all select 1 from dual union all select 2 from dual) p
     group by p.i*32 + mod(trunc(chk/power(1048576,p.i)),32) order by 1) loop
    l_cells := l_cells || c.cell || ':' || c.n || ':' || c.ks || ':' || c.hs || ':' || c.cs || ';';
  end loop;"""
BRACKET = f"""
declare
  l_cells varchar2(32767); l_before varchar2(32767); l_result clob; l_met number;
  l_tx varchar2(60); l_rows number;
begin
  insert into notes values ('lease'); commit;
  set transaction isolation level serializable;
  {CELLS}
  l_before := l_cells;
  select count(*) into l_met from contrats where agence = 1;
  savepoint here;
  execute immediate :work;
  l_rows := sql%rowcount;
  l_tx := dbms_transaction.local_transaction_id;
  {CELLS}
  insert into notes values ('changelog');
  if l_rows = l_met and l_tx = dbms_transaction.local_transaction_id then
    commit; l_result := to_clob('kept ' || l_rows);
  else
    rollback; l_result := to_clob('rolled back ' || l_rows || ' of ' || l_met);
  end if;
  :result := l_result || chr(10) || l_before || chr(10) || l_cells;
exception when others then
  if sqlcode != -8177 then raise; end if;
  rollback; :result := to_clob('somebody was first');
end;"""


def bracket(person: Any, statement: str) -> list[str]:
    result = person.cursor.var(oracledb.DB_TYPE_CLOB)
    person.cursor.execute(BRACKET, {"work": statement, "result": result})
    value = result.getvalue()
    return str(value.read() if hasattr(value, "read") else value).split("\n")


@pytest.fixture
def anne(person: People) -> Any:
    return person()


def test_the_announced_change_is_kept(anne: Any) -> None:
    said, before, after = bracket(anne, "update contrats set etat = 'X' where agence = 1")
    assert said == "kept 2" and before != after and before.count(":") > 10
    assert anne.one("select count(*) from contrats where etat = 'X'") == 2
    assert [t for (t,) in anne.rows("select texte from notes")] == ["lease", "changelog"]
    again = bracket(anne, "update contrats set etat = etat where agence = 1")
    assert again == ["kept 2", after, after]


def test_more_than_announced_is_rolled_back(anne: Any) -> None:
    said, before, after = bracket(anne, "delete from contrats")
    assert said == "rolled back 3 of 2" and before != after == ""
    assert anne.one("select count(*) from contrats") == 3
    assert [t for (t,) in anne.rows("select texte from notes")] == ["lease"]


def test_others_are_not_seen_inside(anne: Any, person: People) -> None:
    """A user who works while the bracket runs: what its trigger does is the user at work."""
    bilal = person()
    bilal.run("create or replace procedure work as pragma autonomous_transaction; begin"
              " update contrats set montant = 1 where id = 12; commit; end;")  # fmt: skip
    same = "begin work; update contrats set etat = etat where agence = 1; end;"
    said, before, after = bracket(anne, same)
    assert before == after
    assert said.startswith("kept") or said.startswith("rolled back")
    assert anne.one("select montant from contrats where id = 12") == 1


def test_a_row_that_somebody_else_changed_ends_it(anne: Any) -> None:
    anne.run("create or replace procedure work as pragma autonomous_transaction; begin"
             " update contrats set montant = 1 where id = 10; commit; end;")  # fmt: skip
    said = bracket(anne, "begin work; update contrats set etat = 'X' where agence = 1; end;")
    assert said == ["somebody was first"]
    assert anne.one("select count(*) from contrats where etat = 'X'") == 0
