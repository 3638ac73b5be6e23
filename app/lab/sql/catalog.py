"""The data dictionary behind the lab's SQL: private tables beside the data, in one file.

A table of the user is one table of the embedded engine under ``OWNER.NAME``; everything that Oracle
knows of it and the engine does not (types, lengths, constraints by name, comments, grants) is here.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.lab.backend import ColumnType, OraType

SCHEMA: Final = """
create table if not exists lab_facts (name text primary key, value text);
create table if not exists lab_users (name text primary key, salt blob, verifier blob,
  locked integer not null default 0, created text not null, privileges text not null);
create table if not exists lab_objects (id integer primary key, owner text not null,
  name text not null, type text not null, status text not null, created text not null,
  changed text not null, source text, unique (owner, name, type));
create table if not exists lab_columns (owner text, tab text, name text, position integer,
  type text, ora integer, size integer, precision integer, scale integer, char_used text,
  nullable integer, default_text text, kind text not null default '',
  primary key (owner, tab, name));
create table if not exists lab_constraints (owner text, name text, type text, tab text,
  columns text, condition text, r_owner text, r_name text, status text, delete_rule text,
  generated integer, validated integer not null default 1, may_defer integer not null default 0,
  index_name text, primary key (owner, name));
create table if not exists lab_indexes (owner text, name text, tab text, uniqueness text,
  columns text, primary key (owner, name));
create table if not exists lab_sequences (owner text, name text, step integer, value integer,
  low integer, primary key (owner, name));
create table if not exists lab_grants (owner text, object text, grantee text, privilege text,
  primary key (owner, object, grantee, privilege));
create table if not exists lab_synonyms (owner text, name text, t_owner text, t_name text,
  primary key (owner, name));
create table if not exists lab_comments (owner text, tab text, col text, body text,
  primary key (owner, tab, col));
create table if not exists lab_triggers (owner text, name text, t_owner text, t_name text,
  status text, primary key (owner, name));
create table if not exists lab_mviews (owner text, name text, mode text, method text, stale text,
  refreshed text, primary key (owner, name));
create table if not exists lab_errors (owner text, name text, type text, line integer,
  position integer, body text);
"""


@dataclass(frozen=True)
class ColumnRow:
    """One column of a table or view."""

    name: str
    type: str
    ora: OraType
    size: int
    precision: int | None
    scale: int | None
    char_used: str
    nullable: bool
    default: str | None
    kind: str = ""  # words: VIRTUAL, IDENTITY, ALWAYS, HIDDEN, ONNULL

    @property
    def virtual(self) -> bool:
        return "VIRTUAL" in self.kind

    @property
    def identity_always(self) -> bool:
        return "IDENTITY" in self.kind and "ALWAYS" in self.kind

    @property
    def hidden(self) -> bool:
        return "HIDDEN" in self.kind

    @property
    def on_null(self) -> bool:
        return "ONNULL" in self.kind

    @property
    def wire(self) -> ColumnType:
        if self.ora is OraType.NUMBER:
            if self.precision is None:
                scale = -127 if self.scale is None else self.scale
                return ColumnType(self.ora, 0 if scale == -127 else 38, scale, 0, self.nullable)
            return ColumnType(self.ora, self.precision, self.scale or 0, 0, self.nullable)
        scale = self.scale or 0 if "TIMESTAMP" in self.type else 0
        return ColumnType(self.ora, 0, scale, self.size, self.nullable)


class Catalog:
    """Reading and writing the dictionary through one connection, in its transaction."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        return [tuple(r) for r in self.db.execute(sql, values).fetchall()]

    def run(self, sql: str, *values: Any) -> None:
        self.db.execute(sql, values)

    def one(self, sql: str, *values: Any) -> Any:
        found = self.db.execute(sql, values).fetchone()
        return found[0] if found else None

    def object_type(self, owner: str, name: str, types: Sequence[str] = ()) -> str | None:
        for (kind,) in self.rows(
            "select type from lab_objects where owner = ? and name = ? order by id", owner, name
        ):
            if not types or kind in types:
                return str(kind)
        return None

    def put_object(
        self, owner: str, name: str, kind: str, now: str, status: str = "VALID", source: str = ""
    ) -> None:
        self.run(
            "insert into lab_objects (owner, name, type, status, created, changed, source)"
            " values (?, ?, ?, ?, ?, ?, ?) on conflict (owner, name, type) do update set"
            " status = excluded.status, changed = excluded.changed, source = excluded.source",
            owner, name, kind, status, now, now, source,
        )  # fmt: skip

    def touch(self, owner: str, name: str, now: str) -> None:
        self.run(
            "update lab_objects set changed = ? where owner = ? and name = ?", now, owner, name
        )

    def columns(self, owner: str, table: str) -> list[ColumnRow]:
        return [
            ColumnRow(n, t, OraType(o), s, p, sc, cu or "", bool(nu), d, k)
            for n, t, o, s, p, sc, cu, nu, d, k in self.rows(
                "select name, type, ora, size, precision, scale, char_used, nullable,"
                " default_text, kind"
                " from lab_columns where owner = ? and tab = ? order by position",
                owner, table,
            )
        ]  # fmt: skip

    def put_column(self, owner: str, table: str, column: ColumnRow) -> None:
        position = self.one(
            "select position from lab_columns where owner = ? and tab = ? and name = ?",
            owner, table, column.name,
        ) or (self.one(
            "select coalesce(max(position), 0) + 1 from lab_columns where owner = ? and tab = ?",
            owner, table,
        ))  # fmt: skip
        self.run(
            "insert or replace into lab_columns values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            owner, table, column.name, position, column.type, int(column.ora), column.size,
            column.precision, column.scale, column.char_used, int(column.nullable), column.default,
            column.kind,
        )  # fmt: skip

    def grants(self, grantee: str, owner: str, name: str) -> set[str]:
        return {
            p
            for (p,) in self.rows(
                "select privilege from lab_grants where owner = ? and object = ?"
                " and grantee in (?, 'PUBLIC')",
                owner, name, grantee,
            )
        }  # fmt: skip
