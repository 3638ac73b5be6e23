"""Indexes, views and sequences."""

from __future__ import annotations

import re

from app.lab.backend import OraError
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.control import alone
from app.lab.sql.ddl import Tokens
from app.lab.sql.ddl_common import Ddl, type_name
from app.lab.sql.dependencies import invalidate


def create_index(ddl: Ddl, t: Tokens) -> None:
    unique = t.accept("UNIQUE")
    t.expect("INDEX")
    owner, name = t.qualified(ddl.owner)
    t.expect("ON")
    t_owner, table = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(t_owner, table, ("TABLE",)):
        raise OraError(942, "table or view does not exist")
    alone(ddl.session, t_owner, table)
    if ddl.catalog.one("select 1 from lab_indexes where owner = ? and name = ?", owner, name):
        raise OraError(955, "name is already used by an existing object")
    t.expect("(")
    known = {c.name for c in ddl.catalog.columns(t_owner, table)}
    columns: list[str] = []
    while True:
        text = t.balanced(("ASC", "DESC"))
        t.accept("ASC")
        t.accept("DESC")
        column_name = text.strip('"') if text.startswith('"') else text.upper()
        if re.fullmatch(r"[\w$#]+", column_name) and column_name not in known:
            raise OraError(904, f'"{column_name}": invalid identifier')
        columns.append(column_name)
        if not t.accept(","):
            break
    t.expect(")")
    listed = ",".join(columns)
    if ddl.catalog.one(
        "select 1 from lab_indexes where owner = ? and tab = ? and columns = ?",
        t_owner,
        table,
        listed,
    ):
        raise OraError(1408, "such column list already indexed")
    put_index(ddl, owner, name, t_owner, table, unique, columns)


def put_index(
    ddl: Ddl, owner: str, name: str, t_owner: str, table: str, unique: bool, columns: list[str]
) -> None:
    if all(re.fullmatch(r"[\w$#]+", c) for c in columns):
        kind = "unique index" if unique else "index"
        listed = ", ".join(f'"{c}"' for c in columns)
        ddl.session.raw(f'create {kind} "{owner}.{name}" on "{t_owner}.{table}" ({listed})')
    elif unique:
        raise OraError(3001, "unimplemented feature: unique function-based index (lab, not Oracle)")
    ddl.catalog.run(
        "insert into lab_indexes values (?, ?, ?, ?, ?)",
        owner, name, table, "UNIQUE" if unique else "NONUNIQUE", ",".join(columns),
    )  # fmt: skip
    ddl.catalog.put_object(owner, name, "INDEX", ddl.session.now())


def create_view(ddl: Ddl, t: Tokens, replaced: bool) -> None:
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE VIEW", owner)
    if ddl.catalog.object_type(owner, name, ("VIEW",)):
        if not replaced:
            raise OraError(955, "name is already used by an existing object")
    else:
        ddl.new_name(owner, name)
    names = t.names() if t.peek() == "(" else None
    t.expect("AS")
    query = t.rest()
    columns = ddl.session.describe(query, owner)
    if names is not None and len(names) != len(columns):
        raise OraError(1730, "invalid number of column names specified")
    invalidate(ddl.session, owner, name)
    ddl.catalog.put_object(owner, name, "VIEW", ddl.session.now(), source=query)
    ddl.catalog.run("delete from lab_columns where owner = ? and tab = ?", owner, name)
    for at, c in enumerate(columns):
        size = c.type.size
        ddl.catalog.put_column(
            owner,
            name,
            ColumnRow(
                names[at] if names else c.name,
                type_name(c.type.ora),
                c.type.ora,
                size,
                None,
                None,
                "",
                True,
                None,
            ),
        )


def create_sequence(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE SEQUENCE", owner)
    ddl.new_name(owner, name)
    start, step = 1, 1
    while not t.done:
        if t.accept("START", "WITH"):
            start = int(t.take())
        elif t.accept("INCREMENT", "BY"):
            step = int(t.take())
        elif t.peek() in (
            "NOCACHE",
            "NOCYCLE",
            "CYCLE",
            "ORDER",
            "NOORDER",
            "NOMAXVALUE",
            "NOMINVALUE",
        ):
            t.take()
        elif t.peek() in ("CACHE", "MAXVALUE", "MINVALUE"):
            t.take()
            t.take()
        else:
            raise t.error(933, "SQL command not properly ended")
    ddl.catalog.run(
        "insert into lab_sequences values (?, ?, ?, ?, ?)",
        owner,
        name,
        step,
        start - step,
        start,
    )
    ddl.catalog.put_object(owner, name, "SEQUENCE", ddl.session.now())
