"""Reads INSERT, UPDATE, MERGE, DELETE and SELECT."""

from __future__ import annotations

from app.sql.cursor import Cursor, NotRead
from app.sql.operations import (
    EVERY_COLUMN,
    Assignment,
    Delete,
    Insert,
    Merge,
    Query,
    Target,
    Update,
)
from app.sql.part import NOTHING, Name, Part, Tokens
from app.sql.tokens import is_name, is_op

_NO_ALIAS = ("SET", "USING", "ON", "WHERE", "VALUES", "SELECT", "WITH", "RETURNING", "RETURN",
             "LOG", "PARTITION", "SUBPARTITION", "INTO", "FROM", "WHEN", "ELSE")  # fmt: skip


def read_rows(found: Tokens) -> Insert | Update | Merge | Delete | Query:
    """The statement that ``found`` is; raises NotRead."""
    c = Cursor(found)
    match c.need("INSERT", "UPDATE", "MERGE", "DELETE", "SELECT", "WITH"):
        case "INSERT":
            return _insert(c)
        case "UPDATE":
            return _update(c)
        case "MERGE":
            return _merge(c)
        case "DELETE":
            return _delete(c)
    return _select(c)


def _target(c: Cursor) -> Target:
    """A table by its name; what stands for one (a query, TABLE (...), a link) is not known."""
    begin = c.at
    if c.sees("TABLE", "ONLY", "THE"):
        raise NotRead
    name = c.path()
    if c.sees_op("@"):
        raise NotRead
    if c.take("PARTITION", "SUBPARTITION"):
        c.take("FOR")
        c.group()
    alias = ""
    if not c.done and is_name(c.found[c.at]) and not c.sees(*_NO_ALIAS):
        alias = c.name()
    return Target(c.since(begin), name, alias)


def _ends(c: Cursor) -> bool:
    """What may stand behind everything else of a statement."""
    return c.sees("RETURNING", "RETURN") or c.sees_all("LOG ERRORS")


def _condition(c: Cursor) -> Part:
    found = c.until(lambda c: _ends(c) or c.sees("WHEN"))
    if not found:
        raise NotRead
    return Part(found)


def _tail(c: Cursor) -> None:
    if not c.done and not _ends(c):
        raise NotRead
    c.rest()


# -- INSERT ------------------------------------------------------------------------------------


def _insert(c: Cursor) -> Insert:
    if c.take("ALL", "FIRST"):
        return _insert_all(c)
    c.need("INTO")
    target = _into(c)
    if target.values:
        _tail(c)
        return Insert(c.found, (target,))
    if not c.sees("SELECT", "WITH") and not c.sees_op("("):
        raise NotRead
    return Insert(c.found, (target,), Part(c.rest()))


def _insert_all(c: Cursor) -> Insert:
    targets: list[Target] = []
    while not c.sees("SELECT", "WITH") and not (c.sees_op("(") and targets):
        if c.take("WHEN"):
            c.until(lambda c: c.sees("THEN"))
            c.need("THEN")
        c.take("ELSE")
        c.need("INTO")
        targets.append(_into(c))
    if not targets:
        raise NotRead
    return Insert(c.found, tuple(targets), Part(c.rest()))


def _into(c: Cursor) -> Target:
    """The table behind INTO, its columns and values."""
    begin = c.at
    target = _target(c)
    columns = _columns(c) if c.sees_op("(") and not _is_query(c) else ()
    values = NOTHING
    if c.take("VALUES"):
        at = c.at
        if c.sees_op("("):
            c.group()
            while c.take_op(","):
                c.group()
        else:
            c.path()  # a record of PL/SQL
        values = Part(c.since(at))
    return Target(c.since(begin), target.name, target.alias, columns, values)


def _is_query(c: Cursor) -> bool:
    ahead = Cursor(c.found)
    ahead.at = c.at
    while ahead.take_op("("):
        pass
    return ahead.sees("SELECT", "WITH")


def _columns(c: Cursor) -> tuple[str, ...]:
    """Columns between parentheses; a name before a dot is the table's."""
    inner = Cursor(c.group())
    found = [inner.path()[-1]]
    while inner.take_op(","):
        found.append(inner.path()[-1])
    inner.need_end()
    return tuple(found)


# -- UPDATE, MERGE, DELETE, SELECT -------------------------------------------------------------


def _update(c: Cursor) -> Update:
    target = _target(c)
    c.need("SET")
    assigned = _assignments(c, target)
    where = _condition(c) if c.take("WHERE") else None
    _tail(c)
    return Update(c.found, target, assigned, where)


def _assignments(c: Cursor, target: Target) -> tuple[Assignment, ...]:
    found = [_assignment(c, target)]
    while c.take_op(","):
        found.append(_assignment(c, target))
    return tuple(found)


def _assignment(c: Cursor, target: Target) -> Assignment:
    begin = c.at
    if c.take("ROW"):
        columns: tuple[str, ...] = (EVERY_COLUMN,)
    elif c.sees_op("("):
        inner = Cursor(c.group())
        found = [_assigned(inner.path(), target)]
        while inner.take_op(","):
            found.append(_assigned(inner.path(), target))
        inner.need_end()
        columns = tuple(found)
    else:
        columns = (_assigned(c.path(), target),)
    c.need_op("=")
    value = c.until(
        lambda c: c.sees_op(",") or c.sees("WHERE", "WHEN", "DELETE", "FROM") or _ends(c)
    )
    if not value:
        raise NotRead
    return Assignment(c.since(begin), columns, Part(value))


def _assigned(path: Name, target: Target) -> str:
    """The column that ``path`` says; what stands behind it is an attribute of its object."""
    for owner in ((target.alias,), target.name[-1:], target.name):
        if len(path) > len(owner) and path[: len(owner)] == owner:
            return path[len(owner)]
    return path[0]


def _merge(c: Cursor) -> Merge:
    c.need("INTO")
    target = _target(c)
    c.need("USING")
    using = c.until(lambda c: c.sees("ON"))
    c.need("ON")
    on = _bare(c.until(lambda c: c.sees("WHEN")))
    if not using or not on:
        raise NotRead
    assigned: tuple[Assignment, ...] = ()
    update_where = deletes = None
    inserts = None
    while c.take("WHEN"):
        if inserts is None and c.take_all("NOT MATCHED THEN INSERT"):
            begin = c.at
            columns = _columns(c) if c.sees_op("(") else ()
            c.need("VALUES")
            values = c.group() if c.sees_op("(") else c.until(lambda c: c.sees("WHEN"))
            into = c.since(begin)
            inserts = Target(into, target.name, target.alias, columns, Part(values))
            if c.take("WHERE"):
                _condition(c)
        else:
            c.need_all("MATCHED THEN UPDATE SET")
            if assigned:
                raise NotRead  # Oracle takes one of each
            assigned = _assignments(c, target)
            update_where = _branch_condition(c)
            if c.take("DELETE"):
                deletes = _branch_condition(c) or NOTHING
    if not assigned and inserts is None:
        raise NotRead
    _tail(c)
    source, joined = Part(using), Part(on)
    return Merge(c.found, target, source, joined, assigned, update_where, deletes, inserts)


def _branch_condition(c: Cursor) -> Part | None:
    if not c.take("WHERE"):
        return None
    found = c.until(lambda c: _ends(c) or c.sees("WHEN", "DELETE"))
    if not found:
        raise NotRead
    return Part(found)


def _bare(found: Tokens) -> Tokens:
    """Without the parentheses around the whole."""
    c = Cursor(found)
    inner = c.group() if c.sees_op("(") else found
    return inner if found and c.done and is_op(found[0], "(") else found


def _delete(c: Cursor) -> Delete:
    c.take("FROM")
    target = _target(c)
    where = _condition(c) if c.take("WHERE") else None
    _tail(c)
    return Delete(c.found, target, where)


def _select(c: Cursor) -> Query:
    c.until(lambda c: c.sees_all("FOR UPDATE"))
    locks = c.sees_all("FOR UPDATE")
    c.rest()
    return Query(c.found, locks)
