"""ORDS for lab databases: an HTTP listener on loopback that answers from stored handlers.

Which addresses exist, and which query answers each, is data in the database, defined as on a real
instance through the ORDS package. A request runs its query as the schema's user through the
engine, so an invalid package or a dropped table shows here as it would to a real caller.
"""

from __future__ import annotations

import json
import re
import threading
import urllib.parse
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Protocol

from app.lab.backend import BackendSession, Bind, OraError, OraType, QueryOutcome

_BIND: Final = re.compile(r"'(?:[^']|'')*'|(?<![\w:]):([A-Za-z]\w*)")
# the object is there but does not compile, or its state was discarded
_BROKEN: Final = frozenset({4061, 4063, 4065, 4067, 4068, 6508, 6550})
_MOST_ROWS: Final = 10_000


@dataclass(frozen=True)
class Handler:
    """One GET handler. ``source_type`` is ``json/collection`` or ``json/item``."""

    schema: str
    address: str  # /ords/orassadm/api/contrats, may hold :name parts
    source_type: str
    source: str
    page_size: int = 25


class Served(Protocol):
    """What the listener needs of a database."""

    service: str

    def log_on(self, user: str, program: str) -> BackendSession: ...


class Rest:
    """The addresses of one database. ``handlers`` is asked at each request."""

    def __init__(self, database: Served, handlers: Handlers) -> None:
        self._database, self._handlers = database, handlers

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """Status and document for a GET."""
        for handler in self._handlers(self._database):
            values = _match(handler.address, path)
            if values is not None:
                break
        else:
            return _nothing_at(path)
        session = self._database.log_on(handler.schema, "ORDS")
        try:
            return 200, _document(session, handler, {**query, **values})
        except OraError as error:
            if error.code in _BROKEN:
                return _problem(503, "ServiceUnavailable", "Service Unavailable", error.text)
            return _problem(555, "UserDefinedResourceError", "User Defined Resource Error",
                            error.text)  # fmt: skip
        except ValueError as error:
            return _problem(400, "BadRequest", "Bad Request", str(error))
        finally:
            session.close()


@dataclass(frozen=True)
class Many:
    """Several databases behind one listener: the first part of an address says which one."""

    rests: Mapping[str, Rest]

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, dict[str, Any]]:
        name, _, rest = path.strip("/").partition("/")
        found = self.rests.get(name.lower())
        return found.answer(f"/{rest}", query) if found is not None else _nothing_at(path)


class OrdsListener:
    """An HTTP listener in front of one database, or of several."""

    def __init__(self, rest: Rest | Many, host: str = "127.0.0.1", port: int = 0) -> None:
        class Requests(_Requests):
            answer = staticmethod(rest.answer)

        self._server = _Server((host, port), Requests)
        self._thread = threading.Thread(target=self._server.serve_forever, name="ords", daemon=True)

    @property
    def port(self) -> int:
        return self._server.server_port

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Refuse new requests, and wait for those that run."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.server_close()


class Handlers(Protocol):
    def __call__(self, database: Any, /) -> Sequence[Handler]: ...


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = False


class _Requests(BaseHTTPRequestHandler):
    answer: Callable[[str, dict[str, str]], tuple[int, dict[str, Any]]]
    timeout = 30
    protocol_version = "HTTP/1.0"  # one request for each connection: nothing to wait for at the end

    def do_GET(self) -> None:
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        status, document = self.answer(urllib.parse.unquote(parts.path), query)
        body = json.dumps(document, ensure_ascii=False).encode("utf-8")
        self.send_response(status, None if status != 555 else "User Defined Resource Error")
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Requests are not logged: the log is for what goes wrong."""


def _nothing_at(path: str) -> tuple[int, dict[str, Any]]:
    return _problem(404, "NotFound", "Not Found", f"No handler for {path}")


def _problem(status: int, code: str, title: str, detail: str) -> tuple[int, dict[str, Any]]:
    return status, {
        "code": code,
        "title": title,
        "message": detail,
        "type": f"tag:oracle.com,2020:error/{code}",
        "status": status,
    }


def _match(pattern: str, path: str) -> dict[str, str] | None:
    """The values of a pattern's ``:name`` parts, or None where the path is another."""
    wanted, given = pattern.strip("/").split("/"), path.strip("/").split("/")
    if len(wanted) != len(given):
        return None
    values: dict[str, str] = {}
    for want, have in zip(wanted, given, strict=True):
        if want.startswith(":"):
            values[want[1:].lower()] = have
        elif want.lower() != have.lower():
            return None
    return values


def _document(session: BackendSession, handler: Handler, values: dict[str, str]) -> dict[str, Any]:
    if handler.source_type == "json/item":
        rows = list(_items(session, handler.source, values, 1))
        return rows[0] if rows else {}
    limit = min(int(values.get("limit", handler.page_size)), _MOST_ROWS)
    offset = int(values.get("offset", 0))
    if limit < 1 or offset < 0:
        raise ValueError("limit and offset must not be negative")
    rows = list(_items(session, handler.source, values, offset + limit + 1))[offset:]
    return {
        "items": rows[:limit],
        "hasMore": len(rows) > limit,
        "limit": limit,
        "offset": offset,
        "count": len(rows[:limit]),
    }


def _items(
    session: BackendSession, sql: str, values: dict[str, str], most: int
) -> Iterator[dict[str, Any]]:
    names = [m[1].lower() for m in _BIND.finditer(sql) if m[1]]
    binds = [Bind(name.upper(), OraType.VARCHAR, 4000) for name in names]
    outcome = session.execute(sql, binds, [[values.get(name) for name in names]])
    if not isinstance(outcome, QueryOutcome):
        raise OraError(24374, "define not done before fetch or execute and fetch")
    labels = [column.name.lower() for column in outcome.columns]
    for number, row in enumerate(outcome.rows):
        if number == most:
            return
        yield dict(zip(labels, map(_json, row), strict=True))


def _json(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.hex().upper() if isinstance(value, bytes) else value
