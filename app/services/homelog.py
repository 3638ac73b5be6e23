"""The home's log file, for whoever has to find a fault."""

from __future__ import annotations

import logging
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from app import paths

_SIZE: Final = 2_000_000  # bytes
_FORM: Final = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _HomeLog(RotatingFileHandler):
    """Windows does not rename a file that a second window has open: then this one goes on."""

    def doRollover(self) -> None:  # noqa: N802  (logging's own name)
        try:
            super().doRollover()
        except PermissionError:
            self.stream = self._open()


def handler(home: Path) -> logging.Handler:
    """A handler for the home's log. The file is made with the first line. OSError where the home
    cannot be made."""
    home.mkdir(parents=True, exist_ok=True)
    made = _HomeLog(
        paths.log_file(home), maxBytes=_SIZE, backupCount=2, encoding="utf-8", delay=True
    )
    made.setFormatter(logging.Formatter(_FORM))
    return made
