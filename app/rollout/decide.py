"""Who may be begun now, who is not, and what a person is asked: one rule, a pure function.

A rollout goes ring by ring, the canary before them as a ring of its own. A ring is over when each
of its clients has the release, or does not count: set aside by a person, known to be in doubt,
unreachable where the policy passes over such clients, or a bad end below the threshold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from app.hours import Hours
from app.rollout.model import (
    ClientState,
    PlannedClient,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
    StepState,
    Verdict,
)
from app.rollout.policy import Action, Outside, Policy, Unreachable

HARMED: Final = (Verdict.FAILED, Verdict.IN_DOUBT, Verdict.DATA_LOSS)
"""What counts against the threshold: something went wrong after the first change."""


class Run(Struct, frozen=True):
    """What this run of a rollout knows besides its state.

    ``todo``: the clients that it has yet to bring to their end; ``at_work`` those that a worker
    has now; ``checked`` those that were looked at; ``known``: in doubt when it began, so that
    people know of them.
    """

    todo: frozenset[str]
    at_work: frozenset[str] = frozenset()
    checked: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()


class Move(Struct, frozen=True):
    """What is to be done now, in this order.

    ``end``: not begun at all, and why. ``check``: to be looked at; ``start``: to be changed.
    ``waits_until``: the next window opens then. ``held``: why the clients that are left are not
    begun; once nobody is at work any more, they end with it.
    """

    end: tuple[tuple[str, Verdict, Problem], ...] = ()
    check: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    waits_until: datetime | None = None
    held: tuple[tuple[str, Problem], ...] = ()


def decide(plan: RolloutPlan, state: RolloutState, run: Run, now: datetime) -> Move:
    """What may happen now. ``now`` is in UTC."""
    clients = {c.client: c for c in state.clients}
    left = [p for p in _in_order(plan, state) if p.client in run.todo - run.at_work]
    skipped = [p for p in left if clients[p.client].aside is not None]
    end = tuple(
        (p.client, Verdict.CANCELLED, _skipped(clients[p.client]))
        for p in skipped
        if _never_begun(clients[p.client])
    )
    left = [p for p in left if p not in skipped]
    if state.paused or not left:
        return Move(end)
    urged = [p for p in left if clients[p.client].urged]
    left = [p for p in left if p not in urged]
    asked = _windows(urged, plan.policy, now)
    if asked.start or asked.end:
        return Move((*end, *asked.end), start=asked.start)
    if (culprit := _stops(plan, state, run)) is not None:
        return Move(end, held=_held(left, culprit, clients), waits_until=asked.waits_until)
    if plan.policy.checked_first:
        unseen = [p.client for p in left if _unseen(clients[p.client], run)]
        if unseen or run.at_work & _looked_at(clients, run):
            return Move(end, check=tuple(unseen))
    for group in groups(plan):
        names = {p.client for p in group}
        here = [p for p in left if p.client in names]
        if here:
            move = _windows(here, plan.policy, now)
            waits = min(filter(None, (move.waits_until, asked.waits_until)), default=None)
            return Move((*end, *move.end), start=move.start, waits_until=waits)
        if names & run.at_work:
            break
        culprit = _bars(plan, state, group, run)
        if culprit is not None:
            return Move(end, held=_held(left, culprit, clients), waits_until=asked.waits_until)
    return Move(end, waits_until=asked.waits_until)


def groups(plan: RolloutPlan) -> tuple[tuple[PlannedClient, ...], ...]:
    """The clients that may be side by side, in their order: the canary alone, then ring by ring."""
    canary = tuple(p for p in plan.clients if p.client == plan.policy.canary)
    others = [p for p in plan.clients if p not in canary]
    rings = (tuple(p for p in others if p.ring == n) for n in sorted({p.ring for p in others}))
    return tuple(group for group in (canary, *rings) if group)


def _in_order(plan: RolloutPlan, state: RolloutState) -> list[PlannedClient]:
    place = {client: at for at, client in enumerate(state.first)}
    return sorted(plan.clients, key=lambda p: place.get(p.client, len(place)))


def _unseen(client: ClientState, run: Run) -> bool:
    return client.client not in run.checked and not client.touched


def _looked_at(clients: dict[str, ClientState], run: Run) -> frozenset[str]:
    """At work before anything is changed: the look at all clients is not over."""
    return frozenset(n for n in run.at_work if n in run.todo and _unseen(clients[n], run))


def _never_begun(client: ClientState) -> bool:
    return client.started_at is None and not client.ended


# -- windows -----------------------------------------------------------------------------------


def window_of(planned: PlannedClient) -> Hours | None:
    return Hours.read(planned.window, planned.timezone) if planned.window else None


def _windows(left: Sequence[PlannedClient], policy: Policy, now: datetime) -> Move:
    """Those whose hours it is; the others wait, or end here."""
    start, end, opens = [], [], []
    for planned in left:
        hours = window_of(planned)
        if hours is None or hours.open_at(now):
            start.append(planned.client)
        elif policy.outside is Outside.REFUSE:
            facts: dict[str, str | int] = {
                "client": planned.name,
                "window": planned.window,
                "timezone": planned.timezone,
            }
            problem = Problem("rollout.outside_window", facts)
            end.append((planned.client, Verdict.REFUSED, problem))
        else:
            opens.append(hours.next_opening(now))
    return Move(tuple(end), start=tuple(start), waits_until=min(opens, default=None))


# -- stopping ----------------------------------------------------------------------------------


def _counts(client: ClientState, run: Run) -> bool:
    """Whether its end counts for the others: not what is yet to be tried, was set aside, or was in
    doubt when people said to go on."""
    mine = client.client in run.todo or client.client in run.at_work
    seen = client.client in run.known and client.verdict is Verdict.IN_DOUBT
    return client.ended and not client.good and client.aside is None and not mine and not seen


def _too_many(policy: Policy, ended_badly: int, in_ring: int, ring: int) -> bool:
    many = bool(policy.stop_after) and ended_badly >= policy.stop_after
    share = bool(policy.stop_percent) and in_ring * 100 >= policy.stop_percent * ring
    return many or (share and in_ring > 0)


def _stops(plan: RolloutPlan, state: RolloutState, run: Run) -> ClientState | None:
    """Why nobody is begun any more, wherever he stands: the client that was one too many."""
    harmed = [c for c in state.clients if _counts(c, run) and c.verdict in HARMED]
    for client in harmed:
        if client.verdict is Verdict.DATA_LOSS:
            return client
    for group in groups(plan):
        names = {p.client for p in group}
        here = [c for c in harmed if c.client in names]
        if here and _too_many(plan.policy, len(harmed), len(here), len(group)):
            return here[0]
    return None


def _bars(
    plan: RolloutPlan, state: RolloutState, group: Sequence[PlannedClient], run: Run
) -> ClientState | None:
    """Why the groups behind this one wait: one of its clients. None where it is over."""
    policy = plan.policy
    passed_over = policy.unreachable is Unreachable.SKIP
    bad = [
        c
        for c in state.clients
        if _counts(c, run) and not (c.unreachable and passed_over and c.client != policy.canary)
    ]
    names = {p.client for p in group}
    here = [c for c in bad if c.client in names]
    canary = [c for c in state.clients if c.client in names and c.client == policy.canary]
    for client in canary:
        # In doubt counts here even if it is known: the others begin once it is verified.
        if not client.good and client.aside is None:
            return client
    out_of_reach = [c for c in here if c.unreachable]
    if out_of_reach:
        return out_of_reach[0]
    return here[0] if here and _too_many(policy, len(bad), len(here), len(group)) else None


def _held(
    left: Iterable[PlannedClient], culprit: ClientState, clients: dict[str, ClientState]
) -> tuple[tuple[str, Problem], ...]:
    """Why each of those that are left is not begun."""
    found = []
    for planned in left:
        if not _never_begun(clients[planned.client]):
            continue  # it stands where it stood
        facts: dict[str, str | int] = {"client": culprit.name}
        if planned.ring > culprit.ring:
            problem = Problem("rollout.wave_stopped", {**facts, "wave": planned.ring})
        else:
            problem = Problem("rollout.stopped", facts)
        found.append((planned.client, problem))
    return tuple(found)


def _skipped(client: ClientState) -> Problem:
    assert client.aside is not None
    facts: dict[str, str | int] = {"client": client.name, "by": client.aside.by}
    return Problem("rollout.skipped", {**facts, "note": client.aside.note or "–"})


# -- questions ---------------------------------------------------------------------------------


class Question(Struct, frozen=True):
    """What a person is asked about one client: why it stopped, what was done there, and what can
    be said to it (``offers``)."""

    client: str
    name: str
    ring: int
    verdict: Verdict
    reason: Problem
    touched: bool
    done: tuple[StepName, ...]
    changesets_run: tuple[str, ...]
    backup: str | None
    offers: tuple[Action, ...]


_OFFERS: Final = {
    Verdict.REFUSED: (Action.RETRY, Action.SKIP),
    Verdict.FAILED: (Action.RETRY, Action.SKIP),
    Verdict.IN_DOUBT: (Action.ACCEPT, Action.SKIP),
    Verdict.DATA_LOSS: (Action.SKIP,),
}


def questions(state: RolloutState) -> tuple[Question, ...]:
    """What is open now, in the order of the clients; others go on meanwhile."""
    return tuple(
        Question(
            client=c.client,
            name=c.name,
            ring=c.ring,
            verdict=c.verdict,
            reason=c.problem or Problem("internal", {"detail": c.verdict.value}),
            touched=c.touched,
            done=tuple(s.name for s in c.steps if s.state is StepState.DONE),
            changesets_run=c.changesets_run,
            backup=c.backup,
            offers=_OFFERS[c.verdict],
        )
        for c in state.clients
        if c.verdict in _OFFERS
        and c.aside is None
        and not c.urged
        and not (c.unreachable and state.policy.unreachable is not Unreachable.ASK)
    )
