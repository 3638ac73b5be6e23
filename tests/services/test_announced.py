"""An announced change of data on its whole road: draft, approval, release, clients of the lab."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import AppError, GuardError
from app.rollout.model import RolloutState, Verdict
from app.services.demo import first as demo_first
from app.services.demo import home as demo_home
from app.services.model import Announcement, Progress, ReleaseDraft
from app.services.release import approvals, releases
from app.services.rollout import changelogs, rollouts
from app.services.workplace import Workplace

TEXT = """--liquibase formatted sql

--changeset karim:v2-prime logicalFilePath:changelog/003-primes.sql
UPDATE CONTRATS SET MONTANT_PRIME = MONTANT_PRIME + 1, COMMENTAIRE = 'révisé  2026'
 WHERE STATUT = 'ACTIF';
"""
KEY = "changelog/003-primes.sql::v2-prime::karim"
DEMO = "changelog/002-canal-vente.sql::v2-018::karim"  # which the demo brings, approved
ME = "Caravane (demo) <demo@caravane.invalid>"
SUM = "select count(*), sum(montant_prime), max(commentaire) from contrats"


def quiet(_: Progress) -> None:
    """Nobody watches."""


@pytest.fixture
def place(seeded_home: Path) -> Iterator[Workplace]:
    with demo_home.prepare(seeded_home, reset=False, report=quiet) as handle:
        changelog(handle.place).write_text(TEXT, encoding="utf-8")
        yield handle.place


def changelog(place: Workplace) -> Path:
    return place.repository_path / "changelog" / "003-primes.sql"


def mine(draft: ReleaseDraft) -> Announcement:
    return next(a for a in draft.announcements if a.changeset == KEY)


def stopped(draft: ReleaseDraft) -> list[str]:
    return [p.code for p in draft.problems]


def approve(place: Workplace) -> None:
    draft = releases.draft(place, None, quiet)
    assert stopped(releases.approve(place, draft, mine(draft), "as agreed")) == []


def ask(place: Workplace, sql: str) -> list[tuple[object, ...]]:
    client = place.settings.client("maroc")
    with place.client_session(client, client.business_user) as session:
        return session.query(sql)


def rolled_out(place: Workplace, version: str) -> RolloutState:
    running = rollouts.start(place, rollouts.plan(place, version, ["maroc"]))
    return running.wait(120)


def git(place: Workplace, *words: str) -> str:
    done = subprocess.run(
        ["git", *words], cwd=place.repository_path, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_from_the_draft_to_the_client(place: Workplace, tmp_path: Path) -> None:
    draft = releases.draft(place, None, quiet)
    assert stopped(draft) == ["release.unannounced"]
    assert draft.problems[0].facts["path"] == "changelog/003-primes.sql"
    shown = mine(draft)
    assert (shown.changeset, shown.line) == (KEY, 4)
    assert "COMMENTAIRE = 'révisé  2026'" in shown.text
    assert shown.writes == ("CONTRATS.COMMENTAIRE", "CONTRATS.MONTANT_PRIME")
    with pytest.raises(AppError) as caught:
        releases.publish(place, draft.version, "", quiet)
    assert caught.value.code == "release.unannounced"
    assert git(place, "tag").split() == ["v1"]

    assert draft.approver == ME
    approved = releases.approve(place, draft, shown, "as agreed")
    assert stopped(approved) == []
    assert approved == releases.draft(place, None, quiet)
    (ruling,) = [r for r in approved.rulings if r.changeset == KEY]
    assert ruling.approval is not None and ruling.approval.approved_by == ME

    changelog(place).write_text(TEXT.replace("révisé  2026", "révisé 2026"), encoding="utf-8")
    edited = releases.draft(place, None, quiet)
    assert stopped(edited) == ["release.approval_void"]
    assert edited.problems[0].facts["by"] == ME
    with pytest.raises(AppError, match="approve_moved"):
        releases.approve(place, edited, shown, "what was shown is not there any more")
    changelog(place).write_text(TEXT, encoding="utf-8")

    release = releases.publish(place, approved.version, "", quiet)
    assert "changelog/approvals.json" in {f.path for f in release.manifest.files}
    kept = json.loads(git(place, "show", "v2:changelog/approvals.json"))
    assert [a["changeset"] for a in kept["approvals"]] == [DEMO, KEY]
    assert releases.draft(place, None, quiet).nothing_new

    # Liquibase's checksum sees no blanks; the approval of what was released does
    changelog(place).write_text(TEXT.replace("révisé  2026", "révisé 2026"), encoding="utf-8")
    assert stopped(releases.draft(place, None, quiet)) == ["release.approval_void"]
    changelog(place).write_text(TEXT, encoding="utf-8")

    # only the tag counts: what is in the folder afterwards is nobody's approval
    (place.repository_path / "changelog" / "approvals.json").unlink()
    before = ask(place, SUM)
    state = rolled_out(place, "2")
    (maroc,) = state.clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert [(a.changeset, a.approved_by, a.reason) for a in maroc.announced] == [
        (DEMO, demo_first.APPROVER, "Comité du 12 novembre"),
        (KEY, ME, "as agreed"),
    ]
    after = ask(place, SUM)
    assert after[0][0] == before[0][0] == 450
    assert float(str(after[0][1])) > float(str(before[0][1])) and after[0][2] == "révisé  2026"
    page = rollouts.report_html(place, state.rollout, tmp_path / "report.html")
    assert "Caravane (demo) &lt;demo@caravane.invalid&gt;" in page.read_text("utf-8")


def test_a_release_that_announces_nothing_never_changes_data(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    approve(place)
    with monkeypatch.context() as careless:  # made by a program that asks for no approval
        careless.setattr(releases, "_approvals_file", lambda _: None)
        careless.setattr("app.services.release.examine._stopped", lambda *_: iter(()))
        releases.publish(place, "2", "", quiet)
    before = ask(place, SUM)
    (maroc,) = rolled_out(place, "2").clients
    assert maroc.verdict is Verdict.REFUSED
    assert maroc.problem is not None and maroc.problem.code == "rollout.guard_announce"
    with pytest.raises(GuardError, match="unannounced"):
        changelogs.update(place, "maroc", "2", quiet)
    assert ask(place, SUM) == before
    columns = ask(place, "select count(*) from user_tab_columns where column_name = 'CANAL_VENTE'")
    assert int(str(columns[0][0])) == 0
    # the way out: the same content, published with its approval
    release = releases.publish(place, "3", "", quiet)
    assert release.manifest.format == 2
    assert changelogs.update(place, "maroc", "3", quiet).run[-1] == KEY
    assert ask(place, SUM) != before


def test_an_approval_that_is_withdrawn_stops_the_release(place: Workplace) -> None:
    approve(place)
    draft = releases.draft(place, None, quiet)
    assert stopped(draft) == []
    after = releases.withdraw(place, draft, KEY)
    assert stopped(after) == ["release.unannounced"]
    assert after == releases.draft(place, None, quiet)


def test_broken_approvals_are_told_and_approve_nothing(place: Workplace) -> None:
    approve(place)
    file = place.repository_path / "changelog" / approvals.file.NAME
    file.write_bytes(file.read_bytes()[:-20])
    draft = releases.draft(place, None, quiet)
    broken = ["changelog.approvals_broken", "release.unannounced", "release.unannounced"]
    assert stopped(draft) == broken
    with pytest.raises(AppError, match="approvals_broken"):
        releases.approve(place, draft, mine(draft), "")
    assert file.read_bytes().endswith(b'"') is False
