"""Killed at any instant and resumed: nothing twice, nothing lost."""

from __future__ import annotations

import pytest

from app.changelog import update
from app.changelog.run.watch import Progress
from app.errors import ChangelogError, OracleError
from tests.changelog.memory import Database, Journal, Killed, Table, changelog

RELEASE = """
--changeset k:1
CREATE TABLE NEUF (A NUMBER, B NUMBER);
--changeset k:2
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
UPDATE CONTRATS SET CANAL = 'AGENCE' WHERE CANAL IS NULL;
INSERT INTO NEUF VALUES (1, 2);
--changeset k:3
INSERT INTO NEUF VALUES (3, 4);
INSERT INTO NEUF VALUES (5, 6);
--changeset k:4
CREATE INDEX I ON CONTRATS (CANAL);
CREATE SEQUENCE S;
ALTER TABLE CONTRATS RENAME COLUMN ID TO NUMERO;
ALTER TABLE CONTRATS MODIFY CANAL NOT NULL;
COMMENT ON TABLE NEUF IS 'x';
--changeset k:5 splitStatements:false endDelimiter:/ stripComments:false
CREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;
/
--changeset k:7
BEGIN
  UPDATE NEUF SET B = 9 WHERE A = 1;
END;
/
--changeset k:6 runOnChange:true
INSERT INTO NEUF VALUES (7, 8);
"""
TOKEN = "rollout-1"


class Bomb:
    """Raises at the n-th tick, and never again."""

    def __init__(self, at: int) -> None:
        self.left = at
        self.where = ""

    @property
    def exploded(self) -> bool:
        return self.left <= 0

    def __call__(self, what: str) -> None:
        self.left -= 1
        if self.left == 0:
            self.where = what
            raise Killed(what)


def fresh() -> Database:
    database = Database()
    database.data.tables["CONTRATS"] = Table({"ID": "Y"}, rows=450)
    return database


def run(database: Database, journal: Journal, resume: bool = False) -> None:
    update(
        database.session(journal.tick),
        changelog(RELEASE),
        journal,
        lambda: False,
        dict(journal.state) if resume else None,  # type: ignore[arg-type]
        lock_token=TOKEN,
    )


def check(database: Database) -> None:
    data = database.data
    neuf, contrats = data.tables["NEUF"], data.tables["CONTRATS"]
    assert neuf.rows == 4
    assert set(neuf.columns) == {"A", "B"}
    assert contrats.columns == {"CANAL": "N", "NUMERO": "Y"}
    assert len(contrats.updates) == 1 and contrats.rows == 450
    assert neuf.updates == ["block"]
    assert data.indexes == {"I"} and data.sequences == {"S"} and set(data.code) == {"P"}
    assert [(r["p_id"], r["p_exectype"]) for r in data.log] == [(i, "EXECUTED") for i in "1234576"]
    assert [r["p_order"] for r in data.log] == list(range(1, 8))
    assert data.lock == {"locked": 0, "by": None}


def ticks() -> int:
    """How many instants a whole run has."""
    counter = Bomb(10**9)
    database = fresh()
    run(database, Journal(counter))
    check(database)
    return 10**9 - counter.left


@pytest.mark.parametrize("at", range(1, ticks() + 1))
def test_killed_at_each_instant(at: int) -> None:
    database, bomb = fresh(), Bomb(at)
    journal = Journal(bomb)
    with pytest.raises(Killed):
        run(database, journal)
    # The process is gone, what was not committed is gone with its session, and the lock remains.
    journal.tick = lambda what: None
    run(database, journal, resume=True)
    check(database)


@pytest.mark.parametrize("first", range(5, ticks(), 7))
def test_killed_twice(first: int) -> None:
    database, journal = fresh(), Journal(Bomb(first))
    with pytest.raises(Killed):
        run(database, journal)
    journal.tick = Bomb(9)
    try:
        run(database, journal, resume=True)
    except Killed:
        journal.tick = lambda what: None
        run(database, journal, resume=True)
    check(database)


@pytest.mark.parametrize(
    "lost", ["CREATE TABLE NEUF", "ADD (CANAL", "UPDATE CONTRATS", "(5, 6)", "RENAME", "PROCEDURE"]
)
def test_a_lost_answer_is_no_failure_and_no_success(lost: str) -> None:
    database, journal = fresh(), Journal()
    session = database.session()
    session.lose_answer_of = lost
    with pytest.raises(OracleError):
        update(session, changelog(RELEASE), journal, lambda: False, lock_token=TOKEN)
    assert not any(event[0] == "failed" for event in journal.events)
    run(database, journal, resume=True)
    check(database)


def test_an_effect_that_nobody_can_know_is_told() -> None:
    database, journal = fresh(), Journal()
    block = "BEGIN UPDATE CONTRATS SET A = 1 WHERE B = 2; COMMIT; END;\n/"
    text = f"--changeset k:1\n{block}\nCREATE SEQUENCE S;"
    key = "changelog/one.sql::1::k"
    for state in ("intent", "done"):
        known = {(key, 1): state}
        if state == "intent":
            with pytest.raises(ChangelogError) as caught:
                update(
                    database.session(),
                    changelog(text),
                    journal,
                    lambda: False,
                    known,  # type: ignore[arg-type]
                    announced=(key,),
                )
            assert caught.value.code == "changelog.unknown_effect"
            assert caught.value.facts["number"] == 1
            assert caught.value.facts["line"] == 3
            assert database.data.sent == []
        else:
            update(
                database.session(),
                changelog(text),
                journal,
                lambda: False,
                known,  # type: ignore[arg-type]
                announced=(key,),
            )
            assert database.data.sent == ["CREATE SEQUENCE S"]


def test_a_rerun_that_was_finished_is_not_run_again() -> None:
    text = "--changeset k:1 runAlways:true\nINSERT INTO CONTRATS VALUES (1);\n"
    database, journal = fresh(), Journal()
    update(database.session(), changelog(text), journal, lambda: False)
    bomb = Bomb(10**9)
    second = Journal(bomb)
    update(database.session(bomb), changelog(text), second, lambda: False)
    update(
        database.session(),
        changelog(text),
        second,
        lambda: False,
        dict(second.state),  # type: ignore[arg-type]
    )
    assert database.data.tables["CONTRATS"].rows == 452


def test_a_restored_database_is_noticed() -> None:
    text = "--changeset k:1\nCREATE SEQUENCE S;\nCREATE INDEX I ON T (A);\n"
    key = "changelog/one.sql::1::k"
    database, journal = fresh(), Journal()
    with pytest.raises(ChangelogError) as caught:
        update(database.session(), changelog(text), journal, lambda: False, {(key, 1): "done"})
    assert caught.value.code == "changelog.journal_disagrees"
    assert database.data.sent == []
    assert database.data.lock == {"locked": 0, "by": None}


COMMENTED = "--changeset k:1\nALTER TABLE T ADD (A NUMBER);\nCOMMENT ON COLUMN T.A IS 'x';\n"


@pytest.mark.parametrize(
    ("text", "state"),
    [
        (COMMENTED, {1: "done", 2: "done"}),
        (f"{COMMENTED}CREATE SEQUENCE S;\n", {1: "done", 2: "done", 3: "intent"}),
        (f"{COMMENTED}CREATE SEQUENCE S;\n", {1: "done", 2: "done", 3: "done", 0: "done"}),
        ("--changeset k:1\nCREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;\n/\n",
         {1: "done", 0: "done"}),
    ],
)  # fmt: skip
def test_a_restored_database_is_noticed_whatever_stands_behind_what_is_gone(
    text: str, state: dict[int, Progress]
) -> None:
    """Words that do no harm twice are in no dictionary, and a row that was committed stays."""
    database, journal = fresh(), Journal()
    database.data.tables["T"] = Table({"B": "Y"})
    known = {("changelog/one.sql::1::k", number): how for number, how in state.items()}
    with pytest.raises(ChangelogError) as caught:
        update(database.session(), changelog(text), journal, lambda: False, known)
    assert caught.value.code == "changelog.journal_disagrees"
    assert database.data.sent == [] and database.data.log == []
    assert database.data.lock == {"locked": 0, "by": None}


@pytest.mark.parametrize("state", ["done", "intent"])
def test_what_was_renamed_since_is_not_taken_for_a_restored_database(state: Progress) -> None:
    text = (
        "--changeset k:1\nALTER TABLE CONTRATS ADD (A NUMBER);\n"
        "ALTER TABLE CONTRATS RENAME COLUMN A TO B;\nCREATE SEQUENCE S;\n"
    )
    key = "changelog/one.sql::1::k"
    database, journal = fresh(), Journal()
    database.data.tables["CONTRATS"].columns["B"] = "Y"
    known: dict[tuple[str, int], Progress] = {(key, 1): "done", (key, 2): state}
    update(database.session(), changelog(text), journal, lambda: False, known)
    assert database.data.sent == ["CREATE SEQUENCE S"]


def test_a_changeset_that_was_only_marked_is_not_run_after_a_crash() -> None:
    text = (
        "--changeset k:1\n--preconditions onFail:MARK_RAN\n"
        "--precondition-table-exists table:NOWHERE\nCREATE SEQUENCE S;\n"
    )
    key = "changelog/one.sql::1::k"
    database, journal = fresh(), Journal()
    update(database.session(), changelog(text), journal, lambda: False, {(key, 0): "intent"})
    assert database.data.sent == []
    assert [r["p_exectype"] for r in database.data.log] == ["MARK_RAN"]


@pytest.mark.parametrize("boundary", range(1, 40))
def test_what_runs_always_runs_once_in_a_run_that_is_cut_off(boundary: int) -> None:
    """Killed anywhere in its second run, between the commit and its answer too."""
    release = changelog("--changeset k:1 runAlways:true\nINSERT INTO CONTRATS VALUES (1);\n")
    database, journal = fresh(), Journal()
    update(database.session(), release, journal, lambda: False, deployment="1")
    before = database.data.tables["CONTRATS"].rows
    bomb = Bomb(boundary)
    second = Journal(bomb)
    tries = 0
    known: dict[tuple[str, int], Progress] | None = None
    while True:
        tries += 1
        session = database.session(bomb if tries == 1 else lambda what: None)
        try:
            update(session, release, second, lambda: False, known, lock_token=TOKEN, deployment="2")
            break
        except Killed:
            known = dict(second.state)
            second = Journal()
            second.state = dict(known)
    assert tries == (2 if bomb.exploded else 1)
    assert database.data.tables["CONTRATS"].rows == before + 1


@pytest.mark.parametrize("at", range(1, 40))
@pytest.mark.parametrize(
    ("sql", "ora"),
    [
        ("CREATE TABLE NEUF (B NUMBER)", 955),
        ("ALTER TABLE NEUF ADD (A NUMBER)", 1430),
        ("ALTER TABLE NEUF MODIFY A NOT NULL", 1442),
    ],
)
def test_what_was_there_before_is_not_taken_for_done(sql: str, ora: int, at: int) -> None:
    """Somebody else made it; Oracle refuses, whether the first session or a later one sends it."""
    database, journal = Database(), Journal(Bomb(at))
    database.data.tables["NEUF"] = Table({"A": "N"})
    text = changelog(f"--changeset k:1\n{sql};\n")
    state: dict[tuple[str, int], str] | None = None
    try:
        update(database.session(journal.tick), text, journal, lambda: False, lock_token=TOKEN)
    except Killed:
        state = dict(journal.state)
    except OracleError as error:
        assert error.ora == ora
        return
    journal.tick = lambda what: None
    with pytest.raises(OracleError) as caught:
        update(database.session(), text, journal, lambda: False, state, lock_token=TOKEN)  # type: ignore[arg-type]
    assert caught.value.ora == ora
    assert database.data.log == []
