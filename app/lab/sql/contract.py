"""A session and its database as the parts of the SQL side know them.

What executes statements (``engine``, ``database``) implements these; everything else asks for them,
so that no part needs the whole.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from app.lab.backend import Column, Outcome, QueryOutcome
from app.lab.sql.catalog import Catalog
from app.lab.sql.nls import Nls
from app.lab.sql.work import Work


class Instance(Protocol):
    """One database."""

    service: str
    version: tuple[int, int, int, int, int]
    file: Path
    missing: frozenset[str]

    def sessions(self) -> Sequence[Any]:
        """Those that are logged on now."""
        ...

    def request_lock(self, session: Any, handle: str, mode: int, timeout: float) -> int: ...
    def release_lock(self, session: Any, handle: str) -> int: ...
    def release_locks(self, session: Any) -> None: ...


class Session(Protocol):
    """One session: who it is, what it stands on, and how statements are run in it."""

    user: str
    proxy: str | None  # who logged on for this user
    session_id: int
    serial: int
    current_schema: str
    database: Instance
    db: sqlite3.Connection
    catalog: Catalog
    mutating: list[str]  # tables that the triggers that run may not see, innermost last
    definers: list[str]  # owners of the stored code that runs, innermost last
    package_state: dict[str, Any]
    attributes: dict[str, str]
    code: dict[tuple[str, str, str], Any]  # parsed stored code by owner and name
    currval: dict[str, int]
    work: Work  # what it has open
    ddl_lock_timeout: int  # seconds
    ddl_until: float  # the clock's time until which a DDL statement waits for a busy table
    error: Exception | None  # what a function of the engine raised
    logged_on: datetime
    nls: Nls
    functions: dict[str, Callable[..., Any]]  # Oracle's SQL functions, by name
    inner: Callable[[str], AbstractContextManager[None]]  # around what code runs as a text

    @property
    def effective(self) -> str:
        """Whose rights count now: inside stored code its owner's, else the user's."""
        ...

    @property
    def privileges(self) -> set[str]: ...
    @property
    def cancelled(self) -> bool: ...

    def query(self, sql: str, values: Mapping[str, Any]) -> QueryOutcome:
        """A query with values of binds by name (``LABBIND_X``) or of variables (``VAR_X``)."""
        ...

    def write(
        self, sql: str, values: Mapping[str, Any], returning: bool
    ) -> tuple[int, list[tuple[Any, ...]]]:
        """One INSERT, UPDATE, DELETE or MERGE; the rows it touched and what it returned."""
        ...

    def command(self, sql: str, kind: str) -> Outcome:
        """DDL and session statements; ``kind`` is the first word."""
        ...

    def evaluate(self, expression: str) -> Any: ...
    def recompile(self, owner: str, name: str, kind: str) -> bool:
        """Compile an object that is INVALID before it is used; whether it is VALID now."""
        ...

    def describe(self, sql: str, owner: str) -> list[Column]: ...

    def begin(self) -> None:
        """Open a transaction that may write tables without undo: those of APEX and ORDS."""
        ...

    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def raw(self, sql: str, values: Sequence[Any] | Mapping[str, Any] = ()) -> sqlite3.Cursor:
        """One statement of the embedded engine; its errors as Oracle's."""
        ...

    def run(self, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
        """One translated statement with the values that it names."""
        ...

    def mapped(self, error: sqlite3.Error) -> Exception:
        """The embedded engine's error as Oracle's."""
        ...

    def now(self) -> str: ...
    def next_number(self) -> int: ...
    def forget_code(self, owner: str) -> None: ...
    def is_missing(self, name: str) -> bool: ...
    def sleep(self, seconds: float) -> None: ...
