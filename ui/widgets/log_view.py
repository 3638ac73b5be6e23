"""A log to read and to hand on: whole lines, in the font of code."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from ui.widgets.code import mono


class LogView(QListView):
    """Copying takes all chosen lines in their order; Qt's own list takes the last one only."""

    def __init__(self, model: QAbstractItemModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setUniformItemSizes(True)
        self.setFont(mono())
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)

    def chosen_text(self) -> str:
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        model = self.model()
        role = Qt.ItemDataRole.DisplayRole
        return "\n".join(str(model.index(row, 0).data(role)) for row in rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.chosen_text())
            event.accept()
            return
        super().keyPressEvent(event)
