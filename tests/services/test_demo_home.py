"""The demo's home belongs to one process while it is made."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from msgspec.structs import replace

from app import removal
from app.errors import SettingsError
from app.services.demo import home as demo_home
from app.settings import Client, Compare, Settings
from tests.windows_files import WindowsFiles

ROOT = Path(__file__).resolve().parents[2]
PREPARE = """
import sys
from pathlib import Path
from app.services.demo import home as demo_home
from app.services.rollout import changelogs
demo_home.PATIENCE = 1000  # how fast a machine is says nothing of the program
with demo_home.prepare(Path(sys.argv[1]), False, lambda progress: None) as handle:
    print(len(changelogs.status(handle.place, "maroc", None)))
"""


def test_two_processes_make_one_world(tmp_path: Path) -> None:
    """Both can log on in the end: there is one set of passwords, and one version 1."""
    home = tmp_path / "home"
    both = [
        subprocess.Popen(
            [sys.executable, "-c", PREPARE, str(home)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for _ in range(2)
    ]
    for process in both:
        out, err = process.communicate(timeout=200)
        assert process.returncode == 0, err
        assert int(out) > 0


def test_who_waits_too_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_home, "PATIENCE", 1)
    home = tmp_path / "home"
    with demo_home._alone(home), pytest.raises(SettingsError) as caught:
        demo_home.prepare(home, reset=True, report=lambda progress: None)
    assert caught.value.code == "demo.busy"
    assert caught.value.facts["process"] == str(os.getpid())
    assert not home.exists()


def _made_by_a_demo(home: Path) -> Path:
    """A home as git leaves it on Windows: its objects are read-only. Gives one of them."""
    (home / "lab").mkdir(parents=True)
    (home / "lab" / "old").write_text("old")
    kept = home / "remote.git" / "objects" / "ab" / "cd"
    kept.parent.mkdir(parents=True)
    kept.write_text("x")
    kept.chmod(stat.S_IREAD)
    return kept


def test_reset_takes_read_only_files_away(
    tmp_path: Path, windows_files: WindowsFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    _made_by_a_demo(home)

    def made(folder: Path, **_: object) -> None:
        assert not folder.exists() and not any(home.iterdir())
        raise SettingsError("demo.no_world", path=str(folder))  # it begins again: that is enough

    monkeypatch.setattr(demo_home.world, "create", made)
    with pytest.raises(SettingsError) as caught:
        demo_home.prepare(home, reset=True, report=lambda progress: None)
    assert caught.value.code == "demo.no_world"


def test_reset_takes_all_or_nothing(tmp_path: Path, windows_files: WindowsFiles) -> None:
    home = tmp_path / "home"
    kept = _made_by_a_demo(home)
    with windows_files.held(kept), pytest.raises(SettingsError) as caught:
        demo_home.prepare(home, reset=True, report=lambda progress: None)
    assert (caught.value.code, caught.value.facts["path"]) == ("demo.not_reset", str(kept))
    assert (home / "lab" / "old").read_text() == "old"


@pytest.mark.parametrize("stopped", [False, True])
def test_a_reset_that_could_not_delete_all_of_it_goes_on_and_says_what_is_left(
    tmp_path: Path,
    windows_files: WindowsFiles,
    monkeypatch: pytest.MonkeyPatch,
    stopped: bool,
) -> None:
    """A scanner opens a file once the folder has its other name, or the user presses Ctrl+C."""
    home = tmp_path / "home"
    _made_by_a_demo(home)
    delete, held, told = removal._delete, [], []

    def begun(folder: Path, **_: object) -> None:
        raise SettingsError("demo.no_world", path=str(folder))  # it begins again: that is enough

    def opened(folder: Path) -> None:
        if stopped:
            raise KeyboardInterrupt
        if not held:
            held.append(windows_files.held(folder / "lab" / "old"))
            held[0].__enter__()
        delete(folder)

    monkeypatch.setattr(demo_home.world, "create", begun)
    monkeypatch.setattr(removal, "_delete", opened)
    with pytest.raises(KeyboardInterrupt if stopped else SettingsError) as caught:
        demo_home.prepare(home, reset=True, report=told.append)
    (left,) = removal.leftovers(home)
    if not stopped:
        assert isinstance(caught.value, SettingsError) and caught.value.code == "demo.no_world"
        assert [(p.code, p.facts["path"]) for p in told if p.code == "demo.left"] == [
            ("demo.left", str(left))
        ]
        held[0].__exit__(None, None, None)
    monkeypatch.setattr(removal, "_delete", delete)
    with pytest.raises(SettingsError):
        demo_home.prepare(home, reset=False, report=told.append)
    assert [p.name for p in tmp_path.iterdir()] == ["home"]


def test_ones_own_choices_stay_in_the_demo() -> None:
    mine = Settings(language="fr", updates="U:/caravane", compare=Compare(ignore=("p_x",)))
    kept = demo_home.keep_preferences(mine, Settings(demo=True))
    assert kept == replace(mine, demo=True)


def test_what_somebody_says_of_a_client_stays_in_the_demo_and_its_address_is_the_labs() -> None:
    client = Client(id="maroc", name="A", dsn="h:1/X", application=210, workspace="W")
    mine = Settings(
        demo=True, clients=(replace(client, closed=True, ring=2, values=("TBS=X",), dsn="h:9/X"),)
    )
    (kept,) = demo_home.keep_preferences(mine, Settings(demo=True, clients=(client,))).clients
    assert (kept.closed, kept.ring, kept.values, kept.dsn) == (True, 2, ("TBS=X",), "h:1/X")
