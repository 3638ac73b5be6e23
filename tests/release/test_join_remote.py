"""Where releases go, entered in the settings: a copy is made, or the remote is told."""

from __future__ import annotations

import os
from pathlib import Path

import git
import pytest

from app.errors import ReleaseError
from app.release import Repository, init, init_bare, join_remote
from tests.windows_files import WindowsFiles


def _with_a_commit(folder: Path, remote: Path, name: str = "f.sql") -> str:
    with init(folder, str(remote)) as repository:
        (folder / "apex").mkdir()
        (folder / "apex" / name).write_bytes(b"one\r\ntwo\n")
        commit = repository.commit_and_tag(["apex"], "first", "v1", "notes")
        repository.push("v1")
    return commit


def test_a_copy_is_made_where_there_is_none(tmp_path: Path, bare_remote: Path) -> None:
    commit = _with_a_commit(tmp_path / "colleague", bare_remote)
    copy = tmp_path / "new" / "copy"
    join_remote(copy, str(bare_remote))
    with Repository(copy) as repository:
        assert repository.resolve("HEAD") == commit
        assert repository.tags() == ("v1",)
        assert repository.on_branch() and repository.behind() == 0
    assert (copy / "apex" / "f.sql").read_bytes() == b"one\r\ntwo\n"


def test_an_empty_remote_is_where_one_begins(tmp_path: Path, bare_remote: Path) -> None:
    join_remote(tmp_path / "copy", str(bare_remote))
    with Repository(tmp_path / "copy") as repository:
        assert Path(repository.remote_url) == bare_remote
        assert not repository.has_commits()


def test_another_address_for_a_copy_that_is_there(tmp_path: Path, bare_remote: Path) -> None:
    commit = _with_a_commit(tmp_path / "copy", bare_remote)
    other = tmp_path / "other.git"
    init_bare(other)
    join_remote(tmp_path / "copy", str(other))
    with Repository(tmp_path / "copy") as repository:
        assert Path(repository.remote_url) == other and repository.resolve("HEAD") == commit


@pytest.mark.parametrize("there", [True, False])
def test_what_does_not_answer_changes_nothing(
    tmp_path: Path, bare_remote: Path, there: bool
) -> None:
    copy = tmp_path / "copy"
    if there:
        _with_a_commit(copy, bare_remote)
    with pytest.raises(ReleaseError) as caught:
        join_remote(copy, str(tmp_path / "nothing.git"))
    assert caught.value.code == "release.remote_refused"
    assert "\n" not in str(caught.value.facts["detail"])
    if there:
        with Repository(copy) as repository:
            assert Path(repository.remote_url) == bare_remote
    else:
        assert not copy.exists()


def test_a_copy_without_a_remote_keeps_none(tmp_path: Path) -> None:
    git.Repo.init(tmp_path / "copy").close()
    with pytest.raises(ReleaseError):
        join_remote(tmp_path / "copy", str(tmp_path / "nothing.git"))
    with Repository(tmp_path / "copy") as repository:
        assert repository.remote_url == ""


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, bare_remote: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReleaseError) as caught:
        join_remote(tmp_path, str(bare_remote))
    assert caught.value.code == "release.not_a_repository"
    assert (tmp_path / "mine.txt").read_text() == "mine"


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("https://nadia:geheim@git.example.com/x.git", "release.password_in_url"),
        ("ext::sh -c touch% /tmp/x", "release.remote_refused"),
    ],
)
def test_no_password_and_no_program_in_an_address(tmp_path: Path, url: str, code: str) -> None:
    with pytest.raises(ReleaseError) as caught:
        join_remote(tmp_path / "copy", url)
    assert caught.value.code == code
    assert "geheim" not in str(caught.value.facts)
    assert not (tmp_path / "copy").exists()


@pytest.mark.parametrize("there", [True, False])
def test_what_cannot_be_checked_out_says_why_each_time(
    tmp_path: Path, bare_remote: Path, there: bool, windows_files: WindowsFiles
) -> None:
    """A name that git itself refuses; on Windows these are many more."""
    config = Path(os.environ["GIT_CONFIG_GLOBAL"])
    known = config.read_text()
    config.write_text(known + "[core]\n\tprotectNTFS = false\n")
    _with_a_commit(tmp_path / "colleague", bare_remote, "git~1")
    config.write_text(known)
    copy = tmp_path / "copy"
    if there:
        copy.mkdir()
    for _ in range(2):
        with pytest.raises(ReleaseError) as caught:
            join_remote(copy, str(bare_remote))
        assert "git~1" in str(caught.value.facts["detail"])
        assert copy.exists() is there and not (there and list(copy.iterdir()))


def test_a_copy_that_was_left_without_commits_is_gone_on_with(
    tmp_path: Path, bare_remote: Path
) -> None:
    commit = _with_a_commit(tmp_path / "colleague", bare_remote)
    copy = tmp_path / "copy"
    init(copy, str(tmp_path / "nothing.git")).close()
    join_remote(copy, str(bare_remote))
    with Repository(copy) as repository:
        assert repository.resolve("HEAD") == commit
    assert (copy / "apex" / "f.sql").exists()
