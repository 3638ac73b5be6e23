"""Names that Windows has no file for, and names that are one file there.

A release is cloned on Windows, a client's log has its id, a developer's branch is a file of git:
names are judged alike on all systems.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from typing import Final

# Whether the disks of this system have one file for both cases of a name, as a rule.
ONE_CASE: Final = sys.platform in ("win32", "darwin")
# Devices, with any extension too: aux.sql is no file.
_DEVICE: Final = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
# What macOS leaves out of a name before it looks for it.
_UNSEEN: Final = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
_NOT_IN_BRANCH: Final = re.compile(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{")
_CHARACTER: Final = re.compile(r'[<>:"|?*\\\x00-\x1f]')


def usable(path: str) -> bool:
    """Whether Windows can have a file of this name; parts are separated by ``/``."""
    return all(
        not _DEVICE.fullmatch(part) and not _CHARACTER.search(part) and part == part.rstrip(". ")
        for part in path.split("/")
    )


def folded(path: str) -> str:
    """What two names have in common that are one on Windows. NTFS compares the capitals, letter by
    letter: none for ``ß``, which has two, and one for ``ᾳ``, whose one capital is a title's."""
    return path.upper() if path.isascii() else "".join(map(_capital, path))


def _capital(letter: str) -> str:
    return next((c for c in (letter.upper(), letter.title()) if len(c) == 1), letter)


def twins(paths: Iterable[str]) -> tuple[str, str] | None:
    """The first two that differ in upper and lower case only: on Windows one file, or one folder
    (what is in it goes below the name that was there first)."""
    known: dict[str, str] = {}
    for path in paths:
        for part in prefixes(path):
            other = known.setdefault(folded(part), part)
            if other != part:
                return other, part
    return None


def prefixes(path: str) -> Iterator[str]:
    """The folders that a path leads through, the outermost first, and the path."""
    yield from (path[: found.start()] for found in re.finditer("/", path))
    yield path


def inside(path: str) -> bool:
    """Whether a path leads to something below where it begins, and says so in one way only."""
    return all(part not in ("", ".", "..") for part in path.split("/"))


def of_git(path: str) -> bool:
    """Whether a path leads into a folder in which git keeps a repository: ``.git``, in any case,
    by its short name, or with letters in it that some systems pass over."""
    return any(_UNSEEN.sub("", part).lower() in (".git", "git~1") for part in path.split("/"))


def branch(name: str) -> bool:
    """Whether git has a branch of this name: its rules, as ``git check-ref-format --branch``, and
    not ``@``, which it lets pass and reads as HEAD."""
    return (
        not name.startswith("-")
        and name not in ("HEAD", "@")
        and not _NOT_IN_BRANCH.search(name)
        and not name.endswith(".")
        and not any(
            not part or part.startswith(".") or part.endswith(".lock") for part in name.split("/")
        )
    )


def as_branch(name: str) -> str:
    """A name as a part of a branch that git and Windows allow."""
    safe = re.sub(r"[^\w-]+", "-", name).strip("-") or "unnamed"
    return safe if usable(safe) else f"{safe}-"
