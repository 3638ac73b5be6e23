"""One client's run: what the steps share, and how they report."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from app.apex import Application
from app.changelog import Changelog, Ruling
from app.oracle import ConnectionSpec, Session
from app.release import ReleaseBundle
from app.rollout.events import AnyEvent, Learned, StatementIntent, StatementOutcome
from app.rollout.journal import now
from app.rollout.log import ClientLog
from app.rollout.model import ClientState, Problem
from app.rollout.ports import Ports
from app.rollout.targets import ClientTarget, Passwords


class Material(Struct, frozen=True):
    """The release as all clients share it: read once, never changed. ``refused`` is what the
    guard says no to, in the changelog and in the export."""

    bundle: ReleaseBundle
    application: Application
    changelog: Changelog
    refused: tuple[Ruling, ...] = ()


class Stop(Exception):  # noqa: N818  a step's way to end the client, not an error by itself
    """The client cannot go on; ``refused`` is true while nothing was changed."""

    def __init__(self, problem: Problem, *, refused: bool = False) -> None:
        self.problem, self.refused = problem, refused
        super().__init__(problem.code)


class Context:
    """Belongs to the thread that works on the client."""

    def __init__(
        self,
        target: ClientTarget,
        material: Material,
        ports: Ports,
        passwords: Passwords,
        log: ClientLog,
        emit: Callable[[AnyEvent], None],
        state: Callable[[], ClientState],
        cancelled: Callable[[], bool],
        statements: dict[tuple[str, int], Any],
        lock_token: str,
    ) -> None:
        self.target, self.material, self.ports = target, material, ports
        self.log, self.emit, self.cancelled = log, emit, cancelled
        self.statements, self.lock_token = statements, lock_token
        self._state, self._passwords = state, passwords
        self._sessions: dict[str, Session] = {}
        self._trips_noted = 0

    @property
    def state(self) -> ClientState:
        return self._state()

    def session(self, user: str) -> Session:
        """The client's session of ``user``, opened on first use and again after a loss."""
        known = self._sessions.get(user)
        if known is not None and known.alive:
            return known
        password = self._passwords(self.target.client, user)
        self.log.add_secret(password)
        spec = ConnectionSpec(
            name=self.target.name,
            dsn=self.target.dsn,
            user=user,
            connect_timeout=self.target.connect_timeout,
            call_timeout=self.target.call_timeout,
        )
        session = self.ports.connect(spec, password)
        if known is not None:
            self._trips_noted -= known.round_trips
            known.close()
        self._sessions[user] = session
        return session

    @property
    def business(self) -> Session:
        return self.session(self.target.business_user)

    @property
    def application(self) -> Session:
        return self.session(self.target.application_user)

    def learn(self, **facts: Any) -> None:
        self.emit(Learned(self.target.client, now(), **facts))

    def note_trips(self) -> None:
        """Add the network round trips since the last time to the client's count."""
        total = sum(s.round_trips for s in self._sessions.values())
        if total > self._trips_noted:
            self.learn(round_trips=total - self._trips_noted)
            self._trips_noted = total

    def close(self) -> None:
        for session in self._sessions.values():
            session.close()


class ChangelogWatch:
    """The changelog's observer: each statement into the journal first, then into the log."""

    def __init__(self, context: Context) -> None:
        self._context = context

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        context = self._context
        sha256 = hashlib.sha256(sql.encode("utf-8")).hexdigest()
        client = context.target.client
        context.emit(StatementIntent(client, now(), changeset_key, number, sha256))
        context.log.append(f"{changeset_key} [{number}] {' '.join(sql.split())[:500]}")

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        context = self._context
        client = context.target.client
        context.emit(StatementOutcome(client, now(), changeset_key, number, ok, detail))
        context.log.append(f"{changeset_key} [{number}] {'ok' if ok else 'FAILED'} {detail}")

    def log(self, text: str) -> None:
        self._context.log.append(text)
