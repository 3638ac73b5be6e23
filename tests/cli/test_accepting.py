"""Accepting, with a note, what the proof of a client could not tell."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app import paths
from app.cli import main
from app.proof.model import Colour, Reason, TableProof
from app.rollout import Journal
from app.rollout.events import ClientEnded, ClientStarted, Learned
from app.rollout.journal import now
from app.rollout.model import PlannedClient, Problem, Proof, RolloutPlan, Verdict

MISSING = {"table": "JOURNAL", "count": 1, "keys": "450"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home whose last rollout left one client in doubt and one verified."""
    clients = (PlannedClient("maroc", "Maroc", 1), PlannedClient("france", "France", 1))
    journal = Journal(paths.journal_file(tmp_path))
    journal.begin(RolloutPlan("r1", "v2", "c0ffee", "2", clients), now())
    reason = Reason(Colour.AMBER, "data.missing", {**MISSING})
    proof = Proof((TableProof("JOURNAL", Colour.AMBER, (reason,)),))
    for client in clients:
        journal.append("r1", ClientStarted(client.client, now()))
        journal.append("r1", Learned(client.client, now(), old_version="1", new_version="2"))
    journal.append("r1", Learned("maroc", now(), proof=proof))
    problem = Problem("data.missing", {**MISSING, "client": "Maroc"})
    journal.append("r1", ClientEnded("maroc", now(), Verdict.IN_DOUBT, problem))
    journal.append("r1", ClientEnded("france", now(), Verdict.VERIFIED))
    journal.close()
    return tmp_path


def caravane(home: Path, *words: str) -> int:
    return main(["rollout", *words, "--home", str(home)])


def document(home: Path, capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    capsys.readouterr()
    caravane(home, "report", "--json")
    found: dict[str, object] = json.loads(capsys.readouterr().out)
    return found


def test_a_verdict_in_doubt_is_accepted_with_a_note(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert caravane(home, "report") == 1
    shown = capsys.readouterr().out
    assert "? Maroc" in shown and "JOURNAL" in shown and "450" in shown
    assert caravane(home, "accept", "maroc", "-m", "  The client purged it. ") == 0
    told = document(home, capsys)
    assert told["good"] is True
    maroc, _ = told["clients"]  # type: ignore[misc]
    assert maroc["verdict"] == "accepted"
    assert maroc["accepted"]["note"] == "The client purged it."
    assert maroc["accepted"]["by"] and maroc["accepted"]["at"]
    assert maroc["proof"]["colour"] == "amber", "what was seen stays as it was"
    page = home / "report.html"
    assert caravane(home, "report", "--html", str(page)) == 0
    assert "The client purged it." in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("client", "note", "code"),
    [
        ("maroc", "   ", "rollout.no_note"),
        ("france", "fine", "rollout.not_in_doubt"),
        ("nobody", "fine", "rollout.not_in_doubt"),
    ],
)
def test_nothing_else_is_accepted(
    home: Path, capsys: pytest.CaptureFixture[str], client: str, note: str, code: str
) -> None:
    before = document(home, capsys)
    assert caravane(home, "accept", client, "-m", note, "--json") == 2
    assert code in capsys.readouterr().out
    assert document(home, capsys) == before


def test_once_is_enough(home: Path) -> None:
    assert caravane(home, "accept", "maroc", "-m", "purged") == 0
    assert caravane(home, "accept", "maroc", "-m", "again") == 2
