"""Executing DDL: the dictionary and the engine's tables change together, and commit together."""

from __future__ import annotations

import re
from collections.abc import Callable

from app.lab.backend import OraError
from app.lab.plsql import trigger_ddl
from app.lab.plsql.stored import SOURCES, compile_one, create_source
from app.lab.sql import mviews
from app.lab.sql.constraints import unprotect
from app.lab.sql.contract import Session
from app.lab.sql.control import alone, redefine
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.dependencies import invalidate
from app.lab.sql.grants import comment, grant
from app.lab.sql.objects import create_index, create_sequence, create_view
from app.lab.sql.tables import alter_table, create_table, rename_table
from app.lab.undo import ledger


def run(session: Session, sql: str) -> bool:
    """Run one DDL statement inside the session's transaction; whether it compiled with errors."""
    head = re.match(r"\s*(\w+)", sql)
    verb = head[1].upper() if head else ""
    actions: dict[str, Callable[[Ddl], bool | None]] = {
        "CREATE": _create, "ALTER": _alter, "DROP": _drop, "COMMENT": comment, "GRANT": grant,
        "REVOKE": grant, "TRUNCATE": _truncate, "RENAME": _rename,
    }  # fmt: skip
    if verb not in actions:
        raise OraError(900, "invalid SQL statement")
    return bool(actions[verb](Ddl(session, sql)))


def _create(ddl: Ddl) -> bool | None:
    source = re.match(
        r"\s*create\s+(or\s+replace\s+)?(?:(?:non)?editionable\s+)?"
        r"(package|procedure|function|trigger|type)(\s+body)?\s+",
        ddl.sql,
        re.I,
    )
    if source:
        kind = source[2].upper() + (" BODY" if source[3] else "")
        return create_source(ddl, kind, bool(source[1]), source.end())
    t = ddl.tokens()
    t.expect("CREATE")
    replaced = t.accept("OR", "REPLACE")
    t.accept("FORCE")
    if t.accept("GLOBAL", "TEMPORARY", "TABLE"):
        raise t.unknown("temporary tables")
    if t.accept("TABLE"):
        create_table(ddl, t)
        return None
    if t.accept("MATERIALIZED", "VIEW"):
        mviews.create(ddl, t)
        return None
    if t.peek() in ("INDEX", "UNIQUE"):
        create_index(ddl, t)
        return None
    if t.accept("VIEW"):
        create_view(ddl, t, replaced)
        return None
    if t.accept("SEQUENCE"):
        create_sequence(ddl, t)
        return None
    if t.accept("SYNONYM"):
        owner, name = t.qualified(ddl.owner)
        t.expect("FOR")
        target = t.qualified(owner)
        ddl.new_name(owner, name)
        ddl.catalog.run(
            "insert or replace into lab_synonyms values (?, ?, ?, ?)", owner, name, *target
        )
        ddl.catalog.put_object(owner, name, "SYNONYM", ddl.session.now())
        return None
    raise t.unknown("CREATE " + t.peek())


def _alter(ddl: Ddl) -> bool | None:
    t = ddl.tokens()
    t.expect("ALTER")
    if t.accept("TABLE"):
        alter_table(ddl, t)
        return None
    if t.accept("SESSION"):
        return None
    if t.accept("MATERIALIZED", "VIEW"):
        mviews.alter(ddl, t)
        return None
    kind = t.take()
    if kind in SOURCES or kind in ("VIEW", "PACKAGE"):
        owner, name = t.qualified(ddl.owner)
        there = ddl.catalog.object_type(owner, name, (kind,)) is not None
        if kind == "TRIGGER" and there and trigger_ddl.alter(ddl.session, owner, name, t):
            return None
        t.expect("COMPILE")
        body_only = t.accept("BODY")
        kinds = [kind + " BODY"] if body_only else [kind, kind + " BODY"]
        known = [k for k in kinds if ddl.catalog.object_type(owner, name, (k,))]
        if not known:
            raise OraError(4043, f"object {name} does not exist")
        return any([compile_one(ddl.session, owner, name, k) for k in known])
    if kind == "SEQUENCE":
        owner, name = t.qualified(ddl.owner)
        t.expect("INCREMENT", "BY")
        ddl.catalog.run(
            "update lab_sequences set step = ? where owner = ? and name = ?",
            int(t.take()),
            owner,
            name,
        )
        return None
    if kind == "INDEX":
        t.qualified(ddl.owner)
        t.expect("REBUILD")
        return None
    if kind == "USER":
        owner = t.name()
        if owner != ddl.session.user:
            raise OraError(1031, "insufficient privileges")
        raise t.unknown("ALTER USER")
    raise t.unknown("ALTER " + kind)


def _drop(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("DROP")
    kind = t.take()
    if kind in ("PACKAGE", "TYPE") and t.accept("BODY"):
        kind += " BODY"
    if kind == "MATERIALIZED" and t.accept("VIEW"):
        kind = "TABLE"
        owner, name = t.qualified(ddl.owner)
        mviews.drop(ddl, owner, name)
    else:
        owner, name = t.qualified(ddl.owner)
        if kind == "TABLE" and mviews.is_one(ddl.session, owner, name):
            text = f'must use DROP MATERIALIZED VIEW to drop "{owner}"."{name}"'
            raise OraError(12083, text)
    if not ddl.catalog.object_type(owner, name, (kind,)) or owner != ddl.session.user:
        code = {"TABLE": 942, "VIEW": 942, "SEQUENCE": 2289, "INDEX": 1418}.get(kind, 4043)
        text = {
            942: "table or view does not exist",
            2289: "sequence does not exist",
            1418: "specified index does not exist",
        }.get(code, f"object {name} does not exist")
        raise OraError(code, text)
    if kind == "TABLE":
        alone(ddl.session, owner, name)
        unprotect(ddl.session, owner, name)
        ddl.session.raw(f'drop table "{owner}.{name}"')
        ledger.forget(ddl.session.db, f"{owner}.{name}")
        trigger_ddl.forget_table(ddl.session, owner, name)
        for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
            ddl.catalog.run(f"delete from {table} where owner = ? and tab = ?", owner, name)
    elif kind == "INDEX":
        ddl.session.raw(f'drop index if exists "{owner}.{name}"')
        ddl.catalog.run("delete from lab_indexes where owner = ? and name = ?", owner, name)
    elif kind == "TRIGGER":
        trigger_ddl.forget(ddl.session, owner, name)
    elif kind == "VIEW":
        trigger_ddl.forget_table(ddl.session, owner, name)
    elif kind == "SEQUENCE":
        ddl.catalog.run("delete from lab_sequences where owner = ? and name = ?", owner, name)
    elif kind == "SYNONYM":
        ddl.catalog.run("delete from lab_synonyms where owner = ? and name = ?", owner, name)
    invalidate(ddl.session, owner, name)
    like = f"{kind}%" if kind in ("PACKAGE", "TYPE") else kind
    ddl.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type like ?",
        owner,
        name,
        like,
    )
    ddl.catalog.run("delete from lab_grants where owner = ? and object = ?", owner, name)
    ddl.session.forget_code(owner)


def _truncate(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("TRUNCATE", "TABLE")
    owner, name = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(owner, name, ("TABLE",)) or owner != ddl.session.user:
        raise OraError(942, "table or view does not exist")
    alone(ddl.session, owner, name)
    ddl.session.raw(f'delete from "{owner}.{name}"')
    redefine(ddl.session, owner, name, hard=True)


def _rename(ddl: Ddl) -> None:
    t = ddl.tokens()
    t.expect("RENAME")
    old = t.name()
    t.expect("TO")
    if not ddl.catalog.object_type(ddl.owner, old, ("TABLE",)):
        raise OraError(4043, f"object {old} does not exist")
    alone(ddl.session, ddl.owner, old)
    unprotect(ddl.session, ddl.owner, old)
    rename_table(ddl, ddl.owner, old, t.name())
