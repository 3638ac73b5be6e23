"""What this machine does not do itself to a client whose releases workers of a site bring: they
hold it for themselves, and no lease here says so."""

from __future__ import annotations

from contextlib import closing

from app.errors import RolloutError
from app.services.rollout.rollouts import history, journal_of
from app.services.workplace import Workplace
from app.settings import Client


def refuse(client: Client) -> None:
    """RolloutError ``rollout.belongs_to_site`` for a client of a site."""
    if client.site:
        raise RolloutError("rollout.belongs_to_site", client=client.name, site=client.site)


def check_idle(place: Workplace, client_id: str) -> None:
    """RolloutError ``rollout.site_at_work`` while a rollout is at work that has the client at a
    site, and has not come to the client's end. Raises JournalError."""
    with closing(journal_of(place)) as journal:
        for state in history(place):
            seen = next((c for c in state.clients if c.client == client_id), None)
            if seen is None or (seen.ended and not seen.urged):
                continue
            planned = next(c for c in journal.plan(state.rollout).clients if c.client == client_id)
            if planned.site and journal.leased(state.rollout):
                facts = {"client": planned.name, "site": planned.site, "rollout": state.rollout}
                raise RolloutError("rollout.site_at_work", **facts)
