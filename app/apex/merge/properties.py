"""Three versions of one property into one value, or a conflict."""

from __future__ import annotations

import re
from typing import Final

from msgspec import Struct

from app.apex import catalogue
from app.apex.export.values import Value, file_value
from app.apex.merge.lines import merge_lines, merge_set
from app.apex.model import Decision, Take

_TEXTS: Final = frozenset({"text", "clob", "bytes"})
_NUMBER: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


class Merged(Struct, frozen=True, gc=False):
    """``value`` is the merged value (None: absent) unless ``conflict``; ``both`` has ours then
    theirs where they collide, for those who want both."""

    value: Value | None = None
    conflict: bool = False
    both: Value | None = None


def _with_text(kind: Value, text: str) -> Value:
    if kind.kind == "bytes":
        return file_value(text.encode("utf-8"))
    return Value(kind.kind, text)


def _readable(value: Value) -> bool:
    """A text, or a file that is one."""
    return value.kind in ("text", "clob") or (
        value.kind == "bytes" and value.text.encode("utf-8") == value.data
    )


def merge_values(name: str, base: Value | None, ours: Value | None, theirs: Value | None) -> Merged:
    """The rule for one property: one-sided and equal changes are taken; texts merge by lines,
    lists as sets; everything else that both changed differently is a conflict."""
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(theirs)
    if ours is None or theirs is None or ours.kind != theirs.kind or ours.kind not in _TEXTS:
        return Merged(conflict=True)
    if not (_readable(ours) and _readable(theirs)):
        return Merged(conflict=True)
    known = base if base is not None and base.kind == ours.kind and _readable(base) else None
    was = known.text if known is not None else ""
    separator = catalogue.separator_of(name)
    if separator and "\n" not in ours.text + theirs.text:
        ordered = catalogue.is_ordered(name)
        merged = merge_set(was, ours.text, theirs.text, separator, ordered)
        both = dict.fromkeys(ours.text.split(separator) + theirs.text.split(separator))
        union = _with_text(ours, separator.join(both))
        if merged is None:
            return Merged(conflict=True, both=union)
        return Merged(_with_text(ours, merged))
    if "\n" not in ours.text + theirs.text + was:
        return Merged(conflict=True)
    if known is None:
        return Merged(conflict=True, both=_with_text(ours, f"{ours.text}\n{theirs.text}"))
    lines = merge_lines(was, ours.text, theirs.text)
    if lines.text is None:
        return Merged(conflict=True, both=_with_text(ours, lines.both))
    return Merged(_with_text(ours, lines.text))


def choices(
    base: bool, merged: Merged, ours: Value | None, theirs: Value | None
) -> tuple[Take, ...]:
    """What can be decided; ``base`` says whether there is a base to go back to."""
    found = [Take.OURS, Take.THEIRS]
    if base:
        found.append(Take.BASE)
    if merged.both is not None:
        found.append(Take.BOTH)
    shown = ours if ours is not None else theirs
    if shown is not None and (shown.kind in ("text", "clob", "number", "hook") or _readable(shown)):
        found.append(Take.EDITED)
    return tuple(found)


def decided(
    decision: Decision,
    merged: Merged,
    base: Value | None,
    ours: Value | None,
    theirs: Value | None,
) -> Merged | None:
    """The value that a decision gives; None where it does not fit (a text for a number)."""
    match decision.take:
        case Take.OURS:
            return Merged(ours)
        case Take.THEIRS:
            return Merged(theirs)
        case Take.BASE:
            return Merged(base)
        case Take.BOTH:
            return Merged(merged.both) if merged.both is not None else None
        case Take.EDITED:
            shown = ours if ours is not None else theirs
            if shown is None or decision.text is None:
                return None
            text = decision.text.replace("\r\n", "\n")
            if shown.kind == "number":
                return Merged(Value("number", text)) if _NUMBER.fullmatch(text) else None
            if shown.kind == "hook":
                return Merged(Value("hook", text, shown.parts))
            return Merged(_with_text(shown, text))
