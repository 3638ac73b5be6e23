"""The merge of one file of a repository: a page, a shared component, or an application in one file.

A repository's file has more in it than components, and git can merge that by lines: what the merge
by meaning would leave out, it refuses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct

from app.apex import Application, Page, SingleFile, merge, merge_single, render, sections
from app.apex.merge.beside import left_out
from app.apex.merge.lines import merge_lines
from app.apex.model import Conflict, Decision, Issue
from app.errors import MergeError, ParseError
from app.lazy import lazy

if TYPE_CHECKING:
    from app import apexlang
    from app.apexlang import Document
else:
    apexlang = lazy("app.apexlang")  # git starts this for each file, and few are of this language

Side: TypeAlias = "Page | SingleFile | Document | None"
Sides: TypeAlias = "tuple[Side, Side, Side]"


class FileMerge(Struct, frozen=True):
    """``text`` is None while a conflict is open, and where the merge deletes the file."""

    text: str | None
    conflicts: tuple[Conflict, ...]
    issues: tuple[Issue, ...]

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def is_lang(sides: Sides) -> bool:
    """Whether it is a file of APEXlang that is merged."""
    return not all(isinstance(side, Page | SingleFile | None) for side in sides)


def file_merge(
    sides: Sides,
    decisions: Mapping[str, Decision],
    language: Literal["en", "fr"] = "en",
    checked: bool = True,
) -> FileMerge:
    """Merge three versions of one file; None is a version that does not exist. Not ``checked``,
    nothing is said of what the result of an export may have broken.

    Errors as those of ``merge``, and MergeError ``merge.other_text`` where theirs changed what is
    no component: a comment of a project's own, a statement; ``merge.too_different`` where lines of
    a text collide that is too large to be looked at line by line.
    """
    if is_lang(sides):
        return _lang_merge(sides, decisions, language)
    base, ours, theirs = sides
    if (
        isinstance(base, SingleFile)
        and isinstance(ours, SingleFile)
        and isinstance(theirs, SingleFile)
    ):
        return _single_merge(base, ours, theirs, decisions, checked)
    one, mine, other = map(whole, sides)
    pages = one, mine, other
    parts = [_parts(page) for page in pages]  # held until they are merged: read once
    if any("" in part for part in parts):  # the export of a page beside the page's own file
        parts = [_alone(part) for part in parts]
    _refuse_other_text(*parts)
    result = merge(*pages, decisions, checked)
    _refuse_coarse(result.open_conflicts)
    text = render(result.page) if result.page is not None else None
    return FileMerge(text, result.conflicts, result.issues)


def whole(side: Side) -> Page | None:
    """A side as one tree."""
    if isinstance(side, SingleFile):
        return side.page
    return side if isinstance(side, Page) else None


def _single_merge(
    base: SingleFile,
    ours: SingleFile,
    theirs: SingleFile,
    decisions: Mapping[str, Decision],
    checked: bool,
) -> FileMerge:
    """Three exports of applications in one file: of most parts nothing is read."""
    parts = [side.application.sources for side in (base, ours, theirs)]
    was, mine, other = parts
    differ = [p for p in other if not (was.get(p) is other[p] or mine.get(p) is other[p])]
    try:
        _refuse_other_text(*({p: files[p].page for p in differ if p in files} for files in parts))
        text, made = merge_single(base, ours, theirs, decisions, checked)
    except ParseError:
        for side in (base, ours, theirs):
            side.page  # noqa: B018 - its error says the line in the whole
        raise
    _refuse_coarse(made.open_conflicts)
    return FileMerge(text, made.conflicts, made.issues)


def _refuse_other_text(
    base: Mapping[str, Page], ours: Mapping[str, Page], theirs: Mapping[str, Page]
) -> None:
    """What theirs changed in a part that is no component would be left out."""
    for path in ours.keys() & theirs.keys() & base.keys():
        if left_out(base[path], ours[path], theirs[path]):
            raise MergeError("merge.other_text", path=path or ours[path].name)


def _refuse_coarse(conflicts: Sequence[Conflict]) -> None:
    for conflict in conflicts:
        texts = conflict.base, conflict.ours, conflict.theirs
        if conflict.shape == "text" and merge_lines(*(text or "" for text in texts)).coarse:
            raise MergeError("merge.too_different", path=conflict.path)


def _lang_merge(
    sides: Sides, decisions: Mapping[str, Decision], language: Literal["en", "fr"]
) -> FileMerge:
    base, ours, theirs = (side if isinstance(side, apexlang.Document) else None for side in sides)
    made = apexlang.merge(base, ours, theirs, decisions, language)
    text = made.document.source if made.document is not None else None
    return FileMerge(text, made.conflicts, made.issues)


def _parts(page: Page | None) -> Mapping[str, Page]:
    """The files that a split export has instead; one that is none of these as it is."""
    if page is None:
        return {}
    found = sections(page.source)
    return Application(found).parsed if found is not None else {"": page}


def _alone(parts: Mapping[str, Page]) -> Mapping[str, Page]:
    made = [page for page in parts.values() if page.components]
    return {"": made[0]} if len(made) == 1 else parts
