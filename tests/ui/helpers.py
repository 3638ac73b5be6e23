"""Finding widgets, answering questions, and leaving nothing behind."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QWidget
from shiboken6 import isValid

from ui.window import MainWindow

W = TypeVar("W", bound=QWidget)


def discard(window: MainWindow) -> None:
    """Close and delete now: a window that lives on would hear the next test's language."""
    window._leaving = True  # nobody is there to answer
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(window)


def find(window: QWidget, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
    """The widget with that object name; there is exactly one that is in use."""
    found = window.findChildren(kind, name)
    assert found, f"no {kind.__name__} named {name}"
    return found[0]


class Answer:
    """Waits for a dialog and answers it by its button; ``text`` fills its field first,
    ``first`` does what is to be done there besides."""

    def __init__(
        self,
        name: str,
        yes: bool = True,
        text: str = "",
        first: Callable[[QDialog], None] = lambda dialog: None,
    ) -> None:
        self.name, self.yes, self.text, self.first = name, yes, text, first
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
        self.first(dialog)
        if self.text:
            find(dialog, f"{self.name}.text", QLineEdit).setText(self.text)
        find(dialog, f"{self.name}.{'yes' if self.yes else 'no'}", QPushButton).click()
