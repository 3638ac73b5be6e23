"""Constraints as triggers of the embedded engine, made anew from the dictionary.

NOT NULL, CHECK and both sides of foreign keys are asked row by row; unique keys are indexes of the
engine. A parent's triggers are made with the parent's own, so that a change of either table keeps
them.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql.conflicts import blocker
from app.lab.sql.contract import Session
from app.lab.sql.scope import scope
from app.lab.sql.translate import parse, translate, upper, written
from app.lab.undo.segments import attach
from app.lab.undo.waiting import Waiting


def unprotect(session: Session, owner: str, table: str) -> None:
    """Take the triggers of the table away, while it changes."""
    for (name,) in session.catalog.rows(
        "select name from sqlite_master where type = 'trigger' and tbl_name = ?",
        f"{owner}.{table}",
    ):
        session.raw(f'drop trigger "{name}"')


def protect(session: Session, owner: str, table: str) -> None:
    """Make the triggers that keep the table's constraints, and its children's."""
    unprotect(session, owner, table)
    full = f"{owner}.{table}"
    checks = _checks(session, owner, table)
    for event, code, missing in (("insert", "I", 1400), ("update", "U", 1407)):
        asked = [
            f"case when new.{_quoted(c.name)} is null then"
            f" {_raised(missing, owner, table, c.name)} end"
            for c in session.catalog.columns(owner, table)
            if not c.nullable and not c.virtual
        ] + checks
        if asked:
            session.raw(
                f'create trigger "{full}.{code}" after {event} on "{full}"'
                f" begin select {', '.join(asked)}; end"
            )
    _parent(session, owner, table)
    attach(session.db, full)


def parents(session: Session, owner: str, table: str) -> list[tuple[str, str]]:
    """Owner and name of each table that a foreign key of this one names."""
    return [
        (str(o), str(t))
        for o, t in session.catalog.rows(
            "select distinct k.owner, k.tab from lab_constraints c join lab_constraints k"
            " on k.owner = c.r_owner and k.name = c.r_name"
            " where c.owner = ? and c.tab = ? and c.type = 'R'",
            owner, table,
        )
    ]  # fmt: skip


def _quoted(name: str) -> str:
    return f'"{name}"'


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _raised(code: int, owner: str, name: str, column: str = "", xid: str = "null") -> str:
    return f"O_RAISE({code}, {_literal(owner)}, {_literal(name)}, {_literal(column)}, {xid})"


def _checks(session: Session, owner: str, table: str) -> list[str]:
    found = []
    for name, kind, columns, condition, r_owner, r_name in session.catalog.rows(
        "select name, type, columns, condition, r_owner, r_name from lab_constraints"
        " where owner = ? and tab = ? and status = 'ENABLED'", owner, table,
    ):  # fmt: skip
        if kind == "C":
            test = checked(session, owner, table, condition, new=True)
            found.append(f"case when not ({test}) then {_raised(2290, owner, name)} end")
        elif kind == "R":
            parent, keys = _key(session, r_owner, r_name)
            pairs = list(zip(columns.split(","), keys, strict=True))
            present = " and ".join(f"new.{_quoted(a)} is not null" for a, _ in pairs)
            match = " and ".join(f"p.{_quoted(b)} = new.{_quoted(a)}" for a, b in pairs)
            had = " and ".join(f"o.{_quoted(b)} = new.{_quoted(a)}" for a, b in pairs)
            xid = blocker(parent, had, "'D', 'U'")
            found.append(
                f"case when {present} and not exists (select 1 from {_quoted(parent)} p"
                f" where {match}) then {_raised(2291, owner, name, '', xid)} end"
            )
    return found


def _key(session: Session, owner: str, name: str) -> tuple[str, Sequence[str]]:
    """The engine's table and the columns of a primary or unique key."""
    ((table, columns),) = session.catalog.rows(
        "select tab, columns from lab_constraints where owner = ? and name = ?", owner, name
    )
    return f"{owner}.{table}", columns.split(",")


def checked(session: Session, owner: str, table: str, condition: str, new: bool = False) -> str:
    """A CHECK condition in the engine's SQL, over a row of the table or over a trigger's new row.
    Raises OraError 904 for a name that the table does not have."""
    tree = parse(f'select 1 from "{owner}"."{table}" where {condition}')
    upper(tree)
    known = {c.name for c in session.catalog.columns(owner, table)}
    for one in list(tree.find_all(exp.Column)):
        if one.name not in known and one.name not in ("SYSDATE", "USER", "NULL"):
            raise OraError(904, f'"{one.name}": invalid identifier')
    session.definers.append(owner)
    try:
        made = translate(tree, scope(session))
    finally:
        session.definers.pop()
    where = made.args["where"].this
    for one in list(where.find_all(exp.Column)):
        one.set("table", exp.to_identifier("new") if new else None)
    return written(where)


def _parent(session: Session, owner: str, table: str) -> None:
    """What a DELETE and a new key of this table mean for the tables that refer to it."""
    for c_owner, child, name, columns, keys, rule in session.catalog.rows(
        "select c.owner, c.tab, c.name, c.columns, k.columns, c.delete_rule from lab_constraints c"
        " join lab_constraints k on k.owner = c.r_owner and k.name = c.r_name"
        " where k.owner = ? and k.tab = ? and c.type = 'R' and c.status = 'ENABLED'",
        owner, table,
    ):  # fmt: skip
        pairs = list(zip(columns.split(","), keys.split(","), strict=True))
        inside = " and ".join(f"c.{_quoted(a)} = old.{_quoted(b)}" for a, b in pairs)
        bare = " and ".join(f"{_quoted(a)} = old.{_quoted(b)}" for a, b in pairs)
        held = f"exists (select 1 from {_quoted(f'{c_owner}.{child}')} where {bare})"
        came = f'o."~row" in (select c.rowid from {_quoted(f"{c_owner}.{child}")} c where {inside})'
        xid = blocker(f"{c_owner}.{child}", came, "'I', 'U'")
        refused = f"select case when {held} then {_raised(2292, c_owner, name, '', xid)} end"
        action = {
            "CASCADE": f"delete from {_quoted(f'{c_owner}.{child}')} where {bare}",
            "SET NULL": f"update {_quoted(f'{c_owner}.{child}')} set "
            + ", ".join(f"{_quoted(a)} = null" for a, _ in pairs)
            + f" where {bare}",
        }.get(rule, refused)
        full, trigger = f"{owner}.{table}", f"{c_owner}.{child}.{name}"
        moved = " or ".join(f"old.{_quoted(b)} is not new.{_quoted(b)}" for _, b in pairs)
        # what is undone takes its own way back
        logged = "when O_XID() is not null" if action is not refused else ""
        session.raw(
            f'create trigger "{trigger}.D" after delete on "{full}" {logged} begin {action}; end'
        )
        session.raw(
            f'create trigger "{trigger}.K" after update on "{full}" when {moved}'
            f" begin {refused}; end"
        )


def raise_violation(code: int, owner: str, name: str, column: str, xid: int | None) -> None:
    """What the triggers call: an OraError for a row that a constraint refuses; Waiting where the
    open transaction ``xid`` decides about it."""
    if xid:
        raise Waiting(xid)
    where = f'"{owner}"."{name}"."{column}"'
    raise OraError(code, {
        1400: f"cannot insert NULL into ({where})",
        1407: f"cannot update ({where}) to NULL",
        2290: f"check constraint ({owner}.{name}) violated",
        2291: f"integrity constraint ({owner}.{name}) violated - parent key not found",
        2292: f"integrity constraint ({owner}.{name}) violated - child record found",
    }[code])  # fmt: skip
