"""Back again: a client's former application out of the backup that its last rollout made.

What the changelog added stays. A person is shown what would be replaced by what, then it is noted
in the journal, done, and compared.
"""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime

from msgspec import Struct

from app import paths
from app.errors import AppError, RolloutError
from app.rollout import Journal
from app.rollout.back import Backup, newest_with_import, put_back, read_backup
from app.rollout.events import PutBack, PuttingBack
from app.rollout.journal import now
from app.rollout.model import ClientState, RolloutState, problem_of
from app.rollout.ports import REAL
from app.services.person import who
from app.services.rollout.rollouts import journal_of
from app.services.rollout.rollouts import state as state_of
from app.services.workplace import Workplace
from app.settings import Client


class WayBack(Struct, frozen=True):
    """What would be done: ``here`` is the version that the rollout brought (empty where it did not
    come that far), ``there`` that of the backup, made at ``made_at``."""

    client: str
    name: str
    rollout: str
    here: str
    there: str
    path: str
    made_at: datetime


def look(place: Workplace, client_id: str, rollout_id: str = "") -> WayBack:
    """What ``go`` would do. Asks no database.

    Raises RolloutError ``rollout.nothing_to_put_back``, ``rollout.newer_since`` where another
    rollout replaced the application after ``rollout_id``, ``rollout.put_back_already``,
    ``rollout.backup_unusable``, and SettingsError.
    """
    client = place.settings.client(client_id)
    if client.site:
        raise RolloutError("rollout.only_at_site", client=client.name, site=client.site)
    state, seen = _last(place, client, rollout_id)
    backup = read_backup(seen, state.rollout, client.application)
    made = next((s.ended_at for s in seen.steps if s.name == "backup"), None)
    return WayBack(
        client.id,
        client.name,
        state.rollout,
        seen.new_version or state.release_version,
        backup.version,
        str(backup.path),
        made or state.created_at,
    )


def go(place: Workplace, shown: WayBack) -> ClientState:
    """Put the former application back as it was shown; gives the client as it is then.

    The intent is in the journal before anything is sent. Raises what ``look`` and connecting raise,
    RolloutError ``rollout.client_busy`` or ``rollout.running``, ``rollout.not_put_back``,
    OracleError and JournalError; after an error it can be done again.
    """
    client = place.settings.client(shown.client)
    journal = Journal(paths.journal_file(place.home))
    with closing(journal), journal.lease(shown.rollout), journal.client_lease(client.id):
        state, seen = _last(place, client, shown.rollout)
        backup = read_backup(seen, state.rollout, client.application)
        journal.append(state.rollout, PuttingBack(client.id, now(), who(place), str(backup.path)))
        try:
            _go(place, client, backup)
        except AppError as error:
            journal.append(state.rollout, PutBack(client.id, now(), problem_of(error)))
            raise
        journal.append(state.rollout, PutBack(client.id, now()))
    return next(c for c in state_of(place, shown.rollout).clients if c.client == client.id)


def _go(place: Workplace, client: Client, backup: Backup) -> None:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    folder = paths.backups_folder(place.home) / backup.rollout / client.id / f"replaced-{stamp}"
    with place.client_session(client, client.application_user) as session:
        put_back(REAL, session, place.target(client), backup, folder)


def _last(place: Workplace, client: Client, rollout_id: str) -> tuple[RolloutState, ClientState]:
    with closing(journal_of(place)) as journal:
        found = newest_with_import(journal, client.id)
    if found is None:
        raise RolloutError("rollout.nothing_to_put_back", client=client.name)
    state, seen = found
    if rollout_id not in ("", state.rollout):
        raise RolloutError(
            "rollout.newer_since", client=client.name, rollout=rollout_id, newer=state.rollout
        )
    done = seen.returned
    if done is not None and done.done_at is not None:
        raise RolloutError(
            "rollout.put_back_already",
            client=client.name,
            by=done.by,
            at=f"{done.done_at.astimezone():%Y-%m-%d %H:%M}",
        )
    return state, seen
