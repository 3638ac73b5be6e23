"""What a release's statements touch at a client, read from their text, once for all clients.

It is asked of the client's dictionary before anything is sent (``preflight``). Names are in upper
case as the dictionary has them. What stands in a text that code puts together is not seen, and of
what nobody can tell whether it is compiled (``$IF``, ``FORCE``) nothing is sure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct, field

from app.changelog import Changelog, Changeset, Statement
from app.oracle import Names
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    AlterTable,
    Block,
    Body,
    Column,
    Constraint,
    Create,
    CreateCode,
    CreateIndex,
    CreateTable,
    Delete,
    Dml,
    Grant,
    Insert,
    Merge,
    ModifyColumns,
    Operation,
    Query,
    Update,
)
from app.sql.part import Mention, Name, Part

_IN_ITS_OWN_NAME: Final = ("VIEW", "MATERIALIZED VIEW")


class Use(Struct, frozen=True, order=True):
    """An object of another owner. ``privilege``: what its use takes, "" where its kind decides
    (SELECT or EXECUTE); a privilege that is given on ends in ``WITH GRANT OPTION``; ``SYNONYM``: it
    takes none. ``sure``: the statement fails without it, or what it stores does not compile;
    ``direct``: a role's privilege is not enough."""

    owner: str
    name: str
    privilege: str = ""
    sure: bool = False
    direct: bool = False


class Needs(Struct, frozen=True):
    """Of one changeset. ``altered``: tables that get another definition; ``written``: table and
    event (``INSERT``, ``UPDATE``, ``DELETE``); ``grantees``: users or roles that get a right.
    ``optional``: it may be passed over, or may fail, and is no reason to stop a client."""

    altered: frozenset[str] = frozenset()
    written: frozenset[tuple[str, str]] = frozenset()
    uses: frozenset[Use] = frozenset()
    grantees: frozenset[str] = frozenset()
    optional: bool = False


def needs_of(changelog: Changelog) -> dict[str, Needs]:
    """By key of the changeset."""
    reader = _Reader()
    return {changeset.key: reader.changeset(changeset) for changeset in changelog.changesets}


def names_of(needs: Mapping[str, Needs]) -> Names:
    """What a client is asked about; what the newest changesets name stands first."""
    newest = tuple(needs.values())[::-1]
    return Names(
        _each(n.altered for n in newest),
        _each({table for table, _ in n.written} for n in newest),
        tuple(dict.fromkeys(
            (use.owner, use.name) for n in newest for use in sorted(n.uses)
        )),
        _each(n.grantees for n in newest),
    )  # fmt: skip


def _each(several: Iterable[Collection[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in several for name in sorted(names)))


class _Found(Struct):
    altered: set[str] = field(default_factory=set)
    written: set[tuple[str, str]] = field(default_factory=set)
    uses: set[Use] = field(default_factory=set)
    grantees: set[str] = field(default_factory=set)
    unsure: bool = False

    def use(self, name: Name, privilege: str = "", *, sure: bool, direct: bool = False) -> None:
        if len(name) > 1:
            self.uses.add(Use(name[0], name[1], privilege, sure and not self.unsure, direct))


class _Reader:
    """Stored code of the changelog is remembered: what it writes is written where it is called."""

    def __init__(self) -> None:
        self._code: dict[str, dict[str, Body]] = {}

    def changeset(self, changeset: Changeset) -> Needs:
        found = _Found()
        for statement in changeset.statements:
            found.unsure = _perhaps(statement)
            self._operation(found, statement.operation)
        return Needs(
            frozenset(found.altered),
            frozenset(found.written),
            frozenset(found.uses),
            frozenset(found.grantees),
            changeset.preconditions is not None or not changeset.fail_on_error,
        )

    def _operation(self, found: _Found, operation: Operation) -> None:
        match operation:
            case AlterTable():
                found.altered.add(operation.name[-1])
                _references(found, _of_clauses(operation))
            case CreateIndex(on=on):
                found.altered.add(on[-1])
            case CreateTable():
                _references(found, [*operation.constraints, *_inline(operation.columns)])
                _query(found, operation.query, direct=False)
            case CreateCode():
                self._code.setdefault(operation.name[-1], {})[operation.kind] = operation.body
                _code(found, operation, operation.body, direct=True)
            case Grant():
                _given(found, operation)
            case Create(kind="SYNONYM", on=on):
                found.use(on, "SYNONYM", sure=False)
            case Create():
                _query(found, operation.query, direct=operation.kind in _IN_ITS_OWN_NAME)
            case Block(body=body):
                _code(found, operation, body, direct=False)
                self._runs(found, body, set())
            case Insert() | Update() | Merge() | Delete() | Query():
                _query(found, operation, direct=False)
                _writes(found, operation)
                self._named(found, operation.names - operation.aliases, set())

    def _runs(self, found: _Found, body: Body, seen: set[str]) -> None:
        """What is written when code runs, also by the code of this changelog that it names."""
        for operation in (*body.writes, *body.dynamic):
            if isinstance(operation, Insert | Update | Merge | Delete):
                _writes(found, operation)
        self._named(found, body.names, seen)

    def _named(self, found: _Found, names: Collection[str], seen: set[str]) -> None:
        for name in self._code.keys() & names:
            if name not in seen:
                seen.add(name)
                for body in self._code[name].values():
                    self._runs(found, body, seen)


def _perhaps(statement: Statement) -> bool:
    """Whether part of it may not be compiled, or need not compile."""
    made = statement.operation
    forced = isinstance(made, Create) and "FORCE" in made.modifiers and "NO" not in made.modifiers
    return forced or "$IF" in statement.text.upper()


def _references(found: _Found, constraints: Iterable[Constraint]) -> None:
    for constraint in constraints:
        found.use(constraint.references, "REFERENCES", sure=True, direct=True)


def _inline(columns: Iterable[Column]) -> Iterator[Constraint]:
    for column in columns:
        yield from column.constraints


def _of_clauses(operation: AlterTable) -> Iterator[Constraint]:
    for clause in operation.clauses:
        match clause:
            case AddColumns(columns=columns, constraints=constraints):
                yield from constraints
                yield from _inline(columns)
            case AddConstraint(constraints=constraints):
                yield from constraints
            case ModifyColumns(columns=columns):
                yield from _inline(columns)


def _given(found: _Found, operation: Grant) -> None:
    found.grantees |= {name for name in operation.to if name != "PUBLIC"}
    for privilege in operation.privileges:
        name = f"{privilege.name} WITH GRANT OPTION"
        found.use(operation.on, name, sure=False, direct=True)


def _query(found: _Found, part: Part, *, direct: bool) -> None:
    """What the queries of a statement read, and what they call by an owner's name."""
    _read(found, part, direct=direct)
    _called(found, part.mentions, part.aliases, direct=direct)


def _called(
    found: _Found, mentions: Iterable[Mention], aliases: Collection[str], *, direct: bool
) -> None:
    for mention in mentions:
        qualified = len(mention.name) > 1 and not (mention.known or mention.is_declared)
        if qualified and mention.name[0] not in aliases:
            found.use(mention.name, sure=False, direct=direct)


def _read(found: _Found, part: Part, *, direct: bool) -> None:
    """A collection of a row (``FROM dept d, d.staff``) belongs to the row's table."""
    for name in part.sources:
        if name[0] not in part.aliases:
            found.use(name, sure=True, direct=direct)


def _code(found: _Found, operation: Part, body: Body, *, direct: bool) -> None:
    _read(found, operation, direct=direct)
    _called(found, body.mentions, operation.aliases, direct=direct)


def _writes(found: _Found, operation: Dml) -> None:
    match operation:
        case Insert(targets=targets):
            found.written |= {(target.name[-1], "INSERT") for target in targets}
        case Update(target=target):
            found.written.add((target.name[-1], "UPDATE"))
        case Delete(target=target):
            found.written.add((target.name[-1], "DELETE"))
        case Merge(target=target):
            found.written.add((target.name[-1], "UPDATE"))
            if operation.inserts is not None:
                found.written.add((target.name[-1], "INSERT"))
            if operation.deletes is not None:
                found.written.add((target.name[-1], "DELETE"))
