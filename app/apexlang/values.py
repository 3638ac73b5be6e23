"""Three versions of one property into one value, or a conflict."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from app.apex.merge.lines import merge_lines
from app.apexlang.tree import Value


class Merged(Struct, frozen=True):
    """``value`` is the result (None: absent) unless ``conflict``; ``both`` is ours then theirs
    where they collide, for those who want both."""

    value: Value | None = None
    conflict: bool = False
    both: Value | None = None


def merge_values(
    base: Value | None, ours: Value | None, theirs: Value | None, many: bool = False
) -> Merged:
    """One-sided and equal changes are taken; arrays merge as sets, texts by their lines; all else
    that both changed differently is a conflict. ``many``: the property is a set, also where each
    side has one value of it."""
    if ours == theirs or theirs == base:
        return Merged(ours)
    if ours == base:
        return Merged(_spoken(theirs, base, ours))
    if ours is None or theirs is None:
        return Merged(conflict=True)
    if many or any(v is not None and v.items is not None for v in (base, ours, theirs)):
        return Merged(_set(base, ours, theirs))
    was = base.text if base is not None else ""
    if "\n" not in was + ours.text + theirs.text:
        return Merged(conflict=True)
    if base is None:
        return Merged(conflict=True, both=_text(f"{ours.text}\n{theirs.text}", ours))
    lines = merge_lines(was, ours.text, theirs.text)
    if lines.text is None:
        return Merged(conflict=True, both=_text(lines.both, ours))
    return Merged(_spoken(_text(lines.text, theirs), base, ours))


def _spoken(theirs: Value | None, base: Value | None, ours: Value | None) -> Value | None:
    """Theirs with the language that ours gave its fence, where ours alone changed that: a fence
    is no difference by itself, and so it must not be taken back with a change of the text."""
    if theirs is None or base is None or ours is None or ours.language == base.language:
        return theirs
    return replace(theirs, language=ours.language)


def _text(text: str, like: Value) -> Value:
    return Value(text, None, like.language)


def _set(base: Value | None, ours: Value, theirs: Value) -> Value:
    """Ours' entries in their order, without what theirs took away, with what theirs brought."""
    was = base.entries if base is not None else ()
    kept = [e for e in ours.entries if e in theirs.entries or e not in was]
    kept += [e for e in theirs.entries if e not in was and e not in kept]
    return Value("\n".join(kept), tuple(kept))
