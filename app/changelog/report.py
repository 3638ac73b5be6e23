"""Rows for the command line: data only, the printing is elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from app.changelog.model import Changelog
from app.changelog.run.status import ChangesetStatus


class ChecksumRow(Struct, frozen=True):
    key: str
    path: str
    line: int
    v9: str
    v8: str


class StatusRow(Struct, frozen=True):
    key: str
    path: str
    line: int
    state: str
    stored: str
    current: str


def checksum_rows(changelog: Changelog) -> tuple[ChecksumRow, ...]:
    """One row for each changeset, in the order of the run."""
    return tuple(
        ChecksumRow(c.key, c.file, c.line, c.checksum_v9, c.checksum_v8)
        for c in changelog.changesets
    )


def status_rows(found: Sequence[ChangesetStatus]) -> tuple[StatusRow, ...]:
    return tuple(
        StatusRow(
            s.changeset.key,
            s.changeset.file,
            s.changeset.line,
            s.state,
            s.stored_checksum or "",
            s.changeset.checksum_v9,
        )
        for s in found
    )
