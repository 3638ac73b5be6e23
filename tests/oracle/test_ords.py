"""The probe of an ORDS address: every outcome is a value."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app.oracle import probe


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, body = {
            "/sante": (200, json.dumps({"statut": "ok", "contrats": 450}).encode()),
            "/html": (200, b"<html>login</html>"),
            "/503": (503, b'{"code": "ServiceUnavailable"}'),
            "/latin": (200, b"\xe9t\xe9"),
        }.get(self.path, (404, b"not here"))
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None: ...


@pytest.fixture(scope="module")
def base() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_healthy(base):
    result = probe(base + "/sante")
    assert (result.status, result.ok, result.detail) == (200, True, "")
    assert result.document == {"statut": "ok", "contrats": 450}
    assert result.seconds >= 0


def test_a_page_is_not_an_answer(base):
    result = probe(base + "/html")
    assert (result.status, result.ok, result.document) == (200, False, None)
    assert "login" in result.detail


def test_http_errors_are_values(base):
    assert (probe(base + "/nowhere").status, probe(base + "/nowhere").ok) == (404, False)
    result = probe(base + "/503")
    assert (result.status, result.ok) == (503, False)
    assert result.document == {"code": "ServiceUnavailable"}


def test_bytes_that_are_not_utf8(base):
    assert not probe(base + "/latin").ok


def test_loopback_goes_around_proxies(base, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.delenv("NO_PROXY", raising=False)
    assert probe(base + "/sante").ok


@pytest.mark.parametrize("url", ["", "nonsense", "file:///etc/passwd", "http://[", "ftp://x/y"])
def test_addresses_that_are_none(url):
    result = probe(url)
    assert (result.status, result.ok) == (0, False)


def test_nobody_there():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    result = probe(f"http://127.0.0.1:{port}/x")
    assert (result.status, result.ok) == (0, False)
    assert result.detail


def test_silence_ends_at_the_timeout(listener):
    silent = threading.Event()
    port = listener(lambda peer: silent.wait(30))
    result = probe(f"http://127.0.0.1:{port}/x", timeout=0.3)
    silent.set()
    assert (result.status, result.ok) == (0, False)


def test_a_server_that_drips_does_not_hold_us(listener):
    over = threading.Event()

    def drip(peer: socket.socket) -> None:
        peer.recv(4096)
        peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n")
        while not over.wait(0.02):
            try:
                peer.sendall(b" ")
            except OSError:
                return

    started = time.monotonic()
    result = probe(f"http://127.0.0.1:{listener(drip)}/x", timeout=0.5)
    over.set()
    assert not result.ok
    assert time.monotonic() - started < 60
