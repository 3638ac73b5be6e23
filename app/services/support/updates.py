"""Whether a newer Caravane lies where the settings say (``updates``): told, and never fetched.

The place is a folder, or an address whose answer names the installers, as a web server's list of a
folder does, or a text file with a name in each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import app
from app.errors import SourceError
from app.lazy import lazy

if TYPE_CHECKING:
    import http.client as client
    import urllib.request as requests
else:
    client, requests = lazy("http.client"), lazy("urllib.request")

_INSTALLER: Final = re.compile(r"caravane-(\d{1,6}\.\d{1,6}\.\d{1,6})-setup\.exe", re.IGNORECASE)
_ADDRESS: Final = re.compile(r"https?://", re.IGNORECASE)
_MOST: Final = 1_000_000  # characters of an answer, or names in a folder
_SECONDS: Final = 10.0


def newest(where: str) -> str:
    """The newest version whose installer is at ``where``, "" where there is none.

    SourceError ``source.unreadable``.
    """
    try:
        names = _listed(where) if _ADDRESS.match(where) else _in_folder(Path(where).expanduser())
        found = [match[1] for name in names for match in _INSTALLER.finditer(name)]
    except (OSError, ValueError, client.HTTPException) as error:
        detail = str(getattr(error, "reason", None) or error) or type(error).__name__
        raise SourceError("source.unreadable", path=where, detail=detail) from error
    return max(found, key=_number, default="")


def newer(where: str) -> str:
    """The newest version there, "" where it is not newer than this program; ``newest``'s errors."""
    found = newest(where)
    return found if found and _number(found) > _number(app.__version__) else ""


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _in_folder(folder: Path) -> Iterable[str]:
    return (entry.name for entry, _ in zip(folder.iterdir(), range(_MOST), strict=False))


def _listed(address: str) -> Iterable[str]:
    with requests.urlopen(address, timeout=_SECONDS) as answer:
        return [answer.read(_MOST).decode("utf-8", "replace")]
