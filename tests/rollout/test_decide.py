"""The one rule of a rollout's policy: who may be begun, who is held, who is asked about.

A rollout is played as the engine plays it: what may start starts, and ends in some order, in some
way; people say things meanwhile. What must hold of every such play is asserted at each turn.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.rollout.decide import HARMED, Run, decide, groups, questions
from app.rollout.events import ClientEnded, ClientStarted, Ordered
from app.rollout.model import (
    PlannedClient,
    Problem,
    RolloutPlan,
    RolloutState,
    Verdict,
)
from app.rollout.policy import Action, Outside, Policy, Unreachable
from app.rollout.reduce import initial, reduce

PLAIN = Policy()
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
AWAY = Problem("oracle.silent_listener", {})
ENDS = (
    (Verdict.VERIFIED, None), (Verdict.VERIFIED, None), (Verdict.VERIFIED, None),
    (Verdict.FAILED, Problem("x", {})), (Verdict.DATA_LOSS, Problem("x", {})),
    (Verdict.IN_DOUBT, Problem("x", {})), (Verdict.REFUSED, Problem("x", {})),
    (Verdict.REFUSED, AWAY), (Verdict.CANCELLED, Problem("x", {})),
)  # fmt: skip


def plan(rings: list[int], policy: Policy = PLAIN, window: str = "") -> RolloutPlan:
    clients = tuple(
        PlannedClient(f"c{n}", f"C{n}", ring, window, "UTC") for n, ring in enumerate(rings)
    )
    return RolloutPlan("r", "v2", "c", "2", clients, policy=policy)


class Play:
    """The engine's loop without its threads."""

    def __init__(self, made: RolloutPlan, now: datetime = NOON) -> None:
        self.plan, self.now = made, now
        self.state: RolloutState = initial(made, now)
        self.todo = {c.client for c in made.clients}
        self.at_work: set[str] = set()
        self.checked: set[str] = set()
        self.known: frozenset[str] = frozenset()
        self.started: list[str] = []

    @property
    def run(self) -> Run:
        return Run(
            frozenset(self.todo), frozenset(self.at_work), frozenset(self.checked), self.known
        )

    def turn(self) -> None:
        move = decide(self.plan, self.state, self.run, self.now)
        for name, verdict, problem in move.end:
            self.end(name, verdict, problem)
        self.checked |= set(move.check)
        for name in move.start:
            assert name not in self.at_work and name in self.todo
            self.at_work.add(name)
            self.started.append(name)
            self.state = reduce(self.state, ClientStarted(name, self.now))

    def end(self, name: str, verdict: Verdict, problem: Problem | None = None) -> None:
        self.at_work.discard(name)
        self.todo.discard(name)
        self.state = reduce(self.state, ClientEnded(name, self.now, verdict, problem))

    def say(self, action: Action, client: str = "") -> None:
        self.state = reduce(self.state, Ordered(client, self.now, action, "Ana"))
        if action is Action.RETRY and self._client(client).urged:
            self.todo.add(client)

    def _client(self, name: str):  # type: ignore[no-untyped-def]
        return next(c for c in self.state.clients if c.client == name)

    def verdict(self, name: str) -> Verdict:
        return Verdict(self._client(name).verdict)

    def all(self, *ends: tuple[str, Verdict]) -> Play:
        """Play to the end; who is not named in ``ends`` is verified."""
        told = dict(ends)
        while True:
            before = self.state
            self.turn()
            if self.at_work:
                name = min(self.at_work, key=self.started.index)
                self.end(name, told.get(name, Verdict.VERIFIED))
            elif (
                self.state is before and not decide(self.plan, self.state, self.run, self.now).check
            ):
                return self


# -- single rules ------------------------------------------------------------------------------


def test_rings_go_in_their_order_whatever_the_plan_says() -> None:
    play = Play(plan([2, 1, 3, 1]))
    play.turn()
    assert play.started == ["c1", "c3"]
    play.end("c1", Verdict.VERIFIED)
    play.turn()
    assert play.started == ["c1", "c3"], "one of its ring is still at work"
    assert play.all().started == ["c1", "c3", "c0", "c2"]


def test_the_canary_goes_alone_and_is_verified_first() -> None:
    policy = Policy(canary="c3", stop_after=5)
    play = Play(plan([1, 1, 2, 2], policy))
    play.turn()
    assert play.started == ["c3"]
    play.turn()
    assert play.started == ["c3"]
    for verdict in (Verdict.IN_DOUBT, Verdict.FAILED, Verdict.REFUSED, Verdict.CANCELLED):
        held = Play(plan([1, 1, 2, 2], policy)).all(("c3", verdict))
        assert held.started == ["c3"], verdict
    assert Play(plan([1, 1, 2, 2], policy)).all().started == ["c3", "c0", "c1", "c2"]


def test_a_canary_in_doubt_is_not_verified_even_when_people_know_of_it() -> None:
    play = Play(plan([1, 1], Policy(canary="c0"))).all(("c0", Verdict.IN_DOUBT))
    play.known = frozenset({"c0"})
    play.todo = {"c1"}
    assert play.all().started == ["c0"]


def test_a_threshold_of_one_stops_inside_a_ring() -> None:
    """As forty clients with room for four: the first that loses rows is the last."""
    play = Play(plan([1] * 40))
    play.turn()
    play.end("c3", Verdict.DATA_LOSS)
    before = list(play.started)
    play.turn()
    assert play.started == before
    move = decide(play.plan, play.state, play.run, play.now)
    assert move.start == ()


def test_a_share_counts_inside_its_ring() -> None:
    policy = Policy(stop_after=0, stop_percent=20)
    play = Play(plan([1] * 5 + [2] * 20, policy)).all(("c0", Verdict.FAILED))
    assert play.started == ["c0", "c1", "c2", "c3", "c4"], "one of five is a fifth"
    play = Play(plan([1] * 6 + [2] * 20, policy)).all(("c0", Verdict.FAILED))
    assert len(play.started) == 26


def test_lost_data_stops_whatever_the_threshold_says() -> None:
    play = Play(plan([1, 2], Policy(stop_after=0))).all(("c0", Verdict.DATA_LOSS))
    assert play.started == ["c0"]
    play.say(Action.SKIP, "c0")
    assert play.all().started == ["c0", "c1"], "a person set it aside"
    assert play.verdict("c0") is Verdict.DATA_LOSS, "and it stays what it is"


def test_one_that_cannot_be_reached_holds_or_is_passed_over() -> None:
    for how, begun in (
        (Unreachable.HOLD, ["c0"]),
        (Unreachable.ASK, ["c0"]),
        (Unreachable.SKIP, ["c0", "c1"]),
    ):
        play = Play(plan([1, 2], Policy(unreachable=how, stop_after=9)))
        play.turn()
        play.end("c0", Verdict.REFUSED, AWAY)
        assert play.all().started == begun, how
        asked = [q.client for q in questions(play.state)]
        assert asked == (["c0"] if how is Unreachable.ASK else [])


def test_what_is_offered_follows_the_verdict() -> None:
    play = Play(plan([1, 1, 1, 1, 1]))
    play.turn()
    for name, verdict in (
        ("c0", Verdict.FAILED),
        ("c1", Verdict.IN_DOUBT),
        ("c2", Verdict.DATA_LOSS),
        ("c3", Verdict.REFUSED),
    ):
        play.end(name, verdict, Problem(f"{name}.reason", {}))
    assert [(q.client, q.reason.code, q.offers) for q in questions(play.state)] == [
        ("c0", "c0.reason", (Action.RETRY, Action.SKIP)),
        ("c1", "c1.reason", (Action.ACCEPT, Action.SKIP)),
        ("c2", "c2.reason", (Action.SKIP,)),
        ("c3", "c3.reason", (Action.RETRY, Action.SKIP)),
    ]
    play.say(Action.SKIP, "c0")
    play.say(Action.RETRY, "c3")
    assert [q.client for q in questions(play.state)] == ["c1", "c2"]


def test_what_a_person_tries_again_is_not_held_by_others() -> None:
    play = Play(plan([1, 1, 2])).all(("c0", Verdict.FAILED), ("c1", Verdict.FAILED))
    assert play.started == ["c0", "c1"]
    play.say(Action.RETRY, "c1")
    play.turn()
    assert play.started == ["c0", "c1", "c1"]
    play.end("c1", Verdict.VERIFIED)
    play.say(Action.RETRY, "c0")
    assert play.all().started == ["c0", "c1", "c1", "c0", "c2"]


def test_a_pause_begins_nobody_and_ends_nobody() -> None:
    play = Play(plan([1, 2]))
    play.say(Action.PAUSE)
    play.turn()
    assert (play.started, play.state.ended) == ([], False)
    play.say(Action.CONTINUE)
    assert play.all().state.good


def test_first_goes_before_the_others_of_its_ring() -> None:
    play = Play(plan([1, 1, 2, 2]))
    play.say(Action.FIRST, "c1")
    play.say(Action.FIRST, "c3")
    assert play.all().started == ["c1", "c0", "c3", "c2"]


def test_outside_of_its_hours_a_client_waits_or_is_refused_by_name() -> None:
    made = plan([1, 2], window="22:00-05:00")
    move = decide(made, initial(made, NOON), Run(frozenset({"c0", "c1"})), NOON)
    assert (move.start, move.held) == ((), ())
    assert move.waits_until == datetime(2026, 11, 30, 22, tzinfo=UTC)
    assert Play(made, NOON + timedelta(hours=10)).all().state.good
    refusing = replace(made, policy=Policy(outside=Outside.REFUSE))
    move = decide(refusing, initial(made, NOON), Run(frozenset({"c0"})), NOON)
    ((name, verdict, problem),) = move.end
    assert (name, verdict, problem.code) == ("c0", Verdict.REFUSED, "rollout.outside_window")
    assert problem.facts == {"client": "C0", "window": "22:00-05:00", "timezone": "UTC"}


def test_all_are_looked_at_before_the_first_is_begun() -> None:
    made = plan([1, 2, 3], Policy(checked_first=True, canary="c2"))
    everyone = frozenset({"c0", "c1", "c2"})
    state = initial(made, NOON)
    move = decide(made, state, Run(everyone), NOON)
    assert (set(move.check), move.start) == (everyone, ())
    looking = Run(everyone, at_work=frozenset({"c1"}), checked=frozenset({"c0", "c2"}))
    assert decide(made, state, looking, NOON) == type(move)()
    assert decide(made, state, Run(everyone, checked=everyone), NOON).start == ("c2",)


# -- every play --------------------------------------------------------------------------------

POLICIES = st.builds(
    Policy,
    checked_first=st.booleans(),
    canary=st.sampled_from(["", "", "c0", "c2"]),
    stop_after=st.integers(0, 3),
    stop_percent=st.sampled_from([0, 0, 10, 50]),
    unreachable=st.sampled_from(Unreachable),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=9), POLICIES, st.data())
def test_what_holds_of_every_rollout(rings: list[int], policy: Policy, data: st.DataObject) -> None:
    play = Play(plan(rings, policy))
    order = {p.client: at for at, group in enumerate(groups(play.plan)) for p in group}
    ring_of = {p.client: len(group) for group in groups(play.plan) for p in group}
    free: set[str] = set()  # whom a person tried again, or set aside
    for _ in range(60):
        begun = len(play.started)
        harmed = [c for c in play.state.clients if c.verdict in HARMED and c.aside is None]
        play.turn()
        new = [name for name in play.started[begun:] if name not in free]
        if new:
            assert not play.state.paused
            assert not any(c.verdict is Verdict.DATA_LOSS for c in harmed)
            assert not policy.stop_after or len(harmed) < policy.stop_after
            for c in harmed:
                same = sum(1 for h in harmed if order[h.client] == order[c.client])
                assert (
                    not policy.stop_percent or same * 100 < policy.stop_percent * ring_of[c.client]
                )
            for c in play.state.clients:
                earlier = order[c.client] < min(order[name] for name in new)
                if earlier and c.client not in free:
                    assert c.ended, "a ring is over before the next begins"
                    if c.client == policy.canary:
                        assert c.good
        if play.at_work and data.draw(st.booleans()):
            name = data.draw(st.sampled_from(sorted(play.at_work)))
            verdict, problem = data.draw(st.sampled_from(ENDS))
            play.end(name, verdict, problem)
        elif data.draw(st.integers(0, 4)) == 0:
            action = data.draw(
                st.sampled_from([Action.PAUSE, Action.CONTINUE, Action.SKIP, Action.FIRST])
            )
            name = data.draw(st.sampled_from(sorted(order)))
            play.say(action, name if action in (Action.SKIP, Action.FIRST) else "")
            if action is Action.SKIP:
                free.add(name)
        elif not play.at_work:
            break
    assert play.todo >= play.at_work
