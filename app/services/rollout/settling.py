"""A statement whose answer was lost, and of which the dictionary tells nothing for sure: a person
is shown what there is to see, and says whether it took effect. The next run goes on from there.
"""

from __future__ import annotations

from contextlib import closing
from datetime import datetime

from msgspec import Struct

from app.changelog import Changeset, Statement, clock, evidence, parse_changelog, settles
from app.errors import RolloutError
from app.rollout import OpenStatement, digest
from app.services.person import who
from app.services.release import releases
from app.services.rollout.at_sites import check_idle
from app.services.rollout.rollouts import journal_of, read_bundle
from app.services.workplace import Workplace


class Doubt(Struct, frozen=True):
    """One such statement. ``sent_at`` is this machine's time, ``clock`` the database's now;
    ``dictionary`` are lines in its own words, none where it knows no one object of it."""

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
        found = []
        for one in waiting:
            changeset, statement = _text(place, client_id, one)
            if not settles(session, changeset, statement):
                continue
            found.append(
                Doubt(
                    client=client.id,
                    name=client.name,
                    rollout=one.rollout,
                    changeset=one.changeset,
                    number=one.number,
                    path=changeset.file,
                    line=statement.line,
                    statement=statement.text,
                    sent_at=one.sent_at,
                    clock=clock(session),
                    dictionary=evidence(session, statement.operation),
                )
            )
    return tuple(found)


def settle(place: Workplace, doubt: Doubt, note: str, *, took: bool) -> None:
    """Keep in the journal what a person says of ``doubt``. ``took``: it is not sent again; else it
    is, by the next run.

    Raises RolloutError ``rollout.no_note``, ``rollout.client_busy``, ``rollout.site_at_work`` and
    ``rollout.no_doubt`` (it was settled meanwhile), and JournalError.
    """
    check_idle(place, doubt.client)
    if not note.strip():
        raise RolloutError("rollout.no_note", client=doubt.name)
    with closing(journal_of(place)) as journal, journal.client_lease(doubt.client):
        for one in journal.open_statements(doubt.client):
            if (one.changeset, one.number) == (doubt.changeset, doubt.number):
                said = "took effect" if took else "had no effect"
                journal.outcome(one.id, took, f"{said}, says {who(place)}: {note.strip()}")
                return
    raise RolloutError("rollout.no_doubt", client=doubt.name)


def _text(place: Workplace, client_id: str, one: OpenStatement) -> tuple[Changeset, Statement]:
    """The statement that was sent, out of the newest release that has it, letter for letter."""
    selection = place.target(place.settings.client(client_id)).selection
    for release in reversed(releases.known(place)):
        changelog = parse_changelog(read_bundle(place, release.tag).changelog, selection=selection)
        for changeset in changelog.changesets:
            for statement in changeset.statements if changeset.key == one.changeset else ():
                if statement.number == one.number and digest(statement.text) == one.sha256:
                    return changeset, statement
    raise RolloutError("rollout.statement_gone", changeset=one.changeset, number=one.number)
