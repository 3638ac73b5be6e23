"""The command palette: every action that is possible now, found by typing, with its shortcut."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ui.widgets.panel import column, native


class Command(Struct, frozen=True):
    """``text`` is what it is called, ``keys`` its shortcut ("" for none)."""

    text: str
    keys: str
    run: Callable[[], object]


class Palette(QDialog):
    """Opens over the window; Enter does what is chosen, Escape nothing. Words may be typed in any
    order."""

    def __init__(self, parent: QWidget, commands: Sequence[Command]) -> None:
        super().__init__(parent)
        self._parent, self._commands = parent, tuple(commands)
        self.setObjectName("palette")
        self.setWindowTitle(self.tr("Commands"))
        self.field = QLineEdit(self)
        self.field.setObjectName("palette.text")
        self.field.setPlaceholderText(self.tr("What do you want to do?"))
        self.field.setAccessibleName(self.field.placeholderText())
        self.list = QListWidget(self)
        self.list.setObjectName("palette.list")
        self.list.setAccessibleName(self.tr("Commands"))
        self.list.setUniformItemSizes(True)
        layout = column(self, 12, 8)
        layout.addWidget(self.field)
        layout.addWidget(self.list, 1)
        unit = self.fontMetrics().height()
        self.resize(unit * 40, unit * 26)
        self.field.textChanged.connect(self._show)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _: self._do())
        self._show("")

    def _show(self, text: str) -> None:
        wanted = text.casefold().split()
        self.list.clear()
        for number, command in enumerate(self._commands):
            told = command.text.casefold()
            if all(word in told for word in wanted):
                shown = f"{command.text}\t{native(command.keys)}" if command.keys else command.text
                item = QListWidgetItem(shown.replace("\t", "    "), self.list)
                item.setData(Qt.ItemDataRole.UserRole, number)
        self.list.setCurrentRow(0)

    def _do(self) -> None:
        item = self.list.currentItem()
        if item is None:
            return
        command = self._commands[item.data(Qt.ItemDataRole.UserRole)]
        self.accept()
        QTimer.singleShot(0, self._parent, command.run)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The arrows walk the list while the keyboard stays in the field; Enter does it."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
            if step and self.list.count():
                self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do()
                return True
        return super().eventFilter(watched, event)
