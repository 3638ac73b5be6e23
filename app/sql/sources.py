"""Which names stand where a query or a statement on rows has its tables.

This finds too much rather than too little: who asks wants to know whether a name may be a table's,
a view's, or that of a function in a FROM.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.sql.lexer import Kind, Token, tokens
from app.sql.tokens import is_name, is_op, is_word, name_at
from app.sql.words import words

_BEFORE = words("FROM JOIN USING INTO UPDATE MERGE APPLY TABLE THE ONLY LATERAL")
_BEHIND = words("WHERE GROUP ORDER HAVING CONNECT START UNION INTERSECT MINUS EXCEPT SET VALUES")
_DEEP = 3
"""How many texts inside of texts are looked into."""


def tables_in(found: Sequence[Token], deep: int = 0) -> frozenset[str]:
    """The parts, in upper case, of all names that may be tables', also those of SQL in texts."""
    return frozenset(name.upper() for name in _tables(found, deep))


def _tables(found: Sequence[Token], deep: int) -> Iterator[str]:
    depth, lists = 0, set[int]()  # the depths at which a list of tables is open
    for i, token in enumerate(found):
        if token.kind is Kind.STRING and deep < _DEEP:
            yield from tables_in(tokens(token.value), deep + 1)
        elif is_op(token, "("):
            depth += 1
        elif is_op(token, ")"):
            lists.discard(depth)
            depth -= 1
        elif is_op(token, ";"):
            depth, lists = 0, set()
        elif is_word(token, *_BEHIND):
            lists.discard(depth)
        if is_word(token, "FROM", "USING"):
            lists.add(depth)
        if is_word(token, *_BEFORE) or (is_op(token, ",") and depth in lists):
            yield from _name_behind(found, i)


def _name_behind(found: Sequence[Token], i: int) -> list[str]:
    at = i + 1
    while at < len(found) and (is_op(found[at], "(") or is_word(found[at], *_BEFORE)):
        at += 1
    return name_at(found, at)[0] if at < len(found) and is_name(found[at]) else []


def sequences_in(found: Sequence[Token]) -> frozenset[str]:
    """The names, in upper case, that ``NEXTVAL`` is asked of."""
    return frozenset(
        found[i - 2].value.upper()
        for i in range(2, len(found))
        if is_word(found[i], "NEXTVAL") and is_op(found[i - 1], ".") and is_name(found[i - 2])
    )
