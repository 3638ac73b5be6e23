"""One INSERT, UPDATE or DELETE made ready for the engine: translated, its table locked, its rows free."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql import conflicts
from app.lab.sql.contract import Session
from app.lab.sql.control import take_table
from app.lab.sql.locking import claim, unseen
from app.lab.sql.moments import finish, fix, values_of
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope, sources_of
from app.lab.sql.translate import parse, selects, translate, upper, written
from app.lab.undo import keys
from app.lab.undo.segments import next_row

_LEFT_OUT: Final = "~left out"
Values = Mapping[str, Any]
Returned = list[tuple[Any, ...]]


class Change:
    """One translated statement that changes the rows of ``table``."""

    def __init__(self, text: str, table: str, alias: str, updates: bool) -> None:
        self.text, self.table, self.alias = text, table, alias
        self.updates, self.returns = updates, False

    def run(self, session: Session, values: Values, result: Returned) -> int:
        """How many rows it changed; what it returns of them is added to ``result``."""
        step = session.work.step
        try:
            found, count = self._run(session, values)
        except OraError as error:
            if error.code == 1:
                again = session.run
                conflicts.blame(session, self.table, lambda: again(self.text, values).fetchall())
            raise
        conflicts.check(session, self.table, step)
        result.extend(found)
        return count

    def _run(self, session: Session, values: Values) -> tuple[Returned, int]:
        def act() -> tuple[Returned, int]:
            cursor = session.run(self.text, values)
            found = [tuple(r) for r in cursor.fetchall()] if self.returns else []
            return found, len(found) if self.returns else max(cursor.rowcount, 0)

        try:
            return act()
        except OraError as error:
            if error.code != 1 or not self.updates:
                raise
        try:
            return keys.at_the_end(session.db, self.table, act)
        except sqlite3.Error as error:
            raise session.mapped(error) from None

    def returning(self, session: Session, what: str, values: Values) -> None:
        """Give the expressions ``what`` of each changed row. The engine wants its columns bare."""
        query = parse(f"select {what} from dual")
        upper(query)
        for column in query.find_all(exp.Column):
            if column.table in (self.alias, self.table.partition(".")[2]):
                column.set("table", None)
        tree = translate(query, scope(session, values_of(values)))
        self.text += f" returning {', '.join(written(e) for e in selects(tree))}"
        self.returns = True


def target_of(session: Session, tree: exp.Expr) -> tuple[str, str, str]:
    """Owner, name and alias of what the statement changes; its rights are checked. The names of
    the statement are in upper case from now on."""
    upper(tree)
    target = tree.this.this if isinstance(tree.this, exp.Schema) else tree.this
    rights: dict[type, str] = {exp.Insert: "INSERT", exp.Delete: "DELETE"}
    scope(session).resolve(target.db, target.name, rights.get(type(tree), "UPDATE"), None)
    owner, name = locate(session, target.db, target.name)
    return owner, name, target.alias or target.name


def change_of(session: Session, tree: exp.Expr, values: Values) -> Change:
    """The statement for the engine. The table is locked for its transaction, and no row that it
    meets belongs to somebody else."""
    owner, name, alias = target_of(session, tree)
    table = f"{owner}.{name}"
    if not session.catalog.object_type(owner, name, ("TABLE",)):
        raise OraError(3001, "unimplemented feature: changing rows of a view (lab, not Oracle)")
    if session.catalog.object_type(owner, name, ("MATERIALIZED VIEW",)):
        raise OraError(1732, "data manipulation operation not legal on this view")
    fix(session, tree, lambda e: value_of(session, e, values))
    left_out = ""
    take_table(session, table)
    if isinstance(tree, exp.Update | exp.Delete):
        where = tree.args.get("where")
        left_out = claim(session, table, alias, where.this if where else None, values)
    sources = sources_of(session)
    made = translate(tree, scope(session, values_of(values), sources))
    if left_out:
        assert isinstance(made, exp.Update | exp.Delete)
        made = made.where(exp.column(exp.to_identifier(_LEFT_OUT, quoted=True)))
    if isinstance(made, exp.Insert) and unseen(session, table):
        _numbered(session, made, table)
    text = finish(session, made, sources, written)
    text = text.replace(f"`{_LEFT_OUT}`", f"rowid not in ({left_out})")
    return Change(text, table, alias, isinstance(made, exp.Update))


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


def value_of(session: Session, node: exp.Expr, values: Values) -> Any:
    """An expression without columns: it may have binds and variables."""
    tree = translate(exp.select(node.copy()).from_("DUAL"), scope(session, values_of(values)))
    return session.run(written(tree), values).fetchone()[0]
