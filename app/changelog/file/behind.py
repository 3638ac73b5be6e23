"""What of a changelog stands behind a changeset: the code that it calls and that its writes fire,
and what comes before it and decides what its names, its values and its conditions mean.

Names are the words of a text, so that this finds too much rather than too little: a word of a
comment, or a column that has the name of a procedure.
"""

from __future__ import annotations

import re

from msgspec import Struct

from app.changelog.model import Changelog, Changeset, Statement
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Create,
    CreateIndex,
    CreateTable,
    Insert,
    Merge,
    Odd,
    Update,
)
from app.sql.words import words

_WORD = re.compile(r'"[^"]+"|[^\W\d][\w$#]*')
_RESERVED = words(
    """
    BEGIN END DECLARE EXCEPTION EXECUTE IMMEDIATE IF THEN ELSE ELSIF LOOP FOR IN IS AS SELECT INSERT
    INTO UPDATE SET DELETE FROM WHERE VALUES AND OR NOT NULL CREATE ALTER TABLE TRIGGER ON BY ORDER
    PROCEDURE FUNCTION NUMBER VARCHAR2 DATE WHEN OTHERS RAISE
    """
)
"""What nobody calls a table or his code, and every block may say."""


class _Created(Struct, frozen=True, gc=False):
    """A statement that creates code: the place of its changeset, and how it may be reached."""

    place: int
    names: frozenset[str]
    text: str


class CodeBehind:
    """Reads a changelog once, and then answers for each of its changesets."""

    def __init__(self, changelog: Changelog) -> None:
        self._places = {c.key: n for n, c in enumerate(changelog.changesets)}
        self._created = [
            _Created(place, names, statement.text)
            for place, changeset in enumerate(changelog.changesets)
            for statement in changeset.statements
            if (names := _reached_by(statement))
        ]
        self._moved = [
            _Created(place, moved, statement.text)
            for place, changeset in enumerate(changelog.changesets)
            for statement in changeset.statements
            if (moved := _moves(statement))
        ]

    def of(self, changeset: Changeset) -> list[str]:
        """The texts of the views, triggers, synonyms and stored code that earlier changesets create
        and that ``changeset`` names, directly or through each other; in their order."""
        return [c.text for c in self._named_by(changeset, self._created)]

    def before(self, changeset: Changeset) -> list[str]:
        """The texts of earlier statements that fill or alter tables which ``changeset`` names,
        directly or through each other, that may do so, or that set something in its session; in
        their order. What ``changeset`` writes, and where, hangs on them."""
        return [c.text for c in self._before(changeset)]

    def sources(self, changeset: Changeset) -> dict[str, list[str]]:
        """The texts of ``before`` by the key of the earlier changeset that they are of."""
        keys = list(self._places)
        found: dict[str, list[str]] = {}
        for created in self._before(changeset):
            found.setdefault(keys[created.place], []).append(created.text)
        return found

    def _before(self, changeset: Changeset) -> list[_Created]:
        return self._named_by(changeset, sorted([*self._created, *self._moved], key=_place))

    def _named_by(self, changeset: Changeset, those: list[_Created]) -> list[_Created]:
        until = self._places[changeset.key]
        left = [(n, c) for n, c in enumerate(those) if c.place < until]
        named = set[str]().union(*(_words(s.text) for s in changeset.statements)) | {_ALL}
        found: dict[int, _Created] = {}
        while fresh := {n: c for n, c in left if not named.isdisjoint(c.names)}:
            left = [(n, c) for n, c in left if n not in fresh]
            found |= fresh
            named.update(*(_words(c.text) for c in fresh.values()))
        return [found[n] for n in sorted(found)]


_ALL = "*"
"""Reaches every changeset."""


def _place(created: _Created) -> int:
    return created.place


def _words(text: str) -> set[str]:
    """Names in a text, also those in its comments and literals."""
    found = set()
    for word in _WORD.findall(text):
        if word[0] == '"':
            found |= {part.upper() for part in (word[1:-1], *_WORD.findall(word[1:-1]))}
        else:
            found.add(word.upper())
    return found


def _moves(statement: Statement) -> frozenset[str]:
    """The names of the tables whose rows or columns a statement may change, none where it changes
    none. What it says to the session, and a trigger that it enables, reach everything."""
    match statement.operation:
        case AlterSession():
            return frozenset([_ALL])
        case Alter(kind="TRIGGER"):
            return frozenset([_ALL])
        case AlterTable(name=name):
            return frozenset([name[-1].upper()])
        case Insert(targets=targets):
            return frozenset(target.name[-1].upper() for target in targets)
        case Update(target=target) | Merge(target=target):
            return frozenset([target.name[-1].upper()])
        case CreateTable(name=name, query=query) if query:
            return frozenset([name[-1].upper()])
        case Block() | Odd():
            return frozenset(_words(statement.text) - _RESERVED)
    return frozenset()


def _reached_by(statement: Statement) -> frozenset[str]:
    """The names by which the code that a statement brings into being may be reached, a trigger by
    its table; none for tables, indexes and data.

    A block that contains CREATE in dynamic SQL may be reached by any of its words.
    """
    match statement.operation:
        case CreateTable() | CreateIndex():
            return frozenset()
        case Create(name=name, on=on):
            return frozenset(part.upper() for part in (*name[-1:], *on[-1:]))
        case Block() | Odd() if "CREATE" in statement.text.upper():
            return frozenset(_words(statement.text))
    return frozenset()
