"""The developers' screen: what each schema changed since the shared version, and who overlaps."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.services import developers
from app.services.model import (
    ChangelogNews,
    FileDiff,
    Overlap,
    Overview,
    Problem,
    SchemaOverview,
)
from app.services.release import releases
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.rows import Chip, Column, RowsModel
from ui.screens.matrix import Matrix
from ui.screens.rollout.unfinished import UnfinishedNotice
from ui.screens.screen import Screen
from ui.widgets.empty import Empty
from ui.widgets.nav import NavState
from ui.widgets.panel import card, column, row, set_property
from ui.widgets.views import fit_first, keep_first, splitter, table


class DevelopersScreen(Screen):
    """A row per schema, its files below; chosen developers go on to the merge."""

    merge_requested = Signal(object)  # tuple[str, ...]
    file_opened = Signal(str, str)  # developer, path
    demo_requested = Signal()
    release_requested = Signal()
    setup_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "developers",
            context,
            lambda: self.tr("Developers"),
            lambda: self.tr("What each developer changed since the version that everybody shares."),
            parent,
        )
        self.overview: Overview | None = None
        self.refresh_button = self.button(
            "developers.refresh", lambda: self.tr("&Refresh"), self.refresh, "refresh", keys="F5"
        )
        self.merge_button = self.button(
            "developers.merge", lambda: self.tr("&Merge…"), self._merge, "merge", "primary"
        )
        self.tools.addWidget(self.refresh_button)
        self.tools.addWidget(self.merge_button)
        self._models()
        self.welcome = self._welcome()
        self.blank = Empty(
            "developers",
            lambda: self.tr("No schema has been read yet"),
            lambda: self.tr("Caravane reads MAIN and every developer's copy, and compares them."),
        )
        self.blank.add(
            self.button(
                "developers.read",
                lambda: self.tr("Read the schemas"),
                self.refresh,
                "refresh",
                "primary",
            )
        )
        self.content = self._content()
        for page in (self.welcome, self.blank, self.content):
            self.stack.addWidget(page)
        self.unfinished = UnfinishedNotice("developers.unfinished", here=False, parent=self)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(1, self.unfinished)  # type: ignore[attr-defined]
        self._choose_page()
        context.place_changed.connect(self._place_changed)

    # -- building ----------------------------------------------------------------------------

    def _welcome(self) -> Empty:
        page = Empty(
            "rollout",
            lambda: self.tr("Welcome to Caravane"),
            lambda: self.tr(
                "Caravane carries one validated release of an APEX application from the "
                "developers' schemas to every client. Look around in the demo first: it runs on "
                "this machine only. For your own applications you need the address of the central "
                "server, the database users of MAIN and of the developers, a Git repository, and "
                "the address of each client."
            ),
        )
        self.demo_button = page.add(
            self.button(
                "welcome.demo",
                lambda: self.tr("Open the d&emo"),
                self.demo_requested.emit,
                "play",
                "primary",
            )
        )
        page.add(
            self.button(
                "welcome.settings",
                lambda: self.tr("&Add connections"),
                self.setup_requested.emit,
                "settings",
            )
        )
        return page

    def _models(self) -> None:
        self.model: RowsModel[SchemaOverview] = RowsModel(
            (
                Column(
                    lambda: self.tr("Developer"),
                    lambda d: d.name,
                    sub=lambda d: d.schema,
                    checkable=True,
                ),
                Column(lambda: self.tr("Pages"), lambda d: "", chips=self._page_chips),
                Column(
                    lambda: self.tr("Shared components"), lambda d: "", chips=self._shared_chips
                ),
                Column(
                    lambda: self.tr("Last change"),
                    lambda d: i18n.date_time(d.last_change),
                    sub=lambda d: d.last_change_by,
                ),
                Column(lambda: self.tr("Overlaps"), lambda d: "", chips=self._overlap_chips),
                Column(
                    lambda: self.tr("State"),
                    lambda d: "",
                    chips=self._state_chips,
                    tip=self._state_tip,
                ),
            ),
            key=lambda d: d.name,
            can_check=lambda d: d.problem is None and bool(d.files),
            parent=self,
        )
        self.model.checked_changed.connect(self._update)
        self.files: RowsModel[FileDiff] = RowsModel(
            (
                Column(
                    lambda: self.tr("Page or component"),
                    words.file_title,
                    chips=lambda f: (words.status_chip(f.status, self.context.language),),
                ),
                Column(
                    lambda: self.tr("Changes"),
                    lambda f: words.components(len(f.diff.changes)),
                    chips=lambda f: words.change_chips(c.status for c in f.diff.changes),
                ),
                Column(lambda: self.tr("Also changed by"), lambda f: "", chips=self._also_chips),
            ),
            key=lambda f: f.path,
            parent=self,
        )

    def _content(self) -> QWidget:
        page = QWidget()
        self.main_line = self.label(role="muted", wrap=True)
        self.news_line = self.label(wrap=True)
        self.news_line.setObjectName("developers.news")
        self.news_button = self.button(
            "developers.to_release",
            lambda: self.tr("Look a&t the release"),
            self.release_requested.emit,
            "release",
            "quiet",
        )
        box = card()
        inner = row(box, 12, 12)
        lines = column(spacing=4)
        lines.addWidget(self.main_line)
        lines.addWidget(self.news_line)
        inner.addLayout(lines, 1)
        inner.addWidget(self.news_button)
        self._show_news(None)
        self.table = table(self.model, lines=2.7, strong=True, weights=(4, 2, 2, 2, 3, 1))
        self.named(self.table, "developers.table", lambda: self.tr("Developers"))
        self.table.selectionModel().currentRowChanged.connect(self._show_files)
        self.table.doubleClicked.connect(self._open_first)
        self.file_table = table(self.files, lines=1.9, weights=(4, 1, 2), empty=self._no_files)
        self.named(self.file_table, "developers.files", lambda: self.tr("What was changed"))
        self.file_table.activated.connect(self._open_file)
        self.file_heading = self.label(role="heading")
        self.file_hint = self.label(lambda: self.tr("Double-click a line to compare it."), "muted")
        lower = QWidget()
        below = column(lower)
        line = row()
        line.addWidget(self.file_heading, 1)
        line.addWidget(self.file_hint)
        below.addLayout(line)
        below.addWidget(self.file_table, 1)
        below.setContentsMargins(0, 8, 0, 0)
        self.matrix = Matrix(self.context)
        self.matrix.file_opened.connect(self.file_opened)
        self.views = QTabWidget()
        self.views.setDocumentMode(True)
        self.named(self.views, "developers.views", lambda: self.tr("What was changed"))
        for number, (view, title) in enumerate(
            (
                (lower, lambda: self.tr("By developer")),
                (self.matrix, lambda: self.tr("Who touches what")),
            )
        ):
            self.views.addTab(view, "")
            self.say(partial(self.views.setTabText, number), title)
        self.parts = keep_first(splitter(Qt.Orientation.Vertical, self.table, self.views))
        self.chosen = self.label(role="muted")
        layout = column(page, 0, 12)
        layout.addWidget(box)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self.chosen)
        return page

    # -- cells -------------------------------------------------------------------------------

    def _page_chips(self, d: SchemaOverview) -> tuple[Chip, ...]:
        if d.problem is not None:
            return ()
        found = words.change_chips(f.status for f in d.files if f.kind == "page")
        return found or (Chip(self.tr("none"), "muted"),)

    def _shared_chips(self, d: SchemaOverview) -> tuple[Chip, ...]:
        return words.change_chips(f.status for f in d.files if f.kind != "page")

    def _overlaps_of(self, name: str) -> list[Overlap]:
        if self.overview is None:
            return []
        return [o for o in self.overview.overlaps if name in o.developers]

    def _overlap_chips(self, d: SchemaOverview) -> tuple[Chip, ...]:
        mine = self._overlaps_of(d.name)
        conflicts = sum(o.conflicts for o in mine)
        chips = []
        if mine:
            kinds = ("shared" if o.number is None else "page" for o in mine)
            chips.append(Chip(words.contents(kinds), "info", "∩"))
        if conflicts:
            chips.append(Chip(words.conflicts(conflicts), "danger", "!"))
        return tuple(chips)

    def _state_chips(self, d: SchemaOverview) -> tuple[Chip, ...]:
        if _has_no_base(d):
            return (Chip(self.tr("no base"), "warning", "?"),)
        if d.problem is not None:
            return (Chip(self.tr("cannot be read"), "danger", "✕"),)
        if not d.files:
            return (Chip(self.tr("like the base"), "muted", "="),)
        return (Chip(self.tr("to merge"), "accent", "→"),)

    def _state_tip(self, d: SchemaOverview) -> str:
        if d.problem is None:
            return ""
        message = self.context.message(d.problem)
        return f"{message.title}\n{message.detail}\n{message.next_step}"

    def _also_chips(self, f: FileDiff) -> tuple[Chip, ...]:
        current = self._current()
        if self.overview is None or current is None:
            return ()
        chips = []
        for overlap in self.overview.overlaps:
            if overlap.path == f.path:
                chips += [Chip(n, "info") for n in overlap.developers if n != current.name]
                if overlap.conflicts:
                    chips.append(Chip(words.conflicts(overlap.conflicts), "danger", "!"))
        return tuple(chips)

    # -- behaviour ---------------------------------------------------------------------------

    def arrive(self) -> None:
        self._choose_page()
        if self.context.ready and self.overview is None and not self.working:
            self.refresh()
        elif self.stack.currentWidget() is self.content:
            self.table.setFocus()
        elif self.stack.currentWidget() is self.welcome:
            self.demo_button.setFocus()

    def refresh(self) -> None:
        if not self.context.ready:
            return
        place = self.context.place
        self.look_for_news()
        self.work(
            self.tr("Reading the schemas…"),
            lambda report: developers.overview(place, report),
            self.show_overview,
        )

    def look_for_news(self) -> None:
        """What the changelog has since the last release: from git, beside what is read here."""
        if self.context.ready:
            place = self.context.place
            self.context.run(
                lambda report: releases.news(place), self._show_news, self._no_news, self
            )

    def _no_news(self, error: BaseException) -> None:
        self._show_news(None)  # the release's own screen says what is wrong

    def _show_news(self, news: ChangelogNews | None) -> None:
        self._news = news
        count = len(news.changesets) if news is not None else 0
        self.news_line.setVisible(count > 0)
        self.news_button.setVisible(count > 0)
        if news is None or not count:
            return
        text = (
            self.tr("Changelog: %n changeset(s) new since {tag}", "", count)
            if news.since
            else self.tr("Changelog: %n changeset(s), none released yet", "", count)
        ).format(tag=news.since)
        if news.refused:
            text += " · " + self.tr("%n statement(s) refused by the guard", "", news.refused)
        if news.waiting:
            text += " · " + self.tr("%n change(s) of data to approve", "", news.waiting)
        self.news_line.setText(text)
        set_property(self.news_line, "role", "danger" if news.refused else "")

    def show_overview(self, overview: Overview) -> None:
        first = self.overview is None
        keep = self._current()
        self.overview = overview
        self.model.set_rows(overview.developers)
        self.matrix.show_overview(overview)
        if first:
            self.model.set_checked({d.name for d in overview.developers if d.files})
        number = self.model.row_of(keep.name) if keep else 0
        if self.model.rows:
            self.table.selectRow(max(number, 0))
        self._choose_page()
        if first:
            fit_first(self.parts, self.table)
        self._update()
        self._show_files()
        waiting = sum(1 for d in overview.developers if d.files)
        self.set_state(NavState("attention", waiting) if waiting else NavState("done"))
        self.table.setFocus()

    def _choose_page(self) -> None:
        if not self.context.ready:
            page: QWidget = self.welcome
        else:
            page = self.blank if self.overview is None else self.content
        self.stack.setCurrentWidget(page)
        for button in (self.refresh_button, self.merge_button):
            button.setVisible(self.context.ready)
        self._update()

    def forget(self) -> None:
        """Something was written: read again on the next visit."""
        self.overview = None
        self.set_state(NavState())

    def _place_changed(self) -> None:
        self.overview = None
        self.unfinished.show_state(None)
        self._choose_page()

    def _current(self) -> SchemaOverview | None:
        index = self.table.currentIndex()
        if not index.isValid() or index.row() >= len(self.model.rows):
            return None
        return self.model.value(index.row())

    def _show_files(self, *_: QModelIndex) -> None:
        current = self._current()
        self.files.set_rows(current.files if current else ())
        self.files.retranslate()
        self.file_hint.setVisible(bool(self.files.rows))
        if current is None:
            self.file_heading.setText("")
            return
        self.file_heading.setText(
            self.tr("Changed by {name}: {contents}").format(
                name=current.name, contents=words.contents(f.kind for f in current.files)
            )
            if current.files
            else current.name
        )
        if current.problem is not None:
            self.fail(current.problem)
        elif isinstance(self._failure, Problem):
            self._forget()

    def _no_files(self) -> str:
        current = self._current()
        if current is None:
            return ""
        if _has_no_base(current):
            return self.tr("Without a base there is no list of what {name} changed.").format(
                name=current.name
            )
        if current.problem is not None:
            return self.tr("{name}'s copy could not be read.").format(name=current.name)
        return self.tr("{name} has changed nothing since the base.").format(name=current.name)

    def _choice(self) -> str:
        """What is chosen, or what could be."""
        count = len(self.model.checked)
        if count:
            return self.tr("%n developer(s) chosen for the merge", "", count)
        if any(d.files and d.problem is None for d in self.model.rows):
            return self.tr("Tick the developers whose work goes into MAIN.")
        return self.tr("Nobody's work waits for a merge.")

    def _update(self) -> None:
        self.merge_button.setEnabled(bool(self.model.checked))
        self.chosen.setText(self._choice())
        if self.overview is None:
            return
        main, base = self.overview.main, self.overview.base
        text = self.tr("MAIN · {schema} · version {version} · {pages}").format(
            schema=main.schema, version=main.version or "–", pages=words.pages(main.pages)
        )
        if base is not None:
            text += "   " + self.tr("Base: {base}, {when}").format(
                base=base.revision, when=i18n.date_time(base.committed_at)
            )
        else:
            text += "   " + self.tr("No base: Git holds no version yet")
        self.main_line.setText(text)

    def _merge(self) -> None:
        chosen = tuple(d.name for d in self.model.checked)
        if chosen:
            self.merge_requested.emit(chosen)

    def _open_first(self, index: QModelIndex) -> None:
        developer = self.model.value(index.row())
        if developer.files:
            self.file_opened.emit(developer.name, developer.files[0].path)

    def _open_file(self, index: QModelIndex) -> None:
        current = self._current()
        if current is not None:
            self.file_opened.emit(current.name, self.files.value(index.row()).path)

    def retranslate(self) -> None:
        super().retranslate()
        self.model.retranslate()
        self._update()
        self._show_files()
        self._show_news(self._news)


def _has_no_base(d: SchemaOverview) -> bool:
    """Whether it was read, and there is nothing to compare it with."""
    return d.problem is not None and d.problem.code in ("merge.no_base", "merge.unknown_base")
