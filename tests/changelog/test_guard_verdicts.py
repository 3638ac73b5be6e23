"""The rule, the place and the facts of single verdicts, one case a line of the vectors."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.changelog import guard_changelog, guard_script
from tests.changelog.memory import changelog

ATTRIBUTES = "splitStatements:false endDelimiter:/ stripComments:false"
COLUMNS = {("T", "A"): "VARCHAR2(5 CHAR)"}


def cases(file: str) -> list[str]:
    lines = (Path(__file__).parent / "vectors" / file).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def expected(facts: str) -> dict[str, str]:
    return dict(fact.split("=", 1) for fact in facts.split(",") if fact)


@pytest.mark.parametrize("case", cases("verdicts.txt") + cases("calls.txt"))
def test_the_verdict_its_place_and_its_facts(case: str) -> None:
    rule, place, facts, written = (part.strip() for part in case.split("|", 3))
    statements = [s.strip().replace("\\n", "\n") for s in written.split(";; ")]
    text = "".join(
        f"--changeset a:{number} {ATTRIBUTES}\n{statement}\n/\n"
        for number, statement in enumerate(statements)
    )
    last = guard_changelog(changelog(text), COLUMNS)[-1]
    begin = text.count("\n", 0, text.rindex(f"--changeset a:{len(statements) - 1}")) + 2
    assert last.rule == f"guard.{rule}"
    assert f"{last.line - begin}:{last.column}" == place
    assert last.facts.items() >= expected(facts).items()


@pytest.mark.parametrize("case", cases("sqlplus.txt"))
def test_the_verdict_on_a_line_of_sqlplus(case: str) -> None:
    """The first that does not pass, or the first."""
    rule, place, facts, kind, lines = (part.strip() for part in case.split("|", 4))
    text = lines.replace("\\n", "\n") + "\n"
    found = guard_script(text, "x.sql", kind="apex" if kind == "apex" else "changelog")
    first = next((r for r in found if not r.allowed), found[0])
    assert (first.rule, f"{first.line}:{first.column}") == (f"guard.{rule}", place)
    assert first.facts.items() >= expected(facts).items()
