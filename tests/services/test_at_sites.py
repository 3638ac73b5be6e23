"""What the centre's own commands do at a client of a site: nothing while a worker may be at it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from app import paths
from app.errors import RolloutError
from app.oracle import ConnectionSpec
from app.services.rollout import at_sites, changelogs, locks, reopening, settling
from app.services.workplace import Workplace
from app.settings import Client, Settings, save
from tests.rollout.crew import Threads
from tests.rollout.world import FakeSession, World


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(tmp_path / "centre", "maroc", "france")
    made.sites = {"france": "paris"}
    return made


@pytest.fixture
def place(world: World, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """Whose settings have france at a site."""

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        session = FakeSession(world.servers["france"], ConnectionSpec("France", "france", user))
        yield session
        session.close()

    monkeypatch.setattr(Workplace, "client_session", enter)
    monkeypatch.setattr(at_sites, "hold", world.ports().hold)
    one = Client(id="france", name="France", dsn="x", application=210, workspace="W", site="paris")
    settings = Settings(clients=(one,))
    save(paths.settings_file(world.home), settings)
    return Workplace.blank(world.home).with_settings(settings)


def code(call: Any) -> str:
    with pytest.raises(RolloutError) as caught:
        call()
    return caught.value.code


def test_while_a_worker_is_at_work_nothing_is_settled_opened_or_freed(
    world: World, place: Workplace, tmp_path: Path
) -> None:
    at_it, done = threading.Event(), threading.Event()

    def waits(server: Any) -> None:
        at_it.set()
        assert done.wait(60)

    world.servers["france"].on["before import"] = waits
    crew = Threads(world, tmp_path, "paris-1")
    running = world.start(crew=lambda: crew)
    now = datetime.now(UTC)
    doubt = settling.Doubt(1, "france", "France", "r1", "k:1", 1, "x", 1, "x", now, "", ())
    lock = locks.ClientLock("france", "France", "U", "caravane x", now, True, False)
    deeds = (
        lambda: settling.settle(place, doubt, "looked at it", took=True),
        lambda: reopening.reopen(place, "france"),
        lambda: locks.unlock(place, lock),
    )
    try:
        assert at_it.wait(60)
        assert [code(deed) for deed in deeds] == ["rollout.site_at_work"] * 3
    finally:
        done.set()
        assert running.wait(60).good
    assert [code(deed) for deed in deeds[:2]] == ["rollout.no_doubt", "rollout.not_closed"]


@pytest.mark.parametrize("user", ["ORASSADM", "ORASSUIT"])
def test_a_worker_that_goes_on_without_its_centre_is_left_alone(
    world: World, place: Workplace, user: str
) -> None:
    """No lease of a rollout says so: its session holds the client in its database."""
    france = place.settings.client("france")
    target, server = place.target(france), world.servers["france"]
    worker = FakeSession(server, ConnectionSpec("France", "france", user))
    assert world.ports().hold(worker, target.lock_of(user), 0)
    server.database.data.lock = {"locked": 1, "by": "elsewhere (10.0.0.9)", "granted": "1"}
    now = datetime.now(UTC)
    doubt = settling.Doubt(1, "france", "France", "r1", "k:1", 1, "x", 1, "x", now, "", ())
    lock = locks.ClientLock("france", "France", "ORASSADM", "elsewhere (10.0.0.9)")
    if user == "ORASSADM":
        settled = code(lambda: settling.settle(place, doubt, "looked at it", took=True))
        assert [settled, code(lambda: locks.unlock(place, lock))] == ["rollout.held"] * 2
    else:
        assert code(lambda: reopening.reopen(place, "france", "AVAILABLE")) == "rollout.held"
    assert server.database.data.lock["locked"]
    worker.close()
    assert code(lambda: settling.settle(place, doubt, "x", took=True)) == "rollout.no_doubt"


def test_a_changelog_is_not_run_from_the_centre(place: Workplace) -> None:
    deed = code(lambda: changelogs.update(place, "france", None, lambda _: None))
    assert deed == "rollout.belongs_to_site"
