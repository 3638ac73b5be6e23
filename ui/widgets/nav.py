"""The guided path at the left: five steps joined by a line, then history and settings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from ui.theme import tokens
from ui.theme.icons import draw
from ui.widgets.panel import native

Line = Literal["first", "middle", "last", "none"]
Kind = Literal["none", "done", "attention", "running", "error"]
_GLYPHS = {"done": "✓", "running": "●", "error": "!", "attention": "", "none": ""}


class NavState(Struct, frozen=True):
    """What a step says about itself: nothing, done, running, wrong, or how much waits."""

    kind: Kind = "none"
    count: int = 0

    @property
    def badge(self) -> str:
        return str(self.count) if self.kind == "attention" else _GLYPHS[self.kind]


class NavStep(QAbstractButton):
    """One step. ``first`` and ``last`` say where the line begins and ends; a free step
    (history, settings) has none."""

    def __init__(
        self,
        name: str,
        icon_name: str,
        line: Line,
        keys: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = native(keys)
        self.setObjectName(f"nav.{name}")
        self._icon_name, self._line = icon_name, line
        self.state = NavState()
        self.state_text: Callable[[NavState], str] = lambda state: state.badge
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.toggled.connect(self._take_part_in_tabbing)
        self._take_part_in_tabbing(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def _take_part_in_tabbing(self, checked: bool) -> None:
        """Tab comes to the step that is shown, arrows lead to the others."""
        policy = Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus
        self.setFocusPolicy(policy)

    def set_state(self, state: NavState) -> None:
        self.state = state
        self.describe()
        self.update()

    def describe(self) -> None:
        """Say in words what the badge shows."""
        plain = self.text().replace("&", "")
        self.setAccessibleName(plain)
        words = self.state_text(self.state)
        self.setAccessibleDescription(words)
        told = f"{plain} – {words}" if words else plain
        self.setToolTip(f"{told} ({self._keys})" if self._keys else told)

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        height = round(metrics.height() * 3.0)
        plain = self.text().replace("&", "")
        return QSize(metrics.horizontalAdvance(plain) + height * 2 + 24, height)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        t, metrics = tokens(), self.fontMetrics()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(8, 2, -8, -2)
        if self.isChecked() or self.underMouse():
            ground = QColor(t.rail_active)
            if not self.isChecked():
                ground.setAlpha(120)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(area, 8, 8)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(t.rail_text), 1.5))
            painter.drawRoundedRect(area, 8, 8)
        size = round(metrics.height() * 1.9)
        circle = QRect(area.left() + 10, area.center().y() - size // 2 + 1, size, size)
        self._paint_line(painter, circle)
        painter.setPen(QPen(QColor(t.rail_text if self.isChecked() else t.rail_muted), 1.5))
        painter.setBrush(QColor(t.rail_active if self.isChecked() else t.rail))
        painter.drawEllipse(circle)
        inset = round(size * 0.24)
        ink = t.rail_text if self.isChecked() else t.rail_muted
        draw(painter, circle.adjusted(inset, inset, -inset, -inset), self._icon_name, ink)
        self._paint_text(painter, area, circle)
        self._paint_badge(painter, area)

    def _paint_line(self, painter: QPainter, circle: QRect) -> None:
        line = QColor(tokens().rail_muted)
        line.setAlpha(110)
        painter.setPen(QPen(line, 1.5))
        x = circle.center().x()
        if self._line in ("middle", "last"):
            painter.drawLine(x, 0, x, circle.top())
        if self._line in ("first", "middle"):
            painter.drawLine(x, circle.bottom(), x, self.height())

    def _paint_text(self, painter: QPainter, area: QRect, circle: QRect) -> None:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal)
        painter.setFont(font)
        painter.setPen(QColor(tokens().rail_text))
        room = QRect(area)
        room.setLeft(circle.right() + 12)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(flags) | int(Qt.TextFlag.TextShowMnemonic), self.text())

    def _paint_badge(self, painter: QPainter, area: QRect) -> None:
        badge = self.state.badge
        if not badge:
            return
        tone = {"done": "success", "error": "danger", "running": "info"}.get(
            self.state.kind, "warning"
        )
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        height = round(self.fontMetrics().height() * 1.25)
        width = max(height, self.fontMetrics().horizontalAdvance(badge) + 12)
        box = QRect(area.right() - width - 8, area.center().y() - height // 2 + 1, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens().soft(tone)))
        painter.drawRoundedRect(box, height / 2, height / 2)
        painter.setPen(QColor(tokens().color(tone)))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), badge)
