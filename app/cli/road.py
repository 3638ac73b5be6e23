"""Commands along the road: demo, export, integrate, release, rollout."""

from __future__ import annotations

import argparse
import importlib
import os
from pathlib import Path
from typing import Any

from app import durable, names
from app.cli import decisions, output, putting_back
from app.cli.following import follow
from app.errors import AppError
from app.services import messages, sources
from app.services.holding import only_window
from app.services.merge import choices, into_main
from app.services.model import Decision, Problem, RolloutState, Take
from app.services.release import releases
from app.services.rollout import rollouts
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    def command(name: str, help_text: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = groups.add_parser(
            name, parents=[shared], help=help_text, description=help_text
        )
        return made

    parser = command("demo", "The demo world, with the window; --headless: the whole journey")
    parser.add_argument("--headless", action="store_true", help="no window, a report at the end")
    parser.add_argument("--reset", action="store_true", help="begin with a fresh world")
    parser.add_argument("--busy", action="store_true", help="people are at work at the clients")
    parser.add_argument(
        "--resolve",
        type=decisions.one_of(Take.OURS, Take.THEIRS),
        metavar="SIDE",
        default=Take.THEIRS,
        help="how --headless resolves the one conflict: ours, or theirs (the default)",
    )
    parser.set_defaults(run=run_demo, without_home=True)

    parser = command("export", "Write an application as files")
    parser.add_argument(
        "source",
        metavar="SOURCE",
        help="main, dev:NAME, client:ID, git:REV, folder:PATH or zip:PATH",
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FOLDER")
    parser.set_defaults(run=run_export, live=True)

    parser = command("integrate", "Merge developers' schemas into MAIN, verified")
    parser.add_argument("developers", nargs="+", metavar="DEVELOPER")
    decisions.add_to(parser)
    parser.add_argument("--dry-run", action="store_true", help="merge, and write nothing")
    parser.set_defaults(run=run_integrate, live=True)

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

    _add_rollout(command("rollout", "Bring a release to clients"), shared)


def _add_rollout(rollout: argparse.ArgumentParser, shared: argparse.ArgumentParser) -> None:
    actions = rollout.add_subparsers(dest="action", metavar="ACTION", required=True)
    for action, help_text, run in (
        ("plan", "Which clients, in which waves", run_plan),
        ("run", "Plan and run", run_rollout),
    ):
        parser = actions.add_parser(action, parents=[shared], help=help_text, description=help_text)
        parser.add_argument("release_version", metavar="VERSION")
        parser.add_argument("clients", nargs="*", metavar="CLIENT", help="default: all")
        parser.add_argument("--workers", type=int, choices=range(1, 33), metavar="1-32")
        parser.set_defaults(run=run, live=action == "run")
    text = "Go on where it stopped"
    parser = actions.add_parser("resume", parents=[shared], help=text, description=text)
    parser.add_argument("rollout", nargs="?", metavar="ID", help="default: the newest")
    parser.set_defaults(run=run_resume, live=True)
    text = "What happened, client by client"
    parser = actions.add_parser("report", parents=[shared], help=text, description=text)
    parser.add_argument("rollout", nargs="?", metavar="ID", help="default: the newest")
    parser.add_argument("--html", type=Path, metavar="FILE", help="one HTML file to send")
    parser.set_defaults(run=run_report)
    text = "Accept, with a note, what the proof of one client cannot tell (amber)"
    parser = actions.add_parser("accept", parents=[shared], help=text, description=text)
    parser.add_argument("client", metavar="CLIENT")
    parser.add_argument("rollout", nargs="?", metavar="ID", help="default: the newest")
    parser.add_argument("-m", "--note", required=True, help="why, kept with your name and the date")
    parser.set_defaults(run=run_accept)
    putting_back.add_to(actions, shared)
    text = "All rollouts of the journal"
    parser = actions.add_parser("list", parents=[shared], help=text, description=text)
    parser.set_defaults(run=run_list)


def run_demo(place: Workplace, arguments: argparse.Namespace) -> int:
    from app.services.demo import home, journey  # the lab is loaded for the demo only

    reporter = output.Reporter(place.language, arguments.quiet)
    with (
        only_window(place.home),
        home.prepare(place.home, arguments.reset, reporter, arguments.busy) as handle,
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
    unusable = [path for path in application.files if not names.usable(path)]
    if os.name == "nt" and unusable:
        raise AppError("export.bad_name", path=unusable[0], folder=str(folder))
    if folder.exists() and any(folder.iterdir()):
        raise AppError("export.folder_not_empty", path=str(folder))
    for path, text in application.files.items():
        durable.write(folder / path, text, flush=False)
    if arguments.json:
        output.document(
            {"source": arguments.source, "folder": str(folder), "files": sorted(application.files)}
        )
    else:
        said = messages.words("command", place.language)["exported"]
        output.line(said.format(source=arguments.source, n=len(application.files), folder=folder))
    return 0


def run_integrate(place: Workplace, arguments: argparse.Namespace) -> int:
    reporter = output.Reporter(place.language, arguments.quiet)
    chosen = decisions.of(arguments)
    made = {key: Decision(key, side) for key, side in chosen.items()}
    session = into_main.start(place, arguments.developers, reporter, made)
    choices.check(session.conflicts, chosen, ", ".join(arguments.developers))
    while arguments.take is not None and session.open_conflicts:
        conflict = session.open_conflicts[0]
        sides = conflict.choices
        side = arguments.take if arguments.take in sides else sides[0]
        session = into_main.decide(place, session, Decision(conflict.key, side))
    written = None
    if session.ready and not arguments.dry_run:
        written = into_main.write(place, session, reporter)
    if arguments.json:
        output.document({"merge": session, "written": written})
    else:
        for file in session.files:
            output.line(f"{file.status.value:8} {file.path}  {', '.join(file.developers)}")
        if not session.files:
            output.line(messages.words("command", place.language)["nothing_to_merge"])
        if written is not None and written.backup:
            output.line(written.backup)
    for conflict in session.open_conflicts:
        output.note(f"! {conflict.component_name} · {conflict.label}  [{conflict.key}]")
        output.sides(output.note, conflict, place.language)
    return 0 if session.ready else 1


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


def run_plan(place: Workplace, arguments: argparse.Namespace) -> int:
    chosen = arguments.clients or [c.id for c in place.settings.clients]
    planned = rollouts.plan(place, arguments.release_version, chosen, arguments.workers)
    if arguments.json:
        output.document(planned)
    else:
        for client in planned.clients:
            output.line(f"{client.wave:3} {client.client:20} {client.name}")
    return 0


def run_rollout(place: Workplace, arguments: argparse.Namespace) -> int:
    chosen = arguments.clients or [c.id for c in place.settings.clients]
    planned = rollouts.plan(place, arguments.release_version, chosen, arguments.workers)
    output.note(f"rollout {planned.rollout}")
    running = rollouts.start(place, planned)
    state = follow(running, place.language, arguments.quiet)
    return _finish(place, state, arguments)


def run_resume(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    output.note(f"rollout {identity}")
    if rollouts.state(place, identity).good:
        words = messages.words("command", place.language)
        output.note(words["nothing_to_resume"].format(rollout=identity))
    running = rollouts.resume(place, identity)
    state = follow(running, place.language, arguments.quiet)
    return _finish(place, state, arguments)


def newest(place: Workplace) -> str:
    """The newest rollout's id; RolloutError ``rollout.none`` before the first."""
    known = rollouts.history(place)
    if not known:
        raise AppError("rollout.none")
    return known[-1].rollout


def _finish(place: Workplace, state: RolloutState, arguments: argparse.Namespace) -> int:
    if arguments.json:
        output.document(rollouts.report_document(place, state.rollout))
    else:
        print_state(state, place)
    return 0 if state.good else 1


def print_state(state: RolloutState, place: Workplace) -> None:
    unit = messages.words("report", place.language)["rows"]
    for client in state.clients:
        rows = f"  {sum(client.after.row_counts.values())} {unit}" if client.after else ""
        versions = f"{client.old_version or '?'} → {client.new_version or '?'}"
        output.line(
            f"{client.verdict.sign} {client.name:24} {versions}"
            f"  {messages.verdict_text(client.verdict, place.language)}{rows}"
        )
        problems = () if client.problem is None else (client.problem,)
        for problem in (*problems, *client.told):
            said = messages.message(problem, place.language)
            for part in filter(None, (said.title, said.detail, said.next_step)):
                output.line(f"      {part}")


def run_report(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    state = rollouts.state(place, identity)
    if arguments.html is not None:
        rollouts.report_html(place, identity, arguments.html)
        output.written(arguments, arguments.html, place.language)
    if arguments.json:
        output.document(rollouts.report_document(place, identity))
    else:
        print_state(state, place)
    return 0 if state.good else 1


def run_accept(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    rollouts.accept(place, identity, arguments.client, arguments.note)
    return run_report(place, argparse.Namespace(rollout=identity, html=None, json=arguments.json))


def run_list(place: Workplace, arguments: argparse.Namespace) -> int:
    known = rollouts.history(place)
    if arguments.json:
        output.document({"rollouts": [rollouts.report_document(place, s.rollout) for s in known]})
    else:
        for state in known:
            good = sum(1 for c in state.clients if c.good)
            output.line(f"{state.rollout}  {state.tag}  {good}/{len(state.clients)}")
    return 0
