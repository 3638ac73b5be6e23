"""What this machine does not do itself to a client whose releases workers of a site bring: they
hold it for themselves, and no lease here says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

from app.errors import RolloutError
from app.oracle import Session, hold
from app.services.rollout.rollouts import history, journal_of
from app.services.workplace import Workplace
from app.settings import Client


def refuse(client: Client) -> None:
    """RolloutError ``rollout.belongs_to_site`` for a client of a site."""
    if client.site:
        raise RolloutError("rollout.belongs_to_site", client=client.name, site=client.site)


@contextmanager
def idle(place: Workplace, client_id: str) -> Iterator[None]:
    """``check_idle``, and the client taken for the block, where it is one of a site. Raises what
    connecting raises, too."""
    check_idle(place, client_id)
    client = place.settings.client(client_id)
    if not client.site:
        yield
        return
    with place.client_session(client, client.business_user) as session:
        take(place, client, session)
        yield


def take(place: Workplace, client: Client, session: Session) -> None:
    """Hold a client of a site in its database, as its workers do, until ``session`` ends: a centre
    that is gone says nothing of them. Raises RolloutError ``rollout.held`` and
    ``rollout.cannot_hold``, and OracleError."""
    user = session.spec.user
    if client.site and not hold(session, place.target(client).lock_of(user), 0):
        raise RolloutError("rollout.held", client=client.name, user=user)


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
