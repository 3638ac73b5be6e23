"""Materialized views: a container table, and whether what it holds is what the query gives now.

A committed change of a table below makes one STALE and its object INVALID, until it is compiled
(still stale) or refreshed; ALTER MATERIALIZED VIEW does the one, DBMS_MVIEW.REFRESH the other.
DBMS_UTILITY.COMPILE_SCHEMA does neither. FAST refresh is played as a complete one.
"""

from __future__ import annotations

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.control import redefine
from app.lab.sql.ddl import ColumnDef
from app.lab.sql.ddl_common import Ddl, column_of
from app.lab.sql.dependencies import references
from app.lab.sql.dml import bulk
from app.lab.sql.tables import make_table
from app.lab.sql.tokens import Tokens
from app.lab.undo import ledger

KIND = "MATERIALIZED VIEW"


def create(ddl: Ddl, t: Tokens) -> None:
    """CREATE MATERIALIZED VIEW, after these words."""
    owner, name = t.qualified(ddl.owner)
    ddl.may("CREATE TABLE", owner)
    ddl.new_name(owner, name)
    mode, method, filled = "DEMAND", "FORCE", True
    while not t.accept("AS"):
        if t.done:
            raise t.error(905, "missing keyword")
        word = t.take()
        if word == "COMMIT":
            mode = "COMMIT"
        elif word in ("FAST", "COMPLETE", "FORCE"):
            method = word
        elif word == "DEFERRED":
            filled = False
        elif word not in (
            "BUILD",
            "IMMEDIATE",
            "REFRESH",
            "ON",
            "DEMAND",
            "ENABLE",
            "DISABLE",
            "QUERY",
            "REWRITE",
            "WITH",
            "PRIMARY",
            "KEY",
            "ROWID",
            "NOLOGGING",
        ):
            raise t.unknown(f"{word} of a materialized view")  # fmt: skip
    query = t.rest()
    columns = [ColumnDef(column_of(c), []) for c in ddl.session.describe(query, owner)]
    make_table(ddl, (owner, name), columns, [])
    ddl.catalog.put_object(owner, name, KIND, ddl.session.now(), source=query)
    ddl.catalog.run(
        "insert into lab_mviews values (?, ?, ?, ?, ?, null)",
        owner, name, mode, method, "FRESH" if filled else "UNUSABLE",
    )  # fmt: skip
    if filled:
        _fill(ddl.session, owner, name)


def alter(ddl: Ddl, t: Tokens) -> None:
    """ALTER MATERIALIZED VIEW name COMPILE, after the three words."""
    owner, name = t.qualified(ddl.owner)
    _known(ddl.session, owner, name)
    t.expect("COMPILE")
    ddl.end(t)
    _status(ddl.session, owner, name, "VALID")


def drop(ddl: Ddl, owner: str, name: str) -> None:
    """Forget that the container is one; it is dropped as a table next."""
    _known(ddl.session, owner, name)
    forget(ddl.session, owner, name)


def forget(session: Session, owner: str, name: str) -> None:
    session.catalog.run("delete from lab_mviews where owner = ? and name = ?", owner, name)
    session.catalog.run(
        "delete from lab_objects where owner = ? and name = ? and type = ?", owner, name, KIND
    )


def is_one(session: Session, owner: str, name: str) -> bool:
    return session.catalog.object_type(owner, name, (KIND,)) is not None


def refresh(session: Session, owner: str, name: str) -> None:
    """DBMS_MVIEW.REFRESH: commits before and after itself."""
    _known(session, owner, name)
    session.commit()
    session.work.statement(lambda: _fill(session, owner, name), writes=False)


def _fill(session: Session, owner: str, name: str) -> None:
    """The container's rows made anew, inside a statement."""
    query = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = ?",
        owner,
        name,
        KIND,
    )
    session.definers.append(owner)
    try:
        rows = list(session.query(query, {}).rows)
    finally:
        session.definers.pop()
    session.raw(f'delete from "{owner}.{name}"')
    columns = [c.name for c in session.catalog.columns(owner, name)]
    bulk(session, owner, name, columns, rows)
    redefine(session, owner, name, hard=True)
    session.catalog.run(
        "update lab_mviews set stale = 'FRESH', refreshed = ? where owner = ? and name = ?",
        session.now(), owner, name,
    )  # fmt: skip
    _status(session, owner, name, "VALID")


def committed(session: Session, xid: int) -> None:
    """Just before a transaction ends: what lies over the tables that it changed."""
    known = session.catalog.rows("select owner, name, mode from lab_mviews where stale = 'FRESH'")
    if not known:
        return
    changed = set(ledger.changed_by(session.db, xid))
    for owner, name, mode in known:
        below = {f"{o}.{n}" for o, n, _ in references(session, owner, name, KIND)}
        if not below & changed:
            continue
        if mode == "COMMIT":
            _fill(session, owner, name)
            continue
        session.catalog.run(
            "update lab_mviews set stale = 'NEEDS_COMPILE' where owner = ? and name = ?",
            owner, name,
        )  # fmt: skip
        _status(session, owner, name, "INVALID")


def staleness(stale: str, status: str) -> str:
    """STALENESS of the dictionary: compiled, a stale one says so."""
    return "STALE" if stale == "NEEDS_COMPILE" and status == "VALID" else stale


def _status(session: Session, owner: str, name: str, status: str) -> None:
    session.catalog.run(
        "update lab_objects set status = ? where owner = ? and name = ? and type = ?",
        status, owner, name, KIND,
    )  # fmt: skip


def _known(session: Session, owner: str, name: str) -> None:
    if not is_one(session, owner, name):
        raise OraError(12003, f'materialized view "{owner}"."{name}" does not exist')
