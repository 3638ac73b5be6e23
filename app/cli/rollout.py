"""``caravane rollout``: plan, check, run, resume, steer, report."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import Any

from app.cli import interrupt, output, putting_back, settling, sharing
from app.cli.following import follow, listening
from app.errors import AppError
from app.services import messages
from app.services.model import RolloutPlan, RolloutState
from app.services.rollout import choosing, rehearsals, rollouts, steering
from app.services.rollout.rehearsals import Finding
from app.services.rollout.steering import Action
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    text = "Bring a release to clients"
    rollout = groups.add_parser("rollout", parents=[shared], help=text, description=text)
    actions = rollout.add_subparsers(dest="action", metavar="ACTION", required=True)

    def action(name: str, help_text: str, *parents: argparse.ArgumentParser) -> Any:
        return actions.add_parser(
            name, parents=[shared, *parents], help=help_text, description=help_text
        )

    chosen = _chosen()
    parser = action("plan", "Which clients, in which rings, by which policy", chosen)
    parser.set_defaults(run=run_plan, live=False)
    parser = action("check", "What would stop whom: every client looked at, none changed", chosen)
    parser.set_defaults(run=run_check, live=True)
    parser = action("run", "Plan and run", chosen)
    parser.add_argument(
        "--dry-run", action="store_true", help="everything but the writing, with the statements"
    )
    parser.add_argument(
        "--statements", type=Path, metavar="FOLDER", help="of a dry run: one file for each client"
    )
    parser.set_defaults(run=run_rollout, live=True)
    parser = action("resume", "Go on where it stopped", _which())
    parser.set_defaults(run=run_resume, live=True)
    parser = action("report", "What happened, client by client", _which())
    parser.add_argument("--html", type=Path, metavar="FILE", help="one HTML file to send")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="one line a client, for Excel")
    parser.set_defaults(run=run_report)
    parser = action("questions", "What waits for a person: why, what was done, what can be said",
                    _which())  # fmt: skip
    parser.set_defaults(run=run_questions)
    for name, help_text in (
        ("pause", "Begin no further client; those at work go on to their end"),
        ("continue", "Go on after a pause"),
        ("cancel", "Stop all clients before their next step, or one (--client)"),
    ):
        parser = action(name, help_text, _which())
        if name == "cancel":
            parser.add_argument("--client", default="", metavar="CLIENT")
        parser.set_defaults(run=run_steer, client="", note="")
    for name, help_text, needs_note in (
        ("skip", "Set one client aside: it is not begun, and holds nobody up", False),
        ("retry", "Try one client again, whatever the others did", False),
        ("first", "Begin one client before the others of its ring", False),
        ("accept", "Accept, with a note, what the proof of one client cannot tell (amber)", True),
    ):
        parser = action(name, help_text)
        parser.add_argument("client", metavar="CLIENT")
        parser.add_argument("rollout", nargs="?", metavar="ID", help="default: the newest")
        parser.add_argument(
            "-m", "--note", default="", required=needs_note,
            help="why, kept with your name and the date",
        )  # fmt: skip
        parser.set_defaults(run=run_answer, live=name == "retry")
    settling.add_to(actions, shared)
    putting_back.add_to(actions, shared)
    sharing.add_to(actions, shared)
    parser = action("list", "All rollouts of the journal")
    parser.set_defaults(run=run_list)


def _which() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("rollout", nargs="?", metavar="ID", help="default: the newest")
    return parser


def _chosen() -> argparse.ArgumentParser:
    """Which release goes to whom, and how."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("release_version", metavar="VERSION")
    parser.add_argument("clients", nargs="*", metavar="CLIENT", help="default: all, in this order")
    whom = parser.add_argument_group("which clients")
    whom.add_argument(
        "--tag", action="append", default=[], help="with this tag (each that is given)"
    )
    whom.add_argument("--country", action="append", default=[], help="of one of these countries")
    whom.add_argument("--ring", action="append", default=[], type=int, help="of one of these rings")
    whom.add_argument(
        "--only-behind", action="store_true",
        help="whose application says another version now; each is asked",
    )  # fmt: skip
    how = parser.add_argument_group("how; what is not said is as the settings have it")
    how.add_argument("--workers", type=int, choices=range(1, 257), metavar="1-256")
    how.add_argument(
        "--canary", metavar="CLIENT",
        help="goes alone, and the others once it is verified; first: the first of the first ring; "
        "none: no canary",
    )  # fmt: skip
    how.add_argument(
        "--stop-after", type=_threshold, metavar="N|SHARE",
        help="begin no more clients once so many (3) ended badly, or such a share of a ring (5%%); "
        "0: never",
    )  # fmt: skip
    how.add_argument("--unreachable", choices=["hold", "skip", "ask"])
    how.add_argument("--outside-window", choices=["wait", "refuse"])
    how.add_argument(
        "--take-over", action="store_true",
        help="another workstation may have begun and is gone for good: what the clients' databases "
        "show is believed",
    )  # fmt: skip
    return parser


def _threshold(text: str) -> str:
    if not re.fullmatch(r"\d{1,4}|\d{1,2}%|100%", text):
        raise argparse.ArgumentTypeError(f"{text!r} is no number and no share (3, 5%)")
    return text


def _plan(place: Workplace, arguments: argparse.Namespace) -> RolloutPlan:
    version = rollouts.release_of(place, arguments.release_version).version
    chosen = choosing.choose(
        place,
        arguments.clients,
        tags=arguments.tag,
        countries=arguments.country,
        rings=arguments.ring,
    )
    if arguments.only_behind:
        there, chosen = len(chosen), choosing.behind(place, version, chosen)
        words = messages.words("command", place.language)
        output.note(words["only_behind"].format(n=len(chosen), of=there))
    named = {"first": choosing.first_of(place, chosen), "none": ""}
    canary = arguments.canary
    policy = choosing.policy(
        place,
        chosen,
        canary=canary if canary is None else named.get(canary, canary),
        stop_after=arguments.stop_after,
        unreachable=arguments.unreachable,
        outside_window=arguments.outside_window,
        take_over=arguments.take_over,
    )
    return rollouts.plan(place, version, chosen, arguments.workers, policy)


def run_plan(place: Workplace, arguments: argparse.Namespace) -> int:
    planned = _plan(place, arguments)
    if arguments.json:
        output.document(rollouts.plan_document(planned))
    else:
        for client in planned.clients:
            canary = "  canary" if client.client == planned.policy.canary else ""
            output.line(f"{client.ring:3} {client.client:20} {client.name}{canary}")
        for line in messages.policy_lines(planned.policy, place.language):
            output.line(line)
    return 0


def run_check(place: Workplace, arguments: argparse.Namespace) -> int:
    planned = _plan(place, arguments)
    reporter = output.Reporter(place.language, arguments.quiet)
    findings = rehearsals.check(place, planned, reporter)
    if arguments.json:
        output.document(rehearsals.document(planned, findings))
    else:
        print_findings(findings, place)
    return 0 if all(f.fits for f in findings) else 1


def run_rollout(place: Workplace, arguments: argparse.Namespace) -> int:
    planned = _plan(place, arguments)
    if arguments.dry_run:
        return _dry_run(place, planned, arguments)
    with listening(planned.rollout, place.language) as ear:
        running = rollouts.start(place, planned, ear.hold)
        output.note(f"rollout {planned.rollout}")  # the journal knows it by now
        state = follow(running, place.language, arguments.quiet, ear)
    return _finish(place, state, arguments, stopped=ear())


def _dry_run(place: Workplace, planned: RolloutPlan, arguments: argparse.Namespace) -> int:
    reporter = output.Reporter(place.language, arguments.quiet)
    findings = rehearsals.dry_run(place, planned, reporter)
    if arguments.statements is not None:
        for path in rehearsals.write_statements(findings, arguments.statements).values():
            output.written(arguments, path, place.language)
    if arguments.json:
        output.document(rehearsals.document(planned, findings, statements=True))
    else:
        print_findings(findings, place, dry=True)
    return 0 if all(f.fits for f in findings) else 1


def print_findings(findings: tuple[Finding, ...], place: Workplace, dry: bool = False) -> None:
    """The table of what would stop whom; ``dry``: and how much would be sent."""
    words = messages.words("command", place.language)
    for finding in findings:
        done = ""
        if finding.fits:
            imports = words["imports" if finding.imports else "no_import"]
            done = words["would_do"].format(n=len(finding.changesets), imports=imports)
        if finding.statements and finding.fits:
            done += ", " + words["would_send"].format(n=len(finding.statements))
        elif dry and finding.fits:
            done += ", " + words["would_send_nothing"]
        mark = "✓" if finding.fits else "✕"
        line = f"{mark} {finding.ring:3} {finding.name:24} {finding.version or '?':10} {done}"
        output.line(line.rstrip())
        if told := rehearsals.apex_line(finding, place.language):
            output.line(f"      {told}")
        if finding.opens is not None:
            output.line(f"      {words['opens'].format(at=f'{finding.opens:%Y-%m-%d %H:%M %Z}')}")
        if finding.problem is not None:
            said = messages.message(finding.problem, place.language)
            for part in filter(None, (said.title, said.detail, said.next_step)):
                output.line(f"      {part}")
    for line, names in rehearsals.notices_by_client(findings, place.language).items():
        where = words["everywhere"] if len(names) == len(findings) > 1 else ", ".join(names)
        output.line(f"! {where}: {line}")
    stopped = sum(1 for f in findings if not f.fits)
    output.line(words["would_stop"].format(n=stopped, of=len(findings)))


def run_resume(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    before = rollouts.state(place, identity)
    output.note(f"rollout {identity}")
    if before.good:
        words = messages.words("command", place.language)
        output.note(words["nothing_to_resume"].format(rollout=identity))
        return _finish(place, before, arguments)
    with listening(identity, place.language) as ear:
        running = rollouts.resume(place, identity, begins=ear.hold)
        state = follow(running, place.language, arguments.quiet, ear, before)
    return _finish(place, state, arguments, stopped=ear())


def newest(place: Workplace) -> str:
    """The newest rollout's id; RolloutError ``rollout.none`` before the first."""
    known = rollouts.history(place)
    if not known:
        raise AppError("rollout.none")
    return known[-1].rollout


def _finish(
    place: Workplace, state: RolloutState, arguments: argparse.Namespace, stopped: bool = False
) -> int:
    """``stopped``: by Ctrl+C, which may have come too late to stop anything."""
    if arguments.json:
        output.document(rollouts.report_document(place, state.rollout))
    else:
        print_state(state, place)
    sharing.after(place, state.rollout)
    if stopped and not state.good:
        return interrupt.CODE
    return 0 if state.good else 1


def print_state(state: RolloutState, place: Workplace) -> None:
    measured = messages.words("report", place.language)["rows"]
    for client in state.clients:
        counted = sum(client.after.row_counts.values()) if client.after else 0
        rows = f"  {measured.format(n=counted)}" if client.after else ""
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
        made = output.missing_folder(arguments.html)
        rollouts.report_html(place, identity, arguments.html)
        output.written(arguments, arguments.html, place.language, made)
    if arguments.csv is not None:
        made = output.missing_folder(arguments.csv)
        rollouts.report_csv(place, identity, arguments.csv)
        output.written(arguments, arguments.csv, place.language, made)
    if arguments.json:
        output.document(rollouts.report_document(place, identity))
    else:
        print_state(state, place)
    return 0 if state.good else 1


def run_questions(place: Workplace, arguments: argparse.Namespace) -> int:
    """1 where something waits for a person."""
    state = rollouts.state(place, arguments.rollout or newest(place))
    asked = steering.questions(state)
    if arguments.json:
        output.document({"rollout": state.rollout, "paused": state.paused, "questions": asked})
        return 1 if asked else 0
    words = messages.words("command", place.language)
    for question in asked:
        output.line(f"{question.verdict.sign} {question.name}")
        said = messages.message(question.reason, place.language)
        for part in filter(None, (said.title, said.detail)):
            output.line(f"      {part}")
        steps = ", ".join(messages.step_text(s, place.language) for s in question.done)
        done = steps if question.touched else words["untouched"]
        output.line(f"      {words['was_done'].format(done=done or '–')}")
        for offer in question.offers:
            output.line(f"      caravane rollout {offer.value} {question.client} {state.rollout}")
    if not asked:
        output.line(words["no_questions"])
    return 1 if asked else 0


def run_steer(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    steering.say(place, identity, Action(arguments.action), arguments.client)
    return _said(place, identity, arguments)


def run_answer(place: Workplace, arguments: argparse.Namespace) -> int:
    identity = arguments.rollout or newest(place)
    action = Action(arguments.action)
    with listening(identity, place.language) as ear:
        running = steering.answer(
            place, identity, arguments.client, action, arguments.note, ear.hold
        )
        if running is not None:
            output.note(f"rollout {identity}")
            state = follow(running, place.language, arguments.quiet, ear)
    if running is not None:
        return _finish(place, state, arguments, stopped=ear())
    if action is not Action.ACCEPT:
        return _said(place, identity, arguments)
    shown = argparse.Namespace(rollout=identity, html=None, csv=None, json=arguments.json)
    code = run_report(place, shown)
    sharing.after(place, identity)
    return code


def _said(place: Workplace, identity: str, arguments: argparse.Namespace) -> int:
    state = rollouts.state(place, identity)
    if arguments.json:
        asked = steering.questions(state)
        output.document({"rollout": identity, "paused": state.paused, "questions": asked})
    else:
        output.line(messages.words("command", place.language)["noted"].format(rollout=identity))
    return 0


def run_list(place: Workplace, arguments: argparse.Namespace) -> int:
    known = rollouts.history(place)
    if arguments.json:
        output.document({"rollouts": [rollouts.report_document(place, s.rollout) for s in known]})
    else:
        if not known:
            output.note(messages.words("command", place.language)["no_rollout"])
        for state in known:
            good = sum(1 for c in state.clients if c.good)
            output.line(f"{state.rollout}  {state.tag}  {good}/{len(state.clients)}")
    return 0
