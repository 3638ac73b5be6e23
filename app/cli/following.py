"""A rollout at work as lines on standard error: which client does what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import Final

from app.cli import interrupt, output
from app.errors import ChangelogError
from app.services import messages
from app.services.model import RolloutState
from app.services.rollout.rollouts import RunningRollout

_EVERY: Final = 0.2  # seconds


_Said = tuple[str, str, object]
"""A client, a step or "" for its end, and when."""


def listening(rollout: str, language: messages.Lang) -> AbstractContextManager[interrupt.Ear]:
    """Ctrl+C says at once what becomes of the rollout, on standard error; a second one what a kill
    would leave."""
    words = messages.words("command", language)

    def tell(press: int) -> None:
        text = words["stopping"] if press == 1 else words["still_stopping"]
        output.note(text.format(rollout=rollout))

    return interrupt.listening(tell)


def listening_beside_changelog(language: messages.Lang) -> AbstractContextManager[interrupt.Ear]:
    """The same of a run of a changelog, forwards or back."""
    words = messages.words("command", language)

    def tell(press: int) -> None:
        output.note(words["update_stopping" if press == 1 else "update_still_stopping"])

    return interrupt.listening(tell)


def stopped(error: ChangelogError, language: messages.Lang, as_json: bool) -> int:
    """The exit code of what Ctrl+C stopped, which is told; any other error goes on."""
    if error.code != "changelog.cancelled":
        raise error
    output.failure(error, language, as_json)
    return interrupt.CODE


def follow(
    running: RunningRollout,
    language: messages.Lang,
    quiet: bool,
    ear: interrupt.Ear,
    before: RolloutState | None = None,
) -> RolloutState:
    """Wait for the end; Ctrl+C stops every client before its next step, and waits for that.
    ``before``: how a rollout stood that goes on, of which nothing is told again."""
    ear.hold()
    told: set[_Said] = set()
    if before is not None:
        list(news(before, told, language))
    while True:
        if ear():
            running.cancel()
        running.wait(_EVERY)
        ended = running.ended  # asked first: what is read then is the last of it
        state = running.wait(0)
        for line in () if quiet else news(state, told, language):
            output.note(line)
        if ended:
            return state


def news(state: RolloutState, told: set[_Said], language: messages.Lang) -> Iterator[str]:
    """The steps that began and the verdicts that came since; ``told`` grows by them."""
    for client in state.clients:
        begun: list[tuple[str, object, str]] = [
            (s.name.value, s.started_at, messages.step_text(s.name, language))
            for s in client.steps
            if s.started_at is not None
        ]
        if client.ended:
            text = messages.verdict_text(client.verdict, language)
            begun.append(("", (client.ended_at, client.verdict), text))
        for key, at, text in begun:
            if (client.client, key, at) not in told:
                told.add((client.client, key, at))
                yield f"· {client.name} · {text}"
