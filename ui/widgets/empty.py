"""What a screen shows while it has nothing: why, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme.icons import icon
from ui.widgets.panel import Panel, column, row
from ui.widgets.picture import Picture


class Empty(Panel):
    """A picture, a heading, a sentence and up to a few buttons, in the middle."""

    def __init__(
        self,
        icon_name: str,
        title: Callable[[], str],
        text: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._picture = Picture(self)
        self.title = self.label(title, "title")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text = self.label(text, "muted", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.text.setMaximumWidth(self.fontMetrics().averageCharWidth() * 72)
        self._buttons = row(spacing=12)
        layout = column(self, 16, 12)
        layout.addStretch(2)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.title)
        sentence = row()
        sentence.addStretch(1)
        sentence.addWidget(self.text, 8)
        sentence.addStretch(1)
        layout.addLayout(sentence)
        layout.addSpacing(4)
        centred = row()
        centred.addStretch(1)
        centred.addLayout(self._buttons)
        centred.addStretch(1)
        layout.addLayout(centred)
        layout.addStretch(3)
        self.recolour()

    def add(self, button: QPushButton) -> QPushButton:
        self._buttons.addWidget(button)
        return button

    def recolour(self) -> None:
        size = round(self.fontMetrics().height() * 3)
        self._picture.show_icon(icon(self._icon_name, "accent"), size)
