"""Files that travel with the program: icons, styles, translations."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def path_of(folder: str, name: str) -> Path:
    """The file's place on disk (the program is never run from a zip)."""
    return Path(str(resources.files("resources").joinpath(folder, name)))


def guide_of(language: str) -> Path:
    """The guide in a language: beside the program where it is installed, else in the source tree
    (``docs``), from where the installed one comes."""
    shipped = path_of("guide", f"guide.{language}.md")
    return shipped if shipped.exists() else ROOT / "docs" / f"guide.{language}.md"


def read_text(folder: str, name: str) -> str:
    return path_of(folder, name).read_text(encoding="utf-8")
