"""What changesets that ran earlier set in their session, for those of the same file that wait.

A client that gets a file in two runs reads its dates as one that gets it in a single run: before
the first changeset that waits, the session is told what the changesets before it had set. That
leaves nothing in the database, so neither the journal nor DATABASECHANGELOG knows of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.changelog.model import Statement
from app.changelog.run.history import Row, row_key
from app.changelog.run.status import ChangesetStatus
from app.sql.operations import AlterSession

_RAN = ("EXECUTED", "RERAN")


def settings_before(
    plan: Sequence[ChangesetStatus], rows: Mapping[tuple[str, str, str], Row]
) -> dict[str, tuple[Statement, ...]]:
    """By the key of a changeset that ran: its ALTER SESSION SET, where one behind it in its file
    waits. ``rows`` are those of DATABASECHANGELOG by ``row_key``; one that was only marked did not
    set anything."""
    found: dict[str, tuple[Statement, ...]] = {}
    waiting: set[str] = set()
    for entry in reversed(plan):
        changeset = entry.changeset
        if entry.state in ("pending", "rerun"):
            waiting.add(changeset.file)
        row = rows.get(row_key(changeset.path, changeset.id, changeset.author))
        if entry.state != "already" or row is None or row.exectype not in _RAN:
            continue
        sets = tuple(s for s in changeset.statements if _sets(s))
        if sets and changeset.file in waiting:
            found[changeset.key] = sets
    return found


def _sets(statement: Statement) -> bool:
    return isinstance(statement.operation, AlterSession) and statement.operation.action == "SET"
