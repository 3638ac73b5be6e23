"""The judge of one statement: a list of what may pass; all else is refused.

Only what is written decides. There is no switch: a statement that cannot be understood is refused.
"""

from __future__ import annotations

from app.changelog.guard import alter, blocks, statements
from app.changelog.guard.calls import judge_calls, unknown
from app.changelog.guard.rows import judge_rows
from app.changelog.guard.unread import unreadable
from app.changelog.guard.verdict import STORED, Knowledge, Verdict, allow, refuse, worst
from app.sql.operations import (
    Alter,
    AlterSession,
    AlterTable,
    Block,
    Comment,
    Create,
    CreateCode,
    CreateTable,
    Delete,
    Dml,
    Grant,
    Insert,
    Merge,
    Odd,
    Operation,
    Query,
    Update,
)
from app.sql.read import inline_body, read_text
from app.sql.unread import Module
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


def judge(
    text: str, knowledge: Knowledge, depth: int = 0, operation: Operation | None = None
) -> Verdict:
    """The verdict on one statement (no terminator, except the last ``;`` of a PL/SQL block).

    ``operation`` is what it was read as, where somebody has read it. ``depth`` counts dynamic SQL
    inside dynamic SQL. Never raises.
    """
    op = operation if operation is not None else read_text(text)
    if isinstance(op, Odd) and op.module is not None:
        return _foreign_code(op, op.module)
    if op.duality_view:
        return allow()  # like any view it changes nothing by being made
    if problem := unreadable(op, depth):
        return problem
    if op.first_word not in ("", "SELECT", "WITH") and (own := op.find_name(_OWN_TABLES)):
        return refuse("own_tables", own.at, table=own.value.upper())
    if isinstance(op, Block):
        return blocks.judge_block(op, knowledge, depth, judge)
    if isinstance(op, CreateCode):
        if len(op.name) > 1:
            knowledge.owners.add(op.name[0])
        return blocks.judge_stored(op, knowledge, depth, judge)
    if problem := _refused_outright(op, dynamic=depth > 0):
        return problem
    return _statement(op, knowledge, depth)


def _refused_outright(op: Operation, *, dynamic: bool) -> Verdict | None:
    """What is refused whatever the rest of the statement says."""
    opening = op.shown(0, 1)
    if opening in ("@", "/"):
        return refuse("script_call", op.at)
    if not op.first_word and opening != "<<":
        return refuse("unknown_statement", op.at, word=opening[:40])
    if op.sqlplus_command:
        return refuse("sqlplus", op.at, word=op.sqlplus_command)
    if op.first_word in _DENIED_VERBS:
        return refuse(_DENIED_VERBS[op.first_word], op.at, verb=op.first_word)
    if not op.inline_code and not op.is_plsql and (end := op.find_sign(";")):
        return refuse("several_statements", end.at)
    if op.first_word == "ALTER" and (problem := alter.takes_away(op)):
        return problem
    return None if op.first_word == "GRANT" else _anywhere(op, dynamic)


def _anywhere(op: Operation, dynamic: bool) -> Verdict | None:
    """What no statement may hold, wherever it stands: the first of it."""
    found: list[Verdict] = []
    if link := op.find_sign("@"):
        found.append(refuse("database_link", link.at))
    ledger = isinstance(op, CreateTable) and op.find("IMMUTABLE", "BLOCKCHAIN")  # its NO DROP
    if not ledger and (drop := op.find_own("DROP")):
        found.append(refuse("drop", drop.at, verb=op.first_word))
    if not dynamic and (bind := op.first_bind):
        found.append(refuse("bind", bind.at, name=bind.value))
    return min(found, key=lambda verdict: verdict.at, default=None)


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
        problems.append(_only_reads(op))
    with _inline_code(op, knowledge, depth) as inside:
        problems += [inside.problem, judge_calls(op, knowledge)]
    return worst(problems) or allow()


def _create(op: Create, knowledge: Knowledge, depth: int) -> Verdict:
    with _inline_code(op, knowledge, depth) as inside:
        verdict = statements.judge_create(op, knowledge)
    if inside.problem is not None:
        knowledge.know(op.name[-1], inside.problem)
        if op.kind != "VIEW":  # its query runs now
            return worst([inside.problem, verdict]) or verdict
    return verdict


class _inline_code:  # noqa: N801  used as a statement
    """While it is open, the functions that a query declares for itself are known; ``problem`` is
    what the guard thinks of them."""

    def __init__(self, op: Operation, knowledge: Knowledge, depth: int) -> None:
        self.knowledge = knowledge
        self.before = set(knowledge.trusted)
        self.problem: Verdict | None = None
        if op.inline_code:
            self.problem = blocks.judge_inline(inline_body(op), knowledge, depth, judge)
            knowledge.trusted |= {(name,) for name in op.inline_names}

    def __enter__(self) -> _inline_code:
        return self

    def __exit__(self, *_: object) -> None:
        self.knowledge.trusted &= self.before


def _only_reads(op: Query | Insert) -> Verdict | None:
    """A refusal of what changes rows behind a query; no Oracle takes that today."""
    said = op.changes_rows
    if said is None:
        return None
    return refuse("delete" if said.value == "DELETE" else "update_without_where", said.at)


# -- what the reader does not know -------------------------------------------------------------


def _odd(op: Odd, knowledge: Knowledge) -> Verdict:
    if op.verb == "CALL":
        return judge_calls(op.behind, knowledge) or _plain_call(op, knowledge)
    if op.verb in ("CREATE", "ALTER") and op.trailing:
        verb = f"{op.verb_phrase} … {op.word_at(op.trailing)}"
        return refuse("unknown_form", op.trailing, verb=verb[:60])
    if op.verb in ("CREATE", "ALTER"):
        return refuse(f"{op.verb.lower()}_forbidden", op.at, object=op.about)
    if op.verb == "GRANT":
        return refuse("grant", op.at, privilege=op.shown(1, 4))
    if op.verb in ("BEGIN", "DECLARE") or op.shown(0, 1) == "<<":
        return refuse("several_statements", op.trailing)
    if op.verb in ("INSERT", "UPDATE", "MERGE", "COMMENT", "SELECT", "WITH"):
        return refuse("unknown_form", op.at, verb=op.verb)
    return refuse("unknown_statement", op.at, word=op.shown(0, 1)[:40])


def _plain_call(op: Odd, knowledge: Knowledge) -> Verdict:
    called = next(iter(op.behind.mentions), None)
    if called is not None and called.at == op.behind.at:
        return unknown(called, knowledge) or allow()
    return refuse("unknown_form", op.at, verb="CALL")


def _foreign_code(op: Odd, module: Module) -> Verdict:
    """A module of JavaScript is stored like a package, and nobody reads it: what calls it is
    refused."""
    if not module.name or not module.javascript:
        return refuse("create_forbidden", op.at, object="MLE MODULE")
    return allow(STORED, object=module.name[-1])
