"""In the real look, nothing is cut: at 1366 × 768, in both languages, on every screen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui import fakes as made_up
from ui import theme
from ui.window import MainWindow

SHOTS = os.environ.get("CARAVANE_SHOTS")


@pytest.fixture
def dressed(qtbot: QtBot, opened: MainWindow, qapp: QApplication) -> Iterator[MainWindow]:
    theme.apply(qapp, "light")
    opened.resize(1366, 768)
    yield opened


def cut(window: MainWindow) -> list[str]:
    """Visible texts that have less room than they need."""
    found = []
    for widget in window.findChildren(QWidget):
        if not widget.isVisible() or widget.visibleRegion().isEmpty():
            continue
        wanted = widget.sizeHint().width()
        if isinstance(widget, QPushButton) and widget.width() < wanted:
            found.append(f"{widget.objectName()} {widget.text()} {widget.width()} < {wanted}")
        if isinstance(widget, QLabel) and not widget.wordWrap() and widget.width() < wanted:
            found.append(f"label {widget.text()} {widget.width()} < {wanted}")
        if isinstance(widget, QTableView) and not widget.horizontalHeader().isHidden():
            header = widget.horizontalHeader()
            for number in range(header.count()):
                if header.sectionSize(number) < header.sectionSizeHint(number):
                    found.append(f"{widget.objectName()} column {number}")
    return found


@pytest.mark.parametrize("language", ["en", "fr"])
def test_nothing_is_cut(
    qtbot: QtBot, dressed: MainWindow, fakes: made_up.Fakes, language: str
) -> None:
    fakes.conflicts = [made_up.conflict_sql(), made_up.conflict_deleted()]
    fakes.releases_answer.append(made_up.release_value("2"))
    fakes.states = [made_up.rollout_state(*map(made_up.verified, made_up.NAMES))]
    dressed.context.speech.speak(language)  # type: ignore[arg-type]
    assert dressed.devicePixelRatioF() == float(os.environ.get("QT_SCALE_FACTOR", "1"))
    found: list[str] = []

    def look(where: str) -> None:
        qtbot.waitUntil(lambda: dressed.context.tasks.running == 0)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert dressed.width() == 1366 and dressed.height() == 768, where
        found.extend(f"{where}: {text}" for text in cut(dressed))

    look("developers")
    dressed._begin_merge(("Ahmed", "Sara"))
    look("merge")
    dressed.merge.tabs.setCurrentIndex(1)
    look("merge files")
    dressed.compare.open("git:v1", "dev:Ahmed")
    dressed.go(1)
    look("compare")
    for number in (3, 4, 5):
        dressed.go(number)
        look(dressed.current.name)
    dressed.go(4)
    dressed.rollout._run(
        "…", lambda: fakes.start_rollout(None, fakes.plan(None, "2", ("france", "tunisie")))
    )
    qtbot.waitUntil(lambda: fakes.running is not None)
    assert fakes.running is not None
    fakes.running.show(made_up.verified("france"), made_up.failed("tunisie"))
    for number in range(3):
        dressed.rollout.board.detail.tabs.setCurrentIndex(number)
        look(f"board {number}")
    dressed.go(6)
    for number in range(4):
        dressed.settings.tabs.setCurrentIndex(number)
        look(f"settings {number}")
    assert found == []


@pytest.mark.skipif(sys.platform == "win32", reason="there the screens of a session have the ratio")
@pytest.mark.parametrize("scale", ["1.5", "2", "2.5"])
def test_nothing_is_cut_on_screens_of_other_ratios(scale: str) -> None:
    """In French, whose texts are the longest; Qt takes the ratio when a process starts."""
    one = f"{Path(__file__)}::test_nothing_is_cut[fr]"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist", one],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env={**os.environ, "QT_SCALE_FACTOR": scale},
    )
    assert done.returncode == 0 and "1 passed" in done.stdout, done.stdout[-3000:]


def test_a_cut_text_would_be_found(dressed: MainWindow) -> None:
    assert cut(dressed) == []
    dressed.developers.merge_button.setFixedWidth(40)
    assert [text.split()[0] for text in cut(dressed)] == ["developers.merge"]


def test_the_window_can_be_small(dressed: MainWindow) -> None:
    hint = dressed.minimumSizeHint()
    assert hint.width() <= 1366 and hint.height() <= 768


@pytest.mark.skipif(not SHOTS, reason="CARAVANE_SHOTS names no folder")
@pytest.mark.parametrize(
    ("variant", "scale"),
    [
        ("fr-light-1366", "1"),
        ("en-light-1366", "1"),
        ("en-dark-1366", "1"),
        ("fr-dark-1707", "1.5"),
        ("en-light-1707", "1.5"),
    ],
)
def test_shots(variant: str, scale: str) -> None:
    """Every screen as a picture; 1707 × 960 at scale 1.5 is a screen of 2560 × 1440."""
    assert SHOTS is not None
    script = Path(__file__).with_name("shots.py")
    subprocess.run(
        [sys.executable, str(script), SHOTS, variant],
        check=True,
        env={**os.environ, "QT_SCALE_FACTOR": scale},
    )
    assert len(list(Path(SHOTS).glob(f"{variant}-*.png"))) > 20
