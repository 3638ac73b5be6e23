"""Views: their query, and the columns that it gives.

``CREATE FORCE VIEW`` makes one whose query is wrong, INVALID until it can be compiled; till then its
columns, where they were given names, have no type (SQL Language Reference, "CREATE VIEW").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from app.lab.backend import Column, OraError, OraType
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.contract import Session
from app.lab.sql.ddl_common import Ddl, column_of, named_columns
from app.lab.sql.dependencies import invalidate
from app.lab.sql.tokens import Tokens
from app.lab.sql.translate import parse

_UNDEFINED: Final = "UNDEFINED"
_FORCED: Final = frozenset((904, 942, 1031, 1730, 2289, 4063))
"""Errors of a query that FORCE leaves in the view; what is no SQL is an error all the same."""


def create_view(ddl: Ddl, t: Tokens, replaced: bool, forced: bool) -> tuple[str, str] | None:
    """Owner and name of one that has errors."""
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
    wrong = False
    columns: Sequence[Column] = ()
    try:
        if names is None:
            named_columns(parse(query))
        columns = ddl.session.describe(query, owner)
        if names is not None and len(names) != len(columns):
            raise OraError(1730, "invalid number of column names specified")
    except OraError as error:
        if not forced or error.code not in _FORCED:
            raise
        wrong, columns = True, ()
    invalidate(ddl.session, owner, name)
    ddl.catalog.put_object(owner, name, "VIEW", ddl.session.now(), source=query)
    _put(ddl.session, owner, name, columns, names)
    return (owner, name) if wrong else None


def view_errors(session: Session, owner: str, name: str, source: str) -> list[tuple[int, int, str]]:
    """What is wrong with a view's query, without a place, as USER_ERRORS has it. Where nothing is,
    the columns that had no type get one."""
    session.definers.append(owner)
    try:
        columns = session.describe(source, owner)
    except OraError as error:
        return [(0, 0, error.text)]
    finally:
        session.definers.pop()
    known = session.catalog.columns(owner, name)
    if not known or any(c.type == _UNDEFINED for c in known):
        names = [c.name for c in known] or None
        if names is not None and len(names) != len(columns):
            return [(0, 0, "ORA-01730: invalid number of column names specified")]
        _put(session, owner, name, columns, names)
    return []


def _put(
    session: Session, owner: str, name: str, columns: Sequence[Column], names: Sequence[str] | None
) -> None:
    session.catalog.run("delete from lab_columns where owner = ? and tab = ?", owner, name)
    made = [column_of(c) for c in columns] or [
        ColumnRow(n, _UNDEFINED, OraType.VARCHAR, 0, None, None, "", True, None)
        for n in names or ()
    ]
    for at, column in enumerate(made):
        session.catalog.put_column(
            owner, name, replace(column, name=names[at]) if names else column
        )
