"""The guard on ALTER: what adds may pass, what takes away may not."""

from __future__ import annotations

from app.changelog.guard.statements import judge_columns, remember_columns
from app.changelog.guard.verdict import Knowledge, Verdict, allow, announce, refuse, worst
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    Alter,
    AlterSession,
    AlterTable,
    Clause,
    Column,
    ModifyColumns,
    ModifyConstraint,
    OddClause,
    Operation,
    RenameColumn,
    RenameTable,
    SetState,
)
from app.sql.part import NOTHING, Name
from app.sql.types import is_widening
from app.sql.words import words

_COMPILABLE = words("PACKAGE PROCEDURE FUNCTION TRIGGER VIEW TYPE SYNONYM") | {"MATERIALIZED VIEW"}
_TAKES_AWAY = {"DROP": "drop", "TRUNCATE": "truncate", "UNUSED": "set_unused",
               "EXCHANGE": "exchange", "PURGE": "purge"}  # fmt: skip
_SESSION = words(
    """
    DDL_LOCK_TIMEOUT TIME_ZONE PLSQL_WARNINGS PLSQL_OPTIMIZE_LEVEL PLSQL_CODE_TYPE
    PLSCOPE_SETTINGS
    """
)
_INDEX = words(
    """
    REBUILD RENAME VISIBLE INVISIBLE MONITORING NOMONITORING PARALLEL NOPARALLEL LOGGING
    NOLOGGING COMPILE COALESCE ENABLE
    """
)
_SEQUENCE = words(
    """
    INCREMENT MAXVALUE NOMAXVALUE MINVALUE NOMINVALUE CACHE NOCACHE ORDER NOORDER NOCYCLE KEEP
    NOKEEP
    """
)
_STARTS_AGAIN = words("RESTART START CYCLE SESSION")
_HARMLESS = words(
    """
    LOGGING NOLOGGING CACHE NOCACHE PARALLEL NOPARALLEL MONITORING NOMONITORING INMEMORY NO
    """
)
"""Properties of a table that say nothing about its rows."""


def takes_away(op: Operation) -> Verdict | None:
    """A refusal at the first word that takes something away."""
    said = op.find_own(*_TAKES_AWAY)
    if said is not None and said.value == "UNUSED" and op.says("DEALLOCATE"):
        said = op.find_own(*_TAKES_AWAY.keys() - {"UNUSED"})  # it gives back free space only
    if said is None:
        return None
    return refuse(_TAKES_AWAY[said.value], said.at, verb=f"ALTER {op.about}")


def judge_session(op: AlterSession) -> Verdict:
    for name in op.settings:
        if name not in _SESSION and not name.startswith("NLS_"):
            return refuse("alter_forbidden", op.at, object=f"SESSION {name}")
    if op.action != "SET":
        return refuse("alter_forbidden", op.at, object=f"SESSION {op.action}")
    return allow()


def judge_alter(op: Alter) -> Verdict:
    """The verdict on ALTER of anything but a table or the session."""
    first = op.at
    if op.kind in _COMPILABLE and op.action == "COMPILE":
        if op.rest.says("PLSQL_CCFLAGS"):
            return refuse("alter_forbidden", first, object=f"{op.kind} COMPILE PLSQL_CCFLAGS")
        return allow()
    if op.kind == "TRIGGER" and op.action == "ENABLE":
        return allow()
    if op.kind == "INDEX" and op.action in _INDEX:
        return allow()
    if op.kind == "SEQUENCE" and op.action in _SEQUENCE | _STARTS_AGAIN:
        return _sequence(op)
    if op.action == "DISABLE":
        return refuse("disable", first, object=op.kind)
    return refuse("alter_forbidden", first, object=f"{op.kind} {op.action}")


def _sequence(op: Alter) -> Verdict:
    said = [op.find_own(*_STARTS_AGAIN), op.find_sign("-")]
    places = [one.at for one in said if one is not None]
    if places:
        return refuse("sequence_restart", min(places), name=".".join(op.name))
    odd = next(
        (word for word in (op.action, *op.rest.words) if word not in _SEQUENCE and word != "BY"), ""
    )
    if odd:
        return refuse("alter_forbidden", op.at, object=f"SEQUENCE {odd}")
    return allow()


# -- tables ------------------------------------------------------------------------------------


def judge_alter_table(op: AlterTable, knowledge: Knowledge) -> Verdict:
    """The verdict on ALTER TABLE; remembers what the release adds."""
    return worst(_clause(clause, op.name, knowledge) for clause in op.clauses) or allow()


def _clause(clause: Clause, table: Name, knowledge: Knowledge) -> Verdict | None:
    match clause:
        case AddColumns():
            for column in clause.columns:
                knowledge.fresh.columns.add((table, column.name))
            remember_columns(table, clause.columns, clause.constraints, knowledge)
            return judge_columns(clause.columns, clause.constraints, knowledge, table)
        case AddConstraint():
            remember_columns(table, (), clause.constraints, knowledge)
            return judge_columns((), clause.constraints, knowledge, table)
        case ModifyColumns():
            return worst(_column(column, table, knowledge) for column in clause.columns)
        case ModifyConstraint(constraint=constraint):
            return _weakened(clause.at, constraint.state)
        case RenameColumn(old=old, new=new):
            knowledge.fresh.rename_column(table, old, new)
            return None
        case RenameTable():
            return refuse("rename_table", clause.at, verb="ALTER TABLE RENAME TO")
        case SetState():
            return _state(clause)
        case OddClause():
            return _odd(clause)
    return None


def _state(clause: SetState) -> Verdict | None:
    if not clause.enabled and clause.what != "ROW MOVEMENT":
        return refuse("disable", clause.at, object=f"TABLE {clause.what}")
    return _weakened(clause.at, clause.state)


def _weakened(at: int, state: tuple[str, ...]) -> Verdict | None:
    """A refusal of a constraint's state that no longer proves what it did."""
    if "DISABLE" in state:
        return refuse("disable", at, object="TABLE CONSTRAINT")
    if "NOVALIDATE" in state:
        return announce("announce_novalidate", at)
    return None


def _odd(clause: OddClause) -> Verdict | None:
    if clause.only_says(_HARMLESS):
        return None
    return refuse("alter_forbidden", clause.at, object=f"TABLE {clause.shown(0, 2)}"[:60])


def _column(column: Column, table: Name, knowledge: Knowledge) -> Verdict | None:
    first = column.at
    shown = f"{table[-1]}.{column.name}"
    found = [_weakened(constraint.at, constraint.state) for constraint in column.constraints]
    identity = column.identity or NOTHING
    if identity.says(*_STARTS_AGAIN) or identity.find_sign("-"):
        found.append(refuse("sequence_restart", first, name=shown))
    odd = [word for word in column.others if word not in ("VISIBLE", "INVISIBLE")]
    if odd:
        found.append(refuse("alter_forbidden", first, object=f"TABLE MODIFY {odd[0]}"))
    if column.type:
        found.append(_type(column, table, knowledge))
    if "INVISIBLE" in column.others:
        found.append(announce("announce_invisible", first, column=shown))
    new = knowledge.fresh.holds(table, [column.name])
    if column.virtual is not None and not new:  # each row shows another value from now on
        found.append(announce("announce_virtual", first, column=shown))
    if column.nullable and not new and (table, column.name) not in knowledge.fresh.required:
        found.append(announce("announce_nullable", first, column=shown))
    if column.nullable is False:
        knowledge.fresh.required.add((table, column.name))
    remember_columns(table, [column], (), knowledge)
    found.append(judge_columns([column], (), knowledge, table))
    return worst(found)


def _type(column: Column, table: Name, knowledge: Knowledge) -> Verdict | None:
    first = column.at
    old = knowledge.columns.get((table[-1], column.name))
    facts = {"table": table[-1], "column": column.name, "new": column.type}
    if old is None:
        return refuse("type_unproven", first, **facts)
    if not is_widening(old, column.type):
        return refuse("narrowing", first, old=old, **facts)
    return None
