"""Three-way merge of whole applications in folders, in SQL or APEXlang."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

from msgspec import Struct

from app import apexlang, durable, names, removal
from app.apex import Application, ApplicationMerge, merge_apps
from app.apex.model import Take
from app.errors import SourceError
from app.services import files
from app.services.compare import named
from app.services.workplace import Workplace


class MergedFolder(Struct, frozen=True):
    """``files``: path below the application's root to bytes; None while a conflict is open."""

    result: ApplicationMerge | apexlang.WholeMerge
    files: Mapping[str, bytes] | None


def are_folders(*paths: Path) -> bool:
    """Whether whole applications are meant: folders, or zips of an export."""
    return all(path.is_dir() or path.suffix.lower() == ".zip" for path in paths)


def merge_folders(
    place: Workplace,
    base: Path,
    ours: Path,
    theirs: Path,
    take: Take | None,
    decisions: Mapping[str, Take],
    listing: bool = False,
) -> MergedFolder:
    """Merge three exports of one application; MAIN is "ours". ``decisions`` maps conflict keys to
    sides; ``take`` decides all others; ``listing`` as in ``merge_files``. SourceError where they
    are not of one format."""
    language = place.language
    one, mine, other = (named.side(place, str(path)) for path in (base, ours, theirs))
    if (
        isinstance(one, apexlang.Application)
        and isinstance(mine, apexlang.Application)
        and isinstance(other, apexlang.Application)
    ):
        whole = files.decided(
            lambda chosen: apexlang.merge_applications(one, mine, other, chosen, language, listing),
            take,
            decisions,
        )
        return MergedFolder(whole, whole.files)
    if (
        isinstance(one, Application)
        and isinstance(mine, Application)
        and isinstance(other, Application)
    ):
        made = files.decided(
            lambda chosen: merge_apps(one, mine, other, chosen, listing=listing), take, decisions
        )
        made = files.told(made, ((), ()), language)
        texts = {name: text.encode("utf-8") for name, text in made.files.items()}
        return MergedFolder(made, texts if made.application is not None else None)
    odd = ours if type(mine) is not type(one) else theirs
    raise SourceError("source.unlike", old=str(base), new=str(odd))


def write(folder: Path, found: Mapping[str, bytes]) -> None:
    """Lay the files into a folder that is new or empty: all of them or, where the program ends
    before, none (a folder with the ending ``.part`` stays). SourceError ``source.not_empty`` where
    it is not, ``source.odd_path`` where a name of the export leads out of it,
    ``source.file_and_folder`` where one is a file and a folder, and ``source.name_twins`` where two
    are one file on this system: then nothing is written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError("source.not_empty", path=str(folder))
    for name in found:
        path = PurePosixPath(name)
        odd = os.name == "nt" and not names.usable(name)  # a drive, a backslash, a device
        if odd or path.is_absolute() or ".." in path.parts:
            raise SourceError("source.odd_path", path=name)
        if file := next((p for p in map(str, path.parents) if p in found), None):
            raise SourceError("source.file_and_folder", path=file)
    pair = names.twins(found) if names.ONE_CASE else None
    if pair is not None:
        raise SourceError("source.name_twins", path=pair[1], other=pair[0])
    part = (folder if folder.exists() else folder.parent) / f".{os.getpid()}.part"
    part.mkdir(parents=True)
    try:
        for name, content in found.items():
            durable.write(part / name, content, flush=False)
        if part.parent == folder:
            for entry in sorted(part.iterdir(), key=lambda one: one.is_file()):
                durable.replace(entry, folder / entry.name)
            part.rmdir()
        else:
            durable.replace(part, folder)
    except BaseException:
        with suppress(OSError):  # the first error is the one to tell
            removal.remove(part)
        raise
