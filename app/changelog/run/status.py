"""How the changesets of a changelog stand in a database, by Liquibase's rules of comparing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from app.changelog.model import Changelog, Changeset
from app.changelog.run import history
from app.changelog.run.history import DatabaseSession, Row
from app.errors import ChangelogError

State = Literal["pending", "already", "changed", "rerun", "skipped"]


class ChangesetStatus(Struct, frozen=True):
    """How a changeset stands in a database; ``stored_checksum`` is MD5SUM of its row."""

    changeset: Changeset
    state: State
    stored_checksum: str | None = None


def status(session: DatabaseSession, changelog: Changelog) -> tuple[ChangesetStatus, ...]:
    """How each changeset stands; reads only, creates nothing."""
    return status_of(changelog, history.rows_or_none(session) or [])


def recorded_by(session: DatabaseSession, changelog: Changelog, deployment: str) -> tuple[str, ...]:
    """The keys of the changesets that one deployment recorded last; reads only."""
    found = history.rows_or_none(session) or []
    here = {
        history.row_key(r.filename, r.id, r.author) for r in found if r.deployment == deployment
    }
    return tuple(
        c.key for c in changelog.changesets if history.row_key(c.path, c.id, c.author) in here
    )


def status_of(changelog: Changelog, found: Sequence[Row]) -> tuple[ChangesetStatus, ...]:
    """How each changeset stands, given the rows of DATABASECHANGELOG."""
    known = {history.row_key(row.filename, row.id, row.author): row for row in found}
    return tuple(
        _one_status(c, known.get(history.row_key(c.path, c.id, c.author)))
        for c in changelog.changesets
    )


def _one_status(changeset: Changeset, row: Row | None) -> ChangesetStatus:
    if row is None:
        return ChangesetStatus(changeset, "skipped" if changeset.skipped else "pending")
    same = history.agrees(changeset, row.md5sum)
    state: State = "already"
    if changeset.skipped:
        state = "skipped"
    elif changeset.run_always or (changeset.run_on_change and not same):
        state = "rerun"
    elif not same and not history.declared_valid(changeset, row.md5sum or ""):
        state = "changed"
    return ChangesetStatus(changeset, state, row.md5sum)


def standing(changelog: Changelog, found: Sequence[Row]) -> tuple[ChangesetStatus, ...]:
    """How each changeset stands, given the rows of DATABASECHANGELOG. Raises ChangelogError
    ``changelog.checksum_changed`` for the first that was edited after it ran; ``count`` says how
    many there are; ``changelog.checksum_unknown`` where nobody here can tell."""
    plan = status_of(changelog, found)
    for entry in plan:
        if entry.state == "changed" and history.cannot_tell(entry.changeset, entry.stored_checksum):
            raise ChangelogError(
                "changelog.checksum_unknown",
                path=entry.changeset.file,
                line=entry.changeset.line,
                changeset=entry.changeset.key,
                stored=entry.stored_checksum or "",
            )
    changed = [s for s in plan if s.state == "changed"]
    if changed:
        first = changed[0].changeset
        raise ChangelogError(
            "changelog.checksum_changed",
            path=first.file,
            line=first.line,
            changeset=first.key,
            stored=changed[0].stored_checksum or "",
            current=first.checksum_v9,
            count=len(changed),
        )
    return plan
