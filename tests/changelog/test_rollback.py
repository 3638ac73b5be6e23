"""Rollback blocks: what the guard lets pass is run, the rest stays, and a row goes only with its
effect."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.changelog import Changelog, Way, roll_back, update, ways_back
from app.changelog.file.draft import of_rollback
from app.errors import ChangelogError, OracleError
from tests.changelog.memory import Database, Journal, Killed, Table, changelog
from tests.changelog.test_crash import Bomb

CODE = "CREATE OR REPLACE PROCEDURE P AS BEGIN {}; END;"


def changeset(number: int, text: str, *block: str, more: str = "") -> str:
    told = "".join(f"--rollback {line}\n" for line in block)
    return f"--changeset k:{number} {more}\n{text}\n{told}"


WHOLE = "splitStatements:false rollbackSplitStatements:false"
RENAMED = changeset(
    1, "ALTER TABLE CONTRATS RENAME COLUMN CANAL TO VOIE;",
    "ALTER TABLE CONTRATS RENAME COLUMN VOIE TO CANAL;",
)  # fmt: skip
WRITTEN = changeset(2, CODE.format("NULL"), CODE.format("RETURN"), more=WHOLE)
PASSES = RENAMED + WRITTEN


def fresh() -> Database:
    database = Database()
    database.data.tables["CONTRATS"] = Table({"ID": "N", "CANAL": "Y"}, rows=450)
    return database


def brought(text: str, database: Database | None = None) -> tuple[Database, Changelog]:
    database, read = database or fresh(), changelog(text)
    announced = [c.key for c in read.changesets]
    update(database.session(), read, Journal(), lambda: False, announced=announced)
    return database, read


def stays(text: str, **how: Any) -> list[tuple[str, str]]:
    database, read = brought(text)
    sent = list(database.data.sent)
    found = ways_back(database.session(), read, **how)
    assert database.data.sent == sent
    return [(way.changeset.split("::")[1], way.stays) for way in found]


def back(
    database: Database, read: Changelog, tick: Any = lambda what: None, kept: Journal | None = None
) -> Sequence[Way]:
    """``kept``: the journal of a way that was cut off."""
    session, journal = database.session(tick), kept or Journal()
    journal.tick = tick
    how: dict[str, Any] = {"count": 9, "begun": frozenset(journal.state)}
    shown = ways_back(session, read, **how)
    return roll_back(session, read, shown, journal, lambda key: None, "r1", **how)


def test_what_passes_is_run_and_its_row_goes_with_it() -> None:
    database, read = brought(PASSES)
    assert [(w.stays, w.undone) for w in back(database, read)] == [("", True), ("", True)]
    assert database.data.tables["CONTRATS"].columns == {"ID": "N", "CANAL": "Y"}
    assert "RETURN" in database.data.code["P"]
    assert database.data.log == []
    assert not database.data.lock or not database.data.lock["locked"]
    brought(PASSES, database)
    assert [r["p_id"] for r in database.data.log] == ["1", "2"]
    assert "VOIE" in database.data.tables["CONTRATS"].columns


@pytest.mark.parametrize(
    ("text", "block", "why"),
    [
        ("ALTER TABLE CONTRATS ADD (C NUMBER);", "ALTER TABLE CONTRATS DROP COLUMN C;", "refused"),
        ("CREATE INDEX I ON CONTRATS (ID);", "DROP INDEX I;", "refused"),
        ("CREATE TABLE NEUF (ID NUMBER);", "DROP TABLE NEUF;", "refused"),
        # What users have entered since is not the release's, also in a column that it made.
        (
            "ALTER TABLE CONTRATS ADD (C NUMBER);",
            "UPDATE CONTRATS SET C = NULL WHERE ID > 0;",
            "waits",
        ),
        (
            "UPDATE CONTRATS SET CANAL = 'x' WHERE ID = 1;",
            "UPDATE CONTRATS SET CANAL = 'y' WHERE ID = 1;",
            "waits",
        ),
        ("CREATE TABLE NEUF (ID NUMBER);", "DELETE FROM NEUF WHERE ID > 0;", "refused"),
        ("COMMENT ON TABLE CONTRATS IS 'x';", "INSERT INTO CONTRATS VALUES (1, 'x');", "once"),
        ("COMMENT ON TABLE CONTRATS IS 'x';", "", "no_block"),
        ("COMMENT ON TABLE CONTRATS IS 'x';", "changesetId:2 changesetAuthor:k", "reference"),
        ("COMMENT ON TABLE CONTRATS IS 'x';", "not required, says Sara", ""),
        ("COMMENT ON TABLE CONTRATS IS 'x';", "empty", ""),
        ("CREATE INDEX I ON CONTRATS (ID);", "empty", "once"),
        # It is there because the changeset made it, and not because the block ran.
        ("CREATE INDEX I ON CONTRATS (ID);", "CREATE INDEX I ON CONTRATS (CANAL);", "there"),
    ],
)
def test_what_may_not_run_is_named_and_stays(text: str, block: str, why: str) -> None:
    assert stays(changeset(1, text, *([block] if block else []))) == [("1", why)]


def test_the_guards_word_is_told() -> None:
    text = "ALTER TABLE CONTRATS ADD (C NUMBER);"
    database, read = brought(changeset(1, text, "ALTER TABLE CONTRATS DROP COLUMN C;"))
    (way,) = ways_back(database.session(), read)
    assert way.ruling is not None and way.ruling.verdict == "refused"
    assert way.block == "ALTER TABLE CONTRATS DROP COLUMN C;"
    assert way.deployment == database.data.log[0]["p_deployment"]


def test_the_first_that_stays_ends_it() -> None:
    kept = changeset(3, "CREATE INDEX I ON CONTRATS (ID);", "DROP INDEX I;")
    last = changeset(4, "COMMENT ON TABLE CONTRATS IS 'x';", "empty")
    found = stays(PASSES + kept + last)
    assert found == [("4", ""), ("3", "refused"), ("2", "behind"), ("1", "behind")]
    database, read = brought(PASSES + kept + last)
    back(database, read)
    assert [r["p_id"] for r in database.data.log] == ["1", "2", "3"]


def test_a_row_whose_effect_stays_is_kept_and_that_is_said() -> None:
    made = "ALTER TABLE CONTRATS ADD (C NUMBER);"
    text = changeset(1, made, "COMMENT ON COLUMN CONTRATS.C IS 'not used any more';")
    database, read = brought(text)
    assert [(w.stays, w.undone) for w in back(database, read)] == [("", False)]
    assert [r["p_id"] for r in database.data.log] == ["1"]
    assert "not used" in database.data.sent[-1]


def test_what_never_ran_here_is_not_undone_and_in_nobodys_way() -> None:
    passed = (
        "--preconditions onFail:MARK_RAN\n"
        "--precondition-sql-check expectedResult:0 SELECT COUNT(*) FROM CONTRATS\n"
    )
    text = PASSES + changeset(3, passed + "CREATE INDEX I ON CONTRATS (ID);", "empty")
    assert stays(text) == [("3", "mark_ran"), ("2", ""), ("1", "")]
    database, read = brought(text)
    back(database, read)
    assert [(r["p_id"], r["p_exectype"]) for r in database.data.log] == [("3", "MARK_RAN")]


@pytest.mark.parametrize("fails", ["HALT", "MARK_RAN", "CONTINUE"])
@pytest.mark.parametrize("block", ["empty", "COMMENT ON TABLE CONTRATS IS 'y';"])
def test_whether_a_precondition_would_be_met_again_nobody_can_tell(fails: str, block: str) -> None:
    checked = (
        f"--preconditions onFail:{fails}\n"
        "--precondition-sql-check expectedResult:450 SELECT COUNT(*) FROM CONTRATS\n"
    )
    text = changeset(1, checked + "COMMENT ON TABLE CONTRATS IS 'x';", block)
    assert stays(text) == [("1", "preconditions")]


def test_which_are_meant() -> None:
    assert stays(PASSES, count=1) == [("2", "")]
    database, read = brought(RENAMED)
    brought(PASSES, database)
    read = changelog(PASSES)
    session = database.session()
    assert [w.changeset.split("::")[1] for w in ways_back(session, read)] == ["2"]
    assert len(ways_back(session, read, count=7)) == 2
    database.data.log[0]["p_tag"] = "v1"
    session = database.session()
    assert [w.changeset.split("::")[1] for w in ways_back(session, read, tag="v1")] == ["2"]
    with pytest.raises(ChangelogError) as caught:
        ways_back(session, read, tag="v9")
    assert caught.value.code == "changelog.no_tag"
    assert ways_back(session, changelog(RENAMED), count=2)[0].stays == "unknown"
    edited = changelog(PASSES.replace("NULL", "NULL /* x */"))
    assert ways_back(session, edited, count=1)[0].stays == "changed"
    assert ways_back(fresh().session(), read) == ()


def test_what_is_not_there_any_more_as_it_was_shown_is_not_done() -> None:
    database, read = brought(PASSES)
    shown = ways_back(database.session(), read, count=1)
    database.data.log.pop()
    sent = list(database.data.sent)
    with pytest.raises(ChangelogError) as caught:
        session = database.session()
        roll_back(session, read, shown, Journal(), lambda key: None, "r1", count=1)
    assert caught.value.code == "changelog.moved_on"
    assert database.data.sent == sent
    assert not database.data.lock or not database.data.lock["locked"]


def test_properties_stand_in_a_block_as_in_its_changeset() -> None:
    text = "--property name:col value:VOIE\n" + RENAMED.replace("VOIE", "${col}")
    database, read = brought(text)
    (way,) = ways_back(database.session(), read)
    assert way.statements == ("ALTER TABLE CONTRATS RENAME COLUMN VOIE TO CANAL",)
    assert way.stays == ""


def ticks() -> int:
    database, read = brought(PASSES)
    counter = Bomb(10**9)
    back(database, read, counter)
    return 10**9 - counter.left


@pytest.mark.parametrize("at", range(1, ticks() + 1))
def test_killed_at_each_instant_it_can_be_done_again(at: int) -> None:
    database, read = brought(PASSES)
    journal = Journal()
    with pytest.raises(Killed):
        back(database, read, Bomb(at), journal)
    left = back(database, read, kept=journal)
    assert all(w.undone for w in left)
    assert database.data.log == []
    assert database.data.tables["CONTRATS"].columns == {"ID": "N", "CANAL": "Y"}
    assert "RETURN" in database.data.code["P"]
    assert not database.data.lock or not database.data.lock["locked"]


def test_what_the_server_refuses_keeps_its_row() -> None:
    database, read = brought(PASSES)
    session, journal = database.session(), Journal()
    session.fail["RENAME COLUMN VOIE"] = OracleError(
        "oracle.refused", ora=54, target="x", detail="busy"
    )
    shown = ways_back(session, read, count=9)
    with pytest.raises(OracleError) as caught:
        roll_back(session, read, shown, journal, lambda key: None, "r1", count=9)
    assert caught.value.code == "changelog.refused_by_oracle"
    assert [r["p_id"] for r in database.data.log] == ["1"]
    assert not database.data.lock or not database.data.lock["locked"]
    assert ("failed", of_rollback(read.changesets[0]).key, 1, "ora=54") in journal.events
