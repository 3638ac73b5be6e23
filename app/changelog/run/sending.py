"""One run under the lock: changeset after changeset, definitions together where they may."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Mapping, Sequence

from app.again import LOCKED, PAUSES, again
from app.changelog.guard.judgement import Judgement
from app.changelog.model import Changeset, Statement
from app.changelog.run import history, lock
from app.changelog.run.batch import (
    SECONDS,
    Batch,
    batch_of,
    detail,
    fence,
    next_behind,
    not_begun,
    noted,
    passed,
)
from app.changelog.run.data import DataOf, Unsettled
from app.changelog.run.dictionary import Question, column_types
from app.changelog.run.effect import Effect, denied, passes_over_begun, took_effect
from app.changelog.run.history import DatabaseSession, Result, Row
from app.changelog.run.preconditions import Decision, decide
from app.changelog.run.refusals import connection_lost, lost_track, place_of, refusal
from app.changelog.run.retold import settings_before
from app.changelog.run.status import ChangesetStatus
from app.changelog.run.transactions import commits_itself, of_the_session, tail
from app.changelog.run.watch import ROW, Around, Observer, Progress, ResumeState
from app.errors import ChangelogError, GuardError, OracleError
from app.together import NOT_COMPILED, Piece, Together


class Run:
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
        self._reads(found)
        self.deployment = str(time.time_ns() // 1_000_000)[-10:]
        self.settings: Mapping[str, tuple[Statement, ...]] = {}
        self.earlier: Mapping[str, tuple[Statement, ...]] = {}
        self.again = False
        self.taken = lock.Taken("", "")
        self._foreseen: tuple[list[Question], Sequence[int]] | None = None
        self._halfway = False  # a block ended in the middle of the changeset that comes next
        self._due: Piece | None = None  # the row of a changeset whose transaction is still open
        self.around: Around | None = None
        self.pause: Callable[[float], bool] | None = None

    def _reads(self, found: Sequence[Row]) -> None:
        self.known = {history.row_key(r.filename, r.id, r.author): r for r in found}
        self.order = history.next_order(list(found))

    def all(self, plan: Sequence[ChangesetStatus]) -> list[str]:
        """The keys of the changesets that ran."""
        try:
            try:
                return self._all(plan)
            except (ChangelogError, GuardError):
                self.settle()  # what is done is kept, whatever stands behind it
                raise
        except Unsettled as unsettled:
            error = unsettled.error
            if error.ora == lock.LOST:
                raise ChangelogError("changelog.locked", holder="", since="") from None
            raise error from None

    def _all(self, plan: Sequence[ChangesetStatus]) -> list[str]:
        run: list[str] = []
        self.earlier = settings_before(plan, self.known)
        at = alone = 0  # those before ``alone`` do not go together with others
        while at < len(plan):
            waits = plan[at].state in ("pending", "rerun") and not self._halfway
            if waits and self.cancelled():
                raise ChangelogError("changelog.cancelled", changeset=plan[at].changeset.key)
            together = batch_of(plan[at:], self._joins) if at >= alone else Batch((), ())
            if together.changesets:
                done = self._together(together, next_behind(plan[at:], together))
                run += [changeset.key for changeset in done]
                at, alone = at + passed(plan[at:], done), 0
                if done != together.changesets:
                    alone = at + 1
                continue
            entry = plan[at]
            at, self._halfway = at + 1, False
            if self._one(entry):
                run.append(entry.changeset.key)
        self.settle()
        return run

    def _one(self, entry: ChangesetStatus) -> bool:
        """Whether the changeset was run, alone."""
        changeset = entry.changeset
        self._foreseen = None
        self.again = entry.state == "rerun"
        if not self._only_data(entry):
            self.settle()
        if entry.state not in ("pending", "rerun") or (self.again and self._ran(changeset)):
            self._tell_session(changeset)
            return False
        return self._changeset(changeset)

    # -- together --------------------------------------------------------------------------

    def _joins(self, entry: ChangesetStatus) -> bool:
        """Whether nothing of this run wants the changeset to go alone, or to be looked at."""
        changeset = entry.changeset
        if any(key == changeset.key for key, _ in self.resume):
            return False
        if entry.state != "pending":
            return entry.state != "rerun" and changeset.key not in self.earlier
        row = history.row_key(changeset.path, changeset.id, changeset.author)
        if row in self.known:
            return False
        rulings = (
            self.judgement.of_statement(changeset, statement, {}, again=False)
            for statement in changeset.statements
        )
        return all(ruling.passes(self.announced) for ruling in rulings)

    def _together(self, batch: Batch, behind: ChangesetStatus | None) -> tuple[Changeset, ...]:
        """Send definitions in one block; the changesets that came to their row. ``behind``: what
        is left to do next."""
        chosen = batch.before(self._answers(batch))
        if not chosen:
            return ()
        pieces: list[Piece] = []
        for order, changeset in enumerate(chosen, self.order):
            for statement in changeset.statements:
                place = (changeset.key, statement.number)
                pieces.append(Piece(statement.text, rest=True, place=place))
            row = history.row_piece(
                changeset, exectype="EXECUTED", order=order, deployment=self.deployment
            )
            pieces.append(row)
        self.observer.intents([(*p.place, noted(p)) for p in pieces])
        held = fence(self.taken.holder, self.taken.granted)
        whole = chosen == batch.changesets
        try:
            sent = self._with_more(pieces, held, self._more(behind) if whole else None)
        except OracleError as error:
            if error.ora == NOT_COMPILED:
                self.observer.unsent([p.place for p in pieces])
            raise
        ran = pieces[: len(sent.ran)]
        self.observer.outcomes(
            [(*p.place, True, detail(p, how)) for p, how in zip(ran, sent.ran, strict=True)]
        )
        ended = {p.place[0] for p in ran if p.place[1] == ROW}
        self.order += len(ended)
        done = tuple(c for c in chosen if c.key in ended)
        self._stopped(chosen, pieces[len(ran) :], sent.error)
        # A changeset in the middle of which it stopped goes on alone.
        half: dict[tuple[str, int], Progress] = {
            p.place: "done" for p in ran if p.place[0] not in ended
        }
        self.resume, self._halfway = {**self.resume, **half}, bool(half)
        return done

    def _more(self, behind: ChangesetStatus | None) -> Piece | None:
        """What goes along behind a block of definitions."""
        if behind is not None and self.around is not None and self._only_data(behind):
            return self.around.asks(behind.changeset)
        return None

    def _with_more(self, pieces: list[Piece], held: Piece, more: Piece | None) -> Together:
        """The answer is of ``pieces``; what goes along may fail, then it is done alone."""
        try:
            sent = self.with_due([*pieces, more] if more is not None else pieces, held)
        except OracleError as error:
            if more is None or error.ora != NOT_COMPILED:
                raise
            sent = self.with_due(pieces, held)
        if len(sent.ran) > len(pieces) and self.around is not None:
            self.around.told(sent.ran[-1].rows)
        return sent if len(sent.ran) < len(pieces) else Together(sent.ran[: len(pieces)])

    def asks(self, plan: Sequence[ChangesetStatus]) -> list[Question]:
        """What has to be known before the first of ``plan`` is sent."""
        self.earlier = settings_before(plan, self.known)
        return batch_of(plan, self._joins).questions

    def _answers(self, batch: Batch) -> Sequence[int]:
        """Those that came with the lock, while nothing was sent since."""
        known, self._foreseen = self._foreseen, None
        if known is not None and known[0] == batch.questions:
            return known[1]
        if batch.questions:
            self.settle()
        return [int(n) for n in self.session.scalars(batch.questions)]

    def holds(self, taken: lock.Taken, asked: list[Question], found: Sequence[Row]) -> None:
        """The lock is taken; ``asked`` was answered with it, and ``found`` are the rows now."""
        self.taken = taken
        self._reads(found)
        if taken.answers is not None:
            self._foreseen = (asked, taken.answers)

    def doubts(self, plan: Sequence[ChangesetStatus]) -> None:
        """The lock is taken: nobody is asked about what cannot have begun. Raises ChangelogError
        ``changelog.journal_disagrees`` where a row that was committed is gone."""
        for entry in plan:
            recorded = self.resume.get((entry.changeset.key, ROW)) == "done"
            if recorded and entry.state == "pending" and entry.changeset.statements:
                last = entry.changeset.statements[-1]
                raise lost_track("changelog.journal_disagrees", entry.changeset, last)
        unsent = not_begun(plan, self.resume)
        if unsent:
            self.observer.unsent(unsent)
            self.resume = {p: state for p, state in self.resume.items() if p not in unsent}

    def _stopped(
        self, chosen: Sequence[Changeset], left: Sequence[Piece], error: OracleError | None
    ) -> None:
        """What is left of a block is noted as not sent; raises the error that is not for another
        try."""
        if not left:
            return
        if error is None:
            self.observer.unsent([p.place for p in left])
            return
        self.observer.unsent([p.place for p in left[1:]])
        place = left[0].place
        if place[1] != ROW and not connection_lost(error):
            self.observer.outcomes([(*place, False, f"ora={error.ora}")])
        if error.ora == lock.LOST:
            raise ChangelogError("changelog.locked", holder="", since="")
        if error.ora in LOCKED and place[1] != ROW and self._may_try(place, error):
            return
        changeset = next(c for c in chosen if c.key == place[0])
        for statement in changeset.statements:
            if statement.number == place[1]:
                place_of(error, changeset, statement)
        raise error

    # -- a changeset's row -----------------------------------------------------------------

    def _only_data(self, entry: ChangesetStatus) -> bool:
        """Whether the changeset is nothing but data that somebody looks at: then the row of the
        one before it is committed in the same round trip."""
        changeset = entry.changeset
        return (
            self.around is not None
            and entry.state == "pending"
            and self._joins(entry)
            and changeset.preconditions is None
            and changeset.fail_on_error
            and tail(changeset.statements) == 0
        )

    def with_due(self, pieces: Sequence[Piece], fence: Piece | None = None) -> Together:
        """Send pieces in one round trip, and before them the row that is due; the answer is of the
        pieces. Raises Unsettled where it was refused, or nobody knows: it is not sent again; after
        ``NOT_COMPILED`` it is still due."""
        row, self._due = self._due, None
        if row is None:
            return self.session.together(pieces, SECONDS, fence)
        try:
            sent = self.session.together([row, *pieces], SECONDS, fence)
        except OracleError as error:
            if error.ora == NOT_COMPILED:
                self._due = row
                raise
            raise Unsettled(error) from error
        if not sent.ran:
            assert sent.error is not None
            raise Unsettled(sent.error)
        self._note_row(row)
        return Together(sent.ran[1:], sent.error)

    def settle(self) -> None:
        """Commit the row that is due, alone. Raises Unsettled as ``with_due``."""
        row, self._due = self._due, None
        if row is None:
            return
        try:
            self.session.execute_and_commit(row.sql, **row.binds)
        except OracleError as error:
            raise Unsettled(error) from error
        self._note_row(row)

    def rollback(self) -> None:
        """Roll back what is open, and never the data of the changeset before: its row is due, and
        would be committed without it."""
        self.settle()
        self.session.rollback()

    def _note_row(self, row: Piece) -> None:
        self.observer.outcome(*row.place, True, str(row.binds["p_exectype"]))

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
            if changeset.fail_on_error or connection_lost(error):
                raise
            self.rollback()
            self.observer.log("log.failure_ignored", changeset=changeset.key, ora=error.ora or 0)
            return False
        self._finish(changeset, "EXECUTED")
        return True

    def _data(self, changeset: Changeset, statements: Sequence[Statement]) -> None:
        """The statements that are committed with the changeset's row."""
        send = DataOf(self, changeset, statements)
        if self.around is None or not statements:
            send()
        else:
            self.around(changeset, statements, send)

    def _confirm(self, changeset: Changeset, statements: Sequence[Statement]) -> None:
        """What the journal calls done must be in the dictionary; else the database is not the one
        that the journal knows, and going on would leave a hole."""
        sent = [s for s in statements if (changeset.key, s.number) in self.resume]
        states = [self.resume[changeset.key, s.number] for s in sent]
        done = {at for at, state in enumerate(states) if state == "done"}
        if not done:
            return
        lost = denied(
            [s.operation for s in sent], done, lambda asked: took_effect(self.session, asked)
        )
        if lost is not None:
            raise lost_track("changelog.journal_disagrees", changeset, sent[lost])

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
                raise lost_track("changelog.unknown_effect", changeset, statement)
            if effect is Effect.DONE:
                self.observer.outcome(*place, True, "changelog.took_effect")
                return
        if passes_over_begun(self.session, statement.operation):
            raise lost_track("changelog.index_begun", changeset, statement)
        defines = commits_itself(statement.operation)
        there = defines and took_effect(self.session, statement.operation) is Effect.DONE
        self.send(changeset, statement, commit=not defines, there=there)

    def _tell_session(self, changeset: Changeset) -> None:
        """What an earlier session of this run, or an earlier run, sent of a changeset that needs no
        more."""
        earlier = self.earlier.get(changeset.key, ())
        for statement in changeset.statements:
            if self.resume.get((changeset.key, statement.number)) == "done":
                self._tell_again(changeset, statement)
            elif statement in earlier:
                self._tell_anew(changeset, statement)

    def _tell_anew(self, changeset: Changeset, statement: Statement) -> None:
        """Give this session what an earlier run gave its own, if the guard lets it pass."""
        place: dict[str, str | int] = {"changeset": changeset.key, "number": statement.number}
        ruling = self.judgement.of_statement(changeset, statement, {}, again=False)
        if ruling.passes(self.announced):
            self.session.execute(statement.text)
        self.observer.log("log.session_anew" if ruling.passes(self.announced) else
                          "log.session_not_anew", **place)  # fmt: skip

    def _tell_again(self, changeset: Changeset, statement: Statement) -> None:
        """Give this session what ``statement`` gave an earlier one. It leaves nothing behind in
        the database, so the journal is as it was."""
        for setting in of_the_session(statement, self.settings):
            self.guarded(changeset, statement)
            self.session.execute(setting.text)
            self.observer.log("log.session_again", changeset=changeset.key, number=statement.number)

    def guarded(self, changeset: Changeset, statement: Statement) -> None:
        """Raises GuardError where the statement may not be sent to this client."""
        columns = column_types(self.session, [changeset], statement)
        ruling = self.judgement.of_statement(changeset, statement, columns, again=self.again)
        if not ruling.passes(self.announced):
            raise refusal(ruling)

    def send(
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
        self.guarded(changeset, statement)
        if not there:
            self.observer.intent(*place, statement.text)
        try:
            result = self._executed(changeset, statement)
            if commit:
                self.session.commit()
        except OracleError as error:
            if (
                error.ora and not there and not connection_lost(error)
            ):  # else nobody knows: the intent stands
                self.observer.outcome(*place, False, f"ora={error.ora}")
            place_of(error, changeset, statement)
            raise
        if there:
            self.observer.intent(*place, statement.text)
        how = detail(Piece(statement.text, place=place), result)
        self.observer.outcome(*place, True, how)
        return result.rowcount

    def _executed(self, changeset: Changeset, statement: Statement) -> Result:
        """What the server answers. A definition that did not get its lock has no effect, whatever
        ran before it, and is sent again; of code nobody knows how far it got."""
        operation = statement.operation
        if self.pause is None or not commits_itself(operation):
            return self.session.execute(statement.text)

        def told(error: OracleError, attempt: int, seconds: float) -> None:
            self._tell_again_in(changeset.key, statement.number, error, attempt, seconds)

        return again(lambda: self.session.execute(statement.text), LOCKED, told, self.pause)

    def _may_try(self, place: tuple[str, int], error: OracleError) -> bool:
        """Wait before a definition of a block, that did not get its lock, is sent once more,
        alone."""
        if self.pause is None:
            return False
        self._tell_again_in(*place, error, 2, PAUSES[0])
        return self.pause(PAUSES[0])

    def _tell_again_in(
        self, key: str, number: int, error: OracleError, attempt: int, seconds: float
    ) -> None:
        self.observer.log(
            "log.again",
            what=f"{key} [{number}]",
            ora=error.ora,
            attempt=attempt,
            seconds=round(seconds),
        )

    def _finish(self, changeset: Changeset, exectype: str) -> None:
        existing = self.known.get(history.row_key(changeset.path, changeset.id, changeset.author))
        if existing and exectype == "EXECUTED":
            exectype = "RERAN"
        self.observer.intent(changeset.key, ROW, f"{history.LOG} {exectype}")
        row = history.row_piece(
            changeset,
            exectype=exectype,
            order=self.order,
            deployment=self.deployment,
            existing=existing,
        )
        self._due = row
        self.order += 1
        if self.around is None or tail(changeset.statements) == len(changeset.statements):
            self.settle()
