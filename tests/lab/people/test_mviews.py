"""Materialized views: what they hold, when they are stale, and what makes them fresh."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

People = Callable[..., Any]
STATE = (
    "select m.staleness, m.compile_state, o.status from user_mviews m join user_objects o"
    " on o.object_name = m.mview_name and o.object_type = 'MATERIALIZED VIEW'"
    " where m.mview_name = 'TOTAUX'"
)


@pytest.fixture
def anne(person: People) -> Any:
    made = person()
    made.run("create materialized view totaux build immediate refresh complete on demand as"
             " select agence, sum(montant) total from contrats group by agence")  # fmt: skip
    return made


def test_a_commit_below_makes_it_stale(anne: Any) -> None:
    assert anne.rows("select agence, total from totaux order by 1") == [(1, 150), (2, 75)]
    assert anne.rows(STATE) == [("FRESH", "VALID", "VALID")]
    anne.run("update contrats set montant = 0")
    assert anne.rows(STATE) == [("FRESH", "VALID", "VALID")]
    anne.rollback()
    anne.rows("select id from contrats for update")
    anne.run("update agences set n = 1")
    anne.commit()
    assert anne.rows(STATE) == [("FRESH", "VALID", "VALID")]
    anne.run("update contrats set montant = 0 where agence = 1")
    anne.commit()
    assert anne.rows(STATE) == [("NEEDS_COMPILE", "NEEDS_COMPILE", "INVALID")]
    assert anne.one("select total from totaux where agence = 1") == 150
    anne.run("begin dbms_utility.compile_schema(user, false); end;")
    assert anne.rows(STATE) == [("NEEDS_COMPILE", "NEEDS_COMPILE", "INVALID")]
    anne.run("alter materialized view totaux compile")
    assert anne.rows(STATE) == [("STALE", "VALID", "VALID")]
    anne.run("begin dbms_mview.refresh('TOTAUX'); end;")
    assert anne.rows(STATE) == [("FRESH", "VALID", "VALID")]
    assert anne.one("select total from totaux where agence = 1") == 0


def test_one_that_is_refreshed_on_commit(anne: Any, person: People) -> None:
    anne.run("create materialized view vivante refresh fast on commit as"
             " select count(*) n from contrats")  # fmt: skip
    anne.run("delete from contrats where id = 10")
    assert anne.one("select n from vivante") == 3
    anne.commit()
    assert person().one("select n from vivante") == 2
    assert anne.one("select refresh_mode from user_mviews where mview_name = 'VIVANTE'") == "COMMIT"


def test_its_container_is_a_table_that_nobody_may_touch(anne: Any) -> None:
    kinds = "select object_type from user_objects where object_name = 'TOTAUX' order by 1"
    assert anne.rows(kinds) == [("MATERIALIZED VIEW",), ("TABLE",)]
    assert anne.one("select container_name from user_mviews") == "TOTAUX"
    assert anne.error("insert into totaux values (1, 1)") == "ORA-01732"
    assert anne.error("drop table totaux") == "ORA-12083"
    anne.run("drop materialized view totaux")
    assert anne.rows(kinds) == []
    assert anne.error("drop materialized view totaux") == "ORA-12003"
    assert anne.error("select * from totaux") == "ORA-00942"
