"""The columns of a table: added, modified, renamed, dropped."""

from __future__ import annotations

from dataclasses import replace

from app.lab.backend import OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.ddl import Constraint, Tokens, affinity, body, column
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.keys import add_constraint, drop_constraint
from app.lab.undo import segments


def add(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    wrapped = t.accept("(")
    columns, constraints = body(t, owner)
    if wrapped:
        t.expect(")")
    known = {c.name for c in ddl.catalog.columns(owner, name)}
    for one in columns:
        if one.name in known:
            raise OraError(1430, "column being added already exists in table")
        filled = ddl.session.raw(f'select exists (select 1 from "{owner}.{name}")').fetchone()[0]
        if not one.nullable and one.default is None and filled:
            raise OraError(1758, "table must be empty to add mandatory (NOT NULL) column")
        ddl.session.raw(f'alter table "{owner}.{name}" add column "{one.name}" {affinity(one)}')
        ddl.catalog.put_column(owner, name, one)
        known.add(one.name)
        if one.default is not None:
            value = ddl.session.evaluate(one.default)
            ddl.session.raw(f'update "{owner}.{name}" set "{one.name}" = ?', (value,))
    for made in constraints:
        add_constraint(ddl, owner, name, made)


def modify(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    wrapped = t.accept("(")
    while True:
        new, inline = column(t, owner, typed=False)
        old = next((c for c in ddl.catalog.columns(owner, name) if c.name == new.name), None)
        if old is None:
            raise OraError(904, f'"{new.name}": invalid identifier')
        _modify_one(ddl, owner, name, old, new, inline)
        if not (wrapped and t.accept(",")):
            break
    if wrapped:
        t.expect(")")


def _modify_one(
    ddl: Ddl, owner: str, name: str, old: ColumnRow, new: ColumnRow, inline: list[Constraint]
) -> None:
    made = old
    table = f'"{owner}.{name}"'
    if new.type:
        filled = ddl.session.raw(
            f'select 1 from {table} where "{old.name}" is not null limit 1'
        ).fetchone()
        if new.ora is not old.ora and filled:
            raise OraError(1439, "column to be modified must be empty to change datatype")
        if new.ora in (OraType.VARCHAR, OraType.CHAR) and new.size < old.size:
            longest = (
                ddl.session.raw(f'select max(length("{old.name}")) from {table}').fetchone()[0] or 0
            )
            if longest > new.size:
                raise OraError(1441, "cannot decrease column length because some value is too big")
        if (
            new.ora is OraType.NUMBER
            and filled
            and new.precision
            and (
                old.precision is None
                or old.precision - (old.scale or 0) > new.precision - (new.scale or 0)
            )
        ):
            raise OraError(
                1440, "column to be modified must be empty to decrease precision or scale"
            )
        made = replace(
            made,
            type=new.type,
            ora=new.ora,
            size=new.size,
            precision=new.precision,
            scale=new.scale,
            char_used=new.char_used,
        )
    if new.default is not None:
        made = replace(made, default=None if new.default.upper() == "NULL" else new.default)
    for one in inline:
        if one.kind in "N0":
            if one.kind == "N":
                if not old.nullable:
                    raise OraError(1442, "column to be modified to NOT NULL is already NOT NULL")
                empty = ddl.session.raw(
                    f'select 1 from {table} where "{old.name}" is null limit 1'
                ).fetchone()
                if empty:
                    raise OraError(2296, f"cannot enable ({owner}.) - null values found")
            elif old.nullable:
                raise OraError(1451, "column to be modified to NULL cannot be modified to NULL")
            made = replace(made, nullable=one.kind == "0")
        else:
            add_constraint(ddl, owner, name, one)
    ddl.catalog.put_column(owner, name, made)


def rename_column(ddl: Ddl, owner: str, name: str, old: str, new: str) -> None:
    known = {c.name for c in ddl.catalog.columns(owner, name)}
    if old not in known:
        raise OraError(904, f'"{old}": invalid identifier')
    if new in known:
        raise OraError(957, "duplicate column name")
    ddl.session.raw(f'alter table "{owner}.{name}" rename column "{old}" to "{new}"')
    segments.rename_column(ddl.session.db, f"{owner}.{name}", old, new)
    ddl.catalog.run(
        "update lab_columns set name = ? where owner = ? and tab = ? and name = ?",
        new,
        owner,
        name,
        old,
    )
    ddl.catalog.run(
        "update lab_comments set col = ? where owner = ? and tab = ? and col = ?",
        new,
        owner,
        name,
        old,
    )
    for table in ("lab_constraints", "lab_indexes"):
        for key, columns in ddl.catalog.rows(
            f"select name, columns from {table} where owner = ? and tab = ?", owner, name
        ):
            listed = ",".join(new if c == old else c for c in columns.split(","))
            ddl.catalog.run(
                f"update {table} set columns = ? where owner = ? and name = ?",
                listed,
                owner,
                key,
            )


def drop_part(ddl: Ddl, t: Tokens, owner: str, name: str) -> None:
    if t.accept("CONSTRAINT"):
        which = t.name()
        if not ddl.catalog.one(
            "select 1 from lab_constraints where owner = ? and name = ?", owner, which
        ):
            raise OraError(2443, "Cannot drop constraint  - nonexistent constraint")
        drop_constraint(ddl, owner, which)
        return
    names = [t.name()] if t.accept("COLUMN") else t.names()
    for one in names:
        if one not in {c.name for c in ddl.catalog.columns(owner, name)}:
            raise OraError(904, f'"{one}": invalid identifier')
        for index, columns in ddl.catalog.rows(
            "select name, columns from lab_indexes where owner = ? and tab = ?", owner, name
        ):
            if one in columns.split(","):
                ddl.session.raw(f'drop index if exists "{owner}.{index}"')
                ddl.catalog.run(
                    "delete from lab_indexes where owner = ? and name = ?", owner, index
                )
        ddl.session.raw(f'alter table "{owner}.{name}" drop column "{one}"')
        ddl.catalog.run(
            "delete from lab_columns where owner = ? and tab = ? and name = ?", owner, name, one
        )
