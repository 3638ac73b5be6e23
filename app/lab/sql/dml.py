"""INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import BatchError, Bind, DmlOutcome, OraError
from app.lab.sql import conflicts
from app.lab.sql.contract import Session
from app.lab.sql.control import take_table
from app.lab.sql.functions import stored
from app.lab.sql.locking import claim, unseen
from app.lab.sql.moments import finish, fix, values_of
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope, sources_of
from app.lab.sql.translate import BIND, parse, selects, translate, upper, written
from app.lab.undo.segments import next_row

_RETURNING: Final = re.compile(
    r"\s+returning\s+(?P<what>.*?)\s+into\s+(?P<into>:[\w\s:,\"]+)$", re.IGNORECASE | re.DOTALL
)

_LEFT_OUT: Final = "~left out"


def execute(
    session: Session, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
) -> DmlOutcome:
    if len(rows) < 2:
        return _executed(session, sql, binds, rows, None)
    with session.work.batch() as alone:
        return _executed(session, sql, binds, rows, Plan() if alone else None)


def _executed(
    session: Session,
    sql: str,
    binds: Sequence[Bind],
    rows: Sequence[Sequence[Any]],
    plan: Plan | None,
) -> DmlOutcome:
    outcome = DmlOutcome(0)
    returns = [b for b in binds if b.is_return]
    for at, row in enumerate(rows or [()]):
        values = bind_values([b for b in binds if not b.is_return], row)
        try:
            count, returned = write(session, sql, values, bool(returns), plan)
        except OraError as error:
            if len(rows) > 1:
                raise BatchError(at, error, outcome.rowcounts) from None
            raise
        outcome.rowcount += count
        outcome.rowcounts.append(count)
        if returns:
            outcome.returned.append([[r[i] for r in returned] for i in range(len(returns))])
    return outcome


class Plan:
    """What an array execution found out for its first row; nobody else writes meanwhile."""

    def __init__(self) -> None:
        self.made: list[Change] = []


class Change:
    """One translated statement that changes the rows of ``table``."""

    def __init__(self, text: str, table: str) -> None:
        self.text, self.table = text, table


def write(
    session: Session, sql: str, values: Mapping[str, Any], returning: bool, plan: Plan | None = None
) -> tuple[int, list[tuple[Any, ...]]]:
    """One INSERT, UPDATE, DELETE or MERGE; the rows it touched and what it returned."""
    session.work.touch_snapshot()

    def act() -> tuple[int, list[tuple[Any, ...]]]:
        made = plan.made if plan is not None and plan.made else None
        if made is None:
            made = _planned(session, sql, values, returning)
            if plan is not None:
                plan.made = made
        count = 0
        result: list[tuple[Any, ...]] = []
        for change in made:
            count += _changed(session, change, values, returning, result)
        return count, result

    return session.work.statement(act)


def _changed(
    session: Session,
    change: Change,
    values: Mapping[str, Any],
    returning: bool,
    result: list[tuple[Any, ...]],
) -> int:
    work = session.work
    step = work.step
    try:
        cursor = session.run(change.text, values)
        if returning:
            result.extend(tuple(r) for r in cursor.fetchall())
    except OraError as error:
        if error.code == 1:
            conflicts.blame(
                session, change.table, lambda: session.run(change.text, values).fetchall()
            )
        raise
    conflicts.check(session, change.table, step)
    return len(result) if returning else max(cursor.rowcount, 0)


def _planned(
    session: Session, sql: str, values: Mapping[str, Any], returning: bool
) -> list[Change]:
    found = _RETURNING.search(sql) if returning else None
    tree = parse(sql[: found.start()] if found else sql)
    if isinstance(tree, exp.Merge):
        return [_change(session, t, values) for t in _merged(session, tree)]
    if isinstance(tree, exp.Insert):
        _defaults(session, tree)
    made = _change(session, tree, values)
    if found:
        wanted = translate(
            parse(f"select {found['what']} from dual"), scope(session, values_of(values))
        )
        listed = ", ".join(written(e) for e in selects(wanted))
        made.text += f" returning {listed}"
    return [made]


def _change(session: Session, tree: exp.Expr, values: Mapping[str, Any]) -> Change:
    """The statement for the engine. The table is locked for its transaction, and no row that it
    meets belongs to somebody else."""
    upper(tree)
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    owner, name = locate(session, target.db, target.name)
    table = f"{owner}.{name}"
    fix(session, tree, lambda e: value_of(session, e, values))
    rights: dict[type, str] = {exp.Insert: "INSERT", exp.Delete: "DELETE"}
    right = rights.get(type(tree), "UPDATE")
    scope(session).resolve(target.db, target.name, right, None)
    if not session.catalog.object_type(owner, name, ("TABLE",)):
        raise OraError(3001, "unimplemented feature: changing rows of a view (lab, not Oracle)")
    left_out = ""
    take_table(session, table)
    if isinstance(tree, exp.Update | exp.Delete):
        where = tree.args.get("where")
        alias = target.alias or target.name
        left_out = claim(session, table, alias, where.this if where else None, values)
    sources = sources_of(session)
    made = translate(tree, scope(session, values_of(values), sources))
    if left_out:
        assert isinstance(made, exp.Update | exp.Delete)
        made = made.where(exp.column(exp.to_identifier(_LEFT_OUT, quoted=True)))
    if isinstance(made, exp.Insert) and unseen(session, table):
        _numbered(session, made, table)
    text = finish(session, made, sources, written)
    return Change(text.replace(f"`{_LEFT_OUT}`", f"rowid not in ({left_out})"), table)


def _numbered(session: Session, tree: exp.Insert, table: str) -> None:
    """Rows that get an id that no uncommitted deletion of somebody else may want back."""
    first = next_row(session.db, table)
    if not isinstance(tree.this, exp.Schema):
        names = [c.name for c in session.catalog.columns(*table.split("."))]
        listed = [exp.to_identifier(n, quoted=True) for n in names]
        tree.set("this", exp.Schema(this=tree.this, expressions=listed))
    tree.this.append("expressions", exp.to_identifier("rowid"))
    source = tree.expression
    if isinstance(source, exp.Values):
        for at, row in enumerate(source.expressions):
            row.append("expressions", exp.Literal.number(first + at))
        return
    before = exp.Literal.number(first - 1)
    count = exp.Window(this=exp.RowNumber())
    tree.set("expression", exp.select("*", exp.Add(this=before, expression=count)).from_(
        source.subquery("Q")
    ))  # fmt: skip


def value_of(session: Session, node: exp.Expr, values: Mapping[str, Any]) -> Any:
    """An expression without columns: it may have binds and variables."""
    tree = translate(exp.select(node.copy()), scope(session, values_of(values)))
    return session.run(written(tree), values).fetchone()[0]


def _defaults(session: Session, tree: exp.Insert) -> None:
    """Columns that the INSERT does not name get their default expressions."""
    target = tree.this
    table = target.this if isinstance(target, exp.Schema) else target
    upper(table)
    owner, name = locate(session, table.db, table.name)
    columns = session.catalog.columns(owner, name)
    if not isinstance(target, exp.Schema):
        return
    upper(target)
    given = [c.name for c in target.expressions]
    for one in given:
        if one not in {c.name for c in columns}:
            raise OraError(904, f'"{one}": invalid identifier')
    missing = [c for c in columns if c.default is not None and c.name not in given]
    source = tree.expression
    if isinstance(source, exp.Values):
        for row in source.expressions:
            if len(row.expressions) != len(given):
                raise OraError(
                    947 if len(row.expressions) < len(given) else 913,
                    "not enough values" if len(row.expressions) < len(given) else "too many values",
                )
    for one in missing:
        target.append("expressions", exp.to_identifier(one.name, quoted=True))
        value = selects(parse(f"select {one.default} from dual"))[0]
        if isinstance(source, exp.Values):
            for row in source.expressions:
                row.append("expressions", value.copy())
        elif isinstance(source, exp.Select):
            source.append("expressions", value)
        else:
            raise OraError(
                3001,
                "unimplemented feature: defaults in INSERT from a set query (lab, not Oracle)",
            )


def _merged(session: Session, tree: exp.Merge) -> list[exp.Expr]:
    """MERGE as UPDATE and INSERT over the same join, in this order; DELETE is not played."""
    upper(tree)
    target, source, on = tree.this, tree.args["using"], tree.args["on"]
    whens = tree.args["whens"].expressions if tree.args.get("whens") else tree.expressions
    owner, name = locate(session, target.db, target.name)
    alias = target.alias or target.name
    made: list[exp.Expr] = []
    source_sql = source.sql(dialect="oracle")
    condition = on.sql(dialect="oracle")
    full = f'"{owner}"."{name}" "{alias}"'
    ordered = sorted(whens, key=lambda w: bool(w.args.get("matched")))
    inserts: list[exp.Expr] = []
    for when in ordered:
        then = when.args["then"]
        if isinstance(then, exp.Update):
            sets = []
            for assignment in then.expressions:
                value = assignment.expression.sql(dialect="oracle")
                sets.append(
                    f'"{assignment.this.name}" = (select {value} from {source_sql} where {condition})'
                )
            extra = (
                f" and ({then.args['where'].this.sql(dialect='oracle')})"
                if then.args.get("where")
                else ""
            )
            sql = f"update {full} set {', '.join(sets)} where exists (select 1 from {source_sql} where {condition}{extra})"
            made.append(parse(sql))
        elif isinstance(then, exp.Insert):
            columns = ", ".join(f'"{c.name}"' for c in then.this.expressions)
            values = (
                then.expression.sql(dialect="oracle").strip("()")
                if not isinstance(then.expression, exp.Tuple)
                else ", ".join(e.sql(dialect="oracle") for e in then.expression.expressions)
            )
            sql = f'insert into "{owner}"."{name}" ({columns}) select {values} from {source_sql} where not exists (select 1 from {full} where {condition})'
            parsed = parse(sql)
            assert isinstance(parsed, exp.Insert)
            _defaults(session, parsed)
            inserts.append(parsed)
        else:
            raise OraError(3001, "unimplemented feature: MERGE DELETE (lab, not Oracle)")
    # the new rows must not be updated too: which rows are new is known before the update
    return [*made, *inserts] if made else inserts


def bulk(
    session: Session, owner: str, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Many rows at once. Where the transaction has no number yet no undo is kept of them."""
    listed = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" for _ in columns)
    sql = f'insert into "{owner}.{table}" ({listed}) values ({marks})'
    try:
        session.db.executemany(sql, [[stored(v) for v in row] for row in rows])
    except sqlite3.Error as error:
        raise session.mapped(error) from None


def bind_values(binds: Sequence[Bind], row: Sequence[Any]) -> dict[str, Any]:
    """Values of binds under the names that a translated statement has for them."""
    return {f"{BIND}{b.name.upper()}": v for b, v in zip(binds, row, strict=False)}
