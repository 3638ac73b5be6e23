"""Texts that APEX cuts by size: a script over several calls, a file's bytes over several blocks.

How a text is cut says nothing. A new text keeps ours' cuts where they were, so that the parts in
which nothing changed keep their bytes; what has grown too large is cut again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from app.textdiff import difference

_PART: Final = 30_000  # signs in one call; APEX's own parts are about as long
_ROWS: Final = 1_500  # elements of the byte table that APEX fills in one block


def recut(old: Sequence[str], new: str) -> list[list[str]]:
    """For each part of the old text what it is now, in pieces: more than one where it has grown
    too large for one call, none where nothing of it is left. The first part always stays."""
    found: list[list[str]] = []
    at = 0
    for number, end in enumerate(_ends("".join(old), new, old)):
        text = new[at:end]
        fits = text == old[number] or 0 < len(text) <= max(_PART, len(old[number]))
        found.append([text] if fits else list(_pieces(text)))
        at = end
    found[0] = found[0] or [""]
    return found


def _ends(before: str, after: str, parts: Sequence[str]) -> Iterator[int]:
    """Where each part ends in the new text: at the same place of the same line; behind what stands
    now for the lines that it ended in."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    spans = [(True, 0, 0)]  # equal or not, and where it ends in both texts
    was = now = 0
    for tag, a, b, c, d in difference(old, new).codes:
        was, now = was + sum(map(len, old[a:b])), now + sum(map(len, new[c:d]))
        spans.append((tag == "equal", was, now))
    at = offset = 0
    for part in parts[:-1]:
        offset += len(part)
        while at < len(spans) - 1 and spans[at][1] < offset:
            at += 1
        equal, end, there = spans[at]
        yield there - (end - offset) if equal else there
    yield len(after)


def _pieces(text: str) -> Iterator[str]:
    """A text in pieces for one call each, cut behind a line end where there is one."""
    at = 0
    while at < len(text):
        end = at + _PART
        if end < len(text):
            end = text.rfind("\n", at, end) + 1 or end
        yield text[at:end]
        at = end


def in_blocks(rows: Sequence[str], old: str) -> str:
    """Rows that fill the byte table, in as many blocks as APEX would use, if the ``old`` ones are
    in several: what stands there between two blocks stands between two of these."""
    between = _between(old)
    if not between:
        return "".join(rows)
    head, *elements = rows
    blocks = ("".join(elements[at : at + _ROWS]) for at in range(0, len(elements), _ROWS))
    return head + between.join(blocks)


def _between(text: str) -> str:
    """The lines between the rows of one block and those of the next; "" if there is one block."""
    lines = text.splitlines(keepends=True)
    slash = next((at for at, line in enumerate(lines) if line.rstrip() == "/"), None)
    if slash is None:
        return ""
    first = slash
    while first and not lines[first - 1].rstrip().endswith("';"):
        first -= 1
    last = slash
    while last < len(lines) and ".g_varchar2_table(" not in lines[last]:
        last += 1
    return "".join(lines[first:last])
