"""One rollout's way into the journal: noted first, then seen, and nothing after a failure.

``state`` is an immutable value behind one reference, so any thread reads it without a lock. Once
the journal could not be written, every further attempt raises the same error: what is sent to a
database is noted before, so nothing further is sent by any client of this rollout.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from app.errors import AppError, JournalError
from app.rollout.events import AnyEvent
from app.rollout.journal import SentStatement
from app.rollout.model import ClientState, RolloutState, problem_of
from app.rollout.reduce import interrupted, reduce


def digest(sql: str) -> str:
    """How the journal knows a statement's text: SHA-256 of its UTF-8, lower-case hex."""
    return hashlib.sha256(sql.encode("utf-8")).hexdigest()


class Notebook(Protocol):
    """What a ledger writes to: the journal, or the book of a worker elsewhere. On disk when a
    method returns; each raises JournalError."""

    @property
    def lock_token(self) -> str: ...
    def append(self, rollout: str, event: AnyEvent) -> None: ...
    def intents(
        self, rollout: str, client: str, statements: Sequence[tuple[str, int, str]]
    ) -> list[int]: ...
    def outcomes(self, statements: Sequence[tuple[int, bool, str]]) -> None: ...
    def lock_freed(self, client: str) -> None: ...
    def statements(self, client: str) -> tuple[SentStatement, ...]: ...


class Ledger:
    """Safe to use from many threads."""

    def __init__(self, journal: Notebook, state: RolloutState) -> None:
        self._journal = journal
        self._rollout = state.rollout
        self._state = state
        self._turn = threading.Lock()
        self._failure: BaseException | None = None

    @property
    def state(self) -> RolloutState:
        return self._state

    @property
    def failure(self) -> BaseException | None:
        """Why nothing more is noted; None while all is well."""
        return self._failure

    def client(self, name: str) -> ClientState:
        return next(c for c in self._state.clients if c.client == name)

    def emit(self, event: AnyEvent) -> None:
        """Note an event; readers see it once it is on disk. Raises JournalError.

        The events of one client come from one thread, so their order holds; those of different
        clients do not depend on each other.
        """
        with self._writing():
            self._journal.append(self._rollout, event)
            with self._turn:
                self._state = reduce(self._state, event)

    def receive(self, note: Callable[[], None], event: AnyEvent | None) -> None:
        """Note, by ``note``, what somebody elsewhere noted and told; then it is seen. Raises
        JournalError."""
        with self._writing():
            note()
            if event is not None:
                self.take(event)

    def take(self, event: AnyEvent) -> None:
        """See an event that somebody else noted."""
        with self._turn:
            self._state = reduce(self._state, event)

    def intent(self, client: str, changeset: str, number: int, sql: str) -> int:
        """Note a statement that is about to be sent. Raises JournalError: then do not send it."""
        return self.intents(client, [(changeset, number, sql)])[0]

    def intents(self, client: str, statements: Sequence[tuple[str, int, str]]) -> list[int]:
        """Note statements that are about to be sent together: all of them, or JournalError."""
        noted = [(changeset, number, digest(sql)) for changeset, number, sql in statements]
        with self._writing():
            return self._journal.intents(self._rollout, client, noted)

    def outcomes(self, statements: Sequence[tuple[int, bool, str]]) -> None:
        """Note what became of the statements that ``intents`` returned."""
        with self._writing():
            self._journal.outcomes(statements)

    def known_statements(self, client: str) -> tuple[SentStatement, ...]:
        """The last word on each statement that any run sent to the client."""
        return self._journal.statements(client)

    def lock_freed(self, client: str) -> None:
        """The changelog's lock is not ours any more, whichever rollout had left it there."""
        with self._writing():
            self._journal.lock_freed(client)

    @property
    def lock_token(self) -> str:
        return self._journal.lock_token

    def fail(self, error: BaseException) -> None:
        """End the rollout here: nothing is noted after this. The first failure counts."""
        with self._turn:
            self._failure = self._failure or error

    def stop(self) -> None:
        """Nobody works on it any more: what has not ended is interrupted."""
        failure = self._failure
        problem = problem_of(failure) if isinstance(failure, AppError) else None
        self._state = interrupted(self._state, problem)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        failure = self._failure
        if isinstance(failure, JournalError):
            raise JournalError(failure.code, **failure.facts)
        if failure is not None:
            raise JournalError("journal.closed", detail=type(failure).__name__)
        try:
            yield
        except BaseException as error:
            self.fail(error)
            raise
