"""The same job in a pool of processes, of which some are killed: what pickles badly, and what a
process takes with it, shows here."""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from pathlib import Path

import pytest

from app.apex import read_application
from app.rollout import errand, job
from app.rollout.job import run_client
from app.rollout.model import Verdict
from tests.rollout.pool import Pool
from tests.rollout.shelf import ShelfWorld
from tests.rollout.world import KEYS, ONCE, SECRET


def assert_none_twice_none_lost(world: ShelfWorld, state: object) -> None:
    """Of clients whose processes were killed: each has all, and nothing was sent again."""
    for client in state.clients:  # type: ignore[attr-defined]
        assert client.verdict is Verdict.VERIFIED, (client.client, client.problem)
        assert client.changesets_run == KEYS
    for server in world.servers.values():
        server.load()
        data = server.database.data
        assert [r["p_id"] for r in data.log] == ["1", "2", "3", "4", "5"]
        times = Counter(s for s in data.sent if s.startswith(ONCE))
        assert set(times.values()) == {1}, times
        assert len(times) == 3
        assert read_application(server.files).version == "2"
        assert server.imports <= 2
        assert data.lock is None or not data.lock["locked"]


def test_the_job_is_a_plain_value(tmp_path: Path) -> None:
    world = ShelfWorld(tmp_path / "shelf", tmp_path, "c1")
    running = world.start()
    made = running._job("c1", job.Work.CHANGE, False)
    running.wait(60)
    raw = job.encode(made)
    assert job.decode(raw) == made
    assert pickle.loads(pickle.dumps((made, run_client))) == (made, run_client)
    assert SECRET.encode() not in raw
    assert len(raw) < 4_000


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, and a server that forks")
def test_processes_that_are_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(errand, "PAUSES", (0.01, 0.1))
    monkeypatch.setattr(errand, "LOOKS", 0.1)
    names = tuple(f"c{n}" for n in range(8))
    world = ShelfWorld(tmp_path / "shelf", tmp_path / "centre", *names)
    world.workers = 6
    pool = Pool(tmp_path, names, kill_at=(35, 120, 190, 300))
    state = world.start(crew=lambda: pool).wait(100)
    assert pool.killed == 4
    assert_none_twice_none_lost(world, state)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL, and a server that forks")
@pytest.mark.timeout(900)  # some sixty processes start, one behind the other
def test_a_process_killed_at_every_boundary_of_its_book(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One client for each boundary: its process is killed there, whatever becomes of the others
    that share the pool with it."""
    monkeypatch.setattr(errand, "PAUSES", (0.01, 0.1))
    monkeypatch.setattr(errand, "LOOKS", 0.1)

    def go(folder: Path, *names: str) -> Path:
        folder.mkdir()
        world = ShelfWorld(folder / "shelf", folder / "centre", *names)
        world.workers = 6
        pool = Pool(folder, names, at_boundary=True)
        assert_none_twice_none_lost(world, world.start(crew=lambda: pool).wait(600))
        return folder / "boundaries"

    whole = len((go(tmp_path / "whole", "c0") / "c0").read_bytes())
    assert whole > 40
    names = tuple(f"c{n}" for n in range(1, whole + 1))
    killed = {path.stem for path in go(tmp_path / "all", *names).glob("*.killed")}
    assert len(killed) > len(names) / 2
    for name in sorted(set(names) - killed):  # another's end took its process right there
        assert (go(tmp_path / f"alone-{name}", name) / f"{name}.killed").exists()
