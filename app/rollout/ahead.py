"""What a client's database says of the objects that the release's statements use, before anything
is sent: others' objects that are missing stop the client, all else is told and stops nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from app.changelog import ChangesetStatus
from app.oracle import FirstLook, Right
from app.oracle.first import MOST_NAMES
from app.rollout.context import Context, Stop
from app.rollout.model import Problem
from app.rollout.needs import Needs, Use
from app.sql.callees import is_oracles

NOTICES: Final = frozenset(
    f"log.{word}"
    for word in (
        "many_rights", "new_server", "new_credential", "busy", "busy_unseen", "fires",
        "kind_temporary", "kind_external", "kind_mview", "unseen_object", "right_by_role",
        "right_missing", "no_grantee",
    )
)  # fmt: skip
"""Lines of the log that a person should read before a rollout, and that stop nothing."""

_READ: Final = ("SELECT", "READ")
_BY_KIND: Final = {
    "TABLE": _READ, "VIEW": _READ, "MATERIALIZED VIEW": _READ, "SEQUENCE": ("SELECT",),
    "PACKAGE": ("EXECUTE",), "PROCEDURE": ("EXECUTE",), "FUNCTION": ("EXECUTE",),
    "TYPE": ("EXECUTE",), "OPERATOR": ("EXECUTE",),
}  # fmt: skip
"""Oracle Database SQL Language Reference, GRANT, "Object Privileges"."""
_GIVING: Final = " WITH GRANT OPTION"


def check(context: Context, waiting: Collection[ChangesetStatus], first: FirstLook) -> None:
    """Raises Stop ``rollout.missing_objects``."""
    needs = {s.changeset.key: context.material.needs.get(s.changeset.key) for s in waiting}
    known = {key: need for key, need in needs.items() if need is not None}
    _others(context, known, first)
    _grantees(context, known, first)
    _tables(context, known, first)
    _busy(context, known, first)


# -- others' objects ----------------------------------------------------------------------------


def _others(context: Context, needs: dict[str, Needs], first: FirstLook) -> None:
    schema = context.business.spec.schema.upper()
    asked = frozenset(context.material.names.objects[:MOST_NAMES])
    missing: dict[str, str] = {}
    told: set[tuple[str, str, str]] = set()
    for key, need in needs.items():
        for use in sorted(need.uses, key=lambda use: (use.owner, use.name, not use.sure)):
            name = f"{use.owner}.{use.name}"
            if use.owner == schema or (use.owner, use.name) not in asked or name in missing:
                continue
            fault = _fault(use, first, schema)
            stops = use.sure and not need.optional and not is_oracles((use.owner, use.name))
            if fault == "log.unseen_object" and stops:
                missing[name] = key
            elif fault and (fault, name, use.privilege) not in told:
                told.add((fault, name, use.privilege))
                context.log.append(
                    fault, object=name, user=schema, changeset=key,
                    privilege=_shown(use, first),
                )  # fmt: skip
    if missing:
        named = list(missing)
        facts: dict[str, str | int] = {
            "client": context.target.name,
            "user": schema,
            "objects": ", ".join(named[:8]),
            "count": len(named),
            "changeset": missing[named[0]],
        }
        raise Stop(Problem("rollout.missing_objects", facts))


def _fault(use: Use, first: FirstLook, schema: str) -> str:
    """Which notice there is of it, "" where all is well or nothing can be told."""
    name = (use.owner, use.name)
    certain = use.sure or bool(use.privilege)  # else the first part may be no owner at all
    if use.owner not in first.users and not certain:
        return ""
    if name not in first.objects:
        return "log.unseen_object"
    wanted = _wanted(use, first)
    held = first.rights.get(name, frozenset())
    if not wanted or any(p.startswith(f"{w} ANY ") for p in first.privileges for w in wanted):
        return ""
    fitting = {right for right in held if right.privilege in wanted}
    if use.privilege.endswith(_GIVING):
        fitting = {right for right in fitting if right.grantable}
    if not fitting:
        return "log.right_missing"
    return "log.right_by_role" if use.direct and not _direct(fitting, schema) else ""


def _direct(rights: Collection[Right], schema: str) -> bool:
    return any(right.grantee in (schema, "PUBLIC") for right in rights)


def _wanted(use: Use, first: FirstLook) -> tuple[str, ...]:
    """The privileges of which one is enough; () where none is, or nobody can tell."""
    if use.privilege == "SYNONYM":
        return ()
    if use.privilege:
        return (use.privilege.removesuffix(_GIVING),)
    kinds = first.objects.get((use.owner, use.name), frozenset())
    found = [_BY_KIND[kind] for kind in sorted(kinds) if kind in _BY_KIND]
    return found[0] if found and "SYNONYM" not in kinds else ()


def _shown(use: Use, first: FirstLook) -> str:
    return use.privilege or (_wanted(use, first) or ("",))[0]


def _grantees(context: Context, needs: dict[str, Needs], first: FirstLook) -> None:
    told: set[str] = set()
    asked = context.material.names.users[:MOST_NAMES]
    for key, need in needs.items():
        for name in sorted(need.grantees & set(asked)):
            if name not in first.users and name not in first.roles and name not in told:
                told.add(name)
                context.log.append("log.no_grantee", name=name, changeset=key)


# -- tables of its own --------------------------------------------------------------------------


def _tables(context: Context, needs: dict[str, Needs], first: FirstLook) -> None:
    events: dict[str, set[str]] = {}
    for need in needs.values():
        for table, event in need.written:
            events.setdefault(table, set()).add(event)
    for table in sorted(events.keys() | {t for need in needs.values() for t in need.altered}):
        if kind := first.kinds.get(table):
            context.log.append(f"log.kind_{kind}", table=table)
    for trigger in first.triggers:
        if fired := _fired(trigger.event, events.get(trigger.table, set())):
            context.log.append(
                "log.fires", trigger=f"{trigger.owner}.{trigger.name}", table=trigger.table,
                events=", ".join(fired),
            )  # fmt: skip


def _fired(event: str, written: Collection[str]) -> list[str]:
    """Those of a trigger's events (``INSERT OR UPDATE``) that the release sets off."""
    return [one for one in _words(event) if one in written]


def _words(event: str) -> Iterator[str]:
    yield from (word.strip() for word in event.upper().split(" OR "))


def _busy(context: Context, needs: dict[str, Needs], first: FirstLook) -> None:
    altered = {table for need in needs.values() for table in need.altered}
    if not altered:
        return
    seconds = int(context.target.ddl_lock_timeout)
    if first.busy is None:
        context.log.append(
            "log.busy_unseen", user=context.business.spec.schema, ora=first.busy_ora,
            seconds=seconds,
        )  # fmt: skip
        return
    for busy in first.busy:
        if busy.table in altered:
            context.log.append(
                "log.busy", table=busy.table, user=busy.user, count=busy.sessions, seconds=seconds
            )
