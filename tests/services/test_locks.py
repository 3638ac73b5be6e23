"""Who holds a client's changelog, and freeing it for one who is gone: services and command line."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from app import paths
from app.changelog.run import history
from app.cli import main
from app.errors import ChangelogError, RolloutError
from app.rollout import Journal
from app.services.demo import home as demo
from app.services.rollout import locks
from app.services.workplace import Workplace

ELSEWHERE = "elsewhere (10.0.0.9)"


@pytest.fixture
def place(seeded_home: Path) -> Iterator[Workplace]:
    with demo.prepare(seeded_home, reset=False, report=lambda _: None) as handle:
        yield handle.place


def lock(place: Workplace, holder: str) -> None:
    client = place.settings.client("maroc")
    with place.client_session(client, client.business_user) as session:
        history.create_lock(session)
        session.execute(
            "update databasechangeloglock set locked = 1, lockedby = :p_by, "
            "lockgranted = systimestamp where id = 1",
            p_by=holder,
        )
        session.commit()


def seen_alone(place: Workplace) -> locks.ClientLock:
    """The lock at the client once the sessions before have left: the server needs a moment."""
    for _ in range(200):
        shown = locks.look(place, "maroc")
        if not shown.sessions:
            return shown
    raise AssertionError(shown)


def test_a_lock_is_shown_and_freed_only_as_it_was_shown(place: Workplace) -> None:
    assert [x.held for x in locks.look_at_all(place)] == [False] * len(place.settings.clients)
    lock(place, ELSEWHERE)
    shown = seen_alone(place)
    assert (shown.holder, shown.ours, shown.holder_lives) == (ELSEWHERE, False, False)
    assert shown.since is not None and shown.can_be_freed
    said = locks.told(shown, "en")
    assert ELSEWHERE in said.detail and f"{shown.since:%Y-%m-%d %H:%M}" in said.detail
    assert "No session from there" in said.detail

    with pytest.raises(ChangelogError) as caught:
        locks.unlock(place, replace(shown, holder="somebody else"))
    assert caught.value.code == "changelog.lock_changed"
    assert seen_alone(place) == shown
    assert not locks.unlock(place, shown).held
    assert not locks.look(place, "maroc").held


def test_a_lock_whose_holder_is_there_is_not_freed(place: Workplace) -> None:
    lock(place, f"{socket.gethostname()} (127.0.0.1)")
    client = place.settings.client("maroc")
    with place.client_session(client, client.business_user):  # whoever holds it is at work
        shown = locks.look(place, "maroc")
        assert shown.holder_lives is True and not shown.can_be_freed
        assert socket.gethostname() in locks.told(shown, "en").detail
        with pytest.raises(ChangelogError) as caught:
            locks.unlock(place, shown)
        assert caught.value.code == "changelog.lock_in_use"
    assert seen_alone(place).can_be_freed

    journal = Journal(paths.journal_file(place.home))
    lock(place, f"another-name (10.1.1.1) {journal.lock_token}")
    with journal.client_lease("maroc"):  # a run of ours, in this or another process
        shown = locks.look(place, "maroc")
        assert shown.ours and shown.holder_lives is True
        with pytest.raises(RolloutError):
            locks.unlock(place, shown)
    shown = locks.look(place, "maroc")
    assert shown.ours and shown.holder_lives is False
    assert not locks.unlock(place, shown).held
    journal.close()


def test_the_command_line_shows_before_it_frees(
    seeded_home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    home = seeded_home
    with demo.prepare(home, reset=False, report=lambda _: None) as handle:
        lock(handle.place, ELSEWHERE)
    capsys.readouterr()
    place = ["--home", str(home), "changelog"]

    assert main([*place, "locks", "--json"]) == 1
    listed = {x["client"]: x for x in json.loads(capsys.readouterr().out)["locks"]}
    assert listed["maroc"]["held"] and listed["maroc"]["holder"] == ELSEWHERE
    assert not listed["tunisie"]["held"]

    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main([*place, "unlock", "maroc"]) == 2  # nobody was asked
    assert ELSEWHERE in capsys.readouterr().err
    assert main([*place, "unlock", "maroc", "--holder", "x", "--json"]) == 2
    capsys.readouterr()
    assert main([*place, "unlock", "maroc", "--holder", ELSEWHERE, "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert document["freed"] and not document["lock"]["held"]
