"""Which statements are part of the open transaction, which commit by themselves, and what belongs
to the session.

Data statements roll back with their session, so a changeset's last ones can be committed together
with its row. When in doubt a statement does not count as one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from app.changelog.model import Changelog, Statement
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Body,
    Comment,
    Create,
    CreateCode,
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


def of_the_session(
    statement: Statement, of_code: Mapping[str, Sequence[Statement]] = MappingProxyType({})
) -> Iterator[Statement]:
    """What ``statement`` sets that ends with the session: ALTER SESSION itself, or those that a
    block runs as text, or the code that it calls (``of_code``, see ``settings_of_code``)."""
    operation = statement.operation
    if isinstance(operation, AlterSession):
        yield statement
    elif isinstance(operation, Block):
        yield from _as_text(operation.body, statement)
    if of_code and not commits_itself(operation):
        for name in operation.vocabulary:
            yield from of_code.get(name, ())


def settings_of_code(changelog: Changelog) -> dict[str, tuple[Statement, ...]]:
    """By the name of code that the changelog creates: what it sets in its caller's session, by
    itself or by code that it calls."""
    code = [
        (statement, statement.operation)
        for changeset in changelog.changesets
        for statement in changeset.statements
        if isinstance(statement.operation, CreateCode)
    ]
    found = {op.name[-1]: own for s, op in code if (own := tuple(_as_text(op.body, s)))}
    grown = True
    while found and grown:
        grown = False
        for _, op in code:
            called = [name for name in found if name in op.body.names]
            if op.name[-1] not in found and called:
                found[op.name[-1]] = tuple(s for name in called for s in found[name])
                grown = True
    return found


def _as_text(body: Body, statement: Statement) -> Iterator[Statement]:
    """The ALTER SESSION that code runs as text, each as a statement at the place of the code."""
    for operation in body.dynamic:
        if isinstance(operation, AlterSession):
            text = operation.shown()
            yield Statement(text, statement.line, statement.number, read_text(text))
