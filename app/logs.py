"""The log file of a home: warnings and tracebacks, for whoever has to find a fault.

One set-up for window, command line and demo. The file turns over at two megabytes and keeps two
older ones. Passwords that the program has read never reach it, wherever they turn up.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from app import paths
from app.masking import Masks

_SIZE: Final = 2_000_000  # bytes

_known = Masks(short_as_words=True)
_log: Final = logging.getLogger("caravane")


def hide(secret: str) -> None:
    """From now on ``secret`` never reaches the log file of this process."""
    _known.add(secret)


def masked(text: str) -> str:
    """``text`` without any password that this process has read, however it is written there."""
    return _known.masked(text)


class _Formatter(logging.Formatter):
    """Message and traceback, without any of the secrets."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class _File(RotatingFileHandler):
    """Opened, and its folder made, at the first line. A log that cannot be written stops nobody."""

    def __init__(self, home: Path) -> None:
        self._home, path = home, paths.log_file(home)
        super().__init__(path, maxBytes=_SIZE, backupCount=2, encoding="utf-8", delay=True)
        self.setFormatter(_Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if not paths.fits(self._home):
            return
        try:
            Path(self.baseFilename).parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            return
        super().emit(record)

    def doRollover(self) -> None:  # noqa: N802  logging's name
        """Windows does not rename a file that a second window has open: then this one goes on."""
        try:
            super().doRollover()
        except PermissionError:
            self.stream = self._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """A full disk: the error that was to be noted is told on screen all the same."""


def keep(home: Path, tell: Callable[[BaseException], None]) -> Callable[[], None]:
    """Write the process's log into ``home`` until the function that this gives is called.

    What ends a thread unforeseen goes to the log and, as the error, to ``tell`` (called in that
    thread); nothing of it goes to standard error.
    """
    root, handler, hook = logging.getLogger(), _File(home), threading.excepthook
    level = root.level
    known = {h.baseFilename for h in root.handlers if isinstance(h, _File)}

    def ended(fault: threading.ExceptHookArgs) -> None:
        error = fault.exc_value
        if error is None or isinstance(error, SystemExit):
            return
        name = fault.thread.name if fault.thread is not None else "?"
        _log.error("the thread %s ended unforeseen", name, exc_info=error)
        tell(error)

    def stop() -> None:
        threading.excepthook = hook
        root.removeHandler(handler)
        root.setLevel(level)
        handler.close()

    if handler.baseFilename not in known:  # the demo's command opens a window on the same home
        root.addHandler(handler)
    root.setLevel(logging.WARNING)
    threading.excepthook = ended
    return stop


def unforeseen(error: BaseException) -> None:
    """Note an error that nobody foresaw, with its traceback."""
    _log.error("unforeseen", exc_info=error)
