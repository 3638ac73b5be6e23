"""What the client changed itself since its last release, and what becomes of it.

The base is the release that the client says it has, theirs is what is installed. The client's
settings say whether such a change stops the client, is replaced (a backup has it), or is kept by a
merge with the release, in which a conflict stops that client and no other.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from app.apex import Application, ApplicationMerge, compare_applications, merge_apps
from app.apex.model import Conflict, Decision, FileDiff, Take
from app.changelog import guard_script
from app.errors import RolloutError
from app.rollout.application import installed, own
from app.rollout.archive import write_archive
from app.rollout.context import Context, Stop
from app.rollout.model import Problem

_MOST: int = 40
"""How many changed files are named in the log and in the journal."""


class Found(Struct, frozen=True):
    """What shall be at the client, and what it changed itself: None where nobody can tell."""

    wanted: Application
    changes: tuple[FileDiff, ...] | None


def can_tell(context: Context, version: str) -> bool:
    """Whether there is a reason to look: a release to compare with, or settings that want one."""
    return context.target.own_changes != "replace" or context.ports.former(version) is not None


def look(context: Context, version: str, here: Application) -> Found:
    """``here`` is what is installed, ``version`` the release that it says it is.

    Raises Stop where the client's settings want no change lost: ``rollout.own_changes``,
    ``rollout.own_unknown`` where the release is in no repository here, ``rollout.own_conflict``.
    """
    release = context.material.application
    policy = context.target.own_changes
    base = context.ports.former(version)
    if base is None:
        if policy != "replace":
            raise _stop(context, "rollout.own_unknown", version=version or "-")
        return Found(release, None)
    changes = compare_applications(base, here, own(context)).files
    context.learn(own_changes=tuple(c.path for c in changes[:_MOST]))
    for change in changes[:_MOST]:
        context.log.append(f"log.own_{change.status.value}", path=change.path)
    if not changes or policy == "replace":
        return Found(release, changes)
    if policy == "refuse":
        raise _stop(
            context, "rollout.own_changes", count=len(changes), first=changes[0].path,
            version=version,
        )  # fmt: skip
    return Found(_merged(context, base, here), changes)


def _merged(context: Context, base: Application, here: Application) -> Application:
    """The release with what the client changed; decided are only what belongs to each client."""
    release = context.material.application
    merge = merge_apps(base, release, here)
    theirs = {
        c.key: Decision(c.key, Take.THEIRS)
        for c in merge.open_conflicts
        if _is_own(context, c) and Take.THEIRS in c.choices
    }
    if theirs:
        merge = merge_apps(base, release, here, theirs)
    _whole(context, merge)
    application = merge.application
    assert application is not None
    for path, text in application.files.items():
        if release.files.get(path) != text:
            _guarded(context, path, text)
    return application


def _is_own(context: Context, conflict: Conflict) -> bool:
    return bool(conflict.place) and own(context).ignores(conflict.place[-1][0], conflict.property)


def _whole(context: Context, merge: ApplicationMerge) -> None:
    open_ones = merge.open_conflicts
    if open_ones:
        first = open_ones[0]
        raise _stop(
            context, "rollout.own_conflict", count=len(open_ones), first=first.path,
            component=first.component_name, property=first.label or "-",
        )  # fmt: skip
    broken = [i for i in merge.issues if i.severity == "error"]
    if broken:
        raise _stop(
            context, "rollout.own_conflict", count=len(broken), first=broken[0].path,
            component=broken[0].code, property="-",
        )  # fmt: skip


def _guarded(context: Context, path: str, text: str) -> None:
    refused = [r for r in guard_script(text, path, kind="apex") if not r.allowed]
    if refused:
        raise _stop(
            context, "rollout.own_conflict", count=len(refused), first=path,
            component=refused[0].rule, property="-",
        )  # fmt: skip


def _stop(context: Context, code: str, **facts: str | int) -> Stop:
    return Stop(Problem(code, {"client": context.target.name, **facts}))


def forget(context: Context) -> None:
    """What an earlier try kept of the client is not imported any more."""
    if context.state.kept:
        context.learn(kept="")


def keep(context: Context, folder: Path) -> None:
    """Right before the first change: once more, because the look may be a while ago; and what shall
    be imported, where something of the client is kept, is on disk. Raises what ``look`` raises."""
    target = context.target
    info = context.apex.info
    here = installed(context)
    if here.errors:
        raise here.errors[0]
    found = look(context, info.version if info is not None else "", here)
    if found.wanted is context.material.application:
        forget(context)
        return
    path = folder / f"f{target.application_id}-kept.zip"
    try:
        write_archive(path, target.application_id, found.wanted.files)
    except OSError as error:
        raise RolloutError(
            "rollout.backup_failed", client=target.name, path=str(path), detail=str(error)
        ) from error
    context.log.append("log.own_kept", count=len(found.changes or ()))
    context.learn(kept=str(path))
