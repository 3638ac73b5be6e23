"""A merge with open conflicts as a file that a person can go on with.

Everything that merges is merged. Each place that is left stands in git's conflict markers, with
the component and the property in the marker line. The text between two markers is that of a whole
file which takes one side everywhere, so whichever side is kept, the file is an export again. With
markers in it, it is none: the reader refuses it, so it can be neither written to MAIN nor released.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from app.apex import Application, Page, SingleFile, one_file, parse, sections
from app.apex.catalogue.spoken import spoken_conflict, use_line
from app.apex.merge.contents import other_kinds
from app.apex.merge.lines import merge_lines
from app.apex.model import Conflict, Decision, Take
from app.lazy import lazy
from app.services.merge.file import FileMerge, Side, Sides, file_merge, is_lang
from app.textdiff import difference

if TYPE_CHECKING:
    from app import apexlang
else:
    apexlang = lazy("app.apexlang")


_MARKER: Final = re.compile(r"([<|>]{7,} |={7,}\r?$)")
_STATEMENT: Final = re.compile(r"wwv_flow_\w+\.\w+\s*\(")
_Owner = tuple[str, str, str, int]  # part, component, argument, and the argument's first line


class Names(NamedTuple):
    """What the marker lines call the sides; ``base`` is None where it is not to be shown."""

    ours: str = "ours"
    theirs: str = "theirs"
    base: str | None = None


class _Hunk(NamedTuple):
    """Lines ``[start:end]`` of ours against ``[their_start:their_end]`` of theirs."""

    start: int
    end: int
    their_start: int
    their_end: int


def one_sided(
    sides: Sides,
    take: Take,
    decisions: Mapping[str, Decision] | None = None,
    merged: FileMerge | None = None,
) -> FileMerge:
    """The merge with every conflict that ``decisions`` leave open decided for one side.

    In a text, only the lines that collide are that side's: the others are merged. ``merged`` is the
    merge with these ``decisions``, where it was made already.
    """
    chosen = dict(decisions or {})
    result = merged or file_merge(sides, chosen)
    while result.open_conflicts:
        for conflict in result.open_conflicts:
            # A second round means that the finer decision did not fit.
            fine = None if conflict.key in chosen else _lines_of(conflict, take)
            side = take if take in conflict.choices else conflict.choices[0]
            if conflict.key in chosen and chosen[conflict.key].take is side:
                return result
            chosen[conflict.key] = fine or Decision(conflict.key, side)
        result = file_merge(sides, chosen, checked=False)
    return result


def _lines_of(conflict: Conflict, take: Take) -> Decision | None:
    """One side's colliding lines in a text that merges elsewhere; None for any other value."""
    texts = conflict.base, conflict.ours, conflict.theirs
    if Take.BOTH not in conflict.choices or Take.EDITED not in conflict.choices:
        return None
    if any(text is None or "\n" not in text for text in texts):
        return None
    base, ours, theirs = (text or "" for text in texts)
    order = (Take.BASE, Take.OURS, Take.THEIRS)
    text = merge_lines(base, ours, theirs).sides[order.index(take)]
    return Decision(conflict.key, Take.EDITED, text)


def with_markers(
    sides: Sides,
    decisions: Mapping[str, Decision],
    names: Names,
    size: int = 7,
    language: Literal["en", "fr"] = "en",
    merged: FileMerge | None = None,
) -> str | None:
    """The merged text with markers of ``size`` signs; None where no text can be made.

    The conflicts that ``decisions`` leave open are marked, and only they. ``merged`` is the merge
    with these ``decisions`` in this ``language``, where it was made already.
    """
    merged = merged or file_merge(sides, decisions, language)
    ours, theirs = (
        one_sided(sides, take, decisions, merged).text for take in (Take.OURS, Take.THEIRS)
    )
    if ours is None or theirs is None:
        return None
    base = one_sided(sides, Take.BASE, decisions, merged).text if names.base else None
    conflicts = [spoken_conflict(c, language) for c in merged.open_conflicts]
    mine, other = _lines(ours), _lines(theirs)
    was = _lines(base) if base is not None else None
    places: _Places | _LangPlaces
    if is_lang(sides):
        places, hunks = _LangPlaces(ours, theirs), _hunks(mine, other)
    else:
        places = _Places(ours, theirs)
        files = {c.path if places.whole else "" for c in conflicts if c.key.endswith("|file|")}
        hunks = _in_one(_joined(_hunks(mine, other), places), places, files)
        hunks = _as_one_kind(hunks, places, places.other_kinds())
    lines: list[str] = []
    at = 0
    newline = "\r\n" if mine and mine[0].endswith("\r\n") else "\n"
    back = _positions(mine, was) if was is not None else None
    for hunk in hunks:
        label = places.label(hunk, conflicts, language)
        lines += mine[at : hunk.start]
        lines.append(f"{'<' * size} {names.ours}{label}{newline}")
        lines += _ended(mine[hunk.start : hunk.end], newline)
        if was is not None and back is not None:
            lines.append(f"{'|' * size} {names.base}{newline}")
            lines += _ended(was[back[hunk.start][0] : back[hunk.end][1]], newline)
        lines.append(f"{'=' * size}{newline}")
        lines += _ended(other[hunk.their_start : hunk.their_end], newline)
        lines.append(f"{'>' * size} {names.theirs}{newline}")
        at = hunk.end
    return "".join(lines + mine[at:])


def _lines(text: str) -> list[str]:
    """Lines with their ends; only LF ends one, as it does for git."""
    parts = text.split("\n")
    return [part + "\n" for part in parts[:-1]] + [part for part in parts[-1:] if part]


def _ended(lines: list[str], newline: str) -> list[str]:
    if lines and not lines[-1].endswith("\n"):
        return [*lines[:-1], lines[-1] + newline]
    return lines


def _hunks(mine: Sequence[str], other: Sequence[str]) -> list[_Hunk]:
    found: list[_Hunk] = []
    for tag, *spans in difference(mine, other).codes:
        if tag != "equal":
            least = found[-1].end if found else 0
            found.append(_slid(_Hunk(*spans), mine, other, least))
    return found


def _slid(hunk: _Hunk, mine: Sequence[str], other: Sequence[str], least: int) -> _Hunk:
    """Lines that only one side has, moved up to where their statement begins, if they can be."""
    a, b, c, d = hunk
    if a != b and c != d:
        return hunk
    lines, start, end = (mine, a, b) if c == d else (other, c, d)
    steps = 0
    while a - steps > least and lines[start - steps - 1] == lines[end - steps - 1]:
        steps += 1
        if _STATEMENT.match(lines[start - steps]):
            return _Hunk(a - steps, b - steps, c - steps, d - steps)
    return hunk


def _positions(mine: Sequence[str], was: Sequence[str]) -> dict[int, tuple[int, int]]:
    """For each line border of ours the earliest and the latest one of the base."""
    found: dict[int, tuple[int, int]] = {}
    for tag, a, b, c, d in difference(mine, was).codes:
        for border in range(a, b + 1):
            low, high = (c + border - a,) * 2 if tag == "equal" else (c, d)
            if tag != "equal" and border == a:
                high = d if a == b else c
            if tag != "equal" and border == b and a != b:
                low = d
            known = found.get(border, (low, high))
            found[border] = min(low, known[0]), max(high, known[1])
    return found


class _Places:
    """Which component and which argument a line belongs to. In a single-file export (``whole``)
    its part is told too."""

    def __init__(self, ours: str, theirs: str) -> None:
        self._sides = _Text(ours), _Text(theirs)
        self.whole = self._sides[0].whole

    def argument(self, hunk: _Hunk) -> _Owner | None:
        """The one argument of which all of ours' lines are."""
        lines = range(hunk.start, max(hunk.end, hunk.start + 1))
        found = set(map(self._sides[0].owner, lines))
        return found.pop() if len(found) == 1 else None

    def other_kinds(self) -> list[set[tuple[str, str]]]:
        """Parts and components of the regions that one side made a report and the other a grid."""
        ours, theirs = self._sides
        return [
            {(path, key) for key in keys}
            for path, text in ours.parts.items()
            if path in ours.pages and path in theirs.pages and theirs.parts[path] != text
            for keys in other_kinds(ours.pages[path], theirs.pages[path])
        ]

    def touched(self, hunk: _Hunk) -> set[tuple[str, str, str]]:
        """Parts, components and arguments of a hunk's lines at both sides."""
        spans = ((hunk.start, hunk.end), (hunk.their_start, hunk.their_end))
        return {
            owner[:3]
            for text, (start, end) in zip(self._sides, spans, strict=True)
            for owner in map(text.owner, range(start, end))
            if owner is not None
        }

    def label(
        self, hunk: _Hunk, conflicts: Sequence[Conflict], language: Literal["en", "fr"]
    ) -> str:
        """`` · Region Liste · Source · SQL Query`` for the conflicts that it is about, and who
        uses what one of them takes away."""
        touched = self.touched(hunk)
        about = [c for c in conflicts if (*self._of(c), c.property.partition(".")[0]) in touched]
        if not about:
            keys = {owner[:2] for owner in touched}
            about = [c for c in conflicts if self._of(c) in keys] or list(conflicts[:1])
        words = [
            " · ".join(filter(None, (f"{c.type_label} {c.component_name}".strip(), c.label)))
            for c in about
        ]
        words += [f"→ {use_line(use, language)}" for c in about for use in c.uses]
        text = "; ".join(dict.fromkeys(words)).replace("\n", " ").replace("\r", " ")
        return f" · {text}" if text else ""

    def _of(self, conflict: Conflict) -> tuple[str, str]:
        return conflict.path if self.whole else "", conflict.component


class _LangPlaces:
    """Which component of an APEXlang file each line belongs to."""

    def __init__(self, ours: str, theirs: str) -> None:
        self._sides = [apexlang.parse(text, "") for text in (ours, theirs)]

    def label(
        self, hunk: _Hunk, conflicts: Sequence[Conflict], language: Literal["en", "fr"]
    ) -> str:
        """The component that a hunk lies in, and its properties that are open, for a marker."""
        first, second = self._sides
        key = _component_at(first, hunk.start) or _component_at(second, hunk.their_start)
        mine = [c for c in conflicts if c.component == key]
        if not mine:
            return ""
        said = dict.fromkeys(c.label for c in mine if c.label)
        return " · ".join(("", f"{mine[0].type_label} {mine[0].component_name}", *said))


def _component_at(document: apexlang.Document, line: int) -> str:
    """The key of the innermost component at a line (0-based); "" for none."""
    found = ""
    for component in document.components.values():
        node = component.node
        last = node.line + document.text(node).count("\n") - 1
        if node.line - 1 <= line < last:
            found = component.key
    return found


class _Text:
    """One side's ``parts`` by path, and their trees in ``pages``: of an application in one file
    (``whole``), one is read when it is asked for."""

    def __init__(self, text: str) -> None:
        cut = sections(text)
        self.whole = cut is not None
        self.parts: Mapping[str, str] = cut if cut is not None else {"": text}
        self.pages = Application(cut).parsed if cut is not None else {"": parse(text)}
        self._paths = list(self.parts)
        lengths = (part.count("\n") for part in self.parts.values())
        self._starts = list(accumulate(lengths, initial=0))[:-1]
        self._owners: dict[str, dict[int, _Owner]] = {}

    def owner(self, line: int) -> _Owner | None:
        """Whose a line is; the argument is "" for the lines around a component's arguments."""
        at = bisect_right(self._starts, line) - 1
        path = self._paths[at]
        if path not in self._owners:
            owners = self._owners[path] = {}
            if path in self.pages:
                _note_owners(owners, path, self.pages[path], self._starts[at])
        return self._owners[path].get(line)


def _note_owners(owners: dict[int, _Owner], path: str, page: Page, before: int) -> None:
    starts = list(accumulate(map(len, _lines(page.source)), initial=0))
    for component, key in [(c, o.key) for o in page.components for c in (o, *o.more)]:
        spans = [(component.start, component.end, "")]
        borders = [(a.row, a.name) for a in component.arguments.values()]
        for (start, name), (end, _) in pairwise([*borders, (component.tail, "")]):
            spans.append((start, end, name))
        for start, end, name in spans:
            first = bisect_right(starts, start) - 1
            for line in range(first, bisect_right(starts, end - 1)):
                owners[before + line] = (path, key, name, before + first)


def _in_one(hunks: Sequence[_Hunk], places: _Places, files: set[str]) -> list[_Hunk]:
    """Hunks as one where a whole file is to be decided: pieces of both sides would be a page that
    nobody made."""
    found: list[_Hunk] = []
    for hunk in hunks:
        if found and files:
            one, two = ({t[0] for t in places.touched(h)} for h in (found[-1], hunk))
            if not places.whole or one & two & files:
                last = found[-1]
                found[-1] = _Hunk(last.start, hunk.end, last.their_start, hunk.their_end)
                continue
        found.append(hunk)
    return found


def _as_one_kind(
    hunks: Sequence[_Hunk], places: _Places, regions: Sequence[set[tuple[str, str]]]
) -> list[_Hunk]:
    """Hunks of such a region as one: the type of one side and the content of the other would be
    neither's."""
    found: list[_Hunk] = []
    for hunk in hunks:
        if found:
            one, two = ({t[:2] for t in places.touched(h)} for h in (found[-1], hunk))
            if any(one & region and two & region for region in regions):
                last = found[-1]
                found[-1] = _Hunk(last.start, hunk.end, last.their_start, hunk.their_end)
                continue
        found.append(hunk)
    return found


def _joined(hunks: Sequence[_Hunk], places: _Places) -> list[_Hunk]:
    """Hunks of one argument become one where its first line differs: then the sides write it in
    different forms, and half of each would be neither."""
    found: list[_Hunk] = []
    for hunk in hunks:
        before = found[-1] if found else None
        if before is not None:
            one, two = places.argument(before), places.argument(hunk)
            if one is not None and one == two and before.start <= one[3] < before.end:
                found[-1] = _Hunk(before.start, hunk.end, before.their_start, hunk.their_end)
                continue
        found.append(hunk)
    return found


def marked(ours: Sequence[str], theirs: Sequence[str]) -> list[str]:
    """Two versions of lines (with their ends) as one, markers around what differs."""
    lines: list[str] = []
    at = 0
    for hunk in _hunks(ours, theirs):
        lines += [*ours[at : hunk.start], "<<<<<<< ours\n", *ours[hunk.start : hunk.end]]
        lines += ["=======\n", *theirs[hunk.their_start : hunk.their_end], ">>>>>>> theirs\n"]
        at = hunk.end
    return [*lines, *ours[at:]]


def versions(text: str) -> tuple[str, str] | None:
    """Ours and theirs of a text with markers; None for a text without them."""
    if not re.search(r"^<{7,} ", text, re.MULTILINE):
        return None
    sides: tuple[list[str], list[str]] = ([], [])
    part = ""
    for line in _lines(text):
        sign = _MARKER.match(line)
        if sign is not None:
            part = "" if sign[1][0] == ">" else sign[1][0]
            continue
        if part in ("", "<"):
            sides[0].append(line)
        if part in ("", "="):
            sides[1].append(line)
    return "".join(sides[0]), "".join(sides[1])


def parsed(content: bytes, name: str, like: Side = None) -> Side:
    """A side of a merge; an empty file is a side that has none (git's base of two additions).
    ``like`` is a side that was read already."""
    if not content.strip():
        return None
    if name.endswith(".apx"):
        return apexlang.parse(content, name)
    return one_file(content, name, like.source if isinstance(like, SingleFile) else "")


def parsed_sides(contents: Iterable[bytes], name: str) -> Sides:
    """Base, ours and theirs. Errors as ``parse``."""
    base, ours, theirs = contents
    first = parsed(base, name)
    return first, parsed(ours, name, first), parsed(theirs, name, first)
