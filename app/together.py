"""Several statements that go to a database together, in one round trip, and what became of them.

They run in their order, each as if it had been sent alone, up to the first that fails.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from msgspec import Struct

from app.errors import OracleError

MOST_BYTES = 30_000
"""How long one statement may be: what PL/SQL takes as a VARCHAR2 is 32 767 bytes (Oracle Database
PL/SQL Language Reference, "PL/SQL Data Types"), in the database's character set."""
MOST: Final = 60
"""Statements that go together at most."""
MOST_TEXT: Final = 100_000
"""Bytes of text that go together at most."""
NOT_COMPILED: Final = 6550
"""ORA-06550, raised by what goes together: a query in it names what is not there, and nothing of
all of it ran."""


_BIND: Final = re.compile(r":(\w+)")


class Piece(Struct, frozen=True):
    """One statement. ``commit``: what is open is committed behind it. ``rows``: it is a query, and
    its only column ``x``, texts, comes back, in so many parts of 32 kB at most (0: it is none).
    ``rest``: behind it the server may say that the time is up,
    and leave the others. ``place``: changeset and number that it is of."""

    sql: str
    binds: Mapping[str, Any] = {}
    commit: bool = False
    rows: int = 0
    rest: bool = False
    place: tuple[str, int] = ("", 0)

    @property
    def size(self) -> int:
        """Bytes of its text."""
        return len(self.sql.encode("utf-8"))


def fit(pieces: Sequence[Piece]) -> bool:
    """Whether these are few and short enough to go together."""
    sizes = [piece.size for piece in pieces]
    return len(sizes) <= MOST and sum(sizes) <= MOST_TEXT and max(sizes, default=0) <= MOST_BYTES


def counting(questions: Sequence[tuple[str, Mapping[str, Any]]]) -> Piece:
    """One query whose only row has the single values of these, whole numbers, with a blank between
    them."""
    asked: list[str] = []
    binds: dict[str, Any] = {}
    for n, (sql, given) in enumerate(questions):
        asked.append("(" + _BIND.sub(rf":q{n}_\1", sql) + ")")
        binds |= {f"q{n}_{name}": value for name, value in given.items()}
    values = " || ' ' || ".join(asked)
    return Piece(f"SELECT {values} x FROM DUAL", binds, rows=1)


class Ran(Struct, frozen=True):
    """How a piece ended. ``rowcount``: rows that DML touched; ``rows``: those of a query."""

    rowcount: int = 0
    compile_warning: bool = False
    rows: tuple[str, ...] = ()


class Together(Struct, frozen=True):
    """``ran``: the pieces that ran, in their order. ``error``: of the one behind them; None where
    all ran, or the time was up."""

    ran: tuple[Ran, ...]
    error: OracleError | None = None
