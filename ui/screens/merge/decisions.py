"""The user's decisions, with undo: what is wanted, and a merge that follows it in the background.

Invariant: at most one call to the merge runs; when it ends and something else is wanted by then,
the next one begins. Clicks are never lost and never wait; each is on disk a moment later.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.merge import into_main, unwritten
from app.services.model import Decision, MergeSession
from app.services.workplace import Workplace
from ui.context import Context


class _Decide(QUndoCommand):
    """One decision taken, changed or taken back."""

    def __init__(
        self,
        decisions: Decisions,
        key: str,
        old: Decision | None,
        new: Decision | None,
        text: str,
    ) -> None:
        super().__init__(text)
        self._decisions, self._key, self._old, self._new = decisions, key, old, new

    def redo(self) -> None:
        self._decisions.want(self._key, self._new)

    def undo(self) -> None:
        self._decisions.want(self._key, self._old)


class _Keeper:
    """Brings the newest state to the disk, from whichever thread comes: an older one never
    replaces a newer one."""

    def __init__(self, place: Workplace) -> None:
        self._place = place
        self._lock = threading.Lock()
        self.newest: unwritten.Unwritten | None = None
        self._kept: unwritten.Unwritten | None = None

    def end(self) -> None:
        """Nothing more is written, and nothing is being written when this returns."""
        with self._lock:
            self.newest = None

    def write(self) -> None:
        with self._lock:
            newest = self.newest
            if newest is not None and newest != self._kept:
                unwritten.keep(self._place, newest)
                self._kept = newest


class Decisions(QObject):
    """Holds the session; ``changed`` follows each new one, ``focused`` names the conflict."""

    changed = Signal()
    focused = Signal(str)

    def __init__(
        self, context: Context, on_error: Callable[[BaseException], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._on_error = context, on_error
        self.stack = QUndoStack(self)
        self.session: MergeSession | None = None
        self._wanted: dict[str, Decision] = {}
        self._typed: dict[str, str] = {}
        self._keeper: _Keeper | None = None
        self._running = False

    def begin(self, session: MergeSession | None, typed: Mapping[str, str] | None = None) -> None:
        """A new merge, or none; the applications behind the one before are let go. ``typed`` are
        results that were written by hand and not taken."""
        before = self.session
        if before is not None and (session is None or session.id != before.id):
            into_main.close(before)
        self.session = session
        self._wanted = dict(session.decisions) if session else {}
        self._typed = dict(typed or {})
        self._running = False
        self._keeper = None
        self.stack.clear()
        self.changed.emit()
        if session is not None and session.files:
            self._keeper = _Keeper(self._context.place)
            self._keep()

    def done(self) -> None:
        """It is in MAIN, or was given up: nothing is kept any more."""
        if self._keeper is not None:
            self._keeper.end()
        self._keeper = None
        self._typed = {}
        self.stack.clear()

    def flush(self) -> None:
        """Bring to the disk what is still on its way there."""
        if self._keeper is not None:
            self._keeper.write()

    @property
    def all_typed(self) -> dict[str, str]:
        return dict(self._typed)

    def wants(self, key: str) -> bool:
        """Whether the user decided that conflict, be the merge there yet or not."""
        return key in self._wanted

    def typed(self, key: str) -> str | None:
        """The result that was written by hand for a conflict and not taken."""
        return self._typed.get(key)

    def write_down(self, key: str, text: str | None) -> None:
        """A result is being written by hand; None: it is not, any more."""
        if text is None:
            self._typed.pop(key, None)
        else:
            self._typed[key] = text
        self._keep()

    def _keep(self) -> None:
        keeper, session = self._keeper, self.session
        if keeper is None or session is None:
            return
        keeper.newest = unwritten.Unwritten(
            session.developers, tuple(self._wanted.values()), dict(self._typed)
        )
        self._context.run(lambda report: keeper.write(), lambda _: None, self._on_error, self)

    @property
    def settled(self) -> bool:
        """The session is what the user wants."""
        return self.session is not None and self._wanted == self.session.decisions

    def decide(self, decision: Decision) -> None:
        self._push(decision.key, decision)

    def reopen(self, key: str) -> None:
        self._push(key, None)

    def _push(self, key: str, new: Decision | None) -> None:
        old = self._wanted.get(key)
        if old != new:
            text = self.tr("decision") if new else self.tr("leave open")
            self.stack.push(_Decide(self, key, old, new, text))

    def want(self, key: str, decision: Decision | None) -> None:
        if decision is None:
            self._wanted.pop(key, None)
        else:
            self._wanted[key] = decision
        self._typed.pop(key, None)
        self._keep()
        self.focused.emit(key)
        self._follow()

    def _follow(self) -> None:
        session = self.session
        if session is None or self._running or self.settled:
            return
        self._running = True
        place, wanted = self._context.place, dict(self._wanted)
        self._context.run(
            lambda report: _towards(place, session, wanted),
            lambda fresh: self._arrived(session, fresh),
            lambda error: self._failed(session, error),
            self,
        )

    def _arrived(self, before: MergeSession, fresh: MergeSession) -> None:
        if self.session is not before:
            return  # another merge began meanwhile
        self._running = False
        self.session = fresh
        # a decision that no longer applies was dropped by the merge itself
        self._wanted = {k: d for k, d in self._wanted.items() if k not in _dropped(fresh)}
        self.changed.emit()
        self._follow()

    def _failed(self, before: MergeSession, error: BaseException) -> None:
        if self.session is not before:
            return
        self._running = False
        self._wanted = dict(before.decisions)
        self.stack.clear()
        self.changed.emit()
        self._on_error(error)


def _towards(place: Workplace, session: MergeSession, wanted: dict[str, Decision]) -> MergeSession:
    """The session with exactly the wanted decisions. Runs in a worker."""
    for key in tuple(session.decisions):
        if key not in wanted:
            session = into_main.undecide(place, session, key)
    for key, decision in wanted.items():
        if session.decisions.get(key) != decision:
            session = into_main.decide(place, session, decision)
    return session


def _dropped(session: MergeSession) -> set[str]:
    return {d.key for d in session.stale} - set(session.decisions)
