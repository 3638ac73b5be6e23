"""The journal of a changelog that runs by itself, outside a rollout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from app.changelog import ResumeState, Tell
from app.errors import AppError
from app.rollout.journal import UNSENT, Journal
from app.rollout.ledger import digest
from app.rollout.model import problem_of


class ChangelogRun:
    """The run's observer; ``lock_stayed`` once the lock was not given back."""

    def __init__(self, journal: Journal, run: str, client: str, log: Tell) -> None:
        self._journal, self._run, self._client, self._log = journal, run, client, log
        self._sent: dict[tuple[str, int], int] = {}
        self.lock_stayed = False

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        self.intents([(changeset_key, number, sql)])

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        statement = self._sent.get((changeset_key, number))
        if statement is None:  # sent by a run that was cut off; the dictionary knew
            statement = self._journal.intent(self._run, self._client, changeset_key, number, "")
        self._journal.outcome(statement, ok, detail)

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        noted = self._journal.intents(
            self._run, self._client, [(key, number, digest(sql)) for key, number, sql in statements]
        )
        self._sent |= {(key, n): at for (key, n, _), at in zip(statements, noted, strict=True)}
        for key, number, sql in statements:
            self._log("log.sent", changeset=key, number=number, sql=" ".join(sql.split())[:500])

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        self._journal.outcomes(
            [(self._sent[key, number], ok, detail) for key, number, ok, detail in statements]
        )

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        before = [place for place in statements if place not in self._sent]
        noted = self._journal.intents(
            self._run, self._client, [(*place, digest("")) for place in before]
        )
        self._sent |= dict(zip(before, noted, strict=True))
        self._journal.outcomes([(self._sent[place], False, UNSENT) for place in statements])

    def lock_kept(self, error: AppError) -> None:
        self.lock_stayed = True
        facts = problem_of(error).facts
        self._log("log.lock_kept", problem=error.code, **facts)

    def log(self, code: str, /, **facts: str | int) -> None:
        self._log(code, **facts)


@contextmanager
def changelog_journal(
    journal: Journal, client: str, tag: str, log: Tell
) -> Iterator[tuple[ChangelogRun, ResumeState]]:
    """An observer that writes into the journal, and what an interrupted run of the same client
    and tag left there.

    RolloutError ``rollout.client_busy`` while a rollout or another run is at this client.
    """
    run = f"changelog-{client}-{tag}"
    with journal.client_lease(client):
        journal.begin_changelog(run)
        known: ResumeState = {
            (s.changeset, s.number): "done" if s.ok else "intent"
            for s in journal.statements(client)
            if s.rollout == run and s.ok is not False
        }
        yield ChangelogRun(journal, run, client, log), known
