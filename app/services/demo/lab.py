"""The lab's own process; apart, because loading its SQL engine takes a while."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from app.errors import AppError
from app.lab.process import serve as serve_lab
from app.lab.world.servers import SERVERS


def check_engine() -> None:
    """AppError ``demo.not_installed`` where the lab's SQL engine is missing: the program alone does
    not need it, and is installed without."""
    if find_spec("sqlglot") is None:
        raise AppError("demo.not_installed")


def serve(folder: Path, busy: float = 0.0) -> int:
    """Serve the world in ``folder`` until standard input closes or SIGTERM; the exit code.
    ``busy``: people work at each client, each that many times a second.
    AppError ``demo.no_world`` where there is none, ``demo.not_installed`` as ``check_engine``."""
    check_engine()
    if not all((folder / server.name).is_dir() for server in SERVERS):
        raise AppError("demo.no_world", path=str(folder))
    return serve_lab(folder, busy)


def serve_part(folder: Path, number: int) -> int:
    """Serve one part of a fleet, in a process that ``fleet.serve`` started."""
    from app.lab.fleet import part

    return part.serve(folder, number)
