"""Starting and ending the program's window, on homes as they are found in the world."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from tests.ui.helpers import discard, find
from ui.i18n import Speech
from ui.main import main
from ui.opening import open_window
from ui.window import MainWindow

RUN = """
import sys
from PySide6.QtCore import QTimer
from ui import main
from ui.window import MainWindow
start = MainWindow.start
def briefly(window):
    start(window)
    print(window.windowTitle(), window.isVisible())
    QTimer.singleShot(100, window.close)
MainWindow.start = briefly
sys.exit(main.main(["--home", sys.argv[1]]))
"""


Begin = Callable[[Path], MainWindow]


@pytest.fixture
def begin(qapp: QApplication, speech: Speech) -> Iterator[Begin]:
    """Open windows as the program does, and leave nothing of them."""
    speech.hush()
    made = []

    def open_on(home: Path) -> MainWindow:
        made.append(open_window(qapp, home))
        return made[-1][0]

    yield open_on
    for window, context in made:
        discard(window)
        context.tasks.close()
        context.speech.hush()
    qapp.setStyleSheet("")


def test_a_fresh_home_welcomes(begin: Begin, tmp_path: Path) -> None:
    window = begin(tmp_path / "new")
    window.start()
    assert window.developers.stack.currentWidget() is window.developers.welcome
    assert not window.developers.error.isVisible()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_settings_language_is_spoken(begin: Begin, tmp_path: Path, language: str) -> None:
    (tmp_path / "settings.toml").write_text(f'language = "{language}"\n', encoding="utf-8")
    wanted = {"fr": "Développeurs", "en": "Developers"}
    assert begin(tmp_path).developers.title.text() == wanted[language]


def test_broken_settings_are_told_in_the_window(begin: Begin, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text("clients = [\n", encoding="utf-8")
    window = begin(tmp_path)
    window.start()
    assert window.developers.error.isVisible()
    assert "settings.toml" in window.developers.error.message.detail
    for number in range(7):
        window.go(number)


def test_settings_that_were_mended_are_read_again(
    qtbot: QtBot, begin: Begin, tmp_path: Path
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("clients = [\n", encoding="utf-8")
    window = begin(tmp_path)
    window.start()
    window.go(6)
    for combo in (window.settings.language, window.settings.theme):  # for this time only
        combo.setCurrentIndex(1)
        combo.activated.emit(1)
    assert path.read_text(encoding="utf-8") == "clients = [\n"
    window.go(0)
    qtbot.waitUntil(lambda: window.developers.title.text() == "Développeurs")
    again = find(window, "developers.error.action")
    assert again.isVisible()
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert window.developers.error.isVisible() and not window.context.open
    path.write_text('language = "en"\n', encoding="utf-8")
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert window.context.open and not window.developers.error.isVisible()
    qtbot.waitUntil(lambda: window.developers.title.text() == "Developers")


def test_the_program_ends_cleanly(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "Caravane True"
    assert "QThread" not in done.stderr and "Traceback" not in done.stderr
    assert (tmp_path / "window.ini").exists()


def test_a_second_window_on_a_home_is_told_who_has_it(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process has the home; it is told in a box, because the program has no console."""
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda parent, title, text: told.append(text))
    monkeypatch.setattr("ui.main.run_window", lambda *given: 0)
    hold = (
        "import sys; from pathlib import Path; from app.services.holding import only_window\n"
        "with only_window(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()"
    )
    home = tmp_path / "home"
    other = subprocess.Popen(
        [sys.executable, "-c", hold, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    assert main(["--home", str(home)]) == 2
    assert str(other.pid) in told[0] and str(home) in told[0]
    assert main(["--home", str(tmp_path / "another")]) == 0
    other.communicate(timeout=30)
    assert main(["--home", str(home)]) == 0
