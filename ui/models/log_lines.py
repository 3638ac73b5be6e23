"""The live log as a list: lines are read from the kept file when they are looked at."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from textwrap import wrap
from time import perf_counter
from typing import Any, Final, Protocol

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt, QTimer
from PySide6.QtGui import QColor

from app.services.rollout.reading import Level, level_of
from ui.models.rows import Index
from ui.theme import tokens

# Longer lines are cut for painting; the file has them whole.
WIDEST = 4096
KEPT = 2000
# Lines that a view is likely to cut are shown whole under the mouse, folded.
LONG = 90
FOLDED = 110
# Lines are looked for so many seconds at a time, with a pause of so many milliseconds for others.
SLICE = 0.006
PAUSE_MS = 8
_TONES: Final = {Level.NOTICE: "warning", Level.FAILURE: "danger"}
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

    ``say`` makes the sentence of a kept line, in the language of the moment; ``whose`` the name
    that stands before it. ``sift`` shows only the lines of some weight, or with some words: they
    are looked for in slices, so that a long log holds nobody up.
    """

    def __init__(
        self,
        say: Callable[[str], str],
        parent: QObject | None = None,
        whose: Callable[[int], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self._say, self._whose = say, whose
        self._log: Log | None = None
        self._seen = 0
        self._shown: array[int] | None = None
        self._least, self._words = Level.DETAIL, ""
        self._lines: OrderedDict[int, str] = OrderedDict()
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(PAUSE_MS)
        self._again.timeout.connect(self.sync)

    @property
    def log(self) -> Log | None:
        return self._log

    @property
    def _count(self) -> int:
        return self._seen if self._shown is None else len(self._shown)

    def set_log(self, log: Log | None) -> None:
        self._log = log
        self._begin()

    def sift(self, least: Level, words: str) -> None:
        """Only lines that weigh so much and have these words in a row; "" are all."""
        if (least, words.casefold()) != (self._least, self._words):
            self._least, self._words = least, words.casefold()
            self._begin()

    def _begin(self) -> None:
        self._again.stop()
        self.beginResetModel()
        sifted = bool(self._least or self._words)
        self._shown = array("Q") if sifted else None
        self._seen = 0 if sifted or self._log is None else self._log.published
        self._lines.clear()
        self.endResetModel()
        self.sync()

    def speak_again(self) -> None:
        """The language changed: all lines are to be said anew."""
        if self._words:
            self._begin()
            return
        self._lines.clear()
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def sync(self) -> bool:
        """Take over new lines; true when there were some to show."""
        published = self._log.published if self._log else 0
        if published <= self._seen:
            return False
        if self._shown is None:
            self.beginInsertRows(QModelIndex(), self._seen, published - 1)
            self._seen = published
            self.endInsertRows()
            return True
        return self._look_on(published, self._shown)

    def _look_on(self, published: int, shown: array[int]) -> bool:
        """One slice of looking; it goes on by itself while there is more."""
        end = perf_counter() + SLICE
        found = array("Q")
        while self._seen < published and perf_counter() < end:
            if self._fits(self._seen):
                found.append(self._seen)
            self._seen += 1
        if found:
            self.beginInsertRows(QModelIndex(), len(shown), len(shown) + len(found) - 1)
            shown.extend(found)
            self.endInsertRows()
        if self._seen < published:
            self._again.start()
        return bool(found)

    def _fits(self, number: int) -> bool:
        assert self._log is not None
        line = self._log.line(number)
        if self._least and level_of(line) < self._least:
            return False
        return not self._words or self._words in self._text(number, line).casefold()

    def number_of(self, row: int) -> int:
        """The line that stands in a row."""
        return row if self._shown is None else self._shown[row]

    def row_of(self, number: int) -> int:
        """The row of a line, or of the first one behind it that is shown."""
        return number if self._shown is None else bisect_left(self._shown, number)

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
        if role == Qt.ItemDataRole.ForegroundRole:
            tone = _TONES.get(level_of(self._log.line(self.number_of(index.row()))))
            return QColor(tokens().color(tone)) if tone else None
        return None

    def _line(self, row: int) -> str:
        number = self.number_of(row)
        known = self._lines.get(number)
        if known is not None:
            self._lines.move_to_end(number)
            return known
        assert self._log is not None
        text = self._text(number, self._log.line(number))
        self._lines[number] = text
        if len(self._lines) > KEPT:
            self._lines.popitem(last=False)
        return text

    def _text(self, number: int, line: str) -> str:
        name = f"{self._whose(number)} · " if self._whose else ""
        return (local_time(line) + name + self._say(line)[:WIDEST]).translate(_CONTROL)
