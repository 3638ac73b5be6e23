"""The ORDS package: how a schema says which addresses it answers, and with which query.

Only GET handlers that return JSON from a query are played; anything else is refused. Definitions
are rows of the database and obey the session's transaction.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.ords.listener import Handler
from app.lab.sql.contract import Session
from app.lab.sql.packages import builtin

SOURCE_TYPES: Final = ("json/collection", "json/item")
_SCHEMA: Final = (
    "create table if not exists lab_ords_schemas (owner text primary key, alias text not null)",
    "create table if not exists lab_ords_modules (owner text, name text, base text not null,"
    " page_size integer not null, primary key (owner, name))",
    "create table if not exists lab_ords_handlers (owner text, module text, pattern text,"
    " kind text not null, source text not null, primary key (owner, module, pattern))",
)
_HANDLERS: Final = """
select s.owner, s.alias, m.base, h.pattern, h.kind, h.source, m.page_size
  from lab_ords_handlers h
  join lab_ords_modules m on m.owner = h.owner and m.name = h.module
  join lab_ords_schemas s on s.owner = h.owner
 order by h.pattern"""


def _write(session: Session, sql: str, *values: Any) -> None:
    session.begin()
    for statement in _SCHEMA:
        session.db.execute(statement)
    session.db.execute(sql, values)


def _module(session: Session, name: str) -> None:
    found = session.db.execute(
        "select 1 from lab_ords_modules where owner = ? and name = ?", (session.user, name)
    ).fetchone()
    if found is None:
        raise OraError(20001, f"ORDS module {name} does not exist.")


@builtin("ORDS.ENABLE_SCHEMA")
def _enable_schema(
    session: Session,
    p_enabled: Any = True,
    p_schema: str | None = None,
    p_url_mapping_type: str = "BASE_PATH",
    p_url_mapping_pattern: str | None = None,
    p_auto_rest_auth: Any = None,
) -> None:
    owner = (p_schema or session.user).upper()
    if owner != session.user:
        raise OraError(20001, f"{session.user} may not enable the schema {owner}.")
    if not p_enabled:
        _write(session, "delete from lab_ords_schemas where owner = ?", owner)
        return
    alias = p_url_mapping_pattern or owner.lower()
    _write(session, "insert or replace into lab_ords_schemas values (?, ?)", owner, alias)


@builtin("ORDS.DEFINE_MODULE")
def _define_module(
    session: Session,
    p_module_name: str,
    p_base_path: str,
    p_items_per_page: Any = 25,
    p_status: str = "PUBLISHED",
    p_comments: str | None = None,
) -> None:
    _write(
        session,
        "insert or replace into lab_ords_modules values (?, ?, ?, ?)",
        session.user, p_module_name, p_base_path.strip("/"), int(p_items_per_page),
    )  # fmt: skip


@builtin("ORDS.DEFINE_TEMPLATE")
def _define_template(
    session: Session,
    p_module_name: str,
    p_pattern: str,
    p_priority: Any = 0,
    p_etag_type: str = "HASH",
    p_etag_query: str | None = None,
    p_comments: str | None = None,
) -> None:
    _module(session, p_module_name)


@builtin("ORDS.DEFINE_HANDLER")
def _define_handler(
    session: Session,
    p_module_name: str,
    p_pattern: str,
    p_method: str = "GET",
    p_source_type: str = "json/collection",
    p_source: str = "",
    p_items_per_page: Any = None,
    p_mimes_allowed: str | None = None,
    p_comments: str | None = None,
) -> None:
    _module(session, p_module_name)
    if p_method.upper() != "GET" or p_source_type not in SOURCE_TYPES:
        raise OraError(3001, f"unimplemented feature: {p_method} with {p_source_type} in the lab")
    _write(
        session,
        "insert or replace into lab_ords_handlers values (?, ?, ?, ?, ?)",
        session.user, p_module_name, p_pattern.strip("/"), p_source_type, p_source,
    )  # fmt: skip


def handlers(file: Path) -> list[Handler]:
    """All handlers of the database in ``file``."""
    db = sqlite3.connect(file, timeout=60)
    try:
        known = db.execute("select 1 from sqlite_master where name = 'lab_ords_handlers'")
        if known.fetchone() is None:
            return []
        rows = db.execute(_HANDLERS).fetchall()
    finally:
        db.close()
    return [
        Handler(owner, "/".join(("/ords", alias, base, pattern)), kind, source, size)
        for owner, alias, base, pattern, kind, source, size in rows
    ]
