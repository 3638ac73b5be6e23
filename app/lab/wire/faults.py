"""Faults as data: what a server does wrong on purpose, so that a test can watch us."""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass
from typing import Literal

Action = Literal["drop", "reset", "half", "hang", "kill"]
LOGON = "<logon>"


@dataclass
class Fault:
    """Strikes statements that match ``pattern`` (``<logon>`` is the logon), ``times`` often (-1:
    always). ``after`` strikes behind the execution: it took effect and the answer is lost."""

    pattern: str
    delay: float = 0.0
    error: tuple[int, str] | None = None
    action: Action | None = None
    times: int = -1
    after: bool = True


class Faults:
    """The faults of one server; safe to change while it runs. ``latency`` is seconds per trip,
    ``bandwidth`` bytes a second in each direction of a connection (0: no limit)."""

    def __init__(self, *faults: Fault, latency: float = 0.0, bandwidth: float = 0.0) -> None:
        self._lock, self._faults = threading.Lock(), list(faults)
        self.latency, self.bandwidth = latency, bandwidth

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        with self._lock:
            self._faults.clear()

    def strike(self, sql: str) -> list[Fault]:
        """The faults that this statement meets now."""
        found = []
        with self._lock:
            for fault in self._faults:
                if fault.times and re.search(fault.pattern, sql, re.IGNORECASE | re.DOTALL):
                    fault.times -= fault.times > 0
                    found.append(fault)
        return found
