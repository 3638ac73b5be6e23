"""What a release holds, as lists: files, the guard's rulings, and what stops it."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QTabWidget, QWidget

from app.services.model import Announcement, FileDiff, Problem, ReleaseDraft, RulingView
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.rows import Column, RowsModel
from ui.screens.release.statement import StatementPane, changeset_name, chip, reason
from ui.widgets.panel import Panel, column
from ui.widgets.views import splitter, table

MEASURED = 500
"""Rows that the width of a column is taken from: line numbers grow further down."""


class NumberedRuling(Struct, frozen=True):
    number: int
    ruling: RulingView
    new: bool

    @property
    def stops(self) -> bool:
        return self.ruling.verdict == "refused" or self.ruling.waits


class NumberedProblem(Struct, frozen=True):
    number: int
    problem: Problem


class ReleaseLists(Panel):
    """``show_draft`` fills the tabs. Of the changelog only what is new (or stops the release) is
    shown until the user wants to see all. The signals carry the Announcement."""

    approve_requested = Signal(object)
    withdraw_requested = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._draft: ReleaseDraft | None = None
        self._models()
        self.page_table = table(
            self.pages,
            lines=1.9,
            weights=(3, 1),
            empty=self._no_files,
        )
        self.named(
            self.page_table,
            "release.files",
            lambda: self.tr("What the release changes in the application"),
        )
        self.ruling_table = table(
            self.rulings,
            lines=2.7,
            weights=(0, 0, 1),
            empty=self._no_changesets,
        )
        self.named(self.ruling_table, "release.rulings", lambda: self.tr("Guard's rulings"))
        self.problem_table = table(self.problems, lines=2.7)
        self.problem_table.horizontalHeader().hide()
        self.named(
            self.problem_table, "release.problems", lambda: self.tr("What stops the release")
        )
        self.only_new = QCheckBox()
        self.only_new.setObjectName("release.only_new")
        self.only_new.setChecked(True)
        self.say(self.only_new.setText, lambda: self.tr("Only what is &new"))
        self.only_new.toggled.connect(lambda _: self._show_rulings())
        changelog = QWidget()
        below = column(changelog, 0, 8)
        below.setContentsMargins(0, 8, 0, 0)
        below.addWidget(self.only_new, 0, Qt.AlignmentFlag.AlignLeft)
        self.statement = StatementPane(self._context)
        self.statement.approve_requested.connect(self.approve_requested)
        self.statement.withdraw_requested.connect(self.withdraw_requested)
        self.ruling_table.horizontalHeader().setResizeContentsPrecision(MEASURED)
        parts = splitter(Qt.Orientation.Vertical, self.ruling_table, self.statement, gap=8)
        parts.setSizes([300, 240])
        below.addWidget(parts, 1)
        self.ruling_table.selectionModel().currentRowChanged.connect(self._show_statement)
        self.ruling_table.activated.connect(self._activated)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.named(self.tabs, "release.tabs", lambda: self.tr("Content of the release"))
        for view in (self.page_table, changelog, self.problem_table):
            self.tabs.addTab(view, "")
        column(self).addWidget(self.tabs)

    def _models(self) -> None:
        self.pages: RowsModel[FileDiff] = RowsModel(
            (
                Column(
                    lambda: self.tr("Page or component"),
                    words.file_title,
                    chips=lambda f: (words.status_chip(f.status, self._context.language),),
                    tip=lambda f: f.path,
                ),
                Column(
                    lambda: self.tr("Changes"),
                    lambda f: words.components(len(f.diff.changes)) if f.diff.changes else "–",
                    chips=lambda f: words.change_chips(c.status for c in f.diff.changes),
                ),
            ),
            key=lambda f: f.path,
            parent=self,
        )
        self.rulings: RowsModel[NumberedRuling] = RowsModel(
            (
                Column(lambda: self.tr("Guard"), lambda r: "", chips=lambda r: (chip(r.ruling),)),
                Column(
                    lambda: self.tr("Place"),
                    lambda r: self._place(r.ruling),
                    sub=lambda r: changeset_name(r.ruling.changeset),
                    tip=lambda r: r.ruling.changeset,
                ),
                Column(
                    lambda: self.tr("Statement"),
                    lambda r: _one_line(r.ruling.statement),
                    sub=lambda r: reason(r.ruling, self._context.language),
                    tip=lambda r: r.ruling.statement,
                ),
            ),
            key=lambda r: r.number,
            parent=self,
        )
        self.problems: RowsModel[NumberedProblem] = RowsModel(
            (
                Column(
                    lambda: self.tr("What stops the release"),
                    lambda p: self._context.message(p.problem).title,
                    sub=self._problem_detail,
                    tip=self._problem_detail,
                ),
            ),
            key=lambda p: p.number,
            parent=self,
        )

    # -- where nothing is --------------------------------------------------------------------

    def _no_files(self) -> str:
        draft = self._draft
        if draft is not None and draft.previous is None:
            return self.tr(
                "This is the first release: it holds the whole application, %n file(s).",
                "",
                draft.files,
            )
        return self.tr("No page and no shared component differs from the last release.")

    def _no_changesets(self) -> str:
        if not self._context.open:
            return ""
        folder = self._context.place.changelog_folder
        text = self.tr(
            "The changelog has nothing new. A changeset is written into a file (Liquibase "
            "formatted SQL) of this folder: {folder}"
        )
        return text.format(folder=folder)

    # -- cells -------------------------------------------------------------------------------

    def _place(self, ruling: RulingView) -> str:
        name = ruling.path.rpartition("/")[2]
        return self.tr("{file}, line {line}").format(file=name, line=ruling.line)

    def _problem_detail(self, p: NumberedProblem) -> str:
        message = self._context.message(p.problem)
        return f"{message.detail} {message.next_step}".strip()

    # -- showing -----------------------------------------------------------------------------

    def show_draft(self, draft: ReleaseDraft) -> None:
        """Fill the lists; when something stops the release, go to it."""
        self._draft = draft
        self.pages.set_rows(draft.diff.files)
        self.problems.set_rows([NumberedProblem(n, p) for n, p in enumerate(draft.problems)])
        self._show_rulings()
        if not draft.problems:
            if draft.diff.is_empty and self.rulings.rows:
                self.tabs.setCurrentIndex(1)
            return
        stopped = next((n for n, r in enumerate(self.rulings.rows) if r.stops), None)
        self.tabs.setCurrentIndex(2 if stopped is None else 1)
        if stopped is not None:
            self.ruling_table.selectRow(stopped)
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """A notice above may have taken the room of the statement that is shown."""
        self.ruling_table.scrollTo(self.ruling_table.currentIndex())

    def step(self, forward: bool) -> None:
        """To the next or previous statement that stops the release, round and round."""
        rows = self.rulings.rows
        here = self.ruling_table.currentIndex().row()
        found = [n for n, r in enumerate(rows) if r.stops]
        if not found:
            return
        ahead = [n for n in found if n > here] if forward else [n for n in found if n < here]
        self.tabs.setCurrentIndex(1)
        self.ruling_table.selectRow((ahead or found)[0 if forward else -1])

    def _show_statement(self, *_: QModelIndex) -> None:
        row = self.ruling_table.currentIndex().row()
        ruling = self.rulings.value(row).ruling if 0 <= row < len(self.rulings.rows) else None
        self.statement.show_ruling(ruling, self._announcement(ruling))

    def _announcement(self, ruling: RulingView | None) -> Announcement | None:
        known = self._draft.announcements if self._draft is not None else ()
        key = ruling.changeset if ruling is not None else ""
        return next((a for a in known if a.changeset == key), None)

    def _activated(self, index: QModelIndex) -> None:
        """Enter on a statement that waits: read it, and say."""
        ruling = self.rulings.value(index.row()).ruling
        announcement = self._announcement(ruling)
        if ruling.waits and announcement is not None:
            self.approve_requested.emit(announcement)

    def _show_rulings(self) -> None:
        draft = self._draft
        if draft is None:
            return
        fresh = set(draft.changesets)
        every = [NumberedRuling(n, r, r.changeset in fresh) for n, r in enumerate(draft.rulings)]
        shown = [r for r in every if r.new or r.stops]
        self.only_new.setVisible(len(shown) < len(every))
        self.rulings.set_rows(shown if self.only_new.isChecked() else every)
        if not self.ruling_table.currentIndex().isValid() and self.rulings.rows:
            self.ruling_table.selectRow(0)
        self._show_statement()
        self._show_titles()

    def _show_titles(self) -> None:
        draft = self._draft
        if draft is None:
            return
        files, problems = len(draft.diff.files), len(draft.problems)
        number = i18n.number
        self.tabs.setTabText(0, self.tr("Application ({n})").format(n=number(files)))
        self.tabs.setTabText(1, self.tr("Changelog ({n})").format(n=number(len(self.rulings.rows))))
        self.tabs.setTabText(2, self.tr("Problems ({n})").format(n=number(problems)))
        self.tabs.setTabVisible(2, problems > 0)

    def retranslate(self) -> None:
        for model in (self.pages, self.rulings, self.problems):
            model.retranslate()
        self._show_titles()


def _one_line(text: str) -> str:
    return " ".join(text.split())
