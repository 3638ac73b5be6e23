"""What belongs to a session (ALTER SESSION) is there for all that comes after it, in every new
session of the same run."""

from __future__ import annotations

from typing import Any

import pytest

from app.changelog import parse_changelog, update
from app.errors import ChangelogError, GuardError, OracleError
from tests.changelog.memory import Database, Journal, Killed, Table, changelog
from tests.changelog.test_crash import Bomb

FILE = "changelog/one.sql"
RELEASE = """
--changeset k:1
ALTER SESSION SET NLS_DATE_FORMAT = 'DD/MM/YYYY';
--changeset k:2
INSERT INTO DATES VALUES ('01/02/2024');
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
INSERT INTO DATES VALUES ('03/02/2024');
--changeset k:3
CREATE SEQUENCE S;
ALTER SESSION SET NLS_DATE_FORMAT = 'MM/DD/YYYY';
INSERT INTO DATES VALUES ('02/04/2024');
CREATE INDEX I ON CONTRATS (CANAL);
--changeset k:4
INSERT INTO DATES VALUES ('02/05/2024');
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY-MM-DD';
INSERT INTO DATES VALUES ('2024-02-06');
--changeset k:5
CREATE SEQUENCE T;
--changeset k:6
INSERT INTO DATES VALUES ('2024-02-07');
"""
DATES = [
    ("01/02/2024", "DD/MM/YYYY"),
    ("03/02/2024", "DD/MM/YYYY"),
    ("02/04/2024", "MM/DD/YYYY"),
    ("02/05/2024", "MM/DD/YYYY"),
    ("2024-02-06", "YYYY-MM-DD"),
    ("2024-02-07", "YYYY-MM-DD"),
]


def fresh() -> Database:
    database = Database()
    database.data.tables["CONTRATS"] = Table({"ID": "Y"}, rows=450)
    return database


def run(database: Database, journal: Journal, *, resume: bool = False, text: str = RELEASE) -> None:
    state: Any = dict(journal.state) if resume else None
    session = database.session(journal.tick)
    update(session, changelog(text), journal, lambda: False, state, lock_token="r1")


def check(database: Database) -> None:
    assert database.data.dates == DATES
    assert [r["p_id"] for r in database.data.log] == list("123456")
    assert {r["p_exectype"] for r in database.data.log} == {"EXECUTED"}


def ticks() -> int:
    counter = Bomb(10**9)
    database = fresh()
    run(database, Journal(counter))
    check(database)
    return 10**9 - counter.left


@pytest.mark.parametrize("at", range(1, ticks() + 1))
def test_killed_at_each_instant(at: int) -> None:
    """Each date is there once, read by the format that the changelog gives it; where a single
    INSERT was cut off that nobody can know of, a person is asked and nothing is sent."""
    database, journal = fresh(), Journal(Bomb(at))
    with pytest.raises(Killed):
        run(database, journal)
    journal.tick = lambda what: None
    open_inserts = [n for n, state in journal.state.items() if state == "intent" and n[1]]
    try:
        run(database, journal, resume=True)
    except ChangelogError as error:
        assert error.code == "changelog.unknown_effect"
        (place,) = open_inserts
        assert place[0].startswith(("changelog/one.sql::2", "changelog/one.sql::3"))
        assert str(error.facts["statement"]).startswith("INSERT")
        return
    check(database)


def test_every_new_session_is_told_and_the_log_says_so() -> None:
    database, journal = fresh(), Journal()
    session = database.session()
    session.fail["CREATE SEQUENCE T"] = OracleError("oracle.lost", ora=3113)
    with pytest.raises(OracleError):
        update(session, changelog(RELEASE), journal, lambda: False, lock_token="r1")
    rows, sent = len(database.data.log), len(journal.events)
    run(database, journal, resume=True)
    check(database)
    assert journal.lines == ["log.session_again"] * 3
    assert rows == 4
    again = [e for e in journal.events[sent:] if e[0] == "intent" and "ALTER SESSION" in e[3]]
    assert again == []


def test_what_a_block_set_is_set_again() -> None:
    block = "BEGIN\n EXECUTE IMMEDIATE 'alter session set nls_date_format = ''YYYY''';\nEND;\n/\n"
    text = f"--changeset k:1 endDelimiter:/\n{block}INSERT INTO DATES VALUES ('2024')\n/\n"
    database, journal = fresh(), Journal()
    database.known[block.removesuffix("\n/\n")] = lambda data: None
    journal.state["changelog/one.sql::1::k", 1] = "done"
    run(database, journal, resume=True, text=text)
    assert database.data.dates == [("2024", "YYYY")]


def test_a_run_of_its_own_is_told_what_an_earlier_one_set_in_the_same_file() -> None:
    """Each in its place, as in the run of a client that gets all of it at once."""
    database, journal = fresh(), Journal()
    run(database, Journal())
    later = RELEASE + "--changeset k:7\nINSERT INTO DATES VALUES ('2024-02-08');\n"
    run(database, journal, text=later)
    assert database.data.dates == [*DATES, ("2024-02-08", "YYYY-MM-DD")]
    assert journal.lines == ["log.session_anew"] * 3
    assert not [e for e in journal.events if "ALTER SESSION" in e[3]]


PART = """
--changeset k:1
ALTER SESSION SET NLS_DATE_FORMAT = 'DD/MM/YYYY';
--changeset k:2
CREATE SEQUENCE T;
INSERT INTO DATES VALUES ('01/02/2024');
--changeset k:3
ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY';
--changeset k:4
INSERT INTO DATES VALUES ('2024');
"""


@pytest.mark.parametrize("resumes", [False, True])
def test_a_run_that_failed_is_followed_by_another(resumes: bool) -> None:
    """Also where the second one is cut off and resumed."""
    database, journal = fresh(), Journal()
    session = database.session()
    session.fail["CREATE SEQUENCE T"] = OracleError("oracle.space", ora=1652)
    with pytest.raises(OracleError):
        update(session, changelog(PART), journal, lambda: False, lock_token="r1")
    journal = Journal()
    if resumes:
        session = database.session()
        session.fail["INSERT INTO DATES VALUES ('01"] = OracleError("oracle.lost", ora=3113)
        with pytest.raises(OracleError):
            update(session, changelog(PART), journal, lambda: False, lock_token="r1")
    run(database, journal, resume=resumes, text=PART)
    assert database.data.dates == [("01/02/2024", "DD/MM/YYYY"), ("2024", "YYYY")]
    assert journal.lines == ["log.session_anew"] * (2 if resumes else 1)


def test_what_a_changeset_in_the_middle_waits_for_is_set_in_its_place() -> None:
    """k:3 ran, k:2 was left out then (its context): it gets the format before it, k:4 the next."""
    database, journal = fresh(), Journal()
    first, _, rest = PART.partition("--changeset k:2")
    run(database, Journal(), text=first + rest.partition("T;\n")[2].partition("\n")[2])
    run(database, journal, text=PART + "--changeset k:5\nINSERT INTO DATES VALUES ('2025');\n")
    assert [d for d in database.data.dates if d[0] != "2024"] == [
        ("01/02/2024", "DD/MM/YYYY"),
        ("2025", "YYYY"),
    ]
    assert journal.lines == ["log.session_anew"] * 2


def test_definitions_that_would_go_together_are_told_before() -> None:
    text = PART + "".join(f"--changeset k:{n}\nCREATE SEQUENCE S{n};\n" for n in (5, 6))
    database, journal = fresh(), Journal()
    run(database, Journal(), text=PART)
    run(database, journal, text=text)
    assert journal.lines == ["log.session_anew"] * 2
    assert database.data.sequences == {"T", "S5", "S6"}
    assert database.data.sent[-4:] == [
        "ALTER SESSION SET NLS_DATE_FORMAT = 'DD/MM/YYYY'",
        "ALTER SESSION SET NLS_DATE_FORMAT = 'YYYY'",
        "CREATE SEQUENCE S5",
        "CREATE SEQUENCE S6",
    ]


def test_what_another_file_or_a_mark_or_nobody_allowed_set_is_not_told() -> None:
    database, journal = fresh(), Journal()
    database.known["ALTER SESSION SET CURRENT_SCHEMA = SYS"] = lambda data: None
    text = "--liquibase formatted sql\n" + PART.replace(
        "--changeset k:3",
        "--changeset k:x\nALTER SESSION SET CURRENT_SCHEMA = SYS;\n--changeset k:3",
    )
    later = b"--liquibase formatted sql\n--changeset k:1\nCREATE SEQUENCE U;\n"
    run(database, Journal(), text=PART)
    marked = next(r for r in database.data.log if r["p_id"] == "3")
    marked["p_exectype"] = "MARK_RAN"
    known = {**marked, "p_id": "x", "p_exectype": "EXECUTED"}
    known["p_md5sum"] = parse_changelog({FILE: text.encode()}).changesets[2].checksum_v9
    database.data.log.append(known)
    whole = parse_changelog({FILE: text.encode(), "changelog/two.sql": later})
    update(database.session(), whole, journal, lambda: False, lock_token="r1")
    assert journal.lines == []
    text += "--changeset k:9\nCREATE SEQUENCE V;\n"
    whole = parse_changelog({FILE: text.encode(), "changelog/two.sql": later})
    update(database.session(), whole, journal, lambda: False, lock_token="r1")
    assert journal.lines == ["log.session_anew", "log.session_not_anew"]


def test_what_is_told_again_passes_the_guard() -> None:
    text = "--changeset k:1\nALTER SESSION SET CURRENT_SCHEMA = SYS;\nCREATE SEQUENCE S;\n"
    database, journal = fresh(), Journal()
    journal.state["changelog/one.sql::1::k", 1] = "done"
    with pytest.raises(GuardError):
        run(database, journal, resume=True, text=text)
    assert database.data.sent == []


CODE = """
--changeset k:1 splitStatements:false endDelimiter:/
CREATE OR REPLACE PROCEDURE P AS
BEGIN EXECUTE IMMEDIATE 'ALTER SESSION SET NLS_DATE_FORMAT = ''YYYY'''; END;
/
--changeset k:2 splitStatements:false endDelimiter:/
CREATE OR REPLACE PROCEDURE Q AS BEGIN P; END;
/
--changeset k:3 splitStatements:false endDelimiter:/
BEGIN Q; END;
/
--changeset k:4
CREATE SEQUENCE S;
INSERT INTO DATES VALUES ('2024');
"""


def test_what_code_of_the_changelog_set_is_set_again() -> None:
    database, journal = fresh(), Journal()
    session = database.session()
    session.fail["CREATE SEQUENCE S"] = OracleError("oracle.lost", ora=3113)
    with pytest.raises(OracleError):
        update(session, changelog(CODE), journal, lambda: False, lock_token="r1")
    assert len(database.data.log) == 3
    run(database, journal, resume=True, text=CODE)
    assert database.data.dates == [("2024", "YYYY")]
    assert journal.lines == ["log.session_again"]
