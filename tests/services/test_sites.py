"""A client at a site, over the wire: the worker's own clone, keyring and book, and the client held
in its database."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app import paths
from app.errors import RolloutError
from app.oracle import hold
from app.rollout import ClientTarget, Elsewhere, Journal, errand
from app.rollout.job import ReleaseRef, reference
from app.rollout.model import Verdict
from app.secrets import DemoKeyring, Keyring
from app.services.demo import home as demo_home
from app.services.model import Progress
from app.services.release import releases
from app.services.rollout import rollouts, sites
from app.services.workplace import Workplace
from app.settings import Client, Repository, Settings, account
from tests.rollout.crew import Threads

USERS = ("ORASSADM", "ORASSUIT")


def quiet(_: Progress) -> None:
    """Nobody watches."""


@pytest.fixture
def place(seeded_home: Path) -> Iterator[Workplace]:
    """The centre: the demo's, where maroc is at a site, with a release."""
    with demo_home.prepare(seeded_home, reset=False, report=quiet) as handle:
        there = handle.place
        releases.publish(there, releases.draft(there, None, quiet).version, "", quiet)
        clients = (replace(c, site="lab") if c.id == "maroc" else c for c in there.settings.clients)
        yield there.with_settings(replace(there.settings, clients=tuple(clients)))


@pytest.fixture
def far(place: Workplace, tmp_path: Path) -> Workplace:
    """The worker's home: a clone, and a keyring with the passwords of this client alone."""
    home = tmp_path / "far"
    with place.repository() as repository:
        url = repository.remote_url
    subprocess.run(["git", "clone", "-q", url, home / "repository"], check=True)
    keyring = DemoKeyring(home / "keyring.json")
    keyring.fill({account("maroc", u): place.client_password("maroc", u) for u in USERS})
    return Workplace(home, Settings(repository=Repository()), Keyring(keyring))


class _Far(Threads):
    """Its one worker works as ``caravane worker`` does in that home."""

    def __init__(self, far: Workplace, folder: Path) -> None:
        self._far = far
        super().__init__(None, folder, self.home(folder, "").name)  # type: ignore[arg-type]

    def home(self, folder: Path, name: str) -> Elsewhere:
        return sites.home_of(self._far, "lab", rollouts.ports_of(self._far))

    def choose(self, site: str, worker: str) -> str:
        return self.workers[0]

    def sees(self, site: str, worker: str) -> bool:
        return True


def test_a_release_goes_to_a_site_and_waits_while_another_session_holds_the_client(
    place: Workplace, far: Workplace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errand, "PAUSES", (0.1,))
    monkeypatch.setattr(errand, "LOOKS", 0.1)
    crew = _Far(far, tmp_path)
    monkeypatch.setattr(sites, "crew", lambda place, rollout: crew)
    client = place.settings.client("maroc")
    with place.client_session(client, "ORASSADM") as other:
        assert hold(other, "ORASSADM", 0)
        running = rollouts.start(place, rollouts.plan(place, "2", ["maroc"]))
        while len(crew.given) < 3:
            running.wait(0.05)
        (maroc,) = running.snapshot().clients
        assert maroc.verdict is Verdict.WAITING, "nothing was begun"
        assert not running.ended
    (maroc,) = running.wait(120).clients
    assert maroc.verdict is Verdict.VERIFIED, maroc.problem
    assert maroc.new_version == "2"
    assert maroc.workers == crew.workers
    kept = paths.worker_folder(far.home)
    assert (kept / "clients" / "maroc.sqlite").exists()
    assert Path(str(maroc.backup)).is_relative_to(kept)
    assert rollouts.open_log(place, running.plan.rollout, "maroc").published > 20
    with closing(Journal(paths.journal_file(place.home))) as journal:
        assert journal.statements("maroc")
    for path in [*kept.rglob("*"), *paths.logs_folder(place.home).rglob("*")]:
        if path.is_file():
            content = path.read_bytes()
            assert not any(place.client_password("maroc", u).encode() in content for u in USERS)


def test_a_worker_reads_its_own_clone_and_believes_the_hash(
    place: Workplace, far: Workplace
) -> None:
    home = sites.home_of(far, "lab")
    wanted = reference(rollouts.read_bundle(place, "v2"))
    made: Any = type("Job", (), {"release": wanted})
    material = home.material(made)
    assert material.version == "2"
    assert home.material(made) is material
    other = ReleaseRef(wanted.tag, wanted.commit, "0" * 64)
    with pytest.raises(RolloutError) as found:
        home.material(type("Job", (), {"release": other}))  # type: ignore[arg-type]
    assert found.value.code == "cluster.other_release"
    assert sites.home_of(far, "lab").name == home.name, "the same at each start"


def test_a_worker_reaches_a_client_as_its_own_settings_say(tmp_path: Path) -> None:
    own = Client(
        id="maroc", name="M", dsn="inside:1521/X", application=1, workspace="W", wallet="w"
    )
    target = ClientTarget("maroc", "M", "outside:1521/X", "A", "B", "W", 1, "B", wallet="/centre/w")
    place = Workplace(tmp_path, Settings(clients=(own,)), Keyring(DemoKeyring(tmp_path / "k")))
    reached = sites.home_of(place, "lab").target(type("Job", (), {"target": target}))  # type: ignore[arg-type]
    assert (reached.dsn, reached.wallet) == ("inside:1521/X", str(tmp_path / "w"))
    bare = place.with_settings(Settings())
    with pytest.raises(RolloutError) as found:
        sites.home_of(bare, "lab").target(type("Job", (), {"target": target}))  # type: ignore[arg-type]
    assert found.value.code == "cluster.no_wallet"
    without = replace(target, wallet="")
    job: Any = type("Job", (), {"target": without})
    assert sites.home_of(bare, "lab").target(job) == without
    assert sites._password(place, "maroc", "wallet") == ""


def test_without_a_scheduler_in_the_settings_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(RolloutError) as found:
        sites.crew(Workplace.blank(tmp_path), "r1")
    assert found.value.code == "cluster.not_set"
