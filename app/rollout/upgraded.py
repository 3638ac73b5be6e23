"""A client on a newer APEX than the release: what the import made of it, held against what that
APEX made of the version before (``app.apex.compare.reference``).

The version that the client had is in the repository, in the words of the release's APEX, and in the
backup from right before the import, in the client's. So what only this client's APEX writes in
another way is known from there, whatever the catalogue of upgrades knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import shorten
from typing import Final

from app.apex import Application, Noise, compare_applications, read_application
from app.apex.catalogue.steps import is_newer
from app.apex.compare import reference
from app.apex.compare.reference import Reference
from app.apex.model import ApplicationDiff
from app.rollout.apex_fit import made_on
from app.rollout.archive import read_archive
from app.rollout.context import Context
from app.rollout.model import Problem, Unlike

MOST_LINES: Final = 40
"""How many differences are written into the client's log."""
WIDEST: Final = 80  # characters of a value in it


def beyond(
    context: Context, wanted: Application, there: Application, rules: Noise
) -> ApplicationDiff:
    """What differs between ``wanted`` and ``there`` for more than the upgrade, as far as this
    client shows it; all of it where both are in the words of one release."""
    found = compare_applications(wanted, there, rules)
    if found.is_empty or not is_newer(there.apex_release, wanted.apex_release):
        return found
    sides = _before(context)
    if sides is None:
        return found
    return Reference(compare_applications(*sides, rules), sides[1]).beyond(found)


def is_brought(context: Context, left: ApplicationDiff, wanted: Application) -> bool:
    """Whether what is ``left`` is of what this release brought, so that nobody can tell whether the
    upgrade wrote it or it is a fault. Of a version before that is not to be had nothing is."""
    sides = _before(context)
    if sides is None:
        return not context.state.old_version and reference.is_brought(left, None, wanted)
    return reference.is_brought(left, sides[0], wanted)


def note(context: Context, left: ApplicationDiff) -> None:
    """Keep what is ``left``, for a person to look at."""
    for line in islice(_lines(left), MOST_LINES):
        context.log.append("log.unlike", **line)
    unlike = Unlike(
        reference.digest(left),
        len(left.files),
        left.files[0].path,
        context.apex.release,
        made_on(context.material),
    )
    context.learn(unlike=unlike)
    if unlike.digest in context.accepted:
        context.log.append("log.unlike_accepted")


def _lines(left: ApplicationDiff) -> Iterator[dict[str, str]]:
    for file in left.files:
        for change in file.diff.changes:
            for one in change.properties:
                yield {
                    "path": file.path,
                    "component": " / ".join(change.path),
                    "property": one.name,
                    "old": shorten(one.old or "-", WIDEST, placeholder="…"),
                    "new": shorten(one.new or "-", WIDEST, placeholder="…"),
                }


def doubt(context: Context) -> Problem | None:
    """Differences that may be the upgrade's, which nobody has accepted yet."""
    unlike = context.state.unlike
    if not unlike.digest or unlike.digest in context.accepted:
        return None
    return Problem("rollout.perhaps_upgraded", {"client": context.target.name, **unlike.facts})


def own_changes(context: Context, there: Application, rules: Noise) -> tuple[str, ...]:
    """The files that the client had changed itself before the import, which tells them from what
    its APEX writes in another way: ``there`` is its application afterwards."""
    sides = _before(context)
    if sides is None:
        return ()
    release = context.material.application
    return reference.replaced(
        compare_applications(*sides, rules),
        compare_applications(release, there, rules),
        compare_applications(sides[0], release, rules),
    )


def _before(context: Context) -> tuple[Application, Application] | None:
    """The version that the client had, as the repository has it and as the client had it; None
    where one of them is not there, or both are in the same words."""
    state = context.state
    base = context.ports.former(state.old_version) if state.old_version else None
    if base is None or not state.backup:
        return None
    try:
        files = read_archive(Path(state.backup), context.target.application_id)
    except OSError as error:
        context.log.append("log.no_reference", detail=str(error))
        return None
    here = read_application(files)
    if here.errors or not is_newer(here.apex_release, base.apex_release):
        return None
    return base, here
