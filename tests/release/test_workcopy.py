"""A working copy that git or Windows changes: what is kept out, named, or mended."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import names
from app.errors import ReleaseError
from app.release import Repository, bundle, init, publish, workcopy
from app.release.git import snapshot_branch
from tests.release.test_publish import facts
from tests.windows_files import WindowsFiles

FOLDERS = ("apex", "changelog")
APEX = {"install.sql": "prompt\n", "application/p.sql": "one\r\ntwo\n"}
FIRST = {"changelog/001.sql": b"--liquibase formatted sql\n-- one\n"}
# As Windows' editors write it.
SECOND = {"changelog/002.sql": b"--liquibase formatted sql\r\n-- two\r\n"}


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path, bare_remote: Path) -> Iterator[Repository]:
    with init(tmp_path / "work", str(bare_remote)) as made:
        publish(made, facts("1"), APEX, "apex", FIRST, "changelog", "notes")
        yield made


@pytest.fixture
def autocrlf(repository: Repository) -> None:
    """As the installer of Git for Windows sets it."""
    config = Path(os.environ["GIT_CONFIG_GLOBAL"])
    config.write_text(config.read_text() + "[core]\n\tautocrlf = true\n")


def cloned(remote: Path, folder: Path) -> Path:
    git(remote.parent, "clone", "-q", str(remote), str(folder))
    return folder


def without_attributes(repository: Repository) -> None:
    """A repository of releases that an earlier version made."""
    git(repository.path, "rm", "-q", workcopy.ATTRIBUTES)
    git(repository.path, "commit", "-qm", "as it was")
    git(repository.path, "push", "-q", "origin", "main")


def test_a_clone_by_hand_has_the_releases_bytes_and_can_release(
    repository: Repository, autocrlf: None, bare_remote: Path, tmp_path: Path
) -> None:
    clone = cloned(bare_remote, tmp_path / "clone")
    assert (clone / "changelog/001.sql").read_bytes() == FIRST["changelog/001.sql"]
    assert (clone / "apex/application/p.sql").read_bytes() == b"one\r\ntwo\n"
    with Repository(clone) as copy:
        publish(copy, facts("2"), APEX, "apex", {**FIRST, **SECOND}, "changelog", "")
        assert bundle(copy, "v2", "apex", "changelog").changelog == {**FIRST, **SECOND}
        assert git(clone, "status", "--porcelain") == ""


def test_a_copy_with_other_line_ends_is_named_and_mended(
    repository: Repository, autocrlf: None, bare_remote: Path, tmp_path: Path
) -> None:
    without_attributes(repository)
    clone = cloned(bare_remote, tmp_path / "clone")
    changed = clone / "changelog/001.sql"
    assert b"\r\n" in changed.read_bytes()
    with Repository(clone) as copy:
        assert workcopy.other_line_ends(copy, "changelog") == FIRST
        assert workcopy.mend_line_ends(copy, "changelog") == ("changelog/001.sql",)
        assert changed.read_bytes() == FIRST["changelog/001.sql"]
        assert workcopy.other_line_ends(copy, "changelog") == {}
        assert git(clone, "config", "core.autocrlf") == "false"
        publish(copy, facts("2"), APEX, "apex", {**FIRST, **SECOND}, "changelog", "")
        assert bundle(copy, "v2", "apex", "changelog").changelog == {**FIRST, **SECOND}


MANY = b"--liquibase formatted sql\n" + b"".join(b"-- %d\n" % n for n in range(300))
EDITS = {
    "a line more at the end": (lambda t: t + b"-- mine\r\n", lambda t: t + b"-- mine\n"),
    "without a line end": (lambda t: t + b"-- mine", lambda t: t + b"-- mine"),
    "in the middle": (lambda t: t.replace(b"-- 7\r", b"-- seven\r"),
                      lambda t: t.replace(b"-- 7\n", b"-- seven\n")),
    "taken out": (lambda t: t.replace(b"-- 7\r\n", b""), lambda t: t.replace(b"-- 7\n", b"")),
    "by an editor of its own mind": (lambda t: t.replace(b"-- 7\r\n", b"-- seven\n"),
                                     lambda t: t.replace(b"-- 7\n", b"-- seven\n")),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_a_file_that_was_edited_too_gets_the_line_ends_of_its_release(
    repository: Repository, autocrlf: None, bare_remote: Path, tmp_path: Path, edit: str
) -> None:
    many = {"changelog/001.sql": MANY}
    publish(repository, facts("2"), APEX, "apex", many, "changelog", "")
    without_attributes(repository)
    clone = cloned(bare_remote, tmp_path / "clone")
    file = clone / "changelog/001.sql"
    edited, wanted = EDITS[edit]
    file.write_bytes(edited(file.read_bytes()))
    with Repository(clone) as copy:
        assert set(workcopy.other_line_ends(copy, "changelog")) == {"changelog/001.sql"}
        assert workcopy.mend_line_ends(copy, "changelog") == ("changelog/001.sql",)
        assert file.read_bytes() == wanted(MANY)
        assert workcopy.other_line_ends(copy, "changelog") == {}
        mended = {"changelog/001.sql": file.read_bytes()}
        publish(copy, facts("3"), APEX, "apex", mended, "changelog", "")
        assert b"\r" not in bundle(copy, "v3", "apex", "changelog").changelog["changelog/001.sql"]


@pytest.mark.parametrize(
    ("head", "here", "wanted"),
    [
        (b"a\r\nb\r\n", b"a\nc\nb\n", b"a\r\nc\r\nb\r\n"),
        (b"a\r\nb\n", b"a\nb\r\nc\r\n", b"a\r\nb\nc\r\n"),
        (b"a\nb\n", b"a\nb\nc\r\n", b"a\nb\nc\r\n"),  # a new line alone, as somebody wrote it
        (b"a\nb\n", b"c\r\nd\r\n", b"c\r\nd\r\n"),
        (b"a\nb", b"a\r\nb", b"a\nb"),
        (b"", b"a\r\n", b"a\r\n"),
    ],
)
def test_a_line_of_the_release_ends_as_it_does_there(
    repository: Repository, head: bytes, here: bytes, wanted: bytes
) -> None:
    file = repository.path / "changelog" / "002.sql"
    file.write_bytes(head)
    git(repository.path, "add", ".")
    git(repository.path, "commit", "-qm", "more")
    file.write_bytes(here)
    workcopy.mend_line_ends(repository, "changelog")
    assert file.read_bytes() == wanted


def test_attributes_of_ones_own_stay(repository: Repository) -> None:
    file = repository.path / workcopy.ATTRIBUTES
    file.write_text("*.png binary")
    made = workcopy.with_attributes(repository, ("my apex", "changelog"))
    assert made is not None
    lines = made.decode().splitlines()
    assert lines[0] == "*.png binary" and '"/my apex/**" -text' in lines
    file.write_bytes(made)
    assert workcopy.with_attributes(repository, ("my apex", "changelog")) is None


@pytest.mark.parametrize(
    "name",
    ["lovs/aux.sql", "lovs/COM1.sql", "con", "nul .sql", "lovs/end.", "lovs /a.sql", "a:b.sql"],
)
def test_a_name_that_windows_has_no_file_for_is_refused_with_its_place(
    repository: Repository, name: str
) -> None:
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), {**APEX, name: "x"}, "apex", FIRST, "changelog", "")
    assert (caught.value.code, caught.value.facts["path"]) == ("release.bad_name", f"apex/{name}")
    assert git(repository.path, "tag") == "v1"


@pytest.mark.parametrize("folder", [".git", ".GIT", ".git/x", "x/.git", ".", ".git/refs/heads"])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_publishing_never_touches_what_is_gits(
    repository: Repository, folder: str, which: int
) -> None:
    """Whatever the settings say: a release writes its folders as a whole."""
    before = sorted((repository.path / ".git").rglob("*"))
    folders = ["apex", "changelog", "apexlang"]
    folders[which] = folder
    apex, changelog, apexlang = folders
    files = {f"{changelog}/{Path(p).name}": c for p, c in FIRST.items()}
    form = {"application.apx": b"x"}
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), APEX, apex, files, changelog, "",
                apexlang=form, apexlang_folder=apexlang)  # fmt: skip
    assert caught.value.code in ("release.in_git", "release.folder_taken", "release.bad_name")
    assert sorted((repository.path / ".git").rglob("*")) == before
    assert (
        git(repository.path, "status", "--porcelain") == "" and git(repository.path, "tag") == "v1"
    )


def test_a_link_to_gits_folder_and_a_repository_within_a_folder_are_gits_too(
    repository: Repository, tmp_path: Path
) -> None:
    inner = repository.path / "apex" / "tools" / ".git"
    inner.mkdir(parents=True)
    (inner / "config").write_text("mine")
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), APEX, "apex", FIRST, "changelog", "")
    assert (caught.value.code, caught.value.facts["folder"]) == (
        "release.in_git", "apex/tools/.git",
    )  # fmt: skip
    assert (inner / "config").read_text() == "mine"
    try:
        (repository.path / "to").symlink_to(repository.path / ".git", target_is_directory=True)
    except OSError:
        pytest.skip("links need a right on Windows")
    if (repository.path / "to").resolve() == repository.path.resolve() / "to":
        pytest.skip("Wine makes links that nothing tells from a folder")
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), APEX, "to/logs", FIRST, "changelog", "")
    assert caught.value.code == "release.in_git"
    assert (repository.path / ".git" / "logs" / "HEAD").exists()


def test_two_names_that_are_one_file_on_windows_are_refused(repository: Repository) -> None:
    twins = {**APEX, "lovs/Etat.sql": "x", "lovs/etat.sql": "y"}
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), twins, "apex", FIRST, "changelog", "")
    assert caught.value.code == "release.name_twins"
    assert set(caught.value.facts.values()) == {"apex/lovs/Etat.sql", "apex/lovs/etat.sql"}


def test_two_folders_that_are_one_on_windows_are_refused(repository: Repository) -> None:
    twins = {**APEX, "Lovs/one.sql": "x", "lovs/two.sql": "y"}
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), twins, "apex", FIRST, "changelog", "")
    assert caught.value.code == "release.name_twins"
    assert set(caught.value.facts.values()) == {"apex/Lovs", "apex/lovs"}


@pytest.mark.parametrize("name", ["ss.sql", "SS.sql", "ß/x.sql"])
def test_what_ntfs_tells_apart_is_published(repository: Repository, name: str) -> None:
    """It compares capitals letter by letter, and one letter is not two."""
    files = {**APEX, "ß.sql": "x", name: "y"}
    publish(repository, facts("2"), files, "apex", FIRST, "changelog", "")
    assert bundle(repository, "v2", "apex", "changelog").application == files


@pytest.mark.parametrize(("one", "other"), [("é", "É"), ("ᾳ", "ᾼ"), ("σ", "Σ"), ("ж", "Ж")])
def test_each_letter_has_one_capital(one: str, other: str) -> None:
    assert names.twins((f"{one}.sql", f"{other}.sql")) == (f"{one}.sql", f"{other}.sql")


@pytest.mark.parametrize("name", ["lovs/etat.sql", "Lovs/Etat.sql", "lovs/ETAT.SQL"])
@pytest.mark.parametrize("content", ["x", "y"])
def test_a_file_that_changes_its_case_alone_is_published_under_its_new_name(
    repository: Repository, bare_remote: Path, tmp_path: Path, name: str, content: str
) -> None:
    """Git is told that the disk has one file for both, as it finds out by itself on Windows."""
    git(repository.path, "config", "core.ignorecase", "true")
    old = {**APEX, "lovs/Etat.sql": "x", "lovs/Other.sql": "z"}
    publish(repository, facts("2"), old, "apex", FIRST, "changelog", "")
    (repository.path / "mine.txt").write_text("staged by somebody")
    git(repository.path, "add", "mine.txt")
    fresh = {**APEX, name: content, f"{name.partition('/')[0]}/Other.sql": "z"}
    publish(repository, facts("3"), fresh, "apex", FIRST, "changelog", "")
    assert bundle(repository, "v3", "apex", "changelog").application == fresh
    assert git(repository.path, "status", "--porcelain") == "A  mine.txt"
    with Repository(cloned(bare_remote, tmp_path / "clone")) as copy:
        assert bundle(copy, "v3", "apex", "changelog").application == fresh
    publish(repository, facts("4"), old, "apex", FIRST, "changelog", "")
    assert bundle(repository, "v4", "apex", "changelog").application == old
    assert git(repository.path, "status", "--porcelain") == "A  mine.txt"


def test_a_name_of_other_case_makes_room_before_the_new_one_is_written(
    repository: Repository,
) -> None:
    """On Windows the new file would be the old one, and go as one that is in no release."""
    old = {**APEX, "lovs/Etat.sql": "x", "Shared/one.sql": "z", "kept.sql": "k"}
    publish(repository, facts("2"), old, "apex", FIRST, "changelog", "")
    fresh = ["apex/lovs/etat.sql", "apex/shared/one.sql", "apex/kept.sql"]
    workcopy.free_names(repository, fresh, ["apex"])
    apex = repository.path / "apex"
    there = sorted(p.relative_to(apex).as_posix() for p in apex.rglob("*"))
    assert there == ["application", "application/p.sql", "install.sql", "kept.sql", "lovs"]


def test_a_merge_that_is_not_finished_is_not_ended_by_a_release(repository: Repository) -> None:
    publish(repository, facts("2"), {**APEX, "Etat.sql": "x"}, "apex", FIRST, "changelog", "")
    head = git(repository.path, "rev-parse", "HEAD")
    (repository.path / ".git" / "MERGE_HEAD").write_text(f"{head}\n")
    with pytest.raises(ReleaseError) as caught:
        publish(repository, facts("3"), {**APEX, "etat.sql": "x"}, "apex", FIRST, "changelog", "")
    assert caught.value.code == "release.commit_failed" and "merge" in caught.value.facts["detail"]
    assert git(repository.path, "rev-parse", "HEAD") == head


@pytest.mark.parametrize("as_file", [True, False])
def test_a_link_in_the_changelog_is_named(repository: Repository, as_file: bool) -> None:
    """On Windows git makes a file of it that holds the other's name."""
    blob = subprocess.run(
        ["git", "hash-object", "-w", "--stdin"],
        cwd=repository.path, input=b"../elsewhere.sql", capture_output=True, check=True,
    )  # fmt: skip
    link = f"120000,{blob.stdout.decode().strip()},changelog/002.sql"
    git(repository.path, "update-index", "--add", "--cacheinfo", link)
    git(repository.path, "commit", "-qm", "a link")
    if as_file:
        git(repository.path, "config", "core.symlinks", "false")
    elif os.name == "nt":
        pytest.skip("links need a right on Windows")
    git(repository.path, "checkout", "-q", "--", "changelog/002.sql")
    found = [f.facts["path"] for f in workcopy.faults(repository, (), FOLDERS)]
    assert found == ["changelog/002.sql"]


def test_a_file_that_is_held_open_is_named_and_nothing_is_committed(
    repository: Repository, windows_files: WindowsFiles
) -> None:
    held = repository.path / "manifest.json"
    before = git(repository.path, "rev-parse", "HEAD")
    with windows_files.held(held), pytest.raises(ReleaseError) as caught:
        publish(repository, facts("2"), APEX, "apex", FIRST, "changelog", "")
    assert (caught.value.code, caught.value.facts["path"]) == ("release.unwritable", str(held))
    assert git(repository.path, "rev-parse", "HEAD") == before
    assert git(repository.path, "tag") == "v1"
    publish(repository, facts("2"), APEX, "apex", FIRST, "changelog", "")
    assert git(repository.path, "tag") == "v1\nv2"


def test_a_read_only_file_is_written_all_the_same(
    repository: Repository, windows_files: WindowsFiles
) -> None:
    for name in ("manifest.json", "apex/install.sql", "apex/application/p.sql"):
        (repository.path / name).chmod(0o444)
    publish(repository, facts("2"), {"install.sql": "2\n"}, "apex", FIRST, "changelog", "")
    assert bundle(repository, "v2", "apex", "changelog").application == {"install.sql": "2\n"}


@pytest.mark.parametrize("name", ["con", "AUX", "Lpt1"])
def test_a_developers_branch_is_a_file_too(repository: Repository, name: str) -> None:
    assert snapshot_branch(name) == f"developers/{name}-"
    assert repository.snapshot(name, {"p.sql": b"1"}, "copy") == repository.snapshot_commit(name)
