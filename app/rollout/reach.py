"""Where a release comes to: which tables by what, and which objects it makes anew or alters.

Read from the operations of its changesets. What cannot be read counts as leading everywhere.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from app.changelog import Changelog
from app.changelog.run.transactions import tail
from app.proof.model import Reach
from app.proof.objects import Inventory
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Body,
    Comment,
    Create,
    CreateCode,
    CreateIndex,
    CreateTable,
    Delete,
    Grant,
    Insert,
    Merge,
    ModifyColumns,
    ModifyConstraint,
    Odd,
    Operation,
    Query,
    RenameColumn,
    RenameConstraint,
    SetState,
    Update,
)

Write = Insert | Update | Merge | Delete
Key = tuple[str, str]


class Reached(Struct, frozen=True):
    """``tables``: by name how the release comes there. ``everywhere``: something of it cannot be
    read. ``left_behind``: what code that it leaves there writes. ``defined``: the tables whose
    definition it changes."""

    tables: dict[str, Reach] = {}
    everywhere: bool = False
    left_behind: frozenset[str] = frozenset()
    defined: frozenset[str] = frozenset()


class Announced(Struct, frozen=True):
    """``(kind, name)`` of objects as the inventory has them, without their owner. ``altered``: what
    may be another one afterwards; ``gone``: what may have another name; ``of_tables``: tables whose
    constraints and indexes change with a column; ``nullable``: ``(table, column)`` that may lose
    its NOT NULL."""

    altered: frozenset[Key] = frozenset()
    gone: frozenset[Key] = frozenset()
    of_tables: frozenset[str] = frozenset()
    nullable: frozenset[Key] = frozenset()


def reached(changelog: Changelog, keys: Collection[str]) -> Reached:
    """Where the changesets ``keys`` come to."""
    found = _Reader()
    for operation in operations(changelog, keys):
        found.operation(operation)
    left = {table for table, how in found.tables.items() if how is Reach.OPAQUE}
    return Reached(found.tables, found.everywhere, frozenset(left), frozenset(found.defined))


def unmeasured(changelog: Changelog, keys: Collection[str], measured: Collection[str]) -> set[str]:
    """The tables that the changesets ``keys`` write without anybody having looked at what that
    does: all of those that are not ``measured``, of the others what does not end the changeset."""
    found = _Reader()
    for changeset in changelog.changesets:
        if changeset.key in keys:
            last = len(changeset.statements)
            if changeset.key in measured:
                last = tail(changeset.statements)
            for statement in changeset.statements[:last]:
                found.operation(statement.operation)
    return {table for table, how in found.tables.items() if how is Reach.ROWS}


def operations(changelog: Changelog, keys: Collection[str]) -> Iterator[Operation]:
    """What the changesets ``keys`` hold, in their order."""
    for changeset in changelog.changesets:
        if changeset.key in keys:
            for statement in changeset.statements:
                yield statement.operation


class _Reader:
    def __init__(self) -> None:
        self.tables: dict[str, Reach] = {}
        self.everywhere = False
        self.defined: set[str] = set()

    def operation(self, operation: Operation) -> None:
        match operation:
            case Insert() | Update() | Merge() | Delete():
                self._writes((operation,), Reach.ROWS)
            case Block(body=body, rows_only=rows_only):
                self._writes(body.writes, Reach.ROWS)
                for inner in body.dynamic:
                    self.operation(inner)
                # What it calls may write and commit: nobody read that.
                self.everywhere |= not rows_only
            case CreateCode(wrapped=wrapped, body=body):
                # From now on people run it, in transactions of their own.
                self._writes(_all_writes(body), Reach.OPAQUE)
                self.everywhere |= wrapped or _is_dynamic(body)
            case AlterTable(name=name):
                self._note(name[-1], Reach.STRUCTURE)
                self.defined.add(name[-1])
            case CreateIndex(on=on):
                self._note(on[-1], Reach.STRUCTURE)
            case Odd():
                self.everywhere = True
            case Alter() | AlterSession() | Comment() | Create() | Grant() | Query():
                pass

    def _writes(self, writes: Iterable[Write], how: Reach) -> None:
        for write in writes:
            for target in write.targets if isinstance(write, Insert) else (write.target,):
                self._note(target.name[-1], how)

    def _note(self, table: str, how: Reach) -> None:
        self.tables[table] = max(how, self.tables.get(table, Reach.NONE))


def _all_writes(body: Body) -> Iterator[Write]:
    yield from body.writes
    for inner in body.dynamic:
        match inner:
            case Insert() | Update() | Merge() | Delete():
                yield inner
            case Block(body=deeper):
                yield from _all_writes(deeper)


def _is_dynamic(body: Body) -> bool:
    """Whether it runs text that is put together when it runs."""
    return not body.names.isdisjoint(("IMMEDIATE", "DBMS_SQL", "DBMS_JOB", "DBMS_SCHEDULER"))


# -- objects -----------------------------------------------------------------------------------


def announced(changelog: Changelog, keys: Collection[str]) -> Announced:
    """What the changesets ``keys`` make anew, alter or rename."""
    altered: set[Key] = set()
    gone: set[Key] = set()
    of_tables: set[str] = set()
    nullable: set[Key] = set()
    for operation in operations(changelog, keys):
        match operation:
            case CreateTable() | CreateIndex():
                pass
            case Create(kind=kind, name=name) | Alter(kind=kind, name=name):
                altered.add((kind.lower(), name[-1]))
                if isinstance(operation, Alter) and operation.to:
                    gone.add((kind.lower(), name[-1]))
            case AlterTable(name=name):
                _altered_table(operation, altered, gone, of_tables, nullable)
    return Announced(frozenset(altered), frozenset(gone), frozenset(of_tables), frozenset(nullable))


def _altered_table(
    operation: AlterTable,
    altered: set[Key],
    gone: set[Key],
    of_tables: set[str],
    nullable: set[Key],
) -> None:
    table = operation.name[-1]
    for clause in operation.clauses:
        match clause:
            case RenameColumn():
                of_tables.add(table)
            case RenameConstraint(old=old):
                gone.add(("constraint", old))
            case ModifyConstraint(constraint=constraint):
                altered.add(("constraint", constraint.name))
            case SetState(what="CONSTRAINT", name=name):
                altered.add(("constraint", name))
            case SetState():
                of_tables.add(table)
            case ModifyColumns(columns=columns):
                nullable |= {(table, c.name) for c in columns if c.nullable is True}


def in_inventory(told: Announced, before: Inventory, owner: str) -> tuple[set[Key], set[Key]]:
    """What of an inventory may be another one, and what may be gone."""
    altered = {(kind, f"{owner}.{name}") for kind, name in told.altered}
    gone = {(kind, f"{owner}.{name}") for kind, name in told.gone}
    for (kind, name), facts in before.items():
        if not name.startswith(f"{owner}.") or kind not in ("constraint", "index", "trigger"):
            continue
        table = facts.get("table", "")
        if table in told.of_tables:
            altered.add((kind, name))
        if (table, _not_null(kind, facts)) in told.nullable:
            gone.add((kind, name))
    return altered, gone


def _not_null(kind: str, facts: Mapping[str, str]) -> str:
    """The column of a NOT NULL constraint, "" for any other."""
    condition = facts.get("condition", "").upper()
    if kind != "constraint" or facts.get("type") != "C" or not condition.endswith("IS NOT NULL"):
        return ""
    return condition.removesuffix("IS NOT NULL").strip().strip('"')
