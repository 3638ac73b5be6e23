"""The guard: a ruling on every statement, before anything is sent. It denies by default.

There is no switch that turns it off. The same rules judge a changelog before a release, each
statement of it once more right before it is sent, plain SQL files, and the payload of an APEX
import (see ``app.changelog.payload``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from msgspec import Struct

from app.changelog.guard.statements import judge, verb_of
from app.changelog.guard.verdict import Knowledge, Outcome, Verdict, refuse
from app.changelog.model import Changelog, Changeset, Statement

SHOWN = 200


class Ruling(Struct, frozen=True):
    """The guard's word on one statement.

    ``line`` and ``column`` (1-based) are the place in the file of what decided: the offending word
    of a refused statement, the first word of an allowed one. ``changeset`` is its key, "" in plain
    files. ``statement`` holds the first 200 characters of ``text``. ``rule`` is a dotted code that
    a sentence exists for; ``facts`` are what the sentence needs.
    """

    path: str
    line: int
    column: int
    changeset: str
    statement: str
    verb: str
    verdict: Outcome
    rule: str
    facts: dict[str, str]
    text: str = ""

    @property
    def allowed(self) -> bool:
        return self.verdict == "allowed"

    def passes(self, announced: Collection[str]) -> bool:
        """Whether the statement may run in a release that announces the changesets of these keys;
        no announcement lets a refused one pass."""
        return self.allowed or (self.verdict == "announce" and self.changeset in announced)


Columns = Mapping[tuple[str, str], str]


def guard_changelog(changelog: Changelog, columns: Columns | None = None) -> tuple[Ruling, ...]:
    """A ruling for every statement and every precondition query, in the order of the run.

    ``columns`` maps (TABLE, COLUMN) to the data type that the database has now; without it, a
    MODIFY of a data type cannot be proved to widen and is refused.
    """
    knowledge = Knowledge(columns or {})
    found: list[Ruling] = []
    for changeset in changelog.changesets:
        found += guard_changeset(changeset, knowledge)
    return tuple(found)


def guard_changeset(changeset: Changeset, knowledge: Knowledge) -> list[Ruling]:
    """The rulings of one changeset; ``knowledge`` grows by the code that it creates."""
    found = []
    for check in changeset.preconditions.checks if changeset.preconditions else ():
        if check.kind == "sql-check":
            verdict = judge(check.sql, knowledge)
            if verdict.allowed and verb_of(check.sql) not in ("SELECT", "WITH"):
                verdict = refuse("precondition_not_query")
            found.append(
                ruling_at(changeset.file, check.line, 1, changeset.key, check.sql, verdict)
            )
    for statement in changeset.statements:
        verdict = judge(statement.text, knowledge)
        found.append(_ruling(changeset.file, changeset.key, statement, verdict))
    return found


def guard_statement(changeset: Changeset, statement: Statement, knowledge: Knowledge) -> Ruling:
    """The ruling on one statement of ``changeset``."""
    return _ruling(changeset.file, changeset.key, statement, judge(statement.text, knowledge))


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
    return script_rulings(text, path, Knowledge(columns or {}))


def _ruling(path: str, changeset: str, statement: Statement, verdict: Verdict) -> Ruling:
    return ruling_at(path, statement.line, 1, changeset, statement.text, verdict)


def ruling_at(
    path: str, line: int, column: int, changeset: str, text: str, verdict: Verdict
) -> Ruling:
    """The ruling for ``text`` that begins at ``line`` and ``column`` of the file."""
    before = text[: verdict.at]
    rows = before.count("\n")
    place = len(before) - before.rfind("\n") if rows else column + len(before)
    facts = dict(verdict.facts)
    if "later_line" in facts:
        facts["later_line"] = str(line + int(facts["later_line"]) - 1)
    return Ruling(
        path=path,
        line=line + rows,
        column=place,
        changeset=changeset,
        statement=text[:SHOWN],
        verb=verb_of(text),
        verdict=verdict.verdict,
        rule=verdict.rule,
        facts=facts,
        text=text,
    )
