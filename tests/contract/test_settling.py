"""A statement whose answer is lost, of which the dictionary cannot tell whether it took effect: it
is shown to a person, and what he says is what the next run goes by."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.changelog import Changelog, evidence, parse_changelog, settles, status, update
from app.errors import ChangelogError, OracleError
from app.oracle import Session
from app.rollout import Journal, changelog_journal, digest

TABLE = "CARAVANE_T_SETTLED"
DOUBTFUL = f"ALTER TABLE {TABLE} ADD CHECK (C <> 'Z')"  # a constraint without a name
TEXT = f"""--liquibase formatted sql
--changeset k:1
ALTER TABLE {TABLE} ADD (C VARCHAR2(10 CHAR));
--changeset k:2
{DOUBTFUL};
--changeset k:3
COMMENT ON COLUMN {TABLE}.C IS 'end';
"""


class Run:
    def __init__(self, log_on: Callable[[], Session], home: Path) -> None:
        self.log_on, self.journal = log_on, Journal(home / "journal.sqlite")
        self.sent: list[str] = []

    @property
    def changelog(self) -> Changelog:
        return parse_changelog({"changelog/one.sql": TEXT.encode()})

    def go(self) -> tuple[str, ...]:
        sent = self.sent

        class Watched:
            def __init__(self, session: Session) -> None:
                self.session = session

            def __getattr__(self, name: str) -> Any:
                return getattr(self.session, name)

            def execute(self, sql: str, **binds: Any) -> Any:
                sent.append(sql)
                return self.session.execute(sql, **binds)

        def silent(code: str, /, **facts: str | int) -> None: ...

        with (
            changelog_journal(self.journal, "maroc", "v2", self.changelog, silent) as watch,
            self.log_on() as session,
        ):
            known = watch.resume_state(session, status(session, self.changelog), blind=False)
            done = update(
                Watched(session), self.changelog, watch, lambda: False, known,
                lock_token=self.journal.lock_token,
            )  # fmt: skip
        return tuple(key.split("::")[1] for key in done.run)


@pytest.fixture
def cut_off(log_on, faulty, tmp_path: Path) -> Callable[[bool], Run]:
    from app.lab.wire.faults import Fault

    with log_on() as session:
        session.execute(f"CREATE TABLE {TABLE} (A NUMBER)")

    def made(after: bool) -> Run:
        run = Run(log_on, tmp_path)
        faulty.add(Fault("add check", action="drop", after=after))
        with pytest.raises(OracleError):
            run.go()
        faulty.clear()
        with pytest.raises(ChangelogError) as caught:
            run.go()
        assert caught.value.code == "changelog.unknown_effect"
        return run

    yield made
    with log_on() as session:
        session.execute(f"DROP TABLE {TABLE} PURGE")
        for table in ("DATABASECHANGELOG", "DATABASECHANGELOGLOCK"):
            session.execute(f"DROP TABLE {table} PURGE")


@pytest.mark.parametrize("took", [True, False])
def test_what_a_person_says_is_what_the_next_run_goes_by(cut_off, log_on, took: bool) -> None:
    run = cut_off(took)
    (waiting,) = run.journal.open_statements("maroc")
    (changeset,) = [c for c in run.changelog.changesets if c.key == waiting.changeset]
    (statement,) = changeset.statements
    assert (statement.text, digest(statement.text)) == (DOUBTFUL, waiting.sha256)
    with log_on() as session:
        assert settles(session, changeset, statement)
        shown = evidence(session, statement.operation)
    assert shown[0].startswith(f"TABLE {TABLE}: VALID, LAST_DDL_TIME 20")
    assert "  C VARCHAR2(10 CHAR)" in shown
    assert _checks(shown) == int(took)
    before = len(run.sent)
    run.journal.outcome(waiting.id, took, "as it is there")
    assert run.go() == ("2", "3")
    assert (DOUBTFUL in run.sent[before:]) is not took
    assert run.journal.open_statements("maroc") == ()
    with log_on() as session:
        assert _checks(evidence(session, statement.operation)) == 1


def _checks(shown: tuple[str, ...]) -> int:
    return sum(line.endswith(" C ENABLED VALIDATED") for line in shown)
