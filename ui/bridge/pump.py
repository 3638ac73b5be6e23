"""Thirty looks a second at state that other threads publish.

Nothing is queued by those threads: a slow window skips frames, and cannot fall behind.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from shiboken6 import isValid

FRAME_MS = 33


class FramePump(QObject):
    """One timer for all lookers; it runs only while somebody looks."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lookers: list[tuple[QObject, Callable[[], None]]] = []
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self.tick)

    @property
    def active(self) -> bool:
        return self._timer.isActive()

    def add(self, owner: QObject, look: Callable[[], None]) -> None:
        """Call ``look`` at each frame until ``remove(owner)`` or the owner's end."""
        self._lookers.append((owner, look))
        self._timer.start()

    def remove(self, owner: QObject) -> None:
        self._lookers = [entry for entry in self._lookers if entry[0] is not owner]
        if not self._lookers:
            self._timer.stop()

    def tick(self) -> None:
        self._lookers = [entry for entry in self._lookers if isValid(entry[0])]
        for _, look in tuple(self._lookers):
            look()
        if not self._lookers:
            self._timer.stop()
