"""Indexes, views and sequences."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import replace
from typing import Final

from app.lab.backend import OraError
from app.lab.sql.control import alone
from app.lab.sql.ddl_common import Ddl, column_of
from app.lab.sql.dependencies import invalidate
from app.lab.sql.tokens import Tokens

_PLAIN: Final = re.compile(r"[\w$#]+")
_INDEX_OPTIONS: Final = (
    "ONLINE", "NOLOGGING", "LOGGING", "NOPARALLEL", "PARALLEL", "COMPRESS", "NOCOMPRESS", "REVERSE",
    "COMPUTE", "STATISTICS", "SORT", "NOSORT", "VISIBLE",
)  # fmt: skip


def create_index(ddl: Ddl, t: Tokens) -> None:
    unique = t.accept("UNIQUE")
    t.expect("INDEX")
    owner, name = t.qualified(ddl.owner)
    t.expect("ON", code=969, text="missing ON keyword")
    where = t.qualified(ddl.owner)
    if not ddl.catalog.object_type(*where, ("TABLE",)):
        raise OraError(942, "table or view does not exist")
    alone(ddl.session, *where)
    if ddl.catalog.one("select 1 from lab_indexes where owner = ? and name = ?", owner, name):
        raise OraError(955, "name is already used by an existing object")
    t.expect("(", code=906, text="missing left parenthesis")
    known = {c.name for c in ddl.catalog.columns(*where)}
    columns: list[str] = []
    while True:
        text = t.balanced(("ASC", "DESC"))
        falling = not t.accept("ASC") and t.accept("DESC")
        plain = text.strip('"') if text.startswith('"') else text.upper()
        if _PLAIN.fullmatch(plain) and plain not in known:
            raise OraError(904, f'"{plain}": invalid identifier')
        columns.append(f'"{plain}" DESC' if falling else plain)
        if not t.accept(","):
            break
    t.close()
    _index_options(ddl, t)
    if ddl.catalog.one(
        "select 1 from lab_indexes where owner = ? and tab = ? and columns = ?",
        *where, ",".join(columns),
    ):  # fmt: skip
        raise OraError(1408, "such column list already indexed")
    put_index(ddl, owner, name, where, unique, columns)


def _index_options(ddl: Ddl, t: Tokens) -> None:
    while not t.done:
        if t.accept("TABLESPACE"):
            t.name()
        elif t.peek() in _INDEX_OPTIONS or t.peek().isdigit():
            t.take()
        elif t.peek() in ("LOCAL", "GLOBAL", "INDEXTYPE", "INVISIBLE", "UNUSABLE"):
            raise t.unknown(f"CREATE INDEX {t.peek()}")
        else:
            ddl.end(t)


def put_index(
    ddl: Ddl, owner: str, name: str, table: tuple[str, str], unique: bool, columns: list[str]
) -> None:
    """An index in the engine and in the dictionary; ORA-01452 where a unique one finds doubles."""
    if ddl.catalog.one("select 1 from lab_indexes where owner = ? and name = ?", owner, name):
        raise OraError(955, "name is already used by an existing object")
    engine_index(ddl, owner, name, table, unique, columns)
    ddl.catalog.run(
        "insert into lab_indexes values (?, ?, ?, ?, ?)",
        owner, name, table[1], "UNIQUE" if unique else "NONUNIQUE", ",".join(columns),
    )  # fmt: skip
    ddl.catalog.put_object(owner, name, "INDEX", ddl.session.now())


def engine_index(
    ddl: Ddl, owner: str, name: str, table: tuple[str, str], unique: bool, columns: list[str]
) -> None:
    """The engine's index alone: what keeps a key unique, and what makes a search fast."""
    if not all(_PLAIN.fullmatch(c) for c in columns):
        if unique:
            raise OraError(
                3001, "unimplemented feature: unique function-based index (lab, not Oracle)"
            )
        return
    kind, listed = "unique index" if unique else "index", ", ".join(f'"{c}"' for c in columns)
    try:
        ddl.session.db.execute(
            f'create {kind} "{owner}.{name}.X" on "{table[0]}.{table[1]}" ({listed})'
        )
    except sqlite3.IntegrityError:
        raise OraError(1452, "cannot CREATE UNIQUE INDEX; duplicate keys found") from None


def drop_index(ddl: Ddl, owner: str, name: str) -> None:
    ddl.session.raw(f'drop index if exists "{owner}.{name}.X"')
    ddl.catalog.run("delete from lab_indexes where owner = ? and name = ?", owner, name)
    ddl.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type = 'INDEX'", owner, name
    )


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
        made = column_of(c)
        ddl.catalog.put_column(owner, name, replace(made, name=names[at]) if names else made)


def create_sequence(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE SEQUENCE", owner)
    ddl.new_name(owner, name)
    start, step = 1, 1
    while not t.done:
        if t.accept("START", "WITH"):
            start = t.number()
        elif t.accept("INCREMENT", "BY"):
            step = t.number()
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
