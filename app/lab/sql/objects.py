"""Indexes and sequences."""

from __future__ import annotations

import re
import sqlite3
from typing import Final

from app.lab.backend import OraError, OraType
from app.lab.sql.control import alone
from app.lab.sql.ddl_common import Ddl
from app.lab.sql.tokens import Tokens

_LOBS: Final = (OraType.CLOB, OraType.BLOB)
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
        if any(c.name == plain and c.ora in _LOBS for c in ddl.catalog.columns(*where)):
            raise OraError(2327, "cannot create index on expression with datatype LOB")
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


_SEQUENCE_OPTIONS: Final = (
    "NOCACHE",
    "NOCYCLE",
    "CYCLE",
    "ORDER",
    "NOORDER",
    "NOMAXVALUE",
    "NOMINVALUE",
)


def _step(t: Tokens) -> int:
    step = t.number()
    if not step:
        raise OraError(4002, "INCREMENT must be a non-zero integer")
    return step


def _sequence_option(t: Tokens) -> None:
    if t.peek() in _SEQUENCE_OPTIONS:
        t.take()
    elif t.peek() in ("CACHE", "MAXVALUE", "MINVALUE"):
        t.take()
        t.number()
    else:
        raise t.error(933, "SQL command not properly ended")


def alter_sequence(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    if not ddl.catalog.one("select 1 from lab_sequences where owner = ? and name = ?", owner, name):
        raise OraError(2289, "sequence does not exist")
    if t.done:
        raise OraError(2286, "no options specified for ALTER SEQUENCE")
    while not t.done:
        if t.peek() in ("RESTART", "SCALE", "KEEP", "SHARD", "GLOBAL", "SESSION"):
            raise t.unknown(f"ALTER SEQUENCE {t.peek()}")
        if t.accept("START"):
            raise OraError(2283, "cannot alter starting sequence number")
        if t.accept("INCREMENT", "BY"):
            ddl.catalog.run(
                "update lab_sequences set step = ? where owner = ? and name = ?",
                _step(t), owner, name,
            )  # fmt: skip
        else:
            _sequence_option(t)


def create_sequence(ddl: Ddl, t: Tokens) -> None:
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE SEQUENCE", owner)
    ddl.new_name(owner, name)
    start, step = 1, 1
    while not t.done:
        if t.accept("START", "WITH"):
            start = t.number()
        elif t.accept("INCREMENT", "BY"):
            step = _step(t)
        else:
            _sequence_option(t)
    ddl.catalog.run(
        "insert into lab_sequences values (?, ?, ?, ?, ?)",
        owner,
        name,
        step,
        start - step,
        start,
    )
    ddl.catalog.put_object(owner, name, "SEQUENCE", ddl.session.now())
