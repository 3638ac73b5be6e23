"""Keys that an open transaction of somebody else may still give or take: to be waited for.

The embedded engine keeps a table's newest rows only. Where somebody else's uncommitted work decides
whether a key is unique, or has its parent, Oracle waits for that transaction; so does this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.undo import ledger
from app.lab.undo.segments import segment, undo

_OPEN: Final = "in (select xid from lab_transactions where scn is null and xid <> ?1)"


def check(session: Session, table: str, step: int) -> None:
    """After a statement that went well: Waiting where it did so only because of work of others
    that is not committed: a key they gave up, a parent they brought, children they took away."""
    mine = session.work.open.xid
    if mine is None or not ledger.others(session.db, session.work.mine):
        return
    for sql in (*_unique(session, table), *_parents(session, table), *_children(session, table)):
        for (xid,) in session.db.execute(sql, (mine, step)).fetchall():
            session.work.conflict(int(xid))


def _unique(session: Session, table: str) -> Iterator[str]:
    owner, _, name = table.partition(".")
    for (columns,) in session.catalog.rows(
        "select columns from lab_indexes where owner = ? and tab = ? and uniqueness = 'UNIQUE'",
        owner, name,
    ):  # fmt: skip
        same = _pairs("n", columns, "o", columns)
        yield _joined(table, table, same, "'D', 'U'") + ' and n.rowid <> o."~row"'


def _parents(session: Session, table: str) -> Iterator[str]:
    """What the new rows refer to is a row that somebody else inserted and has not committed."""
    for child, columns, parent, keys in _references(session):
        if child == table:
            met = " and ".join(f'p."{k}" = n."{c}"' for c, k in zip(columns, keys, strict=True))
            yield (
                f'select o."~xid" from "{table}" n join "{parent}" p on {met}'
                f' join "{segment(parent)}" o on o."~row" = p.rowid and o."~op" = \'I\''
                f' where o."~xid" {_OPEN} and {_written(table)}'
            )


def _children(session: Session, table: str) -> Iterator[str]:
    """A parent is gone whose children somebody else took away and has not committed."""
    for child, columns, parent, keys in _references(session):
        if parent == table:
            met = _pairs("g", ",".join(keys), "o", ",".join(columns))
            yield (
                f'select o."~xid" from "{segment(table)}" g join "{segment(child)}" o on {met}'
                f' where g."~xid" = ?1 and g."~step" >= ?2 and g."~op" in (\'D\', \'U\')'
                f" and o.\"~op\" in ('D', 'U') and o.\"~xid\" {_OPEN}"
                f' and not exists (select 1 from "{table}" n where'
                f" {_pairs('n', ','.join(keys), 'g', ','.join(keys))})"
            )


def _references(session: Session) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """Each foreign key that holds: the child, its columns, the parent, its columns."""
    for owner, tab, columns, r_owner, r_tab, keys in session.catalog.rows(
        "select c.owner, c.tab, c.columns, p.owner, p.tab, p.columns from lab_constraints c"
        " join lab_constraints p on p.owner = c.r_owner and p.name = c.r_name"
        " where c.type = 'R' and c.status = 'ENABLED'"
    ):
        yield f"{owner}.{tab}", columns.split(","), f"{r_owner}.{r_tab}", keys.split(",")


def _joined(table: str, other: str, same: str, ops: str) -> str:
    return (
        f'select o."~xid" from "{table}" n join "{segment(other)}" o on {same}'
        f' where o."~op" in ({ops}) and o."~xid" {_OPEN} and {_written(table)}'
    )


def _written(table: str) -> str:
    """The rows that this statement wrote."""
    return (
        f'n.rowid in (select "~row" from "{segment(table)}" where "~xid" = ?1 and "~step" >= ?2'
        " and \"~op\" in ('I', 'U'))"
    )


def _pairs(left: str, columns: str, right: str, others: str) -> str:
    return " and ".join(
        f'{left}."{a}" = {right}."{b}"'
        for a, b in zip(columns.split(","), others.split(","), strict=True)
    )


def blame(session: Session, table: str, act: Callable[[], Any]) -> None:
    """After a duplicate key: Waiting where it would be none without the uncommitted work of one
    other transaction, which is tried and taken back."""
    work = session.work
    for xid in ledger.holders(session.db, table, ("RX",), work.open.xid):
        work.raw("savepoint lab_blame")
        work.undoing = True
        try:
            undo(session.db, table, xid)
            work.undoing = False
            act()
        except OraError:
            continue
        finally:
            work.undoing = False
            work.raw("rollback to lab_blame")
            work.raw("release lab_blame")
        work.conflict(xid)


def blocker(child_or_parent: str, match: str, ops: str) -> str:
    """The engine's expression for an open transaction that has what a foreign key misses, or has
    too much: NULL where there is none. ``match`` compares columns of its entries, alias ``o``."""
    return (
        f'(select o."~xid" from "{segment(child_or_parent)}" o where {match} and o."~op" in ({ops})'
        ' and o."~xid" in (select xid from lab_transactions where scn is null'
        " and xid <> coalesce(O_XID(), 0)) limit 1)"
    )
