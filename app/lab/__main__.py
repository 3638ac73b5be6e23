"""``python -m app.lab``: make the demo world, or serve it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from app.lab import process, world


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m app.lab", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    for action, help_text in (
        ("create", "make the world in DIR where it is missing, and print its passwords"),
        ("serve", "serve the world in DIR until standard input closes"),
    ):
        one = actions.add_parser(action, help=help_text)
        one.add_argument("--home", type=Path, required=True, metavar="DIR")
    part = actions.add_parser("part")  # one process of a fleet, started by app.lab.fleet.run
    part.add_argument("--home", type=Path, required=True)
    part.add_argument("--part", type=int, required=True)
    parser.set_defaults(busy=0.0)
    actions.choices["serve"].add_argument(
        "--busy", type=float, default=0.0, metavar="RATE", help="people work at each client"
    )
    given = parser.parse_args(arguments)
    if given.action == "part":
        from app.lab.fleet import part as fleet_part  # the SQL engine is slow to load

        return fleet_part.serve(given.home, given.part)
    if given.action == "serve":
        return process.serve(given.home, given.busy)
    info = world.create(given.home)
    shown = [
        {"server": server, "user": user, "password": password}
        for (server, user), password in info.passwords.items()
    ]
    print(json.dumps({"home": str(info.home), "accounts": shown}, indent=1))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
