"""Reports on a branch of the repository: a colleague sees them, and nobody waits for them."""

from __future__ import annotations

import errno
import json
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from git.db import GitCmdObjectDB
from gitdb.exc import BadObject
from msgspec.structs import replace

from app import paths
from app.cli import main
from app.errors import ReleaseError
from app.masking import MASK
from app.release import reports
from app.release.git import init, init_bare
from app.rollout import Journal
from app.rollout.events import ClientEnded
from app.rollout.journal import now
from app.rollout.model import Problem, Verdict
from app.services.rollout import evidence
from app.services.workplace import Workplace
from app.settings import Rollout, Settings, save
from tests.rollout.world import World

WHO = ("Karim", "karim@example.com")


def home(folder: Path, remote: Path, clone: bool = False) -> Workplace:
    """A workstation with a repository of releases."""
    settings = Settings(author=WHO[0], author_email=WHO[1])
    folder.mkdir(parents=True, exist_ok=True)
    save(paths.settings_file(folder), settings)
    if clone:
        subprocess.run(["git", "clone", "-q", remote, folder / "repository"], check=True)
    else:
        init(folder / "repository", str(remote)).close()
    return Workplace.blank(folder).with_settings(settings)


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    path = tmp_path / "remote.git"
    path.mkdir()
    init_bare(path)
    return path


@pytest.fixture
def karim(tmp_path: Path, remote: Path) -> Iterator[Workplace]:
    """Who rolled out r1."""
    place = home(tmp_path / "karim", remote)
    world = World(place.home, "maroc", "france")
    world.servers["france"].privileges = frozenset()
    world.run()
    yield place


def branch(remote: Path) -> dict[str, Any]:
    listed = subprocess.run(
        ["git", "ls-tree", "-r", "--name-only", reports.BRANCH],
        cwd=remote, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return {
        name: json.loads(
            subprocess.run(
                ["git", "show", f"{reports.BRANCH}:{name}"],
                cwd=remote, capture_output=True, check=True,
            ).stdout
        )
        for name in listed.stdout.split()
    }  # fmt: skip


def test_a_colleague_sees_what_was_rolled_out(
    karim: Workplace, remote: Path, tmp_path: Path, capsys: Any
) -> None:
    assert evidence.share(karim, "r1") == 1
    assert evidence.share(karim, "r1") == 0, "nothing new"
    sara = home(tmp_path / "sara", remote, clone=True)
    assert evidence.known(sara, asked=False) == ()
    (seen,) = evidence.known(sara)
    assert (seen.rollout, seen.tag, seen.good, seen.mine) == ("r1", "v2", False, False)
    assert seen.verdicts == {"verified": 1, "refused": 1}
    assert [s.mine for s in evidence.known(karim)] == [True]
    assert evidence.known(sara, asked=False) == (seen,)
    assert main(["rollout", "shared", "--home", str(sara.home)]) == 0
    assert "r1" in capsys.readouterr().out
    assert main(["rollout", "shared", "r1", "--home", str(sara.home), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == branch(remote)["reports/r1.json"]
    assert main(["rollout", "shared", "r9", "--home", str(sara.home), "--json"]) == 2


def test_two_at_once_lose_nothing(
    karim: Workplace, remote: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sara = home(tmp_path / "sara", remote, clone=True)
    World(sara.home, "tunisie").run("r2")
    commit = reports.commit_beside
    others: list[str] = ["r2"]

    def late(*arguments: Any, **how: Any) -> str:
        """Right before Karim's push, Sara's is there."""
        made = commit(*arguments, **how)
        if others:
            evidence.share(sara, others.pop())
        return made

    monkeypatch.setattr(reports, "commit_beside", late)
    assert evidence.share(karim, "r1") == 1
    assert set(branch(remote)) == {"reports/r1.json", "reports/r2.json"}
    assert [s.rollout for s in evidence.known(karim)] == ["r1", "r2"]


def test_what_did_not_arrive_comes_with_the_next(
    karim: Workplace, remote: Path, capsys: Any
) -> None:
    away = remote.rename(remote.with_name("away.git"))
    with pytest.raises(ReleaseError):
        evidence.share(karim, "r1")
    late = evidence.Sharing(karim, "r1")
    assert late.wait(30) and late.failure is not None
    said: list[ReleaseError] = []
    assert evidence.known(karim, unheard=said.append) == ()
    assert [error.code for error in said] == ["release.remote_refused"]
    assert evidence.known(karim) == ()
    away.rename(remote)
    World(karim.home, "tunisie").run("r2")
    assert evidence.share(karim, "r2") == 2


def test_what_became_of_it_after_replaces_what_is_there(
    tmp_path: Path, remote: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A resume whose report did not arrive, and a verdict that a person accepted."""
    karim = home(tmp_path / "karim", remote)
    world = World(karim.home, "maroc", "france")
    rights = world.servers["france"].privileges
    world.servers["france"].privileges = frozenset()
    world.run()
    assert evidence.share(karim, "r1") == 1
    world.servers["france"].privileges = rights
    assert world.resume().good
    World(karim.home, "tunisie").run("r2")
    assert evidence.share(karim, "r2") == 2
    assert branch(remote)["reports/r1.json"]["good"]
    with closing(Journal(paths.journal_file(karim.home))) as journal:
        doubt = ClientEnded("maroc", now(), Verdict.IN_DOUBT, Problem("rollout.look_lost", {}))
        journal.append("r1", doubt)
    assert evidence.share(karim, "r1") == 1
    words = ("rollout", "accept", "maroc", "r1", "--home", str(karim.home))
    assert main([*words, "--note", "looked at it"]) == 0
    assert branch(remote)["reports/r1.json"]["good"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "release.commit_failed"),
        (BadObject(b"\0" * 20), "internal"),
    ],
)
def test_a_disk_that_is_full_or_a_broken_repository_is_told(
    karim: Workplace, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def fails(*_: Any) -> None:
        raise error

    monkeypatch.setattr(GitCmdObjectDB, "store", fails)
    sharing = evidence.Sharing(karim, "r1")
    assert sharing.wait(30)
    assert sharing.failure is not None and sharing.failure.code == code


def test_no_row_is_named_and_who_does_not_want_it_shares_nothing(
    karim: Workplace, remote: Path
) -> None:
    told = evidence._nameless({"reasons": ({"facts": {"keys": "12, 13", "rows": 2}},)})
    assert told == {"reasons": [{"facts": {"keys": MASK, "rows": 2}}]}
    quiet = karim.with_settings(replace(karim.settings, rollout=Rollout(share_reports=False)))
    assert evidence.share(quiet, "r1") == 0
    assert not subprocess.run(["git", "branch"], cwd=remote, capture_output=True, check=True).stdout


def test_what_others_wrote_on_the_branch_is_passed_over(karim: Workplace, remote: Path) -> None:
    evidence.share(karim, "r1")
    with karim.repository() as repository:
        strange = {"reports/x.json": b"[1]", "reports/y.json": b"{", "README": b"hello"}
        assert reports.share(repository, strange, "by hand") == 3
    (seen,) = evidence.known(karim)
    with closing(Journal(paths.journal_file(karim.home))) as journal:
        assert (seen.rollout, seen.created_at) == ("r1", journal.state("r1").created_at)
    with karim.repository() as repository:
        assert reports.shared(repository).keys() == {*strange, "reports/r1.json"}


def test_the_working_copy_and_its_branches_are_as_they_were(karim: Workplace) -> None:
    def seen() -> list[bytes]:
        folder = karim.repository_path
        words = ("status --porcelain", "for-each-ref refs/heads refs/tags", "symbolic-ref HEAD",
                 "ls-files --stage")  # fmt: skip
        asked = (["git", *word.split()] for word in words)
        return [
            subprocess.run(w, cwd=folder, capture_output=True, check=True).stdout for w in asked
        ]

    (karim.repository_path / "open.txt").write_text("not committed", encoding="utf-8")
    before = seen()
    evidence.share(karim, "r1")
    assert seen() == before
    assert b"open.txt" in before[0]
