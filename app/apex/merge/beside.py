"""What stands in a file beside its components: a project's comments, a statement of its own.

A merge writes components into ours and knows of nothing else. What theirs changed beside them would
be left out, so it is said: lines of a comment are a warning, a statement is a conflict.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.apex.export.tree import FRAME, Page
from app.apex.model import Conflict, ConflictKind, Decision, Issue, Take
from app.textdiff import difference

# What APEX and SQLcl write around the components of a file.
_FRAME: Final = re.compile(
    r"\s*(?:begin|end;|declare|null;|commit;|/|prompt\b.*|set .*|whenever .*|--   ? ?Manifest.*"
    r"|--     .*|--\s*(?:application/|file_checksum|app_checksum).*)?\s*",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"--[^\n]*|^\s*rem(?:ark)?\b[^\n]*|/\*.*?\*/", re.I | re.M | re.S)


def beside(page: Page) -> list[str]:
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


def is_like(one: Page, other: Page) -> bool:
    """Whether a person changed nothing beside the components. Another release of APEX frames a
    file in other words."""
    return one.release != other.release or beside(one) == beside(other)


def left_out(base: Page | None, ours: Page, theirs: Page) -> tuple[str, ...]:
    """What theirs changed beside the components and ours has not: ``+ line``, ``- line``."""
    if theirs.source == ours.source or (base is not None and theirs.source == base.source):
        return ()
    mine, other = beside(ours), beside(theirs)
    was = beside(base) if base is not None else []
    if other in (was, mine):
        return ()
    changed = [
        line
        for code in difference(was, other).codes
        if code.tag == "change"
        for line in (
            *(f"- {line}" for line in was[code.a : code.b]),
            *(f"+ {line}" for line in other[code.c : code.d]),
        )
    ]
    kept = set(mine)
    return tuple(line for line in changed if (line[2:] in kept) == (line[0] == "-"))


def has_statement(lines: tuple[str, ...]) -> bool:
    """Whether more than comments would be left out."""
    text = "\n".join(line[2:] for line in lines if line[0] == "+")
    return bool(_COMMENT.sub("", text).strip())


def warning(path: str, lines: tuple[str, ...]) -> Issue:
    """The lines that are not in the result."""
    return Issue("warning", "merge.lost_text", path, "", {"path": path, "name": "\n".join(lines)})


def conflict(
    path: str,
    sides: tuple[Page | None, Page, Page],
    decisions: Mapping[str, Decision],
) -> Conflict:
    """A statement of theirs that has no place in the result. Ours can be taken as it is, and the
    statement brought in by hand; to take theirs would leave out what ours has."""
    key = f"{path}|beside|"
    decision = decisions.get(key)
    taken = Take.OURS if decision is not None and decision.take is Take.OURS else None
    base, ours, theirs = ("\n".join(beside(p)) if p is not None else None for p in sides)
    name = path.rpartition("/")[2]
    return Conflict(
        key, ConflictKind.PROPERTY, path, "", "", name, (), "", "", base, ours, theirs,
        (Take.OURS,), taken, "text",
    )  # fmt: skip
