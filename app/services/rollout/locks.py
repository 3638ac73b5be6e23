"""The changelog's lock at each client: who holds it, and freeing it for one who is gone.

A lock has no end of its own: who died with it leaves it for ever, and no Liquibase runs until it
is freed. Whoever frees it is shown before who holds it, since when and from where, and whether
that holder is still there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from functools import partial

from msgspec import Struct

from app import paths
from app.changelog import Lock, free_lock, is_own, lock_state
from app.errors import AppError, ChangelogError
from app.oracle import OtherSession, Session, other_sessions
from app.rollout import Journal
from app.rollout.model import problem_of
from app.services import messages
from app.services.model import Message, Problem
from app.services.rollout.at_sites import check_idle, take
from app.services.workplace import Workplace
from app.settings import Client

_AT_ONCE = 8


class ClientLock(Struct, frozen=True):
    """The lock at one client. ``holder`` is None where nobody holds it.

    ``ours``: taken by a run of this home. ``holder_lives``: whether the holder is still there; for
    ours by the lease of its process, else by the sessions of the schema's user, None where the
    database does not say. ``sessions`` are those of other programs, None likewise. ``problem``:
    why nothing could be read.
    """

    client: str
    name: str
    user: str
    holder: str | None = None
    since: datetime | None = None
    ours: bool = False
    holder_lives: bool | None = None
    sessions: tuple[OtherSession, ...] | None = None
    problem: Problem | None = None

    @property
    def held(self) -> bool:
        return self.holder is not None

    @property
    def can_be_freed(self) -> bool:
        """Never while its holder is known to be there."""
        return self.held and self.holder_lives is not True


def look(place: Workplace, client_id: str) -> ClientLock:
    """The lock at one client, now; what cannot be read is its ``problem``."""
    client = place.settings.client(client_id)
    try:
        with place.client_session(client, client.business_user) as session:
            return _seen(place, client, session)
    except AppError as error:
        return ClientLock(client.id, client.name, client.business_user, problem=problem_of(error))


def look_at_all(place: Workplace, client_ids: Sequence[str] = ()) -> tuple[ClientLock, ...]:
    """The locks at the clients, in their order; all clients where none is named."""
    wanted = [place.settings.client(i).id for i in client_ids]
    wanted = wanted or [c.id for c in place.settings.clients]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return tuple(pool.map(partial(look, place), wanted))


def unlock(place: Workplace, shown: ClientLock) -> ClientLock:
    """Free the lock that a person was shown; gives it as it is then. Where a run of somebody else
    had it, the next run from here takes over what that one may have left half-way.

    Raises ChangelogError ``changelog.lock_in_use`` while its holder is there,
    ``changelog.lock_changed`` where it is not the lock that was shown any more (nothing was done),
    ``changelog.lock_busy``, RolloutError ``rollout.client_busy``, ``rollout.site_at_work``
    and ``rollout.held``, and what connecting raises.
    """
    check_idle(place, shown.client)
    client = place.settings.client(shown.client)
    facts = {"client": client.id, "name": client.name, "holder": shown.holder or ""}
    journal = _journal(place)
    with (
        closing(journal),
        journal.client_lease(client.id),  # no run of ours begins meanwhile
        place.client_session(client, client.business_user) as session,
    ):
        take(place, client, session)
        now = _seen(place, client, session, at_work=False)
        if (now.holder, now.since) != (shown.holder, shown.since):
            raise ChangelogError("changelog.lock_changed", **facts)
        if not now.can_be_freed:
            raise ChangelogError("changelog.lock_in_use", **facts)
        if not now.ours:
            journal.note_left(client.id)  # first: who had it may have stopped in the middle
        meant = Lock(shown.holder or "", shown.since)
        if free_lock(session, lambda lock: lock == meant) is None:
            raise ChangelogError("changelog.lock_changed", **facts)
        if now.ours:
            journal.lock_freed(client.id)
        return _seen(place, client, session, at_work=False)


def _journal(place: Workplace) -> Journal:
    return Journal(paths.journal_file(place.home))


def _seen(
    place: Workplace, client: Client, session: Session, at_work: bool | None = None
) -> ClientLock:
    """``at_work``: whether a process of this home is at the client, where that is known."""
    found = ClientLock(client.id, client.name, client.business_user)
    lock = lock_state(session)
    if lock is None:
        return found
    with closing(_journal(place)) as journal:
        ours = is_own(lock, journal.lock_token)
        leased = journal.client_leased(client.id) if at_work is None else at_work
    sessions = other_sessions(session)
    lives: bool | None = leased
    if not ours:
        lives = None if sessions is None else any(_is_from(s, lock) for s in sessions)
    return ClientLock(
        client.id,
        client.name,
        client.business_user,
        lock.holder,
        lock.since,
        ours,
        lives,
        sessions,
    )


def _is_from(session: OtherSession, lock: Lock) -> bool:
    """Whether the session comes from the machine that LOCKEDBY names: ``host (ip) …``."""
    named = re.match(r"(\S+)", lock.holder)
    return named is not None and _host(session.machine) == _host(named[1])


def _host(name: str) -> str:
    """Windows says ``DOMAIN\\HOST``, others may add their domain behind the host."""
    return name.rpartition("\\")[2].partition(".")[0].lower()


# -- for people ------------------------------------------------------------------------------


def told(lock: ClientLock, language: messages.Lang) -> Message:
    """Who holds it, since when, from where, whether that holder is there, and what follows."""
    if lock.problem is not None:
        said = messages.message(lock.problem, language)
        return Message(f"{lock.name} · {said.title}", said.detail, said.next_step)
    words = messages.words("lock", language)
    facts = {"name": lock.name, "user": lock.user, "holder": lock.holder or "?"}
    if not lock.held:
        return Message(words["free"].format(**facts), "", "")
    moment = messages.words("report", language)["moment"]
    since = f"{lock.since:{moment}}" if lock.since else "?"
    whose = "ours" if lock.ours else "theirs"
    fate = {True: "there", False: "gone", None: "unknown"}[lock.holder_lives]
    parts = [words["held_by"].format(**facts, since=since), words[f"{whose}_{fate}"]]
    if lock.sessions:
        listed = "; ".join(f"{s.machine} · {s.program} · {s.since}" for s in lock.sessions)
        parts.append(words["sessions"].format(sessions=listed))
    return Message(words["held"].format(**facts), " ".join(parts), words[f"next_{fate}"])
