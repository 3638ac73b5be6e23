"""Constraints as DDL gives and takes them."""

from __future__ import annotations

from dataclasses import replace

from app.lab.backend import OraError
from app.lab.sql.ddl import Constraint
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.objects import put_index


def add_constraint(ddl: Ddl, owner: str, table: str, made: Constraint) -> None:
    known = {c.name for c in ddl.catalog.columns(owner, table)}
    for one in made.columns:
        if one not in known:
            raise OraError(904, f'"{one}": invalid identifier')
    if made.kind in "N0":
        return  # kept with the column
    name = made.name or f"SYS_C{ddl.session.next_number():06d}"
    if ddl.catalog.one("select 1 from lab_constraints where owner = ? and name = ?", owner, name):
        raise OraError(2264, "name already used by an existing constraint")
    r_owner = r_name = None
    if made.kind in "PU":
        if made.kind == "P" and ddl.catalog.one(
            "select 1 from lab_constraints where owner = ? and tab = ? and type = 'P'",
            owner,
            table,
        ):
            raise OraError(2260, "table can have only one primary key")
        put_index(ddl, owner, name, owner, table, True, made.columns)
    if made.kind == "P":
        for kept in ddl.catalog.columns(owner, table):
            if kept.name in made.columns:
                ddl.catalog.put_column(owner, table, replace(kept, nullable=False))
    if made.kind == "R":
        assert made.target is not None
        r_owner = made.target[0]
        wanted = "P" if not made.target_columns else "PU"
        keys = ddl.catalog.rows(
            "select name, type, columns from lab_constraints where owner = ? and tab = ? and type in ('P', 'U')",
            *made.target,
        )
        if not ddl.catalog.object_type(*made.target, ("TABLE",)):
            raise OraError(942, "table or view does not exist")
        r_name = next(
            (
                n
                for n, k, c in keys
                if k in wanted and (not made.target_columns or c == ",".join(made.target_columns))
            ),
            None,
        )
        if r_name is None:
            raise OraError(2270, "no matching unique or primary key for this column-list")
    ddl.catalog.run(
        "insert into lab_constraints values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        owner, name, made.kind, table, ",".join(made.columns), made.condition, r_owner, r_name,
        made.status, made.delete_rule, int(not made.name),
    )  # fmt: skip


def drop_constraint(ddl: Ddl, owner: str, which: str) -> None:
    ddl.session.raw(f'drop index if exists "{owner}.{which}"')
    for table in ("lab_constraints", "lab_indexes"):
        ddl.catalog.run(f"delete from {table} where owner = ? and name = ?", owner, which)
    ddl.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type = 'INDEX'", owner, which
    )
