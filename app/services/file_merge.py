"""The merge of one file of a repository: a page, a shared component, or an application in one file.

Who owns a component follows from its place, and in a single-file export from its part: its pages
are merged one by one, as those of a split export are, and put together again.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from app.apex import Application, Page, joined, merge, merge_apps, render, sections
from app.apex.model import Conflict, Decision, Issue
from app.errors import SourceError

Sides = tuple[Page | None, Page | None, Page | None]


class FileMerge(Struct, frozen=True):
    """``text`` is None while a conflict is open, and where the merge deletes the file."""

    text: str | None
    conflicts: tuple[Conflict, ...]
    issues: tuple[Issue, ...]

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)


def file_merge(sides: Sides, decisions: Mapping[str, Decision]) -> FileMerge:
    """Merge three versions of one file; None is a version that does not exist.

    SourceError ``source.unlike`` where one side is an application and another is not; MergeError
    as ``merge`` and ``merge_apps``.
    """
    whole = [parts_of(page.source) if page is not None else None for page in sides]
    known = [part is not None for part, page in zip(whole, sides, strict=True) if page is not None]
    base, ours, theirs = whole
    if ours is None or theirs is None or not all(known):
        if any(known):
            names = [page.name for page in sides if page is not None]
            raise SourceError("source.unlike", old=names[0], new=names[-1])
        result = merge(*sides, decisions)
        text = render(result.page) if result.page is not None else None
        return FileMerge(text, result.conflicts, result.issues)
    made = merge_apps(Application(base or {}), Application(ours), Application(theirs), decisions)
    text = joined(made.files, (ours, theirs)) if made.application is not None else None
    return FileMerge(text, made.conflicts, made.issues)


def parts_of(text: str) -> dict[str, str] | None:
    """The parts of a single-file export by path; None for any other file."""
    return sections(text) if text.count("prompt --") > 1 else None
