"""Tables, lists and trees set up alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractItemModel, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QListWidget,
    QSplitter,
    QTableView,
    QTreeView,
    QWidget,
)

from ui.desktop.tables import TableActions
from ui.theme import tokens
from ui.widgets.cells import RichDelegate

# Widths are looked at again at most this often: a live board changes thirty times a second.
SPREAD_MS = 250
# More rows than these at once are nothing to look at while there is something below.
LONG = 21


def no_text() -> str:
    return ""


def paint_empty(view: QAbstractItemView, text: str) -> None:
    """Say in the middle of a view why it is empty; nothing while it has rows."""
    if not text or view.model().rowCount() > 0:
        return
    paint_centred(view, view.viewport(), text)


def paint_centred(view: QWidget, viewport: QWidget, text: str) -> None:
    """A quiet sentence at the top, in the middle; a screen reader hears it too."""
    view.setAccessibleDescription(text)
    painter = QPainter(viewport)
    painter.setPen(QColor(tokens().muted))
    unit = view.fontMetrics().height()
    room = viewport.rect().adjusted(unit, unit, -unit, -unit)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
    painter.drawText(room, int(flags) | int(Qt.TextFlag.TextWordWrap), text)


class HintedList(QListWidget):
    """A list that says why it is empty."""

    empty_text: Callable[[], str] = staticmethod(no_text)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_empty(self, self.empty_text())


class SpreadTable(QTableView):
    """Columns as wide as their visible content; the spare width is shared out by weight.
    ``empty_text`` says why there are no rows."""

    empty_text: Callable[[], str] = staticmethod(no_text)

    def __init__(
        self, model: QAbstractItemModel, weights: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._weights = tuple(weights)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SPREAD_MS)
        self._timer.timeout.connect(self.spread)
        self.setModel(model)
        model.modelReset.connect(self.spread)
        model.headerDataChanged.connect(lambda *_: self._later())
        model.dataChanged.connect(lambda *_: self._later())

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def spread(self) -> None:
        """Give every column its content's width and its share of the rest. Only the rows that are
        seen are measured, so it waits until some are."""
        if not self.isVisible():
            return
        count = self.model().columnCount()
        header = self.horizontalHeader()
        hints = [
            max(self.sizeHintForColumn(n), header.sectionSizeHint(n), header.minimumSectionSize())
            for n in range(count)
        ]
        spare = self.viewport().width() - sum(hints)
        weights = [self._weights[n] if n < len(self._weights) else 0 for n in range(count)]
        total = sum(weights)
        if spare < 0:
            hints = _shrink(hints, weights, -spare, header.minimumSectionSize() * 2)
        elif total:
            shares = [spare * w // total for w in weights]
            shares[-1] += spare - sum(shares)
            hints = [h + s for h, s in zip(hints, shares, strict=True)]
        for number, width in enumerate(hints):
            if self.columnWidth(number) != width:
                self.setColumnWidth(number, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.spread()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.spread()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        paint_empty(self, self.empty_text())


def _shrink(hints: list[int], weights: list[int], lack: int, least: int) -> list[int]:
    """Take what is lacking from the widest of the columns that may give: they get one width."""
    giving = sorted((n for n, w in enumerate(weights) if w > 0), key=lambda n: hints[n])
    room = sum(hints[n] for n in giving) - lack
    fresh = list(hints)
    for done, number in enumerate(giving):
        share = max(room // (len(giving) - done), least)
        fresh[number] = min(hints[number], share)
        room -= fresh[number]
    return fresh


def table(
    model: QAbstractItemModel,
    parent: QWidget | None = None,
    *,
    lines: float = 1.9,
    weights: Sequence[int] = (1,),
    strong: bool = False,
    empty: Callable[[], str] = no_text,
) -> SpreadTable:
    """A table that selects rows; ``weights`` say how columns share the spare width, ``empty`` why
    there are no rows."""
    view = SpreadTable(model, weights, parent)
    view.empty_text = empty
    view.setItemDelegate(RichDelegate(view, lines, strong))
    TableActions(view)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setDefaultSectionSize(round(view.fontMetrics().height() * lines))
    header = view.horizontalHeader()
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    header.setResizeContentsPrecision(0)
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setMinimumSectionSize(view.fontMetrics().averageCharWidth() * 6)
    return view


def sortable(view: QTableView) -> None:
    """A click on a heading puts its column in order, a second one the other way round, a third one
    as it was. The table's menu has the same for the keyboard."""
    header = view.horizontalHeader()
    header.setSectionsClickable(True)
    header.setSortIndicatorClearable(True)
    header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
    view.setSortingEnabled(True)


def tree(
    model: QAbstractItemModel, parent: QWidget | None = None, *, lines: float = 1.7
) -> QTreeView:
    """A tree of one column without a header."""
    view = QTreeView(parent)
    view.setModel(model)
    view.setItemDelegate(RichDelegate(view, lines))
    view.setHeaderHidden(True)
    view.setUniformRowHeights(True)
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setIndentation(round(view.fontMetrics().height() * 0.9))
    return view


def splitter(orientation: Qt.Orientation, *widgets: QWidget, gap: int = 12) -> QSplitter:
    """A splitter whose parts cannot vanish."""
    made = QSplitter(orientation)
    made.setChildrenCollapsible(False)
    made.setHandleWidth(gap)
    for widget in widgets:
        made.addWidget(widget)
    return made


def keep_first(split: QSplitter) -> QSplitter:
    """Where there is less room, the first part keeps its height and what is below gives way."""
    for number in range(split.count()):
        split.setStretchFactor(number, min(number, 1))
    return split


def _height_of(view: QTableView, rows: int) -> int:
    """Of a table with so many rows (one at least), its header and its frame."""
    heading = view.horizontalHeader().sizeHint().height() + 6
    return heading + max(rows, 1) * view.verticalHeader().defaultSectionSize()


def fit_tables(split: QSplitter, *views: tuple[QTableView, float]) -> None:
    """Give each table, in the order of the parts, the height of its rows, at most that share of
    all; what is left goes to what stands below them."""
    total = sum(split.sizes())
    if total <= 0 or split.property("moved"):
        return
    sizes = []
    for view, most in views:
        sizes.append(min(_height_of(view, view.model().rowCount()), round(total * most)))
    split.setSizes([*sizes, total - sum(sizes)])


def fit_first(split: QSplitter, view: QTableView, most: float = 0.5, rest: int = 0) -> None:
    """Give the upper table just the height of its rows, and what is left to what is below. It takes
    ``most`` of the height, or more (for ``LONG`` rows) where ``rest`` lines of text are left."""
    total = sum(split.sizes())
    if total <= 0 or split.property("moved"):
        return
    line = view.fontMetrics().height()
    wanted = _height_of(view, min(view.model().rowCount(), LONG))
    room = max(round(total * most), total - rest * line if rest else 0)
    first = min(max(wanted, line * 6), room)
    sizes = split.sizes()
    others = sum(sizes[1:]) or 1
    split.setSizes([first, *(max(1, round((total - first) * s / others)) for s in sizes[1:])])
