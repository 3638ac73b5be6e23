"""A failure (or good news) told in full: what happened, what was not done, what to do next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.services.model import Message
from ui.theme.icons import icon
from ui.widgets.panel import Panel, column, row, set_property
from ui.widgets.picture import Picture

_ICONS = {"danger": "alert", "warning": "alert", "success": "check", "info": "info"}


class Notice(Panel):
    """A coloured panel with a glyph, three texts, and buttons (copy, close, and others)."""

    closed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._tone = "danger"
        self._copied = ""
        self._message = Message("", "", "")
        self._picture = Picture(self)
        self.title = self.label(role="heading", wrap=True)
        self.detail = self.label(wrap=True)
        self.next_step = self.label(wrap=True)
        for label in (self.title, self.detail, self.next_step):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        texts = column(spacing=4)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        texts.addWidget(self.next_step)
        self.copy = self.button(
            f"{name}.copy", lambda: self.tr("Copy"), self._copy, "copy", "quiet"
        )
        self._offered: Callable[[], str] = lambda: self.tr("Go on")
        self._do: Callable[[], object] = self._close
        self.action = self.button(
            f"{name}.action", lambda: self._offered(), lambda: self._do(), "next-step"
        )
        self.close_button = self.button(
            f"{name}.close", lambda: self.tr("Close"), self._close, "cross", "quiet"
        )
        self.buttons = row(spacing=8)
        self.buttons.addWidget(self.action)
        self.buttons.addWidget(self.copy)
        self.buttons.addWidget(self.close_button)
        layout = row(self, 12, 12)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        layout.addLayout(self.buttons)
        layout.setAlignment(self.buttons, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_message(self, message: Message, tone: str = "danger", closable: bool = True) -> None:
        self._message, self._tone, self._copied = message, tone, ""
        self.title.setText(message.title)
        self.detail.setText(message.detail)
        self.detail.setVisible(bool(message.detail))
        self.next_step.setText(message.next_step)
        self.next_step.setVisible(bool(message.next_step))
        self.copy.setVisible(tone in ("danger", "warning"))
        self.close_button.setVisible(closable)
        self.action.hide()
        self.setAccessibleName(message.title)
        self.setAccessibleDescription(f"{message.detail} {message.next_step}".strip())
        self.recolour()
        self.show()

    @property
    def message(self) -> Message:
        return self._message

    def offer(self, text: Callable[[], str], do: Callable[[], object]) -> None:
        """A button that leads on, for the message that is shown now."""
        self._offered, self._do = text, do
        self.action.setText(text())
        self.action.show()

    def add_line(self, text: str) -> None:
        """Something more about the message that is shown."""
        self.next_step.setText(text)
        self.next_step.show()

    def offer_copy(self, text: str) -> None:
        """The button copies this, and not what is read."""
        self._copied = text
        self.copy.show()

    def add_action(self, button: QWidget) -> None:
        self.buttons.insertWidget(0, button)

    def recolour(self) -> None:
        set_property(self, "tone", self._tone)
        size = round(self.fontMetrics().height() * 1.3)
        self._picture.show_icon(icon(_ICONS[self._tone], self._tone), size)

    def _copy(self) -> None:
        m = self._message
        QGuiApplication.clipboard().setText(
            self._copied or "\n".join(t for t in (m.title, m.detail, m.next_step) if t)
        )

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
