"""The transactions of one session: statements that write, waits, savepoints, autonomous ones.

A statement writes the embedded engine's file under the database's gate and commits there at its end;
that it is uncommitted for everybody else is said by its transaction's number in the undo segments.
APEX and ORDS keep tables of their own without undo: a transaction that writes those (``hold``)
keeps the engine's transaction open until it ends, and other writers wait for it.
"""

from __future__ import annotations

import contextlib
import itertools
import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from app.lab.backend import OraError
from app.lab.sql.errors import Uncompiled, has_errors
from app.lab.undo import ledger
from app.lab.undo.versions import Moment
from app.lab.undo.waiting import Gate, Waiting

T = TypeVar("T")
READ_COMMITTED, SERIALIZABLE, READ_ONLY = "READ COMMITTED", "SERIALIZABLE", "READ ONLY"
_NUMBERS: Final = itertools.count(1)
_PRUNE_EVERY: Final = 500  # commits


@dataclass
class Open:
    """A transaction: without ``xid`` while nothing was written, with ``scn`` when it is a snapshot.

    ``savepoints``: name to (step, whether the engine's transaction was held then)."""

    level: str = READ_COMMITTED
    xid: int | None = None
    scn: int | None = None
    held: bool = False
    begun: bool = False
    savepoints: dict[str, tuple[int, bool]] = field(default_factory=dict)
    number: int = field(default_factory=lambda: next(_NUMBERS))


class Work:
    """What ``session`` has open. ``db`` is its connection; nobody else uses that."""

    def __init__(self, session: Any, db: sqlite3.Connection, gate: Gate) -> None:
        self.session, self.db, self.gate = session, db, gate
        self.level = READ_COMMITTED
        self.open = Open()
        self.outer: list[Open] = []
        self.step = 0
        self.undoing = False
        self._depth = 0
        self._kept = False
        self._reading = False
        self._ended: list[int] = []
        self._commits = 0

    # -- what is open ----------------------------------------------------------------------

    @property
    def active(self) -> bool:
        return self.open.held or self.open.xid is not None

    @property
    def mine(self) -> tuple[int, ...]:
        return (self.open.xid,) if self.open.xid is not None else ()

    @property
    def moment(self) -> Moment:
        return Moment(self.open.scn, self.mine)

    @property
    def logged(self) -> int | None:
        """The transaction to which the undo of a change belongs, None where none is kept."""
        return None if self.undoing else self.open.xid

    def need(self) -> int:
        """The number of the open transaction, given now where it has none. Inside a statement."""
        if self.open.xid is None:
            self.open.xid = ledger.begin(self.db, self.session.session_id)
            self.gate.opened(self.open.xid, self.session)
        return self.open.xid

    def conflict(
        self, xid: int, until: float | None = None, expired: OraError | None = None
    ) -> None:
        """Somebody's open transaction has what this statement needs."""
        if any(o.xid == xid for o in self.outer):
            raise OraError(60, "deadlock detected while waiting for resource")
        raise Waiting(xid, until, expired)

    def is_open(self, xid: int) -> bool:
        return ledger.is_open(self.db, xid)

    # -- statements ------------------------------------------------------------------------

    def statement(self, act: Callable[[], T], *, writes: bool = True) -> T:
        """Run ``act`` as one statement that writes: whole or not at all, again after a wait."""
        if writes and self.open.level == READ_ONLY:
            raise OraError(
                1456,
                "may not perform insert, delete, update operation inside a READ ONLY transaction",
            )
        self.open.begun = True
        while True:
            try:
                if self._depth or self.db.in_transaction:
                    return self._inside(act)
                return self._alone(act)
            except Waiting as wait:
                if self._depth:
                    raise
                self.wait(wait)
            except Uncompiled as use:
                if self._depth:
                    raise
                if not self.session.recompile(use.owner, use.name, use.kind):
                    raise has_errors(use.owner, use.name, use.kind) from None

    def wait(self, wait: Waiting) -> None:
        if not self.gate.wait_for(self.session, wait.xid, self.is_open, wait.until):
            raise OraError(wait.expired.code, wait.expired.text) if wait.expired else wait

    def _alone(self, act: Callable[[], T]) -> T:
        self.gate.enter(self.session)
        before = self.open.xid
        try:
            self.raw("begin immediate")
            self.step += 1
            step, self._depth, self._kept = self.step, self._depth + 1, False
            try:
                result = act()
            except BaseException:
                self._take_back(step, before)
                raise
            finally:
                self._depth -= 1
            self.raw("commit")
            return result
        finally:
            self.gate.leave(self.session)
            self._tell()

    def _take_back(self, step: int, before: int | None) -> None:
        """Undo a failed statement; what an autonomous transaction in it committed stays."""
        if self._kept and self.db.in_transaction:
            self._undo(step - 1)
            self.raw("commit")
            return
        if self.db.in_transaction:
            self.raw("rollback")
        if before is None and self.open.xid is not None:
            self.gate.ended(self.open.xid)
            self.open.xid = None

    def _inside(self, act: Callable[[], T]) -> T:
        self.step += 1
        self._depth += 1
        step, name = self.step, f"lab_{self.step}"
        kept, self._kept = self._kept, False
        before = self.open.xid
        self.raw(f"savepoint {name}")
        try:
            result = act()
        except BaseException:
            if self._kept:
                self._undo(step - 1)
            else:
                self._quiet(f"rollback to {name}")
                self._lost(before)
            self._quiet(f"release {name}")
            raise
        finally:
            self._depth -= 1
            self._kept = self._kept or kept
        self._quiet(f"release {name}")
        return result

    def _lost(self, before: int | None) -> None:
        """The engine took back the transaction's number with the rest."""
        if before is None and self.open.xid is not None and not self.is_open(self.open.xid):
            self.gate.ended(self.open.xid)
            self.open.xid = None

    def _undo(self, after: int) -> None:
        if self.open.xid is None:
            return
        self.undoing = True
        try:
            with self.session.unbroken():
                ledger.roll_back(self.db, self.open.xid, after)
        finally:
            self.undoing = False

    @property
    def busy(self) -> bool:
        """Whether a statement or a query is under way: nothing else may be committed now."""
        return self._reading or self._depth > 0

    @contextlib.contextmanager
    def reading(self) -> Iterator[None]:
        """One view of the file for all that a query asks of it."""
        if self.db.in_transaction:
            yield
            return
        self.raw("begin")
        self._reading = True
        try:
            yield
        finally:
            self._reading = False
            if self.db.in_transaction:
                self.raw("commit")

    @contextlib.contextmanager
    def batch(self) -> Iterator[bool]:
        """Many statements in one of the engine's transactions, where nobody else has one open;
        gives whether it is so. What was done before a failure stays, as it does in Oracle."""
        if self._depth or self.db.in_transaction:
            yield False
            return
        self.gate.enter(self.session)
        try:
            self.raw("begin immediate")
            if ledger.others(self.db, self.mine):
                self.raw("commit")
                self.gate.leave(self.session)
                yield False
                return
            try:
                yield True
            finally:
                if self.db.in_transaction:
                    self.raw("commit")
        finally:
            self.gate.leave(self.session)
            self._tell()

    # -- transactions ----------------------------------------------------------------------

    def hold(self) -> None:
        """Keep the engine's transaction open until this one ends: its tables have no undo.

        Inside a statement there is nothing to keep: what it writes is committed with it.
        """
        if self.db.in_transaction:
            return
        self.gate.enter(self.session)
        self.raw("begin immediate")
        self.open.held = self.open.begun = True

    def set_level(self, level: str) -> None:
        """SET TRANSACTION. Raises ORA-01453 where it is not the first statement."""
        if self.open.begun or self.active:
            raise OraError(1453, "SET TRANSACTION must be first statement of transaction")
        self.open.level, self.open.begun = level, True
        self.open.scn = ledger.current(self.db) if level != READ_COMMITTED else None

    def touch_snapshot(self) -> None:
        """A session whose transactions are serializable takes its snapshot at the first statement."""
        if self.level != READ_COMMITTED and not self.open.begun and not self.active:
            self.set_level(self.level)
            self.open.begun = True

    def commit(self) -> None:
        self._in_trigger("COMMIT")
        self._finish(self._end)

    def _end(self, xid: int) -> None:
        self.session.committed(xid)
        ledger.commit(self.db, xid)

    def rollback(self) -> None:
        self._in_trigger("ROLLBACK")
        if self.open.held and not self._depth:
            self.raw("rollback")
            self.open.held = False
            self.gate.leave(self.session)
            self._lost(None)

        def back(xid: int) -> None:
            self._undo(-1)

        with self.session.unbroken():
            self._finish(back)

    def _in_trigger(self, what: str) -> None:
        if self._depth and not self.outer:
            raise OraError(4092, f"cannot {what} in a trigger or a function of a query")

    def _finish(self, end: Callable[[int], object]) -> None:
        done = self.open
        if self._depth or (self.db.in_transaction and not done.held):
            if done.xid is not None:  # an autonomous one, inside what the engine has open
                end(done.xid)
                self._ended.append(done.xid)
                self._kept = True
            self.open = Open()
            return
        try:
            if done.xid is not None:
                if not done.held:
                    self.gate.enter(self.session)
                    self.raw("begin immediate")
                with self.session.unbroken():
                    end(done.xid)
                    self._prune()
                self._ended.append(done.xid)
            if self.db.in_transaction:
                self.raw("commit")
            self.open = Open()
        except BaseException:
            if self.db.in_transaction:
                self.raw("rollback")
            raise
        finally:
            self.gate.leave(self.session)
            self._tell()

    def _prune(self) -> None:
        self._commits += 1
        if self._commits % _PRUNE_EVERY == 0:
            ledger.prune(self.db)

    def _tell(self) -> None:
        if self._depth == 0:
            ended, self._ended = self._ended, []
            for xid in ended:
                self.gate.ended(xid)

    @contextlib.contextmanager
    def autonomous(self) -> Iterator[None]:
        """A transaction of its own inside another: it sees nothing of that and ends before it."""
        self.outer.append(self.open)
        self.open = Open()
        try:
            yield
            if self.open.xid is not None:
                self.rollback()
                raise OraError(6519, "active autonomous transaction detected and rolled back")
        except BaseException:
            if self.open.xid is not None:
                self.rollback()
            raise
        finally:
            self.open = self.outer.pop()

    def recover(self) -> None:
        """Roll back what a process that is gone left open in the database."""
        self.undoing = True
        try:
            self.statement(lambda: ledger.recover(self.db), writes=False)
        finally:
            self.undoing = False

    # -- savepoints ------------------------------------------------------------------------

    def savepoint(self, name: str) -> None:
        self.open.begun = True
        self.open.savepoints.pop(name, None)
        self.open.savepoints[name] = (self.step, self.open.held)
        if self.open.held:
            self.raw(f'savepoint "{name}"')

    def rollback_to(self, name: str) -> None:
        """Raises ORA-01086 where there is no such savepoint."""
        found = self.open.savepoints.get(name)
        if found is None:
            raise OraError(
                1086, f"savepoint '{name}' never established in this session or is invalid"
            )
        names = list(self.open.savepoints)
        for later in names[names.index(name) + 1 :]:
            del self.open.savepoints[later]
        self._back_to(*found, name)

    def _back_to(self, step: int, held: bool, name: str) -> None:
        if self.open.held and not self._depth:
            if held:
                self.raw(f'rollback to "{name}"')
            else:
                self.raw("rollback")
                self.open.held = False
                self.gate.leave(self.session)
            self._lost(None)
        if self.open.xid is not None:
            self.statement(lambda: self._undo(step), writes=False)

    def whole(self, act: Callable[[], T]) -> T:
        """An anonymous block is one statement: what it did is undone when it fails, but for what
        it committed."""
        number, step, held = self.open.number, self.step, self.open.held
        name = f"block_{next(_NUMBERS)}"
        if held:
            self.raw(f'savepoint "{name}"')
        began = self.active
        try:
            result = act()
        except BaseException:
            if self.open.number == number and began:
                self._back_to(step, held, name)
            elif self.active:
                level = (self.open.level, self.open.scn, self.open.begun)
                self.rollback()
                if self.open.number != number:
                    self.open.level, self.open.scn, self.open.begun = level
            raise
        if held and self.open.number == number and self.open.held:
            self._quiet(f'release "{name}"')
        return result

    # -- the engine ------------------------------------------------------------------------

    def raw(self, sql: str) -> None:
        try:
            with self.session.unbroken():
                self.db.execute(sql)
        except sqlite3.Error as error:
            raise self.session.mapped(error) from None

    def _quiet(self, sql: str) -> None:
        """A commit has taken the savepoint with it."""
        try:
            with self.session.unbroken():
                self.db.execute(sql)
        except sqlite3.OperationalError as error:
            if "no such savepoint" not in str(error):
                raise


def until(seconds: float) -> float:
    """The clock's time in so many seconds."""
    return time.monotonic() + seconds
