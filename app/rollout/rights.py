"""Whether a client's users may do what the release does: system privileges, room, and the parts of
the workspace that an application counts on. Too many rights are told, and stop nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from app.changelog import ChangesetStatus
from app.changelog.run.history import LOCK, LOG, exists
from app.oracle import FirstLook
from app.rollout.context import Context, Stop
from app.rollout.model import Problem
from app.sql.operations import Create, Insert

# The system privilege behind each kind of statement, in one's own schema (Oracle Database SQL
# Language Reference, the prerequisites of each CREATE statement). An index or a comment on one's
# own table, and replacing one's own view by the right to create views, need no other.
_NEEDED: Final = {
    "TABLE": "CREATE TABLE",
    "VIEW": "CREATE VIEW",
    "MATERIALIZED VIEW": "CREATE MATERIALIZED VIEW",
    "SEQUENCE": "CREATE SEQUENCE",
    "SYNONYM": "CREATE SYNONYM",
    "PACKAGE": "CREATE PROCEDURE",
    "PACKAGE BODY": "CREATE PROCEDURE",
    "PROCEDURE": "CREATE PROCEDURE",
    "FUNCTION": "CREATE PROCEDURE",
    "TRIGGER": "CREATE TRIGGER",
    "TYPE": "CREATE TYPE",
    "TYPE BODY": "CREATE TYPE",
}
_ROOMY: Final = ("TABLE", "INDEX", "MATERIALIZED VIEW")  # what needs an extent
_SAFE: Final = frozenset({"SELECT ANY DICTIONARY", "FLASHBACK ANY TABLE"})
_STRONG: Final = frozenset(
    {"ALTER SYSTEM", "ALTER DATABASE", "ALTER USER", "DROP USER", "CREATE USER",
     "EXPORT FULL DATABASE", "IMPORT FULL DATABASE"}
)  # fmt: skip

_ROLES: Final = frozenset(
    {"DBA", "PDB_DBA", "IMP_FULL_DATABASE", "EXP_FULL_DATABASE", "DATAPUMP_IMP_FULL_DATABASE",
     "DATAPUMP_EXP_FULL_DATABASE"}
)  # fmt: skip


def check(context: Context, waiting: Collection[ChangesetStatus], first: FirstLook) -> None:
    """Raises Stop ``rollout.missing_privileges`` or ``rollout.no_room``."""
    held = first.privileges
    _privileged(context, waiting, held)
    if "UNLIMITED TABLESPACE" not in held and any(map(_needs_room, waiting)):
        _room(context)
    strong = [*sorted(first.roles & _ROLES), *sorted(p for p in held if _is_strong(p))]
    if strong:
        context.log.append(
            "log.many_rights",
            user=context.business.spec.user,
            privileges=", ".join(strong[:8]),
            count=len(strong),
        )


def _is_strong(privilege: str) -> bool:
    return privilege in _STRONG or (" ANY " in privilege and privilege not in _SAFE)


def _privileged(
    context: Context, waiting: Collection[ChangesetStatus], held: frozenset[str]
) -> None:
    needed = {"CREATE SESSION"} | {_NEEDED[kind] for kind in _created(waiting) if kind in _NEEDED}
    if waiting and "CREATE TABLE" not in held | needed:
        own = all(exists(context.business, table) for table in (LOG, LOCK))
        needed |= set() if own else {"CREATE TABLE"}
    missing = sorted(
        p for p in needed if p not in held and p.replace("CREATE ", "CREATE ANY ", 1) not in held
    )
    if missing:
        raise Stop(
            Problem(
                "rollout.missing_privileges",
                {
                    "client": context.target.name,
                    "user": context.target.business_user,
                    "privileges": ", ".join(missing),
                },
            )
        )


def _created(waiting: Collection[ChangesetStatus]) -> Iterator[str]:
    for entry in waiting:
        for statement in entry.changeset.statements:
            if isinstance(statement.operation, Create):
                yield statement.operation.kind


def _needs_room(entry: ChangesetStatus) -> bool:
    return any(
        (isinstance(s.operation, Create) and s.operation.kind in _ROOMY)
        or isinstance(s.operation, Insert)
        for s in entry.changeset.statements
    )


def _room(context: Context) -> None:
    quota = context.ports.quota(context.business)
    if quota is not None and quota.is_full:
        raise Stop(
            Problem(
                "rollout.no_room",
                {
                    "client": context.target.name,
                    "user": context.business.spec.schema,
                    "tablespace": quota.tablespace,
                    "used": quota.used // 1024,
                    "limit": (quota.limit or 0) // 1024,
                },
            )
        )


def workspace_has_parts(context: Context) -> None:
    """Tell which remote servers and credentials of the release the workspace does not have: APEX
    makes them at the import, a server with the release's address, a credential without a secret."""
    wanted = sorted(_parts(context))
    if not wanted:
        return
    there = context.ports.workspace_parts(context.application, context.target.workspace)
    if there is None:
        return
    for kind, name in wanted:
        if (kind, name) not in there and name not in context.target.remote_servers:
            context.log.append(f"log.new_{kind}", name=name)


def _parts(context: Context) -> Iterator[tuple[str, str]]:
    kinds = {"create_remote_server": "server", "create_credential": "credential"}
    parsed = context.material.application.parsed
    for path in parsed:  # a file is read when it is asked for
        if path.startswith("workspace/"):
            for component in parsed[path].components:
                kind = kinds.get(component.procedure)
                name = component.text("p_static_id")
                if kind is not None and name:
                    yield kind, name
