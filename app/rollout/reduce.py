"""The state of a rollout from its events: pure, so that the engine, a resumed run and the history
all see the same."""

from __future__ import annotations

from datetime import datetime
from typing import Final, assert_never

from msgspec.structs import replace

from app.rollout.events import (
    Accepted,
    AnyEvent,
    ClientEnded,
    ClientStarted,
    HandedOut,
    Learned,
    Ordered,
    PutBack,
    PuttingBack,
    Sight,
    StepEnded,
    StepStarted,
)
from app.rollout.model import (
    Acceptance,
    ClientState,
    Problem,
    Return,
    RolloutPlan,
    RolloutState,
    StepName,
    StepRecord,
    StepState,
    Verdict,
)
from app.rollout.policy import Action

_FACTS: Final = (
    "old_version",
    "new_version",
    "before",
    "after",
    "changesets_run",
    "changesets_already",
    "new_columns",
    "notices",
    "backup",
    "invalid_before",
    "announced",
    "lock_kept",
    "switches",
    "own_changes",
    "kept",
    "proof",
    "look",
    "unlike",
    "closed_from",
    "closed_late",
)

_CHANGING: Final = frozenset({StepName.CHANGELOG, StepName.APEX_IMPORT})


def initial(plan: RolloutPlan, created_at: datetime) -> RolloutState:
    """The state before the first event."""
    steps = tuple(StepRecord(name, StepState.WAITING) for name in StepName)
    return RolloutState(
        rollout=plan.rollout,
        tag=plan.tag,
        release_version=plan.release_version,
        clients=tuple(
            ClientState(c.client, c.name, Verdict.WAITING, steps, ring=c.ring) for c in plan.clients
        ),
        created_at=created_at,
        policy=plan.policy,
        by=plan.by,
    )


def reduce(state: RolloutState, event: AnyEvent) -> RolloutState:
    """The state after ``event``. An event of a client that is not in the state changes nothing
    but the count."""
    if isinstance(event, Ordered):
        state = _ordered(state, event)
    clients = tuple(_client(c, event) if c.client == event.client else c for c in state.clients)
    return replace(state, clients=clients, sequence=state.sequence + 1)


def _ordered(state: RolloutState, order: Ordered) -> RolloutState:
    """What an order means for the rollout as a whole."""
    match order.action:
        case Action.PAUSE | Action.CONTINUE:
            return replace(state, paused=order.action is Action.PAUSE)
        case Action.FIRST:
            others = (c for c in state.first if c != order.client)
            return replace(state, first=(order.client, *others))
    return state


def _client(client: ClientState, event: AnyEvent) -> ClientState:
    match event:
        case ClientStarted():
            return replace(
                client,
                verdict=Verdict.RUNNING,
                started_at=client.started_at or event.at,
                ended_at=None,
                problem=None,
                urged=False,
            )
        case StepStarted():
            if event.step in _CHANGING:  # what an earlier try looked at is not how it is any more
                client = replace(client, after=None, proof=None)
            return _step(client, StepRecord(event.step, StepState.RUNNING, event.at))
        case StepEnded():
            begun = client.step(event.step).started_at
            return _step(client, StepRecord(
                event.step, event.state, begun, event.at, event.problem, event.unsent
            ))  # fmt: skip
        case ClientEnded():
            return replace(
                client,
                verdict=event.verdict,
                problem=event.problem,
                ended_at=event.at,
                urged=False,
                unseen_since=None,
            )
        case Accepted():
            if client.verdict is not Verdict.IN_DOUBT:
                return client
            return replace(client, verdict=Verdict.ACCEPTED, accepted=event.acceptance)
        case PuttingBack():
            return replace(client, returned=Return(event.by, event.at, event.backup))
        case PutBack():
            return _put_back(client, event)
        case Ordered(action=Action.SKIP):
            return replace(client, aside=Acceptance(event.by, event.at, event.note), urged=False)
        case Ordered(action=Action.RETRY):
            return replace(client, aside=None, urged=not client.settled)
        case Ordered():
            return client
        case HandedOut():
            workers = client.workers
            if event.changes:  # the last one stands last
                workers = (*(w for w in workers if w != event.worker), event.worker)
            return replace(client, attempt=event.attempt, workers=workers)
        case Sight():
            return replace(client, unseen_since=event.since)
        case Learned():
            facts = {name: value for name in _FACTS if (value := getattr(event, name)) is not None}
            if event.effects is not None:
                anew = {e.changeset for e in event.effects}
                kept = (e for e in client.effects if e.changeset not in anew)
                facts["effects"] = (*kept, *event.effects)
            return replace(client, **facts, round_trips=client.round_trips + event.round_trips)
    assert_never(event)


def _put_back(client: ClientState, event: PutBack) -> ClientState:
    begun = client.returned
    assert begun is not None  # the intent is noted before
    if event.problem is not None:
        return replace(client, returned=replace(begun, problem=event.problem))
    done = replace(begun, done_at=event.at, problem=None)
    if client.verdict is Verdict.DATA_LOSS:  # the application is back, and the rows are not
        return replace(client, returned=done)
    return replace(client, returned=done, verdict=Verdict.PUT_BACK, problem=None)


def _step(client: ClientState, record: StepRecord) -> ClientState:
    return replace(
        client, steps=tuple(record if s.name is record.name else s for s in client.steps)
    )


def interrupted(state: RolloutState, problem: Problem | None = None) -> RolloutState:
    """The state as a reader finds it while nobody works on it; ``problem`` says why, if known."""
    clients = tuple(
        c
        if c.ended
        else replace(c, verdict=Verdict.INTERRUPTED, problem=problem, steps=_stopped(c, problem))
        for c in state.clients
    )
    return replace(state, clients=clients)


def _stopped(client: ClientState, problem: Problem | None) -> tuple[StepRecord, ...]:
    """Nobody works on the step in which the client stood: it waits to be done again."""
    return tuple(
        replace(s, state=StepState.WAITING, problem=problem) if s.state is StepState.RUNNING else s
        for s in client.steps
    )
