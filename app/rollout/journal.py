"""The journal: every event durable before anybody acts on it. SQLite, WAL, fsync at each commit.

``events`` is the truth about clients and steps, ``statements`` about what was sent to a database:
the intent before, the outcome after. The views ``clients`` and ``steps`` only show the events to
people who open the file. Values in, values out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec
from msgspec import Struct

from app import lease
from app.errors import RolloutError
from app.rollout.events import Accepted, AnyEvent, Learned, Ordered
from app.rollout.model import RolloutPlan, RolloutState, StepName
from app.rollout.notes import Answered, Freed, Happened, Note, Seen, Sent
from app.rollout.reduce import initial, interrupted, reduce
from app.rollout.store import Store, Written, held


class SentStatement(Struct, frozen=True):
    """One statement of a changelog, as the journal knows it. ``number`` 0 is the changeset's row.
    ``ok`` is None while the answer is unknown; ``sha256`` is of the statement's text. ``unsent``:
    it was intended together with others, and did not have its turn."""

    rollout: str
    changeset: str
    number: int
    sha256: str
    ok: bool | None
    unsent: bool = False


UNSENT: Final = "unsent"
"""The detail of an outcome of what was not sent."""


class OpenStatement(Struct, frozen=True):
    """One that was sent and whose answer never came; ``id`` is what ``Journal.outcome`` wants."""

    id: int
    rollout: str
    changeset: str
    number: int
    sha256: str
    sent_at: datetime


class AloneRun(Struct, frozen=True):
    """What a changelog that ran outside a rollout sent to a client on one day (UTC), and was not
    refused: keys of changesets, the last of them ``at``."""

    run: str
    client: str
    at: datetime
    changesets: tuple[str, ...]


class Journal(Store):
    """All rollouts of one home. Safe to use from many threads.

    Raises JournalError: ``journal.unwritable`` (disk full, read-only; what was to be noted was
    not), ``journal.damaged`` or ``journal.newer``.
    """

    def _prepare(self) -> None:
        super()._prepare()
        there = "select 1 from sqlite_master where name = 'taken'"
        if not self._connection.execute(there).fetchone():  # a journal of before
            self._connection.execute(_TAKEN)

    @property
    def identity(self) -> str:
        """A name for this journal that no other has."""
        return str(self._read("select value from meta where key = 'identity'")[0][0])

    @property
    def lock_token(self) -> str:
        """What marks the changelog's lock in a client's database as taken by a run of this
        journal: a dead run's lock can be taken over by the next one that holds the client."""
        return f"caravane {self.identity}"

    # -- writing ---------------------------------------------------------------------------

    def begin(self, plan: RolloutPlan, created_at: datetime) -> None:
        """Note a new rollout."""
        self._write(
            "insert into rollouts (id, created_at, plan) values (?, ?, ?)",
            plan.rollout,
            created_at.isoformat(),
            msgspec.json.encode(plan).decode(),
        )

    def begin_changelog(self, name: str) -> str:
        """Note a changelog run outside a rollout; it has no plan, and is no rollout of the list.
        Its id: that of the last run of this name, unless it came to its end."""
        ended = self._ended(name)
        run = f"{name}-{ended + 1}" if ended else name
        self._write(
            "insert or ignore into rollouts (id, created_at, plan) values (?, ?, '')",
            run,
            now().isoformat(),
        )
        return run

    def end_changelog(self, name: str) -> None:
        """Note that it came to its end: what always runs does so in the next one."""
        ended = str(self._ended(name) + 1)
        self._write("insert or replace into meta values (?, ?)", _ENDED + name, ended)

    def _ended(self, name: str) -> int:
        rows = self._read("select value from meta where key = ?", _ENDED + name)
        return int(rows[0][0]) if rows else 0

    def append(self, rollout: str, event: AnyEvent) -> None:
        """Note an event; it is on disk when this returns."""
        sql, values = self._event(rollout, event)
        self._write(sql, *values)

    def _event(self, rollout: str, event: AnyEvent) -> Written:
        return (
            "insert into events (rollout, client, at, body) values (?, ?, ?, ?)",
            (
                rollout,
                _PEOPLE if isinstance(event, Ordered | Accepted) else event.client,
                event.at.isoformat(),
                msgspec.json.encode(event).decode(),
            ),
        )

    def lock_freed(self, client: str) -> None:
        """Note in every rollout that left the changelog's lock at the client that it is free."""
        rows = self._read(
            "select rollout, body from events where client = ?"
            " and json_extract(body, '$.lock_kept') is not null order by sequence",
            client,
        )
        with self._errors():
            last = {rollout: _EVENT.decode(body) for rollout, body in rows}
        for rollout, event in last.items():
            if isinstance(event, Learned) and event.lock_kept:
                self.append(rollout, Learned(client, now(), lock_kept=False))

    def intent(self, rollout: str, client: str, changeset: str, number: int, sha256: str) -> int:
        """Note that a statement is about to be sent; it may be, once this has returned."""
        return self.intents(rollout, client, [(changeset, number, sha256)])[0]

    def intents(
        self, rollout: str, client: str, statements: Sequence[tuple[str, int, str]]
    ) -> list[int]:
        """``intent`` of statements that are sent together: changeset, number and SHA-256 of each.
        All of them are noted, or none."""
        at = now().isoformat()
        return self._write_all(
            *((_INTENT, (rollout, client, *statement, at)) for statement in statements)
        )

    def outcome(self, statement: int, ok: bool, detail: str) -> None:
        """Note what became of it; ``statement`` is what ``intent`` returned."""
        self.outcomes([(statement, ok, detail)])

    def outcomes(self, statements: Sequence[tuple[int, bool, str]]) -> None:
        """``outcome`` of each, noted together."""
        at = now().isoformat()
        self._write_all(
            *((_OUTCOME, (at, int(ok), detail, statement)) for statement, ok, detail in statements)
        )

    def undone(self, client: str, changeset: str, detail: str) -> None:
        """Note that what any run sent of a changeset is about to be rolled back: no run goes by
        it any more."""
        for known in self.statements(client):
            if known.changeset == changeset:
                sent = (client, changeset, known.number, known.sha256)
                self.outcome(self.intent(known.rollout, *sent), False, detail)

    def note_left(self, client: str) -> None:
        """Note that somebody whose notes are not here may have left the client half-way."""
        self._write("insert or replace into meta values (?, ?)", _LEFT + client, now().isoformat())

    def forget_left(self, client: str) -> None:
        """All of a changelog was run at the client since."""
        self._write("delete from meta where key = ?", _LEFT + client)

    def left(self) -> frozenset[str]:
        """The clients of ``note_left``."""
        rows = self._read("select key from meta where substr(key, 1, ?) = ?", len(_LEFT), _LEFT)
        return frozenset(key.removeprefix(_LEFT) for (key,) in rows)

    # -- what workers elsewhere tell -------------------------------------------------------

    def receive(self, note: Note) -> None:
        """Note what a worker noted, and that it is here: both, or neither. The one who calls sees
        to it that each number comes once and in order (``seen``)."""
        taken: Written = (
            "insert into taken (rollout, client, source, number) values (?, ?, ?, ?)"
            " on conflict (rollout, client, source) do update set number = excluded.number",
            (note.rollout, note.client, note.source, note.number),
        )
        body = note.body
        match body:
            case Happened():
                row = self._event(note.rollout, body.event)
            case Sent():
                row = (_INTENT, (
                    note.rollout, note.client, body.changeset, body.number, body.sha256,
                    now().isoformat(),
                ))  # fmt: skip
            case Answered():
                row = (
                    "update statements set outcome_at = ?, ok = ?, detail = ? where id ="
                    " (select max(id) from statements where rollout = ? and client = ?"
                    " and changeset = ? and number = ?)",
                    (
                        now().isoformat(), int(body.ok), body.detail,
                        note.rollout, note.client, body.changeset, body.number,
                    ),
                )  # fmt: skip
            case Freed():
                self.lock_freed(note.client)  # twice is no other than once
                self._write_all(taken)
                return
        self._write_all(row, taken)

    def seen(self, client: str) -> tuple[Seen, ...]:
        """How far the books of workers are here, for all rollouts to a client."""
        rows = self._read("select rollout, source, number from taken where client = ?", client)
        return tuple(Seen(*row) for row in rows)

    # -- reading ---------------------------------------------------------------------------

    def plan(self, rollout: str) -> RolloutPlan:
        """A rollout's plan; RolloutError ``rollout.unknown``."""
        return self._rollout(rollout)[0]

    def knows(self, rollout: str) -> bool:
        """Whether it is a rollout of this journal."""
        return bool(self._read("select 1 from rollouts where id = ?", rollout))

    def _rollout(self, rollout: str) -> tuple[RolloutPlan, datetime]:
        found = self._read("select plan, created_at from rollouts where id = ?", rollout)
        if not found or not found[0][0]:
            raise RolloutError("rollout.unknown", rollout=rollout)
        with self._errors():
            plan = _PLAN.decode(found[0][0])
        return plan, datetime.fromisoformat(found[0][1])

    def events(self, rollout: str) -> list[AnyEvent]:
        """A rollout's events, oldest first."""
        rows = self._read("select body from events where rollout = ? order by sequence", rollout)
        with self._errors():
            return [_EVENT.decode(body) for (body,) in rows]

    def events_of(self, rollout: str, client: str) -> tuple[AnyEvent, ...]:
        """What happened to one client in a rollout, oldest first, and what people said of it."""
        rows = self._read(
            "select body from events where rollout = ? and client in (?, ?) order by sequence",
            rollout,
            client,
            _PEOPLE,
        )
        with self._errors():
            found = [_EVENT.decode(body) for (body,) in rows]
        return tuple(event for event in found if event.client == client)

    def said(self, rollout: str, after: int) -> list[tuple[int, Ordered | Accepted]]:
        """What people said behind the sequence ``after``, from whatever process, oldest first, with
        its sequence."""
        rows = self._read(
            "select sequence, body from events where rollout = ? and sequence > ? and client = ?"
            " order by sequence",
            rollout,
            after,
            _PEOPLE,
        )
        with self._errors():
            found = [(sequence, _EVENT.decode(body)) for sequence, body in rows]
        return [(at, said) for at, said in found if isinstance(said, Ordered | Accepted)]

    def last_event(self, rollout: str) -> int:
        """The sequence of the newest event; 0 before the first."""
        rows = self._read("select max(sequence) from events where rollout = ?", rollout)
        return int(rows[0][0] or 0)

    def tail(self, count: int) -> list[str]:
        """The last events of all rollouts, oldest first: time, rollout and the event as JSON."""
        rows = self._read(
            "select at, rollout, body from events order by sequence desc limit ?", count
        )
        return [f"{at} {rollout} {body}" for at, rollout, body in reversed(rows)]

    def state(self, rollout: str) -> RolloutState:
        """The state as the events add up to; clients in the middle are ``RUNNING``."""
        plan, created = self._rollout(rollout)
        state = initial(plan, created)
        for event in self.events(rollout):
            state = reduce(state, event)
        return state

    def states(self) -> tuple[RolloutState, ...]:
        """All rollouts, in the order in which they were begun here, whatever the clock said then.
        Clients in the middle of one that nobody works on are
        ``INTERRUPTED``."""
        rows = self._read("select id from rollouts where plan != '' order by rowid")
        found = []
        for (rollout,) in rows:
            # Asked before the events are read: what ends in between is seen as ended.
            at_work = self.leased(rollout)
            state = self.state(rollout)
            found.append(state if at_work else interrupted(state))
        return tuple(found)

    def last_begun(self, *steps: StepName) -> dict[tuple[str, str], int]:
        """By rollout and client the sequence of the event that last began one of ``steps`` there: a
        rollout that was begun first may have come to a client last, by a resume."""
        marks = ", ".join("?" * len(steps))
        rows = self._read(
            "select rollout, client, max(sequence) from events"
            " where json_extract(body, '$.event') = 'step_started'"
            f" and json_extract(body, '$.step') in ({marks}) group by rollout, client",
            *(step.value for step in steps),
        )
        return {(rollout, client): int(sequence) for rollout, client, sequence in rows}

    def statements(self, client: str) -> tuple[SentStatement, ...]:
        """The last word on each statement that any run sent to a client, oldest first."""
        rows = self._read(
            "select rollout, changeset, number, sha256, ok, detail from statements where id in"
            " (select max(id) from statements where client = ? group by changeset, number)"
            " order by id",
            client,
        )
        return tuple(
            SentStatement(
                run, changeset, number, sha256, None if ok is None else bool(ok), detail == UNSENT
            )
            for run, changeset, number, sha256, ok, detail in rows
        )

    def alone(self) -> tuple[AloneRun, ...]:
        """The changelog runs outside a rollout, oldest first."""
        rows = self._read(
            "select s.rollout, s.client, max(s.intent_at), json_group_array(distinct s.changeset)"
            " from statements s join rollouts r on r.id = s.rollout"
            " where r.plan = '' and s.ok is not 0"
            " group by s.rollout, s.client, substr(s.intent_at, 1, 10) order by 3"
        )
        return tuple(
            AloneRun(run, client, datetime.fromisoformat(at), tuple(msgspec.json.decode(keys)))
            for run, client, at, keys in rows
        )

    def open_statements(self, client: str) -> tuple[OpenStatement, ...]:
        """The last of each that has no outcome, without the rows of changesets, oldest first."""
        rows = self._read(
            "select id, rollout, changeset, number, sha256, intent_at from statements where id in"
            " (select max(id) from statements where client = ? and number > 0"
            "  group by changeset, number) and ok is null order by id",
            client,
        )
        return tuple(
            OpenStatement(id_, run, changeset, number, sha256, datetime.fromisoformat(at))
            for id_, run, changeset, number, sha256, at in rows
        )

    # -- one process at a time -------------------------------------------------------------

    def _lease_path(self, name: str) -> Path:
        return self.path.with_name(f"{self.path.stem}-leases") / name

    @contextmanager
    def lease(self, rollout: str) -> Iterator[None]:
        """Hold the rollout; RolloutError ``rollout.running`` while another process does."""
        with self._held(f"rollout-{rollout}") as other:
            if other is not None:
                raise RolloutError("rollout.running", rollout=rollout, process=other)
            yield

    @contextmanager
    def client_lease(self, client: str) -> Iterator[None]:
        """Hold a client, so that no two runs change it at once; RolloutError
        ``rollout.client_busy``."""
        with self._held(f"client-{client}") as other:
            if other is not None:
                raise RolloutError("rollout.client_busy", client=client, process=other)
            yield

    @contextmanager
    def _held(self, name: str) -> Iterator[str | None]:
        """None where we hold the lease, else the process that does."""
        path = self._lease_path(name)
        with held(path) as free:
            yield None if free else lease.holder(path)

    def client_leased(self, client: str) -> bool:
        """Whether some process works on the client now."""
        with self._errors():
            return lease.is_held(self._lease_path(f"client-{client}"))

    def leased(self, rollout: str) -> bool:
        """Whether some process works on the rollout now."""
        with self._errors():
            return lease.is_held(self._lease_path(f"rollout-{rollout}"))


_PEOPLE: Final = ""
"""In the place of a client's name: the events of people."""

_LEFT: Final = "left "
_ENDED: Final = "ended "

_PLAN: Final = msgspec.json.Decoder(RolloutPlan)
_EVENT: Final = msgspec.json.Decoder(AnyEvent)

_OUTCOME: Final = "update statements set outcome_at = ?, ok = ?, detail = ? where id = ?"
_INTENT: Final = (
    "insert into statements (rollout, client, changeset, number, sha256, intent_at)"
    " values (?, ?, ?, ?, ?, ?)"
)

_TAKEN: Final = """
create table if not exists taken (
    rollout text not null references rollouts (id), client text not null, source text not null,
    number integer not null, primary key (rollout, client, source)
) strict
"""


def now() -> datetime:
    """The time, in UTC."""
    return datetime.now(UTC)
