"""The last deployment rolled back: blocks that the guard lets pass are run with the removal of
their row, everything else stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app import paths
from app.changelog import (
    Changelog,
    Rolled,
    parse_changelog,
    plan_rollback,
    roll_back,
    status,
    update,
)
from app.cli import main
from app.errors import OracleError
from app.oracle import Session
from app.rollout import Journal as RolloutJournal
from app.services.rollout import changelogs
from app.services.workplace import Workplace
from app.settings import Client, Settings, save
from tests.changelog.memory import Journal
from tests.rollout.world import bundle

TABLE, VIEW = "CARAVANE_T_ROLLED", "CARAVANE_T_ROLLED_V"
TEXT = f"""--liquibase formatted sql
--changeset k:1
CREATE TABLE {TABLE} (A NUMBER);
--rollback DROP TABLE {TABLE};
--changeset k:2
INSERT INTO {TABLE} (A) VALUES (1);
"""
NEXT = f"""--changeset k:3
ALTER TABLE {TABLE} ADD (C VARCHAR2(10));
--rollback ALTER TABLE {TABLE} DROP COLUMN C;
--changeset k:4
UPDATE {TABLE} SET C = 'x' WHERE C IS NULL;
--rollback UPDATE {TABLE} SET C = NULL WHERE C = 'x';
--changeset k:5
CREATE OR REPLACE VIEW {VIEW} AS SELECT A, C FROM {TABLE};
--rollback CREATE OR REPLACE VIEW {VIEW} AS SELECT A FROM {TABLE};
--changeset k:6
COMMENT ON COLUMN {TABLE}.C IS 'x';
--rollback not required
--changeset k:7
COMMENT ON COLUMN {TABLE}.A IS 'x';
--changeset k:8
UPDATE {TABLE} SET C = 'y' WHERE C IS NULL;
--rollback UPDATE {TABLE} SET A = 2 WHERE A IS NULL;
"""
FIRST = frozenset(f"changelog/one.sql::{n}::k" for n in (1, 2))


def read(text: str) -> Changelog:
    return parse_changelog({"changelog/one.sql": text.encode()})


def ran(session: Session) -> list[str]:
    rows = session.query("SELECT ID FROM DATABASECHANGELOG ORDER BY ORDEREXECUTED")
    return [row[0] for row in rows]


@pytest.fixture
def deployed(log_on: Callable[[], Session]) -> Iterator[Session]:
    with log_on() as session:
        update(session, read(TEXT), Journal(), lambda: False, deployment="1")
        update(session, read(TEXT + NEXT), Journal(), lambda: False, deployment="2")
    with log_on() as session:
        yield session
    with log_on() as session:
        session.execute(f"DROP VIEW {VIEW}")
        for table in (TABLE, "DATABASECHANGELOG", "DATABASECHANGELOGLOCK"):
            session.execute(f"DROP TABLE {table} PURGE")


def silent(key: str) -> None: ...


def shown(ways: tuple[Rolled, ...]) -> dict[str, str]:
    return {way.changeset.split("::")[1]: way.stays for way in ways}


EXPECTED = {"8": "waits", "7": "no_block", "6": "no_block", "5": "", "4": "", "3": "refused"}


def test_what_passes_is_undone_and_what_was_added_stays(deployed: Session) -> None:
    changelog = read(TEXT + NEXT)
    assert shown(plan_rollback(deployed, changelog, earlier=FIRST)) == EXPECTED
    assert ran(deployed) == list("12345678")  # nothing was done yet
    assert deployed.query(f"SELECT A, C FROM {TABLE}") == [(1, "x")]
    assert shown(roll_back(deployed, changelog, silent, "t", earlier=FIRST)) == EXPECTED
    assert ran(deployed) == list("123678")
    assert deployed.query(f"SELECT A, C FROM {TABLE}") == [(1, None)]
    with pytest.raises(OracleError):
        deployed.query(f"SELECT C FROM {VIEW}")
    locked = deployed.query("SELECT LOCKED FROM DATABASECHANGELOGLOCK")
    assert [int(row[0]) for row in locked] == [0]
    waiting = [s.changeset.id for s in status(deployed, changelog) if s.state == "pending"]
    assert waiting == ["4", "5"]
    update(deployed, changelog, Journal(), lambda: False, deployment="3")
    assert deployed.query(f"SELECT A, C FROM {VIEW}") == [(1, "x")]


def test_an_approval_is_of_the_rollback_too(deployed: Session) -> None:
    changelog = read(TEXT + NEXT)
    approved = {"changelog/one.sql::8::k"}
    assert shown(plan_rollback(deployed, changelog, approved, FIRST))["8"] == ""


def test_a_line_that_is_cut_leaves_a_changeset_whole_or_gone(
    deployed: Session, log_on: Callable[[], Session], faulty
) -> None:
    from app.lab.wire.faults import Fault

    changelog = read(TEXT + NEXT)
    faulty.add(Fault("set c = null", action="drop", after=True))
    with pytest.raises(OracleError):
        roll_back(deployed, changelog, silent, "t", earlier=FIRST)
    faulty.clear()
    with log_on() as session:
        assert ran(session) == list("1234678")  # the view's is gone, the data's is whole
        assert session.query(f"SELECT A, C FROM {TABLE}") == [(1, "x")]
        roll_back(session, changelog, silent, "t", earlier=FIRST)
        assert ran(session) == list("123678")
        assert session.query(f"SELECT A, C FROM {TABLE}") == [(1, None)]


def test_a_person_is_shown_it_and_no_resume_goes_by_what_was_rolled_back(
    deployed: Session,
    log_on: Callable[[], Session],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = bundle(changelog=TEXT + NEXT)
    brought = tuple(f"changelog/one.sql::{n}::k" for n in range(3, 9))
    manifest = replace(made.release.manifest, changesets=brought)
    made = replace(made, release=replace(made.release, manifest=manifest))

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        with log_on() as session:
            yield session

    monkeypatch.setattr(Workplace, "client_session", enter)
    monkeypatch.setattr(changelogs, "read_bundle", lambda place, tag: made)
    monkeypatch.setattr(changelogs, "_tag", lambda place, version: "v2")
    client = Client(id="maroc", name="Maroc", dsn="h:1/x", application=210, workspace="W")
    save(paths.settings_file(tmp_path), Settings(clients=(client,)))
    key = "changelog/one.sql::5::k"
    journal = RolloutJournal(paths.journal_file(tmp_path))
    journal.begin_changelog("changelog-maroc-v2")
    journal.outcome(journal.intent("changelog-maroc-v2", "maroc", key, 1, "0" * 64), True, "rows=0")
    words = ["changelog", "rollback", "--client", "maroc", "--home", str(tmp_path)]
    assert main([*words, "--json"]) == 2  # nobody said yes
    assert ran(deployed) == list("12345678")
    assert main([*words, "--yes"]) == 0
    told = capsys.readouterr().out
    assert f"UPDATE {TABLE} SET C = NULL WHERE C = 'x'" in told and "DROP" not in told
    assert ran(deployed) == list("123678")
    assert [(s.changeset, s.ok) for s in journal.statements("maroc")] == [(key, False)]
    assert main([*words, "--yes"]) == 1  # what is left has no block, or one that is refused
