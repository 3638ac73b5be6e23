"""Ctrl+C on Windows: a call that waits for the network does not hear it until it is answered.

On other systems the signal ends such a call. Here the main thread gets a second to hear it; then
the process ends, as a kill would end it: what was noted before it was sent is resumed from there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import Any, Final

CODE: Final = 130
_PATIENCE: Final = 0.8  # seconds
_kept: list[Any] = []  # what the console calls must not be collected


def answer() -> None:
    """From now on Ctrl+C is answered within a second."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    heard = threading.Event()

    def hear(*_: object) -> None:
        heard.set()
        raise KeyboardInterrupt

    def end() -> None:
        if not heard.wait(_PATIENCE):
            os._exit(CODE)

    def pressed(event: int) -> bool:
        if event == signal.CTRL_C_EVENT:
            heard.clear()
            threading.Thread(target=end, daemon=True).start()
        return False  # and Python's own handler after this one

    signal.signal(signal.SIGINT, hear)
    handler = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)(pressed)
    _kept.append(handler)
    ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, True)
