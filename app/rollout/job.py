"""One client is one job: ``run_client``, the same function for the threads of this workstation and
for workers elsewhere.

A job is a plain value, without password, parsed release, lock or open file. Where it runs there is
a ``Home``, which has these: it reads the release by tag and hash, asks its own keyring, holds the
client, and keeps the journal.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Protocol

import msgspec
from msgspec import Struct

from app import __version__
from app.errors import AppError, JournalError
from app.release import ReleaseBundle
from app.rollout.client import ClientRun
from app.rollout.context import Context, HeldError
from app.rollout.events import AnyEvent, ClientEnded
from app.rollout.journal import SentStatement, now
from app.rollout.ledger import Ledger
from app.rollout.lobby import Lobby
from app.rollout.log import ClientLog
from app.rollout.material import Material
from app.rollout.model import RolloutPlan, RolloutState, Verdict, problem_of
from app.rollout.notes import Answer, Emit, Outcome, Seen
from app.rollout.ports import Ports
from app.rollout.reduce import initial, reduce
from app.rollout.targets import ClientTarget, Passwords


class Work(StrEnum):
    LOOK = "look"  # before any client is changed
    CHANGE = "change"  # bring the release


class ReleaseRef(Struct, frozen=True):
    """Which release: its tag, the commit, and SHA-256 of what it carries, lower-case hex."""

    tag: str
    commit: str
    sha256: str


class ClientJob(Struct, frozen=True, omit_defaults=True):
    """What is to be done at one client. ``plan`` is the rollout's, of this client alone;
    ``attempt`` counts how often it was handed out.

    ``fits``: this run of the rollout looked at the client a while ago. ``may_wait``: one that does
    not answer is looked at again in its hours. ``left``: somebody whose notes are not at the centre
    may have left the client half-way. ``unproven``, ``unfinished`` and ``accepted`` as for
    ``Context``. ``events``, ``statements`` and ``seen`` are what the centre knows of the client; a
    job for the centre's own threads goes without.
    """

    plan: RolloutPlan
    created_at: datetime
    work: Work
    target: ClientTarget
    release: ReleaseRef
    attempt: int = 0
    lock_token: str = ""
    fits: bool = False
    may_wait: bool = False
    left: bool = False
    unproven: str = ""
    unfinished: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()
    events: tuple[AnyEvent, ...] = ()
    statements: tuple[SentStatement, ...] = ()
    seen: tuple[Seen, ...] = ()

    @property
    def rollout(self) -> str:
        return self.plan.rollout

    @property
    def client(self) -> str:
        return self.target.client

    def blind(self, worker: str, ledger: Ledger) -> bool:
        """Whether others may have begun to change the client, and did not tell of it all."""
        others = set(ledger.client(self.client).workers) - {worker}
        return self.plan.policy.take_over or self.left or bool(others)

    def state(self, since: tuple[AnyEvent, ...] = ()) -> RolloutState:
        """The rollout as the centre knows this client, and after the events ``since``."""
        state = initial(self.plan, self.created_at)
        for event in (*self.events, *since):
            state = reduce(state, event)
        return state


class _Parcel(Struct, frozen=True):
    """A job on its way; the form of what is in it may differ from one Caravane to another."""

    caravane: str
    rollout: str
    client: str
    attempt: int
    job: msgspec.Raw


# Made here, and once: the first decoder of a type resolves its annotations, and several threads
# that do so at once bring the interpreter down.
_PARCEL: Final = msgspec.json.Decoder(_Parcel)
_JOB: Final = msgspec.json.Decoder(ClientJob)


def encode(job: ClientJob) -> bytes:
    raw = msgspec.Raw(msgspec.json.encode(job))
    return msgspec.json.encode(_Parcel(__version__, job.rollout, job.client, job.attempt, raw))


def decode(raw: bytes) -> ClientJob:
    """Raises msgspec.DecodeError."""
    return _JOB.decode(_PARCEL.decode(raw).job)


def run_parcel(
    raw: bytes, home: Home, emit: Emit, stop: Callable[[str, str, int], StopSign]
) -> None:
    """``run_client`` for what ``encode`` made; nothing but an answer where that was another
    Caravane. ``stop`` gives the sign for rollout, client and attempt. What it raises was told."""
    parcel = _PARCEL.decode(raw)
    place = (parcel.rollout, parcel.client, parcel.attempt)
    if parcel.caravane != __version__:
        name, attempt = home.name, parcel.attempt
        emit(Answer(*place[:2], name, attempt, Outcome.OTHER, __version__))
        return
    try:
        run_client(decode(raw), home, emit, stop(*place))
    except Exception as error:
        logging.getLogger("caravane").error("a client's job", exc_info=error)
        detail = str(error.facts.get("detail", error.code)) if isinstance(error, AppError) else ""
        told = f"{type(error).__name__}: {detail or error}"
        emit(Answer(*place[:2], home.name, parcel.attempt, Outcome.BROKEN, told))
        raise


def reference(bundle: ReleaseBundle) -> ReleaseRef:
    """How a release is named, so that whoever reads it elsewhere reads the same."""
    found = hashlib.sha256()
    parts = [(f"a/{p}", text.encode("utf-8")) for p, text in sorted(bundle.application.items())]
    parts += [(f"c/{p}", content) for p, content in bundle.changelog.items()]
    for path, content in (*parts, ("approvals", bundle.approvals)):
        found.update(f"{path}\0{len(content)}\0".encode())
        found.update(content)
    release = bundle.release
    return ReleaseRef(release.tag, release.commit, found.hexdigest())


class StopSign:
    """Whether the work on one client is to stop. What can be broken off hears it at once."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._heard: list[Callable[[], None]] = []

    def __call__(self) -> bool:
        return self._event.is_set()

    def set(self) -> None:
        self._event.set()
        for hear in tuple(self._heard):
            hear()

    def clear(self) -> None:
        self._event.clear()

    @contextmanager
    def heard_by(self, hear: Callable[[], None]) -> Iterator[None]:
        self._heard.append(hear)
        try:
            yield
        finally:
            self._heard.remove(hear)


class Home(Protocol):
    """What a job finds where it runs."""

    @property
    def name(self) -> str:
        """This worker's, the same after each start."""
        ...

    @property
    def backups(self) -> Path: ...
    @property
    def ports(self) -> Ports: ...
    @property
    def passwords(self) -> Passwords: ...
    @property
    def lobby(self) -> Lobby | None:
        """Where sessions wait between the look at a client and its rollout; None: nowhere."""
        ...

    def target(self, job: ClientJob) -> ClientTarget:
        """The client as it is reached from here."""
        ...

    def material(self, job: ClientJob) -> Material:
        """The release, read, checked against the job's hash and parsed once. Raises AppError."""
        ...

    def log(self, job: ClientJob, emit: Emit) -> ClientLog: ...

    def desk(self, job: ClientJob, emit: Emit) -> AbstractContextManager[Ledger | None]:
        """The client held for the block, and where its events are noted; None where there is
        nothing to do, and the centre was told why."""
        ...


def run_client(job: ClientJob, home: Home, emit: Emit, stop: StopSign) -> None:
    """Look at the client, or bring it to its release, from where it stands to its end.

    Every end is an event in the ledger. Raises JournalError only: what happened could not be noted,
    so nothing further was sent. To be called again with the same job is safe at any time.
    """
    with ExitStack() as stack:
        log = home.log(job, emit)
        stack.callback(log.close)
        ledger = stack.enter_context(home.desk(job, emit))
        if ledger is None:
            return
        try:
            context = Context(
                target=home.target(job),
                material=home.material(job),
                ports=home.ports,
                passwords=home.passwords,
                log=log,
                ledger=ledger,
                cancelled=stop,
                unproven=job.unproven,
                unfinished=job.unfinished,
                accepted=job.accepted,
                blind=job.blind(home.name, ledger),
                left=job.left,
                lobby=home.lobby,
            )
        except JournalError:
            raise
        except AppError as error:
            verdict = Verdict.FAILED if ledger.client(job.client).touched else Verdict.REFUSED
            ledger.emit(ClientEnded(job.client, now(), verdict, problem_of(error)))
            return
        stack.callback(context.close)
        stack.enter_context(stop.heard_by(context.interrupt))
        try:
            context.hold()
        except HeldError:
            emit(Answer(job.rollout, job.client, home.name, job.attempt, Outcome.BUSY))
            return
        _work(job, ClientRun(context, home.backups, checked=job.fits), home, emit)


def _work(job: ClientJob, run: ClientRun, home: Home, emit: Emit) -> None:
    if job.work is Work.CHANGE:
        run.run()
        return
    outcome = Outcome.FITS if run.check(may_wait=job.may_wait) else Outcome.WAITS
    if outcome is Outcome.FITS:
        run.context.leave()
    emit(Answer(job.rollout, job.client, home.name, job.attempt, outcome))
