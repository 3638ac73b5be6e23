"""The judge of one statement: a list of what may pass; all else is refused.

Only what is written decides. There is no switch: a statement that cannot be understood is refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.changelog.guard import alter, blocks, statements
from app.changelog.guard.calls import judge_calls, unknown
from app.changelog.guard.rows import judge_rows
from app.changelog.guard.unread import unreadable
from app.changelog.guard.verdict import STORED, Knowledge, Verdict, allow, refuse, worst
from app.sql import queries, sqlplus
from app.sql.cut import is_plsql
from app.sql.lexer import Kind, Token, tokens
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Comment,
    Create,
    CreateCode,
    Delete,
    Dml,
    Grant,
    Insert,
    Merge,
    Odd,
    Operation,
    Query,
    Tokens,
    Update,
)
from app.sql.read import read
from app.sql.tokens import is_name, is_op, is_word, name_at
from app.sql.words import words

_OWN_TABLES = words("DATABASECHANGELOG DATABASECHANGELOGLOCK")
_DENIED_VERBS = {
    "DROP": "drop",
    "TRUNCATE": "truncate",
    "PURGE": "purge",
    "FLASHBACK": "flashback",
    "RENAME": "rename_table",
    "DELETE": "delete",
    "COMMIT": "transaction",
    "ROLLBACK": "transaction",
    "SAVEPOINT": "transaction",
    "REVOKE": "not_allowed",
    "LOCK": "not_allowed",
}
_VIEW_MODIFIERS = words("OR REPLACE FORCE NOFORCE NO EDITIONABLE NONEDITIONABLE")
_KIND_WORDS = words("MATERIALIZED PUBLIC UNIQUE DATABASE PLUGGABLE")


def judge(
    text: str, knowledge: Knowledge, depth: int = 0, operation: Operation | None = None
) -> Verdict:
    """The verdict on one statement (no terminator, except the last ``;`` of a PL/SQL block).

    ``operation`` is what it was read as, where somebody has read it. ``depth`` counts dynamic SQL
    inside dynamic SQL. Never raises.
    """
    found = operation.tokens if operation is not None else tuple(tokens(text))
    if _is_foreign_code(found):
        return _foreign_code(found, knowledge)
    if _is_duality_view(found):
        return allow()
    if problem := unreadable(found, depth):
        return problem
    first = found[0]
    if first.kind is Kind.WORD and first.value not in ("SELECT", "WITH"):
        for token in found:
            if is_name(token) and token.value.upper() in _OWN_TABLES:
                return refuse("own_tables", token, table=token.value.upper())
    operation = operation or read(found)
    if isinstance(operation, Block):
        return blocks.judge_block(operation, knowledge, depth, judge)
    if isinstance(operation, CreateCode):
        if len(operation.name) > 1:
            knowledge.owners.add(operation.name[0])
        return blocks.judge_stored(operation, knowledge, depth, judge)
    if problem := _refused_outright(found, knowledge, dynamic=depth > 0):
        return problem
    return _statement(operation, knowledge, depth)


def _refused_outright(found: Tokens, knowledge: Knowledge, *, dynamic: bool) -> Verdict | None:
    """What is refused whatever the rest of the statement says."""
    first = found[0]
    verb = first.value
    if first.text in ("@", "/"):
        return refuse("script_call", first)
    if first.kind is not Kind.WORD and not is_op(first, "<<"):
        return refuse("unknown_statement", first, word=first.text[:40])
    if command := sqlplus.command(verb, found[1].value if len(found) > 1 else ""):
        return refuse("sqlplus", first, word=command)
    if verb in _DENIED_VERBS:
        return refuse(_DENIED_VERBS[verb], first, verb=verb)
    code = any(queries.declares_code(found, i) for i in range(len(found)))
    if not code and not is_plsql(list(found)):
        for token in found:
            if is_op(token, ";"):
                return refuse("several_statements", token)
    if verb == "ALTER" and (problem := alter.takes_away(found, _kind(found))):
        return problem
    return None if verb == "GRANT" else _anywhere(found, dynamic)


def _anywhere(found: Tokens, dynamic: bool) -> Verdict | None:
    """What no statement may hold, wherever it stands."""
    for before, token in pairwise(found):
        if is_op(token, "@"):
            return refuse("database_link", token)
        if is_word(token, "DROP") and not is_op(before, "."):
            return refuse("drop", token, verb=found[0].value)
        if token.kind is Kind.BIND and not dynamic:
            return refuse("bind", token, name=token.value)
    return None


def _statement(op: Operation, knowledge: Knowledge, depth: int) -> Verdict:
    match op:
        case Insert() | Update() | Merge() | Delete() | Query():
            return _rows(op, knowledge, depth)
        case AlterTable():
            return alter.judge_alter_table(op, knowledge)
        case AlterSession():
            return alter.judge_session(op)
        case Alter():
            return alter.judge_alter(op)
        case Create():
            return _create(op, knowledge, depth)
        case Grant():
            return statements.judge_grant(op, knowledge)
        case Comment():
            return allow()
        case Odd():
            return _odd(op, knowledge)
    raise AssertionError(op)  # blocks and stored code were judged before


def _rows(op: Dml, knowledge: Knowledge, depth: int) -> Verdict:
    problems: list[Verdict | None] = []
    if not isinstance(op, Query):
        problems.append(judge_rows(op, knowledge, ()))
    if isinstance(op, Query | Insert):
        problems.append(_only_reads(op.tokens))
    with _inline_code(op.tokens, knowledge, depth) as inside:
        problems += [inside.problem, judge_calls(op.tokens, knowledge)]
    return worst(problems) or allow()


def _create(op: Create, knowledge: Knowledge, depth: int) -> Verdict:
    with _inline_code(op.tokens, knowledge, depth) as inside:
        verdict = statements.judge_create(op, knowledge)
    if inside.problem is not None:
        knowledge.know(op.name[-1], inside.problem)
        if op.kind != "VIEW":  # its query runs now
            return worst([inside.problem, verdict]) or verdict
    return verdict


class _inline_code:  # noqa: N801  used as a statement
    """While it is open, the functions that a query declares for itself are known; ``problem`` is
    what the guard thinks of them."""

    def __init__(self, found: Tokens, knowledge: Knowledge, depth: int) -> None:
        self.knowledge = knowledge
        self.before = set(knowledge.trusted)
        self.problem: Verdict | None = None
        if any(queries.declares_code(found, i) for i in range(len(found))):
            self.problem = blocks.judge_inline(found, knowledge, depth, judge)
            knowledge.trusted |= {(name,) for name in queries.declared_code(found)}

    def __enter__(self) -> _inline_code:
        return self

    def __exit__(self, *_: object) -> None:
        self.knowledge.trusted &= self.before


def _only_reads(found: Tokens) -> Verdict | None:
    """A refusal of what changes rows behind a query; no Oracle takes that today."""
    for before, token in pairwise(found):
        if is_op(before, "."):
            continue
        if is_word(token, "DELETE"):
            return refuse("delete", token)
        if is_word(token, "UPDATE") and not is_word(before, "FOR"):
            return refuse("update_without_where", token)
    return None


# -- what the reader does not know -------------------------------------------------------------


def _odd(op: Odd, knowledge: Knowledge) -> Verdict:
    found, first = op.tokens, op.tokens[0]
    if op.verb == "CALL":
        return judge_calls(found[1:], knowledge) or _plain_call(found, knowledge)
    if op.verb in ("CREATE", "ALTER"):
        return refuse(f"{op.verb.lower()}_forbidden", first, object=_kind(found))
    if op.verb == "GRANT":
        shown = " ".join(t.text for t in found[1:4])
        return refuse("grant", first, privilege=shown)
    if op.verb in ("BEGIN", "DECLARE") or is_op(first, "<<"):
        return refuse("several_statements", found[blocks.trailing(found)])
    if op.verb in ("INSERT", "UPDATE", "MERGE", "COMMENT", "SELECT", "WITH"):
        return refuse("unknown_form", first, verb=op.verb)
    return refuse("unknown_statement", first, word=first.text[:40])


def _plain_call(found: Tokens, knowledge: Knowledge) -> Verdict:
    if len(found) > 1 and is_name(found[1]):
        return unknown(found, 1, knowledge) or allow()
    return refuse("unknown_form", found[0], verb="CALL")


def _kind(found: Sequence[Token]) -> str:
    """The words that say what a CREATE or ALTER is about."""
    said = [t.value for t in found[1:6] if is_word(t) and t.value not in ("OR", "REPLACE")]
    size = 2 if said[:1] and said[0] in _KIND_WORDS else 1
    return " ".join(said[:size])


# -- code in other languages -------------------------------------------------------------------


def _is_foreign_code(found: Sequence[Token]) -> bool:
    said = [t.value for t in found[:5] if t.kind is Kind.WORD]
    said = [word for word in said if word not in ("OR", "REPLACE")]
    return said[:3] == ["CREATE", "MLE", "MODULE"]


def _is_duality_view(found: Sequence[Token]) -> bool:
    """A view of rows as documents, whose body may be GraphQL and not SQL; like any view it changes
    nothing by being made."""
    said = [t.value for t in found[:12] if t.kind is Kind.WORD]
    said = [word for word in said if word not in _VIEW_MODIFIERS]
    whole = not any(is_op(t, ";") or (t.kind is Kind.ODD and t.value != "character") for t in found)
    return said[:5] == ["CREATE", "JSON", "RELATIONAL", "DUALITY", "VIEW"] and whole


def _foreign_code(found: Sequence[Token], knowledge: Knowledge) -> Verdict:
    """A module of JavaScript is stored like a package, and nobody reads it: what calls it is
    refused."""
    at = next(i for i, t in enumerate(found) if is_word(t, "MODULE")) + 1
    if [t.value for t in found[at : at + 3]] == ["IF", "NOT", "EXISTS"]:
        at += 3
    names, behind = name_at(found, at)
    if not names or not any(is_word(t, "JAVASCRIPT") for t in found[behind : behind + 2]):
        return refuse("create_forbidden", found[0], object="MLE MODULE")
    return allow(STORED, object=names[-1])
