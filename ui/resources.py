"""Files that travel with the program: icons, styles, translations."""

from __future__ import annotations

from importlib import resources
from pathlib import Path


def path_of(folder: str, name: str) -> Path:
    """The file's place on disk (the program is never run from a zip)."""
    return Path(str(resources.files("resources").joinpath(folder, name)))


def read_text(folder: str, name: str) -> str:
    return path_of(folder, name).read_text(encoding="utf-8")
