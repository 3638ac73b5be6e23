"""Two texts as rows of pairs: which lines are the same, and what changed inside a line.

Invariant: reading the old sides of all rows gives the old text, the new sides the new text.
Pure and quadratic in the worst case: run it in a worker.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

from ui.text.highlight import Span, highlight, units

Tone = Literal["same", "added", "removed", "changed", "filler"]

# Marks inside a line are looked for up to this length of a line and this many line pairs.
LONGEST_LINE = 600
MOST_PAIRS = 500
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class Side(Struct, frozen=True):
    """One side of a row. ``number`` is None for a filler; ``marks`` are (start, length)."""

    number: int | None
    text: str
    tone: Tone
    marks: tuple[tuple[int, int], ...] = ()
    spans: tuple[Span, ...] = ()


class Row(Struct, frozen=True):
    old: Side
    new: Side


class SideBySide(Struct, frozen=True):
    rows: tuple[Row, ...]

    @property
    def changes(self) -> tuple[int, ...]:
        """Rows where a run of differences begins."""
        starts = []
        before = False
        for number, row in enumerate(self.rows):
            differs = row.old.tone != "same"
            if differs and not before:
                starts.append(number)
            before = differs
        return tuple(starts)


_FILLER = Side(None, "", "filler")


def side_by_side(old: str | None, new: str | None, language: str = "") -> SideBySide:
    """Rows for two texts; None is a text that does not exist."""
    left = _lines(old)
    right = _lines(new)
    left_spans = highlight("\n".join(left), language)
    right_spans = highlight("\n".join(right), language)
    rows: list[Row] = []
    pairs = 0
    matcher = SequenceMatcher(None, left, right, autojunk=len(left) + len(right) > 4000)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            rows += [
                Row(
                    Side(a + i + 1, left[a + i], "same", (), left_spans[a + i]),
                    Side(c + i + 1, right[c + i], "same", (), right_spans[c + i]),
                )
                for i in range(b - a)
            ]
            continue
        for i in range(max(b - a, d - c)):
            one, two = a + i, c + i
            has_old, has_new = one < b, two < d
            both = has_old and has_new
            marks = _marks(left[one], right[two]) if both and pairs < MOST_PAIRS else ((), ())
            pairs += both
            rows.append(
                Row(
                    Side(
                        one + 1,
                        left[one],
                        "changed" if both else "removed",
                        marks[0],
                        left_spans[one],
                    )
                    if has_old
                    else _FILLER,
                    Side(
                        two + 1,
                        right[two],
                        "changed" if both else "added",
                        marks[1],
                        right_spans[two],
                    )
                    if has_new
                    else _FILLER,
                )
            )
    return SideBySide(tuple(rows))


def prepare(text: str | None, base: str | None, language: str = "") -> tuple[Side, ...]:
    """The lines of one text, marked where they differ from ``base``."""
    rows = side_by_side(base, text, language).rows
    return tuple(row.new for row in rows if row.new.number is not None)


def _lines(text: str | None) -> list[str]:
    if text is None:
        return []
    return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _marks(old: str, new: str) -> tuple[tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """What differs inside two lines, word by word."""
    if len(old) > LONGEST_LINE or len(new) > LONGEST_LINE:
        return (), ()
    first, second = _WORD.findall(old), _WORD.findall(new)
    left: list[tuple[int, int]] = []
    right: list[tuple[int, int]] = []
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    if matcher.ratio() < 0.25:
        return (), ()
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            left += _range(first, a, b)
            right += _range(second, c, d)
    return tuple(left), tuple(right)


def _range(words: list[str], begin: int, end: int) -> Iterator[tuple[int, int]]:
    if begin < end:
        yield units("".join(words[:begin])), units("".join(words[begin:end]))
