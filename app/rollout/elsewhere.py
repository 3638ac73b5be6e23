"""Where a worker elsewhere works: its own keyring, its own clone, a book for each client.

What happens is in the book before the centre hears of it. A job that comes again, which is how a
cluster answers whatever it loses, tells the centre what it lacks, and goes on only where nobody
works on the client and it has not come to its end.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Protocol

from app.rollout.book import Book, Desk, ended
from app.rollout.job import ClientJob, ReleaseRef
from app.rollout.ledger import Ledger
from app.rollout.log import ClientLog
from app.rollout.material import Material
from app.rollout.notes import Answer, Emit, Happened, Line, Outcome
from app.rollout.ports import Ports
from app.rollout.store import held
from app.rollout.targets import ClientTarget, Passwords


class Read(Protocol):
    """Reads a release and checks that it is the one that is meant. Raises AppError."""

    def __call__(self, release: ReleaseRef) -> Material: ...


class Elsewhere:
    """A worker's ``Home`` in ``folder``. ``reached``: the client as it is reached from here.
    Raises OSError where the folder cannot be made."""

    def __init__(
        self,
        folder: Path,
        name: str,
        read: Read,
        passwords: Passwords,
        ports: Ports,
        reached: Callable[[ClientTarget], ClientTarget] = lambda target: target,
    ) -> None:
        self.name, self.ports, self.passwords = name, ports, passwords
        self.lobby = None
        self._folder, self._read, self._reached = folder, read, reached
        self._reading = threading.Lock()
        self._material: dict[ReleaseRef, Material] = {}

    @property
    def backups(self) -> Path:
        return self._folder / "backups"

    def target(self, job: ClientJob) -> ClientTarget:
        return self._reached(job.target)

    def material(self, job: ClientJob) -> Material:
        """Read once for all clients; the last two releases are kept."""
        with self._reading:
            known = self._material.get(job.release)
            if known is None:
                known = self._read(job.release)
                self._material = dict([*self._material.items(), (job.release, known)][-2:])
            return known

    def log(self, job: ClientJob, emit: Emit) -> ClientLog:
        path = self._folder / "rollouts" / job.rollout / f"{job.client}.log"
        return _Told(path, job, self.name, emit)

    @contextmanager
    def desk(self, job: ClientJob, emit: Emit) -> Iterator[Ledger | None]:
        folder = self._folder / "clients"
        with closing(Book(folder / f"{job.client}.sqlite", job.client, self.name)) as book:
            self._tell_again(job, book, emit)
            with held(folder / f"{job.client}.lease") as free:
                # Once more, now that nobody else writes: a run may have come to its end meanwhile.
                unseen = book.unseen(job.seen)
                outcome = None if free else Outcome.HERE
                if free and ended(unseen, job.rollout):
                    self._tell_again(job, book, emit)
                    outcome = Outcome.OVER
                if outcome is not None:
                    emit(Answer(job.rollout, job.client, self.name, job.attempt, outcome))
                    yield None
                    return
                here = [n for n in unseen if n.rollout == job.rollout]
                events = tuple(n.body.event for n in here if isinstance(n.body, Happened))
                desk = Desk(book, job.rollout, emit, job.lock_token, job.statements, unseen)
                yield Ledger(desk, job.state(events))

    @staticmethod
    def _tell_again(job: ClientJob, book: Book, emit: Emit) -> None:
        for note in book.unseen(job.seen):
            emit(note)


class _Told(ClientLog):
    """A log whose lines the centre hears, too."""

    def __init__(self, path: Path, job: ClientJob, worker: str, emit: Emit) -> None:
        super().__init__(path)
        self._job, self._worker, self._emit, self._number = job, worker, emit, 0

    def take(self, line: str) -> None:
        super().take(line)
        self._number += 1
        job = self._job
        self._emit(Line(job.rollout, job.client, self._worker, job.attempt, self._number, line))
