"""Every client's version over time, as the journal saw it, with the attempts that gave none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.services import messages
from app.services.model import RolloutState
from app.services.rollout import lanes
from app.services.rollout.lanes import Lane, Mark, Span
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.widgets.lanes_panel import LanesPanel
from ui.widgets.panel import Panel, column


class VersionsOverTime(Panel):
    """``opened(client)``: the user wants to see what was done there."""

    opened = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.panel = LanesPanel(
            "history.versions",
            lambda span: span.code,
            self._tell,
            lambda: self.tr("Versions of the clients over time"),
            lambda: self.tr("No rollout yet."),
        )
        self.panel.opened.connect(self.opened)
        layout = column(self, 0, 8)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.addWidget(self.panel, 1)

    def show_states(self, states: Sequence[RolloutState]) -> None:
        """Oldest first."""
        clients = self._context.place.settings.clients if states else ()
        chart = lanes.version_chart(clients, states, datetime.now(UTC))
        self.panel.show_chart(chart)
        self._say()

    def _say(self) -> None:
        """How many have the newest version, and how many another one."""
        chart = self.panel.view.chart
        text = ""
        if chart.newest:
            text = self.tr("%n of {clients} have version {version}", "", chart.up_to_date).format(
                clients=words.clients(len(chart.lanes)), version=chart.newest
            )
        self.panel.words.setText(text)

    def _tell(self, lane: Lane, thing: Span | Mark | None) -> str:
        language = self._context.language
        if isinstance(thing, Mark):
            verdict = f"{thing.verdict.sign} {messages.verdict_text(thing.verdict, language)}"
            return f"{lane.name}\n{thing.code} · {verdict}\n{i18n.date_time(thing.at)}"
        if thing is None:
            now = lane.spans[-1].code if lane.spans else "–"
            return self.tr("{client}: version {version}").format(client=lane.name, version=now)
        since = i18n.date_time(thing.start)
        if thing.open:
            text = self.tr("version {version} since {since}")
        else:
            text = self.tr("version {version} from {since} to {end}")
        said = text.format(version=thing.code, since=since, end=i18n.date_time(thing.end))
        return f"{lane.name}\n{said}"

    def retranslate(self) -> None:
        self._say()
        self.panel.view.viewport().update()
