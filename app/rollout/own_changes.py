"""What the client changed itself since its last release, and what becomes of it.

The base is the release that the client says it has, theirs is what is installed. The client's
settings say whether such a change stops the client, is replaced (a backup has it), or is kept by a
merge with the release, in which a conflict stops that client and no other.
"""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from app.apex import Application, ApplicationMerge, compare_applications, merge_apps
from app.apex.catalogue.steps import is_newer
from app.apex.model import Conflict, Decision, FileDiff, Take
from app.changelog import guard_script
from app.errors import RolloutError
from app.rollout.apex_fit import is_clients_own
from app.rollout.application import MOST_OWN, installed, own
from app.rollout.archive import write_archive
from app.rollout.context import Context, Stop
from app.rollout.model import Problem


class Found(Struct, frozen=True):
    """What shall be at the client, and what it changed itself: None where nobody can tell."""

    wanted: Application
    changes: tuple[FileDiff, ...] | None


def can_tell(context: Context, version: str) -> bool:
    """Whether there is a reason to look: a release to compare with, or settings that want one."""
    return context.target.own_changes != "replace" or context.ports.former(version) is not None


def look(context: Context, version: str, here: Application) -> Found:
    """``here`` is what is installed, ``version`` the release that it says it is.

    Raises Stop where the client's settings want no change lost: ``rollout.own_changes`` (or
    ``own_changes_upgraded``, where it has a newer APEX than that release was made on),
    ``rollout.own_unknown`` where the release is in no repository here, ``rollout.own_conflict``.
    On a newer APEX what the client wants kept is merged also where nothing of its own is seen: some
    of it looks like what the upgrade writes.
    """
    release = context.material.application
    policy = context.target.own_changes
    base = context.ports.former(version)
    if base is None:
        if policy != "replace":
            raise _stop(context, "rollout.own_unknown", version=version or "-")
        return Found(release, None)
    changes = compare_applications(base, here, own(context)).files
    newer = is_newer(here.apex_release, base.apex_release)
    if newer and policy == "replace":
        # What its APEX writes in another way is told from its own changes after the import.
        context.log.append("log.own_later", count=len(changes))
        return Found(release, changes)
    context.learn(own_changes=tuple(c.path for c in changes[:MOST_OWN]))
    for change in changes[:MOST_OWN]:
        context.log.append(f"log.own_{change.status.value}", path=change.path)
    if policy == "replace" or (not changes and not (newer and policy == "keep")):
        return Found(release, changes)
    if policy == "refuse":
        facts: dict[str, str | int] = {"count": len(changes), "first": changes[0].path}
        if newer:
            facts |= {"here": here.apex_release, "made": base.apex_release}
        code = "rollout.own_changes_upgraded" if newer else "rollout.own_changes"
        raise _stop(context, code, version=version, **facts)
    return Found(_merged(context, base, here), changes)


def _merged(context: Context, base: Application, here: Application) -> Application:
    """The release with what the client changed; decided are only what belongs to each client.

    A merge is written in the words of the newer APEX, so that of a client with a newer one than the
    release's comes out as the client's own files, with what the release changed."""
    release = context.material.application
    upgraded = is_clients_own(here, context.material)
    ours, theirs = (here, release) if upgraded else (release, here)
    own_side = Take.OURS if upgraded else Take.THEIRS
    merge = merge_apps(base, ours, theirs)
    decided = {
        c.key: Decision(c.key, own_side)
        for c in merge.open_conflicts
        if _is_own(context, c) and own_side in c.choices
    }
    if decided:
        merge = merge_apps(base, ours, theirs, decided)
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
