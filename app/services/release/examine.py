"""The changelog of a release: guard, lint, approvals, and what was released before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from app.changelog import (
    Approvals,
    Changelog,
    Ruling,
    Standing,
    before_clients,
    guard_changelog,
    guard_script,
    lint,
    parse_changelog,
    standing,
)
from app.changelog.file import approvals as approvals_file
from app.changelog.run.history import declared_valid
from app.errors import AppError
from app.rollout.model import problem_of
from app.services.model import Announcement, Problem, RulingView
from app.services.release.approvals import announcements
from app.services.release.rulings import views

_SCRIPT = re.compile(r"\b(?:create|append_to)_install_script\b", re.IGNORECASE)
_CODES = frozenset(
    (
        "guard.refused",
        "release.changeset_gone",
        "release.changeset_edited",
        "release.lint",
        "release.unannounced",
        "release.approval_void",
        "release.approval_moved",
    )
)


def is_of_changelog(problem: Problem) -> bool:
    """Whether ``examine`` finds problems of this kind."""
    return problem.code in _CODES or problem.code.startswith("changelog.")


class Examined(Struct, frozen=True):
    """``fresh`` are the keys that no earlier release has; ``problems`` stop the release."""

    rulings: tuple[RulingView, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    fresh: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def examine(
    files: Mapping[str, bytes], approved: tuple[str, bytes], released: Changelog | None
) -> Examined:
    """``files`` are the changelog's, ``approved`` path and content of the approvals beside them,
    ``released`` the changelog of the release before."""
    try:
        changelog = parse_changelog(files)
    except AppError as error:
        return Examined(problems=(problem_of(error),))
    problems: list[Problem] = []
    try:
        approvals = approvals_file.decode(approved[1], approved[0])
    except AppError as error:
        approvals = Approvals()
        problems.append(problem_of(error))
    before = {c.key for c in released.changesets} if released else set()
    stand = standing(changelog, approvals)
    # What was released before and is not what was approved then is judged like something new.
    judged = guard_changelog(changelog, earlier=before - stand.void.keys())
    rulings = before_clients(judged)
    problems += _edited(changelog, released)
    problems += _lint(changelog)
    problems += _stopped(rulings, stand)
    return Examined(
        rulings=views(rulings, stand),
        announcements=announcements(changelog, rulings, approvals),
        fresh=tuple(c.key for c in changelog.changesets if c.key not in before),
        problems=tuple(problems),
    )


def script_problems(files: Mapping[str, str]) -> Iterator[Problem]:
    """What the guard says of the scripts of supporting objects in an application's ``files``: no
    client would get past them. The first refusal of each file."""
    for path, text in files.items():
        if not _SCRIPT.search(text):
            continue
        stopped = next((r for r in guard_script(text, path, kind="apex") if not r.allowed), None)
        if stopped is not None:
            facts: dict[str, str | int] = {
                **stopped.facts,
                "path": stopped.path,
                "line": stopped.line,
                "rule": stopped.rule,
                "statement": stopped.statement,
            }
            yield Problem("release.script", facts)


def _edited(changelog: Changelog, released: Changelog | None) -> Iterator[Problem]:
    """Released changesets that are gone, or not as they were."""
    now = {c.key: c for c in changelog.changesets}
    for old in released.changesets if released else ():
        changeset, stored = now.get(old.key), old.checksum_v9
        if changeset is None:
            yield Problem("release.changeset_gone", {"changeset": old.key})
        elif changeset.checksum_v9 != stored and not declared_valid(changeset, stored):
            yield Problem("release.changeset_edited", {"changeset": old.key, "stored": stored})


def _lint(changelog: Changelog) -> Iterator[Problem]:
    for finding in lint(changelog):
        if finding.severity == "error":
            facts: dict[str, str | int] = {
                **finding.facts,
                "path": finding.path,
                "line": finding.line,
                "rule": finding.code,
            }
            yield Problem("release.lint", facts)


def _stopped(rulings: Iterable[Ruling], stand: Standing) -> Iterator[Problem]:
    """What the guard refuses, and once for each changeset what is not announced."""
    told: set[str] = set()
    for ruling in rulings:
        if ruling.passes(stand.good):
            continue
        facts: dict[str, str | int] = {
            **ruling.facts,
            "path": ruling.path,
            "line": ruling.line,
            "rule": ruling.rule,
            "statement": ruling.statement,
        }
        if ruling.verdict == "refused":
            yield Problem("guard.refused", facts)
        elif ruling.changeset not in told:
            told.add(ruling.changeset)
            void = stand.void.get(ruling.changeset)
            if void is None:
                yield Problem("release.unannounced", facts)
            else:
                when = f"{void.approved_at:%Y-%m-%d}"
                facts |= {"by": void.approved_by, "date": when}
                if void.earlier:
                    facts["earlier"] = ", ".join(void.earlier)
                yield Problem(f"release.approval_{'moved' if void.earlier else 'void'}", facts)
