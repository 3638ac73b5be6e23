"""The lab: while a command in a demo's home talks to a database, and ``lab serve``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from app.cli import output
from app.services.workplace import Workplace

APEX = ("20.2", "21.1", "21.2", "22.1", "22.2", "23.1", "23.2", "24.1", "24.2", "26.1")


_OF_MANY: Final[dict[str, Any]] = {
    "latency": 0.0, "bandwidth": 0.0, "profile": "23ai", "apex": "24.2", "faults": None,
}  # fmt: skip
"""What only a fleet can be told, and how it is without."""


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    help_text = "The stand-in for Oracle, in a process of its own"
    lab = groups.add_parser("lab", parents=[shared], help=help_text, description=help_text)
    actions = lab.add_subparsers(dest="action", metavar="ACTION", required=True)
    help_text = "Serve a demo's world, or any number of clients"
    parser = actions.add_parser(
        "serve",
        parents=[shared],
        help=help_text,
        description=f"{help_text}, until Ctrl+C or until a pipe on standard input closes. One line "
        "of JSON says what is served, as soon as all of it listens.",
    )
    parser.add_argument(
        "folder", type=Path, metavar="FOLDER", nargs="?",
        help="a demo's folder lab; with --clients the home to make or to serve again "
        "(default: one that is taken away at the end)",
    )  # fmt: skip
    parser.add_argument(
        "--busy", type=float, default=0.0, metavar="RATE",
        help="people work at each client, each RATE times a second",
    )  # fmt: skip
    fleet = parser.add_argument_group("many clients, copies of one")
    fleet.add_argument("--clients", type=_clients, metavar="N", help="serve N clients")
    fleet.add_argument(
        "--latency",
        type=_amount,
        default=_OF_MANY["latency"],
        metavar="MS",
        help="milliseconds a round trip",
    )
    fleet.add_argument(
        "--bandwidth", type=_amount, default=_OF_MANY["bandwidth"], metavar="MBIT",
        help="megabits a second, each way of each connection",
    )  # fmt: skip
    fleet.add_argument("--profile", choices=("19c", "23ai"), default=_OF_MANY["profile"])
    fleet.add_argument(
        "--apex", default=_OF_MANY["apex"], metavar="RELEASE", choices=APEX,
        help=f"APEX at all of them: {', '.join(APEX)}",
    )  # fmt: skip
    fleet.add_argument(
        "--faults", type=Path, metavar="FILE", help="what goes wrong, and where (TOML)"
    )
    parser.add_argument("--part", type=int, help=argparse.SUPPRESS)  # one process of a fleet
    parser.set_defaults(run=_serve, without_home=True, refuse=parser.error)


def _amount(text: str) -> float:
    value = float(text)
    if not 0 <= value < 1e6:
        raise ValueError(text)
    return value


def _clients(text: str) -> int:
    value = int(text)
    if not 1 <= value <= 2000:
        raise ValueError(text)
    return value


def _serve(place: Workplace, arguments: argparse.Namespace) -> int:
    from app.services.demo import lab  # the lab's SQL engine is slow to load

    if arguments.clients is None:
        if arguments.folder is None:
            arguments.refuse("FOLDER or --clients is needed")
        given = [f"--{n}" for n, usual in _OF_MANY.items() if getattr(arguments, n) != usual]
        if given:
            arguments.refuse(f"{', '.join(given)}: only with --clients")
        if arguments.part is not None:
            return lab.serve_part(arguments.folder, arguments.part)
        return lab.serve(arguments.folder, arguments.busy)
    from app.services.demo import fleet

    wish = fleet.Wish(
        clients=arguments.clients,
        profile=arguments.profile,
        apex=arguments.apex,
        latency=arguments.latency,
        bandwidth=arguments.bandwidth,
        busy=arguments.busy,
        faults=arguments.faults,
    )
    folder = arguments.folder.expanduser().resolve() if arguments.folder else None
    report = output.Reporter(place.language, arguments.quiet)
    fleet.serve(folder, wish, report, lambda served: output.line(json.dumps(served)))
    return 0


@contextmanager
def with_lab(place: Workplace) -> Iterator[Workplace]:
    """In a demo's home: the lab runs while the command does. Elsewhere: the place as it is, and so
    where a command of its own serves the lab."""
    if not place.settings.demo:
        yield place
        return
    from app.services.demo import fleet
    from app.services.demo.home import reopen

    if fleet.is_fleet(place.home):
        yield place
        return
    with reopen(place.home) as handle:
        yield handle.place
