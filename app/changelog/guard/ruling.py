"""The guard's word on one statement, with its place in the file."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from msgspec import Struct, structs

from app.changelog.guard.verdict import UNPROVEN, WAITS, Outcome, Verdict

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


def before_clients(rulings: Iterable[Ruling]) -> tuple[Ruling, ...]:
    """The rulings of a release, before any client is asked: what only a client's dictionary can
    prove (``guard.type_unproven``) is asked there, and stops nothing here; it is allowed, or waits
    for what else it does."""
    return tuple(_unasked(r) if r.rule == UNPROVEN else r for r in rulings)


def _unasked(ruling: Ruling) -> Ruling:
    if WAITS not in ruling.facts:
        return structs.replace(ruling, verdict="allowed")
    prefix = f"{WAITS}_"
    facts = {k.removeprefix(prefix): v for k, v in ruling.facts.items() if k.startswith(prefix)}
    return structs.replace(ruling, verdict="announce", rule=ruling.facts[WAITS], facts=facts)


def ruling_at(
    path: str, line: int, column: int, changeset: str, text: str, verb: str, verdict: Verdict
) -> Ruling:
    """The ruling for ``text`` that begins at ``line`` and ``column`` of the file; ``verb`` names
    what it does."""
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
        verb=verb,
        verdict=verdict.verdict,
        rule=verdict.rule,
        facts=facts,
        text=text,
    )
