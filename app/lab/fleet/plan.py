"""What a fleet is: how many clients, which kind of server, how far away, and what goes wrong.

A plan is a file in the fleet's folder: the processes that serve it read it from there.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final, Literal

import msgspec

from app import durable
from app.lab.apex.releases import USUAL
from app.lab.wire.faults import Action, Fault, Faults
from app.lab.world.servers import VERSIONS, Server, server

CENTRAL: Final = "CENTRAL"
TEMPLATE: Final = "TEMPLATE"
"""What all clients are copied from."""
MOST: Final = 2000
_FILE: Final = "fleet.json"


class Strike(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One fault of ``--faults``: a ``wire.faults.Fault`` and whom it strikes.

    ``client`` is an id or a pattern of ids (``c0*``); ``central`` is the central server. ``delay``
    in seconds; ``error`` is Oracle's number and text.
    """

    pattern: str
    client: str = "*"
    delay: float = 0.0
    error: tuple[int, str] | None = None
    action: Action | None = None
    times: int = -1
    after: bool = True


class _Faults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fault: tuple[Strike, ...] = ()


class Plan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """``latency`` is seconds a round trip, ``bandwidth`` bytes a second in each direction of a
    connection (0: no limit), ``busy`` acts a second of each person at work at a client, ``apex`` the
    release of APEX at all of them: no application goes to an older one."""

    clients: int
    profile: Literal["19c", "23ai"] = "23ai"
    apex: str = USUAL.name
    latency: float = 0.0
    bandwidth: float = 0.0
    busy: float = 0.0
    faults: tuple[Strike, ...] = ()
    processes: int = 1

    @property
    def names(self) -> tuple[str, ...]:
        """Services: CENTRAL and the clients."""
        return (CENTRAL, *(f"C{number:03d}" for number in range(1, self.clients + 1)))

    def part(self, number: int) -> tuple[str, ...]:
        """What process ``number`` (from 0) serves."""
        return self.names[number :: self.processes]

    def server(self, name: str) -> Server:
        """What stands behind a service; all clients are alike, with the plan's profile."""
        if name == CENTRAL:
            return server(CENTRAL)
        return replace(
            server("MAROC"), name=name, profile=self.profile, version=VERSIONS[self.profile]
        )

    def faults_of(self, name: str) -> Faults:
        mine = [s for s in self.faults if fnmatchcase(name.lower(), s.client.lower())]
        return Faults(
            *(Fault(s.pattern, s.delay, s.error, s.action, s.times, s.after) for s in mine),
            latency=self.latency,
            bandwidth=self.bandwidth,
        )


def read_faults(text: str) -> tuple[Strike, ...]:
    """The faults of a TOML file, each a table ``[[fault]]``. Raises ValueError that says what is
    wrong in it."""
    try:
        read: dict[str, Any] = tomllib.loads(text)
        found = msgspec.convert(read, _Faults).fault
        for strike in found:
            re.compile(strike.pattern)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, re.error) as error:
        raise ValueError(str(error)) from error
    return found


def keep(folder: Path, plan: Plan) -> None:
    durable.write(folder / _FILE, msgspec.json.encode(plan))


def kept(folder: Path) -> Plan | None:
    """The plan of the fleet in ``folder``, None where there is none."""
    try:
        return msgspec.json.decode((folder / _FILE).read_bytes(), type=Plan)
    except FileNotFoundError:
        return None
