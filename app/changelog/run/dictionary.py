"""What a client's dictionary is asked: whether something is there, and how columns are now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.changelog.model import Changeset, Statement
from app.sql.operations import (
    retypes,
)
from app.sql.part import Name

_TYPES = (
    "SELECT TABLE_NAME, COLUMN_NAME, DATA_TYPE, DATA_LENGTH, CHAR_LENGTH, CHAR_USED, "
    "DATA_PRECISION, DATA_SCALE FROM USER_TAB_COLUMNS"
)
_VIEWS = {
    "TABLE": ("TABLES", "TABLE_NAME"),
    "INDEX": ("INDEXES", "INDEX_NAME"),
    "SEQUENCE": ("SEQUENCES", "SEQUENCE_NAME"),
    "VIEW": ("VIEWS", "VIEW_NAME"),
    "SYNONYM": ("SYNONYMS", "SYNONYM_NAME"),
    "MATERIALIZED VIEW": ("MVIEWS", "MVIEW_NAME"),
    "MATERIALIZED VIEW LOG": ("MVIEW_LOGS", "MASTER"),
}
_OWNERS = {"SEQUENCES": "SEQUENCE_OWNER", "MVIEW_LOGS": "LOG_OWNER"}


Question = tuple[str, Mapping[str, Any]]
"""A query that counts, and its binds."""


class Queries(Protocol):
    """The reading half of a session."""

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]: ...


def exists(session: Queries, kind: str, name: Name) -> bool:
    """Whether an object of ``kind`` (``TABLE``, ``PACKAGE BODY``) is there; a materialized view
    log is known by its table."""
    return _any(session, an_object(kind, name))


def index_state(session: Queries, name: Name) -> tuple[str | None, ...] | None:
    """STATUS, DOMIDX_STATUS and DOMIDX_OPSTATUS of an index; None where there is none."""
    columns = "STATUS, DOMIDX_STATUS, DOMIDX_OPSTATUS"
    found = ask(session, "INDEXES", name, columns, "INDEX_NAME = :p_name", p_name=name[-1])
    return found[0] if found else None


def has_journal(session: Queries, index: Name) -> bool:
    """Whether Oracle still keeps the table of what others wrote while ``index`` was built ONLINE:
    it goes with the end of the build."""
    where = "OBJECT_NAME = :p_name AND OBJECT_TYPE = :p_type"
    named = {"p_name": index[-1], "p_type": "INDEX"}
    found = ask(session, "OBJECTS", index, "OBJECT_ID", where, **named)
    kept = [(*index[:-1], f"SYS_JOURNAL_{int(row[0])}") for row in found]
    return any(exists(session, "TABLE", name) for name in kept)


def has_constraint(session: Queries, table: Name, name: str) -> bool:
    return _any(session, a_constraint(table, name))


def has_primary_key(session: Queries, table: Name) -> bool:
    where = "TABLE_NAME = :p_table AND CONSTRAINT_TYPE = 'P'"
    return _any(session, _asked("CONSTRAINTS", table, "COUNT(*)", where, p_table=table[-1]))


def an_object(kind: str, name: Name) -> Question:
    """How many objects of ``kind`` have the name."""
    if kind in _VIEWS:
        view, column = _VIEWS[kind]
        return _asked(view, name, "COUNT(*)", f"{column} = :p_name", p_name=name[-1])
    where = "OBJECT_NAME = :p_name AND OBJECT_TYPE = :p_type"
    return _asked("OBJECTS", name, "COUNT(*)", where, p_name=name[-1], p_type=kind)


def a_constraint(table: Name, name: str) -> Question:
    """How many constraints of the table have the name."""
    where = "TABLE_NAME = :p_table AND CONSTRAINT_NAME = :p_name"
    return _asked("CONSTRAINTS", table, "COUNT(*)", where, p_table=table[-1], p_name=name)


def a_column(table: Name, name: str) -> Question:
    """How many columns of the table have the name; hidden ones do not count."""
    where = "TABLE_NAME = :p_table AND COLUMN_NAME = :p_name"
    return _asked("TAB_COLUMNS", table, "COUNT(*)", where, p_table=table[-1], p_name=name)


def columns_of(session: Queries, table: Name) -> dict[str, bool]:
    """Column name -> whether it may be NULL; nothing where there is no such table."""
    where = "TABLE_NAME = :p_name"
    columns = "COLUMN_NAME, NULLABLE"
    found = ask(session, "TAB_COLUMNS", table, columns, where, p_name=table[-1])
    return {row[0]: row[1] == "Y" for row in found}


def _any(session: Queries, question: Question) -> bool:
    sql, binds = question
    return int(session.query(sql, **binds)[0][0]) > 0


def ask(
    session: Queries, view: str, name: Name, columns: str, where: str, **binds: Any
) -> list[tuple[Any, ...]]:
    """Rows of USER_<view>, or of ALL_<view> where ``name`` carries an owner."""
    sql, given = _asked(view, name, columns, where, **binds)
    return session.query(sql, **given)


def _asked(view: str, name: Name, columns: str, where: str, **binds: Any) -> Question:
    """Of USER_<view>, or of ALL_<view> where ``name`` carries an owner."""
    if len(name) > 1:
        owner = _OWNERS.get(view, "OWNER")
        sql = f"SELECT {columns} FROM ALL_{view} WHERE {owner} = :p_owner AND {where}"
        return sql, {"p_owner": name[-2], **binds}
    return f"SELECT {columns} FROM USER_{view} WHERE {where}", binds


def column_types(
    session: Queries, changesets: Sequence[Changeset], only: Statement | None = None
) -> dict[tuple[str, str], str]:
    """(TABLE, COLUMN) -> data type of the schema; empty where no statement of ``changesets`` (or
    ``only``) gives a column another type, so that most runs do not ask."""
    chosen = [only] if only else [s for c in changesets for s in c.statements]
    if not any(retypes(statement.operation) for statement in chosen):
        return {}
    return {(row[0], row[1]): shown(*row[2:]) for row in session.query(_TYPES)}


def shown(
    kind: str, length: Any, characters: Any, used: str | None, precision: Any, scale: Any
) -> str:
    """A data type as it is written in DDL, from a row of USER_TAB_COLUMNS."""
    if kind in ("VARCHAR2", "CHAR"):
        unit = "CHAR" if used == "C" else "BYTE"
        return f"{kind}({int(characters if used == 'C' else length)} {unit})"
    if kind in ("NVARCHAR2", "NCHAR"):
        return f"{kind}({int(characters)})"
    if kind == "RAW":
        return f"RAW({int(length)})"
    if kind == "NUMBER" and precision is not None:
        return f"NUMBER({int(precision)},{int(scale or 0)})"
    if kind == "NUMBER" and scale is not None:
        return f"NUMBER(38,{int(scale)})"
    return kind
