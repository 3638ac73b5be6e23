"""Row locks: what a statement is about to change or to lock, held against what others have open.

A row with an entry of an open transaction in its undo segment is locked by that one. Whether a
statement needs such a row is judged by the row as the statement sees it: as it was before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql.contract import Session
from app.lab.sql.control import take_table
from app.lab.sql.errors import BUSY
from app.lab.sql.moments import finish, values_of
from app.lab.sql.resolve import locate
from app.lab.sql.scope import scope, sources_of
from app.lab.sql.translate import translate, upper, written
from app.lab.sql.work import until
from app.lab.undo import ledger, versions
from app.lab.undo.segments import lock_rows, segment

Values = Mapping[str, Any]
_NO_ROWS: Final = "cannot select FOR UPDATE from view with DISTINCT, GROUP BY, etc."


def unseen(session: Session, table: str) -> str:
    """The condition on entries of ``OWNER.TABLE`` that are out of the session's sight; else ''."""
    found = session.work.moment.unseen(session.db)
    return found if versions.touched(session.db, table, found) else ""


def claim(session: Session, table: str, alias: str, where: exp.Expr | None, values: Values) -> str:
    """See that no row of ``table`` that meets ``where`` is somebody else's now.

    Raises Waiting for a row of an open transaction, ORA-08177 for one that was changed after the
    session's snapshot. Gives the query of row ids that the statement has to leave out, or ''.
    """
    hidden = unseen(session, table)
    if not hidden:
        return ""
    owner, _, name = table.partition(".")
    query = exp.Select().from_(
        exp.alias_(exp.table_(name, db=owner, quoted=True), alias, table=True, quoted=True)
    )
    if where is not None:
        query = query.where(where.copy())
    _free(session, table, hidden, _chosen(session, query, alias, values), None, None)
    return f'select "~row" from "{segment(table)}" where {hidden}'


def _chosen(session: Session, query: exp.Select, alias: str, values: Values) -> set[int]:
    """The ids of the rows of ``alias`` that a query gives, as the session sees them."""
    made = query.copy()
    made.set("expressions", [exp.column("ROWID", table=alias, quoted=True)])
    sources = sources_of(session)
    translated = translate(made, scope(session, values_of(values), sources))
    text = finish(session, translated, sources, written)
    return {int(r) for (r,) in session.run(text, values).fetchall()}


def _free(
    session: Session, table: str, hidden: str, chosen: set[int], end: float | None,
    expired: OraError | None,
) -> None:  # fmt: skip
    for row, xid in _held(session, table, hidden).items():
        if row not in chosen:
            continue
        if ledger.is_open(session.db, xid):
            session.work.conflict(xid, end, expired)
        raise OraError(8177, "can't serialize access for this transaction")


def _held(session: Session, table: str, hidden: str) -> dict[int, int]:
    """Row ids and the transactions that changed or locked them out of the session's sight."""
    sql = f'select "~row", "~xid" from "{segment(table)}" where {hidden} order by "~id"'
    return {int(r): int(x) for r, x in session.raw(sql).fetchall()}


def select(
    session: Session, tree: exp.Expr, values: Values, run: Callable[[exp.Expr, Values], Any]
) -> Any:
    """SELECT ... FOR UPDATE: the rows are locked until the transaction ends, and read.

    Raises ORA-00054 (NOWAIT), ORA-30006 (WAIT n), ORA-02014 where no row of a table is chosen.
    """
    if not isinstance(tree, exp.Select) or tree.args.get("group") or tree.args.get("distinct"):
        raise OraError(2014, _NO_ROWS)
    end, expired, skip = _patience(tree.args["locks"][0])
    upper(tree)
    tables = _tables(session, tree)
    plain = tree.copy()
    plain.set("locks", None)

    def act() -> Any:
        made = plain.copy()
        for alias, table in tables.items():
            take_table(session, table)
            chosen = _chosen(session, plain, alias, values)
            hidden = unseen(session, table)
            if hidden and skip:
                held = _held(session, table, hidden)
                chosen -= set(held)
                made = _without(made, alias, held)
            elif hidden:
                _free(session, table, hidden, chosen, end, expired)
            _lock(session, table, chosen)
        return run(made, values)

    return session.work.statement(act)


def _patience(lock: exp.Lock) -> tuple[float | None, OraError | None, bool]:
    """Until when to wait, with which error to end, whether to skip what is locked."""
    wait = lock.args.get("wait")
    if wait is None:
        return None, None, False
    if wait is False:
        return None, None, True
    if wait is True:
        return until(0), BUSY, False
    if isinstance(wait, exp.Literal) and wait.this.isdigit():
        expired = OraError(30006, "resource busy; acquire with WAIT timeout expired")
        return until(int(wait.this)), expired, False
    raise OraError(30005, "missing or invalid WAIT interval")


def _tables(session: Session, tree: exp.Select) -> dict[str, str]:
    """The base tables whose rows are locked, alias to ``OWNER.TABLE``. A view is refused."""
    source = tree.args.get("from_") or tree.args.get("from")
    parts = [source.this] if source is not None else []
    parts += [j.this for j in tree.args.get("joins") or []]
    wanted = {e.name for e in tree.args["locks"][0].expressions}
    found: dict[str, str] = {}
    for part in parts:
        if not isinstance(part, exp.Table):
            raise OraError(2014, _NO_ROWS)
        if part.args.get("version"):
            raise OraError(8187, "snapshot expression not allowed here")
        if part.name == "DUAL":
            continue
        owner, name = locate(session, part.db, part.name)
        if not session.catalog.object_type(owner, name, ("TABLE",)):
            raise OraError(3001, "unimplemented feature: FOR UPDATE of a view (lab, not Oracle)")
        columns = {c.name for c in session.catalog.columns(owner, name)}
        if not wanted or wanted & columns:
            found[part.alias or part.name] = f"{owner}.{name}"
    return found


def _lock(session: Session, table: str, rows: set[int]) -> None:
    mine = session.work.need()
    sql = f'select "~row" from "{segment(table)}" where "~xid" = ?'
    held = {int(r) for (r,) in session.raw(sql, (mine,)).fetchall()}
    lock_rows(session.db, table, mine, session.work.step, sorted(rows - held))


def _without(tree: exp.Select, alias: str, rows: Mapping[int, int]) -> exp.Select:
    """The query without rows that others have locked."""
    row = exp.column("ROWID", table=alias, quoted=True)
    listed = [exp.Literal.number(r) for r in rows]
    return tree.where(exp.Not(this=exp.In(this=row, expressions=listed)))
