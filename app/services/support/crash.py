"""Crash reports: what ended unforeseen, and what the journal noted last, a file each.

They lie beside the program's log, without the passwords that this process has read; the newest
twenty are kept.
"""

from __future__ import annotations

import faulthandler
import os
import platform
import sys
import traceback
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import app
from app import durable, logs, paths, removal
from app.errors import JournalError
from app.rollout import Journal

KEPT: Final = 20
_EVENTS: Final = 40
_FAULT: Final = "hard-end.log"


def unforeseen(home: Path, error: BaseException) -> None:
    """Note an error that nobody foresaw: in the log, and as a report of its own. Never raises."""
    logs.unforeseen(error)
    reported(home, error)


def reported(home: Path, error: BaseException) -> None:
    """The report alone, of what the log has already."""
    report(home, "".join(traceback.format_exception(error)))


def report(home: Path, what: str) -> Path | None:
    """Write a report; None where the home cannot be written."""
    if not paths.fits(home):
        return None
    folder = paths.program_logs_folder(home)
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    path = folder / f"crash-{stamp}-{os.urandom(2).hex()}.txt"
    text = "\n".join((*about(), "", what.rstrip(), "", "The journal's last lines:", *last(home)))
    with suppress(OSError):
        durable.write(path, logs.masked(text) + "\n")
        for old in reports(home)[:-KEPT]:
            removal.remove_file(old)
        return path
    return None


def reports(home: Path) -> list[Path]:
    """All that are kept, oldest first."""
    return sorted(paths.program_logs_folder(home).glob("crash-*.txt"))


def about() -> tuple[str, ...]:
    """Which program this is, and on what."""
    frozen = "frozen" if getattr(sys, "frozen", False) else "from sources"
    return (
        f"Caravane {app.__version__} ({frozen}), Python {platform.python_version()}",
        f"{platform.platform()}, {datetime.now(UTC).isoformat(timespec='seconds')}",
    )


def last(home: Path, count: int = _EVENTS) -> list[str]:
    """The journal's last events, or why they cannot be read."""
    path = paths.journal_file(home)
    if not path.exists():
        return ["(there is no journal)"]
    try:
        journal = Journal(path)
        try:
            return journal.tail(count) or ["(nothing was rolled out)"]
        finally:
            journal.close()
    except JournalError as error:
        return [f"(it cannot be read: {error})"]


def watch(home: Path) -> Callable[[], None]:
    """Let Python write down where it is ended hard, until the function that this gives is called.

    What a run before this one left becomes a report. For one process of a home at a time.
    """
    if faulthandler.is_enabled() or not paths.fits(home):  # somebody else listens, nobody can
        return lambda: None
    path = paths.program_logs_folder(home) / _FAULT
    try:
        left = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
        if left.strip():
            report(home, f"The run before this one was ended hard:\n{left}")
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("w", encoding="utf-8")
    except OSError:
        return lambda: None
    faulthandler.enable(file)

    def stop() -> None:
        faulthandler.disable()
        file.close()
        with suppress(OSError):  # it ended well: there is nothing to tell next time
            removal.remove_file(path)

    return stop
