"""How a cluster is reached: TLS with certificates both ways, or not at all.

A scheduler runs the code that it is sent, so whoever it lets in may do everything that it may do.
Who has a certificate of the cluster's own authority is let in, and nobody else
(distributed.security.Security: both sides must show one; names in certificates are not compared).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from msgspec import Struct

from app.errors import RolloutError

_QUIET: Final = {
    "logging.distributed": "error",
    "distributed.scheduler.http.routes": [],
    "distributed.worker.http.routes": [],
    "distributed.worker.profile.enabled": False,
    "distributed.admin.system-monitor.disk": False,
    "distributed.admin.low-level-log-length": 1000,
    "distributed.comm.timeouts.connect": "10s",
    "distributed.comm.timeouts.tcp": "30s",
}
"""Without Dask's own pages, profiler and loggers; a dead line is noticed within half a minute."""


class Link(Struct, frozen=True):
    """``scheduler`` is ``tls://host:port``; the others are PEM files: the authority's certificate,
    one's own and its key."""

    scheduler: str
    authority: Path
    certificate: Path
    key: Path


def dask() -> Any:
    """The module ``distributed``, quiet. RolloutError ``cluster.not_installed``."""
    try:
        import dask
        import distributed
    except ImportError as error:
        raise RolloutError("cluster.not_installed", detail=str(error)) from error
    dask.config.set(_QUIET)
    return distributed


def security(link: Link) -> Any:
    """Dask's ``Security``. RolloutError ``cluster.no_tls`` for an address without TLS, and
    ``cluster.no_file`` for a file that is not there."""
    if not link.scheduler.startswith("tls://"):
        raise RolloutError("cluster.no_tls", address=link.scheduler)
    for path in (link.authority, link.certificate, link.key):
        if not path.is_file():
            raise RolloutError("cluster.no_file", path=str(path))
    own: dict[str, str] = {}
    for role in ("client", "worker", "scheduler"):
        own |= {f"tls_{role}_cert": str(link.certificate), f"tls_{role}_key": str(link.key)}
    return dask().Security(require_encryption=True, tls_ca_file=str(link.authority), **own)
