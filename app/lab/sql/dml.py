"""INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import BatchError, Bind, DmlOutcome, OraError
from app.lab.sql.changes import Change, change_of
from app.lab.sql.contract import Session
from app.lab.sql.fits import Fit, fitter
from app.lab.sql.inserts import insert, update
from app.lab.sql.resolve import locate
from app.lab.sql.rowwise import RowByRow, firing_for
from app.lab.sql.translate import BIND, parse, upper

_RETURNING: Final = re.compile(
    r"\s+returning\s+(?P<what>.*?)\s+into\s+(?P<into>:[\w\s:,\"]+)$", re.IGNORECASE | re.DOTALL
)


def execute(
    session: Session, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
) -> DmlOutcome:
    if len(rows) < 2:
        return _executed(session, sql, binds, rows, None)
    with session.work.batch() as alone:
        return _executed(
            session, sql, binds, rows, Plan() if alone and session.work.open.scn is None else None
        )


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
        self.made: list[Change | RowByRow] = []


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
            count += change.run(session, values, result)
        return count, result

    try:
        return session.work.statement(act)
    except OraError as error:
        # A MERGE asks for the one row of its source that a row of the table gets.
        if error.code == 1427 and re.match(r"\s*merge\b", sql, re.IGNORECASE):
            text = "unable to get a stable set of rows in the source tables"
            raise OraError(30926, text) from None
        raise


def _planned(
    session: Session, sql: str, values: Mapping[str, Any], returning: bool
) -> list[Change | RowByRow]:
    found = _RETURNING.search(sql) if returning else None
    tree = parse(sql[: found.start()] if found else sql)
    if isinstance(tree, exp.Merge):
        return [_made(session, t, values, "") for t in _merged(session, tree)]
    if isinstance(tree, exp.Insert):
        insert(session, tree)
    elif isinstance(tree, exp.Update):
        update(session, tree)
    return [_made(session, tree, values, found["what"] if found else "")]


def _made(
    session: Session, tree: exp.Expr, values: Mapping[str, Any], what: str
) -> Change | RowByRow:
    """The statement at once, or row by row where triggers fire."""
    armed = firing_for(session, tree)
    if armed is not None:
        return RowByRow(session, tree, armed, what)
    made = change_of(session, tree, values)
    if what:
        made.returning(session, what, values)
    return made


def _merged(session: Session, tree: exp.Merge) -> list[exp.Expr]:
    """MERGE as UPDATE and INSERT over the same join, in this order; DELETE is not played."""
    upper(tree)
    target, source, on = tree.this, tree.args["using"], tree.args["on"]
    whens = tree.args["whens"].expressions if tree.args.get("whens") else tree.expressions
    owner, name = locate(session, target.db, target.name)
    alias = target.alias or target.name
    _stays(on, alias, [c.name for c in session.catalog.columns(owner, name)], whens)
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
            changed = parse(sql)
            assert isinstance(changed, exp.Update)
            update(session, changed)
            made.append(changed)
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
            insert(session, parsed)
            inserts.append(parsed)
        else:
            raise OraError(3001, "unimplemented feature: MERGE DELETE (lab, not Oracle)")
    # the new rows must not be updated too: which rows are new is known before the update
    return [*made, *inserts] if made else inserts


def _stays(on: exp.Expr, alias: str, columns: Sequence[str], whens: Sequence[exp.Expr]) -> None:
    """ORA-38104 where a column by which rows are found is to be changed."""
    asked = {
        c.name
        for c in on.find_all(exp.Column)
        if c.table == alias or (not c.table and c.name in columns)
    }
    for when in whens:
        then = when.args["then"]
        for assignment in then.expressions if isinstance(then, exp.Update) else ():
            if assignment.this.name in asked:
                named = f'"{alias}"."{assignment.this.name}"'
                text = f"Columns referenced in the ON Clause cannot be updated: {named}"
                raise OraError(38104, text)


def bulk(
    session: Session, owner: str, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
    """Many rows at once. Where the transaction has no number yet no undo is kept of them.
    Their values are fitted to the columns."""
    known = {c.name: Fit.of(c, owner, table) for c in session.catalog.columns(owner, table)}
    fits = [fitter(known[c], session.nls) for c in columns]
    listed = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join("?" for _ in columns)
    sql = f'insert into "{owner}.{table}" ({listed}) values ({marks})'
    made = [[fit(value) for fit, value in zip(fits, row, strict=True)] for row in rows]
    try:
        session.db.executemany(sql, made)
    except sqlite3.Error as error:
        raise session.mapped(error) from None


def bind_values(binds: Sequence[Bind], row: Sequence[Any]) -> dict[str, Any]:
    """Values of binds under the names that a translated statement has for them."""
    return {f"{BIND}{b.name.upper()}": v for b, v in zip(binds, row, strict=False)}
