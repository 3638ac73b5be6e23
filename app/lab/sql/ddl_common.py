"""What every DDL statement needs: its words, the rights, the one name space."""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import Column, OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.contract import Session
from app.lab.sql.ddl import Place
from app.lab.sql.tokens import Tokens

# everything that lives in one name space of a schema
_NAMED: Final = (
    "TABLE", "VIEW", "MATERIALIZED VIEW", "SEQUENCE", "SYNONYM", "PACKAGE", "PROCEDURE", "FUNCTION",
    "TYPE",
)  # fmt: skip


class Ddl:
    """One DDL statement of one session."""

    def __init__(self, session: Session, sql: str) -> None:
        self.session, self.sql = session, sql
        self.catalog, self.owner = session.catalog, session.current_schema

    def tokens(self) -> Tokens:
        return Tokens(self.sql)

    def may(self, privilege: str, owner: str) -> None:
        anywhere = privilege.replace("CREATE ", "CREATE ANY ").replace("ALTER ", "ALTER ANY ")
        wanted = {anywhere} if owner != self.session.user else {privilege, anywhere}
        if not wanted & self.session.privileges and not (
            owner == self.session.user and privilege.startswith(("ALTER", "DROP"))
        ):
            raise OraError(1031, "insufficient privileges")

    @property
    def release(self) -> int:
        """The release that the database plays: 19, 23."""
        return self.session.database.version[0]

    @property
    def place(self) -> Place:
        return Place(self.owner, self.release, self.session.nls.chars)

    def new_name(self, owner: str, name: str) -> None:
        """ORA-00955 where the schema has something of that name."""
        if self.catalog.object_type(owner, name, _NAMED):
            raise OraError(955, "name is already used by an existing object")

    def end(self, t: Tokens) -> None:
        if not t.done:
            raise t.error(922, "missing or invalid option")


def column_of(column: Column) -> ColumnRow:
    """A column of a view or of CREATE TABLE AS SELECT, from a query's."""
    kind, names = column.type, {OraType.VARCHAR: "VARCHAR2", OraType.TIMESTAMP: "TIMESTAMP(6)"}
    precision: int | None = kind.precision or None
    scale: int | None = kind.scale
    if kind.ora is OraType.NUMBER and not precision:
        precision = scale = None
    elif kind.ora is not OraType.NUMBER:
        precision, scale = None, kind.scale if kind.ora is OraType.TIMESTAMP else None
    texts = kind.ora in (OraType.VARCHAR, OraType.CHAR)
    return ColumnRow(
        column.name, names.get(kind.ora, kind.ora.name), kind.ora, kind.size, precision, scale,
        "C" if texts else "", True, None,
    )  # fmt: skip


_NAMES_ITSELF: Final = (
    exp.CurrentTimestamp, exp.CurrentDatetime, exp.CurrentDate, exp.CurrentUser, exp.Pseudocolumn,
)  # fmt: skip
"""Functions without parentheses: the column is called as they are."""


def named_columns(tree: exp.Expr) -> None:
    """That each column of a query has a name of its own, as a table or view made of it needs it.
    Raises ORA-00998 and ORA-00957."""
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    names: set[str] = set()
    for one in tree.expressions if isinstance(tree, exp.Select) else ():
        if isinstance(one, exp.Star) or (
            isinstance(one, exp.Column) and isinstance(one.this, exp.Star)
        ):
            continue
        if not isinstance(one, exp.Alias | exp.Column) and not isinstance(one, _NAMES_ITSELF):
            raise OraError(998, "must name this expression with a column alias")
        if one.alias_or_name.upper() in names:
            raise OraError(957, "duplicate column name")
        names.add(one.alias_or_name.upper())
