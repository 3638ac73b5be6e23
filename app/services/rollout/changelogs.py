"""The changelog of a release at one client, outside a rollout: where it stands, and running it.

A run is journalled like a rollout's (as a rollout of its own kind), so that an interrupted one
goes on where it stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import closing

from msgspec import Struct
from msgspec.structs import replace

from app import paths
from app.changelog import (
    Changelog,
    Judgement,
    StatusRow,
    free_own_lock,
    judge_changelog,
    parse_changelog,
    rows_or_none,
    standing,
    status_of,
    status_rows,
)
from app.changelog import status as changelog_status
from app.changelog import update as run_changelog
from app.changelog.file import approvals
from app.errors import AppError, RolloutError
from app.release import tag_of
from app.rollout import ChangelogRun, Journal, changelog_journal, earlier_changesets, still_approved
from app.rollout.earlier import half_back
from app.services.model import Progress, Report
from app.services.release import releases
from app.services.rollout import at_sites
from app.services.rollout.rollouts import nothing_more, read_bundle
from app.services.workplace import Workplace
from app.settings import Client


def tag_or_newest(place: Workplace, version: str | None) -> str:
    if version is not None:
        return tag_of(version)
    known = releases.known(place)
    if not known:
        raise RolloutError("rollout.no_release", version="-")
    return known[-1].tag


def status(place: Workplace, client_id: str, version: str | None) -> tuple[StatusRow, ...]:
    """What the client has of the release's changelog; reads only. ``half_back``: its row is there,
    and a way back that was cut off has begun to undo it."""
    client = place.settings.client(client_id)
    selection = place.target(client).selection
    texts = read_bundle(place, tag_or_newest(place, version)).changelog
    changelog = parse_changelog(texts, selection=selection)
    with closing(Journal(paths.journal_file(place.home))) as journal:
        sent = journal.statements(client_id)
    with place.client_session(client, client.business_user) as session:
        found = status_rows(changelog_status(session, changelog))
        half = half_back(sent, changelog, lambda: rows_or_none(session))
    return tuple(replace(r, state="half_back") if r.key in half else r for r in found)


class Updated(Struct, frozen=True):
    """Keys of the changesets that ran and that were there already. ``lock_kept``: the changelog's
    lock is still there."""

    run: tuple[str, ...]
    already: tuple[str, ...]
    lock_kept: bool


def update(
    place: Workplace,
    client_id: str,
    version: str | None,
    report: Report,
    *,
    take_over: bool = False,
    begins: Callable[[], None] = nothing_more,
    cancelled: Callable[[], bool] = lambda: False,
) -> Updated:
    """Run what is pending at one client, and nothing else: no import, no proof of the data. What
    the release does not announce is not sent. What a rollout or another run was cut off in the
    middle of is settled as its own resume would; ``take_over``: also where that one's journal is
    not here. ``begins`` is called right before the first statement may be sent; where ``cancelled``
    becomes true the run stops before its next changeset (ChangelogError ``changelog.cancelled``).

    Raises what ``app.changelog.update`` raises, RolloutError ``rollout.belongs_to_site``,
    ``rollout.half_back`` and ``rollout.text_changed``, and JournalError (nothing further was sent).
    """
    client = place.settings.client(client_id)
    at_sites.refuse(client)
    tag = tag_or_newest(place, version)
    changelog, good, judgement = _judged(place, client, tag)
    report(Progress("changelog.updating", facts={"client": client.name}))

    def log(code: str, /, **facts: str | int) -> None:
        report(Progress(code, facts=facts))

    with (
        closing(Journal(paths.journal_file(place.home))) as journal,
        changelog_journal(journal, client_id, tag, changelog, log) as watch,
    ):
        token = journal.lock_token
        blind = take_over or client_id in journal.left()
        try:
            with (
                place.client_session(client, client.business_user) as session,
                watch.asking(),
            ):
                rows = rows_or_none(session)
                watch.no_half_way_back(rows, client.name)
                begins()
                outcome = run_changelog(
                    session,
                    changelog,
                    watch,
                    cancelled,
                    watch.resume_state(session, status_of(changelog, rows or ()), blind=blind),
                    lock_token=token,
                    announced=good,
                    judgement=judgement,
                    found=rows,
                )
        finally:
            if watch.lock_stayed:
                _free_again(place, client, token, watch)
        if client_id in journal.left():
            journal.forget_left(client_id)
    return Updated(outcome.run, outcome.already, watch.lock_stayed)


def _judged(
    place: Workplace, client: Client, tag: str
) -> tuple[Changelog, Collection[str], Judgement]:
    """The release's changelog as this client gets it, what of it is approved, and the guard's
    word."""
    bundle = read_bundle(place, tag)
    plain = parse_changelog(bundle.changelog)
    changelog = parse_changelog(bundle.changelog, selection=place.target(client).selection)
    stand = standing(plain, approvals.decode(bundle.approvals, approvals.NAME))
    good = still_approved(stand.good, plain, changelog)
    before = earlier_changesets(bundle, plain, stand.void)
    return changelog, good, judge_changelog(changelog, before)


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
