"""Use cases around git: Caravane is set up in a repository, and taken out of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

import app
from app import programs
from app.release.driver import Coverage, Driver, Setting
from app.services.git.textconv import HEADING, LAYOUT

Language = Literal["en", "fr"]


def own_command() -> tuple[str, ...]:
    """How git starts this Caravane: the shipped program, the installed script, or Python.

    Python gets ``-c`` with the place of the sources: git starts it in other folders. With
    ``-P`` it takes no module from there.
    """
    beside = Path(sys.executable).with_name(programs.named("caravane"))
    if getattr(sys, "frozen", False) or programs.runs(beside):
        return (str(beside),)
    root = Path(app.__file__).resolve().parents[1].as_posix()
    start = f"import sys; sys.path.insert(0, {root!r}); from app.cli import main; sys.exit(main())"
    return sys.executable, "-P", "-c", start


class DriverStatus(Struct, frozen=True):
    """``place`` is the repository, or "" for all of the user's."""

    place: str
    settings: tuple[Setting, ...]
    coverage: Coverage

    @property
    def is_set(self) -> bool:
        return all(s.is_set for s in self.settings)


def _driver(place: Path | None, language: Language, patterns: Sequence[str]) -> Driver:
    return Driver(place, own_command(), language, HEADING, LAYOUT, patterns)


def install(place: Path | None, language: Language, patterns: Sequence[str] = ()) -> DriverStatus:
    """Set the drivers up for a repository, or for all of the user's (None)."""
    made = _driver(place, language, patterns)
    made.install()
    return DriverStatus(str(place or ""), made.status(), made.coverage())


def uninstall(place: Path | None, language: Language, own: bool = False) -> None:
    """``own``: only where git starts this very Caravane."""
    _driver(place, language, ()).uninstall(own)


def status(place: Path | None, language: Language, patterns: Sequence[str] = ()) -> DriverStatus:
    made = _driver(place, language, patterns)
    return DriverStatus(str(place or ""), made.status(), made.coverage())
