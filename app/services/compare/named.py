"""What ``caravane diff A B`` compares: each side is whatever a person can name."""

from __future__ import annotations

from pathlib import Path
from typing import Final, Literal

from app.apex import KEEP_ALL, Application, Page, compare_applications, diff, spoken
from app.apex.layout import Pictures
from app.apex.model import ApplicationDiff, FileDiff, Status
from app.errors import SourceError
from app.release import revisions
from app.services import sources
from app.services.compare.versions import noise_of
from app.services.files import opened, read_file
from app.services.workplace import Workplace

_SPECS: Final = ("git", "dev", "client", "folder", "zip")


def side(place: Workplace, name: str) -> Page | Application:
    """A page file or a single-file export; an export folder or zip; ``main``, ``dev:NAME`` or
    ``client:NAME`` (a schema); a git revision, ``REV`` or ``REV:path``.

    A revision is looked up in the repository of the current folder, else in that of the releases.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return sources.read(place, f"folder:{path}")
    if path.suffix.lower() == ".zip" and path.exists():
        return sources.read(place, f"zip:{path}")
    if path.exists():
        return opened(read_file(path), str(path))
    if name == "main" and place.settings.central is not None:
        return sources.read(place, name)
    if name.partition(":")[0] in _SPECS and ":" in name:
        return sources.read(place, name)
    here = Path.cwd()
    found = revisions.read_revision(here, name) if revisions.is_repository(here) else None
    if isinstance(found, bytes):
        return opened(found, name.partition(":")[2])
    if found is not None:
        return sources.checked(sources.export_root(found, name), name)
    if place.repository_path.exists():
        return sources.read(place, f"git:{name}")
    raise SourceError("source.no_source", name=name)


def compare(
    place: Workplace, old: str, new: str, keep_noise: bool = False
) -> tuple[ApplicationDiff, Pictures]:
    """Differences by meaning between two pages or two applications (not one of each), with
    labels in the language of the place; and what draws the pages. ``keep_noise``: also what an
    export writes anew each time; else the settings say what counts."""
    left, right = side(place, old), side(place, new)
    rules = KEEP_ALL if keep_noise else noise_of(place)
    if isinstance(left, Application) and isinstance(right, Application):
        found = compare_applications(left, right, rules)
        return spoken(found, place.language), Pictures(left, right)
    if isinstance(left, Page) and isinstance(right, Page):
        page = diff(left, right, rules)
        pictures = Pictures(*(Application({page.path: side.source}) for side in (left, right)))
        if page.is_empty:
            return ApplicationDiff((), page.noise), pictures
        kind: Literal["page", "shared"] = "page" if page.number is not None else "shared"
        file = FileDiff(page.path, kind, page.number, page.title, Status.CHANGED, page)
        return spoken(ApplicationDiff((file,), page.noise), place.language), pictures
    raise SourceError("source.unlike", old=old, new=new)
