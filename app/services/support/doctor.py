"""``caravane doctor``: looks at everything that the road needs, and says what to do.

Each check asks the real thing (git runs, the keyring keeps a word, the remote answers, a database
tells its time) and gives findings; none changes anything that stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from app.errors import AppError
from app.rollout.model import problem_of
from app.services import messages
from app.services.model import Message
from app.services.support import machine, place
from app.services.support.finding import Finding
from app.services.workplace import Workplace

Check = Callable[[Workplace], Iterator[Finding]]

CHECKS: Final[tuple[Check, ...]] = (
    place.home,
    machine.long_paths,
    machine.scanner,
    machine.git,
    place.repository,
    machine.keyring,
    machine.proxies,
    machine.version,
    place.clocks,
)
_SIGNS: Final = {"good": "✓", "notice": "!", "wrong": "✕"}


def open_place(home: Path) -> tuple[Workplace, tuple[Finding, ...]]:
    """The home as it is, or a blank one where its settings cannot be read, which is a finding."""
    try:
        return Workplace.open(home), ()
    except AppError as error:
        return Workplace.blank(home), (Finding("settings", "wrong", {}, problem_of(error)),)


def examine(place: Workplace) -> tuple[Finding, ...]:
    """Everything, in the order of the checks. A check that breaks is a finding, too; what stands in
    the way of several of them is found once."""
    found: list[Finding] = []
    for check in CHECKS:
        try:
            for finding in check(place):
                if finding.problem is None or all(f.problem != finding.problem for f in found):
                    found.append(finding)
        except AppError as error:
            found.append(Finding(check.__name__, "wrong", {}, problem_of(error)))
    return tuple(found)


def said(finding: Finding, language: messages.Lang) -> Message:
    """The sentences of a finding."""
    if finding.problem is not None:
        return messages.message(finding.problem, language)
    return messages.finding(finding.code, finding.facts, language)


def told(findings: tuple[Finding, ...], language: messages.Lang) -> list[str]:
    """All of it as lines of text."""
    lines = []
    for finding in findings:
        message = said(finding, language)
        lines.append(f"{_SIGNS[finding.state]} {message.title}")
        lines += [f"    {part}" for part in (message.detail, message.next_step) if part]
    return lines


def good(findings: tuple[Finding, ...]) -> bool:
    """Whether nothing stands in the way."""
    return all(finding.state != "wrong" for finding in findings)
