"""Two texts line by line, and two lines word by word: what differs, for every kind of display."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE: Final = 0.4  # lines that share less are two lines and not one that was changed
_LONG: Final = 4_000  # words of one line; beyond this only its beginning and end are compared

Span = tuple[int, int]


class Row(NamedTuple):
    """One line of each side: numbers count from 1, None where a side has no such line.

    ``old_marks`` and ``new_marks`` are the spans of characters that differ within the line.
    A row of kind "skip" stands for ``hidden`` equal lines.
    """

    kind: Literal["equal", "change", "skip"]
    old_number: int | None
    new_number: int | None
    old: str | None
    new: str | None
    old_marks: tuple[Span, ...] = ()
    new_marks: tuple[Span, ...] = ()
    hidden: int = 0


def rows(old: str, new: str, context: int = 3) -> list[Row]:
    """All lines of both texts; runs of equal ones cut to ``context`` lines around a change."""
    left, right = old.replace("\r", "").split("\n"), new.replace("\r", "").split("\n")
    found: list[Row] = []
    codes = SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
    for index, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            first, last = index == 0, index == len(codes) - 1
            found += _equal(left, a, c, b - a, 0 if first else context, 0 if last else context)
            continue
        for step in range(max(b - a, d - c)):
            one = left[a + step] if a + step < b else None
            two = right[c + step] if c + step < d else None
            marks = words(one, two) if one is not None and two is not None else ((), ())
            found.append(
                Row(
                    "change",
                    a + step + 1 if one is not None else None,
                    c + step + 1 if two is not None else None,
                    one,
                    two,
                    *marks,
                )
            )
    return found


def _equal(lines: list[str], old: int, new: int, size: int, head: int, tail: int) -> list[Row]:
    def row(step: int) -> Row:
        text = lines[old + step]
        return Row("equal", old + step + 1, new + step + 1, text, text)

    hidden = size - head - tail
    if hidden < 3:
        return [row(step) for step in range(size)]
    skip = Row("skip", None, None, None, None, hidden=hidden)
    return [
        *(row(step) for step in range(head)),
        skip,
        *(row(step) for step in range(size - tail, size)),
    ]


def words(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of both lines that differ, by words; nothing where they have little in common."""
    left, right = _WORD.findall(old), _WORD.findall(new)
    if max(len(left), len(right)) > _LONG:
        return _ends(old, new)
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    same = sum(size for _, _, size in matcher.get_matching_blocks())
    if 2 * same < _ALIKE * (len(left) + len(right)):
        return (), ()
    codes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    return (
        _spans(left, [(a, b) for _, a, b, _, _ in codes]),
        _spans(right, [(c, d) for _, _, _, c, d in codes]),
    )


def _spans(parts: list[str], ranges: list[Span]) -> tuple[Span, ...]:
    starts = [0]
    for part in parts:
        starts.append(starts[-1] + len(part))
    return tuple((starts[a], starts[b]) for a, b in ranges if b > a)


def _ends(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    shorter = min(len(old), len(new))
    head = next((i for i in range(shorter) if old[i] != new[i]), shorter)
    rest = shorter - head
    tail = next((i for i in range(rest) if old[-1 - i] != new[-1 - i]), rest)
    return ((head, len(old) - tail),), ((head, len(new) - tail),)


def cut(text: str, marks: tuple[Span, ...]) -> list[tuple[str, bool]]:
    """A line in pieces, each with whether it differs."""
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in marks:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    pieces.append((text[at:], False))
    return [(piece, marked) for piece, marked in pieces if piece]
