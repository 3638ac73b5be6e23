"""One list of everything that happened: who, when, which client, which version, how it ended."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app import paths, settings
from app.cli import main
from app.rollout import Journal
from app.rollout.events import Accepted, ClientEnded, ClientStarted, Learned
from app.rollout.model import Acceptance, PlannedClient, RolloutPlan, Verdict
from app.secrets import Keyring
from app.services import chronicle
from app.services.merge import merged
from app.services.merge.merged import Merged
from app.services.workplace import Workplace

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MERGE = Merged(NOON - timedelta(hours=3), "Sara <s@x.fr>", ("Ahmed",), (10, 20), 3, "v1", "b.zip")


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    clients = tuple(PlannedClient(i, n, 1) for i, n in (("maroc", "A Maroc"), ("fr", "B France")))
    journal = Journal(paths.journal_file(tmp_path))
    journal.begin(RolloutPlan("r1", "v2", "c0ffee", "2", clients, by="Leïla <l@x.fr>"), NOON)
    for client, verdict in (("maroc", Verdict.IN_DOUBT), ("fr", Verdict.VERIFIED)):
        journal.append("r1", ClientStarted(client, NOON))
        journal.append("r1", Learned(client, NOON, old_version="1", new_version="2"))
        journal.append("r1", ClientEnded(client, NOON + timedelta(minutes=5), verdict))
    note = Acceptance("Omar <o@x.fr>", NOON + timedelta(hours=1), "They purged it.")
    journal.append("r1", Accepted("maroc", note.at, note))
    journal.close()
    made = Workplace(tmp_path, settings.Settings(language="fr"), Keyring())
    merged.note(made, MERGE)
    return made


def told(place: Workplace, wanted: str) -> list[tuple[str, str]]:
    return [(e.kind, e.client) for e in chronicle.read(place, wanted)]


def test_the_newest_is_first_and_each_word_narrows(place: Workplace) -> None:
    assert told(place, "") == [
        ("accepted", "maroc"), ("rollout", "maroc"), ("rollout", "fr"), ("merge", ""),
    ]  # fmt: skip
    assert told(place, "maroc") == [("accepted", "maroc"), ("rollout", "maroc")]
    assert told(place, "LEÏLA france v2") == [("rollout", "fr")]
    assert told(place, "omar purged") == [("accepted", "maroc")]
    assert told(place, "ahmed sara fusion") == [("merge", "")]
    day = NOON.astimezone()
    assert len(told(place, f"{day:%d/%m/%Y}")) == len(told(place, f"{day:%Y-%m-%d}")) == 4
    assert told(place, "vérifié") == [("rollout", "fr")]
    assert told(place, "vérifié ahmed") == []


def test_a_line_that_a_crash_left_half_is_passed_over(place: Workplace) -> None:
    with (place.home / merged.FILE).open("ab") as file:
        file.write(b'{"at":"2026-11-2')
    assert merged.known(place) == (MERGE,)
    other = replace(MERGE, by="Omar")
    merged.note(place, other)
    assert merged.known(place) == (MERGE, other)


def test_the_command_line_searches_the_same(
    place: Workplace, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ["--home", str(place.home)]
    assert main(["history", "maroc", "--json", *home]) == 0
    found = json.loads(capsys.readouterr().out)["entries"]
    assert [e["kind"] for e in found] == ["accepted", "rollout"]
    assert found[0]["who"] == "Omar <o@x.fr>"
    assert main(["history", "nobody", *home]) == 1
    assert main(["history", *home]) == 0
    assert capsys.readouterr().out.count("\n") == 4
