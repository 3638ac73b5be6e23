"""The live board: every client's steps, the chosen client's log, and how it all ended."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QElapsedTimer, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from app.services.model import ClientState, Message, RolloutState, Verdict
from ui import i18n
from ui.context import Context
from ui.models import board, words
from ui.models.log_lines import Log
from ui.models.pace import remaining
from ui.screens.rollout import steer
from ui.screens.rollout.client import ClientDetail
from ui.screens.rollout.stream import StreamPane
from ui.screens.rollout.timeline import TimelinePane
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column, row
from ui.widgets.sifter import Sifter
from ui.widgets.views import fit_first, keep_first, sortable, splitter, table

# Lines of text below the board: the log of one client, and a notice above it. The timeline gets a
# share of the height.
READING, NOTICE = 15, 5
PICTURE = 0.66


class RunningRollout(Protocol):
    """What the window needs of a rollout that runs."""

    def snapshot(self) -> RolloutState: ...
    def log(self, client: str, /) -> Log: ...
    def cancel(self, client: str | None, /) -> None: ...
    def wait(self, timeout: float | None, /) -> RolloutState: ...


class BoardPage(Panel):
    """``watch`` a rollout; it is looked at once per frame until it has ended."""

    report_requested = Signal()
    cancel_requested = Signal(str)  # a client's id, or "" for all
    pause_requested = Signal(bool)
    action_requested = Signal(object)  # what is said to the chosen client
    put_back_requested = Signal()
    resume_requested = Signal()
    new_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._running: RunningRollout | None = None
        self._live = False
        self._beat = QElapsedTimer()
        self.state: RolloutState | None = None
        self._logged = ""
        self.banner = Notice("rollout.banner", self)
        self.report_button = self.button(
            "rollout.report",
            lambda: self.tr("Open the r&eport"),
            self.report_requested.emit,
            "report",
            "primary",
        )
        self.banner.add_action(self.report_button)
        self.model = board.board_model(context, self)
        self.table = table(self.model, lines=1.75, strong=True, weights=(4, 2, 2, 0, 1, 1, 1, 1, 1))
        sortable(self.table)
        self.named(self.table, "rollout.board", lambda: self.tr("Clients of the rollout"))
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._show_detail())
        self.sifter = Sifter(
            "rollout.find", self.model, self.table, lambda: self.tr("Sift the clients (Ctrl+F)")
        )
        self.failed_only = self.sifter.add_tick(
            "rollout.failed_only", lambda: self.tr("Failed onl&y"), board.needs_a_person
        )
        self.model.arranged.connect(self._show_detail)
        self.detail = ClientDetail("rollout.client", context, parent=self)
        self.stream = StreamPane("rollout.all_clients", context, lambda: self._live)
        self.detail.add_part(self.stream, lambda: self.tr("Log of all clients"))
        self.timeline = TimelinePane(
            "rollout.timeline", context, lambda: self.state, lambda: self._live
        )
        self.timeline.chosen.connect(self._choose)
        self.timeline.opened.connect(lambda _: self.detail.tabs.setCurrentIndex(0))
        self.detail.add_part(self.timeline, lambda: self.tr("Timeline"))
        self.detail.tabs.currentChanged.connect(lambda _: self._fit())
        self.parts = keep_first(splitter(Qt.Orientation.Vertical, self.table, self.detail))
        layout = column(self, 0, 12)
        layout.addWidget(self.banner)
        layout.addWidget(self.sifter)
        layout.addWidget(self.parts, 1)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        line = row()
        self.summary = self.label(role="muted")
        self.more = self.button("rollout.more", lambda: self.tr("This cl&ient…"), self._offer)
        self.pause = self.button("rollout.pause", lambda: self.tr("Pa&use"), self._pause, "stop")
        self.cancel_one = self.button(
            "rollout.cancel_client", lambda: self.tr("Stop &this client"), self._cancel_one, "stop"
        )
        self.cancel_all = self.button(
            "rollout.cancel_all",
            lambda: self.tr("Sto&p all"),
            lambda: self.cancel_requested.emit(""),
            "stop",
            "danger",
        )
        self.resume = self.button(
            "rollout.resume",
            lambda: self.tr("&Resume"),
            self.resume_requested.emit,
            "play",
            "primary",
        )
        self.new = self.button(
            "rollout.new", lambda: self.tr("&New rollout"), self.new_requested.emit, "plus"
        )
        line.addWidget(self.summary, 1)
        for button in (
            self.more, self.pause, self.cancel_one, self.cancel_all, self.resume, self.new,
        ):  # fmt: skip
            line.addWidget(button)
        return line

    # -- watching ----------------------------------------------------------------------------

    def watch(self, running: RunningRollout) -> None:
        self._running, self._live = running, True
        self.state, self._logged = None, ""
        self.detail.set_over(False)
        self.banner.hide()
        self.failed_only.setChecked(False)
        self.sifter.words.clear()
        self._beat.start()
        self._look(force=True)
        self.timeline.look()
        state = running.snapshot()
        self.stream.set_logs([(c.name, running.log(c.client)) for c in state.clients])
        self._fit()
        if self.model.rows:
            self.table.selectRow(0)
        self._context.pump.add(self, self._look)

    def stop(self) -> None:
        """The rollout is over: a last look, then no more. What needs a person stands first."""
        self._live = False
        self.detail.set_over(True)
        self._context.pump.remove(self)
        if self._running is not None:
            self._look(force=True)
        self.timeline.look()
        rows = (n for n, c in enumerate(self.model.rows) if board.needs_a_person(c))
        if (first := next(rows, None)) is not None:
            self.table.selectRow(first)
            self.table.scrollTo(self.model.index(first, 0))
        client = self._current()
        if client is not None:
            self.detail.show_client(client)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """The rows, and below them what there is to read of one client: on a small screen a notice
        must leave some lines of its log. A picture of all clients gets more."""
        lines = sum(self.parts.sizes()) / max(self.fontMetrics().height(), 1)
        rest = READING if lines > 2.5 * READING else READING + NOTICE
        if self.detail.tabs.currentWidget() is self.timeline:
            rest = round(lines * PICTURE)
        fit_first(self.parts, self.table, min(0.45, 1 - rest / max(lines, 1)), rest=rest)

    def show_state(self, state: RolloutState) -> None:
        """The rollout as it stands after a person accepted what was in doubt."""
        self.state = state
        self.model.set_rows(state.clients)
        self._show_detail()
        self._show_summary()

    def _look(self, force: bool = False) -> None:
        """One frame. Compares a number and redraws what changed."""
        if self._running is None:
            return
        state = self._running.snapshot()
        if state is not self.state:
            self.state = state
            self.model.set_rows(state.clients)
            self._show_summary()
        elif self._live and self._beat.elapsed() > 1000:
            self._beat.restart()
            self.model.touch(board.ELAPSED)
            self._show_summary()
        self.detail.sync_log()
        if force:
            self._show_summary()

    def _current(self) -> ClientState | None:
        number = self.table.currentIndex().row()
        return self.model.value(number) if 0 <= number < len(self.model.rows) else None

    def _show_detail(self) -> None:
        client = self._current()
        known = self.detail.client
        if client is not known:
            self.detail.show_client(client)
        wanted = client.client if client else ""
        self.timeline.choose(wanted)
        if wanted != self._logged:
            self._logged = wanted
            log = self._running.log(wanted) if client and self._running else None
            self.detail.set_log(log)
        self._update_buttons()

    def _choose(self, client: str) -> None:
        if (number := self.model.row_of(client)) >= 0:
            self.table.selectRow(number)

    def _update_buttons(self) -> None:
        client, state = self._current(), self.state
        self.more.setEnabled(client is not None and steer.has_any(client, self._live))
        self.pause.setVisible(self._live)
        self.pause.setText(
            self.tr("Go o&n") if state is not None and state.paused else self.tr("Pa&use")
        )
        self.cancel_one.setVisible(self._live)
        self.cancel_all.setVisible(self._live)
        self.cancel_one.setEnabled(client is not None and not client.ended)
        self.cancel_all.setEnabled(state is not None and not state.ended)
        unsettled = state is not None and any(not c.settled for c in state.clients)
        self.resume.setVisible(not self._live and unsettled)
        self.new.setVisible(not self._live)

    def _show_summary(self) -> None:
        state = self.state
        if state is None:
            return
        done = sum(1 for c in state.clients if c.ended)
        text = self.tr("{tag} · %n of {clients} ended", "", done).format(
            tag=state.tag, clients=words.clients(len(state.clients))
        )
        if state.paused and self._live:
            text += " · " + self.tr("paused: no further client is begun")
        left = remaining(state) if self._live else None
        if left is not None:
            text += " · " + self.tr("about {time} left").format(time=i18n.about(left))
        self.summary.setText(text)
        self._update_buttons()
        if not self._live:
            self._show_banner(state)

    def _show_banner(self, state: RolloutState) -> None:
        bad = [c for c in state.clients if not c.good]
        if not bad:
            text = self.tr("{clients} verified, {rows}, none lost").format(
                clients=words.clients(len(state.clients)),
                rows=self.tr("%n row(s)", "", board.intact_rows(state)).replace(
                    str(board.intact_rows(state)), i18n.number(board.intact_rows(state))
                ),
            )
            there = sum(1 for c in state.clients if c.verdict is Verdict.ALREADY_THERE)
            detail = (
                self.tr("%n client(s) had version {version} already.", "", there)
                if there
                else self.tr("All of them are on version {version} now.")
            ).format(version=state.release_version)
            kept = ", ".join(c.name for c in state.clients if c.lock_kept)
            if kept:
                detail += "\n" + self.tr("The lock of the changelog stayed at: {names}.").format(
                    names=kept
                )
            tone = "warning" if kept else "success"
            self.banner.show_message(Message(text, detail, ""), tone, closable=False)
            return
        title = self.tr("%n client(s) of {total} not verified", "", len(bad)).format(
            total=i18n.number(len(state.clients))
        )
        lines = []
        for client in bad:
            verdict = board.verdict_chip(self._context, client.verdict).label
            why = self._context.message(client.problem).title if client.problem else ""
            lines.append(" · ".join(t for t in (client.name, verdict, why) if t))
        next_step = self.tr(
            "They stand first: choose one to see what happened and what to do.", "", len(bad)
        )
        if any(not c.settled for c in bad):
            next_step += " " + self.tr("“Resume” goes on where each of them stopped.")
        doubt = all(c.verdict is Verdict.IN_DOUBT for c in bad)
        tone = "warning" if doubt else "danger"
        self.banner.show_message(Message(title, _first(lines), next_step), tone, closable=False)

    def _pause(self) -> None:
        if self.state is not None:
            self.pause_requested.emit(not self.state.paused)

    def _offer(self) -> None:
        """What can be said to the chosen client, as a menu above the button."""
        client = self._current()
        if client is None:
            return
        menu = self.menu_of(client)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def menu_of(self, client: ClientState) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("rollout.more.menu")
        for action in steer.offers(client, self._live):
            menu.addAction(steer.word(action), partial(self.action_requested.emit, action))
        if steer.can_be_put_back(client, self._live):
            menu.addAction(self.tr("&Put the former application back…"),
                           self.put_back_requested.emit)  # fmt: skip
        return menu

    def search(self) -> None:
        """Ctrl+F: in the log where the keyboard is there, else among the clients."""
        focus = self.window().focusWidget()
        for pane in (self.detail.pane, self.stream.pane):
            if focus is not None and pane.isAncestorOf(focus):
                pane.search()
                return
        self.sifter.take()

    def _cancel_one(self) -> None:
        client = self._current()
        if client is not None:
            self.cancel_requested.emit(client.client)

    def retranslate(self) -> None:
        self.model.retranslate()
        self._show_summary()


def _first(lines: list[str], most: int = 3) -> str:
    """A banner stays a banner, however many clients there are."""
    if len(lines) <= most:
        return "\n".join(lines)
    return "\n".join((*lines[: most - 1], f"… (+{i18n.number(len(lines) - most + 1)})"))
