"""Stored source: created, compiled, and compiled again when what it uses has changed."""

from __future__ import annotations

import re
from typing import Final

from app.lab.backend import OraError
from app.lab.plsql import trigger_ddl
from app.lab.plsql.check import errors_in
from app.lab.plsql.declared import undeclared
from app.lab.plsql.sql_check import wrong_columns
from app.lab.sql.contract import Session
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.dependencies import invalidate, references
from app.lab.sql.views import view_errors

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
    replaces = ddl.catalog.object_type(owner, name, (kind,)) is not None
    ddl.catalog.put_object(owner, name, kind, ddl.session.now(), source=source)
    if replaces and not kind.endswith("BODY") and kind != "TRIGGER":
        invalidate(ddl.session, owner, name)
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
    elif kind == "VIEW":
        found = view_errors(session, owner, name, source or "")
    else:
        found = errors_in(source or "", session, owner)
    if not found and kind in ("PACKAGE", "PACKAGE BODY", "PROCEDURE", "FUNCTION"):
        found = [] if kind == "PACKAGE" else wrong_columns(source or "", session, owner)
        found = sorted(found + undeclared(source or "", session, owner, kind), key=lambda f: f[0])
    if not found and kind != "VIEW":
        found = _leans_on_invalid(session, owner, name, kind)
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
    _set_status(session, owner, name, kind, "INVALID" if found else "VALID")
    return bool(found)


def _leans_on_invalid(
    session: Session, owner: str, name: str, kind: str
) -> list[tuple[int, int, str]]:
    """PLS-00905 for code that it calls and that does not compile."""
    if not session.catalog.one("select 1 from lab_objects where status = 'INVALID' limit 1"):
        return []
    for used in references(session, owner, name, kind):
        if used[2] not in SOURCES or used[:2] == (owner, name):
            continue
        status = session.catalog.one(
            "select status from lab_objects where owner = ? and name = ? and type = ?", *used
        )
        if status == "INVALID":
            # so that code which calls itself in a circle is not compiled for ever
            _set_status(session, *used, "VALID")
            if compile_one(session, *used):
                text = f"PLS-00905: object {used[0]}.{used[1]} is invalid"
                return [(1, 1, text), (1, 1, "PL/SQL: Statement ignored")]
    return []


def _set_status(session: Session, owner: str, name: str, kind: str, status: str) -> None:
    session.catalog.run(
        "update lab_objects set status = ? where owner = ? and name = ? and type = ?",
        status, owner, name, kind,
    )  # fmt: skip
