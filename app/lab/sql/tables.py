"""CREATE TABLE, ALTER TABLE and RENAME."""

from __future__ import annotations

from dataclasses import replace

from app.lab.backend import OraError
from app.lab.plsql import trigger_ddl
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.columns import add, drop_part, modify, rename_column
from app.lab.sql.constraints import protect, unprotect
from app.lab.sql.control import alone, redefine
from app.lab.sql.ddl import Constraint, Tokens, affinity, body
from app.lab.sql.ddl_common import Ddl, type_name
from app.lab.sql.dependencies import invalidate
from app.lab.sql.dml import bulk
from app.lab.sql.keys import add_constraint
from app.lab.sql.resolve import sees
from app.lab.undo import ledger


def create_table(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE TABLE", owner)
    ddl.new_name(owner, name)
    if t.accept("AS"):
        _as_select(ddl, owner, name, t.rest())
        return
    t.expect("(")
    columns, constraints = body(t, owner)
    t.expect(")")
    while not t.done:  # storage clauses change nothing here
        if (
            t.peek()
            not in (
                "TABLESPACE",
                "PCTFREE",
                "LOGGING",
                "NOLOGGING",
                "SEGMENT",
                "CREATION",
                "IMMEDIATE",
                "DEFERRED",
                "COMPRESS",
                "NOCOMPRESS",
            )
            and not t.peek().isidentifier()
            and not t.peek().isdigit()
        ):
            raise t.error()
        t.take()
    make_table(ddl, owner, name, columns, constraints)


def make_table(
    ddl: Ddl, owner: str, name: str, columns: list[ColumnRow], constraints: list[Constraint]
) -> None:
    seen: set[str] = set()
    for one in columns:
        if one.name in seen:
            raise OraError(957, "duplicate column name")
        seen.add(one.name)
    listed = ", ".join(f'"{c.name}" {affinity(c)}' for c in columns)
    ddl.session.raw(f'create table "{owner}.{name}" ({listed})')
    ddl.catalog.put_object(owner, name, "TABLE", ddl.session.now())
    for one in columns:
        ddl.catalog.put_column(owner, name, one)
    for made in constraints:
        add_constraint(ddl, owner, name, made)
    protect(ddl.session, owner, name)
    redefine(ddl.session, owner, name, hard=True)


def _as_select(ddl: Ddl, owner: str, name: str, query: str) -> None:
    outcome = ddl.session.query(query, {})
    rows = list(outcome.rows)
    columns = [
        ColumnRow(
            c.name, type_name(c.type.ora), c.type.ora, c.type.size, None, None, "", True, None
        )
        for c in outcome.columns
    ]
    make_table(ddl, owner, name, columns, [])
    bulk(ddl.session, owner, name, [c.name for c in columns], rows)


def alter_table(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(owner, name, ("TABLE",)):
        raise OraError(942, "table or view does not exist")
    if owner != ddl.session.user and "ALTER ANY TABLE" not in ddl.session.privileges:
        raise OraError(
            1031 if sees(ddl.session, owner, name) else 942,
            "insufficient privileges"
            if sees(ddl.session, owner, name)
            else "table or view does not exist",
        )
    alone(ddl.session, owner, name)
    hard = _ends_flashback(t)
    before = ddl.catalog.columns(owner, name)
    unprotect(ddl.session, owner, name)
    if t.accept("ADD"):
        add(ddl, t, owner, name)
    elif t.accept("MODIFY"):
        modify(ddl, t, owner, name)
    elif t.accept("RENAME", "COLUMN"):
        old = t.name()
        t.expect("TO")
        rename_column(ddl, owner, name, old, t.name())
    elif t.accept("RENAME", "TO"):
        rename_table(ddl, owner, name, t.name())
        return
    elif t.accept("DROP"):
        drop_part(ddl, t, owner, name)
    elif t.peek() in ("ENABLE", "DISABLE"):
        status = "ENABLED" if t.take() == "ENABLE" else "DISABLED"
        if t.accept("ALL", "TRIGGERS"):
            trigger_ddl.switch_all(ddl.session, owner, name, status)
            protect(ddl.session, owner, name)
            return
        if t.accept("NOVALIDATE") and status == "ENABLED":
            status = "ENABLED NOVALIDATE"
        t.expect("CONSTRAINT")
        ddl.catalog.run(
            "update lab_constraints set status = ? where owner = ? and name = ?",
            status,
            owner,
            t.name(),
        )
    else:
        raise t.unknown("ALTER TABLE " + t.peek())
    ddl.end(t)
    ddl.catalog.touch(owner, name, ddl.session.now())
    protect(ddl.session, owner, name)
    redefine(ddl.session, owner, name, hard)
    ddl.session.forget_code(owner)
    _dependents(ddl, owner, name, before)


def _dependents(ddl: Ddl, owner: str, name: str, before: list[ColumnRow]) -> None:
    """Views and code that use a column that is not what it was are INVALID; a new column makes
    INVALID what uses all of them at once. A rule or a default changes nothing for them."""
    after = {
        c.name: replace(c, nullable=True, default=None) for c in ddl.catalog.columns(owner, name)
    }
    known = {c.name: replace(c, nullable=True, default=None) for c in before}
    changed = {n for n, c in known.items() if after.get(n) != c}
    if changed or after.keys() != known.keys():
        invalidate(ddl.session, owner, name, changed)


def _ends_flashback(t: Tokens) -> bool:
    """Whether older undo is of no use after the change: of columns modified or dropped, or a rule."""
    if t.peek() in ("MODIFY", "DROP"):
        return True
    rules = {"CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"}
    return t.peek() == "ADD" and bool(rules & {word for word, _, _ in t.items})


def rename_table(ddl: Ddl, owner: str, old: str, new: str) -> None:
    ddl.new_name(owner, new)
    ddl.session.raw(f'alter table "{owner}.{old}" rename to "{owner}.{new}"')
    trigger_ddl.rename_table(ddl.session, owner, old, new)
    invalidate(ddl.session, owner, old)
    ledger.rename(ddl.session.db, f"{owner}.{old}", f"{owner}.{new}")
    for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
        ddl.catalog.run(f"update {table} set tab = ? where owner = ? and tab = ?", new, owner, old)
    ddl.catalog.run(
        "update lab_objects set name = ? where owner = ? and name = ? and type = 'TABLE'",
        new,
        owner,
        old,
    )
    ddl.catalog.run(
        "update lab_grants set object = ? where owner = ? and object = ?", new, owner, old
    )
    protect(ddl.session, owner, new)
