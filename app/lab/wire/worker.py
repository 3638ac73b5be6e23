"""The work on one session's statements: execute, fetch, and what goes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Final

from app.lab.backend import (
    BackendSession,
    BatchError,
    Bind,
    Column,
    DdlOutcome,
    DmlOutcome,
    OraError,
    OraType,
    PlsqlOutcome,
    QueryOutcome,
    Severed,
)
from app.lab.wire import answers, large
from app.lab.wire.binds import bind_names, kind_of
from app.lab.wire.bytes import LOB_TYPES, TEXT_TYPES, Message, Writer, clr, put_value, ub, unfit
from app.lab.wire.cursors import Book, Cursor
from app.lab.wire.dialect import Dialect
from app.lab.wire.faults import Fault, Faults
from app.lab.wire.requests import (
    OPTION_BATCH_ERRORS,
    OPTION_DEFINE,
    OPTION_EXECUTE,
    OPTION_FETCH,
    Described,
    Execute,
    Lob,
)

_PARSE_ERRORS: Final = (900, 904, 911, 933, 942, 6550)
_DIRECTIONS: Final = {"in": 32, "out": 16, "inout": 48}


class Worker:
    """Executes, fetches and moves large objects for one session."""

    def __init__(
        self,
        session: BackendSession,
        dialect: Dialect,
        book: Book,
        faults: Faults,
        pause: Callable[[float], None],
    ) -> None:
        self.session, self.dialect, self.book = session, dialect, book
        self.faults, self.pause = faults, pause
        session.inner = self._inner

    def _end(self, **facts: Any) -> bytes:
        return answers.end_of_call(self.dialect, self.session.in_transaction, **facts)

    # -- executing -------------------------------------------------------------------------

    def execute(self, q: Execute) -> tuple[bytes, str | None]:
        """The answer, and the fault to act out instead of it, if any."""
        new = q.sql is not None
        if new:
            known = self.book.cursors.get(q.cursor) if q.cursor else None
            if known is not None and known.sql != q.sql:
                self.book.close([known.id])
                known = None
            cursor = known or self.book.open(q.sql)
        else:
            cursor = self.book.get(q.cursor)
        if q.binds is not None:
            if [b.bind.ora for b in cursor.binds] != [b.bind.ora for b in q.binds]:
                cursor.directions = None
            cursor.binds = q.binds
        if q.defines is not None:
            cursor.defines = q.defines
        try:
            action = self._faults(cursor, q, new)
            if action in ("drop", "reset", "hang", "kill") and not self._after:
                return b"", action
            return self._run(cursor, q, new), action
        except Severed as severed:
            return b"", severed.action
        except OraError as error:
            if new and error.code in _PARSE_ERRORS:
                self.book.close([cursor.id])
            else:
                error.cursor = cursor.id  # type: ignore[attr-defined]
            raise

    def _faults(self, cursor: Cursor, q: Execute, new: bool) -> str | None:
        self._after = True
        runs = (new and not q.options & OPTION_DEFINE) or q.again or q.options & OPTION_EXECUTE
        if cursor.sql is None or not runs:
            return None
        action: str | None = None
        for fault in self.faults.strike(cursor.sql):
            self.pause(fault.delay)
            if fault.error is not None:
                raise OraError(*fault.error)
            if fault.action is not None:
                action, self._after = fault.action, fault.after
        return action

    @contextmanager
    def _inner(self, text: str) -> Iterator[None]:
        """Faults strike what a block runs as a text as they strike what is sent alone; one that
        takes the line ends the session there."""
        struck = self.faults.strike(text)
        for fault in struck:
            self.pause(fault.delay)
            if fault.error is not None:
                raise OraError(*fault.error)
            self._sever(fault, after=False)
        yield
        for fault in struck:
            self._sever(fault, after=True)

    def _sever(self, fault: Fault, *, after: bool) -> None:
        if fault.action is not None and fault.after is after:
            raise Severed("drop" if fault.action == "half" else fault.action)

    def _run(self, cursor: Cursor, q: Execute, new: bool) -> bytes:
        if cursor.kind == "query":
            return self._query(cursor, q, new)
        assert cursor.sql is not None
        binds = [b.bind for b in cursor.binds]
        rows = self._with_outs(cursor, q)
        head, facts = Writer(), {}
        if cursor.kind == "dml":
            facts = self._dml(cursor, q, binds, rows, head)
        else:
            outcome = self.session.execute(cursor.sql, binds, rows)
            if isinstance(outcome, PlsqlOutcome):
                self._plsql(cursor, outcome, rows, head)
                facts = {"rows": len(rows), "compile_errors": outcome.compile_errors}
            elif isinstance(outcome, DdlOutcome):
                facts = {"compile_errors": outcome.compile_errors}
        if q.commit:
            self.session.commit()
        returned = answers.returned(cursor.id, cursor.counts)
        return head.bytes() + returned + self._end(cursor=cursor.id, **facts)

    def _with_outs(self, cursor: Cursor, q: Execute) -> list[list[Any]]:
        """Rows with a None for each bind that the client does not send: the pure out binds."""
        rows = q.rows or [[]]
        inputs = [not b.bind.is_return for b in cursor.binds]
        if cursor.directions and q.again:
            inputs = [d != 16 for d in cursor.directions]
        if cursor.kind == "dml" or all(inputs):
            return [list(r) for r in rows]
        full = []
        for row in rows:
            given = iter(row)
            full.append([next(given) if sent else None for sent in inputs])
        return full

    def _dml(
        self, cursor: Cursor, q: Execute, binds: list[Bind], rows: list[list[Any]], head: Writer
    ) -> dict[str, Any]:
        assert cursor.sql is not None
        returns = [b for b in cursor.binds if b.bind.is_return]
        total = 0
        counts: list[int] = []
        failed: list[tuple[int, OraError]] = []
        start = 0
        while start < len(rows):
            try:
                outcome = self.session.execute(cursor.sql, binds, rows[start:])
            except BatchError as error:
                at = start + error.row
                if not q.options & OPTION_BATCH_ERRORS:
                    error.error.rows = at  # type: ignore[attr-defined]
                    raise error.error from None
                total, counts = total + sum(error.counts), counts + error.counts
                failed.append((at, error.error))
                counts.append(0)
                start = at + 1
                continue
            except OraError as error:
                if not (q.options & OPTION_BATCH_ERRORS and len(rows) > 1):
                    raise
                failed.append((start, error))
                counts.append(0)
                start += 1
                continue
            assert isinstance(outcome, DmlOutcome)
            total, counts = total + outcome.rowcount, counts + outcome.rowcounts
            for iteration in outcome.returned:
                head.u8(Message.ROW_DATA)
                for described, values in zip(returns, iteration, strict=True):
                    head.ub(len(values)).raw(*[self._out(described, v) for v in values])
            break
        cursor.counts = counts if q.wants_counts else None
        facts: dict[str, Any] = {"rows": total, "batch": failed}
        if failed:
            facts["error"] = OraError(24381, "error(s) in array DML")
        return facts

    def _plsql(
        self, cursor: Cursor, outcome: PlsqlOutcome, rows: list[list[Any]], head: Writer
    ) -> None:
        if cursor.binds:
            if cursor.directions is None:
                cursor.directions = [
                    _DIRECTIONS[outcome.directions.get(b.bind.name, "in")] for b in cursor.binds
                ]
            count = len(cursor.binds)
            head.u8(Message.IO_VECTOR, 0).ub(count & 0xFF, count >> 8, 1, 0, 0, 0)
            head.u8(*cursor.directions)
            for row, values in zip(rows, outcome.values, strict=True):
                if all(d == 32 for d in cursor.directions):
                    break
                head.u8(Message.ROW_DATA)
                for at, (described, direction) in enumerate(
                    zip(cursor.binds, cursor.directions, strict=True)
                ):
                    if direction != 32:
                        value = values.get(described.bind.name, row[at] if at < len(row) else None)
                        self._put_out(head, described, value)
        if outcome.implicit_results:
            head.u8(Message.IMPLICIT_RESULTS).ub(len(outcome.implicit_results))
            for result in outcome.implicit_results:
                head.u8(0).raw(self._ref_cursor(result)[1:])

    def _put_out(self, head: Writer, described: Described, value: Any) -> None:
        bind = described.bind
        if not bind.is_array:
            head.raw(self._out(described, value))
            return
        values = list(value or [])
        if len(values) > bind.max_elements:
            text = "PL/SQL: index for PL/SQL table out of range for host language array"
            raise OraError(6513, text)
        head.ub(len(values)).raw(*[self._out(described, v) for v in values])

    def _out(self, described: Described, value: Any) -> bytes:
        """One out value with its length field."""
        kind = described.bind.ora
        if kind in LOB_TYPES:
            if self.dialect.java and value is not None:
                locator = self.book.put(value, kind is OraType.CLOB)
                return ub(len(locator)) + clr(locator) + b"\0"
            return self._locator(value, kind) + b"\0"
        if kind is OraType.CURSOR:
            return self._ref_cursor(value) + b"\0"
        if kind is OraType.BOOLEAN and value is None:
            return b"\0\x81\1"
        if kind in TEXT_TYPES and value is not None:
            text = value if isinstance(value, bytes) else str(value)
            raw = text if isinstance(text, bytes) else text.encode()
            if len(raw) > described.bind.size:
                words = "PL/SQL: numeric or value error: character string buffer too small"
                raise OraError(6502, f"{words}\nORA-06512: at line 1")
            if described.form == 2 and isinstance(text, str):
                value = text.encode("utf-16-be")
        return put_value(value, kind) + b"\0"

    def _ref_cursor(self, outcome: QueryOutcome | None) -> bytes:
        if outcome is None:
            raise OraError(24338, "statement handle not executed")
        if not isinstance(outcome, QueryOutcome):
            raise unfit(outcome, OraType.CURSOR)
        cursor = self.book.open(None)
        cursor.columns, cursor.rows = list(outcome.columns), iter(outcome.rows)
        body = answers.describe(self.dialect, cursor.columns)
        return b"\1" + body + ub(cursor.id)

    # -- queries ---------------------------------------------------------------------------

    def _query(self, cursor: Cursor, q: Execute, new: bool) -> bytes:
        out = Writer()
        only_parse = not (q.again or q.options & (OPTION_EXECUTE | OPTION_DEFINE | OPTION_FETCH))
        if cursor.sql is not None and (q.again or q.options & OPTION_EXECUTE or only_parse):
            self._open(cursor, q, new, out, only_parse)
        if only_parse:
            cursor.rows = None
            return out.bytes() + self._end(cursor=cursor.id)
        # JDBC says how many rows it wants as the number of executions where it defines
        fetch = q.iterations or q.executions if q.again or q.options & OPTION_FETCH else 0
        if q.scroll is not None and not q.again:
            raise OraError(3001, "unimplemented feature: scrollable cursors (lab, not Oracle)")
        if cursor.has_lob and not cursor.defines:
            fetch = 0  # the client answers with its defines
        ended = False
        if fetch:
            try:
                ended = self._rows(cursor, fetch, out)
            except OraError:
                cursor.columns = cursor.defines = None  # the client never saw them
                raise
        error = OraError(1403, "no data found") if ended else None
        return out.bytes() + self._end(error=error, cursor=cursor.id, rows=cursor.fetched)

    def _open(self, cursor: Cursor, q: Execute, new: bool, out: Writer, only_parse: bool) -> None:
        assert cursor.sql is not None
        binds = [b.bind for b in cursor.binds]
        values = q.rows[0] if q.rows else []
        if only_parse and not binds:
            binds = [Bind(n.name, OraType.VARCHAR) for n in cursor.names]
            values = [None] * len(binds)
        outcome = self.session.execute(cursor.sql, binds, [values])
        if not isinstance(outcome, QueryOutcome):
            raise OraError(900, "invalid SQL statement")
        before = cursor.columns
        cursor.columns, cursor.rows, cursor.fetched = list(outcome.columns), outcome.rows, 0
        shape = [(c.name, c.type.ora) for c in cursor.columns]
        changed = before is not None and [(c.name, c.type.ora) for c in before] != shape
        if new or changed or before is None:
            if not new:
                cursor.defines = None
            out.raw(b"\x10\0", answers.describe(self.dialect, cursor.columns))
        elif before is not None:
            cursor.columns = before  # sizes stay as the client has them
        out.raw(answers.returned(cursor.id))

    def _rows(self, cursor: Cursor, count: int, out: Writer) -> bool:
        rows, ended = cursor.take(count)
        if rows:
            out.raw(answers.row_header(len(rows)))
        columns = cursor.columns or ()
        kinds = [self._sent(cursor, i, c) for i, c in enumerate(columns)]
        ahead = [d.prefetch for d in cursor.defines or ()] or [0] * len(kinds)
        for row in rows:
            out.raw(b"\x07")
            for value, kind, prefetch in zip(row, kinds, ahead, strict=True):
                out.raw(self._column(value, kind, prefetch))
        return ended

    def _sent(self, cursor: Cursor, at: int, column: Column) -> OraType:
        """The type in which a column goes: a define decides how a large object comes, whole or as a
        locator; everything else comes in its own type, and the driver converts it."""
        if cursor.defines and column.type.ora in LOB_TYPES:
            return cursor.defines[at].bind.ora
        return self.dialect.shown(column.type).ora

    def _column(self, value: Any, kind: OraType, prefetch: int) -> bytes:
        if kind in LOB_TYPES:
            return self._locator(value, kind, prefetch)
        if kind in (OraType.LONG, OraType.LONG_RAW):
            return put_value(value, kind) + (b"\0\0" if value else b"\x81\x01\x02\x05\x7d")
        if isinstance(value, QueryOutcome):
            return self._ref_cursor(value)
        return put_value(value, kind)

    def _locator(self, value: Any, kind: OraType, prefetch: int = 0) -> bytes:
        if value is None:
            return b"\0"
        is_text = kind is OraType.CLOB
        if is_text and isinstance(value, bytes):
            value = value.decode("utf-8", "replace")
        if not isinstance(value, str if is_text else bytes):
            raise unfit(value, kind)
        locator = self.book.put(value, is_text)
        head = ub(len(locator)) + ub(len(value)) + ub(large.CHUNK)
        if prefetch:
            part = value[:prefetch]
            head += b"\0\1" + clr(part.encode()) if isinstance(part, str) else clr(part)
        return head + clr(locator)

    def describe(self, sql: str) -> bytes:
        """The columns of a statement that is not executed."""
        kind = kind_of(sql)
        columns: Sequence[Column] = ()
        if kind == "query":
            binds = [Bind(n.name, OraType.VARCHAR) for n in bind_names(sql, kind)]
            outcome = self.session.execute(sql, binds, [[None] * len(binds)])
            if isinstance(outcome, QueryOutcome):
                columns = outcome.columns
        return answers.shape(self.dialect, columns) + answers.status(self.session.in_transaction)

    def fetch(self, number: int, count: int) -> bytes:
        cursor = self.book.cursors.get(number)
        if cursor is None or cursor.rows is None:
            raise OraError(1002, "fetch out of sequence")
        out = Writer()
        ended = self._rows(cursor, count, out)
        error = OraError(1403, "no data found") if ended else None
        return out.bytes() + self._end(error=error, cursor=cursor.id, rows=cursor.fetched)

    def lob(self, q: Lob) -> bytes:
        """The answer to a call on a large object."""
        return large.answer(self.book, q) + self._end()
