"""What a client's dictionary says about a statement whose effect nobody could tell, for people."""

from __future__ import annotations

from typing import Any

from app.changelog.model import Changeset, Statement
from app.changelog.run.dictionary import Queries, ask, index_state, shown
from app.changelog.run.effect import Effect, took_effect
from app.changelog.run.transactions import tail
from app.sql.operations import (
    Alter,
    AlterTable,
    Block,
    Create,
    CreateIndex,
    Delete,
    Insert,
    Merge,
    Operation,
    Update,
)
from app.sql.part import Name

_OBJECT = "OBJECT_TYPE, STATUS, TO_CHAR(LAST_DDL_TIME, 'YYYY-MM-DD HH24:MI:SS')"
_INDEX = ("STATUS", "DOMIDX_STATUS", "DOMIDX_OPSTATUS")
_COLUMN = (
    "COLUMN_NAME, NULLABLE, DATA_TYPE, DATA_LENGTH, CHAR_LENGTH, CHAR_USED, DATA_PRECISION, "
    "DATA_SCALE, DATA_DEFAULT"
)


def settles(session: Queries, changeset: Changeset, statement: Statement) -> bool:
    """Whether a run that was cut off behind ``statement`` asks a person about it. The data at the
    end of a changeset is there with its row or not at all, and most definitions can be seen."""
    if statement.number > tail(changeset.statements):
        return False
    return took_effect(session, statement.operation) is Effect.UNKNOWN


def evidence(session: Queries, operation: Operation) -> tuple[str, ...]:
    """Lines in the dictionary's own words: the object and when it was last changed, and of a table
    its columns, constraints and indexes; of a block the one table that it writes to. Nothing where
    the statement is about no one object."""
    name, is_table = _about(operation)
    if not name:
        return ()
    found = [
        f"{kind} {'.'.join(name)}: {status}, LAST_DDL_TIME {changed}"
        for kind, status, changed in ask(
            session, "OBJECTS", name, _OBJECT, "OBJECT_NAME = :p_name", p_name=name[-1]
        )
    ]
    if isinstance(operation, CreateIndex) and (state := index_state(session, name)) is not None:
        found.append("  " + " ".join(f"{a} {b}" for a, b in zip(_INDEX, state, strict=True) if b))
    return tuple(found + (_table(session, name) if is_table else []))


def clock(session: Queries) -> str:
    """The database's own time, by which LAST_DDL_TIME is read."""
    asked = "SELECT TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI:SS') FROM DUAL"
    return str(session.query(asked)[0][0])


def _about(operation: Operation) -> tuple[Name, bool]:
    match operation:
        case AlterTable(name=name):
            return name, True
        case Create(kind=kind, name=name) | Alter(kind=kind, name=name):
            return name, kind == "TABLE"
        case Insert(targets=targets) if len(targets) == 1:
            return targets[0].name, True
        case Update(target=target) | Merge(target=target) | Delete(target=target):
            return target.name, True
        case Block(body=body) if len(written := {t for w in body.writes for t in _written(w)}) == 1:
            return written.pop(), True
    return (), False


def _written(operation: Insert | Update | Merge | Delete) -> tuple[Name, ...]:
    if isinstance(operation, Insert):
        return tuple(target.name for target in operation.targets)
    return (operation.target.name,)


def _table(session: Queries, name: Name) -> list[str]:
    of = "TABLE_NAME = :p_name"

    def rows(view: str, columns: str) -> list[tuple[Any, ...]]:
        return sorted(ask(session, view, name, columns, of, p_name=name[-1]), key=lambda r: r[0])

    return [
        *(
            f"  {column} {shown(*kind)}"
            + (f" DEFAULT {str(default).strip()}" if default is not None else "")
            + ("" if nullable == "Y" else " NOT NULL")
            for column, nullable, *kind, default in rows("TAB_COLUMNS", _COLUMN)
        ),
        *(
            f"  CONSTRAINT {constraint} {kind} {status} {validated}"
            for constraint, kind, status, validated in rows(
                "CONSTRAINTS", "CONSTRAINT_NAME, CONSTRAINT_TYPE, STATUS, VALIDATED"
            )
        ),
        *(
            f"  INDEX {index} {unique} {status}"
            for index, unique, status in rows("INDEXES", "INDEX_NAME, UNIQUENESS, STATUS")
        ),
    ]
