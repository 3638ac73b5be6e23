"""What the embedded engine lets pass and Oracle does not: a column beside an aggregate that is not
grouped by, an aggregate among the conditions of WHERE, a query of several rows where one value is
wanted, a UNION of texts and numbers.

Oracle Database SQL Language Reference, "SELECT": group_by_clause; "Scalar Subquery Expressions".
"""

from __future__ import annotations

from typing import Final

from sqlglot import exp

from app.lab.backend import OraError, OraType
from app.lab.sql.coerce import call
from app.lab.sql.statics import DATES, STAMPS, TEXTS, Typer

_23AI: Final = 23  # GROUP BY takes an alias of the select list
_ONE: Final = "O_ONE"


def check(tree: exp.Expr, typer: Typer, release: int) -> None:
    """ORA-00934, ORA-00937 and ORA-00979 of a statement as it was written, names in upper case."""
    for several in tree.find_all(exp.SetOperation):
        _alike(several, typer)
    for select in list(tree.find_all(exp.Select)):
        where = select.args.get("where")
        if where is not None and _aggregated(where.this):
            raise OraError(934, "group function is not allowed here")
        _no_lobs(select, typer, release)
        group = select.args.get("group")
        parts = [*select.expressions, *_clauses(select)]
        if group is not None or any(_aggregated(part) for part in parts):
            _Grouped(select, typer, release).check()


def _alike(several: exp.SetOperation, typer: Typer) -> None:
    """ORA-01790 where the queries of a set operation give a text and a number, or a date."""
    left, right = several.this, several.expression
    if not isinstance(left, exp.Select) or not isinstance(right, exp.Select):
        return
    for one, other in zip(left.expressions, right.expressions, strict=False):
        kinds = {_family(typer, one), _family(typer, other)} - {""}
        if len(kinds) > 1:
            text = "expression must have same datatype as corresponding expression"
            raise OraError(1790, text)


def _family(typer: Typer, node: exp.Expr) -> str:
    """text, number or date; "" for what is not known, NULL and large objects."""
    bare = node.this if isinstance(node, exp.Alias) else node
    if isinstance(bare, exp.Literal):
        return "text" if bare.is_string and bare.name else "" if bare.is_string else "number"
    kind = typer.of(node)
    families = {"text": TEXTS, "number": (OraType.NUMBER,), "date": (*DATES, *STAMPS)}
    return next(
        (name for name, kinds in families.items() if kind is not None and kind.ora in kinds), ""
    )


def _no_lobs(select: exp.Select, typer: Typer, release: int) -> None:
    """Large objects are not compared: not in DISTINCT, GROUP BY and ORDER BY."""
    group, order = select.args.get("group"), select.args.get("order")
    compared = [
        *(select.expressions if select.args.get("distinct") else ()),
        *(group.expressions if group is not None else ()),
        *(o.this for o in (order.expressions if order is not None else ())),
    ]
    for one in compared:
        kind = typer.of(one)
        if kind is not None and kind.ora in (OraType.CLOB, OraType.BLOB):
            if release >= _23AI:
                raise OraError(22848, f"cannot use {kind.ora.name} type as comparison key")
            raise OraError(932, f"inconsistent datatypes: expected - got {kind.ora.name}")


def _clauses(select: exp.Select) -> list[exp.Expr]:
    found = [select.args.get(name) for name in ("having", "order")]
    return [one for one in found if isinstance(one, exp.Expr)]


def _aggregated(node: exp.Expr) -> bool:
    """Whether it has an aggregate function of its own query block."""
    if isinstance(node, exp.Query | exp.Subquery):
        return False
    if isinstance(node, exp.Window):
        inner = [*node.this.iter_expressions(), *node.args.get("partition_by", ())]
        order = node.args.get("order")
        return any(_aggregated(child) for child in (*inner, *((order,) if order else ())))
    if isinstance(node, exp.AggFunc):
        return True
    return any(_aggregated(child) for child in node.iter_expressions())


def _text(node: exp.Expr) -> str:
    """An expression without its qualifiers, which may be written or not."""
    bare = node.copy()
    for column in bare.find_all(exp.Column):
        column.set("table", None)
    return bare.sql()


class _Grouped:
    """One query block with groups."""

    def __init__(self, select: exp.Select, typer: Typer, release: int) -> None:
        self._select, self._sources = select, typer.sources(select)
        group = select.args.get("group")
        self._code = 979 if group is not None else 937
        aliases = {one.alias: one.this for one in select.expressions if isinstance(one, exp.Alias)}
        keys = list(_keys(group)) if group is not None else []
        if release >= _23AI:
            keys = [
                aliases[k.name]
                if isinstance(k, exp.Column) and k.name in aliases and not self._own(k)
                else k
                for k in keys
            ]
        self._keys = {_text(key) for key in keys}
        self._aliases = aliases.keys()

    def check(self) -> None:
        for projection in self._select.expressions:
            self._walk(projection.this if isinstance(projection, exp.Alias) else projection)
        having, order = (self._select.args.get(name) for name in ("having", "order"))
        if having is not None:
            self._walk(having.this)
        for ordered in order.expressions if order is not None else ():
            if not (isinstance(ordered.this, exp.Column) and ordered.this.name in self._aliases):
                self._walk(ordered.this)

    def _walk(self, node: exp.Expr) -> None:
        if isinstance(node, exp.Query | exp.Subquery) or _text(node) in self._keys:
            return
        if isinstance(node, exp.AggFunc) and not isinstance(node.parent, exp.Window):
            return
        if isinstance(node, exp.Star) or (isinstance(node, exp.Column) and self._own(node)):
            if isinstance(node.parent, exp.Count):
                return
            raise OraError(
                self._code,
                "not a GROUP BY expression"
                if self._code == 979
                else "not a single-group group function",
            )
        for child in node.iter_expressions():
            self._walk(child)

    def _own(self, column: exp.Column) -> bool:
        """Whether it is surely a column of this block; variables and outer columns are not."""
        if isinstance(column.this, exp.Star):
            return True
        return any(
            columns is not None and column.name in columns
            for alias, columns in self._sources
            if not column.table or column.table == alias
        )


def _keys(group: exp.Expr) -> list[exp.Expr]:
    """What is grouped by, also in ROLLUP, CUBE and GROUPING SETS."""
    found: list[exp.Expr] = []
    for part in (*group.expressions, *_sets(group)):
        inner = part.expressions if isinstance(part, exp.Tuple | exp.Rollup | exp.Cube) else [part]
        found += [e.this if isinstance(e, exp.Paren) else e for e in inner]
    return found


def _sets(group: exp.Expr) -> list[exp.Expr]:
    return [
        one
        for name in ("rollup", "cube", "grouping_sets")
        for one in group.args.get(name) or ()
        if isinstance(one, exp.Expr)
    ]


# -- one value ---------------------------------------------------------------------------------


def one_value(tree: exp.Expr) -> None:
    """Where a query stands for a value it gives one row, or ORA-01427."""
    for subquery in list(tree.find_all(exp.Subquery)):
        select = subquery.this
        if not _is_value(subquery) or not isinstance(select, exp.Select):
            continue
        (value, *more) = select.expressions
        if more or isinstance(value, exp.Star) or _is_one_row(select):
            continue
        bare = value.this if isinstance(value, exp.Alias) else value
        if any(select.args.get(k) for k in ("group", "having", "distinct", "order", "limit")):
            named = exp.alias_(bare.copy(), "V", quoted=True)
            inner = select.copy()
            inner.set("expressions", [named])
            made = exp.select(call(_ONE, exp.column("V", quoted=True))).from_(inner.subquery("Q1"))
            subquery.set("this", made)
        elif bare.find(exp.AggFunc, exp.Window) is None:
            select.set("expressions", [call(_ONE, bare.copy())])


def _is_value(subquery: exp.Subquery) -> bool:
    parent = subquery.parent
    if isinstance(parent, exp.Select):
        return subquery.arg_key == "expressions"
    return isinstance(
        parent, exp.Alias | exp.Binary | exp.Func | exp.If | exp.Neg | exp.Between | exp.Tuple
    ) and not isinstance(parent, exp.Exists | exp.In | exp.SetOperation | exp.Dot)


def _is_one_row(select: exp.Select) -> bool:
    limit = select.args.get("limit")
    if limit is not None and limit.expression is not None and limit.expression.name == "1":
        return True
    plain = not select.args.get("group") and not select.args.get("having")
    return plain and any(_aggregated(e) for e in select.expressions)
