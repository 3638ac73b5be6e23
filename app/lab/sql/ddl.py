"""What stands between the parentheses of CREATE TABLE: columns and constraints, as parsed.

The parser of queries leaves half of DDL opaque, so it is read here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.datatypes import TYPES, column_type
from app.lab.sql.tokens import Tokens


@dataclass
class Constraint:
    """``kind`` is P, U, R, C, N (NOT NULL) or 0 (NULL); ``name`` may be empty."""

    name: str
    kind: str
    columns: list[str]
    condition: str = ""
    target: tuple[str, str] | None = None
    target_columns: list[str] = field(default_factory=list)
    delete_rule: str = "NO ACTION"
    enabled: bool = True
    validated: bool | None = None  # as written; None: as enabled says
    deferrable: bool = False

    @property
    def status(self) -> str:
        return "ENABLED" if self.enabled else "DISABLED"

    @property
    def validate(self) -> bool:
        return self.enabled if self.validated is None else self.validated


@dataclass
class ColumnDef:
    """A column with what came with it. ``identity``: start and step; ``typed`` False where MODIFY
    or a virtual column names no type."""

    row: ColumnRow
    constraints: list[Constraint]
    identity: tuple[int, int] | None = None
    typed: bool = True


@dataclass(frozen=True)
class Place:
    """What the reading depends on: the schema, the release, NLS_LENGTH_SEMANTICS = CHAR."""

    owner: str
    release: int
    chars: bool


def constraint(t: Tokens, owner: str, column: str | None) -> Constraint | None:
    """One constraint, inline behind a column or by itself; None when there is none here."""
    name = t.name(2250) if t.accept("CONSTRAINT") else ""
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
        t.expect("(", code=906, text="missing left parenthesis")
        made = Constraint(name, "C", [column] if column else [], t.parenthesised())
    elif t.peek() in ("REFERENCES", "FOREIGN"):
        made = _reference(t, owner, name, column)
    elif name:
        raise t.error(2250, "missing or invalid constraint name")
    if made is not None:
        state(t, made)
    return made


def _reference(t: Tokens, owner: str, name: str, column: str | None) -> Constraint:
    columns = [column] if column else []
    if t.accept("FOREIGN", "KEY"):
        columns = t.names()
    t.expect("REFERENCES", code=905, text="missing keyword")
    made = Constraint(name, "R", columns, target=t.qualified(owner))
    made.target_columns = t.names() if t.peek() == "(" else []
    if t.accept("ON", "DELETE"):
        if t.accept("CASCADE"):
            made.delete_rule = "CASCADE"
        else:
            t.expect("SET", "NULL", code=905, text="missing keyword")
            made.delete_rule = "SET NULL"
    return made


def state(t: Tokens, made: Constraint) -> None:
    """ENABLE, DISABLE, [NO]VALIDATE, DEFERRABLE, INITIALLY, RELY, USING INDEX, in any order."""
    while True:
        if t.accept("ENABLE"):
            made.enabled = True
        elif t.accept("DISABLE"):
            made.enabled = False
        elif t.accept("VALIDATE"):
            made.validated = True
        elif t.accept("NOVALIDATE"):
            made.validated = False
        elif t.accept("NOT", "DEFERRABLE"):
            made.deferrable = False
        elif t.accept("DEFERRABLE"):
            made.deferrable = True
        elif t.accept("INITIALLY", "DEFERRED"):
            raise t.unknown("INITIALLY DEFERRED constraints")
        elif t.accept("USING", "INDEX"):
            _index(t)
        elif not (t.accept("INITIALLY", "IMMEDIATE") or t.accept("RELY") or t.accept("NORELY")):
            return


def _index(t: Tokens) -> None:
    if t.accept("TABLESPACE"):
        t.name()
    elif t.accept("("):
        raise t.unknown("USING INDEX (CREATE INDEX ...)")
    elif t.peek() and t.peek() not in (",", ")", "ENABLE", "DISABLE", "VALIDATE", "NOVALIDATE"):
        t.name()


_COLUMN_STOPS: Final = (
    "NOT", "NULL", "CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "REFERENCES", "ENABLE", "DISABLE",
    "INVISIBLE", "VISIBLE",
)  # fmt: skip


def column(t: Tokens, place: Place, *, typed: bool = True) -> ColumnDef:
    """A column definition; ``typed`` False where MODIFY may leave its type out."""
    name = t.name(904)
    virtual = t.peek() == "AS" or (t.peek() == "GENERATED" and not typed)
    key = t.peek() in ("REFERENCES", "CONSTRAINT")  # the type is that of the parent's key
    has_type = t.peek() in TYPES or (typed and not virtual and not key)
    row = ColumnRow("", "", OraType.VARCHAR, 0, None, None, "", True, None)
    if has_type:
        row = column_type(t, place.release, place.chars)
    kind, default, identity = "", None, None
    while True:
        if t.accept("INVISIBLE"):
            kind += " HIDDEN"
        elif t.accept("VISIBLE"):
            kind += " SHOWN"
        elif t.accept("COLLATE"):
            if t.take() != "USING_NLS_COMP":
                raise t.unknown("COLLATE")
        elif t.accept("DEFAULT"):
            if t.accept("ON", "NULL"):
                kind += " ONNULL"
                if t.accept("FOR"):
                    t.expect("INSERT", "ONLY")
            default = t.balanced(_COLUMN_STOPS)
        elif t.accept("GENERATED") or t.peek() == "AS":
            words, default, identity = _generated(t)
            kind += words
        else:
            break
    found: list[Constraint] = []
    while (inline := constraint(t, place.owner, name)) is not None:
        found.append(inline)
    nullable = not any(c.kind in "NP" for c in found) and identity is None and "ONNULL" not in kind
    made = ColumnRow(
        name, row.type, row.ora, row.size, row.precision, row.scale, row.char_used, nullable,
        default, kind.strip(),
    )  # fmt: skip
    return ColumnDef(made, found, identity, has_type)


def _generated(t: Tokens) -> tuple[str, str | None, tuple[int, int] | None]:
    """Behind GENERATED, or at AS: words of the kind, the expression, start and step."""
    always = t.accept("ALWAYS") or t.peek() == "AS"
    kind = " ALWAYS" if always else ""
    if not always:
        t.expect("BY", "DEFAULT", code=905, text="missing keyword")
        kind += " ONNULL" if t.accept("ON", "NULL") else ""
    t.expect("AS", code=905, text="missing keyword")
    if t.accept("IDENTITY"):
        return f"{kind} IDENTITY", None, _identity(t)
    t.expect("(", code=906, text="missing left parenthesis")
    text = t.parenthesised()
    t.accept("VIRTUAL")
    if t.peek() == "MATERIALIZED":
        raise t.unknown("materialized columns")
    return " VIRTUAL", text, None


def _identity(t: Tokens) -> tuple[int, int]:
    start, step = 1, 1
    wrapped = t.accept("(")
    while True:
        if t.accept("START", "WITH"):
            if t.peek() == "LIMIT":
                raise t.unknown("START WITH LIMIT VALUE")
            start = t.number()
        elif t.accept("INCREMENT", "BY"):
            step = t.number()
            if not step:
                raise OraError(4002, "INCREMENT must be a nonzero integer")
        elif t.peek() in ("CACHE", "MAXVALUE", "MINVALUE"):
            t.take()
            t.number()
        elif t.peek() in ("NOCACHE", "NOCYCLE", "NOORDER", "ORDER", "NOMAXVALUE", "NOMINVALUE"):
            t.take()
        else:
            break
    if wrapped:
        t.close()
    return start, step


def body(t: Tokens, place: Place) -> tuple[list[ColumnDef], list[Constraint]]:
    """What stands between the parentheses of CREATE TABLE, or after ADD."""
    columns: list[ColumnDef] = []
    constraints: list[Constraint] = []
    while True:
        if t.peek() in ("CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"):
            made = constraint(t, place.owner, None)
            if made is None or made.kind in "N0":
                raise t.error(904, ": invalid identifier")
            constraints.append(made)
        else:
            columns.append(column(t, place))
        if not t.accept(","):
            return columns, constraints
