"""A newer Caravane in a folder or at an address is told, by the doctor and beside the name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from app import __version__
from app.errors import SourceError
from app.services.support import machine, updates
from app.services.workplace import Workplace
from app.settings import Settings

LIST = """<html><body><a href="../">..</a>
<a href="caravane-0.1.9-setup.exe">caravane-0.1.9-setup.exe</a>
<a href="caravane-99.2.10-setup.exe">caravane-99.2.10-setup.exe</a>
<a href="caravane-99.2.9-setup.exe">caravane-99.2.9-setup.exe</a></body></html>"""


class Shelf(BaseHTTPRequestHandler):
    """A web server's list of a folder; what it was asked for is noted."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        found = self.path == "/versions/"
        self.send_response(200 if found else 404)
        self.end_headers()
        if found:
            self.wfile.write(LIST.encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address() -> Iterator[str]:
    Shelf.asked = []
    with ThreadingHTTPServer(("127.0.0.1", 0), Shelf) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/versions/"
        server.shutdown()
        thread.join()


def said(tmp_path: Path, where: str) -> list[tuple[str, str]]:
    place = Workplace.blank(tmp_path).with_settings(Settings(updates=where))
    return [(finding.code, finding.state) for finding in machine.version(place)]


def test_numbers_are_compared_as_numbers_and_nothing_is_fetched(address: str) -> None:
    assert updates.newer(address) == "99.2.10"
    assert Shelf.asked == ["/versions/"]


def test_a_folder_is_looked_at(tmp_path: Path) -> None:
    assert updates.newest(str(tmp_path)) == ""
    for name in ("caravane-0.1.0-setup.exe", f"caravane-{__version__}-setup.exe", "notes.txt"):
        (tmp_path / name).write_bytes(b"")
    assert updates.newest(str(tmp_path)) == __version__
    assert updates.newer(str(tmp_path)) == ""
    assert said(tmp_path, str(tmp_path)) == [("version.newest", "good")]
    (tmp_path / "Caravane-99.0.0-setup.EXE").write_bytes(b"")
    assert updates.newer(str(tmp_path)) == "99.0.0"
    assert said(tmp_path, str(tmp_path)) == [("version.newer", "notice")]


def test_a_place_that_cannot_be_seen_is_said(tmp_path: Path, address: str) -> None:
    for where in (str(tmp_path / "gone"), address + "gone/", "http://[", "https://127.0.0.1:1/"):
        with pytest.raises(SourceError, match=r"source\.unreadable"):
            updates.newer(where)
        assert said(tmp_path, where) == [("version.unseen", "notice")]


def test_without_a_place_nothing_is_looked_at(tmp_path: Path) -> None:
    assert said(tmp_path, "") == []
