"""The proof that a client's data is intact: looked at before the first change and after the
last."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from msgspec.structs import replace

from app.again import LOCKED, again
from app.changelog import status_of
from app.changelog.run.history import rows_of, rows_piece
from app.oracle import InvalidObject, Recompiled, Schema, Session, Wanted, comparable, schema_of
from app.proof.model import Colour, Reach, Reason, TableProof, worst
from app.proof.objects import Inventory, compare
from app.proof.verdict import judge
from app.rollout import application, fingerprint, purpose, reach
from app.rollout.code import Leads
from app.rollout.context import Context, DataLoss, Stop
from app.rollout.journal import now
from app.rollout.model import AnnouncedChange, Fingerprint, MeasuredEffect, Problem, Proof
from app.rollout.preflight import pending, rows_read
from app.rollout.reach import Reached
from app.rollout.whose import Undo, how_reached

MOST_NOTICES: Final = 40
"""How many sentences a client's notices hold; the proof itself has all."""


def fingerprint_before(context: Context) -> None:
    """Taken right before the first change. After an interruption it is taken again only while
    nothing was changed; else the one in the journal stands."""
    schemas = _schemas(context)
    keys = [s.changeset.key for s in pending(context)]
    wanted = _read(context, keys, measured=True)
    context.schema = schemas[context.business.spec.schema]
    shapes = schemas[context.business.spec.schema].tables
    columns = {table: comparable(shape, context.target.lobs) for table, shape in shapes.items()}
    hashed = fingerprint.columns_before(columns, shapes, wanted)
    invalid = _invalid(schemas)
    scn = schemas[context.business.spec.schema].moment
    taken = _measure(context, schemas, hashed, _reached(context, keys))
    taken = replace(taken, scn=scn)
    context.learn(before=taken, invalid_before=invalid, announced=_announced(context, keys))


def fingerprint_after(context: Context) -> None:
    """The same columns as before, measured again."""
    before = _before(context)
    schemas = _schemas(context)
    shapes = schemas[context.business.spec.schema].tables
    columns = {table: comparable(shape, context.target.lobs) for table, shape in shapes.items()}
    hashed = fingerprint.columns_after(columns, before)
    after = _measure(context, schemas, hashed, (), before)
    context.learn(after=after, new_columns=fingerprint.new_columns(before, after))
    proved = prove(context, before, after)
    context.learn(proof=proved, notices=_notices(context, before, proved))


def prove(context: Context, before: Fingerprint, after: Fingerprint) -> Proof:
    """What the two looks say, given what the release did."""
    keys = _ours(context)
    aims = _read(context, keys, measured=True)
    changelog = context.material.changelog
    where = reach.reached(changelog, keys)
    inventory = fingerprint.unpacked(before.objects)
    effects = _effects(context)
    cut = reach.unmeasured(changelog, keys, {e.changeset for e in effects})
    leads, cut = _leads(context, inventory, where, cut)
    how = how_reached([t.table for t in before.tables], where.tables, leads)
    closed = bool(context.state.closed_from) and not context.state.closed_late
    undo = Undo(context, before, leads, where.defined, {e.changeset for e in effects})
    tables = [
        _told(context, _with_ours(judge(undo.asked(case)), effects))
        for case in fingerprint.cases(before, after, aims, how, effects, cut, closed=closed)
    ]
    objects: tuple[Reason, ...] = ()
    if before.objects and after.objects:
        told = reach.announced(context.material.changelog, keys)
        altered, gone = reach.in_inventory(told, inventory, context.business.spec.schema)
        objects = compare(inventory, fingerprint.unpacked(after.objects), altered, gone)
    unseen = tuple(sorted({*before.missing, *after.missing}))
    return Proof(tuple(t for t in tables if t.reasons), objects, unseen)


def _leads(
    context: Context, inventory: Inventory, where: Reached, cut: set[str]
) -> tuple[Leads, set[str]]:
    """Where the client's own code takes what the release writes; anywhere, if something of the
    release cannot be read. And ``cut``, what was written without a look, with where that leads."""
    written = [table for table, how in where.tables.items() if how >= Reach.ROWS]
    leads = Leads()
    if written:
        user = context.business.spec.schema
        code = context.ports.read_code(context.business, inventory, user)
        leads, cut = code.leads(written), cut | code.leads(cut).tables
    if where.everywhere or leads.alone is None:
        return replace(leads, alone=None), cut
    return replace(leads, alone=leads.alone | where.left_behind), cut


def _effects(context: Context) -> list[MeasuredEffect]:
    """What was measured of our own work, of changesets that came to their end."""
    ran = set(context.state.changesets_run)
    return [e for e in context.state.effects if e.table and e.changeset in ran]


def _with_ours(proof: TableProof, effects: Iterable[MeasuredEffect]) -> TableProof:
    """The table's proof with what is to be said of our own work there."""
    more = tuple(r for e in effects if e.table == proof.table for r in e.reasons)
    reasons = (*proof.reasons, *more)
    return TableProof(proof.table, worst(Colour.GREEN, *(r.colour for r in reasons)), reasons)


def _told(context: Context, proof: TableProof) -> TableProof:
    """The proof as it may be kept (``Context.told``)."""
    reasons = tuple(replace(r, facts=context.told(r.facts)) for r in proof.reasons)
    return replace(proof, reasons=reasons)


def _notices(context: Context, before: Fingerprint, proved: Proof) -> tuple[Problem, ...]:
    """The sentences of what is no loss: others' work, what could not be told, and the columns that
    the release itself writes."""
    aims = _read(context, _ours(context), measured=True)
    found = [_problem(context, r) for r in proved.reasons if r.colour is not Colour.RED]
    for old in before.tables:
        left_out = sorted(aims.unproven(old.table, old.columns) & old.columns.keys())
        if left_out:
            facts: dict[str, str | int] = {"table": old.table, "columns": ", ".join(left_out)}
            found.append(Problem("data.written_by_release", facts))
    if len(found) > MOST_NOTICES:
        more = Problem("data.more_notices", {"count": len(found) - MOST_NOTICES})
        found = [*found[:MOST_NOTICES], more]
    return tuple(found)


def _problem(context: Context, reason: Reason) -> Problem:
    return Problem(reason.code, {**reason.facts, "client": context.target.name})


def _schemas(context: Context) -> dict[str, Schema]:
    """Both schemas as the dictionary has them, by user; and the rows of DATABASECHANGELOG."""
    behind, context.behind = context.behind, {}
    found: dict[str, Schema] = {}
    for user in dict.fromkeys((context.target.business_user, context.target.application_user)):
        read = behind.get(user) or _schema(context, user)
        found[context.session(user).spec.schema] = read
    return found


def _schema(context: Context, user: str) -> Schema:
    """The schema of a user; of the business schema with the rows of DATABASECHANGELOG."""
    business = user == context.target.business_user
    read = context.first(user, lambda session: context.ports.schema(session, business))
    if business and read.log is None:  # not told here: whoever needs it asks
        context.rows = None
    elif business:
        context.read_log(read.log)
    return read


def _reached(context: Context, keys: Collection[str]) -> frozenset[str]:
    found = reach.reached(context.material.changelog, keys).tables
    return frozenset(table for table, how in found.items() if how >= Reach.ROWS)


def _before(context: Context) -> Fingerprint:
    before = context.state.before
    assert before is not None  # the step that sets it has ended before this one begins
    return before


def _ours(context: Context) -> set[str]:
    """This rollout's changesets, those that were interrupted included."""
    here = context.ledger.state.rollout
    known = context.ledger.known_statements(context.target.client)
    begun = {s.changeset for s in known if s.rollout == here and not s.unsent}
    return begun | set(context.state.changesets_run)


def _read(context: Context, keys: Collection[str], *, measured: bool = False) -> purpose.Purpose:
    """What the changesets ``keys`` mean to change; ``measured``: without what is looked at in its
    own transaction. New at the client is what this release brings, and what a rollout brought that
    did not come to its end."""
    material = context.material
    new = {c.key for c in material.changelog.changesets if not c.skipped} - material.earlier
    every = new | context.begun
    return purpose.read(material.changelog, keys, material.announced, every, measured=measured)


def _announced(context: Context, keys: Collection[str]) -> tuple[AnnouncedChange, ...]:
    """The announced changes of data among the changesets ``keys``, and what they write to."""
    changelog, found = context.material.changelog, context.material.announced
    return tuple(
        AnnouncedChange(
            changeset=key,
            approved_by=found[key].approved_by,
            approved_at=found[key].approved_at,
            reason=found[key].reason,
            writes=purpose.read(changelog, [key], [key]).writes,
        )
        for key in keys
        if key in found
    )


def _measure(
    context: Context,
    schemas: Mapping[str, Schema],
    columns: Mapping[str, Iterable[str]],
    reached: Collection[str],
    earlier: Fingerprint | None = None,
) -> Fingerprint:
    """One look at the data: what the release writes first, then the rest while there is time."""
    business = context.business.spec.schema
    shapes = schemas[business].tables
    order = sorted(shapes, key=lambda table: (table not in reached, table))
    wanted = {table: Wanted(shapes[table], tuple(columns.get(table, ()))) for table in order}
    ends = time.monotonic() + context.target.proof_seconds
    context.stop_if_cancelled()
    measures = context.ports.measure(
        context.business, wanted, context.target.lobs, lambda: time.monotonic() < ends
    )
    context.stop_if_cancelled()
    taken = fingerprint.make(now(), measures, shapes, reached, earlier)
    inventory = fingerprint.packed(fingerprint.inventory_of(schemas, business))
    missing = {name for schema in schemas.values() for name in schema.missing}
    for table in taken.tables:
        context.log.append(
            "log.table",
            table=table.table,
            rows=table.rows,
            columns=len(table.hashed),
            digest=table.digest,
        )
    return replace(taken, objects=inventory, missing=tuple(sorted(missing)))


def loss(context: Context) -> Problem | None:
    """What the proof shows as lost; None means that nothing is, or that it could not be measured
    after the change."""
    proved = context.state.proof
    if proved is None:
        return None
    found = [_problem(context, r) for r in proved.reasons]
    for problem in found:
        context.log.append("log.problem", problem=problem.code, **problem.facts)
    return found[0] if proved.colour is Colour.RED else None


def doubt(context: Context) -> Problem | None:
    """What a person must look at; None where the proof is green."""
    proved = context.state.proof
    if proved is None or proved.colour is not Colour.AMBER:
        return None
    return _problem(context, proved.reasons[0])


def verdict(context: Context) -> None:
    """Data as it was, the release's version, its pages and its changesets: all of it proved."""
    lost = loss(context)
    if lost is not None:
        raise DataLoss(lost)
    application.verify(context)
    left = pending(context)
    # A changeset that runs at every update is never done for good.
    missing = [s.changeset.key for s in left if not s.changeset.run_always]
    if missing:
        raise Stop(
            Problem(
                "rollout.not_recorded",
                {"client": context.target.name, "changeset": missing[0], "count": len(missing)},
            )
        )
    context.learn(new_version=context.material.version)


def already_there(context: Context) -> None:
    """Nothing to do: one measurement proves the counts, and it is both before and after."""
    schemas = _schemas(context)
    shapes = schemas[context.business.spec.schema].tables
    columns = {table: comparable(shape, context.target.lobs) for table, shape in shapes.items()}
    taken = _measure(context, schemas, columns, ())
    there = tuple(
        s.changeset.key
        for s in status_of(context.material.changelog, rows_read(context))
        if s.state == "already"
    )
    context.learn(
        before=taken,
        after=taken,
        new_version=context.material.version,
        new_columns=(),
        notices=(),
        changesets_run=(),
        changesets_already=there,
    )


def recompile(context: Context) -> None:
    """Compile what the release made invalid. Raises Stop for what does not compile and was valid
    before."""
    known = context.state.invalid_before
    still = []
    context.behind = {}
    for session in context.both:
        user = session.spec.schema
        done = _compiled(context, session)
        if done.before:
            context.log.append("log.recompiled", user=user, invalid=len(done.left))
            still += [o for o in done.left if f"{user} {o.type} {o.name}" not in known]
        else:
            context.log.append("log.nothing_invalid", user=user)
    for item in still:
        context.log.append("log.invalid", type=item.type, name=item.name, detail=_where(item))
    if still:
        first = still[0]
        others = [f"{o.type} {o.name}: {_where(o)}" for o in still[1:MOST_NOTICES]]
        raise Stop(
            Problem(
                "rollout.invalid",
                {
                    "client": context.target.name,
                    "object": f"{first.type} {first.name}",
                    "detail": "; ".join([_where(first), *others]),
                    "count": len(still),
                },
            )
        )


def _where(item: InvalidObject) -> str:
    """The compiler's first error, with its line."""
    return f"{item.line}: {item.first_error}" if item.line else item.first_error or "?"


def _compiled(context: Context, session: Session) -> Recompiled:
    """Compile once more where somebody runs what is to be compiled. The last look at the schema
    comes along; in the application's schema mostly nothing is invalid, and that look says so."""
    user = session.spec.user
    business = user == context.target.business_user
    if not business:
        schema = _schema(context, user)
        if not schema.invalid and "invalid" not in schema.missing:
            context.behind[user] = schema
            return Recompiled(0)
    # Only as it was told whole before: then the block is one that the database can run.
    whole = business and context.schema is not None and not context.schema.missing
    look = context.ports.schema_piece() if whole else None
    done = again(
        lambda: context.ports.recompiled(
            context.session(user), (look, rows_piece()) if look else ()
        ),
        LOCKED,
        lambda error, attempt, seconds: context.tried("COMPILE", error, attempt, seconds),
        context.pause,
    )
    if len(done.along) == 2:
        context.behind[user] = schema_of(done.along[0])
        context.rows = rows_of(done.along[1])
    return done


def _invalid(schemas: Mapping[str, Schema]) -> tuple[str, ...]:
    """What does not compile already: ``USER TYPE NAME``."""
    return tuple(
        f"{user} {o.type} {o.name}" for user, schema in schemas.items() for o in schema.invalid
    )
