"""Opening the demo from inside the window: a lab of its own, in a home of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication

from app.services import workplace
from app.services.demo import home
from ui.context import Context

if TYPE_CHECKING:
    from ui.window import MainWindow


class Handle(Protocol):
    """An open demo: its place, and its end."""

    @property
    def place(self) -> workplace.Workplace: ...
    def close(self) -> None: ...


class DemoOpener:
    """Holds the demo that is open, and ends its lab with the window."""

    def __init__(self, context: Context, handle: Handle | None = None) -> None:
        self._context, self._handle = context, handle
        self._window: MainWindow | None = None

    def attach(self, window: MainWindow) -> None:
        self._window = window
        window.demo_opener = self

    def open(self) -> None:
        """Prepare the demo and look at it; what was open stays as it is on disk."""
        window = self._window
        if window is None:
            return
        screen = window.developers
        demo_home = workplace.demo_home()
        screen.work(
            QCoreApplication.translate("Demo", "Preparing the demo…"),
            lambda report: home.prepare(demo_home, False, report),
            self._opened,
            can_cancel=False,
        )

    def _opened(self, handle: Handle) -> None:
        self.close()
        self._handle = handle
        self._context.set_place(handle.place)
        if self._window is not None:
            self._window.go(0)

    def close(self) -> None:
        """End the lab; only after nothing talks to it any more."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
