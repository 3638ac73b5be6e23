"""The contract between the lab's wire side and its SQL side.

The wire side (``app.lab.wire.bytes``, ``app.lab.session``, ``app.lab.wire.server``) knows packets and
cursors, and no SQL beyond the scan for bind names; the SQL side (``app.lab.sql.engine`` and its
neighbours) knows statements and values, and no bytes. They meet in these types.

Values are Python's: NUMBER as int or Decimal, VARCHAR2/CHAR/CLOB/LONG as str, RAW/BLOB as bytes,
DATE/TIMESTAMP as datetime, INTERVAL as timedelta, BOOLEAN as bool, a cursor as ``QueryOutcome``,
NULL (and the empty string) as None. A PL/SQL array bind is a list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol


class OraType(IntEnum):
    """Oracle's wire numbers of data types."""

    VARCHAR = 1
    NUMBER = 2
    BINARY_INTEGER = 3
    LONG = 8
    ROWID = 11
    DATE = 12
    RAW = 23
    LONG_RAW = 24
    CHAR = 96
    BINARY_FLOAT = 100
    BINARY_DOUBLE = 101
    CURSOR = 102
    CLOB = 112
    BLOB = 113
    TIMESTAMP = 180
    TIMESTAMP_TZ = 181
    INTERVAL_YM = 182
    INTERVAL_DS = 183
    TIMESTAMP_LTZ = 231
    BOOLEAN = 252


class OraError(Exception):
    """A refusal with Oracle's number. ``text`` starts with ``ORA-nnnnn: ``; ``position`` is the
    0-based character offset in the statement, 0 if none; ``about`` the name that it is about."""

    about = ""

    def __init__(self, code: int, text: str, position: int = 0) -> None:
        self.code, self.position = code, position
        self.text = text if text.startswith("ORA-") else f"ORA-{code:05d}: {text}"
        super().__init__(self.text)


class BatchError(Exception):
    """Row ``row`` (0-based) of an array execution failed; the rows before it are done, and
    ``counts`` says what each of them touched."""

    def __init__(self, row: int, error: OraError, counts: Sequence[int] = ()) -> None:
        self.row, self.error, self.counts = row, error, list(counts)
        super().__init__(str(error))


@dataclass(frozen=True)
class ColumnType:
    """``size`` is characters, or bytes for RAW. NUMBER without precision is (0, -127)."""

    ora: OraType
    precision: int = 0
    scale: int = 0
    size: int = 4000
    nullable: bool = True


@dataclass(frozen=True)
class Column:
    name: str
    type: ColumnType


@dataclass(frozen=True)
class Bind:
    """One bind as the client described it, in the order in which the driver counts binds:
    each occurrence in SQL, each distinct name in PL/SQL. ``is_return``: after RETURNING ... INTO."""

    name: str
    ora: OraType
    size: int = 0
    is_array: bool = False
    max_elements: int = 0
    is_return: bool = False


@dataclass
class QueryOutcome:
    columns: Sequence[Column]
    rows: Iterator[tuple[Any, ...]]


@dataclass
class DmlOutcome:
    """``returned[i][j]``: the list of values of return bind j in iteration i."""

    rowcount: int
    returned: list[list[list[Any]]] = field(default_factory=list)
    rowcounts: list[int] = field(default_factory=list)


@dataclass
class DdlOutcome:
    compile_errors: bool = False


@dataclass
class PlsqlOutcome:
    """``directions[name]`` is "in", "out" or "inout" for each bind; ``values[i]`` holds, for
    iteration i, the new value of each bind that is not "in"."""

    directions: dict[str, str]
    values: list[dict[str, Any]]
    implicit_results: list[QueryOutcome] = field(default_factory=list)
    compile_errors: bool = False


Outcome = QueryOutcome | DmlOutcome | DdlOutcome | PlsqlOutcome


class Severed(BaseException):
    """The session dies here, in the middle of a block: no handler of it runs."""

    def __init__(self, action: str) -> None:
        self.action = action
        super().__init__(action)


class BackendSession(Protocol):
    """One logged-on session. All methods may block; they are called from one thread at a time,
    except ``cancel``, which another thread calls to make a running ``execute`` raise ORA-01013."""

    session_id: int
    serial: int
    inner: Callable[[str], AbstractContextManager[None]]
    """Entered around each statement that a block runs as a text (EXECUTE IMMEDIATE). What it
    raises, the statement raises."""

    def execute(self, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]) -> Outcome:
        """Run one statement; ``rows`` holds one sequence of values per iteration (return binds are
        left out of them). Raises OraError or BatchError; a failed statement leaves no trace."""
        ...

    def begin_call(self) -> None:
        """A call of the client's begins: a cancel from here on is meant for it."""
        ...

    def commit(self) -> None: ...
    def rollback(self) -> None: ...
    def cancel(self) -> None: ...
    def close(self) -> None:
        """Roll back what is open and let go; DBMS_LOCK locks of the session are released."""
        ...

    @property
    def in_transaction(self) -> bool: ...

    def set_client_info(self, attributes: dict[str, str]) -> None:
        """Module, action, client_identifier, client_info, current_schema, as sent end to end."""
        ...


class Backend(Protocol):
    """One database: what a listener's service name leads to."""

    service: str
    version: tuple[int, int, int, int, int]

    def verifier(self, user: str) -> bytes | None:
        """The stored 12c verifier of an open account: 16 bytes salt, then 64 bytes T; ``None`` for
        an unknown user. Raises OraError 28000 for a locked account."""
        ...

    def expires_in(self, user: str) -> int:
        """Days until the user's password expires, where it is time to warn; else 0."""
        ...

    def log_on(self, user: str, program: str, client: str = "") -> BackendSession:
        """A session for a user whose password was right, as ``client`` where that is another user
        for whom this one is a proxy. Raises OraError (1045 without CREATE SESSION, 28150)."""
        ...
