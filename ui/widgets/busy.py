"""A veil over a screen that works: what is being done, how far, and a way out if there is one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from app.services.model import Progress
from ui.theme import tokens
from ui.widgets.panel import Panel, card, column, row

# A call that is quicker than this does not flash a veil.
DELAY_MS = 150


class Busy(Panel):
    """Covers its parent. ``begin`` shows it after a moment, ``end`` hides it."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._before: QWidget | None = None
        self.setObjectName(name)
        self._cancel: Callable[[], None] | None = None
        box = card(self)
        inner = column(box, 20, 12)
        self.text = self.label(role="heading", wrap=True)
        self.text.setMinimumWidth(self.fontMetrics().averageCharWidth() * 44)
        self.bar = QProgressBar(box)
        self.bar.setTextVisible(False)
        self.named(self.bar, f"{name}.bar", lambda: self.tr("Progress"))
        self.stop = self.button(f"{name}.cancel", lambda: self.tr("C&ancel"), self._stop, "cross")
        buttons = row()
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        inner.addWidget(self.text)
        inner.addWidget(self.bar)
        inner.addLayout(buttons)
        outer = column(self)
        outer.addWidget(box, 0, Qt.AlignmentFlag.AlignCenter)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)
        parent.installEventFilter(self)
        self.hide()

    @property
    def working(self) -> bool:
        return self.isVisible() or self._timer.isActive()

    def begin(self, text: str, cancel: Callable[[], None] | None = None) -> None:
        self._cancel = cancel
        self.stop.setVisible(cancel is not None)
        self.text.setText(text)
        self.bar.setRange(0, 0)
        if not self.isVisible():
            self._timer.start(DELAY_MS)

    def advance(self, text: str, progress: Progress) -> None:
        self.text.setText(text)
        self.bar.setRange(0, progress.total)
        self.bar.setValue(progress.done)

    def end(self) -> None:
        """Hide, and give the keyboard back to where it was taken from."""
        self._timer.stop()
        before, self._before = self._before, None
        mine = self.isAncestorOf(self.window().focusWidget() or self._over)
        if before is not None and mine and isValid(before) and before.isVisible():
            before.setFocus()
        self.hide()

    def _appear(self) -> None:
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self.setGeometry(self._over.rect())
        self.raise_()
        self.show()
        if self._cancel is not None:
            self.stop.setFocus()

    def _stop(self) -> None:
        if self._cancel is not None:
            self._cancel()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._over:
            self.setGeometry(self._over.rect())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        veil = QColor(tokens().window)
        veil.setAlpha(215)
        painter.fillRect(self.rect(), veil)
