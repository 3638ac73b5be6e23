"""Who watches a run of a changelog, and what a run says of itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from msgspec import Struct

from app.changelog.model import Changeset, Statement
from app.errors import AppError
from app.together import Piece, Together

Progress = Literal["intent", "done"]
ResumeState = Mapping[tuple[str, int], Progress]

ROW = 0
"""The statement number under which the row of a changeset is journalled."""


class UpdateOutcome(Struct, frozen=True):
    """Keys of the changesets that ran, that were there already, and that do not apply."""

    run: tuple[str, ...]
    already: tuple[str, ...]
    skipped: tuple[str, ...] = ()


class Sends(Protocol):
    """The statements of data that end a changeset, on their way. The row of the changeset before
    may not be committed yet: it goes first in ``together``, or alone in ``settle``; ``rollback``
    settles it first, and nobody else rolls back."""

    @property
    def again(self) -> bool:
        """Whether a run that was cut off had begun with the changeset."""

    def together(self, pieces: Sequence[Piece]) -> Together: ...
    def settle(self) -> None: ...
    def rollback(self) -> None: ...
    def __call__(self) -> list[int]:
        """Send them one by one: the rows that each touched. Again after a rollback, if need be."""

    def pieces(self) -> tuple[Piece, ...]:
        """They are about to go together with others: allowed, and noted."""

    def ended(self, sent: Together) -> list[int]:
        """Note what became of the ``pieces``: the rows that each touched. Raises the error of the
        one that was refused; those behind it were not sent."""


class Around(Protocol):
    """Who runs the statements of data that end a changeset, and looks at what they do before they
    are committed. What it raises ends the changeset, rolled back."""

    def __call__(
        self, changeset: Changeset, statements: Sequence[Statement], send: Sends
    ) -> None: ...
    def asks(self, changeset: Changeset) -> Piece | None:
        """What it will want to know once everything before the changeset has run."""

    def told(self, rows: Sequence[str]) -> None:
        """The answer."""


class Observer(Protocol):
    """The journal and the log of a run.

    ``intent`` returns only when it is durable; if it raises, the statement is not sent. Number 0
    stands for the changeset's row and the commit with it. ``outcome`` with ``ok`` False means
    that the server refused, so there is no effect; when the answer was lost there is no outcome,
    and the intent stands until a later run asks the dictionary.
    """

    def intent(self, changeset_key: str, number: int, sql: str) -> None: ...
    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None: ...
    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        """``intent`` of each, all of them durable or none."""

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        """``outcome`` of each."""

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        """Intended together with others, by this run or the one that it resumes, and not run: they
        have no effect."""

    def lock_kept(self, error: AppError) -> None:
        """The lock was not given back, and why: other runs wait for it until somebody frees it."""

    def log(self, code: str, /, **facts: str | int) -> None: ...
