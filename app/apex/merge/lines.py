"""Three-way merge of texts by lines, and of lists as sets.

Changes of both sides are taken where at least one unchanged line lies between them; where they
touch, they collide, as in other line merges. Identical changes are one change.
"""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from app.textdiff import difference

_VARIANT: Final = re.compile(r"(?:\d+|xx?s|sm?|md?|lg?|xl|xxl|small|medium|large)$", re.IGNORECASE)

Hunk = tuple[int, int, list[str]]


class LineMerge(Struct, frozen=True, gc=False):
    """``text`` is None where lines collide; ``both`` has ours then theirs in those places, and
    ``sides`` is the whole text with those places as base, ours and theirs have them. ``coarse``
    says that the texts have too little in common to be looked at line by line."""

    text: str | None
    both: str
    sides: tuple[str, str, str] = ("", "", "")
    coarse: bool = False


def merge_lines(base: str, ours: str, theirs: str) -> LineMerge:
    """Merge two changes of one text."""
    lines = base.split("\n")
    found = [(other := side.split("\n"), difference(lines, other)) for side in (ours, theirs)]
    left, right = (
        [(c.a, c.b, other[c.c : c.d]) for c in changes.codes if c.tag == "change"]
        for other, changes in found
    )
    result: list[str] = []
    sides: tuple[list[str], list[str], list[str]] = ([], [], [])
    clean = True
    at = i = j = 0
    while i < len(left) or j < len(right):
        group_left: list[Hunk] = []
        group_right: list[Hunk] = []
        first = min(hunks[k][0] for hunks, k in ((left, i), (right, j)) if k < len(hunks))
        end = first
        grown = True
        while grown:  # a group grows by every hunk that touches it
            grown = False
            if i < len(left) and left[i][0] <= end and (group_right or not group_left):
                end = max(end, left[i][1])
                group_left.append(left[i])
                i, grown = i + 1, True
            if j < len(right) and right[j][0] <= end and (group_left or not group_right):
                end = max(end, right[j][1])
                group_right.append(right[j])
                j, grown = j + 1, True
        mine = _applied(lines, first, end, group_left)
        other = _applied(lines, first, end, group_right)
        if group_left and group_right and mine != other:
            clean = False
            parts = (mine + other, lines[first:end], mine, other)
        else:
            parts = ((mine if group_left else other),) * 4
        for text, part in zip((result, *sides), parts, strict=True):
            text.extend(lines[at:first] + part)
        at = end
    for text in (result, *sides):
        text.extend(lines[at:])
    merged, was, left_text, right_text = ("\n".join(t) for t in (result, *sides))
    coarse = any(changes.coarse for _, changes in found)
    return LineMerge(merged if clean else None, merged, (was, left_text, right_text), coarse)


def _applied(lines: list[str], start: int, end: int, hunks: list[Hunk]) -> list[str]:
    """``lines[start:end]`` with one side's hunks."""
    found: list[str] = []
    at = start
    for first, last, new in hunks:
        found += lines[at:first] + new
        at = last
    return found + lines[at:end]


def merge_set(
    base: str, ours: str, theirs: str, separator: str, ordered: bool = False
) -> str | None:
    """Merge lists as sets: ours gives the order, what theirs added follows its own predecessor.
    Of ``ordered`` lists, such as a report's columns, the side gives it that changed it.

    None where both put different elements in the place of one (another variant of an option), or
    an ordered list in different orders.
    """
    # APEX writes a separator at the end or not, and means the same: no element is empty.
    was, mine, other = ([e for e in v.split(separator) if e] for v in (base, ours, theirs))
    if ordered:
        kept = [
            [v for v in side if v in was and v in mine and v in other]
            for side in (was, mine, other)
        ]
        if kept[0] == kept[1] != kept[2]:
            return merge_set(base, theirs, ours, separator)
        if kept[0] != kept[2] != kept[1]:
            return None
    gone = [v for v in was if v not in other]
    dropped = [v for v in was if v not in mine]
    new_mine = [v for v in mine if v not in was and v not in other]
    new_other = [v for v in other if v not in was and v not in mine]
    if (
        new_mine
        and new_other
        and (set(gone) & set(dropped) or _stems(new_mine, separator) & _stems(new_other, separator))
    ):
        return None
    result = [v for v in mine if v not in gone]
    for element in new_other:
        before = other[: other.index(element)]
        end = len(result) if before else 0
        at = next((result.index(v) + 1 for v in reversed(before) if v in result), end)
        result.insert(at, element)
    return separator.join(result)


def _stems(elements: list[str], separator: str) -> set[str]:
    """Template options without their variant; ``P1_X1`` and ``P1_X2`` are two items."""
    return {_stem(e) if separator == ":" else e for e in elements}


def _stem(option: str) -> str:
    """What variants of one template option share: ``t-Region--accent3`` and ``...accent5``."""
    found = _VARIANT.sub("", option)
    return found if found != option else "=" + option
