"""Asks an ORDS address whether it answers JSON. Every outcome is a value; nothing is raised."""

from __future__ import annotations

import ipaddress
import json
import time
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from msgspec import Struct

from app.lazy import lazy

if TYPE_CHECKING:
    import http.client as client
    import urllib.error as failures
    import urllib.request as requests
else:
    client = lazy("http.client")
    failures, requests = lazy("urllib.error"), lazy("urllib.request")

_LIMIT: Final = 1 << 20  # a health answer is small; more is not read
_DETAIL: Final = 200


class ProbeResult(Struct, frozen=True):
    """``status`` is the HTTP status, 0 where there was no answer. ``ok``: a 2xx status with a JSON
    document. ``seconds``: until the answer was read. ``detail``: the reason or the answer's first
    characters where not ok. ``document``: the parsed JSON, else None."""

    status: int
    ok: bool
    seconds: float
    detail: str
    document: Any


def probe(url: str, timeout: float = 10.0) -> ProbeResult:
    """GET ``url`` within about ``timeout`` seconds. Loopback never goes through a proxy."""
    started = time.monotonic()
    try:
        if urlsplit(url).scheme not in ("http", "https"):
            return ProbeResult(0, False, 0.0, url[:_DETAIL], None)
        request = requests.Request(url, headers={"Accept": "application/json"})
        with _opener(url).open(request, timeout=timeout) as answer:
            status, body = int(answer.status), _read(answer, started + timeout)
    except failures.HTTPError as error:
        with error:
            status, body = error.code, _read_quietly(error, started + timeout)
    except (OSError, ValueError, client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        detail = str(reason) or type(reason).__name__
        return ProbeResult(0, False, time.monotonic() - started, detail[:_DETAIL], None)
    return _judge(status, body, time.monotonic() - started)


def _judge(status: int, body: bytes, seconds: float) -> ProbeResult:
    text = body.decode("utf-8", "replace")
    try:
        document: Any = json.loads(text)
    except ValueError:
        return ProbeResult(status, False, seconds, text[:_DETAIL].strip(), None)
    ok = 200 <= status < 300
    return ProbeResult(status, ok, seconds, "" if ok else text[:_DETAIL].strip(), document)


def _read(answer: Any, deadline: float) -> bytes:
    """The body, at most 1 MiB, and no longer than the deadline where the server drips."""
    pieces: list[bytes] = []
    size = 0
    while size < _LIMIT and (piece := answer.read1(65_536)):
        pieces.append(piece)
        size += len(piece)
        if time.monotonic() > deadline:
            raise TimeoutError("timed out")
    return b"".join(pieces)


def _read_quietly(answer: Any, deadline: float) -> bytes:
    try:
        return _read(answer, deadline)
    except (OSError, ValueError, AttributeError, client.HTTPException):
        return b""


def _opener(url: str) -> requests.OpenerDirector:
    host = urlsplit(url).hostname or ""
    if _is_loopback(host):
        return requests.build_opener(requests.ProxyHandler({}))
    return requests.build_opener()


def _is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
