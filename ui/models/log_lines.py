"""The live log as a list: lines are read from the kept file when they are looked at."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from textwrap import wrap
from typing import Any, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from ui.models.rows import Index

# Longer lines are cut for painting; the file has them whole.
WIDEST = 4096
KEPT = 2000
# Lines that a view is likely to cut are shown whole under the mouse, folded.
LONG = 90
FOLDED = 110
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_CONTROL = {c: None for c in range(32) if c != 9}


def local_time(line: str) -> str:
    """The kept log has UTC at the beginning of each line; people read their own clock. "" where
    the line has none."""
    stamp = line.partition(" ")[0]
    if not _STAMP.fullmatch(stamp):
        return ""
    moment = datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone()
    return f"{moment:%H:%M:%S}  "


class Log(Protocol):
    """What the list needs of a client's log."""

    @property
    def published(self) -> int: ...
    def line(self, i: int, /) -> str: ...


class LogModel(QAbstractListModel):
    """``sync`` takes over what was published since; nothing happens line by line.

    ``say`` makes the sentence of a kept line, in the language of the moment.
    """

    def __init__(self, say: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._log: Log | None = None
        self._count = 0
        self._lines: OrderedDict[int, str] = OrderedDict()

    def set_log(self, log: Log | None) -> None:
        self.beginResetModel()
        self._log, self._count = log, log.published if log else 0
        self._lines.clear()
        self.endResetModel()

    def speak_again(self) -> None:
        """The language changed: all lines are to be said anew."""
        self._lines.clear()
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def sync(self) -> bool:
        """Take over new lines; true when there were some."""
        published = self._log.published if self._log else 0
        if published <= self._count:
            return False
        self.beginInsertRows(QModelIndex(), self._count, published - 1)
        self._count = published
        self.endInsertRows()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or self._log is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._line(index.row())
        if role == Qt.ItemDataRole.ToolTipRole:
            line = self._line(index.row())
            return "\n".join(wrap(line, FOLDED)) if len(line) > LONG else None
        return None

    def _line(self, number: int) -> str:
        known = self._lines.get(number)
        if known is not None:
            self._lines.move_to_end(number)
            return known
        assert self._log is not None
        line = self._log.line(number)
        text = (local_time(line) + self._say(line)[:WIDEST]).translate(_CONTROL)
        self._lines[number] = text
        if len(self._lines) > KEPT:
            self._lines.popitem(last=False)
        return text
