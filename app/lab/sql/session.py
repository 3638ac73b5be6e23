"""The ground a session stands on: its connection, transactions and savepoints, whose rights count."""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.plsql.syntax import Program
from app.lab.sql.catalog import Catalog
from app.lab.sql.contract import Instance
from app.lab.sql.errors import BUSY, mapped
from app.lab.sql.functions import stored

_SERIALS: Final = itertools.count(1)
PATIENCE: Final = 120  # seconds; Oracle waits for ever


class SessionCore:
    """Everything of a session but its statements."""

    def __init__(self, database: Instance, user: str, session_id: int, program: str = "") -> None:
        self.database, self.user = database, user
        self.session_id, self.serial = session_id, next(_SERIALS)
        self.current_schema = user
        self.package_state: dict[str, Any] = {}
        self.attributes: dict[str, str] = {"program": program}
        self.error: OraError | None = None
        self.code: dict[tuple[str, str, str], Program] = {}
        self.definers: list[str] = []
        self.logged_on = datetime.now()
        self.currval: dict[str, int] = {}
        self._cancelled = False
        self._closed = False
        self._depth = 0
        self.db = sqlite3.connect(
            database.file, isolation_level=None, check_same_thread=False, timeout=PATIENCE
        )
        self.db.execute("pragma foreign_keys = off")
        self.db.execute("pragma synchronous = normal")
        self.catalog = Catalog(self.db)

    @property
    def in_transaction(self) -> bool:
        return self.db.in_transaction

    def commit(self) -> None:
        if self.db.in_transaction:
            self.db.execute("commit")

    def rollback(self) -> None:
        if self.db.in_transaction:
            self.db.execute("rollback")

    def cancel(self) -> None:
        self._cancelled = True
        with contextlib.suppress(sqlite3.ProgrammingError):  # it closed at the same moment
            self.db.interrupt()

    @property
    def closed(self) -> bool:
        return self._closed

    def raw(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        try:
            return self.db.execute(sql, values)
        except sqlite3.Error as error:
            raise self.mapped(error) from None

    def mapped(self, error: sqlite3.Error) -> OraError:
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

    def begin(self, patience: float = PATIENCE, expired: OraError = BUSY) -> None:
        """Open a transaction where none is open; ``expired`` after ``patience`` seconds.

        SQLite has one lock for all of a database: a session waits for a row of another one's open
        transaction as on Oracle, and for its other rows too.
        """
        if self.db.in_transaction:
            return
        until = time.monotonic() + patience
        self.db.execute("pragma busy_timeout = 0")
        try:
            while not self._begun():
                if time.monotonic() >= until:
                    raise OraError(expired.code, expired.text)
                self.sleep(0.02)
        finally:
            self.db.execute(f"pragma busy_timeout = {PATIENCE * 1000}")

    def _begun(self) -> bool:
        try:
            self.db.execute("begin immediate")
        except sqlite3.OperationalError as error:
            if "locked" in str(error):
                return False
            raise self.mapped(error) from None
        return True

    def atomic(self, act: Callable[[], int]) -> int:
        """Run inside a savepoint: a failed statement leaves no trace."""
        self._depth += 1
        name = f"lab_{self._depth}"
        self.db.execute(f"savepoint {name}")
        try:
            count = act()
        except BaseException:
            self.db.execute(f"rollback to {name}")
            self.db.execute(f"release {name}")
            raise
        finally:
            self._depth -= 1
        self.db.execute(f"release {name}")
        return count

    def whole(self, act: Callable[[], Any]) -> Any:
        """An anonymous block is one statement: what it did is undone when it fails."""
        was_open = self.db.in_transaction
        if was_open:
            self._depth += 1
            name = f"lab_{self._depth}"
            self.db.execute(f"savepoint {name}")
        try:
            result = act()
        except BaseException:
            if was_open and self.db.in_transaction:
                self._raw_quiet(f"rollback to {name}", f"release {name}")
            elif not was_open and self.db.in_transaction:
                self.db.execute("rollback")
            raise
        finally:
            if was_open:
                self._depth -= 1
        if was_open and self.db.in_transaction:
            self._raw_quiet(f"release {name}")
        return result

    def _raw_quiet(self, *statements: str) -> None:
        """A commit inside the block has taken the savepoint with it."""
        for statement in statements:
            try:
                self.db.execute(statement)
            except sqlite3.OperationalError as error:
                if "no such savepoint" not in str(error):
                    raise

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
        return self._cancelled

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
