"""The rollout: a plan, a live board, an end. One rollout at a time in a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QWidget

from app.services.model import (
    ClientCard,
    Message,
    Release,
    Report,
    RolloutPlan,
    RolloutState,
    Verdict,
)
from app.services.release import releases
from app.services.rollout import choosing, evidence, rehearsals, rollouts
from app.services.rollout.rehearsals import Finding
from app.services.rollout.steering import Action
from app.services.workplace import Workplace
from ui.context import Context
from ui.desktop.reveal import reveal
from ui.screens.rollout import steer
from ui.screens.rollout.accepting import accept_verdict
from ui.screens.rollout.board import BoardPage, RunningRollout
from ui.screens.rollout.findings import FindingsPage
from ui.screens.rollout.lock import look_at_lock
from ui.screens.rollout.plan import PlanPage
from ui.screens.rollout.reporting import open_report
from ui.screens.rollout.settling import settle
from ui.screens.rollout.starting import Starting
from ui.screens.rollout.unfinished import UnfinishedNotice, unfinished
from ui.screens.screen import CLIENTS, Screen
from ui.widgets.dialogs import confirm
from ui.widgets.empty import Empty
from ui.widgets.nav import NavState

_Data = tuple[tuple[Release, ...], tuple[ClientCard, ...], tuple[RolloutState, ...]]


class RolloutScreen(Screen):
    """``running`` is the rollout that goes on; ``ended`` follows its end. ``unfinished`` tells at
    the start of one that did not come to its end."""

    ended = Signal()
    release_requested = Signal()
    unfinished = Signal(object)  # RolloutState

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(
            "rollout",
            context,
            lambda: self.tr("Rollout"),
            lambda: self.tr(
                "The release goes to the clients. Every client is measured before and "
                "after: no row may be lost."
            ),
            parent,
        )
        self.running: RunningRollout | None = None
        self._rollout = ""
        self._unshared = ""  # whose report is known not to be with the remote
        self._loaded = False
        self._build_blanks()
        self._build_tools()
        self.offer = UnfinishedNotice("rollout.unfinished", here=True, parent=self)
        self.offer.resume_requested.connect(self.resume)
        layout = self.layout()
        assert layout is not None
        layout.insertWidget(2, self.offer)  # type: ignore[attr-defined]

    def furnish(self) -> Iterator[None]:
        self.plan = PlanPage(self.context)
        self.plan.changed.connect(self._update)
        self.stack.addWidget(self.plan)
        yield
        self.findings = FindingsPage(self.context)
        self.findings.back_requested.connect(self._back_to_plan)
        self.findings.drop_requested.connect(self._drop)
        self.findings.save_requested.connect(self._save_statements)
        self.stack.addWidget(self.findings)
        yield
        self._build_board()
        self.stack.addWidget(self.board)
        self.context.place_changed.connect(self._place_changed)
        self.context.clients_changed.connect(self._clients_changed)
        self._update()

    def _build_board(self) -> None:
        self.board = BoardPage(self.context)
        self.board.report_requested.connect(self._report)
        detail = self.board.detail
        detail.settings_requested.connect(self.settings_requested)
        detail.accept_requested.connect(lambda _: self._accept())
        detail.settle_requested.connect(lambda client: settle(self, client))
        detail.lock_requested.connect(
            lambda client: look_at_lock(self, client, lambda: detail.lock_is_free(client))
        )
        self.board.cancel_requested.connect(self._cancel_clients)
        self.board.resume_requested.connect(lambda: self.resume(self._rollout))
        self.board.new_requested.connect(self.plan_again)
        self.board.pause_requested.connect(lambda on: steer.pause(self, self._rollout, on))
        self.board.action_requested.connect(self._say)
        self.board.put_back_requested.connect(self._put_back)

    def _build_blanks(self) -> None:
        """What stands here while there is nothing to roll out, or nobody to receive it."""
        self.blank = Empty(
            "rollout",
            lambda: self.tr("There is no release to roll out"),
            lambda: self.tr("Publish a release first; clients receive exactly what its tag holds."),
        )
        self.blank.add(
            self.button(
                "rollout.to_release",
                lambda: self.tr("Go to the release"),
                self.release_requested.emit,
                "release",
                "primary",
            )
        )
        self.no_clients = Empty(
            "rollout",
            lambda: self.tr("There is no client yet"),
            lambda: self.tr("Enter the clients that receive the release, with their databases."),
        )
        self.no_clients.add(
            self.button(
                "rollout.to_clients",
                lambda: self.tr("Add clients"),
                lambda: self.settings_requested.emit(CLIENTS),
                "settings",
                "primary",
            )
        )
        self.stack.addWidget(self.blank)
        self.stack.addWidget(self.no_clients)

    def _build_tools(self) -> None:
        self.start_button = self.button(
            "rollout.start", lambda: self.tr("S&tart the rollout…"), self._start, "play", "primary"
        )
        self.refresh_button = self.button(
            "rollout.refresh", lambda: self.tr("Re&fresh"), self.refresh, "refresh", keys="F5"
        )
        self.check_button = self.button(
            "rollout.check",
            lambda: self.tr("Chec&k all clients"),
            lambda: self._rehearse(dry=False),
            "check",
        )
        self.dry_button = self.button(
            "rollout.dry_run", lambda: self.tr("Dr&y run"), lambda: self._rehearse(dry=True), "log"
        )
        for button in (
            self.refresh_button, self.check_button, self.dry_button, self.start_button,
        ):  # fmt: skip
            self.tools.addWidget(button)

    # -- the plan ----------------------------------------------------------------------------

    def arrive(self) -> None:
        if self.context.open and not self._loaded and self.running is None:
            self.refresh()

    def refresh(self) -> None:
        if not self.context.open or self.running is not None:
            return
        place = self.context.place
        self.work(
            self.tr("Reading releases and clients…"),
            lambda report: _data(place),
            self._show_data,
        )

    def _show_data(self, data: _Data) -> None:
        releases, clients, history = data
        self._loaded = True
        self.plan.show_data(releases, clients)
        self._offer(unfinished(history))
        if self.stack.currentWidget() is self.findings:
            return
        if self.stack.currentWidget() is not self.board and releases and clients:
            self.plan.start()
        if self.stack.currentWidget() is not self.board:
            plan = self.plan if clients else self.no_clients
            self.stack.setCurrentWidget(plan if releases else self.blank)
        self._update()

    def look_back(self) -> None:
        """At the start: did the last rollout come to its end? Nobody has to come here to see."""
        if self.context.open:
            place = self.context.place
            self.context.run(
                lambda report: rollouts.history(place), self._looked_back, self.fail, self
            )

    def _looked_back(self, history: tuple[RolloutState, ...]) -> None:
        state = unfinished(history)
        if state is not None and self.running is None:
            self._offer(state)
            self.unfinished.emit(state)

    def _offer(self, state: RolloutState | None) -> None:
        if state is None or self.running is not None:
            self.offer.show_state(None)
            return
        self.offer.show_state(state)
        self.set_state(nav_of(state))

    def _update(self) -> None:
        planning = self.stack.currentWidget() is self.plan
        looking = self.stack.currentWidget() is self.findings
        self.start_button.setVisible(planning or looking)
        for button in (self.check_button, self.dry_button):
            button.setVisible(planning)
            button.setEnabled(bool(self.plan.version and self.plan.client_ids))
        self.refresh_button.setVisible(not looking and self.stack.currentWidget() is not self.board)
        self.start_button.setEnabled(
            bool(self.plan.version and self.plan.client_ids) and self.running is None
        )

    def plan_again(self) -> None:
        """Back from the board to a new plan."""
        self.stack.setCurrentWidget(self.plan)
        self.set_state(NavState())
        self.refresh()
        self._update()

    # -- running -----------------------------------------------------------------------------

    def _start(self) -> None:
        version, ids = self.plan.version, self.plan.client_ids
        workers, policy = self.plan.workers.value(), self.plan.policy.values()
        question = Starting(self, version, self.plan.model.checked)
        answer = question.exec()
        question.deleteLater()
        if answer != QDialog.DialogCode.Accepted:
            return
        place = self.context.place
        self._run(
            self.tr("Starting the rollout…"),
            lambda: rollouts.start(place, _planned(place, version, ids, workers, policy)),
        )

    # -- before anything is changed ----------------------------------------------------------

    def _rehearse(self, dry: bool) -> None:
        """Look at every chosen client, and change nothing."""
        place, version, ids = self.context.place, self.plan.version, self.plan.client_ids
        workers, policy = self.plan.workers.value(), self.plan.policy.values()
        look = rehearsals.dry_run if dry else rehearsals.check

        def call(report: Report) -> tuple[str, tuple[Finding, ...]]:
            plan = _planned(place, version, ids, workers, policy)
            return plan.tag, look(place, plan, report)

        def show(found: tuple[str, tuple[Finding, ...]]) -> None:
            self.findings.show_findings(*found, dry)
            self.stack.setCurrentWidget(self.findings)
            self._update()

        self.work(self.tr("Looking at the clients…"), call, show)

    def _back_to_plan(self) -> None:
        self.stack.setCurrentWidget(self.plan)
        self.plan.table.setFocus()
        self._update()

    def _drop(self, ids: set[str]) -> None:
        self.plan.untick(ids)
        self._back_to_plan()

    def _save_statements(self, folder: str) -> None:
        found, path = self.findings.model.every, Path(folder)
        self.work(
            self.tr("Writing the statements…"),
            lambda report: rehearsals.write_statements(found, path),
            lambda written: self._statements_written(path, tuple(written.values())),
            can_cancel=False,
        )

    def _statements_written(self, folder: Path, written: tuple[Path, ...]) -> None:
        text = self.tr("%n file(s), one for each client.", "", len(written))
        self.tell(
            Message(self.tr("The statements are written"), f"{folder}\n{text}", ""), "success"
        )
        reveal(next(iter(written)))

    # -- steering ----------------------------------------------------------------------------

    def _say(self, action: Action) -> None:
        client = self.board.detail.client
        if client is not None:
            steer.say(self, self._rollout, client, action, self._told)

    def _told(self, stand: RunningRollout | RolloutState | None) -> None:
        if isinstance(stand, RolloutState):
            if self.running is None:
                self._accepted(stand)
        elif stand is not None:
            self._begun(stand)

    def _put_back(self) -> None:
        client = self.board.detail.client
        if client is not None:
            steer.put_back(self, self._rollout, client, self._accepted)

    def resume(self, rollout: str) -> None:
        """Go on with an interrupted rollout."""
        if not rollout or self.running is not None or not self.context.open:
            return
        place = self.context.place
        self._run(self.tr("Resuming the rollout…"), lambda: rollouts.resume(place, rollout))

    def _run(self, text: str, begin: Callable[[], RunningRollout]) -> None:
        self.work(text, lambda report: begin(), self._begun, can_cancel=False)

    def _begun(self, running: RunningRollout) -> None:
        self.running = running
        self._rollout = running.snapshot().rollout
        self.offer.show_state(None)
        self.stack.setCurrentWidget(self.board)
        self.board.watch(running)
        self.set_state(NavState("running"))
        self._update()
        self.context.run(lambda report: running.wait(None), self._over, self._broke, self)

    def _over(self, state: RolloutState) -> None:
        self.running = None
        self._share(state.rollout)
        self.busy.end()
        self.board.stop()
        self._loaded = False
        self.set_state(nav_of(state))
        self._update()
        self.ended.emit()

    def _share(self, rollout: str) -> None:
        """Nobody waits for it; that it is not with the remote is told once for a rollout."""
        sharing = evidence.Sharing(self.context.place, rollout)

        def ended(in_time: bool) -> None:
            failure = sharing.failure
            if (in_time and failure is None) or self._unshared == rollout or self._failure:
                return
            self._unshared = rollout
            why = self.tr("The remote has not answered yet.")
            if failure is not None:
                detail = str(failure.facts.get("detail", ""))
                why = "\n".join(filter(None, (self.context.message(failure).title, detail)))
            title = self.tr("The report could not be shared with the colleagues")
            self.tell(Message(title, why, self.tr("The next rollout brings it.")))

        self.context.run(lambda report: sharing.wait(evidence.PATIENCE), ended, self.fail, self)

    def _broke(self, error: BaseException) -> None:
        self.running = None
        self.board.stop()
        self._loaded = False
        self.set_state(NavState("error"))
        self.fail(error)
        self.ended.emit()

    def _cancel_clients(self, client: str) -> None:
        running = self.running
        if running is None:
            return
        name = next((c.name for c in running.snapshot().clients if c.client == client), "")
        title = (
            self.tr("Stop {name}?").format(name=name) if client else self.tr("Stop all clients?")
        )
        if confirm(
            self,
            "rollout.confirm_cancel",
            title,
            self.tr(
                "The present step is ended, then nothing more is sent. What was done stays "
                "done, and the journal knows it."
            ),
            self.tr("&Stop"),
            danger=True,
        ):
            running.cancel(client or None)

    def leave(self) -> None:
        """The window closes: ask all clients to stop; ``ended`` follows when they have."""
        running = self.running
        if running is not None:
            running.cancel(None)
            self.busy.begin(self.tr("Stopping after the present step…"))

    # -- afterwards --------------------------------------------------------------------------

    def _report(self) -> None:
        open_report(self, self._rollout, self.board.banner)

    def _accept(self) -> None:
        client = self.board.detail.client
        if client is not None:
            accept_verdict(self, self._rollout, client, self._accepted)

    def _accepted(self, state: RolloutState) -> None:
        if self.running is None:  # else its end brings it
            self._share(state.rollout)
        self.board.show_state(state)
        self.set_state(nav_of(state))
        self.ended.emit()

    def search(self) -> None:
        if self.stack.currentWidget() is self.board:
            self.board.search()
        elif self.stack.currentWidget() is self.findings:
            self.findings.sifter.take()
        elif self.stack.currentWidget() is self.plan:
            self.plan.sifter.take()

    def forget(self) -> None:
        """A release was published: read again on the next visit, and plan."""
        self._loaded = False
        if self.running is None and self.stack.currentWidget() is self.board:
            self.stack.setCurrentWidget(self.plan)

    def _clients_changed(self) -> None:
        self._loaded = False
        self.plan.as_in_the_settings()

    def _place_changed(self) -> None:
        self._loaded = False
        self.plan.forget_choice()
        self.offer.show_state(None)
        if self.running is None:
            self.stack.setCurrentWidget(self.blank)
        self._update()


def _planned(
    place: Workplace, version: str, ids: Sequence[str], workers: int, wanted: dict[str, Any]
) -> RolloutPlan:
    """The plan as the page says it."""
    policy = choosing.policy(
        place,
        ids,
        canary=choosing.first_of(place, ids) if wanted["canary"] else "",
        stop_after=wanted["stop_after"],
        unreachable=wanted["unreachable"],
        outside_window=wanted["outside_window"],
    )
    return rollouts.plan(place, version, ids, workers, policy)


def nav_of(state: RolloutState) -> NavState:
    """What the rail says of a rollout that ended: amber is no error, it waits for a person."""
    doubts = sum(c.verdict is Verdict.IN_DOUBT for c in state.clients)
    if state.good:
        return NavState("done")
    held = (c for c in state.clients if not c.good and c.verdict is not Verdict.IN_DOUBT)
    if doubts and all(c.verdict is Verdict.CANCELLED for c in held):
        return NavState("attention", doubts)
    return NavState("error")


def _data(place: Workplace) -> _Data:
    return releases.known(place), rollouts.clients(place), rollouts.history(place)
