"""One client of a rollout: its log as it grows, its data table by table, its steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QTabWidget, QWidget

from app.services import messages
from app.services.model import ClientState, Message, StepRecord, StepState, Verdict
from ui import i18n
from ui.context import Context
from ui.models import board, words
from ui.models.log_lines import Log
from ui.models.rows import Chip, Column, RowsModel
from ui.screens.screen import CLIENTS, PASSWORDS, mended_in
from ui.widgets.log_pane import LogPane
from ui.widgets.notice import Notice
from ui.widgets.panel import Panel, column
from ui.widgets.views import table


def step_model(
    context: Context, ended: Callable[[], bool], parent: QObject
) -> RowsModel[StepRecord]:
    """Steps of a client; ``ended`` says whether a step that waits still has a chance."""
    translate = QCoreApplication.translate

    def chips(s: StepRecord) -> tuple[Chip, ...]:
        text = words.step_state_word(s.state, ended())
        never = ended() and s.state is StepState.WAITING
        sign = StepState.SKIPPED.sign if never else s.state.sign
        return (Chip(text, words.STEP_TONE[s.state], sign),)

    def time(s: StepRecord) -> str:
        if s.started_at is None or s.ended_at is None:
            return "–"
        return i18n.duration((s.ended_at - s.started_at).total_seconds())

    return RowsModel(
        (
            Column(
                lambda: translate("Steps", "Step"),
                lambda s: messages.step_text(s.name, context.language),
            ),
            Column(lambda: translate("Steps", "State"), lambda s: "", chips=chips),
            Column(lambda: translate("Steps", "Begun"), lambda s: i18n.clock(s.started_at)),
            Column(lambda: translate("Steps", "Time"), time, right=True),
        ),
        key=lambda s: s.name,
        parent=parent,
    )


class ClientDetail(Panel):
    """``show_client`` for each new state; ``set_log`` and ``sync_log`` for the lines. What is not
    ``live`` does not follow the end of its log."""

    settings_requested = Signal(int)
    settle_requested = Signal(str)  # the client at which nobody knows whether a statement ran
    lock_requested = Signal(str)  # the client whose changelog's lock is to be looked at
    accept_requested = Signal(str)  # the client whose amber verdict a person accepts

    def __init__(
        self, name: str, context: Context, live: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._client: ClientState | None = None
        self.heading = self.label(role="heading")
        self.lock_notice = Notice(f"{name}.lock", self)
        self._freed: set[tuple[str, datetime | None]] = set()
        self._over = not live
        self.notice = Notice(f"{name}.problem", self)
        self.pane = LogPane(name, context, live, lambda: self.tr("Log of the client"))
        self.proofs = board.proof_model(self)
        self.proof_view = table(
            self.proofs, lines=1.8, weights=(3, 1, 1, 2, 3), empty=self._no_proofs
        )
        self.named(self.proof_view, f"{name}.data", lambda: self.tr("Tables before and after"))
        self.steps = step_model(context, self._has_ended, self)
        self.step_view = table(self.steps, lines=1.8, weights=(3, 2, 2, 1))
        self.named(self.step_view, f"{name}.steps", lambda: self.tr("Steps of the client"))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.named(self.tabs, f"{name}.tabs", lambda: self.tr("Parts of the client"))
        for number, (view, text) in enumerate(
            (
                (self.pane, lambda: self.tr("Log")),
                (self.proof_view, lambda: self.tr("Data")),
                (self.step_view, lambda: self.tr("Steps")),
            )
        ):
            self.tabs.addTab(view, "")
            self.say(partial(self.tabs.setTabText, number), text)
        layout = column(self, 0, 8)
        layout.addWidget(self.heading)
        layout.addWidget(self.lock_notice)
        layout.addWidget(self.notice)
        layout.addWidget(self.tabs, 1)

    def add_part(self, view: QWidget, text: Callable[[], str]) -> None:
        """One more tab."""
        number = self.tabs.addTab(view, "")
        self.say(partial(self.tabs.setTabText, number), text)

    @property
    def client(self) -> ClientState | None:
        return self._client

    def set_over(self, over: bool) -> None:
        """Whether the rollout has ended: only then a verdict can be accepted."""
        self._over = over

    def show_client(self, client: ClientState | None) -> None:
        self._client = client
        if client is None:
            self.heading.setText("")
            self.proofs.set_rows(())
            self.steps.set_rows(())
            self.notice.hide()
            self.lock_notice.hide()
            return
        step = board.current_step(self._context, client)
        verdict = board.verdict_chip(self._context, client.verdict).label
        self.heading.setText(" · ".join(t for t in (client.name, verdict, step) if t))
        self.proofs.set_rows(board.proofs(client))
        self.steps.set_rows(client.steps)
        self.steps.touch_all()  # what still waits has another name once the client has ended
        self._show_lock(client)
        self._show_problem(client)

    def lock_is_free(self, client: str) -> None:
        """Somebody freed it since: what the rollout left is no news any more."""
        shown = self._client
        if shown is not None and shown.client == client:
            self._freed.add((client, shown.started_at))
            self.show_client(shown)

    def _show_lock(self, client: ClientState) -> None:
        """A lock that stayed is told beside everything else, whatever the verdict."""
        if not client.lock_kept or (client.client, client.started_at) in self._freed:
            self.lock_notice.hide()
            return
        self.lock_notice.show_message(
            self._context.message(client.told[0]), "warning", closable=False
        )
        self._offer_lock(self.lock_notice, client)

    def _offer_lock(self, notice: Notice, client: ClientState) -> None:
        notice.offer(
            lambda: self.tr("Look at the loc&k…"),
            lambda: self.lock_requested.emit(client.client),
        )

    def _show_problem(self, client: ClientState) -> None:
        problem = (
            None
            if client.good
            else client.problem
            or next(
                (s.problem for s in client.steps if s.problem and s.state is StepState.FAILED), None
            )
        )
        if problem is not None:
            tone = "warning" if client.verdict is Verdict.IN_DOUBT else "danger"
            self.notice.show_message(self._context.message(problem), tone, closable=False)
            part = mended_in(problem)
            if part is not None:  # what is the central server's elsewhere is the client's here
                part = PASSWORDS if part == PASSWORDS else CLIENTS
                self.notice.offer(
                    lambda: self.tr("Open the settings"), lambda: self.settings_requested.emit(part)
                )
            elif problem.code == "changelog.locked":
                self._offer_lock(self.notice, client)
            elif problem.code == "changelog.unknown_effect":
                self.notice.offer(
                    lambda: self.tr("Look and sa&y…"),
                    lambda: self.settle_requested.emit(client.client),
                )
            elif client.verdict is Verdict.IN_DOUBT and self._over:
                self.notice.offer(
                    lambda: self.tr("Acce&pt with a note…"),
                    lambda: self.accept_requested.emit(client.client),
                )
        elif client.accepted is not None:
            title = self.tr("Accepted by {who} on {when}").format(
                who=client.accepted.by, when=i18n.date_time(client.accepted.at)
            )
            self.notice.show_message(Message(title, client.accepted.note, ""), "info", False)
        elif client.notices:
            found = [self._context.message(n) for n in client.notices]
            text = "\n".join(f"{m.title}. {m.detail}" for m in found)
            title = self.tr("%n notice(s)", "", len(found))
            tone = "info" if client.good else "warning"
            self.notice.show_message(Message(title, text, ""), tone, closable=False)
        else:
            self.notice.hide()

    def _has_ended(self) -> bool:
        return self._client is not None and self._client.ended

    def _no_proofs(self) -> str:
        if self._client is None:
            return ""
        if self._client.ended:
            return self.tr("The data was not measured: this client ended before.")
        return self.tr("The data is not measured yet.")

    def set_log(self, log: Log | None) -> None:
        self.pane.file = f"caravane-{self._client.client}" if self._client else "caravane"
        self.pane.set_log(log)

    def sync_log(self) -> None:
        """Once per frame: new lines of what is seen."""
        self.pane.sync()

    def retranslate(self) -> None:
        self.proofs.retranslate()
        self.steps.retranslate()
        self.show_client(self._client)
