"""``caravane changelog rollback``: a client's last changesets, as far as their blocks may run."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from app.cli import following, output
from app.errors import ChangelogError, RolloutError
from app.services import messages
from app.services.rollout import rolling_back
from app.services.rollout.rolling_back import Way
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "Run the rollback blocks of a client's last changesets, where the guard lets them pass"
    parser = actions.add_parser("rollback", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    parser.add_argument("--release", metavar="VERSION", help="default: the newest")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--count", type=_count, default=0, metavar="N", help="the last N changesets")
    how.add_argument("--to-tag", type=_tag, metavar="TAG", help="those behind the tag")
    parser.add_argument("--show", action="store_true", help="only say what each would do, and why")
    parser.add_argument("--yes", action="store_true", help="do it without being asked")
    parser.set_defaults(run=run_rollback, live=True)
    parser.epilog = "Without --count and --to-tag: the changesets of the last deployment."


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of changesets: 1 or more")
    return int(text)


def _tag(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("a tag has a name")
    return text


def run_rollback(place: Workplace, arguments: argparse.Namespace) -> int:
    """0 where something was rolled back, or could be (``--show``); 1 where nothing."""
    client, release = arguments.client, arguments.release
    chosen = {"count": arguments.count, "tag": arguments.to_tag or ""}
    words = messages.words("roll_back", place.language)
    shown = rolling_back.look(place, client, release, **chosen)
    name = place.settings.client(client).name
    runs = [way for way in shown if not way.stays]
    if not arguments.json:
        for way in shown:
            _say(way, place)
    if arguments.show or not runs:
        if arguments.json:
            output.document({"client": client, "changesets": shown, "done": False})
        elif not runs:
            output.line(words["nothing"].format(name=name))
        return 0 if runs else 1
    if not arguments.yes:
        if arguments.json or not sys.stdin.isatty():
            raise RolloutError("rollout.roll_back_unconfirmed", client=name, count=len(runs))
        output.note(words["ask"].format(answer=words["answer"]))
        if sys.stdin.readline().strip().lower() != words["answer"]:
            return 1
    report = output.Reporter(place.language, arguments.quiet)
    try:
        with following.listening_beside_changelog(place.language) as ear:
            done = rolling_back.go(
                place, client, release, shown, report, **chosen, holds=ear.hold, cancelled=ear
            )
    except ChangelogError as error:
        return following.stopped(error, place.language, arguments.json)
    if arguments.json:
        output.document({"client": client, "changesets": done, "done": True})
    else:
        for way in done:
            if way.undone is not None:
                said = words["undone" if way.undone else "row_stays"]
                output.line(said.format(changeset=way.changeset))
    return 0


def _say(way: Way, place: Workplace) -> None:
    words = messages.words("roll_back", place.language)
    if way.ruling is not None:
        told = messages.rule_text(way.ruling.rule, way.ruling.facts, place.language)
        why = words[way.stays].format(statement=way.ruling.statement, why=told)
    else:
        why = words[way.stays] if way.stays else ""
    said = words["stays" if way.stays else "runs"]
    output.line(said.format(changeset=way.changeset, deployment=way.deployment or "-", why=why))
    for line in way.block.splitlines():
        output.line(f"            {line}")
