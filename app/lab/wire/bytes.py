"""Bytes: the reader, the writer, and Oracle's formats of values. Pure; knows no connection.

Layouts are those that python-oracledb and node-oracledb send and accept in thin mode.
"""

from __future__ import annotations

import struct
from datetime import datetime, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import IntEnum
from typing import Any, Final, Self

from app.lab.backend import OraError, OraType


class Packet(IntEnum):
    CONNECT = 1
    ACCEPT = 2
    REFUSE = 4
    DATA = 6
    MARKER = 12
    CONTROL = 14


class Marker(IntEnum):
    BREAK = 1
    RESET = 2
    INTERRUPT = 3


class Message(IntEnum):
    PROTOCOL = 1
    DATA_TYPES = 2
    FUNCTION = 3
    ERROR = 4
    ROW_HEADER = 6
    ROW_DATA = 7
    PARAMETER = 8
    STATUS = 9
    IO_VECTOR = 11
    LOB_DATA = 14
    WARNING = 15
    DESCRIBE = 16
    PIGGYBACK = 17
    FLUSH = 19
    ONE_WAY = 26
    IMPLICIT_RESULTS = 27
    END_OF_RESPONSE = 29
    TOKEN = 33
    FAST_AUTH = 34


FLAG_EOF: Final = 0x0040
FLAG_END_OF_RESPONSE: Final = 0x2000
TEXT_TYPES: Final = (OraType.VARCHAR, OraType.CHAR, OraType.LONG)
DATE_TYPES: Final = (
    OraType.DATE,
    OraType.TIMESTAMP,
    OraType.TIMESTAMP_TZ,
    OraType.TIMESTAMP_LTZ,
)
LOB_TYPES: Final = (OraType.CLOB, OraType.BLOB)


class NeedMore(Exception):  # noqa: N818  the request goes on in another packet
    """The bytes end in the middle of a field."""


class ProtocolError(Exception):
    """Bytes that no client of this protocol sends."""


class Reader:
    """Reads fields from bytes; raises NeedMore at the end and never reads past it."""

    __slots__ = ("at", "data", "size")

    def __init__(self, data: bytes, at: int = 0) -> None:
        self.data, self.at, self.size = data, at, len(data)

    def left(self) -> int:
        return self.size - self.at

    def raw(self, count: int) -> bytes:
        end = self.at + count
        if count < 0 or end > self.size:
            raise NeedMore
        found = self.data[self.at : end]
        self.at = end
        return found

    def u8(self) -> int:
        if self.at >= self.size:
            raise NeedMore
        self.at += 1
        return self.data[self.at - 1]

    def u16(self) -> int:
        return int.from_bytes(self.raw(2), "big")

    def u16le(self) -> int:
        return int.from_bytes(self.raw(2), "little")

    def ub(self) -> int:
        """An integer with its length; bit 7 of the length is the sign."""
        head = self.u8()
        if head == 0:
            return 0
        value = int.from_bytes(self.raw(head & 0x7F), "big")
        return -value if head & 0x80 else value

    def clr(self) -> bytes | None:
        """Bytes with their length; 0 and 255 are NULL, 254 begins chunks."""
        count = self.u8()
        if count in (0, 255):
            return None
        if count != 254:
            return self.raw(count)
        found = []
        while (count := self.ub()) != 0:
            found.append(self.raw(count))
        return b"".join(found)

    def lclr(self) -> bytes | None:
        """Bytes with two lengths; nothing follows a first length of 0."""
        return self.clr() if self.ub() else None

    def text(self) -> str:
        return (self.lclr() or b"").decode("utf-8", "replace")

    def skip(self, fields: str) -> None:
        """Pass over fields: ``1`` one byte, ``u`` an integer."""
        for kind in fields:
            if kind == "1":
                self.u8()
            else:
                self.ub()

    def until_zero(self) -> bytes:
        end = self.data.find(b"\0", self.at)
        if end < 0:
            raise NeedMore
        found = self.data[self.at : end]
        self.at = end + 1
        return found


_SMALL: Final = [b"\0", *(bytes((1, i)) for i in range(1, 256))]


def ub(value: int) -> bytes:
    if 0 <= value < 256:
        return _SMALL[value]
    sign = 0x80 if value < 0 else 0
    value = abs(value)
    width = 1 if value < 256 else 2 if value < 65536 else 4 if value < 1 << 32 else 8
    return bytes((width | sign,)) + value.to_bytes(width, "big")


def clr(data: bytes | None) -> bytes:
    if not data:
        return b"\0"
    if len(data) <= 252:
        return bytes((len(data),)) + data
    found = [b"\xfe"]
    for at in range(0, len(data), 32767):
        chunk = data[at : at + 32767]
        found += [ub(len(chunk)), chunk]
    return b"".join([*found, b"\0"])


def lclr(data: bytes | None) -> bytes:
    return ub(len(data)) + clr(data) if data else b"\0"


class Writer:
    """A message under construction."""

    __slots__ = ("parts",)

    def __init__(self) -> None:
        self.parts: list[bytes] = []

    def raw(self, *parts: bytes) -> Self:
        self.parts.extend(parts)
        return self

    def u8(self, *values: int) -> Self:
        self.parts.append(bytes(values))
        return self

    def ub(self, *values: int) -> Self:
        self.parts.extend(map(ub, values))
        return self

    def clr(self, data: bytes | None) -> Self:
        self.parts.append(clr(data))
        return self

    def text(self, text: str) -> Self:
        self.parts.append(lclr(text.encode()))
        return self

    def bytes(self) -> bytes:
        return b"".join(self.parts)


# -- values --------------------------------------------------------------------------------

_CONTEXT: Final = Context(prec=40, rounding=ROUND_HALF_EVEN)


def encode_number(value: Any) -> bytes:
    """NUMBER: an exponent byte and base-100 digits. OverflowError outside Oracle's range."""
    number = (
        value
        if isinstance(value, Decimal)
        else Decimal(str(int(value) if isinstance(value, bool) else value))
    )
    sign, listed, exponent = _CONTEXT.plus(number).as_tuple()
    if not isinstance(exponent, int):
        raise OverflowError("not a number")
    digits = "".join(map(str, listed)).lstrip("0")
    kept = digits.rstrip("0")
    exponent += len(digits) - len(kept)
    if not kept:
        return b"\x80"
    point = len(kept) + exponent  # the value is 0.KEPT x 10**point
    if point & 1:
        kept, point = "0" + kept, point + 1
    if len(kept) & 1:
        kept += "0"
    head = point // 2 + 192
    if not 128 <= head <= 255:
        raise OverflowError("number out of Oracle's range")
    pairs = [int(kept[i : i + 2]) for i in range(0, len(kept), 2)][:20]
    if not sign:
        return bytes((head, *(p + 1 for p in pairs)))
    end = (102,) if len(pairs) < 20 else ()
    return bytes((~head & 0xFF, *(101 - p for p in pairs), *end))


def decode_number(data: bytes) -> int | Decimal:
    head = data[0]
    if head == 0x80 and len(data) == 1:
        return 0
    negative = not head & 0x80
    if negative:
        head = ~head & 0xFF
        pairs = [101 - x for x in (data[1:-1] if data[-1] == 102 else data[1:])]
    else:
        pairs = [x - 1 for x in data[1:]]
    digits = "".join(f"{p:02d}" for p in pairs) or "0"
    value = Decimal(int(digits)).scaleb((head - 192) * 2 - len(pairs) * 2, _CONTEXT)
    value = _CONTEXT.minus(value) if negative else value
    return int(value) if value == value.to_integral_value() else value.normalize(_CONTEXT)


def encode_date(value: datetime, kind: int = OraType.DATE) -> bytes:
    offset = value.utcoffset()
    if offset is not None:
        value = value.replace(tzinfo=None) - offset  # the wire carries UTC
    head = bytes(
        (
            value.year // 100 + 100, value.year % 100 + 100, value.month, value.day,
            value.hour + 1, value.minute + 1, value.second + 1,
        )
    )  # fmt: skip
    if kind == OraType.DATE:
        return head
    fraction = struct.pack(">I", value.microsecond * 1000)
    if kind == OraType.TIMESTAMP_TZ:
        minutes = int(offset.total_seconds() // 60) if offset else 0
        hours = int(minutes / 60)
        return head + fraction + bytes((hours + 20, minutes - hours * 60 + 60))
    return head + fraction if value.microsecond else head


def decode_date(data: bytes) -> datetime:
    micro = int.from_bytes(data[7:11], "big") // 1000 if len(data) >= 11 else 0
    year = (data[0] - 100) * 100 + data[1] - 100
    return datetime(year, data[2], data[3], data[4] - 1, data[5] - 1, data[6] - 1, micro)


def encode_float(value: float, form: str) -> bytes:
    raw = struct.pack(form, value)
    if raw[0] & 0x80:
        return bytes(~x & 255 for x in raw)
    return bytes((raw[0] | 0x80,)) + raw[1:]


def decode_float(data: bytes) -> float:
    raw = bytes((data[0] & 0x7F,)) + data[1:] if data[0] & 0x80 else bytes(~x & 255 for x in data)
    value: float = struct.unpack(">d" if len(data) == 8 else ">f", raw)[0]
    return value


def encode_interval(value: timedelta) -> bytes:
    sign = -1 if value < timedelta(0) else 1
    size = abs(value)
    hours, rest = divmod(size.seconds, 3600)
    return (
        struct.pack(">I", sign * size.days + 0x80000000)
        + bytes((sign * hours + 60, sign * (rest // 60) + 60, sign * (rest % 60) + 60))
        + struct.pack(">I", sign * size.microseconds * 1000 + 0x80000000)
    )


def decode_interval(data: bytes) -> timedelta:
    return timedelta(
        days=int.from_bytes(data[:4], "big") - 0x80000000,
        hours=data[4] - 60,
        minutes=data[5] - 60,
        seconds=data[6] - 60,
        microseconds=(int.from_bytes(data[7:11], "big") - 0x80000000) // 1000,
    )


def put_value(value: Any, kind: int) -> bytes:
    """A scalar column or out value; OraError 932 for one that does not fit the type, or a type that
    has no scalar form here."""
    if value is None:
        return b"\0"
    try:
        return _scalar(value, kind)
    except (ArithmeticError, AttributeError, TypeError, ValueError, struct.error) as error:
        raise unfit(value, kind) from error


def unfit(value: Any, kind: int) -> OraError:
    """The refusal of a value where another type is wanted."""
    wanted, got = OraType(kind).name, type(value).__name__.upper()
    text = f"inconsistent datatypes: expected {wanted} got {got} (lab, not Oracle)"
    return OraError(932, text)


def _scalar(value: Any, kind: int) -> bytes:
    if kind in (OraType.NUMBER, OraType.BINARY_INTEGER):
        return clr(encode_number(value))
    if kind in TEXT_TYPES or kind == OraType.ROWID:
        return clr(value if isinstance(value, bytes) else str(value).encode())
    if kind in DATE_TYPES:
        return clr(encode_date(value, kind))
    if kind in (OraType.RAW, OraType.LONG_RAW):
        if not isinstance(value, bytes | bytearray | str):
            raise unfit(value, kind)
        return clr(value.encode() if isinstance(value, str) else bytes(value))
    if kind == OraType.BINARY_DOUBLE:
        return clr(encode_float(float(value), ">d"))
    if kind == OraType.BINARY_FLOAT:
        return clr(encode_float(float(value), ">f"))
    if kind == OraType.BOOLEAN:
        return b"\2\1\1" if value else b"\1\0"
    if kind == OraType.INTERVAL_DS:
        return clr(encode_interval(value))
    raise ValueError(f"type {kind} has no scalar form")


def get_value(data: bytes | None, kind: int, form: int = 1) -> Any:
    """The value of a bind; ``form`` 2 is NCHAR, UTF-16."""
    if data is None:
        return None
    if kind in TEXT_TYPES:
        return data.decode("utf-16-be" if form == 2 else "utf-8")
    if kind in (OraType.NUMBER, OraType.BINARY_INTEGER):
        return decode_number(data)
    if kind in DATE_TYPES:
        return decode_date(data)
    if kind in (OraType.BINARY_DOUBLE, OraType.BINARY_FLOAT):
        return decode_float(data)
    if kind == OraType.BOOLEAN:
        return data[-1] == 1
    if kind == OraType.INTERVAL_DS:
        return decode_interval(data)
    return data
