"""A table's rows folded into a few cells that can be added, subtracted and, when little is left,
read back: an invertible Bloom lookup table (Eppstein, Goodrich, Uyeda, Varghese, "What's the
difference?").

A row is a pair of numbers of 60 bits: its key, and a hash of all its compared columns. A third
number is computed from the two. Each pair is added to one cell in each of three parts; a cell holds
how many pairs fell into it and their three sums. Sums and not XOR: equal rows do not cancel out.
"""

from __future__ import annotations

import base64
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import md5
from typing import Final

from msgspec import Struct

PARTS: Final = 3
PART_SIZES: Final = (32, 16, 8, 1)
"""Cells of one part. Each divides the one before, so that a sketch can be folded to a smaller
one."""

_DIGITS: Final = 15  # hexadecimal, of each of the three numbers
_NAMED: Final = 16 ** (_DIGITS - 1)

Pair = tuple[int, int]


def check_of(key: int, row: int) -> int:
    """The pair's third number, as the database computes it: the first 15 hexadecimal digits of
    ``STANDARD_HASH(key || ':' || row, 'MD5')``, both written with 15 digits."""
    text = f"{key:015X}:{row:015X}".encode()
    return int(md5(text, usedforsecurity=False).hexdigest()[:_DIGITS], 16)


def is_number(key: int) -> bool:
    """Whether a key is the value of its column; else it is the hash of one, with F in front."""
    return key < _NAMED


class Difference(Struct, frozen=True):
    """What is left of two sketches. ``gone`` and ``came``: pairs; ``whole``: these are all of
    them."""

    gone: frozenset[Pair] = frozenset()
    came: frozenset[Pair] = frozenset()
    whole: bool = True

    @property
    def missing(self) -> frozenset[int]:
        """Keys of rows that are not there any more."""
        return frozenset(k for k, _ in self.gone) - {k for k, _ in self.came}

    @property
    def changed(self) -> frozenset[int]:
        """Keys of rows that are another one now."""
        return frozenset(k for k, _ in self.gone) & {k for k, _ in self.came}

    @property
    def added(self) -> frozenset[int]:
        """Keys of rows that were not there."""
        return frozenset(k for k, _ in self.came) - {k for k, _ in self.gone}


class Sketch:
    """``cells``: ``[pairs, keys, rows, checks]`` of each, the sums of what fell into it. A value:
    no method changes it but ``add``, which is for whoever makes it."""

    __slots__ = ("cells",)

    def __init__(self, cells: list[list[int]]) -> None:
        self.cells = cells

    @classmethod
    def empty(cls, part: int = PART_SIZES[0]) -> Sketch:
        return cls([[0, 0, 0, 0] for _ in range(PARTS * part)])

    @classmethod
    def of(cls, pairs: Iterable[Pair], part: int = PART_SIZES[0]) -> Sketch:
        made = cls.empty(part)
        for key, row in pairs:
            made.add(key, row)
        return made

    @property
    def part(self) -> int:
        """Cells of one part, one of ``PART_SIZES``."""
        return len(self.cells) // PARTS

    @property
    def rows(self) -> int:
        """How many pairs; always exact, of a difference the net count."""
        return sum(cell[0] for cell in self.cells[: self.part])

    @property
    def nothing(self) -> bool:
        return not any(any(cell) for cell in self.cells)

    @property
    def digest(self) -> str:
        """Decimal text, the same for the same rows: the sums over all of them."""
        first = self.cells[: self.part]
        return "-".join(str(sum(cell[i] for cell in first)) for i in (2, 3))

    def add(self, key: int, row: int, sign: int = 1) -> None:
        """Put one pair in, or with ``sign`` -1 take it out."""
        self._shift(key, row, check_of(key, row), sign)

    def _shift(self, key: int, row: int, check: int, sign: int) -> None:
        for at in self._places(check):
            cell = self.cells[at]
            cell[0] += sign
            cell[1] += sign * key
            cell[2] += sign * row
            cell[3] += sign * check

    def _places(self, check: int) -> Iterator[int]:
        # The first digits of the number choose: two for each part.
        part = self.part
        for i in range(PARTS):
            yield i * part + (check >> (52 - 8 * i) & 0xFF) % part

    def folded(self, part: int) -> Sketch:
        """The same rows in fewer cells; itself where it has no more than ``part``."""
        if self.part <= part:
            return self
        made = Sketch.empty(part)
        for i in range(PARTS):
            for at in range(self.part):
                into = made.cells[i * part + at % part]
                for number, value in enumerate(self.cells[i * self.part + at]):
                    into[number] += value
        return made

    def plus(self, other: Sketch, sign: int = 1) -> Sketch:
        """The sum, in the cells of the smaller one."""
        part = min(self.part, other.part)
        both = zip(self.folded(part).cells, other.folded(part).cells, strict=True)
        return Sketch([[a + sign * b for a, b in zip(x, y, strict=True)] for x, y in both])

    def minus(self, other: Sketch) -> Sketch:
        return self.plus(other, -1)

    def decoded(self, likely: Difference | None = None) -> Difference:
        """The pairs of a difference of two sketches, as far as they can be read. ``likely``: what
        it probably is; then only what is wrong in that has to be read, however much there is."""
        rest = Sketch([list(cell) for cell in self.cells])
        found: Counter[Pair] = Counter()
        for sign, pairs in ((-1, likely.gone), (1, likely.came)) if likely else ():
            for key, row in pairs:
                rest.add(key, row, -sign)
                found[key, row] += sign
        waiting = list(range(len(rest.cells)))
        while waiting:
            count, key, row, check = rest.cells[waiting.pop()]
            key, row, check = key * count, row * count, check * count
            if count not in (1, -1) or key < 0 or row < 0 or check != check_of(key, row):
                continue
            found[key, row] += count
            rest._shift(key, row, check, -count)
            waiting += rest._places(check)
        if likely and not rest.nothing:
            return self.decoded()
        gone = frozenset(pair for pair, count in found.items() if count < 0)
        came = frozenset(pair for pair, count in found.items() if count > 0)
        return Difference(gone, came, rest.nothing)

    # -- for the journal ---------------------------------------------------------------------

    def packed(self) -> str:
        """Short text, some 35 bytes for each cell that is in use."""
        cells = self.cells[:1] if self.part == 1 else self.cells
        raw = bytearray([self.part])
        for cell in cells:
            if any(cell):
                for number in cell:
                    _write(raw, number)
            else:
                raw += _EMPTY
        return base64.b85encode(zlib.compress(bytes(raw), 9)).decode("ascii")

    @classmethod
    def part_of(cls, text: str) -> int:
        """``part`` of what ``packed`` wrote, without reading all of it; ValueError for anything
        else."""
        try:
            raw = zlib.decompressobj().decompress(base64.b85decode(text[:_BEGINNING]), 1)
        except zlib.error as error:
            raise ValueError(str(error)) from error
        if not raw or raw[0] not in PART_SIZES:
            raise ValueError("not a sketch")
        return raw[0]

    @classmethod
    def unpacked(cls, text: str) -> Sketch:
        """What ``packed`` wrote; ValueError for anything else."""
        try:
            raw = zlib.decompress(base64.b85decode(text))
        except zlib.error as error:
            raise ValueError(str(error)) from error
        part = raw[0] if raw else 0
        if part not in PART_SIZES:
            raise ValueError("not a sketch")
        numbers = list(_numbers(raw[1:]))
        cells = [numbers[i : i + 4] for i in range(0, len(numbers), 4)]
        if len(numbers) != 4 * (1 if part == 1 else PARTS * part):
            raise ValueError("not a sketch")
        return cls([list(cells[0]) for _ in range(PARTS)] if part == 1 else cells)


_EMPTY: Final = bytes(4)
_BEGINNING: Final = 400
"""Characters in which a packed sketch says its size: what stands before it is shorter."""


def _write(raw: bytearray, number: int) -> None:
    """Seven bits a byte, the sign in the lowest bit."""
    rest = number << 1 if number >= 0 else (-number << 1) | 1
    append = raw.append
    while rest > 0x7F:
        append(rest & 0x7F | 0x80)
        rest >>= 7
    append(rest)


def _numbers(raw: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in raw:
        value |= (byte & 0x7F) << shift
        shift += 7
        if not byte & 0x80:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0
