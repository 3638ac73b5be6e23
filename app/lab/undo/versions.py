"""A table at a moment, as a query of the embedded engine over the table and its undo.

``Moment`` says whose changes are not seen: those of open transactions of others, and with an SCN
what was committed after it. What the reader did itself is seen, but not by a flashback query.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.undo import ledger
from app.lab.undo.segments import segment

ROW: Final = "~r"  # the row's id, in a query that asks for ROWID or ORA_ROWSCN
PSEUDO: Final = (
    "VERSIONS_XID", "VERSIONS_OPERATION", "VERSIONS_STARTSCN", "VERSIONS_ENDSCN",
    "VERSIONS_STARTTIME", "VERSIONS_ENDTIME",
)  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """``scn`` None is now; ``mine`` are the reader's own transactions, whose changes it sees."""

    scn: int | None = None
    mine: tuple[int, ...] = ()

    def unseen(self, db: sqlite3.Connection) -> str:
        """The condition on ``"~xid"`` of an entry whose change is not seen; empty for none."""
        own = ", ".join(map(str, self.mine))
        if self.scn is None:
            listed = ", ".join(map(str, ledger.others(db, self.mine)))
            return f'"~xid" in ({listed})' if listed else ""
        mine = f" and xid not in ({own})" if own else ""
        return (
            '"~xid" in (select xid from lab_transactions where'
            f" (scn is null or scn > {self.scn}){mine})"
        )


def touched(db: sqlite3.Connection, table: str, unseen: str) -> bool:
    """Whether the table has a row that somebody changed out of the reader's sight."""
    if not unseen:
        return False
    sql = f'select 1 from "{segment(table)}" where {unseen} limit 1'
    return db.execute(sql).fetchone() is not None


def as_of(table: str, columns: Sequence[str], unseen: str, row: bool = False) -> str:
    """The query that gives the table without what is unseen."""
    listed = ", ".join(f'"{c}"' for c in columns)
    now = f', rowid as "{ROW}"' if row else ""
    then = f', "~row" as "{ROW}"' if row else ""
    return (
        f'select {listed}{now} from "{table}" where rowid not in'
        f' (select "~row" from "{segment(table)}" where {unseen})'
        f" union all {before(table, columns, unseen, then)}"
    )


def before(table: str, columns: Sequence[str], unseen: str, more: str = "") -> str:
    """The rows that were changed out of sight, as they were before."""
    listed = ", ".join(f'"{c}"' for c in columns)
    held = segment(table)
    return (
        f'select {listed}{more} from "{held}" where "~id" in'
        f' (select min("~id") from "{held}" where {unseen} group by "~row") and "~op" != \'I\''
    )


def check(db: sqlite3.Connection, table: str, scn: int, error: int) -> None:
    """Raise the OraError of a table that cannot be read at ``scn``: ``error`` (1466, 8176) where
    its definition is younger, 1555 where the undo that it needs is gone."""
    _, hard, base = ledger.definition(db, table)
    if hard > scn or base > scn:
        text = {
            1466: "unable to read data - table definition has changed",
            8176: "consistent read failure; rollback data not available",
        }[error]
        raise OraError(error, text)
    if scn < ledger.floor(db) and ledger.changed_since(db, table, scn):
        raise OraError(1555, 'snapshot too old: rollback segment number  with name "" too small')


def known(db: sqlite3.Connection, scn: int) -> int:
    """The SCN, if it is one. Raises ORA-08181."""
    if not 0 < scn <= ledger.current(db):
        raise OraError(8181, "specified number is not a valid system change number")
    return scn


def between(
    db: sqlite3.Connection, table: str, columns: Sequence[str], low: int, high: int
) -> list[tuple[Any, ...]]:
    """The committed versions of the table's rows from SCN ``low`` to ``high``: the columns, then
    those of ``PSEUDO``. Versions from before the table's last DDL are not given, and no error."""
    changed, _, _ = ledger.definition(db, table)
    listed = ", ".join(f'e."{c}"' for c in columns)
    entries = db.execute(
        f'select e."~row", e."~op", e."~xid", t.scn, t.ended, {listed} from "{segment(table)}" e'
        f' left join lab_transactions t on t.xid = e."~xid" where e."~op" != \'L\''
        ' order by e."~row", e."~id"'
    ).fetchall()
    # A new row may have the number of one that was deleted: they are two.
    rows: dict[int, list[list[Any]]] = {}
    for entry in entries:
        lives = rows.setdefault(entry[0], [[]])
        if entry[1] == "I" and lives[-1]:
            lives.append([])
        lives[-1].append(entry)
    found: list[tuple[Any, ...]] = []
    bare = ", ".join(f'"{c}"' for c in columns)
    for at, *values in db.execute(f'select rowid, {bare} from "{table}"').fetchall():
        lives = rows.get(at, [[]])
        found += _versions(lives.pop(), tuple(values), low, high, changed)
    for lives in rows.values():
        for life in lives:
            found += _versions(life, None, low, high, changed)
    return found


def _versions(
    history: list[Any], newest: tuple[Any, ...] | None, low: int, high: int, changed: int
) -> list[tuple[Any, ...]]:
    """One row's versions that were valid between the two SCN, the newest first."""
    steps = [h for i, h in enumerate(history) if i + 1 == len(history) or history[i + 1][2] != h[2]]
    firsts = [h for i, h in enumerate(history) if i == 0 or history[i - 1][2] != h[2]]
    found: list[tuple[Any, ...]] = []
    values: tuple[Any, ...] | None = newest
    ends: tuple[Any, Any] = (None, None)
    for first, last in zip(reversed(firsts), reversed(steps), strict=True):
        scn, ended = last[3], last[4]
        prior = None if first[1] == "I" else tuple(first[5:])
        if scn is not None and scn <= high:
            if scn < low or scn <= changed:
                break
            op = "I" if first[1] == "I" else ("D" if values is None else "U")
            shown = prior if values is None else values
            if shown is not None:
                found.append((*shown, ledger.raw(last[2]), op, scn, ends[0], ended, ends[1]))
            ends = (scn, ended)
        values = prior
    if values is not None:
        found.append((*values, None, None, None, ends[0], None, ends[1]))
    return found
