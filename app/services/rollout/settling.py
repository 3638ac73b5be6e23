"""A statement whose answer was lost, and of which the dictionary tells nothing for sure: a person
is shown what there is to see, and says whether it took effect. The next run goes on from there.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from msgspec import Struct

from app.changelog import (
    Changeset,
    Statement,
    clock,
    evidence,
    parse_changelog,
    rows_or_none,
    settles,
)
from app.changelog.file.draft import of_rollback
from app.changelog.run import history
from app.errors import ChangelogError, RolloutError
from app.oracle import Session
from app.rollout import OpenStatement, digest
from app.services.person import who
from app.services.release import releases
from app.services.rollout.at_sites import idle
from app.services.rollout.rollouts import journal_of, read_bundle
from app.services.workplace import Workplace
from app.settings import Client


class Doubt(Struct, frozen=True):
    """One such statement. ``id`` is the journal's, of this sending; ``statement`` is "" where no
    release here has it as it was sent. ``sent_at`` is this machine's time, ``clock`` the database's
    now; ``dictionary`` are lines in its own words, none where it knows no one object of it."""

    id: int
    client: str
    name: str
    rollout: str
    changeset: str
    number: int
    path: str
    line: int
    statement: str
    sent_at: datetime
    clock: str
    dictionary: tuple[str, ...]


def look(place: Workplace, client_id: str) -> tuple[Doubt, ...]:
    """What nobody can know at a client, oldest first; asks its database, and writes nothing."""
    client = place.settings.client(client_id)
    with closing(journal_of(place)) as journal:
        waiting = journal.open_statements(client_id)
    if not waiting:
        return ()
    with place.client_session(client, client.business_user) as session:
        recorded = {
            history.row_key(r.filename, r.id, r.author) for r in rows_or_none(session) or ()
        }
        found: list[Doubt] = []
        for one in waiting:
            path, _, rest = one.changeset.partition("::")
            id_, _, author = rest.rpartition("::")
            if history.row_key(path, id_, author) in recorded:
                continue  # it came to its end
            if found and one.changeset != found[0].changeset:
                break  # what was sent together with it cannot have begun
            known = _text(place, client_id, one)
            if known is None or settles(session, *known):
                found.append(_doubt(session, client, one, known))
    return tuple(found)


def _doubt(
    session: Session,
    client: Client,
    one: OpenStatement,
    known: tuple[Changeset, Statement] | None,
) -> Doubt:
    return Doubt(
        id=one.id,
        client=client.id,
        name=client.name,
        rollout=one.rollout,
        changeset=one.changeset,
        number=one.number,
        path=known[0].file if known else one.changeset.partition("::")[0],
        line=known[1].line if known else 0,
        statement=known[1].text if known else "",
        sent_at=one.sent_at,
        clock=clock(session),
        dictionary=evidence(session, known[1].operation) if known else (),
    )


def settle(place: Workplace, doubt: Doubt, note: str, *, took: bool) -> None:
    """Keep in the journal what a person says of ``doubt``. ``took``: it is not sent again; else it
    is, by the next run.

    Raises RolloutError ``rollout.no_note``, ``rollout.client_busy``, ``rollout.site_at_work`` and
    ``rollout.held``, ``rollout.no_doubt`` (it was settled meanwhile), and JournalError.
    """
    if not note.strip():
        raise RolloutError("rollout.no_note", client=doubt.name)
    with (
        idle(place, doubt.client),
        closing(journal_of(place)) as journal,
        journal.client_lease(doubt.client),
    ):
        for one in journal.open_statements(doubt.client):
            if one.id == doubt.id:  # not another sending of the same statement
                said = "took effect" if took else "had no effect"
                journal.outcome(one.id, took, f"{said}, says {who(place)}: {note.strip()}")
                return
    raise RolloutError("rollout.no_doubt", client=doubt.name)


def _text(
    place: Workplace, client_id: str, one: OpenStatement
) -> tuple[Changeset, Statement] | None:
    """The statement that was sent, out of the newest release that has it, letter for letter; None
    where none has: another value of the client, or a release that is not here."""
    selection = place.target(place.settings.client(client_id)).selection
    for release in reversed(releases.known(place)):
        texts = read_bundle(place, release.tag).changelog
        try:
            changelog = parse_changelog(texts, selection=selection)
        except ChangelogError:
            continue  # one that asks for a value that the client does not have yet
        for changeset in (c for known in changelog.changesets for c in (known, of_rollback(known))):
            for statement in changeset.statements if changeset.key == one.changeset else ():
                if statement.number == one.number and digest(statement.text) == one.sha256:
                    return changeset, statement
    return None
