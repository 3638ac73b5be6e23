"""Use cases around git: set Caravane up in a repository, and decide what a merge left open."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

from msgspec import Struct

from app.apex.authors import also_by
from app.apex.model import Conflict, Decision, Take
from app.apex.spoken import spoken_conflict
from app.errors import SourceError
from app.release import authors, driver
from app.release.driver import Coverage, Driver, Setting
from app.services.file_merge import FileMerge, file_merge
from app.services.merge_markers import Names, one_sided, parsed, with_markers
from app.services.page_listing import HEADING, LAYOUT

Language = Literal["en", "fr"]


def own_command() -> tuple[str, ...]:
    """How git starts this Caravane: the shipped program, the installed script, or Python.

    Python gets ``-c`` with the place of the sources: git starts it in other folders.
    """
    if getattr(sys, "frozen", False):
        return (str(Path(sys.executable).with_name(_named("caravane"))),)
    script = shutil.which("caravane", path=str(Path(sys.executable).parent))
    if script is not None:
        return (script,)
    root = Path(__file__).resolve().parents[2].as_posix()
    start = f"import sys; sys.path.insert(0, {root!r}); from app.cli import main; sys.exit(main())"
    return sys.executable, "-c", start


def _named(program: str) -> str:
    return program + (".exe" if sys.platform == "win32" else "")


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


def uninstall(place: Path | None, language: Language) -> None:
    _driver(place, language, ()).uninstall()


def status(place: Path | None, language: Language, patterns: Sequence[str] = ()) -> DriverStatus:
    made = _driver(place, language, patterns)
    return DriverStatus(str(place or ""), made.status(), made.coverage())


class Resolved(Struct, frozen=True):
    """What is open after ``resolve``; the file on disk has markers for exactly that."""

    path: str
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]


def resolve(
    path: Path, take: Take | None, decisions: Mapping[str, Take], language: Language = "en"
) -> Resolved:
    """Merge a file that git left in conflict again, with decisions, and write it.

    ``take`` decides whatever ``decisions`` (by conflict key) leave open. Where nothing is decided
    nothing is written: edits that were made by hand stay.
    """
    sides = tuple(parsed(content, path.name) for content in driver.stages(path))
    base, ours, theirs = sides
    if ours is None or theirs is None:
        raise SourceError("source.one_sided", path=str(path))
    chosen = {key: Decision(key, side) for key, side in decisions.items()}
    three = base, ours, theirs
    result = one_sided(three, take, chosen) if take is not None else file_merge(three, chosen)
    if take is None and not any(c.taken for c in result.conflicts):
        return _resolved(path, result, language)
    text = result.text
    if text is None:
        names = Names(base="base" if driver.shows_base(path.resolve().parent) else None)
        text = with_markers(three, chosen, names, language=language)
    if text is not None:
        path.write_bytes(text.encode("utf-8"))
    return _resolved(path, result, language)


def _resolved(path: Path, result: FileMerge, language: Language) -> Resolved:
    by = authors.of_merge(path.resolve().parent, f"./{path.name}")
    found = tuple(spoken_conflict(also_by(c, *by), language) for c in result.conflicts)
    return Resolved(str(path), found, tuple(c for c in found if c.taken is None))
