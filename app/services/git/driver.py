"""The merge driver: what git hands over of one file is merged, and OURS is written.

Git waits for each start, so nothing is loaded here that does not read export files. Whatever goes
wrong ends with a code that ``app.release.driver`` turns into git's own text merge, and the file
that git gave is written once, at the end, so no way out of here loses content.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Final

from app import durable
from app.apex.catalogue.spoken import spoken_conflict, use_line
from app.apex.export.application import INSTALL
from app.apex.merge.authors import also_by
from app.apex.merge.install_script import merged_install
from app.apex.model import Author, Conflict
from app.errors import AppError
from app.services.git.answer import CLEAN, CONFLICT, NOT_OURS, Answer, Language, sentence
from app.services.merge.file import FileMerge, file_merge
from app.services.merge.markers import Names, parsed_sides, with_markers

# Warnings of what is not in the result, or means nothing there: they stop nothing and are said.
_TOLD: Final = frozenset({"merge.lost_text", "merge.text_id"})


def merge(
    files: Sequence[Path], path: str, size: int, names: Sequence[str], language: Language
) -> Answer:
    """Merge BASE, OURS and THEIRS (``files``) of ``path``; OURS is written with the result.

    ``size`` is the length of markers, ``names`` what git calls the three (each may be "").
    """
    if PurePosixPath(path).name == INSTALL:
        return _merge_script(files)
    try:
        sides = parsed_sides([file.read_bytes() for file in files], path)
    except AppError as error:
        line = error.facts.get("line", "?")
        why = sentence("not_ours", language, path=path, code=error.code, line=line)
        return Answer(NOT_OURS, (why,))
    if sides[1] is None or sides[2] is None:
        return Answer(NOT_OURS)
    try:
        result = file_merge(sides, {}, language)
    except AppError as error:
        return Answer(NOT_OURS, (sentence("refused", language, path=path, code=error.code),))
    if not result.open_conflicts:
        if result.text is None:
            return Answer(NOT_OURS)
        _write(files[1], result.text)
        return _broken(path, result, language)
    # These load the room of releases; conflicts are few.
    from app.release.authors import of_merge
    from app.release.driver import shows_base

    base_name = (names[0] or "base") if shows_base(Path()) else None
    called = Names(names[1] or "ours", names[2] or "theirs", base_name)
    text = with_markers(sides, {}, called, size, language, result)
    if text is None:
        return Answer(NOT_OURS)
    _write(files[1], text)
    by = of_merge(Path(), path, names[2])
    said = [sentence("conflicts", language, path=path, n=len(result.open_conflicts))]
    for conflict in result.open_conflicts:
        said += _told(spoken_conflict(also_by(conflict, *by), language), language)
    return Answer(CONFLICT, tuple(said))


def _told(conflict: Conflict, language: Language) -> list[str]:
    """Where it is, who made it so, and what still uses what is gone."""
    where = " · ".join(filter(None, (*conflict.component_path, conflict.label)))
    who = (conflict.ours_by, conflict.theirs_by)
    first = f"  ! {where}{' |'.join(map(_who, who)) if any(who) else ''}"
    return [first, *(f"    → {use_line(use, language)}" for use in conflict.uses)]


def _merge_script(files: Sequence[Path]) -> Answer:
    """The install script of an export, by its list of files. Any other one is git's, and nothing
    is said of it: many projects have a script of that name."""
    try:
        base, ours, theirs = (file.read_bytes().decode("utf-8") for file in files)
    except UnicodeDecodeError:
        return Answer(NOT_OURS)
    text = merged_install(base, ours, theirs)
    if text is None:
        return Answer(NOT_OURS)
    _write(files[1], text)
    return Answer(CLEAN)


def _who(authors: Sequence[Author]) -> str:
    return f" ({', '.join(f'{a.name} {a.date[:10]}'.strip() for a in authors) or '?'})"


def _broken(path: str, result: FileMerge, language: Language) -> Answer:
    """A merge that leaves references to nothing is for a person to look at."""
    errors = [issue for issue in result.issues if issue.severity == "error"]
    said = [sentence("issues", language, path=path, n=len(errors))] if errors else []
    for issue in (*errors, *(i for i in result.issues if i.code in _TOLD)):
        facts = ", ".join(f"{k}: {v}" for k, v in issue.facts.items())
        said.append(f"  ! {issue.code} {issue.component} ({facts})")
    return Answer(CONFLICT if errors else CLEAN, tuple(said))


def _write(path: Path, text: str) -> None:
    """All or nothing: a full disk leaves the file as git gave it, for git to read at once."""
    durable.write(path, text, flush=False)
