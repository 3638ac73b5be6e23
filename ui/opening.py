"""Opening the window: it stands on the screen first, and what is in it is loaded behind it.

The rooms behind the window take several times as long to load as Qt itself. A thread imports them
while the window can be moved and closed; then the screens are made one by one, each in a turn of
the event loop of its own.
"""

from __future__ import annotations

import importlib
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from app.errors import AppError
from app.services.homes import first_look
from ui import theme
from ui.i18n import Speech
from ui.window import MainWindow

if TYPE_CHECKING:
    from app.services.workplace import Workplace
    from ui.context import Context

# Also what is imported by itself later, else: an update of a running program would take it away.
ROOMS: Final = (
    "app.secrets",
    "app.services.workplace",
    "app.services.support.crash",
    "ui.context",
    "ui.demo",
    "ui.screens.every",
)


class Handle(Protocol):
    """An open demo: its place, and its end."""

    @property
    def place(self) -> Workplace: ...
    def close(self) -> None: ...


class Rooms(QObject):
    """Imports the rooms in a thread; ``loaded`` comes on the window's thread, with what failed."""

    loaded = Signal(object)

    def load(self) -> None:
        threading.Thread(target=self._load, name="caravane-rooms", daemon=True).start()

    def _load(self) -> None:
        failure: BaseException | None = None
        try:
            for name in ROOMS:
                importlib.import_module(name)
        except BaseException as error:  # noqa: BLE001  raised again on the window's thread
            failure = error
        self.loaded.emit(failure)


class Opening(QObject):
    """``begin`` shows the window, ``ready`` follows when all of it is there."""

    ready = Signal()

    def __init__(self, application: QApplication, home: Path, demo: Handle | None = None) -> None:
        super().__init__()
        self._application, self._home, self._demo = application, home, demo
        self.speech = Speech(application)
        language, look = first_look(home)
        theme.choose(look)
        self.speech.speak(language)
        self.window = MainWindow(home=home)
        self.context: Context | None = None
        self._steps: Iterator[None] | None = None
        self._rooms = Rooms(self)
        self._rooms.loaded.connect(self._loaded)

    def begin(self) -> None:
        """Show the window; once it is painted, load what belongs into it."""
        theme.apply(self._application, theme.mode_in_force())
        self.window.painted.connect(self._rooms.load)
        self.window.show()

    def finish(self) -> None:
        """All that is left of it, at once."""
        for _ in self._steps or self._furnish():
            pass

    def _loaded(self, failure: BaseException | None) -> None:
        if failure is not None:
            raise failure
        self._steps = self._furnish()
        self._next()

    def _next(self) -> None:
        if self._steps is None or self.window.closed:
            return
        for _ in self._steps:
            QTimer.singleShot(0, self, self._next)
            return
        self._steps = None
        self.ready.emit()

    def _furnish(self) -> Iterator[None]:
        from app.services.workplace import Workplace
        from ui.context import Context
        from ui.demo import DemoOpener

        context = self.context = Context(self._home, self.speech)
        failure: AppError | None = None
        place: Workplace | None = None
        try:
            place = self._demo.place if self._demo is not None else Workplace.open(self._home)
        except AppError as error:
            failure = error
        yield
        yield from self.window.furnish(context, DemoOpener(context, self._demo))
        if place is not None:
            context.apply_look(place.language, place.settings.theme)
            context.set_place(place)
        if failure is not None:
            self.window.cannot_open(failure)


def open_window(
    application: QApplication, home: Path, demo: Handle | None = None
) -> tuple[MainWindow, Context]:
    """A window on a home, whole, not shown yet. Settings that cannot be read are shown in it."""
    opening = Opening(application, home, demo)
    opening.finish()
    theme.apply(application, theme.mode_in_force())
    assert opening.context is not None
    return opening.window, opening.context
