"""The strip at the left: the program's name, where we are (demo or home), and the path."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from ui.theme import tokens
from ui.theme.icons import window_icon
from ui.widgets.nav import Line, NavState, NavStep
from ui.widgets.panel import Panel, column, row
from ui.widgets.picture import Picture

# Position on the line that joins the five steps of the path.
_LINES: tuple[tuple[str, Line], ...] = (
    ("developers", "first"),
    ("compare", "middle"),
    ("merge", "middle"),
    ("release", "middle"),
    ("rollout", "last"),
    ("history", "none"),
    ("settings", "none"),
)


class Rail(Panel):
    """``chosen(number)`` follows a click; ``steps`` are the buttons, in the screens' order."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.steps: list[NavStep] = []
        self._newer = ""
        layout = column(self, 0, 0)
        layout.addLayout(self._head())
        for number, (key, line) in enumerate(_LINES):
            if line == "none" and _LINES[number - 1][1] == "last":
                layout.addStretch(1)
            step = NavStep(key, key, line, f"Ctrl+{number + 1}", self)
            step.state_text = self._state_text
            step.clicked.connect(partial(self._clicked, number))
            layout.addWidget(step)
            self.steps.append(step)
        layout.addSpacing(12)
        self.steps[0].setChecked(True)
        self.retranslate()

    def _head(self) -> QHBoxLayout:
        head = row(margin=16, spacing=10)
        logo = Picture()
        size = round(self.fontMetrics().height() * 2.2)
        logo.show_icon(window_icon(), size)
        self.newer = QLabel()
        self.newer.setObjectName("rail.newer")
        self.newer.setProperty("role", "rail-muted")
        self.newer.hide()
        name = QLabel("Caravane")
        name.setProperty("role", "rail")
        self.where = QLabel()
        self.where.setObjectName("rail.where")
        self.where.setProperty("role", "rail-muted")
        self.where.hide()
        words = column(spacing=0)
        words.addWidget(name)
        words.addWidget(self.where)
        words.addWidget(self.newer)
        head.addWidget(logo)
        head.addLayout(words, 1)
        return head

    def _clicked(self, number: int, _checked: bool = False) -> None:
        self.chosen.emit(number)

    def show_demo(self, demo: bool) -> None:
        """Say that this is the demo: nothing here touches a real client."""
        self.where.setVisible(demo)

    def show_newer(self, version: str, where: str) -> None:
        """Say that a newer Caravane lies ``where``; nothing where ``version`` is ""."""
        self._newer = version
        self.newer.setToolTip(where)
        self.newer.setVisible(bool(version))
        self.retranslate()

    def retranslate(self) -> None:
        self.newer.setText(self.tr("{version} is available").format(version=self._newer))
        self.where.setText(self.tr("local demo"))
        titles = (
            self.tr("&Developers"),
            self.tr("&Compare"),
            self.tr("Mer&ge"),
            self.tr("Re&lease"),
            self.tr("Roll&out"),
            self.tr("&History"),
            self.tr("&Settings"),
        )
        for step, title in zip(self.steps, titles, strict=True):
            step.setText(title)
            step.describe()
            step.updateGeometry()

    def _state_text(self, state: NavState) -> str:
        match state.kind:
            case "done":
                return self.tr("done")
            case "running":
                return self.tr("running")
            case "error":
                return self.tr("needs you")
            case "attention":
                return self.tr("%n waiting", "", state.count)
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(tokens().rail))
