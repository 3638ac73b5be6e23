"""The guard on statements that change rows."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.changelog.guard.verdict import Knowledge, Verdict, announce, refuse
from app.sql.operations import Assignment, Delete, Insert, Merge, Target, Update


def judge_rows(
    operation: Insert | Update | Merge | Delete, knowledge: Knowledge, constants: Collection[str]
) -> Verdict | None:
    """A refusal or an announcement; None where it only adds rows, or fills what the release
    creates. ``constants``: names of variables around it, see ``Part.restricts``."""
    match operation:
        case Delete():
            return refuse("delete", operation.at, verb="DELETE")
        case Update():
            return _update(operation, knowledge, constants)
        case Merge():
            return _merge(operation, knowledge, constants)
    return None


def _update(op: Update, knowledge: Knowledge, constants: Collection[str]) -> Verdict | None:
    if _only_fills(op.target, op.assigned, knowledge):
        return None
    if op.where is None:
        return refuse("update_without_where", op.at)
    if not op.where.restricts(constants):
        return refuse("update_constant_where", op.where.at)
    return _announced(op.target, op.assigned, op.at)


def _merge(op: Merge, knowledge: Knowledge, constants: Collection[str]) -> Verdict | None:
    if op.deletes is not None:
        deletes = op.find("DELETE")
        return refuse("merge_delete", deletes.at if deletes else op.at)
    fills = not op.assigned or _only_fills(op.target, op.assigned, knowledge)
    if fills and op.assigned:
        return None
    if not op.on.restricts(constants) or op.joins_itself:
        return refuse("update_constant_where", op.on.at)
    if not op.names_target:
        return refuse("merge_not_joined", op.on.at, table=".".join(op.target.name))
    return None if fills else _announced(op.target, op.assigned, op.at)


def _only_fills(target: Target, assigned: Sequence[Assignment], knowledge: Knowledge) -> bool:
    """Whether nothing is written but tables and columns that this release creates. A trigger that
    it creates, too, may set other columns of the rows."""
    columns = {column for assignment in assigned for column in assignment.columns}
    columns |= knowledge.fresh.set_by_triggers.get(target.name[-1], set())
    return knowledge.fresh.holds(target.name, columns)


def _announced(target: Target, assigned: Sequence[Assignment], place: int) -> Verdict:
    columns = dict.fromkeys(column for assignment in assigned for column in assignment.columns)
    return announce(
        "announce_update", place, table=".".join(target.name), columns=", ".join(columns)
    )
