"""What the client asks: bytes into request values. Pure, so a short request is parsed again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Final, Protocol

from app.lab.backend import Bind, OraError, OraType
from app.lab.wire.binds import BindName, bind_names, kind_of
from app.lab.wire.bytes import LOB_TYPES, Message, ProtocolError, Reader, get_value
from app.lab.wire.dialect import SCALED, V12_2, V12_2_1, V23_1, Dialect


class Function(IntEnum):
    REEXECUTE = 4
    FETCH = 5
    LOGOFF = 9
    COMMIT = 14
    ROLLBACK = 15
    VERSION = 59
    REEXECUTE_FETCH = 78
    EXECUTE = 94
    LOB = 96
    DESCRIBE = 98
    CLOSE_CURSORS = 105
    CANCEL_CURSORS = 120
    AUTH_TWO = 115
    AUTH_ONE = 118
    END_TO_END = 135
    PING = 147
    SET_SCHEMA = 152
    CONTEXT = 154
    SESSION_STATE = 176
    PIPELINE_BEGIN = 199
    PIPELINE_END = 200


class LobCall(IntEnum):
    LENGTH = 1
    READ = 2
    TRIM = 0x20
    WRITE = 0x40
    CREATE = 0x110
    CHUNK = 0x4000
    OPEN = 0x8000
    CLOSE = 0x10000
    IS_OPEN = 0x11000


OPTION_DEFINE: Final = 0x10
OPTION_EXECUTE: Final = 0x20
OPTION_FETCH: Final = 0x40
OPTION_COMMIT: Final = 0x100
OPTION_BATCH_ERRORS: Final = 0x80000


@dataclass(frozen=True)
class Described:
    """A bind or a define as the client describes it."""

    bind: Bind
    form: int = 1
    prefetch: int = 0  # of a large object's content, so much comes with its locator


@dataclass
class Execute:
    """A new or repeated execution; ``rows`` has the in-binds of each iteration."""

    cursor: int = 0
    sql: str | None = None
    options: int = 0
    iterations: int = 0
    executions: int = 0
    commit: bool = False
    again: bool = False
    wants_counts: bool = False
    scroll: tuple[int, int] | None = None
    binds: list[Described] | None = None
    defines: list[Described] | None = None
    rows: list[list[Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Lob:
    call: int
    locator: bytes
    offset: int
    kind: int
    has_amount: bool
    amount: int
    data: bytes | None


@dataclass(frozen=True)
class Login:
    function: int
    user: str
    pairs: Mapping[str, str]


@dataclass(frozen=True)
class Request:
    """``function`` 0 with an ``error`` could be read to its end and not understood."""

    function: int
    token: int = 0
    body: Any = None
    before: tuple[tuple[int, Any], ...] = ()
    error: OraError | None = None


class Cursors(Protocol):
    """What parsing needs of a connection's open cursors."""

    def kind(self, cursor: int) -> str: ...
    def names(self, cursor: int) -> Sequence[BindName]: ...
    def inputs(self, cursor: int, with_outs: bool = False) -> Sequence[Described]: ...
    def lob(self, locator: bytes) -> Any: ...


class Parser:
    """Reads requests of one connection."""

    def __init__(self, cursors: Cursors, dialect: Dialect) -> None:
        self.cursors, self.dialect = cursors, dialect

    def head(self, r: Reader) -> int:
        self.dialect.call = r.u8()
        return r.ub() if self.dialect.version >= V23_1 else 0

    def request(self, r: Reader) -> Request | None:
        """One request with the piggybacks before it; None for one that wants no answer."""
        before: list[tuple[int, Any]] = []
        while True:
            message = r.u8()
            if message == Message.PIGGYBACK:
                before.append(self._piggyback(r))
            elif message == Message.FUNCTION:
                function = r.u8()
                token = self.head(r)
                reader = self._readers.get(function)
                if reader is None:
                    text = f"unsupported network datatype or representation (function {function})"
                    return Request(0, token, None, tuple(before), OraError(3115, text))
                try:
                    return Request(function, token, reader(self, r), tuple(before))
                except OraError as error:
                    return Request(0, token, None, tuple(before), error)
            elif message == Message.ONE_WAY:
                r.u8()
                self.head(r)
                r.skip("11u")
                return None
            elif message == Message.FLUSH:
                return Request(Function.PING, 0, None, tuple(before))
            else:
                raise ProtocolError(f"message {message} at {r.at}")

    # -- piggybacks ------------------------------------------------------------------------

    def _piggyback(self, r: Reader) -> tuple[int, Any]:
        function = r.u8()
        self.head(r)
        if function in (Function.CLOSE_CURSORS, Function.CANCEL_CURSORS):
            r.u8()
            return function, [r.ub() for _ in range(r.ub())]
        if function == Function.SET_SCHEMA:
            r.u8()
            return function, r.text()
        if function == Function.SESSION_STATE:
            return function, r.ub()
        if function == Function.PIPELINE_BEGIN:
            r.skip("u1")
            return function, r.u8()
        if function == Function.END_TO_END:
            return function, self._end_to_end(r)
        if function == Function.CONTEXT:
            r.skip("1u1")
            count = r.ub()
            r.skip("u1")
            space = (r.clr() or b"").decode()
            return function, (space, [(r.text(), r.text(), r.ub()) for _ in range(count)])
        if function == Function.LOB:
            r.u8()
            total = r.ub()
            r.skip("1uuu111u1uuu11u1u1u")
            raw = r.raw(total)
            return function, [raw[i : i + 40] for i in range(0, total, 40)]
        raise ProtocolError(f"piggyback {function}")

    def _end_to_end(self, r: Reader) -> dict[str, str]:
        r.skip("11u")
        named: list[tuple[str, int]] = []

        def one(name: str) -> None:
            present, length = r.u8(), r.ub()
            if present:
                named.append((name, length))

        one("client_identifier")
        one("module")
        one("action")
        r.skip("1u1u")
        one("client_info")
        r.skip("1u1u")
        one("dbop")
        return {n: (r.clr() or b"").decode() if length else "" for n, length in named}

    # -- functions -------------------------------------------------------------------------

    def _nothing(self, r: Reader) -> None:
        return None

    def _fetch(self, r: Reader) -> tuple[int, int]:
        return r.ub(), r.ub()

    def _version(self, r: Reader) -> None:
        r.skip("1u11")

    def _describe(self, r: Reader) -> str:
        """The text of a statement whose columns JDBC asks for before it is executed."""
        r.skip("1u1")
        size = r.ub()
        r.skip("u11")
        return self._text(r, size)

    def _text(self, r: Reader, size: int) -> str:
        """A text whose length in bytes was announced before."""
        return (r.raw(size) if self.dialect.java else r.clr() or b"").decode()

    def _pipeline_end(self, r: Reader) -> int:
        return r.ub()

    def login(self, r: Reader) -> Login:
        """The message of either phase, from its function byte on."""
        if r.u8() != Message.FUNCTION:
            raise ProtocolError("a logon was expected")
        function = r.u8()
        self.head(r)
        return self._login_body(r, function)

    def _change_password(self, r: Reader) -> Login:
        return self._login_body(r, Function.AUTH_TWO)

    def _login_body(self, r: Reader, function: int) -> Login:
        has_user, size = r.u8(), r.ub()
        r.skip("u1")
        count = r.ub()
        r.skip("11")
        user = self._text(r, size) if has_user else ""
        pairs: dict[str, str] = {}
        for _ in range(count):
            key = r.text().rstrip("\0")
            pairs[key] = r.text()
            r.ub()
        return Login(function, user, pairs)

    def _metadata(self, r: Reader, name: str, returns: bool) -> Described:
        kind, flags = r.u8(), r.u8()
        r.skip("1u" if self.dialect.java and kind in SCALED else "11")  # precision, scale
        size, most = r.ub(), r.ub()
        r.ub()
        object_id = r.lclr()
        r.skip("uu")
        form, prefetch = r.u8(), r.ub()
        if self.dialect.version >= V12_2:
            r.ub()
        if object_id:
            raise OraError(3115, "unsupported network datatype or representation (object types)")
        try:
            known = OraType(kind)
        except ValueError:
            raise OraError(
                3115, f"unsupported network datatype or representation ({kind})"
            ) from None
        bind = Bind(name, known, size, bool(flags & 0x40), most, returns)
        return Described(bind, form, prefetch)

    def _execute(self, r: Reader) -> Execute:
        q = Execute()
        q.options, q.cursor = r.ub(), r.ub()
        has_sql = r.u8()
        size = r.ub()
        r.skip("1u11u")
        q.iterations = r.ub()
        r.skip("u1")
        bind_count = r.ub()
        r.raw(5)
        r.u8()
        define_count = r.ub()
        r.skip("u111u1uu")
        q.wants_counts = bool(r.u8())
        r.skip("u1")
        if self.dialect.version >= V12_2:
            r.skip("1u1u1")
            if self.dialect.version >= V12_2_1:
                r.skip("1u")
        if has_sql:
            q.sql = self._text(r, size)
        numbers = [r.ub() for _ in range(13)]
        q.executions = numbers[1]
        q.commit = bool(q.options & OPTION_COMMIT)
        if numbers[9] & 2:
            q.scroll = numbers[10], numbers[11]
        kind = kind_of(q.sql) if q.sql is not None else self.cursors.kind(q.cursor)
        if define_count:
            q.defines = [self._metadata(r, "", False) for _ in range(define_count)]
        elif bind_count:
            names = bind_names(q.sql, kind) if q.sql is not None else self.cursors.names(q.cursor)
            listed = [*names, *(BindName(f"B{i}", False) for i in range(len(names), bind_count))]
            q.binds = [self._metadata(r, n.name, n.returns) for n in listed[:bind_count]]
            inputs = [b for b in q.binds if not b.bind.is_return]
            count = 1 if kind == "query" else max(1, q.executions)
            q.rows = self._rows(r, inputs, kind == "plsql", count) if inputs else [[]] * count
        elif not has_sql and r.left() and r.data[r.at] == Message.ROW_DATA:
            # JDBC repeats a statement so, with a value for each bind, the pure out binds too
            inputs = list(self.cursors.inputs(q.cursor, with_outs=True))
            count = 1 if kind == "query" else max(1, q.executions)
            q.rows = self._rows(r, inputs, kind == "plsql", count)
        return q

    def _reexecute(self, r: Reader) -> Execute:
        q = Execute(again=True)
        q.cursor, q.iterations, q.options = r.ub(), r.ub(), r.ub()
        q.commit = bool(r.ub() & 1)
        q.executions = q.iterations
        kind = self.cursors.kind(q.cursor)
        inputs = self.cursors.inputs(q.cursor)
        count = 1 if kind == "query" else max(q.iterations, 1)
        q.rows = self._rows(r, inputs, kind == "plsql", count) if inputs else [[]] * count
        return q

    def _rows(
        self, r: Reader, binds: Sequence[Described], plsql: bool, count: int
    ) -> list[list[Any]]:
        rows = []
        for _ in range(count):
            if r.u8() != Message.ROW_DATA:
                raise ProtocolError("row data was expected")
            values: list[Any] = [None] * len(binds)
            late = [
                i
                for i, b in enumerate(binds)
                if not plsql and b.bind.size > 32767 and not b.bind.is_array
            ]
            order = [i for i in range(len(binds)) if i not in late] + late  # long values come last
            for i in order:
                values[i] = self._value(r, binds[i])
            rows.append(values)
        return rows

    def _value(self, r: Reader, described: Described) -> Any:
        if described.bind.is_array:
            return [self._scalar(r, described) for _ in range(r.ub())]
        return self._scalar(r, described)

    def _scalar(self, r: Reader, described: Described) -> Any:
        kind = described.bind.ora
        if kind in LOB_TYPES:
            locator = r.lclr()
            return self.cursors.lob(locator) if locator else None
        if kind is OraType.CURSOR:
            return r.ub() if r.ub() else None
        if kind is OraType.BOOLEAN and r.left() and r.data[r.at] == 253:
            r.raw(2)
            return None
        return get_value(r.clr(), kind, described.form)

    def _lob(self, r: Reader) -> Lob:
        r.u8()
        length = r.ub()
        r.skip("1uuu111")
        call = r.ub()
        r.u8()
        moments = r.ub()  # how many numbers of a snapshot follow
        offset, kind = r.ub(), r.ub()
        has_amount = bool(r.u8())
        r.raw(6)
        locator = r.raw(length)
        if call == LobCall.CREATE:
            r.ub()
        r.skip("u" * moments)
        amount = r.ub() if has_amount else 0
        data = None
        if call == LobCall.WRITE:
            if r.u8() != Message.LOB_DATA:
                raise ProtocolError("LOB data was expected")
            data = r.clr() or b""
        return Lob(call, locator, offset, kind, has_amount, amount, data)

    _readers: Final[dict[int, Callable[[Parser, Reader], Any]]] = {
        Function.EXECUTE: _execute,
        Function.REEXECUTE: _reexecute,
        Function.REEXECUTE_FETCH: _reexecute,
        Function.FETCH: _fetch,
        Function.LOB: _lob,
        Function.COMMIT: _nothing,
        Function.ROLLBACK: _nothing,
        Function.PING: _nothing,
        Function.VERSION: _version,
        Function.DESCRIBE: _describe,
        Function.LOGOFF: _nothing,
        Function.AUTH_TWO: _change_password,
        Function.PIPELINE_END: _pipeline_end,
    }
