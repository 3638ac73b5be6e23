"""Opening the demo from inside the window: a lab of its own, in a home of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QCoreApplication

from app.services import workplace
from app.services.demo import home
from ui.context import Context
from ui.screens.screen import Screen


class Handle(Protocol):
    """An open demo: its place, and its end."""

    @property
    def place(self) -> workplace.Workplace: ...
    def close(self) -> None: ...


class DemoOpener:
    """Holds the demo that is open, and ends its lab with the window."""

    def __init__(self, context: Context, handle: Handle | None = None) -> None:
        self._context, self._handle = context, handle

    def open(self, screen: Screen, show: Callable[[], None]) -> None:
        """Prepare the demo while ``screen`` says so, then ``show`` it; what was open stays as it
        is on disk."""

        def opened(handle: Handle) -> None:
            self.close()
            self._handle = handle
            self._context.set_place(handle.place)
            show()

        demo_home = workplace.demo_home()
        screen.work(
            QCoreApplication.translate("Demo", "Preparing the demo…"),
            lambda report: home.prepare(demo_home, False, report),
            opened,
            can_cancel=False,
        )

    def close(self) -> None:
        """End the lab; only after nothing talks to it any more."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
