"""A statement on a table that has triggers: its rows are found, then changed one by one.

Statement triggers fire once, before and after; row triggers around each row. The rows and the new
values are those at the statement's beginning. INSTEAD OF triggers are all that happens to a view.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.plsql.firing import Armed, Row, fire, triggers_of
from app.lab.sql.changes import Change, Returned, Values, change_of, target_of, value_of
from app.lab.sql.contract import Session
from app.lab.sql.control import take_table
from app.lab.sql.fits import Fit, fitted
from app.lab.sql.locking import claim
from app.lab.sql.moments import finish, fix, values_of
from app.lab.sql.scope import scope, sources_of
from app.lab.sql.translate import BIND, parse, translate, written
from app.lab.sql.values import stored
from app.lab.undo.keys import at_the_end, unique

Rows = list[tuple[int, Row | None, Row | None]]  # row id, old and new values
_NEW, _ROW = "LABNEW_", "LABROW"


@dataclass(frozen=True)
class Firing:
    """What fires for one statement."""

    event: str
    changed: frozenset[str]
    triggers: list[Armed]

    def of(self, timing: str, each_row: bool) -> list[Armed]:
        return [t for t in self.triggers if t.made.timing == timing and t.made.each_row is each_row]


def firing_for(session: Session, tree: exp.Expr) -> Firing | None:
    """The triggers that the statement fires; None where it fires none."""
    owner, name, _ = target_of(session, tree)
    known = triggers_of(session, owner, name)
    if not known:
        return None
    events: dict[type, str] = {exp.Insert: "INSERT", exp.Update: "UPDATE"}
    event = events.get(type(tree), "DELETE")
    changed = frozenset(_assigned(tree)) if event == "UPDATE" else frozenset()
    armed = [t for t in known if t.made.fires(event, changed)]
    return Firing(event, changed, armed) if armed else None


def _assigned(tree: exp.Expr) -> list[str]:
    """The columns that an UPDATE sets. A list of columns at once is refused."""
    for one in tree.expressions:
        if not isinstance(one.this, exp.Column):
            raise OraError(
                3001, "unimplemented feature: SET (a, b) on a table with triggers (lab, not Oracle)"
            )
    return [one.this.name for one in tree.expressions]


class RowByRow:
    """Satisfies what ``Change`` does."""

    def __init__(self, session: Session, tree: exp.Expr, firing: Firing, what: str) -> None:
        self.tree, self.firing, self.what = tree, firing, what
        self.owner, self.name, self.alias = target_of(session, tree)
        self.table = f"{self.owner}.{self.name}"
        rows = session.catalog.columns(self.owner, self.name)
        self.columns = [c.name for c in rows]
        self.fits = {c.name: Fit.of(c, self.owner, self.name) for c in rows if not c.virtual}
        self._made: dict[tuple[str, ...], Change] = {}

    def run(self, session: Session, values: Values, result: Returned) -> int:
        is_view = session.catalog.object_type(self.owner, self.name, ("VIEW",)) is not None
        if is_view and not self.firing.of("INSTEAD OF", True):
            raise OraError(3001, "unimplemented feature: changing rows of a view (lab, not Oracle)")
        if not is_view:
            take_table(session, self.table)
        for one in self.firing.of("BEFORE", False):
            self._fire(session, one)
        rows = list(self._rows(session, values))

        def each() -> None:
            self._each(session, rows, is_view, result)

        if len(rows) > 1 and self.firing.changed & unique(session.db, self.table):
            try:
                at_the_end(session.db, self.table, each)
            except sqlite3.Error as error:
                raise session.mapped(error) from None
        else:
            each()
        for one in self.firing.of("AFTER", False):
            self._fire(session, one)
        return len(rows)

    def _each(self, session: Session, rows: Rows, is_view: bool, result: Returned) -> None:
        single = self.firing.event == "INSERT" and isinstance(self.tree.expression, exp.Values)
        for row, old, new in rows:
            if is_view:
                for one in self.firing.of("INSTEAD OF", True):
                    self._fire(session, one, old, new)
                continue
            hidden = "" if single and len(rows) == 1 else self.table
            for one in self.firing.of("BEFORE", True):
                fire(session, one, self.firing.event, self.firing.changed, old, new, hidden)
            at = self._change(session, row, old, new, result)
            for one in self.firing.of("AFTER", True):
                fire(session, one, self.firing.event, self.firing.changed, old, new, self.table)
            if new is not None and self.what:
                result.append(self._returned(session, at))

    def _fire(
        self, session: Session, one: Armed, old: Row | None = None, new: Row | None = None
    ) -> None:
        fire(session, one, self.firing.event, self.firing.changed, old, new)

    # -- the rows --------------------------------------------------------------------------

    def _rows(
        self, session: Session, values: Values
    ) -> Iterator[tuple[int, Row | None, Row | None]]:
        """Row id (0 for a new one), old values, new values."""
        fix(session, self.tree, lambda e: value_of(session, e, values))
        if self.firing.event == "INSERT":
            yield from self._inserted(session, values)
            return
        where = self.tree.args.get("where")
        condition = where.this if where is not None else None
        is_table = session.catalog.object_type(self.owner, self.name, ("TABLE",)) is not None
        if is_table:
            claim(session, self.table, self.alias, condition, values)
        names = self._set()
        query = exp.Select().from_(exp.alias_(
            exp.table_(self.name, db=self.owner, quoted=True), self.alias, table=True, quoted=True
        ))  # fmt: skip
        row = exp.column("ROWID", table=self.alias, quoted=True)
        query.set("expressions", [
            row if is_table else exp.Literal.number(0),
            *(exp.column(c, table=self.alias, quoted=True) for c in self.columns),
            *(names[n].copy() for n in names),
        ])  # fmt: skip
        if condition is not None:
            query = query.where(condition.copy())
        for found in self._select(session, query, values):
            old = dict(zip(self.columns, found[1 : 1 + len(self.columns)], strict=True))
            new = None
            if self.firing.event == "UPDATE":
                new = {**old, **dict(zip(names, found[1 + len(self.columns) :], strict=True))}
            yield int(found[0]), old, new

    def _set(self) -> dict[str, exp.Expr]:
        if self.firing.event != "UPDATE":
            return {}
        return {one.this.name: one.expression for one in self.tree.expressions}

    def _inserted(self, session: Session, values: Values) -> Iterator[tuple[int, None, Row]]:
        target, source = self.tree.this, self.tree.expression
        schema = isinstance(target, exp.Schema)
        given = [c.name for c in target.expressions] if schema else self.columns
        queries = (
            [
                exp.Select(expressions=[e.copy() for e in r.expressions]).from_("DUAL")
                for r in source.expressions
            ]
            if isinstance(source, exp.Values)
            else [source.copy()]
        )
        for query in queries:
            for found in self._select(session, query, values):
                if len(found) != len(given):
                    short = len(found) < len(given)
                    raise OraError(
                        947 if short else 913, "not enough values" if short else "too many values"
                    )
                new = dict.fromkeys(self.columns)
                new.update(zip(given, found, strict=True))
                yield 0, None, new

    def _select(self, session: Session, query: exp.Expr, values: Values) -> list[tuple[Any, ...]]:
        sources = sources_of(session)
        made = translate(query, scope(session, values_of(values), sources))
        text = finish(session, made, sources, written)
        return [tuple(r) for r in session.run(text, values).fetchall()]

    # -- one row ---------------------------------------------------------------------------

    def _change(
        self, session: Session, row: int, old: Row | None, new: Row | None, result: Returned
    ) -> int:
        """Change one row; its id. A row that is deleted is returned before it goes."""
        if new is None:
            if self.what:
                result.append(self._returned(session, row))
            self._run(session, f"delete from {self._full} where rowid = :{_ROW}", (), {}, row)
            return row
        for name, fit in self.fits.items():  # what a trigger assigned has to fit too
            new[name] = fitted(stored(new[name]), fit, session.nls)
        names = tuple(n for n in self.fits if self._wanted(n, old, new)) or (next(iter(self.fits)),)
        given = {f"{BIND}{_NEW}{i}": new[n] for i, n in enumerate(names)}
        listed = ", ".join(f'"{n}"' for n in names)
        if old is None:
            marks = ", ".join(f":{_NEW}{i}" for i in range(len(names)))
            sql = f"insert into {self._full} ({listed}) values ({marks})"
            return self._run(session, sql, names, given, None)
        sets = ", ".join(f'"{n}" = :{_NEW}{i}' for i, n in enumerate(names))
        sql = f"update {self._full} set {sets} where rowid = :{_ROW}"
        self._run(session, sql, names, given, row)
        return row

    def _wanted(self, name: str, old: Row | None, new: Row) -> bool:
        if old is None:
            return new[name] is not None
        return name in self.firing.changed or new[name] != old[name]

    @property
    def _full(self) -> str:
        return f'"{self.owner}"."{self.name}"'

    def _run(
        self, session: Session, sql: str, names: tuple[str, ...], given: Mapping[str, Any],
        row: int | None,
    ) -> int:  # fmt: skip
        values = {**given, f"{BIND}{_ROW}": row}
        key = (sql.split(None, 1)[0], *names)
        made = self._made.get(key)
        if made is None:
            made = self._made[key] = change_of(session, parse(sql), values)
        made.run(session, values, [])
        return row or int(session.raw("select last_insert_rowid()").fetchone()[0])

    def _returned(self, session: Session, row: int) -> tuple[Any, ...]:
        text = f'select {self.what} from {self._full} "{self.alias}" where rowid = :{_ROW}'
        (found,) = self._select(session, parse(text), {f"{BIND}{_ROW}": row})
        return found
