"""One connection to one database, used by one thread at a time.

``Session`` is the only object through which the program speaks to Oracle. It counts network round
trips, turns each failure into an ``OracleError``, and keeps away from the driver's two calls that
crash the interpreter on a connection without a socket (``cancel`` and ``call_timeout``).
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import takewhile
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from msgspec import Struct

from app.errors import OracleError
from app.lazy import lazy
from app.oracle.failures import call_error
from app.oracle.together import block_of, outcome_of
from app.together import Piece, Together

if TYPE_CHECKING:
    import oracledb
else:
    oracledb = lazy("oracledb")

# Rows for each trip: the first answer of a query already carries this many.
ROWS_PER_TRIP: Final = 2_000

# A longer value cannot be a RAW in PL/SQL (Oracle Database PL/SQL Language Reference, RAW).
MAX_RAW: Final = 32_767

# Leaving must not take as long as a long import may: a rollback and a goodbye, or nothing.
_CLOSE_TIMEOUT_MS: Final = 10_000


class Clob(str):
    """The type of an out bind for a text of any size."""

    __slots__ = ()


class Raw(bytes):
    """The type of an out bind for at most ``MAX_RAW`` bytes, which come in the same round trip."""

    __slots__ = ()


_BIND: Final = re.compile(r":(\w+)")

# (driver type by name, size in characters) of an out bind
_OUT_TYPES: Final[Mapping[type, tuple[str, int]]] = {
    str: ("DB_TYPE_VARCHAR", MAX_RAW),
    int: ("DB_TYPE_NUMBER", 0),
    float: ("DB_TYPE_BINARY_DOUBLE", 0),
    bool: ("DB_TYPE_BOOLEAN", 0),
    bytes: ("DB_TYPE_BLOB", 0),
    Clob: ("DB_TYPE_CLOB", 0),
    Raw: ("DB_TYPE_RAW", MAX_RAW),
    datetime: ("DB_TYPE_TIMESTAMP", 0),
}


class ConnectionSpec(Struct, frozen=True):
    """Where and as whom to connect. Timeouts are seconds.

    ``name`` is what messages call this connection; ``dsn`` is an Easy Connect string, a connect
    descriptor, or a name in the ``tnsnames.ora`` of ``wallet``, a TLS wallet's folder. ``user`` may
    be a proxy user and whom it connects as: ``DEPLOY[ORASSADM]``. ``call_timeout`` limits one
    network round trip, so a long import needs a long one; below one second the driver may close the
    connection instead of cancelling the call. ``ddl_lock_timeout``: so many whole seconds a
    definition waits for the transactions of others on its table; with 0 Oracle refuses it at once
    (ORA-00054).
    """

    name: str
    dsn: str
    user: str
    connect_timeout: float = 10.0
    call_timeout: float = 600.0
    ddl_lock_timeout: int = 0
    wallet: str = ""

    @property
    def schema(self) -> str:
        """Whose objects the session sees as its own."""
        return self.user.partition("[")[2].rstrip("]") or self.user


class ExecuteResult(Struct, frozen=True):
    """``rowcount``: rows that DML touched, else 0. ``compile_warning``: the object was created,
    and its source does not compile (the reasons are in USER_ERRORS)."""

    rowcount: int
    compile_warning: bool = False


OPENING: Final = "/* opening */"
"""Where a block of ours tells the session what it has to know before it defines anything."""

# These define nothing, and wait for no lock of a definition.
_NO_DEFINITION: Final = ("INSERT", "UPDATE", "DELETE", "MERGE", "SET", "SELECT")


class TripCounter:
    """Counts the driver's network round trips; the driver calls it before each one."""

    __slots__ = ("count",)

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, *_: object) -> None:
        self.count += 1


class Session:
    """An open connection. Made by ``connect``; leave it with ``close`` or a ``with`` block.

    All methods but ``cancel`` and ``alive`` belong to the thread that uses the session. What was
    not committed when it closes is rolled back.
    """

    def __init__(self, spec: ConnectionSpec, connection: Any, trips: TripCounter) -> None:
        self.spec: Final = spec
        self._connection = connection
        self._trips = trips
        self._busy = False
        self._closed = False
        wait = int(spec.ddl_lock_timeout)
        self._opening = f"ALTER SESSION SET DDL_LOCK_TIMEOUT = {wait}" if wait else ""

    def __repr__(self) -> str:
        state = "closed" if self._closed else "open" if self.alive else "lost"
        return f"<Session {self.spec.user}@{self.spec.name} {state}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def round_trips(self) -> int:
        """Network round trips so far, those of connecting included."""
        return self._trips.count

    @property
    def alive(self) -> bool:
        """False once the socket is known to be gone. Asks nobody: no round trip."""
        return not self._closed and bool(self._connection.is_healthy())

    @property
    def in_transaction(self) -> bool:
        """True while something is neither committed nor rolled back, as the server last said."""
        return self.alive and bool(self._connection.transaction_in_progress)

    @property
    def server_version(self) -> str:
        """The database's version such as ``23.6.0.24.10``, known since the logon: no trip."""
        return str(self._connection.version)

    @property
    def logon_warning(self) -> str:
        """The server's warning at logon (a password that expires soon), else an empty string."""
        warning = self._connection.warning
        return str(warning.message).splitlines()[0] if warning is not None else ""

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        """All rows of a query. Large objects arrive inline, CLOB as str and BLOB as bytes.

        NUMBER is an int where it has no fraction, else a float; DATE is a datetime. Raises
        OracleError.
        """
        with self._call(sql), self._connection.cursor() as cursor:
            cursor.arraysize = ROWS_PER_TRIP
            cursor.prefetchrows = ROWS_PER_TRIP
            cursor.execute(sql, binds or None, fetch_lobs=False)
            return list(cursor.fetchall())

    def execute(self, sql: str, /, **binds: Any) -> ExecuteResult:
        """Run one statement that is not a query: DML, DDL, or a block without out binds.

        DDL commits what is open before and after itself, as always in Oracle. Raises OracleError.
        """
        opened = self._opened(sql)
        with self._call(sql), self._connection.cursor() as cursor:
            self._size_large_binds(cursor, binds)
            cursor.execute(opened, binds or None)
            if opened != sql:
                self._opening = ""
            return ExecuteResult(max(int(cursor.rowcount), 0), cursor.warning is not None)

    def _opened(self, sql: str) -> str:
        """The statement, once the session knows how long a definition waits. It is told in the
        same round trip where ``OPENING`` stands in a block, else before the first that needs it."""
        if OPENING in sql and self._opening:
            return sql.replace(OPENING, f"execute immediate '{self._opening}';", 1)
        if self._opening and not sql.lstrip()[:6].upper().startswith(_NO_DEFINITION):
            with self._call(self._opening), self._connection.cursor() as cursor:
                cursor.execute(self._opening)
            self._opening = ""
        return sql

    def execute_and_commit(self, sql: str, /, **binds: Any) -> ExecuteResult:
        """As ``execute``, and commit all that is open, in the same round trip. A statement that
        fails commits nothing; a lost answer (``oracle.lost``) says neither. Raises OracleError."""
        with self._call(sql), self._connection.cursor() as cursor:
            self._connection.autocommit = True
            try:
                cursor.execute(sql, binds or None)
            finally:
                with suppress(
                    oracledb.Error
                ):  # nobody is there: the first error is the one to tell
                    self._connection.autocommit = False
            return ExecuteResult(max(int(cursor.rowcount), 0), cursor.warning is not None)

    def call(self, block: str, outs: Mapping[str, type[Any]], /, **binds: Any) -> dict[str, Any]:
        """Run a PL/SQL block and return its out binds by name.

        ``outs`` maps a bind's name to str (at most 32767 bytes), Clob (a text of any size), Raw,
        int, float, bool, bytes (a BLOB of any size) or datetime. A name that is in ``binds`` too
        goes in and comes out. ``bytes`` above 32767 travel as a temporary BLOB. Raises OracleError.
        """
        with self._call(block), self._connection.cursor() as cursor:
            variables = {}
            for name, kind in outs.items():
                driver_type, size = _OUT_TYPES[kind]
                variables[name] = cursor.var(getattr(oracledb, driver_type), size)
                if name in binds:
                    variables[name].setvalue(0, binds[name])
            self._size_large_binds(cursor, {k: v for k, v in binds.items() if k not in outs})
            opened = self._opened(block) if OPENING in block else block
            cursor.execute(opened, {**binds, **variables})
            if opened != block:
                self._opening = ""
            return {name: _value(variables[name], kind) for name, kind in outs.items()}

    def together(
        self, pieces: Sequence[Piece], seconds: float = 0.0, fence: Piece | None = None
    ) -> Together:
        """Run statements in one round trip, in their order, up to the first that fails; that one's
        error is in the answer. Behind a piece where it may ``rest`` the server stops once it took
        ``seconds``. ``fence`` runs before each statement, and fails where it may not run any more.

        Raises OracleError where nothing is known of how far it came.
        """
        block, binds, outs = block_of(pieces, seconds, fence)
        return outcome_of(pieces, self.call(block, outs, **binds), self.spec.name)

    def scalars(self, questions: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Any, ...]:
        """The single values that these queries give, each in parentheses of one query. One round
        trip. Raises OracleError."""
        asked: list[str] = []
        binds: dict[str, Any] = {}
        for n, (sql, given) in enumerate(questions):
            asked.append("(" + _BIND.sub(rf":q{n}_\1", sql) + ")")
            binds |= {f"q{n}_{name}": value for name, value in given.items()}
        return self.query(f"SELECT {', '.join(asked)} FROM DUAL", **binds)[0] if asked else ()

    def commit(self) -> None:
        """Make the open changes permanent. A lost answer (``oracle.lost``) says neither that the
        commit took place nor that it did not."""
        with self._call("commit"):
            self._connection.commit()

    def rollback(self) -> None:
        """Undo what is open. Does nothing on a connection that is gone: the server undoes it."""
        if self.alive:
            with self._call("rollback"):
                self._connection.rollback()

    def undo(self) -> None:
        """Roll back after a failure, without a failure of its own: where the line is gone the
        server rolls back, and the first error is the one to tell."""
        with suppress(OracleError):
            self.rollback()

    def cancel(self) -> bool:
        """Break the call that another thread is waiting for; it raises ``oracle.cancelled``.

        Safe at any moment and from any thread. Returns False, and does nothing, where no call
        runs or the socket is gone. A call that ends in the same instant leaves the break to the
        next one, which then raises ``oracle.cancelled``.
        """
        driver = getattr(self._connection, "_impl", None)
        if driver is None or self._closed or not self._busy:
            return False
        # The driver crashes the interpreter when it is told to cancel without a socket, and the
        # working thread may lose the socket between two lines of Python. ``takewhile`` over
        # ``map`` asks and acts inside one instruction, where no other thread gets a turn.
        asked_then_told = map(operator.call, (driver.get_is_healthy, driver.cancel))
        try:
            return bool(list(takewhile(bool, asked_then_told)))
        except (oracledb.Error, OSError):
            return False  # the socket broke under the break itself: the call ends by that

    def close(self) -> None:
        """Say goodbye within ten seconds, whatever state the connection is in. Never raises."""
        if self._closed:
            return
        try:
            # Same thread, nothing in between: the socket cannot vanish after the question.
            if self._connection.is_healthy():
                self._connection.call_timeout = _CLOSE_TIMEOUT_MS
            self._connection.close()
        except (oracledb.Error, OSError):
            pass  # there was nobody left to say goodbye to; the server rolls back by itself
        finally:
            self._closed = True

    def _size_large_binds(self, cursor: Any, binds: Mapping[str, Any]) -> None:
        large = {
            name: oracledb.DB_TYPE_BLOB
            for name, value in binds.items()
            if isinstance(value, bytes) and len(value) > MAX_RAW
        }
        if large:
            cursor.setinputsizes(**large)

    @contextmanager
    def _call(self, statement: str) -> Iterator[None]:
        """The edge between the driver's errors and ours."""
        if self._closed:
            raise OracleError("oracle.lost", target=self.spec.name, detail="", statement="")
        self._busy = True
        try:
            yield
        except (oracledb.Error, OSError) as error:
            raise call_error(error, self.spec.name, statement) from error
        finally:
            self._busy = False


def _value(variable: Any, kind: type) -> Any:
    value = variable.getvalue()
    if kind in (bytes, Clob):
        return kind() if value is None else value.read()
    return value
