"""What a statement may see: tables, views and dictionary views, stored code, sequences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.plsql.calls import find_routine
from app.lab.sql import dictionary
from app.lab.sql.contract import Session
from app.lab.sql.errors import not_there
from app.lab.sql.moments import Sources
from app.lab.sql.packages import VIEWS
from app.lab.sql.resolve import find_sequence, locate, usable
from app.lab.sql.results import rows_as_query
from app.lab.sql.statics import Known
from app.lab.sql.translate import Scope, parse, translate
from app.lab.sql.work import READ_ONLY
from app.lab.undo.versions import PSEUDO


def scope(
    session: Session,
    variables: Mapping[str, Any] | None = None,
    sources: Sources | None = None,
) -> Scope:
    """The scope of a statement of ``session`` now; ``variables`` are those of PL/SQL, by name.

    Without ``sources`` tables are read as they stand."""
    return Scope(
        lambda owner, name, privilege, version: _table(
            session, owner, name, privilege, sources, version
        ),
        lambda name: find_routine(session, name),
        lambda name: find_sequence(session, name),
        variables or {},
        lambda owner, name: types(session, owner, name),
        session.database.version[0],
        sources,
    )


def types(session: Session, owner: str, name: str) -> Known | None:
    """The types of a table's or view's columns; None where the dictionary does not tell."""
    try:
        where = locate(session, owner, name)
    except OraError:
        return None
    columns = session.catalog.columns(*where)
    found = Known({c.name: c.wire for c in columns})
    found.hidden = frozenset(c.name for c in columns if c.hidden)
    return found


def sources_of(session: Session) -> Sources:
    """What a statement of the session reads now."""
    error = 1466 if session.work.open.level == READ_ONLY else 8176
    return Sources(session.work.moment, error=error)


def virtual_table(owner: str, name: str) -> Any:
    """What gives columns and rows of a view of Oracle's own, in capitals; None for other names."""
    found = dictionary.find(name) if owner in ("", "SYS", "PUBLIC") else None
    of_apex = owner in ("", "SYS") or owner.startswith("APEX_")
    return VIEWS.get(name) if found is None and of_apex else found


def _table(
    session: Session,
    owner: str,
    name: str,
    privilege: str,
    sources: Sources | None,
    version: exp.Expr | None,
) -> tuple[str | exp.Expr, list[str]]:
    virtual = virtual_table(owner, name)
    if virtual is not None and not (
        not owner and session.catalog.object_type(session.current_schema, name, ("TABLE", "VIEW"))
    ):
        columns, rows = virtual(session)
        return rows_as_query(columns, rows), list(columns)
    try:
        where, found = locate(session, owner, name)
    except OraError:
        raise (dictionary.unknown(name) if not owner else None) or not_there(owner, name) from None
    me = session.effective
    if where != me:
        held = session.catalog.grants(me, where, found)
        if not held:
            raise not_there(owner, name)
        if privilege not in held:
            raise OraError(1031, "insufficient privileges")
    columns = [c.name for c in session.catalog.columns(where, found)]
    source = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = 'VIEW'",
        where,
        found,
    )
    if source is None:
        table = f"{where}.{found}"
        if table in session.mutating:
            raise OraError(4091, f"table {table} is mutating, trigger/function may not see it")
        if sources is None or privilege != "SELECT":
            return table, columns
        seen = [*columns, *PSEUDO] if version is not None else columns
        return sources.read(session, table, columns, version), seen
    usable(session, where, found, "VIEW")
    inside = sources.at(version) if sources is not None else None
    session.definers.append(where)
    try:
        inner = translate(parse(source), scope(session, sources=inside))
    finally:
        session.definers.pop()
    assert isinstance(inner, exp.Query)
    for alias, expression in zip(columns, inner.selects, strict=False):
        if expression.alias_or_name != alias:
            bare = expression.this if isinstance(expression, exp.Alias) else expression
            expression.replace(exp.alias_(bare.copy(), alias, quoted=True))
    return exp.select("*").from_(inner.subquery("Q", copy=False)), columns
