"""How rollouts run, as far as the settings say it for all of them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QGridLayout, QSpinBox, QWidget

from ui.screens.settings.forms import LABEL
from ui.widgets.panel import Panel, card, column, decimal_box, spin_box
from ui.widgets.policy import PolicyChoice


class RolloutCard(Panel):
    """``settings.workers``, ``settings.ticked_at_most``, ``settings.lobs`` and
    ``settings.proof_seconds``; ``edited`` follows each change."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workers = spin_box(1, 256)
        self.ticked = spin_box(0, 100_000)
        self.lobs = QComboBox()
        self.seconds = decimal_box(0.1, 86_400)
        box = card()
        inner = column(box, 16, 8)
        inner.addWidget(self.label(lambda: self.tr("Rollouts"), "heading"))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._grid.setColumnStretch(2, 1)
        inner.addLayout(self._grid)
        self.policy = PolicyChoice("settings.policy")
        self.policy.edited.connect(self.edited)
        inner.addWidget(self.policy)
        column(self).addWidget(box)
        self._fill()
        for number, (field, name, text, hint) in enumerate(
            (
                (
                    self.workers,
                    "settings.workers",
                    lambda: self.tr("Clients side by s&ide"),
                    lambda: "",
                ),
                (
                    self.ticked,
                    "settings.ticked_at_most",
                    lambda: self.tr("Ticked by themselves up to"),
                    lambda: self.tr("clients; where there are more, nobody is"),
                ),
                (
                    self.lobs,
                    "settings.lobs",
                    lambda: self.tr("Large objects are compared"),
                    lambda: self.tr("in the proof that the data is intact"),
                ),
                (
                    self.seconds,
                    "settings.proof_seconds",
                    lambda: self.tr("A look at the data takes at most"),
                    lambda: self.tr("seconds; then rows are counted only, and that is said"),
                ),
            )
        ):
            label = self.label(text, "muted")
            label.setMinimumWidth(self.fontMetrics().averageCharWidth() * LABEL)
            label.setBuddy(field)
            self.named(field, name, lambda text=text: text().replace("&", ""))  # type: ignore[misc]
            field.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
            self._grid.addWidget(label, number, 0)
            self._grid.addWidget(field, number, 1, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(self.label(hint, "muted"), number, 2)
            if isinstance(field, QSpinBox | QDoubleSpinBox):
                field.valueChanged.connect(lambda _: self.edited.emit())
        self.lobs.activated.connect(lambda _: self.edited.emit())

    def _fill(self) -> None:
        keep = self.lobs.currentData()
        self.lobs.clear()
        for key, text in (
            ("full", self.tr("as a whole")),
            ("ends", self.tr("at both ends")),
            ("length", self.tr("by their length")),
        ):
            self.lobs.addItem(text, key)
        self.lobs.setCurrentIndex(max(self.lobs.findData(keep), 0))

    def set_values(self, values: dict[str, Any]) -> None:
        self.workers.setValue(values.get("workers", 8))
        self.ticked.setValue(values.get("ticked_at_most", 25))
        self.lobs.setCurrentIndex(max(self.lobs.findData(values.get("lobs", "full")), 0))
        self.seconds.setValue(values.get("proof_seconds", 120.0))
        self.policy.set_values(values)

    def values(self) -> dict[str, Any]:
        return {
            "workers": self.workers.value(),
            "ticked_at_most": self.ticked.value(),
            "lobs": self.lobs.currentData(),
            "proof_seconds": self.seconds.value(),
            **self.policy.values(),
        }

    def retranslate(self) -> None:
        self._fill()
