"""The code of a changelog that stands behind a changeset: what it calls, and what its writes fire.

Names are the words of a text, so that this finds too much rather than too little: a word of a
comment, or a column that has the name of a procedure.
"""

from __future__ import annotations

import re

from msgspec import Struct

from app.changelog.model import Changelog, Changeset, Statement
from app.sql.operations import Block, Create, CreateIndex, CreateTable, Odd

_WORD = re.compile(r"[^\W\d][\w$#]*")


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

    def of(self, changeset: Changeset) -> list[str]:
        """The texts of the views, triggers, synonyms and stored code that earlier changesets create
        and that ``changeset`` names, directly or through each other; in their order."""
        until = self._places[changeset.key]
        left = [c for c in self._created if c.place < until]
        named = set[str]().union(*(_words(s.text) for s in changeset.statements))
        found: list[_Created] = []
        while fresh := [c for c in left if not named.isdisjoint(c.names)]:
            left = [c for c in left if c not in fresh]
            found += fresh
            named.update(*(_words(c.text) for c in fresh))
        return [c.text for c in sorted(found, key=self._created.index)]


def _words(text: str) -> set[str]:
    return {word.upper() for word in _WORD.findall(text)}


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
