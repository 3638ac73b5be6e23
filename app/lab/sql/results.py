"""What a query gives: its columns' names and types, and rows in the form that the wire wants."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import ColumnType, OraError, OraType
from app.lab.sql import functions
from app.lab.sql.contract import Session
from app.lab.sql.ddl import Tokens, column_type
from app.lab.sql.resolve import locate

NUMBER: Final = ColumnType(OraType.NUMBER, 0, -127, 0)


def rows_as_query(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> exp.Expr:
    """Rows as a subquery; an empty one keeps the columns."""

    def literal(value: Any) -> exp.Expr:
        value = functions.stored(value)
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
            condition.replace(exp.true())
            return limit
    return None


def column_name(node: exp.Expr) -> str:
    if isinstance(node, exp.Alias | exp.Column):
        return str(node.alias_or_name)
    if isinstance(node, exp.Star):
        return "*"
    return re.sub(r"\s+", "", node.sql(dialect="oracle")).upper().replace('"', "")[:128]


class Types:
    """Static types of a query's columns, from the dictionary and from the expressions."""

    def __init__(self, session: Session, tree: exp.Expr) -> None:
        self.known: dict[str, ColumnType] = {}
        for table in tree.find_all(exp.Table):
            try:
                owner, name = locate(
                    session,
                    table.db.upper(),
                    table.name if table.this.args.get("quoted") else table.name.upper(),
                )
            except OraError:
                continue
            for c in session.catalog.columns(owner, name):
                self.known.setdefault(c.name, c.wire)

    def of(self, node: exp.Expr) -> ColumnType | None:
        if isinstance(node, exp.Alias | exp.Paren):
            return self.of(node.this)
        if isinstance(node, exp.Column):
            if node.name in ("SYSDATE", "CURRENT_DATE"):
                return ColumnType(OraType.DATE, size=0)
            if node.name == "SYSTIMESTAMP":
                return ColumnType(OraType.TIMESTAMP, 0, 6, 0)
            if node.name in ("NEXTVAL", "CURRVAL", "ROWNUM", "UID"):
                return NUMBER
            return self.known.get(node.name)
        if isinstance(node, exp.Literal):
            return (
                ColumnType(OraType.CHAR, size=max(1, len(node.name))) if node.is_string else NUMBER
            )
        if isinstance(
            node,
            exp.Count
            | exp.Sum
            | exp.Avg
            | exp.Mul
            | exp.Div
            | exp.Length
            | exp.RowNumber
            | exp.ToNumber
            | exp.StrPosition
            | exp.Mod
            | exp.Window,
        ):
            return NUMBER
        if isinstance(node, exp.Add | exp.Sub):
            left = self.of(node.this)
            if left is not None and left.ora is OraType.DATE:
                right = self.of(node.expression)
                both = right is not None and right.ora is OraType.DATE
                return NUMBER if both else left
            return NUMBER
        if isinstance(node, exp.Max | exp.Min | exp.Coalesce | exp.DateTrunc | exp.TimestampTrunc):
            return self.of(node.this)
        if isinstance(node, exp.CurrentTimestamp):
            return (
                ColumnType(OraType.DATE, size=0)
                if node.args.get("sysdate")
                else ColumnType(OraType.TIMESTAMP, 0, 6, 0)
            )
        if isinstance(node, exp.StrToDate | exp.AddMonths | exp.LastDay | exp.DateStrToDate):
            return ColumnType(OraType.DATE, size=0)
        if isinstance(node, exp.StrToTime):
            return ColumnType(OraType.TIMESTAMP, 0, 6, 0)
        if isinstance(node, exp.Cast):
            return column_type(Tokens(node.to.sql(dialect="oracle"))).wire
        name = str(node.this).upper() if isinstance(node, exp.Anonymous) else ""
        if name in ("ORA_HASH", "TIMESTAMP_TO_SCN", "MONTHS_BETWEEN", "SIGN", "POWER"):
            return NUMBER
        if name == "TO_CLOB":
            return ColumnType(OraType.CLOB, size=0)
        return None

    def expanded(self, names: Sequence[str]) -> list[ColumnType | None]:
        return [self.known.get(n) for n in names]


def guessed(values: Sequence[Any]) -> ColumnType:
    """For an expression whose type the text does not tell: the first value decides."""
    first = next((v for v in values if v is not None), None)
    if isinstance(first, int | float):
        return NUMBER
    if isinstance(first, bytes):
        return ColumnType(OraType.RAW, size=2000)
    if functions.is_date(first):
        return ColumnType(
            OraType.TIMESTAMP if "." in str(first) else OraType.DATE,
            0,
            6 if "." in str(first) else 0,
            0,
        )
    longest = max((len(v) for v in values if isinstance(v, str)), default=1)
    if longest > 4000:
        return ColumnType(OraType.CLOB, size=0)
    return ColumnType(OraType.VARCHAR, size=4000)


def maker(kind: ColumnType) -> Callable[[Any], Any]:
    """From the engine's value to the wire's."""
    if kind.ora in (OraType.DATE, OraType.TIMESTAMP, OraType.TIMESTAMP_TZ, OraType.TIMESTAMP_LTZ):
        return _date
    if kind.ora is OraType.NUMBER:
        return _number
    if kind.ora in (OraType.VARCHAR, OraType.CHAR, OraType.CLOB, OraType.LONG):
        return functions.text
    if kind.ora is OraType.BOOLEAN:
        return lambda v: None if v is None else bool(v)
    return lambda v: v


def _date(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return functions.date(value)
    except ValueError:
        text = "literal does not match format string (lab, not Oracle: it took the value before)"
        raise OraError(1861, text) from None


def _number(value: Any) -> Any:
    read = functions.number(value)
    if isinstance(read, float) and read == int(read) and abs(read) < 1e15:
        return int(read)
    return read
