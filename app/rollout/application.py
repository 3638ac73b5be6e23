"""The client's APEX application: backed up, imported, and compared with the release."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from app import durable
from app.again import LOCKED, again
from app.apex import OWN, Noise, compare_applications, read_application
from app.apex.model import ApplicationDiff
from app.errors import OracleError, ParseError
from app.oracle import ImportOutcome, ImportTarget, Switch, SwitchKind
from app.rollout.context import Context, Stop
from app.rollout.model import Problem
from app.rollout.targets import ClientTarget

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # the zip of the same files is always the same bytes

SWITCHES: Final[tuple[SwitchKind, ...]] = ("automation", "synchronisation", "build option")

# After these, nobody knows whether the call took effect.
_ANSWER_LOST: Final = ("oracle.lost", "oracle.timeout")


def exported(context: Context) -> dict[str, str]:
    """The client's application as it is now: path below the export's root to text."""
    target = context.target
    return context.ports.export_application(
        context.application, target.workspace, target.application_id, False
    )


def difference(context: Context) -> ApplicationDiff:
    """What the client's application has other than the release, by meaning.

    Raises ParseError where a file of the export cannot be read.
    """
    there = read_application(exported(context))
    if there.errors:
        raise there.errors[0]
    return compare_applications(context.material.application, there, _own(context))


def _own(context: Context) -> Noise:
    """What is no difference: what belongs to the client's copy, whatever release it has."""
    current = {"create_flow.p_authentication_id"} if context.target.authentication else set()
    return Noise(ignore=OWN | current)


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


def backup(context: Context, folder: Path) -> None:
    """Keep the client's application as a zip with its SHA-256, flushed to disk and read again.
    The reports that its users saved are in it.

    The zip has the form of APEX's own (``f<id>/install.sql``), so any APEX can import it.
    """
    target = context.target
    files = context.ports.export_application(
        context.application, target.workspace, target.application_id, True
    )
    path = folder / f"f{context.target.application_id}.zip"
    try:
        write_backup(path, files)
    except OSError as error:
        facts: dict[str, str | int] = {
            "client": context.target.name,
            "path": str(path),
            "detail": str(error),
        }
        raise Stop(Problem("rollout.backup_failed", facts)) from error
    context.log.append("log.backup", path=str(path), count=len(files))
    switches = context.ports.switches(context.application, context.target.application_id)
    context.learn(backup=str(path), switches=switches)


def write_backup(path: Path, files: Mapping[str, str]) -> None:
    """The zip and ``<name>.sha256`` beside it; both are on disk, and the zip was read back, when
    this returns. Raises OSError."""
    content = _zipped(path.stem, files)
    durable.write(path, content)
    digest = hashlib.sha256(content).hexdigest()
    durable.write(path.with_name(f"{path.name}.sha256"), f"{digest}  {path.name}\n")
    if hashlib.sha256(path.read_bytes()).hexdigest() != digest:
        raise OSError(f"{path}: SHA-256")
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None or len(archive.namelist()) != len(files):
            raise OSError(f"{path}: zip")


def _zipped(root: str, files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            entry = zipfile.ZipInfo(f"{root}/{name}", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode("utf-8"))
    return packed.getvalue()


def apex_import(context: Context) -> None:
    """Import the release, unless the client has it already (an earlier try got through), and
    switch on again what the import switched off."""
    if is_release(context):
        context.log.append("log.import_there")
    else:
        _import(context)
    _restore_switches(context)


def _import(context: Context) -> None:
    target = context.target
    context.touched = True
    try:
        outcome = _imported(
            context,
            context.material.application.files,
            ImportTarget(
                workspace=target.workspace,
                application_id=target.application_id,
                schema=target.application_schema,
                offset=target.id_offset,
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
            return
        raise
    context.log.append(f"log.import_{outcome.method}", count=outcome.round_trips)


def wanted_switches(
    target: ClientTarget, before: Iterable[Switch]
) -> dict[tuple[SwitchKind, str], bool]:
    """How the client's switches shall stand: as ``before``, or as its settings say."""
    wanted: dict[tuple[SwitchKind, str], bool] = {(s.kind, s.name): s.on for s in before}
    for names, on in ((target.switched_on, True), (target.switched_off, False)):
        wanted |= {(kind, name): on for kind in SWITCHES for name in names}
    return wanted


def _restore_switches(context: Context) -> None:
    """Automations, synchronisations and build options stand as they stood before the first try,
    or as the client's settings say; translations are published."""
    target = context.target
    wanted = wanted_switches(target, context.state.switches or ())
    done = context.ports.restore_switches(
        context.application, target.workspace, target.application_id, wanted
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
    info = context.ports.application_info(context.application, context.target.application_id)
    release = context.material.version
    if info is None or info.version != release:
        here = info.version if info is not None else ""
        raise Stop(
            Problem(
                "rollout.version_wrong",
                {"client": context.target.name, "here": here or "-", "wanted": release},
            )
        )
    files = difference(context).files
    for file in files:
        context.log.append(f"log.file_{file.status.value}", path=file.path)
    if files:
        raise Stop(
            Problem(
                "rollout.not_equal",
                {"client": context.target.name, "files": len(files), "first": files[0].path},
            )
        )
