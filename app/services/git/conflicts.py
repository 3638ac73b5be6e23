"""``caravane git resolve``: what a merge in git left open in a file is listed or decided.

Decisions may come one by one. What was decided is kept in the git folder until the next conflict of
that file, because the file itself does not tell a decision from an edit. A file that is neither
what the merge left nor what was decided since then holds somebody's edits, and is not written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import replace

from app import durable
from app.apex.catalogue.spoken import spoken_conflict
from app.apex.merge.authors import also_by
from app.apex.model import Conflict, Decision, Take
from app.errors import MergeError, SourceError
from app.release import authors, decided, driver, revisions
from app.release.decided import Stages
from app.services.merge import choices
from app.services.merge.file import FileMerge, Sides, file_merge
from app.services.merge.markers import Names, one_sided, parsed_sides, with_markers

Language = Literal["en", "fr"]
_BASE_PART: Final = re.compile(r"^\|{7,}.*?(?=^={7,}$)", re.MULTILINE | re.DOTALL)
_MARKER: Final = re.compile(r"^(<|=|>)\1{6,}(?: .*)?$", re.MULTILINE)


class Resolved(Struct, frozen=True):
    """What is open after ``resolve``; the file on disk has markers for exactly that."""

    path: str
    conflicts: tuple[Conflict, ...]
    open: tuple[Conflict, ...]


class _State(Struct, frozen=True):
    """What was decided of one conflict of git: single keys, and a side for the rest. ``before`` is
    what was decided in the file that was there, as long as the new one is not written."""

    take: Take | None = None
    decisions: dict[str, Take] = {}
    before: _State | None = None


def waiting(folder: Path) -> list[Path]:
    """The exports below ``folder`` that git holds for unmerged. MergeError ``merge.outside`` where
    there is no repository."""
    names = revisions.unmerged(folder)
    if names is None:
        raise MergeError("merge.outside", folder=str(folder))
    return [folder / name for name in names if name.endswith((".sql", ".apx"))]


def resolve(
    path: Path,
    take: Take | None,
    decisions: Mapping[str, Take],
    language: Language = "en",
    again: bool = False,
) -> Resolved:
    """Decide what git left open in a file, and write the file.

    ``take`` decides whatever ``decisions`` (by conflict key) leave open, now and earlier; with
    ``again`` nothing counts that was decided or edited since the merge. Where nothing is decided
    nothing is written. MergeError ``merge.edited`` where the file holds edits,
    ``merge.no_such_conflict`` and ``merge.no_such_choice`` for a decision that means nothing.
    """
    stages = driver.stages(path)
    sides = parsed_sides(stages, path.name)
    if sides[1] is None or sides[2] is None:
        raise SourceError("source.one_sided", path=str(path))
    known = decided.read(path, stages, _State) or _State()
    found = _same(path.read_bytes().decode("utf-8", "replace"))
    asked = take is not None or decisions or again
    goes_on = not again and found == _same(_written(sides, known)[1])
    if not (goes_on or again or known.before is None):
        # Noted, and then cut off: what was decided counts, and is written with the next decision.
        goes_on = found == _same(_written(sides, known.before)[1])
        goes_on |= known.before == _State() and _untouched(path, sides, stages, found)
        known = known if asked else known.before
    before = known if goes_on else _State()
    state = _State(take or before.take, {**before.decisions, **decisions})
    if asked and not goes_on and not again and not _untouched(path, sides, stages, found):
        raise MergeError("merge.edited", path=str(path))
    made = {key: Decision(key, side) for key, side in decisions.items()}
    # A decision can bring up another conflict, which has a decision here too.
    for merged in (file_merge(sides, made), file_merge(sides, {})):
        if decisions.keys() <= {c.key for c in merged.conflicts}:
            break
    choices.check(merged.conflicts, decisions, str(path))
    base_name = "base" if driver.shows_base(path.resolve().parent) else None
    result, text = _written(sides, state, Names(base=base_name), language)
    if asked and text is not None:
        # The decision first: a file that has it while nothing tells so holds somebody's edits.
        decided.write(path, stages, replace(state, before=replace(before, before=None)))
        durable.write(path, text)
        decided.write(path, stages, state)
    return _resolved(path, result, language)


def _written(
    sides: Sides, state: _State, names: Names | None = None, language: Language = "en"
) -> tuple[FileMerge, str | None]:
    """The merge with what is decided, and the file that it makes."""
    chosen = {key: Decision(key, side) for key, side in state.decisions.items()}
    if state.take is not None:
        result = one_sided(sides, state.take, chosen)
    else:
        result = file_merge(sides, chosen)
    if result.text is not None:
        return result, result.text
    return result, with_markers(sides, chosen, names or Names(), language=language)


def _untouched(path: Path, sides: Sides, stages: Stages, found: str) -> bool:
    """Whether a file is as a merge left it: Caravane's, or git's own by lines."""
    if found == _same(_written(sides, _State())[1]):
        return True
    return found in {_same(text) for text in decided.by_lines(path, stages)}


def _same(text: str | None) -> str:
    """A text without what differs between merges with one outcome: the names and the length of
    markers, a base between them, line ends."""
    plain = (text or "").replace("\r\n", "\n")
    return _MARKER.sub(r"\1", _BASE_PART.sub("", plain))


def _resolved(path: Path, result: FileMerge, language: Language) -> Resolved:
    by = authors.of_merge(path.resolve().parent, f"./{path.name}")
    found = tuple(spoken_conflict(also_by(c, *by), language) for c in result.conflicts)
    return Resolved(str(path), found, tuple(c for c in found if c.taken is None))
