"""Who touches what: a line for each page or component, a column for each developer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QWidget

from app.services.model import FileDiff, Overview
from ui.context import Context
from ui.models import words
from ui.models.arranged import ArrangedModel
from ui.models.rows import Chip, Column
from ui.widgets.panel import Panel, column
from ui.widgets.sifter import Sifter
from ui.widgets.views import SpreadTable, sortable, table


class Touched(Struct, frozen=True):
    """One file of the application, by the name of each developer who changed it."""

    path: str
    title: str
    number: int | None
    by: dict[str, FileDiff]
    conflicts: int


def touched(overview: Overview) -> tuple[Touched, ...]:
    """Where two meet first, and of these where they collide; then pages by their numbers."""
    by: dict[str, dict[str, FileDiff]] = {}
    for developer in overview.developers:
        for file in developer.files:
            by.setdefault(file.path, {})[developer.name] = file
    conflicts = {o.path: o.conflicts for o in overview.overlaps}
    found = []
    for path, files in by.items():
        first = next(iter(files.values()))
        found.append(
            Touched(path, words.file_title(first), first.number, files, conflicts.get(path, 0))
        )
    return tuple(
        sorted(found, key=lambda t: (-t.conflicts, -len(t.by), t.number is None, t.number or 0))
    )


class Matrix(Panel):
    """``file_opened`` carries a developer and a path: that cell was asked for."""

    file_opened = Signal(str, str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._overview: Overview | None = None
        self._names: tuple[str, ...] = ()
        self._layout = column(self, 0, 8)
        self._layout.setContentsMargins(0, 8, 0, 0)
        self.sifter: Sifter | None = None
        self.table: SpreadTable | None = None
        self.hint = self.label(
            lambda: self.tr("Double-click a cell to compare that developer's work."), "muted"
        )

    def show_overview(self, overview: Overview) -> None:
        """A table with these developers; the one before goes."""
        for old in (self.sifter, self.table, self.hint):
            if old is not None:
                self._layout.removeWidget(old)
        for gone in (self.sifter, self.table):
            if gone is not None:
                gone.deleteLater()
        self._overview = overview
        self._names = tuple(d.name for d in overview.developers if d.files)
        model: ArrangedModel[Touched] = ArrangedModel(
            self._columns(), key=lambda t: t.path, more=lambda t: t.path
        )
        weights = (3, *[2] * len(self._names), 1)
        self.table = table(
            model,
            lines=1.75,
            strong=True,
            weights=weights,
            empty=lambda: self.tr("Nobody has changed anything since the base."),
        )
        model.setParent(self.table)  # and goes with it
        sortable(self.table)
        self.table.setObjectName("developers.matrix")
        self.table.setAccessibleName(self.tr("Who touches what"))
        self.table.doubleClicked.connect(self._opened)
        self.sifter = Sifter(
            "developers.matrix.sift",
            model,
            self.table,
            lambda: self.tr("Sift pages and components"),
        )
        self.sifter.add_tick(
            "developers.matrix.meeting",
            lambda: self.tr("Only where two meet"),
            lambda t: len(t.by) > 1,
        )
        self._layout.addWidget(self.sifter)
        self._layout.addWidget(self.table, 1)
        self._layout.addWidget(self.hint)
        model.set_rows(touched(overview))

    def _columns(self) -> tuple[Column[Touched], ...]:
        return (
            Column(
                lambda: self.tr("Page or component"),
                lambda t: t.title,
                order=lambda t: (t.number is None, t.number or 0, t.title.casefold()),
            ),
            *(
                Column(
                    _named(name),
                    lambda t: "",
                    chips=partial(self._chips, name),
                    order=partial(_changes, name),
                )
                for name in self._names
            ),
            Column(
                lambda: self.tr("Where they meet"),
                lambda t: "",
                chips=self._meeting,
                order=lambda t: (t.conflicts, len(t.by)),
            ),
        )

    def _chips(self, name: str, t: Touched) -> tuple[Chip, ...]:
        file = t.by.get(name)
        if file is None:
            return ()
        found = words.change_chips(c.status for c in file.diff.changes)
        return found or (words.status_chip(file.status, self._context.language),)

    def _meeting(self, t: Touched) -> tuple[Chip, ...]:
        if t.conflicts:
            return (Chip(words.conflicts(t.conflicts), "danger", "!"),)
        if len(t.by) > 1:
            return (Chip(self.tr("merges by itself"), "info", "∩"),)
        return ()

    def _opened(self, index: QModelIndex) -> None:
        """The developer of the cell, or the first who changed it."""
        assert self.table is not None
        model: Any = self.table.model()
        found: Touched = model.value(index.row())
        number = index.column() - 1
        name = self._names[number] if 0 <= number < len(self._names) else ""
        self.file_opened.emit(name if name in found.by else next(iter(found.by)), found.path)

    def retranslate(self) -> None:
        if self._overview is not None:
            self.show_overview(self._overview)


def _named(name: str) -> Callable[[], str]:
    return lambda: name


def _changes(name: str, t: Touched) -> int:
    return len(t.by[name].diff.changes) if name in t.by else -1
