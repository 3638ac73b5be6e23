"""What can be said of a home before it is open: where its files are, its language and its look.

Loads next to nothing: the window stands on the screen with it, before the rooms are loaded.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal, cast

from app import paths
from app.language import system_language as system_language
from app.paths import check_home as check_home
from app.paths import default_home as default_home
from app.paths import fits as fits
from app.paths import window_file as window_file

Look = Literal["system", "light", "dark"]


def first_look(home: Path) -> tuple[Literal["fr", "en"], Look]:
    """Language and look, as far as the settings say them; what is wrong in them is told later."""
    try:
        found = tomllib.loads(paths.settings_file(home).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        found = {}
    language, look = found.get("language"), found.get("theme")
    return (
        cast(Literal["fr", "en"], language) if language in ("fr", "en") else system_language(),
        cast(Look, look) if look in ("light", "dark") else "system",
    )
