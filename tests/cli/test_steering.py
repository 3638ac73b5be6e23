"""What a person says to a rollout on the command line, and what the person is asked."""

from __future__ import annotations

import csv
import io
import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.cli import main
from app.rollout import Journal
from app.rollout.events import ClientEnded, ClientStarted, StepEnded, StepStarted
from app.rollout.journal import now
from app.rollout.model import (
    PlannedClient,
    Problem,
    RolloutPlan,
    StepName,
    StepState,
    Verdict,
)
from app.rollout.policy import Policy


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose last rollout has one client that failed and one that never answered."""
    (tmp_path / "settings.toml").write_text('language = "fr"\n', encoding="utf-8")
    clients = tuple(PlannedClient(c, c.title(), 1) for c in ("maroc", "france", "tunisie"))
    with closing(Journal(paths.journal_file(tmp_path))) as journal:
        journal.begin(RolloutPlan("r1", "v2", "c0ffee", "2", clients, policy=Policy()), now())
        journal.append("r1", ClientStarted("maroc", now()))
        journal.append("r1", StepStarted("maroc", now(), StepName.CHANGELOG))
        refused = Problem("changelog.refused_by_oracle", {"ora": 1652, "changeset": "a::1::k"})
        failed = StepEnded("maroc", now(), StepName.CHANGELOG, StepState.FAILED, refused)
        journal.append("r1", failed)
        journal.append("r1", ClientEnded("maroc", now(), Verdict.FAILED, refused))
        busy = Problem("rollout.missing_privileges", {"privileges": "=CREATE TABLE; x"})
        journal.append("r1", ClientEnded("france", now(), Verdict.REFUSED, busy))
        journal.append("r1", ClientEnded("tunisie", now(), Verdict.VERIFIED))
    return tmp_path


@pytest.fixture
def said(home: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = main(["rollout", *words, "--json", "--home", str(home)])
        return code, json.loads(capsys.readouterr().out)

    return run


def test_the_questions_name_reason_deed_and_offer(said: Any) -> None:
    code, told = said("questions")
    assert code == 1
    maroc, france = told["questions"]
    assert (maroc["client"], maroc["touched"], maroc["offers"]) == (
        "maroc",
        True,
        ["retry", "skip"],
    )
    assert maroc["reason"]["facts"]["ora"] == 1652
    assert (france["client"], france["touched"]) == ("france", False)
    assert said("report")[1]["questions"] == told["questions"]


def test_who_is_set_aside_is_asked_about_no_more(said: Any) -> None:
    assert said("skip", "maroc", "-m", "moves next week")[0] == 0
    assert [q["client"] for q in said("questions")[1]["questions"]] == ["france"]
    maroc = said("report")[1]["clients"][0]
    assert maroc["set_aside"]["note"] == "moves next week"
    assert maroc["verdict"] == "failed", "it stays what it is"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("skip", "tunisie"), "rollout.nothing_to_do"),
        (("retry", "tunisie"), "rollout.nothing_to_do"),
        (("first", "maroc"), "rollout.nothing_to_do"),
        (("skip", "nobody"), "rollout.no_such_client"),
        (("pause",), "rollout.not_running"),
        (("continue",), "rollout.not_running"),
        (("cancel",), "rollout.not_running"),
        (("accept", "maroc", "-m", "x"), "rollout.not_in_doubt"),
    ],
)
def test_what_means_nothing_is_refused_and_not_noted(
    said: Any, home: Path, words: tuple[str, ...], code: str
) -> None:
    with closing(Journal(paths.journal_file(home))) as journal:
        before = journal.last_event("r1")
        answer = said(*words)
        assert (answer[0], answer[1]["error"]["code"]) == (2, code)
        assert journal.last_event("r1") == before


def test_the_table_for_excel(
    said: Any, home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    main(["rollout", "report", "r1", "--csv", str(tmp_path / "new" / "r.csv"), "--home", str(home)])
    assert str(tmp_path / "new") + " " in capsys.readouterr().err  # that it was made
    said("report", "--csv", str(tmp_path / "r.csv"))
    raw = (tmp_path / "r.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == 4
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert [(r["Client"], r["Anneau"]) for r in rows] == [
        ("maroc", "1"), ("france", "1"), ("tunisie", "1"),
    ]  # fmt: skip
    assert rows[0]["Verdict"] and "1652" in rows[0]["Problème"]
    assert not any(str(v).startswith("=") for r in rows for v in r.values())
