"""Behind the name of a definition the guard knows Oracle's words, and no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.changelog import Ruling, guard_changelog
from app.sql.operations import Odd
from app.sql.read import read_text
from tests.changelog.memory import changelog

ATTRIBUTES = "splitStatements:false endDelimiter:/ stripComments:false"
KNOWN, UNKNOWN = (
    [line for line in part.splitlines() if line and not line.startswith("#")]
    for part in (Path(__file__).parent / "vectors" / "tails.txt")
    .read_text("utf-8")
    .split("# what no release")
)
UNKNOWN = UNKNOWN[1:]


def ruled(sql: str) -> Ruling:
    return guard_changelog(changelog(f"--changeset a:1 {ATTRIBUTES}\n{sql}\n/\n"))[-1]


@pytest.mark.parametrize("sql", KNOWN)
def test_what_oracle_has_there_passes(sql: str) -> None:
    assert ruled(sql).rule == "guard.allowed"
    assert ruled(sql.upper()).verdict == "allowed"


@pytest.mark.parametrize("sql", [*UNKNOWN, "create table t (a number)\nEDIT"])
def test_what_oracle_does_not_have_there_is_refused_with_its_place(sql: str) -> None:
    assert isinstance(read_text(sql), Odd)
    found = ruled(sql)
    assert found.rule == "guard.unknown_form"
    word = found.facts["verb"].rpartition(" ")[2]
    assert sql.splitlines()[found.line - 3][found.column - 1 :].startswith(word)


@pytest.mark.parametrize("sql", KNOWN)
def test_no_form_goes_on_with_words_of_nobodys(sql: str) -> None:
    """Two of them a query may take for a name and its alias."""
    assert not ruled(f"{sql} frobnicate qwerty asdf").allowed
