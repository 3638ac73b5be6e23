"""The journal: every event durable before anybody acts on it. SQLite, WAL, fsync at each commit.

One writer at a time per rollout: ``lease`` is a lock of the operating system, so it ends with the
process that holds it, however that ends.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal

import msgspec

from app.errors import JournalError, RolloutError
from app.rollout.events import (
    AnyEvent,
    ClientEnded,
    StatementIntent,
    StatementOutcome,
    initial,
    interrupted,
    reduce,
)
from app.rollout.model import RolloutPlan, RolloutState, Verdict

Known = Literal["intent", "done"]
SCHEMA = 1
_TABLES = """
create table if not exists rollouts (
    id text primary key, created_at text not null, plan text not null
) strict;
create table if not exists events (
    sequence integer primary key, rollout text not null references rollouts (id),
    client text not null, at text not null, body text not null
) strict;
create index if not exists events_rollout on events (rollout, sequence);
"""


class Journal:
    """All rollouts of one home. Safe to use from many threads.

    Raises JournalError: ``journal.unwritable`` (disk full, read-only; nothing was noted),
    ``journal.damaged`` or ``journal.newer``.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        with self._errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(path, timeout=30, check_same_thread=False)
            self._connection.execute("pragma journal_mode = wal")
            self._connection.execute("pragma synchronous = full")
            self._connection.execute("pragma foreign_keys = on")
            version = self._connection.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA:
            raise JournalError("journal.newer", path=str(path))
        if version < SCHEMA:
            with self._errors(), self._connection:
                self._connection.executescript(f"{_TABLES} pragma user_version = {SCHEMA};")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if "not a database" in str(error) or "malformed" in str(error):
                raise JournalError("journal.damaged", path=str(self.path)) from error
            raise JournalError(
                "journal.unwritable", path=str(self.path), detail=str(error)
            ) from error
        except OSError as error:
            raise JournalError(
                "journal.unwritable", path=str(self.path), detail=str(error)
            ) from error

    def begin(self, plan: RolloutPlan, created_at: datetime) -> None:
        """Note a new rollout."""
        with self._lock, self._errors(), self._connection:
            self._connection.execute(
                "insert into rollouts (id, created_at, plan) values (?, ?, ?)",
                (plan.rollout, created_at.isoformat(), msgspec.json.encode(plan).decode()),
            )

    def begin_changelog(self, run: str) -> None:
        """Note a changelog run outside a rollout; it has no plan, and is no rollout of the list."""
        with self._lock, self._errors(), self._connection:
            self._connection.execute(
                "insert or ignore into rollouts (id, created_at, plan) values (?, ?, '')",
                (run, now().isoformat()),
            )

    def append(self, rollout: str, event: AnyEvent) -> None:
        """Note an event; it is on disk when this returns."""
        with self._lock, self._errors(), self._connection:
            self._connection.execute(
                "insert into events (rollout, client, at, body) values (?, ?, ?, ?)",
                (
                    rollout,
                    event.client,
                    event.at.isoformat(),
                    msgspec.json.encode(event).decode(),
                ),
            )

    def plan(self, rollout: str) -> RolloutPlan:
        """A rollout's plan; RolloutError ``rollout.unknown``."""
        with self._lock, self._errors():
            row = self._connection.execute(
                "select plan from rollouts where id = ?", (rollout,)
            ).fetchone()
        if row is None or not row[0]:
            raise RolloutError("rollout.unknown", rollout=rollout)
        return msgspec.json.decode(row[0], type=RolloutPlan)

    def events(self, rollout: str) -> list[AnyEvent]:
        with self._lock, self._errors():
            rows = self._connection.execute(
                "select body from events where rollout = ? order by sequence", (rollout,)
            ).fetchall()
        return [msgspec.json.decode(body, type=AnyEvent) for (body,) in rows]

    def state(self, rollout: str) -> RolloutState:
        """The state as the events add up to; clients in the middle are ``RUNNING``."""
        plan = self.plan(rollout)
        with self._lock, self._errors():
            created = self._connection.execute(
                "select created_at from rollouts where id = ?", (rollout,)
            ).fetchone()[0]
        state = initial(plan, datetime.fromisoformat(created))
        for event in self.events(rollout):
            state = reduce(state, event)
        return state

    def states(self) -> tuple[RolloutState, ...]:
        """All rollouts, oldest first. Clients in the middle of one that nobody works on are
        ``INTERRUPTED``."""
        with self._lock, self._errors():
            rows = self._connection.execute(
                "select id from rollouts where plan != '' order by created_at, id"
            ).fetchall()
        return tuple(
            state if self.leased(rollout) else interrupted(state)
            for rollout, state in ((r, self.state(r)) for (r,) in rows)
        )

    def statements(self, rollout: str, client: str) -> dict[tuple[str, int], Known]:
        """What became of each statement of a client: ``intent`` or ``done``. A statement that
        failed is forgotten: it may be sent again."""
        found: dict[tuple[str, int], Known] = {}
        for event in self.events(rollout):
            if event.client != client:
                continue
            if isinstance(event, ClientEnded) and event.verdict is Verdict.VERIFIED:
                found.clear()  # what follows is another run
            elif isinstance(event, StatementIntent):
                found[event.changeset, event.number] = "intent"
            elif isinstance(event, StatementOutcome):
                if event.ok:
                    found[event.changeset, event.number] = "done"
                else:
                    found.pop((event.changeset, event.number), None)
        return found

    # -- one process at a time -------------------------------------------------------------

    def _lease_path(self, rollout: str) -> Path:
        return self.path.with_name(f"{self.path.stem}-{rollout}.lease")

    @contextmanager
    def lease(self, rollout: str) -> Iterator[None]:
        """Hold the rollout; RolloutError ``rollout.running`` while another process does."""
        with self._errors():
            file = self._lease_path(rollout).open("a+b")
        try:
            if not _lock_file(file):
                raise RolloutError("rollout.running", rollout=rollout)
            yield
        finally:
            file.close()

    def leased(self, rollout: str) -> bool:
        """Whether some process works on the rollout now."""
        path = self._lease_path(rollout)
        if not path.exists():
            return False
        with path.open("a+b") as file:
            return not _lock_file(file)


def _lock_file(file: IO[bytes]) -> bool:
    """Lock the file for this open handle, without waiting; False if it is locked already."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def now() -> datetime:
    return datetime.now(UTC)


__all__ = ["Journal", "now"]
