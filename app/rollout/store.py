"""The journal's file: SQLite in WAL mode, flushed at each commit, shared by many threads."""

from __future__ import annotations

import sqlite3
import threading
import uuid
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, ClassVar, Final

import msgspec

from app import lease
from app.errors import JournalError

SCHEMA: Final = 2
_TABLES: Final = """
begin immediate;
create table if not exists meta (key text primary key, value text not null) strict;
create table if not exists rollouts (
    id text primary key, created_at text not null, plan text not null
) strict;
create table if not exists events (
    sequence integer primary key, rollout text not null references rollouts (id),
    client text not null, at text not null, body text not null
) strict;
create index if not exists events_rollout on events (rollout, sequence);
create table if not exists statements (
    id integer primary key, rollout text not null references rollouts (id),
    client text not null, changeset text not null, number integer not null,
    sha256 text not null, intent_at text not null,
    outcome_at text, ok integer, detail text
) strict;
create index if not exists statements_client on statements (client, changeset, number, id);
create view if not exists steps as
    select rollout, client, json_extract(body, '$.step') as step,
           json_extract(body, '$.event') as event, json_extract(body, '$.state') as state,
           json_extract(body, '$.problem.code') as problem, at
      from events where json_extract(body, '$.event') in ('step_started', 'step_ended');
create view if not exists clients as
    select rollout, client, json_extract(body, '$.event') as event,
           json_extract(body, '$.verdict') as verdict,
           json_extract(body, '$.problem.code') as problem, at
      from events where json_extract(body, '$.event') in ('client_started', 'client_ended');
"""

# What a full disk, a lost drive or a read-only file raise is an OperationalError; damage is not.
_DAMAGE: Final = ("not a database", "malformed", "unsupported file format", "no such")


Written = tuple[str, tuple[Any, ...]]
"""A statement and its values."""


class _Entry:
    """Rows on their way to the disk, all or none; the thread that waits for them reads what became
    of them."""

    def __init__(self, statements: tuple[Written, ...]) -> None:
        self.statements = statements
        self.tried = self.written = False
        self.rows: list[int] = []
        self.error: JournalError | None = None


_TRIES: Final = 200
_PAUSE: Final = 0.05  # seconds


def _to_wal(connection: sqlite3.Connection) -> None:
    """For this SQLite does not wait, where another one opens a new file at the same moment."""
    pause = threading.Event()
    for attempt in range(_TRIES):
        try:
            connection.execute("pragma journal_mode = wal")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or attempt == _TRIES - 1:
                raise
        pause.wait(_PAUSE)


@contextmanager
def held(path: Path) -> Iterator[bool]:
    """Whether this process holds the lease of ``path`` for the block. Raises JournalError where the
    file cannot be made."""
    with ExitStack() as stack:
        try:
            free = stack.enter_context(lease.hold(path))
        except OSError as error:
            facts = {"path": str(path), "detail": str(error)}
            raise JournalError("journal.unwritable", **facts) from error
        yield free


class Store:
    """One open file. What cannot be written or read is a JournalError: ``journal.unwritable``
    (disk full, read-only; what was to be noted was not), ``journal.damaged``, ``journal.newer``.

    ``tables`` makes what is missing in a transaction that it leaves open.
    """

    tables: ClassVar[str] = _TABLES

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.Lock()
        self._waiting: deque[_Entry] = deque()
        with self._errors():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(
                path, timeout=30, check_same_thread=False, isolation_level=None
            )
            try:
                self._prepare()
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self) -> None:
        connection = self._connection
        _to_wal(connection)
        connection.execute("pragma synchronous = full")
        connection.execute("pragma foreign_keys = on")
        version = connection.execute("pragma user_version").fetchone()[0]
        if version > SCHEMA:
            raise JournalError("journal.newer", path=str(self.path))
        if version < SCHEMA:
            # One transaction, and only what is missing: two processes may be here at once.
            named = f"insert or ignore into meta values ('identity', '{uuid.uuid4().hex}');"
            connection.executescript(
                f"{self.tables} {named} pragma user_version = {SCHEMA}; commit;"
            )

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            detail = str(error)
            code = "journal.unwritable"
            if isinstance(error, sqlite3.DatabaseError) and any(d in detail for d in _DAMAGE):
                code = "journal.damaged"
            raise JournalError(code, path=str(self.path), detail=detail) from error
        except msgspec.DecodeError as error:
            raise JournalError("journal.damaged", path=str(self.path), detail=str(error)) from error

    def _read(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        with self._lock, self._errors(), closing(self._connection.execute(sql, values)) as cursor:
            return cursor.fetchall()

    def _write(self, sql: str, *values: Any) -> int:
        """One statement; on disk when this returns, or nothing of it is. The row's id."""
        return self._write_all((sql, values))[0]

    def _write_all(self, *statements: Written) -> list[int]:
        """All of them or none; on disk when this returns. The ids of their rows.

        While one thread waits for the disk, the others queue up; the next one commits all that
        waits in one transaction, so that many clients share the price of a flush.
        """
        entry = _Entry(statements)
        self._waiting.append(entry)
        with self._lock:
            if not entry.tried:
                self._commit()
        if entry.written:
            return entry.rows
        if entry.error is not None:
            raise JournalError(entry.error.code, **entry.error.facts) from entry.error
        # Whoever wrote for this thread was interrupted, and rolled back.
        raise JournalError("journal.unwritable", path=str(self.path), detail="interrupted")

    def _commit(self) -> None:
        """Write all that waits, in one transaction: all of it, or nothing."""
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        for entry in batch:
            entry.tried = True
        try:
            with self._errors(), self._connection:
                self._connection.execute("begin immediate")
                for entry in batch:
                    for sql, values in entry.statements:
                        with closing(self._connection.execute(sql, values)) as cursor:
                            entry.rows.append(int(cursor.lastrowid or 0))
        except JournalError as error:
            for entry in batch:
                entry.error = error
            return
        for entry in batch:
            entry.written = True
