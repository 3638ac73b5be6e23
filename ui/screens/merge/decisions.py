"""The user's decisions, with undo: what is wanted, and a merge that follows it in the background.

Invariant: at most one call to the merge runs; when it ends and something else is wanted by then,
the next one begins. Clicks are never lost and never wait.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.merge import into_main
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
        self._running = False

    def begin(self, session: MergeSession | None) -> None:
        """A new merge, or none; the applications behind the one before are let go."""
        before = self.session
        if before is not None and (session is None or session.id != before.id):
            into_main.close(before)
        self.session = session
        self._wanted = dict(session.decisions) if session else {}
        self._running = False
        self.stack.clear()
        self.changed.emit()

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
