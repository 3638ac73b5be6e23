"""Stored source: created, compiled, and compiled again when what it uses has changed."""

from __future__ import annotations

import re
from typing import Final

from app.lab.backend import OraError
from app.lab.plsql import trigger_ddl
from app.lab.plsql.check import errors_in
from app.lab.sql.contract import Session
from app.lab.sql.ddl_common import Ddl

SOURCES: Final = ("PACKAGE", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE")


def create_source(ddl: Ddl, kind: str, replaced: bool, at: int) -> bool:
    found = re.match(r'(?:"?([\w$#]+)"?\s*\.\s*)?"?([\w$#]+)"?', ddl.sql[at:])
    if found is None:
        raise OraError(4050, "invalid or missing procedure, function, or package name")
    owner, name = (found[1] or ddl.owner).upper(), found[2].upper()
    ddl.may(
        "CREATE TRIGGER"
        if kind == "TRIGGER"
        else "CREATE TYPE"
        if kind.startswith("TYPE")
        else "CREATE PROCEDURE",
        owner,
    )
    if not ddl.catalog.object_type(owner, name, (kind,)):
        if kind in ("PACKAGE", "PROCEDURE", "FUNCTION", "TYPE"):
            ddl.new_name(owner, name)
    elif not replaced:
        raise OraError(955, "name is already used by an existing object")
    source = ddl.sql[ddl.sql.upper().index(kind.split()[0], 0) :].rstrip()
    ddl.catalog.put_object(owner, name, kind, ddl.session.now(), source=source)
    if kind == "TRIGGER":
        trigger_ddl.register(ddl.session, owner, name, source)
    ddl.session.forget_code(owner)
    return compile_one(ddl.session, owner, name, kind)


def compile_one(session: Session, owner: str, name: str, kind: str) -> bool:
    """Check one stored source; True when it has errors. Status and USER_ERRORS follow."""
    source = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = ?",
        owner,
        name,
        kind,
    )
    if kind == "TRIGGER":
        found = trigger_ddl.errors(session, owner, source or "")
    else:
        found = errors_in(source or "", session, owner)
    session.catalog.run(
        "delete from lab_errors where owner = ? and name = ? and type = ?", owner, name, kind
    )
    for line, position, text in found:
        session.catalog.run(
            "insert into lab_errors values (?, ?, ?, ?, ?, ?)",
            owner,
            name,
            kind,
            line,
            position,
            text,
        )
    session.catalog.run(
        "update lab_objects set status = ? where owner = ? and name = ? and type = ?",
        "INVALID" if found else "VALID", owner, name, kind,
    )  # fmt: skip
    return bool(found)


def invalidate(session: Session, owner: str, table: str) -> None:
    """Code that names the table is checked again, as Oracle does at its next use."""
    for name, kind, source in session.catalog.rows(
        "select name, type, source from lab_objects where owner = ? and source != ''"
        " and type not in ('VIEW')", owner,
    ):  # fmt: skip
        if re.search(rf"\b{re.escape(table)}\b", source, re.I):
            compile_one(session, owner, name, kind)
