"""Running a changelog: every statement under the guard, journalled, and resumable.

Order of a run: create DATABASECHANGELOG, read it, validate and guard everything, take the lock,
read and validate again, then one changeset after the other; the lock goes back in the end. The
statements of data (INSERT, UPDATE, MERGE, and blocks of these) at the end of a changeset are
committed together with its row, so they are there with the row or not at all. Every other
statement is committed by itself, and after a crash the dictionary is asked what became of it.
What an earlier session of the same run was told (ALTER SESSION) a new one is told again, before
anything that comes after it; what an earlier run was told, before the changesets of the same file
that wait (``retold``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256

from app.changelog.guard.judgement import Judgement, judge_changelog
from app.changelog.guard.verdict import UNPROVEN
from app.changelog.model import Changelog
from app.changelog.run import history, lock
from app.changelog.run.dictionary import column_types
from app.changelog.run.history import DatabaseSession, Row
from app.changelog.run.preconditions import decide_file
from app.changelog.run.refusals import connection_lost, refusal
from app.changelog.run.sending import Run
from app.changelog.run.status import ChangesetStatus, standing
from app.changelog.run.transactions import settings_of_code
from app.changelog.run.watch import Around, Observer, ResumeState, UpdateOutcome
from app.errors import ChangelogError, OracleError


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
    found: Sequence[Row] | None = None,
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
    ``found`` are the rows of DATABASECHANGELOG as the caller read them right before; under the lock
    they are read again.

    Raises GuardError (nothing of that statement was sent), ChangelogError (``checksum_changed``,
    ``locked``, ``lock_busy``, ``unknown_effect``, ``journal_disagrees``, ``precondition_failed``,
    ``cancelled``) and OracleError as the session raised it; a statement that the server refuses is
    ``changelog.refused_by_oracle`` with the place in the changelog. After an error the open
    transaction is rolled back and the lock is given back; where it is not, the observer is told.
    """
    before = _read(session, found)
    plan = standing(changelog, before)
    judgement = judgement or judge_changelog(changelog)
    _guard_all(session, plan, announced, judgement)
    for conditions in changelog.preconditions:
        decide_file(session, conditions, observer.log)
    own_is_stale = bool(lock_token or resume_state)
    if not any(s.state in ("pending", "rerun") for s in plan):
        if own_is_stale:
            lock.free_own_lock(session, lock_token)
        return _outcome(plan, ())
    run = Run(session, observer, cancelled, resume_state or {}, before, announced, judgement)
    run.deployment, run.around, run.pause = deployment or run.deployment, around, pause
    run.settings = settings_of_code(changelog)
    asked = run.asks(plan)
    taken = lock.take_lock(session, lock_token, own_is_stale=own_is_stale, asks=asked)
    with _held(session, observer, taken):
        here = taken.rows if taken.rows is not None else history.rows(session)
        plan = standing(changelog, here)
        run.holds(taken, asked, here)
        run.doubts(plan)
        return _outcome(plan, run.all(plan))


def _read(session: DatabaseSession, found: Sequence[Row] | None) -> Sequence[Row]:
    """The rows of DATABASECHANGELOG, which is made where it is missing."""
    here = found if found is not None else history.rows_or_none(session)
    if here is None:
        history.create_log(session)
        here = history.rows(session)
    return here


def deployment_of(run: str) -> str:
    """The DEPLOYMENT_ID of a run by its name: ten digits, as Liquibase's."""
    return f"{int(sha256(run.encode()).hexdigest()[:15], 16) % 10**10:010}"


@contextmanager
def _held(session: DatabaseSession, observer: Observer, taken: lock.Taken) -> Iterator[None]:
    """Roll back and free the lock behind the block; where that cannot be, the observer is told. The
    error under way matters more than one from here."""
    try:
        yield
    except OracleError as error:
        if connection_lost(error):
            observer.lock_kept(error)
        else:
            _let_go(session, observer, taken)
        raise
    except BaseException:
        _let_go(session, observer, taken)
        raise
    _let_go(session, observer, taken)


def _let_go(session: DatabaseSession, observer: Observer, taken: lock.Taken) -> None:
    try:
        lock.let_go(session, taken)
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
