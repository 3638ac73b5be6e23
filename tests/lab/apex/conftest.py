"""An instance of APEX without a database: the store over SQLite in memory."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from app.lab.apex.exporter import Exporter
from app.lab.apex.importer import Importer
from app.lab.apex.releases import USUAL, Release
from app.lab.apex.session import ApexSession
from app.lab.apex.store import Store

ROOT = Path(__file__).resolve().parents[3] / "resources" / "demo" / "f100"
MAIN = 9014203847561220
COPY = 9027718300452106
OFFSET = 11322785363014083


class Instance:
    """``session(schema)`` logs on; ``install`` and ``run`` obey the statement's all or nothing."""

    def __init__(self, release: Release = USUAL) -> None:
        self.db = sqlite3.connect(":memory:", isolation_level=None)
        self.store = Store(self.db)
        self.store.create(release)
        self.store.add_workspace(MAIN, "ORASSUIT", ["ORASSUIT"])
        self.store.add_workspace(COPY, "ORASSUIT_DEV1", ["ORASSUIT_DEV1"])
        self.now = datetime(2024, 11, 30, 12, 0, 0)

    @contextmanager
    def statement(self) -> Iterator[None]:
        self.db.execute("savepoint one")
        try:
            yield
        except BaseException:
            self.db.execute("rollback to one")
            raise
        finally:
            self.db.execute("release one")

    def install(self, session: ApexSession, files: dict[str, str]) -> None:
        with self.statement():
            Importer(self.store, session, lambda: self.now).install(files)

    def run(self, session: ApexSession, block: str) -> None:
        with self.statement():
            Importer(self.store, session, lambda: self.now).run(block)

    def export(self, number: int, *, original_ids: bool = False) -> dict[str, str]:
        app = self.store.application(number)
        assert app is not None
        return Exporter(self.store, app, original_ids=original_ids).files()


def main_session() -> ApexSession:
    return ApexSession("ORASSUIT")


def copy_session() -> ApexSession:
    session = ApexSession("ORASSUIT_DEV1")
    session.settings.workspace = COPY
    session.settings.application = 101
    session.settings.schema = "ORASSUIT_DEV1"
    session.settings.offset = OFFSET
    return session


@pytest.fixture(scope="session")
def files() -> dict[str, str]:
    """The demo's application, paths below ``f100/`` included."""
    return {
        f"f100/{path.relative_to(ROOT).as_posix()}": path.read_bytes().decode("ascii")
        for path in sorted(ROOT.rglob("*.sql"))
    }


@pytest.fixture
def instance() -> Instance:
    return Instance()


@pytest.fixture
def loaded(instance: Instance, files: dict[str, str]) -> Instance:
    """With the demo's application installed as 100."""
    instance.install(main_session(), files)
    return instance


@pytest.fixture
def sessions() -> dict[str, Callable[[], ApexSession]]:
    return {"main": main_session, "copy": copy_session}
