"""What was: rollouts with their clients and reports, releases, and the backups of MAIN."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.services import chronicle
from app.services.chronicle import Entry
from app.services.merge import backups, into_main, merged
from app.services.merge.backups import Backup
from app.services.model import ClientState, Message, Release, RolloutState
from app.services.release import releases
from app.services.rollout import evidence, rollouts
from app.services.workplace import Workplace
from ui import i18n
from ui.context import Context
from ui.models import board
from ui.models.log_lines import Log
from ui.models.rows import Chip, Column, RowsModel
from ui.screens.history.backups import Backups
from ui.screens.history.everything import Everything
from ui.screens.history.shared import SharedReports
from ui.screens.history.versions import VersionsOverTime
from ui.screens.rollout.accepting import accept_verdict
from ui.screens.rollout.client import ClientDetail
from ui.screens.rollout.lock import look_at_lock
from ui.screens.rollout.reporting import open_report
from ui.screens.rollout.timeline import TimelinePane
from ui.screens.screen import Screen
from ui.widgets.dialogs import confirm
from ui.widgets.empty import Empty
from ui.widgets.panel import column, row
from ui.widgets.views import fit_tables, sortable, splitter, table

_Data = tuple[tuple[RolloutState, ...], tuple[Release, ...], tuple[Backup, ...], tuple[Entry, ...]]
ROLLOUTS, RELEASES, BACKUPS, EVERYTHING = range(4)


class KeptLog(Log, Protocol):
    """A client's log as the file has it."""

    def close(self) -> None: ...


class HistoryScreen(Screen):
    """Read from the journal and from Git on arrival."""

    resume_requested = Signal(str)
    restored = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "history",
            context,
            lambda: self.tr("History"),
            lambda: self.tr("Every rollout and every release, with their proofs."),
            parent,
        )
        self._loaded = False
        self._elsewhere = False  # left the tab of the rollouts because it was empty
        self._log: KeptLog | None = None
        self.refresh_button = self.button(
            "history.refresh", lambda: self.tr("&Refresh"), self.refresh, "refresh", keys="F5"
        )
        self.tools.addWidget(self.refresh_button)
        self._models()
        self.blank = Empty(
            "history",
            lambda: self.tr("Nothing has happened yet"),
            lambda: self.tr("Rollouts and releases appear here, with their reports."),
        )
        self.backups = Backups(context)
        self.backups.restore_requested.connect(self._restore)
        self.everything = Everything(context)
        self.everything.opened.connect(self._open_entry)
        self.shared = SharedReports(context)
        self.versions = VersionsOverTime(context)
        self.versions.opened.connect(self._search_client)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.named(self.tabs, "history.tabs", lambda: self.tr("Parts of the history"))
        self.stack.addWidget(QWidget())  # until it is read, neither "nothing" nor a list is true
        self.stack.addWidget(self.blank)
        self.stack.addWidget(self.tabs)

    def furnish(self) -> Iterator[None]:
        for number, (make, text) in enumerate(
            (
                (self._rollout_page, lambda: self.tr("Rollouts")),
                (self._release_page, lambda: self.tr("Releases")),
                (lambda: self.backups, lambda: self.tr("Backups of MAIN")),
                (lambda: self.everything, lambda: self.tr("Search all")),
                (lambda: self.versions, lambda: self.tr("Clients over time")),
                (lambda: self.shared, lambda: self.tr("Of colleagues")),
            )
        ):
            self.tabs.addTab(make(), "")
            self.say(partial(self.tabs.setTabText, number), text)
            if number < 2:
                yield
        self.context.place_changed.connect(self.forget)
        self.context.place_changed.connect(self.shared.forget)

    # -- building ----------------------------------------------------------------------------

    def _models(self) -> None:
        self.rollouts: RowsModel[RolloutState] = RowsModel(
            (
                Column(
                    lambda: self.tr("Begun"),
                    lambda s: i18n.date_time(s.created_at),
                    sub=lambda s: s.rollout,
                ),
                Column(lambda: self.tr("Release"), lambda s: s.tag),
                Column(lambda: self.tr("Clients"), self._clients_text),
                Column(lambda: self.tr("Result"), lambda s: "", chips=self._end_chips),
            ),
            key=lambda s: s.rollout,
            parent=self,
        )
        self.clients = board.board_model(self.context, self)
        self.releases: RowsModel[Release] = RowsModel(
            (
                Column(lambda: self.tr("Version"), lambda r: r.version, sub=lambda r: r.tag),
                Column(lambda: self.tr("Date"), lambda r: i18n.date_time(r.manifest.created_at)),
                Column(
                    lambda: self.tr("Notes"),
                    lambda r: r.notes.strip().partition("\n")[0],
                    tip=lambda r: r.notes,
                ),
                Column(
                    lambda: self.tr("Developers"), lambda r: ", ".join(r.manifest.developers) or "–"
                ),
                Column(
                    lambda: self.tr("Pages"),
                    lambda r: (
                        ", ".join(str(p) for p in r.manifest.pages[:8])
                        + (" …" if len(r.manifest.pages) > 8 else "")
                    ),
                ),
                Column(lambda: self.tr("Commit"), lambda r: r.commit[:10], chips=self._push_chips),
            ),
            key=lambda r: r.tag,
            parent=self,
        )

    def _rollout_page(self) -> QWidget:
        page = QWidget()
        self.rollout_table = table(
            self.rollouts,
            lines=2.7,
            strong=True,
            weights=(3, 1, 2, 1),
            empty=lambda: self.tr("No rollout yet."),
        )
        self.named(self.rollout_table, "history.rollouts", lambda: self.tr("Rollouts"))
        self.rollout_table.selectionModel().currentRowChanged.connect(
            lambda *_: self._show_rollout()
        )
        self.client_table = table(
            self.clients, lines=1.75, strong=True, weights=(4, 2, 2, 1, 1, 1, 1, 1)
        )
        sortable(self.client_table)
        self.named(self.client_table, "history.clients", lambda: self.tr("Clients of the rollout"))
        self.client_table.selectionModel().currentRowChanged.connect(lambda *_: self._show_client())
        self.detail = ClientDetail("history.client", self.context, live=False)
        self.detail.settings_requested.connect(self.settings_requested)
        self.detail.lock_requested.connect(
            lambda client: look_at_lock(self, client, lambda: self.detail.lock_is_free(client))
        )
        self.detail.accept_requested.connect(lambda _: self._accept())
        self.timeline = TimelinePane("history.timeline", self.context, self._rollout)
        self.timeline.chosen.connect(self._choose_client)
        self.timeline.opened.connect(lambda _: self.detail.tabs.setCurrentIndex(0))
        self.detail.add_part(self.timeline, lambda: self.tr("Timeline"))
        parts = splitter(
            Qt.Orientation.Vertical, self.rollout_table, self.client_table, self.detail
        )
        parts.setSizes([150, 170, 260])
        self._parts = parts
        buttons = row()
        buttons.addStretch(1)
        self.resume_button = self.button(
            "history.resume", lambda: self.tr("Res&ume"), self._resume, "play"
        )
        self.report_button = self.button(
            "history.report", lambda: self.tr("Open the r&eport"), self._report, "report", "primary"
        )
        buttons.addWidget(self.resume_button)
        buttons.addWidget(self.report_button)
        layout = column(page, 0, 12)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(parts, 1)
        layout.addLayout(buttons)
        return page

    def _release_page(self) -> QWidget:
        page = QWidget()
        self.release_table = table(
            self.releases,
            lines=2.7,
            strong=True,
            weights=(1, 1, 4, 1, 1, 1),
            empty=lambda: self.tr("No release yet."),
        )
        self.named(self.release_table, "history.releases", lambda: self.tr("Releases"))
        layout = column(page)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.release_table)
        return page

    # -- cells -------------------------------------------------------------------------------

    def _clients_text(self, s: RolloutState) -> str:
        good = sum(1 for c in s.clients if c.good)
        return self.tr("%n of {total} verified", "", good).format(total=i18n.number(len(s.clients)))

    def _end_chips(self, s: RolloutState) -> tuple[Chip, ...]:
        return (board.end_chip(self.context, s.ended, s.good, (c.verdict for c in s.clients)),)

    def _push_chips(self, r: Release) -> tuple[Chip, ...]:
        if r.pushed:
            return (Chip(self.tr("pushed"), "success", "✓"),)
        return (Chip(self.tr("not pushed"), "warning", "!"),)

    # -- behaviour ---------------------------------------------------------------------------

    def arrive(self) -> None:
        if self.context.open and not self._loaded:
            self.refresh()

    def forget(self) -> None:
        self._loaded = False

    def refresh(self) -> None:
        if not self.context.open:
            return
        place = self.context.place
        self.work(self.tr("Reading the journal…"), lambda report: _data(place), self._show_data)
        self._ask_colleagues()

    def _ask_colleagues(self) -> None:
        """Beside all else, as the remote may take its time; one that is silent shows what it had
        said before, and what fails is told where the reports are."""
        place = self.context.place
        unheard: list[BaseException] = []

        def show(known: tuple[evidence.Shared, ...]) -> None:
            self.shared.show_reports(known, *unheard)

        self.context.run(
            lambda report: evidence.known(place, unheard=unheard.append),
            show,
            self.shared.show_failure,
            self,
        )

    def _show_data(self, data: _Data) -> None:
        states, releases, backups, entries = data
        self._loaded = True
        self.rollouts.set_rows(tuple(reversed(states)))
        self.releases.set_rows(tuple(reversed(releases)))
        self.backups.show_backups(backups)
        self.everything.show_entries(entries)
        self.versions.show_states(states)
        self.stack.setCurrentWidget(self.tabs if any(data) else self.blank)
        if states:
            self.rollout_table.selectRow(0)
            if self._elsewhere:
                self.tabs.setCurrentIndex(0)
            self._elsewhere = False
            if self.tabs.currentIndex() == 0:
                self.rollout_table.setFocus()
        elif self.tabs.currentIndex() == 0:
            self.tabs.setCurrentIndex(RELEASES if releases else BACKUPS)
            self._elsewhere = True
        self._show_rollout()

    # -- from one part to another ------------------------------------------------------------

    def search(self) -> None:
        """Ctrl+F: who, when, which client, which version."""
        self.tabs.setCurrentIndex(EVERYTHING)
        self.everything.sifter.take()

    def _search_client(self, client: str) -> None:
        """What was ever done at a client."""
        self.tabs.setCurrentIndex(EVERYTHING)
        names = [e.name for e in self.everything.model.every if e.client == client]
        self.everything.sifter.words.setText(names[0] if names else client)
        self.everything.table.setFocus()

    def _open_entry(self, entry: Entry) -> None:
        """Where an entry is shown with all that is known of it."""
        if entry.kind == "release":
            self.tabs.setCurrentIndex(RELEASES)
            self.release_table.selectRow(self.releases.row_of(entry.about))
        elif entry.kind == "merge":
            self.tabs.setCurrentIndex(BACKUPS)
            self.backups.choose(entry.about)
        elif entry.verdict is not None:  # else a changelog by itself: the entry says all of it
            self.tabs.setCurrentIndex(ROLLOUTS)
            self.rollout_table.selectRow(self.rollouts.row_of(entry.about))
            self.client_table.selectRow(self.clients.row_of(entry.client))

    def _rollout(self) -> RolloutState | None:
        number = self.rollout_table.currentIndex().row()
        return self.rollouts.value(number) if 0 <= number < len(self.rollouts.rows) else None

    def _client(self) -> ClientState | None:
        number = self.client_table.currentIndex().row()
        return self.clients.value(number) if 0 <= number < len(self.clients.rows) else None

    def _show_rollout(self) -> None:
        state = self._rollout()
        self.clients.set_rows(state.clients if state else ())
        self.report_button.setEnabled(state is not None)
        self.resume_button.setVisible(
            state is not None and any(not c.settled for c in state.clients)
        )
        if state is not None and state.clients:
            self.client_table.selectRow(0)
        QTimer.singleShot(0, self, self._fit)
        self._show_client()

    def _fit(self) -> None:
        """The rows of both tables, and the rest for the client's log."""
        fit_tables(self._parts, (self.rollout_table, 0.28), (self.client_table, 0.3))

    def _choose_client(self, client: str) -> None:
        if (number := self.clients.row_of(client)) >= 0:
            self.client_table.selectRow(number)

    def _show_client(self) -> None:
        state, client = self._rollout(), self._client()
        self.detail.show_client(client)
        self.timeline.look()
        self.timeline.choose(client.client if client is not None else "")
        self._show_log(None)
        if state is None or client is None:
            return
        place, rollout, name = self.context.place, state.rollout, client.client

        def show(log: KeptLog) -> None:
            if self._client() is client:
                self._show_log(log)
            else:
                log.close()

        self.context.run(
            lambda report: rollouts.open_log(place, rollout, name), show, self.fail, self
        )

    def _show_log(self, log: KeptLog | None) -> None:
        """One kept log at a time is open."""
        self.detail.set_log(log)
        if self._log is not None:
            self._log.close()
        self._log = log

    def _report(self) -> None:
        state = self._rollout()
        if state is not None:
            open_report(self, state.rollout)

    def _accept(self) -> None:
        state, client = self._rollout(), self._client()
        if state is not None and client is not None:
            accept_verdict(self, state.rollout, client, lambda _: self.refresh())

    def _resume(self) -> None:
        state = self._rollout()
        if state is not None:
            self.resume_requested.emit(state.rollout)

    def _restore(self, backup: str) -> None:
        if not confirm(
            self,
            "history.confirm_restore",
            self.tr("Restore this backup?"),
            self.tr("MAIN becomes what it was when the backup was made: {path}").format(
                path=backup
            ),
            self.tr("&Restore"),
            danger=True,
        ):
            return
        place = self.context.place
        self.work(
            self.tr("Restoring…"),
            lambda report: into_main.restore(place, backup, report),
            lambda _: self._restored(backup),
            can_cancel=False,
        )

    def _restored(self, backup: str) -> None:
        self.tell(Message(self.tr("The backup is restored"), backup, ""), "success")
        self.restored.emit()

    def retranslate(self) -> None:
        super().retranslate()
        for model in (self.rollouts, self.clients, self.releases):
            model.retranslate()


def _data(place: Workplace) -> _Data:
    states, known = rollouts.history(place), releases.known(place)
    others = chronicle.alone(place)
    told = chronicle.entries(states, known, merged.known(place), place.language, others)
    return states, known, backups.known(place.main_backups), told
