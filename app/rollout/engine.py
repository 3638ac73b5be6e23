"""Running a rollout: clients side by side, waves one after the other, every event journal first.

Threads by default; any ``concurrent.futures.Executor`` whose workers share this process can carry
it. The running rollout is read and not called back: ``snapshot`` is an immutable value, ``log`` a
counter and a file.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from msgspec import Struct

from app import waiting
from app.apex import read_application
from app.changelog import judge_changelog, parse_changelog, standing
from app.changelog.file import approvals
from app.errors import JournalError, RolloutError
from app.release import ReleaseBundle
from app.rollout.client import ClientRun
from app.rollout.context import Context, Material, earlier_changesets
from app.rollout.events import ClientEnded
from app.rollout.journal import Journal, now
from app.rollout.ledger import Ledger
from app.rollout.log import ClientLog
from app.rollout.model import Problem, RolloutPlan, RolloutState, StepState, Verdict, problem_of
from app.rollout.ports import REAL, Ports
from app.rollout.preflight import refusals
from app.rollout.steps import CHANGES
from app.rollout.targets import ClientTarget, Passwords

MAX_WORKERS: Final = 32
CHANGED: Final = frozenset(step.name for step in CHANGES)
UNTOUCHED: Final = (StepState.WAITING, StepState.SKIPPED)


def read_material(bundle: ReleaseBundle) -> Material:
    """The release, parsed and judged once for all clients. Raises what is wrong with it."""
    application = read_application(bundle.application)
    if application.errors:
        raise application.errors[0]
    changelog = parse_changelog(bundle.changelog)
    stand = standing(changelog, approvals.decode(bundle.approvals, approvals.NAME))
    earlier = earlier_changesets(bundle, changelog, stand.void)
    judgement = judge_changelog(changelog, earlier)
    refused = refusals(bundle, judgement, stand.good)
    return Material(bundle, application, changelog, judgement, refused, stand.good, earlier)


class Order(Struct, frozen=True):
    """What a rollout is given: what goes to whom, who knows the passwords, and where it is noted.

    ``journal`` is a file; ``logs`` and ``backups`` are folders with one of its own for each
    rollout. ``executor``: threads of the rollout's own where it is None.
    """

    plan: RolloutPlan
    bundle: ReleaseBundle
    targets: tuple[ClientTarget, ...]
    passwords: Passwords
    journal: Path
    logs: Path
    backups: Path
    ports: Ports = REAL
    executor: Executor | None = None


class RunningRollout:
    """A rollout at work, or one that has ended. Made by ``run`` and ``resume``."""

    def __init__(self, order: Order, material: Material, journal: Journal) -> None:
        plan = order.plan
        known = {t.client: t for t in order.targets}
        self.plan, self._material, self._ports = plan, material, order.ports
        self._targets = {c.client: known[c.client] for c in plan.clients}
        self._passwords, self._journal = order.passwords, journal
        self._backups = order.backups / plan.rollout
        self._ledger = Ledger(journal, journal.state(plan.rollout))
        self._unproven = _unproven(journal, plan.rollout)
        self._unfinished = _unfinished(journal)
        # People know of these: who goes on after an amber verdict goes on to the next wave.
        self._in_doubt = {
            c.client for c in self._ledger.state.clients if c.verdict is Verdict.IN_DOUBT
        }
        self._cancel_all = threading.Event()
        self._cancelled = {c.client: threading.Event() for c in plan.clients}
        self._contexts: dict[str, Context] = {}
        folder = order.logs / plan.rollout
        self._logs = {c.client: ClientLog(folder / f"{c.client}.log") for c in plan.clients}
        self._ended = threading.Event()

    # -- for readers, from any thread ------------------------------------------------------

    def snapshot(self) -> RolloutState:
        """The state now; immutable, and free to ask at any rate."""
        return self._ledger.state

    def log(self, client: str) -> ClientLog:
        return self._logs[client]

    @property
    def ended(self) -> bool:
        return self._ended.is_set()

    def cancel(self, client: str | None = None) -> None:
        """Stop one client, or all: before the next step or changeset. A step that only reads is
        broken in the middle; one that changes something never is."""
        if client is None:
            self._cancel_all.set()
        else:
            self._cancelled[client].set()
        for name, context in tuple(self._contexts.items()):
            if client in (None, name):
                context.interrupt()

    def wait(self, timeout: float | None = None) -> RolloutState:
        """Wait until everything has ended; gives the state then. Raises JournalError when the
        journal could not be written (nothing further was sent, and ``resume`` goes on)."""
        waiting.wait(self._ended, timeout)
        failure = self._ledger.failure
        if self.ended and failure is not None:
            raise failure
        return self._ledger.state

    # -- at work ---------------------------------------------------------------------------

    def start(self, leases: ExitStack, executor: Executor | None) -> None:
        """Begin in a thread of its own, which gives back ``leases`` in the end."""
        threading.Thread(
            target=self._main,
            args=(leases, executor),
            name=f"rollout {self.plan.rollout}",
            daemon=True,
        ).start()

    def _main(self, leases: ExitStack, executor: Executor | None) -> None:
        try:
            if executor is not None:
                self._waves(executor)
            else:
                workers = max(1, min(self.plan.workers, MAX_WORKERS))
                with ThreadPoolExecutor(workers, thread_name_prefix="client") as pool:
                    self._waves(pool)
        except BaseException as error:  # noqa: BLE001  the thread's edge; ``wait`` raises it
            self._ledger.fail(error)
        finally:
            if not self._ledger.state.ended:
                self._ledger.stop()
            leases.close()
            self._ended.set()

    def _waves(self, executor: Executor) -> None:
        for wave in sorted({c.wave for c in self.plan.clients}):
            names = [c.client for c in self.plan.clients if c.wave == wave]
            left = [name for name in names if not self._ledger.client(name).settled]
            futures = [executor.submit(self._client, name) for name in left]
            wait(futures)
            for future in futures:
                future.result()
            bad = [
                c
                for c in map(self._ledger.client, names)
                if not (c.good or (c.has_release and c.client in self._in_doubt))
            ]
            if bad:
                self._stop_after(wave, bad[0].name)
                return

    def _stop_after(self, wave: int, culprit: str) -> None:
        """The clients of all later waves are not begun."""
        for planned in self.plan.clients:
            if planned.wave > wave and not self._ledger.client(planned.client).ended:
                facts: dict[str, str | int] = {"client": culprit, "wave": planned.wave}
                problem = Problem("rollout.wave_stopped", facts)
                self._ledger.emit(ClientEnded(planned.client, now(), Verdict.CANCELLED, problem))

    def _client(self, name: str) -> None:
        """One client, in a worker. What leaves here ends the whole rollout, at once."""
        try:
            if self._is_cancelled(name):
                facts: dict[str, str | int] = {"client": self._targets[name].name, "step": "-"}
                problem = Problem("rollout.cancelled", facts)
                self._ledger.emit(ClientEnded(name, now(), Verdict.CANCELLED, problem))
                return
            with ExitStack() as stack:
                stack.callback(self._logs[name].close)
                try:
                    stack.enter_context(self._journal.client_lease(name))
                except JournalError:
                    raise
                except RolloutError as busy:
                    ended = ClientEnded(name, now(), Verdict.REFUSED, problem_of(busy))
                    self._ledger.emit(ended)
                    return
                context = self._context(name)
                stack.callback(context.close)
                self._contexts[name] = context
                stack.callback(self._contexts.pop, name)
                ClientRun(context, self._backups).run()
        except BaseException as error:
            self._ledger.fail(error)
            raise

    def _context(self, name: str) -> Context:
        return Context(
            target=self._targets[name],
            material=self._material,
            ports=self._ports,
            passwords=self._passwords,
            log=self._logs[name],
            ledger=self._ledger,
            cancelled=lambda: self._is_cancelled(name),
            unproven=self._unproven.get(name, ""),
            unfinished=self._unfinished.get(name, frozenset()),
        )

    def _is_cancelled(self, name: str) -> bool:
        return self._cancel_all.is_set() or self._cancelled[name].is_set()


def _unfinished(journal: Journal) -> dict[str, frozenset[str]]:
    """By client, the rollouts since it last had a whole release."""
    found: dict[str, frozenset[str]] = {}
    for state in journal.states():
        for client in state.clients:
            before = found.get(client.client, frozenset())
            found[client.client] = frozenset() if client.has_release else before | {state.rollout}
    return found


def _unproven(journal: Journal, rollout: str) -> dict[str, str]:
    """By client, the last other rollout that changed something there and did not measure after."""
    found: dict[str, str] = {}
    for state in journal.states():
        for client in state.clients if state.rollout != rollout else ():
            settled = client.settled and client.verdict is not Verdict.PUT_BACK
            if settled or client.after is not None:
                found.pop(client.client, None)
            elif any(s.name in CHANGED and s.state not in UNTOUCHED for s in client.steps):
                found[client.client] = state.rollout
    return found


def run(order: Order) -> RunningRollout:
    """Note the plan in the journal and start. Raises JournalError, and what is wrong with the
    release itself; then nothing was sent to anybody."""
    return _started(order, new=True)


def resume(order: Order) -> RunningRollout:
    """Go on from the journal with every client that does not have the release yet, whatever
    stopped it. Those that have it stay as they are, and so does a client that lost data. One that
    is in doubt does not hold up the waves behind it any more.

    Raises RolloutError ``rollout.running`` while another process works on it, and
    ``rollout.tag_moved`` when the tag is no longer the commit of the plan.
    """
    plan, commit = order.plan, order.bundle.release.commit
    if commit != plan.commit:
        raise RolloutError("rollout.tag_moved", tag=plan.tag, planned=plan.commit, now=commit)
    return _started(order, new=False)


def _started(order: Order, *, new: bool) -> RunningRollout:
    material = read_material(order.bundle)
    with _leased(order.journal, order.plan, new=new) as (book, leases):
        running = RunningRollout(order, material, book)
        running.start(leases.pop_all(), order.executor)
    return running


@contextmanager
def _leased(path: Path, plan: RolloutPlan, *, new: bool) -> Iterator[tuple[Journal, ExitStack]]:
    """The journal, and the lease of the rollout: what is read from here on, nobody else changes.
    Both end with the stack, which the running rollout takes over. A ``new`` rollout is noted."""
    with ExitStack() as leases:
        try:
            book = Journal(path)
            leases.callback(book.close)
            leases.enter_context(book.lease(plan.rollout))
            if new:
                book.begin(plan, now())
        except JournalError as error:
            if new and error.code == "journal.unwritable":  # it does not know what to resume
                raise JournalError("journal.not_begun", **error.facts) from error
            raise
        yield book, leases
