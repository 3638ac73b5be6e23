"""The logs of all clients of a rollout as one stream, in the order of their times."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.services.rollout.reading import Stream
from ui.bridge.pump import FRAME_MS
from ui.context import Context
from ui.models.log_lines import Log
from ui.widgets.log_pane import LogPane
from ui.widgets.panel import Panel, column

# Lines taken over at each frame: reading them must leave the frame to others.
AT_ONCE = 250


class StreamPane(Panel):
    """Reads only while it is seen; ``live`` says whether more lines may come."""

    def __init__(
        self,
        name: str,
        context: Context,
        live: Callable[[], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._live = live
        self._stream = Stream(())
        self.pane = LogPane(
            name,
            context,
            True,
            lambda: self.tr("Log of all clients"),
            whose=lambda number: self._stream.whose(number),
        )
        self.pane.file = "caravane-rollout"
        self._beat = QTimer(self)
        self._beat.setInterval(FRAME_MS)
        self._beat.timeout.connect(self._take)
        column(self).addWidget(self.pane)

    def set_logs(self, logs: Sequence[tuple[str, Log]]) -> None:
        self._stream = Stream(logs)
        self.pane.set_log(self._stream)
        if self.isVisible():
            self._beat.start()

    def _take(self) -> None:
        more = self._stream.catch_up(AT_ONCE)
        self.pane.sync()
        if not more and not self._live():
            self._beat.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._beat.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._beat.stop()
