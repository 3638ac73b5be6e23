"""The home: where it is, and whether Windows can hold what goes below it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from app import logs, paths
from app.cli import main
from app.release import Repository, init
from app.services.support import crash
from ui.main import main as window_main

LONGEST = "apex/application/shared_components/user_interface/templates/region/carte_indicateur.sql"


@pytest.mark.parametrize(
    "words", [["demo", "--headless"], ["rollout", "list"], ["demo"], [], ["support"]]
)
def test_a_home_that_is_too_long_is_said_in_the_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    words: list[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(paths, "longest_home", lambda: 128)
    home = tmp_path / ("h" * 128)
    assert main([*words, "--home", str(home)]) == 2
    said = capsys.readouterr().err
    assert "too long" in said and "128" in said and str(len(str(home))) in said
    assert list(tmp_path.iterdir()) == []


def test_the_doctor_and_what_it_collects_write_nothing_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    home, sent = tmp_path / ("h" * 128), tmp_path / "sent" / "support.zip"
    monkeypatch.setattr(paths, "longest_home", lambda: 128)
    for there in (False, True):
        if there:
            home.mkdir()
        assert main(["doctor", "--home", str(home)]) == 1
        assert "Nothing was written" in capsys.readouterr().out
        assert main(["support", "--home", str(home), "-o", str(sent)]) == 0
        assert crash.report(home, "x") is None
        stop = logs.keep(home, lambda error: None)
        logs.unforeseen(OSError("x"))
        stop()
        crash.watch(home)()
        assert {p.name for p in tmp_path.iterdir()} == {"sent", *([home.name] if there else [])}
        assert not there or list(home.iterdir()) == []


def test_the_window_does_not_open_on_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda *words: told.append(words[2]))
    monkeypatch.setattr(paths, "longest_home", lambda: 128)
    home = tmp_path / ("h" * 128)
    assert window_main(["--home", str(home)]) == 2
    assert "Nothing was written" in told[0] and list(tmp_path.iterdir()) == []


def test_one_that_fits_has_room_for_what_goes_below() -> None:
    most = paths.longest_home()
    if sys.platform != "win32":
        assert most is None
    else:
        assert most is not None and 120 < most < 240
    assert paths._LIMIT - paths._BELOW + len(f"/repository/{LONGEST}") <= paths._LIMIT


def test_git_is_told_of_long_paths(
    tmp_path: Path, bare_remote: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a copy that was cloned without the setting too, and beside settings of the caller's."""

    def told(folder: Path, environment: dict[str, str]) -> str:
        words = ["git", "-C", str(folder), "config", "--get-regexp", "^(core.longpaths|some)"]
        done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
        return done.stdout

    for folder in (bare_remote, tmp_path / "work"):
        if folder != bare_remote:
            init(folder, str(bare_remote)).close()
        assert told(folder, dict(os.environ)) == "core.longpaths true\n"
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", str(bare_remote), str(clone)], check=True)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "some.thing")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "kept")
    with Repository(clone) as repository:
        seen = repository.repo.git.config("--get-regexp", "^(core.longpaths|some)")
    assert seen == "some.thing kept\ncore.longpaths true"
