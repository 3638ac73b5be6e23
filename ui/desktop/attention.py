"""A rollout while the user is elsewhere: its progress in the taskbar, its end announced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon

from app.services.model import RolloutState, StepState
from ui.desktop.taskbar import State, Taskbar
from ui.theme.icons import window_icon

if TYPE_CHECKING:
    from ui.screens.rollout.screen import RolloutScreen

_PAUSE: Final = 500  # milliseconds
_OPEN: Final = (StepState.WAITING, StepState.RUNNING)


def percent(state: RolloutState) -> int:
    """How much of a rollout's steps is behind, from 0 to 100."""
    steps = [step.state not in _OPEN for client in state.clients for step in client.steps]
    return 100 * sum(steps) // len(steps) if steps else 0


class Attention(QObject):
    """Watches the rollout screen of one window."""

    def __init__(self, screen: RolloutScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self.taskbar = Taskbar()
        self._tray: QSystemTrayIcon | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_PAUSE)
        self._clock.timeout.connect(self._look)
        screen.state_changed.connect(self._changed)
        screen.ended.connect(self._ended)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self._focus_moved)

    def _changed(self) -> None:
        if self._screen.running is not None:
            self._clock.start()
            self._look()

    def _look(self) -> None:
        running = self._screen.running
        if running is None:
            self._clock.stop()
            return
        self._show("running", percent(running.snapshot()))

    def _show(self, state: State, value: int) -> None:
        self.taskbar.show(int(self._screen.window().winId()), state, value)

    def _ended(self) -> None:
        self._clock.stop()
        wrong = self._screen.state.kind == "error"
        window = self._screen.window()
        if window.isActiveWindow():
            self._show("none", 0)
            return
        self._show("error" if wrong else "none", 100 if wrong else 0)
        QApplication.alert(window)
        self._announce(wrong)

    def _announce(self, wrong: bool) -> None:
        """A notification of the system, where it has such; a click on it leads back."""
        if not QSystemTrayIcon.isSystemTrayAvailable():
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(window_icon(), self)
            self._tray.messageClicked.connect(self._come)
            self._tray.activated.connect(lambda _: self._come())
        self._tray.show()
        icon = QSystemTrayIcon.MessageIcon
        text = self.tr("Look at what stopped.") if wrong else self.tr("Every client is verified.")
        self._tray.showMessage(
            self.tr("The rollout has ended"), text, icon.Warning if wrong else icon.Information
        )

    def _come(self) -> None:
        window = self._screen.window()
        window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
        window.show()
        window.raise_()
        window.activateWindow()
        if self._tray is not None:
            self._tray.hide()

    def _focus_moved(self) -> None:
        """The user is at the window: nothing has to be shown elsewhere any more."""
        if not self._screen.window().isActiveWindow():
            return
        if self._screen.running is None:
            self._show("none", 0)
        if self._tray is not None:
            self._tray.hide()
