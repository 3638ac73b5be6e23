"""How long a lab serves: as long as whoever started it wants it."""

from __future__ import annotations

import os
import signal
import stat
import sys
import threading
from contextlib import suppress


def until_told() -> threading.Event:
    """Set when SIGTERM or SIGINT comes, or when whoever started us lets go of standard input."""
    end = threading.Event()
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: end.set())
    _end_with_input(end)
    return end


def _end_with_input(end: threading.Event) -> None:
    """The lifeline: whoever started us holds the other end of standard input. A terminal or
    ``/dev/null`` is nobody's."""
    stream = sys.stdin
    if stream is None or stream.closed:
        return
    descriptor = stream.fileno()
    mode = os.fstat(descriptor).st_mode
    if not (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
        return

    def watch() -> None:
        # not through the stream: its lock would be held when the interpreter ends
        with suppress(OSError):
            while os.read(descriptor, 1024):
                pass
        end.set()

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
