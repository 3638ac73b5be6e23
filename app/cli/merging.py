"""The command merge: one export file, or whole applications in folders."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from app import durable
from app.cli import decisions, output
from app.errors import SourceError
from app.services import files, messages
from app.services.merge import choices, folders
from app.services.model import Conflict
from app.services.workplace import Workplace


def add_to(parser: argparse.ArgumentParser) -> None:
    for name in ("base", "ours", "theirs"):
        parser.add_argument(name, type=Path, metavar=name.upper())
    parser.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="default: standard output; for folders a new or empty folder",
    )
    parser.add_argument(
        "--markers",
        action="store_true",
        help="write open conflicts between git's markers (one file)",
    )
    decisions.add_to(parser)
    parser.set_defaults(run=run_merge, without_home=True)


def run_merge(place: Workplace, arguments: argparse.Namespace) -> int:
    sides = arguments.base, arguments.ours, arguments.theirs
    if folders.are_folders(*sides):
        return _folders(place, arguments)
    chosen = decisions.of(arguments)
    listing = arguments.automatic
    merged = files.merge_files(*sides, arguments.take, chosen, place.language, listing)
    choices.check(merged.result.conflicts, chosen, str(arguments.ours))
    conflicts = merged.result.open_conflicts
    text = merged.text
    if conflicts and arguments.markers:
        text = files.marked(*sides, chosen, place.language)
    broken = [i for i in merged.result.issues if i.severity == "error"]
    if (text is not None or not conflicts) and not broken:
        if arguments.output is not None:
            durable.write(arguments.output, text or "")
        elif not arguments.json:
            sys.stdout.write(text or "")
    if arguments.json:
        output.document(
            {
                "clean": not conflicts and not broken,
                "deleted": merged.deleted,
                "conflicts": decisions.decidable(merged.result.conflicts),
                "auto": merged.result.auto,
                **_automatic(merged.result, arguments),
                "issues": merged.result.issues,
                "text": text,
            }
        )
    if arguments.automatic and not arguments.json:
        decisions.tell(merged.result.automatic, place.language)
    decisions.tell_instead(merged.result.conflicts, arguments.take, place.language)
    _tell(place, merged.result, "to_decide" if text is None else "")
    return 1 if conflicts or broken else 0


def _folders(place: Workplace, arguments: argparse.Namespace) -> int:
    """Nothing is written while a conflict is open, or where the merge broke something."""
    if arguments.markers:
        raise SourceError("source.markers_of_folders")
    if arguments.output is None and not arguments.json:
        raise SourceError("source.no_output")
    chosen = decisions.of(arguments)
    sides = arguments.base, arguments.ours, arguments.theirs
    merged = folders.merge_folders(place, *sides, arguments.take, chosen, arguments.automatic)
    choices.check(merged.result.conflicts, chosen, str(arguments.ours))
    conflicts = merged.result.open_conflicts
    broken = [i for i in merged.result.issues if i.severity == "error"]
    found = merged.files if not broken else None
    if found is not None and arguments.output is not None:
        folders.write(arguments.output, found)
    if arguments.json:
        output.document(
            {
                "clean": not conflicts and not broken,
                "conflicts": decisions.decidable(merged.result.conflicts),
                "auto": merged.result.auto,
                **_automatic(merged.result, arguments),
                "issues": merged.result.issues,
                "files": sorted(found) if found is not None else None,
            }
        )
    if arguments.automatic and not arguments.json:
        decisions.tell(merged.result.automatic, place.language)
    decisions.tell_instead(merged.result.conflicts, arguments.take, place.language)
    _tell(place, merged.result, "to_decide_folder")
    return 1 if conflicts or broken else 0


def _automatic(result: files.Merged, arguments: argparse.Namespace) -> dict[str, list[Conflict]]:
    if not arguments.automatic:
        return {}
    return {"automatic": decisions.decidable(result.automatic)}


def _tell(place: Workplace, result: files.Merged, hint: str) -> None:
    """``hint`` is the text that says what to do about what is open; "" for none."""
    conflicts = result.open_conflicts
    for conflict in conflicts:
        parts = (conflict.type_label, conflict.component_name, conflict.label)
        where = " · ".join(part for part in parts if part)
        base = output.news(conflict.base, None, place.language)
        output.note(f"! {where}  [{conflict.key}]\n    base   {base}")
        output.sides(output.note, conflict, place.language)
    if conflicts and hint:
        words = messages.words("command", place.language)
        output.note(words[hint].format(n=len(conflicts)))
    for issue in result.issues:
        output.note(f"{issue.sign} {messages.issue_text(issue, place.language)}")
