"""A folder goes whole, or stays whole."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app import removal
from tests.windows_files import WindowsFiles


def test_read_only_files_go(tmp_path: Path, windows_files: WindowsFiles) -> None:
    home = tmp_path / "home"
    (home / "objects" / "ab").mkdir(parents=True)
    made = home / "objects" / "ab" / "cdef"
    made.write_text("x")
    made.chmod(stat.S_IREAD)
    (home / "objects" / "ab").chmod(stat.S_IREAD | stat.S_IEXEC)
    removal.remove(home)
    assert list(tmp_path.iterdir()) == []


def test_links_go_and_what_they_lead_to_stays(tmp_path: Path) -> None:
    home, other = tmp_path / "home", tmp_path / "other"
    home.mkdir()
    other.mkdir()
    (other / "mine").write_text("mine")
    try:
        (home / "link").symlink_to(other, target_is_directory=True)
    except OSError:
        pytest.skip("this user may not make links")
    removal.empty(home)
    assert list(home.iterdir()) == []
    assert (other / "mine").read_text() == "mine"


def test_what_could_not_be_deleted_is_cleared_later_and_nothing_else(
    tmp_path: Path, windows_files: WindowsFiles
) -> None:
    home = tmp_path / "home"
    others = [".home.removed", ".home.0a1b2c3d.remove", ".home2.0a1b2c3d.removed", "home.removed"]
    for name in (".home.0a1b2c3d.removed", ".home.ffffffff.removed", *others):
        (tmp_path / name).mkdir()
        (tmp_path / name / "f").write_text("x")
    with windows_files.held(tmp_path / ".home.ffffffff.removed" / "f"):
        (stays,) = removal.clear(home).items()
    assert stays[0].name == ".home.ffffffff.removed"
    assert stays[1].filename == str(stays[0] / "f")
    assert removal.clear(home) == {}
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(others)


def test_a_file_that_is_open_leaves_everything(tmp_path: Path, windows_files: WindowsFiles) -> None:
    home = tmp_path / "home"
    for name in ("a", "b", "c"):
        (home / name).mkdir(parents=True)
        (home / name / "f").write_text(name)
    with (
        windows_files.held(home / "b" / "f"),
        pytest.raises(PermissionError) as caught,
    ):
        removal.remove(home)
    assert caught.value.filename == str(home / "b" / "f")
    assert [p.name for p in tmp_path.iterdir()] == ["home"]
    assert sorted(p.parent.name for p in home.rglob("f")) == ["a", "b", "c"]
