"""Names that Windows has no file for, and names that are one file there.

A release is cloned on Windows, a client's log has its id, a developer's branch is a file of git:
names are judged alike on all systems.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

# Devices, with any extension too: aux.sql is no file.
_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
_CHARACTER: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def usable(path: str) -> bool:
    """Whether Windows can have a file of this name; parts are separated by ``/``."""
    return all(
        not _DEVICE.fullmatch(part) and not _CHARACTER.search(part) and part == part.rstrip(". ")
        for part in path.split("/")
    )


def twins(paths: Iterable[str]) -> tuple[str, str] | None:
    """The first two that differ in upper and lower case only: on Windows one file."""
    known: dict[str, str] = {}
    for path in paths:
        other = known.setdefault(path.casefold(), path)
        if other != path:
            return other, path
    return None


def as_branch(name: str) -> str:
    """A name as a part of a branch that git and Windows allow."""
    safe = re.sub(r"[^\w-]+", "-", name).strip("-") or "unnamed"
    return safe if usable(safe) else f"{safe}-"
