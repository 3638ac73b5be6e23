"""Two texts as rows of pairs: which lines are the same, and what changed inside a line.

Invariant: reading the old sides of all rows gives the old text, the new sides the new text.
What differs is what the services say; colours and places in UTF-16 units are added for the window.
Pure, and slow for long texts: run it in a worker.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from app.services.compare import lines
from ui.text.highlight import Span, highlight, units

Tone = Literal["same", "added", "removed", "changed", "filler"]


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


_AT_ONCE = 20_000
_FILLER = Side(None, "", "filler")


def side_by_side(old: str | None, new: str | None, language: str = "") -> SideBySide:
    """Rows for two texts; None is a text that does not exist."""
    left_spans = highlight("\n".join(lines.lines_of(old)), language)
    right_spans = highlight("\n".join(lines.lines_of(new)), language)
    rows: list[Row] = []
    for row in lines.rows(old, new, context=None):
        if row.kind == "equal":
            tones: tuple[Tone, Tone] = ("same", "same")
        elif row.old is not None and row.new is not None:
            tones = ("changed", "changed")
        else:
            tones = ("removed", "added")
        rows.append(
            Row(
                _side(row.old_number, row.old, tones[0], row.old_marks, left_spans),
                _side(row.new_number, row.new, tones[1], row.new_marks, right_spans),
            )
        )
    return SideBySide(tuple(rows))


def _side(
    number: int | None,
    text: str | None,
    tone: Tone,
    marks: tuple[lines.Span, ...],
    spans: list[tuple[Span, ...]],
) -> Side:
    if number is None or text is None:
        return _FILLER
    return Side(number, text, tone, in_units(text, marks), spans[number - 1])


def prepare(text: str | None, base: str | None, language: str = "") -> tuple[Side, ...]:
    """The lines of one text, marked where they differ from ``base``."""
    rows = side_by_side(base, text, language).rows
    return tuple(row.new for row in rows if row.new.number is not None)


def plain(text: str | None) -> tuple[Side, ...]:
    """The lines of one text without marks and colours, where there are few enough of them that
    showing them twice is not felt."""
    if text is None or len(text) > _AT_ONCE:
        return ()
    return tuple(Side(n, line, "same") for n, line in enumerate(lines.lines_of(text), 1))


def in_units(text: str, marks: tuple[lines.Span, ...]) -> tuple[tuple[int, int], ...]:
    """Spans of characters as starts and lengths in UTF-16 units."""
    found: list[tuple[int, int]] = []
    at = unit = 0
    for start, end in marks:
        unit += units(text[at:start])
        length = units(text[start:end])
        found.append((unit, length))
        at, unit = end, unit + length
    return tuple(found)
