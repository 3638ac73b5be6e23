"""What every DDL statement needs: its words, the rights, the one name space."""

from __future__ import annotations

from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.sql.contract import Session
from app.lab.sql.ddl import Tokens

RESERVED: Final = frozenset(
    [
        "ALL",
        "ALTER",
        "AND",
        "ANY",
        "AS",
        "ASC",
        "BETWEEN",
        "BY",
        "CHECK",
        "COLUMN",
        "CREATE",
        "DATE",
        "DELETE",
        "DESC",
        "DROP",
        "EXISTS",
        "FROM",
        "GRANT",
        "GROUP",
        "IN",
        "INDEX",
        "INSERT",
        "INTO",
        "IS",
        "LIKE",
        "NOT",
        "NULL",
        "NUMBER",
        "OF",
        "ON",
        "OR",
        "ORDER",
        "SELECT",
        "SET",
        "TABLE",
        "THEN",
        "TO",
        "UNION",
        "UNIQUE",
        "UPDATE",
        "VALUES",
        "VIEW",
        "WHERE",
        "WITH",
    ]
)


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

    def new_name(self, owner: str, name: str) -> None:
        if name in RESERVED:
            raise OraError(903, "invalid table name")
        if self.catalog.object_type(
            owner,
            name,
            ("TABLE", "VIEW", "SEQUENCE", "SYNONYM", "PACKAGE", "PROCEDURE", "FUNCTION", "TYPE"),
        ):
            raise OraError(955, "name is already used by an existing object")

    def end(self, t: Tokens) -> None:
        if not t.done:
            raise t.error(922, "missing or invalid option")


def type_name(ora: OraType) -> str:
    return {OraType.VARCHAR: "VARCHAR2", OraType.TIMESTAMP: "TIMESTAMP(6)"}.get(ora, ora.name)
