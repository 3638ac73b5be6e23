"""Which statements are part of the open transaction, which commit by themselves, and what belongs
to the session.

Data statements roll back with their session, so a changeset's last ones can be committed together
with its row. When in doubt a statement does not count as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.changelog.model import Statement
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Body,
    Comment,
    Create,
    Grant,
    Insert,
    Merge,
    Operation,
    Update,
)
from app.sql.read import read_text


def commits_itself(operation: Operation) -> bool:
    """Whether Oracle commits before and after it: DDL."""
    return isinstance(operation, Create | AlterTable | Alter | Comment | Grant)


def stays_open(operation: Operation) -> bool:
    """Whether the statement only changes rows, inside the transaction around it, or the session:
    INSERT, UPDATE, MERGE, blocks that hold nothing but these and plain computing, ALTER SESSION."""
    match operation:
        case Insert() | Update() | Merge() | AlterSession():
            return True
        case Block(rows_only=rows_only):
            return rows_only
    return False


def tail(statements: Sequence[Statement]) -> int:
    """The index of the first of the statements that end the changeset in one transaction."""
    at = len(statements)
    while at and stays_open(statements[at - 1].operation):
        at -= 1
    return at


def of_the_session(statement: Statement) -> Iterator[Statement]:
    """What ``statement`` sets that ends with the session: ALTER SESSION itself, or those that a
    block runs as text."""
    match statement.operation:
        case AlterSession():
            yield statement
        case Block(body=Body(dynamic=inner)):
            for operation in inner:
                if isinstance(operation, AlterSession):
                    text = " ".join(token.text for token in operation.tokens)
                    yield Statement(text, statement.line, statement.number, read_text(text))
