"""Whose code a statement runs: the judge of calls in plain SQL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.changelog.guard.evaluated import judge_arguments
from app.changelog.guard.verdict import Knowledge, Verdict, announce, refuse, worst
from app.sql import callees, functions
from app.sql.part import Mention, Part
from app.sql.words import words

_TYPES_OF_SYS = words("ODCIVARCHAR2LIST ODCINUMBERLIST ODCIDATELIST ODCIRAWLIST ANYDATA XMLTYPE")
"""What is left of SYS.ODCINUMBERLIST without its owner."""


def judge_calls(part: Part, knowledge: Knowledge) -> Verdict | None:
    """A verdict on the calls, and on the tables that set off a created trigger, of plain SQL; None
    where nothing is to be said."""
    return worst(_each(part, knowledge))


def _each(part: Part, knowledge: Knowledge) -> Iterator[Verdict | None]:
    for mention in part.mentions:
        if mention.of_value:  # the code of a type that nobody has read, or of Oracle's own
            if mention.name[0] not in functions.OBJECT_METHODS:
                yield stranger(mention.at, mention.name, knowledge)
            continue
        chain = callees.bare(mention.name)
        yield known_code(mention.at, chain, knowledge)
        built_in = len(chain) == 1 and mention.known and not is_own_type(chain[0], knowledge)
        if not mention.called or built_in:
            continue
        if mention.method and chain[-1] in functions.OBJECT_METHODS:
            continue
        if not mention.no_call:
            yield unknown(mention, knowledge)
    for mention in part.alone:
        yield unknown(mention, knowledge)


def known_code(at: int, chain: Sequence[str], knowledge: Knowledge) -> Verdict | None:
    """What is to be said of a name because of what the changelog's own code of it does."""
    for name in chain[:3]:
        if name in knowledge.flagged:
            return refuse("calls_flagged_code", at, name=name, **later(knowledge.flagged[name]))
    for name in chain[:3]:
        if name in knowledge.writing:
            return announce("announce_call", at, name=name, **later(knowledge.writing[name]))
    return None


def later(verdict: Verdict) -> dict[str, str]:
    """Facts that say why code is refused: its rule, and that rule's facts. Of code that calls
    other code it is the other's."""
    if "later" in verdict.facts:
        return {k: v for k, v in verdict.facts.items() if k.startswith("later")}
    return {"later": verdict.rule, **{f"later_{k}": v for k, v in verdict.facts.items()}}


def unknown(mention: Mention, knowledge: Knowledge) -> Verdict | None:
    """A refusal of a function, unless somebody has read what it does."""
    written = mention.name
    if knowledge.trusts(written) or written[-1] in ("NEXTVAL", "CURRVAL"):
        return None
    chain = callees.bare(written)
    if is_oracles_code(chain) and written[0] not in knowledge.own:
        return judge_arguments(mention, ".".join(chain))
    return stranger(mention.at, chain, knowledge)


def is_own_type(name: str, knowledge: Knowledge) -> bool:
    """Whether it is the changelog's own, though Oracle has a type of that name. Functions of that
    kind do not exist: Oracle's own come first."""
    return name in _TYPES_OF_SYS and name in knowledge.own


def is_oracles_code(chain: Sequence[str]) -> bool:
    """Whether Oracle's own code is called, and does no harm: a function or type of SQL with its
    owner, a method of XMLTYPE, a package of the list."""
    if callees.is_system(chain):
        return callees.is_safe(chain)
    if chain[0] == "XMLTYPE" and len(chain) == 2:
        return chain[1] == "CREATEXML" or chain[1] in functions.OBJECT_METHODS
    own = chain[0] == "MDSYS" and len(chain) == 2
    return (own and chain[1] in functions.KNOWN) or (len(chain) == 1 and chain[0] in _TYPES_OF_SYS)


def stranger(at: int, chain: Sequence[str], knowledge: Knowledge) -> Verdict:
    """The refusal of a call of what nobody has read, with the reason that is true."""
    name = ".".join(chain)
    if doubt := knowledge.doubts(chain):
        return refuse("untrusted_code", at, name=name, what=doubt)
    if any(tuple(chain[:size]) in knowledge.perhaps for size in (1, 2)):
        return refuse("perhaps_code", at, name=name)
    return refuse("unknown_call", at, name=name)
