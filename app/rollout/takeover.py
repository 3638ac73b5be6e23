"""A client that somebody else may have left half-way, whose notes are not here: a worker that is
gone for good, or another workstation.

What the client's database shows is believed: a changeset that it records was run, and a definition
that is there took effect. What it cannot show is asked of a person (``changelog.unknown_effect``).
And what was looked at before the first change is lost with who looked: that is said, and no green
is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from app.changelog import (
    ROW,
    Changeset,
    Statement,
    deployment_of,
    is_own,
    lock_state,
    recorded_by,
)
from app.changelog.run.effect import Effect
from app.changelog.run.transactions import tail
from app.changelog.run.watch import Progress
from app.errors import ChangelogError
from app.rollout.context import Context
from app.rollout.model import Problem
from app.rollout.preflight import pending

LATE: Final = "late"  # who took the first look did not know whether something was changed before
LOST: Final = "lost"  # something was


def recorded(context: Context) -> tuple[str, ...]:
    """The changesets that DATABASECHANGELOG says this rollout ran. Where there are some, the client
    is not one that has the release already: what was done is yet to be proved."""
    if not context.blind:
        return ()
    run = deployment_of(context.ledger.state.rollout)
    return recorded_by(context.business, context.material.changelog, run)


def perhaps_sent(context: Context) -> dict[tuple[str, int], Progress]:
    """The statements of which nobody here knows whether they were sent: those that are committed by
    themselves, of the changesets in which the other one may have stood."""
    if not context.blind:
        return {}
    known = {(s.changeset, s.number) for s in context.known}
    found: dict[tuple[str, int], Progress] = {}
    for entry in pending(context):
        changeset = entry.changeset
        alone = changeset.statements[: tail(changeset.statements)]
        begun = _perhaps_begun(context, alone)
        # Some took effect and some did not: then its preconditions were met when it was begun, and
        # its own work may be why they are not met any more.
        if changeset.preconditions is None or 0 < len(begun) < len(alone):
            for statement in begun:
                if (changeset.key, statement.number) not in known:
                    found[changeset.key, statement.number] = "intent"
        if not _passed_over(changeset):
            break  # what comes behind it was not begun while it had no row
    return found


def _perhaps_begun(context: Context, statements: Sequence[Statement]) -> Sequence[Statement]:
    """Those in front of the first that the dictionary denies: they are sent one after the other."""
    for at, statement in enumerate(statements):
        effect = context.ports.took_effect(context.business, statement.operation)
        if effect is Effect.DENIED:
            return statements[:at]
    return statements


@contextmanager
def asking(context: Context) -> Iterator[None]:
    """What nobody can know is noted as sent, so that a person is asked and can settle it."""
    try:
        yield
    except ChangelogError as error:
        if context.blind and error.code == "changelog.unknown_effect":
            place = (str(error.facts["changeset"]), int(error.facts["number"]))
            if place not in {(s.changeset, s.number) for s in context.known}:
                _note(context, *place)
        raise


def _note(context: Context, changeset: str, number: int) -> None:
    for one in context.material.changelog.changesets:
        for statement in one.statements if one.key == changeset else ():
            if statement.number == number:
                context.ledger.intent(context.target.client, changeset, number, statement.text)
                context.touched = True


def _passed_over(changeset: Changeset) -> bool:
    """Whether a run may go on behind it without its row."""
    return not changeset.fail_on_error or changeset.preconditions is not None


def look_before(context: Context) -> None:
    """Right before the first look at the data: was anything changed already?"""
    if context.blind and context.state.look != LOST:
        context.learn(look=LOST if _is_begun(context) else LATE)


def _is_begun(context: Context) -> bool:
    """A changeset that this release brings has its row, or a run of ours has left the lock."""
    brought = set(context.material.bundle.release.manifest.changesets)
    waiting = {s.changeset.key for s in pending(context)}
    every = {c.key for c in context.material.changelog.changesets}
    if recorded(context) or (brought & every) - waiting:
        return True
    lock = lock_state(context.business)
    return lock is not None and is_own(lock, context.ledger.lock_token)


def found_there(context: Context, changeset: str, number: int) -> None:
    """The dictionary shows a statement's effect, and nobody here has sent it."""
    known = any((s.changeset, s.number) == (changeset, number) for s in context.known)
    if context.state.look == LATE and not known and number != ROW:
        context.learn(look=LOST)


def doubt(context: Context) -> Problem | None:
    """What a person must know before this is called proved."""
    if context.state.look != LOST:
        return None
    return Problem("rollout.look_lost", {"client": context.target.name})
