"""Whose code a statement runs: the judge of calls in plain SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.changelog.guard.verdict import Knowledge, Verdict, announce, refuse, worst
from app.sql import callees, functions, queries
from app.sql.lexer import Token
from app.sql.tokens import is_name, is_op, name_at
from app.sql.words import words

_TYPES_OF_SYS = words("ODCIVARCHAR2LIST ODCINUMBERLIST ODCIDATELIST ODCIRAWLIST ANYDATA XMLTYPE")
"""What is left of SYS.ODCINUMBERLIST without its owner."""


def judge_calls(found: Sequence[Token], knowledge: Knowledge) -> Verdict | None:
    """A verdict on the calls, and on the tables that set off a created trigger, of a plain SQL
    statement; None where nothing is to be said."""
    return worst(_each(found, knowledge))


def _each(found: Sequence[Token], knowledge: Knowledge) -> Iterator[Verdict | None]:
    looked = queries.look(found)
    for i, token in enumerate(found):
        if _is_method_of_value(found, i):
            yield stranger(token, [token.value], knowledge)
        if not is_name(token) or (i and is_op(found[i - 1], ".", "%")):
            continue
        chain, behind = name_at(found, i)
        chain = callees.bare(chain)
        yield known_code(token, chain, knowledge)
        called = behind < len(found) and is_op(found[behind], "(")
        if not called or (len(chain) == 1 and functions.is_known(token)):
            continue
        if i in looked.methods and chain[-1] in functions.OBJECT_METHODS:
            continue
        if not functions.names_no_call(found, i, behind):
            yield unknown(found, i, knowledge)
    for begin, end in functions.values(found):
        for i in functions.names_in(found, begin, end):
            yield unknown(found, i, knowledge)
    for i in looked.unexplained:
        yield unknown(found, i, knowledge)


def _is_method_of_value(found: Sequence[Token], i: int) -> bool:
    """``VALUE(t).wipe()``: the code of a type that nobody has read, or of Oracle's own."""
    if i < 2 or i + 1 >= len(found) or not (is_name(found[i]) and is_op(found[i + 1], "(")):
        return False
    behind_value = is_op(found[i - 1], ".") and is_op(found[i - 2], ")")
    return behind_value and found[i].value not in functions.OBJECT_METHODS


def known_code(token: Token, chain: Sequence[str], knowledge: Knowledge) -> Verdict | None:
    """What is to be said of a name because of what the changelog's own code of it does."""
    for name in chain[:3]:
        if name in knowledge.flagged:
            return refuse("calls_flagged_code", token, name=name, **later(knowledge.flagged[name]))
    for name in chain[:3]:
        if name in knowledge.writing:
            return announce("announce_call", token, name=name, **later(knowledge.writing[name]))
    return None


def later(verdict: Verdict) -> dict[str, str]:
    """Facts that say why code is refused: its rule, and that rule's facts. Of code that calls
    other code it is the other's."""
    if "later" in verdict.facts:
        return {k: v for k, v in verdict.facts.items() if k.startswith("later")}
    return {"later": verdict.rule, **{f"later_{k}": v for k, v in verdict.facts.items()}}


def unknown(found: Sequence[Token], i: int, knowledge: Knowledge) -> Verdict | None:
    """A refusal of the function at ``i``, unless somebody has read what it does."""
    written = name_at(found, i)[0]
    if knowledge.trusts(written) or written[-1] in ("NEXTVAL", "CURRVAL"):
        return None
    chain = callees.bare(written)
    if is_oracles_code(chain):
        return None
    return stranger(found[i], chain, knowledge)


def is_oracles_code(chain: Sequence[str]) -> bool:
    """Whether Oracle's own code is called, and does no harm: a function or type of SQL with its
    owner, a method of XMLTYPE, a package of the list."""
    if callees.is_system(chain):
        return callees.is_safe(chain)
    if chain[0] == "XMLTYPE" and len(chain) == 2:
        return chain[1] == "CREATEXML" or chain[1] in functions.OBJECT_METHODS
    own = chain[0] == "MDSYS" and len(chain) == 2
    return (own and chain[1] in functions.KNOWN) or (len(chain) == 1 and chain[0] in _TYPES_OF_SYS)


def stranger(token: Token, chain: Sequence[str], knowledge: Knowledge) -> Verdict:
    """The refusal of a call of what nobody has read, with the reason that is true."""
    name = ".".join(chain)
    if doubt := knowledge.doubts(chain):
        return refuse("untrusted_code", token, name=name, what=doubt)
    if any(tuple(chain[:size]) in knowledge.perhaps for size in (1, 2)):
        return refuse("perhaps_code", token, name=name)
    return refuse("unknown_call", token, name=name)
