"""Right before it is sent: a change of data that the release announces runs, no other does."""

from __future__ import annotations

import pytest

from app.changelog import update
from app.errors import GuardError
from tests.changelog.memory import Database, Journal, Table, changelog

TEXT = """
--changeset karim:1
CREATE TABLE T (C NUMBER);
--changeset karim:2
UPDATE CONTRATS SET NUMERO = 'revu' WHERE ID = 7;
"""
KEY = "changelog/one.sql::2::karim"


@pytest.fixture
def business(database: Database) -> Database:
    database.data.tables["CONTRATS"] = Table({"ID": "N", "NUMERO": "Y"}, rows=450)
    return database


@pytest.mark.parametrize("announced", [(), ("changelog/one.sql::1::karim", "2", "")])
def test_what_is_not_announced_stops_before_anything_is_sent(
    business: Database, journal: Journal, announced: tuple[str, ...]
) -> None:
    with pytest.raises(GuardError) as caught:
        update(business.session(), changelog(TEXT), journal, lambda: False, announced=announced)
    assert caught.value.code == "guard.unannounced"
    assert caught.value.facts["line"] == 6 and "NUMERO" in caught.value.facts["statement"]
    assert business.data.sent == [] and journal.events == []


def test_what_is_announced_runs(business: Database, journal: Journal) -> None:
    outcome = update(business.session(), changelog(TEXT), journal, lambda: False, announced={KEY})
    assert outcome.run == ("changelog/one.sql::1::karim", KEY)
    assert "UPDATE CONTRATS SET NUMERO = 'revu' WHERE ID = 7" in business.data.sent


def test_an_announcement_does_not_let_a_refused_statement_pass(
    business: Database, journal: Journal
) -> None:
    text = TEXT.replace("UPDATE CONTRATS SET NUMERO = 'revu' WHERE ID = 7", "DROP TABLE CONTRATS")
    with pytest.raises(GuardError, match=r"guard\.refused"):
        update(business.session(), changelog(text), journal, lambda: False, announced={KEY})
    assert business.data.sent == []
