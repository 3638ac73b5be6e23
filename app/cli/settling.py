"""``caravane rollout settle`` and ``reopen``: what a cut line left for a person."""

from __future__ import annotations

import argparse
from typing import Any

from app.cli import output
from app.errors import RolloutError
from app.services import messages
from app.services.rollout import reopening, settling
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "A statement of which nobody knows whether it took effect: see what there is, and say it"
    parser = actions.add_parser("settle", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    said = parser.add_mutually_exclusive_group()
    for flag, meaning in (
        ("--took-effect", "it is there: the next run does not send it"),
        ("--had-no-effect", "it is not: the next run sends it again"),
    ):
        said.add_argument(flag, type=int, metavar="NUMBER", help=f"{meaning} (NUMBER as shown)")
    parser.add_argument("-m", "--note", default="", help="why, kept with your name and the date")
    parser.set_defaults(run=run_settle, live=True)
    text = "Open an application that a rollout closed and could not open again"
    parser = actions.add_parser("reopen", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    parser.add_argument("--status", choices=reopening.STATUSES, default="",
                        help="what it gets where no rollout here knows what it had")  # fmt: skip
    parser.set_defaults(run=run_reopen, live=True)


def run_settle(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where nothing is left to say, 1 where something waits for a person."""
    words = messages.words("settle", place.language)
    found = settling.look(place, arguments.client)
    if not arguments.json:
        for doubt in found:
            _show(doubt, words)
    took = arguments.took_effect is not None
    number = arguments.took_effect if took else arguments.had_no_effect
    if number is None:
        if arguments.json:
            output.document({"doubts": found})
        elif not found:
            output.line(words["nothing"].format(name=place.settings.client(arguments.client).name))
        return 1 if found else 0
    chosen = next((doubt for doubt in found if doubt.id == number), None)
    if chosen is None:
        name = place.settings.client(arguments.client).name
        raise RolloutError("rollout.no_doubt", client=name)
    left = [doubt for doubt in found if doubt is not chosen]
    settling.settle(place, chosen, arguments.note, took=took)
    if arguments.json:
        output.document({"settled": chosen, "took_effect": took, "left": left})
    else:
        output.line(words["settled"].format(changeset=chosen.changeset, number=chosen.number))
    return 1 if left else 0


def _show(doubt: settling.Doubt, words: dict[str, str]) -> None:
    output.line(words["statement"].format(
        id=doubt.id, changeset=doubt.changeset, number=doubt.number, path=doubt.path,
        line=doubt.line,
        sent=f"{doubt.sent_at.astimezone():%Y-%m-%d %H:%M:%S %z}", clock=doubt.clock,
    ))  # fmt: skip
    for line in (doubt.statement or words["gone"]).splitlines():
        output.line(f"    {line}")
    output.line(words["dictionary"] if doubt.dictionary else words["no_object"])
    for line in doubt.dictionary:
        output.line(f"    {line}")


def run_reopen(place: Workplace, arguments: argparse.Namespace) -> int:
    status = reopening.reopen(place, arguments.client, arguments.status)
    name = place.settings.client(arguments.client).name
    if arguments.json:
        output.document({"client": arguments.client, "status": status})
    else:
        words = messages.words("command", place.language)
        output.line(words["opened"].format(name=name, status=status))
    return 0
