"""CREATE TABLE, ALTER TABLE, RENAME, TRUNCATE and DROP TABLE."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.plsql import trigger_ddl
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.columns import add, drop_columns, modify, new_column, rename_column
from app.lab.sql.constraints import parents, protect, unprotect
from app.lab.sql.control import alone, redefine
from app.lab.sql.ddl import ColumnDef, Constraint, body
from app.lab.sql.ddl import state as constraint_state
from app.lab.sql.ddl_common import Ddl, column_of, named_columns
from app.lab.sql.dependencies import invalidate
from app.lab.sql.dml import bulk
from app.lab.sql.generated import drop_identity
from app.lab.sql.keys import add_constraint, drop_constraint, find, rename_constraint, switch
from app.lab.sql.resolve import sees
from app.lab.sql.tokens import Tokens
from app.lab.sql.translate import parse
from app.lab.undo import ledger

_ALONE: Final = (
    "LOGGING", "NOLOGGING", "COMPRESS", "NOCOMPRESS", "CACHE", "NOCACHE", "NOPARALLEL", "MONITORING",
    "NOMONITORING", "ROWDEPENDENCIES", "NOROWDEPENDENCIES",
)  # fmt: skip
_NUMBERED: Final = ("PCTFREE", "PCTUSED", "INITRANS", "MAXTRANS", "PARALLEL")


def create_table(ddl: Ddl, t: Tokens) -> None:
    spared = ddl.release >= 23 and t.accept("IF", "NOT", "EXISTS")
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE TABLE", owner)
    if spared and ddl.catalog.object_type(owner, name, ("TABLE",)):
        return
    ddl.new_name(owner, name)
    if t.accept("AS"):
        _as_select(ddl, owner, name, t.rest())
        return
    if t.peek() != "(" and not t.done:
        raise t.error()
    t.expect("(", code=906, text="missing left parenthesis")
    columns, constraints = body(t, ddl.place)
    t.close()
    query = _options(ddl, t)
    if query:
        raise t.unknown("CREATE TABLE with columns AS SELECT")
    make_table(ddl, (owner, name), columns, constraints)


def _options(ddl: Ddl, t: Tokens) -> bool:
    """Storage changes nothing here; whatever changes how rows are kept is refused."""
    while not t.done:
        if t.peek() in _ALONE:
            t.take()
        elif t.peek() in _NUMBERED:
            t.take()
            if t.peek().isdigit():
                t.take()
        elif t.accept("TABLESPACE"):
            t.name()
        elif t.accept("STORAGE", "("):
            t.parenthesised()
        elif t.accept("SEGMENT", "CREATION"):
            if not (t.accept("IMMEDIATE") or t.accept("DEFERRED")):
                raise t.error()
        elif t.accept("ENABLE", "ROW", "MOVEMENT") or t.accept("DISABLE", "ROW", "MOVEMENT"):
            pass
        elif t.accept("AS"):
            return True
        elif t.peek() in ("PARTITION", "ORGANIZATION", "CLUSTER", "NESTED", "LOB", "VARRAY",
                          "XMLTYPE", "ON", "READ", "MEMOPTIMIZE", "INMEMORY"):  # fmt: skip
            raise t.unknown(f"CREATE TABLE ... {t.peek()}")
        else:
            ddl.end(t)
    return False


def make_table(
    ddl: Ddl, where: tuple[str, str], columns: list[ColumnDef], constraints: list[Constraint]
) -> None:
    names = [c.row.name for c in columns]
    if len(set(names)) < len(names):
        raise OraError(957, "duplicate column name")
    if sum(c.row.ora is OraType.LONG for c in columns) > 1:
        raise OraError(1754, "a table may contain only one column of type LONG")
    columns = [_inherited(ddl, c) for c in columns]
    rows = [c.row for c in columns]
    made = [new_column(ddl, where, c, rows) for c in columns]
    full = f"{where[0]}.{where[1]}"
    ddl.session.raw(f'create table "{full}" ({", ".join(d for _, d in made)})')
    ddl.catalog.put_object(*where, "TABLE", ddl.session.now())
    for row, _ in made:
        ddl.catalog.put_column(*where, row)
    for one in [c for d in columns for c in d.constraints] + constraints:
        add_constraint(ddl, *where, one)
    protect(ddl.session, *where)
    redefine(ddl.session, *where, hard=True)


def _inherited(ddl: Ddl, column: ColumnDef) -> ColumnDef:
    """``id references parent`` has the type of the parent's key."""
    if column.typed or column.row.virtual:
        return column
    for one in column.constraints:
        if one.kind == "R" and one.target is not None:
            key = one.target_columns or [
                c
                for (text,) in ddl.catalog.rows(
                    "select columns from lab_constraints where owner = ? and tab = ? and type = 'P'",
                    *one.target,
                )
                for c in text.split(",")
            ]
            for theirs in ddl.catalog.columns(*one.target):
                if theirs.name == key[0]:
                    row = replace(theirs, name=column.row.name, nullable=column.row.nullable,
                                  default=column.row.default, kind=column.row.kind)  # fmt: skip
                    return replace(column, row=row, typed=True)
            raise OraError(942, "table or view does not exist")
    raise OraError(2263, "need to specify the datatype for this column")


def _as_select(ddl: Ddl, owner: str, name: str, query: str) -> None:
    named_columns(parse(query))
    outcome = ddl.session.query(query, {})
    rows = list(outcome.rows)
    columns = [ColumnDef(column_of(c), []) for c in outcome.columns]
    make_table(ddl, (owner, name), columns, [])
    bulk(ddl.session, owner, name, [c.row.name for c in columns], rows)


def alter_table(ddl: Ddl, t: Tokens) -> None:
    spared = ddl.release >= 23 and t.accept("IF", "EXISTS")
    owner, name = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(owner, name, ("TABLE",)):
        if spared:
            return
        raise OraError(942, "table or view does not exist")
    if owner != ddl.session.user and "ALTER ANY TABLE" not in ddl.session.privileges:
        if sees(ddl.session, owner, name):
            raise OraError(1031, "insufficient privileges")
        raise OraError(942, "table or view does not exist")
    alone(ddl.session, owner, name)
    hard = _ends_flashback(t)
    before = ddl.catalog.columns(owner, name)
    unprotect(ddl.session, owner, name)
    if t.accept("RENAME", "TO"):
        rename_table(ddl, owner, name, t.name())
        ddl.end(t)
        return
    _altered(ddl, t, owner, name)
    ddl.end(t)
    ddl.catalog.touch(owner, name, ddl.session.now())
    protect(ddl.session, owner, name)
    redefine(ddl.session, owner, name, hard)
    ddl.session.forget_code(owner)
    _dependents(ddl, owner, name, before)


def _altered(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    while True:
        if t.accept("ADD"):
            add(ddl, t, owner, name)
        elif t.peek() == "MODIFY" and t.peek(1) in ("CONSTRAINT", "PRIMARY", "UNIQUE"):
            t.take()
            _modify_constraint(ddl, t, owner, name)
        elif t.accept("MODIFY"):
            modify(ddl, t, owner, name)
        elif t.accept("RENAME", "COLUMN"):
            old = t.name(904)
            t.expect("TO")
            rename_column(ddl, owner, name, old, t.name(904))
        elif t.accept("RENAME", "CONSTRAINT"):
            old = t.name(2250)
            t.expect("TO")
            rename_constraint(ddl, owner, name, old, t.name(2250))
        elif t.accept("DROP"):
            _drop_part(ddl, t, owner, name)
        elif t.accept("SET", "UNUSED"):
            raise t.unknown("SET UNUSED")
        elif t.peek() in ("ENABLE", "DISABLE"):
            _switched(ddl, t, owner, name)
        elif t.accept("MOVE"):
            t.accept("ONLINE")
            if t.accept("TABLESPACE"):
                t.name()
        elif t.peek() in _ALONE:
            t.take()
        else:
            raise t.unknown("ALTER TABLE " + t.peek())
        if t.done or t.peek() not in ("ADD", "MODIFY", "DROP", "ENABLE", "DISABLE"):
            return


def _switched(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    enable = t.take() == "ENABLE"
    if t.accept("ROW", "MOVEMENT"):
        return
    if t.accept("ALL", "TRIGGERS"):
        status = "ENABLED" if enable else "DISABLED"
        trigger_ddl.switch_all(ddl.session, owner, name, status)
        return
    validated: bool | None = None
    if t.accept("NOVALIDATE"):
        validated = False
    elif t.accept("VALIDATE"):
        validated = True
    if t.accept("CONSTRAINT"):
        which: str | None = t.name(2250)
    elif t.accept("PRIMARY", "KEY"):
        which = find(ddl, owner, name, "P", [])
    elif t.accept("UNIQUE"):
        which = find(ddl, owner, name, "U", t.names())
    else:
        raise t.unknown(f"ALTER TABLE {'ENABLE' if enable else 'DISABLE'} {t.peek()}")
    if t.peek() == "CASCADE":
        raise t.unknown("DISABLE ... CASCADE")
    if which is None:
        word = "enable" if enable else "disable"
        raise OraError(
            2430 if enable else 2431, f"cannot {word} constraint (key) - no such constraint"
        )
    switch(ddl, (owner, name), which, enable, validated)


def _modify_constraint(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    which: str | None
    if t.accept("CONSTRAINT"):
        which = t.name(2250)
    elif t.accept("PRIMARY", "KEY"):
        which = find(ddl, owner, name, "P", [])
    else:
        t.expect("UNIQUE")
        which = find(ddl, owner, name, "U", t.names())
    wanted = Constraint("", "C", [])
    constraint_state(t, wanted)
    if which is None:
        raise OraError(2430, "cannot enable constraint (key) - no such constraint")
    switch(ddl, (owner, name), which, wanted.enabled, wanted.validated)


def _drop_part(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    which: str | None = None
    if t.accept("CONSTRAINT"):
        which = t.name(2250)
    elif t.accept("PRIMARY", "KEY"):
        which = find(ddl, owner, name, "P", [])
        if which is None:
            raise OraError(2441, "Cannot drop nonexistent primary key")
    elif t.accept("UNIQUE"):
        which = find(ddl, owner, name, "U", t.names())
        if which is None:
            raise OraError(2442, "Cannot drop nonexistent unique key")
    if which is not None:
        drop_constraint(ddl, owner, name, which, t.accept("CASCADE"))
        return
    if t.accept("UNUSED"):
        raise t.unknown("DROP UNUSED COLUMNS")
    names = [t.name(904)] if t.accept("COLUMN") else t.names()
    drop_columns(ddl, owner, name, names, t.accept("CASCADE", "CONSTRAINTS"))


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
    before = parents(ddl.session, owner, old)
    ddl.session.raw(f'alter table "{owner}.{old}" rename to "{owner}.{new}"')
    trigger_ddl.rename_table(ddl.session, owner, old, new)
    invalidate(ddl.session, owner, old)
    ledger.rename(ddl.session.db, f"{owner}.{old}", f"{owner}.{new}")
    for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
        ddl.catalog.run(f"update {table} set tab = ? where owner = ? and tab = ?", new, owner, old)
    ddl.catalog.run(
        "update lab_objects set name = ? where owner = ? and name = ? and type = 'TABLE'",
        new, owner, old,
    )  # fmt: skip
    ddl.catalog.run(
        "update lab_grants set object = ? where owner = ? and object = ?", new, owner, old
    )
    protect(ddl.session, owner, new)
    for parent in before:
        protect(ddl.session, *parent)


def _referring(ddl: Ddl, owner: str, table: str, enabled: bool) -> list[tuple[str, str, str]]:
    """Foreign keys of other tables that name a key of this one: owner, table, constraint."""
    return [
        (str(o), str(t), str(n))
        for o, t, n, status in ddl.catalog.rows(
            "select c.owner, c.tab, c.name, c.status from lab_constraints c join lab_constraints k"
            " on k.owner = c.r_owner and k.name = c.r_name where k.owner = ? and k.tab = ?",
            owner, table,
        )
        if (o, t) != (owner, table) and (status == "ENABLED" or not enabled)
    ]  # fmt: skip


def drop_table(ddl: Ddl, owner: str, name: str, cascade: bool) -> None:
    """ORA-02449 where foreign keys of other tables refer to it, without CASCADE CONSTRAINTS."""
    for c_owner, child, constraint in _referring(ddl, owner, name, enabled=False):
        if not cascade:
            raise OraError(2449, "unique/primary keys in table referenced by foreign keys")
        drop_constraint(ddl, c_owner, child, constraint)
        protect(ddl.session, c_owner, child)
    alone(ddl.session, owner, name)
    before = [p for p in parents(ddl.session, owner, name) if p != (owner, name)]
    unprotect(ddl.session, owner, name)
    for one in ddl.catalog.columns(owner, name):
        drop_identity(ddl, owner, one)
    for (index,) in ddl.catalog.rows(
        "select name from lab_indexes where owner = ? and tab = ?", owner, name
    ):
        ddl.catalog.run(
            "delete from lab_objects where owner = ? and name = ? and type = 'INDEX'", owner, index
        )
    for table in ("lab_columns", "lab_constraints", "lab_indexes", "lab_comments"):
        ddl.catalog.run(f"delete from {table} where owner = ? and tab = ?", owner, name)
    for parent in before:  # their triggers name the table
        protect(ddl.session, *parent)
    ddl.session.raw(f'drop table "{owner}.{name}"')
    ledger.forget(ddl.session.db, f"{owner}.{name}")
    trigger_ddl.forget_table(ddl.session, owner, name)


def truncate(ddl: Ddl, owner: str, name: str) -> None:
    """ORA-02266 where enabled foreign keys refer to it."""
    if _referring(ddl, owner, name, enabled=True):
        raise OraError(2266, "unique/primary keys in table referenced by enabled foreign keys")
    alone(ddl.session, owner, name)
    unprotect(ddl.session, owner, name)
    ddl.session.raw(f'delete from "{owner}.{name}"')
    protect(ddl.session, owner, name)
    redefine(ddl.session, owner, name, hard=True)
