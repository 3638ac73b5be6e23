"""A database for the contract tests: the lab, or a real Oracle.

With CARAVANE_TEST_DSN (``host:port/service``) and CARAVANE_TEST_PASSWORD the same tests run on that
database instead, as the users that ``python -m tests.contract.real create`` makes (docs/oracle.md).
Tables whose names begin with CARAVANE_T_ are dropped.
"""

from __future__ import annotations

import os
import secrets
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from msgspec import Struct

from app.errors import OracleError
from app.oracle import ConnectionSpec, Session, connect

sys.path.insert(0, str(Path(__file__).parent))

from relay import Relay

from tests.contract import recorder
from tests.contract.real import TESTER

if TYPE_CHECKING:
    from app.lab.world import WorldInfo

recorder.listen(Session)


@pytest.fixture(autouse=True)
def recorded() -> Iterator[None]:
    """What the product is answered here is kept for the judge at the end."""
    recorder.KEPT.listening = True
    yield
    recorder.KEPT.listening = False


class Database(Struct, frozen=True):
    """Where the tests run. ``server``: the lab's listener, ``lab`` the database behind it; None
    where it is a real Oracle. Another user has the same password: ORASSUIT."""

    dsn: str
    user: str
    password: str
    server: Any = None
    lab: Any = None

    @property
    def host(self) -> str:
        return self.dsn.partition("/")[0].partition(":")[0]

    @property
    def port(self) -> int:
        return int(self.dsn.partition("/")[0].partition(":")[2] or 1521)

    @property
    def service(self) -> str:
        return self.dsn.partition("/")[2]

    def through(self, port: int) -> str:
        """The same service through a relay on loopback."""
        return f"127.0.0.1:{port}/{self.service}"


REAL = os.environ.get("CARAVANE_TEST_DSN", "")


@pytest.fixture(scope="session", params=["real"] if REAL else ["23ai", "19c"])
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    """A real Oracle, or an empty lab database behind each of the two forms of the protocol."""
    if REAL:
        yield Database(REAL, TESTER, os.environ["CARAVANE_TEST_PASSWORD"])
        return
    from app.lab.sql.database import Database as LabDatabase
    from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer

    profile, version = {
        "23ai": (PROFILE_23AI, (23, 6, 0, 24, 10)),
        "19c": (PROFILE_19C, (19, 25, 0, 0, 0)),
    }[request.param]
    made = LabDatabase.create(tmp_path_factory.mktemp("lab") / "db", "CONTRACT", version)
    password = secrets.token_urlsafe(12)
    for user in ("TESTER", "ORASSUIT"):
        made.create_user(user, password)
    server = LabServer([made], profile=profile)
    server.start()
    yield Database(f"127.0.0.1:{server.port}/CONTRACT", "TESTER", password, server, made)
    server.stop(drain_seconds=0)


@pytest.fixture
def faulty(database: Database) -> Iterator[Any]:
    """The lab's faults, none at the beginning and none left behind."""
    if database.server is None:
        pytest.skip("a real Oracle has no faults to order")
    faults = database.server.faults
    faults.clear()
    yield faults
    faults.clear()


class World(Struct, frozen=True):
    """The demo world's databases in ``folder``, each behind its listener; or one real database that
    plays all of them, with the applications that ``tests.contract.real`` imported."""

    folder: Path
    servers: dict[str, Any]
    passwords: dict[tuple[str, str], str]

    def database(self, server: str, user: str) -> Database:
        if not self.servers:
            return Database(REAL, user, os.environ["CARAVANE_TEST_PASSWORD"])
        dsn = f"127.0.0.1:{self.servers[server].port}/{server}"
        return Database(dsn, user, self.passwords[server, user], self.servers[server])


@pytest.fixture(scope="session")
def world(request: pytest.FixtureRequest) -> World:
    return World(Path(), {}, {}) if REAL else request.getfixturevalue("lab_world")


@pytest.fixture(scope="session")
def lab_world(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """The demo world on the lab, also where the tests run on a real Oracle."""
    from app.lab.sql.database import Database as LabDatabase
    from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer

    info: WorldInfo = request.getfixturevalue("pristine")
    folder = tmp_path_factory.mktemp("world") / "lab"
    shutil.copytree(info.home, folder)
    profiles = {p.name: p for p in (PROFILE_19C, PROFILE_23AI)}
    servers = {}
    for one in info.servers:
        made = LabDatabase.open(folder / one.name)
        servers[one.name] = LabServer([made], profile=profiles[one.profile])
        servers[one.name].start()
    yield World(folder, servers, dict(info.passwords))
    for server in servers.values():
        server.stop(drain_seconds=0)


@pytest.fixture
def log_on(database: Database) -> Iterator[Callable[..., Session]]:
    """``log_on(dsn=None, **changes)`` -> a session that the test need not close."""
    opened: list[Session] = []

    def open_one(dsn: str | None = None, call_timeout: float = 30.0) -> Session:
        spec = ConnectionSpec(
            "contract", dsn or database.dsn, database.user, call_timeout=call_timeout
        )
        opened.append(connect(spec, database.password))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def session(log_on: Callable[..., Session]) -> Session:
    return log_on()


@pytest.fixture
def relay(database: Database) -> Iterator[Relay]:
    one = Relay(database.host, database.port)
    yield one
    one.close()


@pytest.fixture
def table(session: Session) -> Iterator[Callable[[str, str], str]]:
    """``table(name, columns)`` -> the full name of a new, empty table."""
    made: list[str] = []

    def make(name: str, columns: str) -> str:
        full = f"CARAVANE_T_{name}"
        with suppress(OracleError):
            session.execute(f"drop table {full}")
        session.execute(f"create table {full} ({columns})")
        made.append(full)
        return full

    yield make
    if session.alive:
        session.rollback()
        for full in made:
            with suppress(OracleError):
                session.execute(f"drop table {full}")
