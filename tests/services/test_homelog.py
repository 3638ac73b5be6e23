"""The log of a home that two windows have open."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from app.services import homelog
from tests.windows_files import WindowsFiles


def test_a_log_that_cannot_be_renamed_goes_on(
    tmp_path: Path, windows_files: WindowsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homelog, "_SIZE", 200)
    handler = homelog.handler(tmp_path)
    lines = [f"line {number:03}" for number in range(20)]
    log = logging.getLogger("test of the home's log")
    log.propagate = False
    log.addHandler(handler)
    log.error(lines[0])
    file = tmp_path / "caravane.log"
    with windows_files.held(file):
        for line in lines[1:19]:
            log.error(line)
    written = file.read_text()
    assert [line for line in lines[:19] if line not in written] == []
    log.error(lines[19])
    handler.close()
    assert lines[19] in file.read_text() and (tmp_path / "caravane.log.1").exists()
