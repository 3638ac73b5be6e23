"""A workstation that is gone for good: a colleague takes over without its journal."""

from __future__ import annotations

import os
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from app.changelog import deployment_of
from app.rollout import engine, takeover
from app.rollout.journal import Journal
from app.rollout.model import ClientState, Verdict
from app.rollout.policy import Action, Policy
from app.rollout.store import Store
from tests.changelog.memory import Killed
from tests.rollout.test_elsewhere import assert_none_twice
from tests.rollout.test_policy import Gate, say, until
from tests.rollout.world import KEYS, Server, World, bundle, lost

BUNDLE = bundle()
RELEASE = BUNDLE.release
BROUGHT = replace(
    BUNDLE, release=replace(RELEASE, manifest=replace(RELEASE.manifest, changesets=KEYS))
)
MATERIAL = engine.read_material(BROUGHT)


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    prepare = Store._prepare

    def unflushed(self: Store) -> None:
        prepare(self)
        self._connection.execute("pragma synchronous = off")

    monkeypatch.setattr(Store, "_prepare", unflushed)
    monkeypatch.setattr(os, "fsync", lambda file: None)
    read = engine.read_material
    monkeypatch.setattr(
        engine, "read_material", lambda bundle: MATERIAL if bundle is BROUGHT else read(bundle)
    )


def died(folder: Path, at: int | None) -> World:
    """A client as a workstation left it that died at this instant; a person freed the lock."""
    world = World(folder / "gone", "maroc")
    world.bundle = BROUGHT
    world.light(at)
    with suppress(Killed):
        world.run()
    world.light(None)
    lock = world.servers["maroc"].database.data.lock
    if lock is not None:
        lock["locked"] = 0
    return world


def colleague(world: World, *, take_over: bool = True) -> ClientState:
    world.home = world.home.parent / "colleague"
    world.policy = Policy(take_over=take_over)
    (maroc,) = world.run("r2").clients
    return maroc


def test_what_the_database_shows_is_believed(tmp_path: Path) -> None:
    whole = World(tmp_path / "whole", "maroc")
    whole.bundle = BROUGHT
    fuse = whole.light(None)
    whole.run()
    every = fuse.instants[: fuse.instants.index("after import")]
    seen = set()
    for at in range(1, len(every) + 1):
        world = died(tmp_path / str(at), at)
        begun = bool(world.servers["maroc"].sent)
        maroc = colleague(world)
        assert_none_twice(world)
        assert set(maroc.changesets_run) | set(maroc.changesets_already) == set(KEYS)
        if begun:
            assert maroc.verdict is Verdict.IN_DOUBT
            assert maroc.problem is not None and maroc.problem.code == "rollout.look_lost"
        else:
            assert maroc.verdict is Verdict.VERIFIED, (every[at - 1], maroc.problem)
        seen.add(maroc.verdict)
    assert seen == {Verdict.VERIFIED, Verdict.IN_DOUBT}


def test_without_being_told_it_runs_into_the_column_as_any_other(tmp_path: Path) -> None:
    """A column that is there, and that no journal knows, may be somebody else's."""
    whole = World(tmp_path / "whole", "maroc")
    whole.bundle = BROUGHT
    fuse = whole.light(None)
    whole.run()
    at = fuse.instants.index("send COMMENT ON") + 1
    world = died(tmp_path, at)
    maroc = colleague(world, take_over=False)
    assert maroc.verdict is Verdict.REFUSED
    assert maroc.problem is not None and maroc.problem.code == "changelog.refused_by_oracle"
    with closing(Journal(world.journal)) as journal:
        assert journal.statements("maroc") == ()
    world.policy = Policy(take_over=True)
    (maroc,) = world.run("r3").clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert_none_twice(world)


def locked(folder: Path) -> tuple[World, dict[str, Any]]:
    """A client that a workstation left in the middle, with the lock; a colleague's home."""
    whole = World(folder / "whole", "maroc")
    whole.bundle = BROUGHT
    fuse = whole.light(None)
    whole.run()
    world = died(folder, fuse.instants.index("send COMMENT ON") + 1)
    lock = world.servers["maroc"].database.data.lock
    assert lock is not None
    lock["locked"] = 1
    world.home = folder / "colleague"
    return world, lock


def assert_taken_over(world: World, maroc: ClientState) -> None:
    assert maroc.has_release, maroc.problem
    assert maroc.problem is not None and maroc.problem.code == "rollout.look_lost"
    assert_none_twice(world)
    with closing(Journal(world.journal)) as journal:
        assert journal.left() == frozenset()


def test_once_its_lock_is_freed_a_resume_calls_nothing_proved_by_a_look_of_before(
    tmp_path: Path,
) -> None:
    """The first look of the run that met the lock showed what had been done by then."""
    world, lock = locked(tmp_path)
    (maroc,) = world.run("r2").clients
    assert maroc.problem is not None and maroc.problem.code == "changelog.locked"
    with closing(Journal(world.journal)) as journal:
        journal.note_left("maroc")
    lock["locked"] = 0
    assert_taken_over(world, world.resume("r2").clients[0])


def test_a_lock_that_is_freed_while_the_rollout_goes_on_is_taken_over_in_it(tmp_path: Path) -> None:
    """A person frees it and has the client tried again, while others are at work."""
    world, lock = locked(tmp_path)
    world.servers["france"] = Server("france")
    gate = world.servers["france"].on["send ALTER TABLE"] = Gate()
    running = world.start("r2")
    assert gate.reached.wait(60)
    first = until(running, lambda state: state.clients[0].ended).clients[0]
    assert first.problem is not None and first.problem.code == "changelog.locked"
    with closing(Journal(world.journal)) as journal:
        journal.note_left("maroc")
    lock["locked"] = 0
    say(world, Action.RETRY, "maroc", "r2")
    until(running, lambda state: state.clients[0].ended_at not in (None, first.ended_at))
    gate.opened.set()
    assert_taken_over(world, running.wait(60).clients[0])


def test_a_line_that_is_lost_at_the_look_at_what_was_done_ends_one_client(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others go on: it is an error of this client's, as any other."""
    world = World(tmp_path, "maroc", "france")
    world.bundle = BROUGHT
    world.policy = Policy(take_over=True)
    look = takeover.lock_state

    def breaks(session: Any) -> Any:
        if session.server.name == "maroc":
            raise lost()
        return look(session)

    monkeypatch.setattr(takeover, "lock_state", breaks)
    maroc, france = world.run().clients
    assert maroc.verdict is Verdict.REFUSED
    assert maroc.problem is not None and maroc.problem.code == "oracle.lost"
    assert france.verdict is Verdict.VERIFIED


def test_what_the_dictionary_cannot_show_is_asked_and_a_person_settles_it(tmp_path: Path) -> None:
    """A check without a name may be there or not; a second one would be there twice."""
    text = """--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
ALTER TABLE CONTRATS ADD CHECK (CANAL <> 'Z');
"""
    world = World(tmp_path / "gone", "maroc")
    world.bundle = bundle(changelog=text)
    world.policy = Policy(take_over=True)
    database = world.servers["maroc"].database
    database.known["ALTER TABLE CONTRATS ADD CHECK (CANAL <> 'Z')"] = lambda data: None
    database.data.tables["CONTRATS"].columns["CANAL"] = "Y"  # so far it came, at the least
    (maroc,) = world.run("r2").clients
    assert maroc.verdict is Verdict.FAILED
    assert maroc.problem is not None and maroc.problem.code == "changelog.unknown_effect"
    with closing(Journal(world.journal)) as journal:
        (asked,) = journal.open_statements("maroc")
        assert (asked.changeset, asked.number) == ("changelog/one.sql::1::k", 2)
        journal.outcome(asked.id, False, "had no effect, says Sara: looked")
    (maroc,) = world.resume("r2").clients
    assert maroc.has_release, maroc.problem
    sent = [s for s in world.servers["maroc"].sent if s.startswith("ALTER")]
    assert len(sent) == 1, "the column was there"


def test_a_client_that_nobody_had_begun_is_as_any_other(tmp_path: Path) -> None:
    world = World(tmp_path / "gone", "maroc")
    world.bundle = BROUGHT
    maroc = colleague(world)
    assert maroc.verdict is Verdict.VERIFIED
    assert maroc.changesets_run == KEYS
    rows = world.servers["maroc"].database.data.log
    assert {r["p_deployment"] for r in rows} == {deployment_of("r2")}
