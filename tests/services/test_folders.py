"""A merged folder among programs that look at each fresh file, as scanners do on Windows."""

from __future__ import annotations

import errno
from contextlib import ExitStack
from pathlib import Path

import pytest

from app import durable, names
from app.errors import SourceError
from app.services.merge import folders
from tests.windows_files import WindowsFiles

FILES = {"application/pages/page_00001.sql": b"1", "install.sql": b"2"}


class Scanner(ExitStack):
    """Holds each file that is written, from then on until it is asked once more."""

    def __init__(self, files: WindowsFiles, monkeypatch: pytest.MonkeyPatch) -> None:
        super().__init__()
        self._files, self._write = files, durable.write
        monkeypatch.setattr(durable, "write", self.write)
        monkeypatch.setattr(durable.time, "sleep", lambda _: self.close())

    def write(self, path: Path, content: bytes, *, flush: bool) -> None:
        self._write(path, content, flush=flush)
        self.enter_context(self._files.held(path))


@pytest.mark.parametrize("there", [True, False])
def test_a_file_that_is_looked_at_for_a_moment_stops_nothing(
    tmp_path: Path, windows_files: WindowsFiles, monkeypatch: pytest.MonkeyPatch, there: bool
) -> None:
    out = tmp_path / "out"
    if there:
        out.mkdir()
    with Scanner(windows_files, monkeypatch):
        folders.write(out, FILES)
    found = {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert found == FILES and [p.name for p in tmp_path.iterdir()] == ["out"]


def test_the_first_error_is_the_one_that_is_told(
    tmp_path: Path, windows_files: WindowsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Scanner(windows_files, monkeypatch) as scanner:
        monkeypatch.setattr(durable.time, "sleep", lambda _: None)

        def full(path: Path, content: bytes, *, flush: bool) -> None:
            if path.name == "install.sql":
                raise OSError(errno.ENOSPC, "No space left on device", str(path))
            scanner.write(path, content, flush=flush)

        monkeypatch.setattr(durable, "write", full)
        with pytest.raises(OSError, match="No space left"):
            folders.write(tmp_path / "out", FILES)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("other", ["lovs/etat.sql", "LOVS/Autre.sql"])
def test_two_names_that_are_one_file_here_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, other: str
) -> None:
    monkeypatch.setattr(names, "ONE_CASE", True)
    with pytest.raises(SourceError) as caught:
        folders.write(tmp_path / "out", {"lovs/Etat.sql": b"1", other: b"2"})
    assert caught.value.code == "source.name_twins" and list(tmp_path.iterdir()) == []
