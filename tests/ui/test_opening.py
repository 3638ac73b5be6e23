"""The window stands on the screen before what is in it is loaded, and can be closed meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.services.homes import first_look
from tests.ui.helpers import discard
from ui.context import Context
from ui.window import MainWindow

HEAVY = ("oracledb", "git", "cryptography", "keyring", "pygments", "app.apex", "app.rollout")

WATCH = f"""
import sys
from app.cli import main
from PySide6.QtCore import QTimer
from ui.window import MainWindow
def said(what):
    loaded = [name for name in {HEAVY!r} if name in sys.modules]
    print(what, len(loaded), flush=True)
def seen(window):
    said("painted")
    if "close" in sys.argv:
        window.close()
init, start = MainWindow.__init__, MainWindow.start
def made(window, *given, **named):
    init(window, *given, **named)
    window.painted.connect(lambda: seen(window))
def whole(window):
    start(window)
    said("whole")
    print(window.windowTitle(), window.current.name, flush=True)
    QTimer.singleShot(0, window.close)
MainWindow.__init__, MainWindow.start = made, whole
sys.exit(main(["--home", sys.argv[1]]))
"""


def run(home: Path, *more: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(home), *more],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "LANG": "en_GB.UTF-8", "LC_ALL": "en_GB.UTF-8"},
    )
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr and "QThread" not in done.stderr
    return done.stdout.splitlines()


def test_it_is_seen_before_the_drivers_are_loaded(tmp_path: Path) -> None:
    painted, whole, title = run(tmp_path)
    assert painted == "painted 0"
    assert whole.startswith("whole ") and int(whole.split()[1]) >= 3  # the keyring is one
    assert title == "Caravane developers"


def test_it_can_be_closed_while_it_is_being_filled(tmp_path: Path) -> None:
    assert run(tmp_path, "close") == ["painted 0"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('language = "fr"\ntheme = "dark"\n', ("fr", "dark")),
        ('language = "xx"\n', ("en", "system")),
        ("clients = [\n", ("en", "system")),
        (None, ("en", "system")),
    ],
)
def test_the_first_pixel_has_the_language_and_the_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, expected: tuple[str, str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    if text is not None:
        (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    assert first_look(tmp_path) == expected


def test_no_turn_of_the_event_loop_makes_a_whole_screen(
    qtbot: QtBot, context: Context, tmp_path: Path
) -> None:
    """What is made in one turn halts the window: the settings are five hundred widgets."""
    window = MainWindow(home=tmp_path)
    counted = [0]
    for _ in window.furnish(context, None):
        counted.append(len(window.findChildren(QWidget)))
    counted.append(len(window.findChildren(QWidget)))
    most = max(after - before for before, after in pairwise(counted))
    assert counted[-1] > 1500 and most < 200
    discard(window)
