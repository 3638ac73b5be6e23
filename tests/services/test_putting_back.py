"""Back again: the client's former application, in one action, noted before it is done."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.apex import read_application
from app.cli import main
from app.errors import OracleError, RolloutError
from app.oracle import ConnectionSpec, Switch
from app.rollout import Journal
from app.rollout.model import Verdict
from app.services.rollout import putting_back, rollouts
from app.services.workplace import Workplace
from app.settings import Client, Settings
from tests.rollout.world import FakeSession, Killed, World, bundle, lost, release

SETTINGS = Settings(
    clients=(
        Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="ORASSUIT_MA"),
    )
)


@pytest.fixture
def world(tmp_path, monkeypatch) -> World:
    made = World(tmp_path, "maroc")
    monkeypatch.setattr(putting_back, "REAL", made.ports())

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        server = made.servers[client.dsn]
        yield FakeSession(server, ConnectionSpec("Maroc", "maroc", user))

    monkeypatch.setattr(Workplace, "client_session", enter)
    return made


@pytest.fixture
def place(world: World) -> Workplace:
    return Workplace.blank(world.home).with_settings(SETTINGS)


def version(world: World) -> str:
    return read_application(world.servers["maroc"].files).version


def test_the_former_application_is_there_again_and_the_schema_stays(world, place):
    server = world.servers["maroc"]
    server.switches = [Switch("automation", "mail", True)]
    before = dict(server.files)
    assert world.run().clients[0].verdict is Verdict.VERIFIED
    assert version(world) == "2"
    columns = dict(server.database.data.tables["CONTRATS"].columns)
    shown = putting_back.look(place, "maroc")
    assert (shown.here, shown.there, shown.name) == ("2", "1", "Maroc")
    sent = len(server.sent)
    state = putting_back.go(place, shown)
    assert server.files == before
    assert server.switches == [Switch("automation", "mail", True)]
    assert dict(server.database.data.tables["CONTRATS"].columns) == columns
    assert len(server.sent) == sent  # no statement of a changelog
    assert state.verdict is Verdict.PUT_BACK
    assert state.returned.done_at is not None
    (card,) = rollouts.clients(place)
    assert (card.version, card.verdict) == ("1", Verdict.PUT_BACK)
    replaced = list((paths.backups_folder(world.home) / "r1" / "maroc").glob("replaced-*/f210.zip"))
    assert len(replaced) == 1
    with pytest.raises(RolloutError) as caught:
        putting_back.look(place, "maroc")
    assert caught.value.code == "rollout.put_back_already"


def test_what_a_resume_replaced_behind_a_later_rollout_comes_back(world, place):
    server = world.servers["maroc"]
    world.bundle = newer = bundle("3")
    server.apex = "23.2.0"
    assert world.run().clients[0].verdict is Verdict.REFUSED
    server.apex = "24.2.0"
    world.bundle = bundle("2")
    assert world.run("r2").good
    world.bundle = newer
    assert world.resume().good
    assert rollouts.clients(place)[0].version == "3"
    shown = putting_back.look(place, "maroc")
    assert (shown.rollout, shown.here, shown.there) == ("r1", "3", "2")
    putting_back.go(place, shown)
    assert version(world) == "2"


def test_the_intent_is_in_the_journal_before_the_import(world, place):
    world.run()
    server = world.servers["maroc"]
    seen = []

    def look(_: Any) -> None:
        journal = Journal(world.journal)
        seen.append(journal.state("r1").clients[0].returned)
        journal.close()

    server.on["before import"] = look
    putting_back.go(place, putting_back.look(place, "maroc"))
    assert seen[0] is not None and seen[0].done_at is None


def test_one_that_did_not_end_is_told_and_done_again(world, place):
    world.run()
    server = world.servers["maroc"]

    def cut(_: Any) -> None:
        raise lost()

    server.on["before import"] = cut
    with pytest.raises(OracleError):
        putting_back.go(place, putting_back.look(place, "maroc"))
    client = rollouts.state(place, "r1").clients[0]
    assert [p.code for p in client.told][:1] == ["rollout.half_put_back"]
    assert client.verdict is Verdict.VERIFIED
    del server.on["before import"]
    state = putting_back.go(place, putting_back.look(place, "maroc"))
    assert state.verdict is Verdict.PUT_BACK
    assert state.told == ()
    assert version(world) == "1"


def test_an_import_that_was_cut_off_is_the_last_one(world, place):
    """It may have replaced files, so its backup is the former application."""

    def dies(_: Any) -> None:
        raise Killed

    server = world.servers["maroc"]
    before = dict(server.files)
    server.on["after import"] = dies
    with pytest.raises(Killed):
        world.run()
    del server.on["after import"]
    assert version(world) == "2"
    shown = putting_back.look(place, "maroc")
    assert (shown.rollout, shown.there) == ("r1", "1")
    assert putting_back.go(place, shown).returned.done_at is not None
    assert server.files == before


def test_what_cannot_be_put_back_is_said_and_nothing_is_done(world, place):
    with pytest.raises(RolloutError) as caught:
        putting_back.look(place, "maroc")
    assert caught.value.code == "rollout.nothing_to_put_back"
    world.run()
    with pytest.raises(RolloutError) as caught:
        putting_back.look(place, "maroc", "r0")
    assert caught.value.facts["newer"] == "r1"
    path = Path(putting_back.look(place, "maroc").path)
    path.write_bytes(path.read_bytes() + b"x")
    with pytest.raises(RolloutError) as caught:
        putting_back.look(place, "maroc")
    assert caught.value.code == "rollout.backup_unusable"
    assert version(world) == "2"


def test_pages_that_came_back_bring_no_rows_back(world, place):
    """Red stays red: it stops the others, and nothing calls the client put in order."""
    server = world.servers["maroc"]
    server.on["after import"] = lambda s: s.database.data.tables.pop("POLICES", None)
    lost_one = world.run().clients[0]
    assert lost_one.verdict is Verdict.DATA_LOSS
    state = putting_back.go(place, putting_back.look(place, "maroc"))
    assert version(world) == "1"
    assert state.verdict is Verdict.DATA_LOSS
    assert state.problem == lost_one.problem
    assert state.returned.done_at is not None
    assert "rollout.put_back_beside_loss" in [p.code for p in state.told]


def test_a_resume_leaves_it_alone_and_a_new_rollout_brings_the_release_again(world, place):
    world.run()
    putting_back.go(place, putting_back.look(place, "maroc"))
    imports = world.servers["maroc"].imports
    assert world.resume().clients[0].verdict is Verdict.PUT_BACK
    assert world.servers["maroc"].imports == imports
    world.bundle = bundle("2")
    assert world.run("r2").clients[0].verdict is Verdict.VERIFIED
    assert version(world) == "2"
    assert putting_back.look(place, "maroc").rollout == "r2"


def test_the_command_asks_or_is_told(world, place, monkeypatch, capsys):
    world.run()
    monkeypatch.setattr(Workplace, "open", classmethod(lambda cls, home, ask=None: place))
    home = ["--home", str(world.home)]
    assert main(["rollout", "put-back", "maroc", *home]) != 0
    assert version(world) == "2"
    assert main(["rollout", "put-back", "maroc", "--yes", "--json", *home]) == 0
    assert '"put_back"' in capsys.readouterr().out
    assert version(world) == "1"


def test_a_release_is_called_by_its_version_or_its_tag(place, monkeypatch):
    known = (release("1"), release("2"))
    monkeypatch.setattr(rollouts.releases, "known", lambda place: known)
    assert rollouts.release_of(place, "2") is rollouts.release_of(place, "v2") is known[1]
    with pytest.raises(RolloutError) as caught:
        rollouts.release_of(place, "vv2")
    assert caught.value.code == "rollout.no_release"
