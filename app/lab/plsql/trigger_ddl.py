"""Triggers as DDL makes, checks, switches and drops them."""

from __future__ import annotations

import re

from app.lab.backend import OraError
from app.lab.plsql.check import errors_in
from app.lab.plsql.declared import undeclared_in_block
from app.lab.plsql.sql_check import wrong_columns
from app.lab.plsql.syntax import Parser
from app.lab.plsql.trigger_text import Trigger, read_trigger
from app.lab.sql.contract import Session
from app.lab.sql.resolve import locate
from app.lab.sql.tokens import Tokens


def register(session: Session, owner: str, name: str, source: str) -> None:
    """Note on what a new trigger fires. Raises OraError for what cannot be a trigger at all; one
    with errors in its body is made, and is invalid."""
    made = read_trigger(source)
    t_owner, table = locate(session, made.t_owner or owner, made.table)
    if t_owner != owner and "CREATE ANY TRIGGER" not in session.privileges:
        raise OraError(1031, "insufficient privileges")
    is_view = session.catalog.object_type(t_owner, table, ("VIEW",)) is not None
    if is_view and made.timing != "INSTEAD OF":
        raise OraError(25001, "cannot create this trigger type on this type of view")
    if not is_view and made.timing == "INSTEAD OF":
        raise OraError(25002, "cannot create INSTEAD OF triggers on tables")
    _rows(made)
    session.catalog.run(
        "insert or replace into lab_triggers values (?, ?, ?, ?, ?)",
        owner, name, t_owner, table, "ENABLED" if made.enabled else "DISABLED",
    )  # fmt: skip


def _rows(made: Trigger) -> None:
    """What may be done with the row: nothing in a statement trigger, and only BEFORE assigns."""
    for side, _, at in made.rows_named():
        if not made.each_row:
            raise OraError(4082, "NEW or OLD references not allowed in table level triggers")
        assigned = made.body[at:].split(";", 1)[0].split(":=", 1)
        if len(assigned) == 2 and "\n" not in assigned[0].strip() and _is_target(made.body, at):
            if side == "OLD":
                raise OraError(4085, "cannot change the value of an OLD reference variable")
            if made.timing != "BEFORE":
                raise OraError(4084, "cannot change NEW values for this trigger type")


def _is_target(body: str, at: int) -> bool:
    """Whether the name at the offset stands at the beginning of a statement, before ``:=``."""
    before = body[:at].rstrip()
    if not before.endswith(";") and before.split()[-1].upper() not in (
        "BEGIN", "THEN", "ELSE", "LOOP",
    ):  # fmt: skip
        return False
    target = body[at:].split(":=", 1)[0]
    return len(target.replace(".", " ").split()) <= 2


def errors(session: Session, owner: str, source: str) -> list[tuple[int, int, str]]:
    """Line, position and text of what the compiler finds in a trigger's body."""
    made = read_trigger(source)
    first = source.count("\n", 0, len(source) - len(made.body)) + 1
    try:
        Parser(made.block()).block()
    except OraError as error:
        if error.code != 6550:
            return []  # a construct that is not played: refused when it fires
        line = made.body.count("\n", 0, error.position) + first
        return [(line, 1, "PLS-" + error.text.partition("PLS-")[2].partition("\n")[0])]
    where = locate(session, made.t_owner or owner, made.table)
    known = {c.name for c in session.catalog.columns(*where)}
    found = []
    for side, column, at in made.rows_named():
        if column not in known:
            line = made.body.count("\n", 0, at) + first
            position = at - made.body.rfind("\n", 0, at)
            found.append((line, position, f"PLS-00049: bad bind variable '{side}.{column}'"))
    head = source[: len(source) - len(made.body)]
    bare = re.sub(r"[^\n]", " ", head) + made.body
    blank = bare[: len(head)]
    asked = (f"UPDATING${column}" for column in made.updating)
    rows = ("NEW$", "OLD$", "INSERTING", "UPDATING", "DELETING", *asked)
    return (
        found
        or errors_in(bare, session, owner)
        or wrong_columns(blank + made.block(), session, owner, rows)
        or undeclared_in_block(blank + made.block(), session, owner, rows)
    )


def alter(session: Session, owner: str, name: str, t: Tokens) -> bool:
    """ALTER TRIGGER ... ENABLE or DISABLE; whether it was one of these."""
    if t.peek() not in ("ENABLE", "DISABLE"):
        return False
    status = f"{t.take()}D"
    session.catalog.run(
        "update lab_triggers set status = ? where owner = ? and name = ?", status, owner, name
    )
    return True


def switch_all(session: Session, owner: str, table: str, status: str) -> None:
    """ALTER TABLE ... ENABLE or DISABLE ALL TRIGGERS."""
    session.catalog.run(
        "update lab_triggers set status = ? where t_owner = ? and t_name = ?", status, owner, table
    )


def forget(session: Session, owner: str, name: str) -> None:
    session.catalog.run("delete from lab_triggers where owner = ? and name = ?", owner, name)


def forget_table(session: Session, owner: str, table: str) -> None:
    """The triggers of a table or view go with it."""
    for t_owner, name in session.catalog.rows(
        "select owner, name from lab_triggers where t_owner = ? and t_name = ?", owner, table
    ):
        forget(session, t_owner, name)
        session.catalog.run(
            "delete from lab_objects where owner = ? and name = ? and type = 'TRIGGER'",
            t_owner, name,
        )  # fmt: skip


def rename_table(session: Session, owner: str, old: str, new: str) -> None:
    session.catalog.run(
        "update lab_triggers set t_name = ? where t_owner = ? and t_name = ?", new, owner, old
    )
