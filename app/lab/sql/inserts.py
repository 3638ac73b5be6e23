"""INSERT and UPDATE before they are translated: columns, defaults, generated columns, and the fit of
every value to its column."""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql.catalog import ColumnRow
from app.lab.sql.coerce import call
from app.lab.sql.contract import Session
from app.lab.sql.fits import Fit
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope
from app.lab.sql.translate import parse, selects, translate, upper

_ROWS = "LAB_ROWS"


def default_of(session: Session, owner: str, column: ColumnRow) -> exp.Expr:
    """The default of a column with its owner's rights, translated; NULL where there is none."""
    if column.default is None:
        return exp.Null()
    session.definers.append(owner)
    try:
        made = translate(parse(f"select {column.default} from dual"), scope(session))
    finally:
        session.definers.pop()
    return selects(made)[0].copy()


def insert(session: Session, tree: exp.Insert) -> None:
    """Name every column that the INSERT fills, and fit its values; changes ``tree``."""
    target = tree.this
    table = target.this if isinstance(target, exp.Schema) else target
    upper(table)
    owner, name = locate(session, table.db, table.name)
    if session.catalog.object_type(owner, name, ("TABLE",)) is None:
        return
    columns = {c.name: c for c in session.catalog.columns(owner, name)}
    given = _given(target, columns)
    rows = _rows(tree, len(given))
    for at, one in enumerate(given):
        _generated(columns[one], [r[at] for r in rows] if rows else None)
    filled = [c for c in columns.values() if c.default is not None and not c.virtual]
    missing = [c for c in filled if c.name not in given]
    fits = [Fit.of(columns[c], owner, name) for c in given]
    fits += [Fit.of(c, owner, name) for c in missing]
    defaults = {c.name: default_of(session, owner, c) for c in filled}

    def made(values: list[exp.Expr]) -> list[exp.Expr]:
        own = []
        for one, value in zip(given, values, strict=True):
            if _is_default(value):
                value = defaults.get(one, exp.Null()).copy()
            elif columns[one].on_null:
                value = exp.Coalesce(this=value, expressions=[defaults[one].copy()], is_nvl=True)
            own.append(value)
        whole = [*own, *(defaults[c.name].copy() for c in missing)]
        return [
            call("O_FIT", v, exp.Literal.string(f.spec)) for v, f in zip(whole, fits, strict=True)
        ]

    if rows:
        tuples = [exp.Tuple(expressions=made(row)) for row in rows]
        tree.set("expression", exp.Values(expressions=tuples))
    else:
        tree.set("expression", _selected(tree.expression, len(given), made))
    named = [exp.to_identifier(c, quoted=True) for c in [*given, *(c.name for c in missing)]]
    tree.set("this", exp.Schema(this=table.copy(), expressions=named))


def _given(target: exp.Expr, columns: dict[str, ColumnRow]) -> list[str]:
    if not isinstance(target, exp.Schema):
        return [c.name for c in columns.values() if not c.hidden]
    upper(target)
    given = [c.name for c in target.expressions]
    for one in given:
        if one not in columns:
            raise OraError(904, f'"{one}": invalid identifier')
    if len(set(given)) < len(given):
        raise OraError(957, "duplicate column name")
    return given


def _rows(tree: exp.Insert, wanted: int) -> list[list[exp.Expr]]:
    """The rows of VALUES; none for an INSERT from a query."""
    source = tree.expression
    if not isinstance(source, exp.Values):
        return []
    found = []
    for row in source.expressions:
        values = row.expressions if isinstance(row, exp.Tuple) else [row]
        if len(values) < wanted:
            raise OraError(947, "not enough values")
        if len(values) > wanted:
            raise OraError(913, "too many values")
        found.append([v.unnest() if isinstance(v, exp.Paren) else v for v in values])
    return found


def _is_default(value: exp.Expr) -> bool:
    return (
        isinstance(value, exp.Column)
        and value.name.upper() == "DEFAULT"
        and not value.this.args.get("quoted")
    )


def _generated(column: ColumnRow, values: list[exp.Expr] | None) -> None:
    """What may not be written by an INSERT."""
    if values is not None and all(_is_default(v) for v in values):
        return
    if column.virtual:
        raise OraError(54013, "INSERT operation disallowed on virtual columns")
    if column.identity_always:
        raise OraError(32795, "cannot insert into a generated always identity column")


def _selected(
    source: exp.Expr, count: int, made: Callable[[list[exp.Expr]], list[exp.Expr]]
) -> exp.Expr:
    """``with LAB_ROWS(C1, ...) as (source) select fit(C1), ... from LAB_ROWS``."""
    names = [f"C{i}" for i in range(1, count + 1)]
    values: list[exp.Expr] = [exp.column(n, _ROWS, quoted=True) for n in names]
    query = exp.select(*made(values)).from_(exp.to_table(f'"{_ROWS}"'))
    alias = exp.TableAlias(
        this=exp.to_identifier(_ROWS, quoted=True),
        columns=[exp.to_identifier(n, quoted=True) for n in names],
    )
    query.set("with_", exp.With(expressions=[exp.CTE(this=source.copy(), alias=alias)]))
    return query


def update(session: Session, tree: exp.Update) -> None:
    """Fit the assigned values to their columns; changes ``tree``."""
    table = tree.this
    if not isinstance(table, exp.Table):
        raise OraError(3001, "unimplemented feature: UPDATE of a query (lab, not Oracle)")
    upper(table)
    owner, name = locate(session, table.db, table.name)
    if session.catalog.object_type(owner, name, ("TABLE",)) is None:
        return
    columns = {c.name: c for c in session.catalog.columns(owner, name)}
    for assignment in tree.expressions:
        upper(assignment.this)
        left, right = assignment.this, assignment.expression
        if isinstance(left, exp.Column):
            column = _assigned(left.name, columns)
            if _is_default(right):
                right = default_of(session, owner, column)
            spec = exp.Literal.string(Fit.of(column, owner, name).spec)
            assignment.set("expression", call("O_FIT", right.copy(), spec))
        else:
            _assigned_together(left, right, columns, (owner, name))


def _assigned(name: str, columns: dict[str, ColumnRow]) -> ColumnRow:
    column = columns.get(name)
    if column is None:
        raise OraError(904, f'"{name}": invalid identifier')
    if column.virtual:
        raise OraError(54017, "UPDATE operation disallowed on virtual columns")
    if column.identity_always:
        raise OraError(32796, "cannot update a generated always identity column")
    return column


def _assigned_together(
    left: exp.Expr, right: exp.Expr, columns: dict[str, ColumnRow], table: tuple[str, str]
) -> None:
    """``(a, b) = (select x, y ...)``."""
    names = left.expressions if isinstance(left, exp.Tuple) else [left.this]
    query = right.this if isinstance(right, exp.Subquery) else None
    if not isinstance(query, exp.Select) or len(query.expressions) != len(names):
        raise OraError(3001, "unimplemented feature: this assignment (lab, not Oracle)")
    for one, value in zip(names, list(query.expressions), strict=True):
        spec = exp.Literal.string(Fit.of(_assigned(one.name, columns), *table).spec)
        bare = value.this if isinstance(value, exp.Alias) else value
        value.replace(call("O_FIT", bare.copy(), spec))
