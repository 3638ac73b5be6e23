"""The journal that a worker keeps of one client: what it did there, numbered for each rollout.

It is the worker's truth about what was sent, as the centre's journal is for everybody else: on disk
before it is sent, and told afterwards. What the centre does not have yet is told again from here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, Final

import msgspec
from msgspec.structs import replace

from app.rollout.events import AnyEvent, ClientEnded
from app.rollout.journal import UNSENT, SentStatement
from app.rollout.notes import Answered, Body, Emit, Freed, Happened, Note, Seen, Sent
from app.rollout.store import Store

_NOTES: Final = """
begin immediate;
create table if not exists meta (key text primary key, value text not null) strict;
create table if not exists notes (
    sequence integer primary key, rollout text not null, number integer not null,
    body text not null, unique (rollout, number)
) strict;
"""

_BODY: Final = msgspec.json.Decoder(Body)


class Book(Store):
    """One client's, in a file of its own. One run at a time writes (the worker's lease); reading is
    for all. Raises JournalError."""

    tables: ClassVar[str] = _NOTES

    def __init__(self, path: Path, client: str, worker: str) -> None:
        super().__init__(path)
        self.client, self.worker = client, worker
        self._source = str(self._read("select value from meta where key = 'identity'")[0][0])

    def add(self, rollout: str, *bodies: Body) -> list[Note]:
        """Note them under the next numbers, all or none; on disk when this returns."""
        last = self._read("select max(number) from notes where rollout = ?", rollout)[0][0] or 0
        sql = "insert into notes (rollout, number, body) values (?, ?, ?)"
        self._write_all(
            *(
                (sql, (rollout, number, msgspec.json.encode(body).decode()))
                for number, body in enumerate(bodies, last + 1)
            )
        )
        return [self._note(rollout, n, body) for n, body in enumerate(bodies, last + 1)]

    def _note(self, rollout: str, number: int, body: Body) -> Note:
        return Note(rollout, self.client, self.worker, self._source, number, body)

    def unseen(self, seen: Iterable[Seen]) -> list[Note]:
        """What the centre does not have, oldest first, of all rollouts."""
        known = {s.rollout: s.number for s in seen if s.source == self._source}
        rows = self._read("select rollout, number, body from notes order by sequence")
        with self._errors():
            return [
                self._note(rollout, number, _BODY.decode(body))
                for rollout, number, body in rows
                if number > known.get(rollout, 0)
            ]


class Desk:
    """What a ``Ledger`` writes to where a worker runs a job: the book, and from there the centre.

    ``known`` are the statements that the centre knew when the job was handed out; ``unseen`` what
    the book has beyond that.
    """

    def __init__(
        self,
        book: Book,
        rollout: str,
        emit: Emit,
        lock_token: str,
        known: Iterable[SentStatement],
        unseen: Iterable[Note],
    ) -> None:
        self._book, self._rollout, self._emit = book, rollout, emit
        self.lock_token = lock_token
        self._statements = {(s.changeset, s.number): s for s in known}
        self._sent: list[SentStatement] = []
        for note in unseen:
            self._remember(note.rollout, note.body)

    def append(self, rollout: str, event: AnyEvent) -> None:
        self._add(rollout, Happened(event))

    def intents(
        self, rollout: str, client: str, statements: Sequence[tuple[str, int, str]]
    ) -> list[int]:
        self._add(rollout, *(Sent(*statement) for statement in statements))
        at = len(self._sent)
        self._sent += [self._statements[key, number] for key, number, _ in statements]
        return list(range(at, len(self._sent)))

    def outcomes(self, statements: Sequence[tuple[int, bool, str]]) -> None:
        told = [(self._sent[at], ok, detail) for at, ok, detail in statements]
        self._add(
            self._rollout,
            *(Answered(s.changeset, s.number, ok, detail) for s, ok, detail in told),
        )

    def lock_freed(self, client: str) -> None:
        """Told to the centre, which knows the rollouts that had left it."""
        self._add(self._rollout, Freed())

    def statements(self, client: str) -> tuple[SentStatement, ...]:
        return tuple(self._statements.values())

    def _add(self, rollout: str, *bodies: Body) -> None:
        for note in self._book.add(rollout, *bodies):
            self._remember(rollout, note.body)
            self._emit(note)

    def _remember(self, rollout: str, body: Body) -> None:
        match body:
            case Sent():
                place = (body.changeset, body.number)
                self._statements.pop(place, None)  # the last word stands last
                self._statements[place] = SentStatement(rollout, *place, body.sha256, None)
            case Answered():
                place = (body.changeset, body.number)
                if place in self._statements:
                    sent = self._statements[place]
                    unsent = body.detail == UNSENT
                    self._statements[place] = replace(sent, ok=body.ok, unsent=unsent)
            case Happened() | Freed():
                pass


def ended(notes: Iterable[Note], rollout: str) -> bool:
    """Whether the last thing that they say of the rollout is the client's end."""
    events = [n.body.event for n in notes if n.rollout == rollout and isinstance(n.body, Happened)]
    return bool(events) and isinstance(events[-1], ClientEnded)
