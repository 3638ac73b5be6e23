"""Running a rollout: clients side by side, waves one after the other, every event journal first.

Threads by default; any ``concurrent.futures.Executor`` that runs in this process can carry it. The
running rollout is read and not called back: ``snapshot`` is an immutable value, ``log`` a counter.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import ExitStack
from pathlib import Path

from app.apex import Application, read_application
from app.changelog import Changelog, Ruling, guard_changelog, guard_script, parse_changelog
from app.errors import AppError, ChangelogError, JournalError, RolloutError
from app.release import ReleaseBundle
from app.rollout import steps
from app.rollout.context import Context, Material, Stop
from app.rollout.events import (
    AnyEvent,
    ClientEnded,
    ClientStarted,
    StepEnded,
    StepStarted,
    initial,
    reduce,
)
from app.rollout.journal import Journal, now
from app.rollout.log import ClientLog
from app.rollout.model import (
    ClientState,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
    StepState,
    Verdict,
)
from app.rollout.ports import REAL, Ports
from app.rollout.targets import ClientTarget, Passwords

MAX_WORKERS = 32


def read_material(bundle: ReleaseBundle) -> Material:
    """The release, parsed once for all clients. Raises what is wrong with it."""
    application = read_application(bundle.application)
    if application.errors:
        raise application.errors[0]
    changelog = parse_changelog(bundle.changelog)
    return Material(bundle, application, changelog, _refused(application, changelog))


def _refused(application: Application, changelog: Changelog) -> tuple[Ruling, ...]:
    """The guard over the whole payload. What a column's type was can only be proved at a client:
    the run asks again, statement by statement, before each is sent."""
    found = [
        r for r in guard_changelog(changelog) if not r.allowed and r.rule != "guard.type_unproven"
    ]
    for path, text in application.files.items():
        found += [r for r in guard_script(text, path, kind="apex") if not r.allowed]
    return tuple(found)


class RunningRollout:
    """A rollout at work, or one that has ended. Made by ``run`` and ``resume``."""

    def __init__(
        self,
        plan: RolloutPlan,
        material: Material,
        targets: Iterable[ClientTarget],
        passwords: Passwords,
        journal: Journal,
        logs: Path,
        backups: Path,
        state: RolloutState,
        ports: Ports,
        cancelled: threading.Event,
    ) -> None:
        self.plan, self._material, self._ports = plan, material, ports
        self._targets = {t.client: t for t in targets}
        self._passwords, self._journal = passwords, journal
        self._backups = backups / plan.rollout
        self._state = state
        self._turn = threading.Lock()
        self._cancel_all = cancelled
        self._cancelled = {c.client: threading.Event() for c in plan.clients}
        folder = logs / plan.rollout
        self._logs = {c.client: ClientLog(folder / f"{c.client}.log") for c in plan.clients}
        self._ended = threading.Event()
        self._failure: BaseException | None = None

    # -- for readers, from any thread ------------------------------------------------------

    def snapshot(self) -> RolloutState:
        """The state now; immutable, and free to ask at any rate."""
        return self._state

    def log(self, client: str) -> ClientLog:
        return self._logs[client]

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def cancel(self, client: str | None = None) -> None:
        """Stop one client, or all: before the next step or statement, never inside one."""
        if client is None:
            self._cancel_all.set()
        else:
            self._cancelled[client].set()

    def wait(self, timeout: float | None = None) -> RolloutState:
        """Wait until everything has ended; gives the state then. Raises JournalError when the
        journal could not be written (nothing further was sent)."""
        self._ended.wait(timeout)
        if self._failure is not None:
            raise self._failure
        return self._state

    # -- at work ---------------------------------------------------------------------------

    def start(self, executor: Executor | None) -> None:
        """Begin in a thread of its own, and come back when the rollout is leased."""
        leases = ExitStack()
        leases.enter_context(self._journal.lease(self.plan.rollout))
        thread = threading.Thread(
            target=self._main, args=(leases, executor), name=f"rollout {self.plan.rollout}"
        )
        thread.daemon = True
        thread.start()

    def _main(self, leases: ExitStack, executor: Executor | None) -> None:
        try:
            with leases:
                if executor is not None:
                    self._waves(executor)
                else:
                    workers = max(1, min(self.plan.workers, MAX_WORKERS))
                    with ThreadPoolExecutor(workers, thread_name_prefix="client") as pool:
                        self._waves(pool)
        except JournalError as error:
            self._failure = error
        finally:
            for log in self._logs.values():
                log.close()
            self._ended.set()

    def _waves(self, executor: Executor) -> None:
        waves = sorted({c.wave for c in self.plan.clients})
        stopped_by: str | None = None
        for wave in waves:
            names = [c.client for c in self.plan.clients if c.wave == wave]
            if stopped_by is not None:
                for name in names:
                    if not self._client_state(name).ended:
                        facts: dict[str, str | int] = {"client": stopped_by, "wave": wave}
                        problem = Problem("rollout.wave_stopped", facts)
                        self._emit(ClientEnded(name, now(), Verdict.CANCELLED, problem))
                continue
            futures: list[Future[None]] = [
                executor.submit(self._client, name)
                for name in names
                if not self._client_state(name).ended
            ]
            wait(futures)
            for future in futures:
                failure = future.exception()
                if failure is not None:
                    raise failure
            bad = [c for c in self._state.clients if c.client in names and not c.good]
            stopped_by = bad[0].name if bad else None

    def _client_state(self, name: str) -> ClientState:
        return next(c for c in self._state.clients if c.client == name)

    def _emit(self, event: AnyEvent) -> None:
        """Journal first, then the state that readers see."""
        with self._turn:
            self._journal.append(self.plan.rollout, event)
            self._state = reduce(self._state, event)

    def _client(self, name: str) -> None:
        """One client from where it stands to its end. Only the journal's failure leaves here."""
        if self._is_cancelled(name):
            self._end(name, Verdict.CANCELLED, None)
            return
        context = Context(
            target=self._targets[name],
            material=self._material,
            ports=self._ports,
            passwords=self._passwords,
            log=self._logs[name],
            emit=self._emit,
            state=lambda: self._client_state(name),
            cancelled=lambda: self._is_cancelled(name),
            statements=dict(self._journal.statements(self.plan.rollout, name)),
            lock_token=f"caravane {self.plan.rollout}",
        )
        self._emit(ClientStarted(name, now()))
        try:
            verdict = self._steps(context)
            context.note_trips()
            self._end(name, verdict, None)
        except _Ended as ended:
            context.note_trips()
            self._end(name, ended.verdict, ended.problem)
        finally:
            context.close()

    def _end(self, name: str, verdict: Verdict, problem: Problem | None) -> None:
        self._logs[name].append(
            f"verdict: {verdict.value}" + (f" {problem.code}" if problem else "")
        )
        self._emit(ClientEnded(name, now(), verdict, problem))

    def _is_cancelled(self, name: str) -> bool:
        return self._cancel_all.is_set() or self._cancelled[name].is_set()

    def _steps(self, context: Context) -> Verdict:
        changing = context.state.before is not None
        if not changing:
            if not self._step(context, StepName.PREFLIGHT, steps.preflight):
                self._step(context, StepName.VERDICT, steps.already_there)
                return Verdict.ALREADY_THERE
            folder = self._backups / context.target.client
            self._step(context, StepName.BACKUP, lambda c: steps.backup(c, folder))
        done = {s.name for s in context.state.steps if s.state is StepState.DONE}
        for name, step in steps.ORDER:
            # What looks at the end is asked again; what changed something is not done again.
            if name in done and name in (StepName.CHANGELOG, StepName.APEX_IMPORT):
                continue
            self._step(context, name, step)
        return Verdict.VERIFIED

    def _step(self, context: Context, name: StepName, step: object) -> object:
        client = context.target.client
        if self._is_cancelled(client):
            raise _Ended(Verdict.CANCELLED, None)
        assert callable(step)
        self._emit(StepStarted(client, now(), name))
        context.log.append(f"== {name.value}")
        try:
            result = step(context)
        except JournalError:
            raise
        except Exception as error:
            ended = _ended(error, before_changes=context.state.before is None)
            context.log.append(f"stopped: {error}")
            self._emit(StepEnded(client, now(), name, StepState.FAILED, ended.problem))
            raise ended from error
        context.note_trips()
        self._emit(StepEnded(client, now(), name, StepState.DONE))
        return result


class _Ended(Exception):  # noqa: N818  carries a client's end through its steps
    def __init__(self, verdict: Verdict, problem: Problem | None) -> None:
        self.verdict, self.problem = verdict, problem
        super().__init__(verdict.value)


def _ended(error: Exception, *, before_changes: bool) -> _Ended:
    match error:
        case steps.DataLoss():
            return _Ended(Verdict.DATA_LOSS, error.problem)
        case Stop():
            return _Ended(Verdict.REFUSED if error.refused else Verdict.FAILED, error.problem)
        case ChangelogError(code="changelog.cancelled"):
            return _Ended(Verdict.CANCELLED, None)
        case AppError():
            verdict = Verdict.REFUSED if before_changes else Verdict.FAILED
            return _Ended(verdict, steps.problem(error))
        case _:
            logging.getLogger("caravane").error("a client's step failed", exc_info=error)
            detail = f"{type(error).__name__}: {error}"
            return _Ended(Verdict.FAILED, Problem("internal", {"detail": detail}))


def run(
    plan: RolloutPlan,
    bundle: ReleaseBundle,
    targets: Iterable[ClientTarget],
    passwords: Passwords,
    journal: Path,
    logs: Path,
    backups: Path,
    cancelled: threading.Event,
    *,
    ports: Ports = REAL,
    executor: Executor | None = None,
) -> RunningRollout:
    """Note the plan in the journal and start. Raises JournalError, and what is wrong with the
    release itself; then nothing was sent to anybody."""
    material = read_material(bundle)
    book = Journal(journal)
    created = now()
    book.begin(plan, created)
    running = RunningRollout(
        plan,
        material,
        targets,
        passwords,
        book,
        logs,
        backups,
        initial(plan, created),
        ports,
        cancelled,
    )
    running.start(executor)
    return running


def resume(
    plan: RolloutPlan,
    bundle: ReleaseBundle,
    targets: Iterable[ClientTarget],
    passwords: Passwords,
    journal: Path,
    logs: Path,
    backups: Path,
    cancelled: threading.Event,
    *,
    ports: Ports = REAL,
    executor: Executor | None = None,
) -> RunningRollout:
    """Go on from the journal. Clients that ended stay as they are.

    Raises RolloutError ``rollout.running`` while another process works on it, and
    ``rollout.tag_moved`` when the tag is no longer the commit of the plan.
    """
    if bundle.release.commit != plan.commit:
        raise RolloutError(
            "rollout.tag_moved", tag=plan.tag, planned=plan.commit, now=bundle.release.commit
        )
    book = Journal(journal)
    running = RunningRollout(
        plan,
        read_material(bundle),
        targets,
        passwords,
        book,
        logs,
        backups,
        book.state(plan.rollout),
        ports,
        cancelled,
    )
    running.start(executor)
    return running
