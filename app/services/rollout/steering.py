"""What a person says about a rollout, while it is at work (here or in another process) and after:
pause, go on, cancel, set aside, try again, accept; and what the person is asked."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from typing import Final

from app.errors import RolloutError
from app.rollout.decide import Question as Question
from app.rollout.decide import questions as asked_in
from app.rollout.events import Ordered
from app.rollout.model import ClientState, RolloutState, Verdict
from app.rollout.policy import Action as Action
from app.services.person import who
from app.services.rollout import rollouts
from app.services.rollout.rollouts import RunningRollout, nothing_more
from app.services.workplace import Workplace

_AT_WORK: Final = (Action.PAUSE, Action.CONTINUE, Action.CANCEL)


def questions(state: RolloutState) -> tuple[Question, ...]:
    """What is open in a rollout now: for each client that stopped its reason, what was done there
    and what can be said (``Question.offers``; ``answer`` takes one)."""
    return asked_in(state)


def answer(
    place: Workplace,
    rollout_id: str,
    client_id: str,
    action: Action,
    note: str = "",
    begins: Callable[[], None] = nothing_more,
) -> RunningRollout | None:
    """Say ``action`` to one client. A ``RETRY`` in a rollout that nobody works on begins it again
    with this client alone, and gives that (``begins`` as for ``rollouts.start``); else None.

    Raises as ``say`` and ``rollouts.accept``.
    """
    if action is Action.ACCEPT:
        rollouts.accept(place, rollout_id, client_id, note)
        return None
    say(place, rollout_id, action, client_id, note)
    if action is Action.RETRY and not at_work(place, rollout_id):
        return rollouts.resume(place, rollout_id, [client_id], begins)
    return None


def say(
    place: Workplace, rollout_id: str, action: Action, client_id: str = "", note: str = ""
) -> None:
    """Note what a person wants; a rollout at work obeys within a second. A resume obeys skip,
    retry and first.

    Raises RolloutError ``rollout.unknown``, ``rollout.no_such_client``, ``rollout.nothing_to_do``
    (the action means nothing to that client), ``rollout.not_running`` and JournalError.
    """
    state = rollouts.state(place, rollout_id)
    if client_id or action not in _AT_WORK:
        _check(state, client_id, action)
    if action in _AT_WORK and not at_work(place, rollout_id):
        raise RolloutError("rollout.not_running", rollout=rollout_id)
    order = Ordered(client_id, datetime.now(UTC), action, who(place), note.strip())
    with closing(rollouts.journal_of(place)) as journal:
        journal.append(rollout_id, order)


def _check(state: RolloutState, client_id: str, action: Action) -> None:
    client = next((c for c in state.clients if c.client == client_id), None)
    if client is None:
        raise RolloutError("rollout.no_such_client", client=client_id, rollout=state.rollout)
    if not _means_something(client, action):
        raise RolloutError(
            "rollout.nothing_to_do",
            client=client.name,
            rollout=state.rollout,
            verdict=client.verdict.value,
            action=action.value,
        )


def _means_something(client: ClientState, action: Action) -> bool:
    match action:
        case Action.RETRY:
            return client.verdict is not Verdict.RUNNING and not client.settled
        case Action.SKIP:
            return client.verdict is not Verdict.RUNNING and not client.good
        case Action.FIRST:
            return not client.ended and client.started_at is None
    return not client.ended


def at_work(place: Workplace, rollout_id: str) -> bool:
    """Whether some process works on the rollout now."""
    with closing(rollouts.journal_of(place)) as journal:
        return journal.leased(rollout_id)
