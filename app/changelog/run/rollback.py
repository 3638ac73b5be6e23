"""Rolling back at a client: which rollback blocks of its last changesets may run, and running them.

A block is text that ran never before and meets everything that users have entered since. So the
guard judges it with all that stands in the client's database as data that the client has: nothing
counts as created by the release, no approval of the changeset is one of its undoing, and what
takes away stays refused. What passes is run only where every statement is a definition that the
dictionary can tell, because a way back that was cut off is gone once more.

The row of DATABASECHANGELOG goes only where the changeset could then be sent again without fault:
the dictionary denies all of it, or sending it twice is harmless. Else the row stays, and that is
said. One with preconditions is left as it is: nobody can tell whether they would be met again.
Liquibase's order, the last one first; it ends at the first that cannot be undone, because what came
later may lean on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from app.changelog.file.draft import nothing_to_undo, of_rollback, refers
from app.changelog.guard.judgement import judge_changelog
from app.changelog.guard.ruling import Ruling
from app.changelog.model import Changelog, Changeset
from app.changelog.run import history, lock
from app.changelog.run.dictionary import column_types
from app.changelog.run.effect import Effect, took_effect
from app.changelog.run.history import DatabaseSession, Row
from app.changelog.run.refusals import connection_lost, place_of
from app.changelog.run.transactions import commits_itself
from app.changelog.run.watch import ROW, Observer
from app.errors import AppError, ChangelogError, OracleError

Stays = Literal[
    "", "mark_ran", "unknown", "changed", "left_out", "no_block", "reference", "refused", "waits",
    "once", "behind", "preconditions", "there",
]  # fmt: skip


Begun = Collection[tuple[str, int]]
"""What a way that was cut off sent of rollback blocks: the block's key, and the statement."""


class Way(Struct, frozen=True):
    """What becomes of one recorded changeset. ``block`` is its rollback block, as it is sent;
    ``stays``: why it is left as it is, "" where its block is run. ``ruling``: the guard's word on
    the first statement that does not pass. ``undone``: its row was taken away; None before it was
    tried."""

    changeset: str
    path: str
    line: int
    deployment: str
    block: str = ""
    statements: tuple[str, ...] = ()
    stays: Stays = ""
    ruling: Ruling | None = None
    undone: bool | None = None


class _Known(Struct, frozen=True):
    """One recorded changeset, its row, and its block as a changeset."""

    way: Way
    row: Row
    changeset: Changeset | None = None
    block: Changeset | None = None


def ways(
    session: DatabaseSession,
    changelog: Changelog,
    *,
    count: int = 0,
    tag: str = "",
    begun: Begun = (),
) -> tuple[Way, ...]:
    """What rolling back would do, the last changeset first: of the last ``count``, of those behind
    the last one with ``tag``, or else of the last deployment. Reads only.

    Raises ChangelogError ``changelog.no_tag``, and OracleError.
    """
    return tuple(one.way for one in _known(session, changelog, count, tag, begun))


def roll_back(
    session: DatabaseSession,
    changelog: Changelog,
    shown: Sequence[Way],
    observer: Observer,
    begins: Callable[[str], None],
    token: str,
    *,
    count: int = 0,
    tag: str = "",
    begun: Begun = (),
) -> tuple[Way, ...]:
    """Do what was ``shown``, under the changelog's lock. ``begins`` is called with the key of each
    changeset before anything is sent for it, and ``observer`` before each statement: what they
    raise stops the way. To be called again after a cut, with what was ``begun``: nothing of that is
    sent that is there. How a changeset ended is the last word on its block's row.

    Raises ChangelogError ``changelog.moved_on`` (it is another way now, nothing was sent),
    ``changelog.locked``, ``changelog.lock_busy``, and OracleError: the changeset at which it
    happened keeps its row.
    """
    taken = lock.take_lock(session, token, own_is_stale=True)
    try:
        known = _known(session, changelog, count, tag, begun)
        if [one.way for one in known] != list(shown):
            raise ChangelogError("changelog.moved_on")
        done: list[Way] = []
        for one in known:
            way = one.way if one.way.stays else _undo(session, one, observer, begins, begun)
            done.append(way)
        lock.let_go(session, taken)
        return tuple(done)
    except AppError as error:
        if isinstance(error, OracleError) and connection_lost(error):
            observer.lock_kept(error)
            raise
        try:
            lock.let_go(session, taken)
        except AppError as kept:
            observer.lock_kept(kept)
        raise


def _undo(
    session: DatabaseSession,
    one: _Known,
    observer: Observer,
    begins: Callable[[str], None],
    begun: Begun,
) -> Way:
    changeset, block = one.changeset, one.block
    assert changeset is not None and block is not None
    begins(changeset.key)
    for statement in block.statements:
        before = (block.key, statement.number) in begun
        if before and took_effect(session, statement.operation) is Effect.DONE:
            observer.outcome(block.key, statement.number, True, "changelog.took_effect")
            continue
        observer.intent(block.key, statement.number, statement.text)
        try:
            result = session.execute(statement.text)
        except OracleError as error:
            if error.ora and not connection_lost(error):
                observer.outcome(block.key, statement.number, False, f"ora={error.ora}")
            place_of(error, changeset, statement)
            raise
        how = "changelog.compile_warning" if result.compile_warning else "rows=0"
        observer.outcome(block.key, statement.number, True, how)
    undone = _could_be_sent(session, changeset)
    observer.intent(block.key, ROW, f"{history.LOG} -")
    if undone:
        session.execute_and_commit(history.FORGET, **history.of_row(one.row))
    observer.outcome(block.key, ROW, True, "DELETED" if undone else "KEPT")
    return replace(one.way, undone=undone)


def _could_be_sent(session: DatabaseSession, changeset: Changeset) -> bool:
    """Whether its statements could be sent once more without fault: the dictionary says that none
    has an effect that is still there. Of data nobody can say that."""
    operations = [statement.operation for statement in changeset.statements]
    return all(
        commits_itself(operation)
        and took_effect(session, operation) in (Effect.DENIED, Effect.AGAIN)
        for operation in operations
    )


# -- what is there to undo ---------------------------------------------------------------------


def _known(
    session: DatabaseSession, changelog: Changelog, count: int, tag: str, begun: Begun
) -> tuple[_Known, ...]:
    rows = history.rows_or_none(session) or []
    chosen = _chosen(session, rows, count, tag)
    here = {history.row_key(c.path, c.id, c.author): c for c in changelog.changesets}
    found: list[_Known] = []
    stopped = False
    for row in reversed(chosen):
        changeset = here.get(history.row_key(row.filename, row.id, row.author))
        one = _one(session, changelog, row, changeset, begun)
        if stopped and not one.way.stays:
            one = replace(one, way=replace(one.way, stays="behind"))
        stopped |= one.way.stays not in ("", "mark_ran")  # what was not run is in nobody's way
        found.append(one)
    return tuple(found)


def _chosen(session: DatabaseSession, rows: list[Row], count: int, tag: str) -> list[Row]:
    if count:
        return rows[-count:]
    if tag:
        tagged = history.tagged(session, tag)
        at = max((n for n, row in enumerate(rows) if history.of_row(row) in tagged), default=-1)
        if at < 0:
            raise ChangelogError("changelog.no_tag", tag=tag)
        return rows[at + 1 :]
    last = len(rows)
    while last and rows[last - 1].deployment == rows[-1].deployment:
        last -= 1
    return rows[last:]


def _one(
    session: DatabaseSession,
    changelog: Changelog,
    row: Row,
    changeset: Changeset | None,
    begun: Begun,
) -> _Known:
    if changeset is None:
        key = f"{row.filename}::{row.id}::{row.author}"
        return _Known(Way(key, row.filename, 0, row.deployment, stays="unknown"), row)
    block = of_rollback(changeset)
    way = Way(
        changeset.key,
        changeset.file,
        changeset.line,
        row.deployment,
        changeset.undoing.strip(),
        tuple(statement.text for statement in block.statements),
    )
    stays, ruling = _stays(session, changelog, row, changeset, block, begun)
    return _Known(replace(way, stays=stays, ruling=ruling), row, changeset, block)


def _stays(
    session: DatabaseSession,
    changelog: Changelog,
    row: Row,
    changeset: Changeset,
    block: Changeset,
    begun: Begun,
) -> tuple[Stays, Ruling | None]:
    if row.exectype == "MARK_RAN":
        return "mark_ran", None
    if changeset.skipped:
        return "left_out", None
    if not history.agrees(changeset, row.md5sum):
        return "changed", None
    if changeset.preconditions is not None:
        return "preconditions", None
    if refers(changeset):
        return "reference", None
    if not block.statements:
        if not nothing_to_undo(changeset):
            return "no_block", None
        return ("", None) if _could_be_sent(session, changeset) else ("once", None)
    ruling = _ruling(session, changelog, block)
    if ruling is not None:
        return ("refused" if ruling.verdict == "refused" else "waits"), ruling
    for statement in block.statements:
        operation = statement.operation
        effect = took_effect(session, operation)
        if effect is Effect.UNKNOWN or not commits_itself(operation):
            return "once", None
        if effect is Effect.DONE and (block.key, statement.number) not in begun:
            return "there", None
    return "", None


def _ruling(session: DatabaseSession, changelog: Changelog, block: Changeset) -> Ruling | None:
    """The first word against the block, with everything that is there as what clients have."""
    whole = replace(changelog, changesets=(*changelog.changesets, block))
    judgement = judge_changelog(whole, {c.key for c in changelog.changesets})
    rulings = judgement.of_changeset(block, column_types(session, [block]), again=False)
    refused = [r for r in rulings if r.verdict == "refused"]
    return next(iter([*refused, *(r for r in rulings if not r.allowed)]), None)
