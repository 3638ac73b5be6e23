"""The ground a session stands on: its connection, transactions and savepoints, whose rights count."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.plsql.syntax import Program
from app.lab.sql.catalog import Catalog
from app.lab.sql.contract import Instance
from app.lab.sql.errors import mapped
from app.lab.sql.functions import bound
from app.lab.sql.nls import Nls
from app.lab.sql.values import stored
from app.lab.sql.work import Work
from app.lab.undo.waiting import gate_of

_SERIALS: Final = itertools.count(1)
PATIENCE: Final = 120  # seconds for another process that writes the file


class SessionCore:
    """Everything of a session but its statements."""

    def __init__(self, database: Instance, user: str, session_id: int, program: str = "") -> None:
        self.database, self.user = database, user
        self.session_id, self.serial = session_id, next(_SERIALS)
        self.current_schema = user
        self.proxy: str | None = None  # who logged on for this user
        self.package_state: dict[str, Any] = {}
        self.attributes: dict[str, str] = {"program": program}
        self.error: Exception | None = None
        self.code: dict[tuple[str, str, str], Program] = {}
        self.definers: list[str] = []
        self.mutating: list[str] = []
        self.logged_on = datetime.now()
        self.currval: dict[str, int] = {}
        self.ddl_lock_timeout, self.ddl_until = 0, 0.0
        self.nls = Nls()
        self.functions = bound(self.nls)
        self.inner: Callable[[str], contextlib.AbstractContextManager[None]] = lambda text: (
            contextlib.nullcontext()
        )
        self._cancelled = False
        self._cancelling, self._unbroken = threading.Lock(), 0
        self._closed = False
        self.db = sqlite3.connect(
            database.file, isolation_level=None, check_same_thread=False, timeout=PATIENCE
        )
        self.db.execute("pragma foreign_keys = off")
        self.db.execute("pragma synchronous = normal")
        self.db.execute("pragma case_sensitive_like = on")
        self.catalog = Catalog(self.db)
        self.work = Work(self, self.db, gate_of(database.file))

    @property
    def in_transaction(self) -> bool:
        return self.work.active

    def commit(self) -> None:
        self.work.commit()

    def rollback(self) -> None:
        self.work.rollback()

    def begin_call(self) -> None:
        self._cancelled = False

    def cancel(self) -> None:
        with self._cancelling, contextlib.suppress(sqlite3.ProgrammingError):  # just closed
            self._cancelled = True
            if not self._unbroken:
                self.db.interrupt()

    @contextlib.contextmanager
    def unbroken(self) -> Iterator[None]:
        """The end of a transaction, or an undo, that no cancel stops half way."""
        with self._cancelling:
            self._unbroken += 1
        try:
            yield
        finally:
            with self._cancelling:
                self._unbroken -= 1

    @property
    def closed(self) -> bool:
        return self._closed

    def raw(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        try:
            return self.db.execute(sql, values)
        except sqlite3.Error as error:
            raise self.mapped(error) from None

    def mapped(self, error: sqlite3.Error) -> Exception:
        """The embedded engine's error as Oracle's, or what a function of ours raised below it."""
        if self.error is not None:
            raised, self.error = self.error, None
            return raised
        if "interrupted" in str(error) or self._cancelled:
            return OraError(1013, "user requested cancel of current operation")
        return mapped(str(error), self.catalog, self.current_schema)

    def run(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        given = {k: stored(v) for k, v in values.items() if f":{k}" in sql}
        self.error = None
        try:
            return self.db.execute(sql, given)
        except sqlite3.Error as error:
            raise self.mapped(error) from None

    def begin(self) -> None:
        """Open a transaction that may write tables without undo: those of APEX and ORDS."""
        self.work.hold()

    @property
    def privileges(self) -> set[str]:
        text = self.catalog.one("select privileges from lab_users where name = ?", self.user)
        return set((text or "").split(","))

    @property
    def effective(self) -> str:
        """Whose rights count now: inside stored code its owner's, else the user's."""
        return self.definers[-1] if self.definers else self.user

    def now(self) -> str:
        return datetime.now().strftime("%Y-%m-%d %H:%M:%S")

    def next_number(self) -> int:
        value = (
            int(self.catalog.one("select value from lab_facts where name = 'counter'") or 7000) + 1
        )
        self.catalog.run("insert or replace into lab_facts values ('counter', ?)", str(value))
        return value

    def forget_code(self, owner: str) -> None:
        self.code = {k: v for k, v in self.code.items() if k[0] != owner}

    @property
    def cancelled(self) -> bool:
        return self._cancelled and not self._unbroken

    def is_missing(self, name: str) -> bool:
        """A built-in that this database's older APEX does not have."""
        return name.upper() in self.database.missing

    def sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        gate = threading.Event()
        while not self._cancelled and time.monotonic() < until:
            gate.wait(min(0.05, max(0.0, until - time.monotonic())))
        if self._cancelled:
            raise OraError(1013, "user requested cancel of current operation")
