"""The guard inside PL/SQL: embedded DML, dynamic SQL and calls.

Every word of a block is looked at, wherever it stands; the structure is only needed to tell a
call from an expression. Stored code is reported, because it runs later; code that this changelog
creates and that would not pass may not be called from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from app.changelog.guard.calls import is_oracles_code, known_code, later, stranger, unknown
from app.changelog.guard.rows import judge_rows
from app.changelog.guard.verdict import (
    NOTICE,
    STORED,
    Knowledge,
    Verdict,
    allow,
    announce,
    refuse,
    worst,
)
from app.sql import blocks, callees, functions, queries
from app.sql.blocks import Block
from app.sql.folding import FOLDED, cut, fold
from app.sql.lexer import Kind, Token
from app.sql.operations import Block as AnonymousBlock
from app.sql.operations import CreateCode, Delete, Insert, Merge, Tokens, Update
from app.sql.read import read
from app.sql.tokens import depths, is_name, is_op, is_word, name_at
from app.sql.words import words

Judge = Callable[[str, Knowledge, int], Verdict]
"""The judge of a text that a block runs: the text, what is known, how deep texts are nested."""

_DDL = {"DROP": "drop", "TRUNCATE": "truncate", "PURGE": "purge", "FLASHBACK": "flashback"}
_BUSINESS = words(
    """
    guard.delete guard.merge_delete guard.update_without_where guard.update_constant_where
    guard.merge_not_joined guard.unknown_call guard.untrusted_code guard.perhaps_code
    """
)
_BUILT_IN = words("RAISE_APPLICATION_ERROR")
_SOMEBODY_ELSES = words("LANGUAGE EXTERNAL MLE AGGREGATE POLYMORPHIC SQL_MACRO")
"""What runs is not the text, but a library, a type, a package, or the query that it gives back."""
_ANYWHERE = ("SCHEMA", "DATABASE", "PLUGGABLE")


class Code(Struct, frozen=True):
    """A piece of PL/SQL under the judges. ``depth``: how many texts it stands inside of."""

    found: Tokens
    block: Block
    knowledge: Knowledge
    depth: int
    judge: Judge


def judge_block(op: AnonymousBlock, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    """The verdict on an anonymous block."""
    if not op.closed:
        return refuse("unparsable", op.tokens[0], what="block")
    block = blocks.read(op.tokens)
    return _sweep(Code(op.tokens, block, knowledge, depth, judge)) or allow()


def trailing(found: Tokens) -> int:
    """The index of the first token behind the end of an anonymous block."""
    return blocks.read(found).trailing or 0


def judge_inline(found: Tokens, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict | None:
    """The verdict on the functions that a query declares for itself (``WITH FUNCTION``); their
    names are known to ``knowledge`` from now on while the query is judged."""
    begin = next(i for i in range(len(found)) if queries.declares_code(found, i)) + 1
    part = found[begin:]
    block = blocks.read(part)  # anonymous: every call of unknown code counts
    return _sweep(Code(part, block, knowledge, depth, judge))


def judge_stored(op: CreateCode, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    """The verdict on CREATE of stored code; remembers whether the changelog may call it."""
    first = op.tokens[0]
    if op.wrapped:
        return refuse("wrapped", op.rest[0], object=op.name[-1])
    if op.on and op.on[-1] in _ANYWHERE:
        return refuse("create_forbidden", first, object=f"TRIGGER ON {op.on[-1]}")
    with knowledge.perhaps_only(op.if_not_exists):
        verdict = _remember(op, knowledge, depth, judge)
    if op.kind == "TYPE" and op.replace and is_word(op.rest[0], "FORCE"):
        return announce("announce_type", op.rest[0], object=op.name[-1])
    return verdict


def _remember(op: CreateCode, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    block = blocks.read(op.tokens)
    block.scopes[op.name[-1]] = [(0, 0)]
    for name in knowledge.declared.get(op.name, ()):
        block.scopes.setdefault(name, [(0, 0)])
    code = Code(op.tokens, block, knowledge, depth, judge)
    knowledge.trusted.discard(op.name)
    if op.kind in ("PACKAGE", "TYPE"):
        return _specification(op, code)
    name = op.name[-1]
    for known in (knowledge.flagged, knowledge.writing):
        known.pop(name, None)  # what it did before; its own name calls nobody else
    problem = _sweep(code)
    if (begun := knowledge.unclean.get(op.name)) is not None and not begun.refused:
        problem = worst([problem, begun])
    knowledge.untrusted.pop(op.name, None)
    knowledge.is_made_of(name, op.body.names - {name}, anew="BODY" not in op.kind)
    if op.on:
        knowledge.is_made_of(op.on[-1], {name, *op.body.names})
    if _hands_out_locks(code):
        knowledge.locks_rows.add(name)
    if _writes_lobs(code):
        knowledge.writes_lobs.add(name)
    if problem is None or not problem.refused:
        _trust(op, code)
        if op.on and (unread := _runs_unread(code)) is not None:
            knowledge.know(op.on[-1], unread)  # whoever writes to the table sets it off
    return _stored(op, problem, knowledge)


def _runs_unread(code: Code) -> Verdict | None:
    """A refusal of a procedure that nobody has read, where a trigger runs it: in a statement of
    its body, or as all that it does (``CALL name``). Functions in its expressions are the
    client's everyday ones (``v('APP_USER')``), and are left alone."""
    found, block = code.found, code.block
    for i in sorted(block.starts & block.calls):
        if (problem := _call(code, i)) is not None and problem.refused:
            return problem
    for i, token in enumerate(found[: block.body_begin]):
        if is_word(token, "CALL") and i + 1 < len(found):
            return unknown(found, i + 1, code.knowledge)
        if is_word(token, "BEGIN", "DECLARE", "COMPOUND"):
            break
    return None


def _specification(op: CreateCode, code: Code) -> Verdict:
    knowledge, block = code.knowledge, code.block
    block.strict = True
    problem = _sweep(code)
    knowledge.declared[op.name] = frozenset(block.names)
    knowledge.is_made_of(op.name[-1], op.body.names - {op.name[-1]})
    knowledge.unclean.pop(op.name, None)
    if problem is not None:
        # What a specification declares is computed by whoever uses it first.
        knowledge.unclean[op.name] = problem
        if not problem.refused:
            knowledge.know(op.name[-1], problem)
    if problem is None or not problem.refused:
        routines = any(is_word(t, "FUNCTION", "PROCEDURE", "UNDER") for t in op.rest)
        if not routines:  # constants, types, or a type with no code of its own
            knowledge.trusted.add(op.name)
    return allow(STORED, object=op.name[-1])


def _trust(op: CreateCode, code: Code) -> None:
    """Trust the code if it runs nothing that nobody has read."""
    code.block.strict = True
    strict = _sweep(code)
    foreign = next((t for t in op.tokens if is_word(t, *_SOMEBODY_ELSES)), None)
    begun = code.knowledge.unclean.get(op.name)
    if (begun is not None and begun.refused) or foreign is not None:
        code.knowledge.distrust(op.name, foreign.text if foreign else op.name[-1])
    elif strict is None or not strict.refused:
        code.knowledge.trusted.add(op.name)
    else:
        code.knowledge.distrust(op.name, strict.facts.get("name", op.name[-1]))


def _stored(op: CreateCode, problem: Verdict | None, knowledge: Knowledge) -> Verdict:
    name = op.name[-1]
    if op.on:
        changed = knowledge.fresh.set_by_triggers.setdefault(op.on[-1], set())
        changed |= _set_rows(op.tokens)
    if problem is None:
        return allow(STORED, object=name)
    if not problem.refused:
        for known in (name, *op.on[-1:]):  # whoever writes to its table sets off the trigger
            knowledge.know(known, problem)
        return allow(STORED, object=name)
    if problem.rule not in ("guard.unknown_call", "guard.untrusted_code", "guard.perhaps_code"):
        for known in (name, *op.on[-1:]):
            knowledge.know(known, problem)
    if problem.rule in _BUSINESS:
        return allow(STORED, object=name)
    line = next(t.line for t in op.tokens if t.start >= problem.at)
    return allow(NOTICE, object=name, later_line=str(line), **later(problem))


def _set_rows(found: Tokens) -> set[str]:
    """The columns that a trigger sets in the row that sets it off: ``:new.name := ...``, in a list
    behind INTO, or as an argument of somebody's code, which may give it back changed."""
    changed = set()
    into = False
    callers: list[Token | None] = []
    for i, token in enumerate(found):
        if is_op(token, "("):
            callers.append(found[i - 1] if i else None)
        elif is_op(token, ")") and callers:
            callers.pop()
        elif is_op(token, ";") or is_word(token, "FROM", "USING", "WHERE"):
            into = False
        elif is_word(token, "INTO"):
            into = not is_word(found[i - 1], "INSERT", "MERGE")
        elif token.kind is Kind.BIND and i + 3 < len(found) and is_op(found[i + 1], "."):
            caller = callers[-1] if callers else None
            given = caller is not None and is_name(caller) and not functions.is_known(caller)
            if into or given or is_op(found[i + 3], ":="):
                changed.add(found[i + 2].value)
    return changed


def _sweep(code: Code) -> Verdict | None:
    """The worst of what a block does, None if nothing is to be said."""
    problem = worst(_words(code))
    checked = code.block.anonymous or code.block.strict
    if checked and (problem is None or not problem.refused):
        problem = worst([*_strangers(code), problem])
    return problem


def _strangers(code: Code) -> Iterator[Verdict | None]:
    """A refusal of a function that nobody knows, which an expression would call without
    parentheses. Inside a query such a name is a column as far as text can tell."""
    found, block = code.found, code.block
    spans = [*blocks.expressions(found, block), *functions.values(found)]
    places = [i for begin, end in spans for i in functions.names_in(found, begin, end)]
    for i in (*places, *queries.look(found).unexplained):
        if not _is_declared(code, i):
            yield unknown(found, i, code.knowledge)


def _is_declared(code: Code, i: int) -> bool:
    """Whether the text itself declares what the name at ``i`` means; a label alone does not."""
    name, block = code.found[i].value, code.block
    if name in block.labels:
        chain, _ = name_at(code.found, i)
        return len(chain) > 1 and chain[1] in block.names - block.labels
    return block.declares(name, i)


def _words(code: Code) -> Iterator[Verdict | None]:
    found, block = code.found, code.block
    skip_to = 0
    for i, token in enumerate(found):
        if token.kind is Kind.BIND and block.anonymous and code.depth == 0:
            yield refuse("bind", token, name=token.value)
        if is_op(token, "@"):
            yield refuse("database_link", token)
        if not is_name(token) or (i and is_op(found[i - 1], ".", "%")):
            continue
        if token.kind is Kind.WORD and i >= skip_to:
            end = _end(found, i)
            yield _word(code, i, end)
            if _begins_merge(found, i, block):
                skip_to = end
        yield _call(code, i)


def _end(found: Sequence[Token], begin: int) -> int:
    for i in range(begin, len(found)):
        if is_op(found[i], ";"):
            return i
    return len(found)


def _word(code: Code, i: int, end: int) -> Verdict | None:
    """Look at the unquoted word at ``i``; its statement ends before index ``end``."""
    found, block = code.found, code.block
    word = found[i].value
    after = found[i + 1] if i + 1 < len(found) else None
    header = i < block.body_begin
    if word == "$IF" and (block.anonymous or block.strict):
        return refuse("conditional_code", found[i])
    if word in _DDL and (word == "DROP" or i in block.starts):
        return refuse(_DDL[word], found[i], verb=word)
    if word in ("ALTER", "CREATE", "GRANT", "REVOKE", "RENAME", "COMMENT") and i in block.starts:
        return refuse("not_allowed", found[i], verb=word)
    if word == "DELETE" and not header:
        return refuse("delete", found[i], verb=word)
    if word == "UPDATE" and not header and not is_word(found[i - 1], "FOR"):
        return _write(code, i, end)
    if _begins_merge(found, i, block):
        return _write(code, i, end)
    if word == "EXECUTE" and after is not None and is_word(after, "IMMEDIATE"):
        stop = _first(found, i + 2, end, "INTO", "USING", "RETURNING", "RETURN", "BULK")
        return _dynamic(code, found[i], found[i + 2 : stop])
    if word == "OPEN" and i in block.starts:
        query = _first(found, i + 1, end, "FOR") + 1
        if query < end and not is_word(found[query], "SELECT", "WITH"):
            stop = _first(found, query, end, "USING")
            return _dynamic(code, found[i], found[query:stop])
    return None


def _write(code: Code, i: int, end: int) -> Verdict | None:
    """The verdict on the UPDATE or MERGE at ``i``."""
    operation = read(code.found[i:end])
    link = next((t for t in operation.tokens if is_op(t, "@")), None)
    if link is not None:
        return refuse("database_link", link)
    if not isinstance(operation, Insert | Update | Merge | Delete):
        return refuse("unknown_form", code.found[i], verb=code.found[i].value)
    return judge_rows(operation, code.knowledge, code.block.names)


def _begins_merge(found: Sequence[Token], i: int, block: Block) -> bool:
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
    code: Code, place: Token, expression: Sequence[Token], *, job: bool = False
) -> Verdict | None:
    redefined = any(t.value in code.block.names and t.value in FOLDED for t in expression)
    text = None if redefined else fold(expression, code.block.constants)
    if text is None:
        shown = " ".join(t.text for t in expression)[:120]
        return refuse("dynamic_sql", place, expression=shown)
    if job:
        text = f"BEGIN {text.rstrip().rstrip(';')}; END;"
    with code.knowledge.perhaps_only():  # nobody knows whether this place is reached
        inner = code.judge(text, code.knowledge, code.depth + 1)
    if inner.allowed:
        return None
    return Verdict(inner.verdict, inner.rule, place.start, {**inner.facts, "dynamic": text[:200]})


def _call(code: Code, i: int) -> Verdict | None:
    found, block = code.found, code.block
    chain, behind = name_at(found, i)
    called = behind < len(found) and is_op(found[behind], "(")
    statement = i in block.starts and i in block.calls
    trusted, chain = code.knowledge.trusts(chain), callees.bare(chain)
    checked = block.anonymous or block.strict
    problem = known_code(found[i], chain, code.knowledge)
    if problem is not None and problem.refused:
        return problem
    if not called and not statement:
        return problem or _begins_package(code, i, chain, behind)
    api = ".".join(chain)
    if (api in callees.WRITES_LOB or chain[0] in code.knowledge.writes_lobs) and (
        _hands_out_locks(code)
    ):
        return announce("announce_lob", found[i], name=api)
    if api in callees.DYNAMIC:
        return _dynamic_call(code, i, behind, api)
    if callees.is_system(chain) and not trusted:
        safe = callees.is_safe(chain)
        return problem if safe else refuse("unknown_call", found[i], name=api)
    if not checked or trusted or (len(chain) == 1 and chain[0] in _BUILT_IN):
        return problem
    if is_oracles_code(chain):
        return problem
    if not statement and (functions.is_known(found[i]) and len(chain) == 1):
        return problem
    if not statement and functions.names_no_call(found, i, behind):
        return problem
    methods = functions.METHODS | functions.OBJECT_METHODS
    if block.declares(chain[0], i) and (len(chain) == 1 or chain[-1] in methods):
        return problem
    return stranger(found[i], chain, code.knowledge)


def _begins_package(code: Code, i: int, chain: Sequence[str], behind: int) -> Verdict | None:
    """A refusal of ``package.variable := ...`` and of ``INTO package.variable``: the first to
    touch a package runs its beginning."""
    found, block = code.found, code.block
    assigned = i in block.starts and behind < len(found) and is_op(found[behind], ":=")
    assigned = assigned or _is_filled(found, i)
    strict = block.anonymous or block.strict
    if not assigned or not strict or len(chain) == 1 or block.declares(chain[0], i):
        return None
    return unknown(found, i, code.knowledge)


def _is_filled(found: Tokens, i: int) -> bool:
    """Whether the name at ``i`` stands in the list behind the INTO of a query."""
    at = i - 1
    while at > 1 and is_op(found[at], ","):
        at -= 2
        while at > 1 and is_op(found[at], "."):
            at -= 2
    return at > 0 and is_word(found[at], "INTO") and not is_word(found[at - 1], "INSERT", "MERGE")


def _hands_out_locks(code: Code) -> bool:
    """Whether a LOB of a row may be open for writing: its row is locked by SELECT ... FOR UPDATE,
    by a change, or by code that does such a thing."""
    return any(
        is_word(t, "UPDATE", "MERGE") or (is_name(t) and t.value in code.knowledge.locks_rows)
        for t in code.found[code.block.body_begin :]
    )


def _writes_lobs(code: Code) -> bool:
    names = (".".join(callees.bare(name_at(code.found, i)[0])) for i, t in enumerate(code.found)
             if is_word(t, "DBMS_LOB") or t.value in code.knowledge.writes_lobs)  # fmt: skip
    return any(n in callees.WRITES_LOB or n.split(".")[0] in code.knowledge.writes_lobs
               for n in names)  # fmt: skip


def _dynamic_call(code: Code, i: int, opening: int, api: str) -> Verdict | None:
    text = _argument(code.found, opening, *callees.DYNAMIC[api])
    job = api in callees.JOBS
    if api == "DBMS_SCHEDULER.CREATE_JOB":
        kind = _argument(code.found, opening, "JOB_TYPE", 1)
        # Any other kind is no PL/SQL: a program of the machine, or code that nobody has read.
        if kind is None or (fold(kind, code.block.constants) or "").upper() != "PLSQL_BLOCK":
            text = None
    if text is None:
        return refuse("dynamic_sql", code.found[i], expression=api)
    return _dynamic(code, code.found[i], text, job=job)


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
