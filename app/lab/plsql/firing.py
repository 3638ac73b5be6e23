"""Triggers fire: their bodies run as their owner's code, with the row in two records."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from app.lab.backend import OraError
from app.lab.plsql.calls import evaluate
from app.lab.plsql.frame import Frame, Return, run
from app.lab.plsql.syntax import Parser
from app.lab.plsql.trigger_text import Trigger, read_trigger
from app.lab.sql.contract import Session
from app.lab.sql.resolve import usable

Row = dict[str, Any]


@dataclass(frozen=True)
class Armed:
    """A trigger that is enabled: its owner, its definition, its body as a tree, or
    why there is none."""

    owner: str
    made: Trigger
    body: Any
    when: Any


def triggers_of(session: Session, owner: str, table: str) -> list[Armed]:
    """The enabled triggers of a table or view, in the order in which they were made."""
    found: list[Armed] = []
    for t_owner, name, source in session.catalog.rows(
        "select o.owner, o.name, o.source from lab_triggers t join lab_objects o"
        " on o.owner = t.owner and o.name = t.name and o.type = 'TRIGGER'"
        " where t.t_owner = ? and t.t_name = ? and t.status = 'ENABLED' order by o.id",
        owner, table,
    ):  # fmt: skip
        key = (t_owner, name, "TRIGGER")
        if key not in session.code:
            session.code[key] = _armed(t_owner, source)
        armed: Any = session.code[key]
        found.append(armed)
    return found


def _armed(owner: str, source: str) -> Armed:
    made = read_trigger(source)
    when = None
    if made.when:
        text = made.when
        parser = Parser(text)
        when = parser.expression()
    try:
        body: Any = Parser(made.block()).block()
    except OraError as error:  # what does not compile, or is not played
        body = error
    return Armed(owner, made, body, when)


def fire(
    session: Session,
    armed: Armed,
    event: str,
    changed: frozenset[str],
    old: Row | None = None,
    new: Row | None = None,
    mutating: str = "",
) -> None:
    """Run one trigger. ``new`` is changed in place by what a BEFORE trigger assigns; ``mutating`` is
    the table that its code may not see.

    Raises ORA-04098 where it does not compile, and what the body raises."""
    trigger = armed.made
    if not trigger.fires(event, changed):
        return
    usable(session, armed.owner, trigger.name, "TRIGGER")
    if isinstance(armed.body, OraError):
        raise armed.body
    frame = Frame(session, trigger.body)
    if trigger.each_row and armed.when is not None and not _meets(armed, frame, old, new):
        return
    frame.vars.update(_predicates(event, changed, trigger))
    if trigger.each_row:
        frame.vars["OLD$"] = dict(old) if old is not None else dict.fromkeys(new or {})
        frame.vars["NEW$"] = dict(new) if new is not None else dict.fromkeys(old or {})
    session.definers.append(armed.owner)
    session.mutating.append(mutating if not trigger.autonomous else "")
    try:
        with contextlib.suppress(Return):
            run(armed.body, frame)
    except OraError as error:
        at = f'at "{armed.owner}.{trigger.name}", line 1'
        note = f"ORA-04088: error during execution of trigger '{armed.owner}.{trigger.name}'"
        if "ORA-04088" not in error.text:
            error.text += f"\nORA-06512: {at}\n{note}"
        raise
    finally:
        session.mutating.pop()
        session.definers.pop()
    if new is not None and trigger.each_row:
        new.update(frame.vars["NEW$"])


def _meets(armed: Armed, frame: Frame, old: Row | None, new: Row | None) -> bool:
    names = armed.made
    inner = Frame(frame.session, names.when)
    inner.vars[names.old] = dict(old) if old is not None else dict.fromkeys(new or {})
    inner.vars[names.new] = dict(new) if new is not None else dict.fromkeys(old or {})
    return bool(evaluate(armed.when, inner))


def _predicates(event: str, changed: frozenset[str], trigger: Trigger) -> dict[str, Any]:
    found: dict[str, Any] = {
        "INSERTING": event == "INSERT",
        "UPDATING": event == "UPDATE",
        "DELETING": event == "DELETE",
    }
    for column in trigger.updating:
        found[f"UPDATING${column}"] = event == "UPDATE" and column in changed
    return found
