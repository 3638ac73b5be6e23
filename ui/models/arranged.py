"""A table whose rows can be sifted by words and put in order by any column.

All rows stay known: what is checked stays checked while it is out of sight. What a row says is
read once for each value, so that a live board costs a frame little.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, Signal

from ui.models.rows import Column, RowsModel

T = TypeVar("T")


class ArrangedModel(RowsModel[T]):
    """``natural`` ranks the rows while no column is chosen; equal ones stay as they were given.
    ``more`` are words of a row that no column shows; ``says`` is all that can be searched, in small
    letters, where a row knows that itself."""

    arranged = Signal()

    def __init__(
        self,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        can_check: Callable[[T], bool] = lambda _: True,
        parent: QObject | None = None,
        *,
        natural: Callable[[T], Any] | None = None,
        more: Callable[[T], str] = lambda _: "",
        says: Callable[[T], str] | None = None,
    ) -> None:
        super().__init__(columns, key, can_check, parent)
        self._natural, self._more, self._own_words = natural, more, says
        self._every: tuple[T, ...] = ()
        self._words: tuple[str, ...] = ()
        self._keep: Callable[[T], bool] | None = None
        self._column, self._down = -1, False
        self._told: dict[Hashable, tuple[T, str]] = {}

    @property
    def every(self) -> tuple[T, ...]:
        """All rows, as they were given."""
        return self._every

    @property
    def checked(self) -> tuple[T, ...]:
        return tuple(v for v in self._every if self._key(v) in self._checked)

    def set_rows(self, rows: Sequence[T]) -> None:
        before = self._checked
        self._every = tuple(rows)
        self._checked = before & {self._key(v) for v in self._every if self._can_check(v)}
        self._arrange()
        if self._checked != before:
            self.checked_changed.emit()

    def set_checked(self, keys: set[Hashable]) -> None:
        self._checked = {self._key(v) for v in self._every if self._can_check(v)} & keys
        self.touch_all()
        self.checked_changed.emit()

    def check_shown(self) -> None:
        """Check what is in sight, besides what is checked already."""
        self.set_checked({*self._checked, *(self._key(v) for v in self._rows)})

    # -- arranging ---------------------------------------------------------------------------

    def sift(self, text: str) -> None:
        """Show the rows that have each of these words somewhere; "" shows all."""
        words = tuple(text.casefold().split())
        if words != self._words:
            self._words = words
            self._arrange()

    def keep_only(self, keep: Callable[[T], bool] | None) -> None:
        """Besides, show only what ``keep`` says; None shows all."""
        self._keep = keep
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Qt's way to put a column in order; -1 is the natural order."""
        self._column, self._down = column, order == Qt.SortOrder.DescendingOrder
        self._arrange()

    def retranslate(self) -> None:
        self._told.clear()
        self._arrange()
        super().retranslate()

    def _arrange(self) -> None:
        shown = [v for v in self._every if self._keep is None or self._keep(v)]
        if self._words:
            shown = [v for v in shown if all(word in self._says(v) for word in self._words)]
        if 0 <= self._column < len(self._columns):
            shown.sort(key=self._columns[self._column].rank, reverse=self._down)
        elif self._natural is not None:
            shown.sort(key=self._natural)
        self._show(tuple(shown))
        self.arranged.emit()

    def _says(self, value: T) -> str:
        if self._own_words is not None:
            return self._own_words(value)
        key = self._key(value)
        known = self._told.get(key)
        if known is None or known[0] is not value:
            said = [column.spoken(value) for column in self._columns if column.dots is None]
            known = value, " ".join((*said, self._more(value))).casefold()
            self._told[key] = known
        return known[1]

    def _show(self, fresh: tuple[T, ...]) -> None:
        """The same rows in another order keep their places in the views' minds."""
        places = {self._key(v): n for n, v in enumerate(fresh)}
        moved = [self._key(v) for v in self._rows] != list(places)
        if (
            not moved
            or len(places) != len(self._rows)
            or {*map(self._key, self._rows)} != {*places}
        ):
            super()._show(fresh)
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        after = [self.index(places[self._key(self._rows[i.row()])], i.column()) for i in before]
        self._rows = fresh
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def index_of(self, key: Hashable, column: int = 0) -> QModelIndex:
        """Where the row with that key is shown; an invalid index where it is not."""
        number = self.row_of(key)
        return self.index(number, column) if number >= 0 else QModelIndex()
