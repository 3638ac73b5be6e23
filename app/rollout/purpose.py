"""What a changelog changes in the data on purpose, read from its statements.

A fingerprint proves that everything else is as it was, so this must never name more than the
statements say: a column that an announced UPDATE or MERGE assigns, or one that the changelog itself
brought and fills; a table that an INSERT or MERGE lets grow; a column that is renamed or gets
another kind of type. What cannot be told from the text (triggers, code that was there before), and
what nobody announced, is not named, and shows as a difference.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from msgspec import Struct, field

from app.changelog import Changelog
from app.sql.lexer import Kind, Token, tokens
from app.sql.operations import AddColumns, AlterTable, CreateTable, Operation
from app.sql.tokens import depths, is_name, is_op, is_word, name_at
from app.sql.words import words

_NO_TYPE: Final = words(
    "DEFAULT NOT NULL CONSTRAINT CHECK PRIMARY UNIQUE REFERENCES VISIBLE INVISIBLE ENABLE"
)
_SET_ENDS: Final = ("WHERE", "WHEN", "RETURNING", "RETURN", "LOG", "DELETE")
_STORED: Final = ("PACKAGE", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE")
_DYNAMIC_DEPTH: Final = 3


class Purpose(Struct, frozen=True):
    """Names in upper case as the dictionary has them, tables without their owner.

    ``assigned``: table to columns. ``growing``: tables. ``renamed``: table to old to new name.
    ``retyped``: table to column to the first word of its new type.
    """

    assigned: dict[str, frozenset[str]] = field(default_factory=dict)
    growing: frozenset[str] = frozenset()
    renamed: dict[str, dict[str, str]] = field(default_factory=dict)
    retyped: dict[str, dict[str, str]] = field(default_factory=dict)

    @property
    def writes(self) -> tuple[str, ...]:
        """``TABLE.COLUMN`` for each column that is assigned, ``TABLE`` for each that grows."""
        columns = [f"{table}.{c}" for table, names in self.assigned.items() for c in names]
        return tuple(sorted([*columns, *self.growing]))

    def unproven(self, table: str, types: Mapping[str, str]) -> frozenset[str]:
        """The columns of ``table`` (name to type now) whose content cannot be compared."""
        other_kind = {
            column
            for column, kind in self.retyped.get(table, {}).items()
            if column in types and base(types[column]) != base(kind)
        }
        return (
            self.assigned.get(table, frozenset()) | self.renamed.get(table, {}).keys() | other_kind
        )


def base(type_name: str) -> str:
    """The kind of a type: ``VARCHAR2(30 CHAR)`` and ``VARCHAR2(10)`` are one kind."""
    words = type_name.partition("(")[0].split()
    first = words[0].upper() if words else ""
    return {"VARCHAR": "VARCHAR2", "DECIMAL": "NUMBER", "NUMERIC": "NUMBER"}.get(first, first)


def read(changelog: Changelog, keys: Collection[str], announced: Collection[str]) -> Purpose:
    """What the changesets ``keys`` do on purpose; ``announced`` are those whose change of data the
    release announces."""
    found = _Reader()
    for changeset in changelog.changesets:
        found.announced = changeset.key in announced
        for statement in changeset.statements:
            found.brought(statement.operation)
            if changeset.key in keys:
                found.statement(tokens(statement.text))
    return Purpose(
        {table: frozenset(columns) for table, columns in found.on_purpose().items()},
        frozenset(found.growing),
        found.renamed,
        found.retyped,
    )


class _Reader:
    def __init__(self) -> None:
        self.announced = False
        self.assigned: dict[str, set[str]] = {}
        self.unannounced: dict[str, set[str]] = {}
        # What the changelog itself brings: a table as a whole (None), or columns of one.
        self.new: dict[str, set[str] | None] = {}
        self.growing: set[str] = set()
        self.renamed: dict[str, dict[str, str]] = {}
        self.retyped: dict[str, dict[str, str]] = {}
        # Stored code of this changelog, by name: its writes happen where a block names it.
        self.code: dict[str, Sequence[Token]] = {}

    def statement(self, found: Sequence[Token], depth: int = 0) -> None:
        if not found or depth > _DYNAMIC_DEPTH:
            return
        if is_word(found[0], "CREATE"):
            self._created(found)
        elif is_word(found[0], "ALTER"):
            self._altered(found)
        elif not is_word(found[0], "COMMENT", "GRANT"):
            self._writes(found, depth)

    def brought(self, operation: Operation) -> None:
        """Note the table or the columns that a statement creates."""
        if isinstance(operation, CreateTable):
            self.new[operation.name[-1]] = None
        elif isinstance(operation, AlterTable):
            columns = self.new.setdefault(operation.name[-1], set())
            if columns is not None:
                added = [c for c in operation.clauses if isinstance(c, AddColumns)]
                columns.update(column.name for clause in added for column in clause.columns)

    def on_purpose(self) -> dict[str, set[str]]:
        """What was assigned: by announced changesets all of it, by others what is new itself."""
        found = {table: set(columns) for table, columns in self.assigned.items()}
        for table, columns in self.unannounced.items():
            new = self.new.get(table, set())
            kept = columns if new is None else columns & new
            if kept:
                found.setdefault(table, set()).update(kept)
        return found

    def _assign(self, table: str, columns: Iterable[str]) -> None:
        told = self.assigned if self.announced else self.unannounced
        told.setdefault(table, set()).update(columns)

    def _created(self, found: Sequence[Token]) -> None:
        kind = next((i for i, t in enumerate(found[:8]) if is_word(t, *_STORED)), None)
        if kind is None:
            return
        begin = kind + (2 if is_word(found[min(kind + 1, len(found) - 1)], "BODY") else 1)
        names, behind = name_at(found, begin)
        if names:
            self.code[names[-1]] = [*self.code.get(names[-1], ()), *found[behind:]]

    def _altered(self, found: Sequence[Token]) -> None:
        if len(found) < 3 or not is_word(found[1], "TABLE"):
            return
        begin = 4 if [t.value for t in found[2:4]] == ["IF", "EXISTS"] else 2
        names, at = name_at(found, begin)
        if not names:
            return
        table = names[-1]
        for i in range(at, len(found)):
            if is_word(found[i], "RENAME") and is_word(found[min(i + 1, len(found) - 1)], "COLUMN"):
                part = found[i + 2 : i + 5]
                if len(part) == 3 and is_word(part[1], "TO"):
                    self.renamed.setdefault(table, {})[part[0].value] = part[2].value
            elif is_word(found[i], "MODIFY"):
                self._modified(table, found[i + 1 :])

    def _modified(self, table: str, found: Sequence[Token]) -> None:
        """``MODIFY column type ...`` or ``MODIFY (column type ..., column type ...)``."""
        heads = [0]
        if found and is_op(found[0], "("):
            levels = depths(found)
            heads = [
                i + 1
                for i, token in enumerate(found)
                if i == 0 or (levels[i] == 1 and is_op(token, ","))
            ]
        for head in heads:
            pair = found[head : head + 2]
            typed = len(pair) == 2 and is_name(pair[0]) and is_word(pair[1])
            if typed and pair[1].value not in _NO_TYPE:
                self.retyped.setdefault(table, {})[pair[0].value] = pair[1].value

    def _writes(self, found: Sequence[Token], depth: int) -> None:
        """Every INSERT, UPDATE and MERGE in one statement or block, and in its dynamic SQL."""
        for i, token in enumerate(found):
            if token.kind is Kind.STRING:
                inner = tokens(token.value)
                if inner and is_word(inner[0], "INSERT", "UPDATE", "MERGE", "BEGIN", "DECLARE"):
                    self.statement(inner, depth + 1)
            elif is_word(token, "UPDATE"):
                self._update(found, i)
            elif is_word(token, "MERGE"):
                self._merge(found, i)
            elif is_word(token, "INTO") and _inserts(found, i):
                self._grows(found, i + 1)
            elif is_name(token) and token.value in self.code:
                body = self.code.pop(token.value)  # once is enough, and ends a recursion
                self._writes(body, depth + 1)

    def _grows(self, found: Sequence[Token], at: int) -> None:
        names, _ = name_at(found, at)
        if names:
            self.growing.add(names[-1])

    def _update(self, found: Sequence[Token], at: int) -> None:
        names, behind = name_at(found, at + 1)
        begin = next(
            (i for i in range(behind, min(behind + 12, len(found))) if is_word(found[i], "SET")),
            None,
        )
        if names and begin is not None and names != ["SET"]:
            self._assign(names[-1], _assigned(found[begin + 1 :]))

    def _merge(self, found: Sequence[Token], at: int) -> None:
        if not is_word(found[min(at + 1, len(found) - 1)], "INTO"):
            return
        names, behind = name_at(found, at + 2)
        if not names:
            return
        end = next((i for i in range(behind, len(found)) if is_op(found[i], ";")), len(found))
        for i in range(behind, end - 1):
            if is_word(found[i], "UPDATE") and is_word(found[i + 1], "SET"):
                self._assign(names[-1], _assigned(found[i + 2 : end]))
            elif is_word(found[i], "THEN") and is_word(found[i + 1], "INSERT"):
                self.growing.add(names[-1])


def _inserts(found: Sequence[Token], at: int) -> bool:
    """Whether the INTO at index ``at`` belongs to INSERT INTO, INSERT ALL or INSERT FIRST."""
    if at and is_word(found[at - 1], "INSERT"):
        return True
    for i in range(at - 1, 0, -1):
        if is_op(found[i], ";"):
            return False
        if is_word(found[i], "ALL", "FIRST") and is_word(found[i - 1], "INSERT"):
            return True
    return False


def _assigned(found: Sequence[Token]) -> Iterable[str]:
    """The columns of a SET clause: ``a = .., t.b = .., (c, d) = (select ..)``."""
    levels = depths(found)
    expecting = True
    cases = 0
    for i, token in enumerate(found):
        if is_word(token, "CASE", "END"):  # its WHEN is not the next one of a MERGE
            cases += 1 if token.value == "CASE" else -1
        if cases > 0:
            continue
        if levels[i] < 0 or (levels[i] == 0 and (is_op(token, ";") or is_word(token, *_SET_ENDS))):
            return
        if levels[i] == 0 and is_op(token, ","):
            expecting = True
        elif expecting and levels[i] == 0 and is_name(token):
            yield name_at(found, i)[0][-1]
            expecting = False
        elif expecting and levels[i] == 0 and is_op(token, "("):
            yield from _listed(found, i + 1)
            expecting = False


def _listed(found: Sequence[Token], at: int) -> Iterable[str]:
    while at < len(found) and not is_op(found[at], ")"):
        names, behind = name_at(found, at)
        if names:
            yield names[-1]
        at = max(behind, at + 1)
