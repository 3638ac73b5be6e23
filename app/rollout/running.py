"""A rollout at work: one thread decides who is begun (``decide``), workers bring the clients there.

It is read and not called back: ``snapshot`` is an immutable value, ``log`` a counter and a file.
What people say to it comes through the journal (``Ordered``), from this process or another one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from app import waiting
from app.release import ReleaseBundle
from app.rollout.decide import Move, Run, decide, window_of
from app.rollout.errand import Crew, Errand
from app.rollout.events import ClientEnded, Ordered
from app.rollout.here import Here
from app.rollout.job import ClientJob, StopSign, Work, reference, run_client
from app.rollout.journal import Journal, now
from app.rollout.ledger import Ledger
from app.rollout.log import ClientLog
from app.rollout.material import Material
from app.rollout.model import (
    ClientState,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
    Verdict,
)
from app.rollout.notes import Answer, Message, Outcome
from app.rollout.policy import Action
from app.rollout.ports import REAL, Ports
from app.rollout.steps import CHANGES
from app.rollout.targets import ClientTarget, Passwords

MAX_WORKERS: Final = 256
LISTENS: Final = 0.5
"""Seconds: so often the journal is asked what people said meanwhile, in another process too."""


def nothing_more() -> None:
    """Nobody wants to be called."""


class Order(Struct, frozen=True):
    """What a rollout is given: what goes to whom, who knows the passwords, and where it is noted.

    ``journal`` is a file; ``logs`` and ``backups`` are folders with one of its own for each
    rollout. ``executor``: threads of the rollout's own where it is None. ``only``: a resume takes
    up these clients and no other; all where it is empty. ``crew`` gives the workers at sites, where
    the plan has clients of one; the rollout closes it. ``begins`` is called when the release was
    read, right before the journal is told: what is broken off until then has left nothing.
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
    only: tuple[str, ...] = ()
    crew: Callable[[], Crew] | None = None
    begins: Callable[[], None] = nothing_more


class RunningRollout:
    """A rollout at work, or one that has ended. Made by ``engine.run`` and ``engine.resume``."""

    def __init__(self, order: Order, material: Material, journal: Journal) -> None:
        plan = order.plan
        known = {t.client: t for t in order.targets}
        self.plan = plan
        self._targets = {c.client: known[c.client] for c in plan.clients}
        self._planned = {c.client: c for c in plan.clients}
        self._journal = journal
        self._crew: Crew | None = None
        self._release = reference(order.bundle)
        self._heard = journal.last_event(plan.rollout)
        self._ledger = Ledger(journal, journal.state(plan.rollout))
        states = journal.states()
        self._unproven, self._unfinished = owed(journal, states, plan.rollout)
        self._accepted = frozenset[str]().union(*map(accepted, states))
        state = self._ledger.state
        chosen = order.only or self._planned
        self._todo = {c.client for c in state.clients if c.client in chosen and not c.settled}
        # People know of these: who goes on after an amber verdict goes on to the next ring.
        self._known = frozenset(c.client for c in state.clients if c.verdict is Verdict.IN_DOUBT)
        self._checked: set[str] = set()
        self._fits: set[str] = set()
        self._left: set[str] = set()  # cancelled, and their workers told no end
        # With each worker the client's state as it was handed out: another end is a new one.
        self._at_work: dict[str, tuple[Future[None], ClientState]] = {}
        self._cancel_all = threading.Event()
        self._stops = {c.client: StopSign() for c in plan.clients}
        folder = order.logs / plan.rollout
        self._logs = {c.client: ClientLog(folder / f"{c.client}.log") for c in plan.clients}
        self._home = Here(
            material,
            journal,
            self._ledger,
            self._logs,
            order.backups / plan.rollout,
            order.ports,
            order.passwords,
        )
        self._wake = threading.Event()
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
        for name in self._stops if client is None else (client,):
            self._stops[name].set()
        self._wake.set()

    def wait(self, timeout: float | None = None) -> RolloutState:
        """Wait until everything has ended; gives the state then. Raises JournalError when the
        journal could not be written (nothing further was sent, and ``resume`` goes on)."""
        waiting.wait(self._ended, timeout)
        failure = self._ledger.failure
        if self.ended and failure is not None:
            raise failure
        return self._ledger.state

    # -- at work ---------------------------------------------------------------------------

    def start(self, leases: ExitStack, executor: Executor | None, crew: Crew | None = None) -> None:
        """Begin in a thread of its own, which gives back ``leases`` in the end."""
        self._crew = crew
        threading.Thread(
            target=self._main,
            args=(leases, executor),
            name=f"rollout {self.plan.rollout}",
            daemon=True,
        ).start()

    def _main(self, leases: ExitStack, executor: Executor | None) -> None:
        try:
            if executor is not None:
                self._all(executor)
            else:
                with ThreadPoolExecutor(self._workers, thread_name_prefix="client") as pool:
                    self._all(pool)
        except BaseException as error:  # noqa: BLE001  the thread's edge; ``wait`` raises it
            self._ledger.fail(error)
        finally:
            self._home.lobby.close()
            if not self._ledger.state.ended:
                self._ledger.stop()
            leases.close()
            self._ended.set()

    @property
    def _workers(self) -> int:
        return max(1, min(self.plan.workers, MAX_WORKERS))

    def _all(self, executor: Executor) -> None:
        """Decide, hand out, and wait for what comes, until nothing is left that may be begun."""
        while True:
            self._wake.clear()  # first: what comes from here on is seen the next time
            self._listen()
            self._home.lobby.tidy()
            self._gather()
            move = self._move()
            for name, verdict, problem in move.end:
                self._end(name, verdict, problem)
            room = self._workers - len(self._at_work)
            for name in move.check[: max(0, room)]:
                self._submit(executor, name, self._check)
            for name in move.start[: max(0, room)]:
                self._submit(executor, name, self._client)
            waits = move.waits_until is not None or self._ledger.state.paused
            waits = waits and not self._cancel_all.is_set()
            if not self._at_work and not move.end and not (waits and self._todo):
                for name, problem in move.held:
                    self._end(name, Verdict.CANCELLED, problem)
                return
            self._wake.wait(LISTENS)

    def _move(self) -> Move:
        if self._cancel_all.is_set():
            return Move()
        state = self._ledger.state
        handed = {name: before for name, (_, before) in self._at_work.items()}
        over = {
            c.client
            for c in state.clients
            if c.ended and c.client in handed and c.ended_at != handed[c.client].ended_at
        }
        run = Run(
            todo=frozenset(self._todo - over),
            at_work=frozenset(handed.keys() - over),
            checked=frozenset(self._checked),
            known=self._known,
        )
        return decide(self.plan, state, run, now())

    def _gather(self) -> None:
        """Take back the workers that are done. What left one of them ends the whole rollout."""
        for name, (future, before) in tuple(self._at_work.items()):
            if future.done():
                del self._at_work[name]
                future.result()
                client = self._ledger.client(name)
                # An end of an earlier run is none of this one, which may only have looked so far;
                # and one that is urged was asked for again meanwhile.
                if client.ended and client.ended_at != before.ended_at and not client.urged:
                    self._todo.discard(name)
                if client.has_release and name in self._journal.left():
                    self._journal.forget_left(name)
        for name in sorted(self._todo - self._at_work.keys()):
            if self._stops[name]() and not self._ledger.client(name).ended:
                if name in self._left or self._ledger.client(name).unseen_since is not None:
                    self._todo.discard(name)  # nobody knows how it stands; a resume asks
                    continue
                self._end(name, Verdict.CANCELLED, self._cancelled_before(name))

    def _listen(self) -> None:
        """What people said since."""
        for sequence, said in self._journal.said(self.plan.rollout, self._heard):
            self._heard = sequence
            self._ledger.take(said)
            if isinstance(said, Ordered):
                self._obey(said)

    def _obey(self, order: Ordered) -> None:
        if order.action is Action.CANCEL and order.client in ("", *self._planned):
            self.cancel(order.client or None)
        elif order.action is Action.RETRY and order.client in self._planned:
            state = self._ledger.client(order.client)
            if state.urged and (state.ended or order.client not in self._at_work):
                self._stops[order.client].clear()
                self._todo.add(order.client)

    def _end(self, name: str, verdict: Verdict, problem: Problem) -> None:
        self._todo.discard(name)
        self._ledger.emit(ClientEnded(name, now(), verdict, problem))

    def _submit(self, executor: Executor, name: str, work: Callable[[str], None]) -> None:
        before = self._ledger.client(name)
        future = executor.submit(work, name)
        self._at_work[name] = (future, before)
        future.add_done_callback(lambda _: self._wake.set())

    # -- in a worker -----------------------------------------------------------------------

    def _check(self, name: str) -> None:
        """Look at one client, before any is changed."""
        if self._work(name, Work.LOOK) is Outcome.FITS:
            self._fits.add(name)
        self._checked.add(name)

    def _client(self, name: str) -> None:
        """Bring one client to its release."""
        self._work(name, Work.CHANGE)

    def _work(self, name: str, work: Work) -> Outcome | None:
        """What leaves here ends the whole rollout, at once."""
        fits = work is Work.CHANGE and name in self._fits
        self._fits.discard(name)
        try:
            if self._stops[name]():
                problem = self._cancelled_before(name)
                self._ledger.emit(ClientEnded(name, now(), Verdict.CANCELLED, problem))
                return None
            if self._planned[name].site:
                return self._elsewhere(name, work, fits)
            answers: list[Message] = []
            run_client(self._job(name, work, fits), self._home, answers.append, self._stops[name])
            return next((a.outcome for a in answers if isinstance(a, Answer)), None)
        except BaseException as error:
            self._ledger.fail(error)
            raise

    def _elsewhere(self, name: str, work: Work, fits: bool) -> Outcome | None:
        site = self._planned[name].site
        if self._crew is None:
            facts: dict[str, str | int] = {"client": self._targets[name].name, "site": site}
            problem = Problem("rollout.no_crew", facts)
            self._ledger.emit(ClientEnded(name, now(), Verdict.REFUSED, problem))
            return None
        journal, log = self._journal, self._logs[name]

        def make(attempt: int) -> ClientJob:
            return replace(
                self._job(name, work, fits),
                attempt=attempt,
                lock_token=journal.lock_token,
                events=journal.events_of(self.plan.rollout, name),
                statements=journal.statements(name),
                seen=journal.seen(name),
            )

        try:
            errand = Errand(self._crew, site, journal, self._ledger, log, self._stops[name])
            outcome = errand.run(make)
            if outcome is None and not self._ledger.client(name).ended:
                self._left.add(name)
            return outcome
        finally:
            log.close()

    def _job(self, name: str, work: Work, fits: bool) -> ClientJob:
        planned = self._planned[name]
        hours = window_of(planned)
        return ClientJob(
            plan=replace(self.plan, clients=(planned,)),
            created_at=self._ledger.state.created_at,
            work=work,
            target=self._targets[name],
            release=self._release,
            fits=fits,
            may_wait=hours is not None and not hours.open_at(now()),
            left=name in self._journal.left(),  # asked now: a person may just have freed a lock
            unproven=self._unproven.get(name, ""),
            unfinished=tuple(self._unfinished.get(name, ())),
            accepted=tuple(sorted(self._accepted | accepted(self._ledger.state))),
        )

    def _cancelled_before(self, name: str) -> Problem:
        return Problem("rollout.cancelled", {"client": self._targets[name].name, "step": "-"})


def accepted(state: RolloutState) -> frozenset[str]:
    """What people took for the work of an upgrade of APEX, as digests."""
    here = (c.unlike.digest for c in state.clients if c.verdict is Verdict.ACCEPTED)
    return frozenset(filter(None, here))


_CHANGED: Final = frozenset(step.name for step in CHANGES)


def owed(
    journal: Journal, states: Iterable[RolloutState], rollout: str
) -> tuple[dict[str, str], dict[str, frozenset[str]]]:
    """By client the last other rollout that changed something there and did not measure after, and
    the rollouts since it last had a whole release."""
    unproven: dict[str, str] = {}
    unfinished: dict[str, frozenset[str]] = {}
    order = journal.last_begun(*_CHANGED, StepName.VERDICT)
    seen = [(state.rollout, client) for state in states for client in state.clients]
    seen.sort(key=lambda one: order.get((one[0], one[1].client), 0))
    for other, client in seen:
        name = client.client
        before = unfinished.get(name, frozenset())
        unfinished[name] = frozenset() if client.has_release else before | {other}
        if other == rollout:
            continue
        settled = client.settled and client.verdict is not Verdict.PUT_BACK
        if settled or client.after is not None:
            unproven.pop(name, None)
        elif client.touched:
            unproven[name] = other
    return unproven, unfinished
