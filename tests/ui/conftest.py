"""A window on made-up services, one for each test, and ways to answer its questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

if "DISPLAY" not in os.environ and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parent))

import fakes as made_up
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from ui import theme
from ui.context import Context
from ui.i18n import Speech
from ui.main import build_application
from ui.window import MainWindow

W = TypeVar("W", bound=QWidget)


@pytest.fixture(scope="session")
def speech(qapp: QApplication) -> Speech:
    build_application()
    theme.apply(qapp, "light")
    qapp.setStyleSheet("")  # the sheet is looked at in its own tests; without it all is faster
    return Speech(qapp)


@pytest.fixture
def fakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> made_up.Fakes:
    made = made_up.Fakes(tmp_path)
    made.settings_dict.update(language="en", theme="light")
    made.install(monkeypatch.setattr)
    return made


@pytest.fixture
def context(qtbot: QtBot, speech: Speech, fakes: made_up.Fakes) -> Iterator[Context]:
    speech.speak("en")
    made = Context(fakes.home, speech)
    yield made
    made.tasks.close()


@pytest.fixture
def window(qtbot: QtBot, context: Context, fakes: made_up.Fakes) -> Iterator[MainWindow]:
    """A window without a home: the first run."""
    made = MainWindow(context)
    made.resize(1366, 768)
    made.show()
    yield made
    if fakes.gate is not None:
        fakes.gate.set()
    if fakes.running is not None:
        fakes.running.finish()
    qtbot.waitUntil(lambda: context.tasks.running == 0, timeout=5000)
    made.rollout.running = None
    discard(made)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    if application.styleSheet():
        theme.apply(application, "light")
        application.setStyleSheet("")


def discard(window: MainWindow) -> None:
    """Close and delete now: a window that lives on would hear the next test's language."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, fakes: made_up.Fakes) -> MainWindow:
    """A window on the demo's home, developers read."""
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    qtbot.waitUntil(lambda: window.developers.overview is not None)
    return window


def find(window: QWidget, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
    """The widget with that object name; there is exactly one that is in use."""
    found = window.findChildren(kind, name)
    assert found, f"no {kind.__name__} named {name}"
    return found[0]


class Answer:
    """Waits for a dialog and answers it by its button; ``text`` fills its field first."""

    def __init__(self, name: str, yes: bool = True, text: str = "") -> None:
        self.name, self.yes, self.text = name, yes, text
        self.seen = ""
        self._tries = 0
        QTimer.singleShot(0, self._look)

    def _look(self) -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or dialog.objectName() != self.name:
            self._tries += 1
            if self._tries < 200:
                QTimer.singleShot(10, self._look)
            return
        self.seen = dialog.accessibleDescription()
        if self.text:
            find(dialog, f"{self.name}.text", QLineEdit).setText(self.text)
        find(dialog, f"{self.name}.{'yes' if self.yes else 'no'}", QPushButton).click()


@pytest.fixture
def answer(qtbot: QtBot) -> Callable[..., Answer]:
    return Answer
