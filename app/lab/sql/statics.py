"""Types of expressions, as far as the text and the dictionary tell: Oracle converts by them.

None is "not known here": the value decides when the statement runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import ColumnType, OraType
from app.lab.sql import values
from app.lab.sql.datatypes import column_type
from app.lab.sql.tokens import Tokens

Columns = Mapping[str, ColumnType]


class Known(dict[str, ColumnType]):
    """Columns of a table; ``*`` does not mean the hidden ones."""

    hidden: frozenset[str] = frozenset()


NUMBER: Final = ColumnType(OraType.NUMBER, 0, -127, 0)
_DATE: Final = ColumnType(OraType.DATE, size=0)
_STAMP: Final = ColumnType(OraType.TIMESTAMP, 0, 6, 0)
_TEXT: Final = ColumnType(OraType.VARCHAR)
DATES: Final = (OraType.DATE, OraType.TIMESTAMP, OraType.TIMESTAMP_TZ, OraType.TIMESTAMP_LTZ)
STAMPS: Final = DATES[1:]
TEXTS: Final = (OraType.VARCHAR, OraType.CHAR, OraType.CLOB, OraType.LONG)
_HOMES: Final = (exp.Select, exp.Update, exp.Delete, exp.Merge, exp.Insert)
_NAMED: Final = {
    "ORA_HASH": NUMBER, "TIMESTAMP_TO_SCN": NUMBER, "SCN_TO_TIMESTAMP": _STAMP, "SIGN": NUMBER, "POWER": NUMBER, "REMAINDER": NUMBER, "LAB_LENGTHB": NUMBER,
    "VSIZE": NUMBER, "LAB_TO_CHAR": _TEXT, "LAB_TO_DATE": _DATE, "LAB_TO_TIMESTAMP": _STAMP,
    "TO_CLOB": ColumnType(OraType.CLOB, size=0), "RAWTOHEX": _TEXT, "SYS_CONTEXT": _TEXT,
    "LAB_DATE": _DATE, "LAB_TIMESTAMP": _STAMP,
}  # fmt: skip
_NUMBERS: Final = (
    exp.Count, exp.Sum, exp.Avg, exp.Mul, exp.Div, exp.Length, exp.RowNumber, exp.ToNumber,
    exp.StrPosition, exp.Mod, exp.Neg, exp.Abs, exp.Ceil, exp.Floor, exp.Sqrt, exp.Sign, exp.Pow,
    exp.MonthsBetween, exp.Extract, exp.Ascii, exp.Exp, exp.Ln, exp.Rank, exp.DenseRank,
)  # fmt: skip
_TEXT_NODES: Final = (
    exp.Upper, exp.Lower, exp.Substring, exp.Trim, exp.Replace, exp.Translate, exp.Pad,
    exp.Initcap, exp.ToChar, exp.DPipe, exp.Concat, exp.Chr, exp.RegexpReplace, exp.GroupConcat,
    exp.RegexpSubstr, exp.CurrentUser,
)  # fmt: skip


class Typer:
    """``table(owner, name)`` gives the columns of a table or view, None for one that is not known;
    ``variables`` are those of PL/SQL, by name, in the engine's form."""

    def __init__(
        self,
        table: Callable[[str, str], Columns | None],
        variables: Mapping[str, Any] | None = None,
    ) -> None:
        self.table, self.variables = table, variables or {}
        self._known: dict[int, list[tuple[str, Columns | None]]] = {}

    # -- columns ---------------------------------------------------------------------------

    def sources(self, home: exp.Expr) -> list[tuple[str, Columns | None]]:
        """Alias and columns of what the statement reads from, in its order."""
        if id(home) not in self._known:
            self._known[id(home)] = []  # a query that names itself ends here
            self._known[id(home)] = [
                (one.alias_or_name, self._columns(one)) for one in _sources(home)
            ]
        return self._known[id(home)]

    def _columns(self, source: exp.Expr) -> Columns | None:
        if isinstance(source, exp.Subquery):
            return self.selected(source.this)
        if not isinstance(source, exp.Table) or source.args.get("catalog"):
            return None
        if not source.db:
            for with_ in _withs(source):
                for cte in with_.expressions:
                    if cte.alias == source.name:
                        return self._aliased(cte)
        return self.table(source.db, source.name)

    def _aliased(self, cte: exp.Expr) -> Columns | None:
        found = self.selected(cte.this)
        names = cte.args["alias"].args.get("columns") if cte.args.get("alias") else None
        if not names or found is None:
            return found
        return dict(zip([n.name for n in names], found.values(), strict=False))

    def selected(self, query: exp.Expr) -> Columns | None:
        """Names and types of a query's columns; those that are not known are left out."""
        while isinstance(query, exp.SetOperation | exp.Subquery):
            query = query.this
        if not isinstance(query, exp.Select):
            return None
        found: dict[str, ColumnType] = {}
        for one in query.expressions:
            star = isinstance(one, exp.Star)
            if star or (isinstance(one, exp.Column) and isinstance(one.this, exp.Star)):
                for alias, columns in self.sources(query):
                    if star or alias == one.table:
                        found.update(shown(columns or {}))
                continue
            kind = self.of(one)
            if kind is not None:
                found[one.alias_or_name] = kind
        return found

    def visible(self, query: exp.Expr) -> Columns:
        """Everything that the query's sources are known to have, by name."""
        found: dict[str, ColumnType] = {}
        for table in query.find_all(exp.Table):
            for name, kind in (self._columns(table) or {}).items():
                found.setdefault(name, kind)
        return found

    def _column(self, node: exp.Column) -> ColumnType | None:
        name, qualifier = node.name, node.table
        home: exp.Expr | None = node.parent
        while home is not None:
            if isinstance(home, _HOMES):
                for alias, columns in self.sources(home):
                    if columns and name in columns and qualifier in ("", alias):
                        return columns[name]
            home = home.parent
        if qualifier:
            return self._variable(f"{qualifier}.{name}")
        if name in ("SYSDATE", "CURRENT_DATE"):
            return _DATE
        if name in ("SYSTIMESTAMP", "LOCALTIMESTAMP", "CURRENT_TIMESTAMP"):
            return _STAMP
        if name in ("ROWNUM", "UID", "LEVEL", "ORA_ROWSCN"):
            return NUMBER
        return _TEXT if name == "USER" else self._variable(name)

    def _variable(self, name: str) -> ColumnType | None:
        if name.endswith((".NEXTVAL", ".CURRVAL")):
            return NUMBER
        value = self.variables.get(name.replace(".", "__"))
        if value is None or isinstance(value, bool | tuple):
            return None
        if values.is_date(value):
            return _DATE
        if isinstance(value, str):
            return _TEXT
        return NUMBER if isinstance(value, int | float) else None

    # -- expressions -----------------------------------------------------------------------

    def of(self, node: exp.Expr | None) -> ColumnType | None:
        """The type of an expression; a text literal is CHAR."""
        if isinstance(node, exp.Alias | exp.Paren | exp.Ordered):
            return self.of(node.this)
        if isinstance(node, exp.Column):
            return self._column(node)
        if isinstance(node, exp.Literal):
            if not node.is_string:
                return NUMBER
            return ColumnType(OraType.CHAR, size=max(1, len(node.name)))
        if isinstance(node, _NUMBERS):
            return NUMBER
        if isinstance(node, _TEXT_NODES):
            return _TEXT
        if isinstance(node, exp.Cast):
            made = column_type(Tokens(node.to.sql(dialect="oracle")))
            return made.wire
        if isinstance(node, exp.Anonymous):
            return _NAMED.get(str(node.this).upper())
        return self._compound(node)

    def _compound(self, node: exp.Expr | None) -> ColumnType | None:
        match node:
            case exp.Add() | exp.Sub():
                return self._sum(node)
            case exp.Window() | exp.Max() | exp.Min() | exp.Coalesce():
                return self.of(node.this)
            case exp.Round() | exp.Trunc() | exp.DateTrunc() | exp.TimestampTrunc():
                found = self.of(node.this)
                return found if found is not None and found.ora in DATES else NUMBER
            case exp.Nvl2():
                return self.of(node.args["true"])
            case exp.CurrentTimestamp():
                return _DATE if node.args.get("sysdate") else _STAMP
            case exp.AddMonths() | exp.LastDay() | exp.DateStrToDate() | exp.NextDay():
                return _DATE
            case exp.Case():
                branches = [i.args["true"] for i in node.args["ifs"]]
                return next((t for b in branches if (t := self.of(b)) is not None), None)
            case exp.Subquery() if isinstance(node.this, exp.Select):
                return self.of(node.this.expressions[0])
            case exp.Boolean():
                return ColumnType(OraType.BOOLEAN, size=0)
        if type(node).__name__ in ("Systimestamp", "Localtimestamp"):
            return _STAMP
        return None

    def _sum(self, node: exp.Expr) -> ColumnType | None:
        left, right = self.of(node.this), self.of(node.expression)
        dated = [t for t in (left, right) if t is not None and t.ora in DATES]
        if not dated:
            return NUMBER
        return NUMBER if len(dated) == 2 else _DATE


def shown(columns: Columns) -> Columns:
    """What ``*`` means."""
    hidden: frozenset[str] = getattr(columns, "hidden", frozenset())
    return {n: k for n, k in columns.items() if n not in hidden} if hidden else columns


def _sources(home: exp.Expr) -> Iterator[exp.Expr]:
    if isinstance(home, exp.Insert):
        return
    if isinstance(home, exp.Update | exp.Delete | exp.Merge):
        yield home.this
    if isinstance(home.args.get("using"), exp.Expr):
        yield home.args["using"]
    from_ = home.args.get("from_")
    if from_ is not None:
        yield from_.this
    for join in home.args.get("joins") or []:
        yield join.this


def _withs(node: exp.Expr) -> Iterator[exp.Expr]:
    home: exp.Expr | None = node
    while home is not None:
        with_ = home.args.get("with_")
        if with_ is not None:
            yield with_
        home = home.parent


def may_be_wide(typer: Typer, node: exp.Expr, kind: ColumnType | None) -> bool:
    """Whether a number may need the wide form, whose order only a key tells."""
    if kind is None or kind.ora is not OraType.NUMBER or isinstance(node, exp.Neg):
        return kind is not None and kind.ora is OraType.NUMBER
    if isinstance(node, exp.Literal):
        return sum(c.isdigit() for c in node.name) > 15
    if isinstance(node, exp.Count | exp.Length | exp.StrPosition | exp.RowNumber | exp.Extract):
        return False
    if isinstance(node, exp.Column):
        if node.name in ("ROWNUM", "UID", "LEVEL", "NEXTVAL", "CURRVAL"):
            return False
        return not 0 < kind.precision <= 15
    return True
