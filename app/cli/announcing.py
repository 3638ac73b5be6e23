"""``caravane guard --approve`` and ``--withdraw``: a change of data is shown, and somebody answers.

Words that are no files on disk name changesets. What is shown goes to standard error with
``--json``, so that standard output stays one document.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from app.cli import output
from app.errors import ChangelogError, SourceError
from app.services import messages
from app.services.model import Announcement
from app.services.release import approvals, beside
from app.services.release.rulings import visible
from app.services.workplace import Workplace


def add_to(parser: argparse.ArgumentParser) -> None:
    action = parser.add_mutually_exclusive_group()
    action.add_argument(
        "--approve",
        action="store_true",
        help="show each announced change of data, and ask; CHANGESET: only these",
    )
    action.add_argument(
        "--withdraw", action="store_true", help="take back the approval of each CHANGESET"
    )
    parser.add_argument(
        "--yes", action="store_true", help="approve the CHANGESETs that are named without asking"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="why; kept with the approval")


def check(arguments: argparse.Namespace) -> None:
    """ChangelogError ``changelog.approve_missing`` for what means nothing without an approval."""
    if (arguments.yes or arguments.reason) and not arguments.approve:
        raise ChangelogError("changelog.approve_missing")


def told_apart(words: Sequence[str]) -> tuple[list[Path], list[str]]:
    """Which words are files and folders, and which name changesets; SourceError
    ``source.no_file`` without any file."""
    paths = [Path(word) for word in words if Path(word).exists()]
    if not paths:
        raise SourceError("source.no_file", path=words[-1])
    return paths, [word for word in words if not Path(word).exists()]


def approve(
    place: Workplace, arguments: argparse.Namespace, paths: Sequence[Path], names: Sequence[str]
) -> list[Announcement]:
    """Show what waits (or what is named), ask, and give what was approved."""
    say = output.note if arguments.json else output.line
    if (arguments.yes and not names) or not (arguments.yes or sys.stdin.isatty()):
        raise ChangelogError("changelog.approve_unshown")
    chosen = beside.chosen(paths, names)
    made = []
    for folder, shown in chosen:
        who = approvals.who_approves(folder.path)
        for line in lines(shown, place.language):
            say(line)
        if not arguments.yes and not _agreed(place, who, say):
            continue
        reason = arguments.reason or ("" if arguments.yes else _asked(place, "approve_reason", say))
        after = approvals.give(folder, shown, who, reason)
        made.append(
            next(a for a in approvals.announced_in(after) if a.changeset == shown.changeset)
        )
        said = messages.words("command", place.language)["approved"]
        output.note(said.format(changeset=shown.changeset, by=who, path=after.file))
    if not chosen:
        output.note(messages.words("command", place.language)["nothing_waits"])
    return made


def withdraw(place: Workplace, paths: Sequence[Path], names: Sequence[str]) -> None:
    """Take back the approvals of the named changesets."""
    for folder, key in beside.approved(paths, names):
        after = approvals.withdraw(folder, key)
        said = messages.words("command", place.language)["withdrawn"]
        output.note(said.format(changeset=key, path=after.file))


def lines(shown: Announcement, language: messages.Lang) -> list[str]:
    """The whole changeset with its place, what it writes to, and the code that it runs."""
    words = messages.words("command", language)
    told = ["", f"{shown.path}:{shown.line}  {shown.changeset}"]
    told += dict.fromkeys(messages.rule_text(*why, language) for why in shown.reasons)
    if shown.unsaid:
        told.append(words["writes"].format(what=", ".join(shown.unsaid)))
    if shown.void is not None:
        told.append(messages.void_text(shown.void, language))
    for text in (shown.text, *shown.code):
        told += ["", *(f"    {line}" for line in visible(text).split("\n"))]
    return [*told, ""]


def _agreed(place: Workplace, who: str, say: Callable[[str], None]) -> bool:
    """Whether the answer is a yes; anything else is a no."""
    words = messages.words("command", place.language)
    say(words["approve_as"].format(by=who))
    return _asked(place, "approve_question", say).casefold() in words["approve_yes"].split()


def _asked(place: Workplace, question: str, say: Callable[[str], None]) -> str:
    say(messages.words("command", place.language)[question])
    return sys.stdin.readline().strip()
