"""``changelog update`` after a rollout that was cut off, and the other way round: what became of
the statements in between is asked, and none of them is sent twice."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app import paths
from app.cli import main
from app.errors import AppError, ChangelogError
from app.oracle import ConnectionSpec
from app.release import ReleaseBundle
from app.rollout import engine
from app.rollout.journal import Journal
from app.rollout.model import ClientState, Verdict
from app.rollout.store import Store
from app.services.rollout import changelogs, locks, settling
from app.services.workplace import Workplace
from app.settings import Client, Settings, save
from tests.changelog.memory import Killed
from tests.rollout.world import FakeSession, Fuse, World, bundle

DOUBTFUL = "ALTER TABLE CONTRATS ADD CHECK (CANAL <> 'Z')"  # a constraint without a name
TEXT = f"""--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
COMMENT ON COLUMN CONTRATS.CANAL IS 'x';
--changeset k:2
CREATE INDEX I_CANAL ON CONTRATS (CANAL);
{DOUBTFUL};
--changeset k:3
UPDATE CONTRATS SET CANAL = 'AGENCE' WHERE CANAL IS NULL;
--changeset k:4
CREATE INDEX I_NUMERO ON CONTRATS (NUMERO);
"""
KEYS = tuple(f"changelog/one.sql::{n}::k" for n in "1234")
ONCE = ("ALTER TABLE", "CREATE", "UPDATE CONTRATS")


def brought(text: str = TEXT) -> ReleaseBundle:
    made = bundle(changelog=text)
    manifest = replace(made.release.manifest, changesets=KEYS)
    return replace(made, release=replace(made.release, manifest=manifest))


BUNDLE = brought()
MATERIAL = engine.read_material(BUNDLE)


@pytest.fixture
def lit(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Fuse]]:
    """A client in memory behind the services; the journal too can be the place of death."""
    fuses: list[Fuse] = []
    write, prepare = Journal._write_all, Store._prepare

    def watched(self: Journal, *statements: Any) -> list[int]:
        what = " ".join(statements[0][0].split()[:3])
        for fuse in fuses:
            fuse(f"before {what}")
        written = write(self, *statements)
        for fuse in fuses:
            fuse(f"after {what}")
        return written

    def unflushed(self: Store) -> None:
        prepare(self)
        self._connection.execute("pragma synchronous = off")

    monkeypatch.setattr(Journal, "_write_all", watched)
    monkeypatch.setattr(Store, "_prepare", unflushed)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    monkeypatch.setattr(engine, "read_material", lambda bundle: MATERIAL)
    monkeypatch.setattr(settling, "evidence", lambda session, operation: ())
    monkeypatch.setattr(settling, "clock", lambda session: "")
    monkeypatch.setattr(locks, "other_sessions", lambda session: None)
    yield fuses


def new(folder: Path, monkeypatch: pytest.MonkeyPatch, other: World | None = None) -> World:
    """A home and its client; ``other``: the one of another home."""
    world = World(folder, "maroc")
    if other is not None:
        world.servers = other.servers
    world.bundle = BUNDLE
    client = Client(id="maroc", name="Maroc", dsn="maroc", application=210, workspace="W")
    folder.mkdir(parents=True, exist_ok=True)
    save(paths.settings_file(folder), Settings(clients=(client,)))
    server = world.servers["maroc"]
    server.database.known[DOUBTFUL] = lambda data: None

    @contextmanager
    def enter(place: Any, client: Client, user: str, **_: Any) -> Any:
        yield FakeSession(server, ConnectionSpec("Maroc", "maroc", user))

    monkeypatch.setattr(Workplace, "client_session", enter)
    for module in (changelogs, settling):
        monkeypatch.setattr(module, "read_bundle", lambda place, tag: world.bundle)
        monkeypatch.setattr(module.releases, "known", lambda place: (world.bundle.release,))
    return world


def update(world: World, **how: Any) -> changelogs.Updated:
    return changelogs.update(Workplace.open(world.home), "maroc", None, lambda _: None, **how)


def rollout(world: World) -> ClientState:
    with closing(Journal(world.journal)) as journal:
        again = journal.knows("r2")
    state = (world.resume("r2") if again else world.run("r2")).clients[0]
    if state.problem is not None and state.problem.code == "changelog.unknown_effect":
        raise ChangelogError(state.problem.code, **state.problem.facts)
    return state


def settled(world: World, deed: Callable[[World], Any]) -> Any:
    """What the deed gives; a person says of what nobody can know what is true."""
    try:
        return deed(world)
    except ChangelogError as error:
        assert error.code == "changelog.unknown_effect"
        assert error.facts["statement"].startswith(DOUBTFUL)
    place = Workplace.open(world.home)
    (doubt,) = settling.look(place, "maroc")
    assert doubt.statement == DOUBTFUL
    took = DOUBTFUL in world.servers["maroc"].sent
    settling.settle(place, doubt, "looked at it", took=took)
    return deed(world)


def assert_whole(world: World) -> None:
    data = world.servers["maroc"].database.data
    assert [row["p_id"] for row in data.log] == list("1234")
    sent = [s for s in data.sent if s.startswith(ONCE)]
    assert len(sent) == len(set(sent)) == 5, sent
    assert not data.lock or not data.lock["locked"]


def instants(folder: Path, lit: list[Fuse], new: Callable[[Path], World], deed: Any) -> list[str]:
    world = new(folder)
    fuse = world.light(None)
    lit[:] = [fuse]
    deed(world)
    lit.clear()
    return fuse.instants


def cut(world: World, lit: list[Fuse], at: int, deed: Any) -> None:
    lit[:] = [world.light(at)]
    with suppress(Killed, AppError):
        deed(world)
    lit.clear()
    world.light(None)


def test_a_changelog_after_a_rollout_that_was_killed_at_every_instant(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(folder: Path) -> World:
        return new(folder, monkeypatch)

    every = instants(tmp_path / "whole", lit, made, lambda world: world.run("r1"))
    last = every.index("before import")
    assert last > 60
    asked = 0
    for at in range(1, last):
        world = made(tmp_path / str(at))
        cut(world, lit, at, lambda world: world.run("r1"))
        sent = len(world.servers["maroc"].sent)
        settled(world, update)
        assert_whole(world)
        asked += DOUBTFUL in world.servers["maroc"].sent[:sent]
    assert asked
    with closing(Journal(world.journal)) as journal:
        assert not [s for s in journal.statements("maroc") if s.ok is None]


def test_a_rollout_after_a_changelog_that_was_killed_at_every_instant(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(folder: Path) -> World:
        return new(folder, monkeypatch)

    every = instants(tmp_path / "whole", lit, made, update)
    assert len(every) > 40
    for at in range(1, len(every) + 1):
        world = made(tmp_path / str(at))
        cut(world, lit, at, update)
        state = settled(world, rollout)
        assert state.verdict is Verdict.VERIFIED, (every[at - 1], state.problem)
        assert_whole(world)


def test_a_changelog_that_goes_on_is_taken_up_by_a_rollout_in_the_middle(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second run hears from the dictionary that the statement of the first took effect, and is
    cut off itself: the third knows what it is that took effect."""
    world = new(tmp_path, monkeypatch)
    every = instants(tmp_path / "whole", lit, lambda f: new(f, monkeypatch), update)
    first = every.index("after execute", every.index("send CREATE INDEX")) + 1
    world = new(tmp_path / "cut", monkeypatch)
    cut(world, lit, first, update)
    assert "CREATE INDEX I_CANAL ON CONTRATS (CANAL)" in world.servers["maroc"].sent
    known: list[str] = []

    def die(server: Any) -> None:
        with closing(Journal(world.journal)) as journal:
            known.extend(s.sha256 for s in journal.statements("maroc") if s.ok and s.number == 1)
        server.fuse.exploded = True

    server = world.servers["maroc"]
    server.on["send ALTER TABLE"] = die
    with suppress(Killed, AppError):
        update(world)
    server.on.clear()
    world.light(None)
    assert known
    state = settled(world, rollout)
    assert state.verdict is Verdict.VERIFIED, state.problem
    assert_whole(world)


def test_what_a_colleague_left_is_taken_over_once_his_lock_is_freed(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    """His journal is not here: the dictionary is asked, and where it cannot tell, a person."""

    def made(folder: Path) -> World:
        return new(folder, monkeypatch)

    every = instants(tmp_path / "whole", lit, made, lambda world: world.run("r1"))
    asked = 0
    for deed in (update, rollout):
        for at in range(every.index("before execute"), every.index("before import"), 3):
            world = made(tmp_path / f"{deed.__name__}{at}")
            cut(world, lit, at, lambda world: world.run("r1"))
            here = new(tmp_path / f"{deed.__name__}{at}" / "here", monkeypatch, world)
            place = Workplace.open(here.home)
            shown = locks.look(place, "maroc")
            rows = world.servers["maroc"].database.data.log
            if not shown.held or len(rows) == len(KEYS):
                continue
            with pytest.raises(AppError) as refused:
                update(here)
            assert refused.value.code == "changelog.locked"
            locks.unlock(place, shown)
            sent = DOUBTFUL in world.servers["maroc"].sent
            settled(here, deed)
            assert_whole(world)
            asked += sent
            with closing(Journal(here.journal)) as journal:
                assert journal.left() == frozenset()
    assert asked


def test_who_is_told_to_take_over_asks_also_without_a_lock(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    world = new(tmp_path, monkeypatch)
    server = world.servers["maroc"]
    server.database.data.tables["CONTRATS"].columns["CANAL"] = "Y"
    words = ["changelog", "update", "--client", "maroc", "--home", str(world.home)]
    assert main(words) == 2
    assert main([*words, "--take-over"]) == 0
    assert [row["p_id"] for row in server.database.data.log] == list("1234")
    assert not [s for s in server.sent if s.startswith("ALTER TABLE CONTRATS ADD (")]


def test_what_always_runs_does_so_in_each_run_and_once_in_one_that_was_cut(
    tmp_path: Path, lit: list[Fuse], monkeypatch: pytest.MonkeyPatch
) -> None:
    comment = "COMMENT ON COLUMN CONTRATS.CANAL IS 'x'"
    text = f"{TEXT.partition(DOUBTFUL)[0]}--changeset k:3 runAlways:true\n{comment};\n"
    last = "CREATE INDEX I_NUMERO ON CONTRATS (NUMERO)"
    world = new(tmp_path, monkeypatch)
    world.bundle = brought(f"{text}--changeset k:4\n{last};\n")
    server, own = world.servers["maroc"], list[int]()

    def times() -> int:
        return server.sent.count(comment)

    start = times()
    update(world)
    own.append(times() - start)
    update(world)
    own.append(times() - start)
    assert own[1] - own[0] == 1, "once more, as Liquibase does it"
    del server.database.data.log[-1]
    server.database.data.indexes.remove("I_NUMERO")

    def die(_: Any) -> None:
        server.fuse.exploded = True

    server.on["send CREATE INDEX"] = die
    cut(world, [], 10**9, update)
    server.on.clear()
    assert [row["p_id"] for row in server.database.data.log] == list("123")
    cut_off = times()
    assert cut_off - start - own[1] == 1
    update(world)
    assert [row["p_id"] for row in server.database.data.log] == list("1234")
    assert times() == cut_off, "it ran before the cut"
