"""The proof that a client's data is intact: measured before the first change and after the last."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from app.rollout import application, fingerprint, purpose
from app.rollout.context import Context, DataLoss, Stop
from app.rollout.journal import now
from app.rollout.model import AnnouncedChange, Fingerprint, Problem
from app.rollout.preflight import pending


def fingerprint_before(context: Context) -> None:
    """Taken right before the first change. After an interruption it is taken again only while
    nothing was changed; else the one in the journal stands."""
    keys = [s.changeset.key for s in pending(context)]
    columns = context.ports.table_columns(context.business)
    wanted = _read(context, keys)
    hashed = fingerprint.columns_before(columns, wanted)
    invalid = _invalid(context)
    taken = _measure(context, hashed, None)
    context.learn(before=taken, invalid_before=invalid, announced=_announced(context, keys))


def fingerprint_after(context: Context) -> None:
    """The same columns as before, measured again."""
    before = _before(context)
    columns = context.ports.table_columns(context.business)
    after = _measure(context, fingerprint.columns_after(columns, before), before)
    context.learn(
        after=after,
        new_columns=fingerprint.new_columns(before, after),
        notices=fingerprint.remarks(before, after, _purpose(context)),
    )


def _before(context: Context) -> Fingerprint:
    before = context.state.before
    assert before is not None  # the step that sets it has ended before this one begins
    return before


def _purpose(context: Context) -> purpose.Purpose:
    """What this rollout's changesets meant to change, those that were interrupted included."""
    here = context.ledger.state.rollout
    begun = {s.changeset for s in context.ledger.known_statements(context.target.client)
             if s.rollout == here}  # fmt: skip
    return _read(context, begun | set(context.state.changesets_run))


def _read(context: Context, keys: Collection[str]) -> purpose.Purpose:
    """What the changesets ``keys`` mean to change. New at the client is what this release brings,
    and what a rollout brought that did not come to its end."""
    material = context.material
    new = {c.key for c in material.changelog.changesets} - material.earlier
    return purpose.read(material.changelog, keys, material.announced, new | context.begun)


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
    context: Context, columns: Mapping[str, Sequence[str]], earlier: Fingerprint | None
) -> Fingerprint:
    digests = context.ports.table_fingerprints(context.business, columns)
    known = None if earlier is None else {t.table for t in earlier.tables}
    taken = fingerprint.make(now(), digests, known)
    for table in taken.tables:
        context.log.append(
            "log.table",
            table=table.table,
            rows=table.rows,
            columns=len(table.hashed),
            digest=table.digest,
        )
    return taken


def loss(context: Context) -> Problem | None:
    """What the two fingerprints show as lost; None means that the data is intact, or that it
    could not be measured after the change."""
    after = context.state.after
    if after is None:
        return None
    found = fingerprint.losses(_before(context), after, _purpose(context))
    for problem in found:
        context.log.append("log.problem", problem=problem.code, **problem.facts)
    if not found:
        return None
    facts = {**found[0].facts, "client": context.target.name, "count": len(found)}
    return Problem(found[0].code, facts)


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
    columns = context.ports.table_columns(context.business)
    taken = _measure(context, {t: tuple(c) for t, c in columns.items()}, None)
    there = tuple(
        s.changeset.key
        for s in context.ports.status(context.business, context.material.changelog)
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
    for session in context.both:
        if context.ports.invalid_objects(session):
            context.ports.recompile(session)
            left = context.ports.invalid_objects(session)
            context.log.append("log.recompiled", user=session.spec.user, invalid=len(left))
            still += [o for o in left if f"{session.spec.user} {o.type} {o.name}" not in known]
        else:
            context.log.append("log.nothing_invalid", user=session.spec.user)
    for item in still:
        context.log.append("log.invalid", type=item.type, name=item.name, detail=item.first_error)
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


def _invalid(context: Context) -> tuple[str, ...]:
    """What does not compile already: ``USER TYPE NAME``."""
    return tuple(
        f"{session.spec.user} {o.type} {o.name}"
        for session in context.both
        for o in context.ports.invalid_objects(session)
    )
