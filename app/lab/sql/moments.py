"""AS OF, VERSIONS BETWEEN and ORA_ROWSCN, and the reading of tables that others are changing.

Before a statement is translated, its moments become numbers (``fix``). While it is translated, a
table that must not be read as it stands becomes a name with a number (``View``); ``finish`` puts the
query behind each name, and the block numbers behind ORA_ROWSCN.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.dialect import VERSIONS_MARK
from app.lab.sql.results import rows_as_query
from app.lab.sql.values import date, is_date
from app.lab.undo import ledger, versions
from app.lab.undo.versions import Moment


def fix(session: Session, tree: exp.Expr, evaluate: Callable[[exp.Expr], Any]) -> None:
    """The moment of each table of the statement as SCN: one number for AS OF, two for VERSIONS."""
    for table in tree.find_all(exp.Table):
        found = table.args.get("version")
        if not isinstance(found, exp.Version):
            continue
        kind, given = str(found.this).upper(), found.expression
        if isinstance(given, exp.Anonymous) and str(given.this).upper() == VERSIONS_MARK:
            bounds = [_bound(session, kind, e, evaluate) for e in given.expressions]
            if bounds[0] > bounds[1]:
                raise OraError(8189, "invalid SCN range: the lower bound is above the upper")
        else:
            scn = _scn(session, kind, evaluate(given))
            bounds = [versions.known(session.db, scn)]
        found.set("expression", exp.Tuple(expressions=[exp.Literal.number(b) for b in bounds]))


def _bound(session: Session, kind: str, node: exp.Expr, evaluate: Callable[[exp.Expr], Any]) -> int:
    word = node.name.upper() if isinstance(node, exp.Column) else ""
    if word == "MINVALUE":
        return max(1, ledger.floor(session.db))
    if word == "MAXVALUE":
        return ledger.current(session.db)
    scn = versions.known(session.db, _scn(session, kind, evaluate(node)))
    if scn < ledger.floor(session.db):
        raise OraError(30052, "invalid lower limit snapshot expression")
    return scn


def _scn(session: Session, kind: str, value: Any) -> int:
    if value is None:
        raise (
            OraError(8186, "invalid timestamp specified")
            if kind == "TIMESTAMP"
            else OraError(8187, "snapshot expression not allowed here")
        )
    if kind == "TIMESTAMP":
        moment = date(str(value)).isoformat(" ") if is_date(value) else str(value)
        return ledger.scn_at(session.db, moment)
    return int(value)


@dataclass
class View:
    """A table as of a moment, under the name that stands for it while a statement is translated."""

    table: str
    columns: Sequence[str]
    unseen: str
    scn: int | None


@dataclass
class Sources:
    """What stands for tables in one statement; ``moment`` is that of the reading session."""

    moment: Moment
    views: dict[str, View] = field(default_factory=dict)
    error: int = 1466

    def read(
        self, session: Session, table: str, columns: Sequence[str], version: exp.Expr | None
    ) -> str | exp.Expr:
        """What to read for ``OWNER.TABLE``: itself, a name for its view, or rows of versions."""
        bounds = _bounds(version)
        if len(bounds) == 2:
            rows = versions.between(session.db, table, columns, *bounds)
            return rows_as_query([*columns, *versions.PSEUDO], [_dated(r) for r in rows])
        moment = Moment(bounds[0]) if bounds else self.moment
        if moment.scn is not None:
            versions.check(session.db, table, moment.scn, 1466 if bounds else self.error)
        unseen = moment.unseen(session.db)
        if not versions.touched(session.db, table, unseen):
            return table if not bounds else self._named(table, columns, "", moment.scn)
        return self._named(table, columns, unseen, moment.scn)

    def at(self, version: exp.Expr | None) -> Sources:
        """The same for the tables below a view that is read AS OF. Raises ORA-30051 for versions."""
        bounds = _bounds(version)
        if not bounds:
            return self
        if len(bounds) == 2:
            raise OraError(30051, "VERSIONS clause not allowed here")
        return Sources(Moment(bounds[0]), self.views)

    def _named(self, table: str, columns: Sequence[str], unseen: str, scn: int | None) -> str:
        name = f"{table}~v{len(self.views)}"
        self.views[name] = View(table, columns, unseen, scn)
        return name


def _dated(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """The two times at the end as dates."""
    return (*row[:-2], *(t and datetime.fromisoformat(t) for t in row[-2:]))


def _bounds(version: exp.Expr | None) -> list[int]:
    if not isinstance(version, exp.Version) or not isinstance(version.expression, exp.Tuple):
        return []
    return [int(e.name) for e in version.expression.expressions]


def finish(
    session: Session, tree: exp.Expr, sources: Sources, write: Callable[[exp.Expr], str]
) -> str:
    """The engine's text of a translated statement, every view in its place."""
    with_rows = _pseudo(session, tree, sources)
    text = write(tree)
    for name, view in sources.views.items():
        row = name in with_rows
        if view.unseen:
            query = versions.as_of(view.table, view.columns, view.unseen, row)
        else:
            listed = ", ".join(f'"{c}"' for c in view.columns)
            query = f'select {listed}{", rowid as " + chr(34) + versions.ROW + chr(34) if row else ""} from "{view.table}"'
        text = text.replace(f"`{name}`", f"({query})")
    return text


def _pseudo(session: Session, tree: exp.Expr, sources: Sources) -> set[str]:
    """ORA_ROWSCN and ROWID of the statement's tables; the names of the views that need a row id."""
    wanted: set[str] = set()
    for column in list(tree.find_all(exp.Column)):
        word = column.name
        if word not in ("ORA_ROWSCN", "ROWID"):
            continue
        table = _table_of(column)
        if table is None:
            if word == "ORA_ROWSCN":
                raise OraError(904, '"ORA_ROWSCN": invalid identifier')
            continue
        view = sources.views.get(table.name)
        row = versions.ROW if view is not None else "rowid"
        if view is not None:
            wanted.add(table.name)
            _expand(column, sources)
        place = exp.column(
            exp.to_identifier(row, quoted=view is not None),
            table=exp.to_identifier(table.alias or table.name, quoted=True),
        )
        if word == "ROWID":
            if view is not None:
                column.replace(place)
            continue
        if view is not None and view.scn is not None and view.scn != sources.moment.scn:
            raise OraError(904, '"ORA_ROWSCN": invalid identifier')  # not under AS OF
        name = view.table if view is not None else table.name
        limit = exp.Literal.number(view.scn) if view is not None and view.scn else exp.Null()
        column.replace(exp.Anonymous(
            this="O_ROWSCN", expressions=[exp.Literal.string(name), place, limit]
        ))  # fmt: skip
    return wanted


def _table_of(column: exp.Column) -> exp.Table | None:
    """The base table that a pseudo column belongs to, in the innermost query around it."""
    around = column.find_ancestor(exp.Select, exp.Update, exp.Delete)
    if around is None:
        return None
    if isinstance(around, exp.Select):
        source = around.args.get("from_") or around.args.get("from")
        parts = [source.this] if source is not None else []
        parts += [j.this for j in around.args.get("joins") or []]
    else:
        parts = [around.this]
    tables = [p for p in parts if isinstance(p, exp.Table)]
    if column.table:
        tables = [t for t in tables if (t.alias or t.name) == column.table]
    return tables[0] if len(tables) == 1 and (column.table or len(parts) == 1) else None


def _expand(column: exp.Column, sources: Sources) -> None:
    """``*`` beside a pseudo column of a view would give the row id, too: the columns by name."""
    around = column.find_ancestor(exp.Select)
    if around is None:
        return
    for star in [
        e
        for e in around.expressions
        if isinstance(e, exp.Star) or (isinstance(e, exp.Column) and isinstance(e.this, exp.Star))
    ]:
        source = around.args.get("from_") or around.args.get("from")
        table = source.this if source is not None else None
        view = sources.views.get(table.name) if isinstance(table, exp.Table) else None
        if view is None or around.args.get("joins"):
            raise OraError(
                3001, "unimplemented feature: * beside ROWID of a join (lab, not Oracle)"
            )
        names = [exp.column(exp.to_identifier(c, quoted=True)) for c in view.columns]
        at = around.expressions.index(star)
        around.set("expressions", [*around.expressions[:at], *names, *around.expressions[at + 1 :]])


def row_scn(session: Session, table: str, row: int, limit: int | None) -> int:
    """ORA_ROWSCN: the SCN of the last commit in the row's block, and never lower than the row's."""
    found = ledger.rows(
        session.db, "select max(scn) from lab_blocks where tab = ? and block = ? and scn <= ?",
        table, row // ledger.BLOCK, limit if limit is not None else 2**62,
    )  # fmt: skip
    scn = found[0][0]
    return int(scn) if scn is not None else max(ledger.definition(session.db, table)[2], 1)


def values_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The variables of PL/SQL among a statement's values, by their own names."""
    return {k.removeprefix("VAR_"): v for k, v in values.items() if k.startswith("VAR_")}


def local_transaction_id(session: Session, create: Any = False) -> str | None:
    """The open transaction's number as Oracle writes it; None where nothing was written yet."""
    work = session.work
    if create and work.open.xid is None:
        work.statement(work.need)
    return ledger.text(work.open.xid) if work.open.xid is not None else None
