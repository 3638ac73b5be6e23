"""Reads CREATE, ALTER of anything but a table, COMMENT and GRANT."""

from __future__ import annotations

from collections.abc import Callable

from app.sql import tables, tails
from app.sql.cursor import Cursor, NotRead, split
from app.sql.lexer import Kind
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Body,
    Column,
    Comment,
    Constraint,
    Create,
    CreateCode,
    CreateIndex,
    CreateTable,
    Grant,
    Privilege,
)
from app.sql.part import NOTHING, Name, Part, Tokens
from app.sql.tokens import is_name, is_op, is_word
from app.sql.words import words

_CODE = ("PACKAGE BODY", "TYPE BODY", "PACKAGE", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE")
_OTHER = ("MATERIALIZED VIEW LOG", "MATERIALIZED VIEW", "SEQUENCE", "VIEW", "SYNONYM", "DOMAIN")
_MODIFIERS = words(
    """
    FORCE NO NOFORCE EDITIONABLE NONEDITIONABLE EDITIONING PUBLIC GLOBAL PRIVATE TEMPORARY SHARDED
    DUPLICATED IMMUTABLE BLOCKCHAIN UNIQUE BITMAP MULTIVALUE JSON RELATIONAL DUALITY COLLECTION
    """
)
_ALTERED = ("MATERIALIZED VIEW", "INDEX", "SEQUENCE", "VIEW", "SYNONYM", "PACKAGE", "PROCEDURE",
            "FUNCTION", "TRIGGER", "TYPE", "DOMAIN")  # fmt: skip
_COMMENTED = ("TABLE", "COLUMN", "MATERIALIZED VIEW", "INDEXTYPE", "OPERATOR", "EDITION",
              "MINING MODEL", "AUDIT POLICY")  # fmt: skip
_GRANTED_ON = ("DIRECTORY", "EDITION", "MINING MODEL", "JAVA SOURCE", "JAVA RESOURCE", "USER",
               "SQL TRANSLATION PROFILE", "SCHEMA")  # fmt: skip


def _one_of(c: Cursor, phrases: tuple[str, ...]) -> str:
    """The first of the phrases that is next, taken; else ""."""
    return next((phrase for phrase in phrases if c.take_all(phrase)), "")


# -- CREATE ------------------------------------------------------------------------------------


def create(c: Cursor, body: Callable[[Tokens], Body]) -> Create:
    """Behind CREATE. ``body`` reads what code holds."""
    replace = c.take_all("OR REPLACE")
    modifiers = []
    while c.sees(*_MODIFIERS):
        modifiers.append(c.next().value)
    kind = _one_of(c, ("TABLE", "INDEX", *_OTHER, *_CODE))
    if not kind:
        raise NotRead
    made = Create(c.found, kind, (), replace, c.take_all("IF NOT EXISTS"), tuple(modifiers))
    if kind == "MATERIALIZED VIEW LOG":
        c.need("ON")
        master, rest = c.path(), c.rest()
        tails.of_created(kind, rest)
        return _with(made, (), on=master, rest=Part(rest))
    name = c.path()
    if kind == "TABLE":
        return _table(c, made, name)
    if kind == "INDEX":
        return _index(c, made, name)
    if kind in _CODE:
        return _code(c, made, name, body)
    begin = c.at
    on: Name = ()
    if kind == "SYNONYM":
        c.until(lambda c: c.sees("FOR"))
        tails.of_created(kind, c.since(begin))
        c.need("FOR")
        on = c.path()
        if not c.done:
            raise NotRead(c.found[c.at].start)
    query = _query(c)
    if "JSON" not in modifiers and kind != "SYNONYM":
        _tail(made, c.since(begin), query)
    return _with(made, name, on=on, query=query, rest=Part(c.since(begin)))


def _with(
    made: Create, name: Name, *, on: Name = (), query: Part = NOTHING, rest: Part = NOTHING
) -> Create:
    return Create(
        made.tokens,
        made.kind,
        name,
        made.replace,
        made.if_not_exists,
        made.modifiers,
        on,
        query,
        rest,
    )


def _table(c: Cursor, made: Create, name: Name) -> CreateTable:
    begin = c.at
    odd = False
    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    if c.take("SHARING"):
        c.need_op("=")
        c.name()
    of = _of_type(c)
    if c.sees_op("("):
        try:
            columns, constraints = tables.items(c.group())
        except NotRead:
            odd = True
    attributes, columns = (columns, ()) if of else ((), columns)
    at = c.at
    c.until(lambda c: c.sees_all("VIRTUAL COLUMNS"))
    if c.take_all("VIRTUAL COLUMNS"):
        try:
            attributes += tables.items(c.group())[0]
        except NotRead:
            odd = True
    c.at = at
    query = _query(c)
    _tail(made, c.since(begin), query)
    return CreateTable(
        made.tokens,
        made.kind,
        name,
        made.replace,
        made.if_not_exists,
        made.modifiers,
        (),
        query,
        Part(c.since(begin)),
        columns,
        constraints,
        odd,
        of,
        attributes,
    )


def _of_type(c: Cursor) -> Name:
    """The type behind OF."""
    if not c.take("OF"):
        return ()
    of = c.path()
    c.take("NOT")
    c.take_all("SUBSTITUTABLE AT ALL LEVELS")
    return of


def _index(c: Cursor, made: Create, name: Name) -> CreateIndex:
    begin = c.at
    c.need("ON")
    c.take("CLUSTER")
    on = c.path()
    behind = c.at
    # An alias, or the first word of what stands behind a cluster.
    word = c.name() if not c.done and is_name(c.found[c.at]) else ""
    alias = word if c.sees_op("(") else ""
    keys = c.group() if c.sees_op("(") else ()
    tails.of_created(made.kind, c.rest() if keys else c.found[behind:])
    c.rest()
    return CreateIndex(
        made.tokens,
        made.kind,
        name,
        made.replace,
        made.if_not_exists,
        made.modifiers,
        on,
        NOTHING,
        Part(c.since(begin)),
        Part(keys),
        alias,
    )


def _code(c: Cursor, made: Create, name: Name, body: Callable[[Tokens], Body]) -> CreateCode:
    begin = c.at
    rest = c.rest()
    on = _trigger_table(c.found, begin) if made.kind == "TRIGGER" else ()
    wrapped = any(is_word(t, "WRAPPED") for t in rest[:1])
    return CreateCode(
        made.tokens,
        made.kind,
        name,
        made.replace,
        made.if_not_exists,
        made.modifiers,
        on,
        NOTHING,
        Part(rest),
        Body() if wrapped else body(made.tokens),
        wrapped,
    )


def _trigger_table(found: Tokens, begin: int) -> Name:
    """``ON table`` or ``ON NESTED TABLE column OF table`` of a trigger's head; ``("SCHEMA",)`` and
    ``("DATABASE",)`` stand for what no table sets off."""
    c = Cursor(found)
    c.at = begin
    c.until(lambda c: c.sees("ON"))
    try:
        c.need("ON")
        if c.take_all("NESTED TABLE"):
            c.name()
            c.need("OF")
        return c.path()
    except NotRead:
        return ()


def _tail(made: Create, said: Tokens, query: Part) -> None:
    """Raises NotRead where something stands behind the name that Oracle does not have there."""
    tails.of_created(made.kind, said[: -len(query.tokens) - 1] if query else said)
    tails.of_query(query.tokens)


def _query(c: Cursor) -> Part:
    """The query behind the first AS that begins one; nothing where there is none."""
    c.until(_query_begins)
    c.take("AS")
    return Part(c.rest())


def _query_begins(c: Cursor) -> bool:
    if not c.sees("AS"):
        return False
    ahead = Cursor(c.found)
    ahead.at = c.at + 1
    while ahead.take_op("("):
        pass
    return ahead.sees("SELECT", "WITH")


# -- ALTER -------------------------------------------------------------------------------------


def alter(c: Cursor) -> AlterTable | AlterSession | Alter:
    """Behind ALTER."""
    if c.take("TABLE"):
        return tables.alter_table(c)
    if c.take("SESSION"):
        return _session(c)
    kind = _one_of(c, _ALTERED)
    if not kind:
        raise NotRead
    if_exists = c.take_all("IF EXISTS")
    name = c.path()
    action = c.need_kind(Kind.WORD).value
    rest = c.rest()
    to = ""
    if action == "RENAME":
        behind = Cursor(rest)
        behind.need("TO")
        to = behind.only_name()
    tails.of_altered(kind, action, rest)
    return Alter(c.found, kind, name, action, Part(rest), to, if_exists)


def _session(c: Cursor) -> AlterSession:
    action = c.need_kind(Kind.WORD).value
    if action != "SET":
        c.rest()
        return AlterSession(c.found, action)
    settings = []
    while not c.done:
        settings.append(c.name())
        c.need_op("=")
        c.next()
        while c.take_op(","):
            c.next()
    if not settings:
        raise NotRead
    return AlterSession(c.found, action, tuple(settings))


# -- COMMENT and GRANT -------------------------------------------------------------------------


def comment(c: Cursor) -> Comment:
    """Behind COMMENT."""
    c.need("ON")
    kind = _one_of(c, _COMMENTED)
    if not kind:
        raise NotRead
    name = c.path()
    c.need("IS")
    text = c.need_kind(Kind.STRING).value
    c.need_end()
    return Comment(c.found, kind, name, text)


def grant(c: Cursor) -> Grant:
    """Behind GRANT."""
    begin = c.at
    c.until(lambda c: c.sees("ON", "TO"))
    privileges = tuple(_privilege(Cursor(part)) for part in split(c.since(begin)))
    on: Name = ()
    kind = ""
    if c.take("ON"):
        kind = _one_of(c, _GRANTED_ON)
        on = c.path()
    c.need("TO")
    to = [c.name()]
    while c.take_op(","):
        to.append(c.name())
    options = []
    while c.take("WITH"):
        options.append(c.need("GRANT", "HIERARCHY", "ADMIN", "DELEGATE"))
        c.need("OPTION")
    c.need_end()
    return Grant(c.found, privileges, on, kind, tuple(to), tuple(options))


def _privilege(c: Cursor) -> Privilege:
    named = [c.name()]
    while not c.done and not is_op(c.found[c.at], "("):
        named.append(c.name())
    columns = c.names() if not c.done else ()
    c.need_end()
    return Privilege(c.found, " ".join(named), columns)
