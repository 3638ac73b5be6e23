"""Oracle's SQL functions as the embedded engine calls them.

Values inside the engine: NUMBER as int or float (15 significant digits), DATE and TIMESTAMP as text
``YYYY-MM-DD HH:MM:SS[.ffffff]``, RAW and BLOB as bytes, everything else as text; NULL is None.
"""

from __future__ import annotations

import hashlib
import math
import re
import uuid
import zlib
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import masks

FUNCTIONS: Final[dict[str, Callable[..., Any]]] = {}
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")
_FORMAT: Final = re.compile(
    r"SYYYY|YYYY|RRRR|YY|RR|MONTH|MON|MM|DD|HH24|HH12|HH|MI|SS|FF\d?|DAY|DY|D|AM|PM|\"[^\"]*\"|.",
    re.IGNORECASE | re.DOTALL,
)
_MONTHS: Final = [
    "JAN",
    "FEB",
    "MAR",
    "APR",
    "MAY",
    "JUN",
    "JUL",
    "AUG",
    "SEP",
    "OCT",
    "NOV",
    "DEC",
]


def sql(name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(body: Callable[..., Any]) -> Callable[..., Any]:
        FUNCTIONS[name] = body
        return body

    return register


def stored(value: Any) -> Any:
    """A Python value as the engine keeps it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        if value.tzinfo is not None:
            value = value.replace(tzinfo=None)
        text = value.strftime("%Y-%m-%d %H:%M:%S")
        return f"{text}.{value.microsecond:06d}" if value.microsecond else text
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and abs(value) < 2**63
            else float(value)
        )
    if value == "" or value == b"":
        return None
    if isinstance(value, int) and not -(2**63) <= value < 2**63:
        return float(value)
    return value


def is_date(value: Any) -> bool:
    return isinstance(value, str) and _DATE.fullmatch(value) is not None


def date(value: str) -> datetime:
    return datetime.fromisoformat(value)


def number_text(value: float | int) -> str:
    """A number as Oracle writes it: no exponent, no leading zero, no trailing zeros."""
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e18:
            return str(int(value))
        text = format(Decimal(repr(value)), "f").rstrip("0").rstrip(".")
        return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text
    return str(value)


def text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex().upper()
    return value if isinstance(value, str) else number_text(value)


def number(value: Any) -> int | float | None:
    if value is None or isinstance(value, int | float):
        return value
    try:
        read = Decimal(str(value).strip().replace(",", "."))
    except ArithmeticError:
        raise OraError(1722, "invalid number") from None
    return int(read) if read == read.to_integral_value() else float(read)


@sql("O_CONCAT")
def concat(*parts: Any) -> str | None:
    return "".join(text(p) or "" for p in parts) or None


@sql("O_ADD")
def add(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if is_date(b):
        a, b = b, a
    if is_date(a):
        return stored(date(a) + timedelta(days=float(number(b) or 0)))
    return _exact(number(a), number(b), lambda x, y: x + y)


@sql("O_SUB")
def sub(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if is_date(a):
        if is_date(b):
            return (date(a) - date(b)).total_seconds() / 86400
        return stored(date(a) - timedelta(days=float(number(b) or 0)))
    return _exact(number(a), number(b), lambda x, y: x - y)


@sql("O_MUL")
def mul(a: Any, b: Any) -> Any:
    return None if a is None or b is None else _exact(number(a), number(b), lambda x, y: x * y)


def _quotient(a: Decimal, b: Decimal) -> Decimal:
    return a / b


@sql("O_DIV")
def div(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if number(b) == 0:
        raise OraError(1476, "divisor is equal to zero")
    return _exact(number(a), number(b), _quotient)


def _exact(a: Any, b: Any, act: Callable[[Any, Any], Any]) -> Any:
    if isinstance(a, int) and isinstance(b, int) and act is not _quotient:
        return stored(act(a, b))
    return stored(act(Decimal(str(a)), Decimal(str(b))))


@sql("TO_CHAR")
def to_char(value: Any, mask: str | None = None, _nls: str | None = None) -> str | None:
    if value is None:
        return None
    if is_date(value):
        return _date_text(date(value), mask or "YYYY-MM-DD HH24:MI:SS")
    if mask is None or str(mask).upper() in ("TM9", "TM"):
        return text(value)
    return masks.number_text(number(value), str(mask))


def _date_text(value: datetime, mask: str) -> str:
    out = []
    for token in _FORMAT.findall(mask):
        upper = token.upper()
        if upper == "SYYYY":  # a blank where BC would have its sign
            out.append(f" {value.year:04d}")
        elif upper in ("YYYY", "RRRR"):
            out.append(f"{value.year:04d}")
        elif upper in ("YY", "RR"):
            out.append(f"{value.year % 100:02d}")
        elif upper == "MM":
            out.append(f"{value.month:02d}")
        elif upper == "DD":
            out.append(f"{value.day:02d}")
        elif upper == "HH24":
            out.append(f"{value.hour:02d}")
        elif upper in ("HH", "HH12"):
            out.append(f"{(value.hour + 11) % 12 + 1:02d}")
        elif upper == "MI":
            out.append(f"{value.minute:02d}")
        elif upper == "SS":
            out.append(f"{value.second:02d}")
        elif upper.startswith("FF"):
            digits = int(upper[2:] or 6)
            out.append(f"{value.microsecond:06d}".ljust(digits, "0")[:digits])
        elif upper == "MON":
            out.append(_MONTHS[value.month - 1])
        elif upper == "MONTH":
            out.append(value.strftime("%B").upper())
        elif upper in ("DAY", "DY"):
            out.append(value.strftime("%A" if upper == "DAY" else "%a").upper())
        elif upper == "D":
            out.append(str(value.isoweekday()))
        elif upper in ("AM", "PM"):
            out.append("AM" if value.hour < 12 else "PM")
        else:
            out.append(token.strip('"'))
    return "".join(out)


@sql("TO_DATE")
def to_date(value: Any, mask: str | None = None) -> str | None:
    if value is None:
        return None
    if is_date(value) and mask is None:
        return str(value)
    return _parsed(str(value), mask or "YYYY-MM-DD HH24:MI:SS")


@sql("TO_TIMESTAMP")
def to_timestamp(value: Any, mask: str | None = None) -> str | None:
    read: str | None = to_date(value, mask or "YYYY-MM-DD HH24:MI:SS.FF")
    return read


def _parsed(value: str, mask: str) -> str:
    parts = {"Y": 1, "M": 1, "D": 1, "H": 0, "I": 0, "S": 0, "F": 0}
    now = datetime.now()
    parts["Y"], parts["M"] = now.year, now.month
    at = 0
    for token in _FORMAT.findall(mask):
        upper = token.upper()
        if at >= len(value):
            break
        key, width = {
            "YYYY": ("Y", 4), "RRRR": ("Y", 4), "YY": ("Y", 2), "RR": ("Y", 2), "MM": ("M", 2),
            "DD": ("D", 2), "HH24": ("H", 2), "HH": ("H", 2), "HH12": ("H", 2), "MI": ("I", 2),
            "SS": ("S", 2),
        }.get(upper, ("", 0))  # fmt: skip
        if upper.startswith("FF"):
            key, width = "F", 9
        if not key:
            if upper == "MON":
                parts["M"] = _MONTHS.index(value[at : at + 3].upper()) + 1
                at += 3
            else:
                at += 1
            continue
        found = re.match(rf"\d{{1,{width}}}", value[at:])
        if found is None:
            raise OraError(1858, "a non-numeric character was found where a numeric was expected")
        read = int(found[0])
        if key == "F":
            read = int(found[0].ljust(6, "0")[:6])
        if upper in ("YY", "RR"):
            read += 2000 if read < 50 else 1900
        parts[key] = read
        at += found.end()
    if at < len(value.rstrip()):
        raise OraError(1830, "date format picture ends before converting entire input string")
    try:
        year, month, day, hour, minute, second, micro = (parts[k] for k in "YMDHISF")
        return str(stored(datetime(year, month, day, hour, minute, second, micro)))
    except ValueError:
        raise OraError(1843, "not a valid month") from None


@sql("TO_NUMBER")
def to_number(value: Any, mask: str | None = None) -> Any:
    if value is not None and mask is not None and set(mask.upper()) == {"X"}:
        digits = str(value).strip()
        if len(digits) > len(mask) or re.fullmatch(r"[0-9A-Fa-f]+", digits) is None:
            raise OraError(1722, "invalid number")
        return stored(Decimal(int(digits, 16)))
    return number(value)


@sql("LENGTHB")
def lengthb(value: Any) -> Any:
    shown = value if isinstance(value, bytes) else (text(value) or "").encode()
    return len(shown) or None


@sql("O_TRUNC")
def trunc(value: Any, how: Any = None) -> Any:
    if value is None:
        return None
    if is_date(value):
        day = date(value).replace(hour=0, minute=0, second=0, microsecond=0)
        unit = str(how or "DD").upper()
        if unit in ("MM", "MONTH", "MON"):
            day = day.replace(day=1)
        elif unit in ("YYYY", "YEAR", "YY"):
            day = day.replace(day=1, month=1)
        return stored(day)
    scale = 10 ** int(how or 0)
    return stored(Decimal(math.trunc(Decimal(str(number(value))) * scale)) / scale)


@sql("O_ROUND")
def round_(value: Any, digits: Any = 0) -> Any:
    if value is None or is_date(value):
        return value
    quantum = Decimal(1).scaleb(-int(digits or 0))
    return stored(Decimal(str(number(value))).quantize(quantum, rounding="ROUND_HALF_UP"))


@sql("ADD_MONTHS")
def add_months(value: Any, months: Any) -> Any:
    if value is None or months is None:
        return None
    start = date(value)
    total = start.month - 1 + int(months)
    year, month = start.year + total // 12, total % 12 + 1
    last = (datetime(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return stored(start.replace(year=year, month=month, day=min(start.day, last)))


@sql("MONTHS_BETWEEN")
def months_between(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    x, y = date(a), date(b)
    return (x.year - y.year) * 12 + x.month - y.month + (x.day - y.day) / 31


@sql("LAST_DAY")
def last_day(value: Any) -> Any:
    if value is None:
        return None
    start = date(value).replace(day=28) + timedelta(days=4)
    return stored(date(value).replace(day=(start - timedelta(days=start.day)).day))


@sql("DECODE")
def decode(value: Any, *pairs: Any) -> Any:
    for at in range(0, len(pairs) - 1, 2):
        if pairs[at] == value:
            return pairs[at + 1]
    return pairs[-1] if len(pairs) % 2 else None


@sql("NVL2")
def nvl2(value: Any, present: Any, absent: Any) -> Any:
    return absent if value is None else present


@sql("O_INSTR")
def instr(value: Any, part: Any, start: Any = 1, occurrence: Any = 1) -> Any:
    if value is None or part is None:
        return None
    at = int(start) - 1
    for _ in range(int(occurrence)):
        at = str(text(value)).find(str(part), at)
        if at < 0:
            return 0
        at += 1
    return at


@sql("LPAD")
def lpad(value: Any, width: Any, fill: str = " ") -> Any:
    shown = text(value)
    if shown is None:
        return None
    missing = int(width) - len(shown)
    return shown[: int(width)] if missing <= 0 else (fill * missing)[:missing] + shown


@sql("RPAD")
def rpad(value: Any, width: Any, fill: str = " ") -> Any:
    shown = text(value)
    if shown is None:
        return None
    missing = int(width) - len(shown)
    return shown[: int(width)] if missing <= 0 else shown + (fill * missing)[:missing]


@sql("INITCAP")
def initcap(value: Any) -> Any:
    return None if value is None else str(value).title()


@sql("REGEXP_LIKE")
def regexp_like(value: Any, pattern: Any, flags: Any = "") -> Any:
    if value is None or pattern is None:
        return None
    return int(
        re.search(pattern, str(text(value)), re.I if "i" in (flags or "") else 0) is not None
    )


@sql("REGEXP_REPLACE")
def regexp_replace(value: Any, pattern: Any, new: Any = "") -> Any:
    return (
        None
        if value is None
        else re.sub(pattern, re.sub(r"\\(\d)", r"\\\1", new or ""), str(value)) or None
    )


@sql("REGEXP_SUBSTR")
def regexp_substr(value: Any, pattern: Any) -> Any:
    found = re.search(pattern, str(value)) if value is not None else None
    return found[0] if found else None


@sql("CHR")
def chr_(value: Any) -> Any:
    return chr(int(value))


@sql("SIGN")
def sign(value: Any) -> Any:
    return None if value is None else (value > 0) - (value < 0)


@sql("O_MOD")
def mod(a: Any, b: Any) -> Any:
    if a is None or b is None:
        return None
    if b == 0:
        return a
    if isinstance(a, int) and isinstance(b, int) and a >= 0 and b > 0:
        return a % b
    return stored(Decimal(str(a)) % Decimal(str(b)))


@sql("POWER")
def power(a: Any, b: Any) -> Any:
    return None if a is None or b is None else stored(Decimal(str(a)) ** Decimal(str(b)))


@sql("O_GREATEST")
def greatest(*values: Any) -> Any:
    return None if None in values else max(values)


@sql("O_LEAST")
def least(*values: Any) -> Any:
    return None if None in values else min(values)


@sql("RAWTOHEX")
def rawtohex(value: Any) -> Any:
    return (
        None
        if value is None
        else (value if isinstance(value, bytes) else str(value).encode()).hex().upper()
    )


@sql("HEXTORAW")
def hextoraw(value: Any) -> Any:
    return None if value is None else bytes.fromhex(value)


@sql("SYS_GUID")
def sys_guid() -> bytes:
    return uuid.uuid4().bytes


@sql("STANDARD_HASH")
def standard_hash(value: Any, method: str = "SHA1") -> Any:
    raw = value if isinstance(value, bytes) else (text(value) or "").encode()
    return hashlib.new(method.lower(), raw).digest()


@sql("ORA_HASH")
def ora_hash(value: Any, top: Any = 4294967295, seed: Any = 0) -> Any:
    """32 bits, deterministic; the numbers are this lab's own and not Oracle's."""
    raw = value if isinstance(value, bytes) else (text(value) or "").encode()
    return zlib.crc32(raw + b"|" + str(int(seed)).encode()) % (int(top) + 1)


@sql("O_LOBLENGTH")
def lob_length(value: Any) -> Any:
    return None if value is None else len(value)


@sql("O_LOBSUBSTR")
def lob_substr(value: Any, amount: Any = 32767, offset: Any = 1) -> Any:
    if value is None:
        return None
    return value[int(offset) - 1 : int(offset) - 1 + int(amount)] or None


@sql("TO_CLOB")
def to_clob(value: Any) -> Any:
    return text(value)


@sql("O_SAME")
def same(value: Any) -> Any:
    return value
