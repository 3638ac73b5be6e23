"""Rollouts over a real Dask on loopback, with TLS: none twice, none lost, whoever dies."""

from __future__ import annotations

import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app.cluster import certificates
from app.cluster.crew import DaskCrew
from app.cluster.link import security
from app.errors import RolloutError
from app.rollout import RunningRollout, errand
from app.rollout.events import Sight
from app.rollout.journal import Journal
from app.rollout.model import RolloutState
from tests.cluster.serve import link_of
from tests.rollout.shelf import ShelfWorld
from tests.rollout.test_processes import assert_none_twice_none_lost

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed")


class Cluster:
    """A folder with certificates, and processes that a test starts and kills."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        certificates.make(folder / "keys", ("centre", "scheduler", "site"))
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.address = f"tls://127.0.0.1:{free.getsockname()[1]}"
        self.link = link_of(folder, self.address, "centre")
        self.running: list[subprocess.Popen[str]] = []
        self.rollouts: list[RunningRollout] = []

    def start(self, kind: str, name: str, *rest: str) -> subprocess.Popen[str]:
        child = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.cluster.serve"),
                *(kind, str(self.folder), self.address, name, *rest),
            ],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT,
        )  # fmt: skip
        self.running.append(child)
        return child

    def scheduler(self) -> subprocess.Popen[str]:
        child = self.start("scheduler", "scheduler")
        assert child.stdout is not None
        assert child.stdout.readline().strip() == self.address
        return child

    def world(self, *names: str) -> ShelfWorld:
        world = ShelfWorld(self.folder / "shelf", self.folder / "centre", *names)
        world.workers = 32
        return world

    def run(self, world: ShelfWorld) -> RunningRollout:
        self.rollouts.append(world.start(crew=lambda: DaskCrew(self.link, "r1")))
        return self.rollouts[-1]

    def close(self) -> None:
        for rollout in self.rollouts:
            rollout.cancel()
        for child in self.running:
            child.kill()
            child.communicate()
        for rollout in self.rollouts:
            rollout.wait(30)


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Cluster]:
    monkeypatch.setattr(errand, "PAUSES", (0.2, 0.5))
    monkeypatch.setattr(errand, "BLINK", 0.5)
    monkeypatch.setattr(errand, "OTHERS", 30.0)
    monkeypatch.setattr(errand, "PATIENCE", 0.5)
    one = Cluster(tmp_path)
    yield one
    one.close()


def until(running: RunningRollout, enough: Callable[[RolloutState], bool]) -> RolloutState:
    while not running.ended:
        state = running.wait(0.02)
        if enough(state):
            return state
    raise AssertionError("it ended before")


def ended(state: RolloutState) -> int:
    return sum(1 for c in state.clients if c.ended)


def test_three_hundred_clients_a_killed_worker_and_a_scheduler_that_begins_anew(
    cluster: Cluster,
) -> None:
    """Two workers; one dies with its work and comes back, then the scheduler does."""
    names = tuple(f"c{n:03}" for n in range(300))
    world = cluster.world(*names)
    scheduler = cluster.scheduler()
    first = cluster.start("worker", "site-1", ",".join(names), "16")
    cluster.start("worker", "site-2", ",".join(names), "16")
    running = cluster.run(world)
    until(running, lambda state: ended(state) >= 60)
    first.kill()
    until(running, lambda state: ended(state) >= 80)
    cluster.start("worker", "site-1", ",".join(names), "16")
    until(running, lambda state: ended(state) >= 150)
    scheduler.kill()
    scheduler.wait()
    cluster.scheduler()
    state = running.wait(240)
    assert running.ended
    assert_none_twice_none_lost(world, state)


def test_out_of_sight_until_a_worker_comes_that_nobody_can_dial(cluster: Cluster) -> None:
    """It dials out; the address that it gives leads nowhere (192.0.2.0/24 is for documents)."""
    names = ("c1", "c2", "c3")
    world = cluster.world(*names)
    running = cluster.run(world)  # not even a scheduler
    state = until(running, lambda state: all(c.unseen_since for c in state.clients))
    assert [p.code for p in state.clients[0].told] == ["rollout.out_of_sight"]
    cluster.scheduler()
    cluster.start("worker", "site-1", ",".join(names), "2", "tls://192.0.2.1:9")
    state = running.wait(100)
    assert running.ended
    assert_none_twice_none_lost(world, state)
    assert state.clients[0].told == ()
    with closing(Journal(world.journal)) as journal:
        sights = [e.since is None for e in journal.events_of("r1", "c1") if isinstance(e, Sight)]
    assert sights == [False, True]


def test_only_certificates_of_its_own_authority_are_let_in(cluster: Cluster) -> None:
    cluster.scheduler()
    host, port = "127.0.0.1", int(cluster.address.rpartition(":")[2])
    strangers = cluster.folder / "strangers"
    certificates.make(strangers, ("site",))

    def talk(context: ssl.SSLContext) -> bytes:
        with (
            socket.create_connection((host, port), timeout=10) as plain,
            context.wrap_socket(plain) as line,
        ):
            line.sendall(b"x")
            return line.recv(1)  # TLS 1.3: the server's refusal is read here

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.load_verify_locations(cluster.folder / "keys" / "authority.pem")
    with pytest.raises(ssl.SSLError):
        talk(context)  # no certificate
    context.load_cert_chain(strangers / "site.pem", strangers / "site.key")
    with pytest.raises(ssl.SSLError):
        talk(context)
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    own.check_hostname = False
    own.load_verify_locations(cluster.folder / "keys" / "authority.pem")
    own.load_cert_chain(cluster.folder / "keys" / "site.pem", cluster.folder / "keys" / "site.key")
    assert talk(own)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "127.0.0.1:1"])
def test_no_tls_is_no_cluster(cluster: Cluster, address: str) -> None:
    with pytest.raises(RolloutError) as found:
        security(link_of(cluster.folder, address, "centre"))
    assert found.value.code == "cluster.no_tls"


def test_a_missing_certificate_is_named(cluster: Cluster) -> None:
    with pytest.raises(RolloutError) as found:
        security(link_of(cluster.folder, cluster.address, "nobody"))
    assert found.value.code == "cluster.no_file"
    assert str(found.value.facts["path"]).endswith("nobody.pem")


def test_certificates_are_private_and_made_once(tmp_path: Path) -> None:
    made = certificates.make(tmp_path, ("paris",))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    again = certificates.make(tmp_path, ("paris", "lyon"))
    assert made["paris"] == again["paris"]
    assert all(path.read_bytes() == content for path, content in before.items())
    if sys.platform != "win32":
        for path in tmp_path.glob("*.key"):
            assert path.stat().st_mode & 0o077 == 0
