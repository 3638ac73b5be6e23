"""Which definitions go to a client together, and as what.

A block of them runs as they would one by one, each committed by itself, each changeset's row
behind its statements. So after a crash at most one changeset is half there: the first without its
row. What it is asked then is what is asked of a statement that was sent alone, and so nothing goes
together that the dictionary could not tell apart: no two that make the same thing, and none that
it cannot see.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Final

from msgspec import Struct

from app.changelog.model import Changeset, Statement
from app.changelog.run import history
from app.changelog.run.dictionary import Question
from app.changelog.run.effect import Sign, signs
from app.changelog.run.history import Result
from app.changelog.run.lock import HELD
from app.changelog.run.status import ChangesetStatus
from app.changelog.run.transactions import commits_itself
from app.changelog.run.watch import ROW, ResumeState
from app.sql.operations import Create, CreateCode, Operation, retypes
from app.together import Piece, fit

SECONDS: Final = 5.0
"""So long the server goes on with the next changeset of a block; then it answers, so that what it
did is noted, and a cancel heard."""


class Batch(Struct, frozen=True):
    """Changesets that may go together, in their order, and what their statements make."""

    changesets: tuple[Changeset, ...]
    signs: tuple[tuple[Sign, ...], ...]

    @property
    def questions(self) -> list[Question]:
        return [sign.question for made in self.signs for sign in made]

    def before(self, answers: Sequence[int]) -> tuple[Changeset, ...]:
        """The changesets before the first that makes what is there already: Oracle will refuse
        that one, and it must not be taken for the effect of a run."""
        left = list(answers)
        for at, made in enumerate(self.signs):
            here, left = left[: len(made)], left[len(made) :]
            if any(here):
                return self.changesets[:at]
        return self.changesets


def batch_of(entries: Iterable[ChangesetStatus], joins: Callable[[ChangesetStatus], bool]) -> Batch:
    """The changesets from the first of ``entries`` on that go together, over those that have
    nothing to do. ``joins``: whether the run has no reason of its own to stop at one."""
    chosen: list[Changeset] = []
    made: list[tuple[Sign, ...]] = []
    earlier: list[Operation] = []
    texts: list[Piece] = []
    for entry in entries:
        changeset = entry.changeset
        if not joins(entry):
            break
        if entry.state != "pending":
            continue
        found = _signs(changeset, earlier)
        texts += [Piece(statement.text) for statement in changeset.statements]
        if found is None or not fit(texts):
            break
        chosen.append(changeset)
        made.append(found)
        earlier += [statement.operation for statement in changeset.statements]
    return Batch(tuple(chosen), tuple(made))


def _signs(changeset: Changeset, earlier: Collection[Operation]) -> tuple[Sign, ...] | None:
    if changeset.preconditions is not None or not changeset.fail_on_error:
        return None  # asked, or passed over, when those before it have run
    if not changeset.statements:
        return None
    found: list[Sign] = []
    before = list(earlier)
    for statement in changeset.statements:
        made = _signs_of(statement)
        if made is None or any(_makes(other, sign) for other in before for sign in made):
            return None
        found += made
        before.append(statement.operation)
    return tuple(found)


def _signs_of(statement: Statement) -> tuple[Sign, ...] | None:
    operation = statement.operation
    if not commits_itself(operation) or retypes(operation):
        return None
    return signs(operation)


def _makes(other: Operation, sign: Sign) -> bool:
    """Whether an earlier statement could make what ``sign`` tells of."""
    if isinstance(other, CreateCode):
        return other.name[-1] == sign.name
    if isinstance(other, Create) and other.name[-1] in (sign.name, sign.table):
        return True
    return sign.name in other.names and (not sign.table or sign.table in other.names)


def not_begun(plan: Sequence[ChangesetStatus], resume: ResumeState) -> list[tuple[str, int]]:
    """Of what is in doubt after a block whose answer was lost, all that cannot have begun: while a
    changeset has no row, nothing of those behind it was run. To be asked once nobody else can run
    any of it."""
    doubted: dict[str, list[tuple[str, int]]] = {}
    for place, state in resume.items():
        if state == "intent":
            doubted.setdefault(place[0], []).append(place)
    begun = {key for (key, _), state in resume.items() if state == "done"}
    found: list[tuple[str, int]] = []
    stopped = False
    for entry in plan:
        changeset = entry.changeset
        if entry.state != "pending" or changeset.key not in doubted:
            continue
        if stopped and changeset.key not in begun:
            found += doubted[changeset.key]
        # One that may be passed over leaves no row, and the run goes on behind it.
        stopped |= changeset.fail_on_error and changeset.preconditions is None
    return found


def fence(holder: str, granted: str) -> Piece:
    """Fails once the lock is not the one that this run took: a session whose program died goes on
    with its block until it hears of it, and a resume takes the lock over meanwhile. It holds the
    lock's row until the statement behind it commits."""
    return Piece(HELD, {"holder": holder, "granted": granted})


def noted(piece: Piece) -> str:
    """What the journal is told of a piece that is about to be sent."""
    return piece.sql if piece.place[1] != ROW else f"{history.LOG} EXECUTED"


def detail(piece: Piece, how: Result) -> str:
    if piece.place[1] == ROW:
        return "EXECUTED"
    return "changelog.compile_warning" if how.compile_warning else f"rows={how.rowcount}"


def passed(plan: Sequence[ChangesetStatus], done: Sequence[Changeset]) -> int:
    """How many entries of the plan lie behind us; those with nothing to do before the next one
    that has are among them."""
    keys = {changeset.key for changeset in done}
    for at, entry in enumerate(plan):
        if entry.state == "pending" and entry.changeset.key not in keys:
            return at
        if entry.state == "rerun":
            return at
    return len(plan)


def next_behind(plan: Sequence[ChangesetStatus], batch: Batch) -> ChangesetStatus | None:
    """What is left to do next behind the batch."""
    keys = {changeset.key for changeset in batch.changesets}
    waiting = (entry for entry in plan if entry.state in ("pending", "rerun"))
    return next((entry for entry in waiting if entry.changeset.key not in keys), None)
