"""Where the window was: its geometry, its screen, its splitters, the order of its tables, and how
texts are read."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QCheckBox, QSplitter, QTableView, QWidget

from app.services.homes import window_file

# Ticks that say how something is shown, and never what is done.
_WAYS = ("wrap", "fold", "blanks", "only_changes")


def settings(home: Path) -> QSettings:
    return QSettings(str(window_file(home)), QSettings.Format.IniFormat)


def keep(home: Path, body: QWidget, screen: int) -> None:
    """Note where everything is."""
    stored = settings(home)
    stored.setValue("screen", screen)
    for name, split in _splitters(body):
        if split.property("moved"):
            stored.setValue(f"splitters/{name}", split.saveState())
    for box in _boxes(body):
        stored.setValue(f"ways/{box.objectName()}", int(box.isChecked()))
    for view in _sorted(body):
        header = view.horizontalHeader()
        down = int(header.sortIndicatorOrder() == Qt.SortOrder.DescendingOrder)
        stored.setValue(f"orders/{view.objectName()}", f"{header.sortIndicatorSection()} {down}")


def put_back(home: Path, body: QWidget) -> None:
    """Bring splitters and ticks to where they were; what is not noted stays."""
    stored = settings(home)
    for name, split in _splitters(body):
        state = stored.value(f"splitters/{name}")
        if isinstance(state, QByteArray):
            split.setProperty("moved", True)
            _Shown(split, state)
        split.splitterMoved.connect(partial(_moved, split))
    for box in _boxes(body):
        value = stored.value(f"ways/{box.objectName()}")
        if value is not None:
            box.setChecked(str(value) == "1")

    for view in _sorted(body):
        column, _, down = str(stored.value(f"orders/{view.objectName()}", "")).partition(" ")
        if column.isdecimal() and int(column) < view.model().columnCount():
            up = Qt.SortOrder.AscendingOrder
            view.sortByColumn(int(column), Qt.SortOrder.DescendingOrder if down == "1" else up)


def last_screen(home: Path, count: int) -> int:
    """The screen that was shown last; the first one where nothing is noted."""
    found = str(settings(home).value("screen", "0"))
    return int(found) if found.isdecimal() and int(found) < count else 0


class _Shown(QObject):
    """Restores a splitter when it is first seen: before, it has no size to be divided."""

    def __init__(self, split: QSplitter, state: QByteArray) -> None:
        super().__init__(split)
        self._split, self._state = split, state
        split.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show:
            self._split.removeEventFilter(self)
            QTimer.singleShot(0, self, lambda: self._split.restoreState(self._state))
        return False


def _moved(split: QSplitter, *_: int) -> None:
    """By hand: from now on its place is the user's."""
    split.setProperty("moved", True)


def _splitters(body: QWidget) -> list[tuple[str, QSplitter]]:
    """Each with the first name in its first part: the order of children changes with each visit."""
    found = []
    for split in body.findChildren(QSplitter):
        first = split.widget(0)
        if first is not None:
            inside = (first, *first.findChildren(QWidget))
            names = [w.objectName() for w in inside if "." in w.objectName()]
            way = "down" if split.orientation() == Qt.Orientation.Vertical else "across"
            found.append((f"{min(names, default='')}.{way}.{split.count()}", split))
    return found


def _sorted(body: QWidget) -> list[QTableView]:
    """The tables whose columns put them in order."""
    found = body.findChildren(QTableView)
    return [view for view in found if view.isSortingEnabled() and view.objectName()]


def _boxes(body: QWidget) -> list[QCheckBox]:
    every = body.findChildren(QCheckBox)
    return [box for box in every if box.objectName().rpartition(".")[2] in _WAYS]
