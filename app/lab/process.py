"""The lab in a process of its own, as a real server would be: started, watched and ended here.

Parent and child share one pipe, the child's standard input: when it closes, because the parent
asked or because the parent died, the lab ends by itself. Nothing is left running behind a demo.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self

import app

READY_WITHIN: Final = 60.0  # seconds; a slow disk on first use
_LOG: Final = "lab.log"


@dataclass(frozen=True)
class Ports:
    """Where one server listens on loopback: its database, and its ORDS."""

    port: int
    ords_port: int


class LabError(Exception):
    """The lab did not start; the text is the end of what it wrote to its log."""


class LabProcess:
    """A running lab. Made by ``start``; leave it with ``stop`` or a ``with`` block."""

    def __init__(self, child: subprocess.Popen[str], servers: Mapping[str, Ports]) -> None:
        self._child, self.servers = child, dict(servers)

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child.poll() is None

    def wait(self) -> None:
        """Until it has ended, by whatever."""
        self._child.wait()

    def stop(self, timeout: float = 20.0) -> int:
        """Close the lifeline and wait; running statements finish first. Returns the exit code."""
        if self._child.stdin is not None and not self._child.stdin.closed:
            self._child.stdin.close()
        try:
            code = self._child.wait(timeout)
        except subprocess.TimeoutExpired:
            self._child.kill()
            code = self._child.wait()
        if self._child.stdout is not None:
            self._child.stdout.close()
        return code

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()


def serve(home: Path, busy: float = 0.0) -> int:
    """Serve the world in ``home`` from this process; see ``app.lab.serving.serve``."""
    from app.lab import serving  # the SQL engine is slow to load, and the parent needs none

    return serving.serve(home, busy=busy)


def command(home: Path, busy: float = 0.0) -> list[str]:
    """How this program starts its lab: through the interpreter, or through itself when frozen."""
    work = ["--busy", str(busy)] if busy else []
    if getattr(sys, "frozen", False):
        return [sys.executable, "lab", "serve", str(home), *work]
    # Its modules are never those of the folder that somebody stands in.
    return [sys.executable, "-P", "-m", "app.lab", "serve", "--home", str(home), *work]


def start(
    home: Path,
    arguments: Sequence[str] | None = None,
    ready_within: float = READY_WITHIN,
    log: str = _LOG,
) -> LabProcess:
    """Serve the world in ``home`` from a new process, and wait until it listens.

    ``arguments`` replaces ``command(home)``; what it says goes to ``home / log``. Raises LabError if the process ends, or says nothing
    within ``ready_within`` seconds.
    """
    home.mkdir(parents=True, exist_ok=True)
    said = home / log
    child = _spawn(list(arguments) if arguments is not None else command(home), said)
    assert child.stdout is not None
    line = _first_line(child.stdout, ready_within)
    try:
        ready = json.loads(line or "")
        servers = {name: Ports(**ports) for name, ports in ready["servers"].items()}
    except (ValueError, KeyError, TypeError) as error:
        LabProcess(child, {}).stop(timeout=2.0)
        tail = said.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise LabError(tail.strip() or f"no answer within {ready_within:.0f} s") from error
    return LabProcess(child, servers)


def _spawn(arguments: list[str], log: Path) -> subprocess.Popen[str]:
    package = Path(app.__file__ or "").resolve().parent.parent
    path = os.pathsep.join(filter(None, (str(package), os.environ.get("PYTHONPATH", ""))))
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(
        subprocess, "CREATE_NEW_PROCESS_GROUP", 0
    )
    with log.open("a", encoding="utf-8") as written:
        return subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"},
            creationflags=hidden,
            # its own group: Ctrl+C in the terminal must reach the demo, which then ends the lab
            start_new_session=os.name == "posix",
        )


def _first_line(stream: IO[str], within: float) -> str | None:
    """The first line that a process writes, or None if it writes none in time."""
    lines: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: lines.put(stream.readline()), daemon=True).start()
    try:
        return lines.get(timeout=within)
    except queue.Empty:
        return None
