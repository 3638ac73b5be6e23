"""INSERT, UPDATE, DELETE and MERGE."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import BatchError, Bind, DmlOutcome, OraError
from app.lab.sql.contract import Session
from app.lab.sql.functions import stored
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope
from app.lab.sql.translate import BIND, Scope, parse, selects, translate, upper, written

_RETURNING: Final = re.compile(
    r"\s+returning\s+(?P<what>.*?)\s+into\s+(?P<into>:[\w\s:,\"]+)$", re.IGNORECASE | re.DOTALL
)


def execute(
    session: Session, sql: str, binds: Sequence[Bind], rows: Sequence[Sequence[Any]]
) -> DmlOutcome:
    outcome = DmlOutcome(0)
    returns = [b for b in binds if b.is_return]
    plan: list[Any] = []
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


def write(
    session: Session,
    sql: str,
    values: Mapping[str, Any],
    returning: bool,
    plan: list[Any] | None = None,
) -> tuple[int, list[tuple[Any, ...]]]:
    """One INSERT, UPDATE, DELETE or MERGE; the rows it touched and what it returned."""
    if plan is None or not plan:
        made = _planned(session, sql, values, returning)
        if plan is not None:
            plan.append(made)
    else:
        made = plan[0]
    if isinstance(made, list):
        session.begin()
        return session.atomic(
            lambda: sum(max(session.run(s, values).rowcount, 0) for s in made)
        ), []
    session.begin()
    result: list[tuple[Any, ...]] = []

    def act() -> int:
        cursor = session.run(made, values)
        if returning:
            result.extend(tuple(r) for r in cursor.fetchall())
            return len(result)
        return max(cursor.rowcount, 0)

    return session.atomic(act), result


def _planned(session: Session, sql: str, values: Mapping[str, Any], returning: bool) -> Any:
    found = _RETURNING.search(sql) if returning else None
    text = sql[: found.start()] if found else sql
    tree = parse(text)
    variables = {k.removeprefix("VAR_"): v for k, v in values.items() if k.startswith("VAR_")}
    seen = scope(session, variables)
    if isinstance(tree, exp.Insert):
        _defaults(session, tree)
    if isinstance(tree, exp.Merge):
        return _merged(session, tree, seen)
    made = written(translate(tree, seen))
    if found:
        wanted = translate(parse(f"select {found['what']} from dual"), seen)
        listed = ", ".join(written(e) for e in selects(wanted))
        made += f" returning {listed}"
    return made


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


def _merged(session: Session, tree: exp.Merge, scope: Scope) -> list[str]:
    """MERGE as UPDATE and INSERT over the same join, in this order; DELETE is not played."""
    upper(tree)
    target, source, on = tree.this, tree.args["using"], tree.args["on"]
    whens = tree.args["whens"].expressions if tree.args.get("whens") else tree.expressions
    owner, name = locate(session, target.db, target.name)
    alias = target.alias or target.name
    made: list[str] = []
    source_sql = source.sql(dialect="oracle")
    condition = on.sql(dialect="oracle")
    full = f'"{owner}"."{name}" "{alias}"'
    ordered = sorted(whens, key=lambda w: bool(w.args.get("matched")))
    inserts: list[str] = []
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
            made.append(written(translate(parse(sql), scope)))
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
            inserts.append(written(translate(parsed, scope)))
        else:
            raise OraError(3001, "unimplemented feature: MERGE DELETE (lab, not Oracle)")
    # the new rows must not be updated too: which rows are new is known before the update
    return [*made, *inserts] if made else inserts


def bulk(
    session: Session, owner: str, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]
) -> None:
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
