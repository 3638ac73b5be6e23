"""A window on made-up services, one for each test, and ways to answer its questions."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

if "DISPLAY" not in os.environ and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from tests.ui.helpers import Answer, discard
from ui import theme
from ui.context import Context
from ui.i18n import Speech
from ui.main import build_application
from ui.window import MainWindow


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


@pytest.fixture
def opened(qtbot: QtBot, window: MainWindow, fakes: made_up.Fakes) -> MainWindow:
    """A window on the demo's home, developers read."""
    window.context.set_place(fakes.place())  # type: ignore[arg-type]
    window.go(0)
    qtbot.waitUntil(lambda: window.developers.overview is not None)
    return window


@pytest.fixture
def answer(qtbot: QtBot) -> Callable[..., Answer]:
    return Answer
