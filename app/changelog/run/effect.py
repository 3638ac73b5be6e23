"""Did a statement take effect, whose answer was lost? The dictionary knows, for most DDL.

True: it is there, do not send it again. False: it is not there, or sending it twice does no harm.
None: the dictionary cannot tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from app.changelog.run.history import DatabaseSession
from app.sql.cut import is_plsql
from app.sql.lexer import Kind, Token, tokens
from app.sql.tokens import depths, is_name, is_op, is_word, name_at

_NOISE = ("OR", "REPLACE", "FORCE", "NO", "NOFORCE", "EDITIONABLE", "NONEDITIONABLE", "EDITIONING")
_VIEWS = {
    "TABLE": ("TABLES", "TABLE_NAME"),
    "INDEX": ("INDEXES", "INDEX_NAME"),
    "SEQUENCE": ("SEQUENCES", "SEQUENCE_NAME"),
    "VIEW": ("VIEWS", "VIEW_NAME"),
    "SYNONYM": ("SYNONYMS", "SYNONYM_NAME"),
    "MATERIALIZED VIEW": ("MVIEWS", "MVIEW_NAME"),
}
_CODE = ("PACKAGE BODY", "TYPE BODY", "PACKAGE", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE")
_OWNERS = {"SEQUENCES": "SEQUENCE_OWNER"}
_CONSTRAINT_HEADS = ("CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK")
_BEFORE_INDEX = ("UNIQUE", "BITMAP", "MULTIVALUE", "GLOBAL", "TEMPORARY")


class Asking:
    """A session that notes whether it was asked anything: an answer without asking says only that
    sending twice does no harm."""

    def __init__(self, session: DatabaseSession) -> None:
        self._session = session
        self.asked = False

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]:
        self.asked = True
        return self._session.query(sql, **binds)


class Queries(Protocol):
    """The reading half of a session."""

    def query(self, sql: str, /, **binds: Any) -> list[tuple[Any, ...]]: ...


def took_effect(session: Queries, statement: str) -> bool | None:
    """Ask the dictionary about one statement that the guard allowed."""
    found = tokens(statement)
    if not found or found[0].kind is not Kind.WORD:
        return None
    verb = found[0].value
    if verb in ("COMMENT", "GRANT", "SELECT"):
        return False
    if verb == "CREATE":
        return _created(session, found)
    if verb == "ALTER" and not is_plsql(found):
        return _altered(session, found)
    return None


def _created(session: Queries, found: Sequence[Token]) -> bool | None:
    words = [t.value for t in found[1:8] if t.kind is Kind.WORD]
    if words[:2] == ["OR", "REPLACE"]:
        return False
    at = 1
    while at < len(found) and is_word(found[at], *_NOISE, *_BEFORE_INDEX):
        at += 1
    for kind in (*_VIEWS, *_CODE):
        size = len(kind.split())
        if [t.value for t in found[at : at + size]] == kind.split():
            name = at + size
            if [t.value for t in found[name : name + 3]] == ["IF", "NOT", "EXISTS"]:
                return False
            names, _ = name_at(found, name)
            if kind in _VIEWS and not (kind == "TYPE" and is_word(found[name], "BODY")):
                return _exists(session, *_VIEWS[kind], names)
            return _object(session, kind, names)
    return None


def _ask(
    session: Queries, view: str, names: Sequence[str], where: str, **binds: Any
) -> list[tuple[Any, ...]]:
    """Rows of USER_<view>, or of ALL_<view> where ``names`` carries an owner."""
    columns, _, condition = where.partition(" WHERE ")
    if len(names) > 1:
        owner = _OWNERS.get(view, "OWNER")
        return session.query(
            f"SELECT {columns} FROM ALL_{view} WHERE {owner} = :p_owner AND {condition}",
            p_owner=names[-2],
            **binds,
        )
    return session.query(f"SELECT {columns} FROM USER_{view} WHERE {condition}", **binds)


def _exists(session: Queries, view: str, column: str, names: Sequence[str]) -> bool:
    found = _ask(session, view, names, f"COUNT(*) WHERE {column} = :p_name", p_name=names[-1])
    return int(found[0][0]) > 0


def _object(session: Queries, kind: str, names: Sequence[str]) -> bool:
    found = _ask(
        session,
        "OBJECTS",
        names,
        "COUNT(*) WHERE OBJECT_NAME = :p_name AND OBJECT_TYPE = :p_type",
        p_name=names[-1],
        p_type=kind,
    )
    return int(found[0][0]) > 0


def columns_of(session: Queries, names: Sequence[str]) -> dict[str, str]:
    """Column name -> NULLABLE ('Y' or 'N') of a table; ``names`` is [owner,] table."""
    found = _ask(
        session,
        "TAB_COLUMNS",
        names,
        "COLUMN_NAME, NULLABLE WHERE TABLE_NAME = :p_name",
        p_name=names[-1],
    )
    return {row[0]: row[1] for row in found}


def _altered(session: Queries, found: Sequence[Token]) -> bool | None:
    kind = found[1].value
    names, at = name_at(found, 2)
    if not names or at >= len(found):
        return None
    action = found[at].value
    if kind != "TABLE":
        if kind == "INDEX" and action == "RENAME":
            new = [*names[:-1], found[-1].value]
            return _moved(
                _exists(session, *_VIEWS["INDEX"], names), _exists(session, *_VIEWS["INDEX"], new)
            )
        return None if any(is_word(t, "RESTART") for t in found) else False
    clauses = _clauses(found, at)
    answers = {_clause(session, clause, names) for clause in clauses}
    return answers.pop() if len(answers) == 1 else None


def _clauses(found: Sequence[Token], at: int) -> list[Sequence[Token]]:
    starts = [at]
    levels = depths(found)
    for i in range(at + 1, len(found)):
        if levels[i] == 0 and is_word(found[i], "ADD", "MODIFY", "RENAME"):
            starts.append(i)
    return [found[a:b] for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]


def _clause(session: Queries, clause: Sequence[Token], names: Sequence[str]) -> bool | None:
    match clause[0].value:
        case "ADD":
            return _added(session, clause[1:], names)
        case "MODIFY":
            return _modified(session, clause[1:], names)
        case "RENAME":
            return _renamed(session, clause, names)
        case "ENABLE":
            return False
    return None


def _moved(old: bool, new: bool) -> bool | None:
    return new if old != new else None


def _renamed(session: Queries, clause: Sequence[Token], names: Sequence[str]) -> bool | None:
    if len(clause) != 5:
        return None
    old, new = clause[2].value, clause[4].value
    if is_word(clause[1], "COLUMN"):
        present = columns_of(session, names)
        return _moved(old in present, new in present)
    if is_word(clause[1], "CONSTRAINT"):
        return _moved(_constraint(session, names, old), _constraint(session, names, new))
    return None


def _constraint(session: Queries, names: Sequence[str], name: str) -> bool:
    found = _ask(
        session,
        "CONSTRAINTS",
        names,
        "COUNT(*) WHERE TABLE_NAME = :p_table AND CONSTRAINT_NAME = :p_name",
        p_table=names[-1],
        p_name=name,
    )
    return int(found[0][0]) > 0


def _items(body: Sequence[Token]) -> list[Sequence[Token]]:
    levels = depths(body)
    if body and is_op(body[0], "(") and is_op(body[-1], ")") and levels.count(0) == 2:
        body = body[1:-1]
        levels = depths(body)
    items: list[Sequence[Token]] = []
    begin = 0
    for i, token in enumerate(body):
        if levels[i] == 0 and is_op(token, ","):
            items.append(body[begin:i])
            begin = i + 1
    return [*items, body[begin:]]


def _added(session: Queries, body: Sequence[Token], names: Sequence[str]) -> bool | None:
    answers: set[bool | None] = set()
    present: dict[str, str] | None = None
    for item in _items(body):
        if len(item) < 2:
            return None
        if is_word(item[0], "CONSTRAINT"):
            answers.add(_constraint(session, names, item[1].value))
        elif is_word(item[0], *_CONSTRAINT_HEADS, "PARTITION", "SUBPARTITION"):
            answers.add(_primary(session, names) if is_word(item[0], "PRIMARY") else None)
        elif is_name(item[0]):
            if present is None:
                present = columns_of(session, names)
            answers.add(item[0].value in present)
    return answers.pop() if len(answers) == 1 else None


def _primary(session: Queries, names: Sequence[str]) -> bool:
    found = _ask(
        session,
        "CONSTRAINTS",
        names,
        "COUNT(*) WHERE TABLE_NAME = :p_table AND CONSTRAINT_TYPE = 'P'",
        p_table=names[-1],
    )
    return int(found[0][0]) > 0


def _modified(session: Queries, body: Sequence[Token], names: Sequence[str]) -> bool | None:
    """Sending MODIFY twice is harmless, except for NOT NULL and NULL."""
    answers: set[bool] = set()
    for item in _items(body):
        wanted = _nullable(item)
        if wanted and is_name(item[0]):
            answers.add(columns_of(session, names).get(item[0].value) == wanted)
    if not answers:
        return False
    return answers.pop() if len(answers) == 1 else None


def _nullable(item: Sequence[Token]) -> str:
    """'N' for a MODIFY to NOT NULL, 'Y' for one to NULL, '' for neither."""
    levels = depths(item)
    for i in range(len(item) - 1, 0, -1):
        if levels[i] == 0 and is_word(item[i], "NULL"):
            if is_word(item[i - 1], "NOT"):
                return "N"
            return "" if is_word(item[i - 1], "DEFAULT") else "Y"
    return ""
