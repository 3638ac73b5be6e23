"""Constraints as triggers of the embedded engine, made anew from the dictionary."""

from __future__ import annotations

from sqlglot import exp

from app.lab.backend import OraError, OraType
from app.lab.sql.conflicts import blocker
from app.lab.sql.contract import Session
from app.lab.sql.scope import scope
from app.lab.sql.translate import parse, selects, translate, upper, written
from app.lab.undo.segments import attach
from app.lab.undo.waiting import Waiting


def unprotect(session: Session, owner: str, table: str) -> None:
    for (name,) in session.catalog.rows(
        "select name from sqlite_master where type = 'trigger' and tbl_name = ?",
        f"{owner}.{table}",
    ):
        session.raw(f'drop trigger "{name}"')


def protect(session: Session, owner: str, table: str) -> None:
    """Make the triggers that keep the table's constraints."""
    unprotect(session, owner, table)
    full = f"{owner}.{table}"
    checks: list[str] = []
    for c in session.catalog.columns(owner, table):
        place = f"'{owner}', '{table}', '{c.name}'"
        if not c.nullable:
            checks.append(f'case when new."{c.name}" is null then O_RAISE(1400, {place}, 0, 0) end')
        if c.ora in (OraType.VARCHAR, OraType.CHAR):
            checks.append(
                f'case when length(new."{c.name}") > {c.size} then O_RAISE(12899, {place}, length(new."{c.name}"), {c.size}) end'
            )
        elif c.ora is OraType.NUMBER:
            checks.append(
                f"case when typeof(new.\"{c.name}\") = 'text' then O_RAISE(1722, {place}, 0, 0) end"
            )
            if c.precision:
                limit = 10 ** (c.precision - (c.scale or 0))
                checks.append(
                    f'case when abs(new."{c.name}") >= {limit} then O_RAISE(1438, {place}, 0, 0) end'
                )
    for name, kind, columns, condition, r_name, r_owner in session.catalog.rows(
        "select name, type, columns, condition, r_name, r_owner from lab_constraints"
        " where owner = ? and tab = ? and status like 'ENABLED%'", owner, table,
    ):  # fmt: skip
        if kind == "C":
            tree = translate(new_row(parse(f"select {condition} from dual")), scope(session))
            test = written(selects(tree)[0])
            checks.append(
                f"case when not ({test}) then O_RAISE(2290, '{owner}', '{name}', '', 0, 0) end"
            )
        elif kind == "R":
            target, r_columns = session.catalog.rows(
                "select tab, columns from lab_constraints where owner = ? and name = ?",
                r_owner,
                r_name,
            )[0]
            pairs = list(zip(columns.split(","), r_columns.split(","), strict=True))
            present = " and ".join(f'new."{a}" is not null' for a, _ in pairs)
            match = " and ".join(f'p."{b}" = new."{a}"' for a, b in pairs)
            had = " and ".join(f'o."{b}" = new."{a}"' for a, b in pairs)
            xid = blocker(f"{r_owner}.{target}", had, "'D', 'U'")
            checks.append(
                f"case when {present} and not exists (select 1 from \"{r_owner}.{target}\" p where {match}) then O_RAISE(2291, '{owner}', '{name}', '', {xid}, 0) end"
            )
            gone = " and ".join(f'c."{a}" = old."{b}"' for a, b in pairs)
            came = f'o."~row" in (select c.rowid from "{full}" c where {gone})'
            xid = blocker(full, came, "'I', 'U'")
            session.raw(f'drop trigger if exists "{full}.{name}.D"')
            session.raw(
                f"create trigger \"{full}.{name}.D\" before delete on \"{r_owner}.{target}\" begin select case when exists (select 1 from \"{full}\" c where {gone}) then O_RAISE(2292, '{owner}', '{name}', '', {xid}, 0) end; end"
            )
    if checks:
        body = ", ".join(checks)
        for event, code in (("insert", "I"), ("update", "U")):
            session.raw(
                f'create trigger "{full}.{code}" after {event} on "{full}" begin select {body}; end'
            )
    attach(session.db, full)


def raise_violation(
    code: int, owner: str, name: str, column: str, actual: int | None, limit: int
) -> None:
    """``actual`` of a foreign key is the open transaction that decides about it, if any."""
    if code in (2291, 2292) and actual:
        raise Waiting(actual)
    where = f'"{owner}"."{name}"."{column}"'
    raise OraError(code, {
        1400: f"cannot insert NULL into ({where})",
        12899: f"value too large for column {where} (actual: {actual}, maximum: {limit})",
        1438: "value larger than specified precision allowed for this column",
        1722: "invalid number",
        2290: f"check constraint ({owner}.{name}) violated",
        2291: f"integrity constraint ({owner}.{name}) violated - parent key not found",
        2292: f"integrity constraint ({owner}.{name}) violated - child record found",
    }[code])  # fmt: skip


def new_row(tree: exp.Expr) -> exp.Expr:
    """A check condition over the new row of a trigger."""
    upper(tree)
    for found in list(tree.find_all(exp.Column)):
        if not found.table and found.name not in ("SYSDATE", "USER"):
            found.set("table", exp.to_identifier("new"))
    return tree
