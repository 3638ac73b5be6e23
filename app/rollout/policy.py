"""What a rollout is told beforehand, and what people tell it on the way. Values, kept in its plan
and its journal: a resume obeys the same."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Unreachable(StrEnum):
    """What to do with a client that does not answer."""

    HOLD = "hold"  # its ring is not over, so the rings behind it wait
    SKIP = "skip"  # it is reported, and holds nobody up
    ASK = "ask"  # as hold, and a person is asked


class Outside(StrEnum):
    """What to do with a client outside of its hours."""

    WAIT = "wait"
    REFUSE = "refuse"


class Policy(Struct, frozen=True):
    """The defaults are how a rollout went before there was a policy, so that an older journal goes
    on as it began.

    ``checked_first``: all clients are looked at before the first is changed. ``canary`` goes alone,
    and the others begin once it is verified. No more clients are begun once ``stop_after`` of them
    ended badly, or ``stop_percent`` of a ring did; 0 is no such limit. Lost data always stops.
    ``take_over``: another workstation may have begun, and its journal is not here.
    """

    checked_first: bool = False
    canary: str = ""
    stop_after: int = 1
    stop_percent: int = 0
    unreachable: Unreachable = Unreachable.HOLD
    outside: Outside = Outside.WAIT
    take_over: bool = False


class Action(StrEnum):
    """What a person can say while a rollout is at work, or before it goes on."""

    PAUSE = "pause"  # no further client is begun; those at work go on to their end
    CONTINUE = "continue"
    CANCEL = "cancel"  # one client or all, before the next step
    SKIP = "skip"  # the client is set aside: not begun, and not counted for the others
    RETRY = "retry"  # once more, whatever its ring and the threshold say
    FIRST = "first"  # before the others of its ring
    ACCEPT = "accept"  # the amber verdict, with a note
