"""What a client changed itself: refused, replaced, or kept by a merge that stops only that one."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from app.apex import read_application
from app.rollout import Order, resume_rollout, run_rollout
from app.rollout.model import RolloutState, StepName, StepState, Verdict
from tests.rollout.world import Killed, Server, World, application

PAGE = "application/pages/page_00001.sql"
OWN = "Bienvenue chez le client"


class Policy:
    """A world whose clients have a policy, and a repository that knows version 1."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.own: dict[str, str] = {}
        self.known = {"1": read_application(application("1", "Ancien"))}

    def order(self) -> Order:
        world = self.world
        return Order(
            world.plan(),
            world.bundle,
            tuple(replace(t, own_changes=self.own.get(t.client, "replace"))
                  for t in world.targets()),
            world.password,
            world.journal,
            world.home / "rollouts",
            world.home / "backups",
            replace(world.ports(), former=self.known.get),
        )  # fmt: skip

    def run(self) -> RolloutState:
        return run_rollout(self.order()).wait(60)

    def resume(self) -> RolloutState:
        return resume_rollout(self.order()).wait(60)


@pytest.fixture
def policy(world: World) -> Policy:
    return Policy(world)


def changed(server: Server, was: str, now: str) -> None:
    """Somebody edits the page at the client."""
    assert was in server.files[PAGE]
    server.files = {**server.files, PAGE: server.files[PAGE].replace(was, now)}


def help_text(server: Server) -> None:
    """A property that the release does not touch."""
    changed(server, ",p_step_title=>", f",p_help_text=>'{OWN}'\n,p_step_title=>")


def of(state: RolloutState, client: str):
    return next(c for c in state.clients if c.client == client)


def test_refused_where_the_client_wants_it_and_nothing_is_sent(policy: Policy):
    policy.own = {"maroc": "refuse", "france": "refuse"}
    help_text(policy.world.servers["maroc"])
    state = policy.run()
    maroc = of(state, "maroc")
    assert maroc.verdict is Verdict.REFUSED
    assert maroc.problem is not None and maroc.problem.code == "rollout.own_changes"
    assert maroc.problem.facts["first"] == PAGE
    assert policy.world.servers["maroc"].sent == []
    assert policy.world.servers["maroc"].imports == 0
    assert of(state, "france").verdict is Verdict.VERIFIED  # it changed nothing itself


def test_replaced_after_a_backup_and_told(policy: Policy):
    help_text(policy.world.servers["maroc"])
    state = policy.run()
    maroc = of(state, "maroc")
    assert maroc.verdict is Verdict.VERIFIED
    assert OWN not in policy.world.servers["maroc"].files[PAGE]
    (told,) = [p for p in maroc.told if p.code == "rollout.own_replaced"]
    assert told.facts["first"] == PAGE
    assert of(state, "france").told == ()


def test_kept_by_a_merge_with_the_release(policy: Policy):
    policy.own = {"maroc": "keep"}
    server = policy.world.servers["maroc"]
    help_text(server)
    state = policy.run()
    maroc = of(state, "maroc")
    assert maroc.verdict is Verdict.VERIFIED
    page = server.files[PAGE]
    assert OWN in page and "Contrats" in page and "Ancien" not in page
    assert read_application(server.files).version == "2"
    assert [p.code for p in maroc.told] == ["rollout.own_kept"]
    again = policy.world
    policy.known["2"] = read_application(again.bundle.application)
    again.plan = lambda rollout="r2", made=again.plan: made("r2")  # type: ignore[method-assign]
    state = policy.run()
    assert of(state, "maroc").verdict is Verdict.ALREADY_THERE
    assert OWN in server.files[PAGE]


def test_a_conflict_stops_that_client_and_no_other(policy: Policy):
    policy.own = {"maroc": "keep", "france": "keep"}
    changed(policy.world.servers["maroc"], "Ancien", "Le nôtre")
    state = policy.run()
    maroc = of(state, "maroc")
    assert maroc.verdict is Verdict.REFUSED
    assert maroc.problem is not None and maroc.problem.code == "rollout.own_conflict"
    assert maroc.problem.facts["first"] == PAGE
    assert policy.world.servers["maroc"].sent == []
    assert of(state, "france").verdict is Verdict.VERIFIED


def test_without_the_release_nothing_is_promised(policy: Policy):
    policy.own = {"maroc": "keep"}
    policy.known = {}
    state = policy.run()
    maroc = of(state, "maroc")
    assert maroc.problem is not None and maroc.problem.code == "rollout.own_unknown"
    assert of(state, "france").verdict is Verdict.VERIFIED


def test_what_is_kept_survives_a_kill_at_the_import(policy: Policy):
    policy.own = {"maroc": "keep"}
    server = policy.world.servers["maroc"]
    help_text(server)

    def dies(_: Server) -> None:
        raise Killed

    server.on["after import"] = dies
    with pytest.raises(Killed):
        policy.run()
    del server.on["after import"]
    state = policy.resume()
    maroc = of(state, "maroc")
    assert maroc.verdict is Verdict.VERIFIED
    assert server.imports == 1
    assert OWN in server.files[PAGE]
    assert {s.state for s in maroc.steps if s.name is StepName.APEX_IMPORT} == {StepState.DONE}
