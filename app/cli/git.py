"""``caravane git``: the merge and diff driver of a repository, and what a merge left open."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec.structs import replace

from app.cli import decisions, output
from app.cli.paths_given import Paths
from app.services import messages
from app.services.git import conflicts, merge_commit, setup
from app.services.git.setup import DriverStatus
from app.services.merge import choices
from app.services.model import Take
from app.services.workplace import Workplace

_SHOWN = 10


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    text = "Merge and show APEX exports by meaning in git merge, rebase, diff, log, show"
    group = groups.add_parser("git", help=text, description=text)
    actions = group.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, help_text, run in (
        ("install", "Set Caravane up for a repository (changes nothing that is committed)", _set),
        ("uninstall", "Take away what install set, and nothing else", _take_away),
        ("status", "What is set; exit 1 if anything is missing", _status),
    ):
        parser = actions.add_parser(action, parents=[shared], help=help_text, description=help_text)
        where = parser.add_mutually_exclusive_group()
        where.add_argument("--repository", type=Path, default=Path(), metavar="PATH")
        where.add_argument(
            "--global", action="store_true", dest="everywhere", help="for all your repositories"
        )
        if action != "uninstall":
            parser.add_argument(
                "--pattern", action="append", default=[], help="more files, as in .gitattributes"
            )
        else:
            parser.add_argument(
                "--own", action="store_true", help="only where git starts this very Caravane"
            )
        if action == "install":
            parser.add_argument("--check", action="store_true", help="the same as status")
        parser.set_defaults(run=run, without_home=True)
    text = "Look at a merge commit as a whole: references that one branch took from the other"
    parser = actions.add_parser("check", parents=[shared], help=text, description=text)
    parser.add_argument("revision", nargs="?", default="HEAD", metavar="REV")
    parser.add_argument("--repository", type=Path, default=Path(), metavar="PATH")
    parser.set_defaults(run=_check, without_home=True)
    text = "List or decide the conflicts that a merge left in files"
    parser = actions.add_parser("resolve", parents=[shared], help=text, description=text)
    parser.add_argument(
        "paths", nargs="*", type=Path, action=Paths, metavar="PATH",
        help="default: all exports here that git holds for unmerged",
    )  # fmt: skip
    decisions.add_to(parser)
    parser.add_argument(
        "--again",
        action="store_true",
        help="begin again from the merge: what was decided or edited since is lost",
    )
    parser.set_defaults(run=_resolve, without_home=True)


def _place(arguments: argparse.Namespace) -> Path | None:
    return None if arguments.everywhere else arguments.repository.resolve()


def _set(place: Workplace, arguments: argparse.Namespace) -> int:
    if arguments.check:
        return _status(place, arguments)
    found = setup.install(_place(arguments), place.language, arguments.pattern)
    if arguments.json:
        output.document(found)
        return 0
    words = messages.words("git", place.language)
    output.line(words["installed"].format(place=found.place or "~"))
    _print_coverage(found, words)
    return 0


def _take_away(place: Workplace, arguments: argparse.Namespace) -> int:
    where = _place(arguments)
    setup.uninstall(where, place.language, arguments.own)
    if arguments.json:
        output.document({"place": str(where or "")})
    else:
        words = messages.words("git", place.language)
        output.line(words["uninstalled"].format(place=where or "~"))
    return 0


def _status(place: Workplace, arguments: argparse.Namespace) -> int:
    found = setup.status(_place(arguments), place.language, arguments.pattern)
    if arguments.json:
        output.document(found)
    else:
        words = messages.words("git", place.language)
        for setting in found.settings:
            kind = "set" if setting.is_set else "missing" if setting.found is None else "other"
            output.line(words[kind].format(what=setting.name))
        _print_coverage(found, words)
    return 0 if found.is_set else 1


def _print_coverage(found: DriverStatus, words: dict[str, str]) -> None:
    if not found.coverage.exports:
        return
    exports, missing = found.coverage.exports, found.coverage.uncovered
    output.line(words["covered"].format(covered=exports - len(missing), exports=exports))
    for path in missing[:_SHOWN]:
        output.line("  " + words["uncovered"].format(path=path))
    if len(missing) > _SHOWN:
        output.line("  …")
    if missing and not any(setting.is_set for setting in found.settings):
        output.line("  " + words["install_hint"])
    elif missing:
        folder = PurePosixPath(missing[0]).parent
        output.line("  " + words["pattern_hint"].format(pattern=f"{folder}/**/*.sql"))


def _check(place: Workplace, arguments: argparse.Namespace) -> int:
    found = merge_commit.review(arguments.repository.resolve(), arguments.revision)
    good = not found.issues and not found.refused
    if arguments.json:
        refused = [{"code": e.code, **e.facts} for e in found.refused]
        output.document({"good": good, "issues": found.issues, "refused": refused})
        return 0 if good else 1
    for issue in found.issues:
        said = messages.issue_text(issue, place.language)
        output.line(f"! {issue.path}: {said}")
    for error in found.refused:
        output.line(f"! {error.path}: {messages.message(error, place.language).title}")
    words = messages.words("git", place.language)
    broken = len(found.issues) + len(found.refused)
    said = words["checked" if found.is_merge else "no_merge"]
    output.line(said.format(files=found.files, n=broken, revision=found.revision))
    if found.under_way:
        output.note(words["under_way"])
    return 0 if good else 1


def _resolve(place: Workplace, arguments: argparse.Namespace) -> int:
    paths = arguments.paths or conflicts.waiting(Path.cwd())
    words = messages.words("git", place.language)
    if not paths and not arguments.json:
        output.note(words["nothing_waits"])
    chosen = _by_file(paths, decisions.of(arguments))
    found = [
        conflicts.resolve(path, arguments.take, own, place.language, arguments.again)
        for path, own in zip(paths, chosen, strict=True)
    ]
    for file in found:
        decisions.tell_instead(file.conflicts, arguments.take, place.language)
    still = sum(len(file.open) for file in found)
    if arguments.json:
        told = [
            replace(
                file,
                conflicts=tuple(decisions.decidable(file.conflicts)),
                open=tuple(decisions.decidable(file.open)),
            )
            for file in found
        ]
        output.document({"clean": not still, "files": told})
        return 1 if still else 0
    for file in found:
        key = "open" if file.open else "resolved"
        output.line(words[key].format(path=file.path, n=len(file.open)))
        for conflict in file.open:
            where = " · ".join(filter(None, (*conflict.component_path, conflict.label)))
            output.line(f"  ! {where}\n    {conflict.key}")
            output.sides(output.line, conflict, place.language)
    return 1 if still else 0


def _by_file(paths: Sequence[Path], given: Mapping[str, Take]) -> list[dict[str, Take]]:
    """Each decision for the file that has the conflict; nothing is written where none has it."""
    if len(paths) == 1 or not given:
        return [dict(given) for _ in paths]
    open_in = [conflicts.resolve(path, None, {}).conflicts for path in paths]
    choices.check(chain.from_iterable(open_in), given, ", ".join(map(str, paths)))
    known = [{c.key for c in conflicts} for conflicts in open_in]
    return [{key: side for key, side in given.items() if key in keys} for keys in known]
