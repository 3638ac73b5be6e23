"""The install script of a split export: a list of the files that it runs, in their order.

Two branches that each add a page add a line in the same place, and a merge by lines collides; as a
list there is nothing to ask. Ours keeps its order, and what theirs has new stands behind what it
follows there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.apex.merge.lines import merge_lines


def include(line: str) -> str | None:
    """The path that a line runs, ``@@path``, or ``@path`` in 4.x and 5.x; None for any other."""
    text = line.strip()
    return text.lstrip("@").strip() if text.startswith("@") else None


def includes(text: str) -> list[str]:
    """All paths that a script runs, in their order."""
    return [path for path in map(include, text.split("\n")) if path is not None]


def is_install(text: str) -> bool:
    """Whether it is the script of an export: it runs parts of an application."""
    return any(path.startswith("application/") for path in includes(text))


def installing(
    ours: str,
    theirs: str,
    renamed: Mapping[str, str],
    gone: Collection[str],
    files: Collection[str],
) -> str:
    """Ours' script for a merged application: without the files that are ``gone``, with those of
    ``files`` that theirs runs; ``renamed`` leads from ours' paths to others."""
    lines = [
        line.replace(path, renamed[path]) if path in renamed else line
        for line, path in ((line, include(line) or "") for line in ours.split("\n"))
    ]
    there = includes(theirs)
    return _listing("\n".join(lines), gone, there, [p for p in there if p in files], set())


def merged_install(base: str, ours: str, theirs: str) -> str | None:
    """Three versions of a script in git as one; None where only a merge by lines can tell.
    ``base`` is "" where both sides are new."""
    sides = [text.replace("\r\n", "\n") for text in (base, ours, theirs)]
    ends = ours.count("\r\n")
    was, mine, other = (includes(text) for text in sides)
    if ends not in (0, ours.count("\n")) or not is_install(ours) or not is_install(theirs):
        return None
    if (base and not is_install(base)) or any(len(set(x)) < len(x) for x in (was, mine, other)):
        return None
    gone = {p for p in was if p not in mine or p not in other}
    new = [p for p in other if p not in was], [p for p in mine if p not in was]
    text: str | None = _listing(sides[1], gone, other, new[0], set(was))
    if _others(sides[2]) not in (_others(sides[0]), _others(sides[1])):
        # The same list on all three sides: what differs then are the other lines.
        before = _listing(sides[0], gone, mine, new[1], set())
        before = _listing(before, gone, other, new[0], set(was))
        after = _listing(sides[2], gone, mine, new[1], set(was))
        expected = set(includes(text or ""))
        text = merge_lines(before, text or "", after).text
        if text is None or sorted(includes(text)) != sorted(expected):
            return None
    return text.replace("\n", "\r\n") if ends and text is not None else text


def _others(text: str) -> list[str]:
    return [line.rstrip() for line in text.split("\n") if include(line) is None]


def _listing(
    text: str, gone: Collection[str], there: Sequence[str], new: Collection[str], old: set[str]
) -> str:
    """A script without what is ``gone`` and with what is ``new``, each behind what stands before
    it ``there``. Beside others that are not ``old``, it goes by its name."""
    lines = [line for line in text.split("\n") if include(line) not in gone]
    order = [include(line) for line in lines]
    first = next((line.strip() for line in lines if include(line) is not None), "@@")
    run = "@@" if first.startswith("@@") else "@"
    end = "\r" if text.split("\n", 1)[0].endswith("\r") else ""
    for index, path in enumerate(there):
        if path not in new or path in order:
            continue
        at = _behind(order, there[:index])
        if at is None:
            at = _before(order, there[index + 1 :])
        elif old:
            while at < len(order) and (beside := order[at]) and beside not in old and beside < path:
                at += 1
        lines.insert(at, f"{run}{path}{end}")
        order.insert(at, path)
    return "\n".join(lines)


def _behind(order: list[str | None], before: Sequence[str]) -> int | None:
    return next((order.index(p) + 1 for p in reversed(before) if p in order), None)


def _before(order: list[str | None], after: Sequence[str]) -> int:
    """Before what follows it, else at the end: in front of what the last line end leaves."""
    found = next((order.index(p) for p in after if p in order), None)
    return found if found is not None else max(len(order) - 1, 0)
