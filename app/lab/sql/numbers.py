"""NUMBER: exact to 38 digits and more, in a form that the embedded engine keeps and compares.

A whole number of 64 bits is kept as an integer, a value of at most 15 digits as a real, which gives
its digits back; every other one is *wide*: bytes behind a mark, equal where the values are equal.
One value has one form, so equality, keys and groups need no function; ``sort_key`` gives the order.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from app.lab.backend import OraError

CONTEXT: Final = Context(prec=40, rounding=ROUND_HALF_UP)
WIDE: Final = b"\0lab number "
_TEXT: Final = re.compile(r"\s*([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:[eE]([+-]?\d+))?\s*")
_NEXT: Final = bytes.maketrans(b"0123456789", bytes(range(1, 11)))
_LONGEST: Final = 40  # digits of TO_CHAR without a mask


def keep(value: Decimal | int) -> int | float | bytes:
    """The engine's form of a value; ORA-01426 beyond the range of NUMBER."""
    if isinstance(value, int):
        if -(2**63) <= value < 2**63:
            return value
        value = Decimal(value)
    value = CONTEXT.plus(value)
    if not value:
        return 0
    if value.adjusted() >= 126:
        raise OraError(1426, "numeric overflow")
    if value.adjusted() < -130:
        return 0
    if value == value.to_integral_value() and -(2**63) <= value < 2**63:
        return int(value)
    bare = value.normalize(CONTEXT)
    if len(bare.as_tuple().digits) <= 15:
        return float(bare)
    return WIDE + str(bare).encode()


def is_wide(value: Any) -> bool:
    return isinstance(value, bytes) and value.startswith(WIDE)


def exact(value: Any) -> Decimal:
    """The value behind the engine's form."""
    if isinstance(value, int):
        return Decimal(value)
    if isinstance(value, bytes):
        return Decimal(value[len(WIDE) :].decode())
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def python(value: Any) -> int | Decimal:
    """As the wire sends it: an int where the value is whole."""
    if isinstance(value, int):
        return value
    read = exact(value)
    return int(read) if read == read.to_integral_value() else read


def read(text: str, decimal: str = ".") -> int | float | bytes:
    """A text as a number: ORA-01722 for what is none. ``decimal`` is the decimal character."""
    hit = _TEXT.fullmatch(text.replace(".", "!").replace(decimal, ".") if decimal != "." else text)
    if hit is None:
        raise OraError(1722, "invalid number")
    return keep(CONTEXT.create_decimal(f"{hit[1]}{hit[2]}E{hit[3] or 0}"))


def fitted(value: Any, precision: int | None, scale: int | None) -> int | float | bytes:
    """Rounded to ``scale``; ORA-01438 where more than ``precision`` digits are left."""
    if scale is None:  # NUMBER: 38 digits and a scale that floats
        return value  # type: ignore[no-any-return]
    if isinstance(value, int) and scale >= 0:
        if precision is not None and abs(value) >= 10 ** (precision - scale):
            raise _too_large()
        return value
    rounded = exact(value).quantize(Decimal(1).scaleb(-scale), ROUND_HALF_UP, Context(prec=200))
    if precision is not None and rounded and rounded.adjusted() >= precision - scale:
        raise _too_large()
    return keep(rounded)


def _too_large() -> OraError:
    return OraError(1438, "value larger than specified precision allowed for this column")


def plain(value: Any, decimal: str = ".") -> str:
    """As TO_CHAR without a mask writes it: no leading zero, an exponent beyond 40 digits."""
    if isinstance(value, int) and abs(value) < 10**39:
        return str(value)
    shown = _short(value) if isinstance(value, float) else None
    if shown is not None:
        return shown.replace(".", decimal)
    return _shown(value, _LONGEST).replace(".", decimal)


def _short(value: float) -> str | None:
    """A real as its digits; None where they need an exponent."""
    text = repr(value)
    if "e" in text:
        return None
    text = text.removesuffix(".0")
    if text.startswith("0."):
        return text[1:]
    return f"-{text[2:]}" if text.startswith("-0.") else text


def _shown(value: Any, most: int) -> str:
    number = CONTEXT.plus(exact(value)).normalize(CONTEXT)
    shown = format(number, "f").replace("0.", ".", 1) if abs(number) < 1 else format(number, "f")
    if sum(c.isdigit() for c in shown) > most:
        return _exponent(number)
    return shown


def long(value: Any, decimal: str = ".") -> str:
    """As TO_CHAR with TM9 writes it: an exponent beyond 64 characters only."""
    if isinstance(value, float):
        shown = _short(value)
        if shown is not None:
            return shown.replace(".", decimal)
    return _shown(value, 64).replace(".", decimal)


def _exponent(number: Decimal) -> str:
    sign, digits, _ = number.as_tuple()
    power = number.adjusted()
    tail = f"E{'-' if power < 0 else '+'}{abs(power):02d}"
    room = _LONGEST - len(tail) - 2 - sign
    mantissa = Decimal((0, digits, -len(digits) + 1)).quantize(
        Decimal(1).scaleb(-room), ROUND_HALF_UP, Context(prec=60)
    )
    return ("-" if sign else "") + format(mantissa, "f") + tail


def sort_key(value: Any) -> bytes | None:
    """Bytes whose order is the order of the numbers; None for NULL."""
    if value is None:
        return None
    if type(value) is int and value > 0:  # most are, and a decimal takes five times as long
        digits = str(value).encode()
        power = len(digits) + 199
        return b"\xff%c%c%b" % (power >> 8, power & 255, digits.translate(_NEXT).rstrip(b"\1"))
    number = exact(value)
    if not number:
        return b"\x80"
    sign, places, _ = number.as_tuple()
    body = bytes((number.adjusted() + 200 >> 8, (number.adjusted() + 200) & 255))
    body += bytes(d + 1 for d in places).rstrip(b"\1")
    if sign:
        return b"\0" + bytes(255 - b for b in body) + b"\xff"
    return b"\xff" + body


def truncated(value: Any, digits: int) -> int | float | bytes:
    if type(value) is int and digits >= 0:
        return value
    quantum = Decimal(1).scaleb(-digits)
    return keep(exact(value).quantize(quantum, ROUND_DOWN, Context(prec=200)))


def rounded(value: Any, digits: int) -> int | float | bytes:
    if type(value) is int and digits >= 0:
        return value
    quantum = Decimal(1).scaleb(-digits)
    return keep(exact(value).quantize(quantum, ROUND_HALF_UP, Context(prec=200)))
