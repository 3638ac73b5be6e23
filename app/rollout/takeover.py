"""A client that somebody else may have left half-way, whose notes are not here: a worker that is
gone for good, or another workstation.

What the client's database shows is believed: a changeset that it records was run, and a definition
that is there took effect. What it cannot show is asked of a person (``changelog.unknown_effect``).
And what was looked at before the first change is lost with who looked: that is said, and no green
is made of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from app.changelog import ROW, deployment_of, is_own, lock_state, recorded_by
from app.changelog.run.watch import Progress
from app.rollout import earlier
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
    """The statements of which nobody here knows whether they were sent."""
    if not context.blind:
        return {}
    return earlier.perhaps_sent(pending(context), context.known_places, context.took_effect)


@contextmanager
def asking(context: Context) -> Iterator[None]:
    """What nobody can know is noted as sent, so that a person is asked and can settle it."""

    def note(changeset: str, number: int, text: str) -> None:
        context.ledger.intent(context.target.client, changeset, number, text)
        context.touched = True

    with earlier.asking(context.material.changelog, context.known_places, note):
        yield


def look_before(context: Context) -> None:
    """Right before the first look at the data: was anything changed already?"""
    if context.blind and context.state.look != LOST:
        context.learn(look=LOST if _is_begun(context) else LATE)


def look_again(context: Context) -> None:
    """``look_before``, where this rollout has sent nothing yet and its first look was one of before
    anybody knew that somebody may have been there."""
    if context.left and not (context.touched or context.state.look):
        look_before(context)


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
    known = (changeset, number) in context.known_places
    if context.state.look == LATE and not known and number != ROW:
        context.learn(look=LOST)


def doubt(context: Context) -> Problem | None:
    """What a person must know before this is called proved."""
    if context.state.look != LOST:
        return None
    return Problem("rollout.look_lost", {"client": context.target.name})
