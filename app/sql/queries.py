"""Which names of a statement none of its own tables can explain.

In a query a name is a column, a variable, or a function that nobody calls with parentheses. Where
the tables of its query are known by name, a qualified name that belongs to none of them is code;
and where a query reads from nothing but DUAL, every name is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from app.sql.functions import is_known, is_known_at, matches_graph
from app.sql.lexer import Kind, Token
from app.sql.tokens import is_name, is_op, is_word, name_at, openers
from app.sql.words import words

_CLAUSES = words(
    """
    WHERE GROUP ORDER HAVING CONNECT START UNION INTERSECT MINUS EXCEPT FETCH OFFSET FOR MODEL
    WINDOW SET VALUES WHEN RETURNING RETURN LOG LOOP QUALIFY
    """
)
_NO_ALIAS = _CLAUSES | words(
    """
    ON USING JOIN INNER LEFT RIGHT FULL CROSS NATURAL OUTER APPLY LATERAL PARTITION SUBPARTITION
    SAMPLE AS PIVOT UNPIVOT SELECT FROM INTO BULK VERSIONS MATCH_RECOGNIZE COLUMNS UPDATE DELETE
    INSERT MERGE OF
    """
)
_OF_MODEL = ("DIMENSION", "PARTITION", "REFERENCE", "MAIN", "RETURN", "IGNORE", "KEEP", "UNIQUE")
_APART = words("FROM JOIN USING UNION INTERSECT MINUS EXCEPT")
"""A query behind these sees nothing of the query that it is a part of."""
_NO_STATEMENT_BEHIND = words("FOR THEN OR BEFORE AFTER OF ON")
_VALUES = words(
    """
    SYSDATE SYSTIMESTAMP USER UID ROWNUM LEVEL NULL TRUE FALSE CURRENT_DATE CURRENT_TIMESTAMP
    LOCALTIMESTAMP SESSIONTIMEZONE DBTIMEZONE ROWID SQLCODE SQLERRM NEXTVAL CURRVAL
    """
)
"""Words of Oracle's own that are operands: behind them stands an alias."""
_OF_A_SEQUENCE = words("NEXTVAL CURRVAL")
_NOT_CODE = _OF_A_SEQUENCE | words(
    """
    CONNECT_BY_ISLEAF CONNECT_BY_ISCYCLE CONNECT_BY_ROOT COLUMN_VALUE ORA_ROWSCN ROWID DUMMY
    """
)
"""What stands alone in a query and is Oracle's own; behind a dot it belongs to what is before."""
_BEFORE_AN_OPERAND = words("CONNECT_BY_ROOT EVALNAME SCN")
"""Words that no other list knows, and behind which no alias stands."""


@dataclass
class _Query:
    """One SELECT, or one statement on rows. ``tables``: names and aliases by which columns may be
    qualified. ``real``: it reads from something else than DUAL. ``inline``: it stands in the FROM
    of the query around it, whose tables it cannot see. ``state``: where in it we are. ``model``: it
    has a MODEL, whose cells may be qualified (``r.m[1]``)."""

    parent: _Query | None
    depth: int
    inline: bool = False
    tables: set[tuple[str, ...]] = field(default_factory=set)
    real: bool = False
    has_from: bool = False
    state: str = "list"
    model: bool = False

    def explains(self, chain: Sequence[str]) -> bool:
        """Whether a table of this query, or of one around it, has the name's first parts."""
        if (chain[0],) in self.tables or tuple(chain[:2]) in self.tables:
            return True
        around = self.parent
        if self.inline and around is not None:
            around = around.parent
        return around is not None and around.explains(chain)

    @property
    def reads_nothing(self) -> bool:
        return (
            self.has_from and not self.real and (self.parent is None or self.parent.reads_nothing)
        )


def declares_code(found: Sequence[Token], i: int) -> bool:
    """Whether the WITH at ``i`` declares a function or procedure of the query itself."""
    return (
        i + 2 < len(found)
        and is_word(found[i], "WITH")
        and is_word(found[i + 1], "FUNCTION", "PROCEDURE")
        and is_name(found[i + 2])
        and not is_word(found[i + 2], "AS")
    )


def declared_code(found: Sequence[Token]) -> set[str]:
    """The names of all functions and procedures that queries of ``found`` declare."""
    if not any(declares_code(found, i) for i in range(len(found))):
        return set()
    return {
        found[i + 1].value
        for i in range(len(found) - 1)
        if is_word(found[i], "FUNCTION", "PROCEDURE") and is_name(found[i + 1])
    }


class Looked(Struct, frozen=True):
    """Indexes of names in queries and statements on rows. ``unexplained``: no table there has
    them; variables of a block around them are for the caller to know. ``methods``: what is called
    there is a method of a table's column. ``sources``: the names that stand where a table does;
    ``aliases``: those by which columns may be qualified."""

    unexplained: tuple[int, ...]
    methods: frozenset[int]
    sources: tuple[tuple[str, ...], ...] = ()
    aliases: frozenset[str] = frozenset()


def look(found: Sequence[Token]) -> Looked:
    """Where the names in the queries of ``found`` come from."""
    walk = _Walk(found)
    walk.all()
    return Looked(
        tuple(i for i, query in walk.names if i in walk.first or not _explained(found, i, query)),
        frozenset(i for i, query in walk.names if _is_method(found, i, query)),
        tuple(dict.fromkeys(walk.sources)),
        frozenset(walk.aliases),
    )


def _is_method(found: Sequence[Token], i: int, query: _Query) -> bool:
    chain, behind = name_at(found, i)
    called = behind < len(found) and is_op(found[behind], "(")
    return called and len(chain) > 2 and query.explains(chain)


def _explained(found: Sequence[Token], i: int, query: _Query) -> bool:
    chain, behind = name_at(found, i)
    if behind < len(found) and is_op(found[behind], "(", "=>"):
        return True  # a call is judged as one
    if query.model and behind < len(found) and is_op(found[behind], "["):
        return True
    if len(chain) > 1:
        return chain[-1] in _OF_A_SEQUENCE or query.explains(chain)
    return chain[0] in _NOT_CODE or is_known_at(found, i) or not query.reads_nothing


class _Walk:
    def __init__(self, found: Sequence[Token]) -> None:
        self.found = found
        self.names: list[tuple[int, _Query]] = []
        self.sources: list[tuple[str, ...]] = []
        self.aliases: set[str] = set()
        self.query: _Query | None = None
        self.depth = 0
        self.first: list[int] = []

    def all(self) -> None:
        i = 0
        while i < len(self.found):
            i = self._step(i)

    def _step(self, i: int) -> int:
        token = self.found[i]
        if is_op(token, "("):
            self.depth += 1
            return i + 1
        if is_op(token, ")"):
            self.depth -= 1
            while self.query is not None and self.query.depth > self.depth:
                self.query = self.query.parent
            return self._alias(i + 1)
        if is_op(token, ";"):
            self.query, self.depth = None, 0
            return i + 1
        if is_op(token, ",") and self._in_from():
            return self._table(i + 1)
        if not is_name(token) or (i and is_op(self.found[i - 1], ".", "%")):
            return i + 1
        if token.kind is Kind.WORD and (moved := self._word(i)):
            return moved
        chain, behind = name_at(self.found, i)
        query = self.query
        target = query is not None and query.state == "into" and self.depth == query.depth
        if query is not None and not target and not self._is_alias(i, len(chain) > 1):
            self.names.append((i, query))
        return behind

    def _word(self, i: int) -> int:
        """Behind a word that moves on in the query; 0 where it is any other name."""
        found, word = self.found, self.found[i].value
        query = self.query
        if word == "SELECT":
            self._select(i)
            return i + 1
        begins = word in ("UPDATE", "MERGE", "INSERT", "DELETE") and self._begins(i)
        if begins:
            outer = query if query is not None and query.depth < self.depth else None
            self.query = _Query(outer, self.depth, state="target", has_from=True, real=True)
            if word in ("UPDATE", "DELETE"):
                return self._table(i + 1 + is_word(found[i + 1], "FROM"))
            return i + 1
        if query is None:
            return 0
        if word == "MODEL" and i + 1 < len(found) and is_word(found[i + 1], *_OF_MODEL):
            query.model = True
        if word == "GRAPH_TABLE" and i + 1 < len(found) and matches_graph(found, i):
            return self._graph(i + 1)
        if word in ("PATTERN", "SUBSET") and self._recognizes(i):
            query.tables |= {(name,) for name in self._pattern(i)}
        here = self.depth == query.depth
        if word == "FROM" and here and query.state in ("list", "into", "target"):
            query.state, query.has_from = "from", True
            return self._table(i + 1)
        if word in ("JOIN", "APPLY") and query.state == "from":
            return self._table(i + 1)
        if word == "USING" and here and query.state in ("target", "merge"):
            query.state = "from"
            return self._table(i + 1)
        if word == "INTO" and here:
            if query.state == "target":
                query.state = "merge"
                return self._table(i + 1)
            query.state = "into"
            return i + 1
        if word == "ON" and here:
            return i + 1
        if word in _CLAUSES and here and query.state == "from":
            query.state = "behind"
        return 0

    def _graph(self, opening: int) -> int:
        """Behind the name of the graph: what stands in the parenthesis is a query of its own, and
        the variables of its patterns are its tables."""
        self.depth += 1
        query = self.query = _Query(self.query, self.depth, real=True, has_from=True, state="graph")
        for i in range(opening + 1, len(self.found) - 1):
            if is_word(self.found[i], "COLUMNS") or is_op(self.found[i], ";"):
                break
            behind = self.found[i + 1]
            ends = is_op(behind, ")", "]") or is_word(behind, "IS", "WHERE")
            if is_name(self.found[i]) and is_op(self.found[i - 1], "(", "[") and ends:
                query.tables.add((self.found[i].value,))
        return name_at(self.found, opening + 1)[1]

    def _recognizes(self, i: int) -> bool:
        """Whether MATCH_RECOGNIZE opened the parenthesis around ``i``."""
        opener = next(openers(self.found, i), 0)
        return opener > 0 and is_word(self.found[opener - 1], "MATCH_RECOGNIZE")

    def _pattern(self, i: int) -> Iterator[str]:
        """The variables of ``PATTERN (a b+)``, and the name of ``SUBSET u = (a, b)``."""
        for k in range(i + 1, len(self.found)):
            token = self.found[k]
            if is_name(token):
                yield token.value
            if is_op(token, ")", "="):
                return

    def _begins(self, i: int) -> bool:
        if i + 1 == len(self.found):
            return False
        if i and is_word(self.found[i - 1], *_NO_STATEMENT_BEHIND):
            return is_word(self.found[i - 1], "THEN") and self.query is None
        return is_name(self.found[i + 1]) or is_op(self.found[i + 1], "(")

    def _select(self, i: int) -> None:
        query = self.query
        if query is None or query.depth < self.depth:
            self.query = _Query(query, self.depth, inline=self._is_inline_view(i))
        elif query.has_from or query.state != "list":  # behind INSERT, or behind UNION
            self.query = _Query(query.parent, self.depth, inline=query.inline)

    def _is_inline_view(self, i: int) -> bool:
        """Whether the SELECT at ``i`` is a table of the query around it, and not one that LATERAL
        or APPLY lets see the others."""
        query, before = self.query, i - 1
        if query is None or query.state != "from":
            return False
        while before >= 0 and is_op(self.found[before], "("):
            before -= 1
        if is_word(self.found[before], "ALL"):  # UNION ALL
            before -= 1
        if before < 0 or not is_op(self.found[before], ","):
            return before >= 0 and is_word(self.found[before], *_APART)
        return query.depth == self.depth - (i - 1 - before)

    def _in_from(self) -> bool:
        return (
            self.query is not None and self.query.state == "from" and self.query.depth == self.depth
        )

    def _table(self, i: int) -> int:
        """Take the table that stands at ``i``, with its alias."""
        found, query = self.found, self.query
        assert query is not None
        while i < len(found) and is_op(found[i], "("):
            following = found[i + 1] if i + 1 < len(found) else None
            query.real = True
            if following is not None and is_word(following, "SELECT", "WITH"):
                return i
            self.depth += 1
            i += 1
        if i >= len(found) or not is_name(found[i]):
            return i
        if is_word(found[i], "TABLE", "LATERAL", "XMLTABLE", "JSON_TABLE", "ONLY", "THE"):
            alone = i + 3 < len(found) and is_name(found[i + 2]) and is_op(found[i + 3], ")")
            if is_word(found[i], "TABLE", "THE") and alone and query.reads_nothing:
                self.first.append(i + 2)  # no table before it has such a column
            query.real = True
            return i + 1
        chain, behind = name_at(found, i)
        if behind < len(found) and is_op(found[behind], "("):
            query.real = True  # a function, or the columns of INSERT
            if query.state == "merge":
                self._add(chain)
                return behind
            return i
        if chain[-1] != "DUAL":
            query.real = True
        self._add(chain)
        return self._alias(behind)

    def _add(self, chain: Sequence[str]) -> None:
        assert self.query is not None
        self.query.tables.add((chain[-1],))
        self.query.tables.add(tuple(chain[:2]))
        self.sources.append(tuple(chain))
        self.aliases.add(chain[-1])

    def _alias(self, i: int) -> int:
        """Take the alias of a table that ends before ``i``, if there is one."""
        query = self.query
        if query is None or query.state not in ("from", "target", "merge") or i >= len(self.found):
            return i
        if is_word(self.found[i], "AS"):
            i += 1
        if i < len(self.found) and is_name(self.found[i]):
            token = self.found[i]
            if token.kind is Kind.QUOTED or token.value not in _NO_ALIAS:
                query.tables.add((token.value,))
                self.aliases.add(token.value)
                return i + 1
        return i

    def _is_alias(self, i: int, qualified: bool) -> bool:
        """Whether the name at ``i`` names what stands before it (``1 A``, ``F(X) AS B``), or the
        type that a value is cast to; a ``qualified`` one can be that only."""
        if not i:
            return True
        before = self.found[i - 1]
        if is_word(before, "AS") and qualified and self._recognizes(i):
            return False  # DEFINE A AS b.c > 1
        if is_word(before, "AS") or (not qualified and is_word(before, "END")):
            return True
        if qualified:
            return False
        if before.kind in (Kind.STRING, Kind.NUMBER, Kind.QUOTED, Kind.BIND) or is_op(before, ")"):
            return True
        if before.kind is not Kind.WORD:
            return False
        if before.value in _VALUES:
            return True
        known = is_known(before) or is_known_at(self.found, i - 1)
        return not known and before.value not in _NO_ALIAS | _BEFORE_AN_OPERAND
