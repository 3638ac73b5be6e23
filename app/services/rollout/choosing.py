"""Which clients a rollout goes to, and by which policy: by the settings, or as it is said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor

from app.errors import AppError, RolloutError
from app.oracle import application_info
from app.rollout.policy import Outside, Policy, Unreachable
from app.services.workplace import Workplace
from app.settings import Client


def choose(
    place: Workplace,
    ids: Sequence[str] = (),
    *,
    tags: Collection[str] = (),
    countries: Collection[str] = (),
    rings: Collection[int] = (),
) -> tuple[str, ...]:
    """The clients of ``ids`` (all of the settings where it is empty), in their order, that have all
    ``tags``, one of ``countries`` and one of ``rings``; upper and lower case are the same.

    Raises ``settings.no_such_client`` and ``rollout.nobody_chosen``.
    """
    known = place.settings.clients
    asked = [place.settings.client(i) for i in dict.fromkeys(ids)] if ids else known
    wanted, places = _folded(tags), _folded(countries)
    chosen = tuple(
        c.id
        for c in asked
        if wanted <= _folded(c.tags)
        and (not places or c.country.casefold() in places)
        and (not rings or c.ring in rings)
    )
    if not chosen and (tags or countries or rings):
        filters = [*tags, *countries, *(str(r) for r in rings)]
        raise RolloutError("rollout.nobody_chosen", filters=", ".join(filters))
    return chosen


def _folded(words: Collection[str]) -> set[str]:
    return {word.casefold() for word in words}


def behind(place: Workplace, version: str, ids: Sequence[str]) -> tuple[str, ...]:
    """Those of ``ids`` whose application does not say this version now, side by side asked. One
    that does not answer is among them: nobody knows that it has the version."""
    clients = [place.settings.client(i) for i in ids]
    workers = max(1, min(place.settings.rollout.workers, len(clients)))
    with ThreadPoolExecutor(workers, thread_name_prefix="version") as pool:
        there = pool.map(lambda client: _version(place, client), clients)
    return tuple(c.id for c, here in zip(clients, there, strict=True) if here != version)


def _version(place: Workplace, client: Client) -> str | None:
    try:
        with place.client_session(client, client.application_user) as session:
            info = application_info(session, client.application)
    except AppError:
        return None  # the rollout's own look says why
    return info.version if info is not None else None


def policy(
    place: Workplace,
    ids: Sequence[str],
    *,
    canary: str | None = None,
    stop_after: str | None = None,
    unreachable: str | None = None,
    outside_window: str | None = None,
    take_over: bool = False,
) -> Policy:
    """The policy for these clients, in the order in which they are begun; what is None is as the
    settings have it. ``canary`` is a client, or "" for none; ``stop_after`` is ``3`` or ``5%``;
    ``take_over``: another workstation may have begun, and is gone.

    Raises RolloutError ``rollout.canary_not_chosen``.
    """
    usual = place.settings.rollout
    if canary is None:
        canary = first_of(place, ids) if usual.canary else ""
    elif canary and canary not in ids:
        raise RolloutError("rollout.canary_not_chosen", client=canary)
    most = stop_after if stop_after is not None else usual.stop_after
    share = most.endswith("%")
    number = int(most.rstrip("%"))
    return Policy(
        checked_first=True,
        canary=canary,
        stop_after=0 if share else number,
        stop_percent=number if share else 0,
        unreachable=Unreachable(unreachable or usual.unreachable),
        outside=Outside(outside_window or usual.outside_window),
        take_over=take_over,
    )


def first_of(place: Workplace, ids: Sequence[str]) -> str:
    """The first client of the first ring: the one that a canary without a name is."""
    return min(ids, key=lambda i: place.settings.client(i).ring, default="")
