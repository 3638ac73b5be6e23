"""COMMENT, GRANT and REVOKE."""

from __future__ import annotations

from typing import Final

from app.lab.backend import OraError
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.resolve import sees
from app.lab.sql.tokens import Tokens


def comment(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("COMMENT", "ON")
    kind = t.take()
    names = [t.name()]
    while t.accept("."):
        names.append(t.name())
    t.expect("IS")
    text = t.take()
    col = names.pop() if kind == "COLUMN" else ""
    owner, table = (names[0], names[1]) if len(names) > 1 else (ddl.owner, names[0])
    if not ddl.catalog.object_type(owner, table, ("TABLE", "VIEW")):
        raise OraError(942, "table or view does not exist")
    if col and col not in {c.name for c in ddl.catalog.columns(owner, table)}:
        raise OraError(904, f'"{col}": invalid identifier')
    ddl.catalog.run(
        "insert or replace into lab_comments values (?, ?, ?, ?)",
        owner,
        table,
        col,
        text[1:-1].replace("''", "'"),
    )
    ddl.end(t)


_TABLE: Final = ("SELECT", "READ", "INSERT", "UPDATE", "DELETE", "ALTER", "INDEX", "REFERENCES",
                 "DEBUG", "FLASHBACK", "ON COMMIT REFRESH", "QUERY REWRITE")  # fmt: skip
_VIEW: Final = ("SELECT", "READ", "INSERT", "UPDATE", "DELETE", "DEBUG", "FLASHBACK", "REFERENCES",
                "UNDER", "MERGE VIEW")  # fmt: skip
_ALLOWED: Final[dict[str, tuple[str, ...]]] = {
    "TABLE": _TABLE, "VIEW": _VIEW, "SEQUENCE": ("SELECT", "ALTER", "KEEP SEQUENCE"),
    "PROCEDURE": ("EXECUTE", "DEBUG"), "FUNCTION": ("EXECUTE", "DEBUG"),
    "PACKAGE": ("EXECUTE", "DEBUG"), "TYPE": ("EXECUTE", "DEBUG", "UNDER"),
}  # fmt: skip
_ALL: Final[dict[str, tuple[str, ...]]] = {
    "TABLE": ("SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "INDEX", "REFERENCES"),
    "VIEW": ("SELECT", "INSERT", "UPDATE", "DELETE"), "SEQUENCE": ("SELECT", "ALTER"),
}  # fmt: skip


def grant(ddl: Ddl) -> None:
    """GRANT and REVOKE of object privileges; nobody here may give system privileges."""
    t = ddl.tokens()
    granting = t.take() == "GRANT"
    privileges = [t.take()]
    while not t.accept("ON"):
        if t.done:
            raise OraError(1031, "insufficient privileges")
        word = t.take()
        if word == ",":
            privileges.append(t.take())
        elif word == "(":
            raise t.unknown("privileges on columns")
        elif word != "PRIVILEGES":
            privileges[-1] += f" {word}"
    owner, name = t.qualified(ddl.owner)
    t.expect("TO" if granting else "FROM", code=905, text="missing keyword")
    kind = ddl.catalog.object_type(owner, name)
    if kind is None or (owner != ddl.session.user and not sees(ddl.session, owner, name)):
        raise OraError(942, "table or view does not exist")
    if owner != ddl.session.user:
        raise OraError(1031, "insufficient privileges")
    expanded = _expanded(privileges, kind)
    while True:
        _one(ddl, (owner, name), _grantee(ddl, t), expanded, granting)
        if not t.accept(","):
            break
    if granting and t.accept("WITH", "GRANT", "OPTION"):
        raise t.unknown("WITH GRANT OPTION")
    t.accept("CASCADE", "CONSTRAINTS")
    ddl.end(t)


def _expanded(privileges: list[str], kind: str) -> list[str]:
    """ALL as what it means for the kind of object; ORA-02224, 02225, 00990 for what it is not."""
    allowed = _ALLOWED.get(kind, ())
    if "ALL" in privileges:
        return list(_ALL.get(kind, allowed[:1]))
    for one in privileges:
        if one in allowed:
            continue
        if one == "EXECUTE":
            raise OraError(2224, "EXECUTE privilege not allowed for tables")
        if one in _TABLE and kind in ("PROCEDURE", "FUNCTION", "PACKAGE"):
            raise OraError(2225, "only EXECUTE and DEBUG privileges are valid for procedures")
        if one in _TABLE and kind == "SEQUENCE":
            raise OraError(2205, "only SELECT and ALTER privileges are valid for sequences")
        if one in _TABLE and kind == "VIEW":
            raise OraError(2204, "ALTER, INDEX and EXECUTE not allowed for views")
        raise OraError(990, "missing or invalid privilege")
    return privileges


def _grantee(ddl: Ddl, t: Tokens) -> str:
    if t.accept("PUBLIC"):
        return "PUBLIC"
    name = t.name(987)
    if not ddl.catalog.one("select 1 from lab_users where name = ?", name):
        raise OraError(1917, f"user or role '{name}' does not exist")
    if name == ddl.session.user:
        raise OraError(1749, "you may not GRANT/REVOKE privileges to/from yourself")
    return name


def _one(
    ddl: Ddl, where: tuple[str, str], grantee: str, privileges: list[str], granting: bool
) -> None:
    for privilege in privileges:
        row = (*where, grantee, privilege)
        if granting:
            ddl.catalog.run("insert or ignore into lab_grants values (?, ?, ?, ?)", *row)
            continue
        if not ddl.catalog.one(
            "select 1 from lab_grants where owner = ? and object = ? and grantee = ?"
            " and privilege = ?", *row,
        ) and len(privileges) == 1:  # fmt: skip
            raise OraError(1927, "cannot REVOKE privileges you did not grant")
        ddl.catalog.run(
            "delete from lab_grants where owner = ? and object = ? and grantee = ?"
            " and privilege = ?", *row,
        )  # fmt: skip
