"""What the server says: outcomes into bytes, for a negotiated field version. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.lab.backend import Column, ColumnType, OraError, OraType
from app.lab.wire.bytes import Message, Writer, clr, ub
from app.lab.wire.dialect import SCALED, V12_2, V20, V23, V23_3, V23_4, Dialect

CHARSET: Final = 873  # AL32UTF8
_BUFFERS: Final = {
    OraType.NUMBER: 22, OraType.DATE: 7, OraType.TIMESTAMP: 11, OraType.TIMESTAMP_TZ: 13,
    OraType.TIMESTAMP_LTZ: 11, OraType.CLOB: 4000, OraType.BLOB: 4000, OraType.BINARY_DOUBLE: 8,
    OraType.BINARY_FLOAT: 4, OraType.BOOLEAN: 4, OraType.INTERVAL_DS: 11, OraType.LONG: 0,
}  # fmt: skip
_TEXT: Final = (OraType.VARCHAR, OraType.CHAR, OraType.CLOB, OraType.LONG)


def buffer_size(kind: ColumnType) -> int:
    """Bytes that the client reserves; 0 would mean "always NULL"."""
    if kind.ora in (OraType.VARCHAR, OraType.CHAR):
        return max(1, kind.size) * 4
    return _BUFFERS.get(kind.ora, max(1, kind.size))


def warning(code: int, words: str) -> bytes:
    """Message 15: the logon worked, with something to know."""
    text = f"ORA-{code:05d}: {words}".encode()
    return Writer().u8(Message.WARNING).ub(code, len(text), 0).clr(text).bytes()


def status(in_transaction: bool) -> bytes:
    return bytes((Message.STATUS,)) + ub(2 if in_transaction else 0) + ub(0)


def end_of_call(
    dialect: Dialect,
    in_transaction: bool,
    *,
    error: OraError | None = None,
    cursor: int = 0,
    rows: int = 0,
    batch: Sequence[tuple[int, OraError]] = (),
    compile_errors: bool = False,
) -> bytes:
    """Message 4: success, the end of the rows (ORA-01403), or an error."""
    code = error.code if error else 0
    o = Writer().u8(Message.ERROR).ub(2 if in_transaction else 0, 0, rows)
    o.ub(code & 0xFFFF, 0, 0, cursor)
    o.ub(error.position if error else 0)
    o.u8(0, 0, 0, 0, 0, 0x20 if compile_errors else 0)
    o.ub(0, 0).u8(0).ub(0, 0)  # rowid
    o.ub(0).u8(0, dialect.call).ub(0, rows).ub(0)
    if batch:
        o.ub(len(batch)).u8(0).ub(*[e.code for _, e in batch])
        o.ub(len(batch)).u8(0).ub(*[at for at, _ in batch])
        o.ub(len(batch)).u8(0)
        for _, one in batch:
            text = one.text.encode()
            o.ub(len(text)).clr(text).u8(0, 0)
    else:
        o.ub(0, 0, 0)
    o.ub(code, rows)
    if dialect.version >= V20:
        o.ub(0, 0)
    if error is not None:
        o.clr((error.text + "\n").encode())
    return o.bytes()


def describe(dialect: Dialect, columns: Sequence[Column]) -> bytes:
    """The body of message 16, without its message byte and date."""
    kinds = [dialect.shown(c.type) for c in columns]
    o = Writer().ub(sum(map(buffer_size, kinds)), len(columns))
    if columns:
        o.u8(0)
    return o.raw(described(dialect, columns)).ub(0, 0, 0, 0, 0, 0).bytes()


def described(dialect: Dialect, columns: Sequence[Column]) -> bytes:
    """Each column as messages have it."""
    version, o = dialect.version, Writer()
    kinds = [dialect.shown(c.type) for c in columns]
    for position, (column, kind) in enumerate(zip(columns, kinds, strict=True), 1):
        is_text = kind.ora in _TEXT
        o.u8(kind.ora, 0, kind.precision & 0xFF)
        if dialect.java and kind.ora in SCALED:
            o.ub(kind.scale)
        else:
            o.u8(kind.scale & 0xFF)
        o.ub(buffer_size(kind), 0, 0, 0)
        o.ub(0, CHARSET if is_text else 0).u8(1 if is_text else 0)
        o.ub(kind.size if is_text and kind.ora is not OraType.CLOB else 0)
        if version >= V12_2:
            o.ub(0)
        o.u8(1 if kind.nullable else 0, min(len(column.name), 255)).text(column.name)
        o.ub(0, 0, position, 0)
        if version >= V23:
            o.ub(0, 0)
        if version >= V23_3:
            o.ub(0)
        if version >= V23_4:
            o.ub(0).u8(0, 0)
    return o.bytes()


def returned(cursor: int, counts: Sequence[int] | None = None) -> bytes:
    """Message 8 behind an execution: the snapshot, the cursor, and ``counts``, the rows of each
    iteration, where they were asked for."""
    o = Writer().u8(Message.PARAMETER).ub(6, 0, 0, cursor, 0, 0, 0, 0, 0, 0)
    if counts is not None:
        o.ub(len(counts), *counts)
    return o.bytes()


def banner(dialect: Dialect, version: Sequence[int]) -> bytes:
    """Message 8 with the server's name and number."""
    major, minor, x, y, z = version
    name = "23ai Free" if major >= 23 else f"{major}c Enterprise Edition"
    numbers = ".".join(map(str, version))
    text = f"Oracle Database {name} Release {major}.0.0.0.0 - Lab\nVersion {numbers}".encode()
    number = major << 24 | minor << 16 | x << 12 | y << 4 | z
    o = Writer().u8(Message.PARAMETER).ub(len(text))
    return o.raw(text if dialect.java else clr(text)).ub(number).bytes()


def shape(dialect: Dialect, columns: Sequence[Column]) -> bytes:
    """Message 8 with the columns of a statement, for a client that only asks."""
    return bytes((Message.PARAMETER,)) + ub(len(columns)) + described(dialect, columns)


def row_header(count: int) -> bytes:
    return Writer().u8(Message.ROW_HEADER, 0).ub(0, 0, count, 0, 0, 0).bytes()


def parameters(pairs: Sequence[tuple[str, str, int]]) -> bytes:
    o = Writer().u8(Message.PARAMETER).ub(len(pairs))
    for key, value, flags in pairs:
        o.text(key).text(value).ub(flags)
    return o.bytes()
