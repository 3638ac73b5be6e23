"""``caravane rollout put-back``: a client's former application, out of its backup."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli import output, sharing
from app.errors import RolloutError
from app.services import messages
from app.services.rollout import putting_back
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "Put a client's former application back from its backup; the schema stays as it is"
    parser = actions.add_parser("put-back", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    parser.add_argument("rollout", nargs="?", metavar="ID", default="",
                        help="only if this is the last rollout there")  # fmt: skip
    parser.add_argument("--yes", action="store_true", help="do it without being asked")
    parser.set_defaults(run=run_put_back, live=True)


def run_put_back(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where the former application is there again, 1 where the person said no."""
    words = messages.words("put_back", place.language)
    shown = putting_back.look(place, arguments.client, arguments.rollout)
    facts = {
        "name": shown.name,
        "here": shown.here or "-",
        "there": shown.there or "-",
        "rollout": shown.rollout,
        "made": f"{shown.made_at.astimezone():%Y-%m-%d %H:%M}",
        "path": shown.path,
    }
    if not arguments.json:
        output.note(words["shown"].format(**facts))
    if not arguments.yes:
        if arguments.json or not sys.stdin.isatty():
            raise RolloutError(
                "rollout.unconfirmed", client=shown.name, here=facts["here"], there=facts["there"]
            )
        output.note(words["ask"].format(answer=words["answer"]))
        if sys.stdin.readline().strip().lower() != words["answer"]:
            return 1
    state = putting_back.go(place, shown)
    if arguments.json:
        output.document({"way_back": shown, "verdict": state.verdict, "returned": state.returned})
    else:
        output.line(words["done"].format(**facts))
    sharing.after(place, shown.rollout)
    return 0
