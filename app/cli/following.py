"""A rollout at work as lines on standard error: which client does what."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.cli import output
from app.services import messages
from app.services.model import RolloutState
from app.services.rollout.rollouts import RunningRollout

_EVERY: Final = 0.2  # seconds


def follow(running: RunningRollout, language: messages.Lang, quiet: bool) -> RolloutState:
    """Wait for the end; Ctrl+C stops every client before its next step, and waits for that."""
    told: set[tuple[str, str]] = set()
    while True:
        try:
            running.wait(None if quiet else _EVERY)
            ended = running.ended  # asked first: what is read then is the last of it
            state = running.wait(0)
            for line in () if quiet else news(state, told, language):
                output.note(line)
            if ended:
                return state
        except KeyboardInterrupt:
            running.cancel()


def news(state: RolloutState, told: set[tuple[str, str]], language: messages.Lang) -> Iterator[str]:
    """The steps that began and the verdicts that came since; ``told`` grows by them."""
    for client in state.clients:
        begun = [(s.name.value, messages.step_text(s.name, language))
                 for s in client.steps if s.started_at is not None]  # fmt: skip
        if client.ended:
            begun.append(("", messages.verdict_text(client.verdict, language)))
        for key, text in begun:
            if (client.client, key) not in told:
                told.add((client.client, key))
                yield f"· {client.name} · {text}"
