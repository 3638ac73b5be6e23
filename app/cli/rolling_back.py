"""``caravane changelog rollback``: the last deployment at one client, as far as its blocks go."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli import output
from app.errors import RolloutError
from app.services import messages
from app.services.rollout import changelogs
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "Run the rollback blocks of a client's last deployment; what it added stays"
    parser = actions.add_parser("rollback", parents=[shared], help=text, description=text)
    parser.add_argument("--client", required=True)
    parser.add_argument("--release", metavar="VERSION", help="default: the newest")
    parser.add_argument("--yes", action="store_true", help="do it without being asked")
    parser.set_defaults(run=run_rollback, live=True)


def run_rollback(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where it was rolled back, 1 where nothing was."""
    words = messages.words("roll_back", place.language)
    name = place.settings.client(arguments.client).name
    shown = changelogs.way_back(place, arguments.client, arguments.release)
    runs = [way for way in shown if not way.stays]
    if not arguments.json:
        for way in shown:
            said = words["stays" if way.stays else "runs"]
            output.line(said.format(changeset=way.changeset, why=words.get(way.stays, "")))
            for text in () if way.stays else way.statements:
                output.line("            " + " ".join(text.split()))
    if not runs:
        if arguments.json:
            output.document({"changesets": shown, "rolled_back": False})
        else:
            output.line(words["nothing"].format(name=name))
        return 1
    if not arguments.yes:
        if arguments.json or not sys.stdin.isatty():
            raise RolloutError("rollout.roll_back_unconfirmed", client=name, count=len(runs))
        output.note(words["ask"].format(answer=words["answer"]))
        if sys.stdin.readline().strip().lower() != words["answer"]:
            return 1
    done = changelogs.roll_back(place, arguments.client, arguments.release, shown)
    if arguments.json:
        output.document({"changesets": done, "rolled_back": True})
    else:
        output.line(words["done"].format(name=name, count=len(runs)))
    return 0
