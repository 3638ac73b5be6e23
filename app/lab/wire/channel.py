"""Packets in and out of one socket, and the breaks between them.

One thread reads packets and acts on breaks at once; whoever works on requests takes them from a
queue. A response is written whole or not at all, so a break finds the stream between two messages.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import struct
import threading
import time
from collections.abc import Callable
from typing import Final, TypeVar

from app.lab.wire.bytes import (
    FLAG_END_OF_RESPONSE,
    Marker,
    Message,
    NeedMore,
    Packet,
    ProtocolError,
    Reader,
)

_BREAK_BYTE: Final = 0x21
_NEARLY: Final = 16  # a packet with less room than this is nearly always followed by another
_RESET_WITHIN: Final = 3.0  # seconds
_REST_WITHIN: Final = 20.0  # seconds; a client that we misread would else wait for ever
T = TypeVar("T")


class Gone(Exception):  # noqa: N818
    """The client left, or the lab is stopping."""


class Broken(Exception):  # noqa: N818
    """A break arrived: what was being read or done is dropped."""


class Channel:
    """``interrupt`` stops a statement that runs, ``cancelled`` makes the answer to a break.
    ``bandwidth``: bytes a second in each direction; 0: as fast as it goes."""

    def __init__(
        self,
        sock: socket.socket,
        sdu: int,
        interrupt: Callable[[], None],
        cancelled: Callable[[], bytes],
        bandwidth: float = 0.0,
    ) -> None:
        self._sock, self._bandwidth = sock, bandwidth
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, 1)  # a break byte stays in line
        self._interrupt, self._cancelled = interrupt, cancelled
        self._packets: queue.Queue[tuple[int, int, bytes] | None] = queue.Queue()
        self._gate = threading.Condition()
        self._wide = False  # packet lengths are four bytes after ACCEPT
        self._breaking = self._frozen = self._full = self._given_up = False
        self._breaks = self._taken = 0
        self.sdu = sdu
        self.ready = False
        """Whether the client has logged on: before that a break wants no answer."""
        self.ends_response = False
        self.marker_follows = False
        """Whether the client sends a marker behind the urgent byte of a break, and is not to be
        answered before: JDBC writes its reset into the same packet, and one of the two is lost."""
        self.busy = False
        self.flags = 0
        """The data flags of the request that was begun last."""
        self.closing = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._read, name="lab reader", daemon=True).start()

    # -- the reading thread ----------------------------------------------------------------

    def _read(self) -> None:
        buffer = bytearray()
        try:
            while True:
                data = self._sock.recv(1 << 16)
                if not data:
                    break
                self._pace(len(data))
                if not self._frozen:
                    buffer += data
                    self._cut(buffer)
        except OSError:
            pass  # a reset is a way of leaving
        finally:
            self.closing.set()
            self._packets.put(None)
            self._interrupt()

    def _cut(self, buffer: bytearray) -> None:
        while buffer:
            if buffer[0] == _BREAK_BYTE:  # a packet never begins so
                del buffer[:1]
                if self.ready and not self.marker_follows:
                    self._break()
                continue
            if len(buffer) < 8:
                return
            size = int.from_bytes(buffer[:4] if self._wide else buffer[:2], "big")
            if size < 8:
                raise OSError("a packet shorter than its head")
            if len(buffer) < size:
                return
            kind, body = buffer[4], bytes(buffer[8:size])
            del buffer[:size]
            if kind == Packet.MARKER:
                self._marker(body[2] if len(body) > 2 else 0)
            elif kind == Packet.DATA and self._breaking:
                continue  # everything is dropped until RESET
            else:
                self._packets.put((kind, size, body))

    def _marker(self, kind: int) -> None:
        if not self.ready:
            return  # the check of out-of-band data at connect wants no answer
        if kind != Marker.RESET:
            self._break()
        elif self._given_up:
            self._given_up = False  # it was answered before it came
        else:
            self._settle()

    def _settle(self) -> None:
        """Answer the client's RESET: what ran has ended, and the next request may come."""
        with self._gate:
            self._gate.wait_for(lambda: not self.busy, timeout=60)
            if not self._breaking:
                return
            self._breaking = False
            self.packet(Packet.MARKER, bytes((1, 0, Marker.RESET)))
            self.data(self._cancelled())

    def _give_up(self, number: int) -> None:
        """The RESET of break ``number`` did not come: a client that lost it would wait for ever."""
        with self._gate, contextlib.suppress(OSError):  # it may have left
            if self._breaking and self._breaks == number and not self.closing.is_set():
                self._given_up = True
                self._settle()

    def _break(self) -> None:
        with self._gate:
            if self._breaking:
                return
            self._breaking, self._given_up = True, False  # a late RESET would have come before
            self._breaks += 1
            patience = threading.Timer(_RESET_WITHIN, self._give_up, (self._breaks,))
            patience.daemon = True
            patience.start()
            while not self._packets.empty():
                self._packets.get_nowait()
            self._packets.put((0, 0, b""))  # wakes a worker that waits for the rest of a request
            self.packet(Packet.MARKER, bytes((1, 0, Marker.BREAK)))
        if self.busy:
            self._interrupt()

    # -- writing ---------------------------------------------------------------------------

    def _pace(self, size: int) -> None:
        if self._bandwidth:
            self.closing.wait(size / self._bandwidth)

    def _write(self, sent: bytes) -> None:
        self._pace(len(sent))
        self._sock.sendall(sent)

    def packet(self, kind: int, body: bytes) -> None:
        size = len(body) + 8
        head = (
            struct.pack(">IBBH", size, kind, 0, 0)
            if self._wide
            else struct.pack(">HHBBH", size, 0, kind, 0, 0)
        )
        self._write(head + body)

    def accept(self, body: bytes) -> None:
        """The ACCEPT packet; from it on lengths are wide in both directions."""
        with self._gate:
            self._wide = True  # before the answer: what the client sends next may come at once
            size = len(body) + 8
            self._write(struct.pack(">HHBBH", size, 0, Packet.ACCEPT, 0, 0) + body)

    def notify(self, code: int) -> None:
        """An in-band notification: the driver closes the connection before its next call."""
        with self._gate, contextlib.suppress(OSError):  # who left needs no notice
            self.packet(Packet.CONTROL, struct.pack(">HII", 8, 0, code))

    def framed(self, payload: bytes) -> bytes:
        """An answer in DATA packets."""
        if self.ends_response:
            payload += bytes((Message.END_OF_RESPONSE,))
        room = self.sdu - 10
        out = []
        for at in range(0, len(payload) or 1, room):
            part = payload[at : at + room]
            last = self.ends_response and at + room >= len(payload)
            flags = FLAG_END_OF_RESPONSE if last else 0
            out.append(struct.pack(">IBBHH", len(part) + 10, Packet.DATA, 0, 0, flags) + part)
        return b"".join(out)

    def data(self, payload: bytes) -> None:
        self._write(self.framed(payload))

    def raw(self, sent: bytes) -> None:
        """Bytes as they are: half an answer."""
        self._write(sent)

    def send(self, payload: bytes) -> None:
        """The whole answer, unless a break came first."""
        with self._gate:
            if self._breaking:
                raise Broken
            self.data(payload)

    # -- taking ----------------------------------------------------------------------------

    def next(self, timeout: float | None = None) -> tuple[int, int, bytes] | None:
        """Kind, size and body of the next packet; None when none comes within ``timeout`` seconds."""
        try:
            found = self._packets.get(timeout=timeout)
        except queue.Empty:
            return None
        if found is None:
            self._packets.put(None)
            raise Gone
        if found[0] == 0:
            raise Broken
        return found

    def must(self) -> tuple[int, int, bytes]:
        found = self.next()
        assert found is not None
        return found

    def first(self) -> Reader:
        """The first packet of a request."""
        self._taken = self._breaks
        _, size, body = self.must()
        self._full = size >= self.sdu - _NEARLY
        self.flags = int.from_bytes(body[:2], "big")
        return Reader(body, 2)

    def parsed(self, reader: Reader, parse: Callable[[Reader], T]) -> T:
        """Parse; when bytes are missing take more packets and parse again from the start."""
        start, parts = reader.at, [reader.data]
        while True:
            while self._full:
                more = self.next(timeout=0.02)
                if more is None:
                    break
                self._full = more[1] >= self.sdu - _NEARLY
                parts.append(more[2][2:])
            if len(parts) > 1:
                parts = [b"".join(parts)]
            reader = Reader(parts[0], start)
            try:
                return parse(reader)
            except NeedMore:
                more = self.next(timeout=_REST_WITHIN)
                if more is None:
                    raise ProtocolError("the rest of a request did not come") from None
                self._full = more[1] >= self.sdu - _NEARLY
                parts.append(more[2][2:])

    def drop_rest(self) -> None:
        """Pass over the rest of a request that was not understood."""
        while self._full:
            more = self.next(timeout=0.05)
            self._full = more is not None and more[1] >= self.sdu - _NEARLY

    # -- one request at a time -------------------------------------------------------------

    def begin(self) -> bool:
        """Whether work on a request may begin: not where a break came since it was awaited."""
        with self._gate:
            self.busy = not self._breaking and self._taken == self._breaks
            return self.busy

    def end(self) -> None:
        with self._gate:
            self.busy = False
            self._gate.notify_all()

    def pause(self, seconds: float) -> None:
        """Wait, but not longer than the client does."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not self.closing.is_set() and not self._breaking:
            self.closing.wait(min(0.01, max(0.0, until - time.monotonic())))

    # -- ends ------------------------------------------------------------------------------

    def freeze(self) -> None:
        """Hear nothing any more and say nothing, until the client leaves."""
        self._frozen = True
        self.closing.wait()

    def cut(self) -> None:
        """End the connection now, from any thread."""
        self.closing.set()
        with contextlib.suppress(OSError):  # it went by itself
            self._sock.shutdown(socket.SHUT_RDWR)

    def reset(self) -> None:
        """Let the close be a reset."""
        self._sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))

    def close(self) -> None:
        with contextlib.suppress(OSError):  # it is closed already
            self._sock.shutdown(socket.SHUT_RDWR)
        self._sock.close()
