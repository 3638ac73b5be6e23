"""Starting the window: application, look, language, the open home, and a clean end."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QMessageBox

from app import __version__
from app.errors import AppError
from app.services.holding import only_window
from app.services.homes import check_home, default_home, system_language
from ui import theme
from ui.bridge import Collector
from ui.desktop import pinned
from ui.desktop.taskbar import own_button
from ui.opening import Handle, Opening
from ui.theme import system
from ui.theme.icons import window_icon
from ui.window import MainWindow

# Seconds after which a worker that computes lets the window's thread go on. The window asks at each
# call into Qt: with Python's own 5 ms a click that makes fifty of them would take a quarter second.
SWITCH: Final = 0.0005


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


def run_window(home: Path, demo_handle: Handle | None = None, argv: Sequence[str] = ()) -> int:
    """Show the window on ``home`` until it is closed; gives the exit code. SettingsError
    ``settings.home_too_long``: a window would write there where it was."""
    check_home(home)
    application = build_application(argv)
    sys.setswitchinterval(SWITCH)
    _catch_the_unforeseen(home)
    collector = Collector(application)
    opening = Opening(application, home, demo_handle)
    window = opening.window
    ends: list[Callable[[], object]] = [collector.stop]
    hints = QGuiApplication.styleHints()
    hints.colorSchemeChanged.connect(
        lambda _: (
            theme.change(application, theme.mode_in_force())
            if theme.mode_in_force() == "system"
            else None
        )
    )
    system.when_changed(lambda: theme.change(application, theme.mode_in_force()))

    def ready() -> None:
        ends.extend(_watch(home, opening))
        if demo_handle is None:
            take_back = pinned.keep(int(window.winId()), home, default_home())
            window.closing.connect(take_back)
        window.start()
        collector.settle()

    opening.ready.connect(ready)
    QTimer.singleShot(0, opening.begin)
    code = application.exec()
    if opening.context is not None:
        opening.context.tasks.close()
    for end in ends:
        end()
    if window.demo is not None:
        window.demo.close()
    return int(code)


def _watch(home: Path, opening: Opening) -> list[Callable[[], object]]:
    """Keep the log and the crash reports; gives what ends that."""
    from app import logs
    from app.services.support import crash

    assert opening.context is not None
    later = opening.context.tasks.later

    def thread_ended(error: BaseException) -> None:
        crash.reported(home, error)
        later(lambda: _show_unforeseen(error))

    return [logs.keep(home, thread_ended), crash.watch(home)]


def main(argv: Sequence[str] | None = None) -> int:
    """``caravane-window``: the window on the user's home (or on ``--home``)."""
    parser = argparse.ArgumentParser(prog="caravane-window", description="Caravane")
    parser.add_argument("--home", type=Path, help="folder of settings, journal and repository")
    parser.add_argument("--version", action="version", version=f"Caravane {__version__}")
    known, rest = parser.parse_known_args(argv)
    home = known.home.expanduser().resolve() if known.home else default_home()
    try:
        with only_window(home):
            return run_window(home, None, rest)
    except AppError as error:  # there is no console to tell it on
        from app.services import messages

        build_application(rest)
        told = messages.message(error, system_language())
        QMessageBox.warning(None, "Caravane", f"{told.title}\n\n{told.detail}\n{told.next_step}")
        return 2


def _show_unforeseen(error: BaseException) -> None:
    """In words, where the user looks now; the window goes on."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, MainWindow) and widget.furnished and widget.isVisible():
            widget.current.fail(error)
            return
    from app.services import messages

    print(messages.message(error, "en").detail, file=sys.stderr)


def _catch_the_unforeseen(home: Path) -> None:
    """An exception in a slot is logged, reported and shown in words."""

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        from app.services.support import crash

        crash.unforeseen(home, error)
        _show_unforeseen(error)

    sys.excepthook = hook


if __name__ == "__main__":
    sys.exit(main())
