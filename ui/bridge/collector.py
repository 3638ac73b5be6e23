"""Garbage collection on the window's thread only.

Hazard: a collection that happens to start in a worker thread may free widgets there, and Qt
aborts. Automatic collection is therefore off while a Collector lives; a timer on the window's
thread collects instead, generation by generation, as the interpreter itself would.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

INTERVAL_MS = 100
# So many new objects at once are gone through once, and are old then: not again with the next ones.
BATCH = 10_000


class Collector(QObject):
    """As in the interpreter, the old ones are gone through only when a quarter of them is new:
    hundreds of thousands are a stall that is seen."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thresholds = gc.get_threshold()
        self._was_enabled = gc.isenabled()
        self._old, self._new = 0, 0  # about so many objects are old, and so many came since
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.collect)
        self._timer.start(INTERVAL_MS)

    def collect(self) -> int:
        """Collect the oldest generation that is due; gives it, or -1 when none is."""
        young, middle, old = gc.get_count()
        if not young > self._thresholds[0] > 0:
            return -1
        self._new += young
        if old > self._thresholds[2] and self._new > self._old // 4:
            generation, self._old, self._new = 2, self._old + self._new, 0
        else:
            generation = 1 if middle > self._thresholds[1] or young > BATCH else 0
        gc.collect(generation)
        return generation

    def settle(self) -> None:
        """All is loaded: modules, classes and widgets stay to the end, and are not gone through any
        more. They are most of what there is in a program that has not read anything yet."""
        gc.freeze()

    def stop(self) -> None:
        """Back to what was before."""
        self._timer.stop()
        gc.unfreeze()
        if self._was_enabled:
            gc.enable()
