"""The demo world's servers: which databases, workspaces, applications and how many rows.

The numbers are arbitrary but look real; they never change, so that a screenshot, a test and a
manual speak of the same world.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from app.lab.world import names
from app.lab.world.data import Counts
from app.lab.world.names import Country

BLACK_BOX: Final = "ORASSADM"
PARSING: Final = "ORASSUIT"


@dataclass(frozen=True)
class Copy:
    """One copy of the application: where it lives and how its ids differ from MAIN's."""

    workspace: str
    workspace_id: int
    application: int
    schema: str
    offset: int
    alias: str = "ORASSUIT"
    developer: str = ""


@dataclass(frozen=True)
class Server:
    """One database and its listener."""

    name: str
    version: tuple[int, int, int, int, int]
    profile: Literal["23ai", "19c"]
    country: Country
    counts: Counts
    copies: tuple[Copy, ...]
    schema_release: int  # the last changelog file that the schema already has

    @property
    def users(self) -> tuple[str, ...]:
        return (BLACK_BOX, *dict.fromkeys(copy.schema for copy in self.copies))


_23AI: Final = (23, 6, 0, 24, 10)
_19C: Final = (19, 25, 0, 0, 0)
VERSIONS: Final = {"23ai": _23AI, "19c": _19C}

SERVERS: Final = (
    Server(
        "CENTRAL", _23AI, "23ai", names.FRANCE,
        Counts(agences=4, clients=40, contrats=60, polices=75, sinistres=25, primes=80),
        (
            Copy("ORASSUIT", 9014203847561220, 100, PARSING, 0),
            Copy("ORASSUIT_DEV1", 9027718300452106, 101, "ORASSUIT_DEV1", 11322785363014083,
                 developer="AHMED"),
            Copy("ORASSUIT_DEV2", 9033105927740018, 102, "ORASSUIT_DEV2", 25417093301846219,
                 developer="SARA"),
        ),
        schema_release=2,
    ),
    Server(
        "MAROC", _23AI, "23ai", names.MAROC,
        Counts(agences=12, clients=310, contrats=450, polices=430, sinistres=96, primes=420),
        (Copy("ORASSUIT_MA", 7721004518830044, 210, PARSING, 38110427716503941),),
        schema_release=1,
    ),
    Server(
        "FRANCE", _23AI, "23ai", names.FRANCE,
        Counts(agences=24, clients=2600, contrats=4200, polices=12000, sinistres=640, primes=8400),
        (Copy("ORASSUIT_FR", 6150329047718302, 220, PARSING, 52904117380265177),),
        schema_release=1,
    ),
    Server(
        "TUNISIE", _19C, "19c", names.TUNISIE,
        Counts(agences=10, clients=340, contrats=520, polices=760, sinistres=800, primes=690),
        (Copy("ORASSUIT_TN", 5480917263340915, 230, PARSING, 67330815524470608),),
        schema_release=1,
    ),
)  # fmt: skip


def server(name: str) -> Server:
    """The server of that name; raises KeyError."""
    return {s.name: s for s in SERVERS}[name]
