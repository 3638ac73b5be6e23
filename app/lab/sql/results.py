"""What a query gives: its columns' names and types, and rows in the form that the wire wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from sqlglot import exp

from app.lab.backend import ColumnType, OraType
from app.lab.sql import numbers, values
from app.lab.sql.nls import Nls
from app.lab.sql.statics import NUMBER, Typer, shown


def rows_as_query(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> exp.Expr:
    """Rows as a subquery; an empty one keeps the columns."""

    def literal(value: Any) -> exp.Expr:
        value = values.stored(value)
        if value is None:
            return exp.Null()
        if isinstance(value, int | float):
            return (
                exp.Literal.number(value)
                if value >= 0
                else exp.Neg(this=exp.Literal.number(-value))
            )
        if isinstance(value, bytes):
            return exp.HexString(this=value.hex())
        return exp.Literal.string(value)

    if not rows:
        empty = exp.select(*[exp.alias_(exp.Null(), c, quoted=True) for c in columns])
        return empty.where(exp.false())
    first = exp.select(
        *[exp.alias_(literal(v), c, quoted=True) for c, v in zip(columns, rows[0], strict=True)]
    )
    if len(rows) == 1:
        return first
    return _union(first, [[literal(v) for v in row] for row in rows[1:]])


def _union(first: exp.Select, rows: list[list[exp.Expr]]) -> exp.Expr:
    values = exp.Values(expressions=[exp.Tuple(expressions=row) for row in rows])
    return exp.Union(
        this=first, expression=exp.select("*").from_(exp.Subquery(this=values)), distinct=False
    )


def rownum(tree: exp.Expr) -> int | None:
    """``where rownum <= n`` at the top: the limit, and the condition goes."""
    where = tree.args.get("where") if isinstance(tree, exp.Select) else None
    if where is None:
        return None
    for condition in list(where.find_all(exp.LTE, exp.LT, exp.EQ)):
        left, right = condition.this, condition.expression
        if (
            isinstance(left, exp.Column | exp.Pseudocolumn)
            and left.name.upper() == "ROWNUM"
            and isinstance(right, exp.Literal)
        ):
            limit = int(right.name) - isinstance(condition, exp.LT)
            one = exp.Literal.number(1)
            condition.replace(exp.EQ(this=one, expression=one.copy()))
            return limit
    return None


def column_name(node: exp.Expr) -> str:
    if isinstance(node, exp.Alias | exp.Column):
        return str(node.alias_or_name)
    if isinstance(node, exp.Star):
        return "*"
    text = re.sub(r"\s+", "", node.sql(dialect="oracle")).upper().replace('"', "")
    text = re.sub(r"\bLAB_(DATE|TIMESTAMP)\(('[^']*')\)", r"\1\2", text)
    return text.replace("LAB_", "")[:128]


def hints(tree: exp.Expr, typer: Typer) -> list[tuple[str, ColumnType | None]] | None:
    """Name and type of each column of a query; None where a star covers what is not known."""
    while isinstance(tree, exp.SetOperation | exp.Subquery):
        tree = tree.this
    if not isinstance(tree, exp.Select):
        return None
    found: list[tuple[str, ColumnType | None]] = []
    for one in tree.expressions:
        star = isinstance(one, exp.Star)
        if not star and not (isinstance(one, exp.Column) and isinstance(one.this, exp.Star)):
            found.append((column_name(one), typer.of(one)))
            continue
        for alias, columns in typer.sources(tree):
            if star or alias == one.table:
                if columns is None:
                    return None
                found += list(shown(columns).items())
    return found


def guessed(found: Sequence[Any]) -> ColumnType:
    """For an expression whose type the text does not tell: the first value decides."""
    first = next((v for v in found if v is not None), None)
    if isinstance(first, int | float) or numbers.is_wide(first):
        return NUMBER
    if isinstance(first, bytes):
        return ColumnType(OraType.RAW, size=2000)
    if values.is_date(first):
        stamp = "." in str(first)
        return ColumnType(OraType.TIMESTAMP if stamp else OraType.DATE, 0, 6 if stamp else 0, 0)
    longest = max((len(v) for v in found if isinstance(v, str)), default=1)
    if longest > 4000:
        return ColumnType(OraType.CLOB, size=0)
    return ColumnType(OraType.VARCHAR, size=4000)


def maker(kind: ColumnType, nls: Nls) -> Callable[[Any], Any]:
    """From the engine's value to the wire's."""
    if kind.ora in (OraType.VARCHAR, OraType.CHAR, OraType.CLOB, OraType.LONG):
        return lambda v: values.text(v, nls)
    if kind.ora is OraType.BOOLEAN:
        return lambda v: None if v is None else bool(v)
    if kind.ora is OraType.NUMBER:
        return lambda v: v if v is None or type(v) is int else values.python(v)
    return values.python
