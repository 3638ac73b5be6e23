"""A break is always answered: also where the client's own answer to it never comes."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from app.lab.wire import channel as channels
from app.lab.wire.channel import Channel

ANSWER = b"what ran was cancelled"


def marker(kind: int) -> bytes:
    return bytes((0, 0, 0, 11, 12, 0, 0, 0, 1, 0, kind))


BREAK, RESET, INTERRUPT = marker(1), marker(2), marker(3)
DATA = bytes((0, 0, 0, 10 + len(ANSWER), 6, 0, 0, 0, 0, 0)) + ANSWER


class Client:
    def __init__(self, sock: socket.socket, channel: Channel) -> None:
        self.sock, self.channel = sock, channel
        self.sock.settimeout(20)

    def send(self, sent: bytes) -> None:
        self.sock.sendall(sent)

    def reads(self, wanted: bytes) -> bool:
        found = b""
        while len(found) < len(wanted):
            found += self.sock.recv(len(wanted) - len(found))
        return found == wanted

    def reads_nothing(self) -> bool:
        self.sock.settimeout(0.2)
        try:
            return not self.sock.recv(1)
        except TimeoutError:
            return True
        finally:
            self.sock.settimeout(20)


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[Client]:
    monkeypatch.setattr(channels, "_RESET_WITHIN", 0.2)
    here, there = socket.socketpair()
    if here.family not in (socket.AF_INET, socket.AF_INET6):  # it has no Nagle to switch off
        listener = socket.create_server(("127.0.0.1", 0))
        here.close(), there.close()
        here = socket.create_connection(listener.getsockname())
        there = listener.accept()[0]
        listener.close()
    channel = Channel(there, 8192, lambda: None, lambda: ANSWER)
    channel._wide = True
    channel.ready = True
    channel.start()
    yield Client(here, channel)
    here.close()
    channel.close()


def test_a_break_and_its_reset(client: Client) -> None:
    client.send(INTERRUPT)
    assert client.reads(BREAK)
    client.send(RESET)
    assert client.reads(RESET + DATA)


def test_a_reset_that_is_lost(client: Client) -> None:
    client.send(INTERRUPT)
    assert client.reads(BREAK + RESET + DATA)
    client.send(RESET)  # late: it is answered already
    client.send(INTERRUPT)
    assert client.reads(BREAK + RESET + DATA)  # and this one never comes
    client.send(INTERRUPT)
    assert client.reads(BREAK)
    client.send(RESET)
    assert client.reads(RESET + DATA)


def test_an_urgent_byte_is_a_break(client: Client) -> None:
    client.send(b"!")
    assert client.reads(BREAK)


def test_an_urgent_byte_that_a_marker_follows(client: Client) -> None:
    client.channel.marker_follows = True
    client.send(b"!")
    assert client.reads_nothing()
    client.send(INTERRUPT)
    assert client.reads(BREAK)
    client.send(RESET)
    assert client.reads(RESET + DATA)
