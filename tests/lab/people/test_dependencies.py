"""What leans on what: INVALID after a change, compiled at the next use, with Oracle's errors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

People = Callable[..., Any]
CODE = """create or replace procedure p as x number; begin
  select montant
    into x from contrats where rownum = 1;
end;"""


@pytest.fixture
def anne(person: People) -> Any:
    made = person()
    made.run("create view v as select id, montant from contrats")
    made.run("create view w as select count(*) n from v")
    made.run(CODE)
    made.run("create procedure q as begin p; end;")
    made.run("create view other as select nom from agences")
    return made


def status(person: Any) -> dict[str, str]:
    return dict(person.rows(
        "select object_name, status from user_objects where object_type in ('VIEW', 'PROCEDURE')"
    ))  # fmt: skip


def test_a_changed_column_invalidates_what_uses_it(anne: Any) -> None:
    anne.run("alter table contrats modify (etat varchar2(30))")
    assert set(status(anne).values()) == {"VALID"}
    anne.run("alter table contrats add (canal varchar2(3))")
    assert set(status(anne).values()) == {"VALID"}
    anne.run("alter table contrats modify (montant number(12))")
    assert status(anne) == {
        "V": "INVALID", "W": "INVALID", "P": "INVALID", "Q": "INVALID", "OTHER": "VALID",
    }  # fmt: skip


def test_it_is_compiled_when_it_is_used(anne: Any) -> None:
    anne.run("alter table contrats modify (montant number(12))")
    assert anne.one("select n from w") == 3
    anne.run("begin q; end;")
    assert set(status(anne).values()) == {"VALID"}


def test_a_renamed_column_leaves_errors(anne: Any) -> None:
    anne.run("alter table contrats rename column montant to prime")
    assert anne.error("select * from v") == "ORA-04063"
    assert anne.error("begin p; end;") == "ORA-06550"
    assert anne.rows(
        "select name, line, position, text from user_errors order by name, sequence"
    ) == [
        ("P", 2, 10, 'PL/SQL: ORA-00904: "MONTANT": invalid identifier'),
        ("P", 2, 3, "PL/SQL: SQL Statement ignored"),
        ("V", 0, 0, 'ORA-00904: "MONTANT": invalid identifier'),
    ]
    assert anne.error("begin execute immediate 'begin q; end;'; end;") != ""
    anne.run("alter table contrats rename column prime to montant")
    assert anne.one("select n from w") == 3
    anne.run("alter procedure p compile")
    anne.run("begin q; end;")
    assert anne.one("select count(*) from user_errors") == 0


def test_code_with_a_wrong_column_is_invalid_from_the_start(anne: Any) -> None:
    anne.run("""create or replace package k as g number; procedure a (p_x in number); end;""")
    anne.run("""create or replace package body k as
      cursor c is select id, nope from agences;
      procedure a (p_x in number) is l_n number; begin
        for r in (select id from agences where id = p_x and n = g) loop
          update contrats set montant = r.id, etat = l_n where agence = a.p_x;
        end loop;
        delete from contrats where agence = missing;
      end; end;""")
    lines = anne.rows("select line, text from user_errors where name = 'K' order by sequence")
    assert lines == [
        (2, 'PL/SQL: ORA-00904: "NOPE": invalid identifier'), (2, "PL/SQL: SQL Statement ignored"),
        (7, 'PL/SQL: ORA-00904: "MISSING": invalid identifier'),
        (7, "PL/SQL: SQL Statement ignored"),
    ]  # fmt: skip


def test_dropped_and_replaced_objects(anne: Any) -> None:
    anne.run("create or replace view v as select id, montant, etat from contrats")
    assert status(anne)["W"] == "INVALID"
    assert anne.one("select n from w") == 3
    anne.run("drop view v")
    assert anne.error("select n from w") == "ORA-04063"
    anne.run("drop table contrats")
    assert status(anne)["P"] == "INVALID"
    assert anne.error("begin q; end;") == "ORA-06550"


def test_a_trigger_is_compiled_when_it_fires(anne: Any) -> None:
    anne.run("create trigger t after update on agences begin"
             " update contrats set montant = montant; end;")  # fmt: skip
    anne.run("alter table contrats rename column montant to prime")
    assert anne.error("update agences set n = 1") == "ORA-04098"
    assert anne.one("select count(*) from user_errors where name = 'T'") == 2
    anne.run("alter table contrats rename column prime to montant")
    assert anne.run("update agences set n = 1") == 3


def test_user_dependencies(anne: Any) -> None:
    assert sorted(anne.rows(
        "select name, type, referenced_owner, referenced_name, referenced_type"
        " from user_dependencies where name in ('W', 'Q', 'P')"
    )) == [
        ("P", "PROCEDURE", "ADM", "CONTRATS", "TABLE"), ("Q", "PROCEDURE", "ADM", "P", "PROCEDURE"),
        ("W", "VIEW", "ADM", "V", "VIEW"),
    ]  # fmt: skip


def test_the_dictionary_of_a_proof(anne: Any) -> None:
    """The views and columns that the proof's inventory asks."""
    anne.run("create sequence s start with 10 increment by 5 nocache")
    anne.run("create trigger t before update of nom, n on agences for each row"
             " when (new.n > 1) begin null; end;")  # fmt: skip
    anne.run("grant select on agences to suit")
    assert anne.rows(
        "select trigger_type, triggering_event, base_object_type, table_owner, table_name, status,"
        " when_clause, referencing_names from user_triggers"
    ) == [
        ("BEFORE EACH ROW", "UPDATE", "TABLE", "ADM", "AGENCES", "ENABLED", "new.n > 1",
         "REFERENCING NEW AS NEW OLD AS OLD"),
    ]  # fmt: skip
    assert anne.rows("select trigger_name from all_triggers where table_owner = user"
                     " and status = 'ENABLED'") == [("T",)]  # fmt: skip
    assert anne.rows("select sequence_name, min_value, increment_by, cycle_flag,"
                     " cache_size, last_number from user_sequences") == [
        ("S", 1, 5, "N", 0, 10)]  # fmt: skip
    assert anne.rows("select constraint_name, validated, rely, deferrable, search_condition_vc,"
                     " index_name from user_constraints where constraint_type = 'P'"
                     " and table_name = 'AGENCES'") == [
        ("AGENCES_PK", "VALIDATED", None, "NOT DEFERRABLE", None, "AGENCES_PK")]  # fmt: skip
    assert anne.rows(
        "select uniqueness, status, visibility, funcidx_status from user_indexes"
        " where index_name = 'AGENCES_PK'"
    ) == [("UNIQUE", "VALID", "VISIBLE", None)]
    made = anne.rows(
        "select grantee, privilege, table_name, grantable, type from user_tab_privs_made"
    )
    assert made == [("SUIT", "SELECT", "AGENCES", "NO", "TABLE")]
    length = anne.one("select text_length from user_views where view_name = 'OTHER'")
    assert length == len("select nom from agences")
    segments = anne.rows("select table_name, segment_created from user_tables order by 1")
    assert segments == [("AGENCES", "YES"), ("CONTRATS", "YES"), ("NOTES", "NO")]
    for empty in ("user_policies", "all_policies", "user_col_privs_made", "user_ind_partitions"):
        assert anne.one(f"select count(*) from {empty}") == 0
    assert anne.error("select * from user_tab_modifications") == "ORA-03001"


def test_a_grantee_sees_the_triggers_of_the_table(anne: Any, person: People) -> None:
    anne.run("create trigger t after update on agences begin null; end;")
    suit = person("suit")
    assert suit.one("select count(*) from all_triggers") == 0
    anne.run("grant select on agences to suit")
    assert suit.rows("select owner, trigger_name from all_triggers") == [("ADM", "T")]
