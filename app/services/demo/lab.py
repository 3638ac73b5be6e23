"""The lab's own process; apart, because loading its SQL engine takes a while."""

from __future__ import annotations

from pathlib import Path

from app.errors import AppError
from app.lab.process import serve as serve_lab
from app.lab.world.servers import SERVERS


def serve(folder: Path) -> int:
    """Serve the world in ``folder`` until standard input closes or SIGTERM; the exit code.
    AppError ``demo.no_world`` where there is none."""
    if not all((folder / server.name).is_dir() for server in SERVERS):
        raise AppError("demo.no_world", path=str(folder))
    return serve_lab(folder)
