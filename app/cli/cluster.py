"""``caravane scheduler``, ``worker`` and ``certificates``: rollouts to sites that this machine does
not reach."""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path
from typing import Any

from app.cli import output
from app.services import messages
from app.services.rollout import rollouts, sites
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    text = "Where a rollout and the workers at other sites meet; runs until it is ended"
    parser = groups.add_parser("scheduler", parents=[shared], help=text, description=text)
    _scheduler(parser)
    parser.set_defaults(run=run_scheduler)
    text = "Bring rollouts to the clients of a site, from inside; runs until it is ended"
    parser = groups.add_parser("worker", parents=[shared], help=text, description=text)
    _scheduler(parser)
    parser.add_argument("--site", required=True, type=_name, metavar="NAME")
    parser.add_argument(
        "--threads", type=int, default=8, choices=range(1, 257), metavar="1-256",
        help="clients side by side (8)",
    )  # fmt: skip
    parser.add_argument(
        "--contact", default="", metavar="tls://HOST:PORT",
        help="the address that is told for this worker, where its own means nothing outside",
    )  # fmt: skip
    parser.set_defaults(run=run_worker)
    text = "Make certificates for the machines of a cluster"
    parser = groups.add_parser("certificates", parents=[shared], help=text, description=text)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("names", nargs="+", type=_name, metavar="NAME", help="centre, paris, ...")
    parser.set_defaults(run=run_certificates, without_home=True)


def _scheduler(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--scheduler", type=_address, metavar="tls://HOST:PORT",
        help="default: that of the settings",
    )  # fmt: skip


def _address(text: str) -> str:
    if not re.fullmatch(r"tls://[^/\s]+:\d{1,5}", text):
        raise argparse.ArgumentTypeError(f"{text!r} is not of the form tls://host:port")
    return text


def _name(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", text):
        raise argparse.ArgumentTypeError(f"{text!r}: small letters, digits, - and _ only")
    return text


def run_scheduler(place: Workplace, arguments: argparse.Namespace) -> int:
    words = messages.words("command", place.language)
    sites.scheduler(
        place,
        arguments.scheduler or "",
        lambda address: output.note(words["scheduler_listens"].format(address=address)),
    )
    return 0


def run_worker(place: Workplace, arguments: argparse.Namespace) -> int:
    words = messages.words("command", place.language)

    def told(what: str) -> None:
        output.note(words[f"worker_{what}"].format(site=arguments.site))
        sys.stderr.flush()

    sites.worker(
        place,
        arguments.site,
        rollouts.ports_of(place),
        arguments.scheduler or "",
        threads=arguments.threads,
        contact=arguments.contact,
        told=told,
    )
    return 0


def run_certificates(place: Workplace, arguments: argparse.Namespace) -> int:
    found = sites.certificates(arguments.folder, arguments.names)
    if arguments.json:
        shown = {name: [str(path) for path in paths] for name, paths in found.made.items()}
        output.document(
            {
                "certificates": shown,
                "kept": found.kept,
                "authority": str(found.authority),
                "authority_made": found.fresh,
            }
        )
        return 0
    words = messages.words("command", place.language)
    for name, paths in found.made.items():
        for path in paths:
            output.line(str(path))
        if name in found.kept:
            output.note(words["certificate_kept"].format(name=name))
    told = words["authority_made" if found.fresh else "authority_used"]
    output.note(told.format(path=found.authority))
    return 0
