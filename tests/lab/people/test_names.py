"""Names in stored code that are nothing, as Oracle's compiler tells them. What the lab does not
play is no error."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

People = Callable[..., Any]


@pytest.fixture
def anne(person: People) -> Any:
    made = person()
    made.run("create procedure p (a number, b number default 1) is begin null; end;")
    made.run(
        "create package k is c constant number := 1; e exception; type t is table of number;"
        " procedure q (a number); procedure q; function f return number; end;"
    )
    made.run("create sequence s")
    return made


def status(anne: Any, name: str = "X") -> str:
    return str(anne.one("select min(status) from user_objects where object_name = :a", name))


WRONG = {
    "no_such(1);": (1, "PLS-00201: identifier 'NO_SUCH' must be declared"),
    "n := no_such + 1;": (6, "PLS-00201: identifier 'NO_SUCH' must be declared"),
    "no_such.q(1);": (1, "PLS-00201: identifier 'NO_SUCH.Q' must be declared"),
    "suit.q(1);": (1, "PLS-00201: identifier 'SUIT.Q' must be declared"),
    "n := no_such.nextval;": (6, "PLS-00201: identifier 'NO_SUCH.NEXTVAL' must be declared"),
    "raise no_such;": (7, "PLS-00201: identifier 'NO_SUCH' must be declared"),
    "k.no_such(1);": (1, "PLS-00302: component 'NO_SUCH' must be declared"),
    "p;": (1, "PLS-00306: wrong number or types of arguments in call to 'P'"),
    "p(1, 2, 3);": (1, "PLS-00306: wrong number or types of arguments in call to 'P'"),
    "p(1, c => 2);": (1, "PLS-00306: wrong number or types of arguments in call to 'P'"),
    "k.q(1, 2);": (1, "PLS-00306: wrong number or types of arguments in call to 'Q'"),
    "select no_such(id) into n from contrats;": (
        8, 'PL/SQL: ORA-00904: "NO_SUCH": invalid identifier'),
    "select k.no_such(id) into n from contrats;": (
        10, 'PL/SQL: ORA-00904: "K"."NO_SUCH": invalid identifier'),
    "insert into contrats (no_such) values (1);": (
        23, 'PL/SQL: ORA-00904: "NO_SUCH": invalid identifier'),
    "insert into agences values (1);": (1, "PL/SQL: ORA-00947: not enough values"),
    "insert into notes values (1, 2);": (1, "PL/SQL: ORA-00913: too many values"),
}  # fmt: skip


@pytest.mark.parametrize("statement", WRONG)
def test_what_is_nothing_is_an_error_at_its_place(anne: Any, statement: str) -> None:
    anne.run(f"create procedure x is n number; begin\n{statement}\nend;")
    ignored = "SQL Statement" if "ORA-" in WRONG[statement][1] else "Statement"
    assert anne.rows(
        "select line, position, text from user_errors where name = 'X' order by sequence"
    ) == [(2, *WRONG[statement]), (2, 1, f"PL/SQL: {ignored} ignored")]
    assert status(anne) == "INVALID"


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("no_such", "PLS-00201: identifier 'NO_SUCH' must be declared"),
        ("no_such.id%type", "PLS-00201: identifier 'NO_SUCH.ID' must be declared"),
        ("contrats.no_such%type", "PLS-00302: component 'NO_SUCH' must be declared"),
    ],
)
def test_a_type_that_is_nothing(anne: Any, kind: str, error: str) -> None:
    anne.run(f"create procedure x (a {kind}) is begin null; end;")
    assert anne.one("select min(text) from user_errors where text like 'PLS-%'") == error
    anne.run(f"create package y is b {kind}; end;")
    assert (status(anne), status(anne, "Y")) == ("INVALID", "INVALID")


RIGHT = [
    "p(1); p(b => 2, a => 1); k.q; k.q(a => 1); n := k.f + k.c; adm.k.q;",
    "n := s.nextval; n := nvl(length(user), sqlcode); raise_application_error(-20001, sqlerrm);",
    "for r in (select id from contrats) loop n := r.id; end loop;",
    "declare procedure inner (z number) is begin n := z; end; begin inner(1); end;",
    "begin null; exception when k.e then null; when no_data_found then raise; end;",
    "select max(nvl(montant, n)) into n from contrats where id = n;",
    "<<outer>> loop exit outer when n = 1; end loop outer;",
    "n := 7 mod 2 ** 2; n := 1e3; n := case when n is not null then 1 end;",
    "if n ^= 1 then dbms_output.put_line(to_char(date '2024-01-31', 'DD')); end if;",
    "execute immediate 'begin :a := 1; end;' using out n; htp.p(v('APP_ID'));",
    "n := extract(year from sysdate); n := length(trim(both ' ' from user)); n := k.t(1)(1);",
    "insert into contrats (id) select id + 100 from contrats where etat = 'x';",
    "n := json_value('{}', '$.a' returning number); n := cast('1' as number);",
    "update contrats set montant = s.currval where id = n returning montant into n;",
]


@pytest.mark.parametrize("body", RIGHT)
def test_what_is_something_is_none(anne: Any, body: str) -> None:
    anne.run(f"create procedure x is n number; begin {body} end;")
    assert anne.rows("select text from user_errors where name = 'X'") == []
    assert status(anne) == "VALID"


def test_what_a_caller_needs_goes_and_comes_back(anne: Any) -> None:
    anne.run("create procedure x is begin p(1); end;")
    anne.run("create or replace procedure p is begin null; end;")
    anne.run("alter procedure x compile")
    assert status(anne) == "INVALID"
    anne.run("create or replace procedure p (a number) is begin null; end;")
    anne.run("begin x; end;")
    assert status(anne) == "VALID"


def test_code_of_another_schema_needs_a_grant(anne: Any, person: People) -> None:
    suit = person("SUIT")
    suit.run("create procedure x is begin adm.p(1); end;")
    assert status(suit) == "INVALID"
    anne.run("grant execute on p to suit")
    suit.run("begin x; end;")
    assert status(suit) == "VALID"


def test_a_trigger_is_looked_at_too(anne: Any) -> None:
    anne.run("create trigger t before update on contrats for each row begin no_such(:new.id); end;")
    assert anne.one("select min(text) from user_errors where text like 'PLS-%'") == (
        "PLS-00201: identifier 'NO_SUCH' must be declared"
    )


def test_a_view_by_force(anne: Any) -> None:
    anne.run('create or replace force editionable view "V" ("A", "B") as select id, x from later')
    assert status(anne, "V") == "INVALID"
    assert anne.error("select * from v") == "ORA-04063"
    anne.run("create table later (id number(5), x varchar2(3))")
    assert anne.rows("select a, b from v") == []
    assert anne.rows("select column_name, data_type from user_tab_columns where table_name = 'V'"
                     " order by column_id") == [("A", "NUMBER"), ("B", "VARCHAR2")]  # fmt: skip
    assert anne.error("create view w as select id from nowhere") == "ORA-00942"
