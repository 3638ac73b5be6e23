"""The merge: conflicts decided one by one, everything else seen, and then into MAIN."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QAbstractItemModel, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTableView, QTabWidget, QWidget

from app.services.merge import into_main, unwritten
from app.services.merge.unwritten import Unwritten
from app.services.model import (
    AppError,
    Conflict,
    Decision,
    MainWrite,
    MergedFile,
    MergeSession,
    Message,
    is_automatic,
)
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.screens.merge.automatic import AutomaticList
from ui.screens.merge.blank import Blanks
from ui.screens.merge.changes import ChangesSide
from ui.screens.merge.conflict import ConflictEditor
from ui.screens.merge.decisions import Decisions
from ui.screens.merge.head import MergeHead
from ui.screens.merge.lists import MergeLists
from ui.screens.merge.unwritten import Known, UnwrittenWords, start
from ui.screens.merge.written import WrittenNotice
from ui.screens.screen import Screen
from ui.widgets.dialogs import confirm
from ui.widgets.nav import NavState
from ui.widgets.panel import column
from ui.widgets.views import splitter, table


class MergeScreen(Screen):
    """``begin`` starts a merge; ``written`` says that MAIN has it."""

    developers_requested = Signal()
    release_requested = Signal()
    written = Signal(object)  # MainWrite; None when a backup was restored

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "merge",
            context,
            lambda: self.tr("Merge"),
            lambda: self.tr(
                "The developers' changes become one version of MAIN. What cannot be "
                "merged without you waits for your decision."
            ),
            parent,
        )
        self.lists = MergeLists(context, self)
        self.decisions = Decisions(context, self.fail, self)
        self.decisions.changed.connect(self._show_session)
        self.decisions.focused.connect(self._select_conflict)
        self._issue_tab: QWidget | None = None
        self._mislabelled = False
        self._actions()
        self._blanks = Blanks(self)
        self.blank = self._blanks.no_merge()
        self.blank.add(
            self.button(
                "merge.choose",
                lambda: self.tr("Choose de&velopers"),
                self.developers_requested.emit,
                "developers",
                "primary",
            )
        )
        self.stack.addWidget(self.blank)
        self.done = WrittenNotice(context, self)
        self.done.restore_requested.connect(self._restore)
        self.done.next_requested.connect(self.release_requested)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(2, self.done)  # type: ignore[attr-defined]

    def furnish(self) -> Iterator[None]:
        self.content = self._content()
        self.stack.addWidget(self.content)
        yield
        self.editor = ConflictEditor(self.context)
        self.editor.decided.connect(self._decide)
        self.editor.typed.connect(self.decisions.write_down)
        self.editor.reopened.connect(self.decisions.reopen)
        self.sides.addWidget(self.editor)
        yield
        self.file_side = ChangesSide(self)
        self.automatic, self.pane = self.file_side.views, self.file_side.pane
        self.sides.addWidget(self.file_side)
        self.context.place_changed.connect(self._place_changed)
        self.context.language_changed.connect(self._language_changed)
        self._show_session()

    # -- building ----------------------------------------------------------------------------

    def _actions(self) -> None:
        undo = self.decisions.stack.createUndoAction(self)
        redo = self.decisions.stack.createRedoAction(self)
        undo.setShortcuts([QKeySequence("Ctrl+Z")])
        redo.setShortcuts([QKeySequence("Ctrl+Y"), QKeySequence("Ctrl+Shift+Z")])
        for action in (undo, redo):
            # wherever the keyboard is, as long as this screen is the one that is seen
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            self.addAction(action)
        self.undo = self.button(
            "merge.undo", lambda: self.tr("&Undo"), undo.trigger, "undo", keys="Ctrl+Z"
        )
        self.redo = self.button(
            "merge.redo", lambda: self.tr("&Redo"), redo.trigger, "redo", keys="Ctrl+Y"
        )
        self._follow_action(undo, self.undo)
        self._follow_action(redo, self.redo)
        self.write_button = self.button(
            "merge.write", lambda: self.tr("&Write into MAIN…"), self._write, "database", "primary"
        )
        self.give_up = self.button(
            "merge.give_up", lambda: self.tr("Give up…"), self._give_up, "", "quiet"
        )
        for button in (self.give_up, self.undo, self.redo, self.write_button):
            self.tools.addWidget(button)

    @staticmethod
    def _follow_action(action: QAction, button: QWidget) -> None:
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)

    def _content(self) -> QWidget:
        page = QWidget()
        self.head = MergeHead(lambda: self.step(True))
        self.conflict_table = self._list(
            self.lists.conflicts, "merge.conflicts", lambda: self.tr("Conflicts")
        )
        self.file_table = self._list(
            self.lists.files, "merge.files", lambda: self.tr("What the merge changes")
        )
        self.issue_table = table(self.lists.issues, lines=2.6, weights=(2, 1))
        self.named(self.issue_table, "merge.issues", lambda: self.tr("Findings of the check"))
        self.issue_table.activated.connect(lambda index: self._go_to(index.row()))
        self.tabs = QTabWidget()
        self.named(self.tabs, "merge.tabs", lambda: self.tr("Parts of the merge"))
        self.tabs.setDocumentMode(True)
        self.by_itself = AutomaticList(self)
        for view in (self.conflict_table, self.file_table, self.by_itself):
            self.tabs.addTab(view, "")
        self.by_itself.title_changed.connect(self._title_automatic)
        self.by_itself.chosen.connect(self._show_automatic)
        self.conflict_table.selectionModel().currentRowChanged.connect(lambda *_: self._show_one())
        self.file_table.selectionModel().currentRowChanged.connect(lambda *_: self._show_file())
        self.tabs.currentChanged.connect(lambda _: self._show_side())
        self.no_conflicts = self._blanks.no_conflicts()
        self.no_difference = self._blanks.no_difference()
        self.no_entry = self._blanks.no_entry()
        self.sides = QStackedWidget()
        for side in (self.no_conflicts, self.no_difference, self.no_entry, self.issue_table):
            self.sides.addWidget(side)
        parts = splitter(Qt.Orientation.Horizontal, self.tabs, self.sides)
        parts.setSizes([400, 690])
        parts.setStretchFactor(1, 1)
        layout = column(page, 0, 12)
        layout.addWidget(self.head)
        layout.addWidget(parts, 1)
        return page

    def _list(
        self, model: QAbstractItemModel, name: str, accessible: Callable[[], str]
    ) -> QTableView:
        view = table(model, lines=2.7, weights=(1,))
        view.horizontalHeader().hide()
        self.named(view, name, accessible)
        return view

    # -- the session -------------------------------------------------------------------------

    @property
    def session(self) -> MergeSession | None:
        return self.decisions.session

    def begin(self, developers: tuple[str, ...], kept: Unwritten | None = None) -> None:
        """Read everything and merge. Decisions of a merge that is not written yet are taken over
        where they still apply; ``kept`` is one that was on disk at the start."""
        if not developers or not self.context.ready:
            return
        known: Known | None = None
        if self.session is not None and self.done.result is None:
            known = (self.session.decisions, self.decisions.all_typed)
        place = self.context.place

        def begun(found: tuple[MergeSession, dict[str, str]]) -> None:
            session, typed = found
            self._begun(session, typed)
            if kept is not None and kept.decisions:
                self.tell(UnwrittenWords().goes_on(session, len(kept.decisions)))

        self.work(
            self.tr("Merging…"), lambda report: start(place, developers, known, report), begun
        )

    def arrive(self) -> None:
        if self._mislabelled and not self.working:
            self.refresh()

    def _language_changed(self) -> None:
        """Types and properties were named in the language before."""
        self._mislabelled = self.session is not None

    def _begun(self, session: MergeSession, typed: Mapping[str, str]) -> None:
        self._mislabelled = False
        self.done.forget()
        self.decisions.begin(session, typed)
        self.tabs.setCurrentIndex(0 if session.conflicts or not session.files else 1)
        if session.files:
            self.file_table.selectRow(0)
        if session.open_conflicts:
            self.conflict_table.selectRow(session.conflicts.index(session.open_conflicts[0]))
        elif session.conflicts:
            self.conflict_table.selectRow(0)
        (self.conflict_table if session.conflicts else self.file_table).setFocus()
        if not session.conflicts and not session.files:
            self.tell(
                Message(
                    self.tr("There is nothing to merge"),
                    self.tr("MAIN has everything that these developers changed."),
                    "",
                )
            )

    def refresh(self) -> None:
        """F5: everything is read again; the decisions stay."""
        if self.session is not None and self.done.result is None:
            self.begin(self.session.developers)

    def _show_session(self) -> None:
        session = self.session
        self.stack.setCurrentWidget(self.content if session else self.blank)
        for button in (self.undo, self.redo, self.write_button):
            button.setVisible(session is not None)
        self.give_up.setVisible(session is not None and self.done.result is None)
        if session is None:
            self.by_itself.show_session(None)
            self.set_state(NavState())
            return
        self.lists.show(session)
        self.head.show_session(session, self.done.result is not None)
        total = len(session.conflicts)
        self.tabs.setTabText(0, self.tr("Conflicts ({n})").format(n=i18n.number(total)))
        self.tabs.setTabText(1, self.tr("Changes ({n})").format(n=i18n.number(len(session.files))))
        self.by_itself.show_session(session)
        self._show_issues(session)
        self._update_write()
        self._show_side()

    def _show_issues(self, session: MergeSession) -> None:
        shown = self.tabs.indexOf(self._issue_tab) if self._issue_tab is not None else -1
        if session.issues and shown < 0:
            self._issue_tab = QWidget()
            self.tabs.addTab(self._issue_tab, "")
            shown = self.tabs.indexOf(self._issue_tab)
        if not session.issues and shown >= 0:
            self.tabs.removeTab(shown)
            self._issue_tab = None
        elif session.issues:
            self.tabs.setTabText(
                shown, self.tr("Findings ({n})").format(n=i18n.number(len(session.issues)))
            )

    def _update_write(self) -> None:
        session = self.session
        ready = session is not None and session.ready and self.decisions.settled
        self.write_button.setEnabled(
            ready and self.done.result is None and bool(session and session.files)
        )
        self.editor.set_open(self.done.result is None)
        if session is None or self.done.result is not None:
            return
        if session.ready:
            self.set_state(NavState("attention", 1))
        else:
            count = len(session.open_conflicts) + len(session.errors)
            self.set_state(NavState("attention", count))

    # -- showing one thing -------------------------------------------------------------------

    def _show_side(self) -> None:
        match self.tabs.currentIndex():
            case 0:
                self._show_one()
            case 1:
                self._show_file()
            case 2:
                self.by_itself.look()
                self._show_automatic()
            case _:
                self.sides.setCurrentWidget(self.issue_table)

    def _conflict(self) -> Conflict | None:
        row_number = self.conflict_table.currentIndex().row()
        rows = self.lists.conflicts.rows
        return rows[row_number] if 0 <= row_number < len(rows) else None

    def _show_one(self) -> None:
        if self.tabs.currentIndex() != 0 or self.session is None:
            return
        conflict = self._conflict()
        if conflict is None and self.session.conflicts:
            self.conflict_table.selectRow(0)
            return
        self.sides.setCurrentWidget(self.editor if conflict else self.no_conflicts)
        if conflict is not None:
            self.editor.show_conflict(conflict, self.session, self.decisions.typed(conflict.key))

    def _show_file(self) -> None:
        if self.tabs.currentIndex() != 1 or self.session is None:
            return
        known = self.file_side.show_file(self._merged_file(), self.session)
        self.sides.setCurrentWidget(self.file_side if known else self.no_difference)

    def _title_automatic(self) -> None:
        self.tabs.setTabText(2, self.by_itself.title)

    def _show_automatic(self) -> None:
        if self.tabs.currentIndex() != 2 or self.session is None:
            return
        entry = self.by_itself.current
        self.sides.setCurrentWidget(self.editor if entry else self.no_entry)
        if entry is not None:
            self.editor.show_conflict(entry, self.session, self.decisions.typed(entry.key))

    def _merged_file(self) -> MergedFile | None:
        number = self.file_table.currentIndex().row()
        rows = self.lists.files.rows
        return rows[number] if 0 <= number < len(rows) else None

    def search(self) -> None:
        if self.session is not None:
            self.tabs.setCurrentIndex(1)
            self.pane.begin_search()

    def search_next(self, forward: bool) -> None:
        self.pane.reader.step_match(forward)

    def _select_conflict(self, key: str) -> None:
        number = self.lists.conflicts.row_of(key)
        if number >= 0:
            self.tabs.setCurrentIndex(0)
            self.conflict_table.selectRow(number)
        elif is_automatic(key):
            self.tabs.setCurrentIndex(2)
            self.by_itself.choose(key)

    def _go_to(self, row_number: int) -> None:
        """Where a finding of the check is: its page, and the component on it."""
        issue = self.lists.issues.value(row_number).issue
        file = self.lists.files.row_of(issue.path)
        if file >= 0:
            self.tabs.setCurrentIndex(1)
            self.file_table.selectRow(file)
            self.automatic.choose(issue.component)
            self.automatic.setFocus()

    def step(self, forward: bool) -> None:
        """F8: the next open conflict, else the next one."""
        rows = self.lists.conflicts.rows
        if not rows:
            return
        self.tabs.setCurrentIndex(0)
        here = max(self.conflict_table.currentIndex().row(), 0)
        step = 1 if forward else -1
        order = [(here + step * n) % len(rows) for n in range(1, len(rows) + 1)]
        target = next((n for n in order if rows[n].taken is None), order[0])
        self.conflict_table.selectRow(target)
        self.editor.focus()

    def _decide(self, decision: Decision) -> None:
        """Take a decision down, and open the next conflict that waits for one."""
        self.decisions.decide(decision)
        if is_automatic(decision.key):
            return
        rows = self.lists.conflicts.rows
        here = self.lists.conflicts.row_of(decision.key)
        after = (*range(here + 1, len(rows)), *range(here))
        waiting = next((n for n in after if not self.decisions.wants(rows[n].key)), None)
        if waiting is not None:
            self.conflict_table.selectRow(waiting)
            self.editor.focus()

    # -- into MAIN ---------------------------------------------------------------------------

    def _write(self) -> None:
        session = self.session
        if session is None or not session.ready:
            return
        place = self.context.place
        text = self.tr(
            "This changes in MAIN: {files}. MAIN is read again first; if it moved, the merge is "
            "made again. Then a backup of MAIN as it is goes to {folder}, and only then MAIN is "
            "written, exported again and compared."
        ).format(
            files=words.contents(f.kind for f in session.files),
            folder=place.main_backups,
        )
        if not confirm(
            self,
            "merge.confirm",
            self.tr("Write into MAIN?"),
            text,
            self.tr("Make the backup and &write"),
        ):
            return
        self.decisions.flush()
        self.work(
            self.tr("Writing into MAIN…"),
            lambda report: into_main.write(place, session, report),
            self._is_written,
            can_cancel=False,
            on_error=self._write_failed,
        )

    def _is_written(self, result: MainWrite) -> None:
        self.done.show_result(result)
        self.decisions.done()
        self._show_session()
        self.set_state(NavState("done"))
        self.done.next.setFocus()
        self.written.emit(result)

    def _write_failed(self, error: BaseException) -> None:
        if isinstance(error, AppError) and error.facts.get("backup"):
            self.done.show_failure(error)
            self.set_state(NavState("error"))
        else:
            self.fail(error)

    def _give_up(self) -> None:
        count = len(self.session.decisions) if self.session is not None else 0
        if not UnwrittenWords().give_up(self, count):
            return
        place = self.context.place
        self.decisions.done()
        self.work(
            self.tr("Giving up…"),
            lambda report: unwritten.drop(place),
            lambda _: self.decisions.begin(None),
            can_cancel=False,
        )

    def _restore(self) -> None:
        backup = self.done.backup
        if not backup or not confirm(
            self,
            "merge.confirm_restore",
            self.tr("Restore the backup?"),
            self.tr("MAIN becomes again what it was before the merge: {path}").format(path=backup),
            self.tr("&Restore"),
            danger=True,
        ):
            return
        place = self.context.place
        self.work(
            self.tr("Restoring…"),
            lambda report: into_main.restore(place, backup, report),
            lambda _: self._restored(),
            can_cancel=False,
        )

    def _restored(self) -> None:
        self.done.forget()
        self.decisions.begin(None)
        self.tell(
            Message(
                self.tr("The backup is restored"),
                self.tr("MAIN is again what it was before the merge."),
                "",
            ),
            "success",
        )
        self.written.emit(None)

    def _place_changed(self) -> None:
        self.done.forget()
        self.decisions.begin(None)

    def retranslate(self) -> None:
        super().retranslate()
        self.lists.retranslate()
        self._show_session()
