"""Everything that differs on a page, as the lines of one text to read from top to bottom.

A line stands for a component, one of its properties, or a line of code; what went stands above what
came. Pure, and slow for long texts: run it in a worker.
"""

from __future__ import annotations

from itertools import groupby
from typing import Final, Literal

from msgspec import Struct

from app.services.compare import lines
from app.services.model import ComponentChange, PageDiff, PropertyChange, Status
from ui.text.highlight import Span, highlight
from ui.text.linediff import Side, in_units

Kind = Literal["component", "property", "value", "code", "skip", "blank"]
CONTEXT: Final = 3
_INDENT: Final = "    "
_SHORT: Final = 90  # signs of two values that stand on one line


class Line(Struct, frozen=True):
    """``side`` is what is seen; ``key`` the component it belongs to, ``fold`` what a "skip" line
    unfolds."""

    kind: Kind
    side: Side
    key: str
    fold: str = ""


class Options(Struct, frozen=True):
    """``context``: equal lines around a change, None for all. ``blanks``: whether white space
    counts. ``unfolded``: texts that are shown whole all the same."""

    context: int | None = CONTEXT
    blanks: bool = True
    unfolded: frozenset[str] = frozenset()


class Words(Struct, frozen=True):
    """What is said in the language of the window: a word for each status, "{n} unchanged lines",
    and what stands between a label and its value."""

    statuses: dict[Status, str]
    hidden: str
    absent: str
    colon: str


def reading(diff: PageDiff, options: Options, words: Words) -> tuple[Line, ...]:
    """The lines for one page, in the order of its components."""
    found: list[Line] = []
    for change in diff.changes:
        if found:
            found.append(Line("blank", Side(None, "", "same"), change.key))
        found += _component(change, options, words)
    return tuple(found)


def _component(change: ComponentChange, options: Options, words: Words) -> list[Line]:
    head = f"{change.status.sign} {change.type_label} · {change.name}"
    text = f"{head} ({words.statuses[change.status]})"
    found = [Line("component", Side(None, text, "same"), change.key)]
    above = " › ".join(change.path[:-1])
    if above:
        found.append(Line("value", Side(None, f"  {above}", "same"), change.key))
    for one in change.properties:
        whole = one.shape == "text" or "\n" in (one.old or "") or "\n" in (one.new or "")
        if whole:
            found.append(Line("property", Side(None, f"  {_label(one)}", "same"), change.key))
            found += _code(change, one, options, words)
        else:
            found += _value(change, one, words)
    return found


def _label(one: PropertyChange) -> str:
    group, between, name = one.label.partition(" · ")
    return name if between and group == name else one.label


def _value(change: ComponentChange, one: PropertyChange, words: Words) -> list[Line]:
    """A short property on one line; two longer values below each other."""
    old = one.old_label or one.old
    new = one.new_label or one.new
    label = f"  {_label(one)}{words.colon}"
    if old is None or new is None:
        told = new if new is not None else old
        tone: Literal["added", "removed"] = "added" if new is not None else "removed"
        if change.status is Status.CHANGED:
            told = f"{words.absent} → {new}" if new is not None else f"{old} → {words.absent}"
        return [Line("value", Side(None, f"{label}{told}", tone), change.key)]
    if len(old) + len(new) <= _SHORT:
        start = len(label) + len(old) + 3
        marks = in_units(f"{label}{old} → {new}", ((start, start + len(new)),))
        side = Side(None, f"{label}{old} → {new}", "changed", marks)
        return [Line("value", side, change.key)]
    before, after = lines.words(old, new)
    return [
        Line("property", Side(None, label.rstrip(), "same"), change.key),
        Line("value", Side(None, _INDENT + old, "removed", _moved(old, before)), change.key),
        Line("value", Side(None, _INDENT + new, "added", _moved(new, after)), change.key),
    ]


def _code(
    change: ComponentChange, one: PropertyChange, options: Options, words: Words
) -> list[Line]:
    fold = f"{change.key}|{one.name}"
    context = None if fold in options.unfolded else options.context
    if one.old is None or one.new is None:
        context = None
    left = highlight("\n".join(lines.lines_of(one.old)), one.language)
    right = highlight("\n".join(lines.lines_of(one.new)), one.language)
    found: list[Line] = []

    def line(kind: Kind, side: Side) -> None:
        found.append(Line(kind, side, change.key, fold if kind == "skip" else ""))

    for kind, group in groupby(
        lines.rows(one.old, one.new, context, options.blanks), key=lambda row: row.kind
    ):
        run = list(group)
        if kind == "skip":
            for row in run:
                text = f"  ⋯ {words.hidden.format(n=row.hidden)}"
                line("skip", Side(None, text, "filler"))
        elif kind == "equal":
            for row in run:
                line("code", _side(row.new_number, row.new, "same", (), right))
        else:
            for row in run:
                if row.old is not None:
                    line("code", _side(row.old_number, row.old, "removed", row.old_marks, left))
            for row in run:
                if row.new is not None:
                    line("code", _side(row.new_number, row.new, "added", row.new_marks, right))
    return found


def _side(
    number: int | None,
    text: str | None,
    tone: Literal["same", "added", "removed"],
    marks: tuple[lines.Span, ...],
    spans: list[tuple[Span, ...]],
) -> Side:
    assert number is not None and text is not None
    return Side(number, text, tone, in_units(text, marks), spans[number - 1])


def _moved(text: str, marks: tuple[lines.Span, ...]) -> tuple[tuple[int, int], ...]:
    shift = len(_INDENT)
    return tuple((start + shift, length) for start, length in in_units(text, marks))
