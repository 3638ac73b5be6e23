"""The steps of one client, each a function of its context.

A step that cannot go on raises ``Stop`` with a problem, or an AppError; ``refused`` only while
nothing was changed at the client. Steps can be repeated: after an interruption the engine runs the
step again in which the client stood.
"""

from __future__ import annotations

import hashlib
import os
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from app.apex import Application, compare_applications, read_application
from app.changelog import status, update
from app.errors import AppError
from app.oracle import ImportTarget
from app.rollout import fingerprint
from app.rollout.context import ChangelogWatch, Context, Stop
from app.rollout.journal import now
from app.rollout.model import Fingerprint, Problem, StepName

# What a changelog of tables, views, code and indexes needs (Oracle SQL Language Reference, GRANT).
NEEDED = frozenset({"CREATE SESSION", "CREATE TABLE"})
PENDING = ("pending", "rerun")


def preflight(context: Context) -> bool:
    """Everything that can be known before anything is changed. False when all is there already.

    Stops with ``refused`` for: no connection, privileges, APEX release, application, workspace,
    version, guard, checksums.
    """
    try:
        _guard(context)
        _business_ready(context)
        version = _application_ready(context)
        pending = _pending(context)
    except AppError as error:
        raise Stop(problem(error), refused=True) from error
    context.log.append(f"changesets to run: {len(pending)}")
    context.learn(old_version=version)
    if pending or version != context.material.bundle.release.version:
        return True
    return not _exported(context).is_same_as_release


def problem(error: AppError) -> Problem:
    facts = {k: v if isinstance(v, str | int) else str(v) for k, v in error.facts.items()}
    return Problem(error.code, facts)


def _refuse(context: Context, code: str, **facts: str | int) -> Stop:
    return Stop(Problem(code, {"client": context.target.name, **facts}), refused=True)


def _guard(context: Context) -> None:
    """The guard over the whole payload, before the first connection."""
    refused = context.material.refused
    if refused:
        first = refused[0]
        raise _refuse(
            context,
            "rollout.guard_refused",
            path=first.path,
            line=first.line,
            rule=first.rule,
            statement=first.statement,
            count=len(refused),
        )


def _business_ready(context: Context) -> None:
    business = context.business
    context.log.append(f"database {context.ports.database_version(business)}")
    missing = sorted(NEEDED - context.ports.session_privileges(business))
    if missing:
        raise _refuse(
            context,
            "rollout.missing_privileges",
            user=context.target.business_user,
            privileges=", ".join(missing),
        )


def _application_ready(context: Context) -> str:
    """APEX, workspace and application fit the release; the application's version now."""
    target, session = context.target, context.application
    here = context.ports.apex_release(session)
    wanted = context.material.application.apex_release
    context.log.append(f"APEX {here}, release made on {wanted}")
    if _minor(here) != _minor(wanted):
        code = "rollout.newer_apex" if _minor(here) > _minor(wanted) else "rollout.older_apex"
        raise _refuse(context, code, here=here, wanted=wanted)
    schemas = context.ports.workspace_schemas(session).get(target.workspace, ())
    if target.application_schema.upper() not in schemas:
        raise _refuse(
            context,
            "rollout.workspace",
            workspace=target.workspace,
            schema=target.application_schema,
        )
    info = context.ports.application_info(session, target.application_id)
    if info is None:
        raise _refuse(
            context,
            "rollout.no_application",
            application=target.application_id,
            workspace=target.workspace,
        )
    release = context.material.bundle.release.version
    if _version(info.version) > _version(release):
        raise _refuse(context, "rollout.newer_version", here=info.version, wanted=release)
    return info.version


def _minor(release: str) -> tuple[int, ...]:
    return _version(release)[:2]


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(n) for n in re.findall(r"\d+", text))


def _pending(context: Context) -> list[str]:
    """Keys of the changesets that will run; a changed checksum is refused."""
    found = status(context.business, context.material.changelog)
    changed = [s for s in found if s.state == "changed"]
    if changed:
        first = changed[0].changeset
        raise _refuse(
            context,
            "rollout.checksum_changed",
            changeset=first.key,
            path=first.file,
            line=first.line,
            stored=changed[0].stored_checksum or "",
            current=first.checksum_v9,
        )
    return [s.changeset.key for s in found if s.state in PENDING]


class Exported:
    """The client's application as it is now, against the release."""

    def __init__(self, files: dict[str, str], release: Application) -> None:
        self.files = files
        self.application = read_application(files)
        self.difference = compare_applications(release, self.application)

    @property
    def is_same_as_release(self) -> bool:
        return self.difference.is_empty and not self.application.errors


def _exported(context: Context) -> Exported:
    files = context.ports.export_application(
        context.application, context.target.workspace, context.target.application_id
    )
    return Exported(files, context.material.application)


def backup(context: Context, folder: Path) -> None:
    """The client's application as a zip with its SHA-256, flushed to disk and read again."""
    files = context.ports.export_application(
        context.application, context.target.workspace, context.target.application_id
    )
    path = folder / f"f{context.target.application_id}.zip"
    try:
        _write_zip(path, files)
    except OSError as error:
        raise Stop(
            Problem("rollout.backup_failed", {"path": str(path), "detail": str(error)}),
            refused=True,
        ) from error
    context.log.append(f"backup {path} ({len(files)} files)")
    context.learn(backup=str(path))


def _write_zip(path: Path, files: Mapping[str, str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in files.items():
                archive.writestr(name, text.encode("utf-8"))
        out.flush()
        os.fsync(out.fileno())
    content = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        if archive.testzip() is not None or len(archive.namelist()) != len(files):
            raise OSError(f"{path} does not read back")
    digest = hashlib.sha256(content).hexdigest()
    path.with_name(path.name + ".sha256").write_text(f"{digest}  {path.name}\n", encoding="ascii")


def _measure(context: Context, columns: Mapping[str, tuple[str, ...]]) -> Fingerprint:
    digests = context.ports.table_fingerprints(context.business, columns)
    taken = fingerprint.make(now(), digests)
    for table in taken.tables:
        context.log.append(f"fingerprint {table.table}: {table.rows} rows, {table.digest}")
    return taken


def fingerprint_before(context: Context) -> None:
    """Taken once, before the first change; never again after an interruption."""
    if context.state.before is not None:
        context.log.append("fingerprint before: kept from before the interruption")
        return
    keys = frozenset(_pending(context))
    written = fingerprint.written_columns(context.material.changelog, keys)
    names = {t: tuple(c) for t, c in context.ports.table_columns(context.business).items()}
    invalid = tuple(
        f"{o.type} {o.name}"
        for session in (context.business, context.application)
        for o in context.ports.invalid_objects(session)
    )
    taken = _measure(context, fingerprint.columns_to_hash(names, written))
    context.learn(before=taken, invalid_before=invalid)


def run_changelog(context: Context) -> None:
    """Run what is pending; each statement is journalled before it is sent."""
    outcome = update(
        context.business,
        context.material.changelog,
        ChangelogWatch(context),
        context.cancelled,
        context.statements,
        lock_token=context.lock_token,
    )
    earlier = context.state.changesets_run
    run = tuple(dict.fromkeys((*earlier, *_recorded(context), *outcome.run)))
    already = tuple(k for k in outcome.already if k not in run)
    context.learn(changesets_run=run, changesets_already=already)


def _recorded(context: Context) -> tuple[str, ...]:
    """Changesets that this rollout ran before it was interrupted: their row was intended."""
    return tuple(dict.fromkeys(key for (key, number) in context.statements if number == 0))


def apex_import(context: Context) -> None:
    """Import the release, unless the client has it already (an earlier try got through)."""
    info = context.ports.application_info(context.application, context.target.application_id)
    release = context.material.bundle.release.version
    if info is not None and info.version == release and _exported(context).is_same_as_release:
        context.log.append("APEX: the release is there already")
        return
    target = context.target
    outcome = context.ports.import_application(
        context.application,
        context.material.application.files,
        ImportTarget(
            workspace=target.workspace,
            application_id=target.application_id,
            schema=target.application_schema,
            offset=target.id_offset,
            alias=target.alias,
        ),
    )
    context.log.append(f"APEX import by {outcome.method}: {outcome.round_trips} round trips")


def recompile(context: Context) -> None:
    """Compile what the changelog made invalid; what it cannot, and was valid before, is named."""
    known = context.state.invalid_before
    for session in (context.business, context.application):
        if not context.ports.invalid_objects(session):
            continue
        context.ports.recompile(session)
        left = context.ports.invalid_objects(session)
        still = [o for o in left if f"{o.type} {o.name}" not in known]
        context.log.append(f"recompiled; invalid now: {len(left)}")
        if still:
            first = still[0]
            raise Stop(
                Problem(
                    "rollout.invalid",
                    {
                        "client": context.target.name,
                        "object": f"{first.type} {first.name}",
                        "detail": first.first_error,
                        "count": len(still),
                    },
                )
            )


def probe(context: Context) -> None:
    """Ask the client's ORDS address, where the settings name one."""
    url = context.target.ords_probe
    if url is None:
        context.log.append("probe: no address in the settings")
        return
    answer = context.ports.probe(url, 15.0)
    context.log.append(f"probe {url}: {answer.status} {answer.detail}")
    if not answer.ok:
        raise Stop(
            Problem(
                "rollout.probe_failed",
                {
                    "client": context.target.name,
                    "url": url,
                    "status": answer.status,
                    "detail": answer.detail,
                },
            )
        )


def fingerprint_after(context: Context) -> None:
    """The same columns as before, measured again."""
    before = context.state.before
    assert before is not None  # the step before this one set it
    after = _measure(context, {t.table: t.hashed for t in before.tables})
    keys = frozenset(context.state.changesets_run)
    context.learn(
        after=after,
        new_columns=fingerprint.new_columns(before, after),
        notices=fingerprint.remarks(
            before,
            after,
            fingerprint.growing_tables(context.material.changelog, keys),
            fingerprint.written_columns(context.material.changelog, keys),
        ),
    )


def verdict(context: Context) -> None:
    """Data as it was, the release's version, its pages and its changesets: all of it proved."""
    state = context.state
    assert state.before is not None
    assert state.after is not None
    lost = fingerprint.losses(state.before, state.after)
    if lost:
        raise DataLoss(lost[0])
    release = context.material.bundle.release.version
    info = context.ports.application_info(context.application, context.target.application_id)
    if info is None or info.version != release:
        raise Stop(
            Problem(
                "rollout.version_wrong",
                {
                    "client": context.target.name,
                    "here": info.version if info else "-",
                    "wanted": release,
                },
            )
        )
    now_there = _exported(context)
    if not now_there.is_same_as_release:
        files = now_there.difference.files
        raise Stop(
            Problem(
                "rollout.not_equal",
                {
                    "client": context.target.name,
                    "files": len(files),
                    "first": files[0].path if files else "",
                },
            )
        )
    left = _pending(context)
    if left:
        raise Stop(
            Problem("rollout.not_recorded", {"client": context.target.name, "changeset": left[0]})
        )
    context.learn(new_version=release)


class DataLoss(Stop):
    """The worst end: red, and the wave stops."""


def already_there(context: Context) -> None:
    """Nothing to do: one measurement proves the counts, and it is both before and after."""
    names = {t: tuple(c) for t, c in context.ports.table_columns(context.business).items()}
    taken = _measure(context, names)
    release = context.material.bundle.release.version
    keys = tuple(c.key for c in context.material.changelog.changesets if not c.skipped)
    context.learn(
        before=taken, after=taken, new_version=release, changesets_run=(), changesets_already=keys
    )


ORDER: tuple[tuple[StepName, Callable[[Context], None]], ...] = (
    (StepName.FINGERPRINT_BEFORE, fingerprint_before),
    (StepName.CHANGELOG, run_changelog),
    (StepName.APEX_IMPORT, apex_import),
    (StepName.RECOMPILE, recompile),
    (StepName.PROBE, probe),
    (StepName.FINGERPRINT_AFTER, fingerprint_after),
    (StepName.VERDICT, verdict),
)
