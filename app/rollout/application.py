"""The client's APEX application: backed up, imported, and compared with the release."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from app.again import LOCKED, again
from app.apex import (
    OWN,
    STATUS,
    Application,
    Noise,
    read_application,
    with_status,
)
from app.apex.model import ApplicationDiff
from app.errors import OracleError, ParseError, RolloutError
from app.oracle import UNAVAILABLE, ImportOutcome, ImportTarget, Switch, SwitchKind
from app.rollout import upgraded
from app.rollout.apex_fit import Fit, fit, is_clients_own, made_on
from app.rollout.archive import read_archive
from app.rollout.closing import notice
from app.rollout.context import Context, Stop
from app.rollout.model import Problem, Unlike
from app.rollout.targets import ClientTarget

SWITCHES: Final[tuple[SwitchKind, ...]] = ("automation", "synchronisation", "build option")

MOST_OWN: Final = 40
"""How many files that the client changed itself are named in the log and in the journal."""

# After these, nobody knows whether the call took effect.
_ANSWER_LOST: Final = ("oracle.lost", "oracle.timeout")


def installed(context: Context) -> Application:
    """The client's application as it is now; ``errors`` has what cannot be read of it."""
    return read_application(context.exported())


def wanted(context: Context) -> Application:
    """What shall be at the client: the release, or the release with what the client keeps of its
    own, as it was merged before the first change. RolloutError ``rollout.backup_unusable``."""
    kept = context.state.kept
    if not kept:
        return context.material.application
    try:
        return read_application(read_archive(Path(kept), context.target.application_id))
    except OSError as error:
        raise RolloutError(
            "rollout.backup_unusable", client=context.target.name, path=kept, detail=str(error)
        ) from error


def difference(context: Context) -> ApplicationDiff:
    """What the client's application has other than it shall have, by meaning.

    Raises ParseError where a file of the export cannot be read.
    """
    return _differs(context, _readable(context))


def _readable(context: Context) -> Application:
    there = installed(context)
    if there.errors:
        raise there.errors[0]
    return there


def _differs(context: Context, there: Application) -> ApplicationDiff:
    return upgraded.beyond(context, wanted(context), there, own(context))


def own(context: Context) -> Noise:
    """What is no difference: what belongs to the client's copy, whatever release it has."""
    current = {"create_flow.p_authentication_id"} if context.target.authentication else set()
    closed = STATUS if context.target.closed or context.state.closed_from else frozenset()
    return Noise(ignore=OWN | current | closed)


def is_release(context: Context) -> bool:
    """Whether the client's application is the release: its version, and every component."""
    info = context.ports.application_info(context.application, context.target.application_id)
    return info is not None and info.version == context.material.version and is_same(context)


def is_same(context: Context) -> bool:
    """Whether every component is the release's; an application that cannot be read is not."""
    try:
        return difference(context).is_empty
    except ParseError as error:
        context.log.append("log.export_unreadable", detail=str(error))
        return False


def apex_import(context: Context) -> None:
    """Import the release, unless the client has it already (an earlier try got through), and
    switch on again what the import switched off."""
    there = context.apex.info
    # Another version was there when this run began, and it has not imported yet.
    other = there is not None and there.version != context.material.version
    if not other and is_release(context):
        context.log.append("log.import_there")
        _restore_switches(context, None)
    else:
        _restore_switches(context, _import(context))


def _import(context: Context) -> Sequence[tuple[Any, ...]] | None:
    """How the switches stand behind it, where the import told."""
    target = context.target
    context.touched = True
    application = _as_it_is_now(context)
    own_ids = is_clients_own(application, context.material)
    try:
        outcome = _imported(
            context,
            application.files,
            ImportTarget(
                workspace=target.workspace,
                application_id=target.application_id,
                schema=target.application_schema,
                offset=None if own_ids else target.id_offset,
                alias=target.alias,
                keep_sessions=target.keep_sessions,
                authentication=target.authentication,
                remote_servers=target.remote_servers,
            ),
        )
    except OracleError as error:
        # A lost answer is not a failure, and not a success: ask, in a new session.
        if error.code in _ANSWER_LOST and _arrived_all_the_same(context):
            context.log.append("log.import_arrived")
            return None
        raise
    context.log.append(f"log.import_{outcome.method}", count=outcome.round_trips)
    return outcome.switches


def _as_it_is_now(context: Context) -> Application:
    """What shall be at the client; where it is closed, closed: an import sets the status that the
    files have."""
    release = wanted(context)
    if not context.state.closed_from:
        return release
    return with_status(release, UNAVAILABLE, notice(context))


def wanted_switches(
    target: ClientTarget, before: Iterable[Switch]
) -> dict[tuple[SwitchKind, str], bool]:
    """How the client's switches shall stand: as ``before``, or as its settings say."""
    wanted: dict[tuple[SwitchKind, str], bool] = {(s.kind, s.name): s.on for s in before}
    for names, on in ((target.switched_on, True), (target.switched_off, False)):
        wanted |= {(kind, name): on for kind in SWITCHES for name in names}
    return wanted


def _restore_switches(context: Context, found: Sequence[tuple[Any, ...]] | None) -> None:
    """Automations, synchronisations and build options stand as they stood before the first try,
    or as the client's settings say; translations are published."""
    target = context.target
    switches = wanted_switches(target, context.state.switches or ())
    done = context.ports.restore_switches(
        context.application, target.workspace, target.application_id, switches, found
    )
    for switch in done:
        told = "published" if switch.kind == "language" else "on" if switch.on else "off"
        context.log.append(f"log.switched_{told}", name=switch.name)


def _imported(context: Context, files: Mapping[str, str], wanted: ImportTarget) -> ImportOutcome:
    """An import replaces the whole application: one that met a lock is done again."""
    return again(
        lambda: context.ports.import_application(context.application, files, wanted),
        LOCKED,
        lambda error, attempt, seconds: context.tried("APEX", error, attempt, seconds),
        context.pause,
    )


def _arrived_all_the_same(context: Context) -> bool:
    try:
        return is_release(context)
    except OracleError as error:
        context.log.append("log.import_unknown", detail=str(error))
        return False


def verify(context: Context) -> None:
    """The application is the release, and says so. Raises Stop."""
    info = context.look_at_apex().info
    release = context.material.version
    if info is None or info.version != release:
        here = info.version if info is not None else ""
        raise Stop(
            Problem(
                "rollout.version_wrong",
                {"client": context.target.name, "here": here or "-", "wanted": release},
            )
        )
    there = _readable(context)
    found = _differs(context, there)
    facts: dict[str, str | int] = {"client": context.target.name}
    here, made = context.apex.release, made_on(context.material)
    is_upgraded = fit(here, made) is Fit.UPGRADES
    if is_upgraded:
        facts |= {"here": here, "made": made}
        context.log.append("log.compared_upgraded", here=here, wanted=made, count=found.noise)
    for file in found.files:
        context.log.append(f"log.file_{file.status.value}", path=file.path)
    if found.files:
        if not is_upgraded or not upgraded.is_brought(context, found, wanted(context)):
            code = "rollout.not_equal_upgraded" if is_upgraded else "rollout.not_equal"
            facts |= {"files": len(found.files), "first": found.files[0].path}
            raise Stop(Problem(code, facts))
        upgraded.note(context, found)
    elif context.state.unlike.digest:  # of an earlier try
        context.learn(unlike=Unlike())
    if is_upgraded and context.target.own_changes == "replace":
        changes = upgraded.own_changes(context, there, own(context))
        for path in changes:
            context.log.append("log.own_changed", path=path)
        context.learn(own_changes=changes[:MOST_OWN])
