"""Everything that can be known about a client before anything is sent that changes it."""

from __future__ import annotations

from collections.abc import Collection

from app.apex import Application, compare_applications
from app.changelog import ChangesetStatus, Judgement, Row, Ruling, guard_script, status_of
from app.changelog.guard.verdict import UNPROVEN
from app.changelog.run.dictionary import column_types
from app.oracle import ApplicationInfo, version_of
from app.release import ReleaseBundle
from app.rollout import ahead, earlier, own_changes, rights
from app.rollout.apex_fit import must_fit
from app.rollout.application import installed, own
from app.rollout.context import Context, Stop
from app.rollout.model import Problem

PENDING = ("pending", "rerun")


def refusals(
    bundle: ReleaseBundle, judgement: Judgement, announced: Collection[str]
) -> tuple[Ruling, ...]:
    """What may not pass in the release itself, whatever client it goes to. ``announced`` are the
    changesets whose change of data it announces."""
    rulings = judgement.rulings
    found = [r for r in rulings if not r.passes(announced) and r.rule != UNPROVEN]
    for path, text in bundle.application.items():
        found += [r for r in guard_script(text, path, kind="apex") if not r.allowed]
    return tuple(found)


def preflight(context: Context) -> bool:
    """Whether there is anything to do at the client.

    Raises Stop or AppError for: the guard, no connection, a way back that was cut off, privileges,
    others' objects, APEX release, workspace, schema, application, version, checksums, and the
    proof that an earlier rollout owes.
    """
    _refuse_all(context, context.material.refused)
    waiting = _database_ready(context)
    version = _application_ready(context)
    rights.workspace_has_parts(context)
    context.log.append("log.pending", count=len(waiting))
    context.learn(old_version=version)
    needed = bool(waiting) or version != context.material.version
    if not needed or own_changes.can_tell(context, version):
        # What the client changed itself is looked for; what else differs, where that decides.
        found = _own_changes(context, version)
        needed = needed or found is None or not _is_as_it_shall_be(context, *found)
    if not needed and context.unproven:
        # Measured now, the data would be compared with itself.
        facts: dict[str, str | int] = {
            "client": context.target.name,
            "rollout": context.unproven,
        }
        raise Stop(Problem("rollout.unproven", facts))
    return needed


def _own_changes(context: Context, version: str) -> tuple[Application, Application] | None:
    """What shall be installed and what is; None where that cannot be read. Raises Stop where the
    client changed something itself, and its settings do not want it replaced."""
    here = installed(context)
    if here.errors:
        if context.target.own_changes != "replace":
            raise here.errors[0]
        context.log.append("log.export_unreadable", detail=str(here.errors[0]))
        return None
    return own_changes.look(context, version, here).wanted, here


def _is_as_it_shall_be(context: Context, wanted: Application, here: Application) -> bool:
    return compare_applications(wanted, here, own(context)).is_empty


def still_fits(context: Context) -> None:
    """Before going on with a client that is half-way: since the interruption another rollout may
    have brought a newer version, which may not be imported over, or somebody another APEX.

    Raises Stop or AppError.
    """
    _refuse_all(context, context.material.refused)
    _no_half_way_back(context)
    context.look_at_apex(saved_reports=True)  # of these the backup is made
    must_fit(context)
    _not_newer(context, _application(context).version)


def _refuse_all(context: Context, refused: Collection[Ruling]) -> None:
    for ruling in refused:
        context.log.append("log.refused", path=ruling.path, line=ruling.line, rule=ruling.rule)
    if refused:
        first = next((r for r in refused if r.verdict == "refused"), next(iter(refused)))
        # A script inside of the export has no changeset that an approval could name.
        script = first.verdict == "announce" and not first.changeset
        raise Stop(
            Problem(
                "rollout.guard_script" if script else f"rollout.guard_{first.verdict}",
                {
                    **first.facts,
                    "client": context.target.name,
                    "path": first.path,
                    "line": first.line,
                    "rule": first.rule,
                    "statement": first.statement,
                    "count": len(refused),
                },
            )
        )


# -- the database ------------------------------------------------------------------------------


def _database_ready(context: Context) -> tuple[str, ...]:
    """The keys of the changesets that will run."""
    business = context.business
    context.log.append("log.database", version=context.ports.database_version(business))
    first = context.ports.first_look(business, context.material.names)
    context.read_log(first.log)
    _no_half_way_back(context)
    waiting = pending(context)
    rights.check(context, waiting, first)
    ahead.check(context, waiting, first)
    _guard_pending(context, waiting)
    return tuple(s.changeset.key for s in waiting)


def _no_half_way_back(context: Context) -> None:
    target = context.target
    half = earlier.half_back(
        context.ledger.known_statements(target.client),
        context.material.changelog,
        lambda: context.ports.rows(context.business),
    )
    earlier.no_half_way_back(half, target.client, target.name)


def rows_read(context: Context) -> list[Row]:
    """The rows of DATABASECHANGELOG as this run last read them; read now where it has not."""
    if context.rows is None:
        context.rows = context.ports.rows(context.business) or []
    return context.rows


def pending(context: Context) -> tuple[ChangesetStatus, ...]:
    """The changesets that have to run, as this run last read it; a changed checksum is refused."""
    found = status_of(context.material.changelog, rows_read(context))
    changed = [s for s in found if s.state == "changed"]
    if changed:
        first = changed[0].changeset
        raise Stop(
            Problem(
                "rollout.checksum_changed",
                {
                    "client": context.target.name,
                    "changeset": first.key,
                    "path": first.file,
                    "line": first.line,
                    "stored": changed[0].stored_checksum or "",
                    "current": first.checksum_v9,
                    "count": len(changed),
                },
            )
        )
    return tuple(s for s in found if s.state in PENDING)


def _guard_pending(context: Context, waiting: Collection[ChangesetStatus]) -> None:
    """What the column types of this client decide: a MODIFY that widens at one client may narrow
    at another. What stays unproven is a column that the changelog itself adds; it is asked again
    right before it is sent."""
    types = column_types(context.business, [s.changeset for s in waiting])
    material = context.material
    rulings = [
        ruling
        for s in waiting
        for ruling in material.judgement.of_changeset(s.changeset, types, again=s.state == "rerun")
    ]
    refused = [r for r in rulings if not r.passes(material.announced) and r.rule != UNPROVEN]
    _refuse_all(context, refused)


# -- the application ---------------------------------------------------------------------------


def _application_ready(context: Context) -> str:
    """APEX, workspace and application fit the release; the application's version now."""
    context.look_at_apex()
    must_fit(context)
    info = _application(context)
    _not_newer(context, info.version)
    context.log.append(
        "log.application", application=info.application_id, version=info.version or "-"
    )
    return info.version


def _not_newer(context: Context, here: str) -> None:
    release = context.material.version
    if version_of(here) > version_of(release):
        facts: dict[str, str | int] = {
            "client": context.target.name,
            "here": here,
            "wanted": release,
        }
        raise Stop(Problem("rollout.newer_version", facts))


def _application(context: Context) -> ApplicationInfo:
    target, apex = context.target, context.apex
    facts: dict[str, str | int] = {
        "client": target.name,
        "workspace": target.workspace,
        "schema": target.application_schema,
        "application": target.application_id,
    }
    schemas = {name.upper(): names for name, names in apex.schemas.items()}.get(
        target.workspace.upper(), ()
    )
    if target.application_schema.upper() not in schemas:
        raise Stop(Problem("rollout.workspace", facts))
    info = apex.info
    if info is None:
        raise Stop(Problem("rollout.no_application", facts))
    if info.workspace.upper() != target.workspace.upper():
        raise Stop(Problem("rollout.other_workspace", {**facts, "here": info.workspace}))
    if info.owner.upper() != target.application_schema.upper():
        raise Stop(Problem("rollout.other_schema", {**facts, "here": info.owner}))
    return info
