"""Reads what code does and names, in the order of its text, and what its names mean there.

Every word is looked at, wherever it stands; the bones are only needed to tell a call from an
expression.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from app.sql import blocks, callees, functions, operands, queries
from app.sql.cursor import NotRead
from app.sql.folding import FOLDED, cut, fold
from app.sql.lexer import Kind, Token
from app.sql.operations import (
    Act,
    Bind,
    Body,
    Dml,
    Link,
    Odd,
    Write,
)
from app.sql.part import Dynamic, Mention, Stored, Tokens, is_of_value, mention_at
from app.sql.rows import read_rows
from app.sql.tokens import closings, depths, is_balanced, is_name, is_op, is_word, names_in
from app.sql.vocabulary import SQL_ONLY
from app.sql.words import words

_STATEMENTS = words("UPDATE MERGE EXECUTE OPEN")
_NAME = re.compile(r'(?:[A-Za-z][\w$#]*|"[^"]+")(?:\s*\.\s*(?:[A-Za-z][\w$#]*|"[^"]+"))*')
_SQL = ("SELECT", "INSERT", "UPDATE", "DELETE")
"""Reserved in PL/SQL: what stands behind one, up to the next statement, is SQL."""


class Code(Body, frozen=True, kw_only=True):
    """What a piece of PL/SQL holds; what it does is read when somebody asks."""

    found: Tokens
    bones: blocks.Block

    @cached_property
    def acts(self) -> tuple[Act, ...]:
        return tuple(_acts(self))

    @cached_property
    def alone(self) -> tuple[Mention, ...]:
        found = self.found
        spans = [*blocks.expressions(found, self.bones), *operands.values(found)]
        places = (*operands.names_in(found, spans), *self.looked.unexplained)
        those = (_mention(self, i) for i in places)
        return tuple(one for one in those if one is not None)

    @cached_property
    def declared(self) -> frozenset[str]:
        return frozenset(self.bones.names)

    @property
    def constants(self) -> Mapping[str, Sequence[Token]]:
        return self.bones.constants

    @cached_property
    def inner_names(self) -> frozenset[str]:
        return names_in(self.found[self.bones.body_begin :])

    @cached_property
    def changes_rows(self) -> bool:
        inner = self.found[self.bones.body_begin :]
        return any(is_word(token, "UPDATE", "MERGE") for token in inner)

    @cached_property
    def trigger_calls(self) -> Mention | None:
        return _trigger_calls(self.found, self.bones)

    @cached_property
    def row_columns(self) -> frozenset[str]:
        return _row_columns(self.found)

    @cached_property
    def state(self) -> frozenset[str]:
        found, bones = self.found, self.bones
        return frozenset(
            found[i].value
            for i in bones.starts & bones.variables
            if bones.levels[i] == 0 and not is_word(found[i + 1], "EXCEPTION", "CONSTANT")
        )

    @cached_property
    def looked(self) -> queries.Looked:
        return queries.look(self.found)

    @cached_property
    def closing(self) -> dict[int, int]:
        """Where each parenthesis closes."""
        return closings(self.found)

    @cached_property
    def ends(self) -> list[int]:
        """The index of the first ``;`` from each index on."""
        return _ends(self.found)

    @cached_property
    def fields(self) -> frozenset[str]:
        """The names of the fields of the records that it declares."""
        found = self.found
        records = (i + 1 for i, token in enumerate(found) if is_word(token, "RECORD"))
        spans = ((i, self.closing[i]) for i in records if i in self.closing)
        return frozenset(
            found[i].value
            for begin, end in spans
            for i in range(begin + 1, end)
            if is_op(found[i - 1], "(", ",") and is_name(found[i])
        )

    @cached_property
    def begins(self) -> list[int]:
        """Where statements begin, in order."""
        return sorted(self.bones.starts)

    @cached_property
    def _sql(self) -> list[bool]:
        return list(_in_sql(self.found, self.bones.starts))

    def in_sql(self, i: int) -> bool:
        """Whether a statement on rows, or a query, holds what stands at ``i``."""
        return self._sql[i]

    @cached_property
    def unlabelled(self) -> frozenset[str]:
        return frozenset(self.bones.names - self.bones.labels)


def _ends(found: Sequence[Token]) -> list[int]:
    result = [len(found)] * len(found)
    end = len(found)
    for i in range(len(found) - 1, -1, -1):
        end = i if is_op(found[i], ";") else end
        result[i] = end
    return result


def _in_sql(found: Sequence[Token], starts: Collection[int]) -> Iterator[bool]:
    inside = False
    for i, token in enumerate(found):
        member = i > 0 and is_op(found[i - 1], ".")
        inside = inside and i not in starts
        inside = inside or (not member and is_word(token, *_SQL))
        begins = i in starts or is_op(found[i - 1], "(") or is_word(found[i - 1], "FOR", "IS", "AS")
        inside = inside or (begins and is_word(token, "MERGE", "WITH"))
        yield inside


def _acts(code: Code) -> Iterator[Act]:
    found = code.found
    merge_ends = 0
    for i, token in enumerate(found):
        if token.kind is Kind.BIND:
            yield Bind(token.start, token.value)
        elif is_op(token, "@"):
            yield Link(token.start)
        if not is_name(token):
            continue
        mention = _mention(code, i, i < merge_ends) or _ended_by(code, i)
        if mention is None or (mention.of_value and _is_collections(code, i)):
            continue
        if mention.word and not mention.in_merge:
            if token.value in _STATEMENTS and (act := _statement(code, i)) is not None:
                yield act
            if _begins_merge(code, i):
                merge_ends = code.ends[i]
        yield mention


def _ended_by(code: Code, i: int) -> Mention | None:
    """The procedure without arguments of a value, by whose name a statement ends: ``x(1).wipe;``"""
    found, starts = code.found, code.begins
    ends = i + 1 < len(found) and is_op(found[i + 1], ";")
    if not (ends and is_of_value(found, i)):
        return None
    begin = starts[bisect(starts, i) - 1] if starts else 0
    if begin not in code.bones.calls:
        return None
    return Mention(found[i].start, (found[i].value,), called=True, of_value=True)


def _is_collections(code: Code, i: int) -> bool:
    """Whether it is what a collection of PL/SQL can do by itself (``x(1).extend(2)``), or an
    element of one that is the field of a record (``x(1).parts(2)``)."""
    name = code.found[i].value
    own = name in code.fields or (name in functions.METHODS and not code.in_sql(i))
    return own or _gets_a_value(code, i)


def _gets_a_value(code: Code, i: int) -> bool:
    """Whether what begins at ``i`` is set (``x(1).parts(2).a := 3``): no call can be."""
    found, at = code.found, i + 1
    while at < len(found) and is_op(found[at], "(", "."):
        at = code.closing.get(at, at + 1) + 1
    return at < len(found) and is_op(found[at], ":=")


def _statement(code: Code, i: int) -> Act | None:
    """The statement that begins at the word at ``i`` and that is told apart from its names."""
    found, starts, end = code.found, code.bones.starts, code.ends[i]
    updates = is_word(found[i], "UPDATE") and i >= code.bones.body_begin
    if (updates and not is_word(found[i - 1], "FOR")) or _begins_merge(code, i):
        return Write(found[i].start, _rows(found[i:end]))
    if is_word(found[i], "EXECUTE") and i + 1 < len(found) and is_word(found[i + 1], "IMMEDIATE"):
        stop = _first(found, i + 2, end, "INTO", "USING", "RETURNING", "RETURN", "BULK")
        return _dynamic(code, i, found[i + 2 : stop])
    if is_word(found[i], "OPEN") and i in starts:
        query = _first(found, i + 1, end, "FOR") + 1
        if query < end and not is_word(found[query], "SELECT", "WITH"):
            return _dynamic(code, i, found[query : _first(found, query, end, "USING")])
    return None


def _begins_merge(code: Code, i: int) -> bool:
    if not is_word(code.found[i], "MERGE"):
        return False
    following = code.found[i + 1] if i + 1 < len(code.found) else None
    into = following is not None and is_word(following, "INTO")
    return into or i in code.bones.starts


def _rows(found: Tokens) -> Dml | Odd:
    try:
        return read_rows(found) if is_balanced(found) else Odd(found, found[0].value)
    except NotRead:
        return Odd(found, found[0].value)


def _first(found: Sequence[Token], begin: int, end: int, *words: str) -> int:
    """Where one of these words stands outside of parentheses; ``end`` if none does."""
    levels = depths(found[begin:end])
    those = (i for i in range(begin, end) if levels[i - begin] == 0 and is_word(found[i], *words))
    return next(those, end)


def _dynamic(code: Code, i: int, expression: Sequence[Token], *, job: bool = False) -> Dynamic:
    """The text that ``expression`` is; a name that the code gives to something of its own may be
    no function of Oracle's."""
    redefined = any(t.value in code.bones.names and t.value in FOLDED for t in expression)
    text = None if redefined else fold(expression, code.bones.constants)
    at = code.found[i].start
    if text is None:
        return Dynamic(at, None, " ".join(t.text for t in expression)[:120])
    return Dynamic(at, f"BEGIN {text.rstrip().rstrip(';')}; END;" if job else text)


def _mention(code: Code, i: int, in_merge: bool = False) -> Mention | None:
    """What is mentioned at ``i``, with what the code says of it."""
    found, bones = code.found, code.bones
    mention = mention_at(found, i, code.closing)
    if mention is None or mention.of_value:
        return mention
    name = mention.name
    behind = i + 2 * len(name) - 1
    before = found[i - 1] if i else None
    starts, statement = i in bones.starts, i in bones.calls
    calls = mention.called or statement
    assigned = starts and behind < len(found) and is_op(found[behind], ":=")
    return Mention(
        mention.at,
        name,
        mention.word,
        mention.known and not (mention.word in SQL_ONLY and not code.in_sql(i)),
        mention.called,
        mention.no_call,
        mention.inside,
        argument=mention.argument,
        starts=starts,
        statement=statement,
        head=i < bones.body_begin,
        in_merge=in_merge,
        declared=bones.declares(name[0], i),
        label=name[0] in bones.labels,
        qualifies=len(name) > 1 and name[1] in code.unlabelled,
        assigned=assigned or _is_filled(found, i),
        names_end=before is not None and (is_word(before, "END", "GOTO") or is_op(before, "<<")),
        runs=_runs(code, i, behind, name) if calls else None,
        stores=_stores(code, i, behind, name) if calls else None,
    )


def _is_filled(found: Tokens, i: int) -> bool:
    """Whether the name at ``i`` stands in the list behind the INTO of a query."""
    at = i - 1
    while at > 1 and is_op(found[at], ","):
        at -= 2
        while at > 1 and is_op(found[at], "."):
            at -= 2
    return at > 0 and is_word(found[at], "INTO") and not is_word(found[at - 1], "INSERT", "MERGE")


def _runs(code: Code, i: int, opening: int, name: Sequence[str]) -> Dynamic | None:
    """The text that a call of Oracle's own runs; None for other calls."""
    api = ".".join(callees.bare(name))
    if api not in callees.DYNAMIC:
        return None
    text, at = _argument(code, opening, *callees.DYNAMIC[api]), code.found[i].start
    if api == "DBMS_SCHEDULER.CREATE_JOB":
        said = _argument(code, opening, "JOB_TYPE", 1)
        kind = (fold(said, code.bones.constants) or "").upper() if said is not None else ""
        if kind == "STORED_PROCEDURE" and text is not None:
            return _procedure(_dynamic(code, i, text))
        if kind not in ("", "PLSQL_BLOCK", "STORED_PROCEDURE"):
            return Dynamic(at, None, api, kind)
        if not kind:
            text = None
    if text is None:
        return Dynamic(at, None, api)
    return _dynamic(code, i, text, job=api in callees.JOBS)


def _procedure(named: Dynamic) -> Dynamic:
    """The call of the procedure that a text names, and that is all it may do."""
    name = (named.text or "").strip()
    if named.text is None or not _NAME.fullmatch(name):
        return Dynamic(named.at, None, named.shown or name)
    return Dynamic(named.at, f"CALL {name}()")


def _stores(code: Code, i: int, opening: int, name: Sequence[str]) -> Stored | None:
    """The text that a call of Oracle's own stores; None for other calls."""
    api = ".".join(callees.bare(name))
    if api not in callees.STORES:
        return None
    at = code.found[i].start
    source, under = (_argument(code, opening, *which) for which in callees.STORES[api])
    text = fold(source, code.bones.constants) if source is not None else None
    return Stored(at, (under and fold(under, code.bones.constants)) or api, text)


def _argument(code: Code, opening: int, name: str, place: int) -> Sequence[Token] | None:
    """The tokens of one argument of a call, by its name or its place."""
    if opening not in code.closing:
        return None
    arguments = cut(code.found[opening + 1 : code.closing[opening]], ",")
    for argument in arguments:
        if len(argument) > 2 and argument[0].value == name and is_op(argument[1], "=>"):
            return argument[2:]
    positional = [a for a in arguments if not (len(a) > 1 and is_op(a[1], "=>"))]
    return positional[place] if place < len(positional) else None


def _trigger_calls(found: Tokens, bones: blocks.Block) -> Mention | None:
    """The procedure behind the CALL of a trigger that has no body."""
    for i in range(min(bones.body_begin, len(found) - 1)):
        if is_word(found[i], "CALL"):
            return mention_at(found, i + 1, closings(found))
    return None


def _row_columns(found: Sequence[Token]) -> frozenset[str]:
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
    return frozenset(changed)
