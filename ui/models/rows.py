"""A table of immutable values: each column is a description of how to show a value.

Roles beyond Qt's own: CHIPS (a tuple of ``Chip``), SUBTEXT (a quiet second line), DOTS (tones of
step dots), TONE (a colour token for the text).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from enum import IntEnum
from typing import Any, Generic, TypeVar

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui import i18n

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    CHIPS = Qt.ItemDataRole.UserRole + 1
    SUBTEXT = Qt.ItemDataRole.UserRole + 2
    DOTS = Qt.ItemDataRole.UserRole + 3
    TONE = Qt.ItemDataRole.UserRole + 4


class Chip(Struct, frozen=True):
    """A small rounded label. The glyph says the same as the colour."""

    text: str
    tone: str = "muted"
    glyph: str = ""

    @property
    def label(self) -> str:
        return f"{self.glyph} {self.text}".strip()


class Dot(Struct, frozen=True):
    """One step: its tone and glyph, and its name for a screen reader."""

    tone: str
    glyph: str
    name: str


class Column(Generic[T]):
    """How one column shows a value; everything but title and text may be left out."""

    def __init__(
        self,
        title: Callable[[], str],
        text: Callable[[T], str],
        *,
        sub: Callable[[T], str] | None = None,
        chips: Callable[[T], tuple[Chip, ...]] | None = None,
        dots: Callable[[T], tuple[Dot, ...]] | None = None,
        tone: Callable[[T], str] | None = None,
        tip: Callable[[T], str] | None = None,
        order: Callable[[T], Any] | None = None,
        right: bool = False,
        checkable: bool = False,
    ) -> None:
        self.title, self.text, self.sub, self.chips = title, text, sub, chips
        self.order = order
        self.dots, self.tone, self.tip = dots, tone, tip
        self.right, self.checkable = right, checkable

    def spoken(self, value: T) -> str:
        """Everything in the cell as words."""
        parts = [self.text(value)]
        if self.sub:
            parts.append(self.sub(value))
        if self.chips:
            parts += [chip.label for chip in self.chips(value)]
        if self.dots:
            parts += [f"{dot.name} {dot.glyph}" for dot in self.dots(value)]
        return ", ".join(p for p in parts if p)

    def rank(self, value: T) -> Any:
        """What the column is put in order by: ``order``, or what is read in the cell."""
        if self.order is not None:
            return self.order(value)
        chips = self.chips(value) if self.chips else ()
        return (self.text(value) or " ".join(chip.text for chip in chips)).casefold()


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows with a key each. Checked keys survive ``set_rows``."""

    checked_changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        can_check: Callable[[T], bool] = lambda _: True,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns, self._key, self._can_check = tuple(columns), key, can_check
        self._rows: tuple[T, ...] = ()
        self._checked: set[Hashable] = set()

    # -- values ------------------------------------------------------------------------------

    @property
    def rows(self) -> tuple[T, ...]:
        return self._rows

    def value(self, row: int) -> T:
        return self._rows[row]

    def key_of(self, value: T) -> Hashable:
        return self._key(value)

    def row_of(self, key: Hashable) -> int:
        """The row with that key, or -1."""
        return next((i for i, v in enumerate(self._rows) if self._key(v) == key), -1)

    def set_rows(self, rows: Sequence[T]) -> None:
        """Replace all rows; where the keys are the same only what changed is told. What can no
        longer be checked is not checked any more."""
        fresh = tuple(rows)
        before = self._checked
        self._checked = before & {self._key(v) for v in fresh if self._can_check(v)}
        self._show(fresh)
        if self._checked != before:
            self.checked_changed.emit()

    def _show(self, fresh: tuple[T, ...]) -> None:
        """Show these rows, and tell the views no more than what is not as it was."""
        if [self._key(v) for v in fresh] != [self._key(v) for v in self._rows]:
            self.beginResetModel()
            self._rows = fresh
            self.endResetModel()
        else:
            changed = [i for i, v in enumerate(fresh) if v is not self._rows[i]]
            self._rows = fresh
            last = len(self._columns) - 1
            for top, bottom in _runs(changed):
                self.dataChanged.emit(self.index(top, 0), self.index(bottom, last))

    def touch(self, column: int) -> None:
        """A column's text depends on the time and is to be shown again."""
        if self._rows:
            self.dataChanged.emit(self.index(0, column), self.index(len(self._rows) - 1, column))

    def retranslate(self) -> None:
        if self._rows:
            self.touch_all()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._columns) - 1)

    def touch_all(self) -> None:
        if not self._rows:
            return
        last = self.index(len(self._rows) - 1, len(self._columns) - 1)
        self.dataChanged.emit(self.index(0, 0), last)

    @property
    def checked(self) -> tuple[T, ...]:
        return tuple(v for v in self._rows if self._key(v) in self._checked)

    def set_checked(self, keys: set[Hashable]) -> None:
        self._checked = {self._key(v) for v in self._rows if self._can_check(v)} & keys
        if self._rows:
            self.touch_all()
        self.checked_changed.emit()

    # -- Qt's questions ----------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight
                if self._columns[section].right
                else (Qt.AlignmentFlag.AlignLeft)
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        column = self._columns[index.column()]
        if column.checkable and self._can_check(self._rows[index.row()]):
            return flags | Qt.ItemFlag.ItemIsUserCheckable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        value, column = self._rows[index.row()], self._columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(value)
            case Role.SUBTEXT:
                return column.sub(value) if column.sub else None
            case Role.CHIPS:
                return column.chips(value) if column.chips else None
            case Role.DOTS:
                return column.dots(value) if column.dots else None
            case Role.TONE:
                return column.tone(value) if column.tone else None
            case Qt.ItemDataRole.ToolTipRole:
                return column.tip(value) if column.tip else None
            case Qt.ItemDataRole.AccessibleTextRole:
                title, spoken = column.title(), column.spoken(value)
                return i18n.labelled(title, spoken) if title else spoken
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.CheckStateRole if column.checkable:
                known = self._key(value) in self._checked
                return Qt.CheckState.Checked if known else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or not index.isValid():
            return False
        if not self.flags(index) & Qt.ItemFlag.ItemIsUserCheckable:
            return False
        key = self._key(self._rows[index.row()])
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._checked.add(key)
        else:
            self._checked.discard(key)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.checked_changed.emit()
        return True


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows as (first, last): one signal for each run."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and runs[-1][1] == row - 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs
