"""What happens in a rollout, as values; the state is what the events add up to."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from app.rollout.model import (
    ClientState,
    Fingerprint,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
    StepRecord,
    StepState,
    Verdict,
)


class Event(Struct, frozen=True, tag_field="event"):
    client: str
    at: datetime


class ClientStarted(Event, frozen=True, tag="client_started"):
    """Work on the client begins, or begins again after an interruption."""


class StepStarted(Event, frozen=True, tag="step_started"):
    step: StepName


class StepEnded(Event, frozen=True, tag="step_ended"):
    step: StepName
    state: StepState
    problem: Problem | None = None


class Learned(Event, frozen=True, tag="learned", omit_defaults=True):
    """Facts that the state keeps; only those that are set count. ``round_trips`` adds up."""

    old_version: str | None = None
    new_version: str | None = None
    before: Fingerprint | None = None
    after: Fingerprint | None = None
    changesets_run: tuple[str, ...] | None = None
    changesets_already: tuple[str, ...] | None = None
    new_columns: tuple[str, ...] | None = None
    backup: str | None = None
    invalid_before: tuple[str, ...] | None = None
    round_trips: int = 0
    notices: tuple[Problem, ...] = ()


class ClientEnded(Event, frozen=True, tag="client_ended"):
    verdict: Verdict
    problem: Problem | None = None


class StatementIntent(Event, frozen=True, tag="statement_intent"):
    """About to be sent. ``number`` 0 is the changeset's row; ``sha256`` of the statement."""

    changeset: str
    number: int
    sha256: str


class StatementOutcome(Event, frozen=True, tag="statement_outcome"):
    changeset: str
    number: int
    ok: bool
    detail: str


AnyEvent = (
    ClientStarted
    | StepStarted
    | StepEnded
    | Learned
    | ClientEnded
    | StatementIntent
    | StatementOutcome
)


def initial(plan: RolloutPlan, created_at: datetime) -> RolloutState:
    steps = tuple(StepRecord(name, StepState.WAITING) for name in StepName)
    return RolloutState(
        rollout=plan.rollout,
        tag=plan.tag,
        release_version=plan.release_version,
        clients=tuple(ClientState(c.client, c.name, Verdict.WAITING, steps) for c in plan.clients),
        created_at=created_at,
    )


def reduce(state: RolloutState, event: AnyEvent) -> RolloutState:
    """The state after ``event``; pure."""
    clients = tuple(_client(c, event) if c.client == event.client else c for c in state.clients)
    return replace(state, clients=clients, sequence=state.sequence + 1)


def _client(client: ClientState, event: AnyEvent) -> ClientState:
    match event:
        case ClientStarted():
            return replace(
                client,
                verdict=Verdict.RUNNING,
                started_at=client.started_at or event.at,
                problem=None,
            )
        case StepStarted():
            return _step(client, StepRecord(event.step, StepState.RUNNING, event.at))
        case StepEnded():
            known = next(s for s in client.steps if s.name is event.step)
            return _step(
                client,
                replace(known, state=event.state, ended_at=event.at, problem=event.problem),
            )
        case ClientEnded():
            return replace(client, verdict=event.verdict, problem=event.problem, ended_at=event.at)
        case Learned():
            facts = {name: value for name in _FACTS if (value := getattr(event, name)) is not None}
            return replace(
                client,
                **facts,
                round_trips=client.round_trips + event.round_trips,
                notices=client.notices + event.notices,
            )
        case _:
            return client


_FACTS = (
    "old_version",
    "new_version",
    "before",
    "after",
    "changesets_run",
    "changesets_already",
    "new_columns",
    "backup",
    "invalid_before",
)


def _step(client: ClientState, record: StepRecord) -> ClientState:
    return replace(
        client, steps=tuple(record if s.name is record.name else s for s in client.steps)
    )


def interrupted(state: RolloutState) -> RolloutState:
    """The state as a reader finds it while nobody works on it."""
    return replace(
        state,
        clients=tuple(
            replace(c, verdict=Verdict.INTERRUPTED) if not c.ended else c for c in state.clients
        ),
    )
