"""The same journey in a real window: mouse and keyboard, and a picture of each screen.

The pictures go to the folder that CARAVANE_SHOTS names, else to the test's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if "DISPLAY" not in os.environ and sys.platform.startswith("linux"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPlainTextEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from app.services.demo import home as demo_home
from app.services.model import Verdict
from app.services.rollout import rollouts
from ui.main import build_application
from ui.opening import open_window
from ui.window import MainWindow

pytestmark = pytest.mark.journey

LEFT = Qt.MouseButton.LeftButton
LONG = 120_000  # milliseconds


class Yes(QObject):
    """Answers the dialog of that name as a user would: by its own button, once it is there."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name, self.seen = name, False
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  (Qt)
        if (
            not self.seen
            and event.type() is QEvent.Type.Show
            and isinstance(watched, QDialog)
            and watched.objectName() == self.name
        ):
            self.seen = True
            button = watched.findChild(QPushButton, f"{self.name}.yes")
            assert button is not None
            QTimer.singleShot(0, button.click)
        return False


class Driver:
    """Finds widgets by name, clicks, types, waits, and takes pictures."""

    def __init__(self, window: MainWindow, qtbot: QtBot, shots: Path) -> None:
        self.window, self.qtbot, self.shots = window, qtbot, shots
        self._yes: list[Yes] = []

    def find(self, name: str) -> QWidget:
        """The widget of that name, as soon as it is on the screen."""

        def seen() -> list[QWidget]:
            return [w for w in self.window.findChildren(QWidget, name) if w.isVisible()]

        self.wait(lambda: bool(seen()), f"{name} is on the screen")
        return seen()[0]

    def click(self, name: str, confirm: str = "") -> None:
        widget = self.find(name)
        self.wait(widget.isEnabled, f"{name} can be clicked")
        if confirm:
            self._yes.append(Yes(confirm))
        self.qtbot.mouseClick(widget, LEFT)

    def enter(self, name: str) -> None:
        """Press Enter on the widget that has the keyboard, which is the one of that name."""
        widget = self.find(name)
        self.wait(lambda: self.window.focusWidget() is widget, f"the keyboard is at {name}")
        self.qtbot.keyClick(widget, Qt.Key.Key_Return)

    def wait(self, true: Callable[[], bool], what: str) -> None:
        def check() -> None:
            assert true(), what

        self.qtbot.waitUntil(check, timeout=LONG)

    def picture(self, name: str, live: bool = False) -> None:
        """Of a window at rest, unless it is ``live``."""
        if not live:
            self.wait(lambda: self.window.context.tasks.running == 0, "the window is at rest")
        QApplication.processEvents()
        path = self.shots / f"{name}.png"
        assert self.window.grab().save(str(path))
        assert path.stat().st_size > 10_000, "a picture with something in it"


@pytest.fixture
def driver(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Iterator[Driver]:
    home = tmp_path / "home"
    shots = Path(os.environ.get("CARAVANE_SHOTS", tmp_path / "shots")) / "journey"
    shots.mkdir(parents=True, exist_ok=True)
    with demo_home.prepare(home, reset=False, report=lambda _: None) as handle:
        application = build_application()
        window, context = open_window(application, home, handle)
        window.resize(1366, 768)
        window.show()
        window.start()
        qtbot.waitExposed(window)
        yield Driver(window, qtbot, shots)
        window.close()
        context.tasks.close()


def test_the_whole_journey_by_hand(driver: Driver, qtbot: QtBot) -> None:
    window = driver.window
    # Developers: who changed what
    driver.wait(lambda: window.developers.overview is not None, "the developers are read")
    overview = window.developers.overview
    assert overview is not None
    changed = {d.name: sorted(f.number for f in d.files if f.number) for d in overview.developers}
    assert changed == {"Ahmed": [10, 30], "Sara": [20, 30]}
    driver.picture("1-developers")

    # Compare: version 1 against Ahmed, by keyboard
    window.activateWindow()
    driver.wait(window.isActiveWindow, "the window has the keyboard")
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current is window.compare
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)

    # Merge: the one conflict, decided by a click
    driver.click("developers.merge")
    driver.wait(lambda: window.merge.session is not None, "the merge has begun")
    session = window.merge.session
    assert session is not None
    assert len(session.open_conflicts) == 1
    driver.picture("2-merge")
    driver.click("merge.take_theirs")
    driver.wait(lambda: bool(window.merge.session and window.merge.session.ready), "decided")
    driver.picture("3-merge-decided")
    driver.click("merge.write", confirm="merge.confirm")
    driver.find("merge.done")
    driver.picture("4-merge-written")

    # Release: version 2 with the changelog under guard; Enter leads on
    driver.enter("merge.next")
    assert window.current is window.release
    version = driver.find("release.version")
    assert isinstance(version, QLineEdit)
    driver.wait(lambda: version.text() == "2", "the next version is proposed")
    notes = driver.find("release.notes")
    assert isinstance(notes, QPlainTextEdit)
    qtbot.keyClicks(notes, "Canal de vente, pages 10, 20 et 30")
    driver.wait(driver.find("release.publish").isEnabled, "it can be published")
    driver.picture("5-release")
    driver.click("release.publish", confirm="release.confirm")
    driver.find("release.done")
    driver.picture("6-released")

    # Rollout: three clients, watched
    driver.enter("release.next")
    assert window.current is window.rollout
    driver.wait(driver.find("rollout.start").isEnabled, "the rollout can start")
    driver.picture("7-rollout-plan")
    driver.click("rollout.start", confirm="rollout.confirm")
    driver.wait(lambda: window.rollout.running is not None, "it runs")
    running = window.rollout.running
    assert running is not None
    driver.wait(lambda: running.snapshot().clients[0].old_version is not None, "preflight done")
    driver.picture("8-rollout-live", live=True)
    driver.wait(lambda: running.snapshot().ended, "it has ended")
    driver.find("rollout.banner")
    driver.wait(lambda: window.rollout.running is None, "nothing runs any more")
    driver.picture("9-rollout-done")

    state = running.snapshot()
    assert {c.verdict for c in state.clients} == {Verdict.VERIFIED}
    counts = {c.client: c.after.row_counts for c in state.clients if c.after}
    assert counts["maroc"]["CONTRATS"] == 450
    assert counts["france"]["POLICES"] == 12_000
    assert counts["tunisie"]["SINISTRES"] == 800
    place = window.context.place
    assert place is not None
    assert rollouts.state(place, state.rollout).good

    # History knows it
    qtbot.mouseClick(driver.find("nav.history"), LEFT)
    driver.picture("10-history")
    qtbot.mouseClick(driver.find("nav.settings"), LEFT)
    driver.picture("11-settings")
