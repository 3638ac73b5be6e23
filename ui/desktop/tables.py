"""Rows of a table for other programs: as Excel takes them from the clipboard, and as a CSV file.

A row is a list of texts; the first one has the headings.
"""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QAbstractItemModel, QEvent, QLocale, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu, QMessageBox, QTableView

from app.cells import tame
from ui.desktop.reveal import reveal

Rows = Sequence[Sequence[str]]


def rows_of(model: QAbstractItemModel, chosen: Sequence[int]) -> list[list[str]]:
    """The headings, and these rows, as they are shown."""
    columns = range(model.columnCount())
    role = Qt.ItemDataRole.DisplayRole
    heads = [str(model.headerData(n, Qt.Orientation.Horizontal, role) or "") for n in columns]
    cells = [[_plain(model.index(row, n).data(role)) for n in columns] for row in chosen]
    return [heads, *cells]


def _plain(value: object) -> str:
    return "" if value is None else str(value)


def as_mime(rows: Rows, heads: bool) -> QMimeData:
    """TSV for cells, HTML for documents; with the headings or without."""
    data = QMimeData()
    shown = rows if heads else rows[1:]
    data.setText("\n".join("\t".join(_cell(text) for text in row) for row in shown))
    lines = []
    for number, row in enumerate(shown):
        tag = "td" if number or not heads else "th"
        lines.append("<tr>" + "".join(f"<{tag}>{_html(t)}</{tag}>" for t in row) + "</tr>")
    data.setHtml(f"<table>{''.join(lines)}</table>")
    return data


def _cell(text: str) -> str:
    """One cell of TSV: lines inside of it are kept by quotes, as Excel itself writes them."""
    text = tame(text)
    if re.search(r"[\t\n\r\"]", text):
        return '"' + text.replace('"', '""') + '"'
    return text


def _html(text: str) -> str:
    return html.escape(tame(text)).replace("\n", "<br>")


def as_csv(rows: Rows, decimal: str) -> bytes:
    """As Excel opens it by a double click: it knows UTF-8 by its mark, and where ``decimal`` is a
    comma, as in French, cells are parted by semicolons."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if decimal == "," else ",", lineterminator="\r\n")
    writer.writerows([[tame(text) for text in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


class TableActions(QObject):
    """Ctrl+C and the menu of a table: copy, copy all, save as CSV."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(view)
        self._view = view
        view.installEventFilter(self)  # Qt copies one cell
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._menu)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if pressed and event.matches(QKeySequence.StandardKey.Copy):  # type: ignore[attr-defined]
            self.copy()
            return True
        return super().eventFilter(watched, event)

    def _rows(self, chosen: bool) -> list[list[str]]:
        model = self._view.model()
        if not chosen:
            return rows_of(model, range(model.rowCount()))
        picked = sorted({index.row() for index in self._view.selectedIndexes()})
        return rows_of(model, picked)

    def copy(self) -> None:
        """The chosen rows."""
        rows = self._rows(chosen=True)
        if len(rows) > 1:
            QGuiApplication.clipboard().setMimeData(as_mime(rows, heads=False))

    def copy_all(self) -> None:
        QGuiApplication.clipboard().setMimeData(as_mime(self._rows(chosen=False), heads=True))

    def menu(self) -> QMenu:
        made = QMenu(self._view)
        made.addAction(self.tr("Copy the row"), self.copy)
        made.addAction(self.tr("Copy the whole table"), self.copy_all)
        made.addSeparator()
        made.addAction(self.tr("Save as CSV for Excel…"), self.save)
        if self._view.isSortingEnabled():
            made.addSeparator()
            self._add_orders(made.addMenu(self.tr("Put in order by")))
        return made

    def _add_orders(self, orders: QMenu) -> None:
        model, header = self._view.model(), self._view.horizontalHeader()
        up, down = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder
        for column in range(model.columnCount()):
            turned = header.sortIndicatorSection() == column and header.sortIndicatorOrder() == up
            action = orders.addAction(str(model.headerData(column, Qt.Orientation.Horizontal)))
            action.triggered.connect(
                partial(self._view.sortByColumn, column, down if turned else up)
            )
        orders.addSeparator()
        orders.addAction(self.tr("As it was"), partial(self._view.sortByColumn, -1, up))

    def _menu(self, at: QPoint) -> None:
        made = self.menu()
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        made.popup(self._view.viewport().mapToGlobal(at))

    def save(self) -> None:
        """Ask where, write, and show it there."""
        title = self.tr("Save as CSV for Excel…")
        name, _ = QFileDialog.getSaveFileName(self._view, title, "caravane.csv", "CSV (*.csv)")
        if not name:
            return
        content = as_csv(self._rows(chosen=False), QLocale.system().decimalPoint())
        try:
            Path(name).write_bytes(content)
        except OSError as error:
            QMessageBox.warning(self._view, title, f"{name}\n{error.strerror}")
            return
        reveal(Path(name))
