"""Clients that exist in memory only: a database that knows the changelog's statements, an APEX
that keeps files, and a fuse that kills the program at a chosen instant."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast
from zlib import crc32

import msgspec
from msgspec.structs import replace

from app.apex import read_application, with_status, with_version
from app.changelog import approve, parse_changelog, rows_or_none
from app.changelog.file import approvals
from app.errors import OracleError
from app.oracle import (
    ApexLook,
    ApplicationInfo,
    ConnectionSpec,
    FirstLook,
    ImportOutcome,
    ImportTarget,
    InvalidObject,
    Lobs,
    Names,
    ProbeResult,
    Quota,
    Recompiled,
    Schema,
    Switch,
    TableMeasure,
    TableShape,
    Wanted,
)
from app.proof.sketch import Sketch, check_of
from app.release.model import Manifest, Release, ReleaseBundle
from app.rollout import ClientTarget, Order, RunningRollout, resume_rollout, run_rollout
from app.rollout.code import Code
from app.rollout.model import PlannedClient, RolloutPlan, RolloutState
from app.rollout.policy import Policy
from app.rollout.ports import Ports
from app.together import Piece, Together
from tests.changelog import memory
from tests.changelog.memory import Killed

F100 = Path(__file__).resolve().parents[2] / "resources" / "demo" / "f100"
CHANGELOG = """--liquibase formatted sql
--changeset k:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
COMMENT ON COLUMN CONTRATS.CANAL IS 'x';
--changeset k:2
CREATE INDEX I_CANAL ON CONTRATS (CANAL);
--changeset k:3
UPDATE CONTRATS SET CANAL = 'AGENCE' WHERE CANAL IS NULL;
--changeset k:4 splitStatements:false
CREATE OR REPLACE PROCEDURE P AS BEGIN NULL; END;
--changeset k:5
GRANT EXECUTE ON P TO ORASSUIT;
"""
KEYS = tuple(f"changelog/one.sql::{n}::k" for n in range(1, 6))
ONCE = ("ALTER TABLE", "CREATE INDEX", "UPDATE CONTRATS")
SECRET = "tr3s-secret"


class Fuse:
    """Counts the instants at which a program can die, and dies at number ``at``."""

    def __init__(self, at: int | None = None) -> None:
        self.at, self.count, self.exploded = at, 0, False
        self.instants: list[str] = []
        self._lock = threading.Lock()

    def __call__(self, what: str) -> None:
        with self._lock:
            if self.exploded:
                raise Killed
            self.count += 1
            self.instants.append(what)
            if self.count == self.at:
                self.exploded = True
                raise Killed


def application(version: str, title: str = "Contrats") -> dict[str, str]:
    """A small application: its frame and one page."""
    names = ("install.sql", "application/create_application.sql")
    files = {n: (F100 / n).read_text(encoding="utf-8") for n in names}
    page = "application/pages/page_00001.sql"
    files[page] = (F100 / page).read_text(encoding="utf-8").replace("Accueil", title)
    return dict(with_version(read_application(files), version).files)


@dataclass
class Server:
    """One client: what is there, and what shall go wrong."""

    name: str
    database: memory.Database = field(default_factory=memory.Database)
    files: dict[str, str] = field(default_factory=lambda: application("1", "Ancien"))
    apex: str = "24.2.0"
    workspace: str = "ORASSUIT_MA"
    owner: str = "ORASSUIT"
    privileges: frozenset[str] = frozenset({"CREATE SESSION", "CREATE TABLE", "CREATE PROCEDURE"})
    password: str = SECRET
    content: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[tuple[str, str], str] = field(default_factory=dict)
    keys: dict[str, list[int]] = field(default_factory=dict)
    objects: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    invalid: list[InvalidObject] = field(default_factory=list)
    switches: list[Switch] = field(default_factory=list)
    quota: Quota | None = None
    seen: FirstLook = field(
        default_factory=lambda: FirstLook(frozenset(), None, users=frozenset({"ORASSUIT"}))
    )
    probe_ok: bool = True
    hasty: bool = False  # the time for statements that go together is always up
    imports: int = 0
    measured: int = 0
    on: dict[str, Callable[[Server], None]] = field(default_factory=dict)
    fuse: Fuse = field(default_factory=Fuse)
    holding: Any = field(default_factory=threading.Lock)
    sessions: list[FakeSession] = field(default_factory=list)
    held: dict[str, FakeSession] = field(default_factory=dict)

    def __post_init__(self) -> None:
        columns = {"ID": "N", "NUMERO": "Y"}
        self.database.data.tables["CONTRATS"] = memory.Table(dict(columns), rows=450)
        self.database.data.tables["POLICES"] = memory.Table(dict(columns), rows=12)

    @property
    def sent(self) -> list[str]:
        return self.database.data.sent

    def happens(self, what: str) -> None:
        """A port is called: whatever the test arranged takes place, then the fuse may blow."""
        if what in self.on:
            self.on[what](self)
        self.fuse(what)


class FakeSession:
    """What the steps need of a session, over a session of the database in memory."""

    def __init__(self, server: Server, spec: ConnectionSpec) -> None:
        self.server, self.spec = server, spec
        self.inner = server.database.session(server.fuse)
        self.round_trips = 3
        self.logon_warning = ""
        self.closed = self.lost = self.in_transaction = False
        self.broken = threading.Event()

    @property
    def alive(self) -> bool:
        return not (self.closed or self.lost)

    @property
    def fail(self) -> dict[str, OracleError]:
        return self.inner.fail

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        self.round_trips += 1
        return self.inner.query(sql, **binds)

    def execute(self, sql: str, /, **binds: Any) -> memory.Result:
        self.round_trips += 1
        self.server.happens(f"send {sql.split()[0]} {sql.split()[1]}")
        return self.inner.execute(sql, **binds)

    def execute_and_commit(self, sql: str, /, **binds: Any) -> memory.Result:
        done = self.execute(sql, **binds)
        self.inner.commit()
        return done

    def together(
        self, pieces: Sequence[Piece], seconds: float = 0.0, fence: Piece | None = None
    ) -> Together:
        trips = self.round_trips + 1
        try:
            return memory.Session.together(cast(memory.Session, self), pieces, seconds, fence)
        finally:
            self.round_trips = trips

    @property
    def hasty(self) -> bool:
        return self.server.hasty

    def _alive(self) -> None:
        self.inner._alive()

    def scalars(self, questions: Sequence[tuple[str, Mapping[str, Any]]]) -> tuple[Any, ...]:
        self.round_trips += 1
        return self.inner.scalars(questions)

    def commit(self) -> None:
        self.round_trips += 1
        self.inner.commit()

    def rollback(self) -> None:
        self.inner.rollback()

    def cancel(self) -> bool:
        self.broken.set()
        return True

    def close(self) -> None:
        self.closed = True


def lost() -> OracleError:
    return OracleError("oracle.lost", retryable=True, target="x", detail="DPY-4011", statement="")


class World:
    """Servers by client id, the ports to them, and one home to run rollouts from."""

    def __init__(self, home: Path, *names: str) -> None:
        self.home = home
        self.servers = {name: Server(name) for name in names}
        self.passwords: dict[tuple[str, str], str] = {}
        self.waves: dict[str, int] = {}
        self.bundle = bundle()
        self.workers = 4
        self.policy = Policy()
        self.probes: dict[str, str] = {}
        self.sites: dict[str, str] = {}

    # -- what the engine is given ----------------------------------------------------------

    def ports(self) -> Ports:
        return Ports(
            connect=self._connect,
            hold=_hold,
            apex_look=_look,
            apex_release=lambda s: _on(s, "apex_release").apex,
            database_version=lambda s: "23.6",
            first_look=_first_look,
            quota=lambda s: _on(s, "quota").quota,
            workspace_parts=lambda s, w: None,
            application_info=_info,
            export_application=lambda s, w, a, saved: dict(_on(s, "export").files),
            import_application=_import,
            restore_switches=_restore,
            application_status=lambda s, w, a: _status(s),
            set_application_status=_set_status,
            schema=_schema,
            schema_piece=lambda: None,
            measure=_measure,
            looks=lambda wanted, lobs: None,
            key_names=lambda s, table, shape, keys, since: {},
            keys_met=lambda s, table, shape, condition, most: None,
            versions=lambda s, table, shape, keys, since: (),
            differences=lambda s, table, shape, columns, lobs, since: None,
            own_transactions=lambda s, since, deployment: {},
            read_code=lambda s, inventory, owner: Code(),
            recompiled=_recompiled,
            probe=self._probe,
        )

    def _connect(self, spec: ConnectionSpec, password: str) -> Any:
        server = self.servers[spec.dsn]
        server.happens("connect")
        if password != server.password:
            raise OracleError(
                "oracle.wrong_password", ora=1017, target=spec.name, detail="ORA-01017"
            )
        session = FakeSession(server, spec)
        server.sessions.append(session)
        return session

    def _probe(self, url: str, timeout: float) -> ProbeResult:
        server = self.servers[url]
        server.happens("probe")
        return ProbeResult(200 if server.probe_ok else 503, server.probe_ok, 0.1, "", None)

    def password(self, client: str, user: str) -> str:
        assert threading.current_thread() is not threading.main_thread()
        return self.passwords.get((client, user), SECRET)

    def targets(self) -> list[ClientTarget]:
        return [
            ClientTarget(
                client=name,
                name=name.title(),
                dsn=name,
                business_user="ORASSADM",
                application_user="ORASSUIT",
                workspace="ORASSUIT_MA",
                application_id=210,
                application_schema="ORASSUIT",
                ords_probe=self.probes.get(name, name),
                held=name in self.sites,
            )
            for name in self.servers
        ]

    def plan(self, rollout: str = "r1") -> RolloutPlan:
        release = self.bundle.release
        return RolloutPlan(
            rollout=rollout,
            tag=release.tag,
            commit=release.commit,
            release_version=release.version,
            clients=tuple(
                PlannedClient(n, n.title(), self.waves.get(n, 1), site=self.sites.get(n, ""))
                for n in self.servers
            ),
            workers=self.workers,
            policy=self.policy,
        )

    # -- running ---------------------------------------------------------------------------

    @property
    def journal(self) -> Path:
        return self.home / "journal.sqlite"

    def start(self, rollout: str = "r1", *, again: bool = False, **options: Any) -> RunningRollout:
        begin = resume_rollout if again else run_rollout
        return begin(
            Order(
                self.plan(rollout),
                self.bundle,
                tuple(self.targets()),
                self.password,
                self.journal,
                self.home / "rollouts",
                self.home / "backups",
                self.ports(),
                **options,
            )
        )

    def run(self, rollout: str = "r1") -> RolloutState:
        return self.start(rollout).wait(60)

    def resume(self, rollout: str = "r1") -> RolloutState:
        return self.start(rollout, again=True).wait(60)

    def light(self, at: int | None) -> Fuse:
        """A new fuse for every server, and a new life for those whose program died."""
        fuse = Fuse(at)
        for server in self.servers.values():
            server.fuse = fuse
        return fuse


def release(version: str) -> Release:
    manifest = Manifest(
        format=1,
        version=version,
        created_at=datetime(2026, 11, 23, tzinfo=UTC),
        application="ORASSUIT",
        application_id=100,
        apex_release="24.2.0",
        base="",
        developers=(),
        pages=(),
        changesets=(),
        files=(),
    )
    return Release(version, f"v{version}", "c0ffee", "", manifest, pushed=True)


def bundle(version: str = "2", changelog: str = CHANGELOG) -> ReleaseBundle:
    return ReleaseBundle(
        release(version), application(version), {"changelog/one.sql": changelog.encode("utf-8")}
    )


def approved(made: ReleaseBundle, key: str) -> ReleaseBundle:
    """The release with an approval of one changeset's change of data."""
    shown = parse_changelog(made.changelog)
    changeset = next(c for c in shown.changesets if c.key == key)
    given = approve(
        shown, changeset, "Karim <karim@example.com>", datetime(2026, 11, 29, tzinfo=UTC)
    )
    return replace(made, approvals=approvals.encode(approvals.Approvals().with_(given)))


def _hold(session: Any, what: str, seconds: int) -> bool:
    """Until the session ends, however that is."""
    server = _on(session, "hold")
    with server.holding:
        holder = server.held.get(what)
        if holder is not None and holder.alive and holder is not session:
            return False
        server.held[what] = session
        return True


def _on(session: Any, what: str) -> Server:
    session.round_trips += 1
    server: Server = session.server
    server.happens(what)
    return server


def _info(session: Any, number: int) -> ApplicationInfo | None:
    server = _on(session, "info")
    if not server.files:
        return None
    version = read_application(server.files).version
    return ApplicationInfo(
        number, "ORASSUIT", "", version, server.owner, server.workspace, 1, 1, None, ""
    )


def _look(session: Any, workspace: str, number: int, saved: bool) -> tuple[ApexLook, None]:
    server = _on(session, "apex_release")
    info = _info(session, number)
    session.round_trips -= 1  # it is one query
    schemas = {server.workspace: ("ORASSUIT",)}
    return ApexLook(server.apex, schemas, info, tuple(server.switches)), None


def _recompiled(session: Any, along: Sequence[Piece] = ()) -> Recompiled:
    server = _on(session, "invalid")
    before = len(server.invalid)
    if before:
        server.happens("recompile")
    return Recompiled(before, tuple(server.invalid))


def _import(session: Any, files: Mapping[str, str], target: ImportTarget) -> ImportOutcome:
    server = _on(session, "before import")
    server.files = dict(files)
    server.imports += 1
    server.switches = [replace(s, on=s.kind == "build option") for s in server.switches]
    server.happens("after import")
    return ImportOutcome("install", 1)


def _restore(
    session: Any, workspace: str, number: int, wanted: Any, found: Any
) -> tuple[Switch, ...]:
    server = _on(session, "restore")
    new = [replace(s, on=wanted.get((s.kind, s.name), s.on)) for s in server.switches]
    done = tuple(n for n, s in zip(new, server.switches, strict=True) if n != s)
    server.switches = new
    return done


def _status(session: Any) -> str:
    flow = read_application(_on(session, "status").files).flow
    assert flow is not None
    return flow.text("p_flow_status") or "AVAILABLE"


def _set_status(session: Any, workspace: str, number: int, status: str, message: str) -> None:
    server = _on(session, f"set {status}")
    made = with_status(read_application(server.files), status, message)
    server.files = dict(made.files)


def _first_look(session: Any, names: Names) -> FirstLook:
    server = _on(session, "session_privileges")
    return replace(server.seen, privileges=server.privileges, log=_log(session))


def _log(session: Any) -> Any:
    session.round_trips -= 1  # it is asked for with the rest
    rows = rows_or_none(session)
    return None if rows is None else tuple(msgspec.structs.astuple(row) for row in rows)


def _schema(session: Any, log: bool = False) -> Schema:
    server = _on(session, "columns")
    tables = {
        name: TableShape(
            {c: server.types.get((name, c), "VARCHAR2(30 BYTE)") for c in table.columns}, ("ID",)
        )
        for name, table in server.database.data.tables.items()
        if not name.startswith("DATABASECHANGELOG")
    }
    objects = {key: dict(facts) for key, facts in server.objects.items()}
    rows = _log(session) if log else None
    return Schema(tables, objects, invalid=tuple(server.invalid), log=rows)


def _measure(
    session: Any,
    wanted: Mapping[str, Wanted],
    lobs: Lobs = "full",
    in_time: Callable[[], bool] = lambda: True,
) -> tuple[TableMeasure, ...]:
    server = _on(session, "measure")
    server.measured += 1
    return tuple(_sketched(server, table, how, in_time()) for table, how in wanted.items())


def _sketched(server: Server, table: str, how: Wanted, contents: bool) -> TableMeasure:
    """As many rows as the table has, with the keys 1, 2, 3, each with what the test put there."""
    compared = tuple(c for c in how.columns if c in how.shape.columns)
    text = "|".join(server.content.get((how.table or table, c), "as it was") for c in compared)
    real = how.table or table
    keys = server.keys.get(real) or range(1, server.database.data.tables[real].rows + 1)
    rows = ((key, check_of(key, crc32(text.encode()))) for key in keys)
    if contents:
        return TableMeasure(table, Sketch.of(rows), compared)
    return TableMeasure(table, Sketch([[len(keys), 0, 0, 0]] * 3), compared, contents=False)
