"""Which names stand in an expression where a function could be called by them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise

from app.sql.functions import is_known_at
from app.sql.lexer import Token
from app.sql.tokens import depths, is_name, is_op, is_word, name_at, openers


def _closing(found: Sequence[Token], opening: int) -> int:
    levels = depths(found[opening:])
    return opening + next((k for k in range(1, len(levels)) if levels[k] == 0), len(levels) - 1)


def names_in(found: Sequence[Token], spans: Iterable[tuple[int, int]]) -> list[int]:
    """The names of expressions, by their begin and end, that could be a function's: not a member of
    something, not the name of an argument, not an attribute."""
    indexed = _indexed_types(found)
    return [i for begin, end in spans for i in _names_in(found, begin, end, indexed)]


def _names_in(
    found: Sequence[Token], begin: int, end: int, indexed: Collection[str]
) -> Iterator[int]:
    meant, bounds = _iterated(found, begin, end)
    yield from (
        i
        for i in range(begin, end)
        if is_name(found[i])
        and not (is_known_at(found, i) and not _is_index(found, i, indexed))
        and not is_op(found[i - 1], ".", "%")
        and (i in bounds or not _names_argument(found, i, indexed))
        and i not in meant
        and not found[i].text.startswith("$$")  # PLSQL_UNIT and its kin
        and not (is_word(found[i], "NEW") and i + 1 < end and is_name(found[i + 1]))
    )


def _names_argument(found: Sequence[Token], i: int, indexed: Collection[str]) -> bool:
    """Whether the name at ``i`` only says which argument or field a value is for; in a value of an
    ``indexed`` type, which the text declares with INDEX BY, it is an expression (``t(f => 1)``)."""
    return _stands_before_arrow(found, i) and not _is_index(found, i, indexed)


def _stands_before_arrow(found: Sequence[Token], i: int) -> bool:
    behind = i + 1 < len(found) and is_op(found[i + 1], "=>")
    return behind and is_op(found[i - 1], "(", ",")


def _is_index(found: Sequence[Token], i: int, indexed: Collection[str]) -> bool:
    if not indexed or not _stands_before_arrow(found, i):
        return False
    return found[next(openers(found, i), 0) - 1].value in indexed


def _indexed_types(found: Sequence[Token]) -> set[str]:
    types: set[str] = set()
    for i, token in enumerate(found):
        if is_word(token, "TYPE") and [t.value for t in found[i + 2 : i + 4]] == ["IS", "TABLE"]:
            ends = (k for k in range(i, len(found)) if is_op(found[k], ";"))
            if any(is_word(t, "INDEX") for t in found[i : next(ends, len(found))]):
                types.add(found[i + 1].value)
    return types


def iterands(found: Sequence[Token], at: int) -> list[str]:
    """The names that the FOR at ``at`` gives values to, each maybe with its type: ``for i, c
    varchar2(9) in pairs of x``; none for the FOR of another clause."""
    names: list[str] = []
    depth = 0
    for i in range(at + 1, len(found)):
        depth += is_op(found[i], "(") - is_op(found[i], ")")
        if depth < 0 or is_op(found[i], ";") or (not depth and is_word(found[i], "IN", "LOOP")):
            return names if is_word(found[i], "IN") else []
        if is_name(found[i]) and (i == at + 1 or (not depth and is_op(found[i - 1], ","))):
            names.append(found[i].value)
    return []


def _iterated(found: Sequence[Token], begin: int, end: int) -> tuple[set[int], set[int]]:
    """The indexes at which names of an expression mean what an iteration in it gives values to
    (``t(for i in 1 .. n when i > 2 => i * 2)``), and those of what stands in its bounds, which are
    names of their own, as is what stands behind it."""
    meant: set[int] = set()
    bounds: set[int] = set()
    for at in range(begin, end):
        names = iterands(found, at) if is_word(found[at], "FOR") else []
        if not names:
            continue
        inside = next(i for i in range(at, end) if is_word(found[i], "IN"))
        meant |= set(range(at + 1, inside))
        depth, known, arrow = 0, False, False
        for i in range(inside + 1, end):
            depth += is_op(found[i], "(") - is_op(found[i], ")")
            if depth < 0 or (arrow and not depth and is_op(found[i], ",")):
                break
            if not depth and is_op(found[i], ","):
                known = False
            elif not depth and (is_op(found[i], "=>") or is_word(found[i], *_ITERATION)):
                known, arrow = True, arrow or is_op(found[i], "=>")
            elif not known:
                bounds.add(i)
            elif is_name(found[i]) and found[i].value in names:
                meant.add(i)
    return meant, bounds


_ITERATION = ("WHEN", "WHILE", "INDEX", "SEQUENCE")
"""What may stand behind the bounds of an iteration, and sees its variables."""


def values(found: Sequence[Token]) -> list[tuple[int, int]]:
    """The begin and end of what stands in lists of values where no name can be a column: those of
    an INSERT that reads nothing, those that stand for a table (``FROM (VALUES (1, 2)) t (a, b)``),
    and what is logged with each error. Queries inside of such a list are left out."""
    spans = [*_for_tables(found), *_logged(found)]
    ends = [-1, *(i for i, token in enumerate(found) if is_op(token, ";")), len(found)]
    for begin, end in pairwise(ends):
        statement = found[begin + 1 : end]
        reads = (is_word(t, "SELECT", "MERGE", "WITH") for t in statement)
        levels = depths(statement)
        if any(reading and not level for reading, level in zip(reads, levels, strict=True)):
            continue
        for i in range(begin + 1, end - 1):
            if is_word(found[i], "VALUES"):
                spans += _lists(found, i + 1, end)
    return spans


def _lists(found: Sequence[Token], opening: int, end: int) -> Iterator[tuple[int, int]]:
    while opening < end and is_op(found[opening], "("):
        closing = _closing(found, opening)
        yield from _without_queries(found, opening + 1, closing)
        more = closing + 1 < end and is_op(found[closing + 1], ",")
        opening = closing + 2 if more else end


def _for_tables(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for i in range(2, len(found) - 1):
        begins = is_op(found[i - 1], "(") and is_word(found[i - 2], "FROM", "JOIN", "USING", "AS")
        if begins and is_word(found[i], "VALUES"):
            yield from _lists(found, i + 1, len(found))


def _logged(found: Sequence[Token]) -> Iterator[tuple[int, int]]:
    for i in range(1, len(found) - 1):
        if not (is_word(found[i], "ERRORS") and is_word(found[i - 1], "LOG")):
            continue
        into = is_word(found[i + 1], "INTO")
        opening = name_at(found, i + 2)[1] if into else i + 1
        if opening < len(found) and is_op(found[opening], "("):
            yield from _without_queries(found, opening + 1, _closing(found, opening))


def _without_queries(found: Sequence[Token], begin: int, end: int) -> list[tuple[int, int]]:
    spans = []
    i = begin
    while i < end:
        if is_op(found[i], "(") and i + 1 < end and is_word(found[i + 1], "SELECT", "WITH"):
            spans.append((begin, i))
            i = begin = _closing(found, i)
        i += 1
    return [*spans, (begin, end)]
