"""The head of a trigger: when it fires, on what, for which rows; and its body as a block.

Compound triggers, triggers on a schema or database and CALL bodies are refused by name.
Oracle Database PL/SQL Language Reference, "CREATE TRIGGER Statement".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from app.lab.backend import OraError
from app.lab.plsql.syntax import Token, tokens

EVENTS: Final = ("INSERT", "UPDATE", "DELETE")
_BIND: Final = re.compile(r"'(?:[^']|'')*'|--[^\n]*|/\*.*?\*/|:\s*([A-Za-z]\w*)\s*\.", re.DOTALL)
_UPDATING: Final = re.compile(r"\bupdating\s*\(\s*'([\w$#]+)'\s*\)", re.IGNORECASE)
_AUTONOMOUS: Final = re.compile(r"\bpragma\s+autonomous_transaction\b", re.IGNORECASE)


@dataclass(frozen=True)
class Trigger:
    """``owner`` may be empty, and ``t_owner``: then they are the schema's. ``body`` is the source
    from DECLARE or BEGIN on; ``old`` and ``new`` are the names of the row."""

    owner: str
    name: str
    timing: str  # BEFORE, AFTER, INSTEAD OF
    events: tuple[str, ...]
    columns: tuple[str, ...]
    t_owner: str
    table: str
    each_row: bool
    old: str
    new: str
    when: str
    body: str
    enabled: bool = True

    @property
    def kind(self) -> str:
        """TRIGGER_TYPE of the dictionary."""
        if self.timing == "INSTEAD OF":
            return self.timing
        return f"{self.timing} {'EACH ROW' if self.each_row else 'STATEMENT'}"

    @property
    def autonomous(self) -> bool:
        return _AUTONOMOUS.search(self.body) is not None

    @property
    def updating(self) -> tuple[str, ...]:
        """The columns that the body asks UPDATING about."""
        return tuple(m[1].upper() for m in _UPDATING.finditer(self.body))

    def fires(self, event: str, changed: frozenset[str]) -> bool:
        """Whether it fires for ``event``; ``changed`` are the columns that an UPDATE names."""
        if event not in self.events:
            return False
        return event != "UPDATE" or not self.columns or bool(changed & set(self.columns))

    def block(self) -> str:
        """The body with the row's columns as fields of two records, ``NEW$`` and ``OLD$``."""

        def record(match: re.Match[str]) -> str:
            name = (match[1] or "").upper()
            if name not in (self.new, self.old):
                return match[0]
            return f"{'NEW$' if name == self.new else 'OLD$'}."

        made = _BIND.sub(record, self.body)
        return _UPDATING.sub(lambda m: f"UPDATING${m[1].upper()}", made)

    def rows_named(self) -> list[tuple[str, str, int]]:
        """Each ``:new.column`` and ``:old.column``: NEW or OLD, the column, its offset."""
        found = []
        for match in _BIND.finditer(self.body):
            name = (match[1] or "").upper()
            if name in (self.new, self.old):
                column = re.match(r'\s*"?([\w$#]+)', self.body[match.end() :])
                side = "NEW" if name == self.new else "OLD"
                found.append((side, column[1].upper() if column else "", match.start()))
        return found


class _Reader:
    def __init__(self, source: str) -> None:
        self.source, self.items, self.at = source, tokens(source), 0

    def peek(self) -> str:
        return self.items[self.at].word if self.at < len(self.items) else ""

    def take(self) -> Token:
        if self.at >= len(self.items):
            raise OraError(4079, "invalid trigger specification")
        self.at += 1
        return self.items[self.at - 1]

    def accept(self, *words: str) -> bool:
        got = [i.word for i in self.items[self.at : self.at + len(words)]]
        if got == list(words):
            self.at += len(words)
            return True
        return False

    def qualified(self) -> tuple[str, str]:
        first = self.take().word
        return (first, self.take().word) if self.accept(".") else ("", first)


def _refuse(what: str) -> OraError:
    return OraError(3001, f"unimplemented feature: {what} (lab, not Oracle)")


def read_trigger(source: str) -> Trigger:
    """The definition in stored source, which begins with TRIGGER. Raises OraError: 4079 and its
    kin for what is no trigger, 3001 for what is not played."""
    r = _Reader(source)
    if not r.accept("TRIGGER"):
        raise OraError(4079, "invalid trigger specification")
    owner, name = r.qualified()
    timing = r.take().word
    if timing == "FOR":
        raise _refuse("compound triggers")
    if timing == "INSTEAD":
        r.take()
        timing = "INSTEAD OF"
    if timing not in ("BEFORE", "AFTER", "INSTEAD OF"):
        raise OraError(4079, "invalid trigger specification")
    events, columns = _events(r)
    if not r.accept("ON"):
        raise OraError(969, "missing ON keyword")
    if r.peek() in ("SCHEMA", "DATABASE", "NESTED"):
        raise _refuse(f"triggers on {r.peek().lower()}")
    t_owner, table = r.qualified()
    if r.peek() == "." or table in ("SCHEMA", "DATABASE"):
        raise _refuse("triggers on a schema")
    old, new = _referencing(r)
    each_row = r.accept("FOR", "EACH", "ROW") or timing == "INSTEAD OF"
    if r.peek() in ("FOLLOWS", "PRECEDES", "FORWARD", "REVERSE"):
        raise _refuse(f"{r.peek()} of triggers")
    enabled = not r.accept("DISABLE")
    r.accept("ENABLE")
    when = _when(r)
    if when and not each_row:
        raise OraError(4077, "WHEN clause cannot be used with table level triggers")
    if r.peek() in ("CALL", "COMPOUND"):
        raise _refuse(f"{r.peek()} in a trigger")
    if r.peek() not in ("DECLARE", "BEGIN"):
        raise OraError(4079, "invalid trigger specification")
    body = source[r.items[r.at].start :]
    return Trigger(
        owner,
        name,
        timing,
        events,
        columns,
        t_owner,
        table,
        each_row,
        old,
        new,
        when,
        body,
        enabled,
    )


def _events(r: _Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    events: list[str] = []
    columns: list[str] = []
    while True:
        event = r.take().word
        if event not in EVENTS:
            raise _refuse(f"triggers for {event}")
        events.append(event)
        if event == "UPDATE" and r.accept("OF"):
            columns.append(r.take().word)
            while r.accept(","):
                columns.append(r.take().word)
        if not r.accept("OR"):
            return tuple(e for e in EVENTS if e in events), tuple(columns)


def _referencing(r: _Reader) -> tuple[str, str]:
    names = {"OLD": "OLD", "NEW": "NEW"}
    if r.accept("REFERENCING"):
        while r.peek() in ("OLD", "NEW", "PARENT"):
            side = r.take().word
            r.accept("AS")
            names[side] = r.take().word
    return names["OLD"], names["NEW"]


def _when(r: _Reader) -> str:
    """The condition, without its parentheses."""
    if not r.accept("WHEN"):
        return ""
    opened = r.take()
    depth = 1
    while depth:
        token = r.take()
        depth += (token.text == "(") - (token.text == ")")
    return r.source[opened.end : token.start].strip()
