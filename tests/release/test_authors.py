"""Who changed each side, asked of git: in a merge, a cherry-pick, and between revisions."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.cli import main
from app.release import authors
from app.services.git import conflicts
from tests.release.test_driver import PAGE, PROMPT, Work

OURS = [(PROMPT, ",p_prompt=>'Situation'")]
THEIRS = [(PROMPT, ",p_prompt=>'Etat'")]


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Work:
    """Karim's commit on a branch, Sara's on main, the same value changed in both."""
    made = Work(tmp_path / "work")
    made.git("switch", "-q", "-c", "feature")
    made.git("config", "user.name", "Karim")
    made.edit(*THEIRS)
    made.commit("theirs")
    made.write(b"select 1 from dual;\n", "other.sql")
    made.commit("another file")
    made.git("switch", "-q", "main")
    made.git("config", "user.name", "Sara")
    made.edit(*OURS)
    made.commit("ours")
    monkeypatch.chdir(made.path)
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    return made


def names(found: authors.Sides) -> list[list[str]]:
    return [[a.name for a in side] for side in found]


def test_between_two_revisions_of_one_file(work: Work) -> None:
    found = authors.between(work.path, PAGE, "main~1", "main", "feature")
    assert names(found) == [["Sara"], ["Karim"]]
    assert found[1][0].date == work.git("log", "-1", "--format=%aI", "feature~1").strip()
    assert names(authors.between(work.path, "other.sql", "main~1", "main", "feature")) == [
        [],
        ["Karim"],
    ]
    assert authors.between(work.path, PAGE, "nothing", "main", "-x") == ((), ())


def test_the_driver_and_resolve_say_who(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    work.install()
    day = work.git("log", "-1", "--format=%as", "main").strip()
    said = work.git("merge", "feature", code=1)
    assert f"Label (Sara {day}) | (Karim {day})" in said
    (conflict,) = conflicts.resolve(work.path / PAGE, None, {}).open
    assert (conflict.ours_name, conflict.theirs_name) == ("Sara", "Karim")
    assert main(["git", "resolve", PAGE]) == 1
    printed = capsys.readouterr().out
    assert re.search(rf"^    ours   .*\S \(Sara {day}\)$", printed, re.MULTILINE)
    assert re.search(rf"^    theirs .*\S \(Karim {day}\)$", printed, re.MULTILINE)


def test_one_commit_that_is_applied_has_one_author(work: Work) -> None:
    work.install()
    work.git("cherry-pick", "feature~1", code=1)
    assert names(authors.of_merge(work.path, PAGE)) == [["Sara"], ["Karim"]]
    assert names(authors.of_merge(work.path, PAGE, "feature~1 (theirs)")) == [["Sara"], ["Karim"]]
    assert names(authors.of_merge(work.path, PAGE, "feature (another file)")) == [["Sara"], []]


def test_without_a_merge_nobody_is_named(work: Work) -> None:
    assert authors.of_merge(work.path, PAGE) == ((), ())


def test_merge_takes_revisions_and_says_who(work: Work, capsys: pytest.CaptureFixture[str]) -> None:
    sides = [f"{revision}:{PAGE}" for revision in ("main~1", "main", "feature")]
    assert main(["merge", *sides, "--json"]) == 1
    told = capsys.readouterr()
    (conflict,) = json.loads(told.out)["conflicts"]
    assert [a["name"] for a in conflict["ours_by"]] == ["Sara"]
    assert [a["name"] for a in conflict["theirs_by"]] == ["Karim"]
    assert "Situation (Sara 2" in told.err and "Etat (Karim 2" in told.err
    assert main(["merge", *sides, "--take", "theirs", "-o", "out.sql"]) == 0
    assert "p_prompt=>'Etat'" in work.read("out.sql")
    assert main(["merge", "main~1:nothing.sql", *sides[1:]]) == 2
