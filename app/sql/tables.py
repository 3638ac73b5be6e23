"""Reads the inside of CREATE TABLE and ALTER TABLE: columns, constraints, clauses.

Each function takes what it knows from a cursor and raises NotRead at the first word that it does
not know.
"""

from __future__ import annotations

from app.sql.cursor import Cursor, NotRead, split
from app.sql.lexer import Kind
from app.sql.operations import (
    AddColumns,
    AddConstraint,
    AddPartition,
    AlterTable,
    Clause,
    Column,
    Constraint,
    ModifyColumns,
    ModifyConstraint,
    OddClause,
    RenameColumn,
    RenameConstraint,
    RenameTable,
    SetState,
)
from app.sql.part import NOTHING, Name, Part, Tokens
from app.sql.tokens import is_name, is_op, is_word
from app.sql.types import type_at
from app.sql.words import words

_NOT_A_TYPE = words(
    """
    DEFAULT NOT NULL CONSTRAINT CHECK PRIMARY UNIQUE REFERENCES VISIBLE INVISIBLE GENERATED AS
    ENCRYPT DECRYPT DROP ENABLE DISABLE COLLATE SORT DOMAIN ANNOTATIONS ADD MODIFY
    RENAME
    """
)
_AFTER_DEFAULT = _NOT_A_TYPE - {"AS", "NULL"}
_OUT_OF_LINE = ("CONSTRAINT", "UNIQUE", "PRIMARY", "FOREIGN", "CHECK")
_INLINE = ("CONSTRAINT", "UNIQUE", "PRIMARY", "REFERENCES", "CHECK", "NOT", "NULL")
_STATES = ("VALIDATE", "NOVALIDATE", "DEFERRABLE", "RELY", "NORELY", "PRECHECK", "NOPRECHECK")
_OF_A_TABLE = ("CONSTRAINT", "PRIMARY", "UNIQUE", "ALL", "TABLE", "ROW")
_STORED = ("LOB", "NESTED", "VARRAY", "XMLTYPE")
"""What begins the storage of a column."""
_NUMBERED = words("PCTFREE PCTUSED INITRANS MAXTRANS")
_MAYBE_NUMBERED = words("COMPRESS PARALLEL")
_PLAIN = words(
    """
    LOGGING NOLOGGING LOCAL GLOBAL REVERSE NOREVERSE SORT NOSORT NOCOMPRESS NOPARALLEL ONLINE
    VISIBLE INVISIBLE
    """
)
_IDENTITY = words(
    """
    NOCACHE CYCLE NOCYCLE ORDER NOORDER NOMINVALUE NOMAXVALUE KEEP NOKEEP SCALE NOSCALE EXTEND
    NOEXTEND
    """
)
_NO_COLUMN = words("PARTITION SUBPARTITION LOB NESTED VARRAY DEFAULT COLUMN CLUSTERING OPAQUE")


def alter_table(c: Cursor) -> AlterTable:
    """Behind ``ALTER TABLE``."""
    if_exists = c.take_all("IF EXISTS")
    name = c.path()
    clauses: list[Clause] = []
    while not c.done:
        begin = c.at
        try:
            clauses.append(_clause(c))
        except NotRead:
            c.at = begin
            clauses.append(OddClause(c.rest()))
    if not clauses:
        raise NotRead
    return AlterTable(c.found, name, tuple(clauses), if_exists)


def items(group: Tokens) -> tuple[tuple[Column, ...], tuple[Constraint, ...]]:
    """What stands between the parentheses of CREATE TABLE or ADD."""
    columns: list[Column] = []
    constraints: list[Constraint] = []
    for part in split(group):
        c = Cursor(part)
        if c.sees(*_OUT_OF_LINE):
            constraints.append(constraint(c, inline=False))
        else:
            columns.append(column(c))
        c.need_end()
    return tuple(columns), tuple(constraints)


def _clause(c: Cursor) -> Clause:
    begin = c.at
    match c.need("ADD", "MODIFY", "RENAME", "ENABLE", "DISABLE"):
        case "ADD":
            return _add(c, begin)
        case "MODIFY":
            return _modify(c, begin)
        case "RENAME":
            return _rename(c, begin)
        case switch:
            return _switch(c, begin, switch == "ENABLE")


def _add(c: Cursor, begin: int) -> Clause:
    if c.sees_op("("):
        columns, constraints = items(c.group())
        _column_storage(c)
        if columns:
            return AddColumns(c.since(begin), columns, constraints)
        return AddConstraint(c.since(begin), constraints)
    if c.take("PARTITION"):
        return _add_partition(c, begin)
    if c.sees("OVERFLOW", "SUPPLEMENTAL", "PERIOD", "SUBPARTITION", "VALUES"):
        raise NotRead
    if c.sees(*_OUT_OF_LINE):
        several = []
        while c.sees(*_OUT_OF_LINE):
            several.append(constraint(c, inline=False, alone=False))
        return AddConstraint(c.since(begin), tuple(several))
    one = column(c, alone=False)
    _column_storage(c)
    return AddColumns(c.since(begin), (one,))


def _add_partition(c: Cursor, begin: int) -> AddPartition:
    name = "" if c.sees("VALUES") else c.name()
    c.need("VALUES")
    c.take_all("LESS THAN")
    c.group()
    _physical(c)
    return AddPartition(c.since(begin), name)


def _modify(c: Cursor, begin: int) -> Clause:
    if c.sees("CONSTRAINT", "PRIMARY", "UNIQUE"):
        at = c.at
        kind, name, columns = _which(c)
        state = _state(c, alone=False)
        if not state:
            raise NotRead
        if c.take("CASCADE"):
            state = (*state, "CASCADE")
        which = Constraint(c.since(at), kind, name, columns, state=state)
        return ModifyConstraint(c.since(begin), which)
    if c.sees_op("("):
        columns_ = []
        for part in split(c.group()):
            inner = Cursor(part)
            columns_.append(column(inner, needs_more=True))
            inner.need_end()
        _column_storage(c)
        return ModifyColumns(c.since(begin), tuple(columns_))
    if c.sees(*_NO_COLUMN):
        raise NotRead
    one = column(c, alone=False, needs_more=True)
    return ModifyColumns(c.since(begin), (one,))


def _rename(c: Cursor, begin: int) -> Clause:
    if c.take("TO"):
        return RenameTable(c.since(begin), c.name())
    kind = c.need("COLUMN", "CONSTRAINT")
    old = c.name()
    c.need("TO")
    new = c.name()
    made = RenameColumn if kind == "COLUMN" else RenameConstraint
    return made(c.since(begin), old, new)


def _switch(c: Cursor, begin: int, enabled: bool) -> SetState:
    state: tuple[str, ...] = ()
    if validate := c.take("VALIDATE", "NOVALIDATE"):
        state = (validate,)
    for what in ("ALL TRIGGERS", "TABLE LOCK", "ROW MOVEMENT"):
        if not state and c.take_all(what):
            return SetState(c.since(begin), enabled, what)
    kind, name, columns = _which(c)
    state = (*state, *_state(c, alone=False))
    for words_ in ("CASCADE", "KEEP INDEX"):
        if c.take_all(words_):
            state = (*state, words_)
    return SetState(c.since(begin), enabled, kind or "CONSTRAINT", name, columns, state)


def _which(c: Cursor) -> tuple[str, str, tuple[str, ...]]:
    """The kind, name and columns of a constraint that is there: ``CONSTRAINT C``, ``PRIMARY KEY``,
    ``UNIQUE (A)``."""
    if c.take("CONSTRAINT"):
        return "", c.name(), ()
    if c.take_all("PRIMARY KEY"):
        return "PRIMARY KEY", "", ()
    c.need("UNIQUE")
    return "UNIQUE", "", c.names()


# -- columns -----------------------------------------------------------------------------------


def column(c: Cursor, *, alone: bool = True, needs_more: bool = False) -> Column:
    """A column's definition. ``alone``: nothing but it stands in the cursor; else a clause may
    follow. ``needs_more``: a name says nothing (MODIFY)."""
    begin = c.at
    name = c.name()
    parts = _Parts()
    if not c.done and is_name(c.found[c.at]) and not c.sees(*_NOT_A_TYPE):
        parts.type, c.at = type_at(c.found, c.at)
    while not c.done and not c.sees("ADD", "MODIFY", "RENAME", *_STORED):
        if not alone and _clause_begins(c):
            break
        _column_part(c, parts, alone)
    if needs_more and c.at == begin + 1:
        raise NotRead
    return Column(
        c.since(begin),
        name,
        parts.type,
        parts.default,
        parts.on_null,
        parts.identity,
        parts.drops_identity,
        parts.virtual,
        tuple(parts.constraints),
        tuple(parts.others),
    )


class _Parts:
    """What was read of a column so far."""

    def __init__(self) -> None:
        self.type = ""
        self.default: Part | None = None
        self.on_null = False
        self.identity: Part | None = None
        self.drops_identity = False
        self.virtual: Part | None = None
        self.constraints: list[Constraint] = []
        self.others: list[str] = []

    @property
    def filled(self) -> bool:
        """Whether it is said already where its values come from."""
        return self.default is not None or self.identity is not None or self.virtual is not None


def _column_part(c: Cursor, parts: _Parts, alone: bool) -> None:
    if c.sees("DEFAULT", "GENERATED", "AS"):
        if parts.filled:
            raise NotRead
        _source(c, parts)
    elif c.sees(*_INLINE):
        parts.constraints.append(constraint(c, inline=True, alone=alone))
    elif c.take_all("DROP IDENTITY"):
        parts.drops_identity = True
    elif c.take("COLLATE"):
        c.name()
        parts.others.append("COLLATE")
    elif c.take("DOMAIN"):
        c.path()
        parts.others.append("DOMAIN")
    elif c.take("ANNOTATIONS"):
        c.group()
        parts.others.append("ANNOTATIONS")
    elif c.sees("ENCRYPT"):
        _encrypt(c)
        parts.others.append("ENCRYPT")
    else:
        parts.others.append(c.need("VISIBLE", "INVISIBLE", "SORT", "DECRYPT"))


def _source(c: Cursor, parts: _Parts) -> None:
    """DEFAULT, GENERATED … AS IDENTITY, or [GENERATED ALWAYS] AS (expression)."""
    if c.take("DEFAULT"):
        if c.take_all("ON NULL"):
            parts.on_null = True
            if c.take("FOR"):
                c.need("INSERT")
                if not c.take("ONLY"):
                    c.need_all("AND UPDATE")
        parts.default = Part(_expression(c))
        return
    generated = c.take("GENERATED")
    by_default = bool(generated) and c.take_all("BY DEFAULT")
    if by_default:
        parts.on_null = c.take_all("ON NULL")
        if parts.on_null and c.take("FOR"):
            c.need("INSERT")
            if not c.take("ONLY"):
                c.need_all("AND UPDATE")
    elif generated:
        c.take("ALWAYS")
    c.need("AS")
    if generated and c.take("IDENTITY"):
        parts.identity = Part(c.group() if c.sees_op("(") else _bare_identity(c))
    elif by_default:
        raise NotRead
    else:
        parts.virtual = Part(c.group())
        c.take("VIRTUAL", "STORED", "MATERIALIZED")


def _bare_identity(c: Cursor) -> Tokens:
    """Options of an identity without parentheses."""
    begin = c.at
    while not c.done:
        if c.take_all("START WITH LIMIT VALUE") or c.take(*_IDENTITY):
            continue
        if not (c.take_all("START WITH") or c.take_all("INCREMENT BY")
                or c.take("CACHE", "MINVALUE", "MAXVALUE")):  # fmt: skip
            break
        c.take_op("-")
        c.need_kind(Kind.NUMBER)
    return c.since(begin)


def _expression(c: Cursor) -> Tokens:
    """The value of a DEFAULT; NULL is one, NOT NULL behind it is not."""
    begin = c.at
    if not c.take("NULL"):
        c.until(_expression_ends)
    found = c.since(begin)
    if not found:
        raise NotRead
    return found


def _expression_ends(c: Cursor) -> bool:
    if c.sees("NULL"):
        return not is_op(c.found[c.at - 1], "||")
    return c.sees(*_AFTER_DEFAULT, *_STORED) or c.sees_op(",")


def _encrypt(c: Cursor) -> None:
    c.need("ENCRYPT")
    if c.take("USING"):
        c.need_kind(Kind.STRING)
    if not c.done and c.found[c.at].kind is Kind.STRING:
        c.next()
    c.take("NO")
    c.take("SALT")


def _column_storage(c: Cursor) -> None:
    """How LOBs, nested tables and XML are stored; nothing else of a clause hangs on it."""
    while c.sees(*_STORED):
        head = c.next().value
        if head == "LOB":
            c.names()
        elif head == "NESTED":
            c.need("TABLE")
            c.name()
        else:
            c.take("COLUMN")
            c.name()
        c.need_all("STORE AS")
        while c.take("SECUREFILE", "BASICFILE", "CLOB", "BINARY", "XML", "LOB"):
            pass
        if not c.done and is_name(c.found[c.at]) and not c.sees("ADD", "MODIFY", "RENAME",
                                                               "ENABLE", "DISABLE"):  # fmt: skip
            c.name()
        if c.sees_op("("):
            c.group()


# -- constraints -------------------------------------------------------------------------------


def constraint(c: Cursor, *, inline: bool, alone: bool = True) -> Constraint:
    """One constraint with its state; ``alone`` as for ``column``."""
    begin = c.at
    name = c.name() if c.take("CONSTRAINT") else ""
    columns: tuple[str, ...] = ()
    references: Name = ()
    condition = NOTHING
    if inline and c.take_all("NOT NULL"):
        kind = "NOT NULL"
    elif inline and c.take("NULL"):
        kind = "NULL"
    elif c.take("UNIQUE"):
        kind, columns = "UNIQUE", () if inline else c.names()
    elif c.take_all("PRIMARY KEY"):
        kind, columns = "PRIMARY KEY", () if inline else c.names()
    elif c.take("CHECK"):
        kind, condition = "CHECK", Part(c.group())
    else:
        kind = "FOREIGN KEY"
        if not inline:
            c.need_all("FOREIGN KEY")
            columns = c.names()
        references = _references(c)
    state = _state(c, alone)
    return Constraint(c.since(begin), kind, name, columns, references, condition, state)


def _references(c: Cursor) -> Name:
    c.need("REFERENCES")
    other = c.path()
    if c.sees_op("("):
        c.names()
    if c.take_all("ON DELETE") and not c.take("CASCADE"):
        c.need_all("SET NULL")
    return other


def _clause_begins(c: Cursor) -> bool:
    """Whether ENABLE or DISABLE here is a clause of the table and not a constraint's state."""
    if not c.sees("ENABLE", "DISABLE"):
        return False
    ahead = Cursor(c.found)
    ahead.at = c.at + 1
    ahead.take("VALIDATE", "NOVALIDATE")
    return ahead.sees(*_OF_A_TABLE)


def _state(c: Cursor, alone: bool) -> tuple[str, ...]:
    state = []
    while True:
        if not alone and _clause_begins(c):
            break
        if word := c.take("ENABLE", "DISABLE", *_STATES):
            state.append(word)
        elif c.take_all("NOT DEFERRABLE"):
            state.append("NOT DEFERRABLE")
        elif c.take("INITIALLY"):
            state.append(f"INITIALLY {c.need('IMMEDIATE', 'DEFERRED')}")
        elif c.take_all("USING INDEX"):
            _index(c)
            state.append("USING INDEX")
        elif c.take_all("EXCEPTIONS INTO"):
            c.path()
            state.append("EXCEPTIONS INTO")
        else:
            break
    return tuple(state)


def _index(c: Cursor) -> None:
    """The index of a constraint: one by name, one made here, or how it is stored."""
    if c.sees_op("("):
        _index_made_here(Cursor(c.group()))
        return
    known = (*_NUMBERED, *_MAYBE_NUMBERED, *_PLAIN, *_STATES, *_INLINE, "TABLESPACE", "STORAGE",
             "COMPUTE", "ENABLE", "DISABLE", "EXCEPTIONS", "INITIALLY", "ADD", "MODIFY", "RENAME",
             "KEEP", "CASCADE")  # fmt: skip
    if not c.done and is_name(c.found[c.at]) and not c.sees(*known):
        c.path()
    _physical(c)


def _index_made_here(c: Cursor) -> None:
    """``CREATE INDEX`` in the parentheses of a constraint: of plain columns, as Oracle wants it. An
    expression would run code to be stored."""
    c.need("CREATE")
    c.take("UNIQUE", "BITMAP")
    c.need("INDEX")
    c.path()
    c.need("ON")
    c.path()
    if any(is_op(token, "(") for token in c.group()):
        raise NotRead
    if any(is_word(token, "INDEXTYPE") for token in c.rest()):
        raise NotRead


def _physical(c: Cursor) -> None:
    """Where and how rows are stored; all of it may be there twice without harm."""
    while True:
        if c.take(*_NUMBERED):
            c.need_kind(Kind.NUMBER)
        elif c.take(*_MAYBE_NUMBERED):
            if not c.done and c.found[c.at].kind is Kind.NUMBER:
                c.next()
        elif c.take("TABLESPACE"):
            c.name()
        elif c.take("STORAGE"):
            c.group()
        elif not c.take(*_PLAIN) and not c.take_all("COMPUTE STATISTICS"):
            break
