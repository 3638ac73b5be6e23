"""Garbage collection on the window's thread only.

Hazard: a collection that happens to start in a worker thread may free widgets there, and Qt
aborts. Automatic collection is therefore off while a Collector lives; a timer on the window's
thread collects instead, generation by generation, as the interpreter itself would.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 1000


class Collector(QObject):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MS)

    def collect(self) -> int:
        """Collect the oldest generation that is due; gives it, or -1 when none is."""
        counts = gc.get_count()
        for generation in (2, 1, 0):
            if counts[generation] > self._thresholds[generation] > 0:
                gc.collect(generation)
                return generation
        return -1

    def stop(self) -> None:
        """Back to what was before."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
