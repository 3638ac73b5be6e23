"""Where things are kept: one folder, the *home*, holds everything of one user of Caravane.

settings.toml            connections and preferences, readable, no secrets
repository/              the release repository (unless the settings name another folder)
journal.sqlite           every rollout, intent first
rollouts/ID/CLIENT.log   live logs, kept as audit logs
backups/                 exports taken before anything was written; those of MAIN in backups/main
reports/                 reports that the window wrote
merge.json               a merge that is not in MAIN yet; merges.jsonl: those that are
worker/                  books, logs and backups of a worker (``caravane worker``)
window.ini               where the window was
logs/                    of the program itself: caravane.log (warnings and errors, turned over),
                         crash-TIME.txt, and what Python wrote where it was ended hard
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

import platformdirs

from app.errors import SettingsError

APP = "Caravane"

# Windows ends at 260 characters, unless its policy for long paths is on; a program begins in a
# folder of at most 258 all the same, git for one. What lies below a home has room for a component
# of an export with a long name.
_LIMIT: Final = 258
_BELOW: Final = 130
_FOLDERS_BELOW: Final = 40


def default_home() -> Path:
    """The home without ``--home``: ``CARAVANE_HOME``, else the user's data folder."""
    given = os.environ.get("CARAVANE_HOME")
    if given:
        return Path(given).expanduser().resolve()
    return Path(platformdirs.user_data_path(APP, appauthor=False))


def longest_home() -> int | None:
    """How many characters a home may have on this machine; None where that is no question."""
    if sys.platform != "win32":
        return None
    return _LIMIT - (_FOLDERS_BELOW if long_paths_on() else _BELOW)


def long_paths_on() -> bool:
    """Whether this program may use paths of more than 260 characters; a question on Windows."""
    if sys.platform != "win32":
        return True
    import ctypes

    try:
        return bool(ctypes.WinDLL("ntdll").RtlAreLongPathsEnabled())
    except AttributeError:  # Windows before 1607
        return False


def check_home(home: Path) -> None:
    """SettingsError ``settings.home_too_long`` where files below it could not be written."""
    if not fits(home):
        facts = {"path": str(home), "length": len(str(home)), "most": longest_home() or 0}
        raise SettingsError("settings.home_too_long", **facts)


def fits(home: Path) -> bool:
    """Whether ``check_home`` passes: where it does not, nothing is written there, no log either."""
    most = longest_home()
    return most is None or len(str(home)) <= most


def demo_home() -> Path:
    """The home of the demo, beside and never inside the user's own."""
    given = os.environ.get("CARAVANE_DEMO_HOME")
    if given:
        return Path(given).expanduser().resolve()
    return Path(platformdirs.user_data_path(f"{APP}-demo", appauthor=False))


def settings_file(home: Path) -> Path:
    return home / "settings.toml"


def journal_file(home: Path) -> Path:
    return home / "journal.sqlite"


def logs_folder(home: Path) -> Path:
    return home / "rollouts"


def backups_folder(home: Path) -> Path:
    return home / "backups"


def main_backups_folder(home: Path) -> Path:
    """The backups of MAIN, beside those of the clients."""
    return backups_folder(home) / "main"


def reports_folder(home: Path) -> Path:
    return home / "reports"


def window_file(home: Path) -> Path:
    """Where the window was, and how large."""
    return home / "window.ini"


def worker_folder(home: Path) -> Path:
    """What a worker keeps: a book, logs and backups of the clients that it brought a release to."""
    return home / "worker"


def refused_logons_file(home: Path) -> Path:
    return home / "refused-logons.json"


def program_logs_folder(home: Path) -> Path:
    """The logs of the program; those of rollouts are in ``logs_folder``."""
    return home / "logs"


def log_file(home: Path) -> Path:
    return program_logs_folder(home) / "caravane.log"
