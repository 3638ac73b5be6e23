"""Three-way merge of lines: hunks that do not touch each other are both taken."""

from __future__ import annotations

from difflib import SequenceMatcher

Hunk = tuple[int, int, list[str]]


def _hunks(base: list[str], other: list[str]) -> list[Hunk]:
    matcher = SequenceMatcher(None, base, other, autojunk=False)
    return [
        (i1, i2, other[j1:j2]) for tag, i1, i2, j1, j2 in matcher.get_opcodes() if tag != "equal"
    ]


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """The merged text, or None where lines collide (touching hunks collide too)."""
    lines = base.split("\n")
    left, right = _hunks(lines, ours.split("\n")), _hunks(lines, theirs.split("\n"))
    merged: list[Hunk] = list(left)
    for start, end, new in right:
        clash = [h for h in left if h[0] <= end and start <= h[1]]
        if clash == [(start, end, new)]:
            continue
        if clash:
            return None
        merged.append((start, end, new))
    result = list(lines)
    for start, end, new in sorted(merged, key=lambda h: h[0], reverse=True):
        result[start:end] = new
    return "\n".join(result)


def merge_set(base: str, ours: str, theirs: str, separator: str) -> str:
    """Lists merge as sets; ours gives the order, what theirs added comes last."""
    was, mine, other = (v.split(separator) if v else [] for v in (base, ours, theirs))
    gone = set(was) - set(other)
    added = [v for v in other if v not in was and v not in mine]
    return separator.join([v for v in mine if v not in gone] + added)
