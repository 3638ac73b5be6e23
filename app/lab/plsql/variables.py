"""Types of PL/SQL variables: what an assignment makes of a value, and ORA-06502 where it does not fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

from app.lab.backend import OraError, OraType
from app.lab.sql import numbers, values
from app.lab.sql.contract import Session
from app.lab.sql.datatypes import TYPES, column_type
from app.lab.sql.fits import Fit, fitted
from app.lab.sql.resolve import locate
from app.lab.sql.tokens import Tokens

_INTEGERS: Final = {
    "PLS_INTEGER": (-(2**31), 2**31 - 1), "BINARY_INTEGER": (-(2**31), 2**31 - 1),
    "SIMPLE_INTEGER": (-(2**31), 2**31 - 1), "NATURAL": (0, 2**31 - 1),
    "POSITIVE": (1, 2**31 - 1), "NATURALN": (0, 2**31 - 1), "POSITIVEN": (1, 2**31 - 1),
}  # fmt: skip
_LONGEST: Final = 32767  # bytes of a VARCHAR2 variable
_SIZED: Final = re.compile(r"(N?VARCHAR2?|N?CHAR|RAW)\s*\(\s*(\d+)\s*(BYTE|CHAR)?\s*\)")
_BUFFER: Final = "character string buffer too small"
_PRECISION: Final = "number precision too large"
_CONVERSION: Final = "character to number conversion error"


@dataclass(frozen=True)
class Integer:
    """A whole number between ``low`` and ``high``."""

    low: int
    high: int


Kind = Fit | Integer | None
Record = dict[str, Kind]


def value_error(why: str = "") -> OraError:
    text = "PL/SQL: numeric or value error"
    return OraError(6502, f"{text}: {why}" if why else text)


def kind_of(session: Session, text: str) -> Kind | Record:
    """What a declared type means: of a record its fields by name, None for what is not checked."""
    upper = text.upper()
    if upper.endswith("%TYPE"):
        return _column(session, text[:-5])
    if upper.endswith("%ROWTYPE"):
        return _row(session, text[:-8])
    if upper in _INTEGERS:
        return Integer(*_INTEGERS[upper])
    sized = _SIZED.fullmatch(upper)
    if sized is not None:
        ora = TYPES[sized[1]]
        size = int(sized[2])
        if not 1 <= size <= _LONGEST:
            raise OraError(6550, "line 1, column 1:\nPLS-00215: String length constraints must be in range (1 .. 32767)")  # fmt: skip
        chars = sized[3] == "CHAR" or (not sized[3] and session.nls.chars)
        return Fit(ora, size, chars or sized[1][0] == "N")
    word = re.match(r"\w+", upper)
    if word is None or word[0] not in TYPES or word[0] == "BOOLEAN":
        return None
    if word[0] in ("VARCHAR2", "VARCHAR", "NVARCHAR2", "RAW"):  # a parameter: no length
        return Fit(TYPES[word[0]], _LONGEST)
    if word[0] in ("CHAR", "NCHAR") and "(" not in upper:
        return Fit(OraType.CHAR, 1)
    return Fit.of(column_type(Tokens(text), session.database.version[0]))


def parameter_kind(session: Session, text: str) -> Kind | Record:
    """The type of a parameter, which constrains no length."""
    if text.upper() in ("CHAR", "NCHAR"):
        return Fit(OraType.VARCHAR, _LONGEST)
    return kind_of(session, text)


def _names(text: str) -> list[str]:
    return [n.strip('"') if n.startswith('"') else n.upper() for n in text.split(".")]


def _column(session: Session, text: str) -> Kind:
    """``table.column%TYPE``; None for the type of a variable, which is not followed here."""
    names = _names(text)
    if len(names) < 2:
        return None
    try:
        where = locate(session, names[-3] if len(names) > 2 else "", names[-2])
    except OraError:
        return None
    for one in session.catalog.columns(*where):
        if one.name == names[-1]:
            return Fit.of(one)
    return None


def _row(session: Session, text: str) -> Record | None:
    names = _names(text)
    try:
        where = locate(session, names[-2] if len(names) > 1 else "", names[-1])
    except OraError:
        return None
    return {c.name: Fit.of(c) for c in session.catalog.columns(*where)}


def assigned(session: Session, value: Any, kind: Kind) -> Any:
    """The value as a variable of that type holds it: ORA-06502 where it does not fit."""
    value = value if isinstance(value, bool) else values.stored(value)
    if value is None or kind is None or isinstance(value, bool):
        return value
    try:
        if isinstance(kind, Integer):
            read = numbers.rounded(values.number(value, session.nls), 0)
            if not isinstance(read, int) or not kind.low <= read <= kind.high:
                raise OraError(1426, "numeric overflow") if kind.low < 0 else value_error()
            return read
        return fitted(value, kind, session.nls)
    except OraError as error:
        why = {12899: _BUFFER, 25137: _BUFFER, 1438: _PRECISION, 1722: _CONVERSION}.get(error.code)
        if why is None:
            raise
        raise value_error(why) from None
