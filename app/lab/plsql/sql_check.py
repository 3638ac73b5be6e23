"""The SQL statements of stored code, held against the tables as they are now.

Each static statement is translated as its owner's and prepared by the engine; a name that is no
column and nothing that the code declares is ORA-00904, at its line. What the lab cannot translate
is no error of the code: it is refused by name when it runs.
"""

from __future__ import annotations

import functools
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.plsql.check import TABLE, plain
from app.lab.plsql.syntax import tokens
from app.lab.sql.contract import Session
from app.lab.sql.dependencies import words
from app.lab.sql.function_names import ORACLES_FUNCTIONS, is_oracles
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope, sources_of, virtual_table
from app.lab.sql.translate import parse, translate, written

_STARTS: Final = frozenset(("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH"))
_INTO: Final = re.compile(r"\b(?:bulk\s+collect\s+)?into\b.*?(?=\bfrom\b)", re.I | re.S)
_RETURNING: Final = re.compile(r"\breturning\b.*$", re.I | re.S)
_SQL_WORDS: Final = frozenset(
    [
        "FROM",
        "WHERE",
        "AND",
        "OR",
        "ASC",
        "DESC",
        "INTO",
        "VALUES",
        "ON",
        "SET",
        "GROUP",
        "ORDER",
        "HAVING",
        "UNION",
        "THEN",
        "ELSE",
        "END",
        "WHEN",
        "LIKE",
        "BETWEEN",
        "IS",
        "NOT",
        "AS",
        "OVER",
        "FETCH",
        "JOIN",
        "LEFT",
        "NULLS",
        "CONNECT",
        "START",
        "USING",
        "LOOP",
    ]
)
_PSEUDO: Final = frozenset(("ROWNUM", "ROWID", "LEVEL", "ORA_ROWSCN", "NEXTVAL", "CURRVAL"))
_WITH: Final = re.compile(r"([A-Za-z][\w$#]*)\s*(?:\([^()]*\)\s*)?\bas\s*\(", re.I)
"""What stands in the parentheses of WITH: queries that the statement names itself."""
_PLACE: Final = re.compile(r":((?:VAR|LABBIND)_[\w$#]+)")
_IDENTIFIER: Final = re.compile(r'(?:"([\w$#]+)"\.)?"([\w$#.]+)": invalid identifier')
_ENGINES: Final = re.compile(
    r"no such column|no such function: (?P<function>\S+)"
    r"|table \S+ has no column named (?P<named>\S+)"
    r"|table \S+ has (?P<columns>\d+) columns but (?P<values>\d+) values"
)


def wrong_columns(
    source: str, session: Session, owner: str, names: Sequence[str] = ()
) -> list[tuple[int, int, str]]:
    """Line, position and text of each error, two for a statement as Oracle writes them. ``names``
    are declared too."""
    declared = _Declared(declared_in(source, session, owner) | set(names))
    found: list[tuple[int, int, str]] = []
    session.definers.append(owner)
    try:
        for start, text in _statements(source):
            wrong = _wrong(text, session, declared)
            if wrong is None:
                continue
            name, error = wrong
            where = re.search(rf"(?<![\w$#]){re.escape(name)}(?![\w$#])", text, re.I)
            at = start + (where.start() if where and name else 0)
            found.append(_at(source, at, f"PL/SQL: {error}"))
            found.append(_at(source, start, "PL/SQL: SQL Statement ignored"))
    finally:
        session.definers.pop()
    return found


def names_no_table(sql: str, session: Session) -> bool:
    """Whether a statement of an anonymous block names a table or view that is not there."""
    text = plain(sql)
    own = {"DUAL", *(hit[1].upper() for hit in _WITH.finditer(text))}
    named = {hit.groups()[:2] for hit in TABLE.finditer(text)}
    asked = (n for n in named if n[0] is not None or n[1].upper() not in own)
    return any(_is_none(session, *name) for name in asked) and _refused(sql, session)


def _is_none(session: Session, owner: str | None, name: str) -> bool:
    where = ((owner or "").upper(), name.upper())
    if virtual_table(*where) is not None:
        return False
    try:
        locate(session, *where)
    except OraError:
        return True
    return False


def _refused(sql: str, session: Session) -> bool:
    """Whether it cannot be translated for want of a table; not all that looks like one is one."""
    bare = _INTO.sub(" ", sql, count=1) if re.match(r"\s*(?:select|with)\b", sql, re.I) else sql
    try:
        translate(_parsed(bare).copy(), scope(session, {}, sources_of(session)))
    except OraError as error:
        return error.code == 942
    return False


def no_table(source: str, at: int) -> OraError:
    line, column, _ = _at(source, at, "")
    place = f"line {line}, column {column}:\n"
    return OraError(
        6550,
        f"{place}PL/SQL: ORA-00942: table or view does not exist\n"
        f"ORA-06550: {place}PL/SQL: SQL Statement ignored",
        at,
    )


def _at(source: str, offset: int, text: str) -> tuple[int, int, str]:
    return (*place(source, offset), text)


def place(source: str, offset: int) -> tuple[int, int]:
    """Line and position, both from 1."""
    return source.count("\n", 0, offset) + 1, offset - source.rfind("\n", 0, offset)


def _statements(source: str) -> Iterator[tuple[int, str]]:
    """Offset and text of each static statement: from its first word to its ``;``, or to the
    parenthesis that closes a query of a FOR loop."""
    try:
        items = tokens(source)
    except OraError:
        return
    at = 0
    while at < len(items):
        before = items[at - 1].word if at else ""
        inside = before == "("  # FOR r IN (SELECT ...)
        begins = before in (";", "BEGIN", "THEN", "ELSE", "LOOP", "IS", "FOR", "") or (
            inside and at > 1 and items[at - 2].word == "IN" and _loop(items, at)
        )
        if items[at].word not in _STARTS or not begins:
            at += 1
            continue
        end, depth = at, 0
        while end < len(items):
            depth += (items[end].text == "(") - (items[end].text == ")")
            if (items[end].text == ";" and depth <= 0) or depth < 0:
                break
            end += 1
        stop = items[end].start if end < len(items) else len(source)
        yield items[at].start, source[items[at].start : stop]
        at = end + 1


def _loop(items: list[Any], at: int) -> bool:
    return at > 3 and items[at - 4].word == "FOR"


class _Declared(dict[str, Any]):
    """The names that the code declares anywhere, and fields of its records."""

    def __init__(self, names: set[str]) -> None:
        super().__init__(dict.fromkeys(names))

    def __contains__(self, key: object) -> bool:
        return str(key).partition("__")[0] in self.keys()


def declared_in(source: str, session: Session, owner: str) -> set[str]:
    """Whatever stands where a declaration, a parameter, a loop or a cursor names something."""
    names: set[str] = set()
    try:
        items = [t.word for t in tokens(source)]
    except OraError:
        return names
    for at, word in enumerate(items):
        before = items[at - 1] if at else ""
        after = items[at + 1] if at + 1 < len(items) else ""
        opened = before in ("(", ",", ";", "IS", "AS", "DECLARE")
        if before in ("FOR", "CURSOR", "FUNCTION", "PROCEDURE", "TYPE", "SUBTYPE") or (
            opened and after not in _SQL_WORDS and re.match(r'[A-Z"]', after)
        ):
            names.add(word)
    package = re.match(r"\s*package\s+body\s+(?:\"?[\w$#]+\"?\s*\.\s*)?\"?([\w$#]+)", source, re.I)
    if package is not None:
        spec = session.catalog.one(
            "select source from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
            owner, package[1].upper(),
        )  # fmt: skip
        names |= words(spec or "")
    return names


@functools.lru_cache(maxsize=1024)
def _parsed(sql: str) -> exp.Expr:
    """A statement's tree, to be copied: the same code is compiled again and again."""
    return parse(sql)


def _wrong(text: str, session: Session, declared: Mapping[str, Any]) -> tuple[str, str] | None:
    """The name in a statement that is nothing, "" for none, and Oracle's error; None where nothing
    is wrong."""
    bare = _RETURNING.sub("", text)
    if re.match(r"\s*(?:select|with)\b", bare, re.I):
        bare = _INTO.sub(" ", bare, count=1)
    try:
        made = translate(_parsed(bare).copy(), scope(session, declared, sources_of(session)))
        sql = written(made)
        # an EXPLAIN that the driver has kept is not prepared anew when the tables have changed
        version = session.db.execute("pragma schema_version").fetchone()[0]
        session.db.execute(f"explain /* {version} */ {sql}", dict.fromkeys(_PLACE.findall(sql)))
    except OraError as error:
        found = _IDENTIFIER.search(error.text) if error.code == 904 else None
        if found is None or is_oracles(found[1] or ""):
            return None
        owner, name = f'"{found[1]}".' if found[1] else "", found[2]
    except sqlite3.Error as error:
        said = _ENGINES.match(str(error))
        if said is None:
            return None
        if said["columns"]:
            few = int(said["values"]) < int(said["columns"])
            return "", "ORA-00947: not enough values" if few else "ORA-00913: too many values"
        if said["function"] and said["function"] in ORACLES_FUNCTIONS:
            return None
        found = _IDENTIFIER.search(str(session.mapped(error)))
        name = said["function"] or said["named"] or (found[2] if found is not None else "")
        owner = ""
    else:
        return None
    if not name or name in declared or name in _PSEUDO:
        return None
    return name, f'ORA-00904: {owner}"{name}": invalid identifier'
