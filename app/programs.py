"""Programs of this machine, found by their names on the PATH.

They are started by their whole path: Windows, and Python's ``shutil.which`` there, look for a bare
name in the current folder first, where what somebody sent may hold a program of that name.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path


def named(program: str) -> str:
    """The name of the file of a compiled program."""
    return program + (".exe" if sys.platform == "win32" else "")


def on_path(*names: str) -> Iterator[Path]:
    """Where files of these names would be, in the entries of the PATH that say from the root where
    they are."""
    for entry in os.environ.get("PATH", "").split(os.pathsep):
        for name in names:
            place = Path(entry.strip('"')) / name
            if place.is_absolute():
                yield place


def runs(place: Path) -> bool:
    """Whether it is a file that can be started."""
    try:
        return place.is_file() and os.access(place, os.X_OK)
    except OSError:
        return False


def find(given: str) -> Path | None:
    """The program that a person named: by its path, or by a bare name on the PATH. On Windows the
    ending may be left out, and is one of those that Windows starts."""
    names = [given]
    if sys.platform == "win32":
        endings = [e for e in os.environ.get("PATHEXT", ".exe;.cmd;.bat").split(";") if e]
        if not given.lower().endswith(tuple(e.lower() for e in endings)):
            names = [given + ending for ending in endings]
    bare = Path(given).name == given
    places = on_path(*names) if bare else (Path(name).absolute() for name in names)
    return next((place for place in places if runs(place)), None)
