"""A database on which several people work at once, over the wire, with the unmodified driver."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import oracledb
import pytest

from app.lab.sql.database import Database
from app.lab.wire.server import PROFILE_23AI, LabServer

PASSWORD = "Lab_pässwort 1"
SCHEMA = """
create table agences (id number constraint agences_pk primary key, nom varchar2(30),
  n number default 0);
create table contrats (id number constraint contrats_pk primary key,
  agence number constraint contrats_fk references agences (id), montant number(8),
  etat varchar2(10));
create table notes (texte varchar2(100));
insert into agences (id, nom) values (1, 'Rabat');
insert into agences (id, nom) values (2, 'Fès');
insert into agences (id, nom) values (3, 'Oujda');
insert into contrats values (10, 1, 100, 'ACTIF');
insert into contrats values (11, 1, 50, 'ACTIF');
insert into contrats values (12, 2, 75, 'ECHU');
"""


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database.create(tmp_path / "db", "LAB", (23, 6, 0, 24, 10))
    made.create_user("ADM", PASSWORD)
    made.create_user("SUIT", PASSWORD)
    made.run_script_as("ADM", SCHEMA)
    return made


@pytest.fixture
def server(database: Database) -> Iterator[LabServer]:
    made = LabServer([database], profile=PROFILE_23AI)
    made.start()
    yield made
    made.stop(drain_seconds=0.5)


class Person:
    """Somebody at a client: a session, and work that may have to wait."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection
        self.cursor = connection.cursor()

    def run(self, sql: str, *values: Any, **named: Any) -> int:
        self.cursor.execute(sql, named or list(values))
        return int(self.cursor.rowcount)

    def rows(self, sql: str, *values: Any, **named: Any) -> list[Any]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, named or list(values))
            return [tuple(r) for r in cursor.fetchall()]

    def one(self, sql: str, *values: Any, **named: Any) -> Any:
        return self.rows(sql, *values, **named)[0][0]

    def commit(self) -> None:
        self.connection.commit()

    def rollback(self) -> None:
        self.connection.rollback()

    def error(self, sql: str, *values: Any) -> str:
        """``ORA-nnnnn`` of a statement that has to fail."""
        with pytest.raises(oracledb.Error) as caught:
            self.run(sql, *values)
        return str(caught.value.args[0].full_code)

    def later(self, sql: str, *values: Any) -> Later:
        return Later(lambda: self.run(sql, *values))


class Later:
    """A statement in a thread of its own; ``waits`` is true while it has not come back."""

    def __init__(self, act: Callable[[], Any]) -> None:
        self._act, self.result, self.error = act, None, ""
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._act()
        except oracledb.Error as error:
            self.error = str(error.args[0].full_code)

    def waits(self) -> bool:
        """Still there after a moment: what does not wait is back at once."""
        self._thread.join(0.4)
        return self._thread.is_alive()

    def end(self) -> Any:
        self._thread.join(20)
        assert not self._thread.is_alive(), "it waits for ever"
        return self.error or self.result


@pytest.fixture
def person(server: LabServer) -> Iterator[Callable[..., Person]]:
    """``person(user)``: a new session of that user."""
    opened: list[Any] = []

    def make(user: str = "adm") -> Person:
        dsn = f"127.0.0.1:{server.port}/LAB"
        opened.append(oracledb.connect(user=user, password=PASSWORD, dsn=dsn))
        return Person(opened[-1])

    yield make
    for connection in opened:
        with contextlib.suppress(oracledb.Error):
            connection.close()
