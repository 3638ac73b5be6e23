"""One window for a home: of two, each would save its settings over the other's, and start a lab of
its own where the home is a demo's."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import lease
from app.errors import SettingsError


def lease_file(home: Path, kind: str) -> Path:
    """The file of a lease on a home. It is outside of it: a demo's home is taken away."""
    user = getattr(os, "getuid", lambda: 0)()  # elsewhere each user has a folder of his own
    name = hashlib.sha256(os.path.normcase(home).encode("utf-8")).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"caravane-{kind}-{user}-{name}"


@contextmanager
def only_window(home: Path) -> Iterator[None]:
    """For as long as a window has the home. SettingsError ``home.open`` while another one does."""
    path = lease_file(home, "window")
    with lease.hold(path) as held:
        if not held:
            raise SettingsError("home.open", path=str(home), process=lease.holder(path))
        yield
