"""What the client's own triggers and cascades do when the release writes a row there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.oracle import Session
from app.proof.objects import Inventory
from app.sql.lexer import tokens
from app.sql.operations import Body, CreateCode, Delete, Insert, Merge, Operation, Update
from app.sql.read import read_text
from app.sql.words import words

_SOURCE: Final = (
    "select type, name, text from user_source where type in"
    " ('TRIGGER', 'PROCEDURE', 'FUNCTION', 'PACKAGE BODY', 'TYPE BODY') order by type, name, line"
)
_UNREADABLE: Final = words("IMMEDIATE DBMS_SQL DBMS_JOB DBMS_SCHEDULER DBMS_AQ EXTERNAL LANGUAGE")


class Leads(Struct, frozen=True):
    """Where writing to some tables leads. ``tables``: written in the same transaction. ``alone``:
    those that code which commits on its own may write; None: any, for some of it cannot be read.
    ``changed``: those of ``tables`` in which rows may be changed or removed, not only added."""

    tables: frozenset[str] = frozenset()
    alone: frozenset[str] | None = frozenset()
    changed: frozenset[str] = frozenset()

    def may_change(self, table: str) -> bool:
        """Whether code may change or remove rows of the table in the same transaction."""
        return self.alone is None or table in self.changed


class Stored(Struct, frozen=True):
    """A piece of stored code. ``readable`` False: it is wrapped, puts texts together when it runs,
    or goes through a database link."""

    body: Body
    readable: bool


class Code(Struct, frozen=True):
    """A client's code. ``triggers``: by table the code that hangs there; ``stored``: by name what
    it may call; ``cascades``: by table those whose rows go or change with its own."""

    triggers: Mapping[str, tuple[Stored, ...]] = {}
    stored: Mapping[str, tuple[Stored, ...]] = {}
    cascades: Mapping[str, frozenset[str]] = {}
    unread: bool = False

    def leads(self, tables: Iterable[str]) -> Leads:
        """Where writing to ``tables`` leads, through everything that it sets off."""
        return _Walk(self).of(tables)


def read_code(session: Session, inventory: Inventory, owner: str) -> Code:
    """The client's code, read from its own source. One round trip; none where the schema has
    neither triggers nor cascades. Raises OracleError."""
    cascades = _cascades(inventory, owner)
    if not any(kind == "trigger" and name.startswith(f"{owner}.") for kind, name in inventory):
        return Code(cascades=cascades)
    texts: dict[tuple[str, str], list[str]] = {}
    for kind, name, text in session.query(_SOURCE):
        texts.setdefault((str(kind), str(name)), []).append(str(text or ""))
    triggers: dict[str, list[Stored]] = {}
    stored: dict[str, list[Stored]] = {}
    unread = False
    for (kind, name), lines in texts.items():
        text = "create or replace " + "".join(lines)
        code = read_text(text)
        if not isinstance(code, CreateCode):
            unread |= kind == "TRIGGER"
            continue
        found = Stored(code.body, _readable(code, text))
        if kind == "TRIGGER":
            triggers.setdefault(code.on[-1] if code.on else "", []).append(found)
        else:
            stored.setdefault(name, []).append(found)
    return Code(
        {table: tuple(found) for table, found in triggers.items()},
        {name: tuple(found) for name, found in stored.items()},
        cascades,
        unread,
    )


def _readable(code: CreateCode, text: str) -> bool:
    link = any(token.text.startswith("@") for token in tokens(text))
    return not (code.wrapped or link) and code.body.names.isdisjoint(_UNREADABLE)


def _cascades(inventory: Inventory, owner: str) -> dict[str, frozenset[str]]:
    of_key = {
        name.removeprefix(f"{owner}."): facts.get("table", "")
        for (kind, name), facts in inventory.items()
        if kind == "constraint" and name.startswith(f"{owner}.")
    }
    found: dict[str, set[str]] = {}
    for (kind, name), facts in inventory.items():
        if kind == "constraint" and facts.get("delete") in ("CASCADE", "SET NULL"):
            parent = of_key.get(facts.get("references", ""), "")
            if name.startswith(f"{owner}.") and parent:
                found.setdefault(parent, set()).add(facts.get("table", ""))
    return {table: frozenset(tables) for table, tables in found.items()}


class _Walk:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.tables: set[str] = set()
        self.changed: set[str] = set()
        self.alone: set[str] = set()
        self.anything = code.unread
        self._seen: set[tuple[str, bool]] = set()

    def of(self, tables: Iterable[str]) -> Leads:
        for table in tables:
            self._table(table, alone=False)
        alone = None if self.anything else frozenset(self.alone)
        return Leads(frozenset(self.tables), alone, frozenset(self.changed))

    def _table(self, table: str, *, alone: bool) -> None:
        """``table`` is written; ``alone``: by a transaction of its own."""
        if (table, alone) in self._seen:
            return
        self._seen.add((table, alone))
        for other in self.code.cascades.get(table, ()):
            self.changed.add(other)
            self._written(other, alone=alone)
        for trigger in self.code.triggers.get(table, ()):
            self._code(trigger, alone=alone)

    def _written(self, table: str, *, alone: bool) -> None:
        (self.alone if alone else self.tables).add(table)
        self._table(table, alone=alone)

    def _code(self, code: Stored, *, alone: bool) -> None:
        names = code.body.names
        alone |= "AUTONOMOUS_TRANSACTION" in names
        self.anything |= not code.readable
        for operation in _writes(code.body):
            for table in _targets(operation):
                if not isinstance(operation, Insert):
                    self.changed.add(table)
                self._written(table, alone=alone)
        for name in names & self.code.stored.keys():
            if (name, alone) not in self._seen:
                self._seen.add((name, alone))
                for called in self.code.stored[name]:
                    self._code(called, alone=alone)


def written(body: Body) -> Iterator[str]:
    """The tables that code writes to, in its statements and in the texts that it runs."""
    for operation in _writes(body):
        yield from _targets(operation)


def _writes(body: Body) -> tuple[Operation, ...]:
    return (*body.writes, *body.dynamic)


def _targets(operation: Operation) -> Iterator[str]:
    match operation:
        case Insert(targets=targets):
            yield from (target.name[-1] for target in targets)
        case Update(target=target) | Merge(target=target) | Delete(target=target):
            yield target.name[-1]
