"""One list of everything that happened: who, when, which client, which version, how it ended."""

from __future__ import annotations

import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from app import paths, settings
from app.cli import main
from app.release.model import Manifest, Release
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


def test_a_changelog_by_itself_and_its_way_back_are_told(place: Workplace) -> None:
    with closing(Journal(paths.journal_file(place.home))) as journal:
        for run, changeset, ok in (
            ("changelog-maroc-v2", "one.sql::1::k", True),
            ("changelog-maroc-v2", "one.sql::2::k", False),
            ("changelog-maroc-v2-rollback", "one.sql::1 (rollback)::k", True),
        ):
            journal.begin_changelog(run)
            journal.outcome(journal.intent(run, "maroc", changeset, 1, "0"), ok, "")
    found = [e for e in chronicle.read(place) if e.kind in ("update", "roll_back")]
    assert [(e.kind, e.client, e.version, e.note) for e in found] == [
        ("roll_back", "maroc", "2", "one.sql::1 (rollback)::k"),
        ("update", "maroc", "2", "one.sql::1::k"),
    ]
    assert len(told(place, "rollback maroc")) == 1


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


def test_a_release_says_who_published_it_and_a_merge_names_its_version_alike() -> None:
    manifest = Manifest(1, "1", NOON, "App", 100, "24.2", "", ("Ahmed",), (10,), (), ())
    release = Release("1", "v1", "c0ffee", "First.", manifest, True, "Nadia <n@x.fr>")
    made = chronicle.entries([], [release], [MERGE], "en")
    assert [(e.kind, e.who, e.version) for e in made] == [
        ("release", "Nadia <n@x.fr>", "1"), ("merge", "Sara <s@x.fr>", "1"),
    ]  # fmt: skip


def test_the_command_line_says_that_there_is_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    for words, told_then in (
        (["history"], "Nothing has happened yet"),
        (["history", "nobody"], "each of these words"),
        (["rollout", "list"], "no rollout from here"),
    ):
        assert main(["--home", str(tmp_path), *words]) == (1 if "nobody" in words else 0)
        out, err = capsys.readouterr()
        assert out == "" and told_then in err
