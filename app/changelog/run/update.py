"""Running a changelog: every statement under the guard, journalled, and resumable.

Order of a run: create DATABASECHANGELOG, read it, validate and guard everything, take the lock,
read and validate again, then one changeset after the other; the lock goes back in the end. The
statements of data (INSERT, UPDATE, MERGE, and blocks of these) at the end of a changeset are
committed together with its row, so they are there with the row or not at all. Every other
statement is committed by itself, and after a crash the dictionary is asked what became of it.
What an earlier session of the same run was told (ALTER SESSION) a new one is told again, before
anything that comes after it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Literal, Protocol

from msgspec import Struct

from app.again import LOCKED, again
from app.changelog.guard.judgement import Judgement, judge_changelog
from app.changelog.guard.ruling import Ruling
from app.changelog.guard.verdict import UNPROVEN
from app.changelog.model import Changelog, Changeset, Statement
from app.changelog.run import history, lock
from app.changelog.run.dictionary import column_types
from app.changelog.run.effect import Effect, took_effect
from app.changelog.run.history import DatabaseSession, Result, Row
from app.changelog.run.preconditions import Decision, decide, decide_file
from app.changelog.run.status import ChangesetStatus, standing
from app.changelog.run.transactions import (
    commits_itself,
    of_the_session,
    settings_of_code,
    tail,
)
from app.errors import AppError, ChangelogError, GuardError, OracleError

Progress = Literal["intent", "done"]
ResumeState = Mapping[tuple[str, int], Progress]

ROW = 0
"""The statement number under which the row of a changeset is journalled."""


# The session or the line to it is gone: killed, not logged on, end of file, contact lost, TNS.
_LOST = frozenset({28, 1012, 3113, 3114, 3135, 12170, 12537, 12541, 12547, 12570, 17008})


class UpdateOutcome(Struct, frozen=True):
    """Keys of the changesets that ran, that were there already, and that do not apply."""

    run: tuple[str, ...]
    already: tuple[str, ...]
    skipped: tuple[str, ...] = ()


class Around(Protocol):
    """Who runs the statements of data that end a changeset, and looks at what they do before they
    are committed. ``send`` sends them all, and gives the rows that each touched; it can be called
    again after a rollback. What it raises ends the changeset, rolled back."""

    def __call__(
        self,
        changeset: Changeset,
        statements: Sequence[Statement],
        send: Callable[[], list[int]],
    ) -> None: ...


class Observer(Protocol):
    """The journal and the log of a run.

    ``intent`` returns only when it is durable; if it raises, the statement is not sent. Number 0
    stands for the changeset's row and the commit with it. ``outcome`` with ``ok`` False means
    that the server refused, so there is no effect; when the answer was lost there is no outcome,
    and the intent stands until a later run asks the dictionary.
    """

    def intent(self, changeset_key: str, number: int, sql: str) -> None: ...
    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None: ...
    def lock_kept(self, error: AppError) -> None:
        """The lock was not given back, and why: other runs wait for it until somebody frees it."""

    def log(self, code: str, /, **facts: str | int) -> None: ...


def update(
    session: DatabaseSession,
    changelog: Changelog,
    observer: Observer,
    cancelled: Callable[[], bool],
    resume_state: ResumeState | None = None,
    *,
    lock_token: str = "",
    announced: Collection[str] = (),
    judgement: Judgement | None = None,
    deployment: str = "",
    around: Around | None = None,
    pause: Callable[[float], bool] | None = None,
) -> UpdateOutcome:
    """Bring the database up to the changelog.

    ``resume_state`` is what the journal knows of a run that was cut off; None for a first run.
    ``lock_token`` goes behind ``host (ip)`` in LOCKEDBY: a lock that the cut-off run left is known
    by it and taken over. ``announced`` are the keys of the changesets whose change of data the
    release announces; what must be announced and is not is never sent. ``judgement`` is the
    guard's word on this changelog; without it the changelog is judged here. ``deployment`` is what
    DEPLOYMENT_ID becomes, the same for a run and its resumes and for no other (``deployment_of``);
    it tells that a changeset which runs always has done so in this one. ``around`` is given the
    data at the end of each changeset; ``pause`` waits before a definition is tried again.

    Raises GuardError (nothing of that statement was sent), ChangelogError (``checksum_changed``,
    ``locked``, ``lock_busy``, ``unknown_effect``, ``journal_disagrees``, ``precondition_failed``,
    ``cancelled``) and OracleError as the session raised it; a statement that the server refuses is
    ``changelog.refused_by_oracle`` with the place in the changelog. After an error the open
    transaction is rolled back and the lock is given back; where it is not, the observer is told.
    """
    history.create_log(session)
    plan = standing(changelog, history.rows(session))
    judgement = judgement or judge_changelog(changelog)
    _guard_all(session, plan, announced, judgement)
    for conditions in changelog.preconditions:
        decide_file(session, conditions, observer.log)
    own_is_stale = bool(lock_token or resume_state)
    if not any(s.state in ("pending", "rerun") for s in plan):
        if own_is_stale:
            lock.free_own_lock(session, lock_token)
        return _outcome(plan, ())
    history.create_lock(session)
    lock.take_lock(session, lock_token, own_is_stale=own_is_stale)
    lost: OracleError | None = None
    try:
        found = history.rows(session)
        plan = standing(changelog, found)
        run = _Run(session, observer, cancelled, resume_state or {}, found, announced, judgement)
        run.deployment, run.around, run.pause = deployment or run.deployment, around, pause
        run.settings = settings_of_code(changelog)
        return _outcome(plan, run.all(plan))
    except OracleError as error:
        lost = error if _connection_lost(error) else None
        raise
    finally:
        if lost is None:
            _let_go(session, observer, lock_token)
        else:
            observer.lock_kept(lost)


def deployment_of(run: str) -> str:
    """The DEPLOYMENT_ID of a run by its name: ten digits, as Liquibase's."""
    return f"{int(sha256(run.encode()).hexdigest()[:15], 16) % 10**10:010}"


def _connection_lost(error: OracleError) -> bool:
    return error.code == "oracle.lost" or error.ora in _LOST


def _let_go(session: DatabaseSession, observer: Observer, token: str) -> None:
    """Roll back and free the lock; the error under way matters more than one from here."""
    try:
        session.rollback()
        lock.free_lock(session, lambda held: lock.is_own(held, token))
    except (OracleError, ChangelogError) as error:
        observer.lock_kept(error)


def _guard_all(
    session: DatabaseSession,
    plan: Sequence[ChangesetStatus],
    announced: Collection[str],
    judgement: Judgement,
) -> None:
    """Refuse before anything is sent. What only an earlier statement makes true (the type of a
    column that this run adds) is asked again right before the statement is sent."""
    waiting = [s for s in plan if s.state in ("pending", "rerun")]
    columns = column_types(session, [s.changeset for s in waiting])
    for entry in waiting:
        again = entry.state == "rerun"
        for ruling in judgement.of_changeset(entry.changeset, columns, again=again):
            if not ruling.passes(announced) and ruling.rule != UNPROVEN:
                raise refusal(ruling)


def refusal(ruling: Ruling) -> GuardError:
    """The error for a statement that is refused, or that nobody announced."""
    facts = {k: v for k, v in ruling.facts.items() if k not in ("path", "line", "rule")}
    return GuardError(
        "guard.refused" if ruling.verdict == "refused" else "guard.unannounced",
        **{
            **facts,
            "path": ruling.path,
            "line": ruling.line,
            "column": ruling.column,
            "rule": ruling.rule,
            "statement": ruling.statement,
        },
    )


def _outcome(plan: Sequence[ChangesetStatus], run: Sequence[str]) -> UpdateOutcome:
    done = set(run)
    return UpdateOutcome(
        tuple(run),
        tuple(s.changeset.key for s in plan if s.state == "already"),
        tuple(
            s.changeset.key
            for s in plan
            if s.changeset.key not in done and s.state not in ("already",)
        ),
    )


def _lost_track(code: str, changeset: Changeset, statement: Statement) -> ChangelogError:
    """The error for a statement of which the program does not know whether it is there."""
    return ChangelogError(
        code,
        path=changeset.file,
        line=statement.line,
        changeset=changeset.key,
        number=statement.number,
        statement=statement.text[:200],
    )


class _Run:
    """One run under the lock."""

    def __init__(
        self,
        session: DatabaseSession,
        observer: Observer,
        cancelled: Callable[[], bool],
        resume: ResumeState,
        found: Sequence[Row],
        announced: Collection[str],
        judgement: Judgement,
    ) -> None:
        self.session, self.observer, self.cancelled = session, observer, cancelled
        self.resume, self.announced, self.judgement = resume, announced, judgement
        self.known = {history.row_key(r.filename, r.id, r.author): r for r in found}
        self.order = history.next_order(list(found))
        self.deployment = str(time.time_ns() // 1_000_000)[-10:]
        self.settings: Mapping[str, tuple[Statement, ...]] = {}
        self.again = False
        self.around: Around | None = None
        self.pause: Callable[[float], bool] | None = None

    def all(self, plan: Sequence[ChangesetStatus]) -> list[str]:
        run = []
        for entry in plan:
            changeset = entry.changeset
            self.again = entry.state == "rerun"
            if entry.state not in ("pending", "rerun"):
                self._tell_session(changeset)
                continue
            if self.cancelled():
                raise ChangelogError("changelog.cancelled", changeset=changeset.key)
            if self.again and self._ran(changeset):
                self._tell_session(changeset)
                continue
            if self._changeset(changeset):
                run.append(changeset.key)
        return run

    def _ran(self, changeset: Changeset) -> bool:
        """Whether this run did what is to be done again before it was cut off. Its row may be
        there where the answer to the commit was lost: statements and row are one transaction."""
        state = self.resume.get((changeset.key, ROW))
        if state != "intent":
            return state == "done"
        row = self.known.get(history.row_key(changeset.path, changeset.id, changeset.author))
        if row is None or row.deployment != self.deployment:
            return False
        self.observer.outcome(changeset.key, ROW, True, "changelog.took_effect")
        return True

    def _changeset(self, changeset: Changeset) -> bool:
        """Run one changeset; False where it was passed over."""
        started = any(key == changeset.key and number != ROW for key, number in self.resume)
        decision = Decision.RUN if started else decide(self.session, changeset, self.observer.log)
        if decision is Decision.SKIP:
            return False
        if decision is Decision.MARK_RAN:
            self._finish(changeset, "MARK_RAN")
            return True
        last = tail(changeset.statements)
        self._confirm(changeset, changeset.statements[:last])
        try:
            for statement in changeset.statements[:last]:
                self._alone(changeset, statement)
            self._data(changeset, changeset.statements[last:])
        except OracleError as error:
            if changeset.fail_on_error or _connection_lost(error):
                raise
            self.session.rollback()
            self.observer.log("log.failure_ignored", changeset=changeset.key, ora=error.ora or 0)
            return False
        self._finish(changeset, "EXECUTED")
        return True

    def _data(self, changeset: Changeset, statements: Sequence[Statement]) -> None:
        """The statements that are committed with the changeset's row."""

        def send() -> list[int]:
            return [self._send(changeset, statement) for statement in statements]

        if self.around is None or not statements:
            send()
        else:
            self.around(changeset, statements, send)

    def _confirm(self, changeset: Changeset, statements: Sequence[Statement]) -> None:
        """The last statement that the journal calls done must be in the dictionary; else the
        database is not the one that the journal knows (a restored backup), and going on would
        leave a hole."""
        states = {s.number: self.resume.get((changeset.key, s.number)) for s in statements}
        done = [s for s in statements if states[s.number] == "done"]
        if not done or "intent" in states.values():
            return
        if took_effect(self.session, done[-1].operation) is Effect.DENIED:
            raise _lost_track("changelog.journal_disagrees", changeset, done[-1])

    def _alone(self, changeset: Changeset, statement: Statement) -> None:
        """A statement that is committed by itself: after a crash, ask before sending it again."""
        place = (changeset.key, statement.number)
        state = self.resume.get(place)
        if state == "done":
            self._tell_again(changeset, statement)
            return
        if state == "intent":
            effect = took_effect(self.session, statement.operation)
            if effect is Effect.UNKNOWN:
                raise _lost_track("changelog.unknown_effect", changeset, statement)
            if effect is Effect.DONE:
                self.observer.outcome(*place, True, "changelog.took_effect")
                return
        defines = commits_itself(statement.operation)
        there = defines and took_effect(self.session, statement.operation) is Effect.DONE
        self._send(changeset, statement, commit=not defines, there=there)

    def _tell_session(self, changeset: Changeset) -> None:
        """What an earlier session of this run sent of a changeset that needs no more."""
        for statement in changeset.statements:
            if self.resume.get((changeset.key, statement.number)) == "done":
                self._tell_again(changeset, statement)

    def _tell_again(self, changeset: Changeset, statement: Statement) -> None:
        """Give this session what ``statement`` gave an earlier one. It leaves nothing behind in
        the database, so the journal is as it was."""
        for setting in of_the_session(statement, self.settings):
            self._guarded(changeset, statement)
            self.session.execute(setting.text)
            self.observer.log("log.session_again", changeset=changeset.key, number=statement.number)

    def _guarded(self, changeset: Changeset, statement: Statement) -> None:
        """Raises GuardError where the statement may not be sent to this client."""
        columns = column_types(self.session, [changeset], statement)
        ruling = self.judgement.of_statement(changeset, statement, columns, again=self.again)
        if not ruling.passes(self.announced):
            raise refusal(ruling)

    def _send(
        self,
        changeset: Changeset,
        statement: Statement,
        *,
        commit: bool = False,
        there: bool = False,
    ) -> int:
        """The rows that it touched. ``there``: what the statement makes is there already, not by
        this run, and Oracle will refuse it. So no intent is journalled: a later run would take it
        for the effect."""
        place = (changeset.key, statement.number)
        self._guarded(changeset, statement)
        if not there:
            self.observer.intent(*place, statement.text)
        try:
            result = self._executed(changeset, statement)
            if commit:
                self.session.commit()
        except OracleError as error:
            if (
                error.ora and not there and not _connection_lost(error)
            ):  # else nobody knows: the intent stands
                self.observer.outcome(*place, False, f"ora={error.ora}")
            if error.code == "oracle.refused":
                error.code = "changelog.refused_by_oracle"
                error.facts |= {
                    "changeset": changeset.key,
                    "path": changeset.file,
                    "line": statement.line,
                    "statement": " ".join(statement.text.split())[:160],
                }
            raise
        if there:
            self.observer.intent(*place, statement.text)
        detail = (
            "changelog.compile_warning" if result.compile_warning else f"rows={result.rowcount}"
        )
        self.observer.outcome(*place, True, detail)
        return result.rowcount

    def _executed(self, changeset: Changeset, statement: Statement) -> Result:
        """What the server answers. A definition that did not get its lock has no effect, whatever
        ran before it, and is sent again; of code nobody knows how far it got."""
        operation = statement.operation
        if self.pause is None or not commits_itself(operation):
            return self.session.execute(statement.text)

        def told(error: OracleError, attempt: int, seconds: float) -> None:
            self.observer.log(
                "log.again",
                what=f"{changeset.key} [{statement.number}]",
                ora=error.ora,
                attempt=attempt,
                seconds=round(seconds),
            )

        return again(lambda: self.session.execute(statement.text), LOCKED, told, self.pause)

    def _finish(self, changeset: Changeset, exectype: str) -> None:
        existing = self.known.get(history.row_key(changeset.path, changeset.id, changeset.author))
        if existing and exectype == "EXECUTED":
            exectype = "RERAN"
        self.observer.intent(changeset.key, ROW, f"{history.LOG} {exectype}")
        history.write_row(
            self.session,
            changeset,
            exectype=exectype,
            order=self.order,
            deployment=self.deployment,
            existing=existing,
        )
        self.order += 1
        self.observer.outcome(changeset.key, ROW, True, exectype)
