"""Listeners that misbehave, and a stand-in that records what a session is told."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from app.errors import OracleError
from app.oracle import ConnectionSpec, ExecuteResult

Serve = Callable[[socket.socket], None]


@pytest.fixture
def listener() -> Iterator[Callable[[Serve], int]]:
    """``listener(serve)`` -> port: each accepted socket is handed to ``serve`` in a thread."""
    open_sockets: list[socket.socket] = []

    def start(serve: Serve) -> int:
        server = socket.create_server(("127.0.0.1", 0))
        open_sockets.append(server)

        def accept() -> None:
            while True:
                try:
                    peer, _ = server.accept()
                except OSError:
                    return
                open_sockets.append(peer)
                threading.Thread(target=serve, args=(peer,), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        return int(server.getsockname()[1])

    yield start
    for one in open_sockets:
        one.close()


@pytest.fixture
def spec() -> Callable[..., ConnectionSpec]:
    def make(dsn: str, timeout: float = 10.0) -> ConnectionSpec:
        return ConnectionSpec("Maroc", dsn, "ORASSUIT", connect_timeout=timeout)

    return make


class RecordingSession:
    """Answers like a session without a database: ``failures`` maps a text that a statement
    contains to the error that it raises; ``answers`` does so for out binds and rows."""

    def __init__(self) -> None:
        self.spec = ConnectionSpec("Maroc", "dsn", "ORASSUIT")
        self.sent: list[tuple[str, dict[str, Any]]] = []
        self.failures: dict[str, OracleError] = {}
        self.answers: dict[str, Any] = {}
        self.round_trips = 0
        self.commits = 0
        self.rollbacks = 0

    @property
    def statements(self) -> list[str]:
        return [statement for statement, _ in self.sent]

    def _send(self, sql: str, binds: dict[str, Any]) -> Any:
        self.sent.append((sql, binds))
        self.round_trips += 1
        for text, error in self.failures.items():
            if text in sql:
                raise error
        return next((answer for text, answer in self.answers.items() if text in sql), None)

    def execute(self, sql: str, /, **binds: Any) -> ExecuteResult:
        self._send(sql, binds)
        return ExecuteResult(0)

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        return self._send(sql, binds) or []

    def call(self, block: str, outs: dict[str, type], /, **binds: Any) -> dict[str, Any]:
        return self._send(block, binds) or {}

    def commit(self) -> None:
        self.commits += 1

    def rollback(self) -> None:
        self.rollbacks += 1

    undo = rollback


@pytest.fixture
def recording() -> RecordingSession:
    return RecordingSession()


def ora(number: int, text: str) -> OracleError:
    return OracleError("oracle.refused", ora=number, target="Maroc", detail=text, statement="")


@pytest.fixture(name="ora")
def ora_fixture() -> Callable[[int, str], OracleError]:
    return ora
