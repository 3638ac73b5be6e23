"""One client's run: what the steps share, and how they report."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import Any, Final, TypeVar

from app.again import STARTING, again
from app.changelog import ROW, Row
from app.changelog.run.effect import Effect
from app.errors import AppError, OracleError, RolloutError
from app.masking import MASK
from app.oracle import ApexLook, ConnectionSpec, LogRow, Schema, Session
from app.rollout.events import AnyEvent, Learned
from app.rollout.journal import UNSENT, now
from app.rollout.ledger import Ledger
from app.rollout.lobby import Lobby
from app.rollout.log import ClientLog
from app.rollout.material import Material
from app.rollout.model import ClientState, Problem, StepName, StepState, problem_of
from app.rollout.ports import Ports
from app.rollout.targets import ClientTarget, Passwords
from app.settings import WALLET
from app.sql.operations import Operation

T = TypeVar("T")


class Stop(Exception):  # noqa: N818  a step's way to end the client, not an error by itself
    """The client cannot go on. Whether it is refused or failed depends on what was sent before."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.code)


class DataLoss(Stop):
    """The worst end: red, and the wave stops."""


class HeldError(RolloutError):
    """Another session holds the client."""


_UNTIL_GONE: Final = 60
"""Seconds that a server has to notice that one of our sessions is gone."""


class Context:
    """Belongs to the thread that works on the client; only ``interrupt`` is for others."""

    def __init__(
        self,
        target: ClientTarget,
        material: Material,
        ports: Ports,
        passwords: Passwords,
        log: ClientLog,
        ledger: Ledger,
        cancelled: Callable[[], bool],
        unproven: str = "",
        unfinished: Collection[str] = (),
        accepted: Collection[str] = (),
        blind: bool = False,
        left: bool = False,
        lobby: Lobby | None = None,
    ) -> None:
        """``blind``: somebody else may have changed it, and not all of that is known here
        (``takeover``); ``left``: perhaps before this rollout did. ``unproven``: another rollout
        changed it and did not measure its data after. ``unfinished``: the rollouts since the
        client last had a whole release. ``accepted``: digests of differences (``Unlike``) that a
        person took for the upgrade's at other clients."""
        self.target, self.release, self.ports = target, material, ports
        self.log, self.ledger, self.cancelled = log, ledger, cancelled
        self.unproven, self.blind, self.left = unproven, blind, left
        self.accepted = frozenset(accepted)
        self.known = ledger.known_statements(target.client)
        # What may be half there: brought by rollouts that did not come to their end.
        self.begun = {s.changeset for s in self.known if s.rollout in unfinished}
        # Whether this rollout has sent anything to the client that can change it.
        self.touched = any(s.rollout == ledger.state.rollout for s in self.known) or any(
            s.name is StepName.APEX_IMPORT and s.state is not StepState.WAITING
            for s in self.state.steps
        )
        self._perhaps_touched = self.state.touched or blind
        # Whether a run of ours may have left the changelog's lock in the database.
        self.lock_in_doubt = self.state.lock_kept
        self.lock_settled = False
        # The business schema as this run last read it, before anything was changed.
        self.schema: Schema | None = None
        # The rows of DATABASECHANGELOG, as this run last read them.
        self.rows: list[Row] | None = None
        # The schemas behind the last change by user, where they were read already.
        self.behind: dict[str, Schema] = {}
        # Its APEX, as this run last looked at it.
        self._apex: ApexLook | None = None
        self.apex_seen = ""  # its release
        self._files: dict[str, str] | None = None  # what came along with it
        self._saved = False
        self._passwords = passwords
        self._sessions: dict[str, Session] = {}
        self._trips_of_closed = 0
        self._trips_noted = 0
        self._harmless = self._begun = False
        self._lobby = lobby if not target.held else None
        # The sessions that waited since the look at the client, until their first answer.
        self._waited: set[str] = set()
        self._met: AppError | None = None

    @cached_property
    def material(self) -> Material:
        """The release as this client gets it. Raises ChangelogError where it cannot."""
        return self.release.at(self.target)

    @property
    def state(self) -> ClientState:
        return self.ledger.client(self.target.client)

    @property
    def untouched(self) -> bool:
        """Whether it is sure that nothing was sent that can change the client, by nobody."""
        return not (self.touched or self._perhaps_touched)

    @property
    def known_places(self) -> frozenset[tuple[str, int]]:
        """Changeset and number of each statement that the journal had something of at first."""
        return frozenset((s.changeset, s.number) for s in self.known)

    def took_effect(self, operation: Operation) -> Effect:
        """What the client's dictionary says of a statement."""
        return self.ports.took_effect(self.business, operation)

    # -- sessions --------------------------------------------------------------------------

    def session(self, user: str) -> Session:
        """The client's session of ``user``, opened on first use and again after a loss."""
        known = self._sessions.get(user)
        if known is not None and known.alive:
            return known
        if (met := self._met) is not None:
            self._met = None
            raise met
        if known is not None:
            self._trips_of_closed += known.round_trips
            known.close()
            del self._sessions[user]
        elif self._lobby is not None and (waited := self._lobby.take(self.target.client, user)):
            self._sessions[user] = waited
            self._waited.add(user)
            self._trips_of_closed -= waited.round_trips  # they are noted
            return waited
        password = self._passwords(self.target.client, user)
        self.log.add_secret(password)
        spec = ConnectionSpec(
            name=self.target.name,
            dsn=self.target.dsn,
            user=user,
            connect_timeout=self.target.connect_timeout,
            call_timeout=self.target.call_timeout,
            ddl_lock_timeout=self.target.ddl_lock_timeout,
            wallet=self.target.wallet,
        )
        session = self._connected(spec, password)
        try:
            self._hold(session, user)
        except BaseException:
            session.close()
            raise
        self._sessions[user] = session
        if session.logon_warning:
            self.log.append("log.logon_warning", user=user, detail=session.logon_warning)
        return session

    def first(self, user: str, ask: Callable[[Session], T]) -> T:
        """What is asked first of a session, in a new one where the line of one that waited broke
        meanwhile."""
        session = self.session(user)
        waited = user in self._waited
        self._waited.discard(user)
        try:
            return ask(session)
        except OracleError:
            if not waited or session.alive:
                raise
        return ask(self.session(user))

    def leave(self) -> None:
        """Let the sessions wait for the rollout that follows this look."""
        if self._lobby is None:
            return
        for user, session in self._sessions.items():
            self._trips_of_closed += session.round_trips
            if session.alive and not session.in_transaction:
                self._lobby.put(self.target.client, user, session)
            else:
                session.close()
        self._sessions = {}

    def _connected(self, spec: ConnectionSpec, password: str) -> Session:
        """Logged on, tried again where the database turned the logon away before it began."""
        secrets: tuple[str, ...] = (password,)
        if spec.wallet:
            secrets += (self._passwords(self.target.client, WALLET),)
            self.log.add_secret(secrets[1])
        return again(
            lambda: self.ports.connect(spec, *secrets),
            STARTING,
            lambda error, attempt, seconds: self.tried(spec.user, error, attempt, seconds),
            self.pause,
        )

    def hold(self) -> None:
        """Hold the client in its database before anything is done. Raises HeldError; what else
        is in the way is met by the first step, which says so."""
        if not self.target.held:
            return
        try:
            for user in dict.fromkeys((self.target.business_user, self.target.application_user)):
                self.session(user)
        except HeldError:
            raise
        except AppError as error:
            self._met = error  # not tried twice: Oracle would count two refused logons
        self._begun = True

    def _hold(self, session: Session, user: str) -> None:
        """A session that comes in the place of a lost one waits until the server has seen that."""
        if not self.target.held:
            return
        seconds = _UNTIL_GONE if self._begun else 0
        if not self.ports.hold(session, self.target.lock_of(user), seconds):
            raise HeldError("rollout.held", client=self.target.name, user=user)

    def pause(self, seconds: float) -> bool:
        """Wait before another try; False where the client was cancelled meanwhile."""
        return self.ports.pause(seconds, self.cancelled)

    def tried(self, what: str, error: OracleError, attempt: int, seconds: float) -> None:
        """Note that something is tried again, and why."""
        self.log.append(
            "log.again", what=what, ora=error.ora, attempt=attempt, seconds=round(seconds)
        )

    @property
    def business(self) -> Session:
        return self.session(self.target.business_user)

    @property
    def has_business(self) -> bool:
        """Whether the session of the business schema is open now."""
        known = self._sessions.get(self.target.business_user)
        return known is not None and known.alive

    @property
    def application(self) -> Session:
        return self.session(self.target.application_user)

    def read_log(self, rows: Sequence[LogRow] | None) -> None:
        """Keep what was read of DATABASECHANGELOG; None: there is none."""
        self.rows = [Row(*row) for row in rows or ()]

    def look_at_apex(self, *, saved_reports: bool = False) -> ApexLook:
        """The client's APEX as it is now; what is installed comes along (``exported``)."""
        target = self.target

        def look(session: Session) -> tuple[ApexLook, dict[str, str] | None]:
            return self.ports.apex_look(
                session, target.workspace, target.application_id, saved_reports
            )

        self._apex, self._files = self.first(target.application_user, look)
        self.apex_seen = self._apex.release
        self._saved = saved_reports
        return self._apex

    def exported(self, *, saved_reports: bool = False) -> dict[str, str]:
        """What is installed, as the last look brought it along, once; else it is asked for."""
        files, self._files = self._files, None
        if files is not None and self._saved is saved_reports:
            return files
        target = self.target
        return self.ports.export_application(
            self.application, target.workspace, target.application_id, saved_reports
        )

    @property
    def apex(self) -> ApexLook:
        """The client's APEX as this run last looked at it, before it was changed."""
        return self._apex if self._apex is not None else self.look_at_apex()

    @property
    def both(self) -> tuple[Session, ...]:
        """The two sessions, or the one where both schemas belong to one user."""
        return tuple(dict.fromkeys((self.business, self.application)))

    @property
    def opened(self) -> tuple[Session, ...]:
        """The sessions that are open, the first one first."""
        return tuple(self._sessions.values())

    @property
    def round_trips(self) -> int:
        """Network round trips of this run so far, all sessions together."""
        return self._trips_of_closed + sum(s.round_trips for s in self._sessions.values())

    def close(self) -> None:
        for session in self._sessions.values():
            session.close()

    # -- stopping --------------------------------------------------------------------------

    def harmless(self, value: bool) -> None:
        """Say whether what runs now only reads: then ``interrupt`` may break it."""
        self._harmless = value

    def interrupt(self) -> None:
        """Break the call that runs now, if it only reads. From any thread."""
        if self._harmless:
            for session in tuple(self._sessions.values()):
                session.cancel()

    def stop_if_cancelled(self) -> None:
        """Heard here too, because a break between two calls breaks nothing."""
        if self._harmless and self.cancelled():
            raise OracleError(
                "oracle.cancelled", ora=1013, target=self.target.name, detail="", statement=""
            )

    # -- reporting -------------------------------------------------------------------------

    def emit(self, event: AnyEvent) -> None:
        self.ledger.emit(event)

    def learn(self, **facts: Any) -> None:
        self.emit(Learned(self.target.client, now(), **facts))

    def note_trips(self) -> None:
        """Add the network round trips since the last time to the client's count."""
        total = self.round_trips
        if total > self._trips_noted:
            self.learn(round_trips=total - self._trips_noted)
            self._trips_noted = total

    def clean(self, problem: Problem) -> Problem:
        """The problem without any secret in its facts."""
        return Problem(problem.code, self.log.redact_facts(self.told(problem.facts)))

    def told(self, facts: Mapping[str, str | int]) -> dict[str, str | int]:
        """``facts`` as they may be kept: without keys of rows where the client wants none named."""
        return dict(facts) if self.target.names_keys else nameless(facts)


def nameless(facts: Mapping[str, str | int]) -> dict[str, str | int]:
    """Without keys and values of rows: Oracle 23ai tells the row behind the first line of a unique
    constraint's error (ORA-03301)."""
    told = dict(facts)
    if "keys" in told:
        told["keys"] = MASK
    if isinstance(detail := told.get("detail"), str):
        told["detail"] = detail.partition("\n")[0]
    return told


class ChangelogWatch:
    """The changelog's observer: each statement into the journal first, then into the log. ``found``
    hears of a statement that took effect and was not sent by this run."""

    def __init__(self, context: Context, found: Callable[[Context, str, int], None]) -> None:
        self._context, self._found = context, found
        self._sent: dict[tuple[str, int], int] = {}

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        self.intents([(changeset_key, number, sql)])

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        context = self._context
        noted = context.ledger.intents(context.target.client, statements)
        self._sent |= {(key, n): at for (key, n, _), at in zip(statements, noted, strict=True)}
        context.touched = True
        for key, number, sql in statements:
            if number != ROW:  # of the row in DATABASECHANGELOG the outcome says enough
                shown = " ".join(sql.split())[:500]
                context.log.append("log.sent", changeset=key, number=number, sql=shown)

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        if (changeset_key, number) not in self._sent:
            # Sent by a run that was cut off; the dictionary knew that it took effect.
            context = self._context
            self._found(context, changeset_key, number)
            sql = self._text(changeset_key, number)
            self._sent[changeset_key, number] = context.ledger.intent(
                context.target.client, changeset_key, number, sql
            )
        self.outcomes([(changeset_key, number, ok, detail)])

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        context = self._context
        context.ledger.outcomes(
            [(self._sent[key, number], ok, detail) for key, number, ok, detail in statements]
        )
        for key, number, ok, detail in statements:
            code, facts = _told(number, ok, detail)
            context.log.append(code, changeset=key, number=number, **facts)

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        # Those of a run that was cut off are noted once more: the last word counts.
        before = [place for place in statements if place not in self._sent]
        noted = self._context.ledger.intents(
            self._context.target.client, [(*place, self._text(*place)) for place in before]
        )
        self._sent |= dict(zip(before, noted, strict=True))
        self._context.ledger.outcomes([(self._sent[place], False, UNSENT) for place in statements])

    def lock_kept(self, error: AppError) -> None:
        context = self._context
        problem = context.clean(problem_of(error))
        context.log.append("log.lock_kept", problem=problem.code, **problem.facts)
        context.learn(lock_kept=True)

    def log(self, code: str, /, **facts: str | int) -> None:
        self._context.log.append(code, **facts)

    def _text(self, key: str, number: int) -> str:
        for changeset in self._context.material.changelog.changesets:
            for statement in changeset.statements:
                if changeset.key == key and statement.number == number:
                    return statement.text
        return ""


def _told(number: int, ok: bool, detail: str) -> tuple[str, dict[str, str | int]]:
    """What the log says of an outcome; ``detail`` is what the journal keeps of it."""
    name, _, value = detail.partition("=")
    if not ok:
        return "log.server_refused", {name: int(value)} if name == "ora" else {"detail": detail}
    if number == ROW:
        return "log.recorded", {"exectype": detail}
    if name == "rows":
        return ("log.rows", {"count": int(value)}) if value != "0" else ("log.done", {})
    return f"log.{detail.rpartition('.')[2]}", {}
