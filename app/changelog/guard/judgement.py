"""The guard's word on a whole changelog, given once for a release and asked at every client.

What depends on the client stays a question to its dictionary: whether a MODIFY only widens. Those
statements are judged again with the columns that the client has, right before they are sent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace

from msgspec import Struct

from app.changelog.guard.changelog import (
    Columns,
    Ruling,
    Unproven,
    guard_changeset,
    guard_statement,
    judged_late,
    turn_of,
)
from app.changelog.guard.verdict import UNPROVEN, Knowledge, Turn
from app.changelog.model import Changelog, Changeset, Statement


class Judgement(Struct, frozen=True):
    """Made by ``judge_changelog``, and never changed; threads may share it.

    ``rulings`` are those of every statement and precondition query, in the order of the run.
    ``by_changeset``: the same by key, and once more for a changeset that a client has already and
    runs again (``True``). ``unproven``: what the guard knew before each statement that only the
    client's dictionary can prove.
    """

    rulings: tuple[Ruling, ...]
    by_changeset: Mapping[tuple[str, bool], tuple[Ruling, ...]]
    unproven: Mapping[tuple[str, bool], Unproven]

    def of_changeset(
        self, changeset: Changeset, columns: Columns, *, again: bool
    ) -> tuple[Ruling, ...]:
        """The rulings of one changeset at a client with these columns; what they do not prove
        either stays unproven."""
        found = list(self.by_changeset[changeset.key, again])
        begin = len(found) - len(changeset.statements)
        for i, statement in enumerate(changeset.statements, begin):
            if found[i].rule == UNPROVEN:
                found[i] = self.of_statement(changeset, statement, columns, again=again)
        return tuple(found)

    def of_statement(
        self, changeset: Changeset, statement: Statement, columns: Columns, *, again: bool
    ) -> Ruling:
        """The ruling on one statement at a client; ``columns`` are read where it is unproven.
        Raises ValueError for a statement that was not judged."""
        known = self.by_changeset[changeset.key, again]
        ruling = known[len(known) - len(changeset.statements) + statement.number - 1]
        if ruling.text != statement.text:
            raise ValueError("this judgement is another changelog's")
        before = self.unproven[changeset.key, again].get(statement.number)
        if ruling.rule != UNPROVEN or before is None or not columns:
            return ruling
        return guard_statement(changeset, statement, replace(before, columns=columns))


def judge_changelog(changelog: Changelog, earlier: Collection[str] = ()) -> Judgement:
    """``earlier`` are the keys of the changesets that earlier releases brought, see
    ``guard_changelog``."""
    knowledge = Knowledge()
    rulings: list[Ruling] = []
    by_changeset: dict[tuple[str, bool], tuple[Ruling, ...]] = {}
    unproven: dict[tuple[str, bool], Unproven] = {}
    for changeset in changelog.changesets:
        turns: list[tuple[bool, Turn]] = [(False, turn_of(changeset, earlier))]
        if changeset.run_always or changeset.run_on_change:
            turns.append((True, "again"))
        judged = {again: guard_changeset(changeset, knowledge, turn) for again, turn in turns}
        for again, one in judged.items():
            by_changeset[changeset.key, again] = tuple(one.rulings)
            unproven[changeset.key, again] = one.unproven
        knowledge = judged[False].knowledge
    for changeset in changelog.changesets:
        for again, turn in ((False, turn_of(changeset, earlier)), (True, "again")):
            if (known := by_changeset.get((changeset.key, again))) is not None:
                late = judged_late(changeset, known, knowledge, turn)
                by_changeset[changeset.key, again] = tuple(late)
        rulings += by_changeset[changeset.key, False]
    return Judgement(tuple(rulings), by_changeset, unproven)
