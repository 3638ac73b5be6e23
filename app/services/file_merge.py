"""The merge of one file of a repository: a page, a shared component, or an application in one file.

A repository's file has more in it than components, and git can merge that by lines: what the merge
by meaning would leave out, it refuses.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from app.apex import Page, merge, render, sections
from app.apex.model import Conflict, Decision, Issue
from app.apex.tree import FRAME
from app.errors import MergeError

# What APEX and SQLcl write around the components of a file.
_FRAME: Final = re.compile(
    r"\s*(?:begin|end;|declare|null;|commit;|/|prompt\b.*|set .*|whenever .*|--   ? ?Manifest.*"
    r"|--     .*|--\s*(?:application/|file_checksum|app_checksum).*)?\s*",
    re.IGNORECASE,
)
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

    Errors as those of ``merge``, and MergeError ``merge.other_text``.
    """
    if not any(page is not None and sections(page.source) for page in sides):
        _refuse_strangers(sides)
    result = merge(*sides, decisions)
    text = render(result.page) if result.page is not None else None
    return FileMerge(text, result.conflicts, result.issues)


def _refuse_strangers(sides: Sides) -> None:
    """MergeError ``merge.other_text`` where theirs changed what is no component: a comment of a
    project's own, a statement. The merge knows components, and would leave it out."""
    base, ours, theirs = (_beside(page) if page is not None else None for page in sides)
    if theirs is not None and theirs not in (base, ours) and base is not None:
        raise MergeError("merge.other_text", path=next(p.name for p in sides if p is not None))


def _beside(page: Page) -> list[str]:
    """The lines outside of all components. In an export of 4.x these are their values; the file
    that opens an export tells there who made it, and when."""
    opens = not page.components or any(c.procedure == "import_begin" for c in page.calls)
    if opens or any(c.locals is not None and c.locals.variables for c in page.components):
        return []
    spans = [(c.start, c.end) for c in page.calls if c.key or c.procedure in FRAME]
    spans += [c.content for c in page.components if c.content is not None]
    text, at = "", 0
    for start, end in sorted(spans):
        text, at = text + page.source[at:start], max(at, end)
    lines = (text + page.source[at:]).removeprefix("\ufeff").splitlines()
    return [line.strip() for line in lines if not _FRAME.fullmatch(line)]
