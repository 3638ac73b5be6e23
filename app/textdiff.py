"""Two sequences, of lines or of words: what is equal and what differs, in nearly linear time.

What both begin and end with is passed over. Where the rest differs in few places, Myers' search
gives the shortest answer; where such places lie far apart, it goes from one to the next. In what is
left then, elements that each side has once are anchors (the longest run of
them in one order), and so again in each gap; a gap without an anchor is searched again, with an
answer that is good and perhaps not the shortest. The work has a limit: what is left when it is
reached counts as different as a whole.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Sequence
from itertools import count
from typing import Final, Literal, NamedTuple

_WORK: Final = 6_000_000  # steps, of which a second has some millions
_FEW: Final = 16  # differences that are looked for in the whole
_FAR: Final = 256  # differences for which the search in a gap is exact
_NEAR: Final = 24  # and the least that it looks for
_SURE: Final = 32  # equal elements in a row, one of them like no other: the search goes on there


class Opcode(NamedTuple):
    """``old[a:b]`` against ``new[c:d]``; the codes of two sequences cover both, in their order."""

    tag: Literal["equal", "change"]
    a: int
    b: int
    c: int
    d: int


class Difference(NamedTuple):
    """``coarse``: the limit was reached, so equal elements may count as different."""

    codes: list[Opcode]
    coarse: bool


class _Block(NamedTuple):
    """``old[a : a + size] == new[c : c + size]``."""

    a: int
    c: int
    size: int


_Gap = tuple[int, int, int, int]


def difference(old: Sequence[Hashable], new: Sequence[Hashable]) -> Difference:
    """What differs between two sequences."""
    head = _shared(old, new, 0, 0, len(old), len(new))
    most = len(old) - head, len(new) - head
    tail = _shared(old[::-1], new[::-1], 0, 0, *most)
    ends = len(old) - tail, len(new) - tail
    left, right = old[head : ends[0]], new[head : ends[1]]
    found, *reached = _search(left, right, 0, 0, _FEW)
    coarse = False
    if reached != [len(left), len(right)]:
        found, x, y = _far_apart(left, right)
        matcher = _Matcher(left[x:], right[y:])
        found = _joined([*found, *(_Block(a + x, c + y, size) for a, c, size in matcher.blocks())])
        coarse = matcher.coarse
    codes: list[Opcode] = []
    a = c = 0
    blocks = [_Block(block.a + head, block.c + head, block.size) for block in found]
    for block in (_Block(0, 0, head), *blocks, _Block(*ends, tail)):
        if a < block.a or c < block.c:
            codes.append(Opcode("change", a, block.a, c, block.c))
        a, c = block.a + block.size, block.c + block.size
        if block.size:
            codes.append(Opcode("equal", block.a, a, block.c, c))
    return Difference(codes, coarse)


def _far_apart(old: Sequence[Hashable], new: Sequence[Hashable]) -> tuple[list[_Block], int, int]:
    """What is equal from the beginning on, as far as there are few differences between two places
    that are surely the same, and the end of the last such place."""
    found: list[_Block] = []
    counts = Counter(old), Counter(new)
    x = y = 0
    while x < len(old) and y < len(new):
        blocks, *reached = _search(old, new, x, y, _FEW)
        if reached == [len(old), len(new)]:
            return [*found, *blocks], len(old), len(new)
        sure = [
            at
            for at, (a, _, size) in enumerate(blocks)
            if size >= _SURE and any(counts[0][e] == counts[1][e] == 1 for e in old[a : a + size])
        ]
        if not sure:
            break
        found += blocks[: sure[-1] + 1]
        x, y = found[-1].a + found[-1].size, found[-1].c + found[-1].size
    return found, x, y


class _Matcher:
    """One comparison. Elements are numbers here, which are quicker to compare than lines."""

    def __init__(self, old: Sequence[Hashable], new: Sequence[Hashable]) -> None:
        numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
        self._old = [numbers[element] for element in old]
        self._new = [numbers[element] for element in new]
        self._found: list[_Block] = []
        self._work = _WORK
        self.coarse = False

    def blocks(self) -> list[_Block]:
        """What is equal, in order and as long as can be."""
        old, new = self._old, self._new
        todo: list[_Gap] = [(0, len(old), 0, len(new))]
        while todo:
            a, b, c, d = self._trimmed(*todo.pop())
            if a == b or c == d:
                continue
            self._work -= b - a + d - c
            if self._work < 0:
                self.coarse = True
                continue
            anchors = self._anchors(a, b, c, d)
            if not anchors:
                self._without_anchors(a, b, c, d)
                continue
            at = 0
            while at < len(anchors):
                i, j = anchors[at]
                todo.append((a, i, c, j))
                size = _shared(old, new, i, j, b, d)
                self._found.append(_Block(i, j, size))
                a, c = i + size, j + size
                at = bisect_left(anchors, (a, c), at)
            todo.append((a, b, c, d))
        return _joined(sorted(self._found))

    def _trimmed(self, a: int, b: int, c: int, d: int) -> _Gap:
        """A gap without what its sides begin and end with, which is noted."""
        old, new, start = self._old, self._new, a
        while a < b and c < d and old[a] == new[c]:
            a, c = a + 1, c + 1
        if a > start:
            self._found.append(_Block(start, c - (a - start), a - start))
        end = b
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
        if b < end:
            self._found.append(_Block(b, d, end - b))
        return a, b, c, d

    def _anchors(self, a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
        """The longest run, in one order, of elements that each side of a gap has once."""
        old, new = self._old[a:b], self._new[c:d]
        right = Counter(new)
        once = [e for e, n in Counter(old).items() if n == 1 and right[e] == 1]  # in old's order
        here = dict(zip(old, range(a, b), strict=True))
        there = dict(zip(new, range(c, d), strict=True))
        pairs = [(here[e], there[e]) for e in once]
        if (places := [j for _, j in pairs]) == sorted(places):
            return pairs
        ends: list[int] = []  # for each length, the nearest end of a run of it
        last: list[int] = []
        before: list[int] = []
        for index, (_, j) in enumerate(pairs):
            at = bisect_left(ends, j)
            before.append(last[at - 1] if at else -1)
            ends[at : at + 1] = [j]
            last[at : at + 1] = [index]
        found: list[tuple[int, int]] = []
        at = last[-1] if last else -1
        while at >= 0:
            found.append(pairs[at])
            at = before[at]
        return found[::-1]

    def _without_anchors(self, a: int, b: int, c: int, d: int) -> None:
        """The search in a gap, among what both of its sides have."""
        both = set(self._old[a:b]) & set(self._new[c:d])
        left = [i for i in range(a, b) if self._old[i] in both]
        right = [j for j in range(c, d) if self._new[j] in both]
        old, new = [self._old[i] for i in left], [self._new[j] for j in right]
        far = max(_NEAR, min(_FAR, _WORK // (len(old) + len(new) + 1)))
        x = y = 0
        while x < len(old) and y < len(new):
            self._work -= far * far // 2
            if self._work < 0:
                self.coarse = True
                return
            found, x, y = _search(old, new, x, y, far)
            self._found += (
                _Block(left[i + n], right[j + n], 1) for i, j, size in found for n in range(size)
            )


def _joined(blocks: list[_Block]) -> list[_Block]:
    """Blocks in their order, those that touch as one."""
    found: list[_Block] = []
    for block in blocks:
        last = found[-1] if found else None
        if last is not None and (last.a + last.size, last.c + last.size) == block[:2]:
            found[-1] = _Block(last.a, last.c, last.size + block.size)
        else:
            found.append(block)
    return found


def _shared(
    one: Sequence[Hashable], two: Sequence[Hashable], x: int, y: int, b: int, d: int
) -> int:
    """How many elements are equal from ``one[x]`` and ``two[y]`` on, and before ``one[b]`` and
    ``two[d]``. Slices are compared, which is quick, in steps that double."""
    start, step = x, 1
    while (size := min(step, b - x, d - y)) and one[x : x + size] == two[y : y + size]:
        x, y, step = x + size, y + size, step * 2
    while size > 1:
        half = size // 2
        if one[x : x + half] == two[y : y + half]:
            x, y, size = x + half, y + half, size - half
        else:
            size = half
    return x - start


def _search(
    old: Sequence[Hashable], new: Sequence[Hashable], x0: int, y0: int, far: int
) -> tuple[list[_Block], int, int]:
    """Myers' search from one point on: what is equal, and the point to which that leads: the end,
    or the farthest that can be reached with ``far`` differences."""
    width, height = len(old) - x0, len(new) - y0
    reach = [0] * (2 * far + 3)  # by diagonal: how far along ``old``
    middle = far + 1
    kept: list[list[int]] = []
    for d in range(far + 1):
        kept.append(reach[middle - d - 1 : middle + d + 2])
        for k in _diagonals(d, width, height):
            down = k == -d or (k != d and reach[middle + k - 1] < reach[middle + k + 1])
            x = reach[middle + k + 1] if down else reach[middle + k - 1] + 1
            y = x - k
            if x < width and y < height and old[x0 + x] == new[y0 + y]:
                x += _shared(old, new, x0 + x, y0 + y, len(old), len(new))
            reach[middle + k] = x
            if x >= width and x - k >= height:
                return _traced(kept, k, x, x0, y0), len(old), len(new)
    best = max(
        (k for k in _diagonals(far, width, height)
         if reach[middle + k] <= width and reach[middle + k] - k <= height),
        key=lambda k: 2 * reach[middle + k] - k,
    )  # fmt: skip
    x = reach[middle + best]
    return _traced(kept, best, x, x0, y0), x0 + x, y0 + x - best


def _diagonals(d: int, width: int, height: int) -> range:
    """Those on which something can lie after ``d`` differences."""
    return range(-d + 2 * max(0, d - height), d - 2 * max(0, d - width) + 1, 2)


def _traced(kept: list[list[int]], k: int, x: int, x0: int, y0: int) -> list[_Block]:
    """The blocks on the way to ``x`` on diagonal ``k``; ``kept`` has, for each difference on the
    way, how far it was before."""
    found: list[_Block] = []
    for d in range(len(kept) - 1, -1, -1):
        reach, middle = kept[d], d + 1
        down = k == -d or (k != d and reach[middle + k - 1] < reach[middle + k + 1])
        start = 0 if d == 0 else reach[middle + k + 1] if down else reach[middle + k - 1] + 1
        if x > start:
            found.append(_Block(x0 + start, y0 + start - k, x - start))
        k += 1 if down else -1
        x = reach[middle + k] if d else 0
    return _joined(found[::-1])
