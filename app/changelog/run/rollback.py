"""Rolling back the last deployment at a client: what its changesets' rollback blocks may do.

A block runs under the guard like everything else, so that nothing is dropped: what a changeset
added stays, and so does its row. A block whose statements all pass is run in one piece with the
removal of its row from DATABASECHANGELOG, as Liquibase does it; the next rollout brings the
changeset again. Every statement must be one that may be sent twice, or that is undone with its
transaction: a way back that was cut off is simply gone once more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from app.changelog.file.draft import of_rollback
from app.changelog.guard.judgement import judge_changelog
from app.changelog.model import Changelog, Changeset
from app.changelog.run import history, lock
from app.changelog.run.effect import Effect, took_effect
from app.changelog.run.history import DatabaseSession
from app.changelog.run.transactions import commits_itself, stays_open
from app.errors import AppError

Stays = Literal["", "unknown", "no_block", "refused", "waits", "once"]

_DELETE = (
    "DELETE FROM DATABASECHANGELOG WHERE ID = :p_id AND AUTHOR = :p_author "
    "AND FILENAME = :p_filename"
)


class Rolled(Struct, frozen=True):
    """One changeset of the last deployment. ``stays``: why it is left as it is: the release does
    not know it, it has no block, the guard refuses a statement of it (``refused``) or wants it
    approved (``waits``), or one can be sent only once; "" where its block is run."""

    changeset: str
    file: str
    line: int
    statements: tuple[str, ...] = ()
    stays: Stays = ""


def plan(
    session: DatabaseSession,
    changelog: Changelog,
    announced: Collection[str] = (),
    earlier: Collection[str] = (),
) -> tuple[Rolled, ...]:
    """What would be rolled back, the last one first; reads only. ``announced`` and ``earlier`` as
    for ``update``: an approval is of the whole changeset, its rollback included."""
    return tuple(way for way, _ in _ways(session, changelog, announced, earlier))


def roll_back(
    session: DatabaseSession,
    changelog: Changelog,
    begins: Callable[[str], None],
    token: str,
    announced: Collection[str] = (),
    earlier: Collection[str] = (),
) -> tuple[Rolled, ...]:
    """Do it under the changelog's lock; gives the same as ``plan``. ``begins`` is called with the
    key of each changeset before anything is sent for it; what it raises stops the way.

    Raises ChangelogError ``changelog.locked``, ``changelog.lock_busy``, and OracleError: the
    changeset at which it happened keeps its row, and it can be done again.
    """
    ways = _ways(session, changelog, announced, earlier)
    if all(way.stays for way, _ in ways):
        return tuple(way for way, _ in ways)
    history.create_lock(session)
    lock.take_lock(session, token, own_is_stale=True)
    try:
        for way, row in ways:
            if way.stays:
                continue
            begins(way.changeset)
            for text in way.statements:
                session.execute(text)
            where = {"p_id": row.id, "p_author": row.author, "p_filename": row.filename}
            session.execute_and_commit(_DELETE, **where)
    except AppError:
        with suppress(AppError):  # the first error is the one that matters
            session.rollback()
            lock.free_own_lock(session, token)
        raise
    lock.free_own_lock(session, token)
    return tuple(way for way, _ in ways)


def _ways(
    session: DatabaseSession,
    changelog: Changelog,
    announced: Collection[str],
    earlier: Collection[str],
) -> list[tuple[Rolled, history.Row]]:
    rows = history.rows(session) if history.exists(session, history.LOG) else []
    last = [row for row in reversed(rows) if row.deployment == rows[-1].deployment]
    known = {history.row_key(c.path, c.id, c.author): c for c in changelog.changesets}
    found = [(known.get(history.row_key(r.filename, r.id, r.author)), r) for r in last]
    blocks = {c.key: of_rollback(c) for c, _ in found if c is not None}
    judgement = judge_changelog(
        replace(changelog, changesets=(*changelog.changesets, *blocks.values())), earlier
    )

    def stays(changeset: Changeset, block: Changeset) -> Stays:
        if not block.statements:
            return "no_block"
        rulings = judgement.of_changeset(block, {}, again=False)
        approved = {block.key} if changeset.key in announced else set[str]()
        if not all(ruling.passes(approved) for ruling in rulings):
            return "refused" if any(r.verdict == "refused" for r in rulings) else "waits"
        operations = [statement.operation for statement in block.statements]
        # Data in front of a definition would be committed by it, without the row.
        whole = sorted(operations, key=stays_open) == operations
        twice = all(
            stays_open(o) or (commits_itself(o) and took_effect(session, o) is Effect.AGAIN)
            for o in operations
        )
        return "" if whole and twice else "once"

    made = []
    for changeset, row in found:
        if changeset is None:
            key = f"{row.filename}::{row.id}::{row.author}"
            made.append((Rolled(key, row.filename, 0, stays="unknown"), row))
            continue
        block = blocks[changeset.key]
        texts = tuple(s.text for s in block.statements)
        way = stays(changeset, block)
        made.append((Rolled(changeset.key, changeset.file, changeset.line, texts, way), row))
    return made
