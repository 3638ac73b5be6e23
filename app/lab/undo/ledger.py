"""Transactions and their commit numbers (SCN), kept in the database's file.

A transaction is open while it has no SCN. A database that is opened when nobody else has it open
rolls back what a killed process left, as Oracle's recovery does.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.undo import segments

SCHEMA: Final = """
create table if not exists lab_transactions (xid integer primary key autoincrement, scn integer,
  ended text, session integer);
create index if not exists lab_transactions_scn on lab_transactions (scn);
create table if not exists lab_table_locks (xid integer, tab text, mode text,
  primary key (xid, tab, mode));
create table if not exists lab_blocks (tab text, block integer, scn integer,
  primary key (tab, block, scn));
create table if not exists lab_definitions (tab text primary key, changed integer, hard integer,
  base integer);
insert or ignore into lab_facts values ('scn', '1000000');
insert or ignore into lab_facts values ('undo_floor', '0');
"""
BLOCK: Final = 50  # rows of a pretended block: ORA_ROWSCN is known by block
KEPT: Final = timedelta(minutes=15)  # UNDO_RETENTION
_KEPT_TRANSACTIONS: Final = 20_000
_FIRST_SQN: Final = 1000


def current(db: sqlite3.Connection) -> int:
    return _fact(db, "scn")


def floor(db: sqlite3.Connection) -> int:
    """Undo of what was committed up to this SCN is gone."""
    return _fact(db, "undo_floor")


def _fact(db: sqlite3.Connection, name: str) -> int:
    row = db.execute("select value from lab_facts where name = ?", (name,)).fetchone()
    return int(row[0]) if row else 0


def _set(db: sqlite3.Connection, name: str, value: int) -> None:
    db.execute("insert or replace into lab_facts values (?, ?)", (name, str(value)))


def begin(db: sqlite3.Connection, session_id: int) -> int:
    """A new transaction's number; the caller writes already."""
    made = db.execute("insert into lab_transactions (session) values (?)", (session_id,))
    return int(made.lastrowid or 0)


def is_open(db: sqlite3.Connection, xid: int) -> bool:
    found = db.execute(
        "select 1 from lab_transactions where xid = ? and scn is null", (xid,)
    ).fetchone()
    return found is not None


def others(db: sqlite3.Connection, mine: Iterable[int]) -> list[int]:
    """The open transactions that are none of ``mine``."""
    own = set(mine)
    found = db.execute("select xid from lab_transactions where scn is null")
    return [x for (x,) in found.fetchall() if x not in own]


def hold(db: sqlite3.Connection, xid: int, table: str, mode: str = "RX") -> None:
    """Note a lock of the table: RS, RX, S, SRX or X."""
    db.execute("insert or ignore into lab_table_locks values (?, ?, ?)", (xid, table, mode))


def tables_of(db: sqlite3.Connection, xid: int) -> list[str]:
    found = db.execute("select distinct tab from lab_table_locks where xid = ?", (xid,))
    return [str(t) for (t,) in found.fetchall()]


def holders(
    db: sqlite3.Connection, table: str, modes: Iterable[str], mine: int | None
) -> list[int]:
    """Open transactions of others that hold the table in one of ``modes``."""
    listed = ", ".join(f"'{m}'" for m in modes)
    found = db.execute(
        f"select distinct l.xid from lab_table_locks l join lab_transactions t on t.xid = l.xid"
        f" where l.tab = ? and t.scn is null and l.mode in ({listed})", (table,),
    )  # fmt: skip
    return [x for (x,) in found.fetchall() if x != mine]


def commit(db: sqlite3.Connection, xid: int) -> int:
    """End the transaction: its SCN, the blocks that it wrote, its locks let go."""
    scn = current(db) + 1
    _set(db, "scn", scn)
    db.execute(
        "update lab_transactions set scn = ?, ended = ? where xid = ?",
        (scn, datetime.now().isoformat(" "), xid),
    )
    known = set(segments.segments(db))
    for table in tables_of(db, xid):
        if table not in known:
            continue
        held = segments.segment(table)
        db.execute(f'delete from "{held}" where "~xid" = ? and "~op" = \'L\'', (xid,))
        db.execute(
            f'insert or ignore into lab_blocks select distinct ?, "~row" / {BLOCK}, ?'
            f' from "{held}" where "~xid" = ?', (table, scn, xid),
        )  # fmt: skip
    db.execute("delete from lab_table_locks where xid = ?", (xid,))
    return scn


def changed_by(db: sqlite3.Connection, xid: int) -> list[str]:
    """The tables in which a transaction changed a row."""
    known = set(segments.segments(db))
    found = []
    for table in tables_of(db, xid):
        sql = (
            f'select 1 from "{segments.segment(table)}" where "~xid" = ? and "~op" != \'L\' limit 1'
        )
        if table in known and db.execute(sql, (xid,)).fetchone():
            found.append(table)
    return found


def roll_back(db: sqlite3.Connection, xid: int, after: int = -1) -> None:
    """Undo the transaction, or its steps later than ``after``, which leaves it open."""
    known = set(segments.segments(db))
    for table in tables_of(db, xid):
        if table in known:
            segments.undo(db, table, xid, after)
    if after < 0:
        db.execute("delete from lab_table_locks where xid = ?", (xid,))
        db.execute("delete from lab_transactions where xid = ?", (xid,))


def redefined(db: sqlite3.Connection, table: str, hard: bool) -> None:
    """A DDL statement changed the table: VERSIONS does not look behind it, and behind one that
    rewrote rows or added a rule (``hard``) AS OF does not either."""
    scn = current(db) + 1
    _set(db, "scn", scn)
    db.execute(
        "insert into lab_definitions values (?1, ?2, ?3, ?2) on conflict (tab) do update set"
        " changed = ?2, hard = max(hard, ?3)", (table, scn, scn if hard else 0),
    )  # fmt: skip


def definition(db: sqlite3.Connection, table: str) -> tuple[int, int, int]:
    """SCN of the last DDL, of the last that ends AS OF, and of the table's creation."""
    row = db.execute(
        "select changed, hard, base from lab_definitions where tab = ?", (table,)
    ).fetchone()
    return (int(row[0]), int(row[1]), int(row[2])) if row else (0, 0, 0)


def changed_since(db: sqlite3.Connection, table: str, scn: int) -> bool:
    found = db.execute(
        "select 1 from lab_blocks where tab = ? and scn > ? limit 1", (table, scn)
    ).fetchone()
    return found is not None


def rename(db: sqlite3.Connection, old: str, new: str) -> None:
    segments.rename(db, old, new)
    for name in ("lab_blocks", "lab_definitions", "lab_table_locks"):
        db.execute(f"update {name} set tab = ? where tab = ?", (new, old))


def forget(db: sqlite3.Connection, table: str) -> None:
    """The table is gone."""
    segments.drop(db, table)
    for name in ("lab_blocks", "lab_definitions", "lab_table_locks"):
        db.execute(f"delete from {name} where tab = ?", (table,))


def prune(db: sqlite3.Connection, up_to: int | None = None) -> None:
    """Give undo back: what was committed up to the SCN ``up_to``, else what is old."""
    if up_to is None:
        old = (datetime.now() - KEPT).isoformat(" ")
        row = db.execute(
            "select max(scn) from lab_transactions where ended < ? or xid <="
            " (select max(xid) - ? from lab_transactions)", (old, _KEPT_TRANSACTIONS),
        ).fetchone()  # fmt: skip
        up_to = int(row[0] or 0)
    if up_to <= floor(db):
        return
    for table in segments.segments(db):
        db.execute(
            f'delete from "{segments.segment(table)}" where "~xid" in'
            " (select xid from lab_transactions where scn <= ?)", (up_to,),
        )  # fmt: skip
    db.execute(
        "delete from lab_blocks where scn <= ?1 and scn < (select max(b.scn) from lab_blocks b"
        " where b.tab = lab_blocks.tab and b.block = lab_blocks.block and b.scn <= ?1)", (up_to,),
    )  # fmt: skip
    db.execute("delete from lab_transactions where scn <= ?", (up_to,))
    _set(db, "undo_floor", up_to)


def scn_at(db: sqlite3.Connection, moment: str) -> int:
    """The SCN of a moment (ISO text): of the last commit before it."""
    row = db.execute("select max(scn) from lab_transactions where ended <= ?", (moment,)).fetchone()
    if row[0] is not None:
        later = db.execute("select min(ended) from lab_transactions where ended > ?", (moment,))
        return int(row[0]) if later.fetchone()[0] else current(db)
    if moment >= datetime.now().isoformat(" ") or floor(db) == 0:
        return max(floor(db), 1_000_000)
    raise OraError(8180, "no snapshot found based on specified time")


def moment_of(db: sqlite3.Connection, scn: int) -> str:
    """When the SCN was given."""
    row = db.execute(
        "select ended from lab_transactions where scn >= ? order by scn limit 1", (scn,)
    ).fetchone()
    if row is None:
        if scn == current(db):
            return datetime.now().isoformat(" ")
        raise OraError(8181, "specified number is not a valid system change number")
    return str(row[0])


def parts(xid: int) -> tuple[int, int, int]:
    """Undo segment, slot and sequence number, as a transaction's id shows them."""
    return xid % 10 + 1, xid // 10 % 34, xid // 340 + _FIRST_SQN


def raw(xid: int) -> bytes:
    """The id as VERSIONS_XID has it, in the byte order of a little-endian platform."""
    segment, slot, sequence = parts(xid)
    return (
        segment.to_bytes(2, "little") + slot.to_bytes(2, "little") + sequence.to_bytes(4, "little")
    )


def text(xid: int) -> str:
    """The id as DBMS_TRANSACTION.LOCAL_TRANSACTION_ID gives it."""
    return ".".join(map(str, parts(xid)))


def recover(db: sqlite3.Connection) -> None:
    """Roll back what a killed process left open."""
    for (xid,) in db.execute("select xid from lab_transactions where scn is null").fetchall():
        roll_back(db, int(xid))


def rows(db: sqlite3.Connection, sql: str, *values: Any) -> list[Any]:
    return db.execute(sql, values).fetchall()
