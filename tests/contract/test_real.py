"""What prepares a real Oracle for these tests: all that is made is taken away again."""

from __future__ import annotations

import re

import pytest

from app.sql.cut import cut_script
from tests.contract.real import COPIES, SCHEMAS, creating, dropping, main


def test_what_is_made_is_taken_away():
    made, gone = list(creating("p4ss-word")), list(dropping())
    assert {s for s in SCHEMAS if f"DROP USER {s} CASCADE" in gone} == set(SCHEMAS)
    for workspace, *_ in COPIES:
        assert any(f"p_workspace => '{workspace}'" in s and "add_workspace" in s for s in made)
        assert any(f"p_workspace => '{workspace}'" in s and "remove_workspace" in s for s in gone)
    users = [m[1] for s in made if (m := re.match(r"CREATE USER (\w+)", s))]
    assert users == list(SCHEMAS)


def test_no_right_reaches_beyond_the_own_schema():
    for statement in creating("x"):
        assert " ANY " not in statement.upper()
        assert "DBA" not in statement.upper().split()


def test_each_statement_is_one():
    for statement in (*creating("p;w'd"), *dropping()):
        ended = statement if statement.endswith("end;") else f"{statement};"
        assert len(list(cut_script(f"{ended}\n/\n" if "begin" in ended else ended))) == 1


def test_a_database_that_is_not_named_is_not_touched(monkeypatch):
    monkeypatch.delenv("CARAVANE_TEST_PASSWORD", raising=False)
    with pytest.raises(KeyError):
        main("drop")
