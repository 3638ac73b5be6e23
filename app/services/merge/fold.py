"""Several developers into one MAIN: the three-way merge, folded developer by developer.

Pure: applications and decisions in, a merge out. Each developer is merged against the shared base
into what the merge has so far, so a conflict always has two names: the developer, and whoever
brought the value that stands there. While conflicts are open the fold goes on with "ours", so that
all of them are seen at once; such a result is only for looking at.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec
from msgspec import Struct

from app.apex import (
    Application,
    compare_applications,
    merge_apps,
    spoken,
    spoken_conflict,
    spoken_issue,
)
from app.apex.check.broken import broken_uses
from app.apex.check.names import NameIndex
from app.apex.merge.authors import also_by
from app.apex.model import Author, Conflict, ConflictKind, Decision, Issue, Status, Take
from app.services.model import MergedFile

MAIN = "MAIN"
# What one fold left behind, and no later one looks for.
_ONCE = ("merge.lost_text", "merge.text_id", "merge.not_renumbered")
# Names that are used and gone: a later fold looks for those that its own sides had.
_NAMES = ("merge.lost_item", "merge.lost_name", "merge.lost_page")


class Inputs(Struct, frozen=True):
    """What is merged: ``developers`` in the order in which they are folded in, each with the
    base that its copy shares with MAIN."""

    main: Application
    developers: dict[str, Application]
    bases: dict[str, Application]


class Outcome(Struct, frozen=True):
    """``result`` is complete only when ``open`` is zero; else it holds "ours" in those places.
    ``overruled`` merged by itself, and somebody took the other side's; ``automatic`` is all that
    merges by itself, for who asked for it."""

    result: Application
    open: int
    files: tuple[MergedFile, ...]
    conflicts: tuple[Conflict, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...]
    overruled: tuple[Conflict, ...] = ()
    automatic: tuple[Conflict, ...] = ()


def integrate(
    inputs: Inputs,
    decisions: Mapping[str, Decision],
    language: Literal["en", "fr"] = "en",
    listing: bool = False,
) -> Outcome:
    """Merge all developers into MAIN. Keys of conflicts and decisions are ``NAME/KEY``; labels
    are in ``language``. ``listing``: what merges by itself is told, once, by who brought it."""
    current = inputs.main
    conflicts: list[Conflict] = []
    listed: list[Conflict] = []
    reports: list[tuple[Issue, ...]] = []
    stale: list[Decision] = []
    brought: dict[tuple[str, str, str], str] = {}
    touched: dict[str, list[str]] = {}
    for name, application in inputs.developers.items():
        own = _own(decisions, name)
        merge = merge_apps(inputs.bases[name], current, application, own, listing=listing)
        listed += [
            _said(c, f"{name}/{c.key}", language, (_behind(brought, c), name))
            for c in merge.automatic
            if c.winner is not Take.OURS or _behind(brought, c) == MAIN
        ]
        conflicts += [
            _said(c, f"{name}/{c.key}", language, (_behind(brought, c), name))
            for c in merge.conflicts
        ]
        reports.append(merge.issues)
        stale += [msgspec.structs.replace(d, key=f"{name}/{d.key}") for d in merge.stale]
        for automatic in merge.auto:
            if automatic.side == "ours":
                continue
            if name not in touched.setdefault(automatic.path, []):
                touched[automatic.path].append(name)
            for changed in automatic.change.properties or ():
                brought[automatic.path, automatic.change.key, changed.name] = name
            brought.setdefault((automatic.path, automatic.change.key, ""), name)
        for conflict in merge.conflicts:
            if name not in touched.setdefault(conflict.path, []):
                touched[conflict.path].append(name)
        if merge.application is not None:
            current = merge.application
        elif merge.conflicts:
            provisional = {c.key: Decision(c.key, Take.OURS) for c in merge.conflicts} | own
            seen = merge_apps(inputs.bases[name], current, application, provisional)
            current = seen.application or current
    overruled = [c for c in conflicts if c.kind is ConflictKind.AUTOMATIC]
    conflicts = [c for c in conflicts if c.kind is not ConflictKind.AUTOMATIC]
    return Outcome(
        result=current,
        open=sum(1 for c in conflicts if c.taken is None),
        files=_files(inputs.main, current, conflicts, touched, language),
        conflicts=tuple(conflicts),
        issues=tuple(spoken_issue(i, language) for i in _issues(reports, inputs, current)),
        stale=tuple(stale),
        overruled=tuple(overruled),
        automatic=tuple(listed),
    )


def _issues(reports: list[tuple[Issue, ...]], inputs: Inputs, result: Application) -> list[Issue]:
    """What the folds broke. The next fold finds it on its own side, so the first word on it counts;
    what the last fold does not find any more was mended by a later developer."""
    found: dict[tuple[str, ...], Issue] = {}
    whole = [report for report in reports if report]
    last = {_name(i) for i in whole[-1]} if whole else set()
    if any(i.code in _NAMES for report in whole[:-1] for i in report):
        sides = [NameIndex(side.sources) for side in (inputs.main, *inputs.developers.values())]
        last |= {_name(i) for i in broken_uses(result.sources, sides)}
    for issue in (i for report in whole for i in report):
        if issue.code in _ONCE or _name(issue) in last:
            found.setdefault(_name(issue), issue)
    rank = ("error", "warning", "notice")
    return sorted(found.values(), key=lambda i: rank.index(i.severity))


def _name(issue: Issue) -> tuple[str, ...]:
    facts = issue.facts
    target = "" if issue.code in _NAMES else facts.get("target", "")  # whose file had it
    about = target, facts.get("name", ""), facts.get("argument", "")
    return issue.code, issue.path, issue.component, *about


def _said(
    conflict: Conflict, key: str, language: Literal["en", "fr"], sides: tuple[str, str]
) -> Conflict:
    """A conflict of the fold; its sides are called by ``sides``, before what the exports tell."""
    named = also_by(conflict, *((Author(name),) for name in sides))
    return msgspec.structs.replace(spoken_conflict(named, language), key=key)


def _own(decisions: Mapping[str, Decision], name: str) -> dict[str, Decision]:
    prefix = f"{name}/"
    return {
        key.removeprefix(prefix): msgspec.structs.replace(d, key=key.removeprefix(prefix))
        for key, d in decisions.items()
        if key.startswith(prefix)
    }


def _behind(brought: Mapping[tuple[str, str, str], str], conflict: Conflict) -> str:
    """Who brought the value on our side: an earlier developer, or MAIN itself."""
    exact = brought.get((conflict.path, conflict.component, conflict.property))
    return exact or brought.get((conflict.path, conflict.component, ""), MAIN)


def _files(
    main: Application,
    result: Application,
    conflicts: list[Conflict],
    touched: Mapping[str, list[str]],
    language: Literal["en", "fr"],
) -> tuple[MergedFile, ...]:
    found: dict[str, MergedFile] = {}
    for file in spoken(compare_applications(main, result), language).files:
        found[file.path] = MergedFile(
            file.path,
            file.kind,
            file.number,
            file.title,
            file.status,
            tuple(touched.get(file.path, ())),
            *_counts(conflicts, file.path),
            file.diff,
        )
    for conflict in conflicts:
        path = conflict.path
        if path not in found:
            number = next((n for n, p in result.pages.items() if p == path), None)
            found[path] = MergedFile(
                path,
                "page" if number is not None else "shared",
                number,
                conflict.component_path[0] if conflict.component_path else path,
                Status.SAME,
                tuple(touched.get(path, ())),
                *_counts(conflicts, path),
                None,
            )
    return tuple(sorted(found.values(), key=lambda f: (f.kind != "page", f.number or 0, f.path)))


def _counts(conflicts: list[Conflict], path: str) -> tuple[int, int]:
    here = [c for c in conflicts if c.path == path]
    still = sum(1 for c in here if c.taken is None)
    return still, len(here) - still
