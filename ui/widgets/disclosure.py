"""A list behind a button: what a question is about, for who wants to see all of it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QWidget

from ui.widgets.panel import column


class Disclosure(QWidget):
    """``<name>.who`` shows and hides ``<name>.names``; what is around it is fitted again."""

    LINES = 9

    def __init__(self, name: str, title: str, spoken: str, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.who = QToolButton(self)
        self.who.setObjectName(f"{name}.who")
        self.who.setText(title)
        self.who.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.who.setArrowType(Qt.ArrowType.RightArrow)
        self.who.setCheckable(True)
        self.who.setAutoRaise(True)
        self.names = QPlainTextEdit(self)
        self.names.setObjectName(f"{name}.names")
        self.names.setAccessibleName(spoken)
        self.names.setReadOnly(True)
        self.names.setTabChangesFocus(True)
        self.names.setPlainText(text)
        self.names.setFixedHeight(self.fontMetrics().height() * self.LINES)
        self.names.hide()
        self.who.toggled.connect(self._disclose)
        layout = column(self)
        layout.addWidget(self.who, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.names)

    def _disclose(self, on: bool) -> None:
        self.who.setArrowType(Qt.ArrowType.DownArrow if on else Qt.ArrowType.RightArrow)
        self.names.setVisible(on)
        self.window().adjustSize()
