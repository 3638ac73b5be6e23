"""In a demo's home the lab runs while a command does that talks to a database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.services.workplace import Workplace


@contextmanager
def with_lab(place: Workplace) -> Iterator[Workplace]:
    """In a demo's home: the lab runs while the command does. Elsewhere: the place as it is."""
    if not place.settings.demo:
        yield place
        return
    from app.services.demo.home import reopen

    with reopen(place.home) as handle:
        yield handle.place
