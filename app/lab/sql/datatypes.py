"""Oracle's data types as DDL and CAST write them."""

from __future__ import annotations

from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.tokens import Tokens

TYPES: Final = {
    "VARCHAR2": OraType.VARCHAR, "VARCHAR": OraType.VARCHAR, "NVARCHAR2": OraType.VARCHAR,
    "CHAR": OraType.CHAR, "NCHAR": OraType.CHAR, "NUMBER": OraType.NUMBER,
    "INTEGER": OraType.NUMBER, "INT": OraType.NUMBER, "SMALLINT": OraType.NUMBER,
    "DECIMAL": OraType.NUMBER, "NUMERIC": OraType.NUMBER, "FLOAT": OraType.NUMBER,
    "DATE": OraType.DATE, "TIMESTAMP": OraType.TIMESTAMP, "CLOB": OraType.CLOB,
    "NCLOB": OraType.CLOB, "BLOB": OraType.BLOB, "RAW": OraType.RAW, "LONG": OraType.LONG,
    "BINARY_DOUBLE": OraType.BINARY_DOUBLE, "BINARY_FLOAT": OraType.BINARY_FLOAT,
    "BOOLEAN": OraType.BOOLEAN,
}  # fmt: skip
# types of Oracle that the lab does not play, and the release that brought them (0: long ago)
_ELSEWHERE: Final = {
    "JSON": 21, "VECTOR": 23, "XMLTYPE": 0, "ROWID": 0, "UROWID": 0, "INTERVAL": 0, "BFILE": 0,
    "SDO_GEOMETRY": 0, "ANYDATA": 0, "REAL": 0, "DOUBLE": 0,
}  # fmt: skip
_LONGEST: Final = {"VARCHAR2": 4000, "NVARCHAR2": 4000, "CHAR": 2000, "NCHAR": 2000, "RAW": 2000}


def column_type(t: Tokens, release: int = 23, chars: bool = False) -> ColumnRow:
    """A data type; the row has no name yet. ``chars`` where NLS_LENGTH_SEMANTICS counts characters.
    ORA-00902 for what is no type of this release."""
    word = t.take()
    if word in _ELSEWHERE and release >= _ELSEWHERE[word]:
        raise t.unknown(f"data type {word}")
    if word not in TYPES or (word == "BOOLEAN" and release < 23):
        t.at -= 1
        raise t.error(902, "invalid datatype")
    ora = TYPES[word]
    args, used = _arguments(t)
    if ora in (OraType.VARCHAR, OraType.CHAR, OraType.RAW):
        return _text(t, word, ora, args, used or ("C" if chars else "B"))
    if ora is OraType.NUMBER:
        return _number(word, args)
    if ora is OraType.TIMESTAMP:
        return _timestamp(t, args)
    if word == "LONG" and t.accept("RAW"):
        raise t.unknown("data type LONG RAW")
    return ColumnRow("", word, ora, 0, None, None, "", True, None)


def _arguments(t: Tokens) -> tuple[list[int | None], str]:
    args: list[int | None] = []
    used, sign = "", 1
    if t.accept("("):
        while not t.accept(")"):
            part = t.take()
            if part.isdigit():
                args.append(sign * int(part))
            elif part in ("CHAR", "BYTE"):
                used = "C" if part == "CHAR" else "B"
            elif part == "*":
                args.append(None)
            elif part not in (",", "-"):
                raise t.error(907, "missing right parenthesis")
            sign = -1 if part == "-" else 1
    return args, used


def _text(t: Tokens, word: str, ora: OraType, args: list[int | None], used: str) -> ColumnRow:
    if not args and ora is not OraType.CHAR:
        raise t.error(906, "missing left parenthesis")
    size = (args[0] if args else 1) or 0
    word = "VARCHAR2" if word == "VARCHAR" else word
    if size == 0:
        raise OraError(1723, "zero-length columns are not allowed")
    if size > _LONGEST[word]:
        raise OraError(910, "specified length too long for its datatype")
    if ora is OraType.RAW:
        used = ""
    return ColumnRow("", word, ora, size, None, None, "C" if word[0] == "N" else used, True, None)


def _number(word: str, args: list[int | None]) -> ColumnRow:
    precision, scale = None, None
    if word in ("INTEGER", "INT", "SMALLINT"):
        scale = 0
    elif word != "FLOAT" and args:
        precision, scale = args[0], args[1] if len(args) > 1 else 0
    elif word in ("DECIMAL", "NUMERIC"):
        scale = 0
    if precision is not None and not 1 <= precision <= 38:
        raise OraError(1727, "numeric precision specifier is out of range (1 to 38)")
    if scale is not None and not -84 <= scale <= 127:
        raise OraError(1728, "numeric scale specifier is out of range (-84 to 127)")
    word = "FLOAT" if word == "FLOAT" else "NUMBER"
    return ColumnRow("", word, OraType.NUMBER, 0, precision, scale, "", True, None)


def _timestamp(t: Tokens, args: list[int | None]) -> ColumnRow:
    scale = 6 if not args or args[0] is None else args[0]
    if not 0 <= scale <= 9:
        raise OraError(30088, "datetime/interval precision is out of range")
    word, ora = f"TIMESTAMP({scale})", OraType.TIMESTAMP
    if t.accept("WITH", "TIME", "ZONE"):
        raise t.unknown("data type TIMESTAMP WITH TIME ZONE")  # its values would lose their zone
    elif t.accept("WITH", "LOCAL", "TIME", "ZONE"):
        ora, word = OraType.TIMESTAMP_LTZ, word + " WITH LOCAL TIME ZONE"
    return ColumnRow("", word, ora, 0, None, scale, "", True, None)
