"""What ``caravane diff A B`` compares: each side is whatever a person can name."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from app import apexlang
from app.apex import KEEP_ALL, Application, Page, compare_applications, diff, spoken
from app.apex.layout import Pictures
from app.apex.model import ApplicationDiff, FileDiff, PageDiff, Status
from app.apexlang.forms.difference import differ
from app.errors import SourceError
from app.release import revisions
from app.services import apexlang_words, sources
from app.services.compare.versions import noise_of
from app.services.files import opened, read_file
from app.services.workplace import Workplace

_CREATES: Final = "application/create_application.sql"
_SPECS: Final = ("git", "dev", "client", "folder", "zip")


Side = Page | Application | apexlang.Document | apexlang.Application


def side(place: Workplace, name: str) -> Side:
    """A page file or a single-file export, in SQL or APEXlang; an export folder or zip; ``main``,
    ``dev:NAME`` or ``client:NAME`` (a schema); a git revision, ``REV`` or ``REV:path``.

    A revision is looked up in the repository of the current folder, else in that of the releases.
    """
    path = Path(name).expanduser()
    if path.is_dir():
        return _folder(path) or sources.read(place, f"folder:{path}")
    if path.suffix.lower() == ".zip" and path.exists():
        return sources.read(place, f"zip:{path}")
    if path.exists():
        return _opened(read_file(path), str(path))
    if name == "main" and place.settings.central is not None:
        return sources.read(place, name)
    if name.partition(":")[0] in _SPECS and ":" in name:
        return sources.read(place, name)
    here = Path.cwd()
    found = revisions.read_revision(here, name) if revisions.is_repository(here) else None
    if isinstance(found, bytes):
        return _opened(found, name.partition(":")[2])
    if found is not None:
        return _with_apexlang(found, name) or sources.checked(_scripts(found, name), name)
    if place.repository_path.exists():
        return sources.read(place, f"git:{name}")
    raise SourceError("source.no_source", name=name)


def _opened(content: bytes, name: str) -> Side:
    if name.endswith(apexlang.ENDING):
        return apexlang.parse(content, name)
    return opened(content, name)


def _folder(folder: Path) -> apexlang.Application | Application | None:
    """A folder in which there is one application in APEXlang; None for any other."""
    found = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    if apexlang.root_of(list(found)) is None:
        return None
    files = {path: read_file(file) for path, file in found.items() if not path.startswith(".git/")}
    return _with_apexlang(files, str(folder))


def _with_apexlang(
    found: Mapping[str, bytes], name: str
) -> apexlang.Application | Application | None:
    """The one application in APEXlang among these files; beside a SQL export that export, which has
    it as its other form. None where there is none, or several."""
    root = apexlang.root_of(list(found))
    if root is None:
        return None
    language = apexlang.below(found, root)
    rest = {path: content for path, content in found.items() if not path.startswith(root)}
    if not root or not any(path.endswith(_CREATES) for path in rest):
        return apexlang.Application(language)
    return sources.checked(_scripts(rest, name), name, language)


def _scripts(found: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The SQL export among these files, below its root."""
    scripts = {path: text for path, text in found.items() if path.lower().endswith(".sql")}
    return sources.export_root(scripts, name)


def compare(
    place: Workplace, old: str, new: str, keep_noise: bool = False
) -> tuple[ApplicationDiff, Pictures]:
    """Differences by meaning between two pages or two applications (not one of each; an
    application in SQL and in APEXlang are its two forms), with labels in the language of the
    place; and what draws the pages. ``keep_noise``: also what an export writes anew each time;
    else the settings say what counts."""
    left, right = side(place, old), side(place, new)
    rules = KEEP_ALL if keep_noise else noise_of(place)
    language = place.language
    if isinstance(left, apexlang.Application) and isinstance(right, apexlang.Application):
        return apexlang.compare_applications(left, right, language), Pictures.none()
    if isinstance(left, apexlang.Document) and isinstance(right, apexlang.Document):
        lang = apexlang.compare(left, right, language)
        return _one_file(lang), Pictures.none()
    if isinstance(left, Application) and isinstance(right, apexlang.Application):
        return differ(left, right, True, language), Pictures.none()
    if isinstance(left, apexlang.Application) and isinstance(right, Application):
        return differ(right, left, False, language), Pictures.none()
    if isinstance(left, Application) and isinstance(right, Application):
        found = spoken(compare_applications(left, right, rules), language)
        return apexlang_words.difference(found, left, right, language), Pictures(left, right)
    if isinstance(left, Page) and isinstance(right, Page):
        page = diff(left, right, rules)
        pictures = Pictures(*(Application({page.path: side.source}) for side in (left, right)))
        return spoken(_one_file(page), language), pictures
    raise SourceError("source.unlike", old=old, new=new)


def _one_file(found: PageDiff) -> ApplicationDiff:
    if found.is_empty:
        return ApplicationDiff((), found.noise)
    kind: Literal["page", "shared"] = "page" if found.number is not None else "shared"
    file = FileDiff(found.path, kind, found.number, found.title, Status.CHANGED, found)
    return ApplicationDiff((file,), found.noise)
