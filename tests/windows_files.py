"""What Windows refuses of files, on any system: read-only ones stay, open ones keep their name."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import durable

Name = str | os.PathLike[str]


class WindowsFiles:
    """On Windows it changes nothing; elsewhere ``os`` refuses the same."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._open: set[Path] = set()
        if os.name == "nt":
            return
        for name, judge in (
            ("unlink", self._writable),
            ("remove", self._writable),
            ("rename", self._closed),
            ("replace", self._closed),
        ):
            monkeypatch.setattr(os, name, _judged(getattr(os, name), judge))
        # Root may write everything.
        monkeypatch.setattr(os, "access", lambda p, _: bool(Path(p).stat().st_mode & stat.S_IWUSR))
        monkeypatch.setattr(durable, "_WINDOWS", True)

    @contextmanager
    def held(self, path: Path) -> Iterator[None]:
        """Another program has the file open."""
        with path.open("rb"):
            self._open.add(path.resolve())
            yield
            self._open.discard(path.resolve())

    def _writable(self, path: Name, dir_fd: int | None = None) -> None:
        mode = os.stat(path, dir_fd=dir_fd, follow_symlinks=False).st_mode
        if not stat.S_ISLNK(mode) and not mode & stat.S_IWUSR:
            raise PermissionError(errno.EACCES, "Access is denied", os.fspath(path))
        if _whole(path, dir_fd).resolve() in self._open:
            raise PermissionError(errno.EACCES, "It is being used", os.fspath(path))

    def _closed(self, old: Name, new: Name, **_: Any) -> None:
        for file in self._open:
            if any(file.is_relative_to(Path(p).resolve()) for p in (old, new)):
                raise PermissionError(
                    errno.EACCES, "It is being used", os.fspath(old), None, os.fspath(new)
                )
        if old != new and Path(new).is_file() and not Path(new).stat().st_mode & stat.S_IWUSR:
            raise PermissionError(
                errno.EACCES, "Access is denied", os.fspath(old), None, os.fspath(new)
            )


def _judged(real: Callable[..., None], judge: Callable[..., None]) -> Callable[..., None]:
    def call(*words: Any, **more: Any) -> None:
        judge(*words, **{k: v for k, v in more.items() if k == "dir_fd"})
        real(*words, **more)

    return call


def _whole(path: Name, dir_fd: int | None) -> Path:
    """The path of a name in a folder that is told by its handle."""
    return Path(path) if dir_fd is None else Path(f"/proc/self/fd/{dir_fd}").resolve() / path
