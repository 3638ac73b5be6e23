"""The pictures of the guide, taken from the running program: ``python3 dev.py pictures [fr|en]``.

The window makes the demo's journey, once in each language, on the demo's own Oracle stand-in; what
is on the screen at each step becomes ``docs/images/guide/LANGUAGE-NAME.png``. Nothing is made up.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from msgspec.structs import replace  # noqa: E402
from PySide6.QtCore import QDeadlineTimer, QEventLoop, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QImage  # noqa: E402
from PySide6.QtWidgets import QApplication, QDialog, QPushButton, QWidget  # noqa: E402

from app.services.demo import home as demo_home  # noqa: E402
from ui import theme  # noqa: E402
from ui.context import Context  # noqa: E402
from ui.i18n import Speech  # noqa: E402
from ui.main import build_application  # noqa: E402
from ui.window import MainWindow  # noqa: E402

FOLDER = ROOT / "docs" / "images" / "guide"
SIZE = (1366, 768)
PATIENCE = 180  # seconds, for the slowest step on a slow machine


class Walk:
    """One journey in one language; ``shot`` takes what is on the screen."""

    def __init__(self, application: QApplication, speech: Speech, language: str) -> None:
        self.application, self.language = application, language
        # The same place each time: the pictures name it.
        self._folder = Path(tempfile.gettempdir()) / "caravane-guide"
        shutil.rmtree(self._folder, ignore_errors=True)
        home = self._folder / "demo"
        self.handle = demo_home.prepare(home, False, lambda _: None)
        settings = replace(self.handle.place.settings, language=language, theme="light")
        speech.speak(language)  # type: ignore[arg-type]
        self.context = Context(home, speech)
        self.window = MainWindow(self.context)
        self.window.resize(*SIZE)
        self.window.show()
        self.context.set_place(self.handle.place.with_settings(settings))

    def until(self, ready: Callable[[], object]) -> None:
        """Let the window work until something is so; an error where it never is."""
        deadline = QDeadlineTimer(PATIENCE * 1000)
        while not ready() or (self.context.tasks.running and self.window.rollout.running is None):
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            if deadline.hasExpired():
                raise SystemExit(f"{self.language}: a step of the journey did not end")
        for _ in range(5):
            self.application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)

    def shot(self, name: str, widget: QWidget | None = None) -> None:
        """256 colours are enough for a window, and a fraction of the size."""
        image = (widget or self.window).grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        used = Counter(memoryview(image.constBits()).cast("I"))
        colours = [colour | 0xFF000000 for colour, _ in used.most_common(256)]
        few = image.convertToFormat(
            QImage.Format.Format_Indexed8, colours, Qt.ImageConversionFlag.ThresholdDither
        )
        few.save(str(FOLDER / f"{self.language}-{name}.png"))

    def answer(self, name: str) -> None:
        """Press ``<name>.yes`` of the question that comes next."""
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog) and dialog.objectName() == name:
            found = dialog.findChild(QPushButton, f"{name}.yes")
            assert isinstance(found, QPushButton)
            found.click()
        else:
            QTimer.singleShot(20, lambda: self.answer(name))

    def press(self, name: str, question: str = "") -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton), name
        if question:
            QTimer.singleShot(0, lambda: self.answer(question))
        button.click()

    # -- the journey -------------------------------------------------------------------------

    def go(self) -> None:
        window = self.window
        window.go(0)
        self.until(lambda: window.developers.overview is not None)
        self.shot("developers")
        window.compare.open("git:v1", "dev:Ahmed")
        window.go(1)
        self.until(lambda: not window.compare.working)
        self.shot("compare")
        self._merge()
        self._release()
        self._rollout()
        window.go(5)
        self.until(lambda: window.history.rollouts.rowCount())
        self.shot("history")
        window.go(6)
        window.settings.show_part(2)
        self.until(lambda: True)
        self.shot("settings")

    def _merge(self) -> None:
        window = self.window
        window._begin_merge(("Ahmed", "Sara"))
        self.until(lambda: window.merge.session is not None)
        self.shot("merge")
        self.press("merge.take_ours")
        self.until(lambda: window.merge.decisions.settled)
        self.press("merge.write", "merge.confirm")
        self.until(lambda: window.merge.done.isVisible())
        self.shot("written")

    def _release(self) -> None:
        window = self.window
        window.go(3)
        self.until(lambda: window.release.draft is not None)
        window.release.lists.tabs.setCurrentIndex(1)
        self.until(lambda: True)
        self.shot("release")
        self.press("release.publish", "release.confirm")
        self.until(lambda: window.release.done.isVisible())

    def _rollout(self) -> None:
        window = self.window
        window.go(4)
        self.until(lambda: window.rollout.plan.version == "2")
        self.shot("plan")
        self.press("rollout.check")
        self.until(lambda: window.rollout.stack.currentWidget() is window.rollout.findings)
        self.shot("check")
        self.press("rollout.findings.back")
        self.press("rollout.start", "rollout.confirm")
        self.until(lambda: window.rollout.running is not None)
        board = window.rollout.board
        self.until(lambda: board.state is not None and any(c.good for c in board.state.clients))
        self.shot("live")
        self.until(lambda: window.rollout.running is None)
        board.detail.tabs.setCurrentIndex(1)
        self.until(lambda: True)
        self.shot("proof")

    def close(self) -> None:
        self.window._leaving = True
        self.window.close()
        self.context.tasks.close()
        self.window.deleteLater()
        self.application.processEvents()
        self.handle.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    application = build_application()
    theme.apply(application, "light")
    speech = Speech(application)
    for language in sys.argv[1:] or ("en", "fr"):
        walk = Walk(application, speech, language)
        try:
            walk.go()
        finally:
            walk.close()
        print(language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
