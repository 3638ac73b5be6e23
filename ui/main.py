"""Starting the window: application, look, language, the open home, and a clean end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Protocol

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__, logs
from app.services import messages, workplace
from app.services.holding import only_window
from app.services.model import AppError
from app.services.support import crash
from ui import theme
from ui.bridge import Collector
from ui.context import Context
from ui.demo import DemoOpener
from ui.desktop.taskbar import own_button
from ui.i18n import Speech
from ui.theme.icons import window_icon
from ui.window import MainWindow


class Handle(Protocol):
    """An open demo: its place, and its end."""

    @property
    def place(self) -> workplace.Workplace: ...
    def close(self) -> None: ...


def build_application(argv: Sequence[str] = ()) -> QApplication:
    """The QApplication, named and dressed; there is one in a process."""
    own_button()
    application = QApplication.instance() or QApplication(["caravane", *argv])
    assert isinstance(application, QApplication)
    application.setApplicationName("Caravane")
    application.setApplicationDisplayName("Caravane")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("caravane")
    application.setWindowIcon(window_icon())
    return application


def open_window(
    application: QApplication, home: Path, demo: Handle | None = None
) -> tuple[MainWindow, Context]:
    """A window on a home. Settings that cannot be read are shown in it, not raised."""
    speech = Speech(application)
    context = Context(home, speech)
    failure: AppError | None = None
    place: workplace.Workplace | None = None
    try:
        place = demo.place if demo is not None else workplace.Workplace.open(home)
    except AppError as error:
        failure = error
    look = place.settings.theme if place else "system"
    theme.choose(look)
    speech.speak(place.language if place else workplace.system_language())
    window = MainWindow(context, DemoOpener(context, demo))
    theme.apply(application, look)
    if place is not None:
        context.set_place(place)
    if failure is not None:
        window.cannot_open(failure)
    return window, context


def run_window(home: Path, demo_handle: Handle | None = None, argv: Sequence[str] = ()) -> int:
    """Show the window on ``home`` until it is closed; gives the exit code."""
    application = build_application(argv)
    _catch_the_unforeseen(home)
    stop_watch = crash.watch(home)
    collector = Collector(application)
    window, context = open_window(application, home, demo_handle)
    later = context.tasks.later

    def thread_ended(error: BaseException) -> None:
        crash.reported(home, error)
        later(lambda: _show_unforeseen(error))

    stop_log = logs.keep(home, thread_ended)
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(
        lambda _: (
            theme.apply(application, theme.mode_in_force())
            if theme.mode_in_force() == "system"
            else None
        )
    )
    QTimer.singleShot(0, window.start)
    code = application.exec()
    context.tasks.close()
    collector.stop()
    if window.demo is not None:
        window.demo.close()
    stop_log()
    stop_watch()
    return int(code)


def main(argv: Sequence[str] | None = None) -> int:
    """``caravane-window``: the window on the user's home (or on ``--home``)."""
    parser = argparse.ArgumentParser(prog="caravane-window", description="Caravane")
    parser.add_argument("--home", type=Path, help="folder of settings, journal and repository")
    parser.add_argument("--version", action="version", version=f"Caravane {__version__}")
    known, rest = parser.parse_known_args(argv)
    home = known.home.expanduser().resolve() if known.home else workplace.default_home()
    try:
        with only_window(home):
            return run_window(home, None, rest)
    except AppError as error:  # there is no console to tell it on
        build_application(rest)
        told = messages.message(error, workplace.system_language())
        QMessageBox.warning(None, "Caravane", f"{told.title}\n\n{told.detail}\n{told.next_step}")
        return 2


def _show_unforeseen(error: BaseException) -> None:
    """In words, where the user looks now; the window goes on."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow):
            widget.current.fail(error)
            return
    print(messages.message(error, "en").detail, file=sys.stderr)


def _catch_the_unforeseen(home: Path) -> None:
    """An exception in a slot is logged, reported and shown in words."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        crash.unforeseen(home, error)
        _show_unforeseen(error)

    sys.excepthook = hook


if __name__ == "__main__":
    sys.exit(main())
