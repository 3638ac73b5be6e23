"""A listener on loopback that speaks Oracle's wire protocol for one or more databases."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from app.lab.backend import Backend
from app.lab.wire.connection import Connection
from app.lab.wire.faults import Faults


@dataclass(frozen=True)
class Profile:
    """How new a server to play: ``field_version`` decides the layouts of messages."""

    name: str
    tns_version: int
    field_version: int
    fast_auth: bool


PROFILE_23AI: Final = Profile("23ai", 319, 24, True)
PROFILE_19C: Final = Profile("19c", 318, 12, False)
PROFILES: Final = {one.name: one for one in (PROFILE_23AI, PROFILE_19C)}


class LabServer:
    """``start`` returns when it listens; ``port`` 0 takes a free one."""

    def __init__(
        self,
        backends: Mapping[str, Backend] | Iterable[Backend],
        host: str = "127.0.0.1",
        port: int = 0,
        profile: Profile = PROFILE_23AI,
        faults: Faults | None = None,
        sdu: int = 8192,
    ) -> None:
        if not ipaddress.ip_address(host).is_loopback:
            raise ValueError("the lab listens on loopback only")
        if isinstance(backends, Mapping):
            self._backends = {k.upper(): b for k, b in backends.items()}
        else:
            self._backends = {b.service.upper(): b for b in backends}
        self.profile, self.faults, self.sdu = profile, faults or Faults(), sdu
        self._host, self.port = host, port
        self._lock = threading.Lock()
        self._connections: set[Connection] = set()
        self._trips = 0
        self.draining = False
        self.refusal = 0
        """An ORA number (12516, 12518...) with which the listener refuses everybody; 0: nobody."""
        self._socket: socket.socket | None = None

    def start(self) -> None:
        """Listen. Raises OSError when the port is taken."""
        listener = socket.socket(socket.AF_INET6 if ":" in self._host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self._host, self.port))
            listener.listen(256)
        except OSError:
            listener.close()
            raise
        self.port = listener.getsockname()[1]
        self._socket = listener
        threading.Thread(
            target=self._accept, args=(listener,), name="lab listener", daemon=True
        ).start()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                sock, _ = listener.accept()
            except OSError:
                return  # closed: the server stops
            connection = Connection(self, sock)
            with self._lock:
                self._connections.add(connection)
            connection.start()

    def backend(self, service: str) -> Backend | None:
        return self._backends.get(service.upper())

    @property
    def round_trips(self) -> int:
        """Answers sent to all clients so far."""
        return self._trips

    def count_trip(self) -> None:
        with self._lock:
            self._trips += 1

    @property
    def connections(self) -> int:
        with self._lock:
            return len(self._connections)

    def forget(self, connection: Connection) -> None:
        with self._lock:
            self._connections.discard(connection)

    def notify(self, code: int) -> None:
        """Tell every client, between two answers, that its session is going away (ORA ``code``)."""
        for connection in self.live():
            connection.channel.notify(code)

    def kill_all(self) -> None:
        """Cut every connection now, as a crash would."""
        with self._lock:
            known = list(self._connections)
        for connection in known:
            connection.channel.cut()

    def stop(self, drain_seconds: float = 5.0) -> None:
        """Accept nobody any more, let running statements end, then cut."""
        self.draining = True
        if self._socket is not None:
            with contextlib.suppress(
                OSError
            ):  # not every system shuts a listener down; closing ends it as well
                self._socket.shutdown(socket.SHUT_RDWR)
            self._socket.close()
        gate = threading.Event()
        waited = 0.0
        while waited < drain_seconds and any(c.busy for c in self.live()):
            gate.wait(0.02)
            waited += 0.02
        self.kill_all()

    def live(self) -> list[Connection]:
        """The connections of this moment."""
        with self._lock:
            return list(self._connections)
