"""TCPS: TLS in front of a lab's listener.

It ends TLS and carries the bytes to the listener and back, as Oracle's own listener does before
its protocol begins. One thread with an event loop serves all connections.
"""

from __future__ import annotations

import asyncio
import ssl
import threading

from app.lab.wire.server import LabServer


class TlsFront:
    """``start`` returns when it listens on ``port`` (loopback, a free one)."""

    def __init__(self, server: LabServer, context: ssl.SSLContext) -> None:
        self._server, self._context = server, context
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="lab tls", daemon=True)
        self._listener: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self.port = 0

    def start(self) -> None:
        """Raises OSError where no port can be had."""
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result()

    def stop(self) -> None:
        """Cut all connections and let go of the port."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _listen(self) -> None:
        self._listener = await asyncio.start_server(
            self._carry, "127.0.0.1", 0, ssl=self._context, ssl_handshake_timeout=10
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._listener is not None:
            self._listener.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        inner: asyncio.StreamWriter | None = None
        try:
            plain, inner = await asyncio.open_connection("127.0.0.1", self._server.port)
            ways = [asyncio.create_task(_pump(a, b)) for a, b in ((reader, inner), (plain, writer))]
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
            for way in ways:
                way.cancel()
        except (OSError, asyncio.CancelledError):
            pass  # the listener is gone, or we stop: the client sees a closed line
        finally:
            self._tasks.discard(task)
            writer.close()
            if inner is not None:
                inner.close()


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    """Bytes one way until the end of the line."""
    try:
        while data := await source.read(1 << 16):
            target.write(data)
            await target.drain()
    except OSError:
        return  # a reset is an end as well
