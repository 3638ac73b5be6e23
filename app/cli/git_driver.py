"""What git starts for each file: the merge driver and the text of its differences.

Nothing is loaded here that does not read export files: git waits for every start. Whatever goes
wrong ends with an exit code that ``app.release.driver`` turns into git's own text merge, and the
file that git gave is written once, at the end, so no way out of here loses content.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Sequence
from importlib import resources
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from app import durable
from app.apex import parse
from app.apex.catalogue.spoken import spoken_conflict, use_line
from app.apex.export.application import INSTALL
from app.apex.merge.authors import also_by
from app.apex.merge.install_script import merged_install
from app.apex.model import Author
from app.errors import AppError
from app.services.git.textconv import listing
from app.services.merge.file import FileMerge, Sides, file_merge
from app.services.merge.markers import (
    Names,
    marked,
    parsed,
    versions,
    with_markers,
)

CLEAN: Final = 0
CONFLICT: Final = 100  # app.release.driver.CONFLICT: anything else makes git merge by lines
NOT_OURS: Final = 101
# Warnings of what is not in the result, or means nothing there: they stop nothing and are said.
_TOLD: Final = frozenset({"merge.lost_text", "merge.text_id"})
Language = Literal["en", "fr"]


def main(command: str, arguments: Sequence[str]) -> int:
    """``merge-driver`` or ``textconv``. Never raises."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        return (merge_driver if command == "merge-driver" else textconv)(arguments)
    except BrokenPipeError:
        return NOT_OURS
    except Exception as error:  # noqa: BLE001  the edge: git goes on with its own means
        _note(f"caravane: {type(error).__name__}: {error}")
        return NOT_OURS


def textconv(arguments: Sequence[str]) -> int:
    """``[--lang=fr] [--layout=N] FILE``: the listing; the file as it is where it is no export."""
    language: Language = "fr" if "--lang=fr" in arguments else "en"
    content = Path(arguments[-1]).read_bytes()
    try:
        text = _listed(content, language).encode("utf-8", "replace")
    except AppError:
        text = content
    sys.stdout.flush()
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
    return CLEAN


def _listed(content: bytes, language: Language) -> str:
    """An export, or one that a merge left with markers: then markers stand in the listing."""
    sides = versions(content.decode("utf-8-sig", "replace"))
    if sides is None:
        return listing(parse(content), language)
    ours, theirs = (listing(parse(side), language).splitlines(keepends=True) for side in sides)
    return "".join(marked(ours, theirs))


def merge_driver(arguments: Sequence[str]) -> int:
    """``[--lang=fr] SIZE BASE OURS THEIRS PATH [base-, ours- and theirs' names]``.

    OURS is written with the result. Git before 2.44 leaves the names as ``%X %S %Y``.
    """
    language: Language = "fr" if "--lang=fr" in arguments else "en"
    words = [a for a in arguments if not a.startswith("--")]
    size, path = int(words[0]), words[4]
    files = [Path(word) for word in words[1:4]]
    if PurePosixPath(path).name == INSTALL:
        return _merge_script(files)
    try:
        base, ours, theirs = (parsed(file.read_bytes(), path) for file in files)
    except AppError as error:
        _say("not_ours", language, path=path, code=error.code, line=error.facts.get("line", "?"))
        return NOT_OURS
    sides: Sides = (base, ours, theirs)
    if ours is None or theirs is None:
        return NOT_OURS
    try:
        result = file_merge(sides, {})
    except AppError as error:
        _say("refused", language, path=path, code=error.code)
        return NOT_OURS
    if not result.open_conflicts:
        if result.text is None:
            return NOT_OURS
        _write(files[1], result.text)
        return _broken(path, result, language)
    given = [w if w and not w.startswith("%") else "" for w in (*words[5:], "", "", "")[:3]]
    # These load the room of releases; conflicts are few.
    from app.release.authors import of_merge
    from app.release.driver import shows_base

    base_name = (given[0] or "base") if shows_base(Path()) else None
    names = Names(given[1] or "ours", given[2] or "theirs", base_name)
    text = with_markers(sides, {}, names, size, language)
    if text is None:
        return NOT_OURS
    _write(files[1], text)
    _say("conflicts", language, path=path, n=len(result.open_conflicts))
    by = of_merge(Path(), path, given[2])
    for conflict in (spoken_conflict(also_by(c, *by), language) for c in result.open_conflicts):
        where = " · ".join(filter(None, (*conflict.component_path, conflict.label)))
        who = (conflict.ours_by, conflict.theirs_by)
        _note(f"  ! {where}{' |'.join(map(_who, who)) if any(who) else ''}")
        for use in conflict.uses:
            _note(f"    → {use_line(use, language)}")
    return CONFLICT


def _merge_script(files: Sequence[Path]) -> int:
    """The install script of an export, by its list of files. Any other one is git's, and nothing
    is said of it: many projects have a script of that name."""
    try:
        base, ours, theirs = (file.read_bytes().decode("utf-8") for file in files)
    except UnicodeDecodeError:
        return NOT_OURS
    text = merged_install(base, ours, theirs)
    if text is None:
        return NOT_OURS
    _write(files[1], text)
    return CLEAN


def _who(authors: Sequence[Author]) -> str:
    return f" ({', '.join(f'{a.name} {a.date[:10]}'.strip() for a in authors) or '?'})"


def _broken(path: str, result: FileMerge, language: Language) -> int:
    """A merge that leaves references to nothing is for a person to look at."""
    errors = [issue for issue in result.issues if issue.severity == "error"]
    if errors:
        _say("issues", language, path=path, n=len(errors))
    for issue in (*errors, *(i for i in result.issues if i.code in _TOLD)):
        facts = ", ".join(f"{k}: {v}" for k, v in issue.facts.items())
        _note(f"  ! {issue.code} {issue.component} ({facts})")
    return CONFLICT if errors else CLEAN


def _write(path: Path, text: str) -> None:
    """All or nothing: a full disk leaves the file as git gave it, for git to read at once."""
    durable.write(path, text, flush=False)


def _note(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _say(key: str, language: Language, **facts: object) -> None:
    """A sentence of resources/messages, without the rooms that ``services.messages`` loads."""
    file = resources.files("resources").joinpath("messages", f"{language}.toml")
    texts = tomllib.loads(file.read_text(encoding="utf-8"))["git"]
    _note(str(texts[key]).format(**facts))
