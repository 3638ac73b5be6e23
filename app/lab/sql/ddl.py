"""CREATE, ALTER, DROP, COMMENT, GRANT: parsed here, because sqlglot leaves half of them opaque.

DDL commits before and after itself. Constraints are enforced by triggers of the embedded engine,
made anew from the dictionary at each change of a table, so that they can be added and taken away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from app.lab.backend import OraError, OraType
from app.lab.sql.catalog import ColumnRow

TOKEN: Final = re.compile(
    r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"[^\"]+\"|[A-Za-z][\w$#]*|\d+(?:\.\d+)?|:=|<>|!=|<=|>=|\|\||\S",
    re.DOTALL,
)
_TYPES: Final = {
    "VARCHAR2": OraType.VARCHAR, "VARCHAR": OraType.VARCHAR, "NVARCHAR2": OraType.VARCHAR,
    "CHAR": OraType.CHAR, "NCHAR": OraType.CHAR, "NUMBER": OraType.NUMBER,
    "INTEGER": OraType.NUMBER, "INT": OraType.NUMBER, "SMALLINT": OraType.NUMBER,
    "DECIMAL": OraType.NUMBER, "NUMERIC": OraType.NUMBER, "FLOAT": OraType.NUMBER,
    "DATE": OraType.DATE, "TIMESTAMP": OraType.TIMESTAMP, "CLOB": OraType.CLOB,
    "NCLOB": OraType.CLOB, "BLOB": OraType.BLOB, "RAW": OraType.RAW, "LONG": OraType.LONG,
    "BINARY_DOUBLE": OraType.BINARY_DOUBLE, "BINARY_FLOAT": OraType.BINARY_FLOAT,
    "BOOLEAN": OraType.BOOLEAN,
}  # fmt: skip
TABLE_LIKE: Final = (
    "TABLE",
    "VIEW",
    "SEQUENCE",
    "SYNONYM",
    "PROCEDURE",
    "FUNCTION",
    "PACKAGE",
    "TYPE",
)


class Tokens:
    """The words of one statement, upper-cased unless quoted or literal."""

    def __init__(self, sql: str) -> None:
        self.sql = sql
        self.items: list[tuple[str, int, int]] = []
        for hit in TOKEN.finditer(sql):
            raw = hit[0]
            if raw.startswith(("--", "/*")):
                continue
            self.items.append((raw if raw[0] in "'\"" else raw.upper(), hit.start(), hit.end()))
        if self.items and self.items[-1][0] == ";":
            raise OraError(911, "invalid character", self.items[-1][1])
        self.at = 0

    @property
    def done(self) -> bool:
        return self.at >= len(self.items)

    def peek(self, ahead: int = 0) -> str:
        at = self.at + ahead
        return self.items[at][0] if at < len(self.items) else ""

    def take(self) -> str:
        found = self.peek()
        self.at += 1
        return found

    def accept(self, *words: str) -> bool:
        if all(self.peek(i) == w for i, w in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def expect(self, *words: str) -> None:
        if not self.accept(*words):
            raise self.error()

    def error(self, code: int = 922, text: str = "missing or invalid option") -> OraError:
        at = self.items[self.at][1] if not self.done else len(self.sql)
        return OraError(code, text, at)

    def unknown(self, what: str) -> OraError:
        return OraError(3001, f"unimplemented feature: {what} (lab, not Oracle)")

    def name(self) -> str:
        raw = self.take()
        if raw.startswith('"'):
            return raw[1:-1]
        if not re.fullmatch(r"[A-Z][\w$#]*", raw):
            self.at -= 1
            raise self.error(903, "invalid table name")
        return raw

    def qualified(self, owner: str) -> tuple[str, str]:
        first = self.name()
        if self.accept("."):
            return first, self.name()
        return owner, first

    def names(self) -> list[str]:
        self.expect("(")
        found = [self.name()]
        while self.accept(","):
            found.append(self.name())
        self.expect(")")
        return found

    def balanced(self, stop: Sequence[str]) -> str:
        """Source text up to a comma, a closing parenthesis or a word of ``stop`` at depth 0."""
        depth, start = 0, self.at
        while not self.done:
            word = self.peek()
            if depth == 0 and (word in (",", ")") or word in stop):
                break
            depth += (word == "(") - (word == ")")
            self.at += 1
        if self.at == start:
            raise self.error(936, "missing expression")
        return self.sql[self.items[start][1] : self.items[self.at - 1][2]]

    def rest(self) -> str:
        text = self.sql[self.items[self.at][1] :] if not self.done else ""
        self.at = len(self.items)
        return text


def column_type(t: Tokens) -> ColumnRow:
    """A data type; the row has no name yet."""
    word = t.take()
    if word not in _TYPES:
        t.at -= 1
        raise t.error(902, "invalid datatype")
    ora = _TYPES[word]
    size, precision, scale, used = 0, None, None, ""
    args: list[int] = []
    if t.accept("("):
        while not t.accept(")"):
            part = t.take()
            if part.isdigit():
                args.append(int(part))
            elif part in ("CHAR", "BYTE"):
                used = "C" if part == "CHAR" else "B"
            elif part not in (",", "*", "-"):
                raise t.error(907, "missing right parenthesis")
    if ora in (OraType.VARCHAR, OraType.CHAR, OraType.RAW):
        if not args and ora is not OraType.CHAR:
            raise t.error(906, "missing left parenthesis")
        size, used = (args[0] if args else 1), (used or ("B" if ora is not OraType.RAW else ""))
        word = {"VARCHAR": "VARCHAR2"}.get(word, word)
    elif ora is OraType.NUMBER:
        if word in ("INTEGER", "INT", "SMALLINT"):
            scale = 0
        elif word != "FLOAT" and args:
            precision, scale = args[0], args[1] if len(args) > 1 else 0
        word = "FLOAT" if word == "FLOAT" else "NUMBER"
    elif ora is OraType.TIMESTAMP:
        scale = args[0] if args else 6
        word = f"TIMESTAMP({scale})"
        if t.accept("WITH", "TIME", "ZONE"):
            ora, word = OraType.TIMESTAMP_TZ, word + " WITH TIME ZONE"
        elif t.accept("WITH", "LOCAL", "TIME", "ZONE"):
            ora, word = OraType.TIMESTAMP_LTZ, word + " WITH LOCAL TIME ZONE"
    return ColumnRow("", word, ora, size, precision, scale, used, True, None)


def affinity(column: ColumnRow) -> str:
    if column.ora in (OraType.NUMBER, OraType.BOOLEAN):
        return "NUMERIC"
    if column.ora in (OraType.BINARY_DOUBLE, OraType.BINARY_FLOAT):
        return "REAL"
    return "BLOB" if column.ora in (OraType.BLOB, OraType.RAW) else "TEXT"


class Constraint:
    """As parsed; ``name`` may be empty."""

    def __init__(self, name: str, kind: str, columns: list[str]) -> None:
        self.name, self.kind, self.columns = name, kind, columns
        self.condition = ""
        self.target: tuple[str, str] | None = None
        self.target_columns: list[str] = []
        self.delete_rule = "NO ACTION"
        self.status = "ENABLED"


def constraint(t: Tokens, owner: str, column: str | None) -> Constraint | None:
    """One constraint, inline behind a column or by itself; None when there is none here."""
    name = t.name() if t.accept("CONSTRAINT") else ""
    made: Constraint | None = None
    if t.accept("NOT", "NULL"):
        made = Constraint(name, "N", [column or ""])
    elif t.accept("NULL"):
        made = Constraint(name, "0", [column or ""])
    elif t.accept("PRIMARY", "KEY"):
        made = Constraint(name, "P", [column] if column else t.names())
    elif t.accept("UNIQUE"):
        made = Constraint(name, "U", [column] if column else t.names())
    elif t.accept("CHECK"):
        t.expect("(")
        made = Constraint(name, "C", [column] if column else [])
        made.condition = _parenthesised(t)
    elif t.peek() in ("REFERENCES", "FOREIGN"):
        columns = [column] if column else []
        if t.accept("FOREIGN", "KEY"):
            columns = t.names()
        t.expect("REFERENCES")
        made = Constraint(name, "R", [c for c in columns if c])
        made.target = t.qualified(owner)
        made.target_columns = t.names() if t.peek() == "(" else []
        if t.accept("ON", "DELETE"):
            made.delete_rule = "CASCADE" if t.accept("CASCADE") else "SET NULL"
            if made.delete_rule == "SET NULL":
                t.expect("SET", "NULL")
    elif name:
        raise t.error(2250, "missing or invalid constraint name")
    if made is not None:
        while t.peek() in (
            "ENABLE",
            "DISABLE",
            "VALIDATE",
            "NOVALIDATE",
            "RELY",
            "DEFERRABLE",
            "USING",
        ):
            word = t.take()
            if word == "DISABLE":
                made.status = "DISABLED"
            if word == "NOVALIDATE" and made.status == "ENABLED":
                made.status = "ENABLED NOVALIDATE"
            if word == "USING":
                t.expect("INDEX")
                if t.peek() and t.peek() not in (",", ")"):
                    t.name()
    return made


def _parenthesised(t: Tokens) -> str:
    depth, start = 1, t.at
    while depth:
        if t.done:
            raise t.error(907, "missing right parenthesis")
        word = t.take()
        depth += (word == "(") - (word == ")")
    return t.sql[t.items[start][1] : t.items[t.at - 2][2]]


_COLUMN_STOPS: Final = (
    "NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE",
)  # fmt: skip


def column(t: Tokens, owner: str, *, typed: bool = True) -> tuple[ColumnRow, list[Constraint]]:
    """A column definition: name, type, default, inline constraints."""
    name = t.name()
    if typed or t.peek() in _TYPES:
        made = column_type(t)
    else:
        made = ColumnRow("", "", OraType.VARCHAR, 0, None, None, "", True, None)
    default: str | None = None
    if t.accept("GENERATED"):
        raise t.unknown("GENERATED columns")
    if t.accept("DEFAULT"):
        t.accept("ON", "NULL")
        default = t.balanced(_COLUMN_STOPS)
    found: list[Constraint] = []
    while (inline := constraint(t, owner, name)) is not None:
        found.append(inline)
    return (
        ColumnRow(
            name, made.type, made.ora, made.size, made.precision, made.scale, made.char_used,
            not any(c.kind in "NP" for c in found), default,
        ),
        found,
    )  # fmt: skip


def body(t: Tokens, owner: str) -> tuple[list[ColumnRow], list[Constraint]]:
    """What stands between the parentheses of CREATE TABLE, or after ADD."""
    columns: list[ColumnRow] = []
    constraints: list[Constraint] = []
    while True:
        if t.peek() in ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"):
            made = constraint(t, owner, None)
            assert made is not None
            constraints.append(made)
        else:
            one, inline = column(t, owner)
            columns.append(one)
            constraints += inline
        if not t.accept(","):
            return columns, constraints


Value = Any
