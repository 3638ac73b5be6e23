"""Did a statement take effect, whose answer was lost? The dictionary knows, for most DDL.

A statement of Oracle's DDL is there as a whole or not at all, so one sure sign answers for all of
it. Indexes of another type (INDEXTYPE) and those that are built ONLINE are the exception: a build
that is cut off leaves one that is only begun. What is not understood completely is unknown, and
asked: never taken for done, and never sent again where sending twice is not harmless.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from enum import Enum
from typing import assert_never

from msgspec import Struct

from app.changelog.run.dictionary import (
    Queries,
    Question,
    a_column,
    a_constraint,
    an_object,
    columns_of,
    exists,
    has_constraint,
    has_journal,
    has_primary_key,
    index_state,
)
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    AddPartition,
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Clause,
    Column,
    Comment,
    Constraint,
    Create,
    CreateIndex,
    Delete,
    Grant,
    Insert,
    Merge,
    ModifyColumns,
    ModifyConstraint,
    Odd,
    OddClause,
    Operation,
    Query,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetState,
    Update,
)
from app.sql.part import Name
from app.sql.words import words

_INDEX = words(
    """
    REBUILD VISIBLE INVISIBLE MONITORING NOMONITORING PARALLEL NOPARALLEL LOGGING NOLOGGING COMPILE
    COALESCE ENABLE DISABLE UNUSABLE
    """
)
_SEQUENCE = words(
    """
    INCREMENT BY MAXVALUE NOMAXVALUE MINVALUE NOMINVALUE CYCLE NOCYCLE CACHE NOCACHE ORDER NOORDER
    KEEP NOKEEP SCALE NOSCALE EXTEND NOEXTEND
    """
)
_VALID = frozenset(("VALID", "N/A", None))
"""What the dictionary says of an index that is whole; N/A of one in partitions."""
_ENFORCED = ((), ("ENABLE",), ("ENABLE", "VALIDATE"), ("VALIDATE",))


class Effect(Enum):
    DONE = "done"  # it is there: do not send it again
    DENIED = "denied"  # the dictionary says that it is not there
    AGAIN = "again"  # whether it is there or not: sending it once more does no harm
    UNKNOWN = "unknown"  # nobody can tell


def took_effect(session: Queries, operation: Operation) -> Effect:
    """Ask the dictionary about one statement that the guard allowed."""
    match operation:
        case Query() if _runs_code(operation):
            return Effect.UNKNOWN  # a function with a transaction of its own may have written
        case Comment() | Grant() | Query() | AlterSession():
            return Effect.AGAIN
        case Create():
            return _created(session, operation)
        case AlterTable():
            return _altered_table(session, operation)
        case Alter():
            return _altered(session, operation)
        case Insert() | Update() | Merge() | Delete() | Block() | Odd():
            return Effect.UNKNOWN
        case _:
            assert_never(operation)


def _runs_code(query: Query) -> bool:
    called = any(m.called and not (m.known or m.no_call) for m in query.mentions)
    return called or query.inline_code or bool(query.alone)


def denied(
    sent: Sequence[Operation], done: Collection[int], ask: Callable[[Operation], Effect]
) -> int | None:
    """Which of the statements ``sent`` of one changeset, in their order, is not there, and nothing
    behind it took its name away: one of those at ``done``, which were answered. Then the database
    is not the one that they were sent to (a restored backup). None where it has them all, as far as
    it can tell."""
    for at in reversed(range(len(sent))):
        effect = ask(sent[at])
        if at in done and effect is Effect.DENIED:
            return at
        if _renames(sent[at]) and (effect is Effect.DONE or isinstance(sent[at], Block)):
            return None
    return None


def _renames(operation: Operation) -> bool:
    match operation:
        case Alter(action="RENAME"):
            return True
        case AlterTable(clauses=clauses):
            taken = RenameColumn | RenameConstraint | RenameTable
            return any(isinstance(clause, taken) for clause in clauses)
        case Block(body=body):
            return any(map(_renames, body.dynamic))
    return False


class Sign(Struct, frozen=True):
    """What a definition makes, ``name``, of ``table`` where it is a part of one; ``question``
    counts it in the dictionary."""

    name: str
    table: str
    question: Question


def signs(operation: Operation) -> tuple[Sign, ...] | None:
    """What tells of a definition that it took effect (``took_effect``), where it can go together
    with others: nothing where sending it twice is harmless; None where it must go alone, because
    the dictionary cannot tell, or has to be asked more than whether something is there."""
    match operation:
        case Comment() | Grant():
            return ()
        case CreateIndex() if stays_begun(operation):
            return None
        case Create(replace=True) | Create(if_not_exists=True):
            return ()
        case Create(kind="DOMAIN" | "TYPE" | "MATERIALIZED VIEW LOG"):
            return None
        case Create(kind=kind, name=name, modifiers=modifiers):
            if "PUBLIC" in modifiers or "PRIVATE" in modifiers:
                return None
            return (Sign(name[-1], "", an_object(kind, name)),)
        case AlterTable(if_exists=False, name=table, clauses=clauses):
            found: list[Sign] = []
            for clause in clauses:
                made = _signs_of(clause, table)
                if made is None:
                    return None
                found += made
            return tuple(found) or None
    return None


def _signs_of(clause: Clause, table: Name) -> list[Sign] | None:
    match clause:
        case AddColumns(columns=columns):
            if any("INVISIBLE" in column.others for column in columns):
                return None
            return [Sign(c.name, table[-1], a_column(table, c.name)) for c in columns]
        case AddConstraint(constraints=made):
            if not all(constraint.name for constraint in made):
                return None
            return [Sign(c.name, table[-1], a_constraint(table, c.name)) for c in made]
    return None


def _answer(there: bool) -> Effect:
    return Effect.DONE if there else Effect.DENIED


def _moved(old: bool, new: bool) -> Effect:
    return _answer(new) if old != new else Effect.UNKNOWN


def _combined(effects: Iterable[Effect]) -> Effect:
    """Of parts that are there together or not at all."""
    found = set(effects)
    if Effect.DONE in found and Effect.DENIED in found:
        return Effect.UNKNOWN
    for decisive in (Effect.DONE, Effect.DENIED, Effect.UNKNOWN):
        if decisive in found:
            return decisive
    return Effect.AGAIN


def stays_begun(made: CreateIndex) -> bool:
    """Whether a build that is cut off, or fails, may leave the index behind without its rows."""
    return _online(made) or bool(made.index_types)


def _online(made: CreateIndex) -> bool:
    """Whether it is built while others write to the table."""
    return made.rest.says_outside("ONLINE")


def passes_over_begun(session: Queries, operation: Operation) -> bool:
    """Whether CREATE INDEX IF NOT EXISTS would take for whole what is only begun."""
    match operation:
        case CreateIndex(if_not_exists=True, name=name) if stays_begun(operation):
            state = index_state(session, name)
            if state is None:
                return False
            cut_off = _online(operation) and has_journal(session, name)
            return cut_off or not _VALID.issuperset(state)
    return False


def _index_made(session: Queries, made: CreateIndex) -> Effect:
    """Oracle calls an index VALID whose ONLINE build was cut off; one of another type it does not,
    except for one in partitions."""
    state = index_state(session, made.name)
    if state is None:
        return Effect.AGAIN if made.if_not_exists else Effect.DENIED
    if _online(made) or set(state) != {"VALID"}:
        return Effect.UNKNOWN
    return Effect.AGAIN if made.if_not_exists else Effect.DONE


def _created(session: Queries, made: Create) -> Effect:
    if isinstance(made, CreateIndex) and stays_begun(made):
        return _index_made(session, made)
    if made.replace or made.if_not_exists:
        return Effect.AGAIN
    if "PUBLIC" in made.modifiers or "PRIVATE" in made.modifiers or made.kind == "DOMAIN":
        return Effect.UNKNOWN
    name = made.on if made.kind == "MATERIALIZED VIEW LOG" else made.name
    there = exists(session, made.kind, name)
    if there and made.kind == "TYPE":
        return Effect.UNKNOWN  # it may be the incomplete type that this statement completes
    return _answer(there)


def _altered(session: Queries, altered: Alter) -> Effect:
    match altered.kind, altered.action:
        case "INDEX", "RENAME":
            new = (*altered.name[:-1], altered.to)
            there = exists(session, "INDEX", altered.name)
            return _moved(there, exists(session, "INDEX", new))
        case "INDEX", action:
            return Effect.AGAIN if action in _INDEX else Effect.UNKNOWN
        case "SEQUENCE", _:
            said = (altered.action, *altered.rest.words)
            return Effect.AGAIN if _SEQUENCE.issuperset(said) else Effect.UNKNOWN
        case "TRIGGER", ("ENABLE" | "DISABLE"):
            return Effect.AGAIN
        case _, "COMPILE":
            return Effect.AGAIN
    return Effect.UNKNOWN


# -- tables ------------------------------------------------------------------------------------


def _altered_table(session: Queries, altered: AlterTable) -> Effect:
    if any(isinstance(clause, OddClause) for clause in altered.clauses):
        return Effect.UNKNOWN
    if altered.if_exists and not exists(session, "TABLE", altered.name):
        renamed = any(isinstance(clause, RenameTable) for clause in altered.clauses)
        return Effect.UNKNOWN if renamed else Effect.AGAIN
    return _combined(_clause(session, clause, altered.name) for clause in altered.clauses)


def _clause(session: Queries, clause: Clause, table: Name) -> Effect:
    match clause:
        case AddColumns(columns=columns):
            return _added(session, columns, table)
        case AddConstraint(constraints=constraints):
            return _combined(_constrained(session, one, table) for one in constraints)
        case ModifyColumns(columns=columns):
            return _modified(session, columns, table)
        case RenameColumn(old=old, new=new):
            present = columns_of(session, table)
            return _moved(old in present, new in present)
        case RenameConstraint(old=old, new=new):
            there = has_constraint(session, table, old)
            return _moved(there, has_constraint(session, table, new))
        case RenameTable(new=new):
            there = exists(session, "TABLE", table)
            return _moved(there, exists(session, "TABLE", (*table[:-1], new)))
        case ModifyConstraint(constraint=Constraint(state=state)) | SetState(state=state):
            # The index that belongs to it may be there and in the way.
            return Effect.UNKNOWN if "USING INDEX" in state else Effect.AGAIN
        case AddPartition() | OddClause():
            return Effect.UNKNOWN
        case _:
            assert_never(clause)


def _added(session: Queries, columns: Collection[Column], table: Name) -> Effect:
    """Hidden columns are not in the view that is asked."""
    present = columns_of(session, table)
    seen = [column for column in columns if "INVISIBLE" not in column.others]
    if not seen:
        return Effect.UNKNOWN
    return _combined(_answer(column.name in present) for column in seen)


def _constrained(session: Queries, constraint: Constraint, table: Name) -> Effect:
    if constraint.name:
        return _answer(has_constraint(session, table, constraint.name))
    if constraint.kind == "PRIMARY KEY":
        return _answer(has_primary_key(session, table))
    return Effect.UNKNOWN


def _modified(session: Queries, columns: Collection[Column], table: Name) -> Effect:
    """Giving a type, a default or a virtual expression twice is harmless; NOT NULL and NULL twice
    is refused, and an unnamed constraint would be there twice."""
    present: dict[str, bool] = {}

    def may_be_null(name: str) -> bool | None:
        if not present:
            present.update(columns_of(session, table))
        return present.get(name)

    effects = []
    for column in columns:
        effects.append(_properties(column))
        for constraint in column.constraints:
            if constraint.name or constraint.kind not in ("NOT NULL", "NULL"):
                effects.append(_constrained(session, constraint, table))
            else:
                effects.append(_nullable(column, constraint, may_be_null))
    return _combined(effects)


def _properties(column: Column) -> Effect:
    """What a MODIFY says besides constraints."""
    restarts = column.identity is not None and column.identity.says("START")
    if restarts or column.drops_identity or set(column.others) - {"VISIBLE", "INVISIBLE"}:
        return Effect.UNKNOWN
    return Effect.AGAIN


def _nullable(
    column: Column, constraint: Constraint, may_be_null: Callable[[str], bool | None]
) -> Effect:
    """The dictionary calls a column NOT NULL only where the constraint is enabled and proved.
    DEFAULT ON NULL makes it so, too: then it may have been NOT NULL before."""
    if constraint.state not in _ENFORCED or column.on_null:
        return Effect.UNKNOWN
    now = may_be_null(column.name)
    if now is None:
        return Effect.UNKNOWN
    return _answer(now == (constraint.kind == "NULL"))
