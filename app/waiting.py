"""Waiting that Ctrl+C ends. Windows does not interrupt a lock that is waited for, so no wait is
longer than a moment."""

from __future__ import annotations

import threading
import time
from typing import Final

MOMENT: Final = 0.2  # seconds


def wait(event: threading.Event, timeout: float | None = None) -> bool:
    """As ``event.wait``; a KeyboardInterrupt comes through within a moment."""
    end = None if timeout is None else time.monotonic() + timeout
    while not event.wait(MOMENT if end is None else max(0.0, min(MOMENT, end - time.monotonic()))):
        if end is not None and time.monotonic() >= end:
            return False
    return True
