"""The guard: a ruling on every statement, before anything is sent. It denies by default.

There is no switch that turns it off. The same rules judge a changelog before a release, once for
all clients of a rollout (``app.changelog.guard.judgement``), plain SQL files, and the payload of
an APEX import (``app.changelog.guard.payload``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from app.changelog.guard.judge import judge
from app.changelog.guard.ruling import Ruling, ruling_at
from app.changelog.guard.unread import cut_differently
from app.changelog.guard.verdict import UNPROVEN, Knowledge, Turn, Verdict, refuse
from app.changelog.model import Changelog, Changeset, Preconditions, Statement
from app.sql.operations import Create, Query, retypes

Columns = Mapping[tuple[str, str], str]
Unproven = dict[int, Knowledge]
"""Statement number -> what the guard knew before it."""


def guard_changelog(
    changelog: Changelog,
    columns: Columns | None = None,
    *,
    earlier: Collection[str] = (),
) -> tuple[Ruling, ...]:
    """A ruling for every statement and every precondition query, in the order of the run.

    ``columns`` maps (TABLE, COLUMN) to the data type that the database has now; without it, a
    MODIFY of a data type cannot be proved to widen and is refused. ``earlier`` are the keys of the
    changesets that earlier releases brought: what they create is no longer new.
    """
    return guard_behind(changelog, Knowledge(columns or {}), earlier=earlier)[0]


def guard_behind(
    changelog: Changelog, before: Knowledge, *, earlier: Collection[str] = ()
) -> tuple[tuple[Ruling, ...], Knowledge]:
    """The same behind other files, of which ``before`` is what they created; with what is known at
    the end."""
    knowledge = before.copy()
    found: list[Ruling] = []
    for conditions in changelog.preconditions:
        found += _conditions(conditions, conditions.file, "", knowledge)
    judged: list[tuple[Changeset, list[Ruling]]] = []
    for changeset in changelog.changesets:
        one = guard_changeset(changeset, knowledge, turn_of(changeset, earlier))
        knowledge = one.knowledge
        judged.append((changeset, one.rulings))
    for changeset, rulings in judged:
        found += judged_late(changeset, rulings, knowledge, turn_of(changeset, earlier))
    return tuple(found), knowledge


def judged_late(
    changeset: Changeset, rulings: Sequence[Ruling], knowledge: Knowledge, turn: Turn
) -> list[Ruling]:
    """The rulings of a changeset that may run again, when a client has all that comes behind it,
    too: of each the stricter one. ``knowledge`` is that of the end."""
    again = changeset.run_always or changeset.run_on_change
    if not again or all(isinstance(s.operation, Create) for s in changeset.statements):
        return list(rulings)
    late = guard_changeset(changeset, knowledge, turn).rulings
    return [b if _STRICT[b.verdict] > _STRICT[a.verdict] else a
            for a, b in zip(rulings, late, strict=True)]  # fmt: skip


_STRICT = {"allowed": 0, "announce": 1, "refused": 2}


def turn_of(changeset: Changeset, earlier: Collection[str]) -> Turn:
    """What may run again is not judged beside what its own release created."""
    if changeset.key not in earlier:
        return "new"
    return "again" if changeset.run_on_change or changeset.run_always else "earlier"


class Judged(NamedTuple):
    """One changeset: ``knowledge`` is what was known before it and what it creates, ``unproven``
    what was known before each statement that only a client's columns can prove."""

    rulings: list[Ruling]
    knowledge: Knowledge
    unproven: Unproven


def guard_changeset(changeset: Changeset, before: Knowledge, turn: Turn = "new") -> Judged:
    """The rulings of one changeset, behind what was known ``before``."""
    knowledge, unproven = before.copy(), Unproven()
    always = changeset.run_always
    with (
        knowledge.of(turn),
        knowledge.always(always),
        knowledge.perhaps_only(_is_conditional(changeset)),
    ):
        found = _preconditions(changeset, knowledge)
        for statement in changeset.statements:
            known = knowledge.copy() if retypes(statement.operation) else None
            found.append(_ruling(changeset, statement, knowledge))
            if found[-1].rule == UNPROVEN and known is not None:
                unproven[statement.number] = known
    return Judged(found, knowledge, unproven)


def _is_conditional(changeset: Changeset) -> bool:
    """Whether a client may come to pass over it, and to what follows."""
    conditions = changeset.preconditions
    passed_over = conditions is not None and (
        conditions.on_fail in ("MARK_RAN", "CONTINUE")
        or conditions.on_error in ("MARK_RAN", "CONTINUE")
    )
    return passed_over or bool(changeset.skipped) or not changeset.fail_on_error


def _preconditions(changeset: Changeset, knowledge: Knowledge) -> list[Ruling]:
    if changeset.preconditions is None:
        return []
    return _conditions(changeset.preconditions, changeset.file, changeset.key, knowledge)


def _conditions(
    conditions: Preconditions, file: str, key: str, knowledge: Knowledge
) -> list[Ruling]:
    found = []
    for check in conditions.every():
        if check.kind == "sql-check":
            verdict = judge(check.sql, knowledge, operation=check.operation)
            if not verdict.refused and not isinstance(check.operation, Query):
                verdict = refuse("precondition_not_query")
            verb = check.operation.verb_phrase if check.operation else ""
            found.append(ruling_at(file, check.line, 1, key, check.sql, verb, verdict))
    return found


def guard_statement(changeset: Changeset, statement: Statement, before: Knowledge) -> Ruling:
    """The ruling on one statement of ``changeset``, behind what was known ``before``."""
    return _ruling(changeset, statement, before.copy())


def _ruling(changeset: Changeset, statement: Statement, knowledge: Knowledge) -> Ruling:
    verdict = _statement(changeset, statement, knowledge)
    verb = statement.operation.verb_phrase
    place = (changeset.file, statement.line, 1, changeset.key)
    return ruling_at(*place, statement.text, verb, verdict)


def _statement(changeset: Changeset, statement: Statement, knowledge: Knowledge) -> Verdict:
    if statement.unwritten:
        return refuse("unsupported_change", why=statement.unwritten)
    verdict = judge(statement.text, knowledge, operation=statement.operation)
    cut = changeset.split_statements and changeset.end_delimiter in (None, ";")
    if verdict.refused or not cut:
        return verdict
    return cut_differently(statement.operation) or verdict


def guard_script(
    text: str,
    path: str,
    kind: Literal["changelog", "apex"] = "changelog",
    columns: Columns | None = None,
) -> tuple[Ruling, ...]:
    """A ruling for every statement of a plain SQL file, or of an APEX export file.

    In an APEX payload only import blocks and the lines of SQL*Plus that exports contain pass.
    """
    from app.changelog.guard.payload import payload_rulings, script_rulings

    if kind == "apex":
        return payload_rulings(text, path)
    return script_rulings(text, path, Knowledge(columns or {}))[0]


__all__ = ["Columns", "Ruling", "Turn", "guard_behind", "guard_changelog", "guard_changeset",
           "guard_script", "guard_statement", "judged_late", "turn_of"]  # fmt: skip
