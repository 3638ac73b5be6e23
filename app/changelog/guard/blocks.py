"""The guard inside PL/SQL: embedded DML, dynamic SQL and calls.

Every word of a block is looked at, wherever it stands; the structure is only needed to tell a
call from an expression. Stored code is reported, because it runs later; code that this changelog
creates and that would not pass may not be called from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.changelog.guard.statements import judge, judge_merge, judge_update
from app.changelog.guard.verdict import NOTICE, STORED, Knowledge, Verdict, allow, refuse
from app.sql import blocks, callees, functions
from app.sql.blocks import Block
from app.sql.folding import FOLDED, cut, fold
from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_name, is_op, is_word, name_at
from app.sql.words import words

_DDL = {"DROP": "drop", "TRUNCATE": "truncate", "PURGE": "purge", "FLASHBACK": "flashback"}
_BUSINESS = words(
    """
    guard.delete guard.merge_delete guard.update_without_where guard.update_constant_where
    guard.unknown_call
    """
)
_BUILT_IN = words("RAISE_APPLICATION_ERROR")


def judge_block(found: Sequence[Token], knowledge: Knowledge, depth: int) -> Verdict:
    """The verdict on an anonymous block."""
    block = blocks.read(found)
    if block.trailing is not None:
        return refuse("several_statements", found[block.trailing])
    if not block.closed:
        return refuse("unparsable", found[0], what="block")
    return _sweep(found, block, knowledge, depth) or allow()


def judge_stored(found: Sequence[Token], knowledge: Knowledge, depth: int) -> Verdict:
    """The verdict on CREATE of stored code; remembers whether the changelog may call it."""
    at = 1
    while at < len(found) and found[at].value in ("OR", "REPLACE", "EDITIONABLE", "NONEDITIONABLE",
                                                  "IF", "NOT", "EXISTS"):  # fmt: skip
        at += 1
    kind = found[at].value
    if kind in ("PACKAGE", "TYPE") and at + 1 < len(found) and is_word(found[at + 1], "BODY"):
        kind, at = f"{kind} BODY", at + 1
    names, behind = name_at(found, at + 1)
    if kind not in ("PACKAGE", "PACKAGE BODY", "PROCEDURE", "FUNCTION", "TRIGGER", "TYPE",
                    "TYPE BODY") or not names:  # fmt: skip
        return refuse("create_forbidden", found[0], object=kind)
    if any(is_word(t, "WRAPPED") for t in found[behind : behind + 2]):
        return refuse("wrapped", found[behind], object=names[-1])
    if depth:
        return refuse("create_forbidden", found[0], object=f"{kind} in dynamic SQL")
    table = _trigger_table(found, behind) if kind == "TRIGGER" else ""
    if table in ("DATABASE", "SCHEMA"):
        return refuse("create_forbidden", found[0], object=f"TRIGGER ON {table}")
    return _remember(found, kind, names[-1], table, knowledge)


def _remember(
    found: Sequence[Token], kind: str, name: str, table: str, knowledge: Knowledge
) -> Verdict:
    block = blocks.read(found)
    block.scopes[name] = [(0, 0)]
    if kind in ("PACKAGE", "TYPE"):
        block.strict = True
        clean = _sweep(found, block, knowledge, 0) is None
        # What a specification declares is computed by whoever uses it first.
        (knowledge.unclean.discard if clean else knowledge.unclean.add)(name)
        return allow(STORED, object=name)
    problem = _sweep(found, block, knowledge, 0)
    if problem is None and table:
        problem = _called_by(found, knowledge)
    knowledge.trusted.discard(name)
    knowledge.flagged.pop(name, None)
    if problem is None:
        block.strict = True
        foreign = any(is_word(t, "LANGUAGE", "EXTERNAL") for t in found)
        clean = name not in knowledge.unclean and _sweep(found, block, knowledge, 0) is None
        if clean and not foreign:
            knowledge.trusted.add(name)
        return allow(STORED, object=name)
    if problem.rule != "guard.unknown_call":
        knowledge.flagged[name] = problem.rule
        if table:  # whoever writes to it sets off the trigger
            knowledge.flagged[table] = problem.rule
    if problem.rule in _BUSINESS:
        return allow(STORED, object=name)
    line = next(t.line for t in found if t.start >= problem.at)
    return allow(NOTICE, object=name, later=problem.rule, later_line=str(line))


def _trigger_table(found: Sequence[Token], begin: int) -> str:
    on = next((i for i in range(begin, len(found)) if is_word(found[i], "ON")), len(found))
    if on + 1 < len(found) and is_word(found[on + 1], "NESTED"):
        on = next((i for i in range(on, len(found)) if is_word(found[i], "OF")), len(found))
    names, _ = name_at(found, on + 1)
    return names[-1] if names else ""


def _called_by(found: Sequence[Token], knowledge: Knowledge) -> Verdict | None:
    """A refusal of what a trigger without a body of its own calls: ``... CALL name``."""
    for i, token in enumerate(found):
        if is_word(token, "BEGIN", "DECLARE", "COMPOUND"):
            break
        if is_word(token, "CALL"):
            return _flagged(token, callees.bare(name_at(found, i + 1)[0]), knowledge)
    return None


def _sweep(
    found: Sequence[Token], block: Block, knowledge: Knowledge, depth: int
) -> Verdict | None:
    """The first refusal inside a block, None if there is none."""
    problem = _words(found, block, knowledge, depth)
    if problem is None and (block.anonymous or block.strict):
        problem = _strangers(found, block, knowledge)
    return problem


def _strangers(found: Sequence[Token], block: Block, knowledge: Knowledge) -> Verdict | None:
    """A refusal of a function that nobody knows, which an expression would call without
    parentheses. Inside a query such a name is a column as far as text can tell."""
    spans = [*blocks.expressions(found, block), *functions.values(found)]
    for begin, end in spans:
        for i in functions.names_in(found, begin, end):
            if not block.declares(found[i].value, i) and (
                problem := _stranger(found, i, knowledge)
            ):
                return problem
    return None


def _stranger(found: Sequence[Token], i: int, knowledge: Knowledge) -> Verdict | None:
    chain = callees.bare(name_at(found, i)[0])
    known = callees.is_safe(chain) if callees.is_system(chain) else _is_own(chain, knowledge)
    if known or chain[-1] in ("NEXTVAL", "CURRVAL"):
        return None
    return refuse("unknown_call", found[i], name=".".join(chain))


def _is_own(chain: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether the changelog made it, and what it does is known. Of two names the first decides:
    the second may be anybody's procedure of that name."""
    return chain[0] in knowledge.trusted or (len(chain) > 2 and chain[1] in knowledge.trusted)


def _words(
    found: Sequence[Token], block: Block, knowledge: Knowledge, depth: int
) -> Verdict | None:
    skip_to = 0
    for i, token in enumerate(found):
        if token.kind is Kind.BIND and block.anonymous and depth == 0:
            return refuse("bind", token, name=token.value)
        if is_op(token, "@"):
            return refuse("database_link", token)
        if not is_name(token) or (i and is_op(found[i - 1], ".")):
            continue
        if token.kind is Kind.WORD and i >= skip_to:
            end = _end(found, i)
            problem = _word(found, i, end, block, knowledge, depth)
            if problem is not None:
                return problem
            if _is_merge(found, i, block):
                skip_to = end
        if problem := _call(found, i, block, knowledge, depth):
            return problem
    return None


def _end(found: Sequence[Token], begin: int) -> int:
    for i in range(begin, len(found)):
        if is_op(found[i], ";"):
            return i
    return len(found)


def _word(
    found: Sequence[Token], i: int, end: int, block: Block, knowledge: Knowledge, depth: int
) -> Verdict | None:
    """Look at the unquoted word at ``i``; its statement ends before index ``end``."""
    word = found[i].value
    after = found[i + 1] if i + 1 < len(found) else None
    header = i < block.body_begin
    if word in _DDL and (word == "DROP" or i in block.starts):
        return refuse(_DDL[word], found[i], verb=word)
    if word in ("ALTER", "CREATE", "GRANT", "REVOKE", "RENAME", "COMMENT") and i in block.starts:
        return refuse("not_allowed", found[i], verb=word)
    if word == "DELETE" and not header:
        return refuse("delete", found[i], verb=word)
    if word == "UPDATE" and not header and not is_word(found[i - 1], "FOR"):
        return judge_update(found[i:end], block.names)
    if _is_merge(found, i, block):
        return judge_merge(found[i:end], block.names)
    if word == "EXECUTE" and after is not None and is_word(after, "IMMEDIATE"):
        stop = _first(found, i + 2, end, "INTO", "USING", "RETURNING", "RETURN", "BULK")
        return _dynamic(found[i], found[i + 2 : stop], block, knowledge, depth)
    if word == "OPEN" and i in block.starts:
        query = _first(found, i + 1, end, "FOR") + 1
        if query < end and not is_word(found[query], "SELECT", "WITH"):
            stop = _first(found, query, end, "USING")
            return _dynamic(found[i], found[query:stop], block, knowledge, depth)
    return None


def _is_merge(found: Sequence[Token], i: int, block: Block) -> bool:
    if not is_word(found[i], "MERGE"):
        return False
    return i in block.starts or (i + 1 < len(found) and is_word(found[i + 1], "INTO"))


def _first(found: Sequence[Token], begin: int, end: int, *words: str) -> int:
    levels = depths(found[begin:end])
    for i in range(begin, end):
        if levels[i - begin] == 0 and is_word(found[i], *words):
            return i
    return end


def _dynamic(
    place: Token,
    expression: Sequence[Token],
    block: Block,
    knowledge: Knowledge,
    depth: int,
    *,
    job: bool = False,
) -> Verdict | None:
    redefined = any(t.value in block.names and t.value in FOLDED for t in expression)
    text = None if redefined else fold(expression, block.constants)
    if text is None:
        shown = " ".join(t.text for t in expression)[:120]
        return refuse("dynamic_sql", place, expression=shown)
    if job:
        text = f"BEGIN {text.rstrip().rstrip(';')}; END;"
    inner = judge(text, knowledge, depth + 1)
    if inner.allowed:
        return None
    return Verdict(inner.verdict, inner.rule, place.start, {**inner.facts, "dynamic": text[:200]})


def _call(
    found: Sequence[Token], i: int, block: Block, knowledge: Knowledge, depth: int
) -> Verdict | None:
    chain, behind = name_at(found, i)
    called = behind < len(found) and is_op(found[behind], "(")
    statement = i in block.starts and i in block.calls
    chain = callees.bare(chain)
    checked = block.anonymous or block.strict
    if (called or statement or checked) and (problem := _flagged(found[i], chain, knowledge)):
        return problem
    if not called and not statement:
        return None
    api = ".".join(chain)
    if api in callees.DYNAMIC:
        return _dynamic_call(found, i, behind, api, block, knowledge, depth)
    if callees.is_system(chain):
        return None if callees.is_safe(chain) else refuse("unknown_call", found[i], name=api)
    if not checked or chain[-1] in _BUILT_IN or _is_own(chain, knowledge):
        return None
    if not statement and (functions.is_known(found[i]) and len(chain) == 1):
        return None
    if not statement and functions.names_no_call(found, i, behind):
        return None
    if block.declares(chain[0], i) and (len(chain) == 1 or chain[-1] in functions.METHODS):
        return None
    return refuse("unknown_call", found[i], name=api)


def _dynamic_call(
    found: Sequence[Token],
    i: int,
    opening: int,
    api: str,
    block: Block,
    knowledge: Knowledge,
    depth: int,
) -> Verdict | None:
    text = _argument(found, opening, *callees.DYNAMIC[api])
    job = api in callees.JOBS
    if api == "DBMS_SCHEDULER.CREATE_JOB":
        kind = _argument(found, opening, "JOB_TYPE", 1)
        # Any other kind is no PL/SQL: a program of the machine, or code that nobody has read.
        if kind is None or (fold(kind, block.constants) or "").upper() != "PLSQL_BLOCK":
            text = None
    if text is None:
        return refuse("dynamic_sql", found[i], expression=api)
    return _dynamic(found[i], text, block, knowledge, depth, job=job)


def _flagged(token: Token, chain: Sequence[str], knowledge: Knowledge) -> Verdict | None:
    for name in chain[:2]:
        if name in knowledge.flagged:
            return refuse("calls_flagged_code", token, name=name, later=knowledge.flagged[name])
    return None


def _argument(
    found: Sequence[Token], opening: int, name: str, place: int
) -> Sequence[Token] | None:
    """The tokens of one argument of a call, by its name or its place."""
    if opening >= len(found) or not is_op(found[opening], "("):
        return None
    levels = depths(found[opening:])
    close = next((i for i in range(1, len(levels)) if levels[i] == 0), None)
    if close is None:
        return None
    arguments = cut(found[opening + 1 : opening + close], ",")
    for argument in arguments:
        if len(argument) > 2 and argument[0].value == name and is_op(argument[1], "=>"):
            return argument[2:]
    positional = [a for a in arguments if not (len(a) > 1 and is_op(a[1], "=>"))]
    return positional[place] if place < len(positional) else None


def judge_calls(found: Sequence[Token], knowledge: Knowledge) -> Verdict | None:
    """A refusal of a call, or of a table with a flagged trigger, in a plain SQL statement."""
    for i, token in enumerate(found):
        if not is_name(token) or (i and is_op(found[i - 1], ".")):
            continue
        chain, behind = name_at(found, i)
        chain = callees.bare(chain)
        called = behind < len(found) and is_op(found[behind], "(")
        if problem := _flagged(token, chain, knowledge):
            return problem
        if not called or (len(chain) == 1 and functions.is_known(token)):
            continue
        known = callees.is_safe(chain) if callees.is_system(chain) else _is_own(chain, knowledge)
        if not known and not functions.names_no_call(found, i, behind):
            return refuse("unknown_call", token, name=".".join(chain))
    for begin, end in functions.values(found):
        for i in functions.names_in(found, begin, end):
            if problem := _stranger(found, i, knowledge):
                return problem
    return None
