"""A rollout that did not come to its end: told at the next start, and what goes on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.model import ClientState, Message, RolloutState, Verdict
from ui.widgets.notice import Notice


def unfinished(states: Sequence[RolloutState]) -> RolloutState | None:
    """The newest rollout that was interrupted, else the newest of all where it is to go on."""
    broken = next((s for s in reversed(states) if not s.ended), None)
    if broken is not None:
        return broken
    return states[-1] if states and left_out(states[-1]) else None


def left_out(state: RolloutState) -> tuple[ClientState, ...]:
    """The clients that a resume takes up: each that does not have the release."""
    return tuple(c for c in state.clients if not c.settled)


class UnfinishedNotice(Notice):
    """``resume`` goes on with the rollout; ``look`` leads to it from elsewhere (``here`` is
    false)."""

    resume_requested = Signal(str)
    looked = Signal()

    def __init__(self, name: str, here: bool, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._here = here
        self._state: RolloutState | None = None
        self.resume = self.button(
            f"{name}.resume", lambda: self.tr("R&esume"), self._resume, "play", "primary"
        )
        self.look = self.button(
            f"{name}.look",
            lambda: self.tr("Go to the r&ollout"),
            self.looked.emit,
            "next-step",
            "primary",
        )
        for button in (self.look, self.resume):
            self.add_action(button)

    @property
    def state(self) -> RolloutState | None:
        return self._state

    def show_state(self, state: RolloutState | None) -> None:
        self._state = state
        if state is None:
            self.hide()
            return
        left = left_out(state)
        if not state.ended:
            title = self.tr("A rollout of {tag} was interrupted")
        elif any(c.verdict is Verdict.CANCELLED for c in left):
            title = self.tr("A rollout of {tag} was stopped")
        else:
            title = self.tr("A rollout of {tag} did not reach everybody")
        text = self.tr(
            "%n client(s) are not verified. The journal knows where each of them stopped; nothing "
            "is done twice.",
            "",
            len(left),
        )
        self.show_message(Message(title.format(tag=state.tag), text, ""), "warning")
        self.resume.setVisible(self._here)
        self.look.setVisible(not self._here)

    def _resume(self) -> None:
        if self._state is not None:
            self.resume_requested.emit(self._state.rollout)

    def retranslate(self) -> None:
        if self.isVisible():
            self.show_state(self._state)
