"""One world for all tests of this folder; a test that writes gets a copy of its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.lab import world
from app.lab.backend import Bind, OraType, QueryOutcome
from app.lab.sql.database import Database
from app.lab.sql.engine import LabSession

TYPES = {
    int: OraType.NUMBER,
    bytes: OraType.BLOB,
    bool: OraType.BOOLEAN,
}


class User:
    """A session of the engine with calls as short as a test wants them."""

    def __init__(self, session: LabSession) -> None:
        self.session = session

    def query(self, sql: str, **binds: Any) -> list[tuple[Any, ...]]:
        outcome = self._execute(sql, binds)
        assert isinstance(outcome, QueryOutcome)
        return list(outcome.rows)

    def one(self, sql: str, **binds: Any) -> Any:
        return self.query(sql, **binds)[0][0]

    def run(self, sql: str, **binds: Any) -> dict[str, Any]:
        outcome = self._execute(sql, binds)
        values = getattr(outcome, "values", None)
        return {k.lower(): v for k, v in values[0].items()} if values else {}

    def _execute(self, sql: str, binds: dict[str, Any]) -> Any:
        described = [
            Bind(name.upper(), TYPES.get(type(value), OraType.VARCHAR), 4000)
            for name, value in binds.items()
        ]
        return self.session.execute(sql, described, [list(binds.values())])


@pytest.fixture(scope="session")
def made(pristine: world.WorldInfo, tmp_path_factory: pytest.TempPathFactory) -> world.WorldInfo:
    home = tmp_path_factory.mktemp("lab") / "world"
    shutil.copytree(pristine.home, home)
    return replace(pristine, home=home)


@pytest.fixture
def own(made: world.WorldInfo, tmp_path: Path) -> Callable[[str], Database]:
    """``own(server)``: a copy of that server's database that the test may change."""

    def copy(server: str) -> Database:
        shutil.copytree(made.home / server, tmp_path / server)
        return Database.open(tmp_path / server)

    return copy


@pytest.fixture
def log_on() -> Iterator[Callable[[Database, str], User]]:
    users: list[User] = []

    def open_one(database: Database, user: str) -> User:
        users.append(User(database.log_on(user, "test")))
        return users[-1]

    yield open_one
    for user in users:
        user.session.close()


@pytest.fixture
def at(made: world.WorldInfo, log_on: Callable[[Database, str], User]) -> Callable[..., User]:
    """``at(server, user)`` on the shared world: for reading."""
    return lambda server, user="ORASSADM": log_on(Database.open(made.home / server), user)
