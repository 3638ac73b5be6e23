"""Questions about tokens: words, operators, names, the depth in parentheses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.sql.lexer import Kind, Token


def is_word(token: Token, *values: str) -> bool:
    """An unquoted word, one of ``values`` where some are given."""
    return token.kind is Kind.WORD and (not values or token.value in values)


def is_op(token: Token, *values: str) -> bool:
    return token.kind is Kind.OP and token.value in values


def is_name(token: Token) -> bool:
    return token.kind in (Kind.WORD, Kind.QUOTED)


def names_in(found: Sequence[Token]) -> frozenset[str]:
    """Every name and word of ``found``."""
    return frozenset(token.value for token in found if is_name(token))


def depths(found: Sequence[Token]) -> list[int]:
    """The depth in parentheses of each token; a parenthesis has the depth outside of it."""
    depth, result = 0, []
    for token in found:
        if is_op(token, ")"):
            depth -= 1
        result.append(depth)
        if is_op(token, "("):
            depth += 1
    return result


def is_balanced(found: Sequence[Token]) -> bool:
    """Whether each parenthesis has its other one."""
    depth = 0
    for token in found:
        if token.kind is Kind.OP:
            depth += (token.value == "(") - (token.value == ")")
            if depth < 0:
                return False
    return depth == 0


def openers(found: Sequence[Token], i: int) -> Iterator[int]:
    """The indexes of the parentheses that the token at ``i`` stands in, the innermost first."""
    depth = 0
    for k in range(i - 1, -1, -1):
        depth += is_op(found[k], ")") - is_op(found[k], "(")
        if depth < 0:
            depth = 0
            yield k


def closings(found: Sequence[Token]) -> dict[int, int]:
    """Where the parenthesis that opens at an index closes; those that never do are left out."""
    result: dict[int, int] = {}
    opened: list[int] = []
    for i, token in enumerate(found):
        if token.kind is not Kind.OP:
            continue
        if token.value == "(":
            opened.append(i)
        elif token.value == ")" and opened:
            result[opened.pop()] = i
    return result


def name_at(found: Sequence[Token], at: int) -> tuple[list[str], int]:
    """The dotted name that begins at index ``at`` and the index behind it; unquoted parts in upper
    case, as the dictionary has them."""
    parts: list[str] = []
    while at < len(found) and is_name(found[at]):
        parts.append(found[at].value)
        if at + 2 < len(found) and is_op(found[at + 1], ".") and is_name(found[at + 2]):
            at += 2
        else:
            return parts, at + 1
    return parts, at
