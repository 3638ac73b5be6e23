"""A TCP relay between the driver and a server: it counts turns, and it can break."""

from __future__ import annotations

import socket
import threading


class Relay:
    """Listens on loopback and passes bytes on to ``host:port``.

    ``turns`` counts how often the client spoke after the server had spoken (or first of all):
    what a distant client waits for, measured without asking the driver.
    """

    def __init__(self, host: str, port: int) -> None:
        self._upstream = (host, port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._listener.getsockname()[1])
        self._lock = threading.Lock()
        self._links: list[socket.socket] = []
        self._flowing = threading.Event()
        self._flowing.set()
        self.turns = 0
        self.sent = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            # Breaks travel as urgent data; inline they reach the server as the byte they are.
            client.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)
            server = socket.create_connection(self._upstream)
            for one in (client, server):
                one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            state = {"client_speaks": False}
            with self._lock:
                self._links += [client, server]
            for source, sink, by_client in ((client, server, True), (server, client, False)):
                threading.Thread(
                    target=self._pass_on, args=(source, sink, by_client, state), daemon=True
                ).start()

    def _pass_on(
        self, source: socket.socket, sink: socket.socket, by_client: bool, state: dict[str, bool]
    ) -> None:
        try:
            while data := source.recv(65_536):
                self._flowing.wait()
                with self._lock:
                    if by_client and not state["client_speaks"]:
                        self.turns += 1
                    if by_client:
                        self.sent += len(data)
                    state["client_speaks"] = by_client
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def freeze(self) -> None:
        """From now on nothing passes, and nobody hears that it does not."""
        self._flowing.clear()

    def thaw(self) -> None:
        self._flowing.set()

    def cut(self) -> None:
        """Break all connections; new ones are still taken."""
        with self._lock:
            links, self._links = self._links, []
        for one in links:
            try:
                one.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def close(self) -> None:
        self._flowing.set()
        self._listener.close()
        self.cut()
