"""The timeline of a rollout: clients by time, the steps of each where and as long as they ran."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.model import RolloutState, StepName
from app.services.rollout import lanes
from app.services.rollout.lanes import Lane, Mark, Span
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.widgets.lanes_panel import LanesPanel
from ui.widgets.panel import Panel, column

# A picture of hundreds of clients is drawn again so often while they are at work.
BEAT_MS = 1000


class TimelinePane(Panel):
    """``state`` gives the rollout as it is; looked at while the picture is seen, once a second
    while it is ``live``. ``chosen(client)`` follows the lane, ``opened`` asks for its log."""

    chosen = Signal(str)
    opened = Signal(str)

    def __init__(
        self,
        name: str,
        context: Context,
        state: Callable[[], RolloutState | None],
        live: Callable[[], bool] = lambda: False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context, self._state, self._live = context, state, live
        self._shown: RolloutState | None = None
        self.panel = LanesPanel(
            name,
            self._label,
            self._tell,
            lambda: self.tr("Timeline of the rollout"),
            lambda: self.tr("No client has begun yet."),
        )
        self.panel.chosen.connect(self.chosen)
        self.panel.opened.connect(self.opened)
        column(self).addWidget(self.panel)
        self._beat = QTimer(self)
        self._beat.setInterval(BEAT_MS)
        self._beat.timeout.connect(self._look)

    def look(self) -> None:
        """The rollout is another one, or has ended."""
        if self.isVisible():
            self._look()

    def choose(self, client: str) -> None:
        self.panel.view.choose(client)

    def _look(self) -> None:
        state, live = self._state(), self._live()
        if live != self._beat.isActive():
            (self._beat.start if live else self._beat.stop)()
        if state is None:
            return
        if state is self._shown and not live:
            return
        self._shown = state
        chart = lanes.rollout_chart(state, datetime.now(UTC))
        self.panel.show_chart(chart)
        begun = sum(1 for lane in chart.lanes if lane.spans)
        took = i18n.duration((chart.end - chart.start).total_seconds())
        self.panel.words.setText(
            self.tr("%n of {clients} begun · {time}", "", begun).format(
                clients=words.clients(len(chart.lanes)), time=took
            )
        )

    def _label(self, span: Span) -> str:
        return messages.step_text(StepName(span.code), self._context.language)

    def _tell(self, lane: Lane, thing: Span | Mark | None) -> str:
        """The client and its verdict; a step with when and how long."""
        language = self._context.language
        verdict = messages.verdict_text(lane.verdict, language) if lane.verdict else ""
        first = " · ".join(filter(None, (lane.name, verdict)))
        if not isinstance(thing, Span):
            return first
        took = i18n.duration((thing.end - thing.start).total_seconds())
        return f"{first}\n{self._label(thing)}\n{i18n.clock(thing.start)} · {took}"

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()

    def retranslate(self) -> None:
        self._shown = None
        self.look()
        self.panel.view.viewport().update()
