"""Who sits here."""

from __future__ import annotations

import getpass

from app.errors import AppError
from app.release import author_of
from app.services.workplace import Workplace


def who(place: Workplace) -> str:
    """Who sits here, as git commits; the operating system's name where git knows none."""
    try:
        with place.repository() as repository:
            name, address = author_of(repository.path)
    except AppError:
        name = address = ""
    return f"{name} <{address}>" if name else getpass.getuser()
