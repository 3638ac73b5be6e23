"""Clients whose workers are elsewhere: none twice, none lost, whatever link and workers do."""

from __future__ import annotations

import os
import random
import threading
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from app import __version__
from app.errors import JournalError, ReleaseError
from app.rollout import engine, errand, job
from app.rollout.book import Book
from app.rollout.events import ClientEnded, HandedOut, Ordered, Sight
from app.rollout.journal import Journal
from app.rollout.model import ClientState, RolloutState, Verdict
from app.rollout.notes import Freed, Happened, Note
from app.rollout.policy import Action, Policy
from app.rollout.store import Store
from tests.rollout.crew import Threads
from tests.rollout.test_kill import assert_arrived
from tests.rollout.world import KEYS, ONCE, Fuse, World, bundle

NAMES = ("maroc", "france", "tunisie")
MATERIAL = engine.read_material(bundle())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pauses, no waiting for a disk that no test loses, and the release read once."""
    monkeypatch.setattr(errand, "PAUSES", (0.01,))
    monkeypatch.setattr(errand, "LOOKS", 0.05)
    monkeypatch.setattr(errand, "BLINK", 0.0)
    prepare = Store._prepare

    def unflushed(self: Store) -> None:
        prepare(self)
        self._connection.execute("pragma synchronous = off")

    monkeypatch.setattr(Store, "_prepare", unflushed)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    monkeypatch.setattr(engine, "read_material", lambda bundle: MATERIAL)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[World]:
    """Three clients in memory: one of this workstation, two of a site."""
    world = World(tmp_path / "centre", *NAMES)
    world.sites = {"france": "paris", "tunisie": "paris"}
    yield world


def run(world: World, crew: Any, *, again: bool = False) -> RolloutState:
    return world.start(again=again, crew=lambda: crew).wait(60)


def told(world: World, client: str) -> list[Any]:
    """What the centre's journal has of a client, without what the centre itself noted."""
    with closing(Journal(world.journal)) as journal:
        events = journal.events_of("r1", client)
    return [e for e in events if not isinstance(e, HandedOut | Sight)]


def assert_none_twice(world: World) -> None:
    for server in world.servers.values():
        assert [r["p_id"] for r in server.database.data.log] == ["1", "2", "3", "4", "5"]
        times = Counter(s for s in server.sent if s.startswith(ONCE))
        assert set(times.values()) == {1} and len(times) == 3, times
        assert server.imports <= 2


def noted(home: Path, worker: str, client: str) -> list[Any]:
    """What a worker's book has."""
    with closing(Book(home / worker / "clients" / f"{client}.sqlite", client, worker)) as book:
        return [n.body.event for n in book.unseen(()) if isinstance(n.body, Happened)]


def test_a_site_is_another_way_to_the_same_end(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1")
    state = run(far, crew)
    assert_arrived(far, state)
    assert sorted(c for c, _, _ in crew.given) == ["france", "tunisie"], "each once"
    for client in ("france", "tunisie"):
        assert told(far, client) == noted(tmp_path, "paris-1", client)
        worker_log = tmp_path / "paris-1" / "rollouts" / "r1" / f"{client}.log"
        centre_log = far.home / "rollouts" / "r1" / f"{client}.log"
        assert worker_log.read_text() == centre_log.read_text() != ""
    assert not (tmp_path / "paris-1" / "clients" / "maroc.sqlite").exists()
    assert len(crew.read) == 1, "a release is read once for all clients"


def test_all_are_looked_at_first_and_the_canary_goes_alone_there_too(
    far: World, tmp_path: Path
) -> None:
    far.policy = Policy(checked_first=True, canary="france")
    far.waves = {"tunisie": 2}

    def in_its_turn(server: Any) -> None:
        assert far.servers["france"].imports

    for late in ("maroc", "tunisie"):
        far.servers[late].on["send ALTER TABLE"] = in_its_turn
    crew = Threads(far, tmp_path, "paris-1")
    assert_arrived(far, run(far, crew))
    assert [a for c, _, a in crew.given if c == "france"] == [1, 2], "one look, one change"


@pytest.mark.parametrize("seed", range(12))
def test_a_link_that_loses_doubles_and_mixes(far: World, tmp_path: Path, seed: int) -> None:
    crew = Threads(far, tmp_path, "paris-1", seed=seed)
    assert_arrived(far, run(far, crew))
    for client in ("france", "tunisie"):
        assert told(far, client) == noted(tmp_path, "paris-1", client)


def test_a_message_that_comes_twice_is_nothing_new(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1")
    once = crew._tell

    def twice(message: Any) -> None:
        once(message)
        once(message)

    crew._tell = twice  # type: ignore[method-assign]
    assert_arrived(far, run(far, crew))
    assert len(crew.given) == 2, "and nothing is asked for again"
    assert told(far, "france") == noted(tmp_path, "paris-1", "france")


def test_a_cluster_that_runs_every_job_twice(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1", "paris-2")
    crew.twice = "other"
    state = run(far, crew)
    assert state.good
    for server in far.servers.values():
        assert server.imports == 1
        assert len([s for s in server.sent if s.startswith("ALTER TABLE")]) == 1


@pytest.mark.parametrize("deaf", [False, True])
def test_workers_that_die_at_any_instant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaf: bool
) -> None:
    """At a call of the database, before a note is in the book, and after. The next worker has the
    same home, so it finds the book of the one that died, of whom the centre may have heard
    nothing (``deaf``)."""
    lit: list[Fuse] = []
    write = Book._write_all

    def watched(self: Book, *statements: Any) -> list[int]:
        lit[0]("before a note")
        written = write(self, *statements)
        lit[0]("after a note")
        return written

    monkeypatch.setattr(Book, "_write_all", watched)

    def die(at: int | None) -> tuple[World, Fuse]:
        folder = tmp_path / str(at)
        world = World(folder / "centre", "maroc")
        world.sites = {"maroc": "paris"}
        crew = Threads(world, folder, "paris-1")
        lit[:] = [fuse := world.light(at)]
        given = Threads.hand_out

        def anew(self: Threads, *job: Any) -> Any:
            fuse.exploded = False  # who died comes back as another process
            self.deaf = deaf and not self.given
            return given(self, *job)

        with monkeypatch.context() as patched:
            patched.setattr(Threads, "hand_out", anew)
            assert_arrived(world, run(world, crew))
        assert world.servers["maroc"].imports <= 2
        assert told(world, "maroc") == noted(folder, "paris-1", "maroc")
        return world, fuse

    _, whole = die(None)
    every = whole.instants
    assert {"before a note", "hold", "send ALTER TABLE", "after import"} < set(every)
    for at in range(1, len(every) + 1):
        _, fuse = die(at)
        assert fuse.count > at or at == len(every), every[at - 1]


@pytest.mark.parametrize("deaf", [False, True])
def test_a_worker_that_is_gone_for_good(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, deaf: bool
) -> None:
    """Another one takes over without its book: what the database shows is believed, nothing is sent
    twice, and where the first look may be lost with who took it, no green is made of it."""

    monkeypatch.setattr(errand, "OTHERS", 0.0)

    def die(at: int | None) -> tuple[World, Fuse, ClientState]:
        folder = tmp_path / str(at)
        world = World(folder / "centre", "maroc")
        world.sites = {"maroc": "paris"}
        crew = Threads(world, folder, "paris-1", "paris-2")
        crew.elsewhere = True
        fuse = world.light(at)
        given = Threads.hand_out

        def anew(self: Threads, *job: Any) -> Any:
            fuse.exploded = False
            self.deaf = deaf and not self.given
            return given(self, *job)

        with monkeypatch.context() as patched:
            patched.setattr(Threads, "hand_out", anew)
            (maroc,) = run(world, crew).clients
        return world, fuse, maroc

    _, whole, _ = die(None)
    every = whole.instants[: whole.instants.index("measure", whole.instants.index("after import"))]
    verdicts = set()
    for at in range(1, len(every) + 1):
        world, fuse, maroc = die(at)
        assert fuse.count > at, every[at - 1]
        assert_none_twice(world)
        assert maroc.has_release, (every[at - 1], maroc.problem)
        assert maroc.changesets_run == KEYS
        verdicts.add(maroc.verdict)
        before = every[: at - 1]
        if deaf and "send ALTER TABLE" in before:
            assert maroc.problem is not None and maroc.problem.code == "rollout.look_lost"
        elif not deaf or "send UPDATE DATABASECHANGELOGLOCK" not in before:  # else nobody can know
            assert maroc.verdict is Verdict.VERIFIED, (every[at - 1], maroc.problem)
    assert verdicts == ({Verdict.VERIFIED, Verdict.IN_DOUBT} if deaf else {Verdict.VERIFIED})


def test_a_link_that_is_gone_is_out_of_sight_and_the_worker_goes_on(
    far: World, tmp_path: Path
) -> None:
    """The link breaks before the import and is back once the worker is done: nothing is sent
    twice, and the numbers are filled in."""
    crew = Threads(far, tmp_path, "paris-1")
    seen: list[Any] = []

    def breaks(server: Any) -> None:
        crew.deaf = True
        crew.gone.add("paris-1")

    far.servers["tunisie"].on["before import"] = breaks
    running = far.start(crew=lambda: crew)
    while not running.ended:
        state = running.wait(0.02)
        tunisie = next(c for c in state.clients if c.client == "tunisie")
        if tunisie.unseen_since is not None and not tunisie.ended:
            seen = seen or list(tunisie.told)
            if far.servers["tunisie"].files == bundle().application and crew.deaf:
                crew.deaf = False
                crew.gone.clear()
    assert_arrived(far, running.wait(60))
    assert [p.code for p in seen] == ["rollout.out_of_sight"]
    assert far.servers["tunisie"].imports == 1
    assert told(far, "tunisie") == noted(tmp_path, "paris-1", "tunisie")


def test_the_centre_dies_and_comes_back_while_a_worker_goes_on(far: World, tmp_path: Path) -> None:
    """What the worker did meanwhile is taken from its book, and not done again."""
    crew = Threads(far, tmp_path, "paris-1")
    running = far.start(crew=lambda: crew)
    assert_arrived(far, running.wait(60))
    # The centre's disk, as it was before it heard of the end.
    with closing(Journal(far.journal)) as journal:
        last = journal._read("select max(sequence) from events where client = 'tunisie'")[0][0]
        journal._write("delete from events where client = 'tunisie' and sequence > ?", last - 9)
        journal._write("update taken set number = number - 9 where client = 'tunisie'")
        journal._write("delete from statements where client = 'tunisie' and number = 0")
    sent = list(far.servers["tunisie"].sent)
    state = run(far, crew, again=True)
    assert_arrived(far, state)
    assert far.servers["tunisie"].sent == sent


def test_a_worker_speaks_of_its_own_client_only(far: World, tmp_path: Path) -> None:
    """Neither another client's end nor a person's word comes from a worker."""
    crew = Threads(far, tmp_path, "paris-1")
    tell = crew._tell

    forged: list[Any] = []

    def lies(message: Any) -> None:
        body = getattr(message, "body", None)
        if message.client == "france" and isinstance(body, Happened):
            false = {
                2: Ordered("france", body.event.at, Action.CANCEL, "nobody"),
                3: ClientEnded("maroc", body.event.at, Verdict.DATA_LOSS, None),
                4: ClientEnded("tunisie", body.event.at, Verdict.CANCELLED, None),
            }.get(message.number)
            if false is not None:
                forged.append(false)
                message = msgspec.structs.replace(message, body=Happened(false))
        tell(message)

    crew._tell = lies  # type: ignore[method-assign]
    state = run(far, crew)
    assert len(forged) == 3
    assert state.good, [c.problem for c in state.clients]
    for client in NAMES:
        assert not any(event in forged for event in told(far, client)), client


def test_what_a_worker_cannot_read_or_reach_is_refused_by_name(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1")

    def refuses(release: Any) -> Any:
        raise ReleaseError("release.no_manifest", repository="x", tag=release.tag)

    crew.homes["paris-1"]._read = refuses
    state = run(far, crew)
    verdicts = {c.client: (c.verdict, c.problem and c.problem.code) for c in state.clients}
    assert verdicts["france"] == (Verdict.REFUSED, "release.no_manifest")
    assert verdicts["maroc"][0] is Verdict.VERIFIED
    assert far.servers["france"].sessions == []


def test_another_caravane_is_refused_by_name(
    far: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever form its jobs have."""
    encode = job.encode
    monkeypatch.setattr(
        job, "encode", lambda given: encode(given).replace(__version__.encode(), b"9.0.0", 1)
    )
    state = run(far, Threads(far, tmp_path, "paris-1"))
    (france,) = (c for c in state.clients if c.client == "france")
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None and france.problem.code == "rollout.other_caravane"
    assert not far.servers["france"].sessions


def test_a_worker_that_cannot_note_sends_nothing_further_and_says_so(
    far: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Book._write_all

    def full(self: Book, *statements: Any) -> list[int]:
        if self.client == "france" and "CREATE INDEX" in str(far.servers["france"].sent):
            raise JournalError("journal.unwritable", path="x", detail="disk full")
        return write(self, *statements)

    monkeypatch.setattr(Book, "_write_all", full)
    crew = Threads(far, tmp_path, "paris-1")
    state = run(far, crew)
    (france,) = (c for c in state.clients if c.client == "france")
    assert france.verdict is Verdict.FAILED
    assert france.problem is not None and france.problem.code == "rollout.worker_broken"
    assert "disk full" in str(france.problem.facts["detail"])
    assert far.servers["france"].imports == 0
    monkeypatch.setattr(Book, "_write_all", write)
    assert_arrived(far, run(far, crew, again=True))


def test_a_book_has_one_name_whoever_makes_it(tmp_path: Path) -> None:
    """Two runs that open a new one at once: neither sees it without its name."""
    together = threading.Barrier(4)

    def made(number: int) -> str:
        together.wait(30)
        with closing(Book(tmp_path / f"{number}.sqlite", "maroc", "paris-1")) as book:
            return book.add(f"r{threading.get_ident()}", Freed())[0].source

    with ThreadPoolExecutor(4) as pool:
        for number in range(40):
            assert len(set(pool.map(made, [number] * 4))) == 1


def test_a_password_that_is_wrong_is_tried_once(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1")
    far.servers["france"].password = "an0ther"
    state = run(far, crew)
    france = next(c for c in state.clients if c.client == "france")
    assert france.verdict is Verdict.REFUSED
    assert france.problem is not None and france.problem.code == "oracle.wrong_password"


def test_cancelled_elsewhere_it_stops_before_the_next_step(far: World, tmp_path: Path) -> None:
    crew = Threads(far, tmp_path, "paris-1")
    running: list[Any] = []
    heard: list[bool] = []

    def cancels(server: Any) -> None:
        running[0].cancel("france")
        heard.append(crew._stops["france", "paris-1"]._event.wait(30))

    far.servers["france"].on["measure"] = cancels
    running.append(far.start(crew=lambda: crew))
    state = running[0].wait(60)
    france = next(c for c in state.clients if c.client == "france")
    assert heard == [True], "the worker was told"
    assert france.verdict is Verdict.CANCELLED
    assert france.problem is not None and france.problem.code == "rollout.cancelled"
    assert far.servers["france"].sent == [] and far.servers["france"].imports == 0


@pytest.mark.parametrize("worker", ["paris-9", "paris-1"])
def test_a_gap_that_nobody_can_fill_keeps_nobody_from_work_or_from_the_stop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, worker: str
) -> None:
    """The last words of a worker that is gone for good; or of a book that this one has lost."""
    monkeypatch.setattr(errand, "PAUSES", (1.0,))  # so long it has for its first word
    world = World(tmp_path / "centre", "france")
    world.sites = {"france": "paris"}
    crew = Threads(world, tmp_path, "paris-1")
    hand_out = crew.hand_out

    def late(job: Any, site: str, chosen: str) -> Any:
        if not crew.given:
            crew._hear["france"](Note("r1", "france", worker, "lost", 5, Freed()))
        return hand_out(job, site, chosen)

    crew.hand_out = late  # type: ignore[method-assign]
    running: list[Any] = []

    def cancels(server: Any) -> None:
        running[0].cancel("france")
        assert crew._stops["france", "paris-1"]._event.wait(60)

    world.servers["france"].on["send ALTER TABLE"] = cancels
    running.append(world.start(crew=lambda: crew))
    (france,) = running[0].wait(60).clients
    assert france.verdict is Verdict.CANCELLED
    assert len(crew.given) <= 2, "it is not handed out again and again"
    crew._stops.clear()
    world.servers["france"].on.clear()
    assert_arrived(world, run(world, crew, again=True))


def test_a_job_that_is_over_without_an_end_is_left_when_it_is_cancelled(
    far: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its worker is there, and nothing that it says arrives."""
    monkeypatch.setattr(errand, "PATIENCE", 0.2)
    crew = Threads(far, tmp_path, "paris-1")
    crew.deaf = True
    running = far.start(crew=lambda: crew)
    while not len(crew.given) > 3:
        running.wait(0.02)
    running.cancel()
    state = running.wait(60)
    assert running.ended
    verdicts = {c.client: c.verdict for c in state.clients}
    assert verdicts["france"] is Verdict.INTERRUPTED, "nobody here knows how it stands"
    crew.deaf = False
    crew._stops.clear()
    assert run(far, crew, again=True).good


def test_without_a_crew_a_client_of_a_site_is_refused_by_name(far: World) -> None:
    state = far.start().wait(60)
    codes = {c.client: c.problem and c.problem.code for c in state.clients}
    assert codes == {"maroc": None, "france": "rollout.no_crew", "tunisie": "rollout.no_crew"}


def test_many_clients_and_a_bad_link(tmp_path: Path) -> None:
    """Three sites, workers that come and go: none twice, none lost."""
    names = [f"c{n:03}" for n in range(60)]
    world = World(tmp_path / "centre", *names)
    world.sites = {name: f"site{n % 3}" for n, name in enumerate(names)}
    world.workers = 32
    workers = [f"site{n}-{k}" for n in range(3) for k in range(2)]
    crew = Threads(world, tmp_path, *workers, seed=3)
    crew.twice = "same"
    choose = random.Random(5)
    running = world.start(crew=lambda: crew)
    while not running.ended:
        running.wait(0.1)
        crew.gone = {w for w in workers if choose.random() < 0.3}
    state = running.wait(60)
    assert {c.client: c.problem for c in state.clients if not c.good} == {}
    for server in world.servers.values():
        assert server.imports == 1
        assert [r["p_id"] for r in server.database.data.log] == ["1", "2", "3", "4", "5"]


def leaving(crew: Threads, attempt: int) -> None:
    """Its worker is seen, and right before it is asked for this attempt it goes for a moment."""
    choose, asked = crew.choose, []

    def goes(site: str, worker: str) -> str:
        asked.append(worker)
        crew.gone = {worker} if len(asked) == attempt else set()
        return choose(site, worker)

    crew.choose = goes  # type: ignore[method-assign]


def test_a_worker_that_goes_between_two_questions_is_waited_for(tmp_path: Path) -> None:
    """Another one would take over at once, and does not know what it looked at."""
    world = World(tmp_path / "centre", "maroc")
    world.sites = {"maroc": "paris"}
    crew = Threads(world, tmp_path, "paris-1", "paris-2")
    leaving(crew, 2)
    hand_out = crew.hand_out

    def nothing_is_heard_of_the_first(*job: Any) -> Any:
        crew.deaf = not crew.given
        return hand_out(*job)

    crew.hand_out = nothing_is_heard_of_the_first  # type: ignore[method-assign]
    (maroc,) = run(world, crew).clients
    assert (maroc.verdict, maroc.problem) == (Verdict.VERIFIED, None)
    assert len({worker for _, worker, _ in crew.given}) == 1
    assert_none_twice(world)


def test_a_resume_asks_the_worker_that_was_at_it(tmp_path: Path) -> None:
    """Whoever has least to do now: it has the book."""
    world = World(tmp_path / "centre", "maroc")
    world.sites = {"maroc": "paris"}
    crew = Threads(world, tmp_path, "paris-1", "paris-2")
    crew.deaf = True
    running = world.start(crew=lambda: crew)
    while len(crew.given) < 2:
        running.wait(0.02)
    running.cancel()
    running.wait(60)
    crew.deaf = False
    crew._stops.clear()
    (first, *_) = {worker for _, worker, _ in crew.given}
    choose = crew.choose
    crew.choose = lambda site, worker: choose(  # type: ignore[method-assign]
        site, worker or next(w for w in crew.workers if w != first)
    )
    (maroc,) = run(world, crew, again=True).clients
    assert (maroc.verdict, maroc.problem) == (Verdict.VERIFIED, None)
    assert {worker for _, worker, _ in crew.given} == {first}
    assert_none_twice(world)


def test_whose_end_is_known_is_not_waited_for(tmp_path: Path) -> None:
    """Its worker is gone for good since, and the centre has heard all that it did."""
    world = World(tmp_path / "centre", "maroc")
    world.sites = {"maroc": "paris"}
    crew = Threads(world, tmp_path, "paris-1", "paris-2")
    world.servers["maroc"].probe_ok = False
    assert run(world, crew).clients[0].verdict is Verdict.FAILED
    ((_, first, _),) = crew.given
    crew.gone = {first}
    world.servers["maroc"].probe_ok = True
    (maroc,) = run(world, crew, again=True).clients
    assert (maroc.verdict, maroc.problem) == (Verdict.VERIFIED, None)
    assert crew.given[-1][1] != first
    assert_none_twice(world)
