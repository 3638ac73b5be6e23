"""The data that ends a changeset, on its way: ``Sends`` for whoever looks at what it does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.changelog.model import Changeset, Statement
from app.changelog.run.refusals import place_of
from app.changelog.run.watch import Observer, ResumeState
from app.errors import OracleError
from app.together import Piece, Together


class Sender(Protocol):
    """``sending.Run``, as far as it is needed here."""

    observer: Observer
    resume: ResumeState

    def send(self, changeset: Changeset, statement: Statement) -> int: ...
    def guarded(self, changeset: Changeset, statement: Statement) -> None: ...
    def with_due(self, pieces: Sequence[Piece]) -> Together: ...
    def settle(self) -> None: ...
    def rollback(self) -> None: ...


class Unsettled(Exception):  # noqa: N818  carries an error past those who would try again
    """The row of the changeset before could not be committed."""

    def __init__(self, error: OracleError) -> None:
        self.error = error
        super().__init__(error.code)


class DataOf:
    """``Sends`` of one changeset."""

    def __init__(self, run: Sender, changeset: Changeset, statements: Sequence[Statement]) -> None:
        self._run, self._changeset, self._statements = run, changeset, statements

    def __call__(self) -> list[int]:
        self.settle()
        return [self._run.send(self._changeset, statement) for statement in self._statements]

    def together(self, pieces: Sequence[Piece]) -> Together:
        return self._run.with_due(pieces)

    def settle(self) -> None:
        self._run.settle()

    def rollback(self) -> None:
        self._run.rollback()

    @property
    def again(self) -> bool:
        return any(key == self._changeset.key for key, _ in self._run.resume)

    def pieces(self) -> tuple[Piece, ...]:
        key = self._changeset.key
        for statement in self._statements:
            self._run.guarded(self._changeset, statement)
        self._run.observer.intents([(key, s.number, s.text) for s in self._statements])
        return tuple(Piece(s.text, place=(key, s.number)) for s in self._statements)

    def ended(self, sent: Together) -> list[int]:
        key, observer = self._changeset.key, self._run.observer
        rows = [how.rowcount for how in sent.ran]
        done, left = self._statements[: len(rows)], self._statements[len(rows) :]
        if done:
            observer.outcomes(
                [(key, s.number, True, f"rows={n}") for s, n in zip(done, rows, strict=True)]
            )
        if left and sent.error is not None:
            observer.outcomes([(key, left[0].number, False, f"ora={sent.error.ora}")])
            left = left[1:]
        if left:
            observer.unsent([(key, statement.number) for statement in left])
        if sent.error is not None:
            place_of(sent.error, self._changeset, self._statements[len(rows)])
            raise sent.error
        return rows
