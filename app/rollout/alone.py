"""The journal of a changelog that runs by itself, outside a rollout."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.changelog import Observer, ResumeState
from app.rollout.events import ClientEnded, StatementIntent, StatementOutcome
from app.rollout.journal import Journal, now
from app.rollout.model import Verdict


class _Watch:
    def __init__(self, journal: Journal, run: str, client: str, log: Callable[[str], None]) -> None:
        self._journal, self._run, self._client, self._log = journal, run, client, log

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        sha256 = hashlib.sha256(sql.encode("utf-8")).hexdigest()
        event = StatementIntent(self._client, now(), changeset_key, number, sha256)
        self._journal.append(self._run, event)
        self._log(f"{changeset_key} [{number}]")

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        event = StatementOutcome(self._client, now(), changeset_key, number, ok, detail)
        self._journal.append(self._run, event)

    def log(self, text: str) -> None:
        self._log(text)


@contextmanager
def changelog_journal(
    journal: Journal, client: str, tag: str, log: Callable[[str], None]
) -> Iterator[tuple[Observer, ResumeState]]:
    """An observer that writes into the journal, and what an interrupted run left there.

    One run per client and tag; RolloutError ``rollout.running`` while another process is at it.
    """
    run = f"changelog-{client}-{tag}"
    with journal.lease(run):
        journal.begin_changelog(run)
        yield _Watch(journal, run, client, log), journal.statements(run, client)
        journal.append(run, ClientEnded(client, now(), Verdict.VERIFIED))
