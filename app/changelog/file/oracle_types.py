"""Data types of structured changes as Liquibase 4.28 and 5.0 write them for Oracle.

What they write another way by the database's release (BOOLEAN), and what they pass on unread, is
not translated: a changelog is judged once for all clients.
"""

from __future__ import annotations

import re

_TYPE = re.compile(
    r"(?:java\.sql\.Types\.)?([A-Za-z_][A-Za-z0-9_ ]*?)\s*(?:\(([^()]*)\)\s*([A-Za-z ]*))?",
    re.ASCII,
)
_PARAMETERS = re.compile(r"(\*|\d+)(\s+(?:CHAR|BYTE))?(\s*,\s*-?\d+)?", re.IGNORECASE | re.ASCII)

_NAMES = {
    "BIGINT": "NUMBER(38, 0)", "INT": "INTEGER", "INTEGER": "INTEGER", "SMALLINT": "NUMBER(5)",
    "TINYINT": "NUMBER(3)", "NUMERIC": "NUMBER", "NUMBER": "NUMBER", "DECIMAL": "DECIMAL",
    "VARCHAR": "VARCHAR2", "VARCHAR2": "VARCHAR2", "CHARACTER VARYING": "VARCHAR2",
    "NVARCHAR": "NVARCHAR2", "NVARCHAR2": "NVARCHAR2", "CHAR": "CHAR", "NCHAR": "NCHAR",
    "CLOB": "CLOB", "TEXT": "CLOB", "LONGTEXT": "CLOB", "NCLOB": "NCLOB", "BLOB": "BLOB",
    "DATE": "DATE", "TIME": "DATE", "DATETIME": "TIMESTAMP", "TIMESTAMP": "TIMESTAMP",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP WITH TIME ZONE",
    "TIMESTAMP WITH LOCAL TIME ZONE": "TIMESTAMP WITH LOCAL TIME ZONE",
    "FLOAT": "FLOAT", "REAL": "FLOAT", "DOUBLE": "DOUBLE PRECISION",
    "DOUBLE PRECISION": "DOUBLE PRECISION", "BINARY_DOUBLE": "BINARY_DOUBLE", "RAW": "RAW",
    "UUID": "RAW(16)", "CURRENCY": "NUMBER(15, 2)", "MONEY": "NUMBER(15, 2)", "BINARY": "RAW",
    "VARBINARY": "RAW", "XMLTYPE": "XMLTYPE", "JSON": "JSON",
    "INTERVAL DAY TO SECOND": "INTERVAL DAY TO SECOND",
}  # fmt: skip
_SIZED = {"VARCHAR2", "NVARCHAR2", "RAW"}
_NEVER_SIZED = {"INTEGER", "CLOB", "NCLOB", "BLOB", "DATE", "XMLTYPE", "JSON", "BINARY_DOUBLE"}
_TEXT = {"VARCHAR2", "NVARCHAR2", "CHAR", "NCHAR"}


def oracle_type(written: str) -> str | None:
    """``VARCHAR(20)`` as ``VARCHAR2(20)``; None where it is not known for every release."""
    match = _TYPE.fullmatch(written.strip())
    name = _NAMES.get(" ".join(match[1].upper().split())) if match else None
    if match is None or name is None:
        return None
    inside, rest = match[2], " ".join((match[3] or "").upper().split())
    if rest:
        name = _NAMES.get(f"{name} {rest}", "") if name == "TIMESTAMP" else ""
    if not name or (inside is None and name in _SIZED):
        return None
    if inside is None or "(" in name:
        return name if inside is None else None
    return _sized(name, inside.strip())


def _sized(name: str, inside: str) -> str | None:
    found = _PARAMETERS.fullmatch(inside)
    if found is None or name in _NEVER_SIZED:
        return None
    size, unit, scale = found[1], (found[2] or "").strip().upper(), found[3]
    if (unit and name not in _TEXT) or (scale and name not in ("NUMBER", "DECIMAL")):
        return None
    more = f", {scale.strip(' ,	')}" if scale else ""
    first, _, behind = name.partition(" ")
    return f"{first}({size}{' ' + unit if unit else ''}{more}){' ' + behind if behind else ''}"
