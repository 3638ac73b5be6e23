"""Opening a client's application that a rollout closed and could not open again."""

from __future__ import annotations

from contextlib import closing
from typing import Final

from app.errors import RolloutError
from app.oracle import OPEN, UNAVAILABLE, application_status, set_application_status
from app.rollout.events import Learned
from app.rollout.journal import now
from app.services.rollout.at_sites import check_idle, take
from app.services.rollout.rollouts import history, journal_of
from app.services.workplace import Workplace

STATUSES: Final = tuple(sorted(OPEN))


def reopen(place: Workplace, client_id: str, status: str = "") -> str:
    """Give the application the status that it had; gives that status. Where no rollout of this
    journal knows it (who closed it is gone, and their notes with them) it gets ``status``.

    Raises RolloutError ``rollout.not_closed``, ``rollout.client_busy``, ``rollout.site_at_work``,
    ``rollout.held``,
    OracleError, JournalError.
    """
    check_idle(place, client_id)
    client = place.settings.client(client_id)
    here = client.workspace, client.application
    closed = [
        (state.rollout, one)
        for state in history(place)
        for one in state.clients
        if one.client == client_id and one.closed_from
    ]
    # The oldest: what came later found it closed.
    former = closed[0][1].closed_from if closed else status
    if not former:
        raise RolloutError("rollout.not_closed", client=client.name)
    with closing(journal_of(place)) as journal, journal.client_lease(client_id):
        with place.client_session(client, client.application_user) as session:
            take(place, client, session)
            if not closed and application_status(session, *here) != UNAVAILABLE:
                raise RolloutError("rollout.not_closed", client=client.name)
            set_application_status(session, *here, former)
        for rollout, _ in closed:
            journal.append(rollout, Learned(client_id, now(), closed_from=""))
    return former
