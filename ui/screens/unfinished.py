"""A rollout that did not come to its end: told at the next start, and what goes on from there."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services.model import ClientState, Message, RolloutState, Verdict
from ui.widgets.notice import Notice


def unfinished(states: Sequence[RolloutState]) -> RolloutState | None:
    """The newest rollout that can be resumed, else the newest of all where the user stopped it."""
    broken = next((s for s in reversed(states) if any(not c.ended for c in s.clients)), None)
    if broken is not None:
        return broken
    return states[-1] if states and left_out(states[-1]) else None


def left_out(state: RolloutState) -> tuple[ClientState, ...]:
    """The clients that were stopped: for the journal they have ended, and a resume passes them
    by. A new rollout finds what was done there."""
    return tuple(c for c in state.clients if c.verdict is Verdict.CANCELLED)


class UnfinishedNotice(Notice):
    """``resume`` goes on with an interrupted rollout, ``choose`` plans for the clients that were
    stopped, ``look`` leads to the rollout from elsewhere. Only what applies is shown."""

    resume_requested = Signal(str)
    chosen = Signal(object)  # RolloutState
    looked = Signal()

    def __init__(self, name: str, here: bool, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._here = here
        self._state: RolloutState | None = None
        self.resume = self.button(
            f"{name}.resume", lambda: self.tr("R&esume"), self._resume, "play", "primary"
        )
        self.choose = self.button(
            f"{name}.choose",
            lambda: self.tr("Choose these clie&nts"),
            self._choose,
            "rollout",
            "primary",
        )
        self.look = self.button(
            f"{name}.look",
            lambda: self.tr("Go to the r&ollout"),
            self.looked.emit,
            "next-step",
            "primary",
        )
        for button in (self.look, self.choose, self.resume):
            self.add_action(button)

    @property
    def state(self) -> RolloutState | None:
        return self._state

    def show_state(self, state: RolloutState | None) -> None:
        self._state = state
        if state is None:
            self.hide()
            return
        waiting = sum(1 for c in state.clients if not c.ended)
        if waiting:
            title = self.tr("A rollout of {tag} was interrupted")
            text = self.tr(
                "%n client(s) did not end. The journal knows where each of them stopped; "
                "nothing is done twice.",
                "",
                waiting,
            )
        else:
            title = self.tr("A rollout of {tag} was stopped")
            text = self.tr(
                "%n client(s) did not receive it. What was done there is found again and not done "
                "twice.",
                "",
                len(left_out(state)),
            )
        self.show_message(Message(title.format(tag=state.tag), text, ""), "warning")
        self.resume.setVisible(self._here and waiting > 0)
        self.choose.setVisible(self._here and not waiting)
        self.look.setVisible(not self._here)

    def _resume(self) -> None:
        if self._state is not None:
            self.resume_requested.emit(self._state.rollout)

    def _choose(self) -> None:
        if self._state is not None:
            self.chosen.emit(self._state)

    def retranslate(self) -> None:
        if self.isVisible():
            self.show_state(self._state)
