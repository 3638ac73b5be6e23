"""Oracle's functions of texts, raw values and whole rows."""

from __future__ import annotations

import functools
import hashlib
import re
import uuid
import zlib
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import numbers
from app.lab.sql.nls import Nls
from app.lab.sql.registry import sql
from app.lab.sql.values import is_date, moment, number, text

_POSIX: Final = {
    "[:alpha:]": "^\\W\\d_", "[:digit:]": "0-9", "[:alnum:]": "^\\W_", "[:space:]": "\\s",
    "[:upper:]": "A-ZÀ-ÖØ-Þ", "[:lower:]": "a-zß-öø-ÿ", "[:punct:]": "!-/:-@\\[-`{-~",
    "[:xdigit:]": "0-9A-Fa-f",
}  # fmt: skip


@sql("O_TEXT", nls=True)
def as_text(nls: Nls, value: Any) -> str | None:
    """The implicit conversion."""
    return text(value, nls)


@sql("O_CONCAT", nls=True)
def concat(nls: Nls, *parts: Any) -> str | None:
    return "".join([text(p, nls) or "" for p in parts]) or None


def _int(value: Any, nls: Nls) -> int:
    return value if type(value) is int else int(numbers.exact(number(value, nls)))


@sql("O_UPPER", nls=True)
def upper(nls: Nls, value: Any) -> str | None:
    shown = text(value, nls)
    # letter by letter: Oracle knows no letter that becomes two
    return shown and "".join(u if len(u := c.upper()) == 1 else c for c in shown)


@sql("O_LOWER", nls=True)
def lower(nls: Nls, value: Any) -> str | None:
    shown = text(value, nls)
    return shown and shown.lower()


@sql("O_LENGTH", nls=True)
def length(nls: Nls, value: Any) -> int | None:
    if isinstance(value, bytes) and not numbers.is_wide(value):
        return len(value)
    shown = text(value, nls)
    return None if shown is None else len(shown)


@sql("O_LENGTHB", nls=True)
def length_in_bytes(nls: Nls, value: Any) -> int | None:
    if isinstance(value, bytes) and not numbers.is_wide(value):
        return len(value)
    shown = text(value, nls)
    return None if shown is None else len(shown.encode())


@sql("VSIZE", nls=True)
def vsize(nls: Nls, value: Any) -> int | None:
    if value is None:
        return None
    if is_date(value):
        return 7 if "." not in value else 11
    if not isinstance(value, str) and (not isinstance(value, bytes) or numbers.is_wide(value)):
        return _number_bytes(value)
    return length_in_bytes(nls, value)  # type: ignore[no-any-return]


def _number_bytes(value: Any) -> int:
    """Exponent, a byte for each two digits on either side of the point, an end mark below zero."""
    exact = numbers.exact(value).normalize()
    if not exact:
        return 1
    sign, digits, power = exact.as_tuple()
    pairs = len(digits) + (int(power) % 2)
    return 1 + (pairs + 1) // 2 + sign


@sql("O_SUBSTR", nls=True)
def substr(nls: Nls, value: Any, start: Any, count: Any = -1) -> Any:
    shown = text(value, nls)
    if shown is None or start is None or count is None:
        return None
    at = _int(start, nls)
    at = len(shown) + at if at < 0 else max(at - 1, 0)
    if at < 0:
        return None
    if count == -1:
        return shown[at:] or None
    many = _int(count, nls)
    return shown[at : at + many] or None if many > 0 else None


@sql("O_REPLACE", nls=True)
def replace(nls: Nls, value: Any, old: Any, new: Any = None) -> Any:
    shown, found = text(value, nls), text(old, nls)
    if shown is None or found is None:
        return shown
    return shown.replace(found, text(new, nls) or "") or None


@sql("O_TRIM", nls=True)
def trim(nls: Nls, side: str, value: Any, chars: Any = " ") -> Any:
    shown, taken = text(value, nls), text(chars, nls)
    if shown is None or taken is None:
        return None
    if side in ("BOTH", "LEADING", ""):
        shown = shown.lstrip(taken)
    return (shown.rstrip(taken) if side in ("BOTH", "TRAILING", "") else shown) or None


@sql("TRANSLATE", nls=True)
def translate(nls: Nls, value: Any, old: Any, new: Any) -> Any:
    shown, wanted, given = text(value, nls), text(old, nls), text(new, nls)
    if shown is None or wanted is None or given is None:
        return None
    table: dict[int, str | None] = {}
    for at, one in enumerate(wanted):
        table.setdefault(ord(one), given[at] if at < len(given) else None)
    return shown.translate(table) or None


@sql("ASCII", nls=True)
def ascii_(nls: Nls, value: Any) -> Any:
    shown = text(value, nls)
    return None if shown is None else int.from_bytes(shown[0].encode(), "big")


@sql("O_INSTR", nls=True)
def instr(nls: Nls, value: Any, part: Any, start: Any = 1, occurrence: Any = 1) -> Any:
    shown, wanted = text(value, nls), text(part, nls)
    if shown is None or wanted is None or start is None or occurrence is None:
        return None
    first, times = _int(start, nls), _int(occurrence, nls)
    if times < 1:
        raise OraError(1428, f"argument '{times}' is out of range")
    if first == 0:
        return 0
    if first < 0:
        at = len(shown) + first + 1
        for _ in range(times):
            at = shown.rfind(wanted, 0, at + len(wanted) - 1)
            if at < 0:
                return 0
        return at + 1
    at = first - 2
    for _ in range(times):
        at = shown.find(wanted, at + 1)
        if at < 0:
            return 0
    return at + 1


def _padded(nls: Nls, value: Any, width: Any, fill: Any) -> tuple[str, str] | None:
    shown, filled = text(value, nls), text(fill, nls)
    if shown is None or width is None or filled is None:
        return None
    size = max(_int(width, nls), 0)
    missing = size - len(shown)
    return shown[:size], (filled * max(missing, 0))[: max(missing, 0)]


@sql("LPAD", nls=True)
def lpad(nls: Nls, value: Any, width: Any, fill: Any = " ") -> Any:
    made = _padded(nls, value, width, fill)
    return None if made is None else (made[1] + made[0]) or None


@sql("RPAD", nls=True)
def rpad(nls: Nls, value: Any, width: Any, fill: Any = " ") -> Any:
    made = _padded(nls, value, width, fill)
    return None if made is None else (made[0] + made[1]) or None


@sql("INITCAP", nls=True)
def initcap(nls: Nls, value: Any) -> Any:
    shown = text(value, nls)
    return shown and re.sub(
        r"[^\W_]+", lambda word: word[0][0].upper() + word[0][1:].lower(), shown
    )


def _pattern(pattern: Any) -> str:
    found = str(pattern)
    for theirs, ours in _POSIX.items():
        if ours.startswith("^"):
            found = found.replace(f"[{theirs}]", f"[{ours}]").replace(
                f"[^{theirs}]", f"[{ours[1:]}]"
            )
        found = found.replace(theirs, ours) if not ours.startswith("^") else found
    if "[:" in found:
        raise OraError(3001, f"unimplemented feature: pattern {pattern} (lab, not Oracle)")
    return found


def _flags(flags: Any) -> re.RegexFlag:
    chosen = re.RegexFlag(0)
    for one in str(flags or ""):
        if one not in "icnmx":
            raise OraError(1760, "illegal argument for function")
        chosen |= {"i": re.I, "n": re.S, "m": re.M, "x": re.X}.get(one, re.RegexFlag(0))
    return chosen


@sql("REGEXP_LIKE", nls=True)
def regexp_like(nls: Nls, value: Any, pattern: Any, flags: Any = "") -> Any:
    if value is None or pattern is None:
        return None
    return int(re.search(_pattern(pattern), str(text(value, nls)), _flags(flags)) is not None)


@sql("REGEXP_REPLACE", nls=True)
def regexp_replace(nls: Nls, value: Any, pattern: Any, new: Any = "") -> Any:
    if value is None or pattern is None:
        return value
    return re.sub(_pattern(pattern), str(new or ""), str(text(value, nls))) or None


@sql("REGEXP_SUBSTR", nls=True)
def regexp_substr(nls: Nls, value: Any, pattern: Any) -> Any:
    if value is None or pattern is None:
        return None
    found = re.search(_pattern(pattern), str(text(value, nls)))
    return found[0] or None if found else None


@sql("REGEXP_COUNT", nls=True)
def regexp_count(nls: Nls, value: Any, pattern: Any) -> Any:
    if value is None or pattern is None:
        return None
    return len(re.findall(_pattern(pattern), str(text(value, nls))))


@sql("CHR", nls=True)
def chr_(nls: Nls, value: Any) -> Any:
    return None if value is None else chr(_int(value, nls))


def _alike(nls: Nls, first: Any, other: Any) -> Any:
    """``other`` in the type of ``first``, as Oracle compares them."""
    if other is None or first is None:
        return other
    if is_date(first):
        return moment(other, nls)
    if isinstance(first, str):
        return text(other, nls)
    return number(other, nls) if not isinstance(first, bytes) or numbers.is_wide(first) else other


def _order(value: Any) -> Any:
    return numbers.sort_key(value) if not isinstance(value, str) else value.encode()


@sql("DECODE", nls=True)
def decode(nls: Nls, value: Any, *pairs: Any) -> Any:
    for at in range(0, len(pairs) - 1, 2):
        if _alike(nls, pairs[0], value) == _alike(nls, pairs[0], pairs[at]):
            return pairs[at + 1]
    return pairs[-1] if len(pairs) % 2 else None


@sql("NVL2")
def nvl2(value: Any, present: Any, absent: Any) -> Any:
    return absent if value is None else present


@sql("O_GREATEST", nls=True)
def greatest(nls: Nls, *values: Any) -> Any:
    return None if None in values else max((_alike(nls, values[0], v) for v in values), key=_order)


@sql("O_LEAST", nls=True)
def least(nls: Nls, *values: Any) -> Any:
    return None if None in values else min((_alike(nls, values[0], v) for v in values), key=_order)


@sql("RAWTOHEX")
def rawtohex(value: Any) -> Any:
    if value is None:
        return None
    return (value if isinstance(value, bytes) else str(value).encode()).hex().upper()


@sql("HEXTORAW")
def hextoraw(value: Any) -> Any:
    if value is None:
        return None
    try:
        return bytes.fromhex(value if len(value) % 2 == 0 else f"0{value}")
    except (TypeError, ValueError):
        raise OraError(1465, "invalid hex number") from None


@sql("SYS_GUID")
def sys_guid() -> bytes:
    return uuid.uuid4().bytes


def _hashed(nls: Nls, value: Any) -> bytes:
    if isinstance(value, bytes) and not numbers.is_wide(value):
        return value
    return (text(value, nls) or "").encode() if not is_date(value) else value.encode()


@sql("STANDARD_HASH", nls=True)
def standard_hash(nls: Nls, value: Any, method: Any = "SHA1") -> Any:
    make = hashlib.md5 if method == "MD5" else functools.partial(hashlib.new, str(method).lower())
    return make(_hashed(nls, value)).digest()


@sql("ORA_HASH", nls=True)
def ora_hash(nls: Nls, value: Any, top: Any = 4294967295, seed: Any = 0) -> Any:
    """32 bits, deterministic; the numbers are this lab's own and not Oracle's."""
    if type(value) is str and type(seed) is int:
        return zlib.crc32(b"%b|%d" % (value.encode(), seed)) % (int(top) + 1)
    if isinstance(value, float):  # the same number whatever the session's decimal character
        value = numbers.plain(value)
    return zlib.crc32(_hashed(nls, value) + b"|" + str(int(seed)).encode()) % (int(top) + 1)


@sql("O_LOBLENGTH")
def lob_length(value: Any) -> Any:
    return None if value is None else len(value)


@sql("O_LOBSUBSTR")
def lob_substr(value: Any, amount: Any = 32767, offset: Any = 1) -> Any:
    if value is None:
        return None
    return value[int(offset) - 1 : int(offset) - 1 + int(amount)] or None


@sql("TO_CLOB", nls=True)
def to_clob(nls: Nls, value: Any) -> Any:
    return text(value, nls)
