"""What the ON of a MERGE compares: the target with its source, a table with itself, or neither."""

from __future__ import annotations

from collections.abc import Sequence

from app.sql.lexer import Token
from app.sql.tokens import is_name, is_op, is_word, name_at, names_in


def joins_itself(target: tuple[str, ...], using: Sequence[Token], on: Sequence[Token]) -> bool:
    """Whether the source is the target itself and ON compares a column with itself, so that every
    row meets itself."""
    source, behind = name_at(using, 0)
    if tuple(source) != target or behind + 1 < len(using):
        return False
    for i, token in enumerate(on):
        if is_op(token, "=") and i and i + 1 < len(on):
            other, _ = name_at(on, i + 1)
            if other and other[-1] == on[i - 1].value:
                return True
    return False


def names_target(own: str, using: Sequence[Token], on: Sequence[Token]) -> bool:
    """Whether ON names a column that can only be that of the target, which is called ``own``, or
    may be it. What a source in parentheses says may be the name of one of its columns."""
    source, _ = name_at(using, 0)
    made = names_in(using)
    for i, token in enumerate(on):
        if not is_name(token) or (i and is_op(on[i - 1], ".")):
            continue
        chain, behind = name_at(on, i)
        if behind < len(on) and is_op(on[behind], "("):
            continue
        if len(chain) > 1:
            if chain[-2] == own:
                return True
        elif not is_word(token, "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN"):
            plain = source and source != ["DUAL"]
            if not plain and chain[0] not in made:
                return True
    return False
