"""A workstation that is gone for good: a colleague takes over without its journal."""

from __future__ import annotations

import os
import random
from contextlib import closing, suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from app.changelog import deployment_of
from app.rollout import engine
from app.rollout.journal import Journal
from app.rollout.model import ClientState, Verdict
from app.rollout.policy import Policy
from app.rollout.store import Store
from tests.changelog.memory import Killed
from tests.rollout.test_elsewhere import assert_none_twice
from tests.rollout.world import KEYS, World, bundle

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
    for at in sorted(random.Random(2).sample(range(1, len(every) + 1), 25)):
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
