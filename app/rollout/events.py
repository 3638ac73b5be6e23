"""What happens in a rollout, as values. The state is what the events add up to (``reduce``)."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from app.oracle import Switch
from app.rollout.model import (
    Acceptance,
    AnnouncedChange,
    Fingerprint,
    MeasuredEffect,
    Problem,
    Proof,
    StepName,
    StepState,
    Unlike,
    Verdict,
)
from app.rollout.policy import Action


class Event(Struct, frozen=True, tag_field="event"):
    """Something that happened to one client; ``at`` is in UTC."""

    client: str
    at: datetime


class ClientStarted(Event, frozen=True, tag="client_started"):
    """Work on the client begins, or begins again after an interruption."""


class StepStarted(Event, frozen=True, tag="step_started"):
    step: StepName


class StepEnded(Event, frozen=True, tag="step_ended"):
    """``unsent``: it was to change the client, and sent nothing that can."""

    step: StepName
    state: StepState
    problem: Problem | None = None
    unsent: bool = False


class Learned(Event, frozen=True, tag="learned", omit_defaults=True):
    """Facts that the state keeps; only those that are set count. ``round_trips`` adds up,
    ``notices`` replace those of an earlier measurement, ``effects`` those of their changesets."""

    old_version: str | None = None
    new_version: str | None = None
    before: Fingerprint | None = None
    after: Fingerprint | None = None
    changesets_run: tuple[str, ...] | None = None
    changesets_already: tuple[str, ...] | None = None
    new_columns: tuple[str, ...] | None = None
    notices: tuple[Problem, ...] | None = None
    backup: str | None = None
    invalid_before: tuple[str, ...] | None = None
    announced: tuple[AnnouncedChange, ...] | None = None
    lock_kept: bool | None = None
    switches: tuple[Switch, ...] | None = None
    own_changes: tuple[str, ...] | None = None
    kept: str | None = None
    effects: tuple[MeasuredEffect, ...] | None = None
    proof: Proof | None = None
    look: str | None = None
    unlike: Unlike | None = None
    closed_from: str | None = None
    closed_late: bool | None = None
    round_trips: int = 0


class ClientEnded(Event, frozen=True, tag="client_ended"):
    verdict: Verdict
    problem: Problem | None = None


class Accepted(Event, frozen=True, tag="accepted"):
    """A person looked at an amber verdict and accepts it."""

    acceptance: Acceptance


class PuttingBack(Event, frozen=True, tag="putting_back"):
    """The former application is about to be imported from ``backup``; ``by`` is who wants it."""

    by: str
    backup: str


class PutBack(Event, frozen=True, tag="put_back"):
    """It is there again; or ``problem`` says why not."""

    problem: Problem | None = None


class Ordered(Event, frozen=True, tag="ordered", omit_defaults=True):
    """A person steers: one client, or the whole rollout where ``client`` is ""."""

    action: Action
    by: str
    note: str = ""


class HandedOut(Event, frozen=True, tag="handed_out"):
    """The client's job is about to be given to a ``worker`` of ``site``, for the ``attempt``th time
    in this rollout. ``changes``: not only to look at it."""

    site: str
    worker: str
    attempt: int
    changes: bool = False


class Sight(Event, frozen=True, tag="sight"):
    """There is no link to whoever works on the client ``since`` then; None: there is one again."""

    since: datetime | None = None


AnyEvent = (
    ClientStarted
    | StepStarted
    | StepEnded
    | Learned
    | ClientEnded
    | Accepted
    | PuttingBack
    | PutBack
    | Ordered
    | HandedOut
    | Sight
)
