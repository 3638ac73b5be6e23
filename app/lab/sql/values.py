"""Values as the embedded engine keeps them, and the conversions that Oracle makes by itself.

NUMBER in the forms of ``numbers``, DATE and TIMESTAMP as text ``YYYY-MM-DD HH:MM:SS[.ffffff]``
behind a mark that no other text begins with, RAW and BLOB as bytes, everything else as text; NULL
and the empty string are None.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import datemask, numbers
from app.lab.sql.nls import Nls

MARK: Final = "\x02"
_DATE: Final = re.compile(MARK + r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?")


def stored(value: Any) -> Any:
    """A Python value as the engine keeps it."""
    if value is None or isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | Decimal):
        return numbers.keep(value)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise _refused("infinite numbers")
        return numbers.keep(Decimal(repr(value)))
    if isinstance(value, datetime):
        return _dated(value)
    if isinstance(value, timedelta):
        raise _refused("intervals")
    return None if value == b"" else value


def _dated(value: datetime) -> str:
    if value.tzinfo is not None:
        value = value.replace(tzinfo=None)
    return MARK + value.isoformat(" ")


def _refused(what: str) -> OraError:
    return OraError(3001, f"unimplemented feature: {what} (lab, not Oracle)")


def is_date(value: Any) -> bool:
    """Whether the value is a date in the engine's form."""
    return isinstance(value, str) and value[:1] == MARK and _DATE.fullmatch(value) is not None


def date(value: str) -> datetime:
    """The moment behind the engine's form."""
    return datetime.fromisoformat(value[1:])


def text(value: Any, nls: Nls, stamp: bool = False) -> str | None:
    """As an implicit TO_CHAR; ``stamp`` where the type is TIMESTAMP."""
    if value is None:
        return None
    if isinstance(value, str):
        if value[:1] != MARK or not is_date(value):
            return value
        mask = nls.timestamp_format if stamp or "." in value else nls.date_format
        return datemask.written(date(value), mask, nls)
    if type(value) is int:
        return str(value)
    if isinstance(value, bytes) and not numbers.is_wide(value):
        return value.hex().upper()
    return numbers.plain(value, nls.decimal)


def number(value: Any, nls: Nls) -> int | float | bytes | None:
    """As an implicit TO_NUMBER: ORA-01722 for a text that is none, ORA-00932 for a date."""
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, bytes):
        if numbers.is_wide(value):
            return value
        raise OraError(932, "inconsistent datatypes: expected NUMBER got BINARY")
    if is_date(value):
        raise OraError(932, "inconsistent datatypes: expected NUMBER got DATE")
    return numbers.read(value, nls.decimal)


def moment(value: Any, nls: Nls, stamp: bool = False) -> str | None:
    """As an implicit TO_DATE or TO_TIMESTAMP by the session's format, in the engine's form."""
    if value is None or is_date(value):
        return value  # type: ignore[no-any-return]
    if not isinstance(value, str):
        raise OraError(932, "inconsistent datatypes: expected DATE got NUMBER")
    mask = nls.timestamp_format if stamp else nls.date_format
    return _dated(datemask.parsed(value, mask, nls))


def python(value: Any) -> Any:
    """The engine's form as the contract's Python value."""
    if isinstance(value, float) or numbers.is_wide(value):
        return numbers.python(value)
    return date(value) if is_date(value) else value
