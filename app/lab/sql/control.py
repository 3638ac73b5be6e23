"""Statements about the session and its transaction, and what all DDL has in common."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from typing import Final

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.errors import BUSY
from app.lab.sql.resolve import locate
from app.lab.sql.work import READ_COMMITTED, READ_ONLY, SERIALIZABLE, until
from app.lab.undo import ledger
from app.lab.undo.waiting import Waiting

_TRANSACTION: Final = re.compile(
    r"set\s+transaction\s+(?:(read\s+only)|(read\s+write)|"
    r"isolation\s+level\s+(serializable|read\s+committed))(?:\s+name\s+'[^']*')?",
    re.IGNORECASE,
)
_LOCK: Final = re.compile(
    r"lock\s+table\s+([\w$#\".,\s]+?)\s+in\s+(row\s+share|row\s+exclusive|share\s+update|share"
    r"|share\s+row\s+exclusive|exclusive)\s+mode(?:\s+(?:(nowait)|wait\s+(\d+)))?",
    re.IGNORECASE,
)
_MODES: Final = {
    "ROW SHARE": "RS", "SHARE UPDATE": "RS", "ROW EXCLUSIVE": "RX", "SHARE": "S",
    "SHARE ROW EXCLUSIVE": "SRX", "EXCLUSIVE": "X",
}  # fmt: skip
AGAINST: Final = {
    "RS": ("X",), "RX": ("S", "SRX", "X"), "S": ("RX", "SRX", "X"),
    "SRX": ("RX", "S", "SRX", "X"), "X": ("RS", "RX", "S", "SRX", "X"),
}  # fmt: skip
"""The modes of others that a lock of the table does not go with."""


def set_transaction(session: Session, sql: str) -> None:
    """Raises ORA-01453 where it is not the first statement of the transaction."""
    found = _TRANSACTION.fullmatch(sql)
    if found is None:
        raise OraError(3001, "unimplemented feature: this SET TRANSACTION (lab, not Oracle)")
    wanted = (found[3] or "").upper()
    level = READ_ONLY if found[1] else SERIALIZABLE if wanted == SERIALIZABLE else READ_COMMITTED
    session.work.set_level(level)


def lock_table(session: Session, sql: str) -> None:
    found = _LOCK.fullmatch(sql)
    if found is None:
        raise OraError(3001, "unimplemented feature: this LOCK TABLE (lab, not Oracle)")
    mode = _MODES[re.sub(r"\s+", " ", found[2]).upper()]
    tables = []
    for name in found[1].split(","):
        owner, _, bare = name.strip().upper().replace('"', "").rpartition(".")
        tables.append(".".join(locate(session, owner, bare)))
    end = None
    if found[3] or found[4]:
        end = until(0 if found[3] else int(found[4]))

    def act() -> None:
        for table in tables:
            take_table(session, table, mode, end)

    session.work.statement(act)


def take_table(session: Session, table: str, mode: str = "RX", end: float | None = None) -> int:
    """Lock ``OWNER.TABLE`` for the open transaction, inside a statement; its number."""
    work = session.work
    for xid in ledger.holders(session.db, table, AGAINST[mode], work.open.xid):
        work.conflict(xid, end, BUSY)
    mine = work.need()
    ledger.hold(session.db, mine, table, mode)
    return mine


def ddl(session: Session, act: Callable[[], bool]) -> bool:
    """Commit, and run ``act`` as a whole; a busy table is waited for DDL_LOCK_TIMEOUT seconds."""
    session.commit()
    session.ddl_until = until(session.ddl_lock_timeout)
    try:
        return session.work.statement(lambda: _mapped(session, act), writes=False)
    finally:
        session.commit()


def _mapped(session: Session, act: Callable[[], bool]) -> bool:
    try:
        return act()
    except sqlite3.Error as error:
        raise session.mapped(error) from None


def alone(session: Session, owner: str, table: str) -> None:
    """DDL wants the table for itself: nobody may have a transaction open in it."""
    for xid in ledger.holders(session.db, f"{owner}.{table}", AGAINST["X"], session.work.open.xid):
        raise Waiting(xid, session.ddl_until, BUSY)


def redefine(session: Session, owner: str, table: str, hard: bool) -> None:
    """The table's definition is younger now; see ``ledger.redefined``."""
    ledger.redefined(session.db, f"{owner}.{table}", hard)
