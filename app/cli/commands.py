"""Commands on files: check, diff, merge, guard, changelog."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import (
    announcing,
    difference,
    following,
    locks,
    merging,
    output,
    paths_given,
    rolling_back,
)
from app.cli.paint import paint, width
from app.cli.paths_given import Paths
from app.errors import ChangelogError
from app.services import files, messages, sqlcl
from app.services.compare import html, named
from app.services.model import RulingView
from app.services.rollout import changelogs
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = groups.add_parser(
            name, parents=[shared], help=help_text, description=help_text
        )
        return made

    parser = command("check", "Parse export files: byte-identical when written back?")
    parser.add_argument("paths", nargs="+", type=Path, action=Paths, metavar="PATH")
    parser.add_argument(
        "--sqlcl", nargs="?", const=sqlcl.PROGRAM, metavar="PROGRAM",
        help="ask SQLcl's apex validate about APEXlang, too (default program: sql)",
    )  # fmt: skip
    parser.set_defaults(run=run_check, without_home=True)

    parser = command(
        "diff", "Compare two pages, export folders, zips, Git revisions (REV, REV:path) or schemas"
    )
    parser.add_argument(
        "old",
        metavar="A",
        help="a path, REV, REV:path, main, dev:NAME or client:ID",
    )
    parser.add_argument("new", metavar="B", help="the same")
    parser.add_argument("--color", choices=["auto", "always", "never"], default="auto")
    parser.add_argument("--html", type=Path, metavar="FILE", help="one HTML file to send")
    parser.add_argument(
        "--keep-noise", action="store_true", help="show what an export writes anew each time, too"
    )
    parser.set_defaults(run=run_diff, live=True)
    parser.epilog = "Exit codes: 0 no difference, 1 a difference, 2 it could not be done."

    merging.add_to(
        command("merge", "Three-way merge of one export file (or REV:path in Git), or of folders")
    )

    parser = command("guard", "The guard's verdict for every statement")
    parser.add_argument("paths", nargs="+", metavar="FILE", help="with --approve: CHANGESET too")
    announcing.add_to(parser)
    parser.set_defaults(run=run_guard, without_home=True)

    changelog = command(
        "changelog", "Liquibase changelogs: checksum, lint, status, update, rollback, locks"
    )
    _add_changelog(changelog, shared)


def _add_changelog(changelog: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = changelog.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, help_text, run in (
        ("checksum", "Liquibase checksums (v8 and v9) of every changeset", run_checksum),
        ("lint", "What would make another engine read it differently", run_lint),
    ):
        parser = actions.add_parser(action, parents=[shared], help=help_text, description=help_text)
        parser.add_argument("paths", nargs="+", type=Path, action=Paths, metavar="PATH")
        parser.set_defaults(run=run, without_home=True)
    for action, help_text, run in (
        ("status", "What a client has of a release's changelog", run_status),
        ("update", "Run a release's changelog on one client, and nothing else", run_update),
    ):
        parser = actions.add_parser(action, parents=[shared], help=help_text, description=help_text)
        parser.add_argument("--client", required=True)
        parser.add_argument("--release", metavar="VERSION", help="default: the newest")
        parser.set_defaults(run=run, live=True)
    parser.add_argument(
        "--take-over", action="store_true",
        help="somebody whose journal is not here may have stopped in the middle: what the client's "
        "database shows is believed, what it cannot show is asked",
    )  # fmt: skip
    rolling_back.add_to(actions, shared)
    locks.add_to(actions, shared)


def run_check(place: Workplace, arguments: argparse.Namespace) -> int:
    counts = {"identical": 0, "different": 0, "refused": 0}
    rows = []
    broken = False
    words = messages.words("command", place.language)
    for result in files.check_files(arguments.paths):
        error = messages.message(result.error, place.language) if result.error else None
        kind = "refused" if error else "identical" if result.identical else "different"
        counts[kind] += 1
        rows.append(
            {
                "path": result.name,
                "result": kind,
                "release": result.release,
                "components": result.components,
                "notices": [messages.issue_text(n, place.language) for n in result.notices],
                "error": {"code": result.error.code, **result.error.facts}
                if result.error
                else None,
            }
        )
        if not arguments.json and kind != "identical":
            why = f"\n  {error.title}\n  {error.detail}" if error else ""
            output.line(f"{words[kind]:10} {result.name}{why}")
        told = [n for n in result.notices if n.severity != "notice"]
        broken = broken or any(n.severity == "error" for n in told)
        for notice in told if not arguments.json else ():
            said = messages.issue_text(notice, place.language)
            output.line(f"{notice.sign} {result.name}\n  {said}")
    others = files.other_files(arguments.paths)
    asked = arguments.sqlcl is not None
    opinions = sqlcl.opinions(arguments.sqlcl, arguments.paths) if asked else ()
    if arguments.json:
        second = {"sqlcl": opinions} if asked else {}
        output.document({"counts": counts, "files": rows, "without_sql": others, **second})
    else:
        for path, kinds in others.items():
            listed = ", ".join(f"{n} {kind or words['no_ending']}" for kind, n in kinds.items())
            output.line(words["without_sql"].format(path=path, found=listed or "0"))
        if rows:
            output.line(words["checked"].format(**counts))
        for opinion in opinions:
            output.line(words[f"sqlcl_{opinion.verdict}"].format(path=opinion.path))
            for line in opinion.lines if opinion.verdict != "accepted" else ():
                output.line(f"  {line}")
        if asked and not opinions:
            output.line(words["sqlcl_nothing"])
    sound = counts["identical"] == len(rows) and rows and not others
    agreed = all(o.verdict == "accepted" for o in opinions) and (opinions or not asked)
    return 0 if sound and agreed and not broken else 1


def run_diff(place: Workplace, arguments: argparse.Namespace) -> int:
    found, pictures = named.compare(place, arguments.old, arguments.new, arguments.keep_noise)
    if arguments.html is not None:
        sides = (arguments.old, arguments.new)
        made = output.missing_folder(arguments.html)
        html.write(found, sides, place.language, arguments.html, pictures)
        output.written(arguments, arguments.html, place.language, made)
    if arguments.json:
        output.document(found)
    elif arguments.html is None:
        shown = difference.lines(found, paint(arguments.color), width(), place.language)
        for line in shown:
            output.line(line)
    return 0 if found.is_empty else 1


_MARK = {"allowed": "allowed", "announce": "announce", "refused": "forbidden"}


def run_guard(place: Workplace, arguments: argparse.Namespace) -> int:
    announcing.check(arguments)
    named = paths_given.words(arguments.paths)
    paths, made = [Path(word) for word in named], None
    if arguments.approve or arguments.withdraw:
        paths, names = announcing.told_apart(named)
        if arguments.withdraw:
            announcing.withdraw(place, paths, names)
        else:
            made = announcing.approve(place, arguments, paths, names)
    rulings = files.guard_files(paths)
    refused = sum(r.verdict == "refused" for r in rulings)
    waiting = sum(r.waits for r in rulings)
    verdict = max((r.verdict for r in rulings), key=list(_MARK).index, default="allowed")
    words = messages.words("command", place.language)
    if arguments.json:
        told = {"allowed": verdict == "allowed", "verdict": verdict, "waiting": waiting}
        given = {} if made is None else {"approved": [a.approval for a in made]}
        output.document({**told, **given, "rulings": rulings})
    else:
        for ruling in rulings:
            output.line(_ruled(ruling, place))
        output.line(words["ruled"].format(n=len(rulings), refused=refused, waiting=waiting))
        if waiting and not arguments.approve:
            output.note(words["approve_next"].format(files=paths_given.told(paths)))
    return 1 if refused else 3 if waiting else 0


def _ruled(ruling: RulingView, place: Workplace) -> str:
    words = messages.words("command", place.language)
    mark, why = words[_MARK[ruling.verdict]], _why(ruling, place)
    if ruling.approval is not None:
        mark = words["announced"]
        why = f"{ruling.approval.approved_by}, {ruling.approval.approved_at:%Y-%m-%d}"
    elif ruling.void is not None:
        why += " " + messages.void_text(ruling.void, place.language)
    shown = "" if ruling.allowed and not ruling.asked_there else f"  {why}"
    return f"{mark:8} {ruling.path}:{ruling.line} {ruling.verb}{shown}"


def _why(ruling: Any, place: Workplace) -> str:
    return messages.rule_text(ruling.rule, ruling.facts, place.language)


def run_checksum(place: Workplace, arguments: argparse.Namespace) -> int:
    changelog = files.read_changelog(arguments.paths)
    rows = [
        {
            "path": c.path,
            "id": c.id,
            "author": c.author,
            "line": c.line,
            "v9": c.checksum_v9,
            "v8": c.checksum_v8,
        }
        for c in changelog.changesets
    ]
    if arguments.json:
        output.document({"changesets": rows})
    else:
        for row in rows:
            output.line(f"{row['v9']}  {row['path']}::{row['id']}::{row['author']}")
    return 0


def run_lint(place: Workplace, arguments: argparse.Namespace) -> int:
    findings = files.lint_changelog(arguments.paths)
    words = messages.words("command", place.language)
    if arguments.json:
        output.document({"findings": findings})
    else:
        for found in findings:
            text = messages.rule_text(found.code, found.facts, place.language)
            output.line(f"{words[found.severity]} {found.path}:{found.line} {text}")
        if not findings:
            known = files.read_changelog(arguments.paths).changesets
            output.line(words["no_findings"].format(n=len(known)))
    return 1 if any(f.severity == "error" for f in findings) else 0


def run_status(place: Workplace, arguments: argparse.Namespace) -> int:
    rows = changelogs.status(place, arguments.client, arguments.release)
    if arguments.json:
        output.document({"client": arguments.client, "changesets": rows})
    else:
        words = messages.words("changeset_states", place.language)
        width = max(map(len, words.values()))
        for row in rows:
            output.line(f"{words[row.state]:{width}} {row.key}  {row.stored or row.current}")
    return 0 if all(row.state in ("already", "skipped") for row in rows) else 1


def run_update(place: Workplace, arguments: argparse.Namespace) -> int:
    reporter = output.Reporter(place.language, arguments.quiet)
    try:
        with following.listening_beside_changelog(place.language) as ear:
            outcome = changelogs.update(
                place,
                arguments.client,
                arguments.release,
                reporter,
                take_over=arguments.take_over,
                begins=ear.hold,
                cancelled=ear,
            )
    except ChangelogError as error:
        return following.stopped(error, place.language, arguments.json)
    if arguments.json:
        output.document(
            {
                "client": arguments.client,
                "run": outcome.run,
                "already": outcome.already,
                "lock_kept": outcome.lock_kept,
            }
        )
    else:
        for key in outcome.run:
            output.line(f"run      {key}")
        for key in outcome.already:
            output.line(f"already  {key}")
    return 0
