"""What a changelog changes in the data on purpose, read from its statements.

A fingerprint proves that everything else is as it was, so this must never name more than the
statements say: a column that an announced UPDATE or MERGE assigns, or one that the release itself
brings and fills; a table that an INSERT or MERGE lets grow; a column that is renamed or gets
another kind of type. What cannot be told from the text (triggers, code that was there before), and
what nobody announced, is not named, and shows as a difference.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct, field

from app.changelog import Changelog
from app.changelog.run.transactions import tail
from app.sql.operations import (
    AddColumns,
    AlterTable,
    Assignment,
    Block,
    Body,
    CreateCode,
    CreateTable,
    Delete,
    Insert,
    Merge,
    ModifyColumns,
    Operation,
    Query,
    RenameColumn,
    Target,
    Update,
)


class Purpose(Struct, frozen=True):
    """Names in upper case as the dictionary has them, tables without their owner.

    ``assigned``: table to columns. ``growing``: tables. ``renamed``: table to old to new name.
    ``retyped``: table to column to the kind of its new type, see ``base``.
    """

    assigned: dict[str, frozenset[str]] = field(default_factory=dict)
    growing: frozenset[str] = frozenset()
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)
    retyped: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def writes(self) -> tuple[str, ...]:
        """``TABLE.COLUMN`` for each column that is assigned, ``TABLE`` for each that grows."""
        columns = [f"{table}.{c}" for table, names in self.assigned.items() for c in names]
        return tuple(sorted([*columns, *self.growing]))

    def unproven(self, table: str, types: Mapping[str, str]) -> frozenset[str]:
        """The columns of ``table`` (name to type now) whose content cannot be compared."""
        other_kind = {
            column
            for column, kind in self.retyped.get(table, {}).items()
            if column in types and base(types[column]) != base(kind)
        }
        return (
            self.assigned.get(table, frozenset()) | self.renamed.get(table, {}).keys() | other_kind
        )


def base(type_name: str) -> str:
    """The kind of a type: ``VARCHAR2(30 CHAR)`` and ``VARCHAR2(10)`` are one kind."""
    words = type_name.partition("(")[0].split()
    first = words[0].upper() if words else ""
    return {"VARCHAR": "VARCHAR2", "DECIMAL": "NUMBER", "NUMERIC": "NUMBER"}.get(first, first)


def read(
    changelog: Changelog,
    keys: Collection[str],
    announced: Collection[str],
    new: Collection[str] = (),
    *,
    measured: bool = False,
) -> Purpose:
    """What the changesets ``keys`` do on purpose; ``announced`` are those whose change of data the
    release announces, ``new`` others whose tables and columns are new at the client. ``measured``:
    without what is looked at in its own transaction, the data at the end of each changeset."""
    found = _Reader()
    for changeset in changelog.changesets:
        found.announced = changeset.key in announced
        last = tail(changeset.statements) if measured else len(changeset.statements)
        for at, statement in enumerate(changeset.statements):
            if changeset.key in keys or changeset.key in new:
                found.brought(statement.operation)
            found.stored(statement.operation)
            if changeset.key in keys and at < last:
                found.statement(statement.operation)
    return Purpose(
        {table: frozenset(columns) for table, columns in found.on_purpose().items()},
        frozenset(found.growing),
        found.renamed,
        found.retyped,
    )


class _Reader:
    def __init__(self) -> None:
        self.announced = False
        self.assigned: dict[str, set[str]] = {}
        self.unannounced: dict[str, set[str]] = {}
        # What the release itself brings: a table as a whole (None), or columns of one.
        self.new: dict[str, set[str] | None] = {}
        self.growing: set[str] = set()
        self.renamed: dict[str, dict[str, str]] = {}
        self.retyped: dict[str, dict[str, str]] = {}
        # Stored code of this changelog, by name: its writes happen where a statement names it.
        self.code: dict[str, dict[str, Body]] = {}
        self.followed: set[str] = set()

    def statement(self, operation: Operation) -> None:
        self.followed = set()  # once in a statement is enough, and ends a recursion
        match operation:
            case AlterTable():
                self._altered(operation)
            case Block(body=body):
                self._body(body)
            case Insert() | Update() | Merge() | Delete():
                self._write(operation)
                self._named(operation.names)
            case Query():
                self._named(operation.names)

    def stored(self, operation: Operation) -> None:
        """Note code that a statement creates; a later one of its kind takes its place."""
        if isinstance(operation, CreateCode):
            self.code.setdefault(operation.name[-1], {})[operation.kind] = operation.body

    def brought(self, operation: Operation) -> None:
        """Note the table or the columns that a statement creates."""
        if isinstance(operation, CreateTable):
            self.new[operation.name[-1]] = None
        elif isinstance(operation, AlterTable):
            columns = self.new.setdefault(operation.name[-1], set())
            if columns is not None:
                added = [c for c in operation.clauses if isinstance(c, AddColumns)]
                columns.update(column.name for clause in added for column in clause.columns)

    def on_purpose(self) -> dict[str, set[str]]:
        """What was assigned: by announced changesets all of it, by others what is new itself."""
        found = {table: set(columns) for table, columns in self.assigned.items()}
        for table, columns in self.unannounced.items():
            new = self.new.get(table, set())
            kept = columns if new is None else columns & new
            if kept:
                found.setdefault(table, set()).update(kept)
        return found

    def _altered(self, operation: AlterTable) -> None:
        table = operation.name[-1]
        for clause in operation.clauses:
            match clause:
                case RenameColumn(old=old, new=new):
                    self.renamed.setdefault(table, {})[old] = new
                case ModifyColumns(columns=columns):
                    for column in columns:
                        if column.virtual is not None:
                            self._told(table, {column.name})
                        if column.type:
                            self.retyped.setdefault(table, {})[column.name] = base(column.type)

    def _body(self, body: Body) -> None:
        """What runs when code runs: its own statements, those it holds as text, and the code of
        this changelog that it names."""
        for write in body.writes:
            self._write(write)
        for inner in body.dynamic:
            self.statement(inner)
        self._named(body.names)

    def _named(self, names: Collection[str]) -> None:
        for name in [name for name in self.code if name in names]:
            if name not in self.followed:
                self.followed.add(name)
                for body in self.code[name].values():
                    self._body(body)

    def _write(self, write: Insert | Update | Merge | Delete) -> None:
        match write:
            case Insert(targets=targets):
                self.growing.update(target.name[-1] for target in targets)
            case Update(target=target, assigned=assigned):
                self._assign(target, assigned)
            case Merge(target=target, assigned=assigned, inserts=inserts):
                self._assign(target, assigned)
                if inserts is not None:
                    self.growing.add(target.name[-1])

    def _assign(self, target: Target, assigned: Collection[Assignment]) -> None:
        columns = {column for one in assigned for column in one.columns}
        if columns:
            self._told(target.name[-1], columns)

    def _told(self, table: str, columns: set[str]) -> None:
        told = self.assigned if self.announced else self.unannounced
        told.setdefault(table, set()).update(columns)
