"""The changelog of a release at one client, outside a rollout: where it stands, and running it.

A run is journalled like a rollout's (as a rollout of its own kind), so that an interrupted one
goes on where it stopped.
"""

from __future__ import annotations

from msgspec import Struct

from app import paths
from app.changelog import (
    StatusRow,
    free_own_lock,
    judge_changelog,
    parse_changelog,
    standing,
    status_rows,
)
from app.changelog import status as changelog_status
from app.changelog import update as run_changelog
from app.changelog.file import approvals
from app.errors import AppError, RolloutError
from app.release import tag_of
from app.rollout import ChangelogRun, Journal, changelog_journal, earlier_changesets, still_approved
from app.services.model import Progress, Report
from app.services.release import releases
from app.services.rollout import at_sites
from app.services.rollout.rollouts import read_bundle
from app.services.workplace import Workplace
from app.settings import Client


def _tag(place: Workplace, version: str | None) -> str:
    if version is not None:
        return tag_of(version)
    known = releases.known(place)
    if not known:
        raise RolloutError("rollout.no_release", version="-")
    return known[-1].tag


def status(place: Workplace, client_id: str, version: str | None) -> tuple[StatusRow, ...]:
    """What the client has of the release's changelog; reads only."""
    client = place.settings.client(client_id)
    selection = place.target(client).selection
    texts = read_bundle(place, _tag(place, version)).changelog
    changelog = parse_changelog(texts, selection=selection)
    with place.client_session(client, client.business_user) as session:
        return status_rows(changelog_status(session, changelog))


class Updated(Struct, frozen=True):
    """Keys of the changesets that ran and that were there already. ``lock_kept``: the changelog's
    lock is still there."""

    run: tuple[str, ...]
    already: tuple[str, ...]
    lock_kept: bool


def update(place: Workplace, client_id: str, version: str | None, report: Report) -> Updated:
    """Run what is pending at one client, and nothing else: no import, no proof of the data. What
    the release does not announce is not sent.

    Raises what ``app.changelog.update`` raises, RolloutError ``rollout.belongs_to_site``, and
    JournalError (nothing further was sent).
    """
    client = place.settings.client(client_id)
    at_sites.refuse(client)
    tag = _tag(place, version)
    bundle = read_bundle(place, tag)
    plain = parse_changelog(bundle.changelog)
    changelog = parse_changelog(bundle.changelog, selection=place.target(client).selection)
    stand = standing(plain, approvals.decode(bundle.approvals, approvals.NAME))
    good = still_approved(stand.good, plain, changelog)
    earlier = earlier_changesets(bundle, plain, stand.void)
    report(Progress("changelog.updating", facts={"client": client.name}))
    journal = Journal(paths.journal_file(place.home))

    def log(code: str, /, **facts: str | int) -> None:
        report(Progress(code, facts=facts))

    token = journal.lock_token
    with changelog_journal(journal, client_id, tag, log) as (watch, known):
        try:
            with place.client_session(client, client.business_user) as session:
                outcome = run_changelog(
                    session,
                    changelog,
                    watch,
                    lambda: False,
                    known,
                    lock_token=token,
                    announced=good,
                    judgement=judge_changelog(changelog, earlier),
                )
        finally:
            if watch.lock_stayed:
                _free_again(place, client, token, watch)
    return Updated(outcome.run, outcome.already, watch.lock_stayed)


def _free_again(place: Workplace, client: Client, token: str, watch: ChangelogRun) -> None:
    """Once more, in a session of its own: the line was lost, or somebody was in the way."""
    try:
        with place.client_session(client, client.business_user) as session:
            free_own_lock(session, token)
    except AppError as error:
        watch.lock_kept(error)
        return
    watch.lock_stayed = False
    watch.log("log.lock_freed")
