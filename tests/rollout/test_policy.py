"""The policy at work: clients in memory, the engine and its journal for real."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from app.oracle import ConnectionSpec, Session
from app.rollout import (
    ClientTarget,
    Journal,
    Order,
    Rehearsal,
    RunningRollout,
    read_material,
)
from app.rollout.decide import questions
from app.rollout.events import Ordered
from app.rollout.journal import now
from app.rollout.model import RolloutPlan, RolloutState, StepName, StepState, Verdict
from app.rollout.policy import Action, Policy, Unreachable
from tests.changelog.memory import ora
from tests.rollout.test_failures import lose_policies, lose_row_7, problem, raising
from tests.rollout.world import KEYS, Server, World, lost


def say(world: World, action: Action, client: str = "", rollout: str = "r1") -> None:
    """As another process does it: through a journal of its own."""
    with closing(Journal(world.journal)) as journal:
        journal.append(rollout, Ordered(client, now(), action, "Ana", "because"))


def until(running: RunningRollout, true: Callable[[RolloutState], bool]) -> RolloutState:
    end = time.monotonic() + 60
    while not true(state := running.snapshot()):
        assert time.monotonic() < end
        running.wait(0.01)
    return state


class Gate:
    """A client's port that stands still until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self, server: Server) -> None:
        self.reached.set()
        assert self.opened.wait(60)


def verdicts(state: RolloutState) -> list[Verdict]:
    return [c.verdict for c in state.clients]


def test_everybody_is_looked_at_before_the_first_is_changed(world: World) -> None:
    world.policy = Policy(checked_first=True)
    world.waves = {"tunisie": 3, "france": 2}
    world.servers["tunisie"].privileges = frozenset({"CREATE SESSION"})
    seen: list[list[int]] = []
    world.servers["maroc"].on["send ALTER TABLE"] = lambda server: seen.append(
        [len(s.sessions) for s in world.servers.values()]
    )
    maroc, france, tunisie = world.run().clients
    assert all(seen[0])
    assert (maroc.verdict, france.verdict) == (Verdict.VERIFIED, Verdict.VERIFIED)
    assert (tunisie.verdict, problem(tunisie).code) == (
        Verdict.REFUSED,
        "rollout.missing_privileges",
    )
    assert not world.servers["tunisie"].sent
    assert all(s.closed for server in world.servers.values() for s in server.sessions)


def test_what_was_looked_at_is_changed_as_it_is_then(alone: World) -> None:
    """Between the look and its turn somebody restored the client with its older APEX."""
    alone.policy = Policy(checked_first=True)
    server = alone.servers["maroc"]
    looks: list[int] = []

    def older(server: Server) -> None:
        looks.append(1)
        if len(looks) == 2:
            server.apex = "23.2.4"

    server.on["apex_release"] = older
    (maroc,) = alone.run().clients
    assert (maroc.verdict, problem(maroc).code) == (Verdict.REFUSED, "rollout.older_apex")
    assert (server.sent, server.imports) == ([], 0)


def test_who_has_the_release_needs_one_look(world: World) -> None:
    world.run()
    visits = {name: len(s.sessions) for name, s in world.servers.items()}
    world.policy = Policy(checked_first=True)
    assert verdicts(world.run("r2")) == [Verdict.ALREADY_THERE] * 3
    assert {n: len(s.sessions) for n, s in world.servers.items()} == {
        n: 2 * visit for n, visit in visits.items()
    }


def test_a_loss_stops_inside_of_its_ring(tmp_path: Path) -> None:
    names = [f"c{n:02}" for n in range(20)]
    world = World(tmp_path, *names)
    world.workers = 2
    for server in world.servers.values():
        server.on["after import"] = lose_policies
    state = world.run()
    found = verdicts(state)
    assert 1 <= found.count(Verdict.DATA_LOSS) <= 2, "those that were at work"
    assert found.count(Verdict.CANCELLED) == 20 - found.count(Verdict.DATA_LOSS)
    held = next(c for c in state.clients if c.verdict is Verdict.CANCELLED)
    assert problem(held).code == "rollout.stopped"
    assert sum(bool(s.sent) for s in world.servers.values()) <= 2
    again = world.resume()
    assert found == verdicts(again), "people look at a loss first"


def test_a_higher_threshold_goes_on(tmp_path: Path) -> None:
    world = World(tmp_path, "a", "b", "c", "d")
    world.workers, world.policy = 1, Policy(stop_after=2)
    for name in ("a", "c"):
        world.servers[name].on["send CREATE INDEX"] = raising(ora(1652, "no space"))
    assert verdicts(world.run()) == [
        Verdict.FAILED, Verdict.VERIFIED, Verdict.FAILED, Verdict.CANCELLED,
    ]  # fmt: skip
    assert world.resume().good


def test_the_canary_is_verified_before_the_others_are_begun(world: World) -> None:
    world.policy = Policy(canary="france")
    world.servers["france"].on["send CREATE INDEX"] = raising(ora(1652, "no space"))
    assert verdicts(world.run()) == [Verdict.CANCELLED, Verdict.FAILED, Verdict.CANCELLED]
    assert not world.servers["maroc"].sessions
    assert world.resume().good


def test_a_pause_begins_nobody_and_a_continue_goes_on(world: World) -> None:
    world.workers = 1
    gate = world.servers["maroc"].on["send ALTER TABLE"] = Gate()
    running = world.start()
    assert gate.reached.wait(60)
    say(world, Action.PAUSE)
    until(running, lambda state: state.paused)
    gate.opened.set()
    until(running, lambda state: state.clients[0].verdict is Verdict.VERIFIED)
    assert not running.ended
    assert not world.servers["france"].sessions
    say(world, Action.FIRST, "tunisie")
    say(world, Action.CONTINUE)
    state = running.wait(60)
    assert state.good
    assert state.first == ("tunisie",)
    started = {c.client: c.started_at or now() for c in state.clients}
    assert started["tunisie"] < started["france"]


def test_a_pause_can_be_cancelled_and_resumed(world: World) -> None:
    world.workers = 1
    gate = world.servers["maroc"].on["send ALTER TABLE"] = Gate()
    running = world.start()
    assert gate.reached.wait(60)
    say(world, Action.PAUSE)
    say(world, Action.CANCEL)
    until(running, lambda state: state.paused)
    gate.opened.set()
    assert verdicts(running.wait(60)) == [Verdict.CANCELLED] * 3
    world.servers["maroc"].on.clear()
    state = world.resume()
    assert (state.good, state.paused) == (True, False)


def test_a_client_that_is_set_aside_holds_nobody_up(world: World) -> None:
    world.waves = {"france": 1, "maroc": 2, "tunisie": 2}
    world.servers["france"].on["connect"] = lambda server: (_ for _ in ()).throw(lost())
    assert verdicts(world.run())[0] is Verdict.CANCELLED
    say(world, Action.SKIP, "france")
    say(world, Action.SKIP, "tunisie")
    state = world.resume()
    assert verdicts(state) == [Verdict.VERIFIED, Verdict.REFUSED, Verdict.CANCELLED]
    tunisie = state.clients[2]
    assert tunisie.aside is not None and tunisie.aside.note == "because"
    assert not world.servers["tunisie"].sessions
    say(world, Action.RETRY, "tunisie")
    assert verdicts(world.resume())[2] is Verdict.VERIFIED


def test_one_that_failed_is_asked_about_and_tried_again_while_others_go_on(world: World) -> None:
    failing = raising(ora(1652, "no space"))
    world.servers["france"].on["send CREATE INDEX"] = failing
    gate = world.servers["maroc"].on["send ALTER TABLE"] = Gate()
    running = world.start()
    state = until(running, lambda state: bool(questions(state)))
    (question,) = questions(state)
    assert (question.client, question.reason.code) == ("france", "changelog.refused_by_oracle")
    assert question.touched
    assert question.done[:3] == (
        StepName.PREFLIGHT, StepName.BACKUP, StepName.FINGERPRINT_BEFORE,
    )  # fmt: skip
    assert Action.RETRY in question.offers
    assert gate.reached.wait(60)
    say(world, Action.RETRY, "france")
    state = until(running, lambda state: state.clients[1].verdict is Verdict.VERIFIED)
    assert state.clients[0].verdict is Verdict.RUNNING, "the others went on meanwhile"
    assert state.clients[1].changesets_run == KEYS
    assert not questions(state)
    gate.opened.set()
    assert running.wait(60).good


def test_only_one_is_taken_up(world: World) -> None:
    for name in ("maroc", "france"):
        world.servers[name].on["before import"] = lambda server: (_ for _ in ()).throw(lost())
    assert verdicts(world.run())[:2] == [Verdict.FAILED, Verdict.FAILED]
    for server in world.servers.values():
        server.on.clear()
    say(world, Action.RETRY, "france")
    state = world.start(again=True, only=("france",)).wait(60)
    assert verdicts(state)[:2] == [Verdict.FAILED, Verdict.VERIFIED]


@pytest.mark.parametrize("how", [Unreachable.HOLD, Unreachable.SKIP])
def test_one_that_does_not_answer(world: World, how: Unreachable) -> None:
    world.policy = Policy(checked_first=True, unreachable=how)
    world.waves = {"maroc": 2, "france": 1, "tunisie": 1}
    world.servers["france"].on["connect"] = lambda server: (_ for _ in ()).throw(lost())
    maroc, france, tunisie = world.run().clients
    assert (france.verdict, tunisie.verdict) == (Verdict.REFUSED, Verdict.VERIFIED)
    assert maroc.verdict is (Verdict.VERIFIED if how is Unreachable.SKIP else Verdict.CANCELLED)


class Hourly(World):
    """A world whose clients have hours."""

    window = ""

    def plan(self, rollout: str = "r1") -> RolloutPlan:
        plan = super().plan(rollout)
        clients = tuple(replace(c, window=self.window, timezone="UTC") for c in plan.clients)
        return replace(plan, clients=clients)


def test_out_of_its_hours_a_client_waits_and_is_not_judged_by_its_silence(tmp_path: Path) -> None:
    """Its network may be closed then, too."""
    world = Hourly(tmp_path, "maroc")
    later = datetime.now(UTC) + timedelta(hours=3)
    world.window = f"{later:%H}:00-{later + timedelta(hours=2):%H}:00"
    world.policy = Policy(checked_first=True)
    world.servers["maroc"].on["connect"] = lambda server: (_ for _ in ()).throw(lost())
    running = world.start()
    state = until(
        running,
        lambda state: state.clients[0].step(StepName.PREFLIGHT).state is StepState.FAILED,
    )
    assert state.clients[0].verdict is Verdict.WAITING
    assert not running.ended
    running.cancel()
    assert verdicts(running.wait(60)) == [Verdict.CANCELLED]
    world.servers["maroc"].on.clear()
    world.window = f"{later - timedelta(hours=4):%H}:00-{later:%H}:00"
    assert world.run("r2").good


def test_one_that_waits_for_its_hours_can_be_cancelled_alone(tmp_path: Path) -> None:
    world = Hourly(tmp_path, "maroc")
    later = datetime.now(UTC) + timedelta(hours=3)
    world.window = f"{later:%H}:00-{later + timedelta(hours=2):%H}:00"
    running = world.start()
    until(running, lambda state: state.clients[0].verdict is Verdict.WAITING)
    assert not running.ended
    running.cancel("maroc")
    assert verdicts(running.wait(60)) == [Verdict.CANCELLED]


def test_a_wallet_has_a_password_of_its_own_in_a_dry_run(tmp_path: Path) -> None:
    world = World(tmp_path, "maroc")
    given: list[tuple[str, ...]] = []
    right = world.servers["maroc"].password

    def connect(spec: ConnectionSpec, *secrets: str) -> Session:
        given.append(secrets)
        return cast(Session, world.ports().connect(spec, secrets[0]))

    order = Order(
        world.plan("r1"), world.bundle, tuple(world.targets()), world.password, world.journal,
        world.home / "rollouts", world.home / "backups", replace(world.ports(), connect=connect),
    )  # fmt: skip
    rehearsal = Rehearsal(order, read_material(order.bundle), dry_run=True)
    rehearsal._recording.connect(ConnectionSpec("Maroc", "maroc", "ORASSADM"), right, "two")
    assert given == [(right, "two")]


class Discreet(World):
    """A world whose clients want no key of a row named."""

    def targets(self) -> list[ClientTarget]:
        return [replace(t, names_keys=False) for t in super().targets()]


@pytest.mark.parametrize("kind", [World, Discreet])
def test_a_client_may_want_no_keys_named(tmp_path: Path, kind: type[World]) -> None:
    world = kind(tmp_path, "maroc")
    world.servers["maroc"].on["after import"] = lose_row_7
    (maroc,) = world.run().clients
    assert maroc.verdict is Verdict.IN_DOUBT
    assert problem(maroc).facts["count"] == 1
    named = problem(maroc).facts["keys"]
    assert named == ("7" if kind is World else "•••")
    assert maroc.proof is not None
    assert all(r.facts.get("keys", named) == named for r in maroc.proof.reasons)
    log = (tmp_path / "rollouts" / "r1" / "maroc.log").read_text(encoding="utf-8")
    assert ('"keys": "7"' in log) is (kind is World)
