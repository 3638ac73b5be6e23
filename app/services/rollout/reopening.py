"""Opening a client's application that a rollout closed and could not open again."""

from __future__ import annotations

from contextlib import closing

from app.errors import RolloutError
from app.oracle import set_application_status
from app.rollout.events import Learned
from app.rollout.journal import now
from app.services.rollout.at_sites import check_idle
from app.services.rollout.rollouts import history, journal_of
from app.services.workplace import Workplace


def reopen(place: Workplace, client_id: str) -> str:
    """Give the application the status that it had; gives that status.

    Raises RolloutError ``rollout.not_closed``, ``rollout.client_busy``, ``rollout.site_at_work``,
    OracleError, JournalError.
    """
    check_idle(place, client_id)
    client = place.settings.client(client_id)
    closed = [
        (state.rollout, one)
        for state in history(place)
        for one in state.clients
        if one.client == client_id and one.closed_from
    ]
    if not closed:
        raise RolloutError("rollout.not_closed", client=client.name)
    former = closed[0][1].closed_from  # the oldest: what came later found it closed
    with closing(journal_of(place)) as journal, journal.client_lease(client_id):
        with place.client_session(client, client.application_user) as session:
            set_application_status(session, client.workspace, client.application, former)
        for rollout, _ in closed:
            journal.append(rollout, Learned(client_id, now(), closed_from=""))
    return former
