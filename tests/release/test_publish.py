"""Releases against real git and a bare repository on disk."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import ReleaseError, SourceError
from app.release import (
    Manifest,
    Repository,
    bundle,
    draft_manifest,
    init,
    publish,
    releases,
)
from app.release.git import masked
from app.services.messages import message

FILES = {"install.sql": "prompt\n@@application/é à.sql\n", "application/é à.sql": "a\r\nb\n"}
CHANGELOG = {"changelog/001-base.sql": b"--liquibase formatted sql\n"}


def facts(version: str, base: str = "-") -> Manifest:
    return draft_manifest(
        version=version,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
        application="ORASSUIT",
        application_id=100,
        apex_release="24.2.0",
        base=base,
        developers=("Ahmed", "Sara"),
        pages=(10, 20, 30),
        changesets=("changelog/001-base.sql::1::dba",),
    )


@pytest.fixture
def repository(tmp_path: Path, bare_remote: Path) -> Iterator[Repository]:
    with init(tmp_path / "work", str(bare_remote)) as made:
        yield made


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def release(repository: Repository, version: str, files: dict[str, str] | None = None) -> None:
    publish(repository, facts(version), files or FILES, "apex", CHANGELOG, "changelog", "notes")


def test_a_release_is_one_commit_one_tag_and_a_manifest_on_the_remote(
    repository: Repository, bare_remote: Path
) -> None:
    made = publish(repository, facts("1"), FILES, "apex", CHANGELOG, "changelog", "# First\n-line")
    assert git(bare_remote, "rev-parse", "main") == made.commit
    assert git(bare_remote, "cat-file", "-t", "v1") == "tag"
    message = git(bare_remote, "log", "-1", "--format=%B", "main")
    trailers = git(bare_remote, "log", "-1", "--format=%(trailers:only,unfold)", "main")
    assert "# First" in message
    assert "Developer: Ahmed\nDeveloper: Sara\nPages: 10, 20, 30\nBase: -" in trailers
    again = bundle(repository, "v1", "apex", "changelog")
    assert again.application == FILES
    assert again.changelog == CHANGELOG
    assert again.release == made
    assert releases(repository) == (made,)


def test_the_bundle_comes_from_the_tag_and_not_from_the_folder(repository: Repository) -> None:
    release(repository, "1")
    (repository.path / "apex" / "install.sql").write_text("edited later")
    assert bundle(repository, "v1", "apex", "changelog").application == FILES


def test_a_removed_file_leaves_the_next_release(repository: Repository) -> None:
    release(repository, "1")
    release(repository, "2", {"install.sql": "prompt\n"})
    assert set(bundle(repository, "v2", "apex", "changelog").application) == {"install.sql"}
    assert set(bundle(repository, "v1", "apex", "changelog").application) == set(FILES)


def test_a_refused_push_is_said_and_takes_everything_back(
    repository: Repository, bare_remote: Path
) -> None:
    release(repository, "1")
    before = git(repository.path, "rev-parse", "HEAD")
    hook = bare_remote / "hooks" / "pre-receive"
    hook.parent.mkdir(exist_ok=True)  # git makes it where it has templates
    hook.write_text("#!/bin/sh\necho 'releases are frozen' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ReleaseError) as caught:
        release(repository, "2", {"install.sql": "new\n"})
    assert caught.value.code == "release.push_refused"
    assert "releases are frozen" in caught.value.facts["detail"]
    assert git(repository.path, "rev-parse", "HEAD") == before
    assert git(repository.path, "tag") == "v1"
    hook.unlink()
    release(repository, "2", {"install.sql": "new\n"})
    assert git(bare_remote, "tag") == "v1\nv2"


def test_an_unreachable_remote_changes_nothing(tmp_path: Path) -> None:
    with init(tmp_path / "work", str(tmp_path / "nowhere.git")) as repository:
        with pytest.raises(ReleaseError) as caught:
            release(repository, "1")
        assert caught.value.code == "release.remote_refused"
        assert not repository.has_commits()


def test_a_remote_that_moved_on_is_not_overwritten(
    repository: Repository, bare_remote: Path, tmp_path: Path
) -> None:
    release(repository, "1")
    git(tmp_path, "clone", "-q", str(bare_remote), "other")
    other = tmp_path / "other"
    (other / "README").write_text("hello")
    git(other, "add", "README")
    git(other, "commit", "-qm", "Somebody else's work")
    git(other, "push", "-q", "origin", "main")
    with pytest.raises(ReleaseError) as caught:
        release(repository, "2")
    assert caught.value.code == "release.behind"
    assert git(repository.path, "tag") == "v1"


def test_what_is_to_be_done_then_is_what_helps(
    repository: Repository, bare_remote: Path, tmp_path: Path
) -> None:
    """The clone tracks nothing, and a colleague wrote the branch anew: a plain pull would fail."""
    release(repository, "1")
    release(repository, "2", {"install.sql": "new\n"})
    git(tmp_path, "clone", "-q", str(bare_remote), "other")
    git(tmp_path / "other", "commit", "-q", "--amend", "-m", "The same in other words")
    git(tmp_path / "other", "push", "-qf", "origin", "main")
    with pytest.raises(ReleaseError) as caught:
        release(repository, "3", {"install.sql": "newer\n"})
    said = re.search("git (pull .*) there", message(caught.value, "en").next_step)
    assert said is not None
    git(repository.path, *said[1].split())
    release(repository, "3", {"install.sql": "newer\n"})
    assert [(one.version, one.pushed) for one in releases(repository)] == [
        ("1", True), ("2", True), ("3", True),
    ]  # fmt: skip


def test_a_taken_version_is_refused(repository: Repository) -> None:
    release(repository, "1")
    with pytest.raises(ReleaseError) as caught:
        release(repository, "1", {"install.sql": "other\n"})
    assert caught.value.code == "release.exists"


def test_a_failing_hook_of_the_user_takes_everything_back(repository: Repository) -> None:
    release(repository, "1")
    before = git(repository.path, "rev-parse", "HEAD")
    hook = repository.path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)  # git makes it where it has templates
    hook.write_text("#!/bin/sh\necho 'no commits on Monday' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(ReleaseError) as caught:
        release(repository, "2", {"install.sql": "new\n"})
    assert caught.value.code == "release.commit_failed"
    assert "Monday" in caught.value.facts["detail"]
    assert git(repository.path, "rev-parse", "HEAD") == before


def test_other_changes_of_the_folder_are_not_committed(repository: Repository) -> None:
    release(repository, "1")
    (repository.path / "private.txt").write_text("not yours")
    release(repository, "2", {"install.sql": "new\n"})
    assert "private.txt" not in git(repository.path, "ls-tree", "-r", "--name-only", "v2")
    assert (repository.path / "private.txt").exists()


def test_line_ends_changed_by_git_are_noticed_before_the_push(
    repository: Repository, bare_remote: Path
) -> None:
    release(repository, "1", {"install.sql": "unix\n"})
    (repository.path / ".git/info").mkdir(exist_ok=True)
    (repository.path / ".git/info/attributes").write_text("*.sql text eol=lf\n")
    with pytest.raises(ReleaseError) as caught:
        release(repository, "2", {"install.sql": "windows\r\n"})
    assert caught.value.code == "release.manifest_mismatch"
    assert git(bare_remote, "tag") == "v1"
    assert git(repository.path, "tag") == "v1"


def test_a_forged_tag_is_refused(repository: Repository) -> None:
    release(repository, "1")
    (repository.path / "apex" / "install.sql").write_text("forged")
    git(repository.path, "commit", "-qam", "forged")
    git(repository.path, "tag", "-f", "-m", "x", "v1")
    with pytest.raises(ReleaseError) as caught:
        bundle(repository, "v1", "apex", "changelog")
    assert caught.value.code == "release.manifest_mismatch"
    assert caught.value.facts["path"] == "apex/install.sql"


def test_what_is_no_repository_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError) as caught:
        Repository(tmp_path / "missing")
    assert caught.value.code == "release.no_repository"
    with pytest.raises(ReleaseError) as caught:
        Repository(tmp_path)
    assert caught.value.code == "release.not_a_repository"


def test_an_unknown_revision_is_said(repository: Repository) -> None:
    release(repository, "1")
    with pytest.raises(SourceError) as caught:
        repository.files("v99")
    assert caught.value.code == "source.no_revision"


def test_snapshots_are_branches_of_their_own_and_travel_with_the_push(
    repository: Repository, bare_remote: Path
) -> None:
    release(repository, "1")
    assert repository.snapshot_commit("Zoé B.") is None
    one = repository.snapshot("Zoé B.", {"application/p.sql": b"1"}, "copy")
    same = repository.snapshot("Zoé B.", {"application/p.sql": b"1"}, "copy")
    two = repository.snapshot("Zoé B.", {"application/p.sql": b"2", "x": b"3"}, "copy")
    assert one == same != two
    assert repository.files(two) == {"application/p.sql": b"2", "x": b"3"}
    assert git(repository.path, "status", "--porcelain") == ""
    release(repository, "2", {"install.sql": "new\n"})
    assert git(bare_remote, "rev-parse", "developers/Zoé-B") == two


def test_credentials_in_an_address_are_never_shown() -> None:
    assert masked("fatal: https://me:tok3n@host/x.git gone") == "fatal: https://host/x.git gone"


def test_the_author_of_the_settings_signs_commit_and_tag(
    repository: Repository, bare_remote: Path
) -> None:
    author = ("Zoé Martin", "zoe@caravane.invalid")
    with Repository(repository.path, author=author) as signed:
        release(signed, "1")
    shown = git(bare_remote, "log", "-1", "--format=%an <%ae> %cn", "main")
    assert shown == "Zoé Martin <zoe@caravane.invalid> Zoé Martin"
    assert "Zoé Martin" in git(bare_remote, "for-each-ref", "--format=%(taggername)", "refs/tags")


def test_approvals_travel_with_the_tag_and_stand_in_the_manifest(repository: Repository) -> None:
    approvals = b'{"format": 1, "approvals": []}\n'
    with_them = {**CHANGELOG, "changelog/approvals.json": approvals}
    release(repository, "1")
    assert bundle(repository, "v1", "apex", "changelog").approvals == b""
    made = publish(repository, facts("2"), FILES, "apex", with_them, "changelog", "")
    assert made.manifest.format == 2  # an older program knows that it does not know
    assert "changelog/approvals.json" in {f.path for f in made.manifest.files}
    (repository.path / "changelog" / "approvals.json").write_bytes(b"edited later")
    found = bundle(repository, "v2", "apex", "changelog")
    assert (found.approvals, found.changelog) == (approvals, CHANGELOG)
    (repository.path / "changelog" / "approvals.json").unlink()
    publish(repository, facts("3"), {"install.sql": "3\n"}, "apex", CHANGELOG, "changelog", "")
    found = bundle(repository, "v3", "apex", "changelog")
    assert (found.approvals, found.release.manifest.format) == (b"", 1)


def test_a_master_travels_with_all_that_it_may_include(repository: Repository) -> None:
    space = "http://www.liquibase.org/xml/ns/dbchangelog"
    include = '<include file="sub/a.yaml" relativeToChangelogFile="true"/>'
    master = f'<databaseChangeLog xmlns="{space}">{include}</databaseChangeLog>'
    changelog = {
        **CHANGELOG,
        "changelog/m.xml": master.encode(),
        "changelog/sub/a.yaml": b"databaseChangeLog: []\n",
        "changelog/data/x.csv": b"a;b\n",
    }
    made = publish(repository, facts("1"), FILES, "apex", changelog, "changelog", "")
    assert made.manifest.format == 2  # an older program would run the SQL files alone
    (repository.path / "changelog" / "m.xml").write_bytes(b"edited later")
    assert bundle(repository, "v1", "apex", "changelog").changelog == changelog


def test_approvals_that_somebody_changed_in_the_tag_are_refused(repository: Repository) -> None:
    with_them = {**CHANGELOG, "changelog/approvals.json": b"{}\n"}
    publish(repository, facts("1"), FILES, "apex", with_them, "changelog", "")
    (repository.path / "changelog" / "approvals.json").write_bytes(b'{"all": true}\n')
    git(repository.path, "commit", "-qam", "forged")
    git(repository.path, "tag", "-f", "-a", "v1", "-m", "forged")
    with pytest.raises(ReleaseError) as caught:
        bundle(repository, "v1", "apex", "changelog")
    assert caught.value.code == "release.manifest_mismatch"
