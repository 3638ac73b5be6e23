"""What a person says of a statement whose answer was lost: shown, kept with a name, obeyed."""

from __future__ import annotations

import json
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.cli import main
from app.errors import RolloutError
from app.oracle import ConnectionSpec
from app.rollout.model import Verdict
from app.services.rollout import settling
from app.services.workplace import Workplace
from app.settings import Client, Settings, save
from tests.changelog import memory
from tests.rollout.world import FakeSession, World, bundle, lost

DOUBTFUL = "ALTER TABLE CONTRATS ADD CHECK (CANAL <> 'Z')"
TEXT = f"""--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset k:2
{DOUBTFUL};
"""
SHOWN = ("TABLE CONTRATS: VALID, LAST_DDL_TIME 2026-11-30 10:00:00", "  CANAL VARCHAR2(30 BYTE)")


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A client at which a rollout was cut off; what its dictionary says is a test of its own."""
    made = World(tmp_path, "maroc")
    made.bundle = bundle(changelog=TEXT)
    release = made.bundle.release
    client = Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="W")

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        yield FakeSession(made.servers["maroc"], ConnectionSpec("Maroc", "maroc", user))

    monkeypatch.setattr(Workplace, "client_session", enter)
    monkeypatch.setattr(settling.releases, "known", lambda place: (release,))
    monkeypatch.setattr(settling, "read_bundle", lambda place, tag: made.bundle)
    monkeypatch.setattr(settling, "evidence", lambda session, operation: SHOWN)
    monkeypatch.setattr(settling, "clock", lambda session: "2026-11-30 10:00:09")
    save(paths.settings_file(tmp_path), Settings(clients=(client,)))
    return made


def settle(world: World, *words: str) -> int:
    return main(["rollout", "settle", "maroc", "--home", str(world.home), *words])


@pytest.mark.parametrize("took", [True, False])
def test_it_is_shown_and_the_resume_obeys(
    world: World, took: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert settle(world) == 0  # nothing waits
    server = world.servers["maroc"]
    alters = iter(range(9))

    def the_line_is_cut(_: Any) -> None:
        if next(alters) == 1:
            raise lost()

    server.on["send ALTER TABLE"] = the_line_is_cut
    server.database.known[DOUBTFUL] = lambda data: memory.Result(0)
    assert world.run().clients[0].verdict is Verdict.FAILED
    stuck = world.resume().clients[0]
    assert stuck.problem is not None and stuck.problem.code == "changelog.unknown_effect"
    capsys.readouterr()
    assert settle(world) == 1
    told = capsys.readouterr().out
    assert DOUBTFUL in told and SHOWN[0] in told and "10:00:09" in told
    number = told[told.index("[") + 1 : told.index("]")]
    word = "--took-effect" if took else "--had-no-effect"
    assert settle(world, word, number) == 2  # without a note
    assert settle(world, word, "999", "-m", "another one") == 2
    assert settle(world, word, number, "-m", "looked at it") == 0
    assert world.resume().clients[0].verdict is Verdict.VERIFIED
    assert (DOUBTFUL in server.sent) is not took
    assert settle(world, word, number, "-m", "once more") == 2
    assert settle(world, "--json") == 0
    out = capsys.readouterr().out
    assert json.loads(out[out.rindex("{") :])["doubts"] == []


def test_an_answer_is_for_the_sending_that_was_seen(world: World) -> None:
    """The statement is sent again, and cut again, after somebody said that it had no effect."""
    server = world.servers["maroc"]
    alters = iter(range(9))

    def the_line_is_cut(_: Any) -> None:
        if next(alters) in (1, 2):
            raise lost()

    server.on["send ALTER TABLE"] = the_line_is_cut
    server.database.known[DOUBTFUL] = lambda data: memory.Result(0)
    assert world.run().clients[0].verdict is Verdict.FAILED
    place = Workplace.open(world.home)
    (seen,) = settling.look(place, "maroc")
    settling.settle(place, seen, "it is not there", took=False)
    assert world.resume().clients[0].verdict is Verdict.FAILED
    with pytest.raises(RolloutError) as caught:
        settling.settle(place, seen, "it is there", took=True)
    assert caught.value.code == "rollout.no_doubt"
