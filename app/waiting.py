"""Waiting that Ctrl+C ends. Windows does not interrupt a lock that is waited for, so no wait is
longer than a moment."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

MOMENT: Final = 0.2  # seconds


def wait(event: threading.Event, timeout: float | None = None) -> bool:
    """As ``event.wait``; a KeyboardInterrupt comes through within a moment."""
    end = None if timeout is None else time.monotonic() + timeout
    while not event.wait(MOMENT if end is None else max(0.0, min(MOMENT, end - time.monotonic()))):
        if end is not None and time.monotonic() >= end:
            return False
    return True


def pause(seconds: float, ended: Callable[[], bool]) -> bool:
    """Wait, unless ``ended`` becomes true; whether the whole time went by."""
    nobody = threading.Event()
    end = time.monotonic() + seconds
    while not ended():
        left = end - time.monotonic()
        if left <= 0:
            return True
        nobody.wait(min(MOMENT, left))
    return False
