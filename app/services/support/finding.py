"""What the doctor says of one thing."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from app.rollout.model import Problem

State = Literal["good", "notice", "wrong"]


class Finding(Struct, frozen=True):
    """``code`` names the sentences (``[doctor]`` of the messages), but for a failure that has
    sentences of its own: then it is ``problem``. ``state``: ``notice`` works, and something may
    be done about it."""

    code: str
    state: State
    facts: dict[str, str | int] = {}
    problem: Problem | None = None
