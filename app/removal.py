"""Taking a folder of our own away: its name is free then, or it stays as it was and the file in the
way is named.

Git makes its objects read-only, and Windows neither deletes a read-only file nor renames a folder
that holds an open one.
"""

from __future__ import annotations

import functools
import os
import re
import shutil
import stat
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

# A virus scanner or an indexer has a fresh file open for a moment; an editor for longer.
_TRIES: Final = 20
_PAUSE: Final = 0.1  # seconds


def remove(folder: Path) -> None:
    """The folder, and all that is in it.

    It gets another name beside itself first: where a file in it is held open, that is refused
    while everything is still there. Raises OSError with the file's name; where it is one of
    ``leftovers``, the folder has gone all the same, and what is left of it stands there.
    """
    aside = folder.with_name(f".{folder.name}.{os.urandom(4).hex()}.removed")
    if sys.platform == "win32":
        _check_free(folder)
    try:
        _patiently(lambda: folder.rename(aside))
    except PermissionError:
        _check_free(folder)  # which file it is, where it is one
        raise
    _delete(aside)


def leftovers(folder: Path) -> Iterator[Path]:
    """What stands beside a folder of what was removed from its place and could not be deleted
    then, because a file was held open or the program was ended."""
    ours = re.compile(rf"\.{re.escape(folder.name)}\.[0-9a-f]{{8}}\.removed")
    with suppress(OSError):
        yield from sorted(p for p in folder.parent.iterdir() if ours.fullmatch(p.name))


def clear(folder: Path) -> dict[Path, OSError]:
    """Delete the ``leftovers`` of a folder; gives those that stay, and why."""
    stay: dict[Path, OSError] = {}
    for left in leftovers(folder):
        try:
            _delete(left)
        except OSError as error:
            stay[left] = error
    return stay


def remove_file(path: Path) -> None:
    """One file, if it is there. Raises OSError with its name."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError as error:
        _again(os.unlink, str(path), error)


def empty(folder: Path) -> None:
    """All that is in the folder; the folder stays. Raises OSError."""
    for inside in folder.iterdir():
        if inside.is_dir() and not inside.is_symlink():
            _delete(inside)
        else:
            remove_file(inside)


def _delete(folder: Path) -> None:
    if sys.version_info >= (3, 12):
        shutil.rmtree(folder, onexc=_again)
    else:
        shutil.rmtree(folder, onerror=lambda do, path, why: _again(do, path, why[1]))


def _again(do: Callable[..., Any], path: str, why: BaseException) -> None:
    """Once more, with the right to do it."""
    if isinstance(why, FileNotFoundError):
        return
    if do not in (os.unlink, os.remove, os.rmdir):
        raise why
    for place in (Path(path).parent, Path(path)):
        if not place.is_symlink():
            place.chmod(stat.S_IMODE(place.stat().st_mode) | stat.S_IRWXU)
    _patiently(lambda: do(path))


def _patiently(do: Callable[[], object]) -> None:
    for attempt in range(_TRIES):
        try:
            do()
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == _TRIES - 1:
                raise
            time.sleep(_PAUSE)


def _check_free(folder: Path) -> None:
    """PermissionError with the name of the first file that another program has open: Windows does
    not let go of its name."""
    for place in sorted(folder.rglob("*")):
        if place.is_file() and not place.is_symlink():
            _patiently(functools.partial(place.rename, place))
