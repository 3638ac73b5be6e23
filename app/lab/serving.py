"""Serving a world: every server's listener and its ORDS in one process, until told to end.

One JSON line on standard output says when all of them listen. Ports are remembered in the world's
folder and used again where they are still free, so a connection string survives a restart.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from app import durable, waiting
from app.lab.lifeline import until_told
from app.lab.ords import package as ords_api
from app.lab.ords.listener import OrdsListener, Rest
from app.lab.sql.database import Database
from app.lab.wire.faults import Faults
from app.lab.wire.server import PROFILES, LabServer
from app.lab.world.data import Counts
from app.lab.world.servers import BLACK_BOX, SERVERS, Server
from app.lab.world.work import Inside, Workload, equip

HOST: Final = "127.0.0.1"
_PORTS: Final = "lab.json"
T = TypeVar("T")


@dataclass(frozen=True)
class Running:
    """One server that listens; servers of a process may share their ORDS."""

    server: Server
    backend: Database
    database: LabServer
    ords: OrdsListener

    @property
    def name(self) -> str:
        return self.server.name

    @property
    def ports(self) -> dict[str, int]:
        return {"port": self.database.port, "ords_port": self.ords.port}

    def stop(self) -> None:
        self.database.stop()


def serve(home: Path, out: TextIO | None = None, busy: float = 0.0) -> int:
    """Serve the world in ``home`` until standard input closes, or SIGTERM or SIGINT comes.

    ``busy``: people work at each client, each that many acts a second; 0: nobody. Statements that
    run at that moment finish first. Returns the exit code: 0, or 2 where there is no whole world.
    """
    missing = [s.name for s in SERVERS if not (home / s.name).is_dir()]
    if missing:
        print(f"no world in {home}: {', '.join(missing)} missing", file=sys.stderr)
        return 2
    end = until_told()
    running: list[Running] = []
    try:
        known = remembered(home / _PORTS)
        for server in SERVERS:
            running.append(_start(home, server, known.get(server.name, {})))
        ready(home / _PORTS, running, out)
        work(running, busy, end)
    finally:
        stop_all(running)
    return 0


def _start(home: Path, server: Server, known: Mapping[str, Any]) -> Running:
    database = Database.open(home / server.name)
    rest = Rest(database, lambda db: ords_api.handlers(db.file))
    ords = answer_at(rest, known.get("ords_port"))
    try:
        return Running(server, database, listen(server, database, known.get("port")), ords)
    except BaseException:
        ords.stop()
        raise


def listen(
    server: Server, database: Database, port: object, faults: Faults | None = None
) -> LabServer:
    """A listener for one database, on ``port`` where that is free."""

    def made(port: int) -> LabServer:
        one = LabServer([database], HOST, port, PROFILES[server.profile], faults)
        one.start()
        return one

    return _on_port(made, port)


def answer_at(rest: Any, port: object) -> OrdsListener:
    """An ORDS that answers with ``rest``, on ``port`` where that is free."""
    ords = _on_port(lambda port: OrdsListener(rest, HOST, port), port)
    ords.start()
    return ords


def work(running: Sequence[Running], busy: float, end: threading.Event) -> None:
    """Let people work at each client until ``end``; nobody where ``busy`` is 0."""
    offices: list[Workload] = []
    try:
        if busy:
            offices += [_office(one.backend, one.server.counts, busy) for one in running]
        waiting.wait(end)
    finally:
        for office in offices:
            office.stop()


def _office(database: Database, counts: Counts, rate: float) -> Workload:
    """The people of one server's client, at work in this process."""
    desk = Inside(database, BLACK_BOX)
    try:
        equip(desk)
    finally:
        desk.close()
    return Workload(lambda user: Inside(database, user), counts, rate=rate).start()


def _on_port(make: Callable[[int], T], port: object) -> T:
    """Made on the remembered port where that is free, else on any."""
    if isinstance(port, int) and 0 < port < 65536:
        with suppress(OSError):
            return make(port)
    return make(0)


def stop_all(running: Sequence[Running]) -> None:
    """Stop side by side: each waits for its own statements."""
    stops = [one.stop for one in running] + [o.stop for o in {one.ords for one in running}]
    threads = [threading.Thread(target=stop) for stop in stops]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def remembered(file: Path) -> dict[str, dict[str, Any]]:
    """The ports of the last time, by server."""
    try:
        read = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in read.items() if isinstance(v, dict)} if isinstance(read, dict) else {}


def ready(file: Path, running: Sequence[Running], out: TextIO | None) -> None:
    """Remember the ports in ``file``, and say in one line that all of them listen."""
    ports = {one.name: one.ports for one in running}
    durable.write(file, json.dumps(ports, indent=1) + "\n")
    print(json.dumps({"ready": True, "servers": ports}), file=out or sys.stdout, flush=True)
