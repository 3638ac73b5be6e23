"""Which call of a SQL export is which component of APEXlang: ``resources/apexlang/types.tsv``.

A row is a type below another ("" for one at the top of a file), the procedure that makes it, and
the argument that is its identifier; where it has none, ``property=argument`` of what tells it from
its siblings, and with nothing at all it is told by its place among them. A row without a procedure
is a type that has no call: the arguments of the call above it say what it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Final

from msgspec import Struct

_FILE: Final = ("apexlang", "types.tsv")


class Row(Struct, frozen=True, gc=False):
    """``argument``: the identifier, "" where it has none; ``told``: (property, argument)."""

    type: str
    below: str
    procedure: str
    argument: str = ""
    told: tuple[tuple[str, str], ...] = ()


@cache
def rows() -> tuple[Row, ...]:
    return tuple(_row(*line) for line in _table() if line[2])


@cache
def folded() -> frozenset[tuple[str, str]]:
    """(type, type above) of what the arguments of the call above may say."""
    return frozenset((kind, below) for kind, below, procedure, _ in _table() if not procedure)


def _table() -> list[list[str]]:
    file = resources.files("resources").joinpath(*_FILE)
    return [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()[1:]]


def _row(kind: str, below: str, procedure: str, key: str) -> Row:
    pairs = [word.split("=") for word in key.split()]
    told = tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2)
    return Row(kind, below, procedure, "" if told else key, told)


@cache
def of_procedure() -> Mapping[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for row in rows():
        found[row.procedure] = (*found.get(row.procedure, ()), row)
    return found


@cache
def of_type() -> Mapping[tuple[str, str], tuple[Row, ...]]:
    """(type, type above) to its rows."""
    found: dict[tuple[str, str], tuple[Row, ...]] = {}
    for row in rows():
        key = row.type, row.below
        found[key] = (*found.get(key, ()), row)
    return found
