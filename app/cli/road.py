"""Commands along the road: demo, export, integrate, release."""

from __future__ import annotations

import argparse
import importlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from app import durable, names
from app.cli import decisions, output
from app.cli.lab import APEX
from app.cli.rollout import print_state
from app.errors import AppError
from app.services import chronicle, messages, sources
from app.services.holding import only_window
from app.services.merge import choices, into_main
from app.services.model import Decision, Problem, Take
from app.services.release import releases
from app.services.rollout import rollouts
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = groups.add_parser(
            name, parents=[shared], help=help_text, description=help_text
        )
        return made

    _add_demo(command)

    parser = command("export", "Write an application as files")
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="main, dev:NAME, client:ID, git:REV, folder:PATH or zip:PATH",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.add_argument(
        "--apexlang", action="store_true", help="its APEXlang, where it has both forms (APEX 26.1)"
    )
    parser.set_defaults(run=run_export, live=True)

    parser = command("integrate", "Merge developers' schemas into MAIN, verified")
    parser.add_argument("developers", nargs="+", metavar="DEVELOPER")
    decisions.add_to(parser)
    parser.add_argument("--dry-run", action="store_true", help="merge, and write nothing")
    parser.set_defaults(run=run_integrate, live=True)

    parser = command(
        "history", "Every merge, release and rollout: who, when, which client, verdict"
    )
    parser.add_argument("words", nargs="*", metavar="WORD", help="only what has each of these")
    parser.set_defaults(run=run_history)

    parser = command("release", "Commit, tag and push MAIN and the changelog")
    parser.add_argument("release_version", nargs="?", metavar="VERSION")
    parser.add_argument("-m", "--notes", default="")
    parser.add_argument("--dry-run", action="store_true", help="show what it would hold")
    parser.add_argument(
        "--mend-line-ends",
        action="store_true",
        help="first undo what git's settings did to the line ends of the released changelog",
    )
    parser.set_defaults(run=run_release, live=True)


def _add_demo(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    parser = command("demo", "The demo world, with the window; --headless: the whole journey")
    parser.add_argument("--headless", action="store_true", help="no window, a report at the end")
    parser.add_argument("--reset", action="store_true", help="begin with a fresh world")
    parser.add_argument("--busy", action="store_true", help="people are at work at the clients")
    parser.add_argument(
        "--application", type=Path, metavar="FOLDER",
        help="with your own application: a folder or a zip with its split export",
    )  # fmt: skip
    parser.add_argument("--apex", metavar="RELEASE", choices=APEX, default="",
                        help=f"APEX everywhere: {', '.join(APEX)}")  # fmt: skip
    parser.add_argument(
        "--client-apex", action="append", type=_client_apex, default=[], metavar="CLIENT=RELEASE",
        help="another APEX at one client (maroc, france, tunisie); once for each",
    )  # fmt: skip
    parser.add_argument(
        "--resolve",
        type=decisions.one_of(Take.OURS, Take.THEIRS),
        metavar="SIDE",
        default=Take.THEIRS,
        help="how --headless resolves the one conflict: ours, or theirs (the default)",
    )
    parser.set_defaults(run=run_demo, without_home=True)


def _client_apex(text: str) -> tuple[str, str]:
    client, _, release = text.partition("=")
    if not client or release not in APEX:
        raise argparse.ArgumentTypeError(f"{text}: CLIENT=RELEASE, of {', '.join(APEX)}")
    return client, release


def run_demo(place: Workplace, arguments: argparse.Namespace) -> int:
    from app.services.demo import home, journey  # the lab is loaded for the demo only

    reporter = output.Reporter(place.language, arguments.quiet)
    clients = dict(arguments.client_apex)
    content = home.contents(arguments.apex, arguments.application, clients)
    with (
        only_window(place.home),
        home.prepare(place.home, arguments.reset, reporter, arguments.busy, content) as handle,
    ):
        if not arguments.headless:
            window = importlib.import_module("ui.main")
            return int(window.run_window(place.home, handle))
        document = journey.run(handle.place, arguments.resolve, reporter)
        if arguments.json:
            output.document(document)
        else:
            print_state(rollouts.state(handle.place, document["rollout"]["rollout"]), place)
        return 0 if document["ok"] else 1


def run_export(place: Workplace, arguments: argparse.Namespace) -> int:
    application = sources.read(place, arguments.source)
    folder = arguments.output
    files: Mapping[str, str | bytes] = application.files
    if arguments.apexlang:
        files = application.apexlang
        if not files:
            here = application.apex_release or "-"
            raise AppError("export.no_apexlang", source=arguments.source, here=here)
    unusable = [path for path in files if not names.usable(path)]
    if os.name == "nt" and unusable:
        raise AppError("export.bad_name", path=unusable[0], folder=str(folder))
    pair = names.twins(files) if names.ONE_CASE else None
    if pair is not None:
        facts = {"path": pair[1], "other": pair[0], "folder": str(folder)}
        raise AppError("export.name_twins", **facts)
    if folder.exists() and any(folder.iterdir()):
        raise AppError("export.folder_not_empty", path=str(folder))
    for path, content in files.items():
        durable.write(folder / path, content, flush=False)
    if arguments.json:
        output.document({"source": arguments.source, "folder": str(folder), "files": sorted(files)})
    else:
        said = messages.words("command", place.language)["exported"]
        output.line(said.format(source=arguments.source, n=len(files), folder=folder))
    return 0


def run_integrate(place: Workplace, arguments: argparse.Namespace) -> int:
    reporter = output.Reporter(place.language, arguments.quiet)
    chosen = decisions.of(arguments)
    made = {key: Decision(key, side) for key, side in chosen.items()}
    session = into_main.start(place, arguments.developers, reporter, made)
    known = (*session.conflicts, *session.overruled)
    choices.check(known, chosen, ", ".join(arguments.developers))
    while arguments.take is not None and session.open_conflicts:
        conflict = session.open_conflicts[0]
        sides = conflict.choices
        side = arguments.take if arguments.take in sides else sides[0]
        session = into_main.decide(place, session, Decision(conflict.key, side))
    decisions.tell_instead(session.conflicts, arguments.take, place.language)
    listed = into_main.automatic(place, session) if arguments.automatic else ()
    written = None
    if session.ready and not arguments.dry_run:
        written = into_main.write(place, session, reporter)
    if arguments.json:
        told = {"automatic": decisions.decidable(listed)} if arguments.automatic else {}
        shown = replace(
            session,
            conflicts=tuple(decisions.decidable(session.conflicts)),
            overruled=tuple(decisions.decidable(session.overruled)),
        )
        output.document({"merge": shown, "written": written, **told})
    else:
        for file in session.files:
            output.line(f"{file.status.value:8} {file.path}  {', '.join(file.developers)}")
        if not session.files:
            output.line(messages.words("command", place.language)["nothing_to_merge"])
        if written is not None and written.backup:
            output.line(written.backup)
        for notice in written.notices if written is not None else ():
            said = messages.message(notice, place.language)
            output.note("\n  ".join(filter(None, (said.title, said.detail, said.next_step))))
        decisions.tell(listed, place.language)
    for conflict in session.open_conflicts:
        output.note(f"! {conflict.component_name} · {conflict.label}  [{conflict.key}]")
        output.sides(output.note, conflict, place.language)
    return 0 if session.ready else 1


def run_history(place: Workplace, arguments: argparse.Namespace) -> int:
    found = chronicle.read(place, " ".join(arguments.words))
    if arguments.json:
        output.document({"entries": found})
        return 0
    kinds = messages.words("chronicle", place.language)
    for e in found:
        verdict = messages.verdict_text(e.verdict, place.language) if e.verdict is not None else ""
        name = "" if e.kind == "release" and e.name in e.note else e.name  # its notes name them
        who = e.who.partition(" <")[0]
        told = (kinds[e.kind], e.version, name, verdict, who, e.note or e.about)
        output.line("  ".join((f"{e.at.astimezone():%Y-%m-%d %H:%M}", *filter(None, told))))
    if not found:
        words = messages.words("command", place.language)
        output.note(words["no_such_entry" if arguments.words else "no_entry"])
    return 0 if found or not arguments.words else 1


def run_release(place: Workplace, arguments: argparse.Namespace) -> int:
    reporter = output.Reporter(place.language, arguments.quiet)
    if arguments.mend_line_ends:
        for path in releases.mend_line_ends(place):
            output.note(messages.words("command", place.language)["mended"].format(path=path))
    draft = releases.draft(place, arguments.release_version, reporter)
    if arguments.dry_run:
        output.document(draft) if arguments.json else print_draft(draft, place)
        return 1 if draft.problems else 0
    release = releases.publish(place, draft.version, arguments.notes, reporter)
    if arguments.json:
        output.document(release)
    else:
        output.line(f"{release.tag} {release.commit}")
    return 0


def print_draft(draft: Any, place: Workplace) -> None:
    output.line(f"{draft.previous or '-'} -> {draft.version}   {draft.remote}")
    for file in draft.diff.files:
        output.line(f"  {file.status.value:8} {file.path}")
    for key in draft.changesets:
        output.line(f"  changeset {key}")
    if draft.nothing_new:
        nothing = Problem("release.nothing_new", {"version": draft.previous})
        output.line(messages.message(nothing, place.language).title)
    for problem in draft.problems:
        said = messages.message(problem, place.language)
        output.line(f"! {said.title}")
        for part in filter(None, (said.detail, said.next_step)):
            output.line(f"  {part}")
