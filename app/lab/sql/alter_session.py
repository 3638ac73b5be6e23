"""ALTER SESSION."""

from __future__ import annotations

import re
from typing import Final

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.work import READ_COMMITTED, SERIALIZABLE

_SETTING: Final = re.compile(
    r"\s*(?P<name>\w+)\s*=\s*(?P<value>'(?:[^']|'')*'|\"[^\"]*\"|read\s+committed\b|[^\s']+)",
    re.IGNORECASE,
)
# what changes nothing that the lab plays
_WITHOUT_EFFECT: Final = re.compile(r"time_zone|optimizer_\w+|deferred_segment_creation", re.I)


def alter_session(session: Session, sql: str) -> None:
    """``ALTER SESSION SET name = value ...``; all of its settings or none."""
    head = re.match(r"\s*alter\s+session\s+set\b", sql, re.IGNORECASE)
    if head is None:
        raise _unknown()
    at, found = head.end(), []
    while at < len(sql.rstrip()):
        hit = _SETTING.match(sql, at)
        if hit is None:
            raise OraError(922, "missing or invalid option", at)
        found.append((hit["name"].upper(), hit["value"]))
        at = hit.end()
    if not found:
        raise OraError(922, "missing or invalid option", at)
    before = dict(session.nls.values)
    try:
        for name, value in found:
            _set(session, name, value)
    except OraError:
        session.nls.values.update(before)
        session.nls.told.clear()
        raise


def _set(session: Session, name: str, value: str) -> None:
    bare = value[1:-1].replace("''", "'") if value[0] in "'\"" else value
    if name == "CURRENT_SCHEMA":
        schema = bare if value.startswith('"') else bare.upper()
        if not session.catalog.one("select 1 from lab_users where name = ?", schema):
            raise OraError(1435, "user does not exist")
        session.current_schema = schema
    elif name.startswith("NLS_"):
        session.nls.set(name, bare)
    elif name == "DDL_LOCK_TIMEOUT":
        if not bare.isdigit() or int(bare) > 1_000_000:
            raise OraError(
                68, f"invalid value {bare} for parameter ddl_lock_timeout, must be between 0 and 1000000"
            )  # fmt: skip
        session.ddl_lock_timeout = int(bare)
    elif name == "ISOLATION_LEVEL":
        wanted = re.sub(r"\s+", " ", bare.upper())
        if wanted not in (SERIALIZABLE, READ_COMMITTED):
            raise OraError(2248, "invalid option for ALTER SESSION")
        session.work.level = wanted
    elif not _WITHOUT_EFFECT.fullmatch(name):
        raise _unknown()


def _unknown() -> OraError:
    return OraError(3001, "unimplemented feature: this ALTER SESSION (lab, not Oracle)")
