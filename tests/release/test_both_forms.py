"""A release in both forms: each file vouched for, SQL for the clients, APEXlang beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import ReleaseError
from app.release import Repository, bundle, form_folder, init, manifest, publish
from tests.release.test_publish import facts
from tests.release.test_workcopy import APEX, FIRST, git

LANGUAGE = {
    "application.apx": b"app FOO (\n    name: Foo\n)\n\n",
    "pages/p00001-home.apx": b"page 1 (\n    name: Home\n)\n\n",
    ".apex/apexlang.json": b'{"mmdVersion": "26.1.0+3102"}',
    "shared-components/static-files/Logo.png": b"\x89PNG\r\n\x00\xff",
}
OTHER = {**LANGUAGE, "pages/p00001-start.apx": LANGUAGE["pages/p00001-home.apx"]}
del OTHER["pages/p00001-home.apx"]


@pytest.fixture
def repository(tmp_path: Path, bare_remote: Path) -> Iterator[Repository]:
    with init(tmp_path / "work", str(bare_remote)) as made:
        yield made


def released(repository: Repository, version: str, language: dict[str, bytes]) -> None:
    made = {**APEX, "install.sql": f"prompt {version}\n"}
    publish(repository, facts(version), made, "apex", FIRST, "changelog", "", apexlang=language)


def below(repository: Repository) -> set[str]:
    root = repository.path / "apexlang"
    return {p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file()}


def test_both_come_back_to_the_byte_and_the_clients_get_the_sql(repository: Repository) -> None:
    released(repository, "1", LANGUAGE)
    found = bundle(repository, "v1", "apex", "changelog")
    assert found.apexlang == LANGUAGE
    assert found.application == {**APEX, "install.sql": "prompt 1\n"}
    assert found.release.manifest.format == manifest.FORMAT
    listed = {f.path for f in found.release.manifest.files}
    assert {f"apexlang/{path}" for path in LANGUAGE} <= listed
    assert "/apexlang/** -text" in git(repository.path, "show", "v1:.gitattributes")


@pytest.mark.parametrize("path", sorted(LANGUAGE))
def test_a_file_of_either_form_that_is_not_as_listed_is_refused(
    repository: Repository, path: str
) -> None:
    released(repository, "1", LANGUAGE)
    file = repository.path / "apexlang" / path
    file.write_bytes(file.read_bytes() + b" ")
    git(repository.path, "commit", "-qam", "by hand")
    git(repository.path, "tag", "-f", "-a", "v1", "-m", "moved")
    with pytest.raises(ReleaseError) as caught:
        bundle(repository, "v1", "apex", "changelog")
    assert caught.value.code == "release.manifest_mismatch"
    assert caught.value.facts["path"] == f"apexlang/{path}"


def test_what_the_application_has_no_more_goes(repository: Repository) -> None:
    released(repository, "1", LANGUAGE)
    released(repository, "2", OTHER)
    assert below(repository) == set(OTHER)
    assert bundle(repository, "v2", "apex", "changelog").apexlang == OTHER
    assert bundle(repository, "v1", "apex", "changelog").apexlang == LANGUAGE


def test_a_release_without_apexlang_leaves_no_old_one_behind(repository: Repository) -> None:
    released(repository, "1", LANGUAGE)
    released(repository, "2", {})
    assert below(repository) == set()
    found = bundle(repository, "v2", "apex", "changelog")
    assert (found.apexlang, found.release.manifest.format) == ({}, manifest.PLAIN)


def test_somebody_elses_folder_of_that_name_is_left_alone(repository: Repository) -> None:
    notes = repository.path / "apexlang" / "notes.txt"
    notes.parent.mkdir()
    notes.write_text("ours")
    with pytest.raises(ReleaseError) as caught:
        released(repository, "1", LANGUAGE)
    assert caught.value.code == "release.folder_taken"
    assert (repository.has_commits(), repository.tags("*")) == (False, ())
    released(repository, "1", {})
    assert notes.read_text() == "ours"
    assert bundle(repository, "v1", "apex", "changelog").apexlang == {}


def test_a_refused_push_takes_both_back(repository: Repository, bare_remote: Path) -> None:
    released(repository, "1", LANGUAGE)
    hook = bare_remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ReleaseError):
        released(repository, "2", OTHER)
    assert repository.tags("*") == ("v1",)
    hook.unlink()
    released(repository, "2", OTHER)
    assert bundle(repository, "v2", "apex", "changelog").apexlang == OTHER


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize("path", ["pages/p00001-home.apx", "NOTES.md"])
def test_what_somebody_wrote_into_the_folder_is_not_taken_away(
    repository: Repository, path: str, committed: bool
) -> None:
    released(repository, "1", LANGUAGE)
    file = repository.path / "apexlang" / path
    file.write_bytes(b"by hand")
    if committed:
        git(repository.path, "add", "apexlang")
        git(repository.path, "commit", "-qm", "by hand")
        git(repository.path, "push", "-q", "origin", "HEAD")
    for language in (OTHER, {}):
        with pytest.raises(ReleaseError) as caught:
            released(repository, "2", language)
        assert caught.value.code == "release.folder_edited"
        assert caught.value.facts["path"] == f"apexlang/{path}"
    assert file.read_bytes() == b"by hand" and repository.tags("*") == ("v1",)


def test_another_application_in_a_folder_of_that_name_is_left_alone(repository: Repository) -> None:
    other = repository.path / "apexlang" / "application.apx"
    other.parent.mkdir()
    other.write_bytes(b"app OTHER (\n    name: Other\n)\n\n")
    with pytest.raises(ReleaseError) as caught:
        released(repository, "1", LANGUAGE)
    assert caught.value.code == "release.folder_taken"
    assert other.read_bytes().startswith(b"app OTHER")


def test_line_ends_that_git_changed_are_no_edit(repository: Repository) -> None:
    released(repository, "1", LANGUAGE)
    file = repository.path / "apexlang" / "application.apx"
    file.write_bytes(LANGUAGE["application.apx"].replace(b"\n", b"\r\n"))
    released(repository, "2", OTHER)
    assert bundle(repository, "v2", "apex", "changelog").apexlang == OTHER


def test_a_release_that_would_lose_the_folder_is_told_before(repository: Repository) -> None:
    assert form_folder.lost(repository, "apexlang") is None
    released(repository, "1", LANGUAGE)
    trouble = form_folder.lost(repository, "apexlang")
    assert trouble is not None
    assert (trouble.code, trouble.facts["files"]) == ("release.form_lost", len(LANGUAGE))
    git(repository.path, "rm", "-rq", "apexlang")
    assert form_folder.lost(repository, "apexlang") is None


def test_a_folder_that_got_another_name_since_is_found(repository: Repository) -> None:
    released(repository, "1", LANGUAGE)
    assert bundle(repository, "v1", "apex", "changelog", "lang").apexlang == LANGUAGE
