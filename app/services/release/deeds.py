"""What a statement of the changelog will do at a client, in words; for reading, never for deciding.

The words come from the same operation that the guard asks (``app.sql.read``). What that reader does
not know completely is said to be unknown, and not guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.services.messages import Lang, words
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Clause,
    Column,
    Comment,
    Constraint,
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
    Operation,
    Query,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetState,
    Update,
)
from app.sql.part import Name
from app.sql.read import read_text

Deed = tuple[str, dict[str, str]]
"""A sentence of the section ``deeds`` of the messages, and its facts."""

_UNKNOWN: Final = "unknown"
_LONGEST: Final = 80


def said(text: str, language: Lang) -> tuple[str, ...]:
    """Sentences about the statement ``text``."""
    sentences = words("deeds", language)
    return tuple(sentences[code].format(**facts) for code, facts in deeds(read_text(text)))


def deeds(operation: Operation) -> list[Deed]:
    """What it does, in the order in which it says so."""
    return list(_deeds(operation))


def _deeds(operation: Operation) -> Iterator[Deed]:
    match operation:
        case AlterTable():
            for clause in operation.clauses:
                yield from _clause(_name(operation.name), clause)
        case Insert() | Update() | Merge() | Delete() | Query():
            yield from _rows(operation)
        case Block():
            yield "block", {}
            for inner in operation.body.writes:
                yield from _rows(inner)
            for text in operation.body.dynamic:
                yield from _deeds(text)
        case Create():
            yield from _create(operation)
        case Comment():
            yield "comment", {"name": _name(operation.name)}
        case Grant():
            what = ", ".join(p.name for p in operation.privileges)
            on = _name(operation.on)
            facts = {"what": what, "on": on, "who": ", ".join(operation.to)}
            yield "grant" if on else "grant_system", facts
        case Alter():
            facts = {"kind": operation.kind, "name": _name(operation.name)}
            yield "alter", {**facts, "what": operation.action}
        case AlterSession():
            yield "session", {"what": ", ".join(operation.settings) or operation.action}
        case _:
            yield _UNKNOWN, {}


def _clause(table: str, clause: Clause) -> Iterator[Deed]:
    facts = {"table": table}
    match clause:
        case AddColumns():
            for column in clause.columns:
                yield from _column("add", table, column)
            for constraint in clause.constraints:
                yield _constraint(table, constraint)
        case AddConstraint():
            for constraint in clause.constraints:
                yield _constraint(table, constraint)
        case ModifyColumns():
            for column in clause.columns:
                yield from _column("modify", table, column)
        case RenameColumn() | RenameConstraint():
            code = "rename_column" if isinstance(clause, RenameColumn) else "rename_constraint"
            yield code, {**facts, "old": clause.old, "new": clause.new}
        case RenameTable():
            yield "rename_table", {**facts, "new": clause.new}
        case ModifyConstraint():
            yield "modify_constraint", {**facts, "name": clause.constraint.name}
        case SetState():
            code = "enable" if clause.enabled else "disable"
            yield code, {**facts, "what": f"{clause.what} {clause.name}".strip()}
        case _:
            yield _UNKNOWN, {}


def _column(verb: str, table: str, column: Column) -> Iterator[Deed]:
    facts = {"table": table, "column": column.name, "type": column.type}
    yield f"{verb}_column" if column.type else f"{verb}_column_plain", facts
    if column.default is not None:
        yield f"{verb}_default", {**facts, "value": _short(column.default.shown())}
    if column.nullable is False:
        yield "not_null", facts
    for constraint in column.constraints:
        if constraint.kind not in ("NOT NULL", "NULL"):
            yield _constraint(table, constraint, column.name)


def _constraint(table: str, constraint: Constraint, column: str = "") -> Deed:
    facts = {
        "table": table,
        "columns": ", ".join(constraint.columns) or column,
        "other": _name(constraint.references),
        "condition": _short(constraint.condition.shown()),
        "kind": constraint.kind,
    }
    codes = {"FOREIGN KEY": "foreign_key", "CHECK": "check", "NOT NULL": "must_be_there"}
    return codes.get(constraint.kind, "unique"), facts


def _create(operation: Create) -> Iterator[Deed]:
    facts = {"kind": operation.kind, "name": _name(operation.name), "table": _name(operation.on)}
    match operation:
        case CreateTable():
            yield "create_table", {**facts, "count": str(len(operation.columns))}
        case CreateIndex():
            yield "create_index", {**facts, "columns": _short(operation.keys.shown())}
        case CreateCode() if operation.kind == "TRIGGER":
            yield "create_trigger", facts
        case CreateCode():
            yield "create_code", facts
        case _:
            yield "create", facts


def _rows(operation: Insert | Update | Merge | Delete | Query) -> Iterator[Deed]:
    match operation:
        case Insert():
            for target in operation.targets:
                yield "insert", {"table": _name(target.name)}
        case Update():
            facts = {"table": _name(operation.target.name), "columns": _assigned(operation)}
            if operation.where is None:
                yield "update_all", facts
            else:
                yield "update", {**facts, "where": _short(operation.where.shown())}
        case Merge():
            facts = {"table": _name(operation.target.name), "columns": _assigned(operation)}
            if operation.assigned:
                yield "merge_update", facts
            if operation.inserts is not None:
                yield "insert", facts
            if operation.deletes is not None:
                yield "delete", facts
        case Delete():
            yield "delete", {"table": _name(operation.target.name)}
        case Query():
            yield "query", {}


def _assigned(operation: Update | Merge) -> str:
    return ", ".join(name for a in operation.assigned for name in a.columns)


def _name(name: Name) -> str:
    return ".".join(name)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
