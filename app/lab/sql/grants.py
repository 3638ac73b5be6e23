"""COMMENT, GRANT and REVOKE."""

from __future__ import annotations

from app.lab.backend import OraError
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.resolve import sees


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


def grant(ddl: Ddl) -> None:
    t = ddl.tokens()
    granting = t.take() == "GRANT"
    privileges = [t.take()]
    while not t.accept("ON"):
        if t.done:
            raise OraError(1031, "insufficient privileges")  # system privileges: not by these users
        word = t.take()
        if word == ",":
            privileges.append(t.take())
        elif word != "PRIVILEGES":
            privileges[-1] += f" {word}"
    owner, name = t.qualified(ddl.owner)
    t.expect("TO" if granting else "FROM")
    kind = ddl.catalog.object_type(owner, name)
    if kind is None or (owner != ddl.session.user and not sees(ddl.session, owner, name)):
        raise OraError(942, "table or view does not exist")
    if owner != ddl.session.user:
        raise OraError(1031, "insufficient privileges")
    expanded = (
        ["SELECT", "INSERT", "UPDATE", "DELETE", "ALTER", "INDEX", "REFERENCES"]
        if "ALL" in privileges
        else privileges
    )
    while True:
        grantee = t.name()
        if grantee != "PUBLIC" and not ddl.catalog.one(
            "select 1 from lab_users where name = ?", grantee
        ):
            raise OraError(1917, f"user or role '{grantee}' does not exist")
        for privilege in expanded:
            if granting:
                ddl.catalog.run(
                    "insert or ignore into lab_grants values (?, ?, ?, ?)",
                    owner,
                    name,
                    grantee,
                    privilege,
                )
            else:
                ddl.catalog.run(
                    "delete from lab_grants where owner = ? and object = ? and grantee = ? and privilege = ?",
                    owner,
                    name,
                    grantee,
                    privilege,
                )
        if not t.accept(","):
            break
    t.accept("WITH", "GRANT", "OPTION")
    ddl.end(t)
