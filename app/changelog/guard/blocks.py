"""The guard inside PL/SQL: embedded DML, dynamic SQL and calls.

It asks what a block does and names (``app.sql.operations.Body``), act by act. Stored code is
reported, because it runs later; code that this changelog creates and that would not pass may not be
called from it.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator

from msgspec import Struct, structs

from app.changelog.guard.calls import (
    is_oracles_code,
    is_own_type,
    known_code,
    later,
    stranger,
    unknown,
)
from app.changelog.guard.evaluated import judge_arguments
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
from app.sql import callees, functions
from app.sql.operations import (
    Bind,
    Block,
    Body,
    CreateCode,
    Delete,
    Insert,
    Link,
    Merge,
    Update,
    Write,
)
from app.sql.part import Dynamic, Mention, Name, Stored
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


_BEGINS = words("ALTER CREATE GRANT REVOKE RENAME COMMENT")


class Code(Struct, frozen=True):
    """A piece of PL/SQL under the judges. ``own``: names that mean itself, or what its own
    specification declares. ``anonymous``: it runs now. ``of_type``: it is a type's body.
    ``strict``: calls of unknown code count, though it is stored. ``depth``: how many
    texts it stands inside of. ``kept`` takes what is to be said of the code that it stores."""

    body: Body
    knowledge: Knowledge
    depth: int
    judge: Judge
    anonymous: bool = True
    strict: bool = True
    own: frozenset[str] = frozenset()
    of_type: bool = False
    kept: list[Verdict] = []

    def declares(self, mention: Mention) -> bool:
        return mention.is_declared or self.owns(mention.name)

    def owns(self, name: Name) -> bool:
        """Whether its specification declares ``name``; in a type SELF is the object, and ``SELF.A``
        its attribute A."""
        if name[0] == "SELF" and len(name) > 1:
            return name[1] in self.own
        return name[0] in self.own or (name[0] == "SELF" and self.of_type)


def judge_block(op: Block, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    """The verdict on an anonymous block."""
    if not op.closed:
        return refuse("unparsable", op.at, what="block")
    code = Code(op.body, knowledge, depth, judge)
    if (problem := _sweep(code)) is not None:
        return problem
    return _notice(op, code) or allow()


def _notice(op: Block, code: Code) -> Verdict | None:
    """What is to be said of a block that stores code: that it could not do itself what that does,
    or that it runs later."""
    kept = sorted(code.kept, key=lambda verdict: verdict.rule != NOTICE)
    if not kept:
        return None
    if kept[0].rule != NOTICE:
        return kept[0]
    facts = {**kept[0].facts, "later_line": str(op.line_at(kept[0].at))}
    return allow(NOTICE, **facts)


def judge_inline(body: Body, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict | None:
    """The verdict on the functions that a query declares for itself (``WITH FUNCTION``): they run
    now, so every call of unknown code counts."""
    return _sweep(Code(body, knowledge, depth, judge))


def judge_stored(op: CreateCode, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    """The verdict on CREATE of stored code; remembers whether the changelog may call it."""
    if op.wrapped:
        return refuse("wrapped", op.rest.at, object=op.name[-1])
    if op.on and op.on[-1] in _ANYWHERE:
        return refuse("create_forbidden", op.at, object=f"TRIGGER ON {op.on[-1]}")
    if not op.on:
        knowledge.claim(op.name[-1])
    with knowledge.perhaps_only(op.if_not_exists):
        verdict = _remember(op, knowledge, depth, judge)
    if op.kind == "TYPE" and op.replace and op.rest.first_word == "FORCE":
        return announce("announce_type", op.rest.at, object=op.name[-1])
    return verdict


def _remember(op: CreateCode, knowledge: Knowledge, depth: int, judge: Judge) -> Verdict:
    name = op.name[-1]
    specified = knowledge.declared.get(op.name, frozenset())
    own = frozenset((name, *(specified - op.body.declared)))
    body = op.kind == "TYPE BODY"
    code = Code(
        op.body, knowledge, depth, judge, anonymous=False, strict=False, own=own, of_type=body
    )
    knowledge.trusted.discard(op.name)
    if op.kind in ("PACKAGE", "TYPE"):
        return _specification(op, code)
    for known in (knowledge.flagged, knowledge.writing):
        known.pop(name, None)  # what it did before; its own name calls nobody else
    problem = _sweep(code)
    if (begun := knowledge.unclean.get(op.name)) is not None and not begun.refused:
        problem = worst([problem, begun])
    knowledge.untrusted.pop(op.name, None)
    knowledge.is_made_of(name, op.body.names - {name}, anew="BODY" not in op.kind)
    if op.on:
        knowledge.is_made_of(op.on[-1], {name, *op.body.names})
        if op.on[-1].startswith("MLOG$_"):  # whoever writes to the table writes to its log
            knowledge.is_made_of(op.on[-1].removeprefix("MLOG$_"), op.on[-1:])
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
    strict = structs.replace(code, strict=True)
    for mention in code.body.mentions:
        if mention.statement and (problem := _call(strict, mention)) and problem.refused:
            return problem
    called = code.body.trigger_calls
    return unknown(called, code.knowledge) if called is not None else None


def _specification(op: CreateCode, code: Code) -> Verdict:
    knowledge = code.knowledge
    problem = _sweep(structs.replace(code, strict=True))
    knowledge.declared[op.name] = op.body.declared
    knowledge.is_made_of(op.name[-1], op.body.names - {op.name[-1]})
    by_method = op.rest.says_all("MAP MEMBER") or op.rest.says_all("ORDER MEMBER")
    if op.kind == "TYPE" and (by_method or not knowledge.compared.isdisjoint(op.rest.names)):
        knowledge.compared.add(op.name[-1])
    knowledge.unclean.pop(op.name, None)
    if problem is not None:
        # What a specification declares is computed by whoever uses it first.
        knowledge.unclean[op.name] = problem
        if not problem.refused:
            knowledge.know(op.name[-1], problem)
    routines = op.rest.says("FUNCTION", "PROCEDURE", "UNDER")
    if not routines and (problem is None or not problem.refused):
        knowledge.trusted.add(op.name)  # constants, types, or a type with no code of its own
    return allow(STORED, object=op.name[-1])


def _trust(op: CreateCode, code: Code) -> None:
    """Trust the code if it runs nothing that nobody has read."""
    strict = _sweep(structs.replace(code, strict=True))
    foreign = op.find(*_SOMEBODY_ELSES)
    begun = code.knowledge.unclean.get(op.name)
    if (begun is not None and begun.refused) or foreign is not None:
        code.knowledge.distrust(op.name, foreign.text if foreign else op.name[-1])
    elif strict is None or not strict.refused:
        code.knowledge.trusted.add(op.name)
    else:
        code.knowledge.distrust(op.name, strict.facts.get("name", op.name[-1]))
        if op.name[-1] in code.knowledge.compared:  # who sorts its values calls nothing by name
            code.knowledge.know(op.name[-1], strict)


def _stored(op: CreateCode, problem: Verdict | None, knowledge: Knowledge) -> Verdict:
    name = op.name[-1]
    if op.on:
        changed = knowledge.fresh.set_by_triggers.setdefault(op.on[-1], set())
        changed |= op.body.row_columns
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
    line = op.line_at(problem.at)
    return allow(NOTICE, object=name, later_line=str(line), **later(problem))


def _sweep(code: Code) -> Verdict | None:
    """The worst of what a block does, None if nothing is to be said."""
    problem = worst(_acts(code))
    if code.strict and (problem is None or not problem.refused):
        problem = worst([*_strangers(code), problem])
    return problem


def _strangers(code: Code) -> Iterator[Verdict | None]:
    """A refusal of a function that nobody knows, which an expression would call without
    parentheses. Inside a query such a name is a column as far as text can tell."""
    for mention in code.body.alone:
        own = not mention.label and code.owns(mention.name)
        if not mention.is_declared and not own:
            yield unknown(mention, code.knowledge)


def _acts(code: Code) -> Iterator[Verdict | None]:
    for act in code.body.acts:
        match act:
            case Bind() if code.anonymous and code.depth == 0:
                yield refuse("bind", act.at, name=act.name)
            case Link():
                yield refuse("database_link", act.at)
            case Write():
                yield _write(code, act)
            case Dynamic():
                yield _dynamic(code, act)
            case Mention():
                yield _word(code, act)
                yield _call(code, act)
                if act.stores is not None and code.anonymous:
                    code.kept.append(_keeps(code, act.stores))


def _word(code: Code, said: Mention) -> Verdict | None:
    """Look at an unquoted word, wherever it stands outside of a MERGE."""
    word = said.word
    if said.in_merge:
        return None
    if word == "$IF" and code.strict:
        return refuse("conditional_code", said.at)
    if word in _DDL and (word == "DROP" or said.starts):
        return refuse(_DDL[word], said.at, verb=word)
    if word in _BEGINS and said.starts:
        return refuse("not_allowed", said.at, verb=word)
    if word == "DELETE" and not said.head:
        return refuse("delete", said.at, verb=word)
    return None


def _write(code: Code, act: Write) -> Verdict | None:
    """The verdict on an UPDATE or MERGE."""
    operation = act.operation
    if link := operation.find_sign("@"):
        return refuse("database_link", link.at)
    if not isinstance(operation, Insert | Update | Merge | Delete):
        return refuse("unknown_form", act.at, verb=operation.first_word)
    return judge_rows(operation, code.knowledge, code.body.declared)


def _dynamic(code: Code, act: Dynamic) -> Verdict | None:
    if act.job_type:
        return refuse("job_type", act.at, name=act.shown, type=act.job_type)
    if act.text is None:
        return refuse("dynamic_sql", act.at, expression=act.shown)
    with code.knowledge.perhaps_only():  # nobody knows whether this place is reached
        inner = code.judge(act.text, code.knowledge, code.depth + 1)
    if inner.rule == NOTICE:
        code.kept.append(structs.replace(inner, at=act.at))
    if inner.allowed:
        return None
    return Verdict(inner.verdict, inner.rule, act.at, {**inner.facts, "dynamic": act.text[:200]})


def _keeps(code: Code, stored: Stored) -> Verdict:
    """What is to be said of a text that is stored and runs at each request, as of stored code."""
    problem = refuse("dynamic_sql", expression=stored.name)
    if stored.text is not None:
        apart = copy.deepcopy(code.knowledge)  # nothing of it happens now
        problem = code.judge(stored.text, apart, code.depth + 1)
    if not problem.refused or problem.rule in _BUSINESS:
        return allow(STORED, object=stored.name)
    return Verdict("allowed", NOTICE, stored.at, {"object": stored.name, **later(problem)})


def _call(code: Code, said: Mention) -> Verdict | None:
    knowledge = code.knowledge
    if said.of_value:  # the code of a type that nobody has read, or of Oracle's own
        read = not code.strict or said.name[0] in functions.OBJECT_METHODS
        return None if read else stranger(said.at, said.name, knowledge)
    trusted, chain = knowledge.trusts(said.name), tuple(callees.bare(said.name))
    problem = known_code(said.at, chain, knowledge)
    if problem is not None and problem.refused:
        return problem
    if not said.called and not said.statement:
        return problem or _begins_package(code, said)
    api = ".".join(chain)
    if (api in callees.WRITES_LOB or chain[0] in knowledge.writes_lobs) and _hands_out_locks(code):
        return announce("announce_lob", said.at, name=api)
    oracles = _means_oracles(code, said)
    if oracles and (given := _arguments(code, said, api)) is not None:
        return given
    if oracles and said.runs is not None:
        return _dynamic(code, said.runs)
    if oracles and callees.is_system(chain) and not trusted:
        return problem if callees.is_safe(chain) else refuse("unknown_call", said.at, name=api)
    if trusted or _runs_nobodys(code, said, chain):
        return problem
    return stranger(said.at, chain, knowledge)


def _means_oracles(code: Code, said: Mention) -> bool:
    """Whether neither the code nor the changelog has something of its own by that name."""
    return said.name[0] not in code.knowledge.own and not said.is_declared


def _arguments(code: Code, said: Mention, api: str) -> Verdict | None:
    def evaluate(text: str) -> Verdict | None:
        return _dynamic(code, Dynamic(said.at, text))

    return judge_arguments(said, api, code.body, evaluate)


def _runs_nobodys(code: Code, said: Mention, chain: Name) -> bool:
    """Whether a call runs nothing that somebody should have read."""
    alone = len(chain) == 1
    oracles = _means_oracles(code, said)
    built_in = oracles and ((alone and chain[0] in _BUILT_IN) or is_oracles_code(chain))
    if not code.strict or built_in:
        return True
    known = said.known and alone and not is_own_type(chain[0], code.knowledge)
    if not said.statement and (known or said.no_call):
        return True
    methods = functions.METHODS | functions.OBJECT_METHODS
    own = chain[0] in code.own or (chain == said.name and said.is_declared)
    return own and (alone or chain[-1] in methods)


def _begins_package(code: Code, said: Mention) -> Verdict | None:
    """A refusal of ``package.variable := ...`` and of ``INTO package.variable``: the first to
    touch a package runs its beginning."""
    chain = callees.bare(said.name)
    if not said.assigned or not code.strict or len(chain) == 1:
        return None
    return None if code.declares(said) else unknown(said, code.knowledge)


def _hands_out_locks(code: Code) -> bool:
    """Whether a LOB of a row may be open for writing: its row is locked by SELECT ... FOR UPDATE,
    by a change, or by code that does such a thing."""
    body = code.body
    return body.changes_rows or not body.inner_names.isdisjoint(code.knowledge.locks_rows)


def _writes_lobs(code: Code) -> bool:
    known = code.knowledge.writes_lobs
    for mention in code.body.mentions:
        for size in range(len(mention.name)):
            if mention.name[size] in known:
                return True
            if ".".join(mention.name[size:]) in callees.WRITES_LOB:
                return True
    return False
