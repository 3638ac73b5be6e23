"""Above a long table: a field that sifts its rows, ticks that do so too, and how many are left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QLineEdit, QTableView, QWidget

from ui import i18n
from ui.models.arranged import ArrangedModel
from ui.widgets.panel import Panel, row


class Sifter(Panel):
    """``<name>.words`` is the field. The chosen row stays chosen while it is in sight."""

    def __init__(
        self,
        name: str,
        model: ArrangedModel[Any],
        view: QTableView,
        hint: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.model, self._view = model, view
        self._current: object = None
        self.words = QLineEdit()
        self.words.setClearButtonEnabled(True)
        self.words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self.words.setMaximumWidth(self.fontMetrics().averageCharWidth() * 52)
        self.named(self.words, f"{name}.words", hint)
        self.say(self.words.setPlaceholderText, hint)
        self.words.textChanged.connect(model.sift)
        self.words.installEventFilter(self)
        self.count = self.label(role="muted")
        self.line = row(self, 0, 12)
        self.line.addWidget(self.words, 2)
        self.line.addWidget(self.count)
        self.line.addStretch(1)
        model.modelAboutToBeReset.connect(self._remember)
        model.modelReset.connect(self._put_back)
        model.arranged.connect(self._show_count)
        model.modelReset.connect(self._show_count)

    def add_tick(
        self, name: str, text: Callable[[], str], keep: Callable[[Any], bool]
    ) -> QCheckBox:
        """A tick that shows only the rows that ``keep`` says."""
        box = QCheckBox()
        box.setObjectName(name)
        self.say(box.setText, text)
        box.toggled.connect(lambda on: self.model.keep_only(keep if on else None))
        self.line.insertWidget(1, box)
        return box

    def take(self) -> None:
        """Ctrl+F: the keyboard goes to the field."""
        self.words.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.words.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Down and Enter lead from the field into the table; Escape shows all again."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if not self._view.currentIndex().isValid() and self.model.rows:
                    self._view.selectRow(0)
                self._view.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
            if event.key() == Qt.Key.Key_Escape and self.words.text():
                self.words.clear()
                return True
        return super().eventFilter(watched, event)

    def _remember(self) -> None:
        number = self._view.currentIndex().row()
        rows = self.model.rows
        if 0 <= number < len(rows):
            self._current = self.model.key_of(rows[number])

    def _put_back(self) -> None:
        number = self.model.row_of(self._current) if self._current is not None else -1
        if number >= 0:
            self._view.selectRow(number)
        elif self.model.rows:
            self._view.selectRow(0)

    def _show_count(self) -> None:
        shown, total = len(self.model.rows), len(self.model.every)
        text = "" if shown == total else self.tr("{shown} of {total} shown")
        self.count.setText(text.format(shown=i18n.number(shown), total=i18n.number(total)))

    def retranslate(self) -> None:
        self._show_count()
