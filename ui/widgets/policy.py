"""How a rollout goes about: canary, threshold, and what becomes of who is not there or asleep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRegularExpression, Signal
from PySide6.QtGui import QRegularExpressionValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from ui.widgets.panel import Panel, row


class PolicyChoice(Panel):
    """``<name>.canary``, ``<name>.stop_after``, ``<name>.unreachable`` and ``<name>.outside``;
    ``values`` has them as the settings file does."""

    edited = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canary = QCheckBox()
        self.canary.setObjectName(f"{name}.canary")
        self.say(self.canary.setText, lambda: self.tr("&Begin with one client, alone"))
        self.canary.toggled.connect(lambda _: self.edited.emit())
        self.stop_after = QLineEdit("1")
        self.stop_after.setValidator(
            QRegularExpressionValidator(QRegularExpression(r"\d{1,4}|\d{1,2}%|100%"), self)
        )
        self.stop_after.setFixedWidth(self.fontMetrics().averageCharWidth() * 9)
        self.stop_after.textEdited.connect(lambda _: self.edited.emit())
        self.unreachable, self.outside = QComboBox(), QComboBox()
        line = row(self, 0, 12)
        line.addWidget(self.canary)
        for key, field, text in (
            ("stop_after", self.stop_after, lambda: self.tr("Stop after bad ends (3, 5%)")),
            ("unreachable", self.unreachable, lambda: self.tr("Who does not answer")),
            ("outside", self.outside, lambda: self.tr("Outside of its hours")),
        ):
            self._add(f"{name}.{key}", field, text)
        for combo in (self.unreachable, self.outside):
            combo.activated.connect(lambda _: self.edited.emit())
        line.addStretch(1)
        self._fill()

    def _add(self, name: str, field: QWidget, text: Callable[[], str]) -> None:
        label = self.label(text, "muted")
        label.setBuddy(field)
        self.named(field, name, text)
        layout = self.layout()
        assert layout is not None
        layout.addWidget(label)
        layout.addWidget(field)

    def _fill(self) -> None:
        for combo, choices in (
            (
                self.unreachable,
                (
                    ("hold", self.tr("holds its ring up")),
                    ("skip", self.tr("is passed over")),
                    ("ask", self.tr("is asked about")),
                ),
            ),
            (
                self.outside,
                (("wait", self.tr("wait for them")), ("refuse", self.tr("pass over"))),
            ),
        ):
            keep = combo.currentData()
            combo.clear()
            for key, text in choices:
                combo.addItem(text, key)
            combo.setCurrentIndex(max(combo.findData(keep), 0))

    def set_values(self, values: dict[str, Any]) -> None:
        self.canary.setChecked(bool(values.get("canary", False)))
        self.stop_after.setText(str(values.get("stop_after", "1")))
        for combo, key in ((self.unreachable, "unreachable"), (self.outside, "outside_window")):
            combo.setCurrentIndex(max(combo.findData(values.get(key)), 0))

    def values(self) -> dict[str, Any]:
        return {
            "canary": self.canary.isChecked(),
            "stop_after": self.stop_after.text() or "1",
            "unreachable": self.unreachable.currentData(),
            "outside_window": self.outside.currentData(),
        }

    def retranslate(self) -> None:
        self._fill()
