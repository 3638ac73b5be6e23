"""Arithmetic on numbers and dates, exact as Oracle's NUMBER."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal, InvalidOperation
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import numbermask, numbers
from app.lab.sql.nls import Nls
from app.lab.sql.numbers import CONTEXT, exact, keep
from app.lab.sql.registry import sql
from app.lab.sql.values import date, is_date, number, stored

_WIDE: Final = Context(prec=80)


def _both(
    nls: Nls, a: Any, b: Any, act: Callable[[Decimal, Decimal], Decimal]
) -> int | float | bytes | None:
    if a is None or b is None:
        return None
    return keep(act(exact(number(a, nls)), exact(number(b, nls))))


def _later(nls: Nls, day: str, days: Any, sign: int) -> str:
    """A date and a number of days, to the second."""
    seconds = CONTEXT.multiply(exact(number(days, nls)), Decimal(86400 * sign))
    start = date(day).replace(microsecond=0)
    try:
        moved = start + timedelta(seconds=int(seconds.to_integral_value()))
    except OverflowError:
        raise OraError(1841, "(full) year must be between -4713 and +9999, and not be 0") from None
    return str(stored(moved))


@sql("O_ADD", nls=True)
def add(nls: Nls, a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if type(a) is int and type(b) is int:
        return keep(a + b)
    if is_date(a) and is_date(b):
        raise OraError(975, "date + date not allowed")
    if is_date(b):
        a, b = b, a
    return _later(nls, a, b, 1) if is_date(a) else _both(nls, a, b, CONTEXT.add)


@sql("O_SUB", nls=True)
def sub(nls: Nls, a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if type(a) is int and type(b) is int:
        return keep(a - b)
    if is_date(a):
        if not is_date(b):
            return _later(nls, a, b, -1)
        gap = date(a).replace(microsecond=0) - date(b).replace(microsecond=0)
        return keep(CONTEXT.divide(Decimal(gap.days * 86400 + gap.seconds), Decimal(86400)))
    return _both(nls, a, b, CONTEXT.subtract)


@sql("O_MUL", nls=True)
def mul(nls: Nls, a: Any, b: Any) -> Any:
    if type(a) is int and type(b) is int:
        return keep(a * b)
    return _both(nls, a, b, CONTEXT.multiply)


@sql("O_DIV", nls=True)
def div(nls: Nls, a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if not exact(number(b, nls)):
        raise OraError(1476, "divisor is equal to zero")
    return _both(nls, a, b, CONTEXT.divide)


@sql("O_NEG", nls=True)
def negated(nls: Nls, value: Any) -> Any:
    return None if value is None else keep(CONTEXT.minus(exact(number(value, nls))))


@sql("O_MOD", nls=True)
def mod(nls: Nls, a: Any, b: Any) -> Any:
    if type(a) is int and type(b) is int and a >= 0 and b > 0:
        return a % b

    def remainder(x: Decimal, y: Decimal) -> Decimal:
        return x if not y else _WIDE.remainder(x, y)

    return _both(nls, a, b, remainder)


@sql("REMAINDER", nls=True)
def remainder(nls: Nls, a: Any, b: Any) -> Any:
    def near(x: Decimal, y: Decimal) -> Decimal:
        if not y:
            raise OraError(1476, "divisor is equal to zero")
        return _WIDE.remainder_near(x, y)

    return _both(nls, a, b, near)


@sql("POWER", nls=True)
def power(nls: Nls, a: Any, b: Any) -> Any:
    def act(x: Decimal, y: Decimal) -> Decimal:
        try:
            return CONTEXT.power(x, y) if x or y else Decimal(1)
        except InvalidOperation:
            raise OraError(1428, "argument is out of range") from None

    return _both(nls, a, b, act)


def _one(nls: Nls, value: Any, act: Callable[[Decimal], Decimal]) -> Any:
    if value is None:
        return None
    try:
        return keep(act(exact(number(value, nls))))
    except InvalidOperation:
        raise OraError(1428, "argument is out of range") from None


@sql("O_ABS", nls=True)
def absolute(nls: Nls, value: Any) -> Any:
    return _one(nls, value, abs)


@sql("O_CEIL", nls=True)
def ceil(nls: Nls, value: Any) -> Any:
    return _one(nls, value, lambda x: x.to_integral_value(ROUND_CEILING))


@sql("O_FLOOR", nls=True)
def floor(nls: Nls, value: Any) -> Any:
    return _one(nls, value, lambda x: x.to_integral_value(ROUND_FLOOR))


@sql("O_SQRT", nls=True)
def sqrt(nls: Nls, value: Any) -> Any:
    return _one(nls, value, CONTEXT.sqrt)


@sql("O_EXP", nls=True)
def exp(nls: Nls, value: Any) -> Any:
    return _one(nls, value, CONTEXT.exp)


def _logarithm(value: Decimal) -> Decimal:
    if value <= 0:
        raise OraError(1428, "argument is out of range")
    return CONTEXT.ln(value)


@sql("O_LN", nls=True)
def ln(nls: Nls, value: Any) -> Any:
    return _one(nls, value, _logarithm)


@sql("O_SIGN", nls=True)
def sign(nls: Nls, value: Any) -> Any:
    return _one(nls, value, lambda x: Decimal((x > 0) - (x < 0)))


@sql("TO_NUMBER", nls=True)
def to_number(nls: Nls, value: Any, mask: Any = None, _words: Any = None) -> Any:
    if value is None or mask is None or not isinstance(value, str):
        return number(value, nls)
    return numbermask.read(value, str(mask), nls)


@sql("O_NUMBER", nls=True)
def as_number(nls: Nls, value: Any) -> Any:
    """The implicit conversion."""
    return number(value, nls)


@sql("O_KEY")
def key(value: Any) -> Any:
    """What orders numbers of which some are wide."""
    return numbers.sort_key(value)


@sql("O_NUMBERKEY", nls=True)
def number_key(nls: Nls, value: Any) -> Any:
    """The key of what is read as a number."""
    return numbers.sort_key(number(value, nls))
