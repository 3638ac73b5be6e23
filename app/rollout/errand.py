"""One client whose workers are elsewhere, from the centre: handed out, listened to, handed out
again until it has come to its end.

The centre believes nothing but notes. That a job is over says the client's last event, not the
cluster: a cluster runs a job twice, or loses that it ran. So a job that is over without that event
is given out again, which is safe, and brings what was lost.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from queue import Empty, SimpleQueue
from typing import Final, Protocol

from app import __version__
from app.rollout.events import Accepted, ClientEnded, HandedOut, Ordered, Sight
from app.rollout.job import ClientJob, StopSign, Work
from app.rollout.journal import Journal, now
from app.rollout.ledger import Ledger
from app.rollout.log import ClientLog
from app.rollout.model import Problem, Verdict
from app.rollout.notes import Answer, Happened, Line, Message, Note, Outcome

LOOKS: Final = 0.5
"""Seconds: so often the cluster is asked whether there is still a link."""

BLINK: Final = 3.0
"""Seconds that a link may be away before anybody is told."""

OTHERS: Final = 60.0
"""Seconds that a worker which is gone has to come back before another one of its site takes over:
it may have begun, and what it saw of the data before is with it."""

PAUSES: Final = (0.5, 1.0, 2.0, 5.0, 15.0)
"""Seconds before a job is handed out again; the last one for all further times."""

PATIENCE: Final = 10.0
"""Seconds that a cancelled client is waited for which is out of sight, or whose job is over without
an end."""


class Handed(Protocol):
    """A job with the cluster."""

    def over(self) -> bool:
        """Whether the cluster has done with it, however: what it says of a result is not asked."""
        ...

    def forget(self) -> None:
        """The cluster need not keep it."""
        ...


class Crew(Protocol):
    """Workers elsewhere, at their sites."""

    def listening(
        self, client: str, hear: Callable[[Message], None]
    ) -> AbstractContextManager[None]:
        """For the block, ``hear`` gets what workers tell of this client in the rollout that the
        crew is of; in any thread."""
        ...

    def choose(self, site: str, worker: str) -> str:
        """``worker`` if it is there, else the one of the site that has least to do; "" where there
        is none."""
        ...

    def hand_out(self, job: ClientJob, site: str, worker: str) -> Handed | None:
        """Give the job to this worker, and to no other: who may have begun with a client is known.
        None where there is no link now."""
        ...

    def sees(self, site: str, worker: str) -> bool:
        """Whether there is a link to ``worker``; to any of the site where it is ""."""
        ...

    def stop(self, job: ClientJob, worker: str) -> None:
        """Tell whoever works on it to stop before its next step."""
        ...

    def close(self) -> None:
        """The rollout does not need it any more."""
        ...


class Errand:
    """Made for one piece of work at one client; ``run`` once, in a thread of its own."""

    def __init__(
        self,
        crew: Crew,
        site: str,
        journal: Journal,
        ledger: Ledger,
        log: ClientLog,
        stop: StopSign,
    ) -> None:
        self._crew, self._site, self._stop = crew, site, stop
        self._journal, self._ledger, self._log = journal, ledger, log
        self._heard: SimpleQueue[Message] = SimpleQueue()
        self._seen: dict[tuple[str, str], int] = {}
        self._early: dict[tuple[str, str], dict[int, Note]] = {}
        self._lines: dict[tuple[str, int], int] = {}
        self._worker = self._former = ""
        self._outcome: Outcome | None = None
        self._answered: Outcome | None = None
        self._over = False
        self._stopped_at: float | None = None
        self._away: float | None = None
        self._ended = False

    def run(self, make: Callable[[int], ClientJob]) -> Outcome | None:
        """Until the client's end, or until it was looked at: then what that came to. ``make`` makes
        the job of an attempt. None also where a cancelled one stayed out of sight, or came to no
        end. Raises JournalError."""
        first = make(0)
        self._rollout, self._client = first.rollout, first.client
        self._seen = {(s.rollout, s.source): s.number for s in self._journal.seen(self._client)}
        client = self._ledger.client(self._client)
        if first.work is Work.CHANGE:  # who was to change it last has the book
            self._former = next(reversed(client.workers), "")
        if not client.ended:  # and something in it that is not known here
            self._worker = self._former
        with self._crew.listening(self._client, self._heard.put):
            tries = 0
            while not self._done:
                self._look()
                worker = self._next()
                if worker:
                    self._worker = worker
                    attempt = self._ledger.client(self._client).attempt + 1
                    changes = first.work is Work.CHANGE
                    handed = HandedOut(self._client, now(), self._site, worker, attempt, changes)
                    self._ledger.emit(handed)  # noted before it is sent
                    if not self._given(make(attempt)):
                        return None
                if not self._done and not self._wait(PAUSES[min(tries, len(PAUSES) - 1)]):
                    return None
                tries += 1
        return self._outcome

    def _next(self) -> str:
        """Whom to give it to now; "" where nobody is there, or where its worker may come back: who
        takes over from one that had begun does not know all that it did."""
        chosen = self._crew.choose(self._site, self._worker or self._former)
        if self._worker in ("", chosen) or self._gone_for(OTHERS):
            return chosen
        return ""  # it is not there now, whether the last look saw that or not

    @property
    def _done(self) -> bool:
        return self._ended or self._outcome is not None

    def _given(self, job: ClientJob) -> bool:
        """Hand the job out once, and take what comes until the cluster has done with it. False
        where the client is cancelled and out of sight."""
        given, self._answered = self._worker, None
        handed = self._crew.hand_out(job, self._site, given)
        try:
            while not self._done:
                self._take(LOOKS)
                self._look()
                if self._stop():
                    for worker in {given, self._worker}:
                        self._crew.stop(job, worker)
                    if self._gave_up(over=False):
                        return False
                self._over = handed is None or handed.over()
                if self._over or self._lacking or self._others_can:
                    self._take_all()
                    return True
            return True
        finally:
            if handed is not None:
                handed.forget()

    def _wait(self, seconds: float) -> bool:
        """Before the next attempt; False where it is not to be."""
        until = time.monotonic() + seconds
        while not self._done and (left := until - time.monotonic()) > 0:
            self._take(min(left, LOOKS))
            self._look()
            if self._stop() and self._gave_up(over=self._over):
                return False
        return True

    def _gave_up(self, *, over: bool) -> bool:
        """Whether a cancelled client was waited for long enough: one that nobody sees, or whose job
        is ``over`` without an end, unless its worker is still at it by an earlier attempt."""
        if self._stopped_at is None:
            self._stopped_at = time.monotonic()
        unseen = self._ledger.client(self._client).unseen_since is not None
        left = unseen or (over and self._answered is not Outcome.HERE)
        return left and time.monotonic() - self._stopped_at > PATIENCE

    # -- what is heard ---------------------------------------------------------------------

    def _take(self, seconds: float) -> None:
        """Take what is there; wait for the first message at most so long."""
        try:
            self._message(self._heard.get(timeout=seconds))
        except Empty:
            return
        self._take_all()

    def _take_all(self) -> None:
        while True:
            try:
                self._message(self._heard.get_nowait())
            except Empty:
                return

    def _message(self, message: Message) -> None:
        if self._done:
            return  # what comes behind the end is told of a job that was begun twice
        if self._crew.sees(self._site, message.worker):  # else it is late, of one that is gone
            self._worker = message.worker
        if isinstance(message, Answer):
            self._answered = message.outcome
        match message:
            case Note():
                self._in_order(message)
            case Line(attempt=attempt, number=number):
                place = (message.worker, attempt)
                if number > self._lines.get(place, 0):
                    self._lines[place] = number
                    self._log.take(message.text)
            case Answer(outcome=Outcome.FITS | Outcome.WAITS):
                if message.attempt == self._ledger.client(self._client).attempt:
                    self._outcome = message.outcome
            case Answer(outcome=Outcome.OTHER):
                facts: dict[str, str | int] = {
                    "client": self._client,
                    "worker": message.worker,
                    "here": message.detail,
                    "wanted": __version__,
                }
                self._refuse(Problem("rollout.other_caravane", facts))
            case Answer(outcome=Outcome.BROKEN):
                if message.attempt == self._ledger.client(self._client).attempt:
                    facts = {"client": self._client, "worker": message.worker}
                    told = {**facts, "detail": message.detail}
                    self._refuse(Problem("rollout.worker_broken", told))
            case Answer():
                pass

    def _refuse(self, problem: Problem) -> None:
        touched = self._ledger.client(self._client).touched
        verdict = Verdict.FAILED if touched else Verdict.REFUSED
        self._ledger.emit(ClientEnded(self._client, now(), verdict, problem))
        self._ended = True

    @property
    def _lacking(self) -> bool:
        """Whether a number is missing in its worker's book: it is asked for by handing the job out
        again. What is missing in the book of one that is gone nobody can ask for."""
        early = (note for waiting in self._early.values() for note in waiting.values())
        return any(note.worker == self._worker for note in early)

    def _in_order(self, note: Note) -> None:
        """Each number once, and none before the one in front of it."""
        book = (note.rollout, note.source)
        if note.number <= self._seen.get(book, 0):
            return
        self._early = {  # a worker that has another book now has lost its former one
            known: notes
            for known, notes in self._early.items()
            if known[1] == note.source or all(n.worker != note.worker for n in notes.values())
        }
        waiting = self._early.setdefault(book, {})
        waiting[note.number] = note
        while (following := waiting.pop(self._seen.get(book, 0) + 1, None)) is not None:
            self._keep(following)
            self._seen[book] = following.number

    def _keep(self, note: Note) -> None:
        event = note.body.event if isinstance(note.body, Happened) else None
        if event is not None and (
            event.client != self._client or isinstance(event, Ordered | Accepted)
        ):
            return  # of its own client alone a worker can tell, and nothing in a person's name
        if note.rollout != self._rollout:
            if self._journal.knows(note.rollout):  # what an earlier rollout did not hear
                self._journal.receive(note)
            return
        self._ledger.receive(lambda: self._journal.receive(note), event)
        if isinstance(event, ClientEnded):
            self._ended = True

    # -- what is seen ----------------------------------------------------------------------

    def _look(self) -> None:
        """Note when the link is gone, and when it is there again."""
        if self._done:
            return
        since = self._ledger.client(self._client).unseen_since
        if self._crew.sees(self._site, self._worker):
            self._away = None
            if since is not None:
                self._ledger.emit(Sight(self._client, now()))
            return
        self._away = self._away or time.monotonic()
        if since is None and self._gone_for(BLINK):
            gone = timedelta(seconds=time.monotonic() - self._away)
            self._ledger.emit(Sight(self._client, now(), now() - gone))

    def _gone_for(self, seconds: float) -> bool:
        return self._away is not None and time.monotonic() - self._away >= seconds

    @property
    def _others_can(self) -> bool:
        """Its worker is gone for long, and there are others at the site: safe, as the client is
        held for one."""
        return self._gone_for(OTHERS) and self._crew.sees(self._site, "")
