"""How long a window's event loop is away, beside a bare loop of Qt on the same machine.

A timer that should beat each 5 ms tells it: in time, and in processor time of the window's thread.
What the machine adds by itself, other programs for most of it, is what a bare loop in a process of
its own misses of the same beat meanwhile.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from types import TracebackType
from typing import Any, Final, Self

from PySide6.QtCore import QEventLoop, Qt, QTimer

BEAT_MS: Final = 5

_BARE: Final = f"""
import json, sys, threading, time
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication
application = QApplication([])
gaps, last = [], time.perf_counter()
def beat():
    global last
    now = time.perf_counter()
    gaps.append((now - last) * 1000)
    last = now
timer = QTimer()
timer.setTimerType(Qt.TimerType.PreciseTimer)
timer.timeout.connect(beat)
timer.start({BEAT_MS})
threading.Thread(target=lambda: (sys.stdin.read(), application.quit()), daemon=True).start()
print("beats", flush=True)
application.exec()
print(json.dumps(gaps), flush=True)
"""


class BareLoop:
    """A bare loop of Qt that beats while this is entered; ``gaps`` are there afterwards."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.gaps: list[float] = []
        self._environment = environment

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BARE], env=self._environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        self._process.stdout.readline()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        said, _ = self._process.communicate()
        self.gaps = json.loads(said)


class Turns:
    """How long the event loop was away: between two beats, in time and in processor time."""

    def __init__(self) -> None:
        self.gaps: list[float] = []
        self.cpu: list[float] = []
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = (time.perf_counter(), time.thread_time())
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        self.gaps.append((now[0] - self._last[0]) * 1000)
        self.cpu.append((now[1] - self._last[1]) * 1000)
        self._last = now


def p99(found: list[float]) -> float:
    """What 99 of 100 do not pass."""
    return round(sorted(found)[int(len(found) * 0.99)], 1)


def settle(window: Any, turns: int = 6) -> None:
    """Let the event loop run until nothing runs behind it any more, and a little longer."""
    loop, timer = QEventLoop(), QTimer()
    left = turns

    def look() -> None:
        nonlocal left
        left -= window.context.tasks.running == 0
        if left <= 0:
            loop.quit()

    timer.timeout.connect(look)
    timer.start(1)
    loop.exec()
