"""What a session keeps between changesets and a new one does not have: rows of temporary tables,
variables of packages, and what ALTER SESSION sets.

A changeset that needs them finds nothing where a run was cut off before it: each is a transaction
of its own, and a resumed run has a new session. So has the next run, in which the changesets that
have their row do not run: what it sets is read otherwise there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from app.changelog.model import Changelog, Changeset
from app.sql.operations import (
    AlterSession,
    Block,
    Body,
    Comment,
    Create,
    CreateCode,
    CreateTable,
    Delete,
    Grant,
    Insert,
    Merge,
    Odd,
    Operation,
    Query,
    Update,
)

Kind = Literal["temporary_rows", "package_state", "session_setting"]


class Needed(Struct, frozen=True):
    """``changeset`` needs at ``line`` what ``earlier`` left in the session: rows of the table,
    variables of the package or the setting ``name``."""

    kind: Kind
    changeset: Changeset
    line: int
    name: str
    earlier: Changeset


def needed(changelog: Changelog) -> Iterator[Needed]:
    """Each need of a changeset for what an earlier one left, once."""
    reader = _Reader(changelog)
    for changeset in changelog.changesets:
        yield from reader.of(changeset)


class _Reader:
    """``left``: by kind and name, the changeset that left something there."""

    def __init__(self, changelog: Changelog) -> None:
        operations = [s.operation for c in changelog.changesets for s in c.statements]
        self.tables = {
            op.name[-1]
            for op in operations
            if isinstance(op, CreateTable) and "TEMPORARY" in op.modifiers
        }
        self.code: dict[str, list[Body]] = {}
        for op in operations:
            if isinstance(op, CreateCode):
                self.code.setdefault(op.name[-1], []).append(op.body)
        self.packages = {
            op.name[-1]
            for op in operations
            if isinstance(op, CreateCode) and op.kind.startswith("PACKAGE") and op.body.state
        }
        self.left: dict[tuple[Kind, str], Changeset] = {}
        self.set: dict[str, dict[str, Changeset]] = {}

    def of(self, changeset: Changeset) -> Iterator[Needed]:
        own: set[tuple[Kind, str]] = set()
        for statement in changeset.statements:
            names, filled = self._reached(statement.operation)
            rows: list[tuple[Kind, str]] = [("temporary_rows", t) for t in names & self.tables]
            state: list[tuple[Kind, str]] = [("package_state", p) for p in names & self.packages]
            for kind, name in sorted([*rows, *state]):
                earlier = self.left.get((kind, name))
                if earlier is not None and (kind, name) not in own and name not in filled:
                    yield Needed(kind, changeset, statement.line, name, earlier)
                    own.add((kind, name))
            own.update(state, (key for key in rows if key[1] in filled))
        for key in own:
            self.left.setdefault(key, changeset)
        yield from self._settings_of(changeset)

    def _settings_of(self, changeset: Changeset) -> Iterator[Needed]:
        """What earlier changesets of its file set for it, each setting once: the first that runs
        with it speaks for all behind it."""
        earlier = self.set.setdefault(changeset.file, {})
        for statement in changeset.statements:
            operation = statement.operation
            if isinstance(operation, AlterSession):
                for name in operation.settings:
                    earlier[name] = changeset
            elif not isinstance(operation, Comment | Grant):
                for name in [n for n, one in earlier.items() if one is not changeset]:
                    yield Needed(
                        "session_setting", changeset, statement.line, name, earlier.pop(name)
                    )

    def _reached(self, operation: Operation) -> tuple[frozenset[str], set[str]]:
        """The names that a statement reaches when it runs, also by code of the changelog, and the
        tables that it inserts into."""
        match operation:
            case Create(kind="TABLE" | "MATERIALIZED VIEW"):
                names = set(operation.query.names)
            case Block() | Odd(verb="CALL") | Insert() | Update() | Merge() | Delete() | Query():
                names = set(operation.names)
            case _:
                return frozenset(), set()
        filled = _filled(operation)
        todo = [name for name in self.code if name in names]
        for name in todo:
            for body in self.code[name]:
                names |= body.names
                filled |= _filled_by(body)
                todo += [n for n in self.code if n in body.names and n not in todo]
        return frozenset(names), filled


def _filled(operation: Operation) -> set[str]:
    match operation:
        case Insert(targets=targets):
            return {target.name[-1] for target in targets}
        case Block(body=body):
            return _filled_by(body)
    return set()


def _filled_by(body: Body) -> set[str]:
    found = set().union(*(_filled(write) for write in body.writes))
    return found.union(*(_filled(inner) for inner in body.dynamic))
