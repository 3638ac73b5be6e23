"""Killed at any instant and resumed: the same end, nothing twice, nothing lost."""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app.rollout import engine
from app.rollout.journal import Journal
from app.rollout.model import RolloutState, Verdict
from app.rollout.policy import Policy
from tests.changelog.memory import Killed
from tests.rollout.world import KEYS, ONCE, Fuse, World, bundle

MATERIAL = engine.read_material(bundle())


@pytest.fixture
def burning(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Fuse]]:
    """The journal too can be the place of death: before a record is on disk, and after."""
    lit: list[Fuse] = []
    write = Journal._write_all

    def watched(self: Journal, *statements: tuple[str, tuple[Any, ...]]) -> list[int]:
        what = " ".join(statements[0][0].split()[:3])
        if lit:
            lit[0](f"before {what}")
        written = write(self, *statements)
        if lit:
            lit[0](f"after {what}")
        return written

    monkeypatch.setattr(Journal, "_write_all", watched)
    prepare = Journal._prepare

    def unflushed(self: Journal) -> None:
        prepare(self)
        # This process does not really die, and neither does the machine: no need for the disk.
        self._connection.execute("pragma synchronous = off")

    monkeypatch.setattr(Journal, "_prepare", unflushed)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    # Reading and judging the release takes no part in this, and most of the time.
    monkeypatch.setattr(engine, "read_material", lambda bundle: MATERIAL)
    yield lit


def assert_arrived(world: World, state: RolloutState) -> None:
    for client in state.clients:
        server = world.servers[client.client]
        assert client.verdict is Verdict.VERIFIED, client.problem
        assert client.changesets_run == KEYS
        assert (client.old_version, client.new_version) == ("1", "2")
        assert client.before is not None
        assert client.after is not None
        assert client.before.digest == client.after.digest
        assert [r["p_id"] for r in server.database.data.log] == ["1", "2", "3", "4", "5"]
        lock = server.database.data.lock
        assert lock is None or not lock["locked"]
        times = Counter(s for s in server.sent if s.startswith(ONCE))
        assert set(times.values()) == {1}, times
        assert len(times) == 3


def killed_and_resumed(
    folder: Path, burning: list[Fuse], at: int, *names: str
) -> tuple[World, Fuse]:
    world = World(folder, *names)
    fuse = world.light(at)
    burning[:] = [fuse]
    with suppress(Killed):
        world.run()
    burning.clear()
    world.light(None)
    return world, fuse


def instants(folder: Path, burning: list[Fuse], *names: str) -> list[str]:
    world = World(folder, *names)
    fuse = world.light(None)
    burning[:] = [fuse]
    world.run()
    burning.clear()
    return fuse.instants


def test_killed_at_every_instant(tmp_path: Path, burning: list[Fuse]) -> None:
    every = instants(tmp_path / "whole", burning, "maroc")
    assert len(every) > 100
    for at in range(1, len(every) + 1):
        world, fuse = killed_and_resumed(tmp_path / str(at), burning, at, "maroc")
        assert fuse.exploded
        if every[at - 1] == "before insert into rollouts":
            continue  # nobody knows of it: there is nothing to resume
        state = world.resume()
        assert_arrived(world, state)
        assert world.servers["maroc"].imports <= 2, every[at - 1]


def test_killed_twice(tmp_path: Path, burning: list[Fuse]) -> None:
    every = instants(tmp_path / "whole", burning, "maroc")
    choose = random.Random(7)
    for number in range(25):
        first = choose.randrange(3, len(every))
        world, _ = killed_and_resumed(tmp_path / str(number), burning, first, "maroc")
        fuse = world.light(choose.randrange(1, len(every)))
        burning[:] = [fuse]
        with suppress(Killed):
            world.resume()
        burning.clear()
        world.light(None)
        assert_arrived(world, world.resume())


def test_three_clients_killed_together(tmp_path: Path, burning: list[Fuse]) -> None:
    names = ("maroc", "france", "tunisie")
    every = instants(tmp_path / "whole", burning, *names)
    choose = random.Random(11)
    for number in range(12):
        at = choose.randrange(3, len(every))
        world, _ = killed_and_resumed(tmp_path / str(number), burning, at, *names)
        assert_arrived(world, world.resume())


def test_a_policy_is_obeyed_by_the_resume_whatever_instant_killed_it(
    tmp_path: Path, burning: list[Fuse]
) -> None:
    """All looked at first, the canary alone, ring after ring: at no instant is a client changed
    before its turn."""
    names = ("maroc", "france", "tunisie")

    def new(folder: Path) -> World:
        world = World(folder, *names)
        world.policy = Policy(checked_first=True, canary="france")
        world.waves = {"maroc": 1, "france": 2, "tunisie": 2}
        for early, late in (("france", "maroc"), ("maroc", "tunisie")):
            world.servers[late].on["send ALTER TABLE"] = in_its_turn(world, early)
        return world

    def in_its_turn(world: World, early: str) -> Any:
        def look(server: Any) -> None:
            assert all(s.sessions for s in world.servers.values())
            assert world.servers[early].imports

        return look

    whole = new(tmp_path / "whole")
    fuse = whole.light(None)
    burning[:] = [fuse]
    assert whole.run().good
    burning.clear()
    every = fuse.instants
    assert {"before insert into events"} < set(every)
    choose = random.Random(5)
    for at in sorted(choose.sample(range(4, len(every) + 1), 24)):
        world = new(tmp_path / str(at))
        burning[:] = [world.light(at)]
        with suppress(Killed):
            world.run()
        burning.clear()
        world.light(None)
        assert_arrived(world, world.resume())
