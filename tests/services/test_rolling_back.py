"""``changelog rollback``: shown with the guard's word, journalled, and done again after a kill."""

from __future__ import annotations

import json
import signal
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.cli import main
from app.errors import AppError, RolloutError
from app.rollout import engine
from app.rollout.journal import Journal
from app.rollout.model import Verdict
from app.services.rollout import at_sites, changelogs, rolling_back, settling
from app.services.workplace import Workplace
from tests.changelog.memory import Killed
from tests.rollout.world import Fuse, World
from tests.services import test_changelog_cut
from tests.services.test_changelog_cut import brought, cut, lit, new, update

__all__ = ["lit"]

RENAMED = "ALTER TABLE CONTRATS RENAME COLUMN NUMERO TO NUMERO_CONTRAT"
BACK = "ALTER TABLE CONTRATS RENAME COLUMN NUMERO_CONTRAT TO NUMERO"
TEXT = f"""--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--rollback ALTER TABLE CONTRATS DROP COLUMN CANAL;
--changeset k:2
{RENAMED};
--rollback {BACK};
"""
BUNDLE = brought(TEXT)
MATERIAL = engine.read_material(BUNDLE)


@pytest.fixture
def world(tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch) -> World:
    return made(tmp_path, monkeypatch)


def made(folder: Path, monkeypatch: pytest.MonkeyPatch, *, updated: bool = True) -> World:
    monkeypatch.setattr(test_changelog_cut, "BUNDLE", BUNDLE)
    monkeypatch.setattr(engine, "read_material", lambda bundle: MATERIAL)
    world = new(folder, monkeypatch)
    monkeypatch.setattr(rolling_back, "read_bundle", lambda place, tag: world.bundle)
    if updated:
        update(world)
    return world


AGAIN = """--changeset k:3
ALTER TABLE POLICES RENAME COLUMN NUMERO TO NUMERO_POLICE;
--rollback ALTER TABLE POLICES RENAME COLUMN NUMERO_POLICE TO NUMERO;
"""


def test_ctrl_c_stops_before_the_next_changeset(
    tmp_path: Path,
    lit: list[Fuse],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Pressed while a block is sent: it comes to its end, and the lock goes back."""
    longer = brought(TEXT + AGAIN)
    world = made(tmp_path, monkeypatch, updated=False)
    world.bundle = longer
    update(world)
    assert rows(world) == ["1", "2", "3"]
    server = world.servers["maroc"]

    def press(_: object) -> None:
        del server.on["send ALTER TABLE"]
        signal.raise_signal(signal.SIGINT)

    server.on["send ALTER TABLE"] = press
    words = ["changelog", "rollback", "maroc", "--count", "2", "--yes", "--home", str(world.home)]
    assert main(words) == 130
    said = capsys.readouterr().err
    assert "Stopping before the next changeset" in said and "one.sql::2" in said
    assert rows(world) == ["1", "2"] and _lock(world) == 0
    assert main([*words[:3], "--count", "1", *words[5:]]) == 0
    assert rows(world) == ["1"]


def _lock(world: World) -> int:
    lock = world.servers["maroc"].database.data.lock
    return int(lock["locked"]) if lock is not None else 0


def rows(world: World) -> list[str]:
    return [row["p_id"] for row in world.servers["maroc"].database.data.log]


def test_it_is_shown_asked_done_and_comes_again(
    world: World, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ["changelog", "rollback", "maroc", "--home", str(world.home)]
    assert main([*words, "--show"]) == 0
    told = capsys.readouterr().out
    assert BACK in told and "DROP COLUMN CANAL" in told
    assert told.index("one.sql::2") < told.index("one.sql::1")
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    assert main([*words, "--count", "1"]) == 2, "nobody was asked"
    assert rows(world) == ["1", "2"]
    capsys.readouterr()
    assert main([*words, "--count", "1", "--yes", "--json"]) == 0
    (way,) = json.loads(capsys.readouterr().out)["changesets"]
    assert (way["undone"], way["statements"]) == (True, [BACK])
    assert rows(world) == ["1"]
    assert main([*words, "--show", "--json"]) == 1, "what is left is refused"
    (left,) = json.loads(capsys.readouterr().out)["changesets"]
    assert (left["stays"], left["ruling"]["rule"]) == ("refused", "guard.drop")
    assert main(words) == 1
    assert "guard" not in capsys.readouterr().out, "a sentence, and no code"
    assert update(world).run == ("changelog/one.sql::2::k",)
    assert rows(world) == ["1", "2"]


def test_killed_at_every_instant(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def back(world: World) -> None:
        place = Workplace.open(world.home)
        shown = rolling_back.look(place, "maroc", None, count=1)
        rolling_back.go(place, "maroc", None, shown, lambda _: None, count=1)

    whole = made(tmp_path / "whole", monkeypatch)
    lit[:] = [fuse := whole.light(None)]
    back(whole)
    lit.clear()
    assert len(fuse.instants) > 10
    half = 0
    for at in range(1, len(fuse.instants) + 1):
        world = made(tmp_path / str(at), monkeypatch)
        cut(world, lit, at, back)
        place = Workplace.open(world.home)
        assert settling.look(place, "maroc") == (), "the dictionary knows"
        half += stopped(world)
        if rows(world) == ["1", "2"]:
            back(world)
        data = world.servers["maroc"].database.data
        assert rows(world) == ["1"]
        assert data.tables["CONTRATS"].columns.keys() == {"ID", "NUMERO", "CANAL"}
        assert update(world).run == ("changelog/one.sql::2::k",)
        assert rows(world) == ["1", "2"]
        with closing(Journal(world.journal)) as journal:
            assert not journal.open_statements("maroc")
    assert half > 3


def stopped(world: World) -> bool:
    """Whether the block was sent and the row is there: then nothing goes on over it, and all say
    how to finish it."""
    data = world.servers["maroc"].database.data
    halfway = "NUMERO" in data.tables["CONTRATS"].columns and rows(world) == ["1", "2"]
    states = [row.state for row in changelogs.status(Workplace.open(world.home), "maroc", None)]
    if not halfway:
        assert set(states) <= {"already", "pending", "half_back"}
        return False
    assert states == ["already", "half_back"]
    sent = list(data.sent)
    with pytest.raises(RolloutError) as caught:
        update(world)
    state = world.run("later").clients[0]
    assert state.verdict is Verdict.REFUSED and state.problem is not None
    for code, facts in (
        (caught.value.code, caught.value.facts), (state.problem.code, state.problem.facts)
    ):  # fmt: skip
        assert (code, facts["client"], facts["count"]) == ("rollout.half_back", "maroc", 1)
    assert data.sent == sent
    return True


def test_no_way_back_in_the_middle_of_a_rollout(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_rollout(folder: str, at: int | None) -> World:
        world = made(tmp_path / folder, monkeypatch, updated=False)
        lit[:] = [fuse := world.light(at)]
        with suppress(Killed, AppError):
            world.run("r1")
        lit.clear()
        every.extend(fuse.instants)
        world.light(None)
        return world

    every: list[str] = []
    cut_rollout("whole", None)
    world = cut_rollout("cut", every.index("before import") + 1)
    assert rows(world) == ["1", "2"]
    place = Workplace.open(world.home)
    shown = rolling_back.look(place, "maroc", None, count=1)
    assert [way.stays for way in shown] == [""]
    sent = list(world.servers["maroc"].database.data.sent)
    with pytest.raises(RolloutError) as caught:
        rolling_back.go(place, "maroc", None, shown, lambda _: None, count=1)
    assert (caught.value.code, caught.value.facts["rollout"]) == ("rollout.back_midway", "r1")
    assert world.servers["maroc"].database.data.sent == sent
    assert world.resume("r1").clients[0].settled
    done = rolling_back.go(place, "maroc", None, shown, lambda _: None, count=1)
    assert [way.undone for way in done] == [True]


@pytest.mark.parametrize("words", [["--count", "0"], ["--count", "-5"], ["--to-tag", ""]])
def test_none_of_them_is_not_all_of_them(world: World, words: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["changelog", "rollback", "maroc", "--home", str(world.home), "--yes", *words])
    assert caught.value.code == 2
    assert rows(world) == ["1", "2"]


def test_a_client_of_a_site_is_its_workers(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(client: object) -> None:
        raise RolloutError("rollout.belongs_to_site", client="maroc", site="paris")

    monkeypatch.setattr(at_sites, "refuse", refuse)
    place = Workplace.open(world.home)
    shown = rolling_back.look(place, "maroc", None)
    with pytest.raises(RolloutError):
        rolling_back.go(place, "maroc", None, shown, lambda _: None)
    assert rows(world) == ["1", "2"]
