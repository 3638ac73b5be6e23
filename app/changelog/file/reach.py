"""How far one statement of a changelog reaches: the names that it defines, fills or alters, and
those that it names in turn.

Names are words of the text, and this finds too many rather than too few: a word of a comment, or
a column that has the name of a procedure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, Literal

from msgspec import Struct, structs

from app.changelog.model import Changeset, Check
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Column,
    Constraint,
    Create,
    CreateCode,
    CreateIndex,
    CreateTable,
    Delete,
    Insert,
    Merge,
    ModifyColumns,
    Odd,
    OddClause,
    Operation,
    RenameTable,
    Update,
)
from app.sql.part import NOTHING, Dynamic, Part
from app.sql.read import read_text
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
_SETS_SESSION = re.compile(r"ALTER\s+SESSION", re.IGNORECASE)
_TOLD_SESSION = words("SYS_CONTEXT USERENV V$SESSION")
KEPT = words("DBMS_RANDOM DBMS_APPLICATION_INFO")
"""Oracle's packages that may be called, and that keep something for the session."""

EVERYTHING: Final = "*"
"""Reaches every changeset."""


Kind = Literal["", "block", "code", "trigger", "other", "copy", "table"]


class Reach(Struct, frozen=True):
    """``place`` is that of its changeset. ``names``: what it defines, fills or alters; ``words``:
    what it names; ``tables``: what may be a table or a sequence there; ``numbers``: sequences that
    it takes numbers from.

    ``kind``: it makes ``code``, a ``trigger``, something that stands for ``other`` things, a
    ``copy`` of others' rows, or says what a ``table`` is made of; or it is a ``block``. ``inner``:
    what may be run or written where ``names`` are. ``shown``: with a changeset that it has to do
    with."""

    place: int
    text: str
    names: frozenset[str]
    words: frozenset[str]
    kind: Kind = ""
    inner: frozenset[str] = frozenset()
    tables: frozenset[str] = frozenset()
    numbers: frozenset[str] = frozenset()
    shown: bool = False


def reaches_of(changeset: Changeset, place: int) -> Iterator[Reach]:
    """One of the changeset itself, which names what its preconditions ask about; then those of its
    statements."""
    asked, tables = _asked_of(changeset)
    yield Reach(place, "", frozenset([executed_name(changeset.id, changeset.author)]), asked,
                tables=tables)  # fmt: skip
    for statement in changeset.statements:
        yield _reach(statement.operation, statement.text, place)
        if isinstance(statement.operation, Block):
            for text in _computed(statement.operation):
                yield structs.replace(_reach(read_text(text), text, place), text="")


def _reach(op: Operation, text: str, place: int) -> Reach:
    said = _said(op, text)
    kind, inner = _kind(op, said)
    return Reach(
        place,
        text,
        _names(op, said) | op.numbered_by,
        inner if kind == "table" else said,
        kind,
        inner,
        op.tables | op.numbered_by,
        op.numbered_by,
        kind in ("code", "trigger", "other", "copy") or (kind == "block" and "CREATE" in said),
    )


def _kind(op: Operation, said: frozenset[str]) -> tuple[Kind, frozenset[str]]:
    """What it makes, and what that may run or write."""
    match op:
        case CreateTable(query=query):
            whole = _called(op.columns, op.constraints) | _words(query.shown())
            return "table", said if op.odd else whole
        case AlterTable():
            return "table", _changed(op, said)
        case CreateIndex():
            return ("table", said) if _decides(op) else ("", frozenset())
        case CreateCode():
            return "trigger" if op.on else "code", said
        case Create(kind="VIEW" | "SYNONYM"):
            return "other", said
        case Create(kind="MATERIALIZED VIEW"):
            return "copy", said
        case Create():
            return "other", frozenset()
        case Block() | Odd():
            return "block", frozenset()
    return "", frozenset()


def _names(op: Operation, said: frozenset[str]) -> frozenset[str]:
    """What a statement defines, or whose rows, columns or numbers it may change. What it says to
    the session, and a trigger that it enables, reach everything."""
    match op:
        case Alter(action="COMPILE"):
            return frozenset()
        case AlterSession() | Alter(kind="TRIGGER"):
            return frozenset([EVERYTHING])
        case AlterTable(name=name, clauses=clauses):
            new = [clause.new for clause in clauses if isinstance(clause, RenameTable)]
            return _upper(name[-1], *new)
        case Alter(name=name):
            return _upper(*name[-1:])
        case Insert(targets=targets):
            return _upper(*(target.name[-1] for target in targets))
        case Update(target=target) | Merge(target=target) | Delete(target=target):
            return _upper(target.name[-1])
        case CreateIndex(on=on) as index:
            return _upper(*on[-1:]) if _decides(index) else frozenset()
        case Create(name=name, on=on):
            return _upper(*name[-1:], *on[-1:])
        case Block() | Odd():
            return said - _RESERVED
    return frozenset()


def _decides(op: CreateIndex) -> bool:
    """Whether an index may run code, or lets rows fail that would else be written."""
    calls = any(mention.called for mention in op.keys.mentions)
    return calls or bool(op.index_types) or "UNIQUE" in op.modifiers


def _upper(*names: str) -> frozenset[str]:
    return frozenset(name.upper() for name in names)


# -- what it names -------------------------------------------------------------------------------


def executed_name(id_: str, author: str) -> str:
    """The name by which a precondition asks whether a changeset was executed."""
    return f"{id_}::{author}"


def _asked_of(changeset: Changeset) -> tuple[frozenset[str], frozenset[str]]:
    """What the preconditions ask about, and what of that may be a table."""
    asked, tables = set[str](), set[str]()
    for check in changeset.preconditions.every() if changeset.preconditions else ():
        if check.kind == "changeset-executed":
            asked.add(executed_name(check.name, check.schema))
        elif check.operation is not None:
            asked |= _said(check.operation, check.sql)
            tables |= check.operation.tables
        else:
            asked |= _upper(check.name, check.of)
            tables |= _upper(check.name, check.of)
    return frozenset(asked), frozenset(tables)


def _said(op: Operation, text: str) -> frozenset[str]:
    """Names in the text of a statement and in the texts that it puts together and runs. Also what
    keeps something for the session is a name, and where nobody can tell, it names everything."""
    texts = [text, *_computed(op)]
    found = frozenset[str]().union(*(_words(one) for one in texts))
    unknown = any(one is None for one in _run(op))
    if unknown or any(_SETS_SESSION.search(one) for one in texts):
        found |= {EVERYTHING}
    return found if found.isdisjoint(_TOLD_SESSION) else found | {"DBMS_APPLICATION_INFO"}


def _run(op: Operation) -> Iterator[str | None]:
    if isinstance(op, Block | CreateCode):
        yield from (act.text for act in op.body.acts if isinstance(act, Dynamic))
        yield from (m.runs.text for m in op.body.mentions if m.runs is not None)


def _computed(op: Operation) -> list[str]:
    return [text for text in _run(op) if text is not None]


def _words(text: str) -> frozenset[str]:
    """Names in a text, also those in its comments and literals."""
    found = set()
    for word in _WORD.findall(text):
        if word[0] == '"':
            found |= {part.upper() for part in (word[1:-1], *_WORD.findall(word[1:-1]))}
        else:
            found.add(word.upper())
    return frozenset(found)


def _changed(op: AlterTable, said: frozenset[str]) -> frozenset[str]:
    found = set[str]()
    for clause in op.clauses:
        match clause:
            case AddColumns(columns=columns, constraints=constraints):
                found |= _called(columns, constraints)
            case ModifyColumns(columns=columns):
                found |= _called(columns, ())
            case AddConstraint(constraints=constraints):
                found |= _called((), constraints)
            case OddClause():
                return said
    return frozenset(found)


def _called(columns: Iterable[Column], constraints: Iterable[Constraint]) -> frozenset[str]:
    """What rows of a table may run or hold: functions and sequences of defaults, computed columns
    and checks, and types. Of a foreign key nothing: it changes no row that is written."""
    parts: list[Part] = [c.condition for c in constraints]
    found = set[str]()
    for column in columns:
        parts += [column.default or NOTHING, column.virtual or NOTHING, column.identity or NOTHING]
        parts += [c.condition for c in column.constraints]
        found |= _words(column.type).union(column.others)
    return frozenset(found.union(*(_words(part.shown()) for part in parts)))


# -- how it is told --------------------------------------------------------------------------------


def circumstances(changeset: Changeset) -> list[object]:
    """What beside its text decides whether and how often ``changeset`` runs, and at whom."""
    before = changeset.preconditions
    return [
        [changeset.contexts, changeset.outer_contexts, changeset.labels, changeset.dbms],
        [changeset.ignore, changeset.run_always, changeset.run_on_change, changeset.fail_on_error],
        changeset.run_with,
        [before.on_fail, before.on_error] if before else [],
        [told(check) for check in before.checks] if before else [],
    ]


def told(check: Check) -> list[object]:
    """All that a precondition asks."""
    said: list[object] = [check.kind, check.sql, check.expected, check.name, check.schema]
    if check.of or check.checks:
        said += [check.of, [told(inner) for inner in check.checks]]
    return said
