"""What the proof speaks of, as values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum

from msgspec import Struct

from app.proof.sketch import Sketch


class Colour(StrEnum):
    """GREEN may carry remarks; AMBER is for a person to read and to accept with a note; RED
    stops."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"

    @property
    def weight(self) -> int:
        return tuple(Colour).index(self)


def worst(*colours: Colour) -> Colour:
    return max(colours, key=lambda c: c.weight, default=Colour.GREEN)


class Reach(IntEnum):
    """How the release comes to a table, the further the more it could have done there."""

    NONE = 0  # no statement, trigger, cascade or stored code of it leads here
    STRUCTURE = 1  # additive DDL only
    ROWS = 2  # a statement names it: announced columns and rows
    TRIGGER = 3  # by a trigger, a cascade or stored code that was read
    OPAQUE = 4  # by code that commits on its own, or that cannot be read


class Who(IntEnum):
    """Whose transaction changed one row, the worse the greater."""

    OTHERS = 0  # another's, where no code of the release could have run on its own
    WINDOW = 1  # another's, while code of the release could have done it
    UNREAD = 2  # the database does not say
    OURS = 3  # the rollout's own, outside of what was measured of it


class Reason(Struct, frozen=True):
    """A sentence of the verdict: ``code`` and ``facts`` as an error has them, and what it
    weighs."""

    colour: Colour
    code: str
    facts: dict[str, str | int]


class Window(Struct, frozen=True):
    """The SCNs between which a statement of ours ran. ``open``: the tables that code which commits
    on its own, and which the statement reaches, may write; None: any (it cannot be read)."""

    begin: int
    end: int
    open: frozenset[str] | None = frozenset()


class Version(Struct, frozen=True):
    """A committed version of one row: its key, its transaction, and when that was committed."""

    key: int
    transaction: str
    scn: int


class Seen(Struct, frozen=True):
    """One look at a table. ``columns``: name to type. ``contents``: its columns were compared; else
    rows were only counted. ``unread``: columns that are in no comparison."""

    columns: Mapping[str, str]
    sketch: Sketch
    contents: bool = True
    unread: tuple[str, ...] = ()


class Effect(Struct, frozen=True):
    """What one transaction of ours did to one table, measured inside of it. ``columns``: those
    whose content changed. ``strays``: changed rows that the condition had not met. ``met``: rows
    that it did; None where there is no condition. ``unknown``: more rows than can be told, and code
    may have changed or removed some."""

    changeset: str
    delta: Sketch
    missing: int = 0
    new: int = 0
    changed: int = 0
    columns: frozenset[str] = frozenset()
    strays: int = 0
    met: int | None = None
    unknown: bool = False


class Announced(Struct, frozen=True):
    """What a changeset may do to one table, by its operations and its approval. ``share``: the
    largest part of the rows that the approval speaks of. ``audit``: columns that triggers may write
    without a word (MODIFIED_ON)."""

    changeset: str
    inserts: bool = False
    updates: frozenset[str] = frozenset()
    deletes: bool = False
    share: float = 1.0
    audit: frozenset[str] = frozenset()


class Exact(Struct, frozen=True):
    """Keys that the server itself found by comparing with an earlier moment (AS OF)."""

    missing: frozenset[int]
    changed: frozenset[int]
    added: frozenset[int]


class TableProof(Struct, frozen=True, omit_defaults=True):
    """What the proof says of one table; no reasons: nothing happened there."""

    table: str
    colour: Colour
    reasons: tuple[Reason, ...] = ()
