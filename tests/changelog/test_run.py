"""Running a changelog against a database: order, tables, lock, refusals, failures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

import pytest
from msgspec.structs import replace

from app.changelog import ROW, free_lock, lock_state, status, status_rows, update
from app.changelog.run.lock import holder
from app.errors import ChangelogError, GuardError, OracleError
from tests.changelog.memory import Database, Journal, Table, changelog, ora

RELEASE = """
--changeset karim:1
--comment: a column
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset karim:2 labels:Rel2 context:"a b"
UPDATE CONTRATS SET CANAL = 'AGENCE' WHERE CANAL IS NULL;
INSERT INTO CONTRATS VALUES (1);
--changeset karim:3 dbms:postgresql
SELECT 1;
"""


def never() -> bool:
    return False


@pytest.fixture
def business(database: Database) -> Database:
    database.data.tables["CONTRATS"] = Table({"ID": "N"}, rows=450)
    return database


def run(database: Database, journal: Journal, text: str = RELEASE, **options: Any) -> Any:
    session = options.pop("session", None) or database.session()
    options.setdefault("cancelled", never)
    return update(session, changelog(text), journal, **options)


def test_a_release_runs_once(business: Database, journal: Journal) -> None:
    first = run(business, journal)
    one, two, three = (f"changelog/one.sql::{i}::karim" for i in (1, 2, 3))
    assert (first.run, first.already, first.skipped) == ((one, two), (), (three,))
    assert business.data.tables["CONTRATS"].rows == 451
    assert [e[:3] for e in journal.events] == [
        ("intent", one, 1), ("intent", one, ROW), ("ok", one, 1), ("ok", one, ROW),
        ("intent", two, 1), ("ok", two, 1), ("intent", two, 2), ("ok", two, 2),
        ("intent", two, ROW), ("ok", two, ROW),
    ]  # fmt: skip
    sent = list(business.data.sent)
    again = run(business, Journal())
    assert (again.run, again.already) == ((), (one, two))
    assert business.data.sent == sent


def test_rows_are_those_of_liquibase(business: Database, journal: Journal) -> None:
    run(business, journal)
    first, second = business.data.log
    assert first["p_id"] == "1"
    assert first["p_author"] == "karim"
    assert first["p_filename"] == "changelog/one.sql"
    assert first["p_md5sum"].startswith("9:")
    assert first["p_exectype"] == "EXECUTED"
    assert (first["p_description"], first["p_comments"]) == ("sql", "a column")
    assert (first["p_order"], second["p_order"]) == (1, 2)
    assert (second["p_contexts"], second["p_labels"]) == ("(a b)", "rel2")
    assert first["p_contexts"] is None and first["p_labels"] is None
    assert first["p_deployment"] == second["p_deployment"]
    assert re.fullmatch(r"\d{10}", first["p_deployment"])
    assert not re.fullmatch(r"\d+\.\d+\.\d+", first["p_engine"]) and len(first["p_engine"]) <= 20


def test_long_comments_are_cut_as_liquibase_does(business: Database, journal: Journal) -> None:
    run(business, journal, f"--changeset a:1\n--comment {'x' * 300}\nCREATE SEQUENCE S;")
    assert business.data.log[0]["p_comments"] == "x" * 247 + "..."


def test_order_of_a_first_run(business: Database, journal: Journal) -> None:
    session = business.session()
    run(business, journal, session=session)
    told = [re.sub(r"\s+", " ", s)[:44] for s in session.trace]
    wanted = [
        "CREATE TABLE DATABASECHANGELOG (ID VARCHAR2(",
        "SELECT ID, AUTHOR, FILENAME, MD5SUM, EXECTYP",
        "CREATE TABLE DATABASECHANGELOGLOCK (ID INTEG",
        "DELETE FROM DATABASECHANGELOGLOCK",
        "INSERT INTO DATABASECHANGELOGLOCK (ID, LOCKE",
        "SELECT LOCKED, LOCKEDBY, LOCKGRANTED FROM DA",
        "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 1,",
        "SELECT ID, AUTHOR, FILENAME, MD5SUM, EXECTYP",
        "ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30)",
    ]
    places = []
    at = -1
    for line in wanted:
        at = told.index(line, at + 1)
        places.append(at)
    assert places == sorted(places)
    assert "UPDATE DATABASECHANGELOGLOCK SET LOCKED = 0" in session.trace[-1]
    assert business.data.lock == {"locked": 0, "by": None}


def test_nothing_to_do_takes_no_lock(business: Database, journal: Journal) -> None:
    run(business, journal)
    session = business.session()
    run(business, Journal(), session=session)
    assert not any("LOCKED = 1" in sql for sql in session.trace)


def test_status_reads_only(business: Database, journal: Journal) -> None:
    session = business.session()
    assert [s.state for s in status(session, changelog(RELEASE))] == [
        "pending", "pending", "skipped"
    ]  # fmt: skip
    assert not any(sql.startswith("CREATE") for sql in session.trace)
    run(business, journal)
    found = status(business.session(), changelog(RELEASE))
    assert [s.state for s in found] == ["already", "already", "skipped"]
    assert status_rows(found)[0].stored == found[0].changeset.checksum_v9


COUNT = "SELECT COUNT(*) FROM CONTRATS"
EDITED = RELEASE.replace("'AGENCE'", "'AUTRE'")


def test_an_edited_changeset_stops_everything(business: Database, journal: Journal) -> None:
    run(business, journal)
    sent = list(business.data.sent)
    assert [s.state for s in status(business.session(), changelog(EDITED))][1] == "changed"
    with pytest.raises(ChangelogError) as caught:
        run(business, Journal(), EDITED + "--changeset karim:4\nCREATE SEQUENCE S;\n")
    error = caught.value
    assert error.code == "changelog.checksum_changed"
    assert (error.facts["changeset"], error.facts["count"]) == ("changelog/one.sql::2::karim", 1)
    assert error.facts["stored"] != error.facts["current"]
    assert business.data.sent == sent


@pytest.mark.parametrize("line", ["ANY", "1:any", "stored", "current"])
def test_valid_checksum_accepts_an_edit(business: Database, journal: Journal, line: str) -> None:
    run(business, journal)
    stored = business.data.log[1]["p_md5sum"]
    current = changelog(EDITED).changesets[1].checksum_v9
    value = {"stored": stored, "current": current}.get(line, line)
    text = EDITED.replace("UPDATE", f"--validCheckSum: {value}\nUPDATE")
    assert run(business, Journal(), text).run == ()


def test_rows_of_older_versions_count(business: Database, journal: Journal) -> None:
    run(business, journal)
    first = changelog(RELEASE).changesets[0]
    business.data.log[0]["p_md5sum"] = first.checksum_v8
    business.data.log[1]["p_md5sum"] = None
    assert run(business, Journal()).run == ()
    business.data.log[0]["p_md5sum"] = "8:" + "0" * 32
    with pytest.raises(ChangelogError):
        run(business, Journal())
    business.data.log[0]["p_md5sum"] = "7:" + "0" * 32
    assert status(business.session(), changelog(RELEASE))[0].state == "changed"


def test_rows_are_found_by_their_normal_path(business: Database, journal: Journal) -> None:
    run(business, journal)
    business.data.log[0]["p_filename"] = ".\\changelog\\ONE.sql"
    business.data.log[1]["p_filename"] = "classpath:changelog/one.sql"
    assert run(business, Journal()).run == ()


def test_run_on_change_and_run_always(business: Database, journal: Journal) -> None:
    text = (
        "--changeset a:1 runOnChange:true\nCREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;\n/\n"
        "--changeset a:2 runAlways:true\nCOMMENT ON TABLE T IS 'x';\n"
    )
    run(business, journal, text)
    second = run(business, Journal(), text.replace("NULL;", "NULL; NULL;"))
    assert len(second.run) == 2
    assert [(r["p_id"], r["p_exectype"], r["p_order"]) for r in business.data.log] == [
        ("1", "RERAN", 3), ("2", "RERAN", 4)
    ]  # fmt: skip
    third = run(business, Journal(), text.replace("NULL;", "NULL; NULL;"))
    assert third.run == ("changelog/one.sql::2::a",)


def test_a_refused_statement_stops_before_anything_is_sent(
    business: Database, journal: Journal
) -> None:
    text = RELEASE + "--changeset karim:9\nCREATE SEQUENCE S;\nDROP TABLE CONTRATS;\n"
    with pytest.raises(GuardError) as caught:
        run(business, journal, text)
    assert caught.value.facts["rule"] == "guard.drop"
    assert caught.value.facts["line"] == 13
    assert business.data.sent == [] and journal.events == []
    assert business.data.lock is None


def test_code_of_an_earlier_release_may_be_called(business: Database, journal: Journal) -> None:
    first = "--changeset a:1\nCREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;\n/\n"
    run(business, journal, first)
    found = run(business, Journal(), first + "--changeset a:2\nBEGIN P; END;\n/\n")
    assert found.run == ("changelog/one.sql::2::a",)
    with pytest.raises(GuardError):
        run(business, Journal(), "--changeset a:3\nBEGIN P; END;\n/\n")


def test_a_modify_is_proved_by_the_database(business: Database, journal: Journal) -> None:
    business.data.tables["CONTRATS"].types["NOM"] = ("VARCHAR2", 30, 30, "B", None, None)
    business.data.tables["CONTRATS"].columns["NOM"] = "Y"
    run(business, journal, "--changeset a:1\nALTER TABLE CONTRATS MODIFY NOM VARCHAR2(60);")
    with pytest.raises(GuardError) as caught:
        run(business, journal, "--changeset a:2\nALTER TABLE CONTRATS MODIFY NOM VARCHAR2(10);")
    assert caught.value.facts["rule"] == "guard.narrowing"
    with pytest.raises(GuardError) as caught:
        run(business, journal, "--changeset a:3\nALTER TABLE CONTRATS MODIFY ZZ VARCHAR2(10);")
    assert caught.value.facts["rule"] == "guard.type_unproven"
    assert business.data.lock == {"locked": 0, "by": None}


def test_a_failing_statement_leaves_no_trace_of_its_data(
    business: Database, journal: Journal
) -> None:
    session = business.session()
    session.fail["INSERT INTO CONTRATS"] = ora(60, "deadlock")
    with pytest.raises(OracleError) as caught:
        run(business, journal, session=session)
    assert caught.value.ora == 60
    assert business.data.tables["CONTRATS"].updates == []
    assert [r["p_id"] for r in business.data.log] == ["1"]
    assert business.data.lock == {"locked": 0, "by": None}
    assert journal.events[-1][:3] == ("failed", "changelog/one.sql::2::karim", 2)
    resumed = run(business, journal, resume_state=journal.state)
    assert resumed.run == ("changelog/one.sql::2::karim",)
    assert len(business.data.tables["CONTRATS"].updates) == 1


def test_a_lost_connection_is_not_asked_again(business: Database, journal: Journal) -> None:
    session = business.session()
    session.fail["INSERT INTO CONTRATS"] = ora(3113, "end-of-file on communication channel")
    with pytest.raises(OracleError):
        run(business, journal, session=session)
    assert "LOCKED = 0, LOCKEDBY" not in session.trace[-1]
    assert business.data.lock is not None and business.data.lock["locked"] == 1
    assert journal.events[-1][0] == "lock kept"


@pytest.mark.parametrize("number", [54, 30006])
def test_a_row_that_another_transaction_holds_is_not_waited_for(
    business: Database, journal: Journal, number: int
) -> None:
    session = business.session()
    session.busy = ora(number, "resource busy")
    with pytest.raises(ChangelogError) as caught:
        run(business, journal, session=session)
    assert caught.value.code == "changelog.lock_busy"
    assert "WAIT 5" in session.trace[-1]
    assert journal.events == []


def test_a_lock_that_cannot_be_given_back_is_told(business: Database, journal: Journal) -> None:
    session = business.session()
    session.fail["SET LOCKED = 0"] = ora(60, "deadlock detected while waiting for resource")
    assert len(run(business, journal, session=session).run) == 2
    assert journal.events[-1] == ("lock kept", "", 0, "oracle.refused")
    assert business.data.lock is not None and business.data.lock["locked"] == 1


@pytest.mark.parametrize("by", ["elsewhere (10.0.0.9)", holder("t")], ids=["other", "resume"])
def test_a_lock_that_became_somebody_elses_is_left_to_them(
    business: Database, journal: Journal, by: str
) -> None:
    """A resume of the same run on the same host is somebody else too."""
    theirs = {"locked": 1, "by": by, "granted": "later"}

    def steal(what: str) -> None:
        if what == "before intent":
            business.data.lock = dict(theirs)
            session.work.lock = dict(theirs)

    session = business.session()
    journal.tick = steal
    run(business, journal, session=session, lock_token="t")
    assert business.data.lock == theirs


def test_fail_on_error_false_goes_on(business: Database, journal: Journal) -> None:
    session = business.session()
    session.fail["CREATE SEQUENCE S"] = ora(955, "name is already used")
    text = (
        "--changeset a:1 failOnError:false\nCREATE SEQUENCE S;\n"
        "--changeset a:2\nCREATE INDEX I ON T (A);"
    )
    found = run(business, journal, text, session=session)
    assert found.run == ("changelog/one.sql::2::a",)
    assert found.skipped == ("changelog/one.sql::1::a",)
    assert [r["p_id"] for r in business.data.log] == ["2"]


def test_compile_errors_are_told(business: Database, journal: Journal) -> None:
    run(business, journal, "--changeset a:1\nCREATE OR REPLACE PROCEDURE P AS BEGIN broken; END;")
    assert journal.events[2][3] == "changelog.compile_warning"


@pytest.mark.parametrize(
    ("rule", "check", "state"),
    [
        ("onFail:MARK_RAN", f"--precondition-sql-check expectedResult:0 {COUNT}",
         "MARK_RAN"),
        ("onFail:CONTINUE", "--precondition-table-exists table:NOWHERE", None),
        ("onFail:WARN", "--precondition-view-exists view:NOWHERE", "EXECUTED"),
        ("onFail:HALT", f"--precondition-sql-check expectedResult:450 {COUNT}",
         "EXECUTED"),
        ("onFail:HALT onError:MARK_RAN", "--precondition-sql-check 1 SELECT BROKEN FROM NOWHERE",
         "MARK_RAN"),
        ("", "--precondition-table-exists table:contrats", "EXECUTED"),
    ],
)  # fmt: skip
def test_preconditions(
    business: Database, journal: Journal, rule: str, check: str, state: str | None
) -> None:
    text = f"--changeset a:1\n--preconditions {rule}\n{check}\nCREATE SEQUENCE S;\n"
    run(business, journal, text)
    assert [r["p_exectype"] for r in business.data.log] == ([state] if state else [])
    assert ("S" in business.data.sequences) is (state == "EXECUTED")


def test_a_precondition_that_halts(business: Database, journal: Journal) -> None:
    text = (
        "--changeset a:1\n--preconditions\n--precondition-table-exists table:X\nCREATE SEQUENCE S;"
    )
    with pytest.raises(ChangelogError) as caught:
        run(business, journal, text)
    assert caught.value.code == "changelog.precondition_failed"
    assert caught.value.facts["line"] == 4
    assert business.data.lock == {"locked": 0, "by": None}


def test_cancelling_stops_between_changesets(business: Database, journal: Journal) -> None:
    with pytest.raises(ChangelogError) as caught:
        run(business, journal, cancelled=lambda: bool(journal.events))
    assert caught.value.code == "changelog.cancelled"
    assert [r["p_id"] for r in business.data.log] == ["1"]
    assert business.data.lock == {"locked": 0, "by": None}
    assert run(business, Journal()).run == ("changelog/one.sql::2::karim",)


def test_a_foreign_lock_is_respected_and_shown(business: Database, journal: Journal) -> None:
    run(business, journal, "--changeset a:0\nCREATE SEQUENCE S0;")
    business.data.lock = {"locked": 1, "by": "elsewhere (10.0.0.9)"}
    with pytest.raises(ChangelogError) as caught:
        run(business, journal, resume_state={("x", 1): "done"}, lock_token="r1")
    assert caught.value.code == "changelog.locked"
    assert caught.value.facts["holder"] == "elsewhere (10.0.0.9)"
    found = lock_state(business.session())
    assert found is not None and found.holder == "elsewhere (10.0.0.9)"
    assert free_lock(business.session(), lambda lock: lock.holder == "somebody else") is None
    assert lock_state(business.session()) == found
    assert free_lock(business.session(), lambda lock: lock == found) == found
    assert lock_state(business.session()) is None
    assert len(run(business, journal).run) == 2


def test_the_own_lock_of_a_dead_run_is_taken_over_by_its_token(
    business: Database, journal: Journal
) -> None:
    run(business, journal, "--changeset a:0\nCREATE SEQUENCE S0;")
    assert re.fullmatch(r"\S+ \([0-9a-f.:]+\) r7", holder("r7"))
    business.data.lock = {"locked": 1, "by": "this-host (10.9.8.7) r7"}  # another address then
    with pytest.raises(ChangelogError):
        run(business, journal, lock_token="r8")
    assert len(run(business, journal, lock_token="r7").run) == 2


def test_a_lock_table_without_its_row_is_repaired(business: Database, journal: Journal) -> None:
    business.data.tables["DATABASECHANGELOGLOCK"] = Table({})
    assert len(run(business, journal).run) == 2


def test_a_block_that_does_not_compile_without_the_lock_table(
    business: Database, journal: Journal
) -> None:
    """Oracle looks up the tables of a block before anything of it runs."""
    session = business.session()
    together = session.together

    def compiled(pieces: Any, *more: Any) -> Any:
        if session.work.lock is None and any(p.rows and "CHANGELOGLOCK" in p.sql for p in pieces):
            raise ora(6550, "PL/SQL: ORA-00942: table or view does not exist")
        return together(pieces, *more)

    session.together = compiled  # type: ignore[method-assign]
    assert len(run(business, journal, session=session).run) == 2


def test_a_journal_that_cannot_write_stops_the_statement(business: Database) -> None:
    class Full(Journal):
        def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
            raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        run(business, Full())
    assert business.data.sent == []
    assert business.data.lock == {"locked": 0, "by": None}


DEFINITION = "--changeset k:1\nALTER TABLE CONTRATS ADD (A NUMBER);\n"


@pytest.mark.parametrize("broken", [False, True], ids=["asked alone", "and lost"])
def test_a_lock_that_is_taken_without_an_answer_does_not_stay(
    business: Database, journal: Journal, broken: bool
) -> None:
    run(business, journal, "--changeset k:0\nCOMMENT ON TABLE CONTRATS IS 'x';\n")
    session = business.session()
    send, ask = session.together, session.query

    def together(pieces: Any, *given: Any) -> Any:
        session.query = ask  # type: ignore[method-assign]
        sent = send(pieces, *given)
        session.query = query  # type: ignore[method-assign]
        return replace(sent, ran=tuple(replace(how, rows=()) for how in sent.ran))

    def query(sql: str, /, **binds: Any) -> Any:
        if broken and sql.startswith("SELECT TO_CHAR(LOCKGRANTED"):
            raise ora(1555, "snapshot too old")
        return ask(sql, **binds)

    session.together = together  # type: ignore[method-assign]
    with pytest.raises(OracleError) if broken else nullcontext():
        update(session, changelog(DEFINITION), Journal(), never)
    assert business.data.lock is not None and not business.data.lock["locked"]
