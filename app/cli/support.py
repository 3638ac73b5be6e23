"""``caravane doctor`` and ``caravane support``: what is wrong here, and what to send for help."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from app.cli import output
from app.cli.lab import with_lab
from app.errors import AppError
from app.services import messages
from app.services.support import collect, doctor
from app.services.support.finding import Finding
from app.services.workplace import Workplace


def add_to(groups: Any, shared: argparse.ArgumentParser) -> None:
    text = "Look at git, keyring, paths, proxies, clocks, scanners; say what to do"
    parser = groups.add_parser("doctor", parents=[shared], help=text, description=text)
    parser.set_defaults(run=run_doctor, without_home=True, about_home=True)
    text = "Collect logs, crash reports and settings into one zip, passwords masked"
    parser = groups.add_parser("support", parents=[shared], help=text, description=text)
    parser.add_argument(
        "-o", "--output", type=Path, metavar="FILE", help="default: in the home's reports"
    )
    parser.set_defaults(run=run_support, without_home=True, about_home=True)


def run_doctor(blank: Workplace, arguments: argparse.Namespace) -> int:
    """0 where nothing stands in the way, 1 where something does."""
    place, refused = doctor.open_place(blank.home)
    findings = (*refused, *_examined(place))
    good = doctor.good(findings)
    if arguments.json:
        shown = [_document(finding, place.language) for finding in findings]
        output.document({"good": good, "findings": shown})
    else:
        for line in doctor.told(findings, place.language):
            output.line(line)
        words = messages.words("support", place.language)
        wrong = sum(finding.state == "wrong" for finding in findings)
        output.line(words["all_good"] if good else words["some_wrong"].format(n=wrong))
    return 0 if good else 1


def _examined(place: Workplace) -> tuple[Finding, ...]:
    """With the demo's lab running, unless a window has it already."""
    try:
        with with_lab(place) as here:
            return doctor.examine(here)
    except AppError:
        return doctor.examine(place)


def _document(finding: Finding, language: messages.Lang) -> dict[str, Any]:
    said = doctor.said(finding, language)
    problem = finding.problem
    return {
        "code": problem.code if problem is not None else finding.code,
        "state": finding.state,
        "facts": problem.facts if problem is not None else finding.facts,
        "title": said.title,
        "detail": said.detail,
        "next": said.next_step,
    }


def run_support(blank: Workplace, arguments: argparse.Namespace) -> int:
    place, _ = doctor.open_place(blank.home)
    path = collect.collect(place, arguments.output and arguments.output.resolve())
    if arguments.json:
        output.document({"path": str(path)})
    else:
        output.line(messages.words("support", place.language)["collected"].format(path=path))
    return 0
