"""One client from where it stands to its end, step by step. Only the journal's failure leaves here.

How it ends: an error before anything was sent is a refusal, and the client is as it was; after
that it is a failure, and the data is measured all the same, so that a loss shows itself.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Final

from app.errors import AppError, ChangelogError, JournalError, OracleError
from app.rollout import takeover, upgraded
from app.rollout.backup import backup
from app.rollout.closing import close, reopen
from app.rollout.context import Context, DataLoss, Stop
from app.rollout.events import ClientEnded, ClientStarted, StepEnded, StepStarted
from app.rollout.journal import now
from app.rollout.model import UNREACHABLE, Problem, StepName, StepState, Verdict, problem_of
from app.rollout.preflight import preflight, still_fits
from app.rollout.proof import already_there, doubt, fingerprint_after, fingerprint_before, loss
from app.rollout.steps import CHANGES, PROOF, Step, probe

# The steps of a client that has the release already.
ALREADY: Final = (StepName.PREFLIGHT, StepName.PROBE, StepName.VERDICT)


def go_on(context: Context) -> None:
    """Before going on behind the first look at the data, which stays."""
    still_fits(context)
    takeover.look_again(context)
    close(context, late=True)


def closed_and_measured(context: Context) -> None:
    """The first look at the data, behind a door that is closed where the client wants it."""
    close(context)
    fingerprint_before(context)


class Ended(Exception):  # noqa: N818  carries a client's end through its steps
    """The client's end: how, and why."""

    def __init__(self, verdict: Verdict, problem: Problem | None) -> None:
        self.verdict, self.problem = verdict, problem
        super().__init__(verdict.value)


class ClientRun:
    """Made for one client, run once, in one thread."""

    def __init__(self, context: Context, backups: Path, *, checked: bool = False) -> None:
        """``checked``: this run of the rollout looked at it a while ago (``check``)."""
        self.context, self._checked = context, checked
        self._folder = backups / context.target.client
        self._name = context.target.client

    def check(self, *, may_wait: bool = False) -> bool:
        """Look at the client before any is changed. Its end is noted where it may not be begun, or
        has the release already. True: it fits. One that cannot be reached and ``may_wait`` for its
        hours has neither. Raises JournalError."""
        context = self.context
        try:
            if self._looked():
                return True
            context.emit(ClientStarted(self._name, now()))
            verdict, problem = self._already(), None
        except Ended as ended:
            verdict, problem = ended.verdict, ended.problem
            away = problem is not None and problem.code in UNREACHABLE
            if may_wait and away and verdict is Verdict.REFUSED:
                return False
        self._settle_lock()
        reopen(context)
        context.note_trips()
        self._end(verdict, problem)
        return False

    def run(self) -> None:
        """Do all steps that are left, and note the end. Raises JournalError."""
        context = self.context
        context.emit(ClientStarted(self._name, now()))
        try:
            verdict = self._steps()
            problem = self._doubt() if verdict is Verdict.IN_DOUBT else None
        except Ended as ended:
            verdict, problem = ended.verdict, ended.problem
        self._settle_lock()
        reopen(context)
        context.note_trips()
        self._end(verdict, problem)

    def _end(self, verdict: Verdict, problem: Problem | None) -> None:
        if problem is not None:
            self.context.log.append("log.problem", problem=problem.code, **problem.facts)
        self.context.log.append("log.verdict", verdict=verdict.value)
        self.context.emit(ClientEnded(self._name, now(), verdict, problem))

    def _settle_lock(self) -> None:
        """The changelog's lock is given back at the last contact, if a run of ours left it: this
        one, whose line was lost while it did so, or an earlier one."""
        context = self.context
        doubt = context.lock_in_doubt and not context.lock_settled
        if not doubt and (context.lock_settled or not context.has_business):
            return
        try:
            if context.ports.free_own_lock(context.business, context.ledger.lock_token):
                context.log.append("log.lock_freed")
        except JournalError:
            raise
        except AppError as error:
            kept = context.clean(problem_of(error))
            context.log.append("log.lock_kept", problem=kept.code, **kept.facts)
            if doubt and not context.state.lock_kept:
                context.learn(lock_kept=True)
        else:
            if context.state.lock_kept:
                context.learn(lock_kept=False)
            context.ledger.lock_freed(self._name)

    # -- the way ---------------------------------------------------------------------------

    def _steps(self) -> Verdict:
        untouched = not self.context.state.touched
        if untouched and not self._checked and not self._looked():
            return self._already()
        try:
            # A look that another worker took is the one from before, and stays.
            state = self.context.state
            if not untouched or (self.context.blind and state.before is not None):
                self._step(Step(StepName.PREFLIGHT, go_on))
            else:
                if self._checked:
                    self._step(Step(StepName.PREFLIGHT, still_fits))
                self._step(Step(StepName.BACKUP, self._backup))
                self._step(Step(StepName.FINGERPRINT_BEFORE, closed_and_measured))
            for step in CHANGES:
                if self.context.state.step(step.name).state is not StepState.DONE:
                    self._step(step)
        except Ended as ended:
            raise self._measured(ended) from None
        failed: list[Ended] = []
        for step in PROOF:
            try:
                self._step(step)
            except Ended as ended:
                if not step.soft or ended.verdict is not Verdict.FAILED:
                    raise
                failed.append(ended)
        if failed:
            raise failed[0]
        return Verdict.VERIFIED if self._doubt() is None else Verdict.IN_DOUBT

    def _doubt(self) -> Problem | None:
        """What a person must look at."""
        context = self.context
        return doubt(context) or takeover.doubt(context) or upgraded.doubt(context)

    def _looked(self) -> bool:
        """The look before the first change. False where there is nothing to change."""
        needed = False

        def look(context: Context) -> None:
            nonlocal needed
            needed = preflight(context) or bool(takeover.recorded(context))

        self._step(Step(StepName.PREFLIGHT, look))
        return needed

    def _backup(self, context: Context) -> None:
        takeover.look_before(context)
        backup(context, self._folder)

    def _already(self) -> Verdict:
        """The steps of a client that has the release."""
        for name in StepName:
            if name not in ALREADY:
                self.context.emit(StepEnded(self._name, now(), name, StepState.SKIPPED))
        self._step(Step(StepName.PROBE, probe))
        self._step(Step(StepName.VERDICT, already_there))
        return Verdict.ALREADY_THERE

    def _measured(self, ended: Ended) -> Ended:
        """The end of a client that stopped while it was being changed: a loss, if there is one,
        weighs more than what stopped it."""
        if ended.verdict is not Verdict.FAILED:
            return ended
        try:
            self._step(Step(StepName.FINGERPRINT_AFTER, fingerprint_after))
        except Ended:
            return ended  # it cannot be measured now; the report shows that it was not
        lost = loss(self.context)
        return ended if lost is None else Ended(Verdict.DATA_LOSS, lost)

    # -- one step --------------------------------------------------------------------------

    def _step(self, step: Step) -> None:
        context = self.context
        context.harmless(step.reads_only)  # first, so that a cancel sees it or is seen
        if context.cancelled():
            raise Ended(Verdict.CANCELLED, self._cancelled_at(step.name))
        context.emit(StepStarted(self._name, now(), step.name))
        context.log.append("log.step", step=step.name.value)
        try:
            step.work(context)
        except JournalError:
            raise
        except Exception as error:
            context.harmless(False)
            ended = self._ended(error, step.name)
            self._note_end(step.name, ended)
            raise ended from error
        context.harmless(False)
        context.note_trips()
        context.emit(StepEnded(self._name, now(), step.name, StepState.DONE))

    def _note_end(self, name: StepName, ended: Ended) -> None:
        self.context.note_trips()
        cancelled = ended.verdict is Verdict.CANCELLED
        state = StepState.WAITING if cancelled else StepState.FAILED
        problem = None if cancelled else ended.problem
        unsent = name is StepName.CHANGELOG and self.context.untouched
        self.context.emit(StepEnded(self._name, now(), name, state, problem, unsent))

    def _cancelled_at(self, name: StepName) -> Problem:
        facts: dict[str, str | int] = {"client": self.context.target.name, "step": name.value}
        if self.context.touched:
            return Problem("rollout.cancelled_midway", facts)
        return Problem("rollout.cancelled", facts)

    def _ended(self, error: Exception, name: StepName) -> Ended:
        context = self.context
        verdict = Verdict.FAILED if context.touched else Verdict.REFUSED
        match error:
            case DataLoss():
                return Ended(Verdict.DATA_LOSS, context.clean(error.problem))
            case Stop():
                return Ended(verdict, context.clean(error.problem))
            case ChangelogError(code="changelog.cancelled"):
                return Ended(Verdict.CANCELLED, self._cancelled_at(name))
            case OracleError(code="oracle.cancelled") if context.cancelled():
                return Ended(Verdict.CANCELLED, self._cancelled_at(name))
            case AppError():
                return Ended(verdict, context.clean(problem_of(error)))
        logging.getLogger("caravane").error("a client's step failed", exc_info=error)
        return Ended(verdict, context.clean(problem_of(error)))
