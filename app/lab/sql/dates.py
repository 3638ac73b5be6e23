"""Oracle's functions of dates and timestamps."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from app.lab.backend import OraError
from app.lab.sql import datemask, numbermask, numbers
from app.lab.sql.nls import DAYS, SHORT_DAYS, Nls
from app.lab.sql.numbers import CONTEXT
from app.lab.sql.registry import sql
from app.lab.sql.values import date, is_date, moment, number, stored, text


@sql("TO_CHAR", nls=True)
def to_char(nls: Nls, value: Any, mask: Any = None, words: Any = None) -> str | None:
    if value is None:
        return None
    if type(value) is int and mask == "TM9":
        return str(value)
    if words is not None:
        nls = _told(nls, str(words))
    if mask is None:
        return text(value, nls)
    if is_date(value):
        fast = datemask.sliced(value[1:], mask)
        return fast or datemask.written(date(value), str(mask), nls)
    return numbermask.written(number(value, nls), str(mask), nls)


def _told(nls: Nls, words: str) -> Nls:
    """The parameters of TO_CHAR's third argument: ``NLS_NUMERIC_CHARACTERS = '',.''`` and kin."""
    own = nls.told.get(words)
    if own is None:
        own = Nls(dict(nls.values))
        for name, value in re.findall(r"(\w+)\s*=\s*('(?:[^']|'')*'|\w+)", words):
            own.set(name, value.strip("'").replace("''", "'"))
        if len(nls.told) > 256:
            nls.told.clear()
        nls.told[words] = own
    return own


@sql("O_STAMPTEXT", nls=True)
def stamp_text(nls: Nls, value: Any) -> str | None:
    """The implicit TO_CHAR of a TIMESTAMP."""
    return text(value, nls, stamp=True)


@sql("O_DATE", nls=True)
def as_date(nls: Nls, value: Any) -> str | None:
    """The implicit conversion to DATE."""
    return moment(value, nls)


@sql("O_STAMP", nls=True)
def as_stamp(nls: Nls, value: Any) -> str | None:
    """The implicit conversion to TIMESTAMP."""
    return moment(value, nls, stamp=True)


@sql("O_SECOND", nls=True)
def to_the_second(nls: Nls, value: Any) -> str | None:
    """CAST(x AS DATE)."""
    read = moment(value, nls)
    return read[:20] if read is not None else None


@sql("TO_DATE", nls=True)
def to_date(nls: Nls, value: Any, mask: Any = None, words: Any = None) -> str | None:
    read = _read(nls, value, mask, words, nls.date_format)
    return read[:20] if read is not None else None


@sql("TO_TIMESTAMP", nls=True)
def to_timestamp(nls: Nls, value: Any, mask: Any = None, words: Any = None) -> str | None:
    return _read(nls, value, mask, words, nls.timestamp_format)


def _read(nls: Nls, value: Any, mask: Any, words: Any, default: str) -> str | None:
    if value is None:
        return None
    told = _told(nls, str(words)) if words is not None else nls
    shown = text(value, nls)
    return str(stored(datemask.parsed(str(shown), str(mask or default), told)))


@sql("O_LITERAL")
def literal(value: Any) -> str:
    """A DATE or TIMESTAMP literal: the format is fixed."""
    hit = re.fullmatch(
        r"\s*(\d{4}-\d\d?-\d\d?)(?:\s+(\d\d?:\d\d?:\d\d?)(?:\.(\d{1,9}))?)?\s*", str(value)
    )
    if hit is None:
        if re.search(r"\d\s*[+-]\d\d?:\d\d\s*$", str(value)):
            raise OraError(3001, "unimplemented feature: time zones (lab, not Oracle)")
        raise OraError(1861, "literal does not match format string")
    year, month, day = (int(p) for p in hit[1].split("-"))
    if not 1 <= month <= 12:
        raise OraError(1843, "not a valid month")
    hour, minute, second = (int(p) for p in (hit[2] or "0:0:0").split(":"))
    micro = int((hit[3] or "0").ljust(6, "0")[:6])
    try:
        return str(stored(datetime(year, month, day, hour, minute, second, micro)))
    except ValueError:
        raise OraError(1839, "date not valid for month specified") from None


def _floor(value: datetime, unit: str) -> datetime:
    day = value.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case "DD" | "DDD" | "J":
            return day
        case "MM" | "MONTH" | "MON" | "RM":
            return day.replace(day=1)
        case "Q":
            return day.replace(day=1, month=(day.month - 1) // 3 * 3 + 1)
        case "YYYY" | "YEAR" | "YY" | "Y" | "YYY" | "SYYYY" | "RRRR" | "RR":
            return day.replace(day=1, month=1)
        case "IW":
            return day - timedelta(days=day.weekday())
        case "DAY" | "DY" | "D":
            return day - timedelta(days=day.isoweekday() % 7)
        case "HH" | "HH12" | "HH24":
            return value.replace(minute=0, second=0, microsecond=0)
        case "MI":
            return value.replace(second=0, microsecond=0)
        case "CC" | "SCC" | "WW" | "W" | "IYYY" | "IYY" | "IY" | "I":
            raise OraError(3001, f"unimplemented feature: TRUNC to {unit} (lab, not Oracle)")
    raise OraError(1898, "too many precision specifiers")


@sql("O_TRUNC", nls=True)
def trunc(nls: Nls, value: Any, how: Any = None) -> Any:
    if value is None:
        return None
    if is_date(value):
        return stored(_floor(date(value), str(how or "DD").upper()))
    return numbers.truncated(number(value, nls), _whole(how, nls))


@sql("O_ROUND", nls=True)
def round_(nls: Nls, value: Any, how: Any = None) -> Any:
    if value is None:
        return None
    if not is_date(value):
        return numbers.rounded(number(value, nls), _whole(how, nls))
    unit, at = str(how or "DD").upper(), date(value)
    low = _floor(at, unit)
    if unit in ("DD", "DDD", "J"):
        return stored(low + timedelta(days=at.hour >= 12))
    if unit in ("MM", "MONTH", "MON", "RM"):
        return stored(low if at.day < 16 else _floor(low + timedelta(days=31), unit))
    if unit in ("YYYY", "YEAR", "YY"):
        return stored(low if at.month < 7 else low.replace(year=low.year + 1))
    raise OraError(3001, f"unimplemented feature: ROUND to {unit} (lab, not Oracle)")


def _whole(value: Any, nls: Nls) -> int:
    return int(numbers.exact(number(value, nls))) if value is not None else 0


def _last(day: datetime) -> int:
    return (
        day.replace(day=28)
        + timedelta(days=4)
        - timedelta(days=(day.replace(day=28) + timedelta(days=4)).day)
    ).day


@sql("ADD_MONTHS", nls=True)
def add_months(nls: Nls, value: Any, months: Any) -> Any:
    if value is None or months is None:
        return None
    start = date(str(moment(value, nls)))
    total = start.month - 1 + _whole(months, nls)
    there = start.replace(year=start.year + total // 12, month=total % 12 + 1, day=1)
    last = _last(there)
    return stored(there.replace(day=last if start.day == _last(start) else min(start.day, last)))


@sql("MONTHS_BETWEEN", nls=True)
def months_between(nls: Nls, a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    x, y = date(str(moment(a, nls))), date(str(moment(b, nls)))
    months = Decimal((x.year - y.year) * 12 + x.month - y.month)
    if x.day == y.day or (x.day == _last(x) and y.day == _last(y)):
        return numbers.keep(months)
    first, second = ((z - _floor(z, "MM")).total_seconds() for z in (x, y))
    part = CONTEXT.divide(Decimal(int(first) - int(second)), Decimal(31 * 86400))
    return numbers.keep(CONTEXT.add(months, part))


@sql("LAST_DAY", nls=True)
def last_day(nls: Nls, value: Any) -> Any:
    if value is None:
        return None
    start = date(str(moment(value, nls)))
    return stored(start.replace(day=_last(start)))


@sql("NEXT_DAY", nls=True)
def next_day(nls: Nls, value: Any, name: Any) -> Any:
    if value is None or name is None:
        return None
    start, wanted = date(str(moment(value, nls))), str(name).strip().upper()
    for at, (long, short) in enumerate(
        zip(DAYS[nls.language], SHORT_DAYS[nls.language], strict=True)
    ):
        if wanted == long or wanted.startswith(short):
            return stored(start + timedelta(days=(at - start.weekday() - 1) % 7 + 1))
    raise OraError(1846, "not a valid day of the week")


@sql("O_EXTRACT", nls=True)
def extract(nls: Nls, unit: str, value: Any) -> Any:
    if value is None:
        return None
    at = date(str(moment(value, nls)))
    known = {
        "YEAR": at.year, "MONTH": at.month, "DAY": at.day, "HOUR": at.hour, "MINUTE": at.minute,
    }  # fmt: skip
    if unit == "SECOND":
        return numbers.keep(Decimal(at.second) + Decimal(at.microsecond) / 1000000)
    if unit not in known:
        raise OraError(3001, f"unimplemented feature: EXTRACT {unit} (lab, not Oracle)")
    return known[unit]
