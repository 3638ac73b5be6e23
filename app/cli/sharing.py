"""``caravane rollout shared``: reports in the repository, of colleagues and of one's own."""

from __future__ import annotations

import argparse
from typing import Any

import msgspec

from app.cli import output
from app.errors import RolloutError
from app.services import messages
from app.services.rollout import evidence
from app.services.workplace import Workplace


def add_to(actions: Any, shared: argparse.ArgumentParser) -> None:
    text = "Reports of all workstations, from the repository of releases"
    parser = actions.add_parser("shared", parents=[shared], help=text, description=text)
    parser.add_argument("rollout", nargs="?", metavar="ID", help="its report, as JSON")
    parser.add_argument("--offline", action="store_true", help="those that were seen last")
    parser.set_defaults(run=run_shared)


def run_shared(place: Workplace, arguments: argparse.Namespace) -> int:
    known = evidence.known(place, asked=not arguments.offline)
    if arguments.rollout:
        found = next((s for s in known if s.rollout == arguments.rollout), None)
        if found is None:
            raise RolloutError("rollout.not_shared", rollout=arguments.rollout)
        output.document(found.document)
        return 0
    if arguments.json:
        shown = [msgspec.to_builtins(s) for s in known]
        output.document(
            {"shared": [{k: v for k, v in s.items() if k != "document"} for s in shown]}
        )
        return 0
    if not known:
        output.note(messages.words("command", place.language)["none_shared"])
    words = messages.words("verdicts", place.language)
    counted = messages.words("difference", place.language)["count"]
    for one in known:
        counts = ", ".join(counted.format(what=words[v], n=n) for v, n in one.verdicts.items())
        mark = "✓" if one.good else "!"
        output.line(f"{mark} {one.rollout}  {one.tag}  {one.by or '?'}  {counts}")
    return 0


def after(place: Workplace, rollout_id: str) -> None:
    """Share a rollout that has ended; where that does not work it is said, and nothing else."""
    sharing = evidence.Sharing(place, rollout_id)
    words = messages.words("command", place.language)
    if not sharing.wait(evidence.PATIENCE):
        output.note(words["share_late"])
    elif sharing.failure is not None:
        detail = str(sharing.failure.facts.get("detail", sharing.failure.code))
        output.note(words["share_failed"].format(detail=detail))
