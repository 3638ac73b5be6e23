"""The lab's own process; apart, because loading its SQL engine takes a while."""

from __future__ import annotations

from pathlib import Path

from app.lab.process import serve as serve_lab


def serve(folder: Path) -> int:
    """Serve the world in ``folder`` until standard input closes or SIGTERM; the exit code."""
    return serve_lab(folder)
