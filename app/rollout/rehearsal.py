"""A rollout that changes nothing: every client is looked at as before the first change, and what it
would get is written down instead of being sent.

Nothing is noted in the journal, and no log is kept. What a session would send besides queries goes
to its ``Recorder``; a lock on a row is not taken either.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, Final, cast

from msgspec import Struct
from msgspec.structs import replace

from app.changelog import deployment_of
from app.errors import AppError, OracleError
from app.oracle import OPENING, ConnectionSpec, Session
from app.rollout.ahead import NOTICES
from app.rollout.apex_fit import Fit, fit, made_on
from app.rollout.application import apex_import, is_same
from app.rollout.context import Context, Stop
from app.rollout.decide import window_of
from app.rollout.events import AnyEvent
from app.rollout.journal import Journal, now
from app.rollout.ledger import Ledger
from app.rollout.log import ClientLog, Fact
from app.rollout.material import Material
from app.rollout.model import Problem, problem_of
from app.rollout.ports import Ports
from app.rollout.preflight import pending, preflight
from app.rollout.proof import fingerprint_before
from app.rollout.reduce import initial
from app.rollout.running import MAX_WORKERS, Order, owed
from app.rollout.targets import ClientTarget
from app.together import Piece, Ran, Together

_NO_TABLE: Final = 942  # ORA-00942: what an earlier statement would have made is not there
_FOR_UPDATE: Final = " FOR UPDATE"
_LOCK: Final = "DATABASECHANGELOGLOCK"


class Planned(Struct, frozen=True, omit_defaults=True):
    """One statement that a client would get, as ``user``. ``changeset`` is "" for what is not of
    the changelog; ``number`` is that of its statement, 0 for the changeset's own row. ``binds``: as
    text; of bytes their number and SHA-256."""

    user: str
    sql: str
    changeset: str = ""
    number: int = 0
    binds: dict[str, str] = {}


class Finding(Struct, frozen=True):
    """What is to be expected of one client. ``problem``: what would stop it, None where it fits;
    ``changesets``: what would run; ``version``: of the application there now; ``imports``: whether
    it is another one than the release's; ``apex``: the client's ("" where it was not seen), and
    ``takes`` how that imports the release, which was ``made_on`` another or the same. ``opens``:
    when its hours begin, None where they are now. ``notices``: what a person should know of it
    before, and what stops nothing; each is a line of the log.
    ``statements`` and ``rows`` (of the first look at the data) are of a dry run."""

    client: str
    name: str
    ring: int
    problem: Problem | None
    version: str | None
    changesets: tuple[str, ...]
    imports: bool
    opens: datetime | None
    round_trips: int
    seconds: float
    statements: tuple[Planned, ...] = ()
    rows: int | None = None
    apex: str = ""
    takes: Fit | None = None
    made_on: str = ""
    notices: tuple[Problem, ...] = ()

    @property
    def fits(self) -> bool:
        return self.problem is None


class Recorder:
    """A session that asks and does not write. What is not a query is kept in ``planned``."""

    def __init__(self, session: Session) -> None:
        self._session, self.planned = session, list[Planned]()
        self._place = ("", 0)
        self._made: set[str] = set()
        self._holder: str | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name)

    def at(self, changeset: str, number: int) -> None:
        """What comes next is of this statement."""
        self._place = (changeset, number)

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        if _LOCK in sql and "LOCKEDBY" in sql and self._holder is not None:
            return [(1, self._holder, None)]
        asked, _, _ = sql.partition(_FOR_UPDATE)
        try:
            return self._session.query(asked, **binds)
        except OracleError as error:
            if error.ora == _NO_TABLE and any(table in sql for table in self._made):
                return []
            raise

    def execute(self, sql: str, /, **binds: Any) -> Recorded:
        changeset, number = self._place
        told = {name: _shown(value) for name, value in binds.items()}
        self.planned.append(Planned(self._session.spec.user, sql, changeset, number, told))
        words = sql.split(maxsplit=3)
        if [w.upper() for w in words[:2]] == ["CREATE", "TABLE"] and len(words) > 2:
            self._made.add(words[2])
        if _LOCK in sql and "holder" in binds:
            self._holder = str(binds["holder"])
        return Recorded()

    def execute_and_commit(self, sql: str, /, **binds: Any) -> Recorded:
        done = self.execute(sql, **binds)
        self.commit()
        return done

    def call(self, block: str, outs: Mapping[str, type[Any]], /, **binds: Any) -> dict[str, Any]:
        """A block that gives something: it is asked, unless it defines something, which is why it
        has the session's opening."""
        if OPENING not in block:
            return self._session.call(block, outs, **binds)
        self.execute(block, **binds)
        return {}

    def together(
        self, pieces: Sequence[Piece], seconds: float = 0.0, fence: Piece | None = None
    ) -> Together:
        ran: list[Ran] = []
        for piece in pieces:
            if piece.rows:
                asked = self._session.together([piece])
                if asked.error is not None:
                    return Together(tuple(ran), asked.error)
                ran += asked.ran
                continue
            if any(piece.place):
                self.at(*piece.place)
            self.execute(piece.sql, **piece.binds)
            if piece.commit:
                self.commit()
            ran.append(Ran(rowcount=1))
        return Together(tuple(ran))

    def commit(self) -> None:
        self.planned.append(Planned(self._session.spec.user, "COMMIT", *self._place))

    def rollback(self) -> None:
        """Nothing was begun."""


class Recorded(Struct, frozen=True):
    """How a statement that was not sent is taken to have ended."""

    rowcount: int = 1
    compile_warning: bool = False


def _shown(value: object) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes, SHA-256 {hashlib.sha256(value).hexdigest()}"
    return "NULL" if value is None else str(value)


class _Watch:
    """The changelog's observer: it tells the recorder where it is."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder

    def intent(self, changeset_key: str, number: int, sql: str) -> None:
        self._recorder.at(changeset_key, number)

    def outcome(self, changeset_key: str, number: int, ok: bool, detail: str) -> None:
        self._recorder.at("", 0)

    def intents(self, statements: Sequence[tuple[str, int, str]]) -> None:
        """The recorder reads their places off the pieces."""

    def outcomes(self, statements: Sequence[tuple[str, int, bool, str]]) -> None:
        self._recorder.at("", 0)

    def unsent(self, statements: Sequence[tuple[str, int]]) -> None:
        """All are written down."""

    def lock_kept(self, error: AppError) -> None:
        """No lock was taken."""

    def log(self, code: str, /, **facts: str | int) -> None:
        """Nobody reads it."""


class _Unnoted(Ledger):
    """Reads the journal, and notes nothing in it."""

    def emit(self, event: AnyEvent) -> None:
        self.take(event)


class _Unkept(ClientLog):
    """A log that leaves no file. ``notices``: the lines that are for a person to read before."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.notices: list[Problem] = []

    def append(self, code: str, /, **facts: Fact) -> None:
        if code in NOTICES:
            self.notices.append(Problem(code, self.redact_facts(facts)))
        super().append(code, **facts)

    def _write(self, content: bytes) -> None:
        pass


class Rehearsal:
    """The clients of a plan looked at side by side; made for one look."""

    def __init__(self, order: Order, material: Material, *, dry_run: bool = False) -> None:
        """``dry_run``: with the first look at the data, and the statements; else what could stop a
        client is looked for, and no more."""
        self._order, self._material, self._dry_run = order, material, dry_run
        self._stopped = threading.Event()
        self._targets = {t.client: t for t in order.targets}
        self._rings = {p.client: p.ring for p in order.plan.clients}
        self._sites = {p.client: p.site for p in order.plan.clients}

    def stop(self) -> None:
        """Look at no further client."""
        self._stopped.set()

    def findings(self) -> Iterator[Finding]:
        """One for each client, in the order of the plan, as they come."""
        plan = self._order.plan
        workers = max(1, min(plan.workers, MAX_WORKERS, len(plan.clients)))
        with closing(Journal(self._order.journal)) as journal:
            state = initial(plan, now())
            unproven, unfinished = owed(journal, journal.states(), plan.rollout)

            def look(name: str) -> Finding:
                if self._sites[name]:
                    return self._not_from_here(name)
                context = Context(
                    target=self._targets[name],
                    material=self._material,
                    ports=self._recording,
                    passwords=self._order.passwords,
                    log=_Unkept(self._order.logs / plan.rollout / f"{name}.log"),
                    ledger=_Unnoted(journal, state),
                    cancelled=self._stopped.is_set,
                    unproven=unproven.get(name, ""),
                    unfinished=unfinished.get(name, frozenset()),
                )
                with closing(context):
                    return self._finding(context)

            with ThreadPoolExecutor(workers, thread_name_prefix="look") as pool:
                yield from pool.map(look, [p.client for p in plan.clients])

    @property
    def _recording(self) -> Ports:
        connect = self._order.ports.connect

        def recording(spec: ConnectionSpec, *secrets: str) -> Session:
            return cast(Session, Recorder(connect(spec, *secrets)))

        return replace(self._order.ports, connect=recording)

    def _not_from_here(self, name: str) -> Finding:
        target = self._targets[name]
        facts: dict[str, str | int] = {"client": target.name, "site": self._sites[name]}
        return Finding(
            client=name,
            name=target.name,
            ring=self._rings[name],
            problem=Problem("rollout.not_from_here", facts),
            version=None,
            changesets=(),
            imports=False,
            opens=self._opens(target),
            round_trips=0,
            seconds=0.0,
        )

    def _finding(self, context: Context) -> Finding:
        began = time.monotonic()
        target = context.target
        problem: Problem | None = None
        changesets: tuple[str, ...] = ()
        imports, needed = False, False
        try:
            needed = preflight(context)
            changesets = tuple(s.changeset.key for s in pending(context))
            imports = context.state.old_version != context.material.version or not is_same(context)
            if self._dry_run and needed:
                fingerprint_before(context)
                self._send(context)
        except Stop as stop:
            problem = context.clean(stop.problem)
        except AppError as error:
            problem = context.clean(problem_of(error))
        before = context.state.before
        made = made_on(self._material)
        return Finding(
            client=target.client,
            name=target.name,
            ring=self._rings[target.client],
            problem=problem,
            version=context.state.old_version,
            changesets=changesets,
            imports=imports,
            opens=self._opens(target),
            round_trips=context.round_trips,
            seconds=round(time.monotonic() - began, 3),
            statements=tuple(p for s in _recorders(context) for p in s.planned),
            rows=sum(before.row_counts.values()) if before is not None else None,
            apex=context.apex_seen,
            takes=fit(context.apex_seen, made) if context.apex_seen else None,
            made_on=made,
            notices=tuple(cast(_Unkept, context.log).notices),
        )

    def _send(self, context: Context) -> None:
        """What the steps that change a client would send."""
        business = cast(Recorder, context.business)
        context.ports.update(
            context.business,
            context.material.changelog,
            _Watch(business),
            context.cancelled,
            announced=context.material.announced,
            judgement=context.material.judgement,
            deployment=deployment_of(context.ledger.state.rollout),
            lock_token=context.ledger.lock_token,
        )
        apex_import(context)

    def _opens(self, target: ClientTarget) -> datetime | None:
        planned = next(p for p in self._order.plan.clients if p.client == target.client)
        hours = window_of(planned)
        if hours is None or hours.open_at(now()):
            return None
        return hours.next_opening(now())


def _recorders(context: Context) -> tuple[Recorder, ...]:
    """The sessions that were opened, the business schema's first."""
    return tuple(cast(Recorder, s) for s in context.opened)


def as_script(finding: Finding) -> str:
    """A dry run's statements as one text to read: what is bound stands in comments."""
    lines = [f"-- {finding.name}"]
    user = changeset = ""
    for planned in finding.statements:
        if planned.user != user:
            user = planned.user
            lines += ["", f"-- as {user}"]
        if planned.changeset != changeset:
            changeset = planned.changeset
            lines += ["", f"-- changeset {changeset}"] if changeset else [""]
        lines += [f"--   :{name} = {value}" for name, value in planned.binds.items()]
        text = planned.sql.rstrip()
        block = text.lower().startswith(("begin", "declare")) or text.endswith("/")
        lines.append(f"{text}\n/" if block else f"{text};")
    return "\n".join(lines) + "\n"
