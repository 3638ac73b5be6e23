"""Two texts line by line, and two lines word by word: what differs, for every kind of display."""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, Literal, NamedTuple

from app.textdiff import difference

_WORD: Final = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE: Final = 0.4  # lines that share less are two lines and not one that was changed
_MARKED: Final = 5_000  # changed lines in which words are looked for; nobody reads as many

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


def rows(
    old: str | None, new: str | None, context: int | None = 3, blanks: bool = True
) -> list[Row]:
    """All lines of both texts; runs of equal ones cut to ``context`` lines around a change, unless
    that is None. None is a text that does not exist. ``blanks`` False: lines that differ in white
    space alone are equal, and the old one stands for both."""
    left, right = lines_of(old), lines_of(new)
    found: list[Row] = []
    if blanks:
        codes = difference(left, right).codes
    else:
        codes = difference([_tight(t) for t in left], [_tight(t) for t in right]).codes
    pairs = 0
    for index, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            first, last = index == 0, index == len(codes) - 1
            ends = (0 if first else context, 0 if last else context) if context is not None else ()
            found += _equal(left, a, c, b - a, *ends)
            continue
        for step in range(max(b - a, d - c)):
            one = left[a + step] if a + step < b else None
            two = right[c + step] if c + step < d else None
            both = one is not None and two is not None
            pairs += both
            marks = words(one or "", two or "") if both and pairs <= _MARKED else ((), ())
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


def _tight(line: str) -> str:
    return "".join(line.split())


def lines_of(text: str | None) -> list[str]:
    """The lines of a text, without their ends."""
    return text.replace("\r", "").split("\n") if text is not None else []


def _equal(
    lines: list[str], old: int, new: int, size: int, head: int | None = None, tail: int = 0
) -> list[Row]:
    """Equal lines; between ``head`` and ``tail`` of them they are hidden, if ``head`` is given."""

    def row(step: int) -> Row:
        text = lines[old + step]
        return Row("equal", old + step + 1, new + step + 1, text, text)

    hidden = size - head - tail if head is not None else 0
    if head is None or hidden < 3:
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
    found = difference(left, right)
    if found.coarse:
        return _ends(old, new)
    same = sum(code.b - code.a for code in found.codes if code.tag == "equal")
    if 2 * same < _ALIKE * (len(left) + len(right)):
        return (), ()
    codes = [code for code in found.codes if code.tag == "change"]
    return (
        _spans(left, [(code.a, code.b) for code in codes]),
        _spans(right, [(code.c, code.d) for code in codes]),
    )


def _spans(parts: list[str], ranges: list[Span]) -> tuple[Span, ...]:
    starts = list(accumulate(map(len, parts), initial=0))
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
