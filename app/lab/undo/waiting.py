"""Who writes, who waits for whom, and who is waited for in a circle.

The embedded engine takes one writer at a time: a statement writes under the ``Gate`` of its
database's file and lets go at its end, so that transactions stay open side by side. A session that
needs a row of somebody's open transaction waits here, outside of the gate, until that one ends.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from app.lab.backend import OraError

_SLICE: Final = 0.1  # seconds: how soon a cancel, or another process's commit, is seen
_GATES: Final[weakref.WeakValueDictionary[str, Gate]] = weakref.WeakValueDictionary()
_MADE: Final = threading.Lock()


class Waiting(Exception):  # noqa: N818
    """A statement needs what the open transaction ``xid`` has: undone, it waits and begins again.

    No OraError, so that no handler of PL/SQL takes it. ``until`` is the clock's time at which the
    wait ends in ``expired``, None for never.
    """

    def __init__(
        self, xid: int, until: float | None = None, expired: OraError | None = None
    ) -> None:
        self.xid, self.until, self.expired = xid, until, expired
        super().__init__(f"waiting for transaction {xid}")


class Gate:
    """The writer of one database's file, and the waits of its sessions."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._writer: object = None
        self._owners: dict[int, Any] = {}
        self._waits: dict[Any, Any] = {}

    def enter(self, session: Any) -> None:
        """Be the writer. Raises ORA-00060 where the writer waits for this session."""
        with self._changed:
            while self._writer is not None and self._writer is not session:
                self._wait(session, self._writer, _SLICE)
            self._writer = session

    def leave(self, session: Any) -> None:
        with self._changed:
            if self._writer is session:
                self._writer = None
                self._changed.notify_all()

    @property
    def busy(self) -> bool:
        """Whether somebody in this process has a transaction open."""
        with self._changed:
            return bool(self._owners)

    def opened(self, xid: int, session: Any) -> None:
        with self._changed:
            self._owners[xid] = session

    def ended(self, xid: int) -> None:
        """The transaction committed or rolled back: whoever waited for it looks again."""
        with self._changed:
            self._owners.pop(xid, None)
            self._changed.notify_all()

    def wait_for(
        self, session: Any, xid: int, is_open: Callable[[int], bool], until: float | None
    ) -> bool:
        """Wait until the transaction ends; False where the time was up before.

        Raises OraError: 60 where the wait would close a circle, 1013 when the call is cancelled.
        """
        while is_open(xid):
            left = None if until is None else until - time.monotonic()
            if left is not None and left <= 0:
                return False
            with self._changed:
                owner = self._owners.get(xid)
                self._wait(session, owner, _SLICE if left is None else min(_SLICE, left))
        return True

    def _wait(self, session: Any, holder: Any, seconds: float) -> None:
        self._waits[session] = holder
        try:
            if self._circular(session):
                raise OraError(60, "deadlock detected while waiting for resource")
            self._changed.wait(seconds)
        finally:
            del self._waits[session]
        if session.cancelled:
            raise OraError(1013, "user requested cancel of current operation")

    def _circular(self, session: Any) -> bool:
        at = self._waits.get(session)
        seen: set[int] = set()
        while at is not None and id(at) not in seen:
            if at is session:
                return True
            seen.add(id(at))
            at = self._waits.get(at)
        return False


def gate_of(file: Path) -> Gate:
    """The gate of a database's file: one for all who open it in this process."""
    key = str(file.resolve())
    with _MADE:
        found = _GATES.get(key)
        if found is None:
            found = _GATES[key] = Gate()
        return found
