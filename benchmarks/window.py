"""What the window's thread feels: of a large rollout, of its start, of 500 pages, of a conflict.

    python -m benchmarks.window [--clients 400] [--lines 10000] [--rate 64000] [--json FILE]

The board and the log of the product watch made-up clients that write real log files from 32
threads, ``rate`` lines a second together (200 from each thread; 64 000 is more than Python can do
on two cores). The baseline, in the same run, is what many programs do: a signal for each line,
appended to a text widget. Each runs in a process of its own; a timer that should beat each 5 ms
tells the gaps. ``benchmarks.cockpit`` has the rest: the start beside that of a bare window of Qt,
stalls, the memory of a comparison of 2 × 20 MB, the time to the next conflict. Without a display it
runs offscreen.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.rollout.log import ClientLog
from app.rollout.model import ClientState, RolloutState, StepName, StepRecord, StepState, Verdict
from benchmarks import cockpit

WORKERS: Final = 32
BURST: Final = 20
BEAT_MS: Final = 5
BEGAN: Final = datetime(2026, 1, 1, tzinfo=UTC)
MODES: Final = ("window", "a signal per line")


class Gaps(QObject):
    """Beats each 5 ms and remembers how late it was."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[int] = []
        self._clock = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        self._clock.start()
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        self.found.append(self._clock.restart())


class End(QObject):
    """Says that all clients have ended."""

    come = Signal()


class MadeUp:
    """A rollout whose clients write ``lines`` lines each, and end one after the other."""

    def __init__(self, folder: Path, clients: int, lines: int, rate: int) -> None:
        self.lines, self._pause = lines, BURST * WORKERS / rate
        self.names = [f"c{n:03}" for n in range(clients)]
        self.logs = {n: ClientLog(folder / f"{n}.log") for n in self.names}
        self._lock = threading.Lock()
        self._clients = {n: _client(n, Verdict.WAITING, 0) for n in self.names}
        self._sequence = 0
        self._publish()
        self._left = threading.Semaphore(0)
        self._pool = ThreadPoolExecutor(WORKERS)

    def start(self) -> None:
        for name in self.names:
            self._pool.submit(self._work, name)

    def _work(self, name: str) -> None:
        self._put(_client(name, Verdict.RUNNING, 0))
        pace = threading.Event()
        step = max(1, self.lines // len(StepName))
        for number in range(self.lines):
            self.write(name, number)
            if number % step == 0:
                self._put(_client(name, Verdict.RUNNING, number // step))
            if number % BURST == 0:
                pace.wait(self._pause)
        self._put(_client(name, Verdict.VERIFIED, len(StepName)))
        self._left.release()

    def write(self, name: str, number: int) -> None:
        self.logs[name].append("apex.block", number=number, of=self.lines)

    def _put(self, client: ClientState) -> None:
        with self._lock:
            self._clients[client.client] = client
            self._publish()

    def _publish(self) -> None:
        self._sequence += 1
        clients = tuple(self._clients.values())
        self._state = RolloutState("bench", "v2", "2", clients, BEGAN, self._sequence)

    # -- what the board asks -------------------------------------------------------------

    def snapshot(self) -> RolloutState:
        return self._state

    def log(self, client: str) -> ClientLog:
        return self.logs[client]

    def cancel(self, client: str | None) -> None:
        """Nothing to cancel here."""

    def wait(self, timeout: float | None) -> RolloutState:
        for _ in self.names:
            self._left.acquire(timeout=timeout)
        return self._state


class Loud(MadeUp):
    """The baseline: each line is a signal, too."""

    class Bell(QObject):
        line = Signal(str, str)

    def __init__(self, folder: Path, clients: int, lines: int, rate: int) -> None:
        super().__init__(folder, clients, lines, rate)
        self.bell = self.Bell()

    def write(self, name: str, number: int) -> None:
        super().write(name, number)
        self.bell.line.emit(name, f"apex.block number={number} of={self.lines}")


def _client(name: str, verdict: Verdict, done: int) -> ClientState:
    states = [StepState.DONE] * done + [StepState.RUNNING] * (verdict is Verdict.RUNNING)
    states += [StepState.WAITING] * len(StepName)
    steps = tuple(
        StepRecord(step, state, None, None) for step, state in zip(StepName, states, strict=False)
    )
    return ClientState(name, name, verdict, steps)


def child(mode: str, clients: int, lines: int, rate: int) -> dict[str, float]:
    """Measure one way in this process."""
    with tempfile.TemporaryDirectory() as place:
        return _measured(mode, Path(place), clients, lines, rate)


def _measured(mode: str, folder: Path, clients: int, lines: int, rate: int) -> dict[str, float]:
    from ui.main import build_application

    application = build_application()
    made = (MadeUp if mode == MODES[0] else Loud)(folder, clients, lines, rate)
    shown = _board(made, folder) if mode == MODES[0] else _text(made)
    application.processEvents()
    gaps = Gaps()
    end = End()
    # Queued behind all that waits for the window: its debts count.
    end.come.connect(application.quit, Qt.ConnectionType.QueuedConnection)
    waiter = threading.Thread(target=lambda: (made.wait(None), end.come.emit()))
    begin = time.perf_counter()
    gaps.start()
    made.start()
    waiter.start()
    application.exec()
    wall = time.perf_counter() - begin
    waiter.join()
    found = {
        "lines": clients * lines,
        "seconds": round(wall, 1),
        "worst_gap_ms": max(gaps.found),
        "gaps_over_50_ms": sum(g > 50 for g in gaps.found),
        "peak_mb": _peak(),
    }
    for log in made.logs.values():
        log.close()
    shown.deleteLater()
    return found


def _board(made: MadeUp, folder: Path) -> Any:
    from ui import theme
    from ui.context import Context
    from ui.i18n import Speech
    from ui.screens.rollout.board import BoardPage

    application = QApplication.instance()
    assert isinstance(application, QApplication)
    theme.apply(application, "light")
    speech = Speech(application)
    speech.speak("en")
    board = BoardPage(Context(folder / "home", speech))
    board.resize(1366, 768)
    board.show()
    board.watch(made)
    return board


def _text(made: MadeUp) -> QPlainTextEdit:
    assert isinstance(made, Loud)
    view = QPlainTextEdit()
    view.setReadOnly(True)
    view.resize(1366, 768)
    made.bell.line.connect(lambda name, line: view.appendPlainText(f"{name} {line}"))
    view.show()
    return view


def _peak() -> float:
    try:
        import resource
    except ImportError:  # Windows
        return 0.0
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def run(mode: str, clients: int, lines: int, rate: int) -> dict[str, Any]:
    """Measure in a fresh process."""
    environment = dict(os.environ)
    if sys.platform.startswith("linux") and "DISPLAY" not in environment:
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    arguments = ["--child", mode, "--clients", str(clients), "--lines", str(lines)]
    arguments += ["--rate", str(rate)]
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.window", *arguments],
        cwd=Path(__file__).parents[1], env=environment, check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ran.stdout.splitlines()[-1])
    return found


def report(found: dict[str, dict[str, Any]], others: dict[str, float]) -> str:
    head = f"{'':18} {'lines':>9} {'seconds':>8} {'worst gap ms':>13} {'gaps > 50 ms':>13}"
    lines = [f"{head} {'peak MB':>8}"] if found else []
    for mode, row in found.items():
        lines.append(
            f"{mode:18} {row['lines']:9} {row['seconds']:8} {row['worst_gap_ms']:13}"
            f" {row['gaps_over_50_ms']:13} {row['peak_mb']:8}"
        )
    if found:
        ours, base = (found[m]["worst_gap_ms"] for m in MODES)
        lines.append(f"worst gap: {ours / base:.2f} of the baseline's")
    lines += [f"{name:28} {value:>10}" for name, value in others.items()]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--lines", type=int, default=400, help="of each client")
    parser.add_argument("--rate", type=int, default=6400, help="lines a second")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures into FILE")
    parser.add_argument("--only", choices=sorted(cockpit.MEASURES), help="this one alone")
    parser.add_argument("--child", choices=MODES, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.child, options.clients, options.lines, options.rate)))
        return 0
    names = [options.only] if options.only else list(cockpit.MEASURES)
    others = {key: value for name in names for key, value in cockpit.run(name).items()}
    found: dict[str, dict[str, Any]] = {}
    if not options.only:
        found = {m: run(m, options.clients, options.lines, options.rate) for m in MODES}
    print(report(found, others))
    if options.json is not None:
        text = json.dumps({**others, "rollout": found}, indent=2)
        options.json.write_text(text + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
