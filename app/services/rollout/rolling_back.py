"""Rolling back a client's last changesets by their rollback blocks, as far as the guard lets them.

Next to none does (docs/rollout.md): a block mostly drops what its changeset made. So what each
would do is shown first, with what stands against it, and only what was shown is done.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

from msgspec.structs import replace

from app import paths
from app.changelog import Changelog, parse_changelog, roll_back, ways_back
from app.changelog import Way as Way
from app.changelog.file.draft import of_rollback
from app.errors import ChangelogError, RolloutError
from app.rollout import Journal, changelog_journal
from app.rollout.earlier import begun_back
from app.rollout.model import StepName
from app.services.model import Progress, Report
from app.services.person import who
from app.services.rollout import at_sites
from app.services.rollout.changelogs import tag_or_newest
from app.services.rollout.rollouts import nothing_more, read_bundle
from app.services.workplace import Workplace
from app.settings import Client


def look(
    place: Workplace, client_id: str, version: str | None, *, count: int = 0, tag: str = ""
) -> tuple[Way, ...]:
    """What rolling back would do, the last changeset first; reads only. ``count``, ``tag``: as for
    ``app.changelog.ways_back``, whose errors it raises."""
    client = place.settings.client(client_id)
    changelog = _changelog(place, client, tag_or_newest(place, version))
    with closing(Journal(paths.journal_file(place.home))) as journal:
        begun = begun_back(journal.statements(client_id), changelog)
    with place.client_session(client, client.business_user) as session:
        return ways_back(session, changelog, count=count, tag=tag, begun=begun)


def go(
    place: Workplace,
    client_id: str,
    version: str | None,
    shown: tuple[Way, ...],
    report: Report,
    *,
    count: int = 0,
    tag: str = "",
    holds: Callable[[], None] = nothing_more,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Way, ...]:
    """Do what was ``shown``; gives what became of each. The journal says first that what was sent
    of a changeset counts no more. ``holds`` is called right before the first statement may be sent;
    where ``cancelled`` becomes true it stops before the next changeset (ChangelogError
    ``changelog.cancelled``).

    Raises what ``app.changelog.roll_back`` raises, RolloutError ``rollout.client_busy``,
    ``rollout.belongs_to_site``, ``rollout.back_midway`` and ``rollout.back_left`` (a rollout
    that is not at its end would go on over it), and JournalError (nothing further was sent).
    """
    client = place.settings.client(client_id)
    at_sites.refuse(client)
    release = tag_or_newest(place, version)
    changelog = _changelog(place, client, release)
    blocks = replace(changelog, changesets=tuple(of_rollback(c) for c in changelog.changesets))

    def log(code: str, /, **facts: str | int) -> None:
        report(Progress(code, facts=facts))

    with (
        closing(Journal(paths.journal_file(place.home))) as journal,
        changelog_journal(journal, client_id, f"{release}-rollback", blocks, log) as watch,
    ):
        between_rollouts(journal, client)
        begun = begun_back(watch.known, changelog)

        def begins(changeset: str) -> None:
            if cancelled():
                raise ChangelogError("changelog.cancelled", changeset=changeset)
            journal.undone(client_id, changeset, f"rolled back by {who(place)}")

        with place.client_session(client, client.business_user) as session:
            holds()
            return roll_back(
                session, changelog, shown, watch, begins, journal.lock_token,
                count=count, tag=tag, begun=begun,
            )  # fmt: skip


def between_rollouts(journal: Journal, client: Client) -> None:
    """The last rollout that began to change the client came to its end there."""
    facts = {"client": client.id, "name": client.name}
    if client.id in journal.left():
        raise RolloutError("rollout.back_left", **facts)
    order = journal.last_begun(StepName.CHANGELOG, StepName.APEX_IMPORT)
    touched = [
        (state.rollout, one)
        for state in journal.states()
        for one in state.clients
        if one.client == client.id and one.touched
    ]
    last = max(touched, key=lambda one: order.get((one[0], client.id), 0), default=None)
    if last is not None and not last[1].settled:
        raise RolloutError("rollout.back_midway", **facts, rollout=last[0])


def _changelog(place: Workplace, client: Client, tag: str) -> Changelog:
    texts = read_bundle(place, tag).changelog
    return parse_changelog(texts, selection=place.target(client).selection)
