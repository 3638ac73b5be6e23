"""Git's program: found where it is, named in the settings, missed in words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.cli import main
from app.errors import ReleaseError
from app.lab import process
from app.release import Repository, init, program
from app.services.git import setup
from app.services.workplace import Workplace
from app.settings import Settings, save
from tests.apex.pages import page

REAL = shutil.which("git")
ROOT = Path(__file__).resolve().parents[2]
# Windows' git needs what lies beside it, so a copy of it is no git.
own_copy = pytest.mark.skipif(os.name == "nt", reason="a git cannot be copied alone")


@pytest.fixture
def no_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(program, "usual", lambda: iter(()))
    yield
    program.choose("")


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A git of its own, in a folder that nothing names."""
    place = tmp_path / "portable git" / program.NAME
    place.parent.mkdir()
    place.write_text(f'#!/bin/sh\nexec {REAL} "$@"\n', encoding="utf-8")
    place.chmod(0o755)
    return place


WITHOUT = """
import sys
from app.release import program
program.usual = lambda: iter(())
from app.cli import main
sys.exit(main(sys.argv[1:]))
"""


TABLE = """--liquibase formatted sql
--changeset moreau:t1
create table taxi (id number primary key);
"""
MASTER = """databaseChangeLog:
  - include:
      file: 001.sql
"""


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["check", "page.sql"],
        ["diff", "page.sql", "b.sql"],
        ["merge", "page.sql", "page.sql", "b.sql", "-o", "merged.sql"],
        ["guard", "changelog/001.sql"],
        ["guard", "tree"],
    ],
)
def test_what_needs_no_git_works_without_it(tmp_path: Path, words: list[str]) -> None:
    for name in ("page.sql", "b.sql"):
        (tmp_path / name).write_text(page(), encoding="utf-8")
    for name in ("changelog", "tree"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "001.sql").write_text(TABLE, encoding="utf-8")
    (tmp_path / "tree" / "master.yaml").write_text(MASTER, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, *words],
        env={**os.environ, "PATH": str(tmp_path), "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [["git", "status"], ["diff", "v1", "v2"], ["demo", "--headless"]])
def test_what_needs_it_says_what_to_install(
    no_git: None, tmp_path: Path, capsys: pytest.CaptureFixture[str], words: list[str]
) -> None:
    assert main([*words, "--home", str(tmp_path / "home")]) == 2
    said = capsys.readouterr().err
    assert "git was not found" in said and "Git for Windows" in said and "apt install git" in said
    assert not (tmp_path / "home" / "lab").exists()


@own_copy
def test_it_is_looked_for_where_it_usually_is(
    no_git: None, elsewhere: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "usual", lambda: iter((tmp_path / "nothing" / "git", elsewhere)))
    assert program.path() == str(elsewhere)
    with init(tmp_path / "work", "https://example.invalid/x.git") as repository:
        assert repository.remote_url == "https://example.invalid/x.git"


@own_copy
def test_the_settings_can_name_it(no_git: None, elsewhere: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    save(home / "settings.toml", Settings(git=str(elsewhere)))
    for place in (Workplace.blank(home), Workplace.open(home)):
        assert place.settings.git == program.path() == str(elsewhere)
    elsewhere.unlink()
    with pytest.raises(ReleaseError) as caught:
        Repository(tmp_path)
    assert (caught.value.code, caught.value.facts) == (
        "release.no_git_there",
        {"path": str(elsewhere)},
    )


def test_a_git_in_the_current_folder_is_never_started(
    no_git: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither by a PATH that names the folder, as Windows' own search does without one."""
    trap = tmp_path / program.NAME
    trap.write_text("#!/bin/sh\ntouch sprung\n", encoding="utf-8")
    trap.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", os.pathsep.join(("", ".", "sub/..")))
    with pytest.raises(ReleaseError) as caught:
        program.run("status")
    assert caught.value.code == "release.no_git" and not (tmp_path / "sprung").exists()


def test_git_finds_caravane_from_any_folder(tmp_path: Path) -> None:
    """The command that stands in git's configuration starts this very program."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [*setup.own_command(), "--version"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout[:9]) == (0, "caravane "), done.stderr


def test_a_caravane_in_the_current_folder_is_never_told_to_git(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows looks for it: there the current folder comes first, whatever is asked."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("PATHEXT", ".exe")
    monkeypatch.chdir(tmp_path)
    python = tmp_path / "python" / "python.exe"
    monkeypatch.setattr(sys, "executable", str(python))
    python.parent.mkdir()
    own = python.with_name("caravane.exe")
    for trap in (tmp_path / "caravane.exe", own):
        trap.write_text("#!/bin/sh\n", encoding="utf-8")
        trap.chmod(0o755)
    assert setup.own_command() == (str(own),)
    own.unlink()
    assert setup.own_command()[0] == str(python)


DEV = """
import sys
sys.path.insert(0, sys.argv[1])
import dev
dev.ensure_environment, dev.PYTHON = lambda kind: None, sys.executable
dev.run_caravane(["--version"])
"""
# What starts another Python of ours: git, the demo, one that runs from the sources.
STARTED = {
    "git": lambda home: [*setup.own_command(), "--version"],
    "lab": lambda home: [*process.command(home), "--help"],
    "sources": lambda home: [sys.executable, "-P", "-c", DEV, str(ROOT)],
}


@pytest.mark.parametrize("how", STARTED)
def test_no_module_comes_from_the_folder_that_it_is_started_in(tmp_path: Path, how: str) -> None:
    """Python looks there first for -c and -m, and somebody may have sent the folder."""
    for name in ("json.py", "argparse.py", "app/__init__.py", "msgspec/__init__.py"):
        trap = tmp_path / name
        trap.parent.mkdir(exist_ok=True)
        trap.write_text("raise SystemExit('the trap sprang')\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    done = subprocess.run(
        STARTED[how](tmp_path / "home"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, "trap" in done.stderr) == (0, False), done.stderr
