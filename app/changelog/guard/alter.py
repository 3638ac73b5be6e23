"""The guard's rules for ALTER: what adds may pass, what takes away may not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.changelog.guard.verdict import Knowledge, Verdict, allow, refuse
from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_op, is_word, name_at
from app.sql.types import is_widening, type_text
from app.sql.words import words

_COMPILABLE = words("PACKAGE PROCEDURE FUNCTION TRIGGER VIEW TYPE SYNONYM MATERIALIZED")
_ADMIN = words(
    """
    USER SYSTEM DATABASE ROLE PROFILE TABLESPACE PLUGGABLE ROLLBACK DISKGROUP RESOURCE AUDIT
    LOCKDOWN
    """
)
_TAKES_AWAY = {"DROP": "drop", "TRUNCATE": "truncate", "UNUSED": "set_unused",
               "EXCHANGE": "exchange", "PURGE": "purge"}  # fmt: skip
_SESSION = words(
    """
    DDL_LOCK_TIMEOUT TIME_ZONE PLSQL_WARNINGS PLSQL_OPTIMIZE_LEVEL PLSQL_CODE_TYPE
    PLSCOPE_SETTINGS
    """
)
_INDEX = words(
    """
    REBUILD RENAME VISIBLE INVISIBLE MONITORING NOMONITORING PARALLEL NOPARALLEL LOGGING
    NOLOGGING COMPILE COALESCE ENABLE
    """
)
_NO_TYPE = words(
    """
    DEFAULT NOT NULL CONSTRAINT CHECK PRIMARY UNIQUE REFERENCES VISIBLE INVISIBLE ENABLE
    """
)
_NOT_A_COLUMN = words("CONSTRAINT PRIMARY UNIQUE")


def judge_alter(found: Sequence[Token], knowledge: Knowledge) -> Verdict:
    """The verdict on a whole ALTER statement (``found[0]`` is ALTER)."""
    kind = found[1].value if len(found) > 1 and found[1].kind is Kind.WORD else ""
    if kind in _ADMIN:
        return refuse("alter_forbidden", found[0], object=kind)
    if kind == "SESSION":
        return _session(found)
    for before, token in pairwise(found):
        if is_word(token) and token.value in _TAKES_AWAY and not is_op(before, "."):
            return refuse(_TAKES_AWAY[token.value], token, verb=f"ALTER {kind}")
    if kind == "TABLE":
        return _table(found, knowledge)
    name_begin = 3 if found[1:3] and is_word(found[min(2, len(found) - 1)], "VIEW") else 2
    _, at = name_at(found, name_begin)
    action = found[at].value if at < len(found) and found[at].kind is Kind.WORD else ""
    if kind in _COMPILABLE and action == "COMPILE":
        return allow()
    if kind == "TRIGGER" and action == "ENABLE":
        return allow()
    if kind == "SEQUENCE" and action:
        return allow()
    if kind == "INDEX" and action in _INDEX:
        return allow()
    if action == "DISABLE":
        return refuse("disable", found[at], object=kind)
    return refuse("alter_forbidden", found[0], object=f"{kind} {action}".strip())


def _session(found: Sequence[Token]) -> Verdict:
    name = found[3].value if len(found) > 4 and is_word(found[2], "SET") else ""
    several = sum(is_op(token, "=") for token in found) != 1
    if (name in _SESSION or name.startswith("NLS_")) and not several:
        return allow()
    return refuse("alter_forbidden", found[0], object=f"SESSION {name}".strip())


def _table(found: Sequence[Token], knowledge: Knowledge) -> Verdict:
    begin = 2
    if [t.value for t in found[2:4]] == ["IF", "EXISTS"]:
        begin = 4
    names, at = name_at(found, begin)
    if not names or at >= len(found):
        return refuse("unparsable", found[0], what="alter_table")
    clauses = _clauses(found, at)
    if clauses is None:
        return refuse("alter_forbidden", found[at], object=f"TABLE {found[at].text}")
    for clause in clauses:
        if problem := _clause(clause, names[-1], knowledge):
            return problem
    return allow()


def _clauses(found: Sequence[Token], at: int) -> list[Sequence[Token]] | None:
    """The clauses behind the table's name; None if the first is of an unknown kind."""
    heads = ("ADD", "MODIFY", "RENAME", "ENABLE", "DISABLE")
    if not is_word(found[at], *heads):
        return None
    starts = [at]
    levels = depths(found)
    for i in range(at + 1, len(found)):
        if levels[i] or not is_word(found[i], *heads) or is_op(found[i - 1], "."):
            continue
        after = found[i + 1] if i + 1 < len(found) else None
        state_only = found[i].value in ("ENABLE", "DISABLE") and (
            after is None
            or not is_word(after, "CONSTRAINT", "PRIMARY", "UNIQUE", "ALL", "TABLE", "ROW",
                           "VALIDATE", "NOVALIDATE")
            or (is_word(after, "VALIDATE", "NOVALIDATE") and i + 2 >= len(found))
        )  # fmt: skip
        if not state_only:
            starts.append(i)
    return [found[a:b] for a, b in zip(starts, [*starts[1:], len(found)], strict=True)]


def _clause(clause: Sequence[Token], table: str, knowledge: Knowledge) -> Verdict | None:
    head = clause[0].value
    second = clause[1] if len(clause) > 1 else None
    if second is None:
        return refuse("unparsable", clause[0], what="alter_table")
    if head == "ADD" and is_word(second, "OVERFLOW", "SUPPLEMENTAL"):
        return refuse("alter_forbidden", second, object=f"TABLE ADD {second.value}")
    if head in ("ADD", "ENABLE"):
        return None
    if head == "DISABLE":
        return refuse("disable", clause[0], object=f"TABLE {second.text}")
    if head == "RENAME":
        if is_word(second, "TO"):
            return refuse("rename_table", clause[0], verb="ALTER TABLE RENAME TO")
        if is_word(second, "COLUMN", "CONSTRAINT"):
            return None
        return refuse("alter_forbidden", clause[0], object=f"TABLE RENAME {second.text}")
    return _modify(clause, table, knowledge)


def _modify(clause: Sequence[Token], table: str, knowledge: Knowledge) -> Verdict | None:
    body = clause[1:]
    if is_word(body[0], *_NOT_A_COLUMN):
        if any(is_word(t, "DISABLE") for t in body):
            return refuse("disable", body[0], object="TABLE CONSTRAINT")
        return None
    levels = depths(body)
    if is_op(body[0], "(") and levels.count(0) == 2 and is_op(body[-1], ")"):
        body = body[1:-1]
    elif is_op(body[0], "("):
        return refuse("alter_forbidden", body[0], object="TABLE MODIFY")
    for item in _items(body):
        if problem := _column(item, table, knowledge):
            return problem
    return None


def _items(body: Sequence[Token]) -> list[Sequence[Token]]:
    items: list[Sequence[Token]] = []
    begin = 0
    for i, depth in enumerate(depths(body)):
        if depth == 0 and is_op(body[i], ","):
            items.append(body[begin:i])
            begin = i + 1
    return [*items, body[begin:]]


def _column(item: Sequence[Token], table: str, knowledge: Knowledge) -> Verdict | None:
    if len(item) < 2 or item[0].kind not in (Kind.WORD, Kind.QUOTED):
        return refuse("alter_forbidden", item[0] if item else None, object="TABLE MODIFY")
    if item[1].kind is not Kind.WORD:
        return refuse("alter_forbidden", item[0], object="TABLE MODIFY")
    if item[1].value in _NO_TYPE:
        return None
    column, new = item[0].value, type_text(item[1:])
    old = knowledge.columns.get((table, column))
    facts = {"table": table, "column": column, "new": new}
    if old is None:
        return refuse("type_unproven", item[0], **facts)
    if not is_widening(old, new):
        return refuse("narrowing", item[0], old=old, **facts)
    return None
