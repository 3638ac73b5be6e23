"""What a column, a variable or CAST makes of a value: its type's rounding, padding and limits.

Oracle's errors: 01438 (precision), 12899 (length, with the figures), 01861 and its kin (a text that
is no date by the session's format), 01722, 01465, 00932.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.lab.backend import OraError, OraType
from app.lab.sql import numbers
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.nls import Nls
from app.lab.sql.values import MARK, date, is_date, moment, number, stored, text


@dataclass(frozen=True)
class Fit:
    """``size`` counts characters where ``chars``, else bytes; ``where`` is the column's full name
    in quotation marks, for the message."""

    ora: OraType
    size: int = 0
    chars: bool = False
    precision: int | None = None
    scale: int | None = None
    where: str = ""

    @classmethod
    def of(cls, column: ColumnRow, owner: str = "", table: str = "") -> Fit:
        where = f'"{owner}"."{table}"."{column.name}"' if table else ""
        chars = column.char_used == "C"
        return cls(column.ora, column.size, chars, column.precision, column.scale, where)

    @property
    def spec(self) -> str:
        """As ``O_FIT`` takes it; ``read`` reads it back."""
        shown = [int(self.ora), self.size, int(self.chars), self.precision, self.scale]
        return "|".join("" if p is None else str(p) for p in shown) + "|" + self.where


@functools.lru_cache(maxsize=4096)
def read(spec: str) -> Fit:
    ora, size, chars, precision, scale, where = spec.split("|", 5)
    return Fit(
        OraType(int(ora)), int(size), chars == "1", int(precision) if precision else None,
        int(scale) if scale else None, where,
    )  # fmt: skip


def fitted(value: Any, fit: Fit, nls: Nls) -> Any:
    """The value as the column keeps it."""
    if value is None:
        return None
    ora = fit.ora
    if ora is OraType.NUMBER:
        if type(value) is not int:
            value = number(value, nls)
        return numbers.fitted(value, fit.precision, fit.scale)
    if ora is OraType.VARCHAR:
        return _length(text(value, nls), fit)
    if ora is OraType.DATE:
        return str(moment(value, nls))[:20]
    if ora in (OraType.TIMESTAMP, OraType.TIMESTAMP_TZ, OraType.TIMESTAMP_LTZ):
        return _fraction(str(moment(value, nls, stamp=True)), fit)
    if ora is OraType.CHAR:
        return _padded(str(_length(text(value, nls), fit)), fit)
    if ora in (OraType.CLOB, OraType.LONG):
        return text(value, nls)
    if ora in (OraType.RAW, OraType.BLOB):
        return _raw(value, fit)
    if ora in (OraType.BINARY_DOUBLE, OraType.BINARY_FLOAT):
        return float(numbers.exact(number(value, nls)))
    return value


def fitter(fit: Fit, nls: Nls) -> Callable[[Any], Any]:
    """``fitted`` of Python values for many rows: the common ones take a short way."""
    ora, size = fit.ora, fit.size
    if ora is OraType.VARCHAR:

        def short(value: Any) -> Any:
            if type(value) is str and 0 < len(value) * 4 <= size and not value.startswith(MARK):
                return value
            return fitted(stored(value), fit, nls)

        return short
    if ora is OraType.NUMBER and fit.precision is not None and 0 < fit.precision <= 15:
        scale = fit.scale or 0
        limit, step = 10 ** (fit.precision - scale), Decimal(1).scaleb(-scale)

        def counted(value: Any) -> Any:
            if type(value) is int and -limit < value < limit and scale >= 0:
                return value
            if type(value) is Decimal and -limit < value + step < limit and scale >= 0:
                read = float(value.quantize(step, ROUND_HALF_UP))
                return int(read) if read.is_integer() else read
            return fitted(stored(value), fit, nls)

        return counted
    if ora in (OraType.DATE, OraType.TIMESTAMP) and (fit.scale is None or fit.scale >= 6):
        plain = ora is OraType.DATE

        def dated(value: Any) -> Any:
            if type(value) is not datetime:
                return fitted(stored(value), fit, nls)
            shown = str(stored(value))
            return shown[:20] if plain else shown

        return dated
    return lambda value: fitted(stored(value), fit, nls)


def cast(value: Any, fit: Fit, nls: Nls) -> Any:
    """CAST: a text is cut to its length, and a DATE loses its fraction of a second."""
    if isinstance(value, str) and not is_date(value) and fit.ora in (OraType.VARCHAR, OraType.CHAR):
        while len(value) > fit.size or (not fit.chars and len(value.encode()) > fit.size):
            value = value[:-1]
    return fitted(value, fit, nls)


def _too_long(fit: Fit, actual: int) -> OraError:
    found = OraError(
        12899,
        f"value too large for column {fit.where} (actual: {actual}, maximum: {fit.size})",
    )
    return found if fit.where else OraError(25137, "Data value out of range")


def _length(value: str | None, fit: Fit) -> str | None:
    if value is not None and len(value) * 4 > fit.size:
        actual = len(value) if fit.chars else len(value.encode())
        if actual > fit.size:
            raise _too_long(fit, actual)
    return value


def _padded(value: str, fit: Fit) -> str:
    missing = fit.size - (len(value) if fit.chars else len(value.encode()))
    return value + " " * missing


def _fraction(value: str, fit: Fit) -> str:
    digits = 6 if fit.scale is None else fit.scale
    if "." not in value or digits >= 6:
        return value
    at = date(value)
    step = 10 ** (6 - digits)
    micro = (at.microsecond + step // 2) // step * step
    return str(stored(at.replace(microsecond=0) + timedelta(microseconds=micro)))


def _raw(value: Any, fit: Fit) -> Any:
    if isinstance(value, bytes) and not numbers.is_wide(value):
        made = value
    elif isinstance(value, str) and not is_date(value):
        try:
            made = bytes.fromhex(value if len(value) % 2 == 0 else f"0{value}")
        except ValueError:
            raise OraError(1465, "invalid hex number") from None
    else:
        raise OraError(932, f"inconsistent datatypes: expected {fit.ora.name} got NUMBER")
    if fit.ora is OraType.RAW and len(made) > fit.size:
        raise _too_long(fit, len(made))
    return made or None
