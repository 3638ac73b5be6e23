"""What a three-way merge must make of one property: told from the three values alone.

Independent of the product's merge: lines of generated code are unique and keep their order, so who
changed what follows from which lines are there.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from app.apex.export.values import Value
from tests.apex.generated import LISTS

Hunk = tuple[int, int, tuple[str, ...]]


class Outcome(NamedTuple):
    """``values``: what may stand in the result without a conflict (None: absent). ``lines`` and
    ``elements`` instead say what a merged text must and must not contain. ``conflict`` is "must",
    "may" or "never"."""

    conflict: str
    values: tuple[Value | None, ...] = ()
    must: Counter[str] = Counter()  # noqa: RUF012
    never: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    separator: str = ""

    def allows(self, value: Value | None) -> bool:
        """Whether the result may have this value without a conflict."""
        if self.separator and value is not None:
            parts = Counter(
                e for e in value.text.split(self.separator) if e or self.separator != ":"
            )
            if self.separator != "\n":
                parts = Counter(e for e in value.text.split(self.separator) if e)
            return (
                all(parts[e] >= n for e, n in self.must.items())
                and not self.never & parts.keys()
                and parts.keys() <= self.known
            )
        return value in self.values


def outcome(name: str, base: Value | None, ours: Value | None, theirs: Value | None) -> Outcome:
    """The law for one property."""
    if ours == theirs or theirs == base:
        return Outcome("never", (ours,))
    if ours == base:
        return Outcome("never", (theirs,))
    if ours is None or theirs is None or ours.kind != theirs.kind or not _is_text(ours, theirs):
        return Outcome("must")
    was = base.text if base is not None and base.kind == ours.kind and _is_text(base) else None
    separator = LISTS.get(name, "")
    if separator and "\n" not in ours.text + theirs.text:
        return _elements(was or "", ours.text, theirs.text, separator)
    if was is None or "\n" not in was + ours.text + theirs.text:
        return Outcome("must")
    return _lines(was.split("\n"), ours.text.split("\n"), theirs.text.split("\n"), ours)


def _is_text(*values: Value) -> bool:
    return all(
        v.kind in ("text", "clob") or (v.kind == "bytes" and v.text.encode() == v.data)
        for v in values
    )


def _elements(base: str, ours: str, theirs: str, separator: str) -> Outcome:
    was, mine, other = (set(filter(None, v.split(separator))) for v in (base, ours, theirs))
    gone = (was - mine) | (was - other)
    both_replaced = (was - mine) & (was - other) and mine - was and other - was
    wanted = (was | mine | other) - gone
    return Outcome(
        "may" if both_replaced else "never",
        must=Counter(wanted),
        never=frozenset(gone),
        known=frozenset(wanted),
        separator=separator,
    )


def _lines(base: list[str], ours: list[str], theirs: list[str], form: Value) -> Outcome:
    unique = all(max(Counter(v).values()) == 1 for v in (base, ours, theirs))
    was, mine, other = Counter(base), Counter(ours), Counter(theirs)
    removed = {v for v in was if mine[v] < was[v] or other[v] < was[v]}
    certain = {v for v in (mine | other | was) if was[v] <= 1 and mine[v] <= 1 and other[v] <= 1}
    never = frozenset(v for v in removed & certain if v in base)
    contained = Outcome(
        "may",
        must=Counter({v: 1 for v in (mine | other) if v in certain and v not in never}),
        never=never,
        known=frozenset(mine | other),
        separator="\n",
    )
    if not unique:
        return contained
    left, right = _hunks(base, ours), _hunks(base, theirs)
    pairs = [(a, b) for a in left for b in right if a != b and a[0] <= b[1] and b[0] <= a[1]]
    if not pairs:
        return Outcome("never", (_same_form(form, _applied(base, left, right)),))
    if any(max(a[0], b[0]) < min(a[1], b[1]) for a, b in pairs):
        return Outcome("must")
    return contained


def _same_form(form: Value, text: str) -> Value:
    if form.kind == "bytes":
        return Value("bytes", text, data=text.encode())
    return Value(form.kind, text)


def _hunks(base: list[str], other: list[str]) -> list[Hunk]:
    """The changes of one side; lines are unique and keep their order."""
    kept = set(base) & set(other)
    found: list[Hunk] = []
    i = j = 0
    while i < len(base) or j < len(other):
        start, new = i, j
        while i < len(base) and base[i] not in kept:
            i += 1
        while j < len(other) and other[j] not in kept:
            j += 1
        if i > start or j > new:
            found.append((start, i, tuple(other[new:j])))
        else:
            assert base[i] == other[j]
            i, j = i + 1, j + 1
    return found


def _applied(base: list[str], left: list[Hunk], right: list[Hunk]) -> str:
    lines = list(base)
    for start, end, new in sorted({*left, *right}, reverse=True):
        lines[start:end] = new
    return "\n".join(lines)
