"""Names in stored code that are nothing: PLS-00201, PLS-00302, PLS-00306.

A name is something where the code declares it anywhere, where its owner can see an object of that
name, or where it is Oracle's own: of the package STANDARD (PL/SQL Language Reference, "PL/SQL
Predefined Data Types"), a SQL function, or what begins like a package that Oracle brings. What those
packages hold is looked up when it is called. A body with a construct that is not played is not
looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from app.lab.backend import OraError
from app.lab.plsql.check import plain
from app.lab.plsql.exceptions import NAMED
from app.lab.plsql.sql_check import declared_in, place
from app.lab.plsql.syntax import (
    Node,
    Parameter,
    Parser,
    Program,
    Routine,
    parse_specification,
    read_stored,
    syntax,
    tokens,
)
from app.lab.sql import dictionary
from app.lab.sql.contract import Session
from app.lab.sql.dependencies import words
from app.lab.sql.function_names import ORACLES_FUNCTIONS, is_oracles
from app.lab.sql.packages import BUILTINS, VIEWS

_NAMES: Final = """
    SQLCODE SQLERRM RAISE_APPLICATION_ERROR INSERTING UPDATING DELETING DUAL STANDARD SYS SYSTEM
    PUBLIC V NV ANYDATA ANYTYPE ANYDATASET SDO_GEOMETRY
"""
_TYPE_NAMES: Final = """
    BFILE BLOB BOOLEAN CHAR VARCHAR2 UROWID VARCHAR STRING LONG RAW ROWID CHARACTER NCHAR NVARCHAR2
    NATIONAL CLOB NCLOB DATE TIMESTAMP INTERVAL TIME NUMBER FLOAT REAL DOUBLE INTEGER INT SMALLINT
    DECIMAL NUMERIC DEC BINARY_INTEGER PLS_INTEGER NATURAL NATURALN POSITIVE POSITIVEN SIGNTYPE
    SIMPLE_INTEGER BINARY_FLOAT BINARY_DOUBLE SIMPLE_FLOAT SIMPLE_DOUBLE DBMS_ID EXCEPTION REF
    CURSOR SYS_REFCURSOR TABLE VARRAY RECORD JSON VECTOR XMLTYPE YMINTERVAL_UNCONSTRAINED
    DSINTERVAL_UNCONSTRAINED TIMESTAMP_UNCONSTRAINED TIMESTAMP_TZ_UNCONSTRAINED
    TIMESTAMP_LTZ_UNCONSTRAINED
"""
_STANDARD: Final = NAMED.keys() | ORACLES_FUNCTIONS | set(_NAMES.split())
_TYPES: Final = frozenset(_TYPE_NAMES.split())
Found = tuple[int, int, str]


class _Use(NamedTuple):
    """``arguments`` None: the name is used and not called."""

    name: str
    start: int
    arguments: tuple[str, ...] | None = None


def undeclared(source: str, session: Session, owner: str, kind: str) -> list[Found]:
    """Line, position and text of each error, two for a name as Oracle writes them. ``kind``:
    PACKAGE, PACKAGE BODY, PROCEDURE or FUNCTION."""
    try:
        program = parse_specification(source) if kind == "PACKAGE" else read_stored(source, kind)
    except OraError:
        return []
    if kind == "PACKAGE BODY":
        wrong = _undefined(source, session, owner, program)
        if wrong:
            return wrong
    own = _OWN.match(source)
    names = {own[1].upper()} | program.routines.keys() if own else program.routines.keys()
    nodes = [*program.routines.values(), *program.declarations, program.init]
    return _found(nodes, source, _Look(session, owner, source, names))


def wrong_type(block: Node, source: str, session: Session) -> OraError | None:
    """The error of the first type in an anonymous block that is nothing."""
    look = _Look(session, session.effective, source, ())
    for text, at in _types([block], source):
        error = look.type(text)
        if error:
            return syntax(source, at, error.partition(": ")[2], error[4:9])
    return None


def _undefined(source: str, session: Session, owner: str, program: Program) -> list[Found]:
    """What a body lacks of its specification, or that there is none."""
    own = _OWN.match(source)
    name = own[1].upper() if own else ""
    spec = session.catalog.one(
        "select source from lab_objects where owner = ? and name = ? and type = 'PACKAGE'",
        owner, name,
    )  # fmt: skip
    if spec is None:
        at = place(source, own.start(1) if own else 0)
        text = f"PLS-00304: cannot compile body of '{name}' without its specification"
        return [(0, 0, _201(name)), (*at, text)]
    try:
        told = [d[1] for d in parse_specification(spec).declarations if d[0] == "routine"]
    except OraError:
        return []
    return [
        (
            *place(spec, _declaration(spec, r.name)),
            f"PLS-00323: subprogram or cursor '{r.name}' is declared in a package specification and"
            " must be defined in the package body",
        )
        for r in told
        if r.name not in program.routines
    ]


def _declaration(spec: str, name: str) -> int:
    found = re.search(rf'\b(?:procedure|function)\s+"?({re.escape(name)})\b', spec, re.I)
    return found.start(1) if found else 0


def undeclared_in_block(
    source: str, session: Session, owner: str, names: Iterable[str]
) -> list[Found]:
    """The same of a block; ``names`` are declared too."""
    try:
        block = Parser(source).block()
    except OraError:
        return []
    return _found([block], source, _Look(session, owner, source, names))


def _found(nodes: Sequence[Any], source: str, look: _Look) -> list[Found]:
    found: list[Found] = []
    for text, at in _types(nodes, source):
        error = look.type(text)
        if error:
            found += [(*place(source, at), error), (*place(source, at), "PL/SQL: Item ignored")]
    for use in _uses(nodes):
        error = look.use(use)
        if error:
            found += _twice(source, use.start, error)
    for raised in _RAISED.finditer(plain(source)):
        name = raised[1].upper()
        if look.use(_Use(name, 0)):
            found += _twice(source, raised.start(1), _201(name))
    return found


def _twice(source: str, at: int, error: str) -> list[Found]:
    begin = _statement(source, at)
    return [(*place(source, at), error), (*place(source, begin), "PL/SQL: Statement ignored")]


_OWN: Final = re.compile(
    r'\s*(?:package(?:\s+body)?|procedure|function)\s+(?:"?[\w$#]+"?\s*\.\s*)?"?([\w$#]+)', re.I
)
_RAISED: Final = re.compile(r"(?<![\w$#.])raise\s+([A-Za-z][\w$#]*(?:\.[\w$#]+)?)\s*;", re.I)


def _statement(source: str, at: int) -> int:
    """Where the statement begins that ``at`` stands in."""
    begin = 0
    for token in tokens(source):
        if token.start > at:
            break
        if begin < 0:
            begin = token.start
        if token.text == ";" or token.word in ("BEGIN", "THEN", "ELSE", "LOOP", "IS", "AS"):
            begin = -1
    return begin if begin >= 0 else at


def _uses(nodes: Iterable[Any]) -> Iterator[_Use]:
    for node in nodes:
        if isinstance(node, Routine):
            yield from _uses([p[2] for p in node.params])
            yield from _uses([node.body])
        elif isinstance(node, tuple) and node and node[0] == "name" and len(node) == 3:
            yield _Use(node[1], node[2])
        elif isinstance(node, tuple) and node and node[0] == "call":
            yield _Use(node[1], node[3], tuple(name.upper() for name, _ in node[2]))
            yield from _uses([value for _, value in node[2]])
        elif isinstance(node, tuple | list):
            yield from _uses(node)


def _types(nodes: Sequence[Any], source: str) -> Iterator[tuple[str, int]]:
    """The types that variables and parameters have, and where each stands first."""
    seen: set[str] = set()
    for text in _typed(nodes):
        head = re.match(r"[^(]*", text)
        bare = head[0] if head else ""
        if bare and bare not in seen:
            seen.add(bare)
            parts = r"\s*".join(re.escape(part) for part in re.split(r"([.%])", bare))
            where = re.search(rf"(?<![\w$#.]){parts}(?![\w$#])", source, re.I)
            yield bare, where.start() if where else 0


def _typed(nodes: Iterable[Any]) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, Routine):
            yield from (p[3] for p in node.params)
            yield from _typed([node.body])
        elif isinstance(node, tuple) and len(node) == 4 and node[0] == "var":
            yield str(node[2])
        elif isinstance(node, tuple | list):
            yield from _typed(node)


class _Look:
    """Looks names up as the owner of the code sees them."""

    def __init__(self, session: Session, owner: str, source: str, names: Iterable[str]) -> None:
        self._session, self._owner = session, owner
        self._known = declared_in(source, session, owner) | set(names)

    def use(self, use: _Use) -> str:
        """What is wrong with a name; "" for nothing."""
        head, *rest = use.name.split(".")
        if head in self._known or head in _STANDARD or is_oracles(head) or use.name in BUILTINS:
            return ""
        where = self._object(self._owner, head)
        if where is None and rest and self._is_schema(head):
            where, rest = self._object(head, rest[0]), rest[1:]
        if where is None:
            return _201(use.name)
        kinds = self._kinds(*where)
        if "PACKAGE" in kinds and rest:
            if rest[0] not in words(self._source(*where, "PACKAGE")):
                return f"PLS-00302: component '{rest[0]}' must be declared"
            return self._call(where, rest[0], use) if len(rest) == 1 else ""
        return self._call(where, where[1], use) if not rest else ""

    def type(self, text: str) -> str:
        """What is wrong with a type; "" for nothing."""
        name, _, like = text.partition("%")
        head, *rest = name.split(".")
        if head in self._known or head in _STANDARD or head in _TYPES or is_oracles(head):
            return ""
        where = self._object(self._owner, head)
        if where is None and rest and self._is_schema(head):
            where, rest = self._object(head, rest[0]), rest[1:]
        if where is None:
            return "" if dictionary.find(head) is not None or head in VIEWS else _201(name)
        if like == "TYPE" and rest and self._kinds(*where) & {"TABLE", "VIEW"}:
            columns = {c.name for c in self._session.catalog.columns(*where)}
            if rest[0] not in columns:
                return f"PLS-00302: component '{rest[0]}' must be declared"
        return ""

    def _object(self, owner: str, name: str) -> tuple[str, str] | None:
        """An object, behind a synonym too, that the owner of the code may use."""
        catalog = self._session.catalog
        where = (owner, name)
        if not self._kinds(owner, name) - {"SYNONYM"}:
            synonym = catalog.rows(
                "select t_owner, t_name from lab_synonyms where owner in (?, 'PUBLIC') and name = ?"
                " order by owner = 'PUBLIC'", owner, name,
            )  # fmt: skip
            if not synonym:
                return None
            where = (str(synonym[0][0]), str(synonym[0][1]))
            if not self._kinds(*where):
                return None
        if where[0] != self._owner and not catalog.grants(self._owner, *where):
            return None
        return where

    def _kinds(self, owner: str, name: str) -> set[str]:
        rows = self._session.catalog.rows(
            "select type from lab_objects where owner = ? and name = ?", owner, name
        )
        return {str(kind) for (kind,) in rows}

    def _is_schema(self, name: str) -> bool:
        return bool(self._session.catalog.one("select 1 from lab_users where name = ?", name))

    def _source(self, owner: str, name: str, kind: str) -> str:
        found = self._session.catalog.one(
            "select source from lab_objects where owner = ? and name = ? and type = ?",
            owner, name, kind,
        )  # fmt: skip
        return str(found or "")

    def _call(self, where: tuple[str, str], routine: str, use: _Use) -> str:
        """PLS-00306 where no routine of that name takes these arguments."""
        known = self._signatures(where, routine)
        given = use.arguments or ()
        if not known or any(_takes(params, given) for params in known):
            return ""
        return f"PLS-00306: wrong number or types of arguments in call to '{routine}'"

    def _signatures(self, where: tuple[str, str], routine: str) -> list[Sequence[Parameter]]:
        """The parameters of each routine of that name; none where they cannot be read."""
        for kind in ("PROCEDURE", "FUNCTION", "PACKAGE"):
            source = self._source(*where, kind)
            if source:
                break
        try:
            if kind == "PACKAGE":
                told = [d[1] for d in parse_specification(source).declarations if d[0] == "routine"]
                return [r.params for r in told if r.name == routine]
            return [r.params for r in read_stored(source, kind).routines.values()]
        except OraError:
            return []


def _201(name: str) -> str:
    return f"PLS-00201: identifier '{name}' must be declared"


def _takes(params: Sequence[Parameter], given: Sequence[str]) -> bool:
    """Whether a call with these arguments ("" for a positional one) is one of the routine."""
    positional = sum(not name for name in given)
    names = [name for name, *_ in params]
    if positional > len(params) or any(n and n not in names[positional:] for n in given):
        return False
    return all(default is not None or name in given for name, _, default, _ in params[positional:])
