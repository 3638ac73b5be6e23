"""Dates and timestamps by a format: written, and read with Oracle's errors.

Oracle Database SQL Language Reference, "Datetime Format Models" and "String-to-Date Conversion
Rules".
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from app.lab.backend import OraError
from app.lab.sql.nls import DAYS, MONTHS, SHORT_DAYS, SHORT_MONTHS, Nls

_ELEMENT: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|(?P<word>SYYYY|YYYY|YYY|RRRR|IYYY|SSSSS|MONTH|HH24|HH12|A\.M\.|P\.M\.|DDD|MON'
    r"|DAY|FF[1-9]?|TZH|TZM|TZR|TZD|YY|RR|MM|DD|DY|HH|MI|SS|AM|PM|AD|BC|CC|WW|IW|RM|TS|DS|DL|FM|FX|Y|Q|D|J|W|X)"
    r"|(?P<text>[-\s/,.;:])",
    re.IGNORECASE,
)
_ZONED: Final = ("TZH", "TZM", "TZR", "TZD")
_NOT_PLAYED: Final = ("IYYY", "RM", "TS", "DS", "DL", "AD", "BC", "CC", "FX")
_TIME: Final = ("HH", "HH12", "HH24", "MI", "SS", "SSSSS", "FF", "X", "AM", "PM", "A.M.", "P.M.")
# the formats of proofs and logs, which are asked of every row, by the ISO text of a value
_SLICES: Final = {
    "YYYY-MM-DD": 10, "YYYY-MM-DD HH24:MI:SS": 19,
}  # fmt: skip
_PUNCTUATION: Final = "-/,.;: "


@functools.lru_cache(maxsize=512)
def elements(mask: str) -> tuple[tuple[str, str], ...]:
    """Each part of a format as (element in upper case, as written); literal text has no element.
    ORA-01821 for what is no element."""
    return tuple(_elements(mask))


def _elements(mask: str) -> Iterator[tuple[str, str]]:
    at = 0
    while at < len(mask):
        hit = _ELEMENT.match(mask, at)
        if hit is None:
            raise OraError(1821, "date format not recognized")
        at = hit.end()
        word = (hit["word"] or "").upper()
        if word in _ZONED or word in _NOT_PLAYED:
            raise OraError(3001, f"unimplemented feature: date format {word} (lab, not Oracle)")
        if word:
            yield word, hit["word"]
        else:
            yield "", hit["quoted"] if hit["quoted"] is not None else hit["text"]


def sliced(iso: str, mask: str) -> str | None:
    """What ``written`` gives, for the formats that are a part of the ISO text; None for others."""
    length = _SLICES.get(mask)
    if length is not None:
        return iso[:length]
    if mask == "SYYYY-MM-DD HH24:MI:SS":
        return f" {iso[:19]}"
    if mask == "SYYYY-MM-DD HH24:MI:SS.FF9":
        return f" {iso[:19]}.{iso[20:].ljust(9, '0')}"
    return None


def written(value: datetime, mask: str, nls: Nls) -> str:
    """TO_CHAR of a date."""
    out, fill = [], True
    for word, text in elements(mask):
        if word == "FM":
            fill = not fill
        elif not word:
            out.append(text)
        else:
            out.append(_part(value, word, text, fill, nls))
    return "".join(out)


def _part(value: datetime, word: str, text: str, fill: bool, nls: Nls) -> str:
    if word in ("MONTH", "MON", "DAY", "DY"):
        names = {"MONTH": MONTHS, "MON": SHORT_MONTHS, "DAY": DAYS, "DY": SHORT_DAYS}[word]
        at = value.month - 1 if word[0] == "M" else value.weekday()
        name = names[nls.language][at]
        if fill:
            name = name.ljust(max(map(len, names[nls.language])))
        if text.isupper():
            return name
        return name.capitalize() if text[0].isupper() else name.lower()
    if word in ("AM", "PM", "A.M.", "P.M."):
        half = "AM" if value.hour < 12 else "PM"
        half = half if len(word) == 2 else f"{half[0]}.M."
        return half if text.isupper() else half.lower()
    if word == "X":
        return nls.decimal
    if word.startswith("FF"):
        digits = int(word[2:] or 6)
        return f"{value.microsecond:06d}".ljust(digits, "0")[:digits]
    if word == "SYYYY":  # a blank where a year before our era has its sign
        return f" {value.year:04d}"
    number, width = _numbers(value, word)
    return str(number).rjust(width, "0") if fill else str(number)


def _numbers(value: datetime, word: str) -> tuple[int, int]:
    week = (value.timetuple().tm_yday - 1) // 7 + 1
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return {
        "YYYY": (value.year, 4), "RRRR": (value.year, 4),
        "YYY": (value.year % 1000, 3), "YY": (value.year % 100, 2), "RR": (value.year % 100, 2),
        "Y": (value.year % 10, 1), "Q": ((value.month + 2) // 3, 1), "MM": (value.month, 2),
        "DDD": (value.timetuple().tm_yday, 3), "DD": (value.day, 2),
        "D": (value.isoweekday() % 7 + 1, 1), "WW": (week, 2), "IW": (value.isocalendar()[1], 2),
        "W": ((value.day - 1) // 7 + 1, 1), "J": (value.toordinal() + 1721425, 7),
        "HH24": (value.hour, 2), "HH": ((value.hour + 11) % 12 + 1, 2),
        "HH12": ((value.hour + 11) % 12 + 1, 2), "MI": (value.minute, 2), "SS": (value.second, 2),
        "SSSSS": (seconds, 5),
    }[word]  # fmt: skip


class _Reader:
    """One text being read by one format."""

    def __init__(self, text: str, nls: Nls) -> None:
        self.text, self.nls, self.at = text, nls, 0
        today = datetime.now()
        self.year, self.month, self.day = today.year, today.month, 1
        self.hour = self.minute = self.second = self.micro = 0
        self.half: str | None = None
        self.of_year: int | None = None

    @property
    def rest(self) -> str:
        return self.text[self.at :]

    def literal(self, text: str, next_is_number: bool) -> None:
        for one in text:
            if self.rest[:1] and (
                self.rest[0] == one or (self.rest[0] in _PUNCTUATION and one in _PUNCTUATION)
            ):
                self.at += 1
            elif not (self.rest[:1].isdigit() and one in _PUNCTUATION and next_is_number):
                raise OraError(1861, "literal does not match format string")

    def number(self, width: int) -> int:
        hit = re.match(rf"\d{{1,{width}}}", self.rest)
        if hit is None:
            raise OraError(1858, "a non-numeric character was found where a numeric was expected")
        self.at += hit.end()
        return int(hit[0])

    def name(self, *lists: list[str]) -> int:
        for names in lists:
            for at, name in enumerate(names):
                if self.rest.upper().startswith(name):
                    self.at += len(name)
                    return at + 1
        raise OraError(1843, "not a valid month")

    def element(self, word: str) -> None:
        months = MONTHS[self.nls.language], SHORT_MONTHS[self.nls.language]
        if word in ("YYYY", "RRRR", "SYYYY", "YY", "RR", "YYY", "Y"):
            start = self.at
            read = self.number({"YYY": 3, "Y": 1}.get(word, 4))
            if self.at - start <= 2 and word in ("RR", "RRRR"):
                read += 1900 if read >= 50 else 2000
            elif word in ("YY", "Y") and self.at - start <= 2:
                read += datetime.now().year // 100 * 100
            self.year = read
        elif word in ("MON", "MONTH") or (word == "MM" and self.rest[:1].isalpha()):
            self.month = self.name(*months)
        elif word == "MM":
            self.month = _within(self.number(2), 1, 12, 1843, "not a valid month")
        elif word == "DD":
            text = "day of month must be between 1 and last day of month"
            self.day = _within(self.number(2), 1, 31, 1847, text)
        elif word == "DDD":
            self.of_year = self.number(3)
        elif word in ("DAY", "DY"):
            self.name(DAYS[self.nls.language], SHORT_DAYS[self.nls.language])
        else:
            self.clock(word)

    def clock(self, word: str) -> None:
        if word == "HH24":
            self.hour = _within(self.number(2), 0, 23, 1850, "hour must be between 0 and 23")
        elif word in ("HH", "HH12"):
            self.hour = _within(self.number(2), 1, 12, 1849, "hour must be between 1 and 12")
        elif word == "MI":
            self.minute = _within(self.number(2), 0, 59, 1851, "minutes must be between 0 and 59")
        elif word == "SS":
            self.second = _within(self.number(2), 0, 59, 1852, "seconds must be between 0 and 59")
        elif word == "SSSSS":
            read = _within(
                self.number(5), 0, 86399, 1853, "seconds in day must be between 0 and 86399"
            )
            self.hour, self.minute, self.second = read // 3600, read // 60 % 60, read % 60
        elif word == "X":
            self.literal(self.nls.decimal, False)
        elif word.startswith("FF"):
            start = self.at
            self.number(9)
            self.micro = int(self.text[start : self.at].ljust(6, "0")[:6])
        elif word in ("AM", "PM", "A.M.", "P.M."):
            hit = re.match(r"([AP])\.?M\.?", self.rest, re.I)
            if hit is None:
                raise OraError(1855, "AM/A.M. or PM/P.M. required")
            self.half, self.at = hit[1].upper(), self.at + hit.end()
        else:
            raise OraError(1820, "format code cannot appear in date input format")

    def result(self) -> datetime:
        if self.half is not None:
            self.hour = self.hour % 12 + (12 if self.half == "P" else 0)
        if not 1 <= self.year <= 9999:
            raise OraError(1841, "(full) year must be between -4713 and +9999, and not be 0")
        clock = self.hour, self.minute, self.second, self.micro
        if self.of_year is not None:
            return datetime(self.year, 1, 1, *clock) + timedelta(days=self.of_year - 1)
        try:
            return datetime(self.year, self.month, self.day, *clock)
        except ValueError:
            raise OraError(1839, "date not valid for month specified") from None


def _within(value: int, low: int, high: int, code: int, text: str) -> int:
    if not low <= value <= high:
        raise OraError(code, text)
    return value


def parsed(text: str, mask: str, nls: Nls) -> datetime:
    """TO_DATE: the errors 1820 to 1861 of what does not fit."""
    reader = _Reader(text.strip(), nls)
    parts = [(word, raw) for word, raw in elements(mask) if word != "FM"]
    for at, (word, raw) in enumerate(parts):
        if not reader.rest:
            left = {w[:2] if w.startswith("FF") else w for w, _ in parts[at:]}
            if left & set(_TIME) | (left & {""}) == left:
                break  # the time may be left out
            raise OraError(1840, "input value not long enough for date format")
        if word:
            reader.element(word)
        else:
            following = parts[at + 1][0] if at + 1 < len(parts) else ""
            reader.literal(raw, following not in ("", "MON", "MONTH", "DAY", "DY", "AM", "PM"))
    if reader.rest:
        raise OraError(1830, "date format picture ends before converting entire input string")
    return reader.result()
