"""The guard on statements that change rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.changelog.guard.verdict import Knowledge, Verdict, announce, refuse
from app.sql.conditions import restricts
from app.sql.lexer import Token
from app.sql.operations import Assignment, Delete, Insert, Merge, Target, Update
from app.sql.tokens import is_name, is_op, is_word, name_at


def judge_rows(
    operation: Insert | Update | Merge | Delete, knowledge: Knowledge, constants: Collection[str]
) -> Verdict | None:
    """A refusal or an announcement; None where it only adds rows, or fills what the release
    creates. ``constants``: names of variables around it, see ``restricts``."""
    match operation:
        case Delete():
            return refuse("delete", operation.tokens[0], verb="DELETE")
        case Update():
            return _update(operation, knowledge, constants)
        case Merge():
            return _merge(operation, knowledge, constants)
    return None


def _update(op: Update, knowledge: Knowledge, constants: Collection[str]) -> Verdict | None:
    if _only_fills(op.target, op.assigned, knowledge):
        return None
    if op.where is None:
        return refuse("update_without_where", op.tokens[0])
    if not restricts(op.where, constants):
        return refuse("update_constant_where", op.where[0])
    return _announced(op.target, op.assigned, op.tokens[0])


def _merge(op: Merge, knowledge: Knowledge, constants: Collection[str]) -> Verdict | None:
    if op.deletes is not None:
        deletes = next(t for t in op.tokens if is_word(t, "DELETE"))
        return refuse("merge_delete", deletes)
    fills = not op.assigned or _only_fills(op.target, op.assigned, knowledge)
    if fills and op.assigned:
        return None
    if not restricts(op.on, constants) or _joins_itself(op):
        return refuse("update_constant_where", op.on[0])
    if not _names_target(op):
        return refuse("merge_not_joined", op.on[0], table=".".join(op.target.name))
    return None if fills else _announced(op.target, op.assigned, op.tokens[0])


def _only_fills(target: Target, assigned: Sequence[Assignment], knowledge: Knowledge) -> bool:
    """Whether nothing is written but tables and columns that this release creates. A trigger that
    it creates, too, may set other columns of the rows."""
    columns = {column for assignment in assigned for column in assignment.columns}
    columns |= knowledge.fresh.set_by_triggers.get(target.name[-1], set())
    return knowledge.fresh.holds(target.name, columns)


def _announced(target: Target, assigned: Sequence[Assignment], place: Token) -> Verdict:
    columns = dict.fromkeys(column for assignment in assigned for column in assignment.columns)
    return announce(
        "announce_update", place, table=".".join(target.name), columns=", ".join(columns)
    )


def _joins_itself(op: Merge) -> bool:
    """Whether the source is the target itself and ON compares a column with itself, so that every
    row meets itself."""
    source, behind = name_at(op.using, 0)
    if tuple(source) != op.target.name or behind + 1 < len(op.using):
        return False
    for i, token in enumerate(op.on):
        if is_op(token, "=") and i and i + 1 < len(op.on):
            other, _ = name_at(op.on, i + 1)
            if other and other[-1] == op.on[i - 1].value:
                return True
    return False


def _names_target(op: Merge) -> bool:
    """Whether ON names a column that can only be the target's, or may be it."""
    own = {op.target.alias or op.target.name[-1]}
    source, _ = name_at(op.using, 0)
    made = _made_by(op.using)
    for i, token in enumerate(op.on):
        if not is_name(token) or (i and is_op(op.on[i - 1], ".")):
            continue
        chain, behind = name_at(op.on, i)
        if behind < len(op.on) and is_op(op.on[behind], "("):
            continue
        if len(chain) > 1:
            if chain[-2] in own:
                return True
        elif not is_word(token, "AND", "OR", "NOT", "NULL", "IS", "IN", "LIKE", "BETWEEN"):
            plain = source and source != ["DUAL"]
            if not plain and chain[0] not in made:
                return True
    return False


def _made_by(using: Sequence[Token]) -> set[str]:
    """The names of the columns that a source in parentheses may give: whatever it says."""
    return {token.value for token in using if is_name(token)}
