"""The journal of a changelog that runs by itself, outside a rollout."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager

from app.changelog import (
    Changelog,
    ChangesetStatus,
    DatabaseSession,
    ResumeState,
    Row,
    Tell,
    took_effect,
)
from app.changelog.run.effect import Effect
from app.errors import AppError
from app.rollout import earlier
from app.rollout.journal import UNSENT, Journal
from app.rollout.ledger import digest
from app.rollout.model import problem_of
from app.sql.operations import Operation


class ChangelogRun:
    """The run's observer; ``lock_stayed`` once the lock was not given back. ``known`` is the last
    word on each statement that any run of the journal sent to the client."""

    def __init__(
        self, journal: Journal, run: str, client: str, changelog: Changelog, log: Tell
    ) -> None:
        self._journal, self.run, self._client, self._log = journal, run, client, log
        self._changelog = changelog
        self._texts = {
            (c.key, s.number): s.text for c in changelog.changesets for s in c.statements
        }
        self._sent: dict[tuple[str, int], int] = {}
        self.known = journal.statements(client)
        self.lock_stayed = False

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        self.intents([(changeset_key, number, sql)])

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        statement = self._sent.get((changeset_key, number))
        if statement is None:  # sent by a run that was cut off; the dictionary knew
            text = self._texts.get((changeset_key, number), "")
            statement = self.doubted(changeset_key, number, text)
        self._journal.outcome(statement, ok, detail)

    def doubted(self, changeset_key: str, number: int, sql: str) -> int:
        """Note as sent what another run may have sent; its number in the journal."""
        return self._journal.intent(self.run, self._client, changeset_key, number, digest(sql))

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        noted = self._journal.intents(
            self.run, self._client, [(key, number, digest(sql)) for key, number, sql in statements]
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
            self.run,
            self._client,
            [(*place, digest(self._texts.get(place, ""))) for place in before],
        )
        self._sent |= dict(zip(before, noted, strict=True))
        self._journal.outcomes([(self._sent[place], False, UNSENT) for place in statements])

    # -- what runs before this one left ----------------------------------------------------

    def resume_state(
        self, session: DatabaseSession, plan: Sequence[ChangesetStatus], *, blind: bool
    ) -> ResumeState:
        """What is known of statements that were sent and whose changeset has no row; ``blind``:
        somebody whose notes are not here may have been at the client, too. Raises RolloutError
        ``rollout.text_changed``, and OracleError."""
        waiting = [entry for entry in plan if entry.state in ("pending", "rerun")]

        def ask(operation: Operation) -> Effect:
            return took_effect(session, operation)

        told = earlier.resume_state(
            self.run, self.known, self._changelog, waiting, ask, self.log, self._client
        )
        return (earlier.perhaps_sent(waiting, self._known_places, ask) if blind else {}) | told

    def no_half_way_back(self, rows: Sequence[Row] | None, name: str) -> None:
        """Raises RolloutError ``rollout.half_back``; ``rows`` are those of DATABASECHANGELOG."""
        half = earlier.half_back(self.known, self._changelog, lambda: rows)
        earlier.no_half_way_back(half, self._client, name)

    def asking(self) -> AbstractContextManager[None]:
        """What nobody can know is noted as sent, so that a person is asked and can settle it."""
        return earlier.asking(self._changelog, self._known_places, self.doubted)

    @property
    def _known_places(self) -> frozenset[tuple[str, int]]:
        return frozenset((s.changeset, s.number) for s in self.known)

    # -- the rest --------------------------------------------------------------------------

    def lock_kept(self, error: AppError) -> None:
        self.lock_stayed = True
        facts = problem_of(error).facts
        self._log("log.lock_kept", problem=error.code, **facts)

    def log(self, code: str, /, **facts: str | int) -> None:
        self._log(code, **facts)


@contextmanager
def changelog_journal(
    journal: Journal, client: str, tag: str, changelog: Changelog, log: Tell
) -> Iterator[ChangelogRun]:
    """An observer that writes into the journal; for the same client and tag the run goes on that
    was cut off. One that leaves the block without an error came to its end.

    RolloutError ``rollout.client_busy`` while a rollout or another run is at this client.
    """
    name = f"changelog-{client}-{tag}"
    with journal.client_lease(client):
        run = journal.begin_changelog(name)
        yield ChangelogRun(journal, run, client, changelog, log)
        journal.end_changelog(name)
