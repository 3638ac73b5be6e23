"""Serving a world: every server's listener and its ORDS in one process, until told to end.

One JSON line on standard output says when all of them listen. Ports are remembered in the world's
folder and used again where they are still free, so a connection string survives a restart.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO, TypeVar

from app import durable, waiting
from app.lab.ords import package as ords_api
from app.lab.ords.listener import OrdsListener
from app.lab.sql.database import Database
from app.lab.wire.server import PROFILE_19C, PROFILE_23AI, LabServer
from app.lab.world.servers import BLACK_BOX, SERVERS, Server, server
from app.lab.world.work import Inside, Workload, equip

HOST: Final = "127.0.0.1"
PROFILES: Final = {"23ai": PROFILE_23AI, "19c": PROFILE_19C}
_PORTS: Final = "lab.json"
T = TypeVar("T")


@dataclass(frozen=True)
class _Running:
    """One server that listens."""

    name: str
    backend: Database
    database: LabServer
    ords: OrdsListener

    @property
    def ports(self) -> dict[str, int]:
        return {"port": self.database.port, "ords_port": self.ords.port}

    def stop(self) -> None:
        self.ords.stop()
        self.database.stop()


def serve(home: Path, out: TextIO | None = None, busy: float = 0.0) -> int:
    """Serve the world in ``home`` until standard input closes, or SIGTERM or SIGINT comes.

    ``busy``: people work at each client, each that many acts a second; 0: nobody. Statements that run at that moment finish first. Returns the exit code: 0, or 2 where there
    is no whole world.
    """
    missing = [s.name for s in SERVERS if not (home / s.name).is_dir()]
    if missing:
        print(f"no world in {home}: {', '.join(missing)} missing", file=sys.stderr)
        return 2
    end = threading.Event()
    _end_on_signals(end)
    _end_with_input(end)
    running: list[_Running] = []
    offices: list[Workload] = []
    try:
        known = _remembered(home)
        for server in SERVERS:
            running.append(_start(home, server, known.get(server.name, {})))
        ports = {one.name: one.ports for one in running}
        _remember(home, ports)
        print(json.dumps({"ready": True, "servers": ports}), file=out or sys.stdout, flush=True)
        if busy:
            offices += [_office(one.name, one.backend, busy) for one in running]
        waiting.wait(end)
    finally:
        for office in offices:
            office.stop()
        _stop_all(running)
    return 0


def _start(home: Path, server: Server, known: dict[str, Any]) -> _Running:
    database = Database.open(home / server.name)

    def listener(port: int) -> LabServer:
        made = LabServer([database], host=HOST, port=port, profile=PROFILES[server.profile])
        made.start()
        return made

    def ords(port: int) -> OrdsListener:
        made = OrdsListener(database, lambda db: ords_api.handlers(db.file), HOST, port)
        made.start()
        return made

    first = _on_port(listener, known.get("port"))
    try:
        return _Running(server.name, database, first, _on_port(ords, known.get("ords_port")))
    except BaseException:
        first.stop()
        raise


def _office(name: str, database: Database, rate: float) -> Workload:
    """The people of one server's client, at work in this process."""
    desk = Inside(database, BLACK_BOX)
    try:
        equip(desk)
    finally:
        desk.close()
    counts = server(name).counts
    return Workload(lambda user: Inside(database, user), counts, rate=rate).start()


def _on_port(make: Callable[[int], T], port: object) -> T:
    """Made on the remembered port where that is free, else on any."""
    if isinstance(port, int) and 0 < port < 65536:
        with suppress(OSError):
            return make(port)
    return make(0)


def _stop_all(running: list[_Running]) -> None:
    """Stop side by side: each waits for its own statements."""
    threads = [threading.Thread(target=one.stop) for one in running]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _end_on_signals(end: threading.Event) -> None:
    if threading.current_thread() is threading.main_thread():
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: end.set())


def _end_with_input(end: threading.Event) -> None:
    """The lifeline: whoever started us holds the other end of standard input."""
    stream = sys.stdin
    if stream is None or stream.closed or stream.isatty():
        return

    descriptor = stream.fileno()

    def watch() -> None:
        # not through the stream: its lock would be held when the interpreter ends
        with suppress(OSError):
            while os.read(descriptor, 1024):
                pass
        end.set()

    threading.Thread(target=watch, name="lifeline", daemon=True).start()


def _remembered(home: Path) -> dict[str, dict[str, Any]]:
    try:
        read = json.loads((home / _PORTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {k: v for k, v in read.items() if isinstance(v, dict)} if isinstance(read, dict) else {}


def _remember(home: Path, ports: dict[str, dict[str, int]]) -> None:
    durable.write(home / _PORTS, json.dumps(ports, indent=1) + "\n")
