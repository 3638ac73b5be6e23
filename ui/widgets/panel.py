"""Base of everything composed: texts that follow the language, icons that follow the theme."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from ui.theme import bus
from ui.theme.icons import icon

L = TypeVar("L", bound=QBoxLayout)


class _Button(QPushButton):
    """Where there is only an icon, no wider than high: Qt would make room for four letters."""

    def sizeHint(self) -> QSize:
        wanted = super().sizeHint()
        if not self.text() and not self.icon().isNull():
            return QSize(wanted.height(), wanted.height())
        return wanted


class Panel(QFrame):
    """``say`` sets a text now and at each change of language; ``dress`` an icon likewise."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spoken: list[tuple[Callable[[str], object], Callable[[], str]]] = []
        self._dressed: list[tuple[Callable[[QIcon], object], str, str]] = []
        bus().changed.connect(self._redress)

    def say(self, setter: Callable[[str], object], text: Callable[[], str]) -> None:
        self._spoken.append((setter, text))
        setter(text())

    def dress(self, setter: Callable[[QIcon], object], name: str, token: str = "text") -> None:
        self._dressed.append((setter, name, token))
        setter(icon(name, token))

    def retranslate(self) -> None:
        """Hook: show the data again in the language that is now spoken."""

    def recolour(self) -> None:
        """Hook: the theme changed."""

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            for setter, text in self._spoken:
                setter(text())
            self.retranslate()
        super().changeEvent(event)

    def _redress(self) -> None:
        for setter, name, token in self._dressed:
            setter(icon(name, token))
        self.recolour()

    # -- small builders ----------------------------------------------------------------------

    def button(
        self,
        name: str,
        text: Callable[[], str],
        clicked: Callable[[], object],
        icon_name: str = "",
        kind: str = "",
        keys: str = "",
    ) -> QPushButton:
        """A push button. ``kind`` is "", "primary", "danger" or "quiet"; ``keys`` the shortcut that
        does the same, which it tells."""
        button = _Button(self)
        button.setObjectName(name)
        button.setAutoDefault(True)  # outside of dialogs too, Enter presses what has the focus
        self.say(button.setText, text)
        if kind:
            button.setProperty(kind, True)
        if icon_name:
            tone = {"primary": "on_accent", "danger": "danger"}.get(kind, "text")
            self.dress(button.setIcon, icon_name, tone)
        if keys:
            button.setToolTip(native(keys))
        button.clicked.connect(lambda: clicked())
        return button

    def label(
        self, text: Callable[[], str] | None = None, role: str = "", wrap: bool = False
    ) -> QLabel:
        """A label. ``role`` is "", "title", "heading", "muted", "danger" or "success"."""
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        if role:
            label.setProperty("role", role)
        label.setWordWrap(wrap)
        if text is not None:
            self.say(label.setText, text)
        return label

    def named(self, widget: QWidget, name: str, accessible: Callable[[], str]) -> None:
        """Give a widget its object name and the name that a screen reader says."""
        widget.setObjectName(name)
        self.say(widget.setAccessibleName, accessible)


def native(keys: str) -> str:
    """A shortcut as this system writes it."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def column(parent: QWidget | None = None, margin: int = 0, spacing: int = 8) -> QVBoxLayout:
    layout = QVBoxLayout(parent) if parent is not None else QVBoxLayout()
    return _spaced(layout, margin, spacing)


def row(parent: QWidget | None = None, margin: int = 0, spacing: int = 8) -> QHBoxLayout:
    layout = QHBoxLayout(parent) if parent is not None else QHBoxLayout()
    return _spaced(layout, margin, spacing)


def _spaced(layout: L, margin: int, spacing: int) -> L:
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(spacing)
    return layout


def card(parent: QWidget | None = None) -> QFrame:
    """A quiet frame on the surface colour."""
    frame = QFrame(parent)
    frame.setProperty("card", True)
    return frame


def spin_box(least: int, most: int) -> QSpinBox:
    """A field for a whole number; its text begins where that of a line does, which a style sheet
    cannot say of a spin box."""
    box = QSpinBox()
    box.setRange(least, most)
    box.lineEdit().setTextMargins(box.fontMetrics().height() // 2, 0, 0, 0)
    return box


def decimal_box(least: float, most: float) -> QDoubleSpinBox:
    """The same for a number with one decimal."""
    box = QDoubleSpinBox()
    box.setDecimals(1)
    box.setRange(least, most)
    box.lineEdit().setTextMargins(box.fontMetrics().height() // 2, 0, 0, 0)
    return box


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property that the style sheet looks at, and have it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def set_button(button: QAbstractButton, text: str, enabled: bool = True) -> None:
    button.setText(text)
    button.setEnabled(enabled)
